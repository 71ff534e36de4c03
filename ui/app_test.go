package ui

import (
	"bytes"
	"fmt"
	"math/rand/v2"
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
	d := &desk{t: t, path: filepath.Join(t.TempDir(), "r.db")}
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

// atNoon is the clock of the desk.
func atNoon() time.Time { return time.Date(2026, 11, 16, 9, 30, 0, 0, time.UTC) }

func (d *desk) open(o store.Options) {
	d.t.Helper()
	o.Now = atNoon
	w, err := store.Open(d.path, o)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { w.Close() })
	no := false
	th, err := theme.New(theme.Options{Color: "never", ASCII: &no})
	if err != nil {
		d.t.Fatal(err)
	}
	d.work = w
	d.app = New(&bench.Bench{Work: w, Gather: gather, Pen: widget.NewPen(th, true), Today: today, Cards: cards.Deck()})
	d.size(80, 24)
}

func (d *desk) size(w, h int) { d.app.Update(tea.WindowSizeMsg{Width: w, Height: h}) }

func (d *desk) press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		d.app.Update(rehearsal.Key(k))
		d.app.View()
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
			"register": nil, "detail": {"down", "down", "enter"}, "triage": {"2"}, "heatmap": {"3"}, "ownership": {"4"},
			"filter": {"/", "r", "e", "f", "u", "n", "d"}, "capture": {"n"}, "help": {"?"}, "edit": {"e"},
			"history": {"space", "space", "D", "y", "u", "8"}, "card": {"d"}, "groups": {"b", "+"}, "views": {"v"}, "records": {"R"}, "columns": {"c"}, "workshop": {"W"},
			"marks": {"space", "space", "e"}, "past": {"D", "y", "8", "down", "a"},
		} {
			t.Run(fmt.Sprintf("%s-%dx%d", name, size.w, size.h), func(t *testing.T) {
				d := openDesk(t, true)
				d.size(size.w, size.h)
				d.press(keys...)
				golden.RequireEqual(t, []byte(d.screen()))
			})
		}
	}
}

// A facilitator captures while people talk: type, enter, next, and what the
// filter in force implies comes along.
func TestCaptureNeverStops(t *testing.T) {
	d := openDesk(t, true)
	d.press("/")
	d.typing("phase:deployment")
	d.press("enter", "n")
	d.typing("Prompt leaks through error pages")
	d.press("enter")
	d.shows("T-039", "Prompt leaks through")
	d.typing("q quits nothing here")
	d.press("enter", "esc")
	if got := d.work.Register().Threat("T-039"); got == nil || got.Class.Phase != "Deployment" || got.Status != "draft" {
		t.Fatalf("T-039 is %+v", got)
	}
	if got := d.work.Register().Threat("T-040"); got == nil || got.Title != "q quits nothing here" {
		t.Fatalf("T-040 is %+v", got)
	}
	d.press("u")
	d.shows("Undid: add q quits nothing here")
	d.press("U")
	d.shows("Did again: add q quits nothing here", "T-040")
}

// A captured threat that the filter hides is said to be there.
func TestCaptureBehindAFilterIsSaid(t *testing.T) {
	d := openDesk(t, true)
	d.press("/")
	d.typing("level>=H")
	d.press("enter", "n")
	d.typing("new")
	d.press("enter")
	d.shows("T-039 is captured; the filter in force does not show it")
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

// Any field can be edited from the table: choose it by name, set it, see it.
func TestEditAnyField(t *testing.T) {
	d := openDesk(t, true)
	d.press("e")
	d.typing("owner_person")
	d.press("enter")
	for range 40 {
		d.press("backspace")
	}
	d.typing("Ada")
	d.press("enter")
	d.shows("set owner_person of T-001 to Ada", "u undo")
	d.press("e")
	d.typing("next_review")
	d.press("enter")
	d.typing("x")
	d.press("enter")
	d.shows("is no date; write it as")
	d.press("esc")
	if got := d.work.Register().Threat("T-001"); got.Ownership.Person != "Ada" || got.Review.Next != "2027-02-01" {
		t.Fatalf("T-001 has %q and %q", got.Ownership.Person, got.Review.Next)
	}
	d.press("e")
	d.typing("status")
	d.press("enter")
	d.typing("closed")
	d.press("enter")
	d.shows("set status of T-001 to closed")
}

// Removing asks, and n or anything else keeps; undo brings the threat back
// with all it held.
func TestRemoveAsksAndComesBack(t *testing.T) {
	d := openDesk(t, true)
	before := *d.work.Register().Threat("T-002")
	d.press("down", "D")
	d.shows("remove T-002? y removes it")
	d.press("n")
	d.shows("T-002 stays")
	d.press("D", "y")
	d.hides("T-002  H")
	d.press("u")
	if got := d.work.Register().Threat("T-002"); got == nil || got.Title != before.Title {
		t.Fatal("undo did not bring T-002 back")
	}
}

// What is marked is edited as one step, after saying what will change, and comes
// back as one.
func TestMarkedThreatsAreEditedAsOneStep(t *testing.T) {
	d := openDesk(t, true)
	before := d.work.Register().Threat("T-001").Ownership.Person
	d.press("space", "space")
	d.shows("2 marked", "e edit 2")
	d.press("down", "V")
	d.shows("4 marked")
	d.press("e")
	d.shows("Edit a field of 4 threats")
	d.typing("owner_person")
	d.press("enter")
	d.shows("4 threats: ", "they say different things")
	d.press("enter") // nothing typed: nothing happens
	d.shows("stays as it was")
	if got := d.work.Register().Threat("T-001").Ownership.Person; got != before {
		t.Fatalf("an untouched line set the owner to %q", got)
	}
	d.press("e")
	d.typing("owner_person")
	d.press("enter")
	d.typing("Ada")
	d.shows("changes 4: T-001, T-002, T-00")
	d.press("enter")
	d.shows("set owner_person of 4 threats")
	d.press("u")
	if got := d.work.Register().Threat("T-001").Ownership.Person; got != before {
		t.Errorf("one undo left T-001 with %q", got)
	}
	d.press("esc")
	d.hides("e edit 4")
}

// While a line is typed it is said which parts of the grammar it has, what it is
// near to, and that a control is no threat; nothing asks for an answer. A line may
// name several threats.
func TestCaptureSaysWhatIsMissing(t *testing.T) {
	d := openDesk(t, true)
	d.press("n")
	d.typing("tenant filters are missing in a shared vector index")
	d.shows(". . . . . .", "nearly said already: T-003 Tenant filter missing")
	d.press("ctrl+u")
	d.typing("no MFA")
	d.shows("that is a missing control; what can happen because of it?")
	d.press("ctrl+u")
	d.typing("no MFA; a thief with a phone can approve refunds, leading to losses on the refund budget")
	d.shows("2 threats; the last: S P A I . A  not said: goal")
	d.hides("missing control")
	d.press("enter")
	d.shows("add 2 threats")
	if one := d.work.Register().Threat("T-040"); one == nil || one.Statement.Source != "thief" || one.Statement.Impact != "losses" {
		t.Fatalf("%+v", one)
	}
	d.press("esc", "u")
	if d.work.Register().Threat("T-039") != nil {
		t.Error("one undo leaves one of two")
	}
}

// Capturing costs the text and two keys: n and enter. Rating it by SP 800-30 costs
// six more at most: open, triage, and an answer to each question.
func TestKeysThatCaptureAndRatingCost(t *testing.T) {
	d := openDesk(t, false)
	keys := 0
	press := func(names ...string) {
		keys += len(names)
		d.press(names...)
	}
	press("n")
	d.typing("Prompt leaks through error pages")
	press("enter")
	if d.work.Register().Len() != 1 || keys != 2 {
		t.Fatalf("%d threats after %d keys", d.work.Register().Len(), keys)
	}
	keys = 0
	press("esc", "enter", "enter", "4", "3", "5")
	if r := d.work.Register().Threat("T-001").Ratings[model.Inherent]; r.Cell() != "M x VH = H" || r.Method != nist80030.ID || keys > 6 {
		t.Fatalf("%s by %s after %d keys", r.Cell(), r.Method, keys)
	}
}

// Of what the first column leaves equal, the next one decides; again it turns round.
func TestSortBySeveralColumns(t *testing.T) {
	d := openDesk(t, true)
	d.press("p", "s") // the pane would be taken for a row
	d.shows("sorted by Level")
	for range 4 {
		d.press(">")
	}
	d.shows("column Title")
	d.press("+")
	d.shows("sorted by Level, then Title")
	d.press("+")
	d.shows("sorted by Level, then Title turned round", "sort: Level, then Title turned round")
	level := func(id string) model.Level { return d.work.Register().Threat(id).Level() }
	rows := shownIDs(d)
	for i := 1; i < len(rows); i++ {
		a, b := d.work.Register().Threat(rows[i-1]), d.work.Register().Threat(rows[i])
		if level(a.ID) < level(b.ID) || level(a.ID) == level(b.ID) && strings.ToLower(a.Title) < strings.ToLower(b.Title) {
			t.Errorf("%s stands before %s", a.ID, b.ID)
		}
	}
}

// shownIDs are the threats in the rows of the screen, in order.
func shownIDs(d *desk) []string {
	var ids []string
	for line := range strings.Lines(d.screen()) {
		line = strings.TrimLeft(line, " >*")
		if strings.HasPrefix(line, "T-") && len(line) > 6 && line[5] == ' ' && line[6] == ' ' {
			ids = append(ids, line[:5])
		}
	}
	return ids
}

// Any field is a column; the usual ones come back with one answer.
func TestColumnsAreChosen(t *testing.T) {
	d := openDesk(t, true)
	d.press("c")
	d.shows("[x] Phase")
	d.typing("lifecycle_phase")
	d.press("enter")
	d.typing("current_likelihood")
	d.press("enter", "esc", "esc")
	d.hides("Phase ")
	d.shows("Current likelihood"[:6])
	d.press("c")
	d.typing("usual")
	d.press("enter")
	d.shows("the usual columns", "Phase")
}

// Rows are grouped under headings that count them; a heading is shut and opened,
// takes no mark, and is no threat.
func TestGroups(t *testing.T) {
	d := openDesk(t, true)
	d.press("b")
	d.shows("grouped by Phase", "v Preparation: 6", "by Phase")
	d.press("g", "e")
	d.shows("this is a heading; go to a threat")
	d.press("enter")
	d.shows("> Preparation: 6", "v Development: 5")
	d.hides("T-001  H")
	d.press("*")
	d.shows("32 marked")
	d.press("esc", "enter")
	d.shows("T-001  H")
	d.press("down", "enter")
	d.shows("field 1 of")
	d.press("q")
	for range 5 {
		d.press("b")
	}
	d.shows("not grouped")
	d.hides("v Preparation")
}

// What is on show is saved as a view, is a chip in the second row, says when it was
// changed, and comes back after a restart.
func TestSavedViews(t *testing.T) {
	d := openDesk(t, true)
	d.press("tab")
	d.shows("no view is saved yet")
	d.press("/")
	d.typing("phase:deployment")
	d.press("enter", "s", "b", "v")
	d.typing("save as")
	d.press("enter")
	d.typing("Mine")
	d.press("enter")
	d.shows("save the view Mine", "[Mine]   filter: phase:deployment   by Phase")
	d.press("S")
	d.shows("[Mine*]")
	d.press("tab")
	d.shows("all threats, as at the start", "no filter", "38 threats")
	if err := d.work.Close(); err != nil {
		t.Fatal(err)
	}
	d.open(store.Options{By: "tester"})
	d.press("tab")
	d.shows("view Mine: 9 of 38 threats", "[Mine]   filter: phase:deployment", "sort: Level", "v Deployment: 9")
	d.press("v")
	d.typing("remove")
	d.press("enter", "enter")
	d.shows("drop the view Mine")
	d.press("u")
	if d.work.Register().View("mine") == nil {
		t.Error("undo does not bring the view back")
	}
}

// A threat is copied under the cursor, marked ones are linked and unlinked, and ids
// go to the clipboard.
func TestCopyLinkAndClip(t *testing.T) {
	d := openDesk(t, true)
	d.press("C")
	d.shows("copy T-001, as T-039", "T-039")
	if d.app.bench.Threat() != "T-039" {
		t.Error("the cursor is not on the copy")
	}
	d.press("g", "space", "space", "L")
	d.shows("link T-001, T-002")
	d.press("L")
	d.shows("unlink T-001, T-002")
	d.press("y")
	d.shows("2 threats sent to the clipboard of the terminal")
	_, cmd := d.app.Update(rehearsal.Key("y"))
	if cmd == nil || !strings.Contains(fmt.Sprint(cmd()), "T-001 Fake policy text") {
		t.Error("nothing goes to the clipboard")
	}
}

// A filter is completed by tab, shows where it is wrong, recalls earlier ones after
// a restart, and marks what it found.
func TestFilterHelpsWhoTypes(t *testing.T) {
	d := openDesk(t, true)
	d.press("/")
	d.typing("pha")
	d.press("tab")
	d.shows("filter: phase:")
	d.press("tab")
	d.shows("filter: phase:Preparation", "tab: Preparation", "6 of 38 match")
	d.press("tab", "tab")
	d.shows("filter: phase:Evaluation")
	d.press("shift+tab")
	d.shows("filter: phase:Development", "5 of 38 match")
	d.typing(" level>=X")
	d.shows("                                 ^", `"X" is no level`)
	d.press("ctrl+u")
	d.typing("refund")
	d.press("enter")
	if view := d.app.View().Content; !strings.Contains(view, d.app.bench.Pen.Match.Paint("refund")) && !strings.Contains(view, d.app.bench.Pen.Match.Paint("Refund")) {
		t.Error("what was found is not marked")
	}
	d.shows("found in")
	if err := d.work.Close(); err != nil {
		t.Fatal(err)
	}
	d.open(store.Options{By: "tester"})
	d.press("/", "up")
	d.shows("filter: refund")
	d.press("down")
	d.shows("38 of 38 match")
}

// A card is dealt above the line, what it raises takes its place in the lifecycle,
// and the next one asks elsewhere; a line that begins with ? is parked and settled
// later; a workshop names what is captured while it runs.
func TestWorkshopOnTheScreen(t *testing.T) {
	d := openDesk(t, false)
	d.press("W", "enter")
	d.typing("First threats")
	d.press("enter")
	d.shows("begin the workshop First threats", "workshop W-01")
	d.press("d")
	d.shows("PI-PREP-1  PI, Preparation", "Who could change the image")
	d.typing("a builder can slip code into the image")
	d.shows("S . A . . .")
	d.press("enter")
	one := d.work.Register().Threat("T-001")
	if one.Class.Layer != "PI" || one.Class.Phase != "Preparation" || one.Origin != "prompt card" || one.Raised != "W-01" {
		t.Fatalf("%+v", one)
	}
	d.press("ctrl+n")
	d.hides("PI-PREP-1")
	d.hides("PI-PREP-2")
	d.shows("PI-DEVT-1")
	d.typing("? who pays for the test bed")
	d.shows("parked: kept apart")
	d.press("enter")
	d.shows("park: who pays for the test bed")
	d.press("esc")
	d.shows("workshop W-01, 1 parked")
	d.press("P", "enter", "enter")
	d.typing("operations, until May")
	d.press("enter")
	d.shows("settle K-01: operations, until May")
	if p := d.work.Register().Parkings()[0]; p.Open() || p.Raised != "W-01" || p.By != "tester" {
		t.Errorf("%+v", p)
	}
	d.press("W")
	d.shows("who is there", "nobody yet")
	d.typing("who")
	d.press("enter")
	d.typing("Ada, facilitator; Ben")
	d.press("enter", "W")
	d.shows("Ada, facilitator; Ben")
	d.typing("end it")
	d.press("enter")
	d.shows("end the workshop, W-01 First threats")
	d.hides("workshop W-01  ")
	if w := d.work.Register().Workshops()[0]; w.Runs() || len(w.People) != 2 {
		t.Errorf("%+v", w)
	}
}

// What is no threat is written down over any screen, field by field, and a closed
// list is picked from.
func TestRecordsOverAnyScreen(t *testing.T) {
	d := openDesk(t, true)
	d.press("3", "R")
	d.shows("Records", "System (0)", "Party (0)")
	d.press("enter")
	d.typing("deployment")
	d.press("enter")
	d.typing("hosted")
	d.press("enter")
	d.shows("hosted model")
	d.typing("back")
	d.press("enter")
	d.shows("System (1)")
	d.typing("evidence")
	d.press("enter")
	d.typing("new one")
	d.press("enter")
	d.typing("CAIQ answer")
	d.press("enter")
	d.shows("EV-01  CAIQ answer")
	d.typing("expires")
	d.press("enter")
	d.typing("+90d")
	d.press("enter")
	d.shows("2027-02-14")
	d.typing("expires")
	d.press("enter", "ctrl+u")
	d.typing("soon")
	d.press("enter")
	d.shows("is no date")
	d.press("esc", "u")
	d.shows("Undid: set expires of evidence EV-01")
	r := d.work.Register()
	if s := r.Sheet(model.KindSystem, "system"); s == nil || s.Get("deployment_model") != "hosted model" {
		t.Errorf("%+v", s)
	}
	if ev := r.Sheet(model.KindEvidence, "EV-01"); ev == nil || ev.Get("expires") != "" || ev.Get("title") != "CAIQ answer" {
		t.Errorf("%+v", ev)
	}
}

// The mouse goes to tabs and rows, opens what the cursor is on, sorts by a title and
// rolls; what is open over the screen is left to the keys.
func TestMouse(t *testing.T) {
	d := openDesk(t, true)
	click := func(x, y int) {
		d.app.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		d.app.View()
	}
	d.app.View()
	click(20, 5)
	if d.app.bench.Threat() != "T-003" {
		t.Errorf("the click stands on %s", d.app.bench.Threat())
	}
	click(20, 5)
	d.shows("field 1 of")
	d.press("q")
	click(12, 2)
	d.shows("sorted by Level")
	click(12, 2)
	d.shows("sorted by Level turned round")
	at := d.app.bench.Threat()
	d.app.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	if d.app.bench.Threat() == at {
		t.Error("the wheel does not roll")
	}
	row, x := strings.Split(d.screen(), "\n")[0], 0
	if x = strings.Index(row, "Own"); x < 0 {
		t.Fatal(row)
	}
	click(x, 0)
	d.shows("[4 Own]")
	click(30, 4)
	click(x+8, 0)
	d.shows("[8 Hist]")
	d.press("?")
	click(9, 0)
	d.shows("type to narrow")
	if d.app.View().MouseMode != tea.MouseModeCellMotion {
		t.Error("the mouse is not asked for")
	}
	d.app.bench.NoMouse = true
	if d.app.View().MouseMode != tea.MouseModeNone {
		t.Error("--no-mouse asks for the mouse")
	}
}

// While others look on no screen names a person; the names are there again after.
func TestPresenting(t *testing.T) {
	d := openDesk(t, true)
	d.shows("Head of Kno")
	d.press("f2")
	d.shows("PRESENTING", "(hidden)")
	for _, keys := range [][]string{{"1"}, {"1", "enter"}, {"esc", "esc", "3"}, {"esc", "4"}, {"8"}} {
		d.press(keys...)
		for _, size := range [][2]int{{80, 24}, {200, 60}} {
			d.size(size[0], size[1])
			for _, name := range []string{"Head of Kno", "Data Protec", "CISO", "tester"} {
				d.hides(name)
			}
		}
	}
	d.press("f2", "1")
	d.size(80, 24)
	d.shows("Head of Kno")
}

// Everything that can be done on any screen is in one list, is found by name, and is
// done there.
func TestPaletteOfAllScreens(t *testing.T) {
	d := openDesk(t, true)
	d.press(":")
	d.shows("type to narrow")
	d.typing("by lifecycle")
	d.shows("Heatmap: by lifecycle, or likelihood")
	d.press("enter")
	d.shows("[3 Heat]", "[5 x 5]")
	d.press(":")
	d.typing("clipboard")
	d.press("enter")
	d.shows("[1 Reg]", "sent to the clipboard")
}

// The register as it was is on show on every screen until @ comes back: no edit is
// taken, and the frame says which moment it is.
func TestEveryScreenLooksBack(t *testing.T) {
	d := openDesk(t, true)
	d.press("e")
	d.typing("owner_person")
	d.press("enter", "ctrl+u")
	d.typing("Somebody new")
	d.press("enter")
	d.shows("Somebody")
	d.press("8")
	d.shows("set owner_person of T-001", "make it", "2 of 2 entries")
	d.press("down", "a")
	d.shows("AS IT WAS 2026-", "as it was after entry 1", "@ back to today")
	d.hides("Somebody")
	for _, screen := range []string{"2", "3", "4", "8", "1"} {
		d.press("esc", "esc", screen)
		d.shows("AS IT WAS")
	}
	d.press("n")
	d.shows("this is the register as it was; @ comes back to today")
	d.press("@")
	d.shows("the register of today", "[8 Hist")
	d.press("1")
	d.shows("Somebody")
	d.hides("AS IT WAS")
	d.press("@")
	d.shows("[8 Hist")
}

// A mark that a filter hides is kept, and left out of what is done.
func TestHiddenMarksAreLeftOut(t *testing.T) {
	d := openDesk(t, true)
	count := len(d.work.Register().Threats())
	d.press("*")
	d.shows(fmt.Sprintf("%d marked", count))
	d.press("/")
	d.typing("phase:retirement")
	d.press("enter")
	shown := 0
	for _, x := range d.work.Register().Threats() {
		if x.Class.Phase == "Retirement" {
			shown++
		}
	}
	if shown < 2 || shown == count {
		t.Fatalf("the story needs some threats of one phase, not %d of %d", shown, count)
	}
	d.press("D")
	d.shows(fmt.Sprintf("remove %d threats? y removes them", shown))
	d.press("n")
	d.shows(fmt.Sprintf("all %d threats stay", shown))
	d.press("D", "y")
	if got := len(d.work.Register().Threats()); got != count-shown {
		t.Fatalf("%d threats are left, want %d", got, count-shown)
	}
	d.press("u")
	if got := len(d.work.Register().Threats()); got != count {
		t.Fatalf("one undo brought %d back, want %d", got, count)
	}
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
	if r.Cell() != "H x VH = VH" || r.Method != nist80030.ID || len(r.Path) == 0 {
		t.Fatalf("rated %s by %q, path %q", r.Cell(), r.Method, r.Path)
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
	d.app.Update(tea.PasteMsg{Content: "one\r\ntwo\n\n  three  \n"})
	d.shows("add 3 threats")
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

// Text with signs that cannot be seen is shown clean, and said to hold them.
func TestHiddenSignsAreSaid(t *testing.T) {
	d := openDesk(t, true)
	d.hides("cannot be seen")
	d.work.Do(model.SetFields("T-001", model.Assignment{Field: "notes", Value: "pay \u202etxt.exe"}))
	d.size(120, 40)
	d.shows("signs that cannot be seen", "stand in notes")
}

// Half-typed text of a field survives too; and a field that was opened and left
// alone keeps what a line cannot show.
func TestFieldsKeepWhatTheyHold(t *testing.T) {
	d := openDesk(t, true)
	d.work.Do(model.SetFields("T-001", model.Assignment{Field: "notes", Value: "one\ntwo"}))
	d.press("e")
	d.typing("notes")
	d.press("enter")
	d.shows("line breaks or hidden")
	d.press("enter")
	d.shows("notes of T-001 stays as it was")
	if got := d.work.Register().Threat("T-001").Review.Notes; got != "one\ntwo" {
		t.Fatalf("the notes are %q", got)
	}
	d.press("e")
	d.typing("ticket")
	d.press("enter")
	d.typing("SUP-1")
	d.app.Update(hangup{})
	d.work.Close()
	d.open(store.Options{By: "tester"})
	d.press("e")
	d.typing("ticket")
	d.press("enter")
	d.shows("SUP-1", "typed before")
	d.press("enter")
	if got := d.work.Register().Threat("T-001").Response.Ticket; got != "SUP-1" {
		t.Fatalf("the ticket is %q", got)
	}
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
	d.typing("heatmap")
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

// Whatever is pressed at whatever size, nothing panics, the frame fits the
// window to the cell, and the file stays sound.
func TestRandomKeysAndSizes(t *testing.T) {
	d := openDesk(t, true)
	rng := rand.New(rand.NewPCG(7, 16))
	keys := []string{"up", "down", "left", "right", "enter", "esc", "tab", "home", "end", "pgup", "pgdown", "backspace", "space",
		"1", "2", "3", "4", "5", ".", "n", "e", "t", "i", "m", "f", "s", "S", "<", ">", "p", "u", "U", "/", "?", "D", "y", "=", "!", "w", "[", "]", "a", "q", "x"}
	for range 3000 {
		if rng.IntN(20) == 0 {
			d.size(1+rng.IntN(160), 1+rng.IntN(50))
		}
		d.press(keys[rng.IntN(len(keys))])
		d.app.quit = false
		d.fits()
	}
	if proof, err := d.work.Verify(""); err != nil || len(proof.Problems) > 0 {
		t.Fatalf("after random keys the register has %v, %v", proof.Problems, err)
	}
}

// fits checks that the frame is exactly as large as the window.
func (d *desk) fits() {
	d.t.Helper()
	lines := strings.Split(d.app.View().Content, "\n")
	if len(lines) != d.app.height {
		d.t.Fatalf("%d lines in a window of %d", len(lines), d.app.height)
	}
	for _, line := range lines {
		if w := d.app.bench.Pen.Width(line); w != d.app.width {
			d.t.Fatalf("a line of %d cells in a window of %d:\n%q", w, d.app.width, line)
		}
	}
}

// After a change a draw walks the register at most once, whatever screen is on
// show, and without a change not at all.
func TestADrawWalksAtMostOnce(t *testing.T) {
	d := openDesk(t, true)
	for _, screen := range []string{"1", "2", "3", "4"} {
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

// BenchmarkKeys is what a key costs inside the program, from the key to the
// drawn frame, at three sizes of the register: a cursor move, and an edit (with
// its synced commit) after which everything on show is worked out again.
func BenchmarkKeys(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		d := openLarge(b, n)
		d.size(120, 40)
		for i, screen := range []string{"register", "triage", "heatmap", "ownership"} {
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
func gather(*model.Register) model.Library { return frameworks.Library() }
