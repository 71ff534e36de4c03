package ui

import (
	"parry/ui/bench"
	"parry/ui/screens/answer"
	"parry/ui/screens/heatmap"
	"parry/ui/screens/history"
	"parry/ui/screens/library"
	"parry/ui/screens/ownership"
	"parry/ui/screens/register"
	"parry/ui/screens/report"
	"parry/ui/screens/response"
	"parry/ui/screens/triage"
)

// A tab is a screen under its digit, which is final: a screen that is not built
// yet leaves its digit free.
type tab struct {
	digit int
	Screen
}

// screens is the list, in tab order.
func screens(b *bench.Bench) []tab {
	return []tab{
		{1, register.New(b)},
		{2, triage.New(b)},
		{3, heatmap.New(b)},
		{4, ownership.New(b)},
		{5, response.New(b)},
		{6, answer.New(b)},
		{7, library.New(b)},
		{8, history.New(b)},
		{9, report.New(b)},
	}
}
