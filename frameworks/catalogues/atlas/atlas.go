// Package atlas is MITRE ATLAS 5.6.0 as facts: ids, names and how they hang together.
//
// Kinds, in this order, and what an entry has:
//
//	tactic      facts short (the name that Navigator layers use), attack (ATT&CK id)
//	technique   Parent for a sub-technique, links tactic (a sub-technique has none of its own);
//	            facts maturity (feasible, demonstrated, realized), attack
//	mitigation  links mitigates; facts category and lifecycle, each as often as it holds
//	case study  links technique, each once; facts type (exercise, incident), date (as exact
//	            as it is known: 2020, 2020-05, 2020-05-01), and one step for each step of
//	            the procedure: "tactic technique"
//
// MITRE ATLAS is a trademark of The MITRE Corporation, which does not endorse parry.
package atlas

import (
	_ "embed"

	"parry/frameworks/factsheet"
	"parry/model"
)

//go:embed facts.json
var facts string

// Catalogue reads it.
func Catalogue() model.Catalogue { return factsheet.Must(facts) }
