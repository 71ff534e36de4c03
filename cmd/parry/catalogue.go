package main

import (
	"cmp"
	"fmt"
	"strings"

	"parry/model"
)

// printCatalogued prints what an id names in the catalogues: a whole one, or each entry of
// that id with the threats that cite it. It is false where nothing has it.
func (a *app) printCatalogued(lib model.Library, r *model.Register, id string, asJSON bool) (found bool, err error) {
	lists := lib.Lists()
	if c, ok := lib.Catalogue(id); ok {
		if asJSON {
			return true, a.printJSON(catalogueJSON(c, r, c.Entries))
		}
		a.printCatalogue(c)
		return true, nil
	}
	var all []catalogueLine
	for i := range lists {
		c := &lists[i]
		e, ok := c.Entry(id)
		if !ok {
			continue
		}
		if len(all) > 0 && !asJSON {
			say(a.out, "")
		}
		line := catalogueJSON(c, r, []model.Entry{*e})
		line.Schema = ""
		all = append(all, line)
		if !asJSON {
			a.printEntry(c, e, model.CitedOf(r, e.ID))
		}
	}
	if asJSON && len(all) > 0 {
		err = a.printJSON(struct {
			Schema string          `json:"schema"`
			In     []catalogueLine `json:"in"`
		}{model.Schema, all})
	}
	return len(all) > 0, err
}

// A catalogueLine is a catalogue as `framework show --json` prints it, whole or one entry.
type catalogueLine struct {
	Schema    string      `json:"schema,omitempty"` // of a whole one
	ID        string      `json:"id"`
	Version   string      `json:"version"`
	Title     string      `json:"title"`
	Publisher string      `json:"publisher"`
	Source    string      `json:"source"`
	Licence   string      `json:"licence"`
	Entries   []entryLine `json:"entries"`
}

type entryLine struct {
	ID      string     `json:"id"`
	Kind    string     `json:"kind"`
	Name    string     `json:"name"`
	Parent  string     `json:"parent,omitempty"`
	About   string     `json:"about,omitempty"`
	Facts   []factLine `json:"facts,omitempty"`
	Links   []linkLine `json:"links,omitempty"`
	CitedBy []string   `json:"cited_by"`
}

type factLine struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type linkLine struct {
	Kind      string `json:"kind"`
	Catalogue string `json:"catalogue"`
	To        string `json:"to"`
}

func catalogueJSON(c *model.Catalogue, r *model.Register, entries []model.Entry) catalogueLine {
	line := catalogueLine{Schema: model.Schema, ID: c.ID, Version: c.Version, Title: c.Title, Publisher: c.Publisher, Source: c.Source, Licence: c.Licence, Entries: []entryLine{}}
	for _, e := range entries {
		out := entryLine{ID: e.ID, Kind: e.Kind, Name: e.Name, Parent: e.Parent, About: e.About, CitedBy: model.CitedOf(r, e.ID)}
		for _, f := range e.Facts {
			out.Facts = append(out.Facts, factLine{f.Name, f.Value})
		}
		for _, l := range e.Links {
			out.Links = append(out.Links, linkLine{l.Kind, cmp.Or(l.Catalogue, c.ID), l.To})
		}
		line.Entries = append(line.Entries, out)
	}
	return line
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
func (a *app) printEntry(c *model.Catalogue, e *model.Entry, cited []string) {
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
	if len(cited) > 0 {
		say(a.out, "  %-20s %s", "cited by", strings.Join(cited, ", "))
	}
	say(a.out, "from %s", clean(c.Source))
}
