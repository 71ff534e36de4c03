package register

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

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
