// Package frameworks is the library: what others published, as parry ships it.
// It is read only and needs no network.
//
//   - methods/<name>/: one published way to rate a threat each, with its
//     tables and a SOURCE.md: where from, which version, which licence.
//
// To add a method, make its folder and name it here: an import and a line in
// the list. The promises every method keeps stand in frameworks_test.go.
// Methods never import each other.
package frameworks

import (
	"parry/frameworks/methods/nist80030"
	"parry/model"
)

// Library gathers everything, in the order it is offered; the first method is
// the one a new register starts with.
func Library() model.Library {
	return model.Library{
		Methods: []model.Method{
			nist80030.Method(),
		},
	}
}
