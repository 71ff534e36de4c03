package dread

import (
	"math/big"
	"strconv"
	"strings"
	"testing"

	"parry/model"
)

func answers(values [5]int) model.Answers {
	a := model.Answers{}
	for i, l := range letters {
		a[l.id] = strconv.Itoa(values[i])
	}
	return a
}

// all gives every set of five numbers from least to most.
func all(least, most int, visit func(values [5]int)) {
	var values [5]int
	var walk func(i int)
	walk = func(i int) {
		if i == len(values) {
			visit(values)
			return
		}
		for n := least; n <= most; n++ {
			values[i] = n
			walk(i + 1)
		}
	}
	walk(0)
}

// Every set of numbers from 0 to 10 has its mean as the score and falls where
// the mean does.
func TestEveryMean(t *testing.T) {
	asked, n := questions(), 0
	bands := []struct {
		from int64
		name string
	}{{9, "Critical"}, {7, "High"}, {4, "Medium"}, {0, "Low"}}
	all(0, 10, func(values [5]int) {
		n++
		sum := int64(values[0] + values[1] + values[2] + values[3] + values[4])
		mean := big.NewRat(sum, 5)
		o := rate(asked, answers(values))
		want := ""
		for _, b := range bands {
			if mean.Cmp(big.NewRat(b.from, 1)) >= 0 {
				want = b.name
				break
			}
		}
		if exact, _ := mean.Float64(); o.Score != exact || o.Severity != want {
			t.Fatalf("%v: %+v, want %v %s", values, o, exact, want)
		}
	})
	if n != 161_051 {
		t.Errorf("%d sets", n)
	}
}

// Every set of numbers from 1 to 3 has its sum as the score.
func TestEverySum(t *testing.T) {
	asked, n := questions(), 0
	all(1, 3, func(values [5]int) {
		n++
		sum := values[0] + values[1] + values[2] + values[3] + values[4]
		want := map[bool]string{true: "High", false: "Medium"}[sum >= 12]
		if sum <= 7 {
			want = "Low"
		}
		if o := rate(asked, answers(values).With("scale", "1-3")); o.Score != float64(sum) || o.Severity != want {
			t.Errorf("%v: %+v, want %d %s", values, o, sum, want)
		}
	})
	if n != 243 {
		t.Errorf("%d sets", n)
	}
}

// Raising a number never lowers score or severity.
func TestNeverFalls(t *testing.T) {
	asked, m := questions(), Method()
	all(1, 3, func(values [5]int) {
		for _, scale := range []string{"1-3", "0-10"} {
			for i := range values {
				if values[i] == 3 {
					continue
				}
				more := values
				more[i]++
				if was, now := rate(asked, answers(values).With("scale", scale)), rate(asked, answers(more).With("scale", scale)); m.Compare(now, was) < 0 {
					t.Errorf("%v to %v on %s", values, more, scale)
				}
			}
		}
	})
}

// What hangs on discoverability alone is said, and what does not fit the scale
// is a problem.
func TestDoubts(t *testing.T) {
	asked := questions()
	o := rate(asked, answers([5]int{6, 6, 6, 6, 10}))
	if o.Severity != "Medium" || len(o.Flags) != 0 {
		t.Errorf("%+v", o)
	}
	o = rate(asked, answers([5]int{6, 6, 7, 7, 10}))
	if o.Severity != "High" || len(o.Flags) != 1 || !strings.Contains(o.Flags[0], "it would be Medium instead of High") {
		t.Errorf("%+v", o)
	}
	if o = rate(asked, answers([5]int{1, 2, 3, 4, 2}).With("scale", "1-3")); len(o.Problems) != 1 || o.Problems[0] != "affected_users is 4; on the scale 1-3 it takes 1, 2 or 3" {
		t.Errorf("%+v", o)
	}
	if o = rate(asked, answers([5]int{1, 2, 3, 3, 2}).With("scale", "1-5")); len(o.Problems) != 1 || o.Scored {
		t.Errorf("%+v", o)
	}
}
