package model

import (
	"fmt"
	"reflect"
)

// An Incoming is a threat that a file brought, and where in the file it
// stands: "line 12".
type Incoming struct {
	Threat *Threat
	Place  string
}

// Merged says what became of the threats of a file.
type Merged struct {
	Added []string // ids under which threats came in, in the file's order
	Same  []string // ids of threats that the register holds just so
	Notes []Note
}

// A Note is one thing about a file that a person should know.
type Note struct {
	Place string
	ID    string // the threat it speaks of, as the register has it
	Text  string // a sentence
}

// Merge brings in the threats of a file as one edit, so that one undo takes
// them all out. An id that is free is kept as written; one that is taken by
// other content, in the register or earlier in the file, makes way for a new
// one, and the file's references follow it. What was done is left in report,
// afresh each time the edit is carried out.
func Merge(label string, in []Incoming, report *Merged) Edit {
	return Edit{Label: label, Do: func(d *Draft) error {
		*report = Merged{}
		m := merging{Merged: report, d: d, matrix: d.Settings().Matrix, became: map[string]string{}}
		for _, one := range in { // first, so that no new id is one that stands further down
			d.Keep(one.Threat.ID)
		}
		for _, one := range in {
			m.take(one)
		}
		for _, one := range m.came {
			m.redirect(one)
		}
		return nil
	}}
}

type merging struct {
	*Merged
	d      *Draft
	matrix Matrix
	came   []Incoming        // what was added, as it was added
	became map[string]string // id in the file → id in the register, of the first that has it
}

func (m *merging) take(one Incoming) {
	t := one.Threat.Clone()
	t.tidy()
	written := t.ID
	if have, ok := m.d.Get(t.Key()).(*Threat); ok && written != "" {
		if sameThreat(have, t, m.matrix) {
			m.meet(written, written)
			m.Same = append(m.Same, written)
			return
		}
		t.ID = ""
	}
	if t.ID == "" {
		t.ID = m.d.NewThreatID()
	}
	m.meet(written, t.ID)
	one.Threat = t
	if written != "" && written != t.ID {
		m.note(one, "%s is taken by another threat: comes in as %s", written, t.ID)
	}
	for _, s := range States {
		if doubt := t.Ratings[s].accept(s, m.matrix); doubt != "" {
			m.note(one, "%s: %s", t.ID, doubt)
		}
	}
	m.d.Put(t)
	m.came = append(m.came, one)
	m.Added = append(m.Added, t.ID)
}

func (m *merging) meet(written, id string) {
	if _, met := m.became[written]; !met {
		m.became[written] = id
	}
}

// redirect lets a threat's references follow those that came in under a new
// id. The threat is still the draft's, so it may be changed.
func (m *merging) redirect(one Incoming) {
	review := &one.Threat.Review
	follow := func(reference *string) {
		if id, ok := m.became[*reference]; ok && *reference != "" && id != *reference {
			m.note(one, "%s: its reference to %s now says %s", one.Threat.ID, *reference, id)
			*reference = id
		}
	}
	follow(&review.Parent)
	for i := range review.Related {
		follow(&review.Related[i])
	}
}

func (m *merging) note(one Incoming, form string, args ...any) {
	m.Notes = append(m.Notes, Note{one.Place, one.Threat.ID, fmt.Sprintf(form, args...)})
}

// sameThreat says whether a threat of a file is the one that the register
// holds, whoever stored it and when. A level that the file gives as the
// register has it is not doubted, though the matrix may have changed since.
func sameThreat(have, t *Threat, matrix Matrix) bool {
	c := t.Clone()
	c.CreatedAt, c.CreatedBy, c.UpdatedAt, c.UpdatedBy = have.CreatedAt, have.CreatedBy, have.UpdatedAt, have.UpdatedBy
	for _, s := range States {
		now, was := &c.Ratings[s], have.Ratings[s]
		said := now.Declared
		now.accept(s, matrix)
		if said == was.Level {
			now.Level, now.Computed, now.Declared = was.Level, was.Computed, was.Declared
		}
	}
	return reflect.DeepEqual(have, c)
}

// accept makes a rating of what a file brought. Likelihood and impact get
// their level from the register's matrix; the file's own word is kept beside
// it where it differs, and the doubt is said.
func (r *Rating) accept(s State, matrix Matrix) (doubt string) {
	if r.Method == "" && (r.Likelihood.Rated() || r.Impact.Rated()) {
		r.Method = MethodImported
	}
	said := r.Declared
	if !said.Rated() && !r.byMethod() {
		said = r.Level
	}
	computed := said
	if r.overrides().Rated() {
		computed = r.Computed
	}
	switch {
	case r.Placed() && matrix.Level(r.Likelihood, r.Impact).Rated():
		r.Level = matrix.Level(r.Likelihood, r.Impact)
	case !r.byMethod():
		r.Level = Unrated
	case computed.Rated() || r.overrides().Rated():
		r.Level = computed // the method's own, where the matrix has none
	}
	*r = r.overridden()
	r.Declared = said
	switch {
	case said == r.Level:
		r.Declared = Unrated
	case !said.Rated():
	case r.Placed():
		return fmt.Sprintf("the file says %s risk %s, the matrix says %s; both are kept",
			s, said, orElse(r.Level.String(), "nothing"))
	default:
		return fmt.Sprintf("the file says %s risk %s without both likelihood and impact; it is kept as the file's word", s, said)
	}
	return ""
}
