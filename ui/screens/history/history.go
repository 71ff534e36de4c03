// Package history shows every change of the register, who made it, when, and what
// was before and after; it names moments, compares them, and shows the register
// as it was.
//
//   - history.go: the screen and its keys
//   - rows.go: the entries, read as they come on show
//   - moment.go: what is done with a moment: named, compared, looked back to,
//     come back to
//   - view.go: what it looks like
//
// Nothing here walks the whole history but the list of one threat's changes, on
// request: a long one is as quick as a short one.
package history

import (
	tea "charm.land/bubbletea/v2"

	"parry/ui/bench"
	"parry/ui/popup"
	"parry/ui/widget"
)

// A Screen is the history on show.
type Screen struct {
	bench *bench.Bench
	table *widget.Table
	rows  rows
	popup popup.Popup
	mark  uint64 // the entry that others are compared with; 0 if none
}

// New makes the screen.
func New(b *bench.Bench) *Screen {
	s := &Screen{bench: b}
	s.rows.screen = s
	s.table = widget.NewTable(&s.rows, columns(false)...)
	return s
}

// Name is the tab's.
func (s *Screen) Name() string { return bench.History }

// Title is the long name.
func (s *Screen) Title() string { return "History" }

// Enter shows the history of a threat, if one was sent along, else as it was left.
func (s *Screen) Enter(p bench.Place) {
	if p.Open && p.Threat != "" {
		s.rows.only = p.Threat
		s.rows.stale = true
	}
	s.refresh()
}

// Place is this screen.
func (s *Screen) Place() bench.Place {
	return bench.Place{Screen: bench.History, Threat: s.bench.Threat()}
}

// Typing says that the popup has the keys.
func (s *Screen) Typing() bool { return s.popup.IsOpen() }

// Type gives a key or paste to the popup.
func (s *Screen) Type(msg tea.Msg) { s.popup.Update(msg) }

// Back leaves the changes of one threat, then a mark.
func (s *Screen) Back() bool {
	switch {
	case s.rows.only != "":
		s.showAll()
	case s.mark != 0:
		s.mark = 0
		s.rows.stamp++
	default:
		return false
	}
	return true
}

// Hangup keeps what is half typed.
func (s *Screen) Hangup() { s.popup.Hangup() }

// Cursor is the row under the cursor; in the popup, its own.
func (s *Screen) Cursor() (x, y int, ok bool) {
	if s.popup.IsOpen() {
		return s.popup.Cursor()
	}
	return 0, s.table.Line(), s.table.Line() > 0
}

// Actions are the keys of the list.
func (s *Screen) Actions() []bench.Action {
	if s.popup.IsOpen() {
		return s.popup.Actions()
	}
	return append([]bench.Action{
		{Keys: []string{"enter"}, Label: "read", Help: "every field, before and after", Why: s.nothing, Do: s.read},
		{Keys: []string{"a"}, Label: "as it was", Help: "the register as it was after this change, on every screen", Why: s.nothing, Do: s.lookBack},
		{Keys: []string{"space"}, Label: "mark", Help: "mark this moment, to compare another one with it", Why: s.nothing, Do: s.toggleMark},
		{Keys: []string{"d"}, Label: "differences", Help: "what differs between the mark and this moment; without a mark, between this moment and now", Why: s.nothing, Do: s.compare},
		{Keys: []string{"n"}, Label: "name", Help: "name this moment: a snapshot that a report can cite", Why: s.cannotName, Do: s.name},
		{Keys: []string{"f"}, Label: "threat", Help: "only changes of the threat you are at, and all again", Do: s.oneThreat},
		{Keys: []string{"Z"}, Help: "take back all that was done after this, after asking; U does each of it again", Why: s.cannotTakeBack, Do: s.askTakeBack},
	}, bench.Moves("newest", "oldest", s.move)...)
}

func (s *Screen) move(m widget.Move) {
	s.refresh()
	s.table.Move(m)
}

// here is the entry under the cursor; 0 if none is shown.
func (s *Screen) here() uint64 {
	s.refresh()
	row, ok := s.table.Row()
	if !ok {
		return 0
	}
	return s.rows.seq(row)
}

func (s *Screen) nothing() string {
	if s.here() == 0 {
		return "no change is shown"
	}
	return ""
}

// oneThreat shows the changes of the threat the user is at, or all again.
func (s *Screen) oneThreat() {
	if s.rows.only != "" {
		s.showAll()
		return
	}
	if s.bench.Threat() == "" {
		s.bench.Refuse("no threat was visited yet; open one on the register screen")
		return
	}
	s.rows.only, s.rows.stale = s.bench.Threat(), true
	s.refresh()
}

func (s *Screen) showAll() {
	s.rows.only, s.rows.stale = "", true
	s.refresh()
}
