// Package suggestions is the list of controls that parry suggests for a threat, by its
// category. The list is data, controls.tsv; SOURCE.md says whose.
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
