package ui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"parry/model"
)

func (d *desk) click(x, y int) {
	d.app.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	d.app.View()
}

// clickOn clicks the first place of the screen where a text stands, in its second cell.
func (d *desk) clickOn(text string) {
	d.t.Helper()
	for y, line := range strings.Split(d.screen(), "\n") {
		if at := strings.Index(line, text); at >= 0 {
			d.click(len([]rune(line[:at]))+1, y)
			return
		}
	}
	d.t.Fatalf("%q is not to be seen:\n%s", text, d.screen())
}

func (d *desk) roll(button tea.MouseButton) {
	d.app.Update(tea.MouseWheelMsg{Button: button})
	d.app.View()
}

// A click gives an answer in triage, at every size; another goes to a step. What is only
// to be looked at says so.
func TestTheMouseAnswers(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {80, 18}, {120, 40}, {200, 60}} {
		d := openDesk(t, true)
		d.size(size[0], size[1])
		d.press("2")
		d.shows("T-001")
		d.clickOn("1  VL")
		if got := d.work.Register().Threat("T-001").Ratings[model.Inherent].Answers()["initiation"]; got != "VL" {
			t.Errorf("%v: the click answers %q", size, got)
		}
		d.clickOn("own")
		d.shows("[own")
	}
	d := openDesk(t, true)
	d.press("2", "-")
	d.clickOn("2  L ")
	d.clickOn("4  H ")
	if r := d.work.Register().Threat("T-001").Ratings[model.Inherent]; !strings.Contains(r.Answers()["initiation"], "..") {
		t.Errorf("two clicks give no range: %v", r.Answers())
	}
}

// In help and in the list of everything a click runs what it lies on; the wheel goes
// through the list.
func TestTheMouseInTheLists(t *testing.T) {
	d := openDesk(t, true)
	d.press("?")
	d.clickOn("   filter: words")
	d.shows("filter: ", "enter keep the filter")
	d.press("esc", ":")
	before := d.app.help.pick.Line()
	d.roll(tea.MouseWheelDown)
	if d.app.help.pick.Line() == before {
		t.Error("the wheel does not roll in the list")
	}
	d.typing("go to history")
	d.clickOn("go to History")
	d.shows("[8 Hist]")

	d.press("1", "v")
	d.clickOn("save as")
	d.shows("Save this view as")
	d.click(0, 5) // beside the box
	d.typing("Mine")
	d.press("enter")
	if d.work.Register().View("Mine") == nil {
		t.Error("the view was not saved")
	}
}

// Saved views are tabs: a click shows one, another all threats again.
func TestTheMouseOnTheViews(t *testing.T) {
	d := openDesk(t, true)
	for _, one := range [][2]string{{"phase:delivery", "Run"}, {"level>=M", "Board"}} {
		d.press("/", "ctrl+u")
		d.typing(one[0])
		d.press("enter", "v")
		d.typing("save")
		d.press("enter")
		d.press("ctrl+u")
		d.typing(one[1])
		d.press("enter")
	}
	d.clickOn("Run")
	d.shows("[Run]", "filter: phase:delivery", "9 of 38")
	d.clickOn("Board")
	d.shows("[Board]", "filter: level>=M")
	d.clickOn("[Board]")
	d.shows("no filter")
}

// Fields are edited by the mouse alone: which one, its value, several of a list; in the
// form of a threat and of a record.
func TestTheMouseInFields(t *testing.T) {
	d := openDesk(t, true)
	d.press("e")
	d.typing("response")
	d.clickOn("Response   ")
	d.clickOn("avoid")
	if got := d.work.Register().Threat("T-001").Response.Kind; got != "avoid" {
		t.Errorf("the response is %q", got)
	}
	d.press("enter")
	d.clickOn("Phase")
	d.shows("field ")
	d.clickOn("Phase")
	d.clickOn("Evaluation")
	if got := d.work.Register().Threat("T-001").Class.Phase; got != "Evaluation" {
		t.Errorf("the phase is %q", got)
	}
	d.press("esc", "R")
	d.clickOn("Party")
	d.clickOn("a new one")
	d.typing("Acme")
	d.press("enter")
	d.clickOn("Roles")
	d.clickOn("Roles")
	d.shows("space choose")
	d.clickOn("] OSP")
	d.clickOn("] AP")
	d.clickOn("enter done")
	parties := d.work.Register().Sheets(model.KindParty)
	if got := strings.Split(parties[len(parties)-1].Get("roles"), "; "); !slices.Equal(got, []string{"OSP", "AP"}) {
		t.Errorf("it plays %q", got)
	}
}

// The hints of the last row are pressed by a click, on a screen and in what is open.
func TestTheMouseOnTheHints(t *testing.T) {
	d := openDesk(t, true)
	d.clickOn("n capture")
	d.shows("new threat:")
	d.clickOn("ctrl+n deal")
	d.shows("such as: ")
	d.press("esc")
	d.clickOn("? help")
	d.shows("Keys here: Register")
	d.press("esc")
	d.clickOn("t triage")
	d.shows("[2 Triage]")
}

// While a filter is typed the wheel goes through the rows; it brings no other filter.
func TestTheWheelLeavesTheFilter(t *testing.T) {
	d := openDesk(t, true)
	d.press("/")
	d.typing("phase:dev")
	d.press("enter", "/", "ctrl+u")
	at := d.app.bench.Threat()
	d.roll(tea.MouseWheelDown)
	d.shows("38 of 38 match")
	if d.app.bench.Threat() == at {
		t.Error("the wheel does not roll the rows")
	}
}
