package triage

import (
	"slices"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// takeOver puts what the method says into the threat's own fields: the day by
// which to act, and the class where its words are those of the policy.
func (v *scene) takeOver() model.Edit {
	sets := v.taken()
	parts := make([]string, len(sets))
	for i, set := range sets {
		parts[i] = set.Field + " " + set.Value
	}
	e := model.SetFields(v.threat.ID, sets...)
	e.Label = "take over for " + v.threat.ID + ": " + strings.Join(parts, ", ")
	return e
}

// taken is what there is to take over.
func (v *scene) taken() []model.Assignment {
	var sets []model.Assignment
	if day, _ := model.DueBy(v.threat, *v.rating); day != "" {
		sets = append(sets, model.Assignment{Field: "due", Value: day})
	}
	class, _ := model.FieldNamed("sla_class")
	if slices.ContainsFunc(class.Choices, func(c model.Choice) bool { return c.Value == v.rating.Word() && c.Value != "" }) {
		sets = append(sets, model.Assignment{Field: "sla_class", Value: v.rating.Word()})
	}
	return sets
}

// cannotTakeOver says why there is nothing to take over.
func (v *scene) cannotTakeOver() string {
	switch {
	case len(v.taken()) > 0:
		return ""
	case v.rating.Verdict().Outcome == "":
		return "no method has said yet how soon to act"
	case v.rating.Verdict().DueDays > 0 && v.threat.Response.Identified == "":
		return "the days count from the day it was identified, and nobody said which (field identified)"
	}
	return v.method.Title + " sets no day here, and its word is none of your classes"
}

// park puts the step aside for this threat and goes on to the next one, or
// takes it up again.
func (s *Screen) park() {
	v := s.see()
	parked := !slices.Contains(v.threat.Parked(), string(s.stage))
	if !s.bench.Do(model.Park(v.threat.ID, string(s.stage), parked)) || !parked {
		return
	}
	s.giveBack()
	if next := s.nextOpen(); next != "" {
		s.bench.SetThreat(next)
	}
}

// override asks what is to stand in place of what the method says, and why.
func (s *Screen) override() {
	v := s.see()
	id, state, m := v.threat.ID, v.key.state, v.method
	results := m.Results
	if v.places() {
		results = []string{"VL", "L", "M", "H", "VH"}
	}
	options := []widget.Option{widget.Option{Value: "", Label: "what the method says", Explain: "take the override away"}}
	for _, r := range results {
		means := ""
		if l, err := model.ParseLevel(r); err == nil {
			means = l.Words()
		}
		options = append(options, widget.Option{Value: r, Label: r, Explain: means})
	}
	s.popup.Pick("In place of "+v.rating.Verdict().Words()+" "+v.rating.Level.String(), v.rating.Override(), options, func(to string) {
		if to == "" {
			s.bench.Do(model.Override(id, state, m, "", ""))
			return
		}
		s.popup.Ask(s.bench, "Why "+to+" for "+id+"?", "the reason stands in the report beside what the method says", "", func(reason string) {
			s.bench.Do(model.Override(id, state, m, to, reason))
		})
	})
}

// vector asks for all answers in one word.
func (s *Screen) vector() {
	v := s.see()
	id, state, m := v.threat.ID, v.key.state, v.method
	s.popup.Ask(s.bench, m.Title+": the vector of "+id+", "+state.String(), "in any order, such as "+exampleOf(m), v.rating.Verdict().Vector, func(text string) {
		a, err := m.Vector(text)
		if err != nil {
			s.bench.Refuse("%v", err)
			return
		}
		e := model.Rate(id, state, m, a)
		if j := m.JudgeThreat(v.threat, a); j.Complete() {
			e.Label += ": " + j.Words()
		}
		s.bench.Do(e)
	})
}

// exampleOf shows how the first questions are written in a vector.
func exampleOf(m model.Method) string {
	var parts []string
	for _, q := range m.Questions[:min(3, len(m.Questions))] {
		parts = append(parts, q.ID+":"+q.Options[len(q.Options)-1].Value)
	}
	return strings.Join(parts, "/")
}

// moreQuestions asks the next group of optional questions, and after the last
// none of them.
func (s *Screen) moreQuestions() {
	v := s.see()
	groups := v.groups()
	at := slices.Index(groups, s.group) + 1
	if at == len(groups) {
		s.group = ""
		s.bench.Say("no optional questions are asked now; those that are answered stay")
		s.ask(s.see().start())
		return
	}
	s.group = groups[at]
	s.bench.Say("also asked: %s", s.group)
	for _, st := range s.see().steps {
		if st.Optional && st.Group == s.group {
			s.ask(st.ID)
			return
		}
	}
}

// groups are those of the optional questions, in order.
func (v *scene) groups() []string {
	var groups []string
	for _, q := range v.method.Questions {
		if q.Optional && !slices.Contains(groups, q.Group) {
			groups = append(groups, q.Group)
		}
	}
	return groups
}
