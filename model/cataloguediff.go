package model

import (
	"fmt"
	"slices"
	"strings"
)

// A CatalogueDiff is what differs between two editions of a catalogue, each list in the
// order of its edition.
type CatalogueDiff struct {
	New     []EntryChange `json:"new"`
	Changed []EntryChange `json:"changed"`
	Gone    []EntryChange `json:"gone"`
}

// An EntryChange is an entry that is new, says something else, or is gone.
type EntryChange struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind"`
	Name    string   `json:"name"`
	What    []string `json:"what,omitempty"` // what differs, in a sentence each
	CitedBy []string `json:"cited_by"`       // threats and other records, by id
}

// CompareCatalogues says what now holds otherwise than was. Whole kinds of entry that only
// one of them keeps, and kinds of fact that none of the entries of the other has, are no
// difference between editions but in what was written down of them; they are left out.
// Sentences are not compared. Moves say where ids went, if it is known that they were given
// anew; nil for none. Cited gives what cites an entry by the id that it had; never nil.
func CompareCatalogues(was, now *Catalogue, moves *Moves, cited func(id string) []string) CatalogueDiff {
	d := CatalogueDiff{New: []EntryChange{}, Changed: []EntryChange{}, Gone: []EntryChange{}}
	both := newInBoth(was, now)
	before, after := entriesOf(was), entriesOf(now)
	from, to := paths(moves)
	change := func(e *Entry, id string, what ...string) EntryChange {
		return EntryChange{ID: e.ID, Kind: e.Kind, Name: e.Name, What: what, CitedBy: cited(id)}
	}
	for i := range now.Entries {
		e := &now.Entries[i]
		switch b := before[from(e.ID)]; {
		case !both.kinds[e.Kind]:
		case b == nil:
			d.New = append(d.New, change(e, e.ID))
		default:
			if what := both.differences(b, e); len(what) > 0 {
				d.Changed = append(d.Changed, change(e, b.ID, what...))
			}
		}
	}
	for i := range was.Entries {
		if e := &was.Entries[i]; both.kinds[e.Kind] && after[to(e.ID)] == nil {
			d.Gone = append(d.Gone, change(e, e.ID))
		}
	}
	return d
}

// paths give the id that an entry had, and the one that it has; "" where it is new, or gone.
func paths(moves *Moves) (from, to func(id string) string) {
	if moves == nil {
		return strings.ToUpper, strings.ToUpper
	}
	was, is := map[string]string{}, map[string]string{}
	for _, m := range moves.List {
		if m.New != "" {
			was[m.New] = m.Old
		}
		if m.Old != "" {
			is[m.Old] = m.New
		}
	}
	follow := func(known map[string]string) func(string) string {
		return func(id string) string {
			if other, ok := known[id]; ok {
				return strings.ToUpper(other)
			}
			return strings.ToUpper(id)
		}
	}
	return follow(was), follow(is)
}

func entriesOf(c *Catalogue) map[string]*Entry {
	m := make(map[string]*Entry, len(c.Entries))
	for i := range c.Entries {
		m[strings.ToUpper(c.Entries[i].ID)] = &c.Entries[i]
	}
	return m
}

// inBoth are the kinds of entries, facts and links that both editions keep.
type inBoth struct{ kinds, facts, links map[string]bool }

func newInBoth(a, b *Catalogue) inBoth {
	x, y := keptBy(a), keptBy(b)
	and := func(p, q map[string]bool) map[string]bool {
		m := map[string]bool{}
		for k := range p {
			m[k] = q[k]
		}
		return m
	}
	return inBoth{and(x.kinds, y.kinds), and(x.facts, y.facts), and(x.links, y.links)}
}

func keptBy(c *Catalogue) inBoth {
	k := inBoth{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, e := range c.Entries {
		k.kinds[e.Kind] = true
		for _, f := range e.Facts {
			k.facts[f.Name] = true
		}
		for _, l := range e.Links {
			k.links[l.Kind] = true
		}
	}
	return k
}

// differences says in what two editions of an entry differ.
func (c inBoth) differences(was, now *Entry) []string {
	var what []string
	if was.ID != now.ID {
		what = append(what, "it was "+was.ID)
	}
	if was.Name != now.Name {
		what = append(what, fmt.Sprintf("its name was %q", was.Name))
	}
	if was.Kind != now.Kind {
		what = append(what, "it was a "+was.Kind)
	}
	if was.Parent != now.Parent {
		what = append(what, fmt.Sprintf("it was part of %s, is part of %s", orElse(was.Parent, "nothing"), orElse(now.Parent, "nothing")))
	}
	return append(what, lostAndWon(c.values(was, was.ID, now.ID), c.values(now, "", ""))...)
}

// values are the links and facts of an entry that both editions keep, in words. Links into
// other catalogues follow from facts. An id that was given anew counts as the new one.
func (c inBoth) values(e *Entry, from, to string) (all []string) {
	for _, l := range e.Links {
		if c.links[l.Kind] && l.Catalogue == "" {
			all = append(all, l.Kind+" "+l.To)
		}
	}
	for _, f := range e.Facts {
		if c.facts[f.Name] {
			all = append(all, f.Name+" "+strings.Replace(f.Value, from, to, 1))
		}
	}
	return all
}

func lostAndWon(was, now []string) (what []string) {
	less := func(from, by []string) (left []string) {
		by = slices.Clone(by)
		for _, x := range from {
			if i := slices.Index(by, x); i >= 0 {
				by = slices.Delete(by, i, i+1)
				continue
			}
			left = append(left, x)
		}
		return left
	}
	if lost := less(was, now); len(lost) > 0 {
		what = append(what, "no longer "+strings.Join(lost, ", "))
	}
	if won := less(now, was); len(won) > 0 {
		what = append(what, "now "+strings.Join(won, ", "))
	}
	return what
}

// Nothing says whether the editions hold the same.
func (d *CatalogueDiff) Nothing() bool { return len(d.New)+len(d.Changed)+len(d.Gone) == 0 }

// Cited are the changed and the gone that threats cite: what a person must look at.
func (d *CatalogueDiff) Cited() []EntryChange {
	return slices.DeleteFunc(slices.Concat(d.Changed, d.Gone), func(c EntryChange) bool { return len(c.CitedBy) == 0 })
}

// Counts tells the sizes in words.
func (d *CatalogueDiff) Counts() string {
	return fmt.Sprintf("%d new, %d changed, %d gone", len(d.New), len(d.Changed), len(d.Gone))
}

// Lines tells a diff in a line for each entry, what is cited first; of those that are new,
// at most so many.
func (d *CatalogueDiff) Lines(mostNew int) []string {
	var lines []string
	tell := func(word string, c EntryChange) {
		line := fmt.Sprintf("%s %s %s, %s", word, c.Kind, c.ID, c.Name)
		if len(c.What) > 0 {
			line += ": " + strings.Join(c.What, "; ")
		}
		if len(c.CitedBy) > 0 {
			line += "; cited by " + strings.Join(c.CitedBy, ", ")
		}
		lines = append(lines, line)
	}
	for _, cited := range []bool{true, false} {
		for _, c := range d.Gone {
			if cited == (len(c.CitedBy) > 0) {
				tell("gone:", c)
			}
		}
		for _, c := range d.Changed {
			if cited == (len(c.CitedBy) > 0) {
				tell("changed:", c)
			}
		}
	}
	for i, c := range d.New {
		if i == mostNew {
			lines = append(lines, fmt.Sprintf("new: and %d more", len(d.New)-i))
			break
		}
		tell("new:", c)
	}
	return lines
}
