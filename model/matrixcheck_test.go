package model

import (
	"math"
	"strings"
	"testing"
)

// product is a 5×5 matrix of the product of its steps, 1 to 5, in three levels:
// up to low green, from high on red.
func product(low, high int) Chart {
	c := Chart{Likelihood: EvenCuts(5), Impact: EvenCuts(5), Green: []int{0}, Red: []int{2}}
	for i := 1; i <= 5; i++ {
		row := make([]int, 5)
		for k := 1; k <= 5; k++ {
			switch n := i * k; {
			case n >= high:
				row[k-1] = 2
			case n > low:
				row[k-1] = 1
			}
		}
		c.Levels = append(c.Levels, row)
	}
	return c
}

// nistCuts are the half-numeric bands of SP 800-30 as cuts.
var nistCuts = []float64{0, 0.05, 0.21, 0.80, 0.96, 1}

func find(t *testing.T, c Chart, rule string) ChartCheck {
	t.Helper()
	for _, check := range c.Check() {
		if check.Rule == rule {
			return check
		}
	}
	t.Fatalf("there is no %s", rule)
	return ChartCheck{}
}

// What is known of table I-2 and of products is found again.
func TestKnownMatrices(t *testing.T) {
	i2 := matrixI2.Chart(EvenCuts(5), EvenCuts(5))
	onlyVH := i2
	onlyVH.Red = []int{int(VH)}
	for _, one := range []struct {
		what, rule string
		chart      Chart
		holds      bool
		says       string
	}{
		{"I-2", "M1", i2, false, "down to 0.32, a green cell risks up to 0.4"},
		{"I-2", "M2", i2, false, "touch once"},
		{"I-2", "M3", i2, true, ""},
		{"I-2", "M4", i2, true, ""},
		{"I-2, red VH", "M1", onlyVH, true, "starts at 0.48 or above, every green cell ends at 0.4 or below"},
		{"I-2, red VH", "M2", onlyVH, true, ""},
		{"I-2, its own cuts", "M1", matrixI2.Chart(nistCuts, nistCuts), false, "down to 0.2016, a green cell risks up to 0.21"},
		{"product 5/15", "M1", product(5, 15), true, "starts at 0.32 or above, every green cell ends at 0.2 or below"},
		{"product 5/15", "M2", product(5, 15), true, ""},
		{"product 5/15", "M4", product(5, 15), true, ""},
		{"product 4/10", "M1", product(4, 10), true, "starts at 0.16 or above, every green cell ends at 0.16 or below"},
		{"product 4/10", "M2", product(4, 10), false, "touch 2 times"},
	} {
		got := find(t, one.chart, one.rule)
		if got.Holds != one.holds || !strings.Contains(got.Text, one.says) {
			t.Errorf("%s: %s, want %v, %q", one.what, got, one.holds, one.says)
		}
	}
	five := product(5, 15)
	for k := range 5 {
		if five.Levels[0][k] != 0 || five.Levels[k][0] != 0 {
			t.Error("the first row and column are not green")
		}
	}
}

// How well matrices tell risks apart, as it was measured elsewhere.
func TestKnownResolution(t *testing.T) {
	raw := Chart{Likelihood: EvenCuts(5), Impact: EvenCuts(5)}
	for i := 1; i <= 5; i++ {
		raw.Levels = append(raw.Levels, []int{i, 2 * i, 3 * i, 4 * i, 5 * i})
	}
	for what, one := range map[string]struct {
		chart              Chart
		tied, right, wrong float64
	}{
		"I-2, even cuts":    {matrixI2.Chart(EvenCuts(5), EvenCuts(5)), 0.242, 0.725, 0.033},
		"I-2, its own cuts": {matrixI2.Chart(nistCuts, nistCuts), 0.411, 0.569, 0.020},
		"product 5/15":      {product(5, 15), 0.348, 0.646, 0.006},
		"product, raw":      {raw, 0.079, 0.872, 0.049},
	} {
		got := one.chart.Resolution()
		if math.Abs(got.Tied-one.tied) > 0.003 || math.Abs(got.Right-one.right) > 0.003 || math.Abs(got.Wrong-one.wrong) > 0.003 {
			t.Errorf("%s: %+v, want %.3f %.3f %.3f", what, got, one.tied, one.right, one.wrong)
		}
	}
}

// Cox's example: of two risks the larger falls in the lower cell.
func TestCoxsExample(t *testing.T) {
	c := Chart{Likelihood: []float64{0, 0.5, 1}, Impact: []float64{0, 0.5, 1}, Levels: [][]int{{0, 1}, {1, 2}}}
	level := func(p, i float64) int { return c.Levels[stepOf(c.Likelihood, p)][stepOf(c.Impact, i)] }
	if a, b := level(0.375, 0.375), level(0.15, 0.60); a != 0 || b != 1 || 0.375*0.375 <= 0.15*0.60 {
		t.Errorf("levels %d and %d", a, b)
	}
	if m, n := 0.79*0.79, 0.21*0.21; math.Abs(m/n-14.15) > 0.1 {
		t.Errorf("inside one cell of NIST the largest risk is %.1f times the smallest", m/n)
	}
}

// What is wrong is found: a level that falls, and red where there may be no
// risk at all.
func TestFaultsAreFound(t *testing.T) {
	c := product(5, 15)
	c.Levels[4][4] = 0
	if got := find(t, c, "M3"); got.Holds || !strings.Contains(got.Text, "falls 2 times") {
		t.Errorf("%s", got)
	}
	c = product(5, 15)
	c.Levels[0][4] = 2
	if got := find(t, c, "M4"); got.Holds || !strings.Contains(got.Text, "once a cell") {
		t.Errorf("%s", got)
	}
	c.Red = nil
	if got := find(t, c, "M1"); !got.Holds || !strings.Contains(got.Text, "nothing to mix up") {
		t.Errorf("%s", got)
	}
}
