// Package suggestions is what controls parry suggests for a threat: what ATLAS has against
// its techniques, then what parry has for its category. Ours is data, controls.tsv;
// SOURCE.md says whose.
package suggestions

import (
	_ "embed"
	"sync"

	"parry/frameworks/ownlist"
	"parry/model"
)

//go:embed controls.tsv
var text string

// Controls gives every suggestion in its order.
var Controls = sync.OnceValue(func() []model.Suggestion {
	return ownlist.Must("the suggestions", text, 5, func(c []string) model.Suggestion {
		return model.Suggestion{ID: c[0], Category: c[1], Position: c[2], Name: c[3], Why: c[4]}
	})
})

// For gives what is suggested for a threat.
func For(lib model.Library, t *model.Threat) []model.Suggestion {
	return append(lib.Mitigations(t.Class.ATLAS, position), model.SuggestedFor(Controls(), t)...)
}

// notice are the mitigations of ATLAS that notice something; the others prevent it. ATLAS
// itself does not say which.
var notice = map[string]bool{"AML.M0008": true, "AML.M0014": true, "AML.M0015": true, "AML.M0024": true, "AML.M0034": true}

func position(id string) string {
	if notice[id] {
		return "detective"
	}
	return "preventive"
}
