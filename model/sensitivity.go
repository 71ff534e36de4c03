package model

import (
	"cmp"
	"fmt"
	"slices"
)

// A Sensitive is one step in one answer that would change what a threat comes to.
type Sensitive struct {
	Threat   *Threat
	Change   string // the step, in words: "likelihood H instead of M"
	Level    Level  // what it would come to
	From, To int    // its place in the order, from 1
}

// Words tell it in a sentence.
func (s Sensitive) Words() string {
	order := "its place in the order stays"
	if s.From != s.To {
		order = fmt.Sprintf("from place %d to %d", s.From, s.To)
	}
	return fmt.Sprintf("%s: %s would make it %s, %s", s.Threat.ID, s.Change, s.Level, order)
}

// Sensitivity gives for threats every one-step change of an answer that would alter the
// level of the state, worst first: what is worth most talk. A rating that a method made
// is judged again by that method; any other by the matrix, one step up or down in
// likelihood or in impact. An overridden rating has none. The places are those in the
// order of Rank among all threats of the register.
func Sensitivity(r *Register, lib Library, threats []*Threat, s State) []Sensitive {
	settings := r.Settings()
	order := slices.Clone(r.Threats())
	Rank(order)
	var all []Sensitive
	for _, t := range threats {
		for _, one := range t.oneStep(lib, settings, s) {
			one.From, one.To = placeOf(order, t, t), placeOf(order, t, t.at(s, one.Level))
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b Sensitive) int {
		return cmp.Or(cmp.Compare(b.Level, a.Level), cmp.Compare(a.From, b.From), compareThreats(a.Threat, b.Threat))
	})
	return all
}

// at gives the threat as it would be with another level in a state.
func (t *Threat) at(s State, l Level) *Threat {
	then := *t
	then.Ratings[s].Level = l
	return &then
}

// placeOf is the place, from 1, that a threat would have in an order of ranked threats in
// which it stands as it was.
func placeOf(order []*Threat, was, then *Threat) int {
	at, _ := slices.BinarySearchFunc(order, then, compareRank)
	if own, found := slices.BinarySearchFunc(order, was, compareRank); found && own < at {
		at-- // it does not stand before itself
	}
	return at + 1
}

// oneStep gives the one-step changes of a threat that would alter its level.
func (t *Threat) oneStep(lib Library, settings Settings, s State) []Sensitive {
	r := &t.Ratings[s]
	if !r.Placed() || r.Override() != "" {
		return nil
	}
	var all []Sensitive
	if m, ok := lib.Method(r.Method); ok && m.Rate != nil && m.Places && m.Version == r.Version() {
		level := func(o Outcome) Level { return settings.Matrix.Level(o.Likelihood, o.Impact).or(o.Level) }
		for _, f := range m.Flips(m.For(t, r.Answers()), func(o Outcome) string { return level(o).String() }) {
			if to := level(f.Gives); to.Rated() && to != r.Level {
				all = append(all, Sensitive{Threat: t, Change: fmt.Sprintf("%s %s instead of %s", f.Question, f.To, f.From), Level: to})
			}
		}
		return all
	}
	for _, by := range []int{-1, 1} {
		for i, side := range []string{"likelihood", "impact"} {
			at := [2]Level{r.Likelihood, r.Impact}
			was := at[i]
			if at[i] = Level(int(at[i]) + by); !at[i].Rated() {
				continue
			}
			if level := settings.Matrix.Level(at[0], at[1]); level.Rated() && level != r.Level {
				all = append(all, Sensitive{Threat: t, Change: fmt.Sprintf("%s %s instead of %s", side, at[i], was), Level: level})
			}
		}
	}
	return all
}
