package ui

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"parry/frameworks"
	"parry/frameworks/cards"
	"parry/frameworks/methods/nist80030"
	"parry/model"
	"parry/store"
	"parry/store/example"
	"parry/store/formats/csvfile"
	"parry/store/trial"
	"parry/ui/bench"
	"parry/ui/rehearsal"
	"parry/ui/theme"
	"parry/ui/widget"
)

// A desk is the whole program without a terminal: keys go in, the drawn frame
// comes out.
type desk struct {
	t    testing.TB
	app  *App
	work *store.Workspace
	path string
	time time.Time     // of the frame's clock
	rest time.Duration // after each key
}

const today = rehearsal.Today

// openDesk opens the frame on a new register; the example if it is to be filled.
func openDesk(t testing.TB, filled bool) *desk {
	t.Helper()
	if filled {
		return openLarge(t, 38)
	}
	return openLarge(t, 0)
}

// openLarge opens the frame on a register of n threats: the example's, again
// and again under other ids.
func openLarge(t testing.TB, n int) *desk {
	t.Helper()
	d := &desk{t: t, path: filepath.Join(t.TempDir(), "r.db"), time: atNoon(), rest: 2 * time.Second}
	settings := model.Settings{Name: "Brightdesk Assist", Method: nist80030.ID, MethodVersion: "r1",
		Matrix: nist80030.Matrix(), Appetite: model.M, Example: n > 0, AsOf: today}
	var merged model.Merged
	edit := model.Edit{Label: "make it", Do: func(draft *model.Draft) error {
		draft.Put(&settings)
		incoming, _, err := csvfile.Read(bytes.NewReader(example.CSV()))
		if err != nil {
			return err
		}
		return model.Merge("", rehearsal.Many(incoming, n), &merged).Do(draft)
	}}
	if err := store.Create(d.path, edit, store.Options{By: "test", Now: atNoon}); err != nil {
		t.Fatal(err)
	}
	d.open(store.Options{By: "tester"})
	return d
}

// What is wrong with the file is said at the start before what is wrong with the
// configuration, and neither hides the other.
func TestTheStartSaysWhatIsWrong(t *testing.T) {
	d := openLarge(t, 3)
	d.work.Close()
	if err := os.WriteFile(d.path+".unsure", []byte(`{"op":"OP-1","label":"add it","at":"2026-11-16T09:00:00Z"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	d.open(store.Options{By: "tester"})
	b := *d.app.bench
	b.Notices = []string{"line 3 is passed over"}
	said := New(&b).bench.Said().Text
	if file, line := strings.Index(said, "operation OP-1"), strings.Index(said, "line 3"); file < 0 || line < file {
		t.Errorf("it says %q", said)
	}
}

// atNoon is the clock of the desk.
func atNoon() time.Time { return time.Date(2026, 11, 16, 9, 30, 0, 0, time.UTC) }

func (d *desk) open(o store.Options) {
	d.t.Helper()
	o.Now = atNoon
	w, err := store.Open(d.path, o)
	if err != nil {
		d.t.Fatal(err)
	}
	if d.work == nil {
		d.t.Cleanup(func() { d.work.Close() }) // the last one: others are closed by whoever opens again
	}
	no := false
	th, err := theme.New(theme.Options{Color: "never", ASCII: &no})
	if err != nil {
		d.t.Fatal(err)
	}
	d.work = w
	d.app = New(&bench.Bench{Work: w, Knowledge: bench.Knowledge{Gather: gather, Cards: cards.Deck()}, Pen: widget.NewPen(th, true), Today: today})
	d.app.now = func() time.Time { return d.time }
	d.size(80, 24)
}

func (d *desk) size(w, h int) { d.app.Update(tea.WindowSizeMsg{Width: w, Height: h}) }

func (d *desk) press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		_, cmd := d.app.Update(rehearsal.Key(k))
		d.time = d.time.Add(d.rest)
		d.app.View()
		for cmd != nil {
			msg := cmd()
			if several, ok := msg.(tea.BatchMsg); ok { // work beside the program, and glances at it
				msg = several[0]()
			}
			done, ok := msg.(finished)
			if !ok {
				break
			}
			_, cmd = d.app.Update(done)
		}
	}
}

func (d *desk) typing(text string) {
	d.t.Helper()
	for _, r := range text {
		if r == ' ' {
			d.press("space")
			continue
		}
		d.press(string(r))
	}
}

func (d *desk) screen() string { return ansi.Strip(d.app.View().Content) }

func (d *desk) shows(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if s := d.screen(); !strings.Contains(s, text) {
			d.t.Fatalf("%q is not on the screen:\n%s", text, s)
		}
	}
}

func (d *desk) hides(text string) {
	d.t.Helper()
	if s := d.screen(); strings.Contains(s, text) {
		d.t.Fatalf("%q is on the screen:\n%s", text, s)
	}
}

// The screens look as an analyst should find them, at both sizes.
func TestScreensLookRight(t *testing.T) {
	for _, size := range []struct{ w, h int }{{80, 24}, {100, 30}, {120, 40}, {200, 60}} {
		for name, keys := range map[string][]string{
			"register": nil, "detail": {"down", "down", "enter"}, "triage": {"2"}, "heatmap": {"3"}, "ownership": {"4"}, "response": {"5"}, "answer": {"6"}, "coverage": {"6", "c", "down"}, "entries": {"6", "c", "down", "enter", "down"}, "library": {"7", "down", "enter", "down", "down", "enter", "down", "down"}, "entry": {"7", "/", "l", "l", "m", "0", "8", "enter", "enter"}, "report": {"9", "a"}, "handover": {"5", "B"},
			"filter": {"/", "r", "e", "f", "u", "n", "d"}, "capture": {"n"}, "help": {"?"}, "edit": {"e"},
			"history": {"space", "space", "D", "y", "u", "8"}, "card": {"d"}, "groups": {"b", "+"}, "views": {"v"}, "records": {"R"}, "columns": {"c", "esc", "c"}, "workshop": {"W"},
			"record": {"R", "enter", "down", "enter"}, "some": {"enter", "/", "s", "t", "r", "i", "enter"}, "area": {"enter", "/", "n", "o", "t", "e", "s", "enter"},
			"marks": {"space", "space", "e"}, "past": {"D", "y", "8", "down", "a"},
		} {
			t.Run(fmt.Sprintf("%s-%dx%d", name, size.w, size.h), func(t *testing.T) {
				d := openDesk(t, true)
				d.size(size.w, size.h)
				if name == "report" {
					d.withReports()
				}
				d.press(keys...)
				golden.RequireEqual(t, []byte(d.screen()))
			})
		}
	}
}

// Bad filter syntax never empties the list without a word: it is searched as
// words, and says what was not understood.
func TestBadFilterSearchesWords(t *testing.T) {
	d := openDesk(t, true)
	d.press("/")
	d.typing("phse:x")
	d.shows("searched as words", `there is no field "phse"`)
	d.press("esc")
	d.shows("38 threats")
	d.press("/")
	d.typing("nobody wrote this")
	d.press("enter")
	d.shows("No threat matches the filter")
	d.press("esc")
	d.shows("38 threats")
}

// One walk through the job: filter, capture, triage, heatmap, undo, and after a
// restart redo.
func TestTheWholeJob(t *testing.T) {
	d := openDesk(t, true)
	d.press("/")
	d.typing("phase:deployment")
	d.press("enter", "n")
	d.typing("Agent approves its own refunds")
	d.press("enter", "esc", "enter")
	d.shows("field 1 of")
	d.press("enter", "4", "4", "5")
	r := d.work.Register().Threat("T-039").Ratings[model.Inherent]
	if r.Cell() != "H x VH = VH" || r.Method != nist80030.ID || len(r.Path()) == 0 {
		t.Fatalf("rated %s by %q, path %q", r.Cell(), r.Method, r.Path())
	}
	d.press("esc", "3", "i")
	for d.heatState() != "inherent" {
		d.press("i")
	}
	d.shows("Deployment")
	h := model.NewHeatmap(d.work.Register(), model.ByPhase, model.Inherent)
	if h.Rows[3].Counts != [5]int{0, 0, 6, 1, 3} {
		t.Fatalf("Deployment counts %v", h.Rows[3].Counts)
	}
	d.press("u")
	if d.work.Register().Threat("T-039").Ratings[model.Inherent].Placed() {
		t.Fatal("undo left the rating")
	}
	if err := d.work.Close(); err != nil {
		t.Fatal(err)
	}
	d.open(store.Options{By: "tester"})
	d.press("U")
	if got := d.work.Register().Threat("T-039").Ratings[model.Inherent].Cell(); got != "H x VH = VH" {
		t.Fatalf("redo after the restart gives %s", got)
	}
}

// heatState reads the state that the heatmap's status row names.
func (d *desk) heatState() string {
	row := strings.Split(d.screen(), "\n")[1]
	for _, s := range model.States {
		if strings.Contains(row, s.String()) {
			return s.String()
		}
	}
	return ""
}

// A pasted text is no command: it goes into an open field or nowhere.
func TestPasteIsNoCommand(t *testing.T) {
	d := openDesk(t, true)
	d.app.Update(tea.PasteMsg{Content: "q"})
	d.shows("nothing is open to paste into")
	d.press("n")
	d.app.Update(tea.PasteMsg{Content: "pasted \x1b]52;c;aGk=\x07text"})
	d.press("enter", "esc")
	if got := d.work.Register().Threat("T-039").Title; got != "pasted text" {
		t.Fatalf("pasted %q", got)
	}
}

// Pasted lines are a threat each, and one step back takes them all; text left
// with esc is kept.
func TestPastedLinesAreThreats(t *testing.T) {
	d := openDesk(t, true)
	d.press("n")
	d.app.Update(tea.PasteMsg{Content: "one\r\ntwo\n\n ? ask Bob\n  three  \n"})
	d.shows("add 3 threats, park: ask Bob")
	d.typing("half")
	d.press("esc")
	d.shows("kept: n brings it back")
	if got := d.work.Register().Threat("T-041").Title; got != "three" || d.work.Register().Len() != 41 {
		t.Fatalf("T-041 is %q of %d", got, d.work.Register().Len())
	}
	d.press("u")
	if n := d.work.Register().Len(); n != 38 {
		t.Fatalf("%d threats after undo", n)
	}
	d.press("n")
	d.shows("half")
}

// Half-typed text survives a closed terminal and is there at the next n.
func TestHangupKeepsWhatIsTyped(t *testing.T) {
	d := openDesk(t, true)
	d.press("n")
	d.typing("half a thr")
	d.app.Update(hangup{})
	if !d.app.quit {
		t.Fatal("a hangup does not quit")
	}
	if err := d.work.Close(); err != nil {
		t.Fatal(err)
	}
	d.open(store.Options{By: "tester"})
	d.press("n")
	d.shows("half a thr", "typed before")
}

// Each second what is half typed goes to the disk, so that a kill takes no more than the
// last; what was typed back to nothing is forgotten, and a filter is not remembered at
// each of its letters.
func TestASecondKeepsWhatIsTyped(t *testing.T) {
	d := openDesk(t, true)
	killed := func() {
		t.Helper()
		if err := d.work.Close(); err != nil { // as the system does for a dead process: nothing asks the screens
			t.Fatal(err)
		}
		d.open(store.Options{By: "tester"})
	}
	d.press("n")
	d.typing("half a thr")
	d.app.Update(pulse{})
	d.typing("eat")
	killed()
	d.press("n")
	d.shows("half a thr", "typed before")
	d.hides("half a threat")
	d.press("esc", "enter", "/")
	d.typing("ticket")
	d.press("enter")
	d.typing("SUP-1")
	d.app.Update(pulse{})
	killed()
	d.press("enter", "/")
	d.typing("ticket")
	d.press("enter")
	d.shows("SUP-1", "typed before")
	d.press("backspace", "backspace", "backspace", "backspace", "backspace")
	d.app.Update(pulse{})
	killed()
	d.press("enter", "/")
	d.typing("ticket")
	d.press("enter")
	d.hides("SUP-1")
	d.press("esc", "esc", "esc", "/")
	for _, letter := range []string{"p", "h", "a"} {
		d.press(letter)
		d.app.Update(pulse{})
	}
	if list := d.work.Draft("filters"); strings.Contains(list, "ph") {
		t.Errorf("remembered %q", list)
	}
}

// Seconds are counted only while something is half typed, one at a time, and nothing is
// drawn for them.
func TestSecondsAreCountedWhileTyping(t *testing.T) {
	d := openDesk(t, true)
	d.app.second = func() tea.Msg { return pulse{} }
	waits := func(msg tea.Msg) bool {
		_, cmd := d.app.Update(msg)
		return cmd != nil
	}
	steps := []struct {
		name string
		msg  tea.Msg
		want bool
	}{
		{"a key of the table", rehearsal.Key("down"), false},
		{"typing begins", rehearsal.Key("n"), true},
		{"a letter", rehearsal.Key("a"), false},
		{"a second later", pulse{}, true},
		{"it ends", rehearsal.Key("esc"), false},
		{"the second that was on its way", pulse{}, false},
		{"typing again", rehearsal.Key("n"), true},
	}
	for _, s := range steps {
		if got := waits(s.msg); got != s.want {
			t.Errorf("%s: waits %v", s.name, got)
		}
	}
	d.app.View()
	if d.app.Update(pulse{}); !d.app.fresh {
		t.Error("a second is drawn")
	}
}

// Under R, esc goes one level up: from a record to those of its kind, to the kinds, out.
func TestRecordsAreLeftLevelByLevel(t *testing.T) {
	d := openDesk(t, true)
	d.press("R", "down", "enter")
	d.hides("Records")
	d.shows("a new one")
	d.press("down", "esc")
	d.shows("Records")
	d.press("esc")
	d.hides("Records")
	d.press("j")
	d.shows(">  T-002")
}

// So does the answer to a question over a screen, beside its own question only, and a
// filter is among those of before; esc keeps the answer, and an emptied one is forgotten.
func TestHangupKeepsWhatIsAnswered(t *testing.T) {
	d := openDesk(t, true)
	again := func() {
		d.app.Update(hangup{})
		if err := d.work.Close(); err != nil {
			t.Fatal(err)
		}
		d.open(store.Options{By: "tester"})
	}
	d.press("W", "enter")
	d.shows("Begin a workshop")
	d.typing("Opening ro")
	again()
	d.press("n")
	d.hides("Opening ro")
	d.press("esc", "W", "enter")
	d.shows("Opening ro", "this was typed before and not saved")
	d.press("esc")
	d.shows("not taken, but what was typed is kept")
	d.press("W", "enter")
	d.shows("Opening ro")
	d.press("ctrl+u", "esc", "W", "enter")
	d.hides("Opening ro")
	d.press("esc", "/")
	d.typing("owner:ml")
	again()
	d.press("/", "up")
	d.shows("filter: owner:ml")
}

// Text with signs that cannot be seen is shown clean, and said to hold them.
func TestHiddenSignsAreSaid(t *testing.T) {
	d := openDesk(t, true)
	d.hides("cannot be seen")
	d.work.Do(model.SetFields("T-001", model.Assignment{Field: "notes", Value: "pay \u202etxt.exe"}))
	d.size(120, 40)
	d.shows("signs that cannot be seen", "stand in notes")
}

// A field that was opened and left alone keeps what the box cannot show; a text of
// several lines is edited as one.
func TestFieldsKeepWhatTheyHold(t *testing.T) {
	d := openDesk(t, true)
	notes := func(text string) {
		t.Helper()
		if got := d.work.Register().Threat("T-001").Review.Notes(); got != text {
			t.Fatalf("the notes are %q, not %q", got, text)
		}
	}
	edit := func(field string) {
		t.Helper()
		d.press("e")
		d.typing(field)
		d.press("enter")
	}
	d.work.Do(model.SetFields("T-001", model.Assignment{Field: "notes", Value: "one\ntw\u202eo"}))
	edit("notes")
	d.shows("it has hidden signs")
	d.press("enter")
	d.shows("notes of T-001 stays as it was")
	notes("one\ntw\u202eo")
	edit("notes")
	d.press("ctrl+j", "3", "up", "up", "end", "!")
	d.press("enter")
	notes("one!\ntwo\n3")
	d.press("u")
	notes("one\ntw\u202eo")
}

// Half-typed text of a field survives the terminal, in a threat and in a record.
func TestFieldsSurviveAHangup(t *testing.T) {
	d := openDesk(t, true)
	again := func() {
		t.Helper()
		d.app.Update(hangup{})
		d.work.Close()
		d.open(store.Options{By: "tester"})
	}
	d.press("e")
	d.typing("ticket")
	d.press("enter")
	d.typing("SUP-1")
	again()
	d.press("enter", "/")
	d.typing("ticket")
	d.press("enter")
	d.shows("SUP-1", "typed before")
	d.press("enter")
	if got := d.work.Register().Threat("T-001").Response.Ticket(); got != "SUP-1" {
		t.Fatalf("the ticket is %q", got)
	}
	d.press("R", "enter", "down", "enter")
	d.typing("Answers")
	again()
	d.press("R", "enter", "down", "enter")
	d.shows("Answers", "typed before")
	d.press("enter")
	if got := d.work.Register().Sheet(model.KindSystem, "system").Get("purpose"); got != "Answers" {
		t.Fatalf("the purpose is %q", got)
	}
}

// An opened threat is a form: tab saves and asks for the next field, several values
// are chosen out of a closed list, and what looks wrong is said and kept.
func TestAThreatIsAForm(t *testing.T) {
	d := openDesk(t, true)
	d.press("enter", "/")
	d.typing("architecture")
	d.press("enter")
	d.shows("T-001: Architecture", "[x] Storage", "[x] Data", "[ ] Network", "2 chosen of 6")
	d.typing("netw")
	d.press("space", "tab")
	d.shows("T-001: STRIDE", "[x] T", "set architecture of T-001 to Network; Storage; Data")
	d.press("shift+tab")
	d.shows("T-001: Architecture", "[x] Network")
	d.press("esc", "/")
	d.typing("identified")
	d.press("enter", "ctrl+u")
	d.typing("+30d")
	d.shows("+30d is 2026-12-16, a Wednesday")
	d.press("tab")
	d.shows("T-001: Due", "; but 2026-12-16 lies in the future,")
	d.press("esc", "k")
	d.shows("identified: 2026-12-16 lies in the future", ">! Identified on")
	d.press("/")
	d.typing("inherent_likelihood")
	d.press("enter")
	d.typing("VL")
	d.press("enter", "down", "down", "down", "down", "e")
	d.shows("it follows from likelihood and impact")
}

// The threat that another screen asks for is the one that opens, though a
// filter hides its row; and what is done to it is done to no other.
func TestTheThreatAskedForIsOpened(t *testing.T) {
	d := openDesk(t, true)
	d.press("/")
	d.typing("phase:delivery")
	d.press("enter", "4", "g", "left", "left", "enter")
	d.shows("T-001  Fake policy text", "field 1 of")
	d.press("e")
	d.typing(" indeed")
	d.press("enter")
	if got := d.work.Register().Threat("T-001").Title; !strings.HasSuffix(got, " indeed") {
		t.Fatalf("T-001 is called %q: another was edited", got)
	}
	d.press("t")
	d.shows("[2 Triage]", "T-001  Fake policy text")
}

// An opened threat stays the one that keys act on, though an edit takes its
// row out of the filter.
func TestAnOpenedThreatStays(t *testing.T) {
	d := openDesk(t, true)
	d.press("/")
	d.typing("status:in_treatment")
	d.press("enter", "down", "enter")
	d.shows("T-002  Personal data")
	d.work.Do(model.SetFields("T-002", model.Assignment{Field: "status", Value: "closed"}))
	d.press("t")
	d.shows("[2 Triage]", "T-002  Personal data")
}

// Every column sorts; findings from many to few, so that the worst come first.
func TestEveryColumnSorts(t *testing.T) {
	d := openDesk(t, true)
	d.size(240, 50)
	for column := range 12 {
		d.press(">", "s")
		d.shows("sorted by")
		if column == 2 {
			rows := strings.Split(d.screen(), "\n")
			if !strings.Contains(rows[3], "T-010") && !strings.Contains(rows[4], "T-010") {
				t.Errorf("T-010 with three findings is not first:\n%s", d.screen())
			}
		}
		d.press("S")
		d.shows("turned round")
	}
}

// What was typed is still there when it could not be saved.
func TestAFailedSaveKeepsWhatWasTyped(t *testing.T) {
	d := openDesk(t, true)
	d.press("e")
	d.typing("ticket")
	d.press("enter")
	d.typing("SUP-7")
	if err := d.work.Close(); err != nil {
		t.Fatal(err)
	}
	d.press("enter")
	d.shows("SUP-7", "open for reading only")
}

// After undo the cursor is on the threat that came back or changed.
func TestUndoLeadsToTheThreat(t *testing.T) {
	d := openDesk(t, true)
	d.work.Do(model.SetFields("T-002", model.Assignment{Field: "notes", Value: "x"}))
	d.press("G", "u", "2")
	d.shows("T-002  Personal data")
	d.press("esc")
	d.shows(">  T-002")
}

// Looking only: every key that edits says why it cannot, and nothing changes.
func TestReadOnlySaysWhy(t *testing.T) {
	d := openDesk(t, true)
	d.open(store.Options{ReadOnly: true})
	hash, err := d.work.Hash()
	if err != nil {
		t.Fatal(err)
	}
	d.shows("READ-ONLY")
	for _, key := range []string{"n", "e", "D", "u", "U"} {
		d.press(key)
		d.shows("open for reading only")
	}
	if again, _ := d.work.Hash(); again != hash {
		t.Fatal("the register changed")
	}
}

// A key that does nothing says so and names the help; the help runs keys.
func TestHelpIsThereAndRuns(t *testing.T) {
	d := openDesk(t, true)
	d.press("Z")
	d.shows("Z does nothing here; ? shows the keys")
	d.press("?")
	d.typing("go to heatmap")
	d.press("enter")
	d.shows("[3 Heat]")
}

// Places visited can be gone back and forward through.
func TestBackAndForward(t *testing.T) {
	d := openDesk(t, true)
	d.press("3", "4", "[")
	d.shows("[3 Heat]")
	d.press("[")
	d.shows("[1 Reg]")
	d.press("]")
	d.shows("[3 Heat]")
}

// A window too small for anything says what it needs.
func TestTooSmallSaysSo(t *testing.T) {
	d := openDesk(t, true)
	d.size(50, 10)
	d.shows("parry needs 60 x 16, has 50 x 10; q quits")
	hash, _ := d.work.Hash()
	d.press("2", "5", "D", "y", "esc") // nobody could see what these do
	d.app.Update(tea.PasteMsg{Content: "x"})
	if again, _ := d.work.Hash(); again != hash || d.app.quit {
		t.Fatal("a key acted where nothing is shown")
	}
	d.press("q")
	if !d.app.quit {
		t.Fatal("q does not quit")
	}
	d.size(0, 0)
	if d.app.View().Content != "" {
		t.Fatal("something is drawn before the size is known")
	}
}

// After a change a draw walks the register at most once, whatever screen is on
// show, and without a change not at all.
func TestADrawWalksAtMostOnce(t *testing.T) {
	d := openDesk(t, true)
	for _, screen := range []string{"1", "2", "3", "4", "7"} {
		d.press("esc", "esc", screen)
		d.work.Do(model.SetFields("T-001", model.Assignment{Field: "notes", Value: "changed on " + screen}))
		walks := d.work.Register().Walks()
		d.app.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
		d.app.View()
		if n := d.work.Register().Walks() - walks; n > 1 {
			t.Errorf("screen %s: a draw after a change walks the register %d times", screen, n)
		}
		walks = d.work.Register().Walks()
		d.app.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
		d.app.View()
		d.press("down", "up")
		if n := d.work.Register().Walks() - walks; n > 0 {
			t.Errorf("screen %s: drawing without a change walks the register %d times", screen, n)
		}
	}
}

// A frame of any screen, with its pane, costs at most a thousand allocations however
// large the register is, in colour and without; so does what opens over it.
func TestAFrameAllocatesLittle(t *testing.T) {
	if trial.Raced() {
		t.Skip("the race detector throws away what a pool keeps, so that what is allocated differs from run to run")
	}
	d := openLarge(t, 10_000)
	d.size(120, 40)
	for _, colour := range []string{"never", "always"} {
		look, err := theme.New(theme.Options{Color: colour, Env: func(string) string { return "" }})
		if err != nil {
			t.Fatal(err)
		}
		d.app.bench.Pen = widget.NewPen(look, false)
		for _, keys := range [][]string{{"1"}, {"1", "enter"}, {"1", "e"}, {"1", "c"}, {"1", "v"}, {"1", "/", "a"}, {"1", "n", "a", "b"},
			{"2"}, {"2", ">"}, {"2", ">", ">"}, {"2", "W"}, {"3"}, {"3", "m"}, {"4"}, {"4", "b"}, {"5"}, {"5", "B"}, {"5", "w"}, {"6"}, {"6", "down"}, {"6", "down", "down", "down"}, {"6", "G"}, {"6", "x"}, {"7"}, {"7", "f"}, {"7", "f", "enter"}, {"7", "/", "p", "r", "o", "m"}, {"7", "/", "l", "l", "m", "enter", "enter"}, {"8"}, {"9"}, {"?"}, {":"}, {"R"}, {"R", "enter"}} {
			d.press("esc", "esc", "esc", "esc", "alt+1")
			d.press(keys...)
			n := testing.AllocsPerRun(20, func() {
				d.app.fresh = false
				d.app.View()
			})
			if n > 1000 {
				t.Errorf("colour %s, after %v a frame costs %v allocations:\n%s", colour, keys, n, d.screen())
			}
		}
	}
}

// BenchmarkKeys is what a key costs inside the program, from the key to the
// drawn frame, at three sizes of the register: a cursor move, and an edit (with
// its synced commit) after which everything on show is worked out again.
func BenchmarkKeys(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		d := openLarge(b, n)
		d.size(120, 40)
		for i, screen := range []string{"register", "triage", "heatmap", "ownership", "response", "answer", "library"} {
			d.press("esc", "esc", fmt.Sprint(i+1))
			b.Run(fmt.Sprintf("%s/%d/move", screen, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					d.press("down")
				}
			})
			b.Run(fmt.Sprintf("%s/%d/edit", screen, n), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					d.app.bench.Do(model.SetFields("T-007", model.Assignment{Field: "notes", Value: fmt.Sprint(i)}))
					d.size(120, 40)
					d.app.View()
				}
			})
		}
		d.press("esc", "esc", "1", "/")
		b.Run(fmt.Sprintf("filter/%d/letter", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.press("r", "backspace")
			}
		})
	}
}

// gather is the library as the register has it.
func gather(r *model.Register) model.Library {
	return frameworks.WithEditions(frameworks.With(frameworks.Library(), r.Frameworks()), r.Editions())
}
