package widget

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// A text of several lines is edited as everywhere; enter is for whoever has the
// field, and what is not text changes nothing.
func TestAreaEditing(t *testing.T) {
	for _, c := range []struct{ story, start, keys, want string }{
		{"typing", "", "w h y", "why"},
		{"q is a letter", "", "q ?", "q?"},
		{"a line break", "one", "ctrl+j t", "one\nt"},
		{"another", "one", "alt+enter t", "one\nt"},
		{"in the line above", "one\ntwo", "up x", "onex\ntwo"},
		{"lines joined", "one\ntwo", "home backspace", "onetwo"},
		{"a word forward at the last rune", "a", "home alt+d", ""},
		{"ctrl+v runs no program", "a", "ctrl+v", "a"},
		{"alt+letter is no text", "ab", "home alt+u alt+c alt+l ctrl+t", "ab"},
		{"keys for others", "a", "enter esc pgup pgdown", "a"},
		{"a zero-width sign", "a", "\u200B", "a"},
	} {
		a := NewArea()
		a.SetValue(c.start)
		changed := false
		for _, key := range strings.Fields(c.keys) {
			changed = a.Update(press(key)) || changed
		}
		if a.Value() != c.want {
			t.Errorf("%s: %q, want %q", c.story, a.Value(), c.want)
		}
		if changed != (c.start != c.want) {
			t.Errorf("%s: told as changed %v", c.story, changed)
		}
	}
}

// Pasted text keeps its lines and loses what a terminal would act on; what does
// not fit is counted.
func TestAreaPaste(t *testing.T) {
	a := NewArea()
	a.SetValue("[]")
	a.Update(press("left"))
	if !a.Update(tea.PasteMsg{Content: "two\r\nlines\t\x1b]52;c;x\x07q\u202E\n"}) || a.Value() != "[two\nlines q]" {
		t.Errorf("pasted %q", a.Value())
	}
	a.SetValue(strings.Repeat("x\n", MaxAreaLines+1))
	if got := strings.Count(a.Value(), "\n"); got != MaxAreaLines-1 || a.Lost() == 0 {
		t.Errorf("%d line breaks, %d bytes lost", got, a.Lost())
	}
	if a.Update(press("ctrl+j")) {
		t.Error("a full field took another line")
	}
	if FitsArea(strings.Repeat("\n", MaxAreaLines)) || !FitsArea(a.Value()) {
		t.Error("what fits is told wrong")
	}
	a.SetValue(strings.Repeat("x", MaxField+5))
	if len(a.Value()) != MaxField || a.Lost() != 5 {
		t.Errorf("%d bytes, %d lost", len(a.Value()), a.Lost())
	}
}

// The drawing is of the size that was asked for, whatever is in it, and the
// terminal's cursor stands where the next letter goes.
func TestAreaDraw(t *testing.T) {
	p := plainPen(t)
	for _, text := range []string{"", "one", "one\ntwo", strings.Repeat("word ", 100), "社内ウィキのページから攻撃者の文章を実行するエージェント", "👍🏽👍🏽 é", strings.Repeat("line\n", 40)} {
		for _, size := range [][2]int{{40, 5}, {7, 3}, {1, 1}, {40, 5}} {
			a := NewArea()
			a.SetValue(text)
			lines := a.Draw(p, size[0], size[1])
			if len(lines) != size[1] {
				t.Fatalf("%q at %v: %d lines", text, size, len(lines))
			}
			for _, line := range lines {
				if p.Width(line) != size[0] {
					t.Errorf("%q at %v: a line of %d cells: %q", text, size, p.Width(line), line)
				}
			}
			if x, y := a.Cursor(); x < 0 || y < 0 || x > size[0] || y >= size[1] {
				t.Errorf("%q at %v: the cursor is at %d, %d", text, size, x, y)
			}
		}
	}
	a := NewArea()
	a.SetValue("one\ntwo")
	if x, y := a.Cursor(); x != 3 || y != 1 {
		a.Draw(p, 10, 4)
		if x, y = a.Cursor(); x != 3 || y != 1 {
			t.Errorf("the cursor is at %d, %d", x, y)
		}
	}
	a.Update(press("up"))
	a.Draw(p, 10, 4)
	if x, y := a.Cursor(); x != 3 || y != 0 {
		t.Errorf("one up, the cursor is at %d, %d", x, y)
	}
}
