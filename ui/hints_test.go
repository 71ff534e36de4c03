package ui

import (
	"fmt"
	"strings"
	"testing"

	"parry/store"
	"parry/ui/bench"
)

// No hint is offered that cannot act where nothing can be changed: read-only, and in the
// past.
func TestHintsCanAct(t *testing.T) {
	for name, begin := range map[string]func(*desk){
		"read-only": func(d *desk) { d.work.Close(); d.open(store.Options{ReadOnly: true}) },
		"the past":  func(d *desk) { d.press("D", "y", "8", "down", "a") },
	} {
		d := openDesk(t, true)
		d.size(200, 60)
		begin(d)
		for _, screen := range bench.Screens {
			for n := 0; ; n++ {
				d.app.enter(bench.Place{Screen: screen})
				hints := bench.Hints(d.app.here())
				if n >= len(hints) {
					break
				}
				act := actionShown(d, hints[n].Key)
				if act.Do == nil {
					t.Fatalf("%s, %s: no action is shown as %s", name, screen, hints[n].Key)
				}
				d.app.bench.Hush()
				act.Run(d.app.bench)
				if p, ok := d.app.bench.Goal(); ok {
					d.app.enter(p)
				}
				if said := d.app.bench.Said(); said.Problem && strings.Contains(said.Text, d.app.bench.CannotEdit()) {
					t.Errorf("%s, %s: %s is offered and says %s", name, screen, hints[n].Key, said.Text)
				}
				for range 6 { // what it opened
					if !d.app.screen().Typing() && d.app.over() == nil {
						break
					}
					d.press("esc")
				}
				if d.app.screen().Typing() {
					t.Fatal(fmt.Sprint(screen, " ", hints[n].Key, " stays open"))
				}
			}
		}
	}
}

func actionShown(d *desk, key string) bench.Action {
	for _, act := range d.app.here() {
		if act.Key() == key && act.Label != "" {
			return act
		}
	}
	return bench.Action{}
}
