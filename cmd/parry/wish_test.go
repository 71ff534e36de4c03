package main

import (
	"bytes"
	"strings"
	"testing"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/rehearsal"
)

// A final report from the screen names its snapshot and is compared with the one before, not
// with itself; a draft names none.
func TestAFinalReportIsComparedWithTheOneBefore(t *testing.T) {
	b := rehearsal.Open(t, model.Settings{Name: "x"}, []model.Incoming{{Threat: &model.Threat{ID: "T-001", Title: "weights leak"}}})
	snapshot := func() string {
		s := model.FinalSnapshot(b.Register(), b.Work.Head().Seq, b.Today, b.Work.By())
		if !b.Do(model.TakeSnapshot(s)) {
			t.Fatal(b.Said())
		}
		return s.Name
	}
	report := func(final string) string {
		var out bytes.Buffer
		if err := writeWish(&out, b.Work, b.Today, bench.Wish{Final: final}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	first := snapshot()
	if text := report(first); !strings.Contains(text, "final, snapshot "+first) || strings.Contains(text, "Since the snapshot") {
		t.Errorf("the first is compared with something, or is no final:\n%s", head(text))
	}
	b.Do(model.AddThreat("prompts leak"))
	second := snapshot()
	text := report(second)
	if second == first || !strings.Contains(text, "final, snapshot "+second) || !strings.Contains(text, "Since the snapshot "+first+" of") || !strings.Contains(text, "prompts leak") {
		t.Errorf("the second is not compared with the first:\n%s", head(text))
	}
	if text := report(""); strings.Contains(text, "final, snapshot") {
		t.Errorf("a draft calls itself final:\n%s", head(text))
	}
}

func head(text string) string { return text[:min(len(text), 1500)] }
