package model

import (
	"slices"
	"strings"
)

// CitedBy are all the records that cite entries of catalogues.
type CitedBy struct {
	threats Citations
	others  map[string][]Key // by the plain references in which they name an entry
}

// referring are the fields in which records that are no threats refer to entries.
var referring = [...]string{"references", "techniques", "shows", "entries"}

// CitedByOf reads the references of every record once.
func CitedByOf(r *Register) *CitedBy {
	x := &CitedBy{CitationsOf(r), map[string][]Key{}}
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

// Of gives the records that cite each entry of a catalogue, by its place there: threats
// first, then the others as their kinds are listed, each kind in the order of its ids. A
// method is cited by what it rated.
func (x *CitedBy) Of(c *Catalogue) [][]Key {
	by := make([][]Key, len(c.Entries))
	for i := range c.Entries {
		ids := x.threats.Of(c.Entries[i].ID)
		if c.ID == MethodsID {
			ids = x.threats[ratingsBy+c.Entries[i].ID]
		}
		for _, id := range ids {
			by[i] = append(by[i], Key{KindThreat, id})
		}
	}
	if len(x.others) == 0 {
		return by
	}
	spelled, touched := spellings(c), map[int]bool{}
	for name, keys := range x.others {
		at, ok := spelled[name]
		if !ok && c.ID == "atlas" { // of an edition that is not this one
			at, ok = spelled[name[strings.LastIndexByte(name, ' ')+1:]]
		}
		if ok && at >= 0 {
			by[at], touched[at] = append(by[at], keys...), true
		}
	}
	for at := range touched {
		slices.SortFunc(by[at], compareKinds)
		by[at] = slices.Compact(by[at])
	}
	return by
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
