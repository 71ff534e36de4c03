package model

import (
	"fmt"
	"maps"
	"strings"
)

// longestVector is more than any published vector has, in bytes.
const longestVector = 1024

// ParseVector reads metrics written as "AV:N/AC:L", in any order and case, as
// answers to the questions whose ids are the metrics' names. What stands in
// front of the first metric is told to begin, which may refuse it.
func ParseVector(text string, questions []Question, begin func(prefix string) error) (Answers, error) {
	text = strings.Trim(strings.TrimSpace(text), "()")
	if len(text) > longestVector {
		return nil, fmt.Errorf("the vector is %d bytes long; none has more than %d", len(text), longestVector)
	}
	text = strings.Trim(text, "/")
	a := make(Answers, strings.Count(text, "/")+1)
	prefix, first, undefined := "", true, false
	for part := range strings.SplitSeq(text, "/") {
		name, value, ok := strings.Cut(part, ":")
		if first && strings.EqualFold(name, "CVSS") {
			prefix, first = value, false
			continue
		}
		first = false
		if !ok || name == "" || value == "" {
			return nil, fmt.Errorf("%.40q is no metric; a vector looks like AV:N/AC:L", part)
		}
		q := metric(questions, name)
		if q == nil {
			return nil, fmt.Errorf("there is no metric %.20q%s", name, meant(name, questions))
		}
		if _, twice := a[q.ID]; twice {
			return nil, fmt.Errorf("the metric %s stands twice in the vector", q.ID)
		}
		got, ok := q.Read(value)
		if !ok || got == NotKnown && !q.Optional {
			return nil, fmt.Errorf("%s is %.20q; it takes %s", q.ID, value, q.Takes())
		}
		a[q.ID] = got
		undefined = undefined || got == NotKnown
	}
	if undefined { // kept until here, so that a second one is seen
		maps.DeleteFunc(a, func(_, value string) bool { return value == NotKnown })
	}
	return a, begin(prefix)
}

// metric finds a question by the metric's name, as written or in any case.
func metric(questions []Question, name string) *Question {
	if i := exactQuestion(questions, name); i >= 0 {
		return &questions[i]
	}
	for i := range questions {
		if strings.EqualFold(questions[i].ID, name) {
			return &questions[i]
		}
	}
	return nil
}

func meant(name string, questions []Question) string {
	names := make([]string, len(questions))
	for i, q := range questions {
		names[i] = q.ID
	}
	return "; there are " + strings.Join(names, ", ")
}
