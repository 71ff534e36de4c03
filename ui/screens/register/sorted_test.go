package register

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parry/model"
)

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
				o = r.sorted.order
			}
			r.follow(register, model.Grounds{Today: "2026-11-16"})
			r.sorted.sort(r.list, o)
			r.choose(model.Filter{})
			anew := rows{}
			anew.follow(register, model.Grounds{Today: "2026-11-16"})
			anew.sorted.sort(anew.list, o)
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

// Rows that go and come leave the others in their order, at the places where they are now.
func TestSortedKeepsWhatStays(t *testing.T) {
	titled := func(titles ...string) (list []row) {
		for i, title := range titles {
			list = append(list, row{threat: &model.Threat{ID: model.ThreatID(uint64(i + 1)), Title: title}})
		}
		return list
	}
	var s sorted
	list := titled("pear", "apple", "fig", "plum")
	s.sort(list, model.Order{{Column: "title"}})
	if want := []int{1, 2, 0, 3}; !slices.Equal(s.places, want) {
		t.Fatalf("by title the places are %v, want %v", s.places, want)
	}
	s.begin(len(list)) // the fig goes, a grape and another pear come
	next := titled("pear", "grape", "apple", "plum", "pear")
	for from, to := range []int{0, 2, -1, 3} {
		s.goes(from, to)
		if to >= 0 {
			next[to].standing = list[from].standing
		}
	}
	s.comes(1)
	s.comes(4)
	s.follow()
	if want := []int{2, 0, 3}; !slices.Equal(s.places, want) {
		t.Errorf("before it is sorted again the places are %v, want %v", s.places, want)
	}
	s.sort(next, model.Order{{Column: "title"}})
	if want := []int{2, 1, 0, 4, 3}; !slices.Equal(s.places, want) {
		t.Errorf("with what came the places are %v, want %v", s.places, want)
	}
	if s.at(0) != 2 || len(s.fresh) != 0 {
		t.Errorf("the first is at %d, and %d rows are still to be placed", s.at(0), len(s.fresh))
	}
	if s.sort(next, nil); s.at(3) != 3 {
		t.Error("without an order the rows do not stand as the list has them")
	}
}
