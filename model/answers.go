package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// NotKnown is the answer "asked, and nobody knows". It is not a missing
// answer: somebody looked.
const NotKnown = "."

// Answerable says whether a word can be given as an answer: it is no range and
// not NotKnown, holds nothing that separates answers, and can be seen and typed.
func Answerable(word string) bool {
	return word == strings.TrimSpace(word) && word != "" && word != NotKnown &&
		!strings.Contains(word, spanMark) && !strings.ContainsAny(word, ";=\\") &&
		!strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsPrint(r) })
}

// Answers are what was answered to a method's questions: question id → option,
// NotKnown, or a range between two options (see Span).
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

func (a Answers) known(questions []string) bool {
	for _, q := range questions {
		if v := a[q]; v == "" || v == NotKnown {
			return false
		}
	}
	return true
}

// A Span is an answer of somebody who is not sure: it lies somewhere from Low
// to High, most likely at Best where that is said.
type Span struct{ Low, Best, High string }

const spanMark = ".."

// ParseSpan reads "L..H" or "L..M..H"; any other answer is no span.
func ParseSpan(value string) (Span, bool) {
	parts := strings.Split(value, spanMark)
	if slices.Contains(parts, "") {
		return Span{}, false
	}
	switch len(parts) {
	case 2:
		return Span{Low: parts[0], High: parts[1]}, true
	case 3:
		return Span{Low: parts[0], Best: parts[1], High: parts[2]}, true
	}
	return Span{}, false
}

// String writes the span as ParseSpan reads it.
func (s Span) String() string {
	if s.Best == "" {
		return s.Low + spanMark + s.High
	}
	return s.Low + spanMark + s.Best + spanMark + s.High
}
