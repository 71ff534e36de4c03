package register

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parry/model"
)

// However many processors look through the list, a filter lets the same rows through in
// the same order as one that looks at each row by itself.
func TestSharesChooseWhatOneWould(t *testing.T) {
	r := rows{}
	for i := range 3*aShare + 17 {
		r.list = append(r.list, row{threat: numbered(i)})
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, expr := range []string{"", "number", "77", "7 -77", "phase:dep 3", "nowhere", "T-00001", "T-1"} {
		f, err := model.Parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		var want []int
		for i := range r.list {
			if f.Match(r.list[i].threat) {
				want = append(want, i)
			}
		}
		for _, processors := range []int{1, 2, 3, 40} {
			runtime.GOMAXPROCS(processors)
			r.choose(f)
			if !slices.Equal(r.index, want) {
				t.Errorf("filter %q with %d processors lets %d rows through, one by one %d", expr, processors, len(r.index), len(want))
			}
		}
	}
}

// numbered is the i-th of many threats that differ in a few ways.
func numbered(i int) *model.Threat {
	t := &model.Threat{ID: model.ThreatID(uint64(i + 1)), Title: fmt.Sprintf("threat number %d of the list", i*7%1000)}
	t.Class.Phase = model.Phases[i%len(model.Phases)].Value
	t.Ratings[model.Inherent].Level = model.Levels[i*i%len(model.Levels)]
	return t
}

// Whatever is changed, added, removed and sorted by, in whatever sequence: the list
// stands as one that was sorted anew.
func TestSortedFollowsEveryChange(t *testing.T) {
	columns := []string{"level", "title", "lifecycle_phase", "id", "due", "findings", "owner_person"}
	rapid.Check(t, func(t *rapid.T) {
		r, register := rows{}, model.NewRegister()
		apply := func(do func(*model.Draft) error) {
			change, err := model.Plan(register, model.Edit{Label: "change", Do: do}, "bench", time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC))
			if errors.Is(err, model.ErrNothing) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			register.Apply(change)
		}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"put", "put", "remove", "order"}).Draw(t, "step") {
			case "put":
				at := rapid.SliceOfN(rapid.IntRange(0, 200), 1, 90).Draw(t, "threats")
				title := rapid.SampledFrom([]string{"same", "", "Another", "another"}).Draw(t, "title")
				apply(func(d *model.Draft) error {
					for _, i := range at {
						threat := numbered(i)
						threat.Title += title
						d.Put(threat)
					}
					return nil
				})
			case "remove":
				at := rapid.SliceOfN(rapid.IntRange(0, 200), 1, 5).Draw(t, "gone")
				apply(func(d *model.Draft) error {
					for _, i := range at {
						if threat := register.Threat(numbered(i).ID); threat != nil {
							_ = d.Remove(threat.Key())
						}
					}
					return nil
				})
			}
			var o model.Order
			for _, column := range rapid.SliceOfNDistinct(rapid.SampledFrom(columns), 0, 3, rapid.ID).Draw(t, "order") {
				o = append(o, model.OrderKey{Column: column, Down: rapid.Bool().Draw(t, "down")})
			}
			if rapid.Bool().Draw(t, "the order of before") {
				o = r.order
			}
			r.follow(register, model.Grounds{Today: "2026-11-16"})
			r.sort(o)
			r.choose(model.Filter{})
			anew := rows{}
			anew.follow(register, model.Grounds{Today: "2026-11-16"})
			anew.sort(o)
			anew.choose(model.Filter{})
			for i, at := range anew.index {
				if r.list[r.index[i]].threat != anew.list[at].threat {
					t.Fatalf("by %v row %d is %s, and sorted anew %s", o, i, r.Key(r.index[i]), anew.Key(at))
				}
			}
			if len(r.index) != len(anew.index) {
				t.Fatalf("%d rows of %d", len(r.index), len(anew.index))
			}
		}
	})
}
