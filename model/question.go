package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

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
	Group   string   // the publisher's name for the questions it belongs to: base
	Also    []string // other names that it goes by
	// Optional questions may be left out: they are asked on request, all of
	// their group together.
	Optional bool
	// Whole takes every whole number from the lowest option to the highest, also
	// where no option stands; a digit answers with itself.
	Whole bool
	// Field is the threat's own field that holds the same fact in the same
	// words; the answer is kept there too.
	Field string
}

// NotDefined is how published vectors write that an optional metric has no
// value; it reads as NotKnown.
const NotDefined = "X"

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
	Value  string   // stored: VH
	Label  string   // short: very high
	Anchor string   // in plain words, our own
	Also   []string // other spellings that are published: PoC
}

func (q *Question) fits(adversarial bool) bool {
	switch q.Threats {
	case AdversarialOnly:
		return adversarial
	case NonAdversarialOnly:
		return !adversarial
	}
	return true
}

// Read gives an answer in the question's own words: an option's Value for any
// of its spellings, in any case, with spaces, hyphens or underscores. False if
// it is none. NotKnown and what is free come back as they are.
func (q *Question) Read(value string) (string, bool) {
	if value == NotKnown {
		return value, true
	}
	for i := range q.Options {
		if q.Options[i].Value == value {
			return value, true
		}
	}
	trimmed := strings.TrimSpace(value)
	switch {
	case len(q.Options) == 0 || trimmed == NotKnown:
		return trimmed, trimmed != ""
	case q.Optional && strings.EqualFold(trimmed, NotDefined):
		return NotKnown, true
	}
	if q.Whole {
		return q.readWhole(trimmed)
	}
	folded := FoldSpelling(trimmed)
	for i := range q.Options {
		o := &q.Options[i]
		if foldsTo(o.Value, folded) || foldsTo(o.Label, folded) || o.spelt(folded) {
			return o.Value, true
		}
	}
	return "", false
}

func (o *Option) spelt(folded string) bool {
	return slices.ContainsFunc(o.Also, func(s string) bool { return foldsTo(s, folded) })
}

// readWhole reads a whole number between the outermost options.
func (q *Question) readWhole(value string) (string, bool) {
	n, err := strconv.Atoi(value)
	least, _ := strconv.Atoi(q.Options[0].Value)
	most, _ := strconv.Atoi(q.Options[len(q.Options)-1].Value)
	return strconv.Itoa(n), err == nil && n >= least && n <= most
}

// FoldSpelling makes spellings of one word the same: answers are compared so.
func FoldSpelling(s string) string {
	if !strings.ContainsAny(s, " -_") {
		return strings.ToLower(s) // which is s itself for most answers, and costs nothing
	}
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r == ' ' || r == '-' || r == '_'
	}), " ")
}

// foldsTo says whether FoldSpelling of a text is this, without making it: every frame
// of triage compares dozens.
func foldsTo(s, folded string) bool {
	at, gap := 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			return FoldSpelling(s) == folded
		case c == ' ' || c == '-' || c == '_':
			gap = at > 0
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		if gap {
			if at >= len(folded) || folded[at] != ' ' {
				return false
			}
			at, gap = at+1, false
		}
		if at >= len(folded) || folded[at] != c {
			return false
		}
		at++
	}
	return at == len(folded)
}

// Place says where an answer stands among the options, lowest 0; of a Whole
// question it is the number. -1 if it is no answer that can be placed.
func (q *Question) Place(value string) int {
	if q.Whole {
		if n, err := strconv.Atoi(value); err == nil {
			return n
		}
		return -1
	}
	for i := range q.Options {
		if q.Options[i].Value == value {
			return i
		}
	}
	return -1
}

// At is the inverse of Place: the answer at a place, "" beyond the ends.
func (q *Question) At(place int) string {
	if q.Whole {
		value, ok := q.readWhole(strconv.Itoa(place))
		if !ok {
			return ""
		}
		return value
	}
	if place < 0 || place >= len(q.Options) {
		return ""
	}
	return q.Options[place].Value
}

// Takes says what the question can be answered with.
func (q *Question) Takes() string {
	if len(q.Options) == 0 {
		return "free text"
	}
	if q.Whole {
		return fmt.Sprintf("a whole number from %s to %s", q.Options[0].Value, q.Options[len(q.Options)-1].Value)
	}
	names := make([]string, len(q.Options))
	for i, o := range q.Options {
		names[i] = o.Value
	}
	return orList(names)
}

// ReadAnswers gives answers in the questions' own words, and a sentence for
// each that cannot be read, in order. A name that is in beside is no question
// but is let through as it is. What cannot be read stays as it was written: it
// is a problem, not missing. What comes back may be the very answers that were
// given: it is for reading only.
func ReadAnswers(method string, questions []Question, a Answers, beside ...string) (Answers, []string) {
	if plain(questions, a) {
		return a, nil
	}
	r := answerReading{method: method, questions: questions, given: a, beside: beside, read: make(Answers, len(a))}
	var others []string
	for name, value := range a {
		if i := exactQuestion(questions, name); i >= 0 {
			r.take(&questions[i], value)
		} else {
			others = append(others, name)
		}
	}
	slices.Sort(others) // so that the same answers have the same problems
	for _, name := range others {
		r.other(name, a[name])
	}
	slices.Sort(r.problems)
	return r.read, r.problems
}

// plain says whether all answers stand in the questions' own words already, as
// almost all do: they are then taken as they are, for reading only.
func plain(questions []Question, a Answers) bool {
	for name, value := range a {
		i := exactQuestion(questions, name)
		if i < 0 || value == "" || value != NotKnown && questions[i].Place(value) < 0 || questions[i].Whole {
			return false
		}
	}
	return true
}

// An answerReading is ReadAnswers on its way.
type answerReading struct {
	method    string
	questions []Question
	given     Answers
	beside    []string
	read      Answers
	problems  []string
}

func (r *answerReading) take(q *Question, value string) {
	if value == "" {
		return
	}
	got, ok := q.Read(value)
	if !ok {
		got = value
		r.problems = append(r.problems, fmt.Sprintf("%s is %.40q; it takes %s, or %s for \"not known\"", q.ID, value, q.Takes(), NotKnown))
	}
	r.read[q.ID] = got
}

// other takes an answer under a name that is no question's id.
func (r *answerReading) other(name, value string) {
	if slices.Contains(r.beside, name) {
		r.read[name] = value
		return
	}
	q := findQuestion(r.questions, name)
	switch {
	case q == nil:
		r.problems = append(r.problems, unknownAnswer(r.method, r.questions, name, r.beside))
	case value != "" && (r.given[q.ID] != "" || r.read[q.ID] != ""):
		r.problems = append(r.problems, fmt.Sprintf("%s and %.40q are one question; answer one of them", q.ID, name))
	default:
		r.take(q, value)
	}
}

// exactQuestion is the place of a question by its very id, -1 if there is none.
func exactQuestion(questions []Question, id string) int {
	for i := range questions {
		if questions[i].ID == id {
			return i
		}
	}
	return -1
}

// findQuestion finds a question by its id, else by another of its names.
func findQuestion(questions []Question, name string) *Question {
	if i := exactQuestion(questions, name); i >= 0 {
		return &questions[i]
	}
	folded := FoldSpelling(name)
	for i := range questions {
		q := &questions[i]
		if foldsTo(q.ID, folded) || slices.ContainsFunc(q.Also, func(s string) bool { return foldsTo(s, folded) }) {
			return q
		}
	}
	return nil
}

func unknownAnswer(method string, questions []Question, name string, beside []string) string {
	names := slices.Clone(beside)
	for _, q := range questions {
		names = append(names, q.ID)
	}
	meant := ""
	if near := Nearest(name, names); near != "" {
		meant = " did you mean " + near + "?"
	}
	return fmt.Sprintf("there is no answer %.40q;%s %s takes %s", name, meant, method, strings.Join(names[len(beside):], ", "))
}

// MissingAnswers gives a sentence for each of these questions that has no
// answer yet or is not known; optional ones are passed over.
func MissingAnswers(questions []Question, a Answers) []string {
	var lines []string
	for i := range questions {
		q := &questions[i]
		switch value := a[q.ID]; {
		case q.Optional:
		case value == NotKnown:
			lines = append(lines, fmt.Sprintf("%s is answered \"not known\"; still open: %s (%s)", q.ID, q.Title, q.Takes()))
		case value == "":
			lines = append(lines, fmt.Sprintf("%s is missing: %s (%s)", q.ID, q.Title, q.Takes()))
		}
	}
	return lines
}
