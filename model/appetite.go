package model

import "fmt"

// KindAppetite is the kind of lines that are drawn for a phase or a category.
const KindAppetite Kind = "appetite"

// mostLines is more than there are phases, and more than there are categories.
const mostLines = 16

// A Tolerance is where the appetite line of a register runs: the highest level that is
// tolerated, in all of it and, where somebody drew a line of its own, in a phase or a
// category. Two tolerances that say the same are equal.
type Tolerance struct {
	Register   Level // Unrated where none was set
	phases     [mostLines]Level
	categories [mostLines]Level
}

// Tolerance gives the line of the register, worked out once for a version of it.
func (r *Register) Tolerance() Tolerance {
	if r.toleranceAt != r.version+1 {
		r.tolerance, r.toleranceAt = r.drawLine(), r.version+1
	}
	return r.tolerance
}

func (r *Register) drawLine() Tolerance {
	o := Tolerance{Register: r.Settings().Appetite}
	for _, s := range r.Sheets(KindAppetite) {
		level, err := ParseLevel(s.Get("level"))
		if err != nil {
			continue
		}
		phase, category := rowOf(axisRows[ByPhase], s.Get("phase")), rowOf(axisRows[ByCategory], s.Get("category"))
		if phase < len(axisRows[ByPhase]) {
			o.phases[phase] = stricter(o.phases[phase], level)
		}
		if category < len(axisRows[ByCategory]) {
			o.categories[category] = stricter(o.categories[category], level)
		}
	}
	return o
}

// stricter is the lower of two levels; one that nobody set asks nothing.
func stricter(a, b Level) Level {
	if !a.Rated() || b.Rated() && b < a {
		return b
	}
	return a
}

// Lines says whether a phase or category has a line of its own.
func (o Tolerance) Lines() bool { return o != Tolerance{Register: o.Register} }

// For is the highest level that is tolerated of a threat: by the lines of its phase and
// of its category, the stricter where both have one, else by the register's. Unrated
// where nobody drew one.
func (o Tolerance) For(t *Threat) Level {
	return o.at(rowOf(axisRows[ByPhase], t.Class.Phase), rowOf(axisRows[ByCategory], t.Class.Category))
}

func (o Tolerance) at(phase, category int) Level {
	if own := stricter(o.phases[phase], o.categories[category]); own.Rated() {
		return own
	}
	return o.Register
}

// Above says whether a level of the threat is above what is tolerated of it.
func (o Tolerance) Above(t *Threat, level Level) bool {
	line := o.For(t)
	return line.Rated() && level > line
}

// Words say the line, and those that differ from it: "M; Deployment L; Data poisoning H".
func (o Tolerance) Words() []string {
	words := []string{}
	if o.Register.Rated() {
		words = append(words, o.Register.String())
	}
	for i, lines := range [][mostLines]Level{o.phases, o.categories} {
		names := axisRows[[...]Axis{ByPhase, ByCategory}[i]]
		for k, name := range names {
			if lines[k].Rated() {
				words = append(words, fmt.Sprintf("%s %s", name, lines[k]))
			}
		}
	}
	return words
}
