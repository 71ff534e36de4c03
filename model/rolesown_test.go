package model

import (
	"slices"
	"strings"
	"testing"
)

// withMatrix gives a register that brings a copy of the matrix, and the library as it has it.
func withMatrix(t *testing.T, version, id string, facts, texts []Fact) (*Register, Library) {
	t.Helper()
	r := NewRegister()
	for _, e := range []Edit{
		ImportEdition(Edition{ID: "aicm", Version: version, Body: "{}"}),
		WriteSheet(KindParty, "P-01", Assignment{Field: "name", Value: "Us"}, Assignment{Field: "roles", Value: "OSP; AP"}, Assignment{Field: "assessed", Value: "yes"}),
		WriteSheet(KindEvidence, "EV-01", Assignment{Field: "shows", Value: "AG-AP.2; ISO 42001:2023 A.8.4"}),
	} {
		c, err := Plan(r, e, "me", noon)
		if err != nil {
			t.Fatal(err)
		}
		r.Apply(c)
	}
	list := []Catalogue{{ID: "aicm", Version: version, Own: "AICM.xlsx", Entries: []Entry{
		{ID: "TVM-99", Kind: "control", Name: "Guardrails"}, {ID: id, Kind: "control", Name: "Threat Response", Facts: facts, Texts: texts}}}}
	return r, Library{Catalogues: func() []Catalogue { return list }}
}

func answerOf(r *Register, lib Library) *Answer {
	return NewAnswer(r, NewGrounds(r, "2026-11-16", func() Library { return lib }), lib, Proof{Done: true})
}

// The audit's steps are the roles' own where the register's copy of the matrix words them:
// each is a line that evidence can show, and the six say that they are the CSP's.
func TestRolesHaveTheirOwnGuidelines(t *testing.T) {
	texts := []Fact{{"auditing AP", "In general:\n1. Look at it.\n   a. closely\n\n2) Ask who decided."}, {"auditing CSP", "1. Look below."}, {"auditing OSP", "Look at tools."},
		{"implementation AP", "1. Do it."}, {"implementation shared", "All do."}, {"implementation MP", "Not ours."}}
	r, lib := withMatrix(t, "1.1.1", "TVM-10", nil, texts)
	a := answerOf(r, lib)
	var got []string
	for _, s := range a.Own {
		got = append(got, s.ID+"|"+s.Text+"|"+strings.Join(s.Evidence, ","))
	}
	if want := []string{"AG-OSP.1|Look at tools.|", "AG-AP.1|In general:\nLook at it.\n   a. closely|", "AG-AP.2|Ask who decided.|EV-01"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if g := a.Guidelines[0]; g.Wording != "as worded for the CSP; those that AICM 1.1.1 TVM-10 words for OSP, AP follow" {
		t.Errorf("wording %q", g.Wording)
	}
	if len(a.Guides) != 2 || a.Guides[0].Role != "AP" || a.Guides[1].Role != "shared" || a.Guides[1].Text != "All do." {
		t.Errorf("guides %v", a.Guides)
	}
	none := NewRegister()
	if b := answerOf(none, Library{}); len(b.Own) != 0 || b.Guidelines[0].Wording != "as worded for the CSP" {
		t.Errorf("without a copy: %v, %q", b.Own, b.Guidelines[0].Wording)
	}
}

// The standards of the answer are those that the register's copy of the matrix maps the
// control to, each as it stands there; a publication that it has no column for stands as it
// was, and one that it maps to nothing says so.
func TestStandardsFollowTheImportedMapping(t *testing.T) {
	facts := []Fact{{"gap ISO", "Partial Gap"}, {"reference ISO", "27001:8.8"}, {"reference ISO", "42001:A.8.4"}, {"reference ISO", "?:9.1"}, {"gap EU AI Act", "Partial Gap"}, {"reference EU AI Act", "Article 9 (2)"},
		{"reference EU AI Act", "Annex IV (2)(f)"}, {"gap NIST AI 600-1", "Full Gap"}, {"gap AIUC-1", "No Gap"}, {"reference AIUC-1", "B001"}}
	texts := []Fact{{"mapping ISO", "x"}, {"addendum ISO", "Tell of threats."}, {"mapping NIST AI 600-1", "No Mapping"}, {"addendum NIST AI 600-1", "All of it."}, {"mapping AIUC-1", "B001"}}
	r, lib := withMatrix(t, "1.1.1", "TVM-10", facts, texts)
	var got []string
	for _, s := range answerOf(r, lib).Standards {
		got = append(got, strings.Join([]string{s.ID, s.Gap, s.Addendum, s.State}, "|"))
	}
	want := []string{"ISO 27001:2022 8.8|Partial Gap|Tell of threats.|not evidenced", "ISO 42001:2023 A.8.4|Partial Gap|Tell of threats.|evidenced", "ISO 9.1, whose standard is not said|Partial Gap|Tell of threats.|not evidenced",
		"EU AI Act 9(2)|Partial Gap|nothing|unknown", "EU AI Act Annex IV(2)(f)|Partial Gap|nothing|unknown", "NIST AI 600-1|Full Gap|All of it.|no mapping",
		"AIC4 SR-02|No Gap|nothing|not evidenced", "C5:2020 OPS-18|No Gap|nothing|not evidenced", "AIUC-1 B001|No Gap|nothing|not evidenced"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, s := range answerOf(r, lib).Standards {
		switch {
		case s.ID == "ISO 27001:2022 8.8" && (s.Note != "mapped by AICM 1.1.1 TVM-10" || s.Asks != ofControl[0].Asks):
			t.Errorf("8.8: %+v", s)
		case s.ID == "AIC4 SR-02" && s.Note != "AICM 1.1.1 has no column for it; it stands as in AICM 1.0.3":
			t.Errorf("SR-02: %q", s.Note)
		case s.ID == "EU AI Act 9(2)" && !strings.Contains(s.Note, "mapped by AICM 1.1.1 TVM-10"):
			t.Errorf("9(2): %q", s.Note)
		}
	}
}

// The range that 1.0.3 names is the same range when its copy names it.
func TestImportedRangeIsTheRange(t *testing.T) {
	facts := []Fact{{"gap NIST AI 600-1", "Partial Gap"}, {"reference NIST AI 600-1", "GV-1.1-001"}, {"reference NIST AI 600-1", "MP-1.1-001..MP-3.2-003"}, {"reference NIST AI 600-1", "MG-1.1-001..MG-3.3-002"}}
	r, lib := withMatrix(t, "1.0.3", "TVM-13", facts, []Fact{{"mapping NIST AI 600-1", "x"}})
	standards := answerOf(r, lib).Standards
	i := slices.IndexFunc(standards, func(s Standard) bool { return s.ID == nistRange })
	if i < 0 || len(standards[i].Entries) != 46 || !strings.HasSuffix(standards[i].Note, "; mapped by AICM 1.0.3 TVM-13") {
		t.Errorf("%+v", standards)
	}
}
