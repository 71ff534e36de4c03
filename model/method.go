package model

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

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
	// Facts gives the answers that the threat's own fields suggest. They are
	// offered, and asked all the same; nil if there are none.
	Facts func(*Threat) Answers
	// Vector reads a case written in one word, as "AV:N/AC:L"; nil if there is
	// no such form.
	Vector func(string) (Answers, error)

	Judges   Subject
	Places   bool     // it speaks of likelihood and impact: its rating has a cell in the heatmap
	Monotone bool     // raising an answer never lowers what it comes to
	Results  []string // what it can come to (Outcome.Word), lowest first
	Matrix   *Matrix  // what a register that rates by it is judged by; nil to keep its own
	// Severities reads the publisher's severity as a level, only to compare
	// methods with each other; nil if none is published.
	Severities map[string]Level
}

// A Subject is what a method judges.
type Subject uint8

// A method for vulnerabilities speaks of a threat without one only by analogy.
const (
	JudgesThreats Subject = iota
	JudgesVulnerabilities
)

// Asked gives the questions for a threat, in order; those that stand instead
// of others and those that may be left out are not among them.
func (m Method) Asked(adversarial bool) []Question {
	var asked []Question
	for _, q := range m.Questions {
		if len(q.Instead) == 0 && !q.Optional && q.fits(adversarial) {
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

// Read gives answers in the method's own words; what it cannot read stays as
// it is, for Rate to say so.
func (m Method) Read(a Answers) Answers {
	read := make(Answers, len(a))
	for _, name := range slices.Sorted(maps.Keys(a)) {
		value := a[name]
		if q := findQuestion(m.Questions, name); q != nil {
			if a[q.ID] == "" && read[q.ID] == "" {
				name = q.ID
			}
			value = q.readSpan(value)
		}
		read[name] = value
	}
	return read
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
		return maps.Clone(r.Answers())
	}
	if m.Seed == nil {
		return Answers{}
	}
	return m.Seed(r)
}

// Offer gives the answers to go on from for one state of a threat: those it
// was rated with, else what its rating or its own fields already say.
func (m Method) Offer(t *Threat, s State) Answers {
	if r := t.RatingBy(s, m.ID); r != nil {
		return maps.Clone(r.Answers())
	}
	a := m.Start(t.Ratings[s])
	if m.Facts != nil {
		for name, value := range m.Facts(t) {
			if a[name] == "" {
				a = a.With(name, value)
			}
		}
	}
	return a
}

// Compare orders two outcomes by what they come to: the score where there is
// one, else the result, else the level.
func (m Method) Compare(a, b Outcome) int {
	if a.Scored && b.Scored {
		return cmp.Compare(a.Score, b.Score)
	}
	return cmp.Or(
		cmp.Compare(slices.Index(m.Results, a.Word()), slices.Index(m.Results, b.Word())),
		cmp.Compare(a.Level, b.Level))
}

// A Library is what others published, as parry ships it and as the register
// brings it.
type Library struct {
	Methods    []Method
	Catalogues func() []Catalogue // read when they are first asked for; nil for none
}

// Method finds a method by its id, in any case.
func (l Library) Method(id string) (Method, bool) {
	i := slices.IndexFunc(l.Methods, func(m Method) bool { return strings.EqualFold(m.ID, id) })
	if i < 0 {
		return Method{}, false
	}
	return l.Methods[i], true
}

// Directive is the method that says how long a vulnerability may wait.
const Directive = "bod-26-04"

// NewGrounds gives what rules on a register go by on a day. How long a vulnerability
// may wait follows from what the threat was rated with by the directive, else from
// its own fields; the library is asked for only then.
func NewGrounds(r *Register, today string, library func() Library) Grounds {
	var m Method
	type answer struct {
		days             int
		forensics, known bool
	}
	said := map[*Threat]answer{} // several rules and clocks ask about the same threat
	wait := func(t *Threat) (days int, forensics, known bool) {
		if a, ok := said[t]; ok {
			return a.days, a.forensics, a.known
		}
		if m.Rate == nil {
			m, _ = library().Method(Directive)
		}
		if m.Rate == nil {
			return 0, false, false
		}
		o := m.Rate(m.Offer(t, Inherent))
		said[t] = answer{o.DueDays, o.Forensics, o.Complete()}
		return o.DueDays, o.Forensics, o.Complete()
	}
	return Grounds{Today: today, Appetite: r.Tolerance(), Vulnerable: wait, Links: r.Links(), owners: ownerGroundsOf(r, today), accepts: r.acceptTerms()}
}
