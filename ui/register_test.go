package ui

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"parry/frameworks/methods/nist80030"
	"parry/model"
	"parry/store"
	"parry/ui/rehearsal"
)

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
	d.typing("rename")
	d.press("enter", "enter", "ctrl+u")
	d.typing("Ours")
	d.press("enter")
	d.shows("rename the view Mine to Ours", "[Ours]   filter: phase:deployment")
	d.press("u", "v")
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
	d.press("y")
	d.shows("Sent to the clipboard", "T-001 Fake policy text planted")
	d.press("y")
	_, cmd := d.app.Update(rehearsal.Key("Y"))
	if cmd == nil || !strings.Contains(fmt.Sprint(cmd()), "| T-001 | M | Fake policy text planted in the ticket archive | Head of Knowledge | 2027-01-15 |") {
		t.Errorf("to the clipboard goes %v", fmt.Sprint(cmd()))
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
	d.shows("begin the workshop First threats", "workshop W-01", "Who is at W-01?")
	d.press("enter")
	d.shows("Agenda of W-01")
	d.typing("context; capture; minutes")
	d.press("enter")
	if agenda := d.work.Register().Running().Agenda; len(agenda) != 3 || agenda[2] != "minutes" {
		t.Errorf("agenda %q", agenda)
	}
	d.press("d")
	d.shows("PI-PREP-1  PI, Preparation", "Who could change the image")
	d.typing("a builder can slip code into the image")
	d.shows("S . A . . .")
	d.press("enter")
	one := d.work.Register().Threat("T-001")
	if one.Class.Layer != "PI" || one.Class.Phase != "Preparation" || one.Origin() != "prompt card" || one.Raised() != "W-01" {
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

// A view that another parry saved, with columns, an order and a group that this one
// does not know, is shown as far as it is known.
func TestViewOfAnotherParry(t *testing.T) {
	d := openDesk(t, true)
	strange := model.View{Name: "newer", Sort: "mood,-level", Columns: []string{"id", "mood", "title"}, Group: "mood"}
	if _, err := d.work.Do(model.Edit{Label: "put", Do: func(draft *model.Draft) error { draft.Put(&strange); return nil }}); err != nil {
		t.Fatal(err)
	}
	d.press("tab")
	d.shows("view newer: 38 of 38 threats", "T-001")
	d.hides("Phase ")
	d.press("s", "+", "S", "b", "tab")
	d.shows("all threats, as at the start")
}

// ! goes from finding to finding, past rows without one and past headings.
func TestNextFinding(t *testing.T) {
	d := openDesk(t, true)
	for _, want := range []string{"T-003", "T-005", "T-008"} {
		d.press("!")
		d.shows(">  " + want)
	}
	d.press("b", "g", "!")
	d.shows(">  T-003")
	d.press("/")
	d.typing("id:T-001")
	d.press("enter", "!")
	d.shows("no threat on show has a finding")
}

// The notes of a workshop take several lines, or come from the user's own editor; so do
// those that are too long for a box.
func TestWorkshopNotesAreAText(t *testing.T) {
	d := openDesk(t, true)
	shown := ""
	d.app.bench.Editor = func(text string) (*exec.Cmd, func() (string, error), error) {
		shown = text
		return exec.Command("true"), func() (string, error) { return text + "\nfrom outside", nil }, nil
	}
	outside := func(key string) {
		d.app.screen().Type(rehearsal.Key(key))
		d.app.Update(returned{errand: d.app.bench.Errand()})
	}
	d.press("W", "enter")
	d.typing("Kick-off")
	d.press("enter", "esc", "W")
	d.typing("notes")
	d.press("enter")
	d.typing("first")
	d.press("ctrl+j")
	d.typing("second")
	d.press("enter")
	if got := d.work.Register().Running().Notes; got != "first\nsecond" {
		t.Fatalf("the notes are %q", got)
	}
	d.press("W")
	d.typing("notes")
	d.press("enter")
	d.shows("ctrl+e your editor")
	outside("ctrl+e")
	if got := d.work.Register().Running().Notes; shown != "first\nsecond" || got != shown+"\nfrom outside" {
		t.Fatalf("the editor shows %q and leaves %q", shown, got)
	}
	long := strings.Repeat("a line\n", 150)
	d.app.bench.Do(model.ChangeWorkshop("W-01", "notes", func(w *model.Workshop) { w.Notes = long }))
	d.press("W")
	d.typing("notes")
	outside("enter")
	if got := d.work.Register().Running().Notes; !strings.HasPrefix(shown, "a line") || !strings.HasSuffix(got, "from outside") {
		t.Fatalf("of a long text the editor shows %.20q and leaves %d bytes", shown, len(got))
	}
}
