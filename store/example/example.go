// Package example holds the register that parry can be tried with: the
// threats to "Brightdesk Assist", a support assistant with agent tools that a
// fictional firm sells to shops. Firm, people, evidence and vulnerability ids
// are invented.
//
// It is seen on 2026-11-16, and on that day it has planted defects: an unowned
// layer, an expired acceptance, a claim that contradicts the register. So the
// rules have something to find.
package example

import (
	_ "embed" // for register.csv
	"slices"
)

// System is what the example assesses.
const System = "Brightdesk Assist"

// AsOf is the day on which the example is seen: its today.
const AsOf = "2026-11-16"

//go:embed register.csv
var register []byte

// CSV gives the threats as a file of our own CSV format. The copy is the
// caller's.
func CSV() []byte { return slices.Clone(register) }
