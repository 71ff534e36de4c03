package ui

import (
	"os"
	"path/filepath"
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
