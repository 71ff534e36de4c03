package ui

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"parry/store"
	"parry/store/trial"
	"parry/store/tryout"
	"parry/ui/bench"
)

// A player presses keys at random, on one register that it opens again when a key has
// left the program.
type player struct {
	*desk
	fails testing.TB // the trial under way; the desk is the whole test's
	dice  *rand.Rand
	keys  int
	last  []string // the keys before, for the sentence about a failure
}

// everywhere are keys that any screen may take, beside those that it offers.
var everywhere = strings.Fields("enter enter enter esc esc tab shift+tab up down left right pgup pgdown home end backspace space " +
	"a b c d e f g h i j k l m n o p q r s t u v w x y z A C E G I M P R S T V 0 1 2 3 4 5 6 7 8 9 - + = ! @ # ; : , . ( ) ? " +
	"ctrl+a ctrl+e ctrl+k ctrl+o ctrl+p ctrl+r ctrl+s ctrl+u ctrl+w ctrl+z")

// pasted are texts that somebody may paste, beside the hostile ones.
var pasted = append([]string{
	"a customer with an account can read other chats, leading to a leak on the transcripts",
	"one\ntwo;three\r\nfour", strings.Repeat("long ", 3000), "👩‍👩‍👧‍👦 한국어 عربى",
}, tryout.Hostile...)

// act does one thing that a person can do.
func (p *player) act() {
	p.keys++
	switch n := p.dice.IntN(100); {
	case n < 2:
		w, h := 1+p.dice.IntN(220), 1+p.dice.IntN(70)
		p.note(fmt.Sprintf("size %dx%d", w, h))
		p.size(w, h)
	case n < 4:
		p.note("wide again")
		p.size(120, 40)
	case n < 6:
		text := pasted[p.dice.IntN(len(pasted))]
		p.note(fmt.Sprintf("paste %.20q", text))
		p.app.Update(tea.PasteMsg{Content: text})
	case n < 9:
		x, y := p.dice.IntN(max(p.app.width, 1)), p.dice.IntN(max(p.app.height, 1))
		p.note(fmt.Sprintf("click %d,%d", x, y))
		p.app.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	case n < 11:
		p.app.Update(tea.MouseWheelMsg{Button: []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}[p.dice.IntN(2)]})
	default:
		key := p.key(n)
		p.note(key)
		p.press(key)
	}
	if p.app.quit {
		p.note("opened again")
		if err := p.work.Close(); err != nil {
			p.fail("closing: %v", err)
		}
		p.open(store.Options{By: "tester"})
		p.size(120, 40)
	}
	p.look()
}

// key is one that the screen offers, or any.
func (p *player) key(n int) string {
	if n < 50 || p.app.screen().Typing() || p.app.over() != nil {
		return everywhere[p.dice.IntN(len(everywhere))]
	}
	var offered []bench.Action
	offered = append(append(offered, p.app.here()...), p.app.frames()...)
	if keys := offered[p.dice.IntN(len(offered))].Keys; len(keys) > 0 {
		if key := keys[p.dice.IntN(len(keys))]; p.app.over() == nil && key != "/" {
			return key
		}
	}
	return "down"
}

func (p *player) note(what string) {
	if p.last = append(p.last, what); len(p.last) > 40 {
		p.last = p.last[1:]
	}
}

// looks are the only escape sequences that a frame may hold: colours and their like.
var looks = regexp.MustCompile("\x1b\\[[0-9;:]*m")

// look holds the frame against its window: as many rows, all as long, nothing in them
// that drives a terminal but colours.
func (p *player) look() {
	if p.app.width == 0 || p.app.height == 0 {
		return
	}
	rows := strings.Split(p.app.View().Content, "\n")
	if len(rows) != p.app.height {
		p.fail("%d rows in a window of %d", len(rows), p.app.height)
	}
	for _, row := range rows {
		if w := p.app.bench.Pen.Width(row); w != p.app.width {
			p.fail("a row of %d cells in a window of %d: %q", w, p.app.width, row)
		}
		for _, r := range looks.ReplaceAllString(row, "") {
			if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
				p.fail("%U in a row: %q", r, row)
			}
		}
	}
}

func (p *player) fail(format string, args ...any) {
	p.fails.Helper()
	p.fails.Fatalf("%s\nafter %d keys, the last: %s", fmt.Sprintf(format, args...), p.keys, strings.Join(p.last, " · "))
}

// held is the memory in use and the goroutines that live, once everything is collected.
func held() (bytes uint64, goroutines int) {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, runtime.NumGoroutine()
}

// Minutes of random keys, clicks, pastes and resizes on a large register: nothing
// panics, every frame fits its window, nothing grows but the register, and it verifies
// at the end.
func TestRandomKeys(t *testing.T) {
	t.Chdir(t.TempDir()) // reports and exports are written where the program stands
	d := openLarge(t, 10_000)
	p := &player{desk: d}
	p.size(120, 40)
	first, threads := held()
	threats := p.work.Register().Len()
	var lately []uint64 // of the last minutes
	trial.Each(t, "minutes of random keys", 1, 60, func(t *trial.T) {
		p.dice, p.fails = t.Dice, t
		for end := time.Now().Add(time.Minute); time.Now().Before(end); {
			p.act()
		}
		bytes, goroutines := held()
		t.Count("keys", p.keys)
		p.keys = 0
		t.Logf("%d MB, %d goroutines, %d threats, %d edits", bytes>>20, goroutines, p.work.Register().Len(), p.work.Head().Seq)
		// After one edit of every threat, screens that were not on show since hold the threats
		// of before, and so does a past that is looked at; what grows stays.
		if lately = append(lately, bytes); len(lately) > 5 {
			lately = lately[1:]
		}
		grown := max(0, p.work.Register().Len()-threats) * 16 << 10
		if bytes > 8*first+uint64(grown) || len(lately) == 5 && slices.Min(lately) > first+first/2+uint64(grown) || goroutines > threads+5 {
			t.Errorf("%d MB, at least %d of late, and %d goroutines; at the beginning %d MB and %d", bytes>>20, slices.Min(lately)>>20, goroutines, first>>20, threads)
		}
	})
	if err := p.work.Close(); err != nil {
		t.Fatal(err)
	}
	w, err := store.Open(d.path, store.Options{Now: atNoon})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if proof, err := w.Verify(""); err != nil || len(proof.Problems) > 0 {
		t.Errorf("it verifies no more: %v %v", err, proof.Problems)
	}
	left, _ := os.ReadDir(".")
	t.Logf("%d files were written", len(left))
}
