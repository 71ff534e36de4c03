package model

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// titleKey is a title without case, blanks and signs: titles with one key are alike.
func titleKey(title string) string {
	key := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, title)
	if key == "" {
		return strings.TrimSpace(title)
	}
	return key
}

// mostAlike is how many threats are told one by one to have the title of another.
const mostAlike = 20

// titles remembers the titles of the register.
func (m *merging) titles() {
	m.alike, m.held = map[string]string{}, map[string][]string{}
	for _, t := range m.d.base.Threats() {
		m.title(t)
		key := titleKey(t.Title)
		m.held[key] = append(m.held[key], t.ID)
	}
}

// title remembers the first threat that has a title.
func (m *merging) title(t *Threat) {
	if key := titleKey(t.Title); key != "" && m.alike[key] == "" {
		m.alike[key] = t.ID
	}
}

// likeness tells that a new threat has the title of another. Neither is left out: only a
// person can tell whether they are one.
func (m *merging) likeness(one Incoming, t *Threat) {
	if len(m.alike) == 0 {
		return
	}
	id := m.alike[titleKey(t.Title)]
	if id == "" {
		return
	}
	if m.Alike++; m.Alike > mostAlike {
		return
	}
	other, _ := m.d.Get(Key{KindThreat, id}).(*Threat)
	if other == nil || other.Title == t.Title {
		m.note(one, "%q has the same title as %s; both are kept", t.Title, id)
		return
	}
	m.note(one, "%q has nearly the same title as %s, %q; both are kept", t.Title, id, other.Title)
}

// likenesses tells in one note of those that were not told one by one.
func (m *merging) likenesses() {
	if more := m.Alike - mostAlike; more > 0 {
		m.Notes = append(m.Notes, Note{Place: "the file", Text: fmt.Sprintf("%d more have the title of another threat; all are kept", more)})
	}
}

// mostStanding is how many threats of one title are looked at for one that says just so.
const mostStanding = 20

// standing finds a threat of the register that says just what one without an id says: it
// came in before. Each stands for one of the file, so that two alike stay two.
func (m *merging) standing(t *Threat) string {
	key := titleKey(t.Title)
	ids := m.held[key]
	for i, id := range ids[:min(len(ids), mostStanding)] {
		have := m.d.base.Threat(id)
		if have.Title != t.Title || have.Review.Notes() != t.Review.Notes() || have.Status != t.Status {
			continue // quicker than all of it
		}
		c := t.Clone()
		if c.ID = id; sameThreat(have, c, m.matrix) {
			ids[i] = ids[0]
			m.held[key] = ids[1:]
			return id
		}
	}
	return ""
}

// isWeak says whether an id may stand in two files for two things: the number of a row, or
// of a rule in a model. One as long as a UUID, or that all the world uses, does not.
func isWeak(f Foreign) bool { return len(f.ID) < 32 && f.Format != "cve" && f.Format != "navigator" }

// another finds, for a threat whose id came before, the one that it is: tables of two teams
// both have a risk 1. One whose title the file did not change, or that still
// shares half of its words, is the same.
func (m *merging) another(one Incoming, t *Threat, f *Foreign, from origin) origin {
	if !isWeak(*f) {
		return from
	}
	written, told := f.ID, false
	for n := 2; ; n++ {
		have, before := m.from[from].(*Threat)
		free := !m.rows[from]
		if free && (!before || have.Title == t.Title || have.Foreign().Said["title"] == Mark(t.Title) || sameWords(have.Title, t.Title)) {
			m.rows[from] = true
			return from
		}
		f.ID = fmt.Sprintf("%s#%d", written, n)
		if from.id = f.ID; free && !told && m.from[from] == nil {
			told = true
			m.note(one, "%s came before as %s, %q, and is %q here: taken for another threat, and both are kept", written, have.ID, have.Title, t.Title)
		}
	}
}

// sameWords says whether two titles may be one, reworded.
func sameWords(a, b string) bool {
	p, q := keyWords(a), keyWords(b)
	return titleKey(a) == titleKey(b) || len(p) == 0 || len(q) == 0 || 2*common(p, q) >= min(len(p), len(q))
}

// wholeFile says whether a file of a format holds all that there is of its kind.
func wholeFile(format string) bool { return format != "cve" && format != "navigator" }

// gone tells of records that came before and are not in the file now, where most of its
// threats came before.
func (m *merging) gone(in []Incoming) {
	format, foreign := "", 0
	for _, one := range in {
		if one.Threat == nil {
			continue
		}
		if f, _ := one.Threat.From(); f != "" {
			format = f
			foreign++
		}
	}
	came := 0
	for id := range m.again {
		if m.d.base.Threat(id) != nil {
			came++
		}
	}
	if foreign == 0 || !wholeFile(format) || 2*came < foreign {
		return
	}
	var ids []string
	for from, rec := range m.from {
		if from.format == format && from.kind != KindSystem && !m.again[rec.Key().ID] {
			ids = append(ids, rec.Key().ID)
		}
	}
	if len(ids) == 0 {
		return
	}
	const most = 10
	slices.SortFunc(ids, CompareIDs)
	named := strings.Join(ids[:min(len(ids), most)], ", ")
	if len(ids) > most {
		named += fmt.Sprintf(" and %d more", len(ids)-most)
	}
	m.Notes = append(m.Notes, Note{Place: "the file", Text: fmt.Sprintf("%d records that came from such a file before are not in this one, and stay: %s", len(ids), named)})
}
