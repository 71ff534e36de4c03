package model

import (
	"slices"
	"strings"
)

// What published catalogues know of a technique: cases that used it, and mitigations.

// A PublishedCase is a published case that used a technique: an incident, or an exercise of
// somebody who tried it.
type PublishedCase struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Type      string `json:"type"` // incident, exercise
	Date      string `json:"date"` // as exact as it is known
	Technique string `json:"technique"`
}

// Cases gives the published cases that used one of the techniques or a part of one:
// incidents first, then the latest.
func (l Library) Cases(techniques ...string) []PublishedCase {
	var all []PublishedCase
	for _, c := range l.Lists() {
		for _, e := range c.Entries {
			if e.Kind != "case study" {
				continue
			}
			if i := slices.IndexFunc(e.Links, func(k Link) bool { return k.Kind == "technique" && partOfAny(k.To, techniques) }); i >= 0 {
				all = append(all, PublishedCase{e.ID, e.Name, e.Fact("type"), e.Fact("date"), e.Links[i].To})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b PublishedCase) int {
		if a.Type != b.Type {
			return strings.Compare(b.Type, a.Type) // "incident" before "exercise"
		}
		return strings.Compare(b.Date, a.Date)
	})
	return all
}

// partOfAny says whether an id is one of some, or a part of one: AML.T0051.001 of AML.T0051.
func partOfAny(id string, some []string) bool {
	return slices.ContainsFunc(some, func(one string) bool {
		return strings.EqualFold(id, one) || len(id) > len(one) && id[len(one)] == '.' && strings.EqualFold(id[:len(one)], one)
	})
}

// Mitigations gives the published mitigations of the techniques, each once, as controls to
// suggest: those of a technique itself before those of what it is a part of. The position
// is not the publisher's to say; place gives it.
func (l Library) Mitigations(techniques []string, place func(id string) string) []Suggestion {
	var all []Suggestion
	lists := l.Lists()
	for _, technique := range techniques {
		whole := technique
		if parts := strings.Split(technique, "."); len(parts) > 2 {
			whole = strings.Join(parts[:2], ".")
		}
		for _, of := range slices.Compact([]string{technique, whole}) {
			for i := range lists {
				all = appendMitigations(all, &lists[i], of, place)
			}
		}
	}
	return all
}

// Unmitigated gives those of the techniques that no catalogue has a mitigation against, nor
// against what they are a part of: it is said, so that nobody takes ours for the publisher's.
func (l Library) Unmitigated(techniques []string) (bare []string) {
	for _, technique := range techniques {
		if len(l.Mitigations([]string{technique}, func(string) string { return "" })) == 0 {
			bare = append(bare, technique)
		}
	}
	return bare
}

func appendMitigations(all []Suggestion, c *Catalogue, of string, place func(id string) string) []Suggestion {
	for i := range c.Entries {
		e := &c.Entries[i]
		mitigates := slices.ContainsFunc(e.Links, func(k Link) bool { return k.Kind == "mitigates" && strings.EqualFold(k.To, of) })
		if !mitigates || slices.ContainsFunc(all, func(s Suggestion) bool { return s.ID == e.ID }) {
			continue
		}
		name := of
		if t, ok := c.Entry(of); ok {
			name = t.ID + " " + t.Name
		}
		all = append(all, Suggestion{ID: e.ID, Position: place(e.ID), Name: e.Name, Why: c.Cited + " has it against " + name, Cited: c.Cited})
	}
	return all
}

// NameOf gives the name of an entry in whatever catalogue has it, "" if none does.
func (l Library) NameOf(id string) string {
	lists := l.Lists()
	for i := range lists {
		if e, ok := lists[i].Entry(id); ok {
			return e.Name
		}
	}
	return ""
}
