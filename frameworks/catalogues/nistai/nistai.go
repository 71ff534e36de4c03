// Package nistai is NIST AI RMF 1.0 and the suggested actions of NIST AI 600-1, as ids.
//
//	function, category, subcategory  GOVERN, GOVERN 1, GOVERN 1.1, each Parent of the next
//	risk                             the twelve of AI 600-1; the id is its name
//	action                           GV-1.1-001, Parent its subcategory, links risk
//
// Actions stand in the order of the document, function by function, so that a range
// of ids can be read off.
package nistai

import (
	_ "embed"

	"parry/frameworks/factsheet"
	"parry/model"
)

//go:embed facts.json
var facts string

// Catalogue reads it.
func Catalogue() model.Catalogue { return factsheet.Must(facts) }
