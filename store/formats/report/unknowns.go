package report

import (
	"strings"

	"parry/model"
)

// unknowns says what the numbers above leave out.
func (d *draft) unknowns() {
	d.say("What the counts above leave out, and what they rest on poorly. A threat that is not assessed is missing from them; " +
		"that is not the same as a low risk.")
	d.part("Without an inherent rating", d.listed(d.heat[model.Inherent].Unplaced, many))
	d.part("Without a current rating", d.listed(d.heat[model.Current].Unplaced, many))
	d.part("Without a target rating", d.listed(d.heat[model.Target].Unplaced, 0))
	d.part("Activities without any threat", or(strings.Join(d.emptyActivities(), ", "), "none of "+number(len(model.Activities))))
	d.part("Lower now, but without a live control", d.listed(d.pick(d.grounds.LoweredByNothing), many))
	for _, q := range doubts {
		d.part(q.name, d.listed(d.pick(q.meets), many))
	}
	d.part("Where methods disagree", d.listed(d.pick(d.disputed), many))
	d.part("Without an owner by name", d.listed(d.pick(d.ownerless), many))
	d.end()
}

// doubts are what a threat may lack, or say twice.
var doubts = []struct {
	name  md
	meets func(*model.Threat) bool
}{
	{"Without a phase", func(t *model.Threat) bool { return t.Class.Phase == "" }},
	{"Without a category", func(t *model.Threat) bool { return t.Class.Category == "" }},
	{"Without a reason for likelihood or impact", unreasoned},
	{"Higher now than before any control, in likelihood or impact", (*model.Threat).Risen},
	{"Rated with low confidence", func(t *model.Threat) bool { return t.Ratings[model.Inherent].Confidence() == "low" }},
	{"Without a response", func(t *model.Threat) bool { return t.Response.Kind == "" }},
	{"Overridden by a person", overridden},
	{"Parked in triage", func(t *model.Threat) bool { return len(t.Parked()) > 0 }},
	{"With an owner value unset", unset},
}

// emptyActivities names the activities that no threat stands in.
func (d *draft) emptyActivities() []string {
	var names []string
	for _, row := range d.heat[model.Current].Rows {
		names = append(names, row.NotAssessed...)
	}
	return names
}

// unreasoned says whether a rating does not say why.
func unreasoned(t *model.Threat) bool { return t.Unreasoned() }

// overridden says whether a person's word stands in place of a method's.
func overridden(t *model.Threat) bool {
	for _, s := range model.States {
		for _, r := range t.RatingsOf(s) {
			if r.Override() != "" {
				return true
			}
		}
	}
	return false
}

// disputed says whether two methods rate a state of the threat apart.
func (d *draft) disputed(t *model.Threat) bool {
	for _, s := range model.States {
		if len(t.Beside(s)) > 0 && len(model.Disagreements(t, s, d.Library)) > 0 {
			return true
		}
	}
	return false
}

func unset(t *model.Threat) bool {
	for _, l := range t.Ownership.Layers {
		if l.Value == model.Unset {
			return true
		}
	}
	return false
}
