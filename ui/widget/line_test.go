package widget

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"parry/ui/theme"
)

// press spells a key as the terminal sends it.
func press(key string) tea.KeyPressMsg {
	named := map[string]rune{"left": tea.KeyLeft, "right": tea.KeyRight, "up": tea.KeyUp, "down": tea.KeyDown,
		"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "enter": tea.KeyEnter, "esc": tea.KeyEscape}
	var mod tea.KeyMod
	if rest, ok := strings.CutPrefix(key, "ctrl+"); ok {
		mod, key = tea.ModCtrl, rest
	} else if rest, ok := strings.CutPrefix(key, "alt+"); ok {
		mod, key = tea.ModAlt, rest
	}
	if code, ok := named[key]; ok {
		return tea.KeyPressMsg{Code: code, Mod: mod}
	}
	if mod != 0 {
		return tea.KeyPressMsg{Code: []rune(key)[0], Mod: mod}
	}
	return tea.KeyPressMsg{Code: []rune(key)[0], Text: key}
}

// A field is edited as everywhere; what is not text changes nothing.
func TestLineEditing(t *testing.T) {
	for _, c := range []struct{ story, start, keys, want string }{
		{"typing", "", "o w n e r", "owner"},
		{"q is a letter", "", "q ?", "q?"},
		{"in the middle", "onr", "left w e", "onwer"},
		{"backspace", "ownerr", "backspace", "owner"},
		{"delete", "oowner", "home delete", "owner"},
		{"a word back", "one two", "ctrl+w", "one "},
		{"all back", "one two", "ctrl+u", ""},
		{"all forward", "one two", "home ctrl+k", ""},
		{"a word forward", "one two three", "home alt+d", " two three"},
		{"a word forward, from a blank", "one two", "home right right right alt+d", "one"},
		{"a word forward at the last rune", "a", "home alt+d", ""},
		{"a word forward at the end", "a", "alt+d", "a"},
		{"ctrl+v runs no program", "a", "ctrl+v", "a"},
		{"alt+letter is no text", "a", "alt+x alt+1", "a"},
		{"keys for others", "a", "up down enter esc pgup pgdown", "a"},
		{"a zero-width sign", "a", "\u200B", "a"},
		{"a third mark", "a", "\u0301 \u0301 \u0301 b", "a\u0301\u0301b"},
	} {
		l := NewLine("")
		l.SetValue(c.start)
		changed := false
		for _, key := range strings.Fields(c.keys) {
			changed = l.Update(press(key)) || changed
		}
		if l.Value() != c.want {
			t.Errorf("%s: %q, want %q", c.story, l.Value(), c.want)
		}
		if !changed && c.start != c.want {
			t.Errorf("%s: the change was not told", c.story)
		}
	}
}

// Pasted text is cleaned as one line, and never presses a key.
func TestLinePaste(t *testing.T) {
	l := NewLine("")
	l.SetValue("[]")
	l.Update(press("left"))
	if !l.Update(tea.PasteMsg{Content: "two\r\nlines \x1b]52;c;x\x07q\u202E\n"}) || l.Value() != "[two lines q]" {
		t.Errorf("pasted %q", l.Value())
	}
	l.Update(press("x"))
	if l.Value() != "[two lines qx]" {
		t.Errorf("typed after the paste: %q", l.Value())
	}
}

// A field takes 64 KB and says what it left out, whole runes always.
func TestLineLimit(t *testing.T) {
	l := NewLine("")
	l.Update(tea.PasteMsg{Content: strings.Repeat("ü", 40_000)})
	if len(l.Value()) != MaxField || l.Lost() != 80_000-MaxField {
		t.Errorf("%d bytes kept, %d lost", len(l.Value()), l.Lost())
	}
	if l.Update(press("x")) || l.Lost() != 1 {
		t.Errorf("a full field took a letter, lost %d", l.Lost())
	}
	l.Update(press("backspace"))
	if !l.Update(press("x")) || l.Lost() != 0 {
		t.Error("no room after a backspace")
	}
	l.SetValue(strings.Repeat("日", 30_000))
	if len(l.Value()) != MaxField-1 || l.Lost() != 90_000-MaxField+1 {
		t.Errorf("%d bytes set, %d lost", len(l.Value()), l.Lost())
	}
}

// The window on a long text follows the cursor, and the terminal's cursor
// stands where the drawn one does.
func TestLineWindow(t *testing.T) {
	p := testPen(t, theme.Options{Name: "mono", Env: colourEnv})
	l := NewLine("> ")
	l.SetValue("abcdefghijklmnopqrstuvwxyz")
	for _, c := range []struct {
		key, want string
		x         int
	}{
		{"end", "> t" + "uvwxyz\x1b[7m \x1b[m ", 9},
		{"left", "> tuvwxy\x1b[7mz\x1b[m  ", 8},
		{"home", "> \x1b[7ma\x1b[mbcdefgh", 2},
		{"right", "> a\x1b[7mb\x1b[mcdefgh", 3},
	} {
		l.Update(press(c.key))
		got := l.Draw(p, 10)
		exactly(t, p.Ruler, got, 10)
		if plain := strings.ReplaceAll(got, "\x1b[1m> \x1b[m", "> "); plain != c.want && c.key != "end" && c.key != "left" {
			t.Errorf("%s: %q, want %q", c.key, plain, c.want)
		}
		before, _, _ := strings.Cut(strings.ReplaceAll(got, "\x1b[1m> \x1b[m", "> "), "\x1b[7m")
		if x := l.CursorX(p, 10); x != p.Width(before) {
			t.Errorf("%s: cursor at %d, drawn at %d", c.key, x, p.Width(before))
		}
	}
}

// The cursor covers a whole sign, not one of its runes.
func TestLineCursorOnCluster(t *testing.T) {
	p := testPen(t, theme.Options{Name: "mono", Env: colourEnv})
	l := NewLine("")
	l.SetValue("e\u0301日")
	l.Update(press("home"))
	if got := l.Draw(p, 6); got != "\x1b[7me\u0301\x1b[m日   " {
		t.Errorf("%q", got)
	}
	l.Update(press("right"))
	l.Update(press("right"))
	if got := l.Draw(p, 6); got != "e\u0301\x1b[7m日\x1b[m   " || l.CursorX(p, 6) != 1 {
		t.Errorf("%q, cursor at %d", got, l.CursorX(p, 6))
	}
}

func BenchmarkLine(b *testing.B) {
	p := testPen(b, theme.Options{Name: "dark", Env: colourEnv})
	for name, text := range map[string]string{
		"title": "Agent tool runs attacker text from a wiki page", "full": strings.Repeat("日本 ", MaxField/7),
	} {
		b.Run(name, func(b *testing.B) {
			l := NewLine("> ")
			l.SetValue(text)
			b.ReportAllocs()
			for b.Loop() {
				l.Update(press("backspace"))
				l.Update(press("x"))
				l.Draw(p, 80)
			}
		})
	}
}
