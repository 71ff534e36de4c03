package widget

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// A list is narrowed by typing and answered with enter; esc takes back the
// typing first, and only then leaves.
func TestPick(t *testing.T) {
	for _, c := range []struct {
		story, keys string
		want        string
		did         Picked
	}{
		{"the value in force", "enter", "OSP-AP", Chosen},
		{"two up", "up up enter", "OSP", Chosen},
		{"the ends hold", "up up up up enter", "OSP", Chosen},
		{"last", "end enter", "", Chosen},
		{"first", "end home enter", "OSP", Chosen},
		{"a letter narrows, k and q too", "n o t home enter", "NA", Chosen},
		{"by value", "N A enter", "NA", Chosen},
		{"by explanation", "g a p enter", "", Chosen},
		{"the cursor stays on its option", "o s p enter", "OSP-AP", Chosen},
		{"nothing matches: enter does nothing", "z z z enter", "", Picking},
		{"esc gives the list back", "z z z esc enter", "OSP", Chosen},
		{"esc leaves", "esc", "OSP-AP", PickLeft},
		{"esc twice leaves", "a esc esc", "AP", PickLeft},
	} {
		k, did := brightdeskPick(), Picking
		for _, key := range strings.Fields(c.keys) {
			did = k.Update(press(key))
		}
		if value, _ := k.Value(); value != c.want || did != c.did {
			t.Errorf("%s: %q and %d, want %q and %d", c.story, value, did, c.want, c.did)
		}
	}
}

// What begins with the typed comes before what holds it: "end" is no agenda.
func TestPickBeginsFirst(t *testing.T) {
	k := NewPick("Workshop", "", Option{Value: "agenda"}, Option{Value: "people", Explain: "who, and to the end"}, Option{Value: "minutes", Explain: "end of it"}, Option{Value: "end", Label: "end it"})
	var got []string
	k.Update(tea.PasteMsg{Content: "end"})
	for _, i := range k.shown {
		got = append(got, k.options[i].Value)
	}
	if value, _ := k.Value(); value != "end" || strings.Join(got, " ") != "end agenda minutes people" {
		t.Errorf("on %q of %v", value, got)
	}
}

// Two words must both be there, in any order; a paste narrows too.
func TestPickWords(t *testing.T) {
	k := brightdeskPick()
	k.Update(tea.PasteMsg{Content: "tool layer\n"})
	if value, ok := k.Value(); !ok || value != "OSP" || len(k.shown) != 1 {
		t.Errorf("%q of %d", value, len(k.shown))
	}
}

// A click finds the option on its line, also after scrolling.
func TestPickAt(t *testing.T) {
	k := brightdeskPick()
	p := plainPen(t)
	k.Go(4)
	lines := k.Draw(p, 40, 6)
	place, ok := k.At(2)
	if !ok || !strings.Contains(lines[2], k.options[k.shown[place]].Label) {
		t.Errorf("line %q is place %d", lines[2], place)
	}
	for _, y := range []int{-1, 0, 1, 5, 9} {
		if _, ok := k.At(y); ok {
			t.Errorf("line %d is an option", y)
		}
	}
	if place, ok := k.At(2 + k.page - 1); !ok || place != 4 {
		t.Errorf("the last line is place %d", place)
	}
}

// Height is just enough for every option.
func TestPickHeight(t *testing.T) {
	k := brightdeskPick()
	k.Go(0)
	p := plainPen(t)
	all := strings.Join(k.Draw(p, 60, k.Height(p, 60)), "\n")
	for _, o := range k.options {
		if !strings.Contains(all, o.Label) {
			t.Errorf("%s is not shown:\n%s", o.Label, all)
		}
	}
}

// Of some lists several can be chosen: space chooses what is under the cursor or
// takes it back, also while the list is narrowed, and enter is done.
func TestPickSome(t *testing.T) {
	for _, c := range []struct {
		story, keys, want string
		did               Picked
	}{
		{"as it was", "enter", "AP OSP-AP", Chosen},
		{"one more", "home space enter", "OSP AP OSP-AP", Chosen},
		{"one less, while narrowed", "o s p - a p space enter", "AP", Chosen},
		{"none is an answer", "a p space", "", Picking},
		{"nothing matches: space does nothing", "z z z space enter", "AP OSP-AP", Chosen},
		{"esc leaves", "space esc", "", PickLeft},
	} {
		k, did := NewPickSome("Who", []string{"OSP-AP", "AP"}, brightdeskPick().options...), Picking
		for _, key := range strings.Fields(c.keys) {
			msg := press(key)
			if key == "space" {
				msg = tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
			}
			did = k.Update(msg)
		}
		if did != c.did {
			t.Errorf("%s: did %d", c.story, did)
		}
		if got := strings.Join(k.Values(), " "); c.did == Chosen && got != c.want {
			t.Errorf("%s: %q, want %q", c.story, got, c.want)
		}
	}
	k := NewPickSome("Who", []string{"AP"}, brightdeskPick().options...)
	lines := strings.Join(k.Draw(plainPen(t), 60, 12), "\n")
	for _, want := range []string{"1 chosen of", "[x] ", "[ ] ", "space choose, or not"} {
		if !strings.Contains(lines, want) {
			t.Errorf("%q is missing in\n%s", want, lines)
		}
	}
}
