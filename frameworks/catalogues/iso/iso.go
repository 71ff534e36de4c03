// Package iso is the Annex A controls of ISO/IEC 27001:2022 and 42001:2023, as numbers.
// Kind control; facts standard and number. A title stands where it is commonly named.
package iso

import (
	_ "embed"
	"sync"

	"parry/frameworks/factsheet"
	"parry/model"
)

//go:embed facts.json
var facts string

// Catalogue gives it; it is read when it is first asked for.
func Catalogue() model.Catalogue { return read() }

var read = sync.OnceValue(func() model.Catalogue { return factsheet.Must(facts) })
