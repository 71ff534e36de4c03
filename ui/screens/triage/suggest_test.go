package triage

import (
	"slices"
	"testing"

	"parry/model"
)

// What the words of a threat speak for stands beside the answers with its reason; nothing is
// filled in. s takes the strongest, a digit any other; each is one step, kept with what was
// suggested, and w gives it a reason of the person's own.
func TestSuggestions(t *testing.T) {
	bare := &model.Threat{ID: "T-001", Title: "A spammer can plant lies in the wiki that the assistant answers from, leading to wrong advice"}
	r := enter(t, settings(), bare).step("classify")
	r.question("lifecycle_phase")
	r.press("tab").question("category")
	r.wants(100, 30, "+ 2  Data poisoning", "suggestion 1: “plant … wiki”", "lies wiki” speak for it and for AML.T0070")
	if r.at().Class.Category != "" || len(r.at().Selections()) != 0 {
		t.Fatal("something was filled in")
	}
	r.press("s").question("layer")
	r.said("set category of T-001 to Data poisoning, suggestion 1 of 5")
	s := r.at().Selection("category")
	if r.at().Class.Category != "Data poisoning" || s == nil || len(s.Offered) != 5 || !slices.Equal(s.Chosen, []string{"Data poisoning"}) || s.Why != s.Offered[0].Why || s.By != "test" {
		t.Fatalf("%+v, %+v", r.at().Class, s)
	}
	r.press("shift+tab").question("category")
	r.wants(100, 30, "chosen by test on 2027-01-15")
	r.press("w").write("!").press("enter")
	if why := r.at().Selection("category").Why; why != s.Why+"!" {
		t.Errorf("why %q", why)
	}
	r.press("1").question("layer")
	r.said("set category of T-001 to Model manipulation, suggestion")
	r.press("u", "u").question("category")
	if got := r.at().Selection("category"); r.at().Class.Category != "Data poisoning" || got.Why != s.Why {
		t.Errorf("undone to %+v", got)
	}
}

// Of techniques several are taken, one after the other, and taken back; that none fits is an
// answer that is kept; what was on record before stays to be chosen.
func TestSuggestedTechniques(t *testing.T) {
	r := enter(t, settings(), classified("A spammer can plant lies in the wiki that the assistant answers from, leading to wrong advice")).step("classify")
	for r.screen.question != "atlas" {
		r.press("tab")
	}
	r.wants(120, 36, "1  AML.T0070", "RAG Poisoning", "none fits", "published cases: 10")
	r.press("down", "down", "I") // the second
	r.wants(120, 36, "by AML.T0071 False RAG Entry Injection")
	r.press("esc", "up", "I")
	r.wants(120, 36, "AML.CS0035 Data Exfiltration from Slack AI", "by AML.T0070 RAG Poisoning")
	r.press("esc", "1").question("atlas")
	r.press("2").question("atlas")
	if got := r.at().Class.ATLAS; !slices.Equal(got, []string{"AML.T0070", "AML.T0071"}) {
		t.Fatalf("%v", got)
	}
	r.press("1")
	if got := r.at().Class.ATLAS; !slices.Equal(got, []string{"AML.T0071"}) {
		t.Fatalf("%v", got)
	}
	r.press("2") // the last one: nobody has chosen any more
	if got := r.at(); len(got.Class.ATLAS) != 0 || got.Selection("atlas") != nil {
		t.Fatalf("%v, %+v", got.Class.ATLAS, got.Selections())
	}
	r.press("w")
	r.said("a reason is kept with a choice; nobody has chosen here yet")
	r.press("6").question("owasp_llm")
	r.said("atlas of T-001: none fits")
	if one := r.at(); !one.SaidNone("atlas") || len(one.Selection("atlas").Offered) != 5 {
		t.Fatalf("%+v", one.Selections())
	}
	r.press("shift+tab").question("atlas")
	r.wants(120, 36, "chosen by test on 2027-01-15: atlas", "none fits, of AML.T0070")
	r.press("6")
	r.said("nothing changed: atlas is none fits already")
	r.press("shift+tab").question("atlas")
	r.press("1") // it fits after all
	if one := r.at(); one.SaidNone("atlas") || !slices.Equal(one.Class.ATLAS, []string{"AML.T0070"}) {
		t.Fatalf("%+v", one.Class)
	}
}

// Where nobody acts on purpose no technique is offered, s says why, and . goes on without
// an answer.
func TestNoTechniqueIsForced(t *testing.T) {
	bare := classified("nobody is named as the owner of the system")
	bare.Class.ATLAS = []string{"AML.T0099"}
	r := enter(t, settings(), bare).step("classify")
	for r.screen.question != "atlas" {
		r.press("tab")
	}
	r.wants(120, 36, "1  AML.T0099", "stands, and is not suggested", "none is suggested: “nobody named”")
	r.press("s")
	r.said("speak of something that nobody does on purpose: no technique may fit")
	r.press(".").question("owasp_llm")
	if !slices.Equal(r.at().Class.ATLAS, []string{"AML.T0099"}) {
		t.Error("it was changed")
	}
}

// An id that stands without its edition is the one that is suggested with it.
func TestSuggestedWithItsEdition(t *testing.T) {
	bare := classified("A spammer can plant lies in the wiki that the assistant answers from, leading to wrong advice")
	bare.Class.OWASPLLM = []string{"LLM04"}
	r := enter(t, settings(), bare).step("classify")
	for r.screen.question != "owasp_llm" {
		r.press("tab")
	}
	r.wants(100, 30, "* 2  LLM04:2025", "+ 3  LLM08:2025")
	r.press("2")
	if got := r.at().Class.OWASPLLM; len(got) != 0 {
		t.Errorf("%v", got)
	}
	r.press("2")
	if got := r.at().Class.OWASPLLM; !slices.Equal(got, []string{"LLM04:2025"}) {
		t.Errorf("%v", got)
	}
}

// classified is a threat of which only the ids of published lists are still asked.
func classified(title string) *model.Threat {
	t := threat("T-001", title, "Deployment")
	t.Class.Activity, t.Class.Category, t.Class.Addendum, t.Adversary.Adversarial = "Orchestration", "Data poisoning", "other", "no"
	return t
}
