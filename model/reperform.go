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
			for _, stored := range t.RatingsOf(s) {
				if len(stored.Answers) == 0 || !stored.byMethod() {
					continue
				}
				done++
				if text := stored.again(t, lib); text != "" {
					differ = append(differ, Difference{t.ID, s, text})
				}
			}
		}
	}
	return done, differ
}

// again says how the rating would come out otherwise today; "" if it would
// not.
func (r *Rating) again(t *Threat, lib Library) string {
	m, ok := lib.Method(r.Method)
	if !ok {
		return fmt.Sprintf("rated by %s, which is not here to be asked again", r.Basis())
	}
	j := m.JudgeThreat(t, r.Answers)
	switch {
	case r.Version != m.Version:
		return fmt.Sprintf("rated by %s %s, today it is %s", m.ID, r.Version, m.Version)
	case j.Likelihood != r.Likelihood || j.Impact != r.Impact:
		return fmt.Sprintf("stored as %s, its answers give likelihood %s and impact %s",
			r.Cell(), j.Likelihood.Words(), j.Impact.Words())
	case !t.places(r) && r.Override == "" && j.Level != r.Level:
		return fmt.Sprintf("stored at level %s, its answers give %s", r.Level.Words(), j.Level.Words())
	case j.Verdict.Words() != r.Verdict.Words() || j.DueDays != r.Verdict.DueDays || j.Forensics != r.Verdict.Forensics:
		return fmt.Sprintf("stored by %s as %q, its answers give %q", m.ID, r.Verdict.Words(), j.Verdict.Words())
	case len(r.Path) < len(j.Path) || !slices.Equal(j.Path, r.Path[:len(j.Path)]):
		return fmt.Sprintf("the path to %s is told otherwise today: the method's words or the threat's own fields changed; rate it again", r.Told())
	}
	return ""
}

// Told is what the rating says, in words: its cell, or the verdict of a method
// that has none.
func (r *Rating) Told() string {
	told := r.Verdict.Words()
	if r.Placed() || told == "" {
		told = r.Cell()
	}
	if r.Override != "" {
		told += ", overridden: " + r.Override
	}
	return told
}
