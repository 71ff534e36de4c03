package suggest

import (
	"fmt"
	"math"
	"strings"

	"parry/model"
)

// How much the crosswalk carries from one axis to another, and what it takes before a
// technique is named. The figures were tried on the invented threats; none of them is
// sharp: half or twice as much moves a few threats in a hundred.
const (
	toCategory  = 0.5  // from a technique to its category
	fromList    = 0.35 // from an OWASP id to its category
	toFamily    = 0.4  // from a technique to what it is part of, and to its parts
	toTechnique = 0.12 // from a category to its techniques
	elsewhere   = 0.4  // what a technique loses at most whose category is not the strongest
	typically   = 0.8  // what a technique gets at most for being typical of a category
	toList      = 0.45 // from a category to the ids of other lists

	leastTechnique = 1.6  // what speaks for the strongest technique before any is named
	againstAll     = 0.55 // how much of what speaks for none is taken from that
	unmeantAsks    = 0.8  // how much more is asked where things go wrong by themselves
)

// unmeant are the categories of what mostly goes wrong without an attacker.
var unmeant = map[string]bool{"Model/Service failure": true, "Loss of governance/compliance": true}

// A carrier takes what was found through the crosswalk.
type carrier struct {
	*lists
	found []evidence // by target
	known catalogue
}

// own gives what the text itself says on an axis.
func (c carrier) own(axis string) []lead {
	var all []lead
	for _, i := range c.axes[axis] {
		if e := &c.found[i]; e.score > 0 {
			all = append(all, lead{c.targets[i].id, e.score, func() string { return e.says("for it") }})
		}
	}
	return all
}

// categories are strengthened by the strongest technique and the strongest OWASP id that
// the crosswalk has for each. They stand in its order.
func (c carrier) categories() []lead {
	var all []lead
	for k := range c.walk {
		x := &c.walk[k]
		own, technique, listed := &c.found[x.target], c.strongest(x.techniques), c.strongest(x.lists["llm"])
		score := own.score + toCategory*c.score(technique) + fromList*c.score(listed)
		all = append(all, lead{x.category, score, func() string {
			why := own.says("for it")
			switch {
			case technique < 0:
			case own.says("") == c.found[technique].says(""): // by the same words
				why = own.says("for it and for " + c.linked(technique))
			default:
				why = join(why, c.link(technique))
			}
			if listed >= 0 && own.score <= 0 {
				why = join(why, c.link(listed))
			}
			return why
		}})
	}
	return all
}

// link is the reason that another id gives through the crosswalk.
func (c carrier) link(target int) string {
	return c.found[target].says("for " + c.linked(target))
}

func (c carrier) linked(target int) string {
	return c.targets[target].id + ", which the crosswalk links to it"
}

// join puts two reasons behind each other.
func join(reasons ...string) string {
	var said []string
	for _, r := range reasons {
		if r != "" {
			said = append(said, r)
		}
	}
	return strings.Join(said, "; ")
}

// strongest is the target that the text says most for, -1 if it says nothing for any.
func (c carrier) strongest(targets []int) int {
	best := -1
	for _, i := range targets {
		if c.found[i].score > max(c.score(best), 0) {
			best = i
		}
	}
	return best
}

// score is how much the text says for a target; nothing for none.
func (c carrier) score(target int) float64 {
	if target < 0 {
		return 0
	}
	return c.found[target].score
}

// techniques answer two questions. Does somebody act on purpose, so that one can fit at
// all? Then which: those that the text tells, lifted by family and category, and behind
// them what published cases used most of what the crosswalk has there. none says why,
// where none fits.
func (c carrier) techniques(categories []lead) (all []lead, none string) {
	top := strongestOf(categories)
	told := 0.0
	for _, i := range c.axes["technique"] {
		t, own, home := c.targets[i], &c.found[i], lead{}
		for _, k := range t.placed {
			if categories[k].score > home.score {
				home = categories[k]
			}
		}
		score, kin := max(own.score, 0), -1
		if own.score >= 0 {
			if kin = c.strongest(t.kin); kin >= 0 {
				score += toFamily * c.found[kin].score
			}
		}
		fits := home.score >= least
		if fits {
			score += toTechnique * min(home.score, 2*score)
		}
		if len(t.placed) > 0 && top.score > 0 {
			score *= 1 - elsewhere*(1-home.score/top.score)
		}
		told = max(told, score)
		used := c.known.cases[t.id]
		if fits {
			score += typically * home.score / top.score * usage(used)
		}
		if score > 0 {
			all = append(all, lead{t.id, score, func() string { return c.whyTechnique(own, kin, home, fits, used) }})
		}
	}
	against := &c.found[c.axes["none"][0]]
	sure := told - againstAll*max(min(against.score, 6), -3)
	if unmeant[top.value] {
		sure -= unmeantAsks
	}
	if sure >= leastTechnique {
		return all, ""
	}
	if why := against.says("of something that nobody does on purpose: no technique may fit"); why != "" {
		return nil, why
	}
	return nil, "these words tell no technique: that none fits is an answer too"
}

// whyTechnique says what stands behind a technique.
func (c carrier) whyTechnique(own *evidence, kin int, home lead, fits bool, used int) string {
	why := own.says("for it")
	if why == "" && kin >= 0 {
		why = c.found[kin].says("for " + c.targets[kin].id + ", which is of one family with it")
	}
	if !fits {
		return why
	}
	why = join(why, "the crosswalk has it under "+home.value)
	if own.score <= 0 && used > 0 {
		why += fmt.Sprintf(", and published cases used it: %d", used)
	}
	return why
}

// usage is how typical published cases make a technique: 1 if twenty used it.
func usage(cases int) float64 { return math.Log(1+float64(cases)) / math.Log(21) }

func strongestOf(all []lead) (best lead) {
	for _, l := range all {
		if l.score > best.score {
			best = l
		}
	}
	return best
}

// listed are the ids of a published list, strengthened by the strongest category that the
// crosswalk has each for.
func (c carrier) listed(axis string, categories []lead) []lead {
	var all []lead
	for _, i := range c.axes[axis] {
		own, home := &c.found[i], lead{}
		for _, k := range c.targets[i].placed {
			if categories[k].score > home.score {
				home = categories[k]
			}
		}
		score := own.score
		if home.score >= least {
			score += toList * home.score
		}
		all = append(all, lead{c.targets[i].id, score, func() string {
			why := own.says("for it")
			if home.score >= least {
				why = join(why, "the crosswalk links it to "+home.value)
			}
			return why
		}})
	}
	return all
}

// phases are those of the activities: the strongest of each counts, and half the next.
func phases(activities []lead) []lead {
	var all []lead
	for _, p := range model.Phases {
		var best, next lead
		for _, a := range activities {
			switch {
			case model.PhaseOf(a.value) != p.Value:
			case a.score > best.score:
				best, next = a, best
			case a.score > next.score:
				next = a
			}
		}
		if best.score > 0 {
			all = append(all, lead{p.Value, best.score + next.score/2, func() string { return best.value + ": " + best.why() }})
		}
	}
	return all
}
