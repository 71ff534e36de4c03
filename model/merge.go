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
// one. What was done is left in report, afresh each time the edit is carried
// out.
func Merge(label string, in []Incoming, report *Merged) Edit {
	return Edit{Label: label, Do: func(d *Draft) error {
		*report = Merged{}
		for _, one := range in { // first, so that no new id is one that stands further down
			d.Keep(one.Threat.ID)
		}
		matrix := d.Settings().Matrix
		for _, one := range in {
			report.take(d, one, matrix)
		}
		return nil
	}}
}

func (m *Merged) take(d *Draft, one Incoming, matrix Matrix) {
	t := one.Threat.Clone()
	t.tidy()
	written := t.ID
	if have, ok := d.Get(t.Key()).(*Threat); ok && written != "" {
		if sameThreat(have, t, matrix) {
			m.Same = append(m.Same, written)
			return
		}
		t.ID = ""
	}
	if t.ID == "" {
		t.ID = d.NewThreatID()
	}
	if written != "" && written != t.ID {
		m.note(one, t, fmt.Sprintf("%s is taken by another threat: came in as %s", written, t.ID))
	}
	for _, s := range States {
		if doubt := t.Ratings[s].accept(s, matrix); doubt != "" {
			m.note(one, t, t.ID+": "+doubt)
		}
	}
	d.Put(t)
	m.Added = append(m.Added, t.ID)
}

func (m *Merged) note(one Incoming, t *Threat, text string) {
	m.Notes = append(m.Notes, Note{one.Place, t.ID, text})
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
			now.Level, now.Declared = was.Level, was.Declared
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
	switch {
	case r.Placed() && matrix.Level(r.Likelihood, r.Impact).Rated():
		r.Level = matrix.Level(r.Likelihood, r.Impact)
	case r.byMethod() && said.Rated():
		r.Level = said // the method's own, where the matrix has none
	case !r.byMethod():
		r.Level = Unrated
	}
	switch {
	case said == r.Level:
		r.Declared = Unrated
	case !said.Rated():
	case r.Placed():
		return fmt.Sprintf("the file says %s risk %s, the matrix says %s; both are kept", s, said, orElse(r.Level.String(), "nothing"))
	default:
		return fmt.Sprintf("the file says %s risk %s without both likelihood and impact; it is kept as the file's word", s, said)
	}
	return ""
}

// byMethod says whether a method's answers made the rating.
func (r *Rating) byMethod() bool {
	return r.Method != "" && r.Method != MethodImported && r.Method != MethodEntered
}
