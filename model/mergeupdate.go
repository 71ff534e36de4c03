package model

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// origin names a foreign record: what it is, in which format it came, its id there.
type origin struct {
	kind       Kind
	format, id string
}

// known finds what came from foreign files before, if such a file comes now.
func (m *merging) known(in []Incoming) {
	foreign := false
	for _, one := range in {
		foreign = foreign || isForeign(one)
	}
	if !foreign {
		return
	}
	m.from, m.seen, m.rows = map[origin]Record{}, map[origin]int{}, map[origin]bool{}
	for _, t := range m.d.base.Threats() {
		if format, id := t.From(); format != "" {
			m.from[origin{KindThreat, format, id}] = t
		}
	}
	for _, s := range othersOf[*Sheet](m.d.base) {
		if f := s.Foreign(); f.Format != "" {
			m.from[origin{s.Of, f.Format, f.ID}] = s
		}
	}
}

// alien says whether a file of another program brought this. One of our own says what
// that program's file said last.
func (f Foreign) alien() bool { return f.Format != "" && f.Said == nil }

func isForeign(one Incoming) bool {
	if one.Threat != nil {
		format, _ := one.Threat.From()
		return format != ""
	}
	s, ok := one.Other.(*Sheet)
	return ok && s.Foreign().Format != ""
}

// takeForeign brings in a threat of another program's file, or brings up to date
// the one that it was before.
func (m *merging) takeForeign(one Incoming, t *Threat, own string, f Foreign) {
	cells := cellsIn(fileSaysByName, t, own)
	from := m.another(one, t, &f, m.apart(one, KindThreat, &f))
	have, before := m.from[from].(*Threat)
	if ours, ok := m.d.Get(t.Key()).(*Threat); ok && ours != nil && !before && t.ID != "" {
		base, _ := m.d.base.Get(t.Key())
		if t.ID = ""; ours.Title == t.Title && base == Record(ours) { // it went out from here
			have, before = ours, true
		}
	}
	if before {
		m.meet(KindThreat, f.ID, have.ID)
		one.Threat = have
		m.again[have.ID] = true
		f.Said = saidBy(cells)
		m.update(one, t, have, f)
		return
	}
	m.likeness(one, t)
	f.said = marksOf(cells)
	var left []string
	if left = t.keepNotes(own, f); len(left) > 0 {
		m.lose(one, "%s: there is no room for its %s", f.ID, strings.Join(left, ", "))
	}
	m.add(one, t, f.ID)
	m.title(t)
}

// apart gives where a foreign record came from. An id that stands twice in the file
// gets a number, so that its records stay two when the file comes again.
func (m *merging) apart(one Incoming, kind Kind, f *Foreign) origin {
	from := origin{kind, f.Format, f.ID}
	m.seen[from]++
	if n := m.seen[from]; n > 1 {
		m.note(one, "%s stands %d times in the file; this one comes in as a %s of its own", f.ID, n, kind)
		f.ID = fmt.Sprintf("%s#%d", f.ID, n)
		from.id = f.ID
	}
	return from
}

// update brings a threat up to date with its file.
func (m *merging) update(one Incoming, t, have *Threat, f Foreign) {
	now := have.Clone()
	own, was := splitForeign(have.Review.Notes())
	news := m.bring(one, have.ID, threatCells(t, t.OwnNotes()), threatCells(have, own), was.Said, f.Said, have.typed)
	for _, said := range news {
		if said.name == "notes" {
			now.Review.Change(func(m *ReviewMore) { m.Notes = said.text })
			continue
		}
		if field, _ := FieldNamed(said.name); field.Load(now, said.text) != nil {
			m.lose(one, "%s: %s cannot be %q", have.ID, said.name, said.text)
		}
	}
	for _, s := range States {
		if r := &now.Ratings[s]; !reflect.DeepEqual(*r, have.Ratings[s]) {
			if !r.byMethod() {
				r.Level = Unrated // it followed from what stood here, and is no word of the file
			}
			if doubt := r.accept(s, m.matrix); doubt != "" {
				m.note(one, "%s: %s", now.ID, doubt)
			}
		}
	}
	if left := now.SetForeign(f); len(left) > 0 {
		m.lose(one, "%s: there is no room for its %s", have.ID, strings.Join(left, ", "))
	}
	now.tidy()
	if !reflect.DeepEqual(have, now) { // be it only in what is kept of the file
		m.d.Put(now)
	}
	if len(news) == 0 {
		m.Same = append(m.Same, have.ID)
	} else {
		m.Updated = append(m.Updated, have.ID)
	}
}

// overwrite takes over what a file of our own says of a threat. A rating that a method
// made stays: its likelihood and impact follow from its answers.
func (m *merging) overwrite(one Incoming, t, have *Threat) {
	m.meet(KindThreat, have.ID, have.ID)
	now := have.Clone()
	if !m.set(one, t, have, now) {
		m.Same = append(m.Same, have.ID)
		return
	}
	for _, s := range States {
		if was, r := have.Ratings[s], &now.Ratings[s]; r.Likelihood != was.Likelihood || r.Impact != was.Impact {
			likelihood, impact := r.Likelihood, r.Impact
			r.Likelihood, r.Impact = was.Likelihood, was.Impact
			*r = r.withSides(likelihood, impact, m.matrix)
		}
	}
	now.tidy()
	one.Threat = now
	m.d.Put(now)
	m.came = append(m.came, one)
	m.Updated = append(m.Updated, have.ID)
}

// set sets in now what t says otherwise than have, and says whether it set anything.
func (m *merging) set(one Incoming, t, have, now *Threat) (changed bool) {
	here := map[string]string{}
	for _, c := range threatCells(have, have.OwnNotes()) {
		here[c.name] = c.text
	}
	for _, c := range threatCells(t, t.OwnNotes()) {
		field, _ := FieldNamed(c.name)
		switch {
		case here[c.name] == c.text, field.Derived:
			continue
		case have.rated(c.name):
			m.note(one, "%s: the file says %s %s; %s, which a method made, stays", have.ID, c.name, brief(c.text), brief(here[c.name]))
			continue
		case c.name == "notes":
			foreign := now.Foreign()
			now.Review.Change(func(m *ReviewMore) { m.Notes = c.text })
			now.SetForeign(foreign)
		case field.Load(now, c.text) != nil:
			continue // a reader has read the value before
		}
		changed = true
		m.note(one, "%s: %s was %s, is now %s", have.ID, c.name, brief(here[c.name]), brief(c.text))
	}
	return changed
}

// rated says whether a field is a side of a rating that a method's answers made.
func (t *Threat) rated(field string) bool {
	for _, s := range States {
		if field == s.String()+"_likelihood" || field == s.String()+"_impact" {
			return t.Ratings[s].byMethod()
		}
	}
	return false
}

// typed says whether a field of a rating holds what was rated here, not what a
// file said.
func (t *Threat) typed(field string) bool {
	for _, s := range States {
		if r := &t.Ratings[s]; strings.HasPrefix(field, s.String()+"_") {
			return r.Method != "" && r.Method != MethodImported
		}
	}
	return false
}

// A cell is what a record says under a field's name.
type cell struct{ name, text string }

// threatCells gives what a threat says, but for what parry computes or keeps.
func threatCells(t *Threat, own string) []cell { return cellsIn(fileSays, t, own) }

// cellsIn gives the cells of fields, by their places.
func cellsIn(places []int, t *Threat, own string) []cell {
	cells := make([]cell, 0, 64)
	for _, i := range places {
		f := &Fields[i]
		text := ""
		if f.Name == "notes" {
			text = own
		} else {
			text = f.Get(t)
		}
		if text != "" {
			cells = append(cells, cell{f.Name, text})
		}
	}
	return cells
}

// fileSays holds the places of the fields that a file of another program can say:
// neither what parry keeps nor what follows from others.
var fileSays = func() (at []int) {
	for i := range Fields {
		f := &Fields[i]
		if f.Hidden || f.Name == "id" || strings.HasSuffix(f.Name, "_risk") && f.Derived && !strings.HasSuffix(f.Name, "_declared_risk") ||
			strings.HasSuffix(f.Name, "_method") {
			continue
		}
		at = append(at, i)
	}
	return at
}()

// fileSaysByName holds them in the order of their names, which is that of marks.
var fileSaysByName = func() []int {
	at := slices.Clone(fileSays)
	slices.SortFunc(at, func(a, b int) int { return strings.Compare(Fields[a].Name, Fields[b].Name) })
	return at
}()

// sheetCells gives what a sheet says, in the order of its kind's fields.
func sheetCells(s *Sheet) []cell {
	k, _ := SheetKindOf(s.Of)
	var cells []cell
	for _, f := range k.Fields {
		if text := s.Get(f.Name); text != "" && f.Name != "references" {
			cells = append(cells, cell{f.Name, text})
		}
	}
	return cells
}

// saidBy gives the marks of what a file says.
func saidBy(cells []cell) map[string]string {
	said := make(map[string]string, len(cells))
	for _, c := range cells {
		said[c.name] = Mark(c.text)
	}
	return said
}

// marksOf writes the marks of cells that stand in the order of their names, as marks does; ""
// for none. Names of fields need no quoting.
func marksOf(cells []cell) string {
	if len(cells) == 0 {
		return ""
	}
	b := append(make([]byte, 0, 32*len(cells)+2), '{')
	for i, c := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), c.name...), `":"`...)
		b = append(appendMark(b, c.text), '"')
	}
	return string(append(b, '}'))
}

// bring gives the cells of a record that its file changed since it was read last,
// where nobody changed them here. Where somebody did, what stands here stays, and
// a note shows both.
func (m *merging) bring(one Incoming, id string, file, have []cell, before, now map[string]string, typed func(string) bool) (take []cell) {
	here := map[string]string{}
	for _, c := range have {
		here[c.name] = c.text
	}
	for name := range before { // what the file no longer says
		if now[name] == "" {
			file = append(file, cell{name, ""})
		}
	}
	slices.SortStableFunc(file, func(a, b cell) int { return strings.Compare(a.name, b.name) })
	for _, c := range file {
		was, stands := before[c.name], here[c.name]
		if now[c.name] == was || stands == c.text {
			continue
		}
		untouched := was == "" && stands == "" || stands != "" && Mark(stands) == was || strings.HasSuffix(c.name, "_declared_risk")
		if !untouched || typed(c.name) {
			m.Stands++
			m.note(one, "%s: the file now says %s %s; %s, which was set here, stays", id, c.name, brief(c.text), brief(stands))
			continue
		}
		m.note(one, "%s: %s was %s, is now %s", id, c.name, brief(stands), brief(c.text))
		take = append(take, c)
	}
	return take
}

// brief quotes a value in a sentence, as much of it as tells it from another.
func brief(text string) string {
	const most = 60
	if text == "" {
		return "nothing"
	}
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most-1]) + "…"
	}
	return fmt.Sprintf("%q", text)
}

// lose notes what could not be carried.
func (m *merging) lose(one Incoming, form string, args ...any) {
	m.note(one, form, args...)
	m.Notes[len(m.Notes)-1].Lost = true
}
