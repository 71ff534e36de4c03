package model

import (
	"slices"
	"testing"
)

// Cases of a technique are those of its parts too, incidents first, then the latest;
// mitigations of a technique stand before those of what it is a part of, each once.
func TestPublished(t *testing.T) {
	link := func(kind string, to ...string) (all []Link) {
		for _, id := range to {
			all = append(all, Link{Kind: kind, To: id})
		}
		return all
	}
	lib := Library{Catalogues: func() []Catalogue {
		return []Catalogue{{ID: "atlas", Cited: "ATLAS 9", Entries: []Entry{
			{ID: "AML.T0051", Kind: "technique", Name: "Injection"},
			{ID: "AML.T0051.001", Kind: "technique", Name: "Indirect"},
			{ID: "AML.M1", Kind: "mitigation", Name: "Wall", Links: link("mitigates", "AML.T0051", "AML.T0051.001")},
			{ID: "AML.M2", Kind: "mitigation", Name: "Watch", Links: link("mitigates", "AML.T0051")},
			{ID: "AML.M3", Kind: "mitigation", Name: "Mask", Links: link("mitigates", "AML.T0051.001")},
			{ID: "AML.CS1", Kind: "case study", Name: "Tried", Links: link("technique", "AML.T0051.001"), Facts: []Fact{{"type", "exercise"}, {"date", "2025-01"}}},
			{ID: "AML.CS2", Kind: "case study", Name: "Old", Links: link("technique", "AML.T0051"), Facts: []Fact{{"type", "incident"}, {"date", "2020"}}},
			{ID: "AML.CS3", Kind: "case study", Name: "New", Links: link("technique", "AML.T0051.001"), Facts: []Fact{{"type", "incident"}, {"date", "2024-05-01"}}},
			{ID: "AML.CS4", Kind: "case study", Name: "Other", Links: link("technique", "AML.T00510"), Facts: []Fact{{"type", "incident"}, {"date", "2025"}}},
		}}}
	}}
	var ids []string
	for _, c := range lib.Cases("aml.t0051") {
		ids = append(ids, c.ID+" "+c.Technique)
	}
	if want := []string{"AML.CS3 AML.T0051.001", "AML.CS2 AML.T0051", "AML.CS1 AML.T0051.001"}; !slices.Equal(ids, want) {
		t.Errorf("cases %v", ids)
	}
	if got := lib.Cases("AML.T0051.001"); len(got) != 2 || got[0].Name != "New" || got[0].Type != "incident" || got[0].Date != "2024-05-01" {
		t.Errorf("cases of a part %+v", got)
	}
	ids = nil
	for _, s := range lib.Mitigations([]string{"AML.T0051.001", "AML.T0051"}, func(string) string { return "preventive" }) {
		ids = append(ids, s.ID+" "+s.Why+", "+s.Position)
	}
	if want := []string{"AML.M1 ATLAS 9 has it against AML.T0051.001 Indirect, preventive", "AML.M3 ATLAS 9 has it against AML.T0051.001 Indirect, preventive", "AML.M2 ATLAS 9 has it against AML.T0051 Injection, preventive"}; !slices.Equal(ids, want) {
		t.Errorf("mitigations %q", ids)
	}
	if len(lib.Cases()) != 0 || len(lib.Mitigations(nil, nil)) != 0 {
		t.Error("of no technique there is nothing")
	}
}

// A mitigation of a catalogue that was answered stays answered in another edition of it.
func TestMitigationsStayAnswered(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("one"))
	s := Suggestion{ID: "AML.M0007", Name: "Sanitize Training Data", Position: "preventive", Cited: "ATLAS 5.6.0"}
	refused(t, r, AnswerSuggestion(s, "T-001", RejectSuggestion, ""), `say why "Sanitize Training Data" is not taken`)
	do(t, r, AnswerSuggestion(s, "T-001", RejectSuggestion, "we train nothing"))
	c := s.Answered(r, "T-001")
	if c == nil || c.Get("references") != "ATLAS 5.6.0 AML.M0007" || c.Get("why_not") != "we train nothing" || c.Get("state") != StateRejected {
		t.Fatalf("%+v", c)
	}
	s.Cited = "ATLAS 6.0.0"
	if s.Answered(r, "T-001") == nil {
		t.Error("the new edition asks again")
	}
}
