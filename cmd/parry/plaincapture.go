package main

import (
	"slices"
	"strings"

	"parry/frameworks/cards"
	"parry/model"
	"parry/store"
)

// capture takes threats, one a line. They answer the card that was dealt before; then
// it is put away.
func (p *plain) capture() error {
	say(p.out, "One threat a line; an empty line ends, card deals a card. A line that begins with ? is parked.")
	if p.card != nil {
		p.sayCard()
	}
	defer func() { p.card = nil }()
	var near model.Near
	for {
		line, err := p.ask("threat: ")
		if err != nil || line == "" || line == "q" || line == "quit" {
			return err
		}
		if line == "card" {
			if err := p.deal(); err != nil {
				return err
			}
			p.sayCard()
			continue
		}
		err = p.change(p.c, func(w *store.Workspace) error { return p.captureLine(w, line, &near) })
		if err != nil {
			say(p.out, "%v", err)
		}
	}
}

// deal deals the next card: of those that were not dealt yet the one that asks where
// the register has least. After the last the deck begins anew.
func (p *plain) deal() error {
	return p.look(p.c, func(w *store.Workspace) error {
		order := model.DealOrder(cards.Deck(), w.Register())
		if len(p.dealt) == len(order) {
			clear(p.dealt)
		}
		i := slices.IndexFunc(order, func(c model.Card) bool { return !p.dealt[c.ID] })
		p.card = &order[i]
		p.dealt[p.card.ID] = true
		p.printCard(*p.card)
		return nil
	})
}

func (p *plain) sayCard() {
	say(p.out, "Threats get layer %s, phase %s and category %s from the card %s.", p.card.Layer, p.card.Phase, p.card.Category, p.card.ID)
}

func (p *plain) captureLine(w *store.Workspace, line string, near *model.Near) error {
	day, err := dayOf(p.c, w)
	if err != nil {
		return err
	}
	near.Follow(w.Register())
	like := near.Find(line)
	var sets []model.Assignment
	if p.card != nil {
		sets = p.card.Sets()
	}
	done, err := w.Do(model.TakeDown([]string{line}, day, w.By(), sets...))
	if err != nil {
		return err
	}
	for _, touch := range done.Touched {
		t, threat := touch.After.(*model.Threat)
		if !threat {
			say(p.out, "parked as %s", touch.Key.ID)
			return nil
		}
		var lacks []string
		for i, there := range t.Statement.Filled() {
			if !there {
				lacks = append(lacks, model.GrammarWords[i])
			}
		}
		say(p.out, "%s captured; not said: %s", t.ID, orNone(strings.Join(lacks, ", ")))
		if model.NamesAControl(t.Title) {
			say(p.out, "%s names a missing control; what can happen because of it?", t.ID)
		}
	}
	if like != nil {
		say(p.out, "it is near to %s: %s", like.ID, clean(like.Title))
	}
	return nil
}
