package model

import (
	"slices"
	"strings"
)

// CitedBy are all the records that cite entries of catalogues.
type CitedBy struct {
	threats *Citations
	others  map[string][]Key // by the plain references in which they name an entry
	sheets  uint32           // the count of sheets that others are of
}

// referring are the fields in which records that are no threats refer to entries.
var referring = [...]string{"references", "techniques", "shows", "entries"}

// CitedByOf gives them as they are now; after an edit of threats only those are read again.
func CitedByOf(r *Register) *CitedBy {
	x := &CitedBy{CitationsOf(r), map[string][]Key{}, r.sheets}
	if was := r.citedBy; was != nil && was.sheets == r.sheets {
		x.others = was.others
		r.citedBy = x
		return x
	}
	r.citedBy = x
	for _, s := range othersOf[*Sheet](r) {
		for _, field := range referring {
			for _, reference := range s.List(field) {
				name := plainReference(reference)
				x.others[name] = append(x.others[name], s.Key())
			}
		}
	}
	return x
}

// Of gives who cites the entries of a catalogue.
func (x *CitedBy) Of(c *Catalogue) CitedEntries {
	in := CitedEntries{c, x.threats, map[int][]Key{}}
	if len(x.others) == 0 {
		return in
	}
	spelled := spellings(c)
	for name, keys := range x.others {
		at, ok := spelled[name]
		if !ok && c.ID == "atlas" { // of an edition that is not this one
			at, ok = spelled[name[strings.LastIndexByte(name, ' ')+1:]]
		}
		if ok && at >= 0 {
			in.others[at] = append(in.others[at], keys...)
		}
	}
	for at, keys := range in.others {
		slices.SortFunc(keys, compareKinds)
		in.others[at] = slices.Compact(keys)
	}
	return in
}

// CitedEntries are the entries of one catalogue with the records that cite them. A method
// is cited by what it rated.
type CitedEntries struct {
	catalogue *Catalogue
	threats   *Citations
	others    map[int][]Key // by the entry's place
}

func (c CitedEntries) threatsBy(entry int) []string {
	if id := c.catalogue.Entries[entry].ID; c.catalogue.ID != MethodsID {
		return c.threats.Of(id)
	} else if rated := c.threats.names[ratingsBy+id]; rated != nil {
		return rated.ids
	}
	return nil
}

// Count says how many records cite the entry at a place of the catalogue.
func (c CitedEntries) Count(entry int) int { return len(c.threatsBy(entry)) + len(c.others[entry]) }

// By gives them: threats first, then the others as their kinds are listed, each kind in the
// order of its ids.
func (c CitedEntries) By(entry int) []Key {
	ids := c.threatsBy(entry)
	by := make([]Key, len(ids), len(ids)+len(c.others[entry]))
	for i, id := range ids {
		by[i] = Key{KindThreat, id}
	}
	return append(by, c.others[entry]...)
}

// compareKinds orders threats first, then kinds as they are listed, then ids.
func compareKinds(a, b Key) int {
	place := func(of Kind) int {
		return slices.IndexFunc(SheetKinds, func(k SheetKind) bool { return k.Kind == of })
	}
	if a.Kind != b.Kind {
		return place(a.Kind) - place(b.Kind)
	}
	return CompareIDs(a.ID, b.ID)
}
