package triage

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
)

// Suggestions of how a threat is classified stand beside the answers there are. Nothing is
// filled in from them: a key takes one, and what was suggested is kept with what was
// chosen.

// classifies says whether a field is one that is suggested for, here.
func (v *scene) classifies(field string) bool {
	return v.hints != nil && slices.Contains(model.ClassifiedFields, field)
}

// suggest gives a question its suggestions. One that takes several answers of a long list
// offers those that are suggested and those that stand, and that none fits.
func (v *scene) suggest(st *step, f model.Field) {
	st.hints = v.hints[f.Name]
	if f.Name == "lifecycle_activity" { // those of another phase cannot be chosen
		st.hints.Hints = slices.DeleteFunc(slices.Clone(st.hints.Hints), func(h model.Hint) bool { return model.PhaseOf(h.Value) != v.threat.Class.Phase })
	}
	if !f.IsList() {
		return
	}
	st.several, st.Optional = true, f.Name != "atlas"
	if len(f.Choices) == 0 {
		st.Options = v.listed(f, st.hints)
	}
	st.Options = append(st.Options, model.Option{Value: model.NoneFits, Label: model.NoneFits, Anchor: noneAnchor(st.hints)})
	if v.threat.SaidNone(f.Name) {
		st.answer = model.NoneFits
	}
}

func noneAnchor(h model.Hints) string {
	if len(h.Hints) == 0 && h.None != "" {
		return h.None
	}
	return "it is kept that you said so"
}

// listed are the options of a list that has no end: what is suggested, then what stands
// beside it.
func (v *scene) listed(f model.Field, h model.Hints) []model.Option {
	var options []model.Option
	for _, one := range h.Hints {
		options = append(options, model.Option{Value: one.Value, Label: one.Name})
	}
	for _, value := range model.SplitList(f.Get(v.threat)) {
		if !slices.ContainsFunc(options, func(o model.Option) bool { return model.Names(value, o.Value) }) {
			options = append(options, model.Option{Value: value, Label: v.library.NameOf(value), Anchor: "stands, and is not suggested"})
		}
	}
	return options
}

// given says whether an option is the answer, or one of several.
func (st step) given(value string) bool {
	if st.several {
		return slices.ContainsFunc(model.SplitList(st.answer), func(one string) bool { return model.Names(one, value) })
	}
	return value == best(st.answer)
}

// rank is the place of a value among the suggestions, counted from 1; 0 if it is none.
func (st step) rank(value string) int {
	return 1 + slices.IndexFunc(st.hints.Hints, func(h model.Hint) bool { return h.Value == value })
}

// suggested is what is said of an option that is suggested: its place, the reason, and what
// it means.
func (st step) suggested(rank int, means string) string {
	why := st.hints.Hints[rank-1].Why
	if means != "" {
		why += ". " + means
	}
	return fmt.Sprintf("suggestion %d: %s", rank, why)
}

// choose is a person's answer to a question that is suggested for: one edit, with what was
// suggested. Of several answers it takes one more, or takes it back.
func (s *Screen) choose(v *scene, st step, value string) {
	chosen := []string{value}
	switch {
	case value == model.NoneFits:
		chosen = nil
	case st.several:
		have := slices.DeleteFunc(model.SplitList(st.answer), func(one string) bool { return one == model.NoneFits })
		chosen = append(slices.Clone(have), value)
		if st.given(value) {
			chosen = slices.DeleteFunc(have, func(one string) bool { return model.Names(one, value) })
		}
		if len(chosen) == 0 {
			s.take(v, st, model.Unselect(v.threat.ID, st.field))
			return
		}
	}
	if st.given(value) && !st.several || value == model.NoneFits && st.answer == value {
		s.bench.Say("nothing changed: %s is %s already", st.name(), value)
		s.ask(v.next(st.ID))
		return
	}
	if s.take(v, st, model.Select(v.threat.ID, st.hints, chosen, "")) && (!st.several || value == model.NoneFits) {
		s.remember(v, st, value)
		if v = s.see(); s.question == st.ID {
			s.ask(v.next(st.ID))
		}
	}
}

// take makes the edit; the cursor stays where it was, since several may be taken one
// after the other.
func (s *Screen) take(v *scene, st step, e model.Edit) bool {
	at := s.option
	if !s.bench.Do(e) {
		return false
	}
	if s.see(); st.several && s.question == st.ID {
		s.option = at
	}
	return true
}

// suggestedLabel is empty where s takes nothing, or an answer stands: the hint is not shown.
func (s *Screen) suggestedLabel(q step) string {
	if len(q.hints.Hints) == 0 || q.answer != "" {
		return ""
	}
	return "suggested"
}

func (s *Screen) cannotTakeSuggested() string {
	if why := s.cannotAnswer(); why != "" {
		return why
	}
	switch q, _ := s.see().step(s.question); {
	case !s.see().classifies(q.field):
		return "nothing is suggested here; only a class is"
	case len(q.hints.Hints) == 0 && q.hints.None != "":
		return q.hints.None
	case len(q.hints.Hints) == 0:
		return "the words of the threat tell nothing of it"
	case q.several && q.given(q.hints.Hints[0].Value):
		return q.hints.Hints[0].Value + " is taken already"
	}
	return ""
}

// takeSuggested takes the strongest suggestion.
func (s *Screen) takeSuggested() {
	v := s.see()
	q, _ := v.step(s.question)
	s.choose(v, q, q.hints.Hints[0].Value)
}

// noChoice says why there is no choice to give a reason for.
func (s *Screen) noChoice() string {
	v := s.see()
	if q, ok := v.step(s.question); ok && v.classifies(q.field) && v.threat.Selection(q.field) != nil {
		return ""
	}
	return "a reason is kept with a choice; nobody has chosen here yet"
}

// sayWhyChosen asks for the reason of a choice, and keeps it with what was suggested then.
func (s *Screen) sayWhyChosen(v *scene, q step) {
	was := v.threat.Selection(q.field)
	about := model.NoneFits
	if len(was.Chosen) > 0 {
		about = strings.Join(was.Chosen, ", ")
	}
	id, field := v.threat.ID, q.field
	s.popup.Ask(s.bench, "Why "+about+" for "+id+"?", "it stands beside what was suggested", was.Why, func(why string) {
		s.bench.Do(model.SayWhy(id, field, why))
	})
}

// techniques are the one under the cursor, else those of the threat, else those that are
// suggested.
func (s *Screen) techniques(v *scene) []string {
	q, ok := v.step("atlas")
	if !ok || v.hints == nil {
		return nil
	}
	if at := s.under(q); s.question == q.ID && at >= 0 && at < len(q.Options) && q.Options[at].Value != model.NoneFits {
		return []string{q.Options[at].Value}
	}
	if ids := v.threat.Class.ATLAS; len(ids) > 0 {
		return ids
	}
	var ids []string
	for _, h := range q.hints.Hints {
		ids = append(ids, h.Value)
	}
	return ids
}

func (s *Screen) noCases() string {
	v := s.see()
	switch {
	case s.stage != model.StepClassify:
		return "published cases stand beside the class: < and > go to classify"
	case len(v.library.Cases(s.techniques(v)...)) == 0:
		return "no published case is known of it"
	}
	return ""
}

// readCases lists the published cases.
func (s *Screen) readCases() {
	v := s.see()
	var lines []string
	for _, c := range v.library.Cases(s.techniques(v)...) {
		lines = append(lines, fmt.Sprintf("%s %s: %s of %s, by %s %s", c.ID, c.Name, c.Type, c.Date, c.Technique, v.library.NameOf(c.Technique)))
	}
	s.popup.Read("Published cases", lines, "I")
}

// addSuggested says in full what is suggested for the question on show, and what was
// chosen of it.
func (s *Screen) addSuggested(c *column, v *scene) {
	q, ok := v.step(s.question)
	if !ok || !v.classifies(q.field) {
		return
	}
	if was := v.threat.Selection(q.field); was != nil {
		c.para(c.Text, " ", "chosen by "+s.bench.Person(was.By)+" on "+was.On+": "+was.Told(), 2)
	}
	for i, h := range q.hints.Hints {
		if i == mostSuggested {
			break
		}
		c.para(c.Dim, fmt.Sprintf(" + %d ", i+1), strings.TrimSpace(h.Value+" "+h.Name)+": "+h.Why, 2)
	}
	switch {
	case len(q.hints.Hints) > 0:
	case q.hints.None != "":
		c.para(c.Dim, " ", "none is suggested: "+q.hints.None, 2)
	default:
		c.put(c.Dim, " none is suggested: the words of the threat tell nothing of it")
	}
	if q.field == "atlas" {
		if cases := v.library.Cases(s.techniques(v)...); len(cases) > 0 {
			c.para(c.Dim, " ", fmt.Sprintf("published cases: %d (I lists them), such as %s", len(cases), cases[0].Name), 2)
		}
	}
}

// mostSuggested is how many suggestions are said in full.
const mostSuggested = 3
