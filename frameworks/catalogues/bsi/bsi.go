// Package bsi is the criteria of AIC4, and those of C5:2020 that threat and vulnerability
// management refers to. Kind criterion; fact catalogue. C5:2026 numbers otherwise.
package bsi

import (
	_ "embed"

	"parry/frameworks/factsheet"
	"parry/model"
)

//go:embed facts.json
var facts string

// Catalogue reads it.
func Catalogue() model.Catalogue { return factsheet.Must(facts) }
