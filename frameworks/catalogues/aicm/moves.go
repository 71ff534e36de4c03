package aicm

import (
	_ "embed"
	"sync"

	"parry/frameworks/ownlist"
	"parry/model"
)

//go:embed moves.tsv
var moves string

// Moves gives what became of each control from 1.0.3 to 1.1.0; ids were given anew in
// place.
var Moves = sync.OnceValue(func() *model.Moves {
	return &model.Moves{Catalogue: "AICM", From: "1.0.3", To: "1.1.0", List: ownlist.Must("the moves", moves, 4, func(c []string) model.Move {
		return model.Move{Old: c[0], New: c[1], Change: c[2], Review: c[3] == "yes"}
	})}
})
