package ui

import (
	"parry/ui/bench"
	"parry/ui/screens/heatmap"
	"parry/ui/screens/ownership"
	"parry/ui/screens/register"
	"parry/ui/screens/triage"
)

// screens is the list, in tab order: the place in it is the digit. A screen
// that is not built yet is not in it.
func screens(b *bench.Bench) []Screen {
	return []Screen{
		register.New(b),
		triage.New(b),
		heatmap.New(b),
		ownership.New(b),
	}
}
