package importing

import (
	"fmt"
	"testing"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/rehearsal"
)

// What would come of a file is worked out once, when it is shown, and saved so; once more only
// if the register has changed meanwhile. A report is filled afresh whenever it is worked out, so
// a mark in it is still there if it was not.
func TestWhatIsShownIsWhatIsSaved(t *testing.T) {
	const mark = 77
	for _, changed := range []bool{false, true} {
		t.Run(fmt.Sprint("changed ", changed), func(t *testing.T) {
			b := rehearsal.Open(t, model.Settings{}, nil)
			x := &Box{bench: b}
			o := &offer{path: "model.json", in: []model.Incoming{{Threat: &model.Threat{Title: "a"}}, {Threat: &model.Threat{Title: "b"}}}}
			x.try(o)
			carryOut(t, b)
			if len(o.merged.Added) != 2 || b.Register().Len() != 0 {
				t.Fatalf("tried: %+v", o.merged)
			}
			o.merged.Alike = mark
			if changed && !b.Do(model.AddThreat("between")) {
				t.Fatal(b.Said())
			}
			x.take(o)
			carryOut(t, b)
			want := 2
			if changed {
				want = 3
			}
			if got := b.Register().Len(); got != want {
				t.Errorf("%d threats are there, not %d", got, want)
			}
			if again := o.merged.Alike != mark; again != changed {
				t.Errorf("worked out once more: %v", again)
			}
		})
	}
}

// carryOut does what was asked to be done beside the program.
func carryOut(t *testing.T, b *bench.Bench) {
	t.Helper()
	s := b.Slow()
	if s == nil {
		t.Fatal("nothing goes on: ", b.Said())
	}
	s.Run()
	s.Done()
}
