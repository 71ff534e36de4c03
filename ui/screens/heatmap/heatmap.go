// Package heatmap shows where the threats of a register lie: by lifecycle
// phase and level, and by likelihood and impact, in one of the three states.
//
//   - heatmap.go: the screen and its keys
//   - maps.go: the counts, computed once for each version of the register
//   - cell.go: the cell under the cursor: its threats, the filter that finds them
//   - list.go: those threats in words, the most urgent first
//   - view.go: what it looks like
//
// The promise: the threats a cell counts, the list beside it, and the filter
// that enter hands to the register are the same threats.
package heatmap

import (
	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// allPhases is the row that stands for all rows, in the 5 × 5 map only.
const allPhases = -1

// A Screen is the heatmap on show. State, map and cursor stay while other
// screens are on show.
type Screen struct {
	bench  *bench.Bench
	maps   maps
	state  model.State
	square bool // the 5 × 5 map is on show, not the lifecycle map
	phase  int  // whose 5 × 5 map: a row, or allPhases
	counts widget.Counts
	matrix widget.Matrix
	list   list

	settled bool // the cursor has found a cell to start on
	x, y    int  // of the cursor in the last drawing
	pointed bool
}

// New makes the screen.
func New(b *bench.Bench) *Screen { return &Screen{bench: b, state: model.Current} }

// Name is the tab's.
func (s *Screen) Name() string { return bench.Heatmap }

// Title is the long name.
func (s *Screen) Title() string { return "Heatmap" }

// Enter comes to the map as it was left.
func (s *Screen) Enter(bench.Place) {}

// Place is where the screen is, to come back to.
func (s *Screen) Place() bench.Place {
	return bench.Place{Screen: bench.Heatmap, Threat: s.bench.Threat()}
}

// Typing is never: there is nothing to type here.
func (s *Screen) Typing() bool { return false }

// Type takes nothing.
func (s *Screen) Type(tea.Msg) {}

// Back has no level to go back to: the two maps stand beside each other.
func (s *Screen) Back() bool { return false }

// Hangup has nothing to keep.
func (s *Screen) Hangup() {}

// Cursor is the number in the cell under the cursor.
func (s *Screen) Cursor() (x, y int, ok bool) { return s.x, s.y, s.pointed }

// far is further than any map is wide or high.
const far = 100

// Actions are the keys of the map on show.
func (s *Screen) Actions() []bench.Action {
	phase := ""
	if s.square {
		phase = "phase"
	}
	return []bench.Action{
		{Keys: []string{"up", "k"}, Show: "arrows", Label: "cell", Help: "another cell; h j k l do the same", Do: s.step(-1, 0)},
		{Keys: []string{"enter"}, Label: "list", Help: "the threats of the cell, in the register", Do: s.open},
		{Keys: []string{"i"}, Label: "state", Help: "inherent, current, target", Do: s.nextState},
		{Keys: []string{"m"}, Label: "map", Help: "by lifecycle, or likelihood x impact of the phase", Do: s.nextMap},
		{Keys: []string{"tab"}, Label: phase, Help: "in the 5 x 5: the next phase, and all phases", Why: s.noPhases, Do: func() { s.turn(1) }},
		{Keys: []string{"shift+tab"}, Help: "in the 5 x 5: the phase before", Why: s.noPhases, Do: func() { s.turn(-1) }},
		{Keys: []string{"!"}, Label: "unrated", Help: "the threats that this state does not rate", Do: s.openUnplaced},
		{Keys: []string{"down", "j"}, Do: s.step(1, 0)},
		{Keys: []string{"left", "h"}, Do: s.step(0, -1)},
		{Keys: []string{"right", "l"}, Do: s.step(0, 1)},
		{Keys: []string{"pgup", "g"}, Help: "to the top of the column", Do: s.step(-far, 0)},
		{Keys: []string{"pgdown", "G"}, Help: "to the bottom of the column", Do: s.step(far, 0)},
		{Keys: []string{"home"}, Help: "to the start of the row", Do: s.step(0, -far)},
		{Keys: []string{"end"}, Help: "to the end of the row", Do: s.step(0, far)},
	}
}

// step moves the cursor so many rows down and columns to the right.
func (s *Screen) step(down, right int) func() {
	return func() {
		s.look()
		if s.square {
			s.matrix.Cursor = s.matrix.Cursor.Move(-down, right)
			return
		}
		s.counts.Move(down, right)
	}
}

// nextState turns to the next of the three ratings.
func (s *Screen) nextState() { s.state = (s.state + 1) % model.State(len(model.States)) }

// nextMap turns to the other map: the 5 × 5 of the phase under the cursor, and
// back to the phase whose 5 × 5 was on show.
func (s *Screen) nextMap() {
	h := s.look()
	if s.square = !s.square; s.square {
		s.phase = s.counts.Row
		s.fillMatrix(h)
		s.seekSpot()
	} else if s.phase != allPhases {
		s.counts.Row = s.phase
	}
}

func (s *Screen) noPhases() string {
	if !s.square {
		return "this map shows every phase; m shows the 5 x 5 of one"
	}
	return ""
}

// turn goes through the phases and, between the last and the first, all of
// them together.
func (s *Screen) turn(by int) {
	n := len(s.look().Rows) + 1
	s.phase = (s.phase+1+by+n)%n - 1
}

// open shows the threats under the cursor in the register.
func (s *Screen) open() {
	c := s.cell(s.look())
	switch {
	case !c.square && c.column == widget.NotAssessedColumn:
		s.sayActivities(c)
	case c.count() == 0:
		s.bench.Refuse("no threat there")
	default:
		s.filter(c.filter())
	}
}

// openUnplaced shows the threats that the map cannot place.
func (s *Screen) openUnplaced() {
	h := s.look()
	if len(h.Unplaced) == 0 {
		s.bench.Refuse("every threat has %s rating", article(s.state))
		return
	}
	s.filter(s.state.String() + "_risk:?")
}

func (s *Screen) filter(expr string) {
	s.bench.Go(bench.Place{Screen: bench.Register, Filter: expr})
}

func article(s model.State) string {
	if s == model.Inherent {
		return "an inherent"
	}
	return "a " + s.String()
}
