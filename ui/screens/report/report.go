// Package report is the screen of the report: as it will be written, for whom, what is
// taken out of it, and the assessor's own words in it.
//
//   - report.go: the screen and its keys; view.go: what it looks like
package report

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/popup"
	"parry/ui/records"
	"parry/ui/widget"
)

// A Screen is the report on show.
type Screen struct {
	bench   *bench.Bench
	wish    bench.Wish
	popup   popup.Popup
	some    *widget.Pick // choosing what is taken out; nil if not
	records records.Box
	layers  bench.Layers
	top     int // first line drawn
	page    int // lines in the last drawing

	text    string // of the report, for the register at version and the wish
	wrong   error
	version uint64
	wished  string
	lines   []string // of the text, wrapped to width
	width   int
}

// New makes the screen.
func New(b *bench.Bench) *Screen {
	s := &Screen{bench: b}
	s.layers = bench.Layers{&s.records, &s.popup}
	return s
}

// Name is the tab's.
func (s *Screen) Name() string { return bench.Report }

// Title is the long name.
func (s *Screen) Title() string { return "Report" }

// Enter shows the report of the register as it is now.
func (s *Screen) Enter(bench.Place) {}

// Place is this screen.
func (s *Screen) Place() bench.Place {
	return bench.Place{Screen: bench.Report, Threat: s.bench.Threat()}
}

// Typing says that something over the screen has the keys.
func (s *Screen) Typing() bool { return s.some != nil || s.layers.Open() != nil }

// Type gives a key or paste to what is open.
func (s *Screen) Type(msg tea.Msg) {
	if s.some != nil {
		s.typeSome(msg)
		return
	}
	s.layers.Open().Update(msg)
}

// Back has nothing to leave.
func (s *Screen) Back() bool { return false }

// Hangup keeps what is half typed.
func (s *Screen) Hangup() { s.layers.Hangup() }

// Cursor stands in what is open, else nowhere.
func (s *Screen) Cursor() (x, y int, ok bool) {
	if over := s.layers.Open(); over != nil {
		return over.Cursor()
	}
	return 0, 0, s.some == nil
}

// Actions are the keys of the report, or of what is open.
func (s *Screen) Actions() []bench.Action {
	over := s.layers.Open()
	switch {
	case s.some != nil:
		return []bench.Action{{Keys: []string{"space"}, Label: "take out, or not"}, {Keys: []string{"enter"}, Label: "done"}, {Keys: []string{"esc"}, Label: "leave it as it was"}}
	case over != nil:
		return over.Actions()
	}
	return []bench.Action{
		{Keys: []string{"x"}, Label: "write", Help: "write the report as it is shown beside the register", Why: s.none, Do: s.write},
		{Keys: []string{"F"}, Label: "final", Help: "write it as the last word: takes a snapshot, which the report names", Why: s.notFinal, Do: s.askFinal},
		{Keys: []string{"e"}, Label: "your words", Help: "the assessor's own words: conclusion, limits, open questions, who signs", Why: s.bench.CannotEdit, Do: s.editWords},
		{Keys: []string{"a"}, Label: "for whom", Help: "for everybody, or for one audience", Why: s.none, Do: s.chooseAudience},
		{Keys: []string{"o"}, Label: "party", Help: "the whole register, or what one party answers for", Why: s.none, Do: s.chooseParty},
		{Keys: []string{"-"}, Label: "redact", Help: "take names of people or exploit detail out", Why: s.none, Do: s.redact},
		{Keys: []string{"m"}, Label: "format", Help: "Markdown, or a page of HTML with pictures", Why: s.none, Do: func() { s.wish.HTML = !s.wish.HTML }},
		{Keys: []string{"tab"}, Help: "to the next section", Do: func() { s.nextSection(1) }},
		{Keys: []string{"shift+tab"}, Help: "to the section before", Do: func() { s.nextSection(-1) }},
		{Keys: []string{"up", "k"}, Help: "up", Do: func() { s.top-- }},
		{Keys: []string{"down", "j"}, Help: "down", Do: func() { s.top++ }},
		{Keys: []string{"pgup"}, Help: "a page up", Do: func() { s.top -= s.page }},
		{Keys: []string{"pgdown", "space"}, Help: "a page down", Do: func() { s.top += s.page }},
		{Keys: []string{"ctrl+u"}, Help: "half a page up", Do: func() { s.top -= s.page / 2 }},
		{Keys: []string{"ctrl+d"}, Help: "half a page down", Do: func() { s.top += s.page / 2 }},
		{Keys: []string{"g", "home"}, Help: "to the beginning", Do: func() { s.top = 0 }},
		{Keys: []string{"G", "end"}, Help: "to the end", Do: func() { s.top = len(s.lines) }},
	}
}

func (s *Screen) none() string {
	if s.bench.Reports == nil {
		return "there is no folder to write a report to"
	}
	return ""
}

// notFinal says why no snapshot can be taken for a final report.
func (s *Screen) notFinal() string { return cmp.Or(s.none(), s.bench.CannotEdit()) }

func (s *Screen) write() { s.writeAs(s.wish) }

func (s *Screen) writeAs(wish bench.Wish) {
	path, err := s.bench.Reports.Write(wish)
	switch {
	case err != nil && wish.Final != "":
		s.bench.Refuse("the snapshot %s was taken, but %v; u takes it back", wish.Final, err)
	case err != nil:
		s.bench.Refuse("%v", err)
	case wish.Final != "":
		s.bench.SayWrote("wrote %s, final, as the snapshot %s", path, wish.Final)
	default:
		s.bench.SayWrote("wrote %s", path)
	}
}

// askFinal asks first: a report that calls itself final is handed on.
func (s *Screen) askFinal() {
	const no, yes = "no", "yes"
	options := []widget.Option{
		{Value: no, Label: "not yet", Explain: "x writes it as a draft"},
		{Value: yes, Label: "final", Explain: "names this moment as a snapshot, and the report by it"},
	}
	s.popup.Pick("Is it the last word?", no, options, func(chosen string) {
		if chosen != yes {
			return
		}
		taken := model.FinalSnapshot(s.bench.Register(), s.bench.Work.Head().Seq, s.bench.Today, s.bench.Work.By())
		if !s.bench.Do(model.TakeSnapshot(taken)) {
			return
		}
		wish := s.wish
		wish.Final = taken.Name
		s.writeAs(wish)
	})
}

func (s *Screen) editWords() {
	k, _ := model.SheetKindOf(model.KindConclusion)
	s.records.Show(s.bench, k, string(model.KindConclusion))
}

func (s *Screen) chooseAudience() {
	options := []widget.Option{{Value: "", Label: "everybody", Explain: "every section"}}
	for _, a := range s.bench.Reports.Audiences {
		options = append(options, widget.Option{Value: a[0], Label: a[0], Explain: a[1]})
	}
	s.popup.Pick("For whom?", s.wish.Audience, options, func(chosen string) { s.wish.Audience = chosen })
}

func (s *Screen) chooseParty() {
	options := []widget.Option{{Value: "", Label: "nobody's part", Explain: "the whole register"}}
	for _, p := range s.bench.Register().Sheets(model.KindParty) {
		options = append(options, widget.Option{Value: p.ID, Label: p.ID + "  " + p.Name(), Explain: "what it answers for as " + p.Get("roles")})
	}
	s.popup.Pick("Whose part?", s.wish.Party, options, func(chosen string) { s.wish.Party = chosen })
}

func (s *Screen) redact() {
	var options []widget.Option
	for _, r := range s.bench.Reports.Redactions {
		options = append(options, widget.Option{Value: r[0], Label: r[0], Explain: r[1]})
	}
	s.some = widget.NewPickSome("Take out", s.wish.Redact, options...)
}

func (s *Screen) typeSome(msg tea.Msg) {
	switch s.some.Update(msg) {
	case widget.Chosen:
		s.wish.Redact, s.some = s.some.Values(), nil
	case widget.PickLeft:
		s.some = nil
	}
}

// nextSection goes to the next heading of the second level.
func (s *Screen) nextSection(by int) {
	for at := s.top + by; at >= 0 && at < len(s.lines); at += by {
		if strings.HasPrefix(s.lines[at], "## ") {
			s.top = at
			return
		}
	}
	if by < 0 {
		s.top = 0
	}
}
