package model

import (
	"fmt"
	"slices"
	"strings"
)

// A Chart is a matrix of any size on axes of numbers, ready to be checked:
// what its colours promise against the product of likelihood and impact.
type Chart struct {
	Likelihood, Impact []float64 // the cuts of each axis, rising: one more than there are steps
	Levels             [][]int   // row = likelihood, column = impact, lowest first
	Green, Red         []int     // levels that say "low" and "high"
}

// A ChartCheck is what one rule found.
type ChartCheck struct {
	Rule  string // M1 … M5
	Holds bool
	Text  string // what was found, in a sentence
}

// String writes the check on a line: "M3 holds: …".
func (c ChartCheck) String() string {
	if c.Holds {
		return c.Rule + " holds: " + c.Text
	}
	return c.Rule + " fails: " + c.Text
}

// The rules are those by which Cox (2008) measures risk matrices, and one on
// resolution. M1 weak consistency: every red cell lies wholly above every green
// one. M2 betweenness: red and green never touch. M3: no step up lowers a level.
// M4: what may hold no risk at all is not red. M5: how often two risks are told
// apart, and how often the wrong way round.

// Check applies the five rules.
func (c Chart) Check() []ChartCheck {
	return []ChartCheck{c.consistent(), c.between(), c.monotone(), c.zero(), c.resolution()}
}

func (c Chart) low(i, k int) float64  { return c.Likelihood[i] * c.Impact[k] }
func (c Chart) high(i, k int) float64 { return c.Likelihood[i+1] * c.Impact[k+1] }

func (c Chart) cells(levels []int, visit func(i, k int)) {
	for i, row := range c.Levels {
		for k, level := range row {
			if slices.Contains(levels, level) {
				visit(i, k)
			}
		}
	}
}

// tiny is below any difference between products of cuts that matters.
const tiny = 1e-12

func (c Chart) consistent() ChartCheck {
	lowest, highest := 2.0, -1.0
	c.cells(c.Red, func(i, k int) { lowest = min(lowest, c.low(i, k)) })
	c.cells(c.Green, func(i, k int) { highest = max(highest, c.high(i, k)) })
	check := ChartCheck{Rule: "M1", Holds: lowest >= highest-tiny}
	switch {
	case lowest > 1 || highest < 0:
		check.Text = "no cell is red, or none green: there is nothing to mix up"
	case check.Holds:
		check.Text = fmt.Sprintf("every red cell starts at %s or above, every green cell ends at %s or below", round4(lowest), round4(highest))
	default:
		check.Text = fmt.Sprintf("a red cell holds risks down to %s, a green cell risks up to %s", round4(lowest), round4(highest))
	}
	return check
}

func round4(x float64) string {
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.4f", x), "0"), ".")
}

// between counts where red and green touch: by an edge, or by the corner that
// one step up on both axes crosses.
func (c Chart) between() ChartCheck {
	touches := 0
	green := func(i, k int) bool {
		return i >= 0 && k >= 0 && i < len(c.Levels) && k < len(c.Levels[0]) && slices.Contains(c.Green, c.Levels[i][k])
	}
	c.cells(c.Red, func(i, k int) {
		for _, d := range [][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}} {
			if green(i+d[0], k+d[1]) {
				touches++
			}
		}
	})
	if touches == 0 {
		return ChartCheck{"M2", true, "no red cell touches a green one"}
	}
	return ChartCheck{"M2", false, fmt.Sprintf("red and green touch %s: the least step turns one into the other", times(touches))}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func (c Chart) monotone() ChartCheck {
	falls := 0
	for i, row := range c.Levels {
		for k, level := range row {
			if k+1 < len(row) && row[k+1] < level {
				falls++
			}
			if i+1 < len(c.Levels) && c.Levels[i+1][k] < level {
				falls++
			}
		}
	}
	if falls == 0 {
		return ChartCheck{"M3", true, "no level falls where likelihood or impact rises"}
	}
	return ChartCheck{"M3", false, fmt.Sprintf("a level falls %s where likelihood or impact rises", times(falls))}
}

func (c Chart) zero() ChartCheck {
	bad := 0
	c.cells(c.Red, func(i, k int) {
		if c.low(i, k) == 0 {
			bad++
		}
	})
	check := ChartCheck{Rule: "M4", Holds: bad == 0, Text: "no cell that may hold no risk at all is red"}
	if bad > 0 {
		check.Text = fmt.Sprintf("%s a cell that may hold no risk at all is red", times(bad))
	}
	return check
}

// Resolution is how two risks drawn at random compare, in parts of 1: of the
// same level, ordered as their products are, or the other way round.
type Resolution struct{ Tied, Right, Wrong float64 }

// pairsDrawn is how many pairs of risks M5 compares. The draw is the same every
// time, so that two reports do not differ.
const pairsDrawn = 400_000

// Resolution draws pairs evenly over both axes and compares them.
func (c Chart) Resolution() Resolution {
	chance := draws(2008)
	var r Resolution
	for range pairsDrawn {
		one, oneLevel := c.draw(&chance)
		two, twoLevel := c.draw(&chance)
		switch {
		case oneLevel == twoLevel:
			r.Tied++
		case (oneLevel > twoLevel) == (one > two):
			r.Right++
		default:
			r.Wrong++
		}
	}
	return Resolution{r.Tied / pairsDrawn, r.Right / pairsDrawn, r.Wrong / pairsDrawn}
}

// draw gives a risk and its level.
func (c Chart) draw(chance *draws) (risk float64, level int) {
	likelihood, impact := chance.next(), chance.next()
	return likelihood * impact, c.Levels[stepOf(c.Likelihood, likelihood)][stepOf(c.Impact, impact)]
}

// draws is a row of numbers without a pattern (splitmix64), always the same.
type draws uint64

// next gives the next number, from 0 to below 1.
func (d *draws) next() float64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}

// stepOf gives the step of an axis that a number falls in.
func stepOf(cuts []float64, x float64) int {
	for i := 1; i < len(cuts)-1; i++ {
		if x < cuts[i] {
			return i - 1
		}
	}
	return len(cuts) - 2
}

// mostTied and mostWrong are what M5 lets pass: parts of 1.
const (
	mostTied  = 1.0 / 3
	mostWrong = 0.05
)

func (c Chart) resolution() ChartCheck {
	r := c.Resolution()
	text := fmt.Sprintf("of two risks drawn at random %.0f%% get the same level, %.0f%% are ordered right and %.0f%% wrong",
		100*r.Tied, 100*r.Right, 100*r.Wrong)
	return ChartCheck{"M5", r.Tied <= mostTied && r.Wrong <= mostWrong, text}
}

// EvenCuts divides an axis of n steps evenly.
func EvenCuts(n int) []float64 {
	cuts := make([]float64, n+1)
	for i := range cuts {
		cuts[i] = float64(i) / float64(n)
	}
	return cuts
}

// Chart puts the matrix on axes, high and very high being red, very low and low
// green. It must be full.
func (m Matrix) Chart(likelihood, impact []float64) Chart {
	c := Chart{Likelihood: likelihood, Impact: impact, Green: []int{int(VL), int(L)}, Red: []int{int(H), int(VH)}}
	for i := range m.Cells {
		row := make([]int, len(m.Cells[i]))
		for k, level := range m.Cells[i] {
			row[k] = int(level)
		}
		c.Levels = append(c.Levels, row)
	}
	return c
}

// Check checks the matrix on axes that are cut evenly.
func (m Matrix) Check() []ChartCheck { return m.Chart(EvenCuts(5), EvenCuts(5)).Check() }
