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
		n, some := reperform(t, lib)
		done, differ = done+n, append(differ, some...)
	}
	return done, differ
}

func reperform(t *Threat, lib Library) (done int, differ []Difference) {
	for _, s := range States {
		for _, stored := range t.RatingsOf(s) {
			if len(stored.Answers()) == 0 || !stored.byMethod() {
				continue
			}
			done++
			if text := stored.again(t, lib); text != "" {
				differ = append(differ, Difference{t.ID, s, text})
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
	j := m.JudgeThreat(t, r.Answers())
	switch {
	case r.Version() != m.Version:
		return fmt.Sprintf("rated by %s %s, today it is %s", m.ID, r.Version(), m.Version)
	case j.Likelihood != r.Likelihood || j.Impact != r.Impact:
		return fmt.Sprintf("stored as %s, its answers give likelihood %s and impact %s",
			r.Cell(), j.Likelihood.Words(), j.Impact.Words())
	case r.knowsOwn() && r.own() != j.Level:
		return fmt.Sprintf("stored at level %s, its answers give %s", r.own().Words(), j.Level.Words())
	case j.Verdict.Words() != r.Verdict().Words() || j.DueDays != r.Verdict().DueDays || j.Forensics != r.Verdict().Forensics:
		return fmt.Sprintf("stored by %s as %q, its answers give %q", m.ID, r.Verdict().Words(), j.Verdict.Words())
	case len(r.Path()) < len(j.Path) || !slices.Equal(j.Path, r.Path()[:len(j.Path)]):
		return fmt.Sprintf("the path to %s is told otherwise today: the method's words or the threat's own fields changed; rate it again", r.Told())
	}
	return ""
}

// knowsOwn says whether the level that the method gave is on record: registers
// of schema 2 did not keep it under their matrix or an override.
func (r *Rating) knowsOwn() bool {
	return r.own().Rated() || !r.byMatrix() && !r.overrides().Rated()
}

// own is the level that the method gave, without the register's matrix and
// without an override.
func (r *Rating) own() Level {
	switch {
	case r.byMatrix():
		return r.OwnLevel
	case r.overrides().Rated():
		return r.Computed
	}
	return r.Level
}

// Told is what the rating says, in words: its cell, or the verdict of a method
// that has none.
func (r *Rating) Told() string {
	told := r.Verdict().Words()
	if r.Placed() || told == "" {
		told = r.Cell()
	}
	if r.Override() != "" {
		told += ", overridden: " + r.Override()
	}
	return told
}
