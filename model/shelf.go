package model

import (
	"fmt"
	"strings"
)

// MethodsID names the methods where they stand among the catalogues.
const MethodsID = "methods"

// Shelf gives all that there is to be looked up: the catalogues in the order in which the
// library offers them, and its methods as one more, so that they are searched and read
// alike.
func (l Library) Shelf() []Catalogue {
	methods := Catalogue{ID: MethodsID, Title: "Methods of rating", Version: fmt.Sprintf("%d of them", len(l.Methods)),
		Publisher: "each its own", Source: "each names its own"}
	for _, m := range l.Methods {
		methods.Entries = append(methods.Entries, m.entry())
	}
	return append(append([]Catalogue{}, l.Lists()...), methods)
}

// entry is a method as something to be looked up.
func (m Method) entry() Entry {
	e := Entry{ID: m.ID, Kind: "method", Name: m.Title, About: fmt.Sprintf("Judges %s; gives %s.", m.Judges, m.Gives())}
	fact := func(name, value string) {
		if value != "" {
			e.Facts = append(e.Facts, Fact{name, value})
		}
	}
	fact("version", m.Version)
	fact("published as", m.Source)
	for _, q := range m.Questions {
		fact("asks", q.ID+": "+q.Title)
	}
	fact("comes to", strings.Join(m.Results, ", "))
	return e
}

// String is what is judged, in words.
func (s Subject) String() string {
	if s == JudgesVulnerabilities {
		return "vulnerabilities"
	}
	return "threats"
}

// Gives says in a few words what a method comes to.
func (m Method) Gives() string {
	switch {
	case m.Places:
		return "likelihood, impact, level"
	case len(m.Severities) > 0:
		return "score, severity"
	case len(m.Results) > 0:
		return m.Results[0] + " … " + m.Results[len(m.Results)-1]
	}
	return "score"
}

// A Found is an entry that a search found.
type Found struct {
	Catalogue *Catalogue
	Entry     *Entry
	ByLine    bool // by our line about it alone: neither id nor name holds all the words
}

// Find gives the entries that hold every word in their id, their name or our line about
// them. One whose id was meant comes first, then names, then lines; of equals, as they
// stand in the catalogues. Of several editions the first one that has an entry counts.
func Find(lists []Catalogue, query string) []Found {
	query = strings.Join(strings.Fields(strings.ToLower(query)), " ")
	if query == "" {
		return nil
	}
	words, seen := strings.Fields(query), map[string]bool{}
	var ranked [ranks][]Found
	for i := range lists {
		for k := range lists[i].Entries {
			e := &lists[i].Entries[k]
			if rank, ok := e.rank(query, words); ok && !seen[lists[i].ID+"/"+e.ID] {
				seen[lists[i].ID+"/"+e.ID] = true
				ranked[rank] = append(ranked[rank], Found{&lists[i], e, rank == inLine})
			}
		}
	}
	var found []Found
	for _, list := range ranked {
		found = append(found, list...)
	}
	return found
}

// The ranks of what is found, the best first.
const (
	isID = iota
	beginsID
	beginsName
	inID
	inName
	inLine
	ranks
)

// rank says how well an entry fits what was asked for, and whether it does.
func (e *Entry) rank(query string, words []string) (int, bool) {
	id, name := strings.ToLower(e.ID), strings.ToLower(e.Name)
	bare, _, _ := strings.Cut(id, ":")
	switch {
	case id == query || bare == query || strings.HasSuffix(id, " "+query):
		return isID, true
	case strings.HasPrefix(id, query):
		return beginsID, true
	case strings.HasPrefix(name, query):
		return beginsName, true
	case hasAll(id, words):
		return inID, true
	case hasAll(id+" "+name, words):
		return inName, true
	}
	return inLine, hasAll(id+" "+name+" "+strings.ToLower(e.About), words)
}

func hasAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
