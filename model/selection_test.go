package model

import (
	"slices"
	"testing"
)

// What a person chose is set, and beside it stands what was suggested, by whom it was chosen,
// when and why; saying that none fits is an answer; one undo takes all of it back.
func TestSelect(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("planted documents"))
	offer := Hints{Field: "atlas", Hints: []Hint{{"AML.T0070", "RAG Poisoning", "“planted” speaks for it", 3.2}, {"AML.T0020", "Poison Training Data", "the crosswalk has it", 1}}}
	do(t, r, Select("T-001", offer, []string{"AML.T0070"}, ""))
	one := r.Threat("T-001")
	s := one.Selection("atlas")
	if !slices.Equal(one.Class.ATLAS, []string{"AML.T0070"}) || s == nil || len(s.Offered) != 2 || s.Offered[0] != (Hint{Value: "AML.T0070", Why: "“planted” speaks for it"}) ||
		!slices.Equal(s.Chosen, []string{"AML.T0070"}) || s.Why != "“planted” speaks for it" || s.By == "" || s.On == "" {
		t.Fatalf("%+v, %+v", one.Class, s)
	}
	do(t, r, Select("T-001", Hints{Field: "category", Hints: []Hint{{Value: "Model theft", Why: "“copy”"}}}, []string{"Data poisoning"}, "it is the corpus"))
	if s := r.Threat("T-001").Selection("category"); s.Why != "it is the corpus" || s.Offered[0].Value != "Model theft" || r.Threat("T-001").Selections()[0].Field != "category" {
		t.Errorf("%+v", r.Threat("T-001").Selections())
	}
	if r.Threat("T-001").SaidNone("atlas") || r.Threat("T-001").SaidNone("owasp_llm") {
		t.Error("nobody said that none fits")
	}
	do(t, r, Select("T-001", Hints{Field: "atlas", None: "nobody means it"}, nil, "a storm"))
	one = r.Threat("T-001")
	if s := one.Selection("atlas"); len(one.Class.ATLAS) != 0 || !one.SaidNone("atlas") || s.None != "nobody means it" || s.Why != "a storm" || len(one.Selections()) != 2 {
		t.Errorf("%+v, %+v", one.Class, one.Selections())
	}
	do(t, r, SetFields("T-001", Assignment{"atlas", "AML.T0029"}))
	if r.Threat("T-001").SaidNone("atlas") {
		t.Error("somebody filled it in since")
	}
	refused(t, r, Select("T-001", Hints{Field: "title"}, nil, ""), `nothing is suggested for "title"; it is for category, lifecycle_phase, lifecycle_activity, layer, atlas, owasp_llm, owasp_asi or stride`)
	refused(t, r, Select("T-001", Hints{Field: "layer"}, []string{"PI", "Model"}, ""), "layer takes one value, not 2")
	refused(t, r, Select("T-001", Hints{Field: "layer"}, []string{"attic"}, ""), `"attic" is no layer; use PI, Model, Orchestrated or Application`)
}

// The history says in a line what was chosen, and where it stood.
func TestSelectLabel(t *testing.T) {
	offer := Hints{Field: "category", Hints: []Hint{{Value: "Model theft"}, {Value: "Data poisoning"}}}
	for want, chosen := range map[string][]string{
		"set category of T-001 to Data poisoning, suggestion 2 of 2":          {"Data poisoning"},
		"set category of T-001 to Denial of service, which was not suggested": {"Denial of service"},
		"category of T-001: none fits":                                        nil,
		"set category of T-001 to Model theft; Data poisoning":                {"Model theft", "Data poisoning"},
	} {
		if got := Select("T-001", offer, chosen, "").Label; got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
