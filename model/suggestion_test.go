package model

import (
	"strings"
	"testing"
)

// A suggestion is taken, in place already or rejected with a reason; it is answered once
// for a threat, and what is taken for several threats is one control.
func TestSuggestionsAreAnswered(t *testing.T) {
	r := exampleRegister(t)
	all := []Suggestion{{"DP-1", "Data poisoning", "preventive", "Known writers", "they answer for it", ""}, {"MT-1", "Model theft", "detective", "Quota", "slow", ""}, {"MM-1", "Model manipulation", "corrective", "Switch", "stops", ""}}
	fit := SuggestedFor(all, r.Threat("T-001")) // Data poisoning, also Model manipulation
	if len(fit) != 2 || fit[0].ID != "DP-1" || fit[1].ID != "MM-1" {
		t.Fatalf("%+v", fit)
	}
	if got := SuggestedFor(all, &Threat{}); got != nil {
		t.Errorf("%+v", got)
	}
	refused(t, r, AnswerSuggestion(fit[0], "T-001", RejectSuggestion, " "), `say why "Known writers" is not taken`)
	do(t, r, AnswerSuggestion(fit[0], "T-001", TakeSuggestion, ""))
	do(t, r, AnswerSuggestion(fit[0], "T-004", TakeSuggestion, ""))
	do(t, r, AnswerSuggestion(fit[1], "T-001", RejectSuggestion, "no such switch here"))
	if got := r.Sheet(KindControl, "C-01"); got.Get("threats") != "T-001; T-004" || got.Get("state") != StatePlanned || got.Get("references") != "parry DP-1" || got.Get("effect") != "they answer for it" {
		t.Errorf("%+v", got)
	}
	rejected := fit[1].Answered(r, "T-001")
	if rejected == nil || rejected.Get("why_not") != "no such switch here" || rejected.Counts() || rejected.Awaited() {
		t.Errorf("%+v", rejected)
	}
	if fit[1].Answered(r, "T-004") != nil {
		t.Error("rejected for another threat")
	}
	refused(t, r, AnswerSuggestion(fit[0], "T-004", HaveSuggestion, ""), "was answered for T-004 already: C-01")
	if c, err := Plan(r, AnswerSuggestion(all[1], "T-028", HaveSuggestion, ""), "ann", noon); err != nil || !strings.HasPrefix(c.Label, "Quota: in place for T-028") {
		t.Error(c.Label, err)
	}
}
