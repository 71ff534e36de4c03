package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
)

// An answer in triage moves the threat on the map beside it in the same frame: the cell it
// left is marked, the cell it entered holds it, and the numbers that changed are told.
func TestAnAnswerMovesTheMapInTheSameFrame(t *testing.T) {
	d := openDesk(t, true)
	d.size(120, 40)
	d.goTo("T-016")
	d.shows("T-016", "inherent")
	d.press("1")
	d.press("5", "1")
	rating := d.work.Register().Threat("T-016").Ratings[model.Inherent]
	if rating.Level == model.VH || !rating.Placed() {
		t.Fatalf("answered to %s", rating.Cell())
	}
	d.shows("Deployment: 9 threats  ", "VL 0→1", "[X]", "(1)!VH")
	d.press("u")
	d.shows("VL 1→0")
}

// goTo stands on a threat in the register, and triages it.
func (d *desk) goTo(id string) {
	d.t.Helper()
	d.app.bench.SetThreat(id)
	d.app.enter(bench.Place{Screen: bench.Triage, Threat: id})
	d.app.View()
}

// The map below the table moves with every edit made in it.
func TestMapBelowTheTable(t *testing.T) {
	d := openDesk(t, true)
	d.size(80, 24)
	d.press("p")
	d.shows("Preparation, current: 6 of 6", "all 38:", "[X]", "the last edit moved", "nothing")
	d.press("e")
	d.typing("current_impact")
	d.press("enter")
	d.typing("VH")
	d.press("enter")
	d.shows("moved: H 1→2, M 6→5", "Preparation MxM 1→0", "MxVH 0→1")
	d.press("u")
	d.shows("moved: H 2→1, M 5→6")
	d.press("i")
	d.shows("Preparation, target: 0 of 6")
	d.press("p")
	d.hides("Preparation, target")
}

// From a cell to its list, to triage, and back to the same cell of the same map.
func TestFromACellToTriageAndBack(t *testing.T) {
	d := openDesk(t, true)
	d.size(100, 30)
	d.press("3", "i", "i", "m")
	d.shows("[5 x 5]", "inherent")
	cell := d.line("likelihood")
	if !strings.Contains(cell, "likelihood") {
		t.Fatal(d.screen())
	}
	name := d.lineWith(": ", "likelihood ")
	d.press("enter")
	d.shows("[1 Reg]", "filter: lifecycle_phase=")
	d.press("t")
	d.shows("[2 Triage]")
	d.press("[", "[")
	d.shows("[3 Heat]", "[5 x 5]", name)
	d.press("t")
	d.shows("[2 Triage]")
	d.press("[")
	d.shows("[3 Heat]", name)
	d.press("enter")
	d.shows("[1 Reg]")
	d.press("esc")
	d.shows("[3 Heat]", "[5 x 5]", name)
}

// line gives the first line of the screen with a text; lineWith that with all of them,
// trimmed.
func (d *desk) line(text string) string { return d.lineWith(text) }

func (d *desk) lineWith(texts ...string) string {
	for line := range strings.Lines(d.screen()) {
		all := true
		for _, text := range texts {
			all = all && strings.Contains(line, text)
		}
		if all {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// A map is compared with a snapshot: what differs is on it and in a list, and esc ends it.
func TestCompareWithASnapshot(t *testing.T) {
	d := openDesk(t, true)
	d.size(100, 30)
	if _, err := d.work.Do(model.TakeSnapshot(model.Snapshot{Name: "before", Day: today, Seq: d.work.Head().Seq})); err != nil {
		t.Fatal(err)
	}
	d.press("3")
	if _, err := d.work.Do(model.SetFields("T-010", model.Assignment{Field: "current_likelihood", Value: "VL"})); err != nil {
		t.Fatal(err)
	}
	d.press("b")
	d.shows("Compare with", "before", "snapshot of")
	d.typing("before")
	d.press("enter")
	d.shows("since before", "1 threat moved since before; B lists them")
	d.press("B")
	d.shows("What moved since before, current", "T-010  MxVH H → VLxVH L")
	d.press("esc", "esc")
	d.hides("since before")
}

// What is not assessed is closed by who looked, and an appetite line drawn on the map
// holds at once; both are one edit each.
func TestAttestAndDrawALine(t *testing.T) {
	d := openDesk(t, true)
	d.size(100, 30)
	d.press("3", "home", "up", "up", "up", "end")
	d.shows("Preparation, not assessed: 1 activity", "Data collection")
	d.press("a")
	d.shows("Why is there no threat in Data collection?")
	d.typing("the data is bought; contracts were read")
	d.press("enter")
	d.shows("= Data collection: tester looked on "+today, "contracts were read")
	d.press("A")
	d.shows("The highest level tolerated in Preparation")
	d.typing("VL")
	d.press("enter")
	d.shows("above M, Preparation VL is over appetite")
	if over := model.NewHeatmap(d.work.Register(), model.ByPhase, model.Current).Rows[0].Above; over != 5 {
		t.Errorf("%d above the line, want 5", over)
	}
	d.press("u", "u")
	d.shows("Preparation, not assessed: 1 activity")
}

// A click stands on the cell; another opens its list.
func TestClickOnACell(t *testing.T) {
	d := openDesk(t, true)
	d.size(80, 24)
	d.press("3")
	at := func(text, part string) (x, y int) {
		for i, line := range strings.Split(d.screen(), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), text) {
				return strings.Index(line, part), i
			}
		}
		t.Fatalf("no line %s:\n%s", text, d.screen())
		return 0, 0
	}
	x, y := at("Delivery", "6  L")
	click := func() {
		d.app.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		d.app.View()
	}
	click()
	d.shows("Delivery, L: 6 threats", "[6] L")
	click()
	d.shows("[1 Reg]", `lifecycle_phase="Delivery" current_risk=L`)
}

// A register of which only the inherent state is rated opens on that state: an empty map
// says less.
func TestTheMapOpensOnWhatIsRated(t *testing.T) {
	d := openDesk(t, false)
	d.work.Do(model.AddThreat("first", model.Assignment{Field: "lifecycle_phase", Value: "Delivery"},
		model.Assignment{Field: "inherent_likelihood", Value: "H"}, model.Assignment{Field: "inherent_impact", Value: "H"}))
	d.press("3")
	d.shows("state: inherent", "Delivery, H: 1 threat")
}

// One step that would alter a level, and what is to be known of the matrix, are one key
// away.
func TestWhatTheMapRestsOn(t *testing.T) {
	d := openDesk(t, true)
	d.size(100, 30)
	d.press("3", "f")
	d.shows("What would alter a level or the order", "T-010: likelihood H instead of M would make it VH, its place in the", "order stays")
	d.press("esc", "C")
	d.shows("The matrix", "M1", "M5")
	d.press("esc", "c")
	d.shows("best case: each range at its lowest end")
	d.press("c", "c")
	d.shows("only what is sure", "only threats whose whole range comes to one level")
}
