package model

import "strings"

// A Catalogue is one list that somebody published, in one edition: its ids and names,
// how its entries hang together, and a line of our own about each.
type Catalogue struct {
	ID        string  `json:"id"` // "atlas", "aicm", "owasp-llm"
	Title     string  `json:"title"`
	Version   string  `json:"version"` // as its publisher names the edition
	Publisher string  `json:"publisher"`
	Source    string  `json:"source"` // where it was taken from
	Licence   string  `json:"licence"`
	Own       string  `json:"own,omitempty"` // the file it was imported from, where the register brings it
	Cited     string  `json:"-"`             // what a reference to it begins with: "ATLAS 5.6.0"; "" where its ids say all
	Entries   []Entry `json:"-"`
}

// An Entry is one item of a catalogue.
type Entry struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"` // "technique", "mitigation", "control"; in the publisher's word
	Name   string `json:"name"`
	Parent string `json:"parent,omitempty"` // the entry that it is a part of, "" for none
	About  string `json:"about,omitempty"`  // one line in our words
	Links  []Link `json:"links,omitempty"`
	Facts  []Fact `json:"facts,omitempty"`
	Texts  []Fact `json:"texts,omitempty"` // sentences of the publisher: only in what a register brings itself
}

// A Link leads from an entry to another one, of the same catalogue unless it names one.
type Link struct {
	Kind      string `json:"kind"`                // "tactic", "mitigates", "see"
	Catalogue string `json:"catalogue,omitempty"` // "" for the same
	To        string `json:"to"`                  // an entry's id
}

// A Fact is one published value of an entry: an owner, a gap level, a tick.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Entry gives the entry of that id, in any case of letters.
func (c *Catalogue) Entry(id string) (*Entry, bool) {
	for i := range c.Entries {
		if strings.EqualFold(c.Entries[i].ID, id) {
			return &c.Entries[i], true
		}
	}
	return nil, false
}

// Text gives the entry's sentences under that name, "" if it has none.
func (e *Entry) Text(name string) string {
	for _, f := range e.Texts {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// Fact gives the entry's value of that name, "" if it has none.
func (e *Entry) Fact(name string) string {
	for _, f := range e.Facts {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// Lists gives all the library's catalogues, in the order it offers them.
func (l Library) Lists() []Catalogue {
	if l.Catalogues == nil {
		return nil
	}
	return l.Catalogues()
}

// Catalogue gives the library's catalogue of that id: the register's own edition where it
// brings one.
func (l Library) Catalogue(id string) (*Catalogue, bool) {
	lists := l.Lists()
	for i := range lists {
		if lists[i].ID == id {
			return &lists[i], true
		}
	}
	return nil, false
}
