package widget

import "testing"

// The most important keys come first, and help is always there.
func TestHints(t *testing.T) {
	p := plainPen(t)
	hints := []Hint{{"enter", "open"}, {"space", "mark and move down"}, {"e", "edit"}, {"?", "help"}}
	for w, want := range map[int]string{
		60: " enter open  space mark and move down  e edit  ? help       ",
		45: " enter open  space mark and move down  ? help",
		44: " enter open  e edit  ? help                 ",
		27: " enter open  e edit  ? help",
		26: " enter open  ? help       ",
		19: " enter open  ? help",
		18: " e edit  ? help   ",
		7:  " ? help",
		6:  "?     ",
		1:  "?",
		0:  "",
	} {
		var s Hints
		if got := s.Draw(p, hints, w); got != want {
			t.Errorf("%d cells: %q, want %q", w, got, want)
		}
	}
}

// A click on a hint gives its key, one between hints none.
func TestHintsAt(t *testing.T) {
	var s Hints
	s.Draw(plainPen(t), []Hint{{"enter", "open"}, {"e", "edit"}}, 40)
	for x, want := range map[int]string{0: "", 1: "enter", 10: "enter", 11: "", 13: "e", 18: "e", 21: "?", 26: "?", 27: ""} {
		if key, _ := s.At(x); key != want {
			t.Errorf("cell %d: %q, want %q", x, key, want)
		}
	}
}
