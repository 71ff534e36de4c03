// Package response is the screen of what is done about threats: the clock of each,
// its controls and detections, the decisions about it, and what would become of the
// risk if what is planned came true. What presses comes first.
//
//   - response.go: the screen and its keys
//   - rows.go: the threats as rows, kept up with the register
//   - records.go: the controls, detections and decisions of the threat under the
//     cursor
//   - suggest.go: controls that are suggested, and the answers to them
//   - whatif.go: planned controls switched on and off, with the map they would make
//   - story.go: what is known of the threat; view.go: what it looks like
package response

import (
	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/fieldbox"
	"parry/ui/popup"
	"parry/ui/records"
	"parry/ui/subject"
	"parry/ui/widget"
)

// A Screen is the responses on show.
type Screen struct {
	bench   *bench.Bench
	table   *widget.Table
	rows    rows
	box     fieldbox.Box
	records records.Box
	popup   popup.Popup
	layers  bench.Layers
	whatIf  *whatIf // nil if not asked
	pressed bool    // only what presses
}

// New makes the screen.
func New(b *bench.Bench) *Screen {
	s := &Screen{bench: b}
	s.rows.screen, s.layers = s, bench.Layers{&s.box, &s.records, &s.popup}
	s.table = widget.NewTable(&s.rows, columns()...)
	return s
}

// Name is the tab's.
func (s *Screen) Name() string { return bench.Response }

// Title is the long name.
func (s *Screen) Title() string { return "Response" }

// Enter stands on the threat that the user is at.
func (s *Screen) Enter(p bench.Place) {
	if p.Threat != "" {
		s.bench.SetThreat(p.Threat)
	}
	s.refresh()
	s.table.Keep(s.bench.Threat())
}

// Place is where the screen is, to come back to.
func (s *Screen) Place() bench.Place {
	return bench.Place{Screen: bench.Response, Threat: s.here()}
}

// here is the threat under the cursor; "" if none is shown.
func (s *Screen) here() string { return s.table.Key() }

// Typing says that something over the screen has the keys.
func (s *Screen) Typing() bool {
	return s.whatIf != nil || s.layers.Open() != nil
}

// Type gives a key or paste to what is open.
func (s *Screen) Type(msg tea.Msg) {
	if s.whatIf != nil {
		s.typeWhatIf(msg)
	} else {
		s.layers.Open().Update(msg)
	}
	s.refresh()
}

// Back leaves "only what presses".
func (s *Screen) Back() bool {
	if !s.pressed {
		return false
	}
	s.onlyPressing()
	return true
}

// Hangup keeps what is half typed.
func (s *Screen) Hangup() { s.layers.Hangup() }

// Cursor is the row under the cursor, or in what is open.
func (s *Screen) Cursor() (x, y int, ok bool) {
	over := s.layers.Open()
	switch {
	case s.whatIf != nil:
		return 0, 0, false
	case over != nil:
		return over.Cursor()
	}
	return 0, s.table.Line(), s.table.Line() > 0
}

// Actions are the keys of the list, or of what is open.
func (s *Screen) Actions() []bench.Action {
	over := s.layers.Open()
	switch {
	case s.whatIf != nil:
		return s.whatIf.actions()
	case over != nil:
		return over.Actions()
	}
	return append([]bench.Action{
		{Keys: []string{"enter"}, Label: "open", Help: "open the threat", Why: s.nothing, Do: s.open},
		{Keys: []string{"c"}, Label: "controls", Help: "the controls of the threat, and a new one", Why: s.noList(model.KindControl), Do: s.list(model.KindControl)},
		{Keys: []string{"d"}, Label: "decide", Help: "the decisions about the threat, and a new one", Why: s.noList(model.KindDecision), Do: s.list(model.KindDecision)},
		{Keys: []string{"w"}, Label: "what if", Help: "switch planned controls on and off, see the map, commit or throw away", Why: s.noPlan, Do: s.askWhatIf},
		{Keys: []string{"e"}, Label: "edit", Help: "edit any field of the threat: due, status, review …", Why: s.cannotEdit, Do: s.edit},
		{Keys: []string{"f"}, Label: "only pressing", Help: "only threats that are overdue, open again or undecided, and all again", Do: s.onlyPressing},
		{Keys: []string{"s"}, Help: "controls that are suggested for the threat: take one, have it already, or reject it with the reason", Why: s.noSuggestion, Do: s.suggest},
		{Keys: []string{"D"}, Help: "the detections of the threat, and a new one", Why: s.noList(model.KindDetection), Do: s.list(model.KindDetection)},
		{Keys: []string{"v"}, Help: "the vulnerabilities of the threat, and a new one", Why: s.noList(model.KindVulnerability), Do: s.list(model.KindVulnerability)},
		{Keys: []string{"I"}, Help: "the incidents of the threat, and a new one", Why: s.noList(model.KindIncident), Do: s.list(model.KindIncident)},
		{Keys: []string{"H"}, Help: "how the roles that hold the threat respond, in the words of the matrix that was imported", Why: s.noHow, Do: s.how},
		{Keys: []string{"B"}, Help: "everything that stands before you hand the register over", Do: s.handover},
		{Keys: []string{"t"}, Help: "triage the threat", Why: s.nothing, Do: func() { s.bench.Go(bench.Place{Screen: bench.Triage, Threat: s.here()}) }},
		{Keys: []string{"!"}, Help: "to the next threat that presses", Do: s.nextPressing},
	}, bench.Moves("first", "last", s.move)...)
}

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

func (s *Screen) nothing() string {
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

func (s *Screen) noHow() string {
	if why := s.nothing(); why != "" {
		return why
	}
	return s.bench.NoHow()
}

// how tells how the roles that hold the threat implement the control.
func (s *Screen) how() {
	title, lines := s.bench.How(model.RolesOf(s.bench.Register().Threat(s.here())))
	s.popup.Read(title, lines, "")
}

func (s *Screen) open() {
	s.arrive()
	s.bench.Go(bench.Place{Screen: bench.Register, Threat: s.here(), Open: true})
}

func (s *Screen) edit() { s.box.Choose(s.bench, subject.OfThreats(s.bench, s.here())) }

// onlyPressing shows only the threats that press, or all again.
func (s *Screen) onlyPressing() {
	s.pressed = !s.pressed
	s.rows.stale = true
	s.refresh()
}

// nextPressing goes to the next threat that presses, round at the end.
func (s *Screen) nextPressing() {
	if !s.table.Next(func(row int) bool { return s.rows.list[row].presses() }) {
		s.bench.Say("nothing presses")
		return
	}
	s.arrive()
}

// Click stands on the row that was clicked, and opens the one the cursor is on.
func (s *Screen) Click(x, y int) {
	place, _ := s.table.At(x, y)
	switch {
	case place < 0:
	case place == s.table.Cursor():
		s.open()
	default:
		s.table.Go(place)
		s.arrive()
	}
}

// handover shows everything that stands, in one list.
func (s *Screen) handover() {
	items := model.Handover(s.bench.Register(), s.bench.Grounds())
	var lines []string
	section := ""
	for _, i := range items {
		if i.Section != section {
			section = i.Section
			lines = append(lines, "", section)
		}
		lines = append(lines, "  "+i.ID+" "+widget.Clean(i.Text))
	}
	if len(lines) == 0 {
		lines = []string{"", "Nothing stands."}
	}
	s.popup.Read("Before you hand over", lines[1:], "B")
}
