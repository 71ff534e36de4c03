package ui

import (
	"strings"
	"testing"

	"parry/model"
)

// Whoever has nobody is found, three are given an owner with one key each, one is accepted
// for a time, and four undos bring all of it back.
func TestFindTheUnowned(t *testing.T) {
	d := openDesk(t, false)
	for _, title := range []string{"one", "two", "three", "four"} {
		d.work.Do(model.AddThreat(title, model.Assignment{Field: "owner_pi", Value: "CSP"}, model.Assignment{Field: "owner_model", Value: "MP"},
			model.Assignment{Field: "owner_application", Value: "AP"}, model.Assignment{Field: "owner_person", Value: "Ada"}, model.Assignment{Field: "evidence", Value: "EV-01"}))
	}
	d.press("4", "f")
	d.shows("only problems: on, 4 of 4", "4 findings in 4 threats")
	d.press("!")
	for i := range 3 {
		d.shows("Nobody owns Orchestrated")
		d.press(".") // the row leaves, and the next is under the cursor
		d.shows("mend S1/T-00" + string(rune('1'+i)) + "/Orchestrated: set owner_orchestrated")
	}
	d.shows("1 finding in 1 threat")
	d.press("a")
	d.shows("Why is S1/T-004/Orchestrated accepted?", "Nobody owns Orchestrated")
	d.typing("the platform is chosen in May")
	d.press("enter")
	d.typing("CISO")
	d.press("enter")
	d.shows("Until when?")
	d.press("enter")
	d.shows("accept the finding S1/T-004/Orchestrated until 2027-02-14", "0 findings")
	d.size(120, 40)
	d.press("s")
	d.shows("Accepted for a time", "S1/T-004/Orchestrated  until 2027-02-14, by CISO: the platform is", "By age of evidence")
	d.press("esc", "f", "u", "u", "u", "u")
	d.shows("4 findings in 4 threats")
	for _, one := range d.work.Register().Threats() {
		if one.Ownership.Layers[2].Value != model.Unset {
			t.Errorf("%s has %s", one.ID, one.Ownership.Layers[2].Value)
		}
	}
}

// What a party says goes into the matrix with its document, clashes where another says
// otherwise, and is mended in place; the rows are grouped, and what differs from TVM-13's
// own ownership is marked on request.
func TestClaimsOnTheScreen(t *testing.T) {
	d := openDesk(t, true)
	d.size(120, 40)
	d.press("4", "right", "right", "c")
	d.shows("Who says something about Orchestrated of T-001?")
	d.typing("OSP")
	d.press("enter")
	d.shows("According to OSP, Orchestrated is owned by")
	d.typing("AP-AIC")
	d.press("enter")
	d.typing("AI-CAIQ 3.1")
	d.press("enter")
	d.shows("record that OSP says Orchestrated of T-001 is AP-AIC", "OSP says AP-AIC in AI-CAIQ", "3.1 on "+today, "S3/T-001/Orchestrated")
	d.press(".")
	d.shows("mend S3/T-001/Orchestrated: set owner_orchestrated of T-001 to AP-AIC")
	d.press("u", "u")
	d.press("o")
	d.shows("set owner_orchestrated of T-001 to ")
	d.press("u", "b", "b", "b", "b")
	d.shows("by level")
	if line := d.line("T-010"); line == "" {
		t.Errorf("the only high threat is not at the top:\n%s", d.screen())
	}
	d.press("B")
	d.shows("differs from TVM-13's own ownership", "56 cells", "against TVM-13")
	if !strings.Contains(d.screen(), "~") {
		t.Error("nothing is marked")
	}
}

// Grouped, the line over the matrix says in which group the cursor stands and how many rows
// it has; the numbers are those on show.
func TestTheGroupUnderTheCursorIsSaid(t *testing.T) {
	d := openDesk(t, true)
	d.size(80, 24)
	d.press("4", "b")
	d.shows("by phase: Preparation 6")
	d.press("end")
	d.shows("by phase: Retirement 5")
	d.press("home", "b")
	d.shows("by category: Data poisoning 3")
	d.press("f")
	d.shows("only problems: on")
	d.press("b", "b", "b")
	d.shows("by threat")
}
