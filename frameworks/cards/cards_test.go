package cards

import (
	"strings"
	"testing"
	"unicode/utf8"

	"parry/model"
)

// The deck has about 60 cards, at least two for every layer in every phase; each
// has a name of its own, a short question that no other card asks, a place that
// there is, and an example that the threat grammar reads.
func TestDeck(t *testing.T) {
	deck := Deck()
	if len(deck) < 55 || len(deck) > 70 {
		t.Errorf("%d cards", len(deck))
	}
	cells, ids, questions := map[string]int{}, map[string]bool{}, map[string]bool{}
	var near model.Near
	var others []model.Record
	for _, c := range deck {
		others = append(others, &model.Threat{ID: c.ID, Title: c.Question})
	}
	for i, c := range deck {
		cells[c.Layer+" "+c.Phase]++
		one := &model.Threat{ID: "T-001"}
		for field, value := range map[string]string{"layer": c.Layer, "lifecycle_phase": c.Phase, "category": c.Category} {
			f, _ := model.FieldNamed(field)
			if err := f.Set(one, value); err != nil || f.Get(one) != value {
				t.Errorf("%s: %s %q, %v", c.ID, field, value, err)
			}
		}
		if n := utf8.RuneCountInString(c.Question); n > 140 || !strings.HasSuffix(c.Question, "?") {
			t.Errorf("%s asks in %d characters: %s", c.ID, n, c.Question)
		}
		if ids[c.ID] || questions[c.Question] {
			t.Errorf("%s is there twice", c.ID)
		}
		ids[c.ID], questions[c.Question] = true, true
		if s, ok := model.ParseStatement(c.Example); !ok || s.Source == "" || s.Action == "" {
			t.Errorf("%s: the example is no threat: %s", c.ID, c.Example)
		}
		r := model.NewRegister()
		rest := append(append([]model.Record{}, others[:i]...), others[i+1:]...)
		r.Load(rest, make([]uint64, len(rest)), 1)
		near.Follow(r)
		if found := near.Find(c.Question); found != nil {
			t.Errorf("%s asks nearly what %s asks", c.ID, found.ID)
		}
	}
	for _, layer := range model.Layers {
		for _, phase := range model.Phases {
			if cells[layer+" "+phase.Value] < 2 {
				t.Errorf("%d cards for %s in %s", cells[layer+" "+phase.Value], layer, phase.Value)
			}
		}
	}
}
