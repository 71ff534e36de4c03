package triage

import (
	"fmt"
	"slices"
	"strconv"

	"parry/model"
	"parry/ui/bench"
)

// Actions are the keys of the screen. Digits answer here, all nine of them, so
// that a slip never changes the screen in the middle of a rating; without a
// threat they are the frame's.
func (s *Screen) Actions() []bench.Action {
	v := s.see()
	if v == nil {
		return nil
	}
	if s.box.IsOpen() {
		return s.box.Actions()
	}
	q, _ := v.step(s.question)
	list := append(s.answers(v, q), s.moves()...)
	return append(list, s.digits(q)...)
}

// answers are the keys that change something.
func (s *Screen) answers(v *scene, q step) []bench.Action {
	id := v.threat.ID
	take := "enter"
	if n := len(q.Options); n > 0 {
		take = fmt.Sprintf("1-%d", min(n, 9))
	}
	_, field, side := s.reason(v, q.Question)
	return []bench.Action{
		{Keys: []string{"enter"}, Show: take, Label: "answer", Help: "answer by number; enter takes the answer under the cursor", Why: s.cannotAnswer, Do: s.enter},
		{Keys: []string{"."}, Label: "not known", Help: "answer that nobody here knows; the rating stays open on that side", Why: s.cannotAnswer, Do: func() { s.answer(model.NotKnown) }},
		{Keys: []string{"w"}, Label: "why", Help: "write the reason: why this " + side, Why: s.bench.CannotEdit, Do: func() { s.box.Open(s.bench, id, field) }},
		{Keys: []string{"i"}, Label: "state", Help: "rate the next state: inherent, current, target", Do: s.nextState},
		{Keys: []string{"="}, Label: "copy", Help: "copy the inherent rating to current, to lower it from there", Why: s.cannotCopy, Do: s.copy},
		{Keys: []string{"!"}, Label: "next", Help: "go to the next threat that this state does not rate", Do: s.nextUnrated},
		{Keys: []string{"e"}, Label: "edit", Help: "edit any field of the threat", Why: s.bench.CannotEdit, Do: func() { s.box.Choose(s.bench, id) }},
		{Keys: []string{"L"}, Help: s.wholeHelp(v), Why: s.cannotAskWhole, Do: s.askWhole},
	}
}

// moves are the keys that only look elsewhere.
func (s *Screen) moves() []bench.Action {
	return []bench.Action{
		{Keys: []string{"tab", "right", "l"}, Label: "question", Help: "the next question", Do: func() { s.turn(1) }},
		{Keys: []string{"shift+tab", "left", "h"}, Help: "the question before", Do: func() { s.turn(-1) }},
		{Keys: []string{"down", "j"}, Help: "the answer below", Do: func() { s.move(1) }},
		{Keys: []string{"up", "k"}, Help: "the answer above", Do: func() { s.move(-1) }},
		{Keys: []string{"pgdown"}, Show: "pgdn", Help: "the next threat", Do: func() { s.walk(1) }},
		{Keys: []string{"pgup"}, Help: "the threat before", Do: func() { s.walk(-1) }},
	}
}

// digits are the answers by number. Those without an option say so.
func (s *Screen) digits(q step) []bench.Action {
	var list []bench.Action
	for i := range 9 {
		a := bench.Action{Keys: []string{strconv.Itoa(i + 1)}, Why: s.cannotAnswer, Do: func() { s.pick(i) }}
		if i < len(q.Options) {
			a.Help = "answer " + q.name() + ": " + q.Options[i].Label
		}
		list = append(list, a)
	}
	return list
}

// cannotAnswer says why no answer can be given; "" if one can.
func (s *Screen) cannotAnswer() string {
	if why := s.bench.CannotEdit(); why != "" {
		return why
	}
	return s.see().noMethod()
}

func (s *Screen) cannotCopy() string {
	if why := s.bench.CannotEdit(); why != "" {
		return why
	}
	t := s.see().threat
	switch {
	case s.state == model.Target:
		return "the target is rated on its own, never copied"
	case !t.Ratings[model.Inherent].Placed():
		return t.ID + " has no inherent rating to copy yet"
	}
	return ""
}

func (s *Screen) cannotAskWhole() string {
	v := s.see()
	if why := v.noMethod(); why != "" {
		return why
	}
	if _, ok := v.standIn(s.question); !ok {
		return v.method.Title + " has no question that stands for several"
	}
	return ""
}

// wholeHelp names the question that L asks.
func (s *Screen) wholeHelp(v *scene) string {
	q, ok := v.standIn(s.question)
	if !ok {
		return "ask one question in place of several"
	}
	return "ask in one: " + q.Title
}

// nextState goes on to rate the next of the three states.
func (s *Screen) nextState() { s.setState(model.States[(int(s.state)+1)%len(model.States)]) }

func (s *Screen) setState(state model.State) {
	s.state = state
	s.ask("")
	s.see()
}

// turn goes to another question, round at the ends.
func (s *Screen) turn(by int) {
	v := s.see()
	if n := len(v.steps); n > 0 {
		s.ask(v.steps[(v.at(s.question)+by+n)%n].ID)
	}
}

// walk goes to a neighbour in the order of the ids.
func (s *Screen) walk(by int) {
	threats := s.bench.Register().Threats()
	at, _ := slices.BinarySearchFunc(threats, s.threat, byID)
	if at += by; at < 0 || at >= len(threats) {
		s.bench.Say("%s is the %s threat", s.threat, map[int]string{-1: "first", 1: "last"}[by])
		return
	}
	s.bench.SetThreat(threats[at].ID)
}

// nextUnrated goes to the next threat without a rating in this state, round at
// the end.
func (s *Screen) nextUnrated() {
	open := s.heatmap().Unplaced
	at, here := slices.BinarySearchFunc(open, s.threat, byID)
	if here {
		at++
	}
	n := len(open)
	switch {
	case n == 0:
		s.bench.Say("all %d threats have %s %s rating", s.bench.Register().Len(), article(s.state), s.state)
	case n == 1 && here:
		s.bench.Say("only %s still has no %s rating", s.threat, s.state)
	default:
		s.bench.SetThreat(open[at%n].ID)
	}
}

func byID(t *model.Threat, id string) int { return model.CompareIDs(t.ID, id) }

func article(st model.State) string {
	if st == model.Inherent {
		return "an"
	}
	return "a"
}
