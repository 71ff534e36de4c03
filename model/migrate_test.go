package model

import (
	"slices"
	"strings"
	"testing"
)

// Citations of the older edition come to name the same entry of the newer one, in one edit;
// what leads to no single entry, stands in a sentence or names no edition is left and told.
func TestMigrate(t *testing.T) {
	moves := &Moves{Catalogue: "AICM", From: "1.0.3", To: "1.1.0", List: []Move{
		{Old: "TVM-13", New: "TVM-10", Change: "id"}, {Old: "TVM-10", New: "TVM-12", Change: "id"}, {Old: "TVM-03", New: "TVM-03", Change: "spec-substantive"},
		{Old: "IAM-12"}, {Old: "IAM-15", New: "IAM-14", Review: true}, {New: "DCS-01"},
		{Old: "LOG-01", New: "LOG-02"}, {Old: "LOG-01", New: "LOG-03"}, {Old: "SEF-01", New: "SEF-03"}, {Old: "SEF-02", New: "SEF-03"},
	}}
	r := NewRegister()
	do := func(e Edit) Change {
		t.Helper()
		c, err := Plan(r, e, "me", noon)
		if err != nil {
			t.Fatal(err)
		}
		r.Apply(c)
		return c
	}
	do(AddThreat("planted text"))
	do(SetFields("T-001", Assignment{Field: "review_triggers", Value: "AICM 1.0.3 TVM-13; a new model"}, Assignment{Field: "notes", Value: "see AICM 1.0.3 TVM-13 for it"}))
	do(WriteSheet(KindEvidence, "EV-01", Assignment{Field: "shows", Value: "AICM 1.0.3 TVM-13; AICM 1.0.3 TVM-10; AG2; AICM 1.1.0 TVM-13"}))
	do(WriteSheet(KindControl, "C-1", Assignment{Field: "references", Value: "AICM 1.0 TVM-03; AICM 1.0.3 IAM-12; AICM 1.0.3 IAM-15; AICM 1.0.3 LOG-01; AICM 1.0.3 SEF-01; AICM 1.0.3 TVM-13.1; AICM 1.0.3 TVM-99; TVM-13; aicm v1.0.3 TVM-10"}))
	var m Migration
	c := do(Migrate(moves, &m))
	if len(c.Touched) != 3 {
		t.Errorf("%d records changed", len(c.Touched))
	}
	if got := r.Sheet(KindEvidence, "EV-01").Get("shows"); got != "AICM 1.1.0 TVM-10; AICM 1.1.0 TVM-12; AG2; AICM 1.1.0 TVM-13" {
		t.Errorf("evidence shows %q", got)
	}
	if got := r.Sheet(KindControl, "C-1").Get("references"); got != "AICM 1.1.0 TVM-03; AICM 1.0.3 IAM-12; AICM 1.0.3 IAM-15; AICM 1.0.3 LOG-01; AICM 1.0.3 SEF-01; AICM 1.0.3 TVM-13.1; AICM 1.0.3 TVM-99; TVM-13; AICM 1.1.0 TVM-12" {
		t.Errorf("the control refers to %q", got)
	}
	if threat := r.Threat("T-001"); strings.Join(threat.Review.Triggers(), "|") != "AICM 1.1.0 TVM-10|a new model" || threat.Review.Notes() != "see AICM 1.0.3 TVM-13 for it" {
		t.Errorf("the threat: %v, %q", threat.Review.Triggers(), threat.Review.Notes())
	}
	if len(m.Moved) != 5 || !slices.Contains(m.Moved, "EV-01, shows: AICM 1.0.3 TVM-13 is now AICM 1.1.0 TVM-10") {
		t.Errorf("moved %q", m.Moved)
	}
	for _, want := range []string{
		`T-001, notes: "AICM 1.0.3 TVM-13" stands in a sentence: what AICM 1.0.3 calls TVM-13 is TVM-10 in 1.1.0`,
		`C-1, references: "AICM 1.0 TVM-03" is TVM-03 now, and its text was written anew: see whether it still fits`,
		`C-1, references: "AICM 1.0.3 IAM-12" is gone in AICM 1.1.0`,
		`C-1, references: "AICM 1.0.3 IAM-15" may be IAM-14, which the crosswalk is not sure of`,
		`C-1, references: "AICM 1.0.3 LOG-01" was split into LOG-02, LOG-03: say which is meant`,
		`C-1, references: "AICM 1.0.3 SEF-01" was merged with others into SEF-03: say whether that is meant`,
		`C-1, references: "AICM 1.0.3 TVM-13.1" is a question; questions were given new ids too, look it up under TVM-10`,
		`C-1, references: "AICM 1.0.3 TVM-99" is no id of AICM 1.0.3`,
		`C-1, references: "TVM-13" names no edition: what AICM 1.0.3 calls TVM-13 is TVM-10 in 1.1.0`,
	} {
		if !slices.Contains(m.Person, want) {
			t.Errorf("not told: %s", want)
		}
	}
	if len(m.Person) != 9 {
		t.Errorf("told: %s", strings.Join(m.Person, "\n"))
	}
	if _, err := Plan(r, Migrate(moves, &m), "me", noon); err != ErrNothing {
		t.Errorf("a second time: %v", err)
	}
	back, err := c.Inverse(r)
	if err != nil {
		t.Fatal(err)
	}
	if r.Apply(back); r.Sheet(KindEvidence, "EV-01").List("shows")[0] != "AICM 1.0.3 TVM-13" {
		t.Error("one undo does not take it back")
	}
}
