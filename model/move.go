package model

import "strings"

// A Move is what became of an entry of a catalogue from one edition to another that gave
// its ids anew: an id alone says nothing then.
type Move struct {
	Old, New string // "" where it is new, or gone
	Change   string // in the word of the crosswalk: "unchanged", "spec-substantive"
	Review   bool   // a person should look
}

// Moves are all moves between two editions of a catalogue.
type Moves struct {
	Catalogue string // what citations begin with: "AICM"
	From, To  string // the editions: "1.0.3", "1.1.0"
	List      []Move
}

// Covers says whether the moves lead from the one edition to the other: patch releases of
// an edition keep its ids.
func (m *Moves) Covers(from, to string) bool {
	return minor(from) == minor(m.From) && minor(to) == minor(m.To)
}

// minor is an edition without its patch number: "1.0" of "1.0.3".
func minor(version string) string {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) > 2 {
		parts = parts[:2]
	}
	return strings.Join(parts, ".")
}

// Rewritten says whether the text was written anew under its title.
func (m Move) Rewritten() bool { return strings.Contains(m.Change, "spec-substantive") }
