package triage

import (
	"fmt"

	"parry/model"
)

// openWhy tells all that stands behind the rating: the path with its table
// rows, what to doubt, what would flip it, and what other methods say.
func (s *Screen) openWhy() {
	v := s.see()
	lines := []string{v.rating.Told() + "  by " + orNone(v.rating.Basis())}
	add := func(head string, more ...string) {
		if len(more) > 0 {
			lines = append(lines, "", head)
			for _, line := range more {
				lines = append(lines, "  "+line)
			}
		}
	}
	add("How it came about", v.path(false)...)
	if day, how := model.DueBy(v.threat, *v.rating); day != "" {
		add("By when", "due "+day+": "+how)
	}
	add("What to doubt", v.rating.Flags()...)
	if r := v.rating; r.Override() != "" {
		add("Overridden", fmt.Sprintf("%s in place of %s, because %s", r.Override(), v.computed(), r.OverrideReason()))
	}
	add("Still open", v.outcome.Missing...)
	add("What would flip it", v.flips()...)
	add("Other methods on "+v.threat.ID+", "+v.key.state.String(), v.others()...)
	add("Where they disagree", v.disagreements()...)
	add("The rule", v.method.Title+" "+v.method.Version, v.method.Source)
	s.popup.Read("Why: "+v.threat.ID, lines, "W")
}

func orNone(text string) string {
	if text == "" {
		return "nobody yet"
	}
	return text
}

// computed is what the method said where a person's word stands.
func (v *scene) computed() string {
	if v.places() {
		return v.rating.ComputedLevel(v.settings.Matrix).String()
	}
	return v.outcome.Words()
}

// flips says what would flip the rating; nothing while it is open, or made by
// no method. It asks the method of every neighbour, so once a scene.
func (v *scene) flips() []string {
	if !v.flipped && v.rating.Method == v.method.ID && v.method.Rate != nil {
		v.flipLines = model.FlipLines(v.method, v.threat, v.rating, v.settings)
	}
	v.flipped = true
	return v.flipLines
}

// disagreements are where methods do not agree on the state, once a scene.
func (v *scene) disagreements() []string {
	if !v.compared {
		v.disputes, v.compared = model.Disagreements(v.threat, v.key.state, v.library), true
	}
	return v.disputes
}

// others are the ratings of the state by other methods.
func (v *scene) others() []string {
	var lines []string
	for _, r := range v.threat.RatingsOf(v.key.state) {
		if r != v.rating {
			lines = append(lines, r.Told()+"  by "+r.Basis())
		}
	}
	return lines
}

// how tells how the roles that hold the threat implement the control.
func (s *Screen) how() {
	title, lines := s.bench.How(model.RolesOf(s.see().threat))
	s.popup.Read(title, lines, "")
}
