// Package library is the screen of what others published: catalogues and methods to look
// through, search and cite, and who cites what in this register.
//
//   - library.go: the screen and its keys; search.go: the line that finds
//   - shelf.go: what there is, how it hangs together, who cites it
//   - rows.go: the list, a tree or what was found
//   - card.go: what is told of the row under the cursor, and what leads on from there
//   - cite.go: into threats and out of them; view.go: what it looks like
package library

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/records"
	"parry/ui/widget"
)

// A Screen is the library on show: a list, and beside it the card of one of its rows.
type Screen struct {
	bench   *bench.Bench
	shelf   shelf
	table   *widget.Table
	rows    rows
	line    *widget.Line // searching; nil if not
	query   string
	only    only
	field   string // only what this field of a threat holds; "" for all
	card    card
	trail   []stop // the cards that led to this one; none while the list has the keys
	reading bool   // the card has the keys
	records records.Box
	layers  bench.Layers
}

// A stop is a card that was left by a link, to come back to.
type stop struct {
	at   row
	item int
}

// only says which entries are shown.
type only uint8

const (
	all only = iota
	onlyCited
	onlyUncited
)

// New makes the screen. Nothing is read before it comes on show.
func New(b *bench.Bench) *Screen {
	s := &Screen{bench: b}
	s.rows.screen, s.rows.turned = s, map[string]bool{}
	s.layers = bench.Layers{&s.records}
	s.table = widget.NewTable(&s.rows, columns(false)...)
	return s
}

// Name is the tab's.
func (s *Screen) Name() string { return bench.Library }

// Title is the long name.
func (s *Screen) Title() string { return "Library" }

// Enter shows the library as it was left; or for a field of a threat, what it can hold.
func (s *Screen) Enter(p bench.Place) {
	if p.Field != s.field {
		s.field, s.query, s.only, s.reading, s.trail = p.Field, "", all, false, nil
		s.rows.stale = true
	}
	s.refresh()
}

// Place is this screen.
func (s *Screen) Place() bench.Place {
	return bench.Place{Screen: bench.Library, Threat: s.bench.Threat(), Field: s.field}
}

// Typing says that the line or what lies over the screen has the keys.
func (s *Screen) Typing() bool { return s.line != nil || s.layers.Open() != nil }

// Type gives a key or paste to what is open.
func (s *Screen) Type(msg tea.Msg) {
	if over := s.layers.Open(); over != nil {
		over.Update(msg)
		return
	}
	s.typeQuery(msg)
}

// Back goes to the card before, out of the card, out of the search, and to the threat
// whose field was looked up.
func (s *Screen) Back() bool {
	switch {
	case s.reading && len(s.trail) > 0:
		last := s.trail[len(s.trail)-1]
		s.trail = s.trail[:len(s.trail)-1]
		s.show(last.at)
		s.card.stand(last.item)
	case s.reading:
		s.reading = false
	case s.query != "":
		s.setQuery("")
	case s.field != "":
		s.bench.Go(bench.Place{Screen: bench.Register, Threat: s.bench.Threat(), Back: true})
		s.field, s.rows.stale = "", true
	case s.only != all:
		s.only, s.rows.stale = all, true
	default:
		return false
	}
	return true
}

// Hangup keeps what is half typed.
func (s *Screen) Hangup() { s.layers.Hangup() }

// Actions are the keys of the list, of the card, or of what is open.
func (s *Screen) Actions() []bench.Action {
	over := s.layers.Open()
	switch {
	case over != nil:
		return over.Actions()
	case s.line != nil:
		return []bench.Action{{Keys: []string{"enter"}, Label: "keep what was found"}, {Keys: []string{"esc"}, Label: "show all again"}, {Keys: []string{"down"}, Show: "↑↓", Label: "move"}}
	}
	cites := []bench.Action{
		{Keys: []string{"c"}, Label: "cite", Help: "cite the entry in the threat you are at, or in all that are marked, as one step", Why: s.cannotCite, Do: func() { s.cite(model.Cite) }},
		{Keys: []string{"C"}, Label: "uncite", Help: "take the entry out of the threat, or out of all that are marked", Why: s.cannotCite, Do: func() { s.cite(model.Uncite) }},
		{Keys: []string{"/"}, Label: "find", Help: "find entries in all catalogues by id, name or our line", Do: s.startSearch},
		{Keys: []string{"f"}, Label: "only cited", Help: "only what is cited, only what nobody cites, all", Do: s.nextOnly},
	}
	if s.reading {
		return append(append([]bench.Action{
			{Keys: []string{"enter", "right", "l"}, Label: "follow", Help: "to the entry, threat or record on this line; esc comes back", Why: s.noLink, Do: s.follow},
			{Keys: []string{"esc", "backspace", "q"}, Label: "back", Help: "back to the card before, or to the list", Do: func() { s.Back() }},
			{Keys: []string{"tab"}, Help: "to the next line that leads on", Do: func() { s.card.next(1) }},
			{Keys: []string{"shift+tab"}, Help: "to the line before that leads on", Do: func() { s.card.next(-1) }},
			{Keys: []string{"left", "h"}, Help: "back to the list", Do: s.leaveCard},
		}, cites...), bench.Moves("first line", "last line", s.card.move)...)
	}
	return append(append([]bench.Action{
		{Keys: []string{"enter"}, Label: s.enterLabel(), Help: "open a catalogue or a group, and shut it; read an entry's card and follow its links", Why: s.nothing, Do: s.enter},
		{Keys: []string{"right", "l"}, Help: "open what is shut; into the card", Why: s.nothing, Do: s.inward},
		{Keys: []string{"left", "h"}, Help: "shut what is open; to what it is part of", Why: s.nothing, Do: s.outward},
		{Keys: []string{"tab"}, Help: "into the card, and back to the list", Why: s.nothing, Do: s.read},
	}, cites...), bench.Moves("first", "last", s.move)...)
}

func (s *Screen) move(m widget.Move) {
	s.refresh()
	s.table.Move(m)
}

// here is what the card tells of: the row under the cursor, or where links led to.
func (s *Screen) here() *row {
	if s.reading {
		return &s.card.of
	}
	return s.under()
}

// under is the row under the cursor of the list; nil if there is none.
func (s *Screen) under() *row {
	s.refresh()
	at, ok := s.table.Row()
	if !ok {
		return nil
	}
	return &s.rows.list[at]
}

func (s *Screen) nothing() string {
	if s.under() == nil {
		return "nothing is shown"
	}
	return ""
}

func (s *Screen) enterLabel() string {
	if !s.shelf.read { // not on show yet: no list is read for the sake of a label
		return "read"
	}
	switch at := s.under(); {
	case at == nil || at.entry != nil:
		return "read"
	case at.open:
		return "shut"
	}
	return "open"
}

// enter opens a heading and shuts it, or reads an entry.
func (s *Screen) enter() {
	if at := s.under(); at.entry == nil {
		s.turn(at)
		return
	}
	s.read()
}

func (s *Screen) inward() {
	if at := s.under(); at.entry == nil && !at.open {
		s.turn(at)
		return
	}
	s.read()
}

// outward shuts the heading under the cursor, or goes to the one over it.
func (s *Screen) outward() {
	at := s.under()
	if at.entry == nil && at.open {
		s.turn(at)
		return
	}
	s.table.Keep(s.rows.over(s.table.Cursor()))
}

// turn opens or shuts a heading.
func (s *Screen) turn(at *row) {
	s.rows.turn(at.key)
	s.refresh()
}

// read gives the keys to the card of the row under the cursor.
func (s *Screen) read() {
	s.show(*s.under())
	s.card.next(1)
}

func (s *Screen) leaveCard() { s.reading, s.trail = false, nil }

// show reads a row's card; the list goes along if it shows that row.
func (s *Screen) show(at row) {
	s.reading = true
	s.tell(at)
	s.card.stand(0)
	s.rows.reveal(at)
	s.refresh()
	s.table.Keep(at.key)
}

func (s *Screen) noLink() string {
	if s.card.link() == nil {
		return "nothing leads on from this line"
	}
	return ""
}

// follow goes where the line under the cursor leads: to another card, a threat, a record.
func (s *Screen) follow() {
	link := s.card.link()
	switch {
	case link.entry != nil:
		s.trail = append(s.trail, stop{s.card.of, s.card.cursor})
		s.show(*link.entry)
		s.card.next(1)
	case link.threats != nil:
		s.bench.Go(bench.Place{Screen: bench.Register, Threat: link.threats[0], Filter: "id:" + strings.Join(link.threats, ",")})
	case link.record.Kind == model.KindThreat:
		s.bench.Go(bench.Place{Screen: bench.Register, Threat: link.record.ID, Open: true})
	default:
		kind, _ := model.SheetKindOf(link.record.Kind)
		s.records.Show(s.bench, kind, link.record.ID)
	}
}

// nextOnly goes on to what is cited, to what nobody cites, and to all.
func (s *Screen) nextOnly() {
	s.leaveCard()
	at := s.table.Key()
	s.only, s.rows.stale = (s.only+1)%3, true
	s.refresh()
	if !s.table.Keep(at) {
		s.table.Move(widget.Home)
	}
}

// Click stands on the row or line that was clicked, and goes on from the one that the
// cursor is on.
func (s *Screen) Click(x, y int) {
	if item, ok := s.card.at(x, y); ok {
		switch {
		case !s.reading:
			s.show(*s.under())
			s.card.stand(item)
		case item == s.card.cursor && s.noLink() == "":
			s.follow()
		default:
			s.card.stand(item)
		}
		return
	}
	place, _ := s.table.At(x, y)
	switch {
	case place < 0 || s.card.alone:
	case place == s.table.Cursor() && !s.reading:
		s.enter()
	default:
		s.leaveCard()
		s.table.Go(place)
	}
}
