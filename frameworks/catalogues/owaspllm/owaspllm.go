// Package owaspllm is the OWASP Top 10 for LLM Applications 2025: ids and names, each
// with a line of ours. Kind risk. An id has its year, LLM01:2025: the list of 2023 used
// the same numbers for other things.
package owaspllm

import (
	_ "embed"

	"parry/frameworks/factsheet"
	"parry/model"
)

//go:embed facts.json
var facts string

// Catalogue reads it.
func Catalogue() model.Catalogue { return factsheet.Must(facts) }
