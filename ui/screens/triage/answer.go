package triage

import (
	"fmt"
	"slices"

	"parry/model"
	"parry/ui/subject"
	"parry/ui/widget"
)

// pick answers with the option at a place, counted from 0. Where every whole
// number is an answer, the digit is the answer itself.
func (s *Screen) pick(place int) {
	v := s.see()
	q, _ := v.step(s.question)
	if q.Whole {
		if value, ok := q.Read(fmt.Sprint(place + 1)); ok {
			s.give(value)
			return
		}
	}
	switch {
	case place >= 0 && place < len(q.Options):
		s.give(q.Options[place].Value)
	case len(q.Options) == 0:
		s.bench.Refuse("this answer is typed: enter opens the line")
	default:
		s.bench.Refuse("there is no answer %d here: 1 to %d, or . for not known; alt+%d changes the screen",
			place+1, len(q.Options), place+1)
	}
}

// enter answers with the option under the cursor, or opens the line of a
// question that has none.
func (s *Screen) enter() {
	v := s.see()
	q, _ := v.step(s.question)
	at := s.under(q)
	switch {
	case len(q.Options) == 0 && q.field != "":
		s.box.Open(s.bench, subject.OfThreats(s.bench, v.threat.ID), q.field)
	case len(q.Options) == 0:
		s.typed = widget.NewLine("")
		if q.answer != model.NotKnown {
			s.typed.SetValue(q.answer)
		}
	case at == untouched:
		s.bench.Refuse("no answer is under the cursor yet: move to one, or press its number")
	case at == len(q.Options):
		s.notKnown()
	default:
		s.give(q.Options[at].Value)
	}
}

// notKnown says that nobody knows. An optional question is taken out by it; a
// field of the threat is left as it is.
func (s *Screen) notKnown() {
	v := s.see()
	q, _ := v.step(s.question)
	switch {
	case q.field != "":
		s.bench.Say("%s is left as it is", q.name())
		s.ask(v.next(s.question))
	case q.Optional:
		s.answer("")
	default:
		s.answer(model.NotKnown)
	}
}

// finish answers with what was typed.
func (s *Screen) finish() {
	value := s.typed.Value()
	s.typed = nil
	if value == "" {
		s.bench.Say("no answer was typed; . says that it is not known")
		return
	}
	s.answer(value)
}

// A span is a range on its way: the first end is given.
type span struct{ low string }

// unsure begins a range on the question: two answers say from where to where.
func (s *Screen) unsure() {
	s.span = &span{}
	s.bench.Say("not sure: the lowest that it may be, then the highest; esc leaves it")
}

// give takes an answer, or an end of a range that is being given. The answer
// that stood before stays the best one, if it lies within.
func (s *Screen) give(value string) {
	if s.span == nil {
		s.answer(value)
		return
	}
	if s.span.low == "" {
		s.span.low = value
		s.bench.Say("not sure: from %s, and at the highest? the same again is sure", value)
		return
	}
	v := s.see()
	q, _ := v.step(s.question)
	r := model.Span{Low: s.span.low, High: value}
	if q.Place(r.Low) > q.Place(r.High) {
		r.Low, r.High = r.High, r.Low
	}
	best := q.answer
	if was, ok := model.ParseSpan(best); ok {
		best = was.Best
	}
	if at := q.Place(best); at >= q.Place(r.Low) && at <= q.Place(r.High) {
		r.Best = best
	}
	s.span = nil
	s.answer(r.String())
}

// under is the option that the cursor is on: where it was moved to, else the
// answer there is, else untouched. The place behind the last is "not known".
func (s *Screen) under(q step) int {
	if s.option != untouched {
		return min(s.option, len(q.Options))
	}
	if q.several {
		return slices.IndexFunc(q.Options, func(o model.Option) bool { return q.given(o.Value) })
	}
	if q.answer == model.NotKnown {
		return len(q.Options)
	}
	return slices.IndexFunc(q.Options, func(o model.Option) bool { return o.Value == best(q.answer) })
}

// best is the answer without its range.
func best(answer string) string {
	if r, ok := model.ParseSpan(answer); ok {
		return r.Best
	}
	return answer
}

// move moves the option cursor; from nowhere it comes in at the end.
func (s *Screen) move(by int) {
	v := s.see()
	q, ok := v.step(s.question)
	if !ok {
		return
	}
	at := s.under(q)
	if at == untouched && by < 0 {
		at = len(q.Options) + 1
	}
	s.option = max(0, min(at+by, len(q.Options)))
}

// answer is one answer, one edit, one step to undo. The next open question
// comes up only if the answer was saved.
func (s *Screen) answer(value string) {
	v := s.see()
	id := s.question
	st, _ := v.step(id)
	if v.classifies(st.field) {
		s.choose(v, st, value)
		return
	}
	if st.field != "" && st.answer == value || st.field == "" && v.stored(id, value) {
		// said again: no edit, but the next digit is for the next question
		s.bench.Say("nothing changed: %s is %s already", st.name(), value)
		s.remember(v, st, value)
		s.ask(v.next(id))
		return
	}
	if !s.bench.Do(v.edit(st, value)) {
		return
	}
	s.remember(v, st, value)
	if v = s.see(); s.question == id {
		s.ask(v.next(id))
	}
}

// edit is the edit that an answer makes.
func (v *scene) edit(st step, value string) model.Edit {
	if st.field != "" {
		return model.SetFields(v.threat.ID, model.Assignment{Field: st.field, Value: value})
	}
	answers := v.method.Answer(v.answers, st.ID, value)
	e := model.Rate(v.threat.ID, v.key.state, v.method, answers)
	e.Label = v.label(st, value, answers)
	return e
}

// label says what was answered and, once nothing is open, what it comes to.
// The history keeps it.
func (v *scene) label(st step, value string, a model.Answers) string {
	if value == model.NotKnown {
		value = "not known"
	}
	if value == "" {
		value = "not defined"
	}
	label := fmt.Sprintf("rate %s %s: %s %s", v.threat.ID, v.key.state, st.name(), value)
	if !v.places() || v.method.ID != v.settings.Method {
		label = fmt.Sprintf("rate %s %s by %s: %s %s", v.threat.ID, v.key.state, v.method.ID, st.name(), value)
	}
	after := scene{steps: steps(v.method, a, v.threat.IsAdversarial(), asked{})}
	if after.open() == 0 {
		r := v.rated(a)
		label += ", so " + r.Told()
	}
	return label
}

// A latest is what was answered last to a question, and of which threat.
type latest struct{ threat, value string }

// remember keeps an answer, to be offered on the next threat.
func (s *Screen) remember(v *scene, st step, value string) {
	if value != "" && value != model.NotKnown {
		s.latest[v.memory(st)] = latest{v.threat.ID, value}
	}
}

// memory is the name under which an answer is remembered.
func (v *scene) memory(st step) string {
	if st.field != "" {
		return st.field
	}
	return v.method.ID + " " + st.ID
}

// ditto is the answer that another threat was given last; nothing is taken
// without its key.
func (s *Screen) ditto(v *scene, st step) (latest, bool) {
	last, ok := s.latest[v.memory(st)]
	if _, there := st.Read(last.value); !there && len(st.Options) > 0 {
		_, span := model.ParseSpan(last.value)
		ok = ok && span
	}
	return last, ok && last.threat != v.threat.ID
}

// again answers as the last threat was.
func (s *Screen) again() {
	v := s.see()
	st, _ := v.step(s.question)
	last, _ := s.ditto(v, st)
	s.answer(last.value)
}

// copy makes the current rating the inherent one and goes on to rate current: it is
// to be lowered from there. The next threat begins as this one did. Where it is asked how soon to act, it takes
// over what the method says.
func (s *Screen) copy() {
	if s.stage == urgency {
		s.bench.Do(s.see().takeOver())
		return
	}
	if s.bench.Do(model.CopyRating(s.see().threat.ID, model.Inherent, model.Current)) {
		lent := s.lent || s.state == model.Inherent
		s.setState(model.Current)
		s.lent = lent
	}
}

// askWhole puts the question on show that stands for this one and others, or
// the first of those others again.
func (s *Screen) askWhole() {
	v := s.see()
	whole, _ := v.standIn(s.question)
	if s.question == whole.ID {
		s.ask(whole.Instead[0])
		return
	}
	s.whole = whole.ID
	s.see()
	s.ask(whole.ID)
}

// standIn finds a question that stands for others: for this one if it can.
func (v *scene) standIn(id string) (found model.Question, ok bool) {
	for _, listed := range v.method.Questions {
		q, fits := v.method.Question(listed.ID, v.threat.IsAdversarial())
		if !fits || len(q.Instead) == 0 {
			continue
		}
		if q.ID == id || slices.Contains(q.Instead, id) {
			return q, true
		}
		if !ok {
			found, ok = q, true
		}
	}
	return found, ok
}
