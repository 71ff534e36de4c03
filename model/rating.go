package model

import (
	"fmt"
	"slices"
	"strings"
)

// A State says which of its three ratings of a threat is meant. None of them
// stands in for another: a state that was not rated is unplaced.
type State uint8

// Inherent is before any control, Current counts only live controls, Target
// may count planned ones.
const (
	Inherent State = iota
	Current
	Target
)

// States holds the three in the order people read them.
var States = [...]State{Inherent, Current, Target}

var stateNames = [...]string{"inherent", "current", "target"}

func (s State) String() string { return stateNames[s] }

// ParseState reads a state's name; "residual" is another word for current.
func ParseState(name string) (State, error) {
	if name == "residual" {
		return Current, nil
	}
	for i, n := range stateNames {
		if n == name {
			return State(i), nil
		}
	}
	return Inherent, fmt.Errorf("%q is no rating state; use inherent, current or target", name)
}

// Where a rating came from when no method made it.
const (
	MethodImported = "imported" // likelihood and impact came with a file
	MethodEntered  = "entered"  // likelihood and impact were typed
	MethodControls = "controls" // they follow from another state and the steps of controls
)

// A Rating is how likely, how bad, and why, in one state.
type Rating struct {
	Likelihood Level `json:"likelihood,omitempty"`
	Impact     Level `json:"impact,omitempty"`
	Level      Level `json:"level,omitempty"`     // by the register's matrix on the day of rating, or the override
	OwnLevel   Level `json:"own_level,omitempty"` // the method's own, where the matrix said otherwise
	Computed   Level `json:"computed,omitempty"`  // what stands behind an override of the level
	Declared   Level `json:"declared,omitempty"`  // what a file said, where it said otherwise

	Method string `json:"method,omitempty"` // a method's id, or MethodImported, MethodEntered
	*Reckoning
	*Reasons
}

// Dimensions are the sides on which an impact may be judged on its own.
var Dimensions = [impactSides]string{"operations", "money", "people_rights", "other_orgs", "legal"}

const impactSides = 5

// Placed says whether the rating has its cell in the heatmap.
func (r Rating) Placed() bool { return r.Likelihood.Rated() && r.Impact.Rated() }

// Range gives the lowest and the highest corner of what is plausible, each likelihood and
// impact; a side without a range stays where it is. ranged says whether they differ.
func (r Rating) Range() (low, high [2]Level, ranged bool) {
	low = [2]Level{r.LowLikelihood().or(r.Likelihood), r.LowImpact().or(r.Impact)}
	high = [2]Level{r.HighLikelihood().or(r.Likelihood), r.HighImpact().or(r.Impact)}
	return low, high, low != high
}

// Unreasoned says whether the inherent rating, or the current one where that alone is
// there, does not say why.
func (t *Threat) Unreasoned() bool {
	for _, s := range []State{Inherent, Current} {
		if r := &t.Ratings[s]; r.Placed() {
			return r.LikelihoodReason() == "" || r.ImpactReason() == ""
		}
	}
	return false
}

// Cell writes a rating as "M x VH = H".
func (r Rating) Cell() string {
	if !r.Placed() {
		return "not assessed"
	}
	return fmt.Sprintf("%s x %s = %s", r.Likelihood, r.Impact, r.Level)
}

// Basis says in words what the rating rests on.
func (r Rating) Basis() string {
	switch r.Method {
	case "":
		return ""
	case MethodImported:
		return "imported, matrix only"
	case MethodEntered:
		return "typed in, matrix only"
	case MethodControls:
		return "computed from planned controls"
	}
	return r.Method + " " + r.Version()
}

// WithJudgement takes over what a method made of the answers. A side that the
// method left open is emptied, never kept from before: a rating whose path
// does not say why it stands there is worse than none. The matrix decides the
// level; nil leaves it to the method.
func (r Rating) WithJudgement(m Method, a Answers, j Judgement, matrix *Matrix) Rating {
	wasRanged := r.Answers().ranged()
	r.Method = m.ID
	r.Reckon(func(k *Reckoning) {
		k.Version, k.Answers = m.Version, a
		k.Path, k.Flags, k.Verdict = j.Path, j.Flags, j.Verdict
	})
	r.Likelihood, r.Impact = j.Likelihood, j.Impact
	r.Level, r.OwnLevel, r.Declared = j.Level, Unrated, Unrated
	if matrix != nil {
		if level := matrix.Level(r.Likelihood, r.Impact); level.Rated() && level != j.Level {
			r.Level, r.OwnLevel = level, j.Level
			r.Reckon(func(k *Reckoning) {
				k.Path = append(slices.Clone(k.Path), matrixSays+matrix.Name+": level "+level.String())
			})
		}
	}
	switch {
	case j.Ranged:
		r.Reckon(func(k *Reckoning) {
			k.LowLikelihood, k.LowImpact = j.Low.Likelihood, j.Low.Impact
			k.HighLikelihood, k.HighImpact = j.High.Likelihood, j.High.Impact
		})
	case wasRanged:
		r = r.unranged()
	}
	return r.overridden()
}

// matrixSays begins the step of a path in which the register's matrix overrules
// the level of the method.
const matrixSays = "the register's matrix "

// byMatrix says whether the register's matrix overruled the method.
func (r *Rating) byMatrix() bool {
	path := r.Path()
	return len(path) > 0 && strings.HasPrefix(path[len(path)-1], matrixSays)
}

// aside is the rating as it stands beside another: the register's matrix gives
// the level only to the one that places the threat.
func (r Rating) aside() Rating {
	if !r.byMatrix() || !r.OwnLevel.Rated() {
		return r
	}
	r.Level, r.OwnLevel = r.OwnLevel, Unrated
	r.Reckon(func(k *Reckoning) { k.Path = slices.Clone(k.Path[:len(k.Path)-1]) })
	return r.overridden()
}

func (r Rating) sameRange(o Rating) bool {
	return r.LowLikelihood() == o.LowLikelihood() && r.LowImpact() == o.LowImpact() &&
		r.HighLikelihood() == o.HighLikelihood() && r.HighImpact() == o.HighImpact()
}

func (r Rating) unranged() Rating {
	r.Reckon(func(k *Reckoning) {
		k.LowLikelihood, k.LowImpact, k.HighLikelihood, k.HighImpact = Unrated, Unrated, Unrated, Unrated
	})
	return r
}

// ranged says whether some answer is a span.
func (a Answers) ranged() bool {
	for _, value := range a {
		if !strings.Contains(value, spanMark) {
			continue
		}
		if _, ok := ParseSpan(value); ok {
			return true
		}
	}
	return false
}

// overridden lets a person's word stand in the level, and keeps behind it the
// one that was there, which must be the computed one.
func (r Rating) overridden() Rating {
	r.Computed = Unrated
	if level := r.overrides(); level.Rated() {
		r.Computed, r.Level = r.Level, level
	}
	return r
}

// overrides is the level that a person put in place of the computed one;
// Unrated if nobody did, or put another sort of word in place of another.
func (r *Rating) overrides() Level {
	level, err := ParseLevel(r.Override())
	if err != nil {
		return Unrated
	}
	return level
}

// ComputedLevel is the level that the path leads to, without an override.
// Registers of schema 2 did not keep it: there the matrix of today gives it.
func (r *Rating) ComputedLevel(matrix Matrix) Level {
	if !r.overrides().Rated() {
		return r.Level
	}
	if r.Computed.Rated() {
		return r.Computed
	}
	return matrix.Level(r.Likelihood, r.Impact)
}

// Word is what the rating comes to in a word, the override first.
func (r Rating) Word() string {
	if r.Override() != "" {
		return r.Override()
	}
	return r.Verdict().word(r.Level)
}

// byMethod says whether a method's answers made the rating.
func (r *Rating) byMethod() bool {
	switch r.Method {
	case "", MethodImported, MethodEntered, MethodControls:
		return false
	}
	return true
}

// withSide sets likelihood and impact by hand. What a method said no longer
// holds then, so answers and path go: history keeps them.
func (r Rating) withSides(likelihood, impact Level, matrix Matrix) Rating {
	if likelihood == r.Likelihood && impact == r.Impact {
		return r
	}
	r.Likelihood, r.Impact = likelihood, impact
	r.Level, r.Declared = matrix.Level(likelihood, impact), Unrated
	low, high := [2]Level{r.LowLikelihood(), r.LowImpact()}, [2]Level{r.HighLikelihood(), r.HighImpact()}
	r.Method, r.Reckoning = MethodEntered, nil
	r.Reckon(func(k *Reckoning) { // the range stays
		k.LowLikelihood, k.LowImpact, k.HighLikelihood, k.HighImpact = low[0], low[1], high[0], high[1]
	})
	r.OwnLevel, r.Computed = Unrated, Unrated
	if likelihood == Unrated && impact == Unrated {
		r.Method = ""
	}
	return r
}
