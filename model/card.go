package model

import (
	"cmp"
	"slices"
	"strings"
)

// A Card is a question that makes a room talk about one layer in one phase.
type Card struct {
	ID       string `json:"id"`
	Layer    string `json:"layer"`
	Phase    string `json:"phase"`
	Category string `json:"category"`
	Question string `json:"question"`
	Example  string `json:"example"`
}

// Sets is what a threat that was raised by the card takes from it.
func (c Card) Sets() []Assignment {
	return []Assignment{{"origin", "prompt card"}, {"lifecycle_phase", c.Phase}, {"layer", c.Layer}, {"category", c.Category}}
}

// SetsBeside adds to what was said of a threat what it takes from the card: what was
// said goes first.
func (c Card) SetsBeside(said []Assignment) []Assignment {
	sets := slices.Clone(said)
	for _, set := range c.Sets() {
		if !named(said, set.Field) {
			sets = append(sets, set)
		}
	}
	return sets
}

// DealOrder gives cards in the order in which they are worth asking: where the
// register has the fewest threats of the layer and phase first, and of equals in
// the order of the deck, one of each place before the second of any.
func DealOrder(deck []Card, r *Register) []Card {
	threats := map[[2]string]int{}
	for _, t := range r.threats {
		threats[[2]string{t.Class.Layer, t.Class.Phase}]++
	}
	type dealt struct {
		card        Card
		round, have int
	}
	rounds := map[[2]string]int{}
	var order []dealt
	for _, c := range deck {
		place := [2]string{c.Layer, c.Phase}
		order = append(order, dealt{c, rounds[place], threats[place]})
		rounds[place]++
	}
	slices.SortStableFunc(order, func(a, b dealt) int {
		return cmp.Or(cmp.Compare(a.have+a.round, b.have+b.round), cmp.Compare(a.round, b.round))
	})
	cards := make([]Card, len(order))
	for i, o := range order {
		cards[i] = o.card
	}
	return cards
}

// CardNamed finds a card by its id, in any case.
func CardNamed(deck []Card, id string) (Card, bool) {
	for _, c := range deck {
		if lower(c.ID) == lower(strings.TrimSpace(id)) {
			return c, true
		}
	}
	return Card{}, false
}

// CardsFor keeps the cards of a layer and of a phase, each by its beginning in any
// case; "" lets all through.
func CardsFor(deck []Card, layer, phase string) []Card {
	begins := func(text, part string) bool { return strings.HasPrefix(lower(text), lower(part)) }
	return slices.DeleteFunc(slices.Clone(deck), func(c Card) bool { return !begins(c.Layer, layer) || !begins(c.Phase, phase) })
}
