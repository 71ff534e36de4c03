package report

import (
	"strings"
	"testing"

	"parry/model"
)

// What a rule finds and what the report says of it is the same, also where records say it
// and not the threat's own words.
func TestReportCountsAsTheRulesDo(t *testing.T) {
	in := exampleInput(t)
	do := func(e model.Edit) {
		t.Helper()
		c, err := model.Plan(in.Register, e, "ada", day)
		if err != nil {
			t.Fatalf("%s: %v", e.Label, err)
		}
		c.Seq = in.Register.Version() + 1
		in.Register.Apply(c)
	}
	set := func(id string, sets ...model.Assignment) { t.Helper(); do(model.SetFields(id, sets...)) }
	for _, want := range []string{"- Lower now, but without a live control: 1 of 38, T-011\n", "- Done, and nobody wrote when: ", "in the last 90 days: 9 of 11\n"} {
		if text := written(t, in); !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
	do(model.WriteSheet(model.KindControl, "", model.Assignment{Field: "threats", Value: "T-011"}, model.Assignment{Field: "state", Value: "live"}))
	set("T-028", model.Assignment{Field: "status", Value: "in_treatment"}) // accepted all the same, by its response
	do(model.WriteSheet(model.KindDetection, "", model.Assignment{Field: "threats", Value: "T-010; T-022"}, model.Assignment{Field: "state", Value: "fired"}, model.Assignment{Field: "fired_on", Value: "2026-11-10"}))
	do(model.WriteSheet(model.KindDetection, "", model.Assignment{Field: "threats", Value: "T-016"}, model.Assignment{Field: "tested_on", Value: "2026-11-15"}, model.Assignment{Field: "result", Value: "failed"}))
	set("T-016", model.Assignment{Field: "detection_tested", Value: "2026-01-10"})
	set("T-009", model.Assignment{Field: "acceptance_expires", Value: "2099-12-31"})
	text := written(t, in)
	for _, want := range []string{"- Lower now, but without a live control: none of 38\n", "| Accept it again or treat it: the acceptance expired on 2026-09-30. |",
		"| D7: It is accepted until 2099-12-31, and policy parry 1 allows at most 365 days at VL, which is until 2027-10-30; decide anew with an earlier end. |",
		"in the last 90 days: 10 of 11\n- Without: 1 of 38, [T-016](#t-016)\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
}
