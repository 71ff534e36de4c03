package model

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"parry/store/trial"
)

// Views that are kept up edit by edit show what they would show of the same
// register opened anew.
func TestViewsFollowEveryEdit(t *testing.T) {
	trial.Checks(t)
	shown := func(r *Register, day string) string {
		all := []any{NewOwnershipView(r, day).JSON(day), CheckJSON(Check(r, Grounds{Today: day}), day)}
		for _, axis := range []Axis{ByPhase, ByActivity, ByCategory, ByLayer} {
			for _, s := range States {
				all = append(all, NewHeatmap(r, axis, s).JSON(day))
			}
		}
		text, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	rapid.Check(t, func(t *rapid.T) {
		r := registerOf(anyOwnership(t, "T-002"), bigThreat(3))
		for range rapid.IntRange(1, 8).Draw(t, "edits") {
			if c, err := Plan(r, anyEdit(t, r), "tester", noon); err == nil {
				apply(r, c)
			}
			day := rapid.SampledFrom([]string{asOf, "2024-02-28"}).Draw(t, "day")
			anew := NewRegister()
			anew.Load(r.All(), make([]uint64, len(r.All())), 1)
			if got, want := shown(r, day), shown(anew, day); got != want {
				t.Fatalf("shows\n%s\nanew\n%s", got, want)
			}
		}
	})
}

// BenchmarkFirstViews is what the first look at map and matrix costs; the
// other benchmarks of views are looks after an edit.
func BenchmarkFirstViews(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		for b.Loop() {
			r.digests = nil
			NewHeatmap(r, ByPhase, Current)
			NewOwnershipView(r, asOf)
		}
	})
}
