package model

import (
	"slices"
	"strings"
)

// Links say which sheets name which records: the controls of a threat, the decisions
// about it, the evidence that a control rests on. A name that no record has is a
// link all the same; see Dangling.
type Links struct{ to map[Key][]*Sheet }

// Links gives the links of the register as it is, made once after each change of a
// sheet.
func (r *Register) Links() *Links {
	if r.links == nil {
		r.links = linksOf(othersOf[*Sheet](r))
	}
	return r.links
}

func linksOf(sheets []*Sheet) *Links {
	l := &Links{map[Key][]*Sheet{}}
	for _, s := range sheets {
		for _, key := range s.Names() {
			if at := l.to[key]; !slices.Contains(at, s) {
				l.to[key] = append(at, s)
			}
		}
	}
	return l
}

// Names are the records that a sheet names, in the order of its fields.
func (s *Sheet) Names() []Key {
	k, _ := SheetKindOf(s.Of)
	var names []Key
	for _, f := range k.Fields {
		if f.Refers == "" {
			continue
		}
		for _, id := range s.List(f.Name) {
			names = append(names, Key{f.Refers, id})
		}
	}
	return names
}

// To gives the sheets of a kind that name a record, in the order of their ids; of
// every kind for "".
func (l *Links) To(key Key, kind Kind) []*Sheet {
	all := l.to[key]
	if kind == "" || len(all) == 0 {
		return all
	}
	var of []*Sheet
	for _, s := range all {
		if s.Of == kind {
			of = append(of, s)
		}
	}
	return of
}

// ToThreat is To for a threat.
func (l *Links) ToThreat(id string, kind Kind) []*Sheet { return l.To(Key{KindThreat, id}, kind) }

// Dangling gives the names in a sheet that no record has.
func (r *Register) Dangling(s *Sheet) []Key {
	var dangling []Key
	for _, key := range s.Names() {
		if rec, _ := r.Get(key); rec == nil {
			dangling = append(dangling, key)
		}
	}
	return dangling
}

// spell gives the items of a field that names records as those spell their ids.
func (d *Draft) spell(f SheetField, value string) string {
	items := SplitList(value)
	for i, item := range items {
		for _, id := range []string{item, strings.ToUpper(item)} {
			if d.Get(Key{f.Refers, id}) != nil {
				items[i] = id
				break
			}
		}
	}
	return JoinList(items, "; ")
}
