// Package aicm is the TVM controls of CSA AICM 1.0.3, the vocabularies of the matrix, and
// where each id of 1.0.3 went in 1.1.0.
//
//	control  Parent its domain; links reference and, for a range of NIST actions, expansion
//	         (to nist-ai, iso, bsi, eu-ai-act; a reference that these do not hold has no link);
//	         facts type, "owner PI" (Model, Orchestrated, Application), component, activity
//	         ("Development/Design"), category, "gap ISO" and "reference ISO" (EU AI Act,
//	         NIST AI 600-1, BSI), question, "in 1.1.0" (its id there)
//	domain, owner, layer, component, stage, activity, category, gap   the vocabularies
//
// References are as the matrix has them, mistakes included.
package aicm

import (
	_ "embed"

	"parry/frameworks/factsheet"
	"parry/model"
)

//go:embed facts.json
var facts string

// Catalogue reads it.
func Catalogue() model.Catalogue { return factsheet.Must(facts) }
