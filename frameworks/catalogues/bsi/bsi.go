// Package bsi is the criteria of AIC4, and those of C5:2020 that threat and vulnerability
// management refers to. Kind criterion; fact catalogue. C5:2026 numbers otherwise.
package bsi

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
