package ownership

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"parry/model"
	"parry/store"
	"parry/ui/bench"
	"parry/ui/rehearsal"
	"parry/ui/theme"
	"parry/ui/widget"
)

// at brings the screen to a threat, as another screen would.
func (s *session) at(id string) {
	s.Helper()
	s.screen.Enter(bench.Place{Screen: bench.Ownership, Threat: id})
	if s.Text(); s.screen.here() != id {
		s.Fatalf("stands on %s, want %s", s.screen.here(), id)
	}
}

// line is the line of the screen that a threat's row is on.
func (s *session) line(id string) string {
	s.Helper()
	for line := range strings.Lines(s.Text()) {
		if cells := strings.Fields(strings.TrimPrefix(line, ">")); len(cells) > 1 && cells[0] == id && !strings.HasPrefix(line, " "+id) {
			return strings.Join(strings.Fields(line), " ")
		}
	}
	return ""
}

// What the rules find in the example stands on its rows and in words below.
func TestFindings(t *testing.T) {
	s := openExample(t)
	s.Sees("14 findings in 11 threats", "only problems: off", "as of 2026-11-16",
		"unset: Orch 1", "no lead: PI 1 Orch 2 App 1", "findings: PI 2 Model 3 Orch 4 App 3")
	for id, row := range map[string]string{
		"T-018": "> T-018 Shipping connector is u… [n/a] n/a ?! AP AP 1",
		"T-016": "> T-016 Instructions hidden in … [n/a] MP MP-OSP! OSP-AP! ?! 1",
		"T-010": "> T-010 Base adapter pulled fro… [CSP] AIC! n/a n/a AIC 3",
		"T-020": "> T-020 Assistant output is ren… [n/a] n/a n/a AP AP -",
	} {
		s.at(id)
		s.Sees(row)
	}
	s.at("T-018")
	s.Sees("! S1/T-018/Orchestrated Nobody owns Orchestrated; choose an owner, or NA with the reason.")
	s.Press("right", "right")
	s.Sees("[?!]", "Orch. nobody, not decided yet; lead: AP; person: Integrations Lead")
}

// The story of a cell says who shares and leads, what was claimed, what the
// customer must do and was told, and what the proof is.
func TestStory(t *testing.T) {
	s := openExample(t)
	s.W, s.H = 80, 36
	s.Press("+", "+")
	for _, story := range []struct {
		threat, keys string
		says         []string
	}{
		{"T-003", "right right", []string{"S2/T-003/Orchestrated For Orchestrated, OSP says that OSP owns it and AP says AP",
			"OSP-AP, shared by orchestration and application provider; lead: OSP; person: Platform Lead",
			"claims OSP says OSP; AP says AP", "evidence EV-08 OSP CAIQ answer"}},
		{"T-002", "right", []string{"customer Shops must not paste identity documents into tickets (told, the day is not known)"}},
		{"T-010", "left left", []string{"AIC, AI customer; lead: AIC; person: ML Lead", "S5/T-010/Model", "S6/T-010", "S8/T-010",
			"customer no duty is written down (not told)", "evidence none"}},
		{"T-026", "left left left", []string{"T-026 Long prompts and agent loops", "S7/T-026", "owners PI: CSP; Model: MP;", "person: nobody"}},
	} {
		s.at(story.threat)
		s.Press(strings.Fields(story.keys)...)
		s.Sees(story.says...)
	}
}

// A finding is put right where it stands, and undo brings it back; each is one
// step, and the cursor stays.
func TestFixInPlace(t *testing.T) {
	s := openExample(t)
	s.at("T-018")
	s.Press("right", "right", "e")
	s.Sees("unset: nobody decided yet", "12 of 12")
	s.Press("o", "s", "p", "enter")
	if got, want := s.Said(), "set owner_orchestrated of T-018 to OSP"; got != want {
		t.Fatalf("said %q, want %q", got, want)
	}
	s.Sees("> T-018", "[OSP]", "13 findings in 10 threats", "unset: none")
	s.Bench.Undo()
	s.Sees("> T-018", "[?!]", "14 findings in 11 threats", "S1/T-018/Orchestrated")
	s.Bench.Redo()
	s.Sees("[OSP]", "13 findings in 10 threats")
}

// Lead, person and title are edited from their columns, every other field from
// the id; where the window hides a column the id still reaches its field.
func TestEditEveryColumn(t *testing.T) {
	s := openExample(t)
	s.W, s.H = 100, 20
	s.Text()
	s.at("T-016")
	s.Press("right", "right", "right", "right", "e", "o", "s", "p", "enter")
	s.Sees("[OSP]", "13 findings")
	s.at("T-026")
	s.Press("right", "enter", "A", "n", "n", "enter")
	if got := s.Bench.Register().Threat("T-026").Ownership.Person; got != "Ann" {
		t.Errorf("person %q, want Ann", got)
	}
	s.W = 80
	s.Text()
	s.Press("left", "left", "left", "left", "left", "left", "left", "left", "e")
	s.Sees("Edit a field of T-026", "type to narrow")
	s.Press("p", "e", "r", "s", "o", "n", "enter", "a", "enter")
	if got := s.Bench.Register().Threat("T-026").Ownership.Person; got != "Anna" {
		t.Errorf("person %q, want Anna", got)
	}
	s.Press("right", "e", "!", "enter")
	if got := s.Bench.Register().Threat("T-026").Title; !strings.HasSuffix(got, "!") {
		t.Errorf("title %q, want a ! at its end", got)
	}
}

// Enter opens the threat from its id and title, and edits elsewhere.
func TestEnter(t *testing.T) {
	s := openExample(t)
	s.at("T-007")
	s.Press("left", "enter")
	want := bench.Place{Screen: bench.Register, Threat: "T-007", Open: true}
	if got, _ := s.Bench.Goal(); got != want {
		t.Errorf("went to %+v, want %+v", got, want)
	}
	s.Press("right", "enter")
	if !s.screen.Typing() {
		t.Error("enter on an owner opens no picker")
	}
	s.Press("esc")
	if s.screen.Typing() {
		t.Error("esc does not leave the picker")
	}
}

// f shows only rows with findings; a row that is put right goes, and the
// cursor stays near; f and esc bring all rows back, with the cursor where it
// was.
func TestOnlyProblems(t *testing.T) {
	s := openExample(t)
	s.Press("f")
	s.Sees("only problems: on, 11 of 38", "T-003", "T-018", "T-037")
	if s.line("T-001") != "" {
		t.Error("T-001 is shown and has no finding")
	}
	s.at("T-018")
	s.Press("right", "right", "e", "o", "s", "p", "enter")
	s.Sees("on, 10 of 38")
	if got := s.screen.here(); got != "T-019" {
		t.Errorf("stands on %s, want T-019", got)
	}
	s.Bench.Undo()
	s.Sees("> T-018", "on, 11 of 38")
	if !s.screen.Back() || s.screen.Back() {
		t.Error("esc leaves only problems, and then nothing")
	}
	s.Sees("> T-018", "only problems: off")
	s.Press("f")
	s.screen.Enter(bench.Place{Screen: bench.Ownership, Threat: "T-001"})
	if got, want := s.Said(), "T-001 has no finding; f shows all threats"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	if got := s.Bench.Threat(); got != "T-001" {
		t.Errorf("the user was taken to %s", got)
	}
	s.Press("f")
	s.Sees("> T-001")
}

// The key for the next finding stops at every cell that has to do with one,
// row by row, and begins anew after the last.
func TestNextProblem(t *testing.T) {
	s := openExample(t)
	s.W = 120
	s.Text()
	var stops []string
	for range 19 {
		s.Press("!")
		stops = append(stops, fmt.Sprintf("%s %d", s.screen.here(), s.screen.table.Chosen()))
	}
	got := strings.Join(stops, ", ")
	want := "T-003 4, T-008 3, T-010 3, T-016 4, T-016 5, T-016 6, T-017 5, T-018 4, T-019 2, T-019 6, T-023 2, T-024 5, " +
		"T-026 0, T-037 4, T-037 6, T-003 4"
	if !strings.HasPrefix(got, want) {
		t.Errorf("stops at %s\nwant     %s", got, want)
	}
}

// Without a finding the key says so.
func TestNoProblem(t *testing.T) {
	s := open(t, settings(), nil)
	s.Sees("No threat is in the register yet", "0 findings in 0 threats")
	s.Press("!")
	if got, want := s.Said(), "! no rule finds anything wrong with the ownership"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	s.Press("f", "e", "enter", "down", "right")
	s.Sees("No threat is in the register yet")
}

// A register that is open for reading shows everything and edits nothing.
func TestReadOnly(t *testing.T) {
	path := openExample(t).Bench.Work.Path()
	work, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	s := sit(t, rehearsal.On(t, work))
	for _, key := range []string{"e", "enter"} {
		s.Press(key)
		if got, want := s.Said(), "! "+key+": the register is open for reading only; leave, and start parry without --read-only to change it"; got != want {
			t.Errorf("said %q, want %q", got, want)
		}
		if s.screen.Typing() {
			t.Fatalf("%s opens a box", key)
		}
	}
	s.Press("left", "enter")
	if p, ok := s.Bench.Goal(); !ok || !p.Open {
		t.Error("a threat cannot be opened for reading")
	}
}

// The cursor is the threat that the user is at, here and elsewhere.
func TestCursorIsShared(t *testing.T) {
	s := openExample(t)
	s.Press("down", "down")
	if got := s.Bench.Threat(); got != "T-003" {
		t.Errorf("the user is at %q, want T-003", got)
	}
	s.Bench.Do(model.SetFields("T-030", model.Assignment{Field: "owner_person", Value: "Bo"}))
	s.Sees("> T-003")
	s.Bench.Undo() // which goes to what it took back
	s.Sees("> T-030")
	if got, want := s.screen.Place(), (bench.Place{Screen: bench.Ownership, Threat: "T-030"}); got != want {
		t.Errorf("place %+v, want %+v", got, want)
	}
}

// A column that leaves with a narrower window does not take the cursor along.
func TestNarrowing(t *testing.T) {
	s := openExample(t)
	s.W = 120
	s.Press("right", "right", "right", "right")
	s.Sees("[AP]")
	s.W = 60
	s.Sees("[AP]")
	if got := s.screen.table.Chosen(); got != firstLayer+3 {
		t.Errorf("stands on column %d, want %d", got, firstLayer+3)
	}
	s.Press("right")
	s.Sees("[AP]")
}

// The terminal's own cursor stands on the text of the cell.
func TestCursor(t *testing.T) {
	s := openExample(t)
	for _, size := range [][2]int{{80, 20}, {120, 36}, {60, 12}} {
		s.W, s.H = size[0], size[1]
		s.Text()
		for _, key := range []string{"down", "right", "right", "pgdown", "left"} {
			s.Press(key)
			x, y, ok := s.screen.Cursor()
			line := []rune(strings.Split(s.Text(), "\n")[y+1])
			if !ok || line[0] != '>' || line[x-1] != '[' {
				t.Errorf("%s at %v: the cursor is at %d,%d of %q", key, size, x, y, string(line))
			}
		}
	}
	s.Press("e")
	x, y, ok := s.screen.Cursor()
	if line := strings.Split(s.Text(), "\n")[y]; !ok || x == 0 || strings.HasPrefix(line, ">") {
		t.Errorf("the cursor stands behind the open box, at %d,%d of %q", x, y, line)
	}
}

// The pane goes with p and grows with +.
func TestPane(t *testing.T) {
	s := openExample(t)
	s.Press("p")
	if strings.Contains(s.Text(), "evidence") {
		t.Error("p leaves the pane")
	}
	s.Press("+")
	s.Sees("evidence", "T-008")
	if s.line("T-009") != "" {
		t.Error("+ makes no room")
	}
	s.Press("_")
	s.Sees("T-009")
}

// An edit shows at the next drawing, for one walk of the register; drawing
// again and moving cost none.
func TestOneWalkAfterAChange(t *testing.T) {
	s := openExample(t)
	walks := func() int { return s.Bench.Register().Walks() }
	for _, key := range []string{"down", "right", "f", "!", "f", "end", "p", "+", "left"} {
		before := walks()
		s.Press(key)
		s.Text()
		if walks() != before {
			t.Errorf("%s walked the register", key)
		}
	}
	before := walks()
	s.at("T-018")
	s.Press("right", "right", "right", "e", "down", "enter")
	s.Text()
	if n := walks() - before; n != 1 {
		t.Errorf("%d walks after a change, want 1", n)
	}
	before = walks()
	s.Bench.Undo()
	s.Text()
	s.Text()
	if n := walks() - before; n != 1 {
		t.Errorf("%d walks after undo, want 1", n)
	}
}

// Whatever is pressed at whatever size, every drawing is whole and shows no
// text that a terminal would obey.
func TestAnyKeyAnySize(t *testing.T) {
	in := incoming(t)
	in[3].Threat.Title = "\x1b]0;gotcha\x07safe\rEVIL \u202e"
	in[3].Threat.Ownership.Person = "\x1b[2Jyou\nme"
	in[3].Threat.Ownership.Change(func(p *model.OwnershipMore) {
		p.Claims = []model.Claim{{Who: "\x1b[31m\n", Layer: model.PI, Owner: model.AP}}
	})
	in[3].Threat.ID = "T-\u202e004-and-far-too-long"
	s := open(t, settings(), in)
	dice := rand.New(rand.NewPCG(5, 6))
	typing := []string{"a", "o", "P", "enter", "esc", "down", "space", "backspace", "日"}
	for range 3000 {
		s.W, s.H = dice.IntN(200), dice.IntN(60)
		keys := typing
		if !s.screen.Typing() {
			keys = nil
			for _, a := range s.screen.Actions() {
				keys = append(keys, a.Keys...)
			}
		}
		s.Press(keys[dice.IntN(len(keys))])
		if dice.IntN(20) == 0 && !s.screen.Typing() {
			s.Bench.Undo()
		}
		s.whole()
	}
}

// whole fails unless the drawing fills its window and is clean.
func (s *session) whole() {
	s.Helper()
	s.screen.Status(s.W)
	lines := s.screen.Draw(s.W, s.H)
	if len(lines) != s.H {
		s.Fatalf("%d lines, want %d", len(lines), s.H)
	}
	for _, line := range lines {
		if w := s.Bench.Pen.Width(line); w != s.W {
			s.Fatalf("%d cells, want %d: %q", w, s.W, line)
		}
		if strings.ContainsAny(line, "\n\r\a\u202e") || strings.Contains(line, "\x1b[2J") {
			s.Fatalf("not cleaned: %q", line)
		}
	}
}

// Where the terminal has no UTF-8 nothing else is written.
func TestASCII(t *testing.T) {
	s := openExample(t)
	plain := true
	look, err := theme.New(theme.Options{Name: "mono", ASCII: &plain})
	if err != nil {
		t.Fatal(err)
	}
	s.Bench.Pen = widget.NewPen(look, false)
	for _, key := range []string{"right", "f", "!", "e"} {
		s.Press(key)
		for _, size := range [][2]int{{80, 20}, {120, 36}} {
			s.W, s.H = size[0], size[1]
			if text := s.Text(); strings.ContainsFunc(text, func(r rune) bool { return r > '~' }) {
				t.Errorf("after %s:\n%s", key, text)
			}
		}
	}
}

// The screen as a person sees it.
func TestScreens(t *testing.T) {
	for _, size := range [][2]int{{80, 20}, {120, 36}, {60, 12}} {
		for _, story := range []struct{ name, threat, keys string }{
			{"start", "", ""}, {"finding", "T-010", "right"}, {"shared", "T-016", "right right"},
			{"problems", "T-019", "f"}, {"edit", "T-018", "right right e"}, {"row", "T-026", "left"},
		} {
			t.Run(story.name+"-"+sized(size[0], size[1]), func(t *testing.T) {
				s := openExample(t)
				s.W, s.H = size[0], size[1]
				if story.threat != "" {
					s.at(story.threat)
				}
				s.Press(strings.Fields(story.keys)...)
				golden.RequireEqual(t, s.Text())
			})
		}
	}
}

func BenchmarkAfterAChange(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		s := openMany(b, n)
		s.W, s.H = 120, 36
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.screen.matrix.view = nil // as a change would
				s.screen.Draw(s.W, s.H)
			}
		})
	}
}

func BenchmarkMove(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		s := openMany(b, n)
		s.W, s.H = 120, 36
		for _, key := range []string{"down", "right", "!"} {
			b.Run(fmt.Sprintf("%d/%s", n, key), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					s.Press(key)
				}
			})
		}
	}
}

// In 80 columns persons stand beside shorter titles, if somebody asks for them; a row
// without one says so, and the cursor can go there.
func TestPersonsInANarrowWindow(t *testing.T) {
	s := openExample(t)
	s.W, s.H = 80, 20
	s.at("T-026")
	if strings.Contains(s.line("T-026"), "Person") || strings.Contains(s.Text(), "Platform L") {
		t.Fatal("persons are there though nobody asked")
	}
	s.Press("P")
	s.Sees("Person", "Head of")
	if got := s.line("T-026"); !strings.HasSuffix(got, "OSP ?! 1") {
		t.Errorf("the row without a person: %q", got)
	}
	s.Press("right", "right", "right", "right", "right")
	s.Sees("[?!]")
	s.Press("P", "left")
	if strings.Contains(s.Text(), "Person") {
		t.Error("they stay")
	}
}

// A party is chosen by name or role, and what was written is said; without a folder the
// key says why it cannot.
func TestHandingOver(t *testing.T) {
	s := openExample(t)
	s.Press("E")
	if got := s.Said(); !strings.Contains(got, "there is no folder to write to") {
		t.Error(got)
	}
	s.Bench.Do(model.WriteSheet(model.KindParty, "", model.Assignment{Field: "name", Value: "Labs"}, model.Assignment{Field: "roles", Value: "MP"}))
	var asked []string
	s.Bench.Handoffs = &bench.Handoffs{Write: func(party string) (string, string, error) {
		asked = append(asked, party)
		if party == model.CSP {
			return "", "", errors.New("CSP holds nothing")
		}
		return "/x/labs.md", "/x/labs.csv", nil
	}}
	s.Press("E")
	s.Sees("Hand which party its rows?", "Labs", "as MP", "(no party on record)")
	s.Press("enter")
	if got := s.Said(); got != "wrote /x/labs.md, and /x/labs.csv to fill in; ctrl+o brings the answers back" {
		t.Error(got)
	}
	s.Press("E", "down", "enter")
	if got := s.Said(); got != "! CSP holds nothing" {
		t.Error(got)
	}
	if !slices.Equal(asked, []string{"P-01", model.CSP}) {
		t.Error(asked)
	}
}

// All that nobody owns is found, three are mended with one key each, one is accepted for a
// time, and undo takes all four back.
func TestUnownedFoundMendedAcceptedUndone(t *testing.T) {
	s := openExample(t)
	for _, id := range []string{"T-020", "T-021", "T-022"} {
		s.Bench.Do(model.SetFields(id, model.Assignment{Field: "owner_application", Value: ""}))
	}
	s.W, s.H = 120, 40
	s.Sees("19 findings in 14 threats")
	s.Press("f")
	s.at("T-018")
	s.Press("right", "right")
	unowned := func() (n int) {
		for _, f := range model.NewOwnershipView(s.Bench.Register(), s.Bench.Today).Findings {
			if f.Rule == "S1" {
				n++
			}
		}
		return n
	}
	if unowned() != 4 {
		t.Fatalf("%d unowned", unowned())
	}
	for n := 3; n >= 1; n-- {
		for i := 0; i < 40 && !onUnowned(s); i++ {
			s.Press("!")
		}
		s.Press(".")
		if unowned() != n {
			t.Fatalf("after a key %d are unowned, want %d: %s", unowned(), n, s.Said())
		}
	}
	for i := 0; i < 40 && !onUnowned(s); i++ {
		s.Press("!")
	}
	s.Press("a")
	s.Press(strings.Split("the vendor is being chosen", "")...)
	s.Press("enter")
	s.Press(strings.Split("CISO", "")...)
	s.Press("enter", "enter")
	if unowned() != 0 {
		t.Fatalf("%d unowned after the acceptance: %s", unowned(), s.Said())
	}
	s.Bench.Undo()
	s.Bench.Undo()
	s.Bench.Undo()
	s.Bench.Undo()
	if unowned() != 4 {
		t.Errorf("%d unowned after undoing all", unowned())
	}
	s.Press("f")
	s.Sees("19 findings in 14 threats")
}

// onUnowned says whether the cursor's cell has a finding of S1.
func onUnowned(s *session) bool {
	return slices.ContainsFunc(s.screen.concerned(), func(f model.Finding) bool { return f.Rule == "S1" })
}
