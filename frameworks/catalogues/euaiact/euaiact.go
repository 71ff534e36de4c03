// Package euaiact is what Article 9 of Regulation (EU) 2024/1689 asks of risk management:
// kinds paragraph and step; the words are ours.
package euaiact

import (
	_ "embed"

	"parry/frameworks/factsheet"
	"parry/model"
)

//go:embed facts.json
var facts string

// Catalogue reads it.
func Catalogue() model.Catalogue { return factsheet.Must(facts) }
