package model

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
)

// A Judgement is what a method makes of answers of which some may be spans.
// The outcome is that of the best answers; Low and High are how low and how
// high it may turn out, each side for itself.
type Judgement struct {
	Outcome
	Low, High Outcome
	Ranged    bool // some answer is a span; else Low and High are empty
}

// Judge rates answers in any of the method's spellings, spans among them.
func (m Method) Judge(a Answers) Judgement {
	if !a.ranged() {
		return Judgement{Outcome: m.Rate(a)}
	}
	a = m.Read(a)
	spans, problems := m.spans(a)
	if len(spans) == 0 && len(problems) == 0 {
		return Judgement{Outcome: m.Rate(a)}
	}
	best := maps.Clone(a)
	for id, s := range spans {
		best[id] = s.Best
		if s.Best == "" {
			best[id] = NotKnown
		}
	}
	j := Judgement{Outcome: m.Rate(best), Ranged: true}
	j.Problems = append(slices.Clone(j.Problems), problems...)
	if wide := m.tooWide(spans); wide != "" {
		j.Problems = append(j.Problems, wide)
	}
	if len(j.Problems) > 0 {
		return Judgement{Outcome: Outcome{Missing: j.Missing, Problems: j.Problems}}
	}
	var exact bool
	j.Low, j.High, exact = m.ends(best, spans)
	if !exact {
		j.Flags = append(slices.Clone(j.Flags), fmt.Sprintf(
			"only the ends of the %d ranges were tried: what it may come to can be wider than is said", len(spans)))
	}
	j.tell(m, spans)
	return j
}

// readSpan gives a span, or any other answer, in the question's own words and
// the lower end first. What cannot be read comes back as it was.
func (q *Question) readSpan(value string) string {
	s, ok := ParseSpan(value)
	if !ok {
		if read, ok := q.Read(value); ok {
			return read
		}
		return value
	}
	for _, end := range []*string{&s.Low, &s.Best, &s.High} {
		if *end == "" {
			continue
		}
		read, ok := q.Read(*end)
		if !ok || read == NotKnown {
			return value
		}
		*end = read
	}
	if q.Place(s.Low) > q.Place(s.High) {
		s.Low, s.High = s.High, s.Low
	}
	if s.Low == s.High && (s.Best == "" || s.Best == s.Low) {
		return s.Low
	}
	return s.String()
}

// spans gives the answers that are spans, and what is wrong with any of them;
// a wrong one is left as not known. The answers must be the caller's own.
func (m Method) spans(a Answers) (spans map[string]Span, problems []string) {
	for _, id := range slices.Sorted(maps.Keys(a)) {
		value := a[id]
		s, ok := ParseSpan(value)
		q := findQuestion(m.Questions, id)
		if !ok || q == nil || len(q.Options) == 0 {
			continue
		}
		low, high, best := q.Place(s.Low), q.Place(s.High), q.Place(s.Best)
		switch {
		case low < 0 || high < 0 || s.Best != "" && best < 0:
			a[id] = NotKnown // Rate would call it a problem a second time
			problems = append(problems, fmt.Sprintf("%s is %.40q; a range runs between two of %s", id, value, q.Takes()))
		case s.Best != "" && (best < low || best > high):
			a[id] = NotKnown
			problems = append(problems, fmt.Sprintf("%s is %.40q: %s lies outside the range", id, value, s.Best))
		default:
			if spans == nil {
				spans = map[string]Span{}
			}
			spans[id] = s
		}
	}
	return spans, problems
}

// mostTries bounds how many ways through the spans are tried. What lies
// beyond is judged by the ends of each span alone, which is said; where even
// those are more, the answers are refused.
const mostTries = 4096

// waysOf gives the values to try of each span: all where there are few enough
// ways through them, else the ends.
func (m Method) waysOf(ids []string, spans map[string]Span) (choices [][]string, all bool) {
	choices, total := make([][]string, len(ids)), 1
	for i, id := range ids {
		q, s := findQuestion(m.Questions, id), spans[id]
		for place := q.Place(s.Low); place <= q.Place(s.High); place++ {
			choices[i] = append(choices[i], q.At(place))
		}
		total = min(total*len(choices[i]), mostTries+1)
	}
	if total <= mostTries {
		return choices, true
	}
	for i, id := range ids {
		choices[i] = []string{spans[id].Low, spans[id].High}
	}
	return choices, false
}

// tooWide says why so many spans cannot be judged; "" if they can.
func (m Method) tooWide(spans map[string]Span) string {
	most := bits.Len(mostTries) - 1
	if m.Monotone || len(spans) <= most {
		return ""
	}
	return fmt.Sprintf("%d answers are ranges; %s can follow %d at once, so answer some of them", len(spans), m.ID, most)
}

// ends gives how low and how high the outcome may turn out, by trying; not exact
// if there are too many ways to try all.
func (m Method) ends(a Answers, spans map[string]Span) (low, high Outcome, exact bool) {
	ids := slices.Sorted(maps.Keys(spans))
	if m.Monotone {
		for _, end := range []struct {
			of  func(Span) string
			out *Outcome
		}{{func(s Span) string { return s.Low }, &low}, {func(s Span) string { return s.High }, &high}} {
			tried := maps.Clone(a)
			for _, id := range ids {
				tried[id] = end.of(spans[id])
			}
			*end.out = m.Rate(tried)
		}
		return low, high, true
	}
	choices, exact := m.waysOf(ids, spans)
	first := true
	for tried := range through(a, ids, choices) {
		o := m.Rate(tried)
		if first {
			low, high, first = o, o, false
			continue
		}
		low, high = m.lower(low, o), m.higher(high, o)
	}
	return low, high, exact
}

// through gives every way through the choices.
func through(a Answers, ids []string, choices [][]string) func(yield func(Answers) bool) {
	return func(yield func(Answers) bool) {
		tried := maps.Clone(a)
		var walk func(i int) bool
		walk = func(i int) bool {
			if i == len(ids) {
				return yield(tried)
			}
			for _, value := range choices[i] {
				tried[ids[i]] = value
				if !walk(i + 1) {
					return false
				}
			}
			return true
		}
		walk(0)
	}
}

// lower takes over the lower outcome, and the lower of each side.
func (m Method) lower(have, o Outcome) Outcome {
	got := have
	if m.Compare(o, have) < 0 {
		got = o
	}
	got.Likelihood, got.Impact = min(have.Likelihood, o.Likelihood), min(have.Impact, o.Impact)
	got.Level = min(have.Level, o.Level)
	return got
}

func (m Method) higher(have, o Outcome) Outcome {
	got := have
	if m.Compare(o, have) > 0 {
		got = o
	}
	got.Likelihood, got.Impact = max(have.Likelihood, o.Likelihood), max(have.Impact, o.Impact)
	got.Level = max(have.Level, o.Level)
	return got
}

// tell adds to the path what is not sure and what follows from that, and puts
// right what the method says is missing: a span is more than "not known".
func (j *Judgement) tell(m Method, spans map[string]Span) {
	j.Path, j.Missing = slices.Clone(j.Path), slices.Clone(j.Missing)
	for _, id := range slices.Sorted(maps.Keys(spans)) {
		s := spans[id]
		line := fmt.Sprintf("%s not sure: from %s to %s", id, s.Low, s.High)
		if s.Best != "" {
			line += ", most likely " + s.Best
		}
		j.Path = append(j.Path, line)
		unknown := id + " is answered \"not known\";"
		for i, missing := range j.Missing {
			if len(missing) > len(unknown) && missing[:len(unknown)] == unknown {
				j.Missing[i] = fmt.Sprintf("%s is known only as %s to %s; a best answer would place it", id, s.Low, s.High)
			}
		}
	}
	if low, high := m.told(j.Low), m.told(j.High); low != "" && high != "" {
		line := "so it comes to " + low
		if low != high {
			line = fmt.Sprintf("so it comes to anything from %s to %s", low, high)
		}
		j.Path = append(j.Path, line)
	}
}

// told is what an outcome comes to, in words.
func (m Method) told(o Outcome) string {
	if o.Level.Rated() {
		return "level " + o.Level.String()
	}
	return o.Verdict.Words()
}
