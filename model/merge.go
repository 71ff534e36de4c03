package model

import (
	"fmt"
	"reflect"
)

// An Incoming is a record that a file brought, and where in the file it stands:
// "line 12". It is a threat, or something else. References in it name records of
// the file: by the id there, of a foreign record by Foreign.ID.
type Incoming struct {
	Threat *Threat
	Place  string
	Other  Record // what is no threat; Threat is nil then

	alien bool // it is from another program, and not from a file of our own that says where it came from
}

// Merged says what became of the records of a file.
type Merged struct {
	Added   []string // ids under which threats came in, in the file's order
	Same    []string // ids of threats that the register holds just so
	Updated []string // ids of threats that came from the same place before, and now say something else
	Others  Others   // of records that are no threats
	Alike   int      // of Added: those with the title of another threat
	Taken   int      // of Added: those whose id is that of another threat here, which Update would change
	Stands  int      // fields that the file says otherwise and that were set here: they stay
	Notes   []Note
}

// Others counts records that are no threats.
type Others struct{ Added, Same, Updated int }

// A Note is one thing about a file that a person should know.
type Note struct {
	Place string
	ID    string // the record it speaks of, as the register has it
	Text  string // a sentence
	Lost  bool   // it speaks of something that could not be carried
}

// Update is Merge for a file that went out from this register and was changed outside:
// an id that the register has means the same threat, and what the file says of it
// counts. An empty cell changes nothing.
func Update(label string, in []Incoming, report *Merged) Edit {
	return merge(label, in, report, true)
}

// Merge brings in the records of a file as one edit, so that one undo takes
// them all out. An id that is free is kept as written; one that is taken by
// other content, in the register or earlier in the file, makes way for a new
// one, and the file's references follow it. A foreign record that came in before
// is brought up to date, see mergeupdate.go. What was done is left in report,
// afresh each time the edit is carried out.
func Merge(label string, in []Incoming, report *Merged) Edit {
	return merge(label, in, report, false)
}

func merge(label string, in []Incoming, report *Merged, update bool) Edit {
	return Edit{Label: label, Before: BeforeImport, Do: func(d *Draft) error {
		*report = Merged{}
		m := merging{Merged: report, d: d, updates: update, became: map[Key]string{}, again: map[string]bool{}}
		m.settle(in)
		m.titles()
		m.known(in)
		for _, one := range in { // first, so that no new id is one that stands further down
			if one.Threat != nil {
				d.Keep(one.Threat.ID)
			}
		}
		for i, one := range in {
			if err := d.Reached(i, len(in)); err != nil {
				return err
			}
			if one.Threat != nil {
				m.take(one)
			}
		}
		for _, one := range m.came {
			m.redirect(one)
		}
		if m.levels > 0 {
			m.Notes = append(m.Notes, Note{Place: "the file", Text: fmt.Sprintf(
				"it gives %d levels without likelihood and impact; each is kept as the file's word until the threat is rated", m.levels)})
		}
		m.likenesses()
		err := m.takeOthers(in)
		m.gone(in)
		return err
	}}
}

type merging struct {
	*Merged
	d       *Draft
	matrix  Matrix
	came    []Incoming          // what was added, as it was added
	became  map[Key]string      // id in the file → id in the register, of the first that has it
	from    map[origin]Record   // what came from foreign files before
	updates bool                // an id of our own means the same threat
	levels  int                 // that foreign threats came with alone
	seen    map[origin]int      // how often each stood in the file so far
	rows    map[origin]bool     // where ids are weak, those that the file held so far
	alike   map[string]string   // titleKey → id of the first threat that has it
	held    map[string][]string // titleKey → ids of threats of the register that no row of the file stands for yet
	again   map[string]bool     // ids of records that came before, and do now
}

func (m *merging) take(one Incoming) {
	t := one.Threat.Clone()
	t.tidy()
	if own, f := splitForeign(t.Review.Notes()); f.alien() {
		one.alien = true
		m.takeForeign(one, t, own, f)
		return
	}
	written := t.ID
	if have, ok := m.d.Get(t.Key()).(*Threat); ok && written != "" {
		if sameThreat(have, t, m.matrix) {
			m.meet(KindThreat, written, written)
			m.Same = append(m.Same, written)
			return
		}
		if m.updates {
			m.overwrite(one, t, have)
			return
		}
		t.ID = ""
	}
	if written == "" {
		if id := m.standing(t); id != "" {
			m.Same = append(m.Same, id)
			return
		}
	}
	m.likeness(one, t)
	m.add(one, t, written)
	if written == "" {
		m.title(t)
	}
}

// add puts a threat that is new into the register.
func (m *merging) add(one Incoming, t *Threat, written string) {
	if t.ID == "" {
		t.ID = m.d.NewThreatID()
	}
	m.meet(KindThreat, written, t.ID)
	one.Threat = t
	if written != "" && written != t.ID && !one.alien {
		m.Taken++
		m.note(one, "%s is taken by another threat: comes in as %s", written, t.ID)
	}
	m.accept(one, t)
	m.d.Put(t)
	m.came = append(m.came, one)
	m.Added = append(m.Added, t.ID)
}

// accept makes ratings of what the file brought. Foreign files often know a level alone:
// those are told together.
func (m *merging) accept(one Incoming, t *Threat) {
	for _, s := range States {
		doubt := t.Ratings[s].accept(s, m.matrix)
		switch {
		case doubt == "":
		case one.alien && !t.Ratings[s].Placed():
			m.levels++
		default:
			m.note(one, "%s: %s", t.ID, doubt)
		}
	}
}

// meet remembers under which id a record of the file is in the register.
func (m *merging) meet(kind Kind, written, id string) {
	if _, met := m.became[Key{kind, written}]; !met {
		m.became[Key{kind, written}] = id
	}
}

// redirect lets a threat's references follow those that came in under a new
// id. The threat is still the draft's, so it may be changed.
func (m *merging) redirect(one Incoming) {
	review := &one.Threat.Review
	follow := func(reference *string) {
		if id, ok := m.became[Key{KindThreat, *reference}]; ok && *reference != "" && id != *reference {
			if !one.alien {
				m.note(one, "%s: its reference to %s now says %s", one.Threat.ID, *reference, id)
			}
			*reference = id
		}
	}
	if review.ReviewMore == nil {
		return
	}
	review.Change(func(r *ReviewMore) {
		follow(&r.Parent)
		for i := range r.Related {
			follow(&r.Related[i])
		}
	})
}

func (m *merging) note(one Incoming, form string, args ...any) {
	n := Note{Place: one.Place, Text: fmt.Sprintf(form, args...)}
	if one.Threat != nil {
		n.ID = one.Threat.ID
	}
	m.Notes = append(m.Notes, n)
}

// sameThreat says whether a threat of a file is the one that the register
// holds, whoever stored it and when. A level that the file gives as the
// register has it is not doubted, though the matrix may have changed since.
func sameThreat(have, t *Threat, matrix Matrix) bool {
	c := t.Clone()
	c.Stamps = have.Stamps
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
