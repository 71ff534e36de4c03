package model

import "fmt"

// A Case says how a map takes what is not sure: a rating may have a range, from the
// lowest to the highest that is plausible.
type Case uint8

// The cases there are.
const (
	AsRated     Case = iota // at the best answer that was given
	BestCase                // at the lowest end of each range
	Pessimistic             // at the highest end of each range
	SureOnly                // only where the whole range comes to one level
)

// Cases holds all, in the order in which a key turns through them.
var Cases = [...]Case{AsRated, BestCase, Pessimistic, SureOnly}

var caseNames = [...]string{"rated", "best", "pessimistic", "sure"}

func (c Case) String() string { return caseNames[c] }

// Words say the case for a heading.
func (c Case) Words() string {
	return [...]string{"as rated", "best case", "pessimistic", "only what is sure"}[c]
}

// ParseCase reads a case's name.
func ParseCase(name string) (Case, error) {
	for i, n := range caseNames {
		if n == name {
			return Case(i), nil
		}
	}
	return AsRated, fmt.Errorf("%q is no case; use %s", name, orList(caseNames[:]))
}

// of gives the cell and level of a rating in the case; Unrated where it has none. What
// a person overrode stands as it is: that person was sure.
func (c Case) of(s *sides, m *Matrix) (likelihood, impact, level Level) {
	rated := func() (Level, Level, Level) {
		return s.likelihood, s.impact, s.level.or(m.Level(s.likelihood, s.impact))
	}
	if !s.ranged || s.overridden {
		return rated()
	}
	low, high := m.Level(s.low[0], s.low[1]), m.Level(s.high[0], s.high[1])
	switch {
	case c == BestCase:
		return s.low[0], s.low[1], low
	case c == Pessimistic:
		return s.high[0], s.high[1], high
	case c == SureOnly && low != high:
		return Unrated, Unrated, Unrated
	}
	return rated()
}
