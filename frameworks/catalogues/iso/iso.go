// Package iso is the Annex A controls of ISO/IEC 27001:2022 and 42001:2023, as numbers.
// Kind control; facts standard and number. A title stands where it is commonly named.
package iso

import (
	_ "embed"

	"parry/frameworks/factsheet"
	"parry/model"
)

//go:embed facts.json
var facts string

// Catalogue reads it.
func Catalogue() model.Catalogue { return factsheet.Must(facts) }
