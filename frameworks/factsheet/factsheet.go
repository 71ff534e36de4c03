// Package factsheet reads and writes a catalogue as a file of facts: one JSON object
// of what model.Catalogue has, an entry a line. Links and facts are short lists:
//
//	"links": [["tactic", "AML.TA0002"], ["see", "owasp-llm", "LLM01:2025"]]
//	"facts": [["maturity", "demonstrated"]]
//
// An edition that a register brings may hold sentences of its publisher too, as "texts".
// The catalogues that parry ships are kept so, and those that a register brings.
package factsheet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"parry/model"
)

type sheet struct {
	ID        string  `json:"id"`
	Title     string  `json:"title"`
	Version   string  `json:"version"`
	Publisher string  `json:"publisher"`
	Source    string  `json:"source"`
	Licence   string  `json:"licence"`
	Cited     string  `json:"cited,omitempty"`
	Entries   []entry `json:"entries"`
}

type entry struct {
	ID     string     `json:"id"`
	Kind   string     `json:"kind"`
	Name   string     `json:"name"`
	Parent string     `json:"parent,omitempty"`
	About  string     `json:"about,omitempty"`
	Links  [][]string `json:"links,omitempty"`
	Facts  [][]string `json:"facts,omitempty"`
	Texts  [][]string `json:"texts,omitempty"`
}

// Read makes a catalogue of a sheet.
func Read(text string) (model.Catalogue, error) {
	var s sheet
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return model.Catalogue{}, fmt.Errorf("this is no sheet of facts: %w", err)
	}
	if s.ID == "" || len(s.Entries) == 0 {
		return model.Catalogue{}, errors.New("this is no sheet of facts: it has no id or no entries")
	}
	c := model.Catalogue{ID: s.ID, Title: s.Title, Version: s.Version, Publisher: s.Publisher, Source: s.Source, Licence: s.Licence, Cited: s.Cited}
	c.Entries = make([]model.Entry, len(s.Entries))
	for i, e := range s.Entries {
		links, err := e.links()
		if err != nil {
			return model.Catalogue{}, err
		}
		facts, err := pairs(e.ID, e.Facts)
		if err != nil {
			return model.Catalogue{}, err
		}
		texts, err := pairs(e.ID, e.Texts)
		if err != nil {
			return model.Catalogue{}, err
		}
		c.Entries[i] = model.Entry{ID: e.ID, Kind: e.Kind, Name: e.Name, Parent: e.Parent, About: e.About, Links: links, Facts: facts, Texts: texts}
	}
	return c, nil
}

func (e entry) links() (links []model.Link, err error) {
	for _, l := range e.Links {
		switch len(l) {
		case 2:
			links = append(links, model.Link{Kind: l[0], To: l[1]})
		case 3:
			links = append(links, model.Link{Kind: l[0], Catalogue: l[1], To: l[2]})
		default:
			return nil, fmt.Errorf("a link of %s has %d parts; it is [kind, id] or [kind, catalogue, id]", e.ID, len(l))
		}
	}
	return links, nil
}

// pairs reads the facts or texts of an entry.
func pairs(id string, list [][]string) (facts []model.Fact, err error) {
	for _, f := range list {
		if len(f) != 2 {
			return nil, fmt.Errorf("a fact of %s has %d parts; it is [name, value]", id, len(f))
		}
		facts = append(facts, model.Fact{Name: f[0], Value: f[1]})
	}
	return facts, nil
}

// Must is Read for a sheet that is in the program: a test reads it, so an error is a
// mistake of ours and panics.
func Must(text string) model.Catalogue {
	c, err := Read(text)
	if err != nil {
		panic(err)
	}
	return c
}

// Write makes the sheet of a catalogue; Read gives the same catalogue again.
func Write(c model.Catalogue) string {
	s := sheet{ID: c.ID, Title: c.Title, Version: c.Version, Publisher: c.Publisher, Source: c.Source, Licence: c.Licence, Cited: c.Cited}
	for _, e := range c.Entries {
		out := entry{ID: e.ID, Kind: e.Kind, Name: e.Name, Parent: e.Parent, About: e.About}
		for _, l := range e.Links {
			parts := []string{l.Kind, l.To}
			if l.Catalogue != "" {
				parts = []string{l.Kind, l.Catalogue, l.To}
			}
			out.Links = append(out.Links, parts)
		}
		for _, f := range e.Facts {
			out.Facts = append(out.Facts, []string{f.Name, f.Value})
		}
		for _, f := range e.Texts {
			out.Texts = append(out.Texts, []string{f.Name, f.Value})
		}
		s.Entries = append(s.Entries, out)
	}
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	if err := w.Encode(s); err != nil {
		panic(err) // strings only: it cannot fail
	}
	return b.String()
}
