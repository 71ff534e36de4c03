// Package cards is the deck of prompt cards: questions that make a room talk, by
// layer and lifecycle phase. The deck is data, deck.tsv; SOURCE.md says whose.
package cards

import (
	_ "embed"
	"sync"

	"parry/frameworks/ownlist"
	"parry/model"
)

//go:embed deck.tsv
var text string

// Deck gives every card in its order.
var Deck = sync.OnceValue(func() []model.Card {
	return ownlist.Must("the deck", text, 6, func(c []string) model.Card {
		return model.Card{ID: c[0], Layer: c[1], Phase: c[2], Category: c[3], Question: c[4], Example: c[5]}
	})
})
