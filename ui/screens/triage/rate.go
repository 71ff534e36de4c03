package triage

import (
	"fmt"
	"slices"

	"parry/model"
	"parry/ui/widget"
)

// pick answers with the option at a place, counted from 0.
func (s *Screen) pick(place int) {
	v := s.see()
	q, _ := v.step(s.question)
	switch {
	case place < len(q.Options):
		s.answer(q.Options[place].Value)
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
	case len(q.Options) == 0:
		s.typed = widget.NewLine("")
		if q.answer != model.NotKnown {
			s.typed.SetValue(q.answer)
		}
	case at == untouched:
		s.bench.Refuse("no answer is under the cursor yet: move to one, or press its number")
	case at == len(q.Options):
		s.answer(model.NotKnown)
	default:
		s.answer(q.Options[at].Value)
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

// under is the option that the cursor is on: where it was moved to, else the
// answer there is, else untouched. The place behind the last is "not known".
func (s *Screen) under(q step) int {
	if s.option != untouched {
		return min(s.option, len(q.Options))
	}
	if q.answer == model.NotKnown {
		return len(q.Options)
	}
	return slices.IndexFunc(q.Options, func(o model.Option) bool { return o.Value == q.answer })
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
	if v.answers[id] == value { // said again: no edit, but the next digit is for the next question
		st, _ := v.step(id)
		s.bench.Say("nothing changed: %s is %s already", st.name(), value)
		s.ask(v.next(id))
		return
	}
	answers := v.method.Answer(v.answers, id, value)
	e := model.Rate(v.threat.ID, v.key.state, v.method, answers)
	e.Label = v.label(id, value, answers)
	if !s.bench.Do(e) {
		return
	}
	s.ask(s.see().next(id))
}

// label says what was answered and, once nothing is open, what it comes to.
// The history keeps it.
func (v *scene) label(id, value string, a model.Answers) string {
	st, _ := v.step(id)
	if value == model.NotKnown {
		value = "not known"
	}
	label := fmt.Sprintf("rate %s %s: %s %s", v.threat.ID, v.key.state, st.name(), value)
	after := scene{steps: steps(v.method, a, v.threat.IsAdversarial(), "")}
	if after.open() == 0 {
		label += ", so " + v.rated(a).Cell()
	}
	return label
}

// copy makes the current rating the inherent one and goes on to rate current:
// it is to be lowered from there.
func (s *Screen) copy() {
	if s.bench.Do(model.CopyRating(s.see().threat.ID, model.Inherent, model.Current)) {
		s.setState(model.Current)
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
