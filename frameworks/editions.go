package frameworks

import (
	"slices"
	"strings"
	"sync"

	"parry/frameworks/catalogues/aicm"
	"parry/frameworks/factsheet"
	"parry/model"
)

// WithEditions gives the library with the catalogues that a register brings itself, each
// before the edition that parry ships: the one in use; one of the same version, which holds
// all of it, stands in its place. An edition that cannot be read any
// more is left out; it was read when it was imported. They are read when a catalogue is
// first asked for.
func WithEditions(lib model.Library, own []*model.Edition) model.Library {
	if len(own) == 0 {
		return lib
	}
	shipped := lib
	lib.Catalogues = sync.OnceValue(func() []model.Catalogue {
		all := slices.Clone(shipped.Lists())
		for _, e := range own {
			c, err := ReadEdition(shipped, *e)
			if err != nil {
				continue
			}
			at := slices.IndexFunc(all, func(o model.Catalogue) bool { return o.ID == c.ID })
			if at >= 0 && all[at].Version == c.Version {
				all[at] = c
				continue
			}
			all = slices.Insert(all, max(at, 0), c)
		}
		return all
	})
	return lib
}

// ReadEdition gives the catalogue of an edition, completed by what parry knows of it and the
// file does not say: our line about an entry that is still called the same, vocabularies,
// where references lead, and where an id went in another edition.
func ReadEdition(shipped model.Library, e model.Edition) (model.Catalogue, error) {
	c, err := factsheet.Read(e.Body)
	if err != nil {
		return c, err
	}
	c.ID, c.Own = e.ID, e.File
	if c.Own == "" {
		c.Own = "an unnamed file"
	}
	was, ok := shipped.Catalogue(e.ID)
	if !ok {
		return c, nil
	}
	complete(&c, was)
	if c.ID == aicmID {
		completeAICM(&c, shipped)
	}
	return c, nil
}

const aicmID = "aicm"

// complete takes over our lines, and entries of kinds that the file does not keep as entries.
func complete(c, was *model.Catalogue) {
	kept, at := map[string]bool{}, map[string]int{}
	for i, e := range c.Entries {
		kept[e.Kind] = true
		at[e.ID] = i
	}
	for _, e := range was.Entries {
		i, there := at[e.ID]
		switch {
		case there && c.Entries[i].Kind == e.Kind && c.Entries[i].Name == e.Name:
			c.Entries[i].About = e.About
		case !there && !kept[e.Kind]:
			c.Entries = append(c.Entries, e)
		}
	}
}

// completeAICM lets references lead to what they name, and says of each control which id it
// has in the edition that gave ids anew.
func completeAICM(c *model.Catalogue, lib model.Library) {
	moves := aicm.Moves()
	names, to := map[string]string{}, ""
	switch {
	case moves.Covers(c.Version, moves.To):
		to = "in " + moves.To
		for _, m := range moves.List {
			names[m.Old] = m.New
		}
	case moves.Covers(moves.From, c.Version):
		to = "in " + moves.From
		for _, m := range moves.List {
			names[m.New] = m.Old
		}
	}
	entries := resolver(lib)
	for i := range c.Entries {
		e := &c.Entries[i]
		if e.Kind != "control" {
			continue
		}
		e.Links = append(e.Links, referred(entries, e)...)
		if name, known := names[e.ID]; known && name != "" {
			e.Facts = append(e.Facts, model.Fact{Name: to, Value: name})
		}
	}
}

// resolver holds the ids of the catalogues that the matrix refers to, and the NIST actions
// in their order.
func resolver(lib model.Library) map[string][]string {
	ids := map[string][]string{}
	for _, id := range []string{"iso", "eu-ai-act", "nist-ai", "bsi"} {
		if c, ok := lib.Catalogue(id); ok {
			for _, e := range c.Entries {
				if id != "nist-ai" || e.Kind == "action" || e.Kind == "subcategory" {
					ids[id] = append(ids[id], e.ID)
				}
			}
		}
	}
	return ids
}

// clauses are the numbers of ISO/IEC 27001 and 42001 that are no Annex A control though one
// has the same number: "27001: 8.1" is the clause.
var clauses = strings.Fields("4.1 4.2 4.3 4.4 5.1 5.2 5.3 6.1 6.1.1 6.1.2 6.1.3 6.1.4 6.2 6.3 7.1 7.2 7.3 7.4 7.5 8.1 8.2 8.3 8.4 9.1 9.2 9.3 10.1 10.2")

// referred gives the links of a control's references. A reference to what no catalogue
// holds has none.
func referred(ids map[string][]string, e *model.Entry) (links []model.Link) {
	put := func(kind, catalogue, to string) {
		l := model.Link{Kind: kind, Catalogue: catalogue, To: to}
		if slices.Contains(ids[catalogue], to) && !slices.Contains(links, l) {
			links = append(links, l)
		}
	}
	for _, f := range e.Facts {
		switch f.Name {
		case "reference ISO":
			standard, number, _ := strings.Cut(f.Value, ":")
			edition := map[string]string{"27001": "27001:2022", "42001": "42001:2023"}[standard]
			if !slices.Contains(clauses, number) {
				put("reference", "iso", edition+" A."+strings.TrimPrefix(number, "A."))
			}
		case "reference EU AI Act":
			put("reference", "eu-ai-act", strings.ReplaceAll(strings.Replace(f.Value, "Article ", "Art. ", 1), " (", "("))
		case "reference NIST AI 600-1":
			first, last, isRange := strings.Cut(f.Value, "..")
			if !isRange {
				put("reference", "nist-ai", first)
				continue
			}
			for _, id := range ids["nist-ai"] {
				if strings.Contains(id, "-") && model.CompareActions(first, id) <= 0 && model.CompareActions(id, last) <= 0 {
					put("expansion", "nist-ai", id)
				}
			}
		case "reference BSI":
			of, criterion, _ := strings.Cut(f.Value, ":")
			put("reference", "bsi", map[string]string{"C4": "AIC4 ", "C5": "C5:2020 "}[of]+criterion)
		}
	}
	return links
}

// Moves are the renumberings that parry knows.
func Moves() *model.Moves { return aicm.Moves() }
