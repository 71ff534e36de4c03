package aicm

import (
	_ "embed"
	"sync"

	"parry/frameworks/ownlist"
)

//go:embed moves.tsv
var moves string

// A Move is what became of a control from 1.0.3 to 1.1.0.
type Move struct {
	Old, New string // "" where it is new, or gone
	Change   string // in the word of the crosswalk: "unchanged", "spec-substantive"
	Review   bool   // a person should look
}

// Moves gives all of them; ids were given anew in place, so an id alone says nothing.
var Moves = sync.OnceValue(func() []Move {
	return ownlist.Must("the moves", moves, 4, func(c []string) Move {
		return Move{Old: c[0], New: c[1], Change: c[2], Review: c[3] == "yes"}
	})
})
