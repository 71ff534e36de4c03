// Package stride is the six categories of STRIDE, each with a line of ours. Kind
// category; facts breaks (what a threat of it harms) and element, as often as it holds
// (actor, process, store, flow: where in a diagram it applies).
package stride

import (
	_ "embed"

	"parry/frameworks/factsheet"
	"parry/model"
)

//go:embed facts.json
var facts string

// Catalogue reads it.
func Catalogue() model.Catalogue { return factsheet.Must(facts) }
