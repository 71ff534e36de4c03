package triage

import (
	"fmt"
	"slices"
	"strconv"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/subject"
)

// Actions are the keys of the screen. Digits answer here, all nine of them, so
// that a slip never changes the screen in the middle of a rating; without a
// threat they are the frame's.
func (s *Screen) Actions() []bench.Action {
	v := s.see()
	switch {
	case v == nil:
		return nil
	case s.box.IsOpen():
		return s.box.Actions()
	case s.popup.IsOpen():
		return s.popup.Actions()
	}
	q, _ := v.step(s.question)
	list := append(s.answers(v, q), s.moves()...)
	list = append(list, s.choices(v)...)
	return append(list, s.digits(q)...)
}

// answers are the keys that change something.
func (s *Screen) answers(v *scene, q step) []bench.Action {
	id := v.threat.ID
	unknown := "not known"
	if q.field != "" {
		unknown = "leave it"
	}
	list := []bench.Action{
		{Keys: []string{"enter"}, Show: s.takes(q), Label: "answer", Help: "answer by number; enter takes the answer under the cursor", Why: s.cannotAnswer, Do: s.enter},
		{Keys: []string{"."}, Label: unknown, Help: "answer that nobody here knows; the rating stays open on that side", Why: s.cannotAnswer, Do: s.notKnown},
		{Keys: []string{","}, Label: s.dittoLabel(v, q), Help: "answer as the last threat was answered", Why: s.cannotDitto, Do: s.again},
		{Keys: []string{"-"}, Label: "not sure", Help: "answer with a range: the lowest that it may be, then the highest", Why: s.cannotSpan, Do: s.unsure},
		{Keys: []string{"s"}, Label: s.suggestedLabel(q), Help: "take what the words of the threat speak for most; what was suggested and why is kept", Why: s.cannotTakeSuggested, Do: s.takeSuggested},
		{Keys: []string{"I"}, Help: "published cases of the technique under the cursor, or of those the threat uses", Why: s.noCases, Do: s.readCases},
		{Keys: []string{"W"}, Label: "why", Help: "all that stands behind the rating: path, what would flip it, other methods", Why: s.cannotExplain, Do: s.openWhy},
		{Keys: []string{"H"}, Help: "how the roles that hold the threat respond, in the words of the matrix that was imported", Why: s.bench.NoHow, Do: s.how},
		{Keys: []string{"w"}, Help: "write the reason: why this likely, why this bad, why this class", Why: s.cannotReason, Do: s.writeReason},
		{Keys: []string{"i"}, Help: "rate the next state: inherent, current, target", Why: s.cannotTurnState, Do: s.nextState},
		{Keys: []string{"="}, Help: s.copyHelp(), Why: s.cannotCopy, Do: s.copy},
		{Keys: []string{"!"}, Label: "next", Help: "go to the next threat that lacks this step", Do: s.goNextOpen},
		{Keys: []string{"z"}, Help: "park this step of the threat and go on, or take it up again", Why: s.bench.CannotEdit, Do: s.park},
		{Keys: []string{"e"}, Help: "edit any field of the threat", Why: s.bench.CannotEdit, Do: func() { s.box.Choose(s.bench, subject.OfThreats(s.bench, id)) }},
	}
	return list
}

// takes is how the keys that answer are shown.
func (s *Screen) takes(q step) string {
	switch n := len(q.Options); {
	case q.Whole:
		return "0-9"
	case n > 0:
		return fmt.Sprintf("1-%d", min(n, 9))
	}
	return "enter"
}

// dittoLabel is empty where there is nothing to repeat: the hint is not shown.
func (s *Screen) dittoLabel(v *scene, q step) string {
	if last, ok := s.ditto(v, q); ok {
		return "as " + last.threat
	}
	return ""
}

// moves are the keys that only look elsewhere; made once, as every frame asks for them.
func (s *Screen) moves() []bench.Action {
	if s.moving == nil {
		s.moving = s.makeMoves()
	}
	return s.moving
}

func (s *Screen) makeMoves() []bench.Action {
	return []bench.Action{
		{Keys: []string{">"}, Label: "step", Help: "the next step: classify, rate, urgency, own, respond, decide", Do: func() { s.turnStage(1) }},
		{Keys: []string{"<"}, Help: "the step before", Do: func() { s.turnStage(-1) }},
		{Keys: []string{"tab", "right", "l"}, Label: "question", Help: "the next question", Do: func() { s.turn(1) }},
		{Keys: []string{"shift+tab", "left", "h"}, Help: "the question before", Do: func() { s.turn(-1) }},
		{Keys: []string{"down", "j"}, Help: "the answer below", Do: func() { s.move(1) }},
		{Keys: []string{"up", "k"}, Help: "the answer above", Do: func() { s.move(-1) }},
		{Keys: []string{"pgdown"}, Show: "pgdn", Help: "the next threat", Do: func() { s.walk(1) }},
		{Keys: []string{"pgup"}, Help: "the threat before", Do: func() { s.walk(-1) }},
	}
}

// choices are the keys about the method, and what a person may say against it.
func (s *Screen) choices(v *scene) []bench.Action {
	return []bench.Action{
		{Keys: []string{"m"}, Label: "method", Help: "rate by another method, beside those there are; or bring one from a file", Why: s.cannotChoose, Do: s.chooseMethod},
		{Keys: []string{"v"}, Help: "type a vector in place of answers", Why: s.cannotVector, Do: s.vector},
		{Keys: []string{"+"}, Help: "ask the next group of optional questions", Why: s.cannotAskMore, Do: s.moreQuestions},
		{Keys: []string{"L"}, Help: s.wholeHelp(v), Why: s.cannotAskWhole, Do: s.askWhole},
		{Keys: []string{"O"}, Help: "override what the method says, with a reason; or let it speak again", Why: s.cannotOverride, Do: s.override},
		{Keys: []string{"M"}, Help: "make this method the register's own", Why: s.cannotMakeOwn, Do: s.makeOwn},
		{Keys: []string{"A"}, Help: "set the appetite: the highest level that is tolerated", Why: s.bench.CannotEdit, Do: s.tolerate},
	}
}

// digits are the answers by number. Those without an option say so. Where every
// whole number is an answer, 0 is one too.
func (s *Screen) digits(q step) []bench.Action {
	var list []bench.Action
	for i := range 9 {
		a := bench.Action{Keys: []string{strconv.Itoa(i + 1)}, Why: s.cannotAnswer, Do: func() { s.pick(i) }}
		switch {
		case q.Whole:
			a.Help = fmt.Sprintf("answer %s: %d", q.name(), i+1)
		case i < len(q.Options):
			a.Help = "answer " + q.name() + ": " + q.Options[i].Label
		}
		list = append(list, a)
	}
	if q.Whole {
		list = append(list, bench.Action{Keys: []string{"0"}, Help: "answer " + q.name() + ": 0", Why: s.cannotAnswer, Do: func() { s.pick(-1) }})
	}
	return list
}

// writeReason opens the reason of the side that the question is about.
func (s *Screen) writeReason() {
	v := s.see()
	q, _ := v.step(s.question)
	if v.classifies(q.field) {
		s.sayWhyChosen(v, q)
		return
	}
	_, field, _ := s.reason(v, q.Question)
	s.box.Open(s.bench, subject.OfThreats(s.bench, v.threat.ID), field)
}

// turnStage goes to another step, round at the ends.
func (s *Screen) turnStage(by int) {
	all := stages()
	at := slices.Index(all, s.stage)
	s.setStage(all[(at+by+len(all))%len(all)])
}

func (s *Screen) setStage(g stage) {
	s.stage, s.group = g, ""
	s.ask("")
	s.see()
}

// cannotAnswer says why no answer can be given; "" if one can.
func (s *Screen) cannotAnswer() string {
	if why := s.bench.CannotEdit(); why != "" {
		return why
	}
	v := s.see()
	if q, ok := v.step(s.question); ok && q.field != "" {
		return ""
	}
	return v.noMethod()
}

func (s *Screen) cannotDitto() string {
	if why := s.cannotAnswer(); why != "" {
		return why
	}
	v := s.see()
	q, _ := v.step(s.question)
	if _, ok := s.ditto(v, q); !ok {
		return "no threat was answered here in a way that this one can take over"
	}
	return ""
}

func (s *Screen) cannotSpan() string {
	if why := s.cannotAnswer(); why != "" {
		return why
	}
	switch q, _ := s.see().step(s.question); {
	case q.field != "":
		return "a field of the threat is one thing or another; a range is for answers to a method"
	case len(q.Options) < 2:
		return "this answer is typed; it has no range"
	}
	return ""
}

func (s *Screen) cannotExplain() string {
	if v := s.see(); v.key.stage.byMethod() && v.method.Rate != nil {
		return ""
	}
	return s.see().noMethod()
}

func (s *Screen) cannotReason() string {
	switch {
	case s.bench.CannotEdit() != "":
		return s.bench.CannotEdit()
	case s.stage == model.StepClassify:
		return s.noChoice()
	case s.stage != rate:
		return "reasons stand beside a rating: > and < go there"
	}
	return ""
}

func (s *Screen) cannotTurnState() string {
	switch s.stage {
	case rate:
		return ""
	case urgency:
		return "how soon to act is asked of today, not of a state"
	}
	return "only a rating has states"
}

func (s *Screen) copyHelp() string {
	if s.stage == urgency {
		return "take over into the threat's fields what the method says: due, class"
	}
	return "copy the inherent rating to current, to lower it from there"
}

func (s *Screen) cannotCopy() string {
	if why := s.bench.CannotEdit(); why != "" {
		return why
	}
	v := s.see()
	switch {
	case s.stage == urgency:
		return v.cannotTakeOver()
	case s.stage != rate:
		return "only a rating is copied"
	case s.state == model.Target:
		return "the target is rated on its own, never copied"
	case !v.threat.Ratings[model.Inherent].Placed():
		return v.threat.ID + " has no inherent rating to copy yet"
	}
	return ""
}

func (s *Screen) cannotChoose() string {
	if !s.stage.byMethod() {
		return s.see().noMethod()
	}
	return ""
}

func (s *Screen) cannotVector() string {
	if why := s.cannotByMethod(); why != "" {
		return why
	}
	if v := s.see(); v.method.Vector == nil {
		return v.method.Title + " is not written as a vector"
	}
	return ""
}

// cannotByMethod says why nothing can be changed in the name of the method.
func (s *Screen) cannotByMethod() string {
	if why := s.bench.CannotEdit(); why != "" {
		return why
	}
	return s.see().noMethod()
}

func (s *Screen) cannotAskMore() string {
	v := s.see()
	if why := v.noMethod(); why != "" {
		return why
	}
	if len(v.groups()) == 0 {
		return v.method.Title + " has no optional questions"
	}
	return ""
}

func (s *Screen) cannotOverride() string {
	if why := s.cannotByMethod(); why != "" {
		return why
	}
	if v := s.see(); v.rating.Method != v.method.ID || v.rating.Word() == "" {
		return v.threat.ID + " has no rating by " + v.method.ID + " yet"
	}
	return ""
}

func (s *Screen) cannotMakeOwn() string {
	if why := s.bench.CannotEdit(); why != "" {
		return why
	}
	return s.see().cannotMakeOwn()
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

// giveBack returns to the inherent state, if the current one is on show for the sake of
// one threat only.
func (s *Screen) giveBack() {
	if s.lent {
		s.setState(model.Inherent)
	}
}

func (s *Screen) setState(state model.State) {
	s.state, s.lent = state, false
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

// goNextOpen goes to the next threat that lacks the step, round at the end.
func (s *Screen) goNextOpen() {
	s.giveBack()
	if next := s.nextOpen(); next != "" {
		s.bench.SetThreat(next)
		return
	}
	n := s.lacking().n
	switch {
	case n == 0 && s.stage == rate:
		s.bench.Say("all %d threats have %s %s rating, or are parked", s.bench.Register().Len(), article(s.state), s.state)
	case n == 0:
		s.bench.Say("no threat lacks this step: %s", s.stage)
	default:
		s.bench.Say("only %s still lacks this step: %s", s.threat, s.stage)
	}
}

// nextOpen is the next threat that lacks the step; "" if no other one does.
func (s *Screen) nextOpen() string {
	threats := s.bench.Register().Threats()
	at, here := slices.BinarySearchFunc(threats, s.threat, byID)
	if here {
		at++
	}
	for i := range threats {
		t := threats[(at+i)%len(threats)]
		if t.ID != s.threat && t.Lacks(string(s.stage), s.state) {
			return t.ID
		}
	}
	return ""
}

func byID(t *model.Threat, id string) int { return model.CompareIDs(t.ID, id) }

func article(st model.State) string {
	if st == model.Inherent {
		return "an"
	}
	return "a"
}
