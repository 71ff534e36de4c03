// Package owaspasi is the OWASP agentic Top 10 of 2026 and the agentic threats T1 to T17:
// ids and names, each with a line of ours.
//
//	risk    ASI01:2026; links threat (to a T of this catalogue), see (to owasp-llm)
//	threat  T1; fact since (the version of the list that brought it)
//
// Other papers number threats T16 and above of their own: here T16 and T17 are those of
// OWASP version 1.1.
package owaspasi

import (
	_ "embed"

	"parry/frameworks/factsheet"
	"parry/model"
)

//go:embed facts.json
var facts string

// Catalogue reads it.
func Catalogue() model.Catalogue { return factsheet.Must(facts) }
