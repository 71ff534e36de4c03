// Package heatmap shows where the threats of a register lie: by lifecycle
// phase and level, by likelihood and impact, by phase and category, in one of the
// three states, as it is and as it was.
//
//   - heatmap.go: the screen and its keys
//   - views.go: the maps there are, and turning from one to the next
//   - maps.go: the counts, which follow the register
//   - cell.go: the cell under the cursor: its threats, the filter that finds them
//   - list.go: those threats in words, the most urgent first
//   - compare.go: what moved since another state or moment
//   - acts.go: attesting, drawing an appetite line, writing the map to a file
//   - view.go, spread.go: what it looks like
//
// The promise: the threats a cell counts, the list beside it, and the filter
// that enter hands to the register are the same threats.
package heatmap

import (
	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/popup"
	"parry/ui/widget"
)

// allPhases is the row that stands for all rows, in the 5 × 5 map only.
const allPhases = -1

// A Screen is the heatmap on show. State, map and cursor stay while other
// screens are on show.
type Screen struct {
	bench *bench.Bench
	maps  maps
	view  view
	state model.State
	kase  model.Case
	base  base // what the map is compared with

	phase  int        // whose 5 × 5 map: a row, or allPhases
	rows   [views]int // where the cursor was in each map of counts
	counts widget.Counts
	matrix widget.Matrix
	cross  widget.Cross
	many   []widget.Matrix // of all phases, where they are shown beside each other
	spread bool            // they were, in the last drawing
	large  bool            // one map takes all the room: for the back row
	list   list
	popup  popup.Popup

	settled bool        // the cursor has found a cell to start on
	seen    [views]bool // it has in this map of counts
	x, y    int         // of the cursor in the last drawing
	pointed bool
	places  []manyPlace // of the maps beside each other, in the last drawing
}

// New makes the screen.
func New(b *bench.Bench) *Screen { return &Screen{bench: b, state: model.Current} }

// Name is the tab's.
func (s *Screen) Name() string { return bench.Heatmap }

// Title is the long name.
func (s *Screen) Title() string { return "Heatmap" }

// Enter comes to the map as it was left, or to the one that is asked for.
func (s *Screen) Enter(p bench.Place) {
	if p.Map == bench.BlindSpots {
		s.showView(blind)
	}
}

// Place is where the screen is, to come back to.
func (s *Screen) Place() bench.Place { return s.place() }

// Typing says that a list or a question is open.
func (s *Screen) Typing() bool { return s.popup.IsOpen() }

// Type gives a key or a paste to what is open.
func (s *Screen) Type(msg tea.Msg) { s.popup.Update(msg) }

// Back leaves the large map, then what the map is compared with.
func (s *Screen) Back() bool {
	switch {
	case s.large:
		s.large = false
	case s.base.on():
		s.base = base{}
	default:
		return false
	}
	return true
}

// Hangup keeps what is half typed.
func (s *Screen) Hangup() { s.popup.Hangup() }

// Cursor is the number in the cell under the cursor, or in what is open over it.
func (s *Screen) Cursor() (x, y int, ok bool) {
	if s.popup.IsOpen() {
		return s.popup.Cursor()
	}
	return s.x, s.y, s.pointed
}

// far is further than any map is wide or high.
const far = 100

// Actions are the keys of the map on show.
func (s *Screen) Actions() []bench.Action {
	if s.popup.IsOpen() {
		return s.popup.Actions()
	}
	phase := ""
	if s.view.grid() {
		phase = "phase"
	}
	return []bench.Action{
		{Keys: []string{"up", "k"}, Show: "arrows", Label: "cell", Help: "another cell; h j k l do the same", Do: s.step(-1, 0)},
		{Keys: []string{"enter"}, Label: "list", Help: "the threats of the cell, in the register; q comes back", Do: s.open},
		{Keys: []string{"i"}, Label: "state", Help: "inherent, current, target", Do: s.nextState},
		{Keys: []string{"m"}, Label: "map", Help: "the next map: lifecycle, 5 x 5, six, blind spots, category, layer, party, activity", Do: func() { s.turnView(1) }},
		{Keys: []string{"M"}, Help: "the map before", Do: func() { s.turnView(-1) }},
		{Keys: []string{"v"}, Help: "choose a map", Do: s.chooseView},
		{Keys: []string{"tab"}, Label: phase, Help: "in the 5 x 5 maps: the next phase, and all phases", Why: s.noPhases, Do: func() { s.turn(1) }},
		{Keys: []string{"shift+tab"}, Help: "in the 5 x 5 maps: the phase before", Why: s.noPhases, Do: func() { s.turn(-1) }},
		{Keys: []string{"t"}, Label: "triage", Help: "triage the chosen threat of the list; [ comes back", Why: s.noThreat, Do: s.triage},
		{Keys: []string{"J", "shift+down"}, Help: "choose the next threat of the list", Why: s.noThreat, Do: func() { s.list.move(1) }},
		{Keys: []string{"K", "shift+up"}, Help: "choose the threat before", Why: s.noThreat, Do: func() { s.list.move(-1) }},
		{Keys: []string{"!"}, Label: "unrated", Help: "the threats that this state does not rate", Do: s.openUnplaced},
		{Keys: []string{"o"}, Help: "open the phase to its activities", Why: s.notLifecycle, Do: s.openActivities},
		{Keys: []string{"c"}, Help: "ranges: as rated, best case, pessimistic, only what is sure", Do: s.nextCase},
		{Keys: []string{"b"}, Help: "compare with another state, a snapshot or a day: what moved", Do: s.chooseBase},
		{Keys: []string{"B"}, Help: "the list of what moved", Why: s.noBase, Do: s.readMoves},
		{Keys: []string{"f"}, Help: "which one step in an answer would alter a level or the order, of the cell's threats", Why: s.noThreat, Do: s.readFlips},
		{Keys: []string{"C"}, Help: "what is to be known of the register's matrix: the rules M1 to M5", Do: s.readMatrix},
		{Keys: []string{"a"}, Help: "attest that somebody looked here and found no threat", Why: s.cannotAttest, Do: s.attest},
		{Keys: []string{"A"}, Help: "draw an appetite line for the phase or category", Why: s.bench.CannotEdit, Do: s.drawLine},
		{Keys: []string{"z"}, Help: "one map as large as it goes, for the back row; again: with its list", Do: func() { s.large = !s.large }},
		{Keys: []string{"y"}, Help: "the map into the clipboard, as Markdown", Why: s.noPictures, Do: s.clip},
		{Keys: []string{"w"}, Help: "write the map beside the register: as a picture, Markdown or JSON", Why: s.noPictures, Do: s.chooseForm},
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
		switch {
		case s.view == six && s.spread:
			s.stepMany(down, right)
		case s.view.grid():
			s.matrix.Cursor = s.matrix.Cursor.Move(-down, right)
		case s.view == blind:
			s.cross.Move(down, right)
		default:
			s.counts.Move(down, right)
		}
	}
}

// Click puts the cursor on the cell at a place of the last drawing; on the cell under the
// cursor it lists the threats, as enter does.
func (s *Screen) Click(x, y int) {
	if s.popup.IsOpen() {
		return
	}
	before := s.cell(s.look())
	switch {
	case s.view == six && s.spread:
		s.clickMany(x, y)
	case s.view.grid():
		if at, ok := s.matrix.At(x, y); ok {
			s.matrix.Cursor = at
		}
	case s.view == blind:
		if row, column, ok := s.cross.At(x, y); ok {
			s.cross.Row, s.cross.Column = row, column
		}
	default:
		if row, column, ok := s.counts.At(x, y); ok {
			s.counts.Row, s.counts.Column = row, column
		}
	}
	if after := s.cell(s.look()); after == before && s.onCell(x, y) {
		s.open()
	}
}

// onCell says whether a place of the last drawing is in the map's cells.
func (s *Screen) onCell(x, y int) bool {
	switch {
	case s.view == six && s.spread:
		_, _, ok := s.manyAt(x, y)
		return ok
	case s.view.grid():
		_, ok := s.matrix.At(x, y)
		return ok
	case s.view == blind:
		_, _, ok := s.cross.At(x, y)
		return ok
	}
	_, _, ok := s.counts.At(x, y)
	return ok
}

// open shows the threats under the cursor in the register.
func (s *Screen) open() {
	c := s.cell(s.look())
	switch {
	case c.column == widget.NotAssessedColumn && c.view.counts():
		s.sayActivities(c)
	case c.count() == 0:
		s.bench.Refuse("no threat there")
	default:
		filter, err := c.filter()
		if err != nil {
			s.bench.Refuse("%v", err)
			return
		}
		s.filter(filter)
	}
}

// openUnplaced shows the threats that the map cannot place.
func (s *Screen) openUnplaced() {
	h := s.look()
	if len(h.Unplaced) == 0 {
		s.bench.Refuse("every threat has %s rating", article(s.state))
		return
	}
	if s.kase != model.AsRated {
		filter, err := idFilter(h.Unplaced)
		if err != nil {
			s.bench.Refuse("%v", err)
			return
		}
		s.filter(filter)
		return
	}
	s.filter(s.state.String() + "_risk:?")
}

func (s *Screen) filter(expr string) {
	s.bench.Go(bench.Place{Screen: bench.Register, Filter: expr})
}

// noThreat says why there is no threat to act on.
func (s *Screen) noThreat() string {
	if s.list.chosen(s.cell(s.look())) == nil {
		return "no threat is in the cell"
	}
	return ""
}

func (s *Screen) triage() {
	if t := s.list.chosen(s.cell(s.look())); t != nil {
		s.bench.Go(bench.Place{Screen: bench.Triage, Threat: t.ID})
	}
}

func article(s model.State) string {
	if s == model.Inherent {
		return "an inherent"
	}
	return "a " + s.String()
}
