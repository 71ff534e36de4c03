// Package rehearsal puts one screen on a real register, with somebody at the
// keys, for the tests of screens; and it presses keys at random in all of them (player.go).
// Nothing but tests imports it.
//
//	b := rehearsal.Open(t, settings, threats)
//	s := rehearsal.New(t, b, heatmap.New(b))
//	s.Press("down", "enter")
//	s.Sees("Deployment")
package rehearsal

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"parry/model"
	"parry/store"
	"parry/ui/bench"
	"parry/ui/theme"
	"parry/ui/widget"
)

// Today is the day of every rehearsal.
const Today = "2026-11-16"

// A Screen is what a rehearsal needs of a screen.
type Screen interface {
	Typing() bool
	Type(tea.Msg)
	Actions() []bench.Action
	Status(w int) string
	Draw(w, h int) []string
}

// A Stage is a screen of W × H cells, the status row not counted.
type Stage struct {
	testing.TB
	Bench  *bench.Bench
	W, H   int
	screen Screen
}

// Open makes a register of the threats and a bench on it.
func Open(tb testing.TB, s model.Settings, in []model.Incoming) *bench.Bench {
	tb.Helper()
	path := filepath.Join(quickDir(tb), "register.db")
	who := store.Options{By: "ann"}
	if err := store.Create(path, model.ChangeSettings("make", func(have *model.Settings) { *have = s }), who); err != nil {
		tb.Fatal(err)
	}
	work, err := store.Open(path, who)
	if err != nil {
		tb.Fatal(err)
	}
	for part := range slices.Chunk(in, 10_000) { // the store takes no larger steps
		var merged model.Merged
		if _, err := work.Do(model.Merge("fill", part, &merged)); err != nil {
			tb.Fatal(err)
		}
	}
	return On(tb, work)
}

// On gives a bench on an open workspace, which is closed when the test ends.
func On(tb testing.TB, work *store.Workspace) *bench.Bench {
	tb.Helper()
	tb.Cleanup(func() { _ = work.Close() })
	plain := false
	look, err := theme.New(theme.Options{Name: "mono", ASCII: &plain})
	if err != nil {
		tb.Fatal(err)
	}
	return &bench.Bench{Work: work, Pen: widget.NewPen(look, false), Today: Today}
}

// quickDir is a folder in memory where there is one: nothing here is about the
// disk.
func quickDir(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "parry-screen-")
	if err != nil {
		return tb.TempDir()
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// Many gives n threats: those of from again and again, under other ids.
func Many(from []model.Incoming, n int) []model.Incoming {
	in := make([]model.Incoming, n)
	for i := range in {
		t := from[i%len(from)].Threat.Clone()
		t.ID = model.ThreatID(uint64(i + 1))
		in[i] = model.Incoming{Threat: t}
	}
	return in
}

// New puts the screen on the stage at 80 × 20 and draws it, as the frame has
// done before anybody can press a key.
func New(tb testing.TB, b *bench.Bench, screen Screen) *Stage {
	s := &Stage{TB: tb, Bench: b, W: 80, H: 20, screen: screen}
	s.Text()
	return s
}

// Press gives keys to the screen as the frame would, and draws after each.
func (s *Stage) Press(keys ...string) {
	s.Helper()
	for _, key := range keys {
		s.Bench.Hush()
		if s.screen.Typing() {
			s.screen.Type(Key(key))
		} else if act, ok := bench.Find(s.screen.Actions(), key); ok {
			act.Run(s.Bench)
		} else {
			s.Fatalf("%s does nothing", key)
		}
		s.screen.Draw(s.W, s.H)
	}
}

// named are the keys with a name, as Bubble Tea sends them.
var named = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
	"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"up":        {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"backspace": {Code: tea.KeyBackspace}, "space": {Code: tea.KeySpace, Text: " "},
}

// Key is a key as the terminal sends it: by its name, with ctrl+ or alt+
// before a letter, or a letter.
func Key(name string) tea.KeyPressMsg {
	if msg, ok := named[name]; ok {
		return msg
	}
	for prefix, mod := range map[string]tea.KeyMod{"ctrl+": tea.ModCtrl, "alt+": tea.ModAlt} {
		if letter, ok := strings.CutPrefix(name, prefix); ok {
			return tea.KeyPressMsg{Code: []rune(letter)[0], Mod: mod}
		}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// Text is what stands on the screen: the status row, then the body.
func (s *Stage) Text() string {
	lines := append([]string{s.Bench.Pen.Clip(s.screen.Status(s.W), s.W)}, s.screen.Draw(s.W, s.H)...)
	for i, line := range lines {
		lines[i] = ansi.Strip(line)
	}
	return strings.Join(lines, "\n") + "\n"
}

// Sees fails unless every part stands on the screen, however it is wrapped.
func (s *Stage) Sees(parts ...string) {
	s.Helper()
	text := s.Text()
	plain := strings.Join(strings.Fields(text), " ")
	for _, part := range parts {
		if !strings.Contains(text, part) && !strings.Contains(plain, part) {
			s.Fatalf("%q is not on the screen:\n%s", part, text)
		}
	}
}

// Said is the message, with a "!" before a problem.
func (s *Stage) Said() string {
	m := s.Bench.Said()
	if m.Problem {
		return "! " + m.Text
	}
	return m.Text
}
