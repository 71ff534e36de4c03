// Package ownership shows who answers for what: a row for each threat, a
// column for each layer of the shared responsibility model, and what the rules
// say about both. What is wrong is put right in place.
//
//   - ownership.go: the screen and its keys
//   - mend.go: putting right in place: one key each; accepting for a time
//   - pivots.go: the rows in groups, the sums by layer, party and evidence
//   - handoff.go: handing a party its rows
//   - columns.go: the columns, the fields they edit, the cells of a row
//   - matrix.go: the rows, computed once for each version of the register
//   - problems.go: going from one finding to the next
//   - story.go: what is known about the cell under the cursor, in words
//   - view.go: what it looks like
package ownership

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/fieldbox"
	"parry/ui/popup"
	"parry/ui/subject"
	"parry/ui/widget"
)

// A Screen is the matrix on show. The cursor is a cell: the table's row, and
// the table's chosen column.
type Screen struct {
	bench  *bench.Bench
	table  *widget.Table
	layout layout
	matrix matrix
	index  []int // the rows shown; the table's too
	box    fieldbox.Box
	popup  popup.Popup
	layers bench.Layers
	group  grouping       // what the rows are ordered by
	sizes  map[string]int // rows on show, by group
	base   bool           // what differs from TVM-13's own ownership is marked

	problems bool   // only rows with findings
	followed string // the bench's threat that the cursor went to last
	people   bool   // in a narrow window persons stand in the room of long titles
	paneless bool   // the story is not wanted
	more     int    // steps of room the story has beyond its own
	x, y     int    // of the cursor in the last drawing
	shown    []bool // by column: on the screen in the last drawing
}

// New makes the screen.
func New(b *bench.Bench) *Screen {
	s := &Screen{bench: b}
	s.layers = bench.Layers{&s.popup, &s.box}
	s.table = widget.NewTable(rows{s})
	s.table.Choose(firstLayer)
	s.lay(layout{ids: leastID, person: personWidth})
	return s
}

// Name is the tab's.
func (s *Screen) Name() string { return bench.Ownership }

// Title is the long name.
func (s *Screen) Title() string { return "Ownership" }

// Enter comes to the threat that the user is at.
func (s *Screen) Enter(p bench.Place) {
	if p.Threat != "" {
		s.bench.SetThreat(p.Threat)
	}
	s.followed = ""
	s.refresh()
	if id := s.bench.Threat(); s.problems && id != "" && id != s.here() {
		s.bench.Say("%s has no finding; f shows all threats", id)
	}
}

// Place is where the screen is, to come back to.
func (s *Screen) Place() bench.Place {
	return bench.Place{Screen: bench.Ownership, Threat: s.here()}
}

// here is the threat under the cursor; "" if none is shown.
func (s *Screen) here() string { return s.table.Key() }

// Typing says that the box has the keys.
func (s *Screen) Typing() bool { return s.layers.Open() != nil }

// Type gives a key or paste to the box.
func (s *Screen) Type(msg tea.Msg) {
	s.layers.Open().Update(msg)
	s.refresh()
}

// Back leaves "only problems".
func (s *Screen) Back() bool {
	if !s.problems {
		return false
	}
	s.onlyProblems()
	return true
}

// Hangup keeps what is half typed into the box.
func (s *Screen) Hangup() { s.layers.Hangup() }

// Cursor is the cell under the cursor; while the box is open, in it.
func (s *Screen) Cursor() (x, y int, ok bool) {
	if over := s.layers.Open(); over != nil {
		return over.Cursor()
	}
	return s.x, s.y, s.y > 0
}

// Actions are the keys of the matrix.
func (s *Screen) Actions() []bench.Action {
	if over := s.layers.Open(); over != nil {
		return over.Actions()
	}
	moves := bench.Moves("first threat", "last threat", s.move)
	moves[0].Show, moves[0].Label, moves[0].Help = "arrows", "cell", "another cell; h j k l do the same"
	moves[1].Help = ""
	return slices.Concat(moves[:1], []bench.Action{
		{Keys: []string{"e"}, Label: "edit", Help: "owner, lead, person or title in place; on the id any field", Why: s.cannotEdit, Do: s.edit},
		{Keys: []string{"!"}, Label: "next finding", Help: "to the next cell with a finding", Do: s.nextProblem},
		{Keys: []string{"."}, Label: "mend", Help: "put the finding of the cell right, as far as that needs no word: an owner that is allowed, a lead among those who share, told today", Why: s.cannotMend, Do: s.mend},
		{Keys: []string{"o"}, Help: "the next owner that is allowed on the layer", Why: s.cannotTurn, Do: func() { s.turnOwner(1) }},
		{Keys: []string{"O"}, Help: "the owner before", Why: s.cannotTurn, Do: func() { s.turnOwner(-1) }},
		{Keys: []string{"L"}, Help: "the next lead, among those who hold a layer", Why: s.cannotEdit, Do: s.turnLead},
		{Keys: []string{"c"}, Help: "record what a party says about the layer, in which document", Why: s.cannotTurn, Do: s.claim},
		{Keys: []string{"v"}, Help: "record evidence for the layer", Why: s.cannotEdit, Do: s.evidence},
		{Keys: []string{"a"}, Label: "accept", Help: "accept the finding of the cell for a time: why, by whom, until when", Why: s.cannotAccept, Do: s.accept},
		{Keys: []string{"b"}, Help: "group by phase, category, party, level, and by threat again", Do: s.nextGroup},
		{Keys: []string{"B"}, Help: "mark what differs from TVM-13's own ownership, and not", Do: s.turnBase},
		{Keys: []string{"s"}, Help: "the sums: by layer, by role and party, by age of evidence, what is accepted", Do: s.readSums},
		{Keys: []string{"E"}, Help: "hand a party its rows: a file to read and one to fill in; ctrl+o brings its answers back", Why: s.noHandoffs, Do: s.handOver},
		{Keys: []string{"P"}, Help: "in a narrow window: persons beside shorter titles, and not", Do: func() { s.people = !s.people }},
		{Keys: []string{"f"}, Label: "only problems", Help: "only threats with a finding, and all again", Do: s.onlyProblems},
		{Keys: []string{"enter"}, Label: "open", Help: "on id and title open the threat, elsewhere edit", Why: s.cannotEnter, Do: s.enter},
		{Keys: []string{"p"}, Label: "pane", Help: "what is said about the cell, on and off", Do: func() { s.paneless = !s.paneless }},
		{Keys: []string{"+"}, Help: "more room for it", Do: func() { s.resize(1) }},
		{Keys: []string{"_"}, Help: "less room for it", Do: func() { s.resize(-1) }},
		{Keys: []string{"left", "h", "<"}, Do: func() { s.choose(-1) }},
		{Keys: []string{"right", "l", ">"}, Do: func() { s.choose(1) }},
	}, moves[1:])
}

// move takes the cursor along, and tells the other screens where the user is.
func (s *Screen) move(m widget.Move) {
	s.refresh()
	s.table.Move(m)
	s.arrive()
}

// arrive makes the row under the cursor the threat that the user is at.
func (s *Screen) arrive() {
	if id := s.here(); id != "" {
		s.bench.SetThreat(id)
	}
}

// choose goes to the next column that can be stood on.
func (s *Screen) choose(by int) {
	for at := s.table.Chosen() + by; at >= 0 && at < findings; at += by {
		if s.visible(at) {
			s.table.Choose(at)
			return
		}
	}
}

// onlyProblems shows only rows with findings, or all again.
func (s *Screen) onlyProblems() {
	s.refresh()
	s.problems = !s.problems
	s.followed = ""
	s.reindex()
}

// threat is what the box edits.
func (s *Screen) threat() subject.Subject { return subject.OfThreats(s.bench, s.here()) }

// edit opens the box on what is under the cursor.
func (s *Screen) edit() {
	s.arrive()
	if name := fieldOf(s.table.Chosen()); name != "" {
		s.box.Open(s.bench, s.threat(), name)
		return
	}
	s.box.Choose(s.bench, s.threat())
}

// enter opens the threat, or edits the cell.
func (s *Screen) enter() {
	if s.table.Chosen() > title {
		s.edit()
		return
	}
	s.arrive()
	s.bench.Go(bench.Place{Screen: bench.Register, Threat: s.here(), Open: true})
}

// nothing is why a key cannot act where no threat is shown.
func (s *Screen) nothing() string {
	s.refresh()
	if s.here() == "" {
		return "no threat is shown"
	}
	return ""
}

func (s *Screen) cannotEdit() string {
	if why := s.bench.CannotEdit(); why != "" {
		return why
	}
	return s.nothing()
}

func (s *Screen) cannotEnter() string {
	if s.table.Chosen() > title {
		return s.cannotEdit()
	}
	return s.nothing()
}

// resize gives the story more room or less.
func (s *Screen) resize(by int) {
	s.paneless = false
	s.more = max(0, min(s.more+by, mostMore))
}

// row is the row under the cursor, nil if none is shown.
func (s *Screen) row() *model.OwnershipRow {
	if at, ok := s.table.Row(); ok {
		return &s.matrix.view.Rows[at]
	}
	return nil
}
