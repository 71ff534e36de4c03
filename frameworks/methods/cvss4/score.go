package cvss4

import (
	"math"
	"strconv"

	"parry/frameworks/cvss"
	"parry/model"
)

// The metrics that count for the score, by their place in a setting.
const (
	av = iota
	ac
	at
	pr
	ui
	vc
	vi
	va
	sc
	si
	sa
	e
	cr
	ir
	ar
	metricCount
)

// scoring are the names of the metrics in the order of their places.
var scoring = [metricCount]string{"AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA", "E", "CR", "IR", "AR"}

// modified are the metrics that stand in place of base ones in an environment.
var modified = [e]string{"MAV", "MAC", "MAT", "MPR", "MUI", "MVC", "MVI", "MVA", "MSC", "MSI", "MSA"}

// A setting is a value for each metric that counts, by its letter.
type setting [metricCount]byte

// baseOf takes the base metrics alone. What is not defined is taken at its
// worst: attacked, and all that is required is required highly.
func baseOf(a model.Answers) setting {
	var s setting
	for i := range s[:e] {
		s[i] = letter(a[scoring[i]])
	}
	s[e], s[cr], s[ir], s[ar] = 'A', 'H', 'H', 'H'
	return s
}

func letter(value string) byte {
	if value == "" {
		return 0
	}
	return value[0]
}

// take puts a value in place, if the metric is defined.
func (s *setting) take(place int, value string) bool {
	if value == "" || value == model.NotKnown {
		return false
	}
	s[place] = value[0]
	return true
}

// steps are how many steps below the most severe value each letter stands.
func steps(place int, letter byte) int {
	switch place {
	case av:
		return stepIn("NALP", letter)
	case ac, pr, ui:
		if place == ac {
			return stepIn("LH", letter)
		}
		if place == pr {
			return stepIn("NLH", letter)
		}
		return stepIn("NPA", letter)
	case at:
		return stepIn("NP", letter)
	case vc, vi, va:
		return stepIn("HLN", letter)
	case sc, si, sa:
		return stepIn("SHLN", letter)
	}
	return stepIn("HML", letter) // cr, ir, ar
}

func stepIn(order string, letter byte) int {
	for i := range len(order) {
		if order[i] == letter {
			return i
		}
	}
	return 0
}

func (s *setting) sum(places ...int) int {
	n := 0
	for _, p := range places {
		n += steps(p, s[p])
	}
	return n
}

// A macro is the macro vector of a setting: the level of each equivalence
// class, EQ3 and EQ6 as one pair.
type macro struct{ eq1, eq2, pair, eq4, eq5 int }

// String writes the six digits in the published order.
func (m macro) String() string {
	p := pairs[m.pair]
	return string([]byte{'0' + byte(m.eq1), '0' + byte(m.eq2), '0' + byte(p[0]), '0' + byte(m.eq4), '0' + byte(m.eq5), '0' + byte(p[1])})
}

func (m macro) score() int { return lookup[m.eq1][m.eq2][m.pair][m.eq4][m.eq5] }

func (s *setting) macro() macro {
	return macro{s.eq1(), s.eq2(), s.pair(), s.eq4(), stepIn("APU", s[e])}
}

func (s *setting) eq1() int {
	n := s[av] == 'N'
	switch {
	case n && s[pr] == 'N' && s[ui] == 'N':
		return 0
	case s[av] != 'P' && (n || s[pr] == 'N' || s[ui] == 'N'):
		return 1
	}
	return 2
}

func (s *setting) eq2() int {
	if s[ac] == 'L' && s[at] == 'N' {
		return 0
	}
	return 1
}

// pair gives EQ3 and EQ6 together.
func (s *setting) pair() int {
	met := s[cr] == 'H' && s[vc] == 'H' || s[ir] == 'H' && s[vi] == 'H' || s[ar] == 'H' && s[va] == 'H'
	switch {
	case s[vc] == 'H' && s[vi] == 'H' && met:
		return pair00
	case s[vc] == 'H' && s[vi] == 'H':
		return pair01
	case s[vc] != 'H' && s[vi] != 'H' && s[va] != 'H':
		return pair21
	case met:
		return pair10
	}
	return pair11
}

func (s *setting) eq4() int {
	switch {
	case s[si] == 'S' || s[sa] == 'S':
		return 0
	case s[sc] == 'H' || s[si] == 'H' || s[sa] == 'H':
		return 1
	}
	return 2
}

// harmless says whether nothing is lost anywhere.
func (s *setting) harmless() bool {
	for _, p := range [...]int{vc, vi, va, sc, si, sa} {
		if s[p] != 'N' {
			return false
		}
	}
	return true
}

// A result is a score and how it came about: that of the macro vector
// less the mean of what each class lies below its top, as an exact fraction of
// a tenth, num/den.
type result struct {
	score    cvss.Score
	harmless bool
	macro    macro
	ways     [5]way
	n        int // of ways
	num, den int
}

// score computes in whole numbers and rounds half up at the end.
func (s *setting) score() result {
	r := result{den: 1}
	if r.harmless = s.harmless(); r.harmless {
		return r
	}
	r.macro = s.macro()
	top := r.macro.score()
	r.score = cvss.Score(top)
	r.ways, r.n = s.ways(r.macro)
	if r.n > 0 {
		sum := 0
		for _, w := range r.ways[:r.n] {
			sum += (top - w.next) * w.gone * whole / w.depth
		}
		r.num, r.den = sum, r.n*whole
		r.score = cvss.Score((2*top*r.den - 2*sum + r.den) / (2 * r.den))
	}
	return r
}

// A way is the way to the next lower level of one class: the score there, in
// tenths, how many steps have been gone, and how many there are.
type way struct{ next, gone, depth int }

// ways gives those of the classes that have a next lower level.
func (s *setting) ways(m macro) (ways [5]way, n int) {
	add := func(next, gone, depth int) {
		ways[n] = way{next, gone, depth}
		n++
	}
	if m.eq1 < 2 {
		next := m
		next.eq1++
		add(next.score(), s.sum(av, pr, ui)-top1[m.eq1], depth1[m.eq1])
	}
	if m.eq2 < 1 {
		next := m
		next.eq2++
		add(next.score(), s.sum(ac, at)-top2[m.eq2], depth2[m.eq2])
	}
	if next, ok := m.lowerPair(); ok {
		add(next, s.sum(vc, vi, va, cr, ir, ar)-topPair[m.pair], depthPair[m.pair])
	}
	if m.eq4 < 2 {
		next := m
		next.eq4++
		add(next.score(), s.sum(sc, si, sa)-top4[m.eq4], depth4[m.eq4])
	}
	if m.eq5 < 2 { // a level of EQ5 is one value: nobody goes any part of the way
		next := m
		next.eq5++
		add(next.score(), 0, 1)
	}
	return ways, n
}

// lowerPair is the score one level lower in EQ3 or EQ6; where either may fall,
// the higher of the two.
func (m macro) lowerPair() (score int, ok bool) {
	at := func(pair int) int { m.pair = pair; return m.score() }
	switch m.pair {
	case pair00:
		return max(at(pair01), at(pair10)), true
	case pair01, pair10:
		return at(pair11), true
	case pair11:
		return at(pair21), true
	}
	return 0, false
}

// path tells how the score came about.
func (r result) path() []string {
	if r.harmless {
		return []string{"nothing is lost anywhere: 0.0"}
	}
	lines := []string{"macro vector " + r.macro.String() + ": " + cvss.Score(r.macro.score()).String()}
	if r.num > 0 {
		d := gcd(r.num, r.den*10)
		lines = append(lines, "minus the mean distance "+strconv.Itoa(r.num/d)+"/"+strconv.Itoa(r.den*10/d)+": "+r.score.String())
	}
	return lines
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// inFloats is the score as a program gets it that computes in fractions of a
// machine and rounds what comes out. It is here to tell why a declared score
// may be a tenth less, and for nothing else.
func (r result) inFloats() cvss.Score {
	if r.harmless || r.n == 0 {
		return r.score
	}
	const step = 0.1
	value, sum := float64(r.macro.score())/10, 0.0
	for _, w := range r.ways[:r.n] {
		sum += (value - float64(w.next)/10) * (float64(w.gone) * step / (float64(w.depth) * step))
	}
	return cvss.Score(math.Round((value - sum/float64(r.n)) * 10))
}
