package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parry/model"
)

// The answer jumps to the rows that fail, and back; a party, an attestation and the block
// are written where they are missed, each field one step that undo takes back.
func TestAnswerJumpsAndIsEdited(t *testing.T) {
	d := openDesk(t, true)
	d.press("6")
	d.shows("[6 Answer]", "Can we say yes? No", "no party is named as assessed", "E9", "29 of 37")
	d.press("down", "enter")
	d.shows("[1 Reg]", "id:T-011,T-021", "2 of 38")
	d.press("6", "g", "x")
	d.shows("E1 cannot be excepted")
	for range 12 { // to E13
		d.press("down")
	}
	d.shows("there is nothing to look at, and that does not pass")
	d.press("n")
	d.typing("none happened")
	d.press("enter")
	d.typing("Ada")
	d.press("enter")
	d.shows("1 of 1", "nothing to look at, says AT-01")
	d.press("u")
	d.shows("0 of 0")

	d.press("g", "down", "down", "down", "down", "down", "down", "down", "down", "down", "down", "x", "down", "enter")
	d.typing("being built")
	d.press("enter")
	d.typing("CISO")
	d.press("enter", "enter")
	d.shows("excepted: T-010")
	d.press("u")

	d.press("a", "/")
	d.typing("ssrm")
	d.press("enter")
	d.typing("AP-Owned")
	d.press("enter", "esc")
	if got := d.work.Register().Sheet(model.KindAnswer, "answer").Get("ownership"); got != "AP-Owned" {
		t.Errorf("ownership is %q", got)
	}
	d.press("u")
	if s := d.work.Register().Sheet(model.KindAnswer, "answer"); s != nil {
		t.Errorf("after undo there is %v", s.Values)
	}
}

// Evidence is begun on the standard that lacks it; the file that it names is hashed as it
// is, and one that is not there is refused.
func TestEvidenceOfAStandard(t *testing.T) {
	d := openDesk(t, true)
	path := filepath.Join(t.TempDir(), "log.txt")
	if err := os.WriteFile(path, []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.press("6")
	for range 23 { // 17 checks and 6 guidelines
		d.press("down")
	}
	d.shows("ISO 27001:2022 8.8: not evidenced")
	d.press("enter")
	d.typing("Patch log")
	d.press("enter", "/")
	d.typing("file on this")
	d.press("enter")
	d.typing(path + "x")
	d.press("enter")
	d.shows("name one that can be read")
	d.press("backspace", "enter", "esc")
	d.shows("ISO 27001:2022 8.8: evidenced")
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // as NIST publishes it
	if got := d.work.Register().Sheets(model.KindEvidence)[0].Get("sha256"); got != abc {
		t.Errorf("hash is %q", got)
	}
}

// The coverage of a catalogue leads to the threats of an entry and back to where it was; out
// of scope is said once with a reason and a name, and undo takes it back.
func TestCoverageLeadsToThreats(t *testing.T) {
	d := openDesk(t, true)
	d.press("6", "c")
	d.shows("Coverage of the catalogues", "MITRE ATLAS 5.6.0", "205", "named in each group")
	d.press("down", "enter")
	d.shows("MITRE ATLAS, 54 of 205 entries", "AML.T0010.001")
	d.press("down", "down")
	d.shows("considered: cited; 0 of 1 threat has a live control", "threats: T-010, the worst H")
	d.press("o")
	d.shows("AML.T0010.003 is named here: it is in scope")
	d.press("enter")
	d.shows("[1 Reg]", "id:T-010", "1 of 38")
	d.press("[")
	d.shows("MITRE ATLAS, 54 of 205 entries", ">  AML.T0010.003")
	d.press("f")
	d.shows("MITRE ATLAS 5.6.0: 39 treated")
	d.press("b")
	d.shows("[3 Heat]", "[Blind spots]")
	d.press("[", "esc")
	d.shows("Coverage of the catalogues")

	for range 4 {
		d.press("down")
	}
	d.shows("named in each group: asked for by TVM-13 0 of 46", "Partial Gap, to add: an order of threats")
	d.press("enter")
	d.shows("46 of 296 entries", "GV-1.1-001", "three of the end points do not")
	d.press("o")
	d.typing("no law sets it")
	d.press("enter", "enter")
	d.shows("it stays in scope")
	d.press("o")
	d.shows("is not in scope, because")
	d.press("ctrl+u")
	d.typing("no law sets it")
	d.press("enter")
	d.typing("Ada")
	d.press("enter")
	d.shows("not in scope, because no law sets it", "1 not in scope")
	d.press("u")
	if all := d.work.Register().Sheets(model.KindScope); len(all) > 0 {
		t.Error("undo left", all[0].Values)
	}
	d.press("down", "v")
	d.typing("Law list")
	d.press("enter", "esc")
	d.shows("evidenced: EV-01 (unproven)", "EV-01 unproven")
	d.press("esc", "esc")
	d.shows("Can we say yes?")
}

// Whether the Act applies is the assessor's word, with a reason; the page claims the part on
// security only. A standard leads to its own catalogue.
func TestThePageOfTheAct(t *testing.T) {
	d := openDesk(t, true)
	d.press("6", "G")
	for range 7 { // four rows of the block, three standards below it
		d.press("up")
	}
	d.shows("EU AI Act 9(2): unknown")
	d.press("c")
	d.shows("EU AI Act, Article 9", "Art. 9(2)(a)", "unknown; what is claimed here is the part on security only")
	d.press("a", "up", "enter")
	d.typing("it decides about nobody")
	d.press("enter")
	d.shows("6 not in scope", "does not apply, because it decides about nobody")
	d.press("u")
	d.shows("6 not named")
}

// From each check the key leads to what fails: threats, or the record that does, and where
// both do it asks which.
func TestEveryCheckLeadsToWhatFails(t *testing.T) {
	for id, shows := range map[string][]string{
		"E1": {"Method approval"}, "E2": {"[1 Reg]", "2 of 38"}, "E4": {"[1 Reg]", "11 of 38"}, "E9": {"[1 Reg]", "8 of 38"}, "E10": {"[1 Reg]", "id:T-010,T-023"},
		"E11": {"[1 Reg]", "2 of 38"}, "E12": {"What fails in E12", "10 threats", "policy"}, "E13": {"Why is there nothing in E13?"}, "E14": {"What fails in E14", "2 threats", "intelligence"},
		"E15": {"[1 Reg]", "2 of 38"}, "E17": {"a new party: Name"},
	} {
		t.Run(id, func(t *testing.T) {
			d := openDesk(t, true)
			d.press("6")
			for range 17 {
				if strings.Contains(d.screen(), ">  "+id+" ") {
					break
				}
				d.press("down")
			}
			d.shows(">  " + id + " ")
			d.press("enter")
			d.shows(shows...)
		})
	}
	d := openDesk(t, true)
	d.press("6")
	for range 11 {
		d.press("down")
	}
	d.press("enter", "down", "enter")
	d.shows("Policy", "Approved by")
	d.press("esc", "enter", "enter")
	d.shows("[1 Reg]", "10 of 38")
}
