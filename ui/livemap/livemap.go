// Package livemap is the heatmap beside what is being edited: it follows the register,
// and knows which numbers the last change moved.
//
//	h := live.Heat(r, model.Current, today) // the map as it is now
//	words := live.Moved(model.Current, "", pen) // "VH 2→1, M 3→4"
package livemap

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// A Map is the map by phase, in each state that was asked for. The zero Map is ready.
type Map struct {
	of     *model.Register
	states [len(model.States)]state
}

// A state is the map of one state and what the last change did to it.
type state struct {
	heat    *model.Heatmap
	version uint64
	was     numbers // before the last change
	shifts  []Shift
}

// numbers are what a map says.
type numbers struct {
	levels map[string][5]int // by phase; "" for all
	rows   [][5][5]int
}

// A Shift is a cell whose number the last change moved.
type Shift struct {
	Row                string // the phase
	Likelihood, Impact model.Level
	From, To           int
}

// Heat gives the map of a state as the register is now.
func (m *Map) Heat(r *model.Register, s model.State, today string) *model.Heatmap {
	if m.of != r {
		*m = Map{of: r}
	}
	one := &m.states[s]
	switch {
	case one.heat != nil && one.version == r.Version():
		return one.heat
	case one.heat == nil:
		one.heat = model.HeatmapOf{By: model.ByPhase, State: s, Today: today}.Map(r)
	default:
		was := numbersOf(one.heat)
		if !one.heat.Follow(r) {
			one.heat = model.HeatmapOf{By: model.ByPhase, State: s, Today: today}.Map(r)
		}
		one.was, one.shifts = was, shifts(was, one.heat)
	}
	one.version = r.Version()
	return one.heat
}

func numbersOf(h *model.Heatmap) numbers {
	n := numbers{levels: map[string][5]int{"": h.Totals()}}
	for i := range h.Rows {
		n.levels[h.Rows[i].Name] = h.Rows[i].Counts
		n.rows = append(n.rows, h.Rows[i].Cells())
	}
	return n
}

// shifts are the cells that differ.
func shifts(was numbers, h *model.Heatmap) []Shift {
	var all []Shift
	for i := range h.Rows {
		var before [5][5]int
		if i < len(was.rows) {
			before = was.rows[i]
		}
		for l, cells := range h.Rows[i].Cells() {
			for c, n := range cells {
				if n != before[l][c] {
					all = append(all, Shift{h.Rows[i].Name, model.Levels[l], model.Levels[c], before[l][c], n})
				}
			}
		}
	}
	return all
}

// Shifts are the cells whose numbers the last change moved.
func (m *Map) Shifts(s model.State) []Shift { return m.states[s].shifts }

// Moved says which levels of a phase, or of all for "", hold more or fewer since the last
// change, worst first; "" if none.
func (m *Map) Moved(s model.State, phase string, p widget.Pen) string {
	one := &m.states[s]
	if len(one.shifts) == 0 {
		return ""
	}
	was, now := one.was.levels[phase], numbersOf(one.heat).levels[phase]
	var parts []string
	for i := len(model.Levels) - 1; i >= 0; i-- {
		if was[i] != now[i] {
			parts = append(parts, fmt.Sprintf("%s %d%s%d", model.Levels[i], was[i], p.Glyphs.Arrow, now[i]))
		}
	}
	return strings.Join(parts, ", ")
}

// Words say a shift: "Delivery HxVH 2→1".
func (x Shift) Words(p widget.Pen) string {
	return fmt.Sprintf("%s %sx%s %d%s%d", x.Row, x.Likelihood, x.Impact, x.From, p.Glyphs.Arrow, x.To)
}
