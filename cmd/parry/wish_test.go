package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parry/model"
	"parry/store/formats"
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

// What is on show in the register goes out in every format that the command line writes,
// reports among them; the hand-off to a party is written where parties are.
func TestTheScreenWritesEveryFormat(t *testing.T) {
	b := rehearsal.Open(t, model.Settings{Name: "x"}, []model.Incoming{{Threat: &model.Threat{ID: "T-001", Title: "weights leak"}}, {Threat: &model.Threat{ID: "T-002", Title: "prompts leak"}}})
	offered := map[string]bool{}
	x := exports(b)
	for _, f := range x.Formats {
		offered[f.Name] = true
	}
	for _, f := range formats.List {
		if want := f.Write != nil && !strings.HasPrefix(f.Name, "handoff"); offered[f.Name] != want {
			t.Errorf("%s: offered %v, want %v", f.Name, offered[f.Name], want)
		}
	}
	write := func(threats []*model.Threat, words string) string {
		full, err := x.Write("markdown", filepath.Join(t.TempDir(), "x.md"), false, threats, words)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(full)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	part := write([]*model.Threat{b.Register().Threat("T-002")}, "prompts")
	if strings.Contains(part, "weights leak") || !strings.Contains(part, "1, part of the register: prompts") || !strings.Contains(part, "no whole register with a proof") {
		t.Errorf("the report of a part:\n%s", head(part))
	}
	whole := write(b.Register().Threats(), "")
	if !strings.Contains(whole, "weights leak") || strings.Contains(whole, "no whole register with a proof") {
		t.Errorf("the report of all:\n%s", head(whole))
	}
}

func head(text string) string { return text[:min(len(text), 1500)] }
