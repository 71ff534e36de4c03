package bench

import (
	"slices"

	"parry/model"
)

// Knowledge is what the screens can ask beside the register. What is nil is not there.
type Knowledge struct {
	// Gather gives the library as a register has it: what parry ships, and what
	// the register brings itself.
	Gather func(*model.Register) model.Library
	// Cards are the prompt cards, in the order of their deck.
	Cards []model.Card
	// Controls gives the controls that are worth a thought for a threat.
	Controls func(model.Library, *model.Threat) []model.Suggestion
	// Classifier makes what suggests how a threat is classified, by the names of a
	// library.
	Classifier func(model.Library) model.Classifier
}

// A shelf keeps what was gathered for a register.
type shelf struct {
	library  model.Library
	own      []*model.Framework // that the library was gathered with
	editions []*model.Edition   // likewise
	gathered bool
	classify model.Classifier // of the library
}

// Library is what the register can be rated by and cites, gathered anew when a method or
// a catalogue of its own came or went.
func (b *Bench) Library() model.Library {
	r := b.Register()
	own, editions := r.Frameworks(), r.Editions()
	if known := &b.shelf; !known.gathered || !slices.Equal(own, known.own) || !slices.Equal(editions, known.editions) {
		*known = shelf{library: b.Gather(r), own: own, editions: editions, gathered: true}
	}
	return b.shelf.library
}

// Hints suggest how a threat is classified, by field; nothing where nothing suggests.
func (b *Bench) Hints(t *model.Threat) map[string]model.Hints {
	if b.Classifier == nil {
		return nil
	}
	lib := b.Library()
	if b.shelf.classify == nil {
		b.shelf.classify = b.Classifier(lib)
	}
	all := map[string]model.Hints{}
	for _, h := range b.shelf.classify(t) {
		all[h.Field] = h
	}
	return all
}

// Suggested are the controls that are worth a thought for a threat.
func (b *Bench) Suggested(t *model.Threat) []model.Suggestion {
	if b.Controls == nil {
		return nil
	}
	return b.Controls(b.Library(), t)
}

// Grounds are what rules go by today.
func (b *Bench) Grounds() model.Grounds {
	return model.NewGrounds(b.Register(), b.Today, func() model.Library {
		if b.Gather == nil { // a screen on its own
			return model.Library{}
		}
		return b.Library()
	})
}
