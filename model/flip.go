package model

import "fmt"

// A Flip is one answer that, moved by one step, changes what a rating comes to.
type Flip struct {
	Question string // its id
	From, To string // the answer as it is, and one step beside it
	Gives    Outcome
	Word     string // what it would come to
}

// Flips moves every answer of a complete set by one step down and one step up
// and gives those moves that change the outcome, as word tells it. It calls
// the method itself on each, so it can say nothing that the method would not.
// A span is moved from its best answer.
func (m Method) Flips(a Answers, word func(Outcome) string) []Flip {
	a = m.Read(a)
	for id, value := range a {
		if s, ok := ParseSpan(value); ok && findQuestion(m.Questions, id) != nil {
			a[id] = s.Best
		}
	}
	here := m.Rate(a)
	if !here.Complete() {
		return nil
	}
	var flips []Flip
	now := word(here)
	asked := map[string]bool{}
	for i := range m.Questions {
		q := &m.Questions[i]
		place := q.Place(a[q.ID])
		if place < 0 || asked[q.ID] {
			continue
		}
		asked[q.ID] = true
		for _, beside := range []int{place - 1, place + 1} {
			to := q.At(beside)
			if to == "" {
				continue
			}
			if o := m.Rate(a.With(q.ID, to)); o.Complete() && word(o) != now {
				flips = append(flips, Flip{q.ID, a[q.ID], to, o, word(o)})
			}
		}
	}
	return flips
}

// FlipLines says in a sentence each what would flip a rating that stands, the
// register's matrix deciding the level where the rating places the threat.
func FlipLines(m Method, t *Threat, r *Rating, s Settings) []string {
	word := Outcome.Word
	if m.Places && t.places(r) {
		word = func(o Outcome) string {
			if level := s.Matrix.Level(o.Likelihood, o.Impact); level.Rated() {
				return level.String()
			}
			return o.Word()
		}
	}
	a := m.For(t, r.Answers())
	flips := m.Flips(a, word)
	lines := make([]string, 0, len(flips))
	for _, f := range flips {
		lines = append(lines, fmt.Sprintf("%s %s instead of %s would make it %s", f.Question, f.To, f.From, f.Word))
	}
	if len(lines) == 0 && m.Judge(a).Complete() {
		lines = append(lines, "no answer moved by one step would change it")
	}
	return lines
}

// places says whether a rating, which must be the threat's own, is one in the
// heatmap.
func (t *Threat) places(r *Rating) bool {
	for s := range t.Ratings {
		if r == &t.Ratings[s] {
			return true
		}
	}
	return false
}
