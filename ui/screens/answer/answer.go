// Package answer is the screen of "can we say yes?": the checks E1 to E17 with the rows
// that fail, the audit guidelines, the standards and the answer block.
//
//   - answer.go: the screen, its keys and what they lead to
//   - rows.go: what stands in the list; view.go: what it looks like
//   - coverage.go: the catalogues and their entries in its place, and their keys;
//     covered.go: what is told of them
package answer

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/popup"
	"parry/ui/records"
	"parry/ui/widget"
)

// A Screen is the answer on show.
type Screen struct {
	bench   *bench.Bench
	table   *widget.Table
	rows    rows
	records records.Box
	popup   popup.Popup
	layers  bench.Layers
	cover   coverage // in place of the list, while it is open
}

// New makes the screen.
func New(b *bench.Bench) *Screen {
	s := &Screen{bench: b}
	s.rows.screen, s.layers = s, bench.Layers{&s.records, &s.popup}
	s.table = widget.NewTable(&s.rows, columns()...)
	s.cover.screen = s
	return s
}

// Name is the tab's.
func (s *Screen) Name() string { return bench.Answer }

// Title is the long name.
func (s *Screen) Title() string { return "Answer" }

// Enter proves the file, which one of the checks asks for, and shows what follows. A
// file that was found whole is not read again.
func (s *Screen) Enter(bench.Place) { s.prove(false) }

// Place is this screen.
func (s *Screen) Place() bench.Place {
	return bench.Place{Screen: bench.Answer, Threat: s.bench.Threat()}
}

// Typing says that something over the screen has the keys.
func (s *Screen) Typing() bool { return s.layers.Open() != nil }

// Type gives a key or paste to what is open.
func (s *Screen) Type(msg tea.Msg) { s.layers.Open().Update(msg) }

// Back leaves the entries of a catalogue, then the catalogues.
func (s *Screen) Back() bool { return s.cover.back() }

// Hangup keeps what is half typed.
func (s *Screen) Hangup() { s.layers.Hangup() }

// Cursor is the row under the cursor, or in what is open.
func (s *Screen) Cursor() (x, y int, ok bool) {
	if over := s.layers.Open(); over != nil {
		return over.Cursor()
	}
	line := s.shown().Line()
	return 0, line, line > 0
}

// shown is the table on show.
func (s *Screen) shown() *widget.Table {
	if s.cover.open {
		return s.cover.table()
	}
	return s.table
}

// Actions are the keys of the list, or of what is open.
func (s *Screen) Actions() []bench.Action {
	if over := s.layers.Open(); over != nil {
		return over.Actions()
	}
	if s.cover.open {
		return append(s.cover.actions(), bench.Moves("first", "last", s.move)...)
	}
	return append([]bench.Action{
		{Keys: []string{"enter"}, Label: "what fails", Help: "to the threats that fail, in the register; or to the record that is missing", Why: s.cannotOpen, Do: s.open},
		{Keys: []string{"a"}, Label: "answer", Help: "edit the answer block: override, ownership, texts, plan, evidence", Do: s.block},
		{Keys: []string{"x"}, Label: "except", Help: "accept what fails for a time: why, by whom, until when", Why: s.cannotExcept, Do: s.except},
		{Keys: []string{"n"}, Label: "attest", Help: "say that somebody looked and found nothing", Why: s.cannotAttest, Do: s.attest},
		{Keys: []string{"c"}, Label: "coverage", Help: "which entries of the catalogues are met, by which threats, controls and evidence; from a standard: of its catalogue", Do: s.openCoverage},
		{Keys: []string{"H"}, Help: "how the roles implement the control, in the words of the matrix that was imported", Why: s.bench.NoHow, Do: s.how},
		{Keys: []string{"b"}, Help: "the map of blind spots: phase by category", Do: s.blindSpots},
		{Keys: []string{"v"}, Label: "prove", Help: "prove the file again, for E16", Do: s.proveAgain},
	}, bench.Moves("first", "last", s.move)...)
}

func (s *Screen) move(m widget.Move) {
	s.refresh()
	s.shown().Move(m)
}

// how tells how the party that answers implements the control in its roles.
func (s *Screen) how() {
	title, lines := s.bench.How(s.rows.answer.Roles)
	s.popup.Read(title, lines, "")
}

func (s *Screen) blindSpots() { s.bench.Go(bench.Place{Screen: bench.Heatmap, Map: bench.BlindSpots}) }

// Click stands on the row that was clicked, and opens the one the cursor is on.
func (s *Screen) Click(x, y int) {
	table := s.shown()
	place, _ := table.At(x, y)
	switch {
	case place < 0:
	case place != table.Cursor():
		table.Go(place)
	case s.cover.open:
		s.cover.enter()
	default:
		s.open()
	}
}

// prove asks the store for a proof of the file.
func (s *Screen) prove(anew bool) {
	var err error
	if s.rows.proof, err = s.bench.Work.Prove(anew); err != nil {
		s.bench.Refuse("the file cannot be proved: %v", err)
	}
	s.rows.answer = nil
	s.refresh()
}

func (s *Screen) proveAgain() {
	s.prove(true)
	switch wrong := s.rows.proof.Problems; {
	case !s.rows.proof.Done: // it was said why
	case len(wrong) > 0:
		s.bench.Refuse("%s", broken(wrong))
	default:
		s.bench.Say("the chain of changes is whole")
	}
}

// broken says what a proof found, on a screen whose first rows do not speak of it.
func broken(wrong []string) string {
	return fmt.Sprintf("the proof failed, trust nothing here yet: %s; `parry verify` lists all %d", wrong[0], len(wrong))
}

// check is the one under the cursor; nil if another row is.
func (s *Screen) check() *model.AnswerCheck {
	s.refresh()
	return s.rows.answer.Check(s.table.Key())
}

// shownBy are the kinds of record that a check asks for, beside threats.
var shownBy = map[string]model.Kind{"E1": model.KindApproval, "E12": model.KindPolicy, "E13": model.KindIncident, "E14": model.KindIntelligence, "E17": model.KindContact}

// open goes to what fails; of what is no check to its evidence, or to the answer block.
func (s *Screen) open() {
	c := s.check()
	switch {
	case c == nil && strings.HasPrefix(s.table.Key(), blockKey):
		s.block()
	case c == nil:
		s.evidence(s.table.Key(), s.table.Key())
	case c.Passed:
		s.bench.Say("%s passes: nothing fails", c.ID)
	default:
		s.toFailing(c)
	}
}

// cannotOpen says why there is nowhere to go to, where the record that is missing cannot
// be made.
func (s *Screen) cannotOpen() string {
	why := s.bench.CannotEdit()
	if why == "" {
		return ""
	}
	c, r := s.check(), s.bench.Register()
	switch {
	case c == nil && (strings.HasPrefix(s.table.Key(), blockKey) || len(r.Shown(s.table.Key(), s.bench.Today)) > 0), c != nil && c.Passed:
		return ""
	case c == nil:
		return why
	}
	kind, ok := shownBy[c.ID]
	k, _ := model.SheetKindOf(kind)
	if !ok || k.Prefix == "" || len(c.Threats(r)) > 0 || len(c.Failing) > 0 && r.Sheet(kind, c.Failing[0]) != nil {
		return ""
	}
	return why
}

// toFailing goes to the threats that fail, in the register, cells too; or to what else does.
// Where both do, it asks which.
func (s *Screen) toFailing(c *model.AnswerCheck) {
	ids := c.Threats(s.bench.Register())
	var others []string
	for _, f := range c.Failing {
		if id, _, _ := strings.Cut(f, "/"); s.bench.Register().Threat(id) == nil {
			others = append(others, f)
		}
	}
	threats := func() {
		s.bench.Go(bench.Place{Screen: bench.Register, Threat: ids[0], Filter: "id:" + strings.Join(ids, ",")})
	}
	switch {
	case len(ids) == 0:
		s.missing(c, others)
	case len(others) == 0:
		threats()
	default:
		options := []widget.Option{{Value: "", Label: fmt.Sprintf("%d threats", len(ids)), Explain: strings.Join(ids, ", ")}}
		for _, id := range others {
			options = append(options, widget.Option{Value: id, Label: id, Explain: c.Note})
		}
		s.popup.Pick("What fails in "+c.ID, "", options, func(id string) {
			if id == "" {
				threats()
				return
			}
			s.missing(c, []string{id})
		})
	}
}

// missing shows the record that fails, or begins the one that a check asks for.
func (s *Screen) missing(c *model.AnswerCheck, failing []string) {
	kind, ok := shownBy[c.ID]
	k, _ := model.SheetKindOf(kind)
	if len(failing) > 0 {
		for _, of := range []model.Kind{kind, model.KindIncident} {
			if s.bench.Register().Sheet(of, failing[0]) != nil {
				k, _ = model.SheetKindOf(of)
				s.records.Show(s.bench, k, failing[0])
				return
			}
		}
	}
	switch {
	case s.cannotAttest() == "": // there is nothing to look at, or nothing in a part
		s.attest()
	case !ok:
		s.bench.Say("%s: %s", c.ID, c.Note)
	case k.Prefix == "":
		s.records.Show(s.bench, k, string(kind))
	case s.bench.CannotEdit() != "":
		s.bench.Refuse("%s", s.bench.CannotEdit())
	case kind == model.KindContact && len(failing) > 0:
		s.contact(k, failing[0])
	case kind == model.KindContact:
		party, _ := model.SheetKindOf(model.KindParty)
		s.records.Begin(s.bench, party)
	case kind == model.KindIncident:
		s.records.Begin(s.bench, k)
	default:
		s.records.Begin(s.bench, k, model.Assignment{Field: "on", Value: s.bench.Today})
	}
}

// contact shows a contact of a party, to write down when it was tried, or begins one.
func (s *Screen) contact(k model.SheetKind, party string) {
	if have := s.bench.Register().Links().To(model.Key{Kind: model.KindParty, ID: party}, model.KindContact); len(have) > 0 {
		s.records.Show(s.bench, k, have[0].ID)
		return
	}
	s.records.Begin(s.bench, k, model.Assignment{Field: "party", Value: party})
}

// block opens the answer block; each field is one step.
func (s *Screen) block() {
	k, _ := model.SheetKindOf(model.KindAnswer)
	s.records.Show(s.bench, k, string(model.KindAnswer))
}

// evidence shows the record in date that names something, or begins one that does.
func (s *Screen) evidence(reference, named string) {
	k, _ := model.SheetKindOf(model.KindEvidence)
	if have := s.bench.Register().Shown(named, s.bench.Today); len(have) > 0 {
		s.records.Show(s.bench, k, have[0])
		return
	}
	if why := s.bench.CannotEdit(); why != "" {
		s.bench.Refuse("%s", why)
		return
	}
	s.records.Begin(s.bench, k, model.Assignment{Field: "shows", Value: reference}, model.Assignment{Field: "date", Value: s.bench.Today})
}

func (s *Screen) cannotExcept() string {
	c := s.check()
	switch {
	case c == nil:
		return "only a check can be excepted"
	case c.Passed:
		return c.ID + " passes: there is nothing to except"
	case c.Rigid():
		return c.ID + " cannot be excepted: what fails must be mended"
	}
	return s.bench.CannotEdit()
}

// except begins an exception for what fails, chosen among several.
func (s *Screen) except() {
	c := s.check()
	options := []widget.Option{{Value: c.ID, Label: c.ID + "  all of it", Explain: c.Title}}
	for _, id := range c.Failing {
		options = append(options, widget.Option{Value: c.ID + "/" + id, Label: c.ID + "/" + id})
	}
	s.popup.Pick("Accept for a time", "", options, s.acceptOne)
}

func (s *Screen) acceptOne(finding string) {
	s.popup.Accept(s.bench, model.Finding{ID: finding}, "it stands in the answer with its end")
}

// attests are the fields of an attestation that checks of coverage go by.
var attests = map[string]string{"E6": "category", "E7": "activity", "E8": "architecture"}

func (s *Screen) cannotAttest() string {
	c := s.check()
	switch {
	case c == nil:
		return "only a check can be attested"
	case c.Passed:
		return c.ID + " passes: there is nothing to attest"
	case attests[c.ID] == "" && !c.MayBeEmpty():
		return c.ID + " must have something to look at"
	case attests[c.ID] == "" && c.M > 0:
		return "there is something to look at in " + c.ID
	}
	return s.bench.CannotEdit()
}

func (s *Screen) attest() {
	c := s.check()
	begin := func(field, value string) {
		s.popup.Ask(s.bench, "Why is there nothing in "+value+"?", "what was looked at, and by which means", "", func(why string) {
			s.popup.Ask(s.bench, "Who looked?", "a name; it counts from today", "", func(by string) {
				if strings.TrimSpace(why) == "" || strings.TrimSpace(by) == "" {
					s.bench.Refuse("an attestation needs a reason and who looked")
					return
				}
				s.bench.Do(model.WriteSheet(model.KindAttestation, "", model.Assignment{Field: field, Value: value}, model.Assignment{Field: "why", Value: why},
					model.Assignment{Field: "by", Value: by}, model.Assignment{Field: "on", Value: s.bench.Today}))
			})
		})
	}
	if attests[c.ID] == "" {
		begin("check", c.ID)
		return
	}
	var options []widget.Option
	for _, name := range c.Failing {
		options = append(options, widget.Option{Value: name, Label: name})
	}
	s.popup.Pick("Nothing found in", "", options, func(name string) { begin(attests[c.ID], name) })
}
