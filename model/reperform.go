package model

import (
	"fmt"
	"slices"
)

// A Difference is a stored rating that its method would not give again.
type Difference struct {
	Threat string
	State  State
	Text   string
}

// Reperform carries out every stored rating again and says where today's
// method answers otherwise, and how many it went through. Only what was
// answered can be re-performed: imported and typed ratings are left alone.
func Reperform(r *Register, lib Library) (done int, differ []Difference) {
	for _, t := range r.Threats() {
		for _, s := range States {
			stored := t.Ratings[s]
			m, ok := lib.Method(stored.Method)
			if !ok || len(stored.Answers) == 0 {
				continue
			}
			done++
			if text := differs(stored, m, m.For(t, stored.Answers)); text != "" {
				differ = append(differ, Difference{t.ID, s, text})
			}
		}
	}
	return done, differ
}

func differs(stored Rating, m Method, answers Answers) string {
	o := m.Rate(answers)
	switch {
	case stored.Version != m.Version:
		return fmt.Sprintf("rated by %s %s, today it is %s", m.ID, stored.Version, m.Version)
	case o.Likelihood != stored.Likelihood || o.Impact != stored.Impact:
		return fmt.Sprintf("stored as %s, its answers give likelihood %s and impact %s",
			stored.Cell(), o.Likelihood.Words(), o.Impact.Words())
	case len(stored.Path) < len(o.Path) || !slices.Equal(o.Path, stored.Path[:len(o.Path)]):
		return fmt.Sprintf("the path to %s is told otherwise today: the method's words or the threat's own fields changed; rate it again", stored.Cell())
	}
	return ""
}
