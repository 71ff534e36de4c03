package library

import (
	"strings"

	"parry/model"
)

// A shelf is what the library has, for one version of the register: an import may bring a
// catalogue, and every edit another citation.
type shelf struct {
	read    bool
	version uint64
	lists   []model.Catalogue
	named   map[name]*found
	from    map[*model.Entry][]*found // what leads to an entry, or is a part of it
	cited   map[*model.Entry]int      // by how many records
}

// A name is an id, in upper case, in a catalogue or in one edition of it.
type name struct{ catalogue, id string }

// A found is an entry and where it stands.
type found struct {
	list  *model.Catalogue
	entry *model.Entry
	of    model.CitedEntries
	place int // in the list
}

// by gives the records that cite it.
func (f *found) by() []model.Key { return f.of.By(f.place) }

// follow reads what there is, after a change of the register only.
func (h *shelf) follow(r *model.Register, library func() model.Library) bool {
	if h.read && h.version == r.Version() {
		return false
	}
	h.read, h.version = true, r.Version()
	h.lists = library().Shelf()
	h.named, h.from, h.cited = map[name]*found{}, map[*model.Entry][]*found{}, map[*model.Entry]int{}
	by := model.CitedByOf(r)
	for i := range h.lists {
		list := &h.lists[i]
		places, of := make([]found, len(list.Entries)), by.Of(list)
		for k := range list.Entries {
			e := &list.Entries[k]
			places[k] = found{list, e, of, k}
			for _, n := range [...]name{nameOf(list, "", e.ID), nameOf(list, list.ID, e.ID)} {
				if h.named[n] == nil {
					h.named[n] = &places[k]
				}
			}
			if n := of.Count(k); n > 0 {
				h.cited[e] = n
			}
		}
	}
	for i := range h.lists {
		h.tie(&h.lists[i])
	}
	return true
}

// tie notes what the entries of a catalogue lead to, so that it can be read from there.
func (h *shelf) tie(list *model.Catalogue) {
	for k := range list.Entries {
		e := &list.Entries[k]
		here := h.named[nameOf(list, "", e.ID)]
		note := func(to *found) {
			if to == nil {
				return
			}
			if all := h.from[to.entry]; len(all) == 0 || all[len(all)-1] != here {
				h.from[to.entry] = append(all, here)
			}
		}
		if e.Parent != "" {
			note(h.named[nameOf(list, "", e.Parent)])
		}
		for _, l := range e.Links {
			note(h.named[nameOf(list, l.Catalogue, l.To)])
		}
	}
}

// nameOf is the name of an id: in the catalogue that is named, of which the first edition
// counts, or in this edition of a list.
func nameOf(list *model.Catalogue, catalogue, id string) name {
	if catalogue == "" {
		catalogue = listKey(list)
	}
	return name{catalogue, strings.ToUpper(id)}
}
