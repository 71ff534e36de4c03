package ui

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"parry/frameworks/methods/nist80030"
	"parry/model"
	"parry/store"
	"parry/store/trial"
	"parry/store/tryout"
	"parry/ui/rehearsal"
	"parry/ui/widget"
)

// No text of a hostile register drives the terminal or breaks a frame, on whatever screen
// and in whatever box.
func TestHostileRegisterOnTheScreens(t *testing.T) {
	t.Chdir(t.TempDir())
	d := &desk{t: t, path: filepath.Join(t.TempDir(), "r.db")}
	edit := model.Edit{Label: "from \x1b[31mfar\u202e", Do: func(draft *model.Draft) error {
		draft.Put(&model.Settings{Name: "Shop \x1b]0;x\x07", Method: nist80030.ID, MethodVersion: "r1", Matrix: nist80030.Matrix(), Appetite: model.M, AsOf: today})
		for _, rec := range append(tryout.HostileRecords(), tryout.HostileNames()...) {
			draft.Put(rec)
		}
		return nil
	}}
	if err := store.Create(d.path, edit, store.Options{By: "eve \x1b[2J\u2066", Now: atNoon}); err != nil {
		t.Fatal(err)
	}
	d.open(store.Options{By: "tester"})
	evil := strings.ToValidUTF8(strings.Join(tryout.Hostile, " "), "")
	for _, draft := range []string{"capture", "filters", "field T-003 title", "field T-003 notes"} { // of somebody else, too
		if err := d.work.SaveDraft(draft, evil); err != nil {
			t.Fatal(err)
		}
	}
	p := d.player(rand.New(rand.NewPCG(4, 1)))
	for i, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		if i > 0 && trial.Raced() {
			break
		}
		p.Size(size[0], size[1])
		for _, screen := range d.app.screens {
			p.Press("esc", "esc", "esc", string(rune('0'+screen.digit)))
			p.Look()
			for range 30 {
				p.Press("down")
				p.Look()
			}
			p.Press("enter")
			p.Look()
		}
	}
	for _, keys := range []string{"1 v down down enter", "1 tab tab tab", "1 n", "1 / up up", "1 / up tab", "1 enter e", "2 m down enter", "8 d", "3 b down", "3 b down enter", "3 B", "@ down", "@ down enter", "6 d"} {
		p.Press("esc", "esc", "esc", "esc", "1")
		for _, key := range strings.Fields(keys) {
			p.Press(key)
			p.Look()
		}
	}
	for range trial.Of(4000) {
		p.Act()
	}
}

// player is somebody who presses keys at random in the program that the desk has open.
func (d *desk) player(dice *rand.Rand) *rehearsal.Player {
	p := &rehearsal.Player{TB: d.t, Dice: dice}
	p.Open = func(p *rehearsal.Player) (rehearsal.Program, widget.Pen) {
		if d.app.quit {
			if err := d.work.Close(); err != nil {
				p.Fatal(err)
			}
			d.open(store.Options{By: "tester"})
		}
		return d.app, d.app.bench.Pen
	}
	p.Begin()
	return p
}
