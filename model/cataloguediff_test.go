package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func none(string) []string { return []string{} }

// New, changed and gone are told apart by id, and by where an id went when ids were given
// anew: then the same id is another entry.
func TestCompareCatalogues(t *testing.T) {
	was := &Catalogue{Version: "1.0.3", Entries: []Entry{
		{ID: "TVM-10", Kind: "control", Name: "Metrics", Facts: []Fact{{"type", "AI"}}},
		{ID: "TVM-13", Kind: "control", Name: "Threat Response", Links: []Link{{Kind: "see", To: "TVM-10"}}},
		{ID: "TVM-14", Kind: "control", Name: "Dropped"},
		{ID: "word", Kind: "vocabulary", Name: "only there"},
	}}
	now := &Catalogue{Version: "1.1.0", Entries: []Entry{
		{ID: "TVM-10", Kind: "control", Name: "Threat Response", Links: []Link{{Kind: "see", To: "TVM-12"}}, Facts: []Fact{{"colour", "red"}}},
		{ID: "TVM-12", Kind: "control", Name: "Metrics", Facts: []Fact{{"type", "AI"}}},
		{ID: "TVM-13", Kind: "control", Name: "Guardrails"},
	}}
	tell := func(d CatalogueDiff) []string { return d.Lines(10) }
	cited := func(id string) []string {
		if id == "TVM-13" {
			return []string{"T-001"}
		}
		return []string{}
	}
	blind := tell(CompareCatalogues(was, now, nil, none))
	if want := []string{"gone: control TVM-14, Dropped",
		`changed: control TVM-10, Threat Response: its name was "Metrics"; no longer type AI; now see TVM-12`,
		`changed: control TVM-13, Guardrails: its name was "Threat Response"; no longer see TVM-10`, "new: control TVM-12, Metrics"}; !slices.Equal(blind, want) {
		t.Errorf("by id: %q", blind)
	}
	moves := &Moves{Catalogue: "AICM", From: "1.0.3", To: "1.1.0", List: []Move{{Old: "TVM-10", New: "TVM-12"}, {Old: "TVM-13", New: "TVM-10"}, {New: "TVM-13"}, {Old: "TVM-14"}}}
	d := CompareCatalogues(was, now, moves, cited)
	if want := []string{"changed: control TVM-10, Threat Response: it was TVM-13; no longer see TVM-10; now see TVM-12; cited by T-001", "gone: control TVM-14, Dropped",
		"changed: control TVM-12, Metrics: it was TVM-10", "new: control TVM-13, Guardrails; cited by T-001"}; !slices.Equal(tell(d), want) {
		t.Errorf("by moves: %q", tell(d))
	}
	if cited := d.Cited(); len(cited) != 1 || cited[0].ID != "TVM-10" || d.Nothing() || d.Counts() != "1 new, 2 changed, 1 gone" {
		t.Errorf("%v, %s", cited, d.Counts())
	}
	if same := CompareCatalogues(now, now, nil, none); !same.Nothing() {
		t.Errorf("with itself: %v", same)
	}
	if lines := d.Lines(0); lines[len(lines)-1] != "new: and 1 more" {
		t.Errorf("%q", lines)
	}
}

// An edition comes in as one edit that replaces the one before, one undo brings that back;
// one that is too large, or has no name, is refused.
func TestImportEdition(t *testing.T) {
	r := NewRegister()
	do := func(e Edit) error {
		c, err := Plan(r, e, "me", noon)
		if err == nil {
			r.Apply(c)
		}
		return err
	}
	if err := do(ImportEdition(Edition{ID: "atlas", Version: "1", Body: "a"})); err != nil {
		t.Fatal(err)
	}
	second, err := Plan(r, ImportEdition(Edition{ID: "atlas", Version: "2", Body: "b"}), "me", noon)
	if err != nil || len(second.Touched) != 1 {
		t.Fatal(err, second.Touched)
	}
	r.Apply(second)
	if e := r.Edition("atlas"); e == nil || e.Version != "2" || len(r.Editions()) != 1 {
		t.Errorf("%+v", e)
	}
	for _, c := range RecordChanges(second.Touched[0].Before, second.Touched[0].After) {
		if c.Field == "body" && !strings.HasPrefix(c.After, "1 bytes, SHA-256 3e23e816") || c.Field == "id" {
			t.Errorf("told as %+v", c)
		}
	}
	back, err := second.Inverse(r)
	if err != nil {
		t.Fatal(err)
	}
	r.Apply(back)
	if e := r.Edition("atlas"); e == nil || e.Version != "1" {
		t.Errorf("after undo: %+v", e)
	}
	for _, e := range []Edition{{ID: "x", Body: "b"}, {Version: "1"}, {ID: "x", Version: "1", Body: string(make([]byte, MaxEdition+1))}} {
		if err := do(ImportEdition(e)); err == nil {
			t.Errorf("%s %s of %d bytes came in", e.ID, e.Version, len(e.Body))
		}
	}
	if err := do(RemoveEdition("atlas")); err != nil || r.Edition("atlas") != nil {
		t.Errorf("removed: %v", err)
	}
	if err := do(RemoveEdition("atlas")); fmt.Sprint(err) != "there is no edition atlas" {
		t.Errorf("removed twice: %v", err)
	}
}
