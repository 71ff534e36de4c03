package ui

import (
	"runtime"
	"testing"
	"weak"

	"parry/model"
)

// What an edit of every threat replaced is let go once the screens were looked at again:
// none keeps the threats as they were in a list that it does not show.
func TestReplacedThreatsAreLetGo(t *testing.T) {
	d := openLarge(t, 300)
	d.size(120, 40)
	visit := func() {
		for _, screen := range d.app.screens {
			d.press("esc", "esc", string(rune('0'+screen.digit)))
			d.app.View()
			if screen.Name() == "Heat" {
				for range 12 { // every map, in each state
					d.press("m")
					d.app.View()
					d.press("i")
					d.app.View()
				}
			}
		}
		d.press("1")
		d.app.View()
	}
	var was []weak.Pointer[model.Threat]
	var ids []string
	remember := func() {
		was, ids = nil, nil
		for _, threat := range d.work.Register().Threats() {
			was, ids = append(was, weak.Make(threat)), append(ids, threat.ID)
		}
	}
	bulk := func() model.Edit {
		var edits []model.Edit
		for _, id := range ids {
			edits = append(edits, model.SetFields(id, model.Assignment{Field: "notes", Value: "seen"}))
		}
		all := model.Together(edits...)
		all.Label = "note all"
		return all
	}
	for what, change := range map[string]func() bool{
		"an edit of all": func() bool { return d.app.bench.Do(bulk()) },
		"their removal":  func() bool { return d.app.bench.Do(model.RemoveThreats(ids...)) },
	} {
		visit()
		remember()
		if !change() {
			t.Fatal(d.app.bench.Said())
		}
		visit()
		runtime.GC()
		runtime.GC()
		held := 0
		for _, threat := range was {
			if threat.Value() != nil {
				held++
			}
		}
		if held > 0 {
			t.Errorf("after %s %d of %d threats are held that are no more", what, held, len(was))
		}
		d.app.bench.Undo()
	}
}
