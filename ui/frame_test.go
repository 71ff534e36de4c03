package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"parry/model"
)

// What is no threat is written down over any screen, field by field: a closed list
// is picked from, tab goes on, esc goes back a level, and what looks wrong is said.
func TestRecordsOverAnyScreen(t *testing.T) {
	d := openDesk(t, true)
	d.press("3", "R")
	d.shows("Records", "System (0)", "Party (0)")
	d.press("enter", "/")
	d.typing("deployment")
	d.press("enter")
	d.typing("hosted")
	d.press("enter")
	d.shows("Deployment model", "hosted model", "deployment_model: one of")
	d.press("esc")
	d.shows("System (1)")
	d.typing("evidence")
	d.press("enter")
	d.typing("new one")
	d.press("enter")
	d.shows("a new evidence: Title")
	d.typing("CAIQ answer")
	d.press("tab")
	d.shows("EV-01: Kind")
	d.typing("questionn")
	d.press("tab")
	d.typing("Modelhouse")
	d.press("enter")
	d.shows("Evidence EV-01  CAIQ answer", "questionnaire", "Modelhouse")
	d.press("down", "down", "enter")
	d.shows("EV-01: Expires")
	d.typing("-1d")
	d.press("enter")
	d.shows("2026-11-15", "it has expired: ask for a newer one")
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
	if ev := r.Sheet(model.KindEvidence, "EV-01"); ev == nil || ev.Get("expires") != "" || ev.Get("title") != "CAIQ answer" || ev.Get("from") != "Modelhouse" {
		t.Errorf("%+v", ev)
	}
	d.press("D")
	d.shows("remove evidence EV-01", "a new one")
	d.press("esc", "esc")
	d.shows("[3 Heat]")
	d.hides("Records")
}

// A record whose making was undone is not on show any more; keys that do nothing
// say so; the only system cannot have a second.
func TestRecordsGo(t *testing.T) {
	d := openDesk(t, true)
	d.press("R")
	d.typing("party")
	d.press("enter")
	d.typing("new one")
	d.press("enter")
	d.typing("Brightdesk")
	d.press("enter")
	d.press("down")
	d.shows("Party P-01  Brightdesk", "it plays no role yet")
	d.press("Q")
	d.shows("Q does nothing here")
	d.press("u")
	d.shows("a new one", "Undid: set name of party")
	d.press("esc", "esc", "R", "enter", "n")
	d.shows("there is one system only")
	d.press("D")
	d.shows("it is not there yet")
}

// The mouse goes to tabs and rows, opens what the cursor is on, sorts by a title and
// rolls.
func TestMouse(t *testing.T) {
	d := openDesk(t, true)
	click := d.click
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
	click(strings.Index(row, "His"), 0)
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
	d.app.bench.Do(model.WriteSheet(model.KindAnswer, "", model.Assignment{Field: "plan_owner", Value: "CISO"}))
	d.press("6", "G", "up")
	d.shows("Owner: CISO")
	d.press("1", "f2")
	d.shows("PRESENTING", "(hidden)")
	for _, keys := range [][]string{{"1"}, {"1", "enter"}, {"esc", "esc", "3"}, {"esc", "4"}, {"8"}, {"6"}, {"6", "G", "up"}, {"a"}} {
		d.press(keys...)
		for _, size := range [][2]int{{80, 24}, {200, 60}} {
			d.size(size[0], size[1])
			for _, name := range []string{"Head of Kno", "Data Protec", "CISO", "tester"} {
				d.hides(name)
			}
		}
	}
	d.press("esc", "esc", "1", "b", "b", "b", "b", "e")
	d.hides("Head of Kno")
	d.press("esc", "b", "b", "f2", "1")
	d.size(80, 24)
	d.shows("Head of Kno")
}

// Everything that can be done on any screen is in one list, is found by name, and is
// done there.
func TestPaletteOfAllScreens(t *testing.T) {
	d := openDesk(t, true)
	d.press(":")
	d.shows("type to narrow")
	d.typing("next map")
	d.shows("Heatmap: the next map: lifecycle")
	d.press("enter")
	d.shows("[3 Heat]", "[5 x 5]")
	d.press(":")
	d.typing("ids and titles")
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
	d.shows("as it was after entry 1", "@ back to today")
	d.hides("Somebody")
	at, _ := d.app.bench.Work.Past()
	day := at.Format(time.DateOnly)
	for _, screen := range []string{"2", "3", "4", "8", "1"} {
		d.press("esc", "esc", screen)
		d.shows("PAST " + day)
	}
	d.press("n")
	d.shows("this is the register as it was; @ comes back to today")
	d.press("@")
	d.shows("the register of today", "[8 Hist")
	d.press("1")
	d.shows("Somebody")
	d.hides("PAST ")
	d.press("@")
	d.shows("[8 Hist")
}

// The list of everything takes the id of a threat too, and opens it from any screen.
func TestThePaletteJumps(t *testing.T) {
	d := openDesk(t, true)
	d.press("3", ":")
	d.typing("t-016")
	d.press("enter")
	d.shows("[1 Reg]", "T-016  Instructions hidden", "field 1 of")
	d.press(":")
	d.typing("T-999")
	d.press("enter")
	d.shows("nothing matches")
}
