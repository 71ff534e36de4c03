package model

import (
	"fmt"
	"maps"
	"strings"
)

// A Migration says what became of the mentions of a catalogue whose ids were given anew.
type Migration struct {
	Moved  []string `json:"moved"`  // what was rewritten, a line each
	Person []string `json:"person"` // what was left for a person, and why; or is to be looked at
}

// Migrate rewrites what names an entry of the older edition to name the same entry of the
// newer one, as one edit. It rewrites what is a citation and nothing else; what stands in a
// sentence, names no edition, or leads to no single entry is left as it is and told.
func Migrate(moves *Moves, report *Migration) Edit {
	return Edit{Label: fmt.Sprintf("cite %s %s in place of %s", moves.Catalogue, moves.To, moves.From), Before: BeforeImport, Do: func(d *Draft) error {
		*report = Migration{Moved: []string{}, Person: []string{}}
		g := migrating{Migration: report, d: d, moves: moves, to: map[string][]Move{}, from: map[string]int{}}
		for _, m := range moves.List {
			if m.Old != "" {
				g.to[m.Old] = append(g.to[m.Old], m)
			}
			if m.New != "" && m.Old != "" {
				g.from[m.New]++
			}
		}
		for _, m := range Mentions(d.base, moves) {
			if err := g.take(m); err != nil {
				return err
			}
		}
		return nil
	}}
}

type migrating struct {
	*Migration
	d     *Draft
	moves *Moves
	to    map[string][]Move // by the old id
	from  map[string]int    // how many old ids lead to a new one
}

func (g *migrating) take(m Mention) error {
	c, told := g.moves.Catalogue, func(form string, args ...any) {
		g.Person = append(g.Person, fmt.Sprintf("%s, %s: %s ", m.Key.ID, m.Field, brief(m.Text))+fmt.Sprintf(form, args...))
	}
	moves := g.to[m.ID]
	switch {
	case m.Edition != "" && minor(m.Edition) != minor(g.moves.From):
		return nil // it names another edition
	case m.Edition == "":
		told("names no edition: %s", g.either(m.ID))
	case m.Frozen:
		told("says what was then and stays")
	case !m.Listed:
		told("stands in a sentence: %s", g.either(m.ID))
	case len(moves) == 0:
		told("is no id of %s %s", c, g.moves.From)
	case len(moves) > 1:
		var ids []string
		for _, one := range moves {
			ids = append(ids, one.New)
		}
		told("was split into %s: say which is meant", strings.Join(ids, ", "))
	case moves[0].New == "":
		told("is gone in %s %s", c, g.moves.To)
	case g.from[moves[0].New] > 1:
		told("was merged with others into %s: say whether that is meant", moves[0].New)
	case moves[0].Review:
		told("may be %s, which the crosswalk is not sure of", moves[0].New)
	case m.Part != "":
		told("is a question; questions were given new ids too, look it up under %s", moves[0].New)
	default:
		return g.move(m, moves[0], told)
	}
	return nil
}

// either says what an id is in both editions.
func (g *migrating) either(id string) string {
	c := g.moves.Catalogue
	var is string
	for _, m := range g.to[id] {
		is += fmt.Sprintf("; what %s %s calls %s is %s in %s", c, g.moves.From, id, orElse(m.New, "gone"), g.moves.To)
	}
	return orElse(strings.TrimPrefix(is, "; "), fmt.Sprintf("%s %s has no %s", c, g.moves.From, id))
}

func (g *migrating) move(m Mention, to Move, told func(string, ...any)) error {
	now := fmt.Sprintf("%s %s %s", g.moves.Catalogue, g.moves.To, to.New)
	if err := g.rewrite(m, now); err != nil {
		return err
	}
	g.Moved = append(g.Moved, fmt.Sprintf("%s, %s: %s is now %s", m.Key.ID, m.Field, m.Text, now))
	if to.Rewritten() {
		told("is %s now, and its text was written anew: see whether it still fits", to.New)
	}
	return nil
}

// rewrite puts another citation in the place of one.
func (g *migrating) rewrite(m Mention, now string) error {
	swap := func(text, separator string) string {
		items := SplitList(text)
		for i := range items {
			if items[i] == m.Text {
				items[i] = now
			}
		}
		return JoinList(items, separator)
	}
	if m.Key.Kind == KindThreat {
		return g.d.EditThreat(m.Key.ID, func(t *Threat) error {
			f, _ := FieldNamed(m.Field)
			if !f.IsList() {
				return f.Set(t, now)
			}
			return f.Set(t, swap(f.Get(t), f.Sep))
		})
	}
	have, ok := g.d.Get(m.Key).(*Sheet)
	if !ok {
		return nil
	}
	k, _ := SheetKindOf(have.Of)
	f, err := k.Field(m.Field)
	if err != nil {
		return err
	}
	s := &Sheet{Of: have.Of, ID: have.ID, Values: maps.Clone(have.Values)}
	if s.Values[f.Name] = now; f.Sort == List {
		s.Values[f.Name] = swap(have.Get(f.Name), "; ")
	}
	g.d.Put(s)
	return nil
}
