package model

import "testing"

// Cards are dealt where the register is empty first, each place once before any
// twice, and a card says where what it raises belongs.
func TestCardsAreDealtWhereNothingIs(t *testing.T) {
	deck := []Card{{ID: "a1", Layer: "PI", Phase: "Delivery"}, {ID: "a2", Layer: "PI", Phase: "Delivery"},
		{ID: "b1", Layer: "Model", Phase: "Delivery", Category: "Model theft"}, {ID: "c1", Layer: "Model", Phase: "Retirement"}}
	r := registerOf(&Threat{ID: "T-001", Class: Class{Layer: "PI", Phase: "Delivery"}}, &Threat{ID: "T-002", Class: Class{Layer: "Model", Phase: "Retirement"}},
		&Threat{ID: "T-003", Class: Class{Layer: "Model", Phase: "Retirement"}})
	var got string
	for _, c := range DealOrder(deck, r) {
		got += c.ID + " "
	}
	if got != "b1 a1 c1 a2 " {
		t.Errorf("dealt %s", got)
	}
	if cards := CardsFor(deck, "mod", "ret"); len(cards) != 1 || cards[0].ID != "c1" || len(deck) != 4 || deck[0].ID != "a1" {
		t.Errorf("narrowed %v", cards)
	}
	one := mustPlan(t, newTestRegister(t), Capture("an insider can take the weights", deck[2].Sets()...))
	if one.Class.Layer != ModelLayer || one.Class.Phase != "Delivery" || one.Class.Category != "Model theft" || one.Origin() != "prompt card" || one.Statement.Source != "insider" {
		t.Errorf("%+v", one)
	}
}
