package main

import (
	"fmt"

	"parry/model"
)

// printCatalogued prints what an id names in the catalogues: a whole one, or each entry of
// that id. It is false where nothing has it.
func (a *app) printCatalogued(lib model.Library, id string) bool {
	if c, ok := lib.Catalogue(id); ok {
		a.printCatalogue(c)
		return true
	}
	found := false
	lists := lib.Lists()
	for i := range lists {
		c := &lists[i]
		if e, ok := c.Entry(id); ok {
			if found {
				say(a.out, "")
			}
			a.printEntry(c, e)
			found = true
		}
	}
	return found
}

func (a *app) printCatalogue(c *model.Catalogue) {
	say(a.out, "%s %s  %s", clean(c.ID), clean(c.Version), clean(c.Title))
	say(a.out, "by %s", clean(c.Publisher))
	say(a.out, "from %s", clean(c.Source))
	say(a.out, "licence: %s", clean(c.Licence))
	kind := ""
	for _, e := range c.Entries {
		if e.Kind != kind {
			kind = e.Kind
			say(a.out, "\n%s", clean(kind))
		}
		say(a.out, "  %-14s %s", clean(e.ID), clean(e.Name))
	}
}

// printEntry prints an entry's card: what it is, in our words, and where it is from.
func (a *app) printEntry(c *model.Catalogue, e *model.Entry) {
	say(a.out, "%s  %s", clean(e.ID), clean(e.Name))
	say(a.out, "%s of %s %s, by %s", clean(e.Kind), clean(c.Title), clean(c.Version), clean(c.Publisher))
	if e.About != "" {
		say(a.out, "%s", clean(e.About))
	}
	if e.Parent != "" {
		say(a.out, "  %-20s %s", "part of", clean(e.Parent))
	}
	for _, f := range e.Facts {
		say(a.out, "  %-20s %s", clean(f.Name), clean(f.Value))
	}
	for _, l := range e.Links {
		to := l.To
		if l.Catalogue != "" {
			to = fmt.Sprintf("%s (%s)", l.To, l.Catalogue)
		}
		say(a.out, "  %-20s %s", clean(l.Kind), clean(to))
	}
	say(a.out, "from %s", clean(c.Source))
}
