package library

import (
	"strings"
	"testing"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/rehearsal"
)

// lists are two small catalogues; the register brings an edition of its own of one.
func lists() []model.Catalogue {
	atlas := model.Catalogue{ID: "atlas", Title: "ATLAS", Version: "5.6.0", Publisher: "MITRE", Source: "its page", Licence: "Apache-2.0", Entries: []model.Entry{
		{ID: "AML.TA0005", Kind: "tactic", Name: "Execution", About: "Getting hostile words to run."},
		{ID: "AML.T0051", Kind: "technique", Name: "Prompt Injection", Links: []model.Link{{Kind: "tactic", To: "AML.TA0005"}}},
		{ID: "AML.T0051.001", Kind: "technique", Name: "Indirect", Parent: "AML.T0051"},
		{ID: "AML.CS0001", Kind: "case study", Name: "A case", Facts: []model.Fact{{Name: "step", Value: "AML.TA0005 AML.T0051"}, {Name: "step", Value: "AML.TA0005 AML.T0051.001"}},
			Links: []model.Link{{Kind: "technique", To: "AML.T0051"}, {Kind: "technique", To: "AML.T0051.001"}}},
	}}
	own := atlas
	own.Version, own.Own = "5.7.0", "ATLAS.yaml"
	own.Entries = append([]model.Entry{{ID: "AML.T0200", Kind: "technique", Name: "New here", Facts: []model.Fact{{Name: "maturity", Value: "feasible"}, {Name: "maturity", Value: "realized"}},
		Texts: []model.Fact{{Name: "description", Value: strings.Repeat("Words of the publisher. ", 100) + "\nThe last word."}}}}, atlas.Entries...)
	llm := model.Catalogue{ID: "owasp-llm", Title: "OWASP LLM", Version: "2025", Entries: []model.Entry{
		{ID: "LLM01:2025", Kind: "risk", Name: "Prompt Injection", Links: []model.Link{{Kind: "see", Catalogue: "atlas", To: "AML.T0051"}, {Kind: "see", Catalogue: "atlas", To: "AML.T9999"}}}}}
	return []model.Catalogue{own, atlas, llm}
}

// stage puts the library on show, with some threats that cite.
func stage(t *testing.T, cites ...string) (*rehearsal.Stage, *Screen) {
	var in []model.Incoming
	for i, reference := range cites {
		in = append(in, model.Incoming{Threat: &model.Threat{ID: model.ThreatID(uint64(i + 1)), Title: "a threat", Class: model.Class{ATLAS: []string{reference}}}})
	}
	b := rehearsal.Open(t, model.Settings{}, in)
	b.Gather = func(*model.Register) model.Library { return model.Library{Catalogues: lists} }
	b.SetThreat("T-001")
	s := New(b)
	s.Enter(bench.Place{})
	return rehearsal.New(t, b, s), s
}

// An imported edition stands beside parry's, its publisher's words are read to the end, and
// what is in both is found once, in the edition in use.
func TestAnImportedEdition(t *testing.T) {
	st, s := stage(t, "AML.T0200")
	st.Sees("ATLAS, 5.7.0, imported 1 of 5", "ATLAS, 5.6.0 0 of 4")
	st.Press("enter", "down", "enter", "down")
	st.Sees("AML.T0200      New here", "description, in the publisher's words:")
	st.Press("enter", "down")
	st.Sees("cited by    T-001  a threat", "maturity feasible, realized")
	seen := ""
	for range 60 {
		st.Press("down")
		if seen = st.Text(); strings.Contains(seen, "imported    ATLAS.yaml") {
			break
		}
	}
	st.Sees("The last word.", "imported    ATLAS.yaml")
	st.Press("esc", "/")
	for _, key := range strings.Split("aml.t0051", "") {
		st.Press(key)
	}
	if n := len(s.rows.list); n != 2 {
		t.Errorf("%d found, want a technique and its part once", n)
	}
	if s.rows.list[0].list.Own == "" {
		t.Error("it is found in the edition that is not in use")
	}
	st.Press("down", "enter")
	if at := s.under(); at.entry.ID != "AML.T0051.001" {
		t.Errorf("the cursor is on %s", at.entry.ID)
	}
}

// The steps of a published case lead to what was done, each said once; a link that leads
// nowhere is told and no link.
func TestACaseLeadsOn(t *testing.T) {
	st, s := stage(t, "AML.T0051.001")
	st.H = 30
	st.Press("/", "a", " ")
	for _, key := range strings.Split("case", "") {
		st.Press(key)
	}
	st.Press("enter", "enter")
	st.Sees("step", "Execution: AML.T0051 Prompt Injection", "AML.T0051.001 Indirect, cited by 1")
	if n := strings.Count(st.Text(), "AML.T0051.001  Indirect"); n != 1 {
		t.Errorf("its second step is told %d times:\n%s", n, st.Text())
	}
	st.Press("tab", "enter")
	st.Sees("part of", "case study  AML.CS0001  A case", "T-001  a threat")
	st.Press("backspace")
	st.Sees("Execution: AML.T0051")
	s.leaveCard()
	s.setQuery("llm01")
	st.Press("enter")
	st.Sees("AML.T0051 Prompt Injection (atlas)", "AML.T9999")
	st.Press("end", "home", "tab", "tab", "tab")
	if link := s.card.link(); link == nil || link.entry == nil {
		t.Error("the cursor stands on a line that leads nowhere")
	}
}

// A click stands on a row, another opens it; on the card it follows. In a narrow window the
// card that is read has all of it.
func TestClicksInTheLibrary(t *testing.T) {
	st, s := stage(t, "AML.T0051")
	st.W, st.H = 120, 30
	st.Text()
	s.Click(4, 2)
	s.Click(4, 2) // the second catalogue opens
	st.Text()
	st.Sees("- ATLAS, 5.6.0")
	s.Click(4, 4)
	s.Click(4, 4)
	st.Text()
	st.Sees("- technique")
	s.Click(4, 5)
	st.Text()
	if at := s.under(); at.entry == nil || at.entry.ID != "AML.T0051" || s.reading {
		t.Fatalf("the click stands on %v", at)
	}
	y := -1
	for i, line := range strings.Split(st.Text(), "\n") {
		if strings.Contains(line, "tactic      AML.TA0005") {
			y = i - 1 // below the status row
		}
	}
	s.Click(80, y)
	if !s.reading {
		t.Fatal("a click on the card does not read it")
	}
	st.Text()
	s.Click(80, y)
	st.Text()
	st.Sees("Getting hostile words to run.")
	st.W = 80
	if text := st.Text(); strings.Contains(text, "Cited") {
		t.Errorf("the list is beside a card that is read in 80 columns:\n%s", text)
	}
	s.Click(2, 0)
	if s.card.cursor != 0 || !s.reading {
		t.Error("a click on the title leaves the card")
	}
}

// A filter, a search and what is open look up the same entries, and going back undoes one
// after the other.
func TestBackInTheLibrary(t *testing.T) {
	st, s := stage(t, "AML.T0051.001")
	st.Press("f", "/", "i", "n", "d", "enter", "enter")
	for i, want := range []string{"found: ind", "only what is cited", "all catalogues"} {
		if !s.Back() {
			t.Fatalf("back %d has nothing to leave", i)
		}
		if got := s.Status(80); !strings.Contains(got, want) {
			t.Errorf("back %d: %q, want %q", i, got, want)
		}
	}
	if s.Back() {
		t.Error("there is something left to leave")
	}
}

// Without a library there is a reason on show and no key that breaks.
func TestNoLibrary(t *testing.T) {
	b := rehearsal.Open(t, model.Settings{}, nil)
	s := New(b)
	s.Enter(bench.Place{})
	st := rehearsal.New(t, b, s)
	for _, key := range []string{"down", "/", "x", "enter", "f", "f", "f", "up"} {
		st.Press(key)
	}
	for _, key := range []string{"enter", "c", "C", "tab", "left"} {
		act, _ := bench.Find(s.Actions(), key)
		act.Run(b)
		if !b.Said().Problem {
			t.Errorf("%s does something where nothing is", key)
		}
	}
}
