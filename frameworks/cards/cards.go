// Package cards is the deck of prompt cards: questions that make a room talk, by
// layer and lifecycle phase. The deck is data, deck.tsv; SOURCE.md says whose.
package cards

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"parry/model"
)

//go:embed deck.tsv
var text string

// Deck gives every card in its order.
var Deck = sync.OnceValue(func() []model.Card {
	deck, err := read(text)
	if err != nil {
		panic(err) // the deck is part of the program, and a test reads it
	}
	return deck
})

func read(text string) ([]model.Card, error) {
	var deck []model.Card
	n := 0
	for line := range strings.Lines(text) {
		n++
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(cells) != 6 {
			return nil, fmt.Errorf("line %d of the deck has %d cells", n, len(cells))
		}
		deck = append(deck, model.Card{ID: cells[0], Layer: cells[1], Phase: cells[2], Category: cells[3], Question: cells[4], Example: cells[5]})
	}
	return deck, nil
}
