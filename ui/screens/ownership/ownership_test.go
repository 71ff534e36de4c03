package ownership

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"parry/model"
	"parry/store"
	"parry/ui/bench"
	"parry/ui/theme"
	"parry/ui/widget"
)

// at brings the screen to a threat, as another screen would.
func (s *session) at(id string) {
	s.Helper()
	s.screen.Enter(bench.Place{Screen: bench.Ownership, Threat: id})
	if s.text(); s.screen.here() != id {
		s.Fatalf("stands on %s, want %s", s.screen.here(), id)
	}
}

// line is the line of the screen that a threat's row is on.
func (s *session) line(id string) string {
	s.Helper()
	for line := range strings.Lines(s.text()) {
		if cells := strings.Fields(strings.TrimPrefix(line, ">")); len(cells) > 1 && cells[0] == id && !strings.HasPrefix(line, " "+id) {
			return strings.Join(strings.Fields(line), " ")
		}
	}
	return ""
}

// What the rules find in the example stands on its rows and in words below.
func TestFindings(t *testing.T) {
	s := openExample(t)
	s.sees("14 findings in 11 threats", "only problems: off", "as of 2026-11-16",
		"unset: Orch 1", "no lead: PI 1 Orch 2 App 1", "findings: PI 2 Model 3 Orch 4 App 3")
	for id, row := range map[string]string{
		"T-018": "> T-018 Shipping connector is u… [n/a] n/a ?! AP AP 1",
		"T-016": "> T-016 Instructions hidden in … [n/a] MP MP-OSP! OSP-AP! ?! 1",
		"T-010": "> T-010 Base adapter pulled fro… [CSP] AIC! n/a n/a AIC 3",
		"T-020": "> T-020 Assistant output is ren… [n/a] n/a n/a AP AP -",
	} {
		s.at(id)
		s.sees(row)
	}
	s.at("T-018")
	s.sees("! S1/T-018/Orchestrated Nobody owns Orchestrated; choose an owner, or NA with the reason.")
	s.press("right", "right")
	s.sees("[?!]", "Orch. nobody, not decided yet; lead: AP; person: Integrations Lead")
}

// The story of a cell says who shares and leads, what was claimed, what the
// customer must do and was told, and what the proof is.
func TestStory(t *testing.T) {
	s := openExample(t)
	s.w, s.h = 80, 36
	s.press("+", "+")
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
		s.press(strings.Fields(story.keys)...)
		s.sees(story.says...)
	}
}

// A finding is put right where it stands, and undo brings it back; each is one
// step, and the cursor stays.
func TestFixInPlace(t *testing.T) {
	s := openExample(t)
	s.at("T-018")
	s.press("right", "right", "e")
	s.sees("unset: nobody decided yet", "12 of 12")
	s.press("o", "s", "p", "enter")
	if got, want := s.said(), "set owner_orchestrated of T-018 to OSP"; got != want {
		t.Fatalf("said %q, want %q", got, want)
	}
	s.sees("> T-018", "[OSP]", "13 findings in 10 threats", "unset: none")
	s.bench.Undo()
	s.sees("> T-018", "[?!]", "14 findings in 11 threats", "S1/T-018/Orchestrated")
	s.bench.Redo()
	s.sees("[OSP]", "13 findings in 10 threats")
}

// Lead, person and title are edited from their columns, every other field from
// the id; where the window hides a column the id still reaches its field.
func TestEditEveryColumn(t *testing.T) {
	s := openExample(t)
	s.w, s.h = 100, 20
	s.text()
	s.at("T-016")
	s.press("right", "right", "right", "right", "e", "o", "s", "p", "enter")
	s.sees("[OSP]", "13 findings")
	s.at("T-026")
	s.press("right", "enter", "A", "n", "n", "enter")
	if got := s.bench.Register().Threat("T-026").Ownership.Person; got != "Ann" {
		t.Errorf("person %q, want Ann", got)
	}
	s.w = 80
	s.text()
	s.press("left", "left", "left", "left", "left", "left", "left", "left", "e")
	s.sees("Edit a field of T-026", "type to narrow")
	s.press("p", "e", "r", "s", "o", "n", "enter", "a", "enter")
	if got := s.bench.Register().Threat("T-026").Ownership.Person; got != "Anna" {
		t.Errorf("person %q, want Anna", got)
	}
	s.press("right", "e", "!", "enter")
	if got := s.bench.Register().Threat("T-026").Title; !strings.HasSuffix(got, "!") {
		t.Errorf("title %q, want a ! at its end", got)
	}
}

// Enter opens the threat from its id and title, and edits elsewhere.
func TestEnter(t *testing.T) {
	s := openExample(t)
	s.at("T-007")
	s.press("left", "enter")
	want := bench.Place{Screen: bench.Register, Threat: "T-007", Open: true}
	if got, _ := s.bench.Goal(); got != want {
		t.Errorf("went to %+v, want %+v", got, want)
	}
	s.press("right", "enter")
	if !s.screen.Typing() {
		t.Error("enter on an owner opens no picker")
	}
	s.press("esc")
	if s.screen.Typing() {
		t.Error("esc does not leave the picker")
	}
}

// f shows only rows with findings; a row that is put right goes, and the
// cursor stays near; f and esc bring all rows back, with the cursor where it
// was.
func TestOnlyProblems(t *testing.T) {
	s := openExample(t)
	s.press("f")
	s.sees("only problems: on, 11 of 38", "T-003", "T-018", "T-037")
	if s.line("T-001") != "" {
		t.Error("T-001 is shown and has no finding")
	}
	s.at("T-018")
	s.press("right", "right", "e", "o", "s", "p", "enter")
	s.sees("on, 10 of 38")
	if got := s.screen.here(); got != "T-019" {
		t.Errorf("stands on %s, want T-019", got)
	}
	s.bench.Undo()
	s.sees("> T-018", "on, 11 of 38")
	if !s.screen.Back() || s.screen.Back() {
		t.Error("esc leaves only problems, and then nothing")
	}
	s.sees("> T-018", "only problems: off")
	s.press("f")
	s.screen.Enter(bench.Place{Screen: bench.Ownership, Threat: "T-001"})
	if got, want := s.said(), "T-001 has no finding; f shows all threats"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	if got := s.bench.Threat(); got != "T-001" {
		t.Errorf("the user was taken to %s", got)
	}
	s.press("f")
	s.sees("> T-001")
}

// The key for the next finding stops at every cell that has to do with one,
// row by row, and begins anew after the last.
func TestNextProblem(t *testing.T) {
	s := openExample(t)
	s.w = 120
	s.text()
	var stops []string
	for range 19 {
		s.press("!")
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
	s.sees("No threat is in the register yet", "0 findings in 0 threats")
	s.press("!")
	if got, want := s.said(), "! no rule finds anything wrong with the ownership"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	s.press("f", "e", "enter", "down", "right")
	s.sees("No threat is in the register yet")
}

// A register that is open for reading shows everything and edits nothing.
func TestReadOnly(t *testing.T) {
	path := openExample(t).bench.Work.Path()
	work, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	s := sit(t, work)
	for _, key := range []string{"e", "enter"} {
		s.press(key)
		if got, want := s.said(), "! "+key+": the register is open for reading only"; got != want {
			t.Errorf("said %q, want %q", got, want)
		}
		if s.screen.Typing() {
			t.Fatalf("%s opens a box", key)
		}
	}
	s.press("left", "enter")
	if p, ok := s.bench.Goal(); !ok || !p.Open {
		t.Error("a threat cannot be opened for reading")
	}
}

// The cursor is the threat that the user is at, here and elsewhere.
func TestCursorIsShared(t *testing.T) {
	s := openExample(t)
	s.press("down", "down")
	if got := s.bench.Threat(); got != "T-003" {
		t.Errorf("the user is at %q, want T-003", got)
	}
	s.bench.Do(model.SetFields("T-030", model.Assignment{Field: "owner_person", Value: "Bo"}))
	s.sees("> T-003")
	s.bench.Undo() // which goes to what it took back
	s.sees("> T-030")
	if got, want := s.screen.Place(), (bench.Place{Screen: bench.Ownership, Threat: "T-030"}); got != want {
		t.Errorf("place %+v, want %+v", got, want)
	}
}

// A column that leaves with a narrower window does not take the cursor along.
func TestNarrowing(t *testing.T) {
	s := openExample(t)
	s.w = 120
	s.press("right", "right", "right", "right")
	s.sees("[AP]")
	s.w = 60
	s.sees("[AP]")
	if got := s.screen.table.Chosen(); got != firstLayer+3 {
		t.Errorf("stands on column %d, want %d", got, firstLayer+3)
	}
	s.press("right")
	s.sees("[AP]")
}

// The terminal's own cursor stands on the text of the cell.
func TestCursor(t *testing.T) {
	s := openExample(t)
	for _, size := range [][2]int{{80, 20}, {120, 36}, {60, 12}} {
		s.w, s.h = size[0], size[1]
		s.text()
		for _, key := range []string{"down", "right", "right", "pgdown", "left"} {
			s.press(key)
			x, y, ok := s.screen.Cursor()
			line := []rune(strings.Split(s.text(), "\n")[y+1])
			if !ok || line[0] != '>' || line[x-1] != '[' {
				t.Errorf("%s at %v: the cursor is at %d,%d of %q", key, size, x, y, string(line))
			}
		}
	}
	s.press("e")
	x, y, ok := s.screen.Cursor()
	if line := strings.Split(s.text(), "\n")[y]; !ok || x == 0 || strings.HasPrefix(line, ">") {
		t.Errorf("the cursor stands behind the open box, at %d,%d of %q", x, y, line)
	}
}

// The pane goes with p and grows with +.
func TestPane(t *testing.T) {
	s := openExample(t)
	s.press("p")
	if strings.Contains(s.text(), "evidence") {
		t.Error("p leaves the pane")
	}
	s.press("+")
	s.sees("evidence", "T-008")
	if s.line("T-009") != "" {
		t.Error("+ makes no room")
	}
	s.press("_")
	s.sees("T-009")
}

// An edit shows at the next drawing, for one walk of the register; drawing
// again and moving cost none.
func TestOneWalkAfterAChange(t *testing.T) {
	s := openExample(t)
	walks := func() int { return s.bench.Register().Walks() }
	for _, key := range []string{"down", "right", "f", "!", "f", "end", "p", "+", "left"} {
		before := walks()
		s.press(key)
		s.text()
		if walks() != before {
			t.Errorf("%s walked the register", key)
		}
	}
	before := walks()
	s.at("T-018")
	s.press("right", "right", "right", "e", "down", "enter")
	s.text()
	if n := walks() - before; n != 1 {
		t.Errorf("%d walks after a change, want 1", n)
	}
	before = walks()
	s.bench.Undo()
	s.text()
	s.text()
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
	in[3].Threat.Ownership.Claims = []model.Claim{{Who: "\x1b[31m\n", Layer: model.PI, Owner: model.AP}}
	in[3].Threat.ID = "T-\u202e004-and-far-too-long"
	s := open(t, settings(), in)
	dice := rand.New(rand.NewPCG(5, 6))
	typing := []string{"a", "o", "P", "enter", "esc", "down", "space", "backspace", "日"}
	for range 3000 {
		s.w, s.h = dice.IntN(200), dice.IntN(60)
		keys := typing
		if !s.screen.Typing() {
			keys = nil
			for _, a := range s.screen.Actions() {
				keys = append(keys, a.Keys...)
			}
		}
		s.press(keys[dice.IntN(len(keys))])
		if dice.IntN(20) == 0 && !s.screen.Typing() {
			s.bench.Undo()
		}
		s.whole()
	}
}

// whole fails unless the drawing fills its window and is clean.
func (s *session) whole() {
	s.Helper()
	s.screen.Status(s.w)
	lines := s.screen.Draw(s.w, s.h)
	if len(lines) != s.h {
		s.Fatalf("%d lines, want %d", len(lines), s.h)
	}
	for _, line := range lines {
		if w := s.bench.Pen.Width(line); w != s.w {
			s.Fatalf("%d cells, want %d: %q", w, s.w, line)
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
	s.bench.Pen = widget.NewPen(look, false)
	for _, key := range []string{"right", "f", "!", "e"} {
		s.press(key)
		for _, size := range [][2]int{{80, 20}, {120, 36}} {
			s.w, s.h = size[0], size[1]
			if text := s.text(); strings.ContainsFunc(text, func(r rune) bool { return r > '~' }) {
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
				s.w, s.h = size[0], size[1]
				if story.threat != "" {
					s.at(story.threat)
				}
				s.press(strings.Fields(story.keys)...)
				golden.RequireEqual(t, s.text())
			})
		}
	}
}

func BenchmarkAfterAChange(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		s := openMany(b, n)
		s.w, s.h = 120, 36
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.screen.matrix.view = nil // as a change would
				s.screen.Draw(s.w, s.h)
			}
		})
	}
}

func BenchmarkMove(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		s := openMany(b, n)
		s.w, s.h = 120, 36
		for _, key := range []string{"down", "right", "!"} {
			b.Run(fmt.Sprintf("%d/%s", n, key), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					s.press(key)
				}
			})
		}
	}
}
