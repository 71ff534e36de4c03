package model

import (
	"fmt"
	"maps"
	"reflect"
	"strings"
)

// NewSheet makes a sheet from what a file says, fields that parry keeps too.
func NewSheet(kind Kind, id string, values map[string]string) (*Sheet, error) {
	k, ok := SheetKindOf(kind)
	if !ok {
		return nil, fmt.Errorf("there is no kind of record %q", kind)
	}
	if k.Prefix == "" {
		id = string(k.Kind)
	} else if id != "" {
		if err := checkSheetID(id, k.Prefix); err != nil {
			return nil, err
		}
	}
	s := &Sheet{Of: k.Kind, ID: id, Values: map[string]string{}}
	for name, value := range values {
		f, err := k.Field(name)
		if err != nil {
			return nil, err
		}
		if value, err = f.read(value); err != nil {
			return nil, err
		}
		if value != "" {
			s.Values[f.Name] = value
		}
	}
	return s, nil
}

// settle brings in what threats are judged by, before they are. A register that holds
// anything keeps its own.
func (m *merging) settle(in []Incoming) {
	fresh := m.d.base.Len() == 0 && len(m.d.base.others) == 0
	for _, one := range in {
		s, ok := one.Other.(*Settings)
		switch {
		case !ok:
		case m.d.Settings() == *s:
			m.Others.Same++
		case !fresh:
			m.lose(one, "the register has its own settings, which stay; the file's were not taken")
		default:
			m.d.Put(s)
			m.Others.Added++
		}
	}
	m.matrix = m.d.Settings().Matrix
}

// takeOthers brings in what is no threat, once every threat has its id.
func (m *merging) takeOthers(in []Incoming) error {
	var came []*Sheet
	for _, one := range in {
		switch rec := one.Other.(type) {
		case nil, *Settings:
		case *Sheet:
			if s := m.takeSheet(one, rec); s != nil {
				came = append(came, s)
			}
		default:
			m.takeRecord(one, rec)
		}
	}
	for _, s := range came { // sheets name sheets that stand further down
		m.follow(s, func(f SheetField) bool { return f.Refers != "" && f.Refers != KindThreat })
		m.d.Put(s)
	}
	return nil
}

// follow lets the names in a sheet's fields follow the records of its file.
func (m *merging) follow(s *Sheet, which func(SheetField) bool) {
	k, _ := SheetKindOf(s.Of)
	for _, f := range k.Fields {
		if s.Values[f.Name] == "" || !which(f) {
			continue
		}
		items := SplitList(s.Values[f.Name])
		for i, item := range items {
			if id, ok := m.became[Key{f.Refers, item}]; ok {
				items[i] = id
			}
		}
		s.Values[f.Name] = JoinList(items, "; ")
	}
}

// takeSheet brings in a sheet and gives it, if the register did not have it so.
func (m *merging) takeSheet(one Incoming, rec *Sheet) *Sheet {
	s := &Sheet{Of: rec.Of, ID: rec.ID, Values: maps.Clone(orEmpty(rec.Values))}
	m.follow(s, func(f SheetField) bool { return f.Refers == KindThreat })
	if f := s.Foreign(); f.alien() {
		return m.foreignSheet(one, s, f)
	}
	k, _ := SheetKindOf(s.Of)
	have, taken := m.d.Get(s.Key()).(*Sheet)
	switch {
	case taken && have != nil && maps.Equal(have.Values, s.Values):
		m.meet(s.Of, rec.ID, have.ID)
		m.Others.Same++
		return nil
	case taken && have != nil && m.updates:
		m.meet(s.Of, rec.ID, have.ID)
		return m.overwriteSheet(one, s, have)
	case taken && have != nil && k.Prefix == "":
		m.lose(one, "the register has its own %s, which stays; the file's was not taken", s.Of)
		return nil
	case taken && have != nil || s.ID == "":
		s.ID = m.d.newID(k.Kind, k.Prefix)
		if rec.ID != "" {
			m.note(one, "%s %s is taken by another: comes in as %s", s.Of, rec.ID, s.ID)
		}
	}
	m.meet(s.Of, rec.ID, s.ID)
	m.Others.Added++
	m.d.Put(s)
	m.name(s)
	return s
}

// name names the register after a system that came in, if it has no name yet.
func (m *merging) name(s *Sheet) {
	if s.Of == KindSystem && m.d.Settings().Name == "" {
		m.d.nameAfter(s)
	}
}

// overwriteSheet takes over what a file of our own says of a sheet.
func (m *merging) overwriteSheet(one Incoming, s, have *Sheet) *Sheet {
	if err := have.Frozen(); err != nil {
		m.lose(one, "%s; the file says otherwise of it, which was not taken", err)
		return nil
	}
	now := &Sheet{Of: have.Of, ID: have.ID, Values: maps.Clone(orEmpty(have.Values))}
	k, _ := SheetKindOf(s.Of)
	for _, f := range k.Fields {
		text, stands := s.Get(f.Name), have.Get(f.Name)
		if text == "" || text == stands || f.Kept {
			continue
		}
		now.Values[f.Name] = text
		m.note(one, "%s: %s was %s, is now %s", have.ID, f.Name, brief(stands), brief(text))
	}
	if maps.Equal(now.Values, have.Values) {
		m.Others.Same++
		return nil
	}
	m.Others.Updated++
	m.d.Put(now)
	return now
}

// foreignSheet brings in a sheet of another program's file, or brings up to date
// the one that it was before.
func (m *merging) foreignSheet(one Incoming, s *Sheet, f Foreign) *Sheet {
	k, _ := SheetKindOf(s.Of)
	f.Said = saidBy(sheetCells(s))
	from := m.apart(one, s.Of, &f)
	have, before := m.from[from].(*Sheet)
	if own, ok := m.d.Get(s.Key()).(*Sheet); ok && own != nil && !before && s.ID != "" && k.Prefix != "" {
		base, _ := m.d.base.Get(s.Key())
		if s.ID = ""; own.Name() == s.Name() && base == Record(own) { // it went out from here
			have, before = own, true
		}
	}
	if !before && k.Prefix == "" {
		if have, _ = m.d.Get(s.Key()).(*Sheet); have != nil {
			m.lose(one, "the register has its own %s, which stays; the file's was not taken", s.Of)
			return nil
		}
	}
	if !before {
		if k.Prefix != "" && s.ID == "" {
			s.ID = m.d.newID(k.Kind, k.Prefix)
		}
		m.meet(s.Of, f.ID, s.ID)
		if left := s.SetForeign(f); len(left) > 0 {
			m.lose(one, "%s: there is no room for its %s", s.ID, strings.Join(left, ", "))
		}
		m.Others.Added++
		m.d.Put(s)
		m.name(s)
		return s
	}
	m.meet(s.Of, f.ID, have.ID)
	m.again[have.ID] = true
	return m.updateSheet(one, s, have, f)
}

func (m *merging) updateSheet(one Incoming, s, have *Sheet, f Foreign) *Sheet {
	now := &Sheet{Of: have.Of, ID: have.ID, Values: maps.Clone(orEmpty(have.Values))}
	none := func(string) bool { return false }
	if err := have.Frozen(); err != nil {
		m.note(one, "%s", err)
		return nil
	}
	news := m.bring(one, have.ID, sheetCells(s), sheetCells(have), have.Foreign().Said, f.Said, none)
	for _, c := range news {
		if now.Values[c.name] = c.text; c.text == "" {
			delete(now.Values, c.name)
		}
	}
	if left := now.SetForeign(f); len(left) > 0 {
		m.lose(one, "%s: there is no room for its %s", have.ID, strings.Join(left, ", "))
	}
	if len(news) == 0 {
		m.Others.Same++
	} else {
		m.Others.Updated++
	}
	if maps.Equal(now.Values, have.Values) {
		return nil
	}
	m.d.Put(now)
	return now
}

// takeRecord brings in what is neither a threat nor a sheet. What the register has
// of its own stays.
func (m *merging) takeRecord(one Incoming, rec Record) {
	have := m.d.Get(rec.Key())
	kind := rec.Key().Kind
	p, parked := rec.(*Parking)
	switch {
	case have != nil && reflect.DeepEqual(have, rec):
		m.Others.Same++
		return
	case have != nil && parked:
		c := *p
		c.ID = m.d.newID(KindParking, "K-")
		m.note(one, "parking %s is taken by another: comes in as %s", p.ID, c.ID)
		rec = &c
	case have != nil:
		m.lose(one, "the register has its own %s %s, which stays; the file's was not taken", kind, rec.Key().ID)
		return
	}
	m.Others.Added++
	m.d.Put(rec)
}
