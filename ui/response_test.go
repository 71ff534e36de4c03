package ui

import (
	"strings"
	"testing"

	"parry/frameworks/suggestions"
	"parry/model"
)

// What presses stands first: an acceptance that ended, then what is overdue; f shows
// only that, and every row says what comes next.
func TestResponseShowsWhatPresses(t *testing.T) {
	d := openDesk(t, true)
	d.press("5")
	d.shows("[5 Resp]", "1 open again   5 overdue", "T-028  L→~", "open again", "-47d!", "fix CVE-EXAMPL")
	if screen := d.screen(); strings.Index(screen, "T-028") > strings.Index(screen, "T-005") || strings.Index(screen, "T-005") > strings.Index(screen, "T-010") {
		t.Error("what presses most is not first")
	}
	d.press("f")
	d.shows("only what presses", "4 threats")
	d.press("g", "!", "!")
	d.shows(">  T-023", "Q7 CVE-EXAMPLE-1 is due", "fix CVE-EXAMPLE-1 2026-11-05  overdue")
	d.press("esc")
	d.shows("38 threats")
	d.press("B")
	d.shows("Before you hand over", "open again", "T-028 Refund policy model")
	d.press("esc", "enter")
	d.shows("[1 Reg]", "T-023  Exploited flaw")
}

// Controls are made for the threat under the cursor, tried in a what-if that is thrown
// away, and committed as one step that undo takes back.
func TestResponseWhatIf(t *testing.T) {
	d := openDesk(t, true)
	d.press("5", "w")
	d.shows("no control is planned")
	d.press("g", "down", "down", "down")
	d.shows(">  T-010")
	d.press("c")
	d.shows("Control: what makes a threat less likely", "a new control: Name")
	d.typing("Pin the hash")
	d.press("enter", "/")
	d.typing("lowers likelihood")
	d.press("enter")
	d.typing("2")
	d.press("enter", "esc")
	d.shows("[prevents: C-01 planned]", "if planned", "VL x VH", "0/1")
	d.press("w")
	d.shows("What if", "[x] C-01 Pin the hash", "1 of 1 planned controls count; targets that change: 1", "Development         1    3    .    1    .     1    4    .    .    .")
	d.press("space")
	d.shows("0 of 1 planned controls count; targets that change: 0", "Development         1    3    .    1    .     1    3    .    1    .")
	d.press("esc")
	d.shows("thrown away: nothing was changed")
	if d.work.Register().Threat("T-010").Ratings[model.Target].Placed() {
		t.Fatal("a what-if was saved")
	}
	d.press("w", "enter")
	d.shows("compute targets from the planned controls, threats: 1", "T-010  H→L")
	d.press("u")
	d.shows("T-010  H→~")
}

// A decision begins with what the threat says, is taken, and is frozen then.
func TestResponseDecides(t *testing.T) {
	d := openDesk(t, true)
	d.press("5", "g", "d")
	d.shows("a new decision: Reason")
	d.typing("The policy is public")
	d.press("enter")
	d.shows("T-028", "The policy is public", "2027-11-16", "risk owner", "draft")
	d.press("/")
	d.typing("approved by")
	d.press("enter")
	d.typing("Board")
	d.press("enter", "/")
	d.typing("state")
	d.press("enter")
	d.typing("taken")
	d.press("enter")
	d.shows("accept T-028")
	d.press("G")
	d.shows("Recorded by", "tester", "imported, matrix only", "current L x L = L")
	d.press("g", "e")
	d.shows("is frozen; a change is a new decision")
	d.press("esc")
	d.hides("1 open again")
	d.shows("DE-01 accept by Board on 2026-11-16, not evidenced, until 2027-11-16")
	threat := d.work.Register().Threat("T-028")
	if threat.Status != "accepted" || threat.Decision.Expires() != "2027-11-16" || threat.Decision.By != "Board" {
		t.Errorf("%s, %+v", threat.Status, threat.Decision)
	}
}

// What is suggested, by ATLAS and behind it by us, is taken, or rejected with a reason, and told
// with its answer; each is one step.
func TestResponseSuggests(t *testing.T) {
	d := openDesk(t, true)
	d.press("5")
	d.press("s")
	d.shows("there are no suggestions here")
	d.app.bench.Controls = suggestions.For
	d.press("g", "down", "down", "down", "s")
	d.shows("Suggested for T-010", "AML.M0013 Code Signing", "ATLAS 5.6.0 has it against AML.T0010.003 Model") // before ours
	d.hides("ATLAS has none")
	d.typing("code signing")
	d.press("enter")
	d.shows("take it", "we have it", "not for us")
	d.press("enter")
	d.shows("C-01 planned")
	d.typing("second supplier")
	d.press("enter")
	d.typing("not for")
	d.press("enter")
	d.shows("Why not for T-010?")
	d.press("enter")
	d.shows("say why")
	d.press("s")
	d.typing("second supplier")
	d.press("enter")
	d.typing("not for")
	d.press("enter")
	d.typing("there is none")
	d.press("enter")
	d.shows("C-02 rejected")
	d.press("esc")
	d.shows("[prevents: C-01 planned]", "[mends: none]")
	if c := d.app.bench.Register().Sheet(model.KindControl, "C-01"); c.Get("references") != "ATLAS 5.6.0 AML.M0013" || c.Get("effect") != "ATLAS 5.6.0 has it against AML.T0010.003 Model" {
		t.Errorf("%+v", c)
	}
	d.press("u", "u")
	if n := len(d.app.bench.Register().Sheets(model.KindControl)); n != 0 {
		t.Errorf("%d controls are left", n)
	}
	d.press("g", "down", "down", "down", "down", "down", "s")
	d.shows("Suggested for T-001; ATLAS has none against AML.T0070, AML.T0066")
}
