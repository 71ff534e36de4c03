package response

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parry/frameworks/methods/nist80030"
	"parry/model"
	"parry/ui/rehearsal"
)

// Rows that follow the register through any edits, of threats and of the records that
// name them, are the rows that are made anew: what they say, their order and their sums.
func TestRowsFollowEveryEdit(t *testing.T) {
	in := make([]model.Incoming, 12)
	for i := range in {
		one := &model.Threat{ID: model.ThreatID(uint64(i + 1)), Title: fmt.Sprint("threat ", i)}
		one.Response.Identified = "2026-09-01"
		one.Ratings[model.Current] = model.Rating{Likelihood: model.M, Impact: model.Levels[i%5], Level: model.Levels[i%5], Method: model.MethodEntered}
		in[i].Threat = one
	}
	b := rehearsal.Open(t, model.Settings{Appetite: model.M, Matrix: nist80030.Matrix()}, in)
	kept := New(b)
	rapid.Check(t, func(t *rapid.T) {
		kept.pressed = rapid.Bool().Draw(t, "only pressing") && kept.rows.list == nil || kept.pressed
		kept.refresh()
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			b.Do(anyEdit(t, b.Register()))
		}
		if rapid.IntRange(0, 4).Draw(t, "turn") == 0 {
			kept.onlyPressing()
		}
		kept.refresh()
		anew := New(b)
		anew.pressed = kept.pressed
		anew.refresh()
		if got, want := told(&kept.rows), told(&anew.rows); got != want {
			t.Fatalf("shows\n%s\nanew\n%s", got, want)
		}
		if all := b.Register().Overdue(b.Grounds()); kept.rows.overdue+kept.rows.records != all {
			t.Fatalf("%d and %d overdue, %d in all", kept.rows.overdue, kept.rows.records, all)
		}
	})
}

// told is all that the rows say.
func told(r *rows) string {
	text := fmt.Sprintln(r.index, r.overdue, r.reopened, r.records)
	for i := range r.list {
		one := r.list[i]
		clock := model.Clock{}
		if one.clock != nil {
			clock = *one.clock
		}
		one.stamp, one.clock = 0, nil
		text += fmt.Sprintf("%s %+v %+v\n", one.threat.ID, one, clock)
	}
	return text
}

func anyEdit(t *rapid.T, r *model.Register) model.Edit {
	set := func(field string, values ...string) model.Assignment {
		return model.Assignment{Field: field, Value: rapid.SampledFrom(values).Draw(t, field)}
	}
	id := "T-001"
	if have := r.Threats(); len(have) > 0 {
		id = have[rapid.IntRange(0, len(have)-1).Draw(t, "at")].ID
	}
	threats := set("threats", "T-003", "T-001; T-007", "")
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		return model.AddThreat("another", set("identified", "2026-01-01", "2026-11-01"))
	case 1:
		return model.RemoveThreats(id)
	case 2:
		return model.WriteSheet(model.KindControl, rapid.SampledFrom([]string{"", "C-01"}).Draw(t, "control"), threats, set("state", "live", "planned", "retired"))
	case 3:
		return model.WriteSheet(model.KindDetection, "", threats, set("tested_on", "2026-11-01", "2025-01-01"), set("state", "built", "none"))
	case 4:
		return model.WriteSheet(model.KindPolicy, "", set("m_review", "1d", "200d"), set("h_treat", "10d", "90d"))
	case 5:
		return model.WriteSheet(model.KindVulnerability, "", threats, set("due", "2026-01-01", "2027-01-01"), set("state", "open", "fixed"))
	case 6:
		return model.Tolerate(rapid.SampledFrom(model.Levels[:]).Draw(t, "appetite"))
	case 7:
		return model.WriteSheet(model.KindAttestation, "", set("check", "E13"), set("why", "none", "not any"))
	}
	return model.SetFields(id, set("due", "2026-01-01", "2027-01-01", ""), set("status", "open", "accepted", "closed", "treated"),
		set("acceptance_expires", "2026-10-01", "2027-01-01", ""), set("current_impact", "VL", "VH", ""), set("current_likelihood", "M", ""))
}

// A test that failed notices nothing, and the real thing proves more than a test.
func TestRowsBelieveOnlyWhatIsShown(t *testing.T) {
	r := model.NewRegister()
	do := func(e model.Edit) {
		t.Helper()
		c, err := model.Plan(r, e, "ada", time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		c.Seq = r.Version() + 1
		r.Apply(c)
	}
	do(model.AddThreat("one"))
	for _, step := range []struct{ field, value, want string }{
		{"state", "none", "none"}, {"state", "built", "untested"}, {"state", "fired", "fired"}, {"state", "tested", "untested"},
		{"tested_on", "2026-11-01", "2026-11-01"}, {"result", "failed", "failed"}, {"result", "passed", "2026-11-01"}, {"fired_on", "2026-11-10", "2026-11-10"},
	} {
		do(model.WriteSheet(model.KindDetection, "DT-01", model.Assignment{Field: "threats", Value: "T-001"}, model.Assignment{Field: step.field, Value: step.value}))
		g := model.Grounds{Today: "2026-11-16", Links: r.Links()}
		if got := noticed(r.Threat("T-001"), &g); got != step.want {
			t.Errorf("%s=%s: %s, want %s", step.field, step.value, got, step.want)
		}
	}
}
