package model

import (
	"strings"
	"testing"
)

// shelfOf are catalogues as the library has them, as small as they can be.
func shelfOf() (atlas, llm, aicm, bsi, iso Catalogue) {
	atlas = Catalogue{ID: "atlas", Title: "MITRE ATLAS", Version: "5.6.0", Entries: []Entry{
		{ID: "AML.T0051", Kind: "technique", Name: "LLM Prompt Injection"},
		{ID: "AML.T0051.001", Kind: "technique", Name: "Indirect", Parent: "AML.T0051"},
		{ID: "AML.CS0016", Kind: "case study", Name: "Code by prompt injection"},
	}}
	llm = Catalogue{ID: "owasp-llm", Title: "OWASP Top 10", Version: "2025", Cited: "OWASP", Entries: []Entry{
		{ID: "LLM01:2025", Kind: "risk", Name: "Prompt Injection", About: "Text that reaches the model makes it obey."},
		{ID: "LLM02:2025", Kind: "risk", Name: "Disclosure", About: "It gives prompt and data away."},
	}}
	aicm = Catalogue{ID: "aicm", Title: "AICM", Version: "1.0.3", Entries: []Entry{
		{ID: "category Data poisoning", Kind: "category", Name: "Data poisoning"},
		{ID: "category Model theft", Kind: "category", Name: "Model theft"},
		{ID: "layer Model", Kind: "layer", Name: "Model"},
		{ID: "component Data", Kind: "component", Name: "Data"},
		{ID: "activity Development/Design", Kind: "activity", Name: "Design"},
	}}
	bsi = Catalogue{ID: "bsi", Title: "BSI", Version: "C5:2020", Entries: []Entry{{ID: "C5:2020 OPS-18", Kind: "criterion", Name: "OPS-18"}}}
	iso = Catalogue{ID: "iso", Title: "ISO", Version: "27001:2022", Entries: []Entry{{ID: "27001:2022 A.8.8", Kind: "control", Name: "Technical flaws"}}}
	return atlas, llm, aicm, bsi, iso
}

// A citation goes into the field that holds that kind, once, whatever else stands there;
// and out of it again however it is spelt.
func TestCiteAndUncite(t *testing.T) {
	atlas, llm, aicm, _, _ := shelfOf()
	for _, c := range []struct {
		name   string
		list   *Catalogue
		entry  int
		before []Assignment
		field  string
		want   string // after citing
		left   string // after taking it out
	}{
		{"into an empty list", &atlas, 0, nil, "atlas", "AML.T0051", ""},
		{"behind another", &atlas, 1, []Assignment{{"atlas", "AML.T0051"}}, "atlas", "AML.T0051;AML.T0051.001", "AML.T0051"},
		{"with its edition", &llm, 0, []Assignment{{"owasp_llm", "LLM02"}}, "owasp_llm", "LLM02;LLM01:2025", "LLM02"},
		{"the main category", &aicm, 0, nil, "category", "Data poisoning", ""},
		{"a category beside the main one", &aicm, 1, []Assignment{{"category", "Data poisoning"}}, "other_categories", "Model theft", ""},
		{"a layer", &aicm, 2, nil, "layer", "Model", ""},
		{"a part of the architecture", &aicm, 3, []Assignment{{"architecture", "Network"}}, "architecture", "Network;Data", "Network"},
		{"an activity", &aicm, 4, nil, "lifecycle_activity", "Design", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newTestRegister(t)
			do(t, r, AddThreat("a", c.before...))
			e := &c.list.Entries[c.entry]
			f, _ := FieldNamed(c.field)
			do(t, r, Cite([]string{"T-001"}, c.list, e))
			if got := f.Get(r.Threat("T-001")); got != c.want {
				t.Errorf("cited: %q, want %q", got, c.want)
			}
			if by := CitedByOf(r).Of(c.list).By(c.entry); len(by) != 1 || by[0] != (Key{KindThreat, "T-001"}) {
				t.Errorf("cited by %v", by)
			}
			isRefused(t, r, Cite([]string{"T-001"}, c.list, e), "already in T-001")
			do(t, r, Uncite([]string{"T-001"}, c.list, e))
			if got := f.Get(r.Threat("T-001")); got != c.left {
				t.Errorf("taken out: %q, want %q", got, c.left)
			}
			isRefused(t, r, Uncite([]string{"T-001"}, c.list, e), "is not cited in T-001")
		})
	}
}

// isRefused fails unless an edit is refused with these words.
func isRefused(t *testing.T, r *Register, e Edit, words string) {
	t.Helper()
	if _, err := Plan(r, e, "tester", noon); err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("%s: %v; want %q", e.Label, err, words)
	}
}

// Several threats cite as one step: who does already is left alone, and one that cannot
// takes none of them. Every spelling goes out.
func TestCiteInSeveral(t *testing.T) {
	atlas, llm, aicm, _, _ := shelfOf()
	r := newTestRegister(t)
	do(t, r, AddThreat("a", Assignment{"owasp_llm", "OWASP LLM01; LLM02"}))
	do(t, r, AddThreat("b", Assignment{"owasp_llm", "LLM01:2025;LLM01"}))
	do(t, r, AddThreat("c", Assignment{"layer", "Application"}))
	all := []string{"T-001", "T-002", "T-003"}
	do(t, r, Cite(all, &llm, &llm.Entries[0]))
	for id, want := range map[string]string{"T-001": "OWASP LLM01;LLM02", "T-002": "LLM01:2025;LLM01", "T-003": "LLM01:2025"} {
		if got := strings.Join(r.Threat(id).Class.OWASPLLM, ";"); got != want {
			t.Errorf("%s has %q, want %q", id, got, want)
		}
	}
	isRefused(t, r, Cite(all, &llm, &llm.Entries[0]), "already in 3 threats")
	do(t, r, Uncite(all, &llm, &llm.Entries[0]))
	for id, want := range map[string]string{"T-001": "LLM02", "T-002": "", "T-003": ""} {
		if got := strings.Join(r.Threat(id).Class.OWASPLLM, ";"); got != want {
			t.Errorf("%s still has %q, want %q", id, got, want)
		}
	}
	isRefused(t, r, Cite(all, &aicm, &aicm.Entries[2]), "T-003 has the layer Application, and it has only one")
	isRefused(t, r, Cite(all, &atlas, &atlas.Entries[2]), "no field of a threat holds a case study; what it can cite of MITRE ATLAS is a technique")
	isRefused(t, r, Cite([]string{"T-009"}, &atlas, &atlas.Entries[0]), "no threat T-009")
}

// Other records cite too: what they refer to names an entry with its catalogue before it,
// with the edition or without, and never another edition.
func TestRecordsThatCite(t *testing.T) {
	atlas, llm, _, bsi, iso := shelfOf()
	for _, c := range []struct {
		list  *Catalogue
		text  string
		cites bool
	}{
		{&bsi, "C5:2020 OPS-18", true},
		{&bsi, "BSI c5:2020  ops-18", true},
		{&bsi, "C5 OPS-18", true},
		{&bsi, "OPS-18", true},
		{&bsi, "C5:2016 OPS-18", false},
		{&iso, "ISO 27001:2022 8.8", true},
		{&iso, "ISO/IEC 27001:2022 A.8.8", true},
		{&iso, "ISO 27001:2013 A.8.8", false},
		{&atlas, "ATLAS 5.6.0 AML.T0051", true},
		{&atlas, "AML.T0051.001", false},
		{&llm, "OWASP LLM01:2025", true},
		{&llm, "LLM01:2023", false},
		{&llm, "LLM010", false},
	} {
		for kind, field := range map[Kind]string{KindEvidence: "shows", KindControl: "references", KindDetection: "techniques"} {
			r := newTestRegister(t)
			do(t, r, WriteSheet(kind, "", Assignment{field, c.text}))
			if got := CitedByOf(r).Of(c.list).By(0); (len(got) == 1) != c.cites || c.cites && got[0].Kind != kind {
				t.Errorf("%q in %s of %s cites %s: %v", c.text, field, kind, c.list.Entries[0].ID, got)
			}
		}
	}
	r := newTestRegister(t)
	do(t, r, WriteSheet(KindEvidence, "", Assignment{"shows", "AML.T0051; ATLAS AML.T0051"}))
	do(t, r, WriteSheet(KindControl, "", Assignment{"references", "AML.T0051"}))
	do(t, r, AddThreat("a", Assignment{"atlas", "AML.T0051"}))
	var by []string
	for _, key := range CitedByOf(r).Of(&atlas).By(0) {
		by = append(by, key.ID)
	}
	if got := strings.Join(by, " "); got != "T-001 C-01 EV-01" {
		t.Errorf("cited by %s", got)
	}
}

// What is found stands in the order in which it was meant: the id, then names, then lines.
func TestFind(t *testing.T) {
	atlas, llm, aicm, _, _ := shelfOf()
	older := atlas
	older.Version, older.Entries = "5.5.0", append([]Entry{{ID: "AML.T0099", Kind: "technique", Name: "Gone since"}}, atlas.Entries...)
	lists := []Catalogue{atlas, older, llm, aicm}
	for query, want := range map[string]string{
		"llm01":            "LLM01:2025",
		"AML.T0051":        "AML.T0051 AML.T0051.001",
		"t0051":            "AML.T0051 AML.T0051.001",
		"prompt":           "LLM01:2025 AML.T0051 AML.CS0016 LLM02:2025",
		"injection prompt": "AML.T0051 AML.CS0016 LLM01:2025",
		"  Model  THEFT ":  "category Model theft",
		"obey":             "LLM01:2025",
		"gone since":       "AML.T0099",
		"nobody wrote it":  "",
		"":                 "",
	} {
		var ids []string
		for _, f := range Find(lists, query) {
			ids = append(ids, f.Entry.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}
