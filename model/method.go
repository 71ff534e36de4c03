package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// NotKnown is the answer "asked, and nobody knows". It is not a missing
// answer: somebody looked.
const NotKnown = "."

// Answers are what was answered to a method's questions: question id → option.
type Answers map[string]string

// String writes answers in the order of their names: "adverse=H;impact=M".
func (a Answers) String() string {
	parts := make([]string, 0, len(a))
	for _, name := range slices.Sorted(maps.Keys(a)) {
		parts = append(parts, name+"="+a[name])
	}
	return JoinList(parts, ";")
}

// With gives a copy with one answer set; an empty value takes it out.
func (a Answers) With(question, value string) Answers {
	b := maps.Clone(a)
	if b == nil {
		b = Answers{}
	}
	if value == "" {
		delete(b, question)
	} else {
		b[question] = value
	}
	return b
}

// ParseAnswers reads what String wrote.
func ParseAnswers(s string) (Answers, error) {
	a := Answers{}
	for _, part := range SplitList(s) {
		name, value, ok := strings.Cut(part, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("%q is no answer; write question=value", part)
		}
		a[name] = value
	}
	return a, nil
}

// A Method is a published way to rate a threat: questions, and a pure function
// from their answers to an outcome.
type Method struct {
	ID, Title, Version string
	Source             string // what was published, by whom, when
	Questions          []Question
	Rate               func(Answers) Outcome
	// Context gives the answers that the threat's own fields hold, "" where one
	// must not be given; nil if there are none. Nobody is asked for these.
	Context func(*Threat) Answers
	// Seed gives the answers that say what a rating not made by this method
	// already says, so that a new answer starts from it; nil if it cannot.
	Seed func(Rating) Answers
}

// A Question is one thing a method asks.
type Question struct {
	ID      string // as on the command line: initiation
	Title   string // as a person asks it
	Help    string // what to think of, and the published table it comes from
	Threats ThreatSort
	Options []Option // lowest first; empty where the answer is free
	// Instead names questions that this one stands for: it is asked only on
	// request, and answering one side takes the other out.
	Instead []string
}

// A ThreatSort says which threats a question is for.
type ThreatSort uint8

// The sorts of threat: a question for adversaries has no meaning for a flood.
const (
	AnyThreat ThreatSort = iota
	AdversarialOnly
	NonAdversarialOnly
)

// An Option is one answer that a question takes.
type Option struct {
	Value  string // stored: VH
	Label  string // short: very high
	Anchor string // in plain words, our own
}

// Asked gives the questions for a threat, in order; those that stand instead
// of others are left out.
func (m Method) Asked(adversarial bool) []Question {
	var asked []Question
	for _, q := range m.Questions {
		if len(q.Instead) == 0 && q.fits(adversarial) {
			asked = append(asked, q)
		}
	}
	return asked
}

// Question finds a question by its id for this sort of threat.
func (m Method) Question(id string, adversarial bool) (Question, bool) {
	for _, q := range m.Questions {
		if q.ID == id && q.fits(adversarial) {
			return q, true
		}
	}
	return Question{}, false
}

// Answer gives the answers with one more. A question that stands instead of
// others pushes them out, and is pushed out once all of them are answered.
func (m Method) Answer(have Answers, question, value string) Answers {
	a := have.With(question, value)
	for _, q := range m.Questions {
		switch {
		case len(q.Instead) == 0:
		case q.ID == question && value != "":
			for _, other := range q.Instead {
				delete(a, other)
			}
		case slices.Contains(q.Instead, question) && a.known(q.Instead):
			delete(a, q.ID)
		}
	}
	return a
}

func (a Answers) known(questions []string) bool {
	for _, q := range questions {
		if v := a[q]; v == "" || v == NotKnown {
			return false
		}
	}
	return true
}

// For gives the answers as the method needs them for this threat: with those
// that the threat itself holds.
func (m Method) For(t *Threat, a Answers) Answers {
	if m.Context == nil {
		return a
	}
	for name, value := range m.Context(t) {
		a = a.With(name, value)
	}
	return a
}

// Start gives the answers that a rating already holds in the words of this
// method, to go on from.
func (m Method) Start(r Rating) Answers {
	if r.Method == m.ID {
		return maps.Clone(r.Answers)
	}
	if m.Seed == nil {
		return Answers{}
	}
	return m.Seed(r)
}

func (q Question) fits(adversarial bool) bool {
	switch q.Threats {
	case AdversarialOnly:
		return adversarial
	case NonAdversarialOnly:
		return !adversarial
	}
	return true
}

// An Outcome is what a method makes of answers. A method that does not speak
// of likelihood and impact leaves them Unrated rather than invent them.
type Outcome struct {
	Likelihood, Impact, Level Level
	Path                      []string // each step, with the table row that decided
	Flags                     []string // what a reader should doubt, in a sentence each
	Missing                   []string // a sentence for each answer still needed
	Problems                  []string // a sentence for each answer that cannot be read
}

// Complete says whether every question that matters was answered.
func (o Outcome) Complete() bool { return len(o.Missing) == 0 && len(o.Problems) == 0 }

// A Library is what others published, as parry ships it.
type Library struct {
	Methods []Method
}

// Method finds a method by its id.
func (l Library) Method(id string) (Method, bool) {
	i := slices.IndexFunc(l.Methods, func(m Method) bool { return m.ID == id })
	if i < 0 {
		return Method{}, false
	}
	return l.Methods[i], true
}
