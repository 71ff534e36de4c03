package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
)

// A catalogueJSON is a catalogue as `framework show --json` prints it, whole or with the
// entry that was asked for.
type catalogueJSON struct {
	*model.Catalogue
	Entries []entryJSON `json:"entries"`
}

type entryJSON struct {
	*model.Entry
	CitedBy []string `json:"cited_by"`
}

// citing gives the ids of what cites each entry of a catalogue.
func citing(by *model.CitedBy, c *model.Catalogue) [][]string {
	all := make([][]string, len(c.Entries))
	in := by.Of(c)
	for i := range all {
		all[i] = []string{}
		for _, key := range in.By(i) {
			all[i] = append(all[i], key.ID)
		}
	}
	return all
}

// catalogued are what an id names in the catalogues: a whole one, or each entry of that id,
// or where there is none each that has it before the colon of its edition (ASI06 for
// ASI06:2026), with the records that cite it.
func catalogued(lib model.Library, r *model.Register, id string) []catalogueJSON {
	exactly := cataloguedAs(lib, r, id, func(entry string) string { return entry })
	if exactly != nil {
		return exactly
	}
	return cataloguedAs(lib, r, id, func(entry string) string {
		bare, _, _ := strings.Cut(entry, ":")
		return bare
	})
}

// cataloguedAs compares what as makes of the ids of entries.
func cataloguedAs(lib model.Library, r *model.Register, id string, as func(entry string) string) []catalogueJSON {
	var all []catalogueJSON
	by := model.CitedByOf(r)
	lists := lib.Lists()
	for i := range lists {
		c := &lists[i]
		one, cited := catalogueJSON{Catalogue: c}, citing(by, c)
		for k := range c.Entries {
			if e := &c.Entries[k]; strings.EqualFold(c.ID, id) || strings.EqualFold(as(e.ID), id) {
				one.Entries = append(one.Entries, entryJSON{e, cited[k]})
			}
		}
		if len(one.Entries) > 0 {
			all = append(all, one)
		}
	}
	return all
}

// A foundJSON is an entry that was found.
type foundJSON struct {
	Catalogue string `json:"catalogue"`
	Version   string `json:"version"`
	entryJSON
}

func (a *app) frameworkFind(_ context.Context, c *cli.Command) error {
	words := strings.Join(c.Args().Slice(), " ")
	if strings.TrimSpace(words) == "" {
		return usage("framework find needs words: an id, a name, or words about it")
	}
	return a.gathered(c, func(lib model.Library, r *model.Register) error {
		shelf := lib.Shelf()
		by, cited := model.CitedByOf(r), map[*model.Entry][]string{}
		for i := range shelf {
			for k, ids := range citing(by, &shelf[i]) {
				cited[&shelf[i].Entries[k]] = ids
			}
		}
		found, t := []foundJSON{}, table{{"ID", "Catalogue", "Kind", "Cited", "Name"}}
		for _, f := range model.Find(shelf, words) {
			name := f.Entry.Name
			if f.ByLine { // else nothing on the row says why it is there
				name += ": " + f.Entry.About
			}
			t = append(t, []string{f.Entry.ID, f.Catalogue.ID, f.Entry.Kind, fmt.Sprint(len(cited[f.Entry])), name})
			found = append(found, foundJSON{f.Catalogue.ID, f.Catalogue.Version, entryJSON{f.Entry, cited[f.Entry]}})
		}
		if c.Bool("json") {
			return a.printJSON(struct {
				Schema  string      `json:"schema"`
				Query   string      `json:"query"`
				Entries []foundJSON `json:"entries"`
			}{model.Schema, words, found})
		}
		if len(found) == 0 {
			say(a.err, "nothing is found by %q; `parry framework list` names what there is", clean(words))
			return nil
		}
		return a.printTable(t, false)
	})
}

// printCatalogued prints them, and says whether there are any.
func (a *app) printCatalogued(lib model.Library, r *model.Register, id string, asJSON bool) (found bool, err error) {
	all := catalogued(lib, r, id)
	if asJSON && len(all) > 0 {
		return true, a.printJSON(struct {
			Schema     string          `json:"schema"`
			Catalogues []catalogueJSON `json:"catalogues"`
		}{model.Schema, all})
	}
	for i, c := range all {
		if i > 0 {
			say(a.out, "")
		}
		if strings.EqualFold(c.ID, id) {
			a.printCatalogue(c.Catalogue)
			continue
		}
		for _, e := range c.Entries {
			a.printEntry(c.Catalogue, e)
		}
	}
	return len(all) > 0, nil
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
func (a *app) printEntry(c *model.Catalogue, e entryJSON) {
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
	if len(e.CitedBy) > 0 {
		say(a.out, "  %-20s %s", "cited by", strings.Join(e.CitedBy, ", "))
	}
	for _, t := range e.Texts {
		say(a.out, "\n%s, in the publisher's words:", clean(t.Name))
		for line := range strings.Lines(t.Value) {
			say(a.out, "  %s", clean(strings.TrimRight(line, "\r\n")))
		}
	}
	if len(e.Texts) > 0 {
		say(a.out, "")
	}
	say(a.out, "from %s", clean(c.Source))
	if c.Own != "" {
		say(a.out, "imported from %s", clean(c.Own))
	}
}
