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
)

// A Rating is how likely, how bad, and why, in one state.
type Rating struct {
	Likelihood Level `json:"likelihood,omitempty"`
	Impact     Level `json:"impact,omitempty"`
	Level      Level `json:"level,omitempty"`    // by the register's matrix on the day of rating
	Declared   Level `json:"declared,omitempty"` // what a file said, where it said otherwise

	Method  string   `json:"method,omitempty"` // a method's id, or MethodImported, MethodEntered
	Version string   `json:"version,omitempty"`
	Answers Answers  `json:"answers,omitempty"`
	Path    []string `json:"path,omitempty"`
	Flags   []string `json:"flags,omitempty"`
	Verdict Verdict  `json:"verdict,omitzero"` // what the method says in its own words

	Override       string `json:"override,omitempty"` // what a person put in place of what was computed
	OverrideReason string `json:"override_reason,omitempty"`

	LowLikelihood  Level `json:"low_likelihood,omitempty"` // the plausible range, where it is known
	LowImpact      Level `json:"low_impact,omitempty"`
	HighLikelihood Level `json:"high_likelihood,omitempty"`
	HighImpact     Level `json:"high_impact,omitempty"`

	Confidence       string             `json:"confidence,omitempty"`
	LikelihoodReason string             `json:"likelihood_reason,omitempty"`
	ImpactReason     string             `json:"impact_reason,omitempty"`
	ImpactOn         [impactSides]Level `json:"impact_on,omitzero"` // by dimension, in the order of Dimensions
}

// Dimensions are the sides on which an impact may be judged on its own.
var Dimensions = [impactSides]string{"operations", "money", "people_rights", "other_orgs", "legal"}

const impactSides = 5

// Placed says whether the rating has its cell in the heatmap.
func (r Rating) Placed() bool { return r.Likelihood.Rated() && r.Impact.Rated() }

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
	}
	return r.Method + " " + r.Version
}

// WithJudgement takes over what a method made of the answers. A side that the
// method left open is emptied, never kept from before: a rating whose path
// does not say why it stands there is worse than none. The matrix decides the
// level; nil leaves it to the method.
func (r Rating) WithJudgement(m Method, a Answers, j Judgement, matrix *Matrix) Rating {
	wasRanged := r.Answers.ranged()
	r.Method, r.Version, r.Answers = m.ID, m.Version, a
	r.Path, r.Flags, r.Verdict = j.Path, j.Flags, j.Verdict
	r.Likelihood, r.Impact = j.Likelihood, j.Impact
	r.Level, r.Declared = j.Level, Unrated
	if matrix != nil {
		if level := matrix.Level(r.Likelihood, r.Impact); level.Rated() && level != j.Level {
			r.Level = level
			r.Path = append(slices.Clone(r.Path), fmt.Sprintf("the register's matrix %s: level %s", matrix.Name, level))
		}
	}
	switch {
	case j.Ranged:
		r.LowLikelihood, r.LowImpact = j.Low.Likelihood, j.Low.Impact
		r.HighLikelihood, r.HighImpact = j.High.Likelihood, j.High.Impact
	case wasRanged:
		r.LowLikelihood, r.LowImpact, r.HighLikelihood, r.HighImpact = Unrated, Unrated, Unrated, Unrated
	}
	return r.overridden()
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

// overridden lets what a person put in place of the level stand in it.
func (r Rating) overridden() Rating {
	if level, err := ParseLevel(r.Override); err == nil && level.Rated() {
		r.Level = level
	}
	return r
}

// Computed is the level without the override: what the path leads to.
func (r Rating) Computed(matrix *Matrix) Level {
	if matrix != nil && r.Placed() {
		if level := matrix.Level(r.Likelihood, r.Impact); level.Rated() {
			return level
		}
	}
	if r.Override != "" {
		return Unrated
	}
	return r.Level
}

// Word is what the rating comes to in a word, the override first.
func (r Rating) Word() string {
	if r.Override != "" {
		return r.Override
	}
	return r.Verdict.word(r.Level)
}

// byMethod says whether a method's answers made the rating.
func (r *Rating) byMethod() bool {
	return r.Method != "" && r.Method != MethodImported && r.Method != MethodEntered
}

// withSide sets likelihood and impact by hand. What a method said no longer
// holds then, so answers and path go: history keeps them.
func (r Rating) withSides(likelihood, impact Level, matrix Matrix) Rating {
	if likelihood == r.Likelihood && impact == r.Impact {
		return r
	}
	r.Likelihood, r.Impact = likelihood, impact
	r.Level, r.Declared = matrix.Level(likelihood, impact), Unrated
	r.Method, r.Version, r.Answers, r.Path, r.Flags = MethodEntered, "", nil, nil, nil
	r.Verdict, r.Override, r.OverrideReason = Verdict{}, "", ""
	if likelihood == Unrated && impact == Unrated {
		r.Method = ""
	}
	return r
}
