package ownership

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"parry/frameworks/methods/nist80030"
	"parry/model"
	"parry/store"
	"parry/store/example"
	"parry/store/formats/csvfile"
	"parry/ui/bench"
	"parry/ui/theme"
	"parry/ui/widget"
)

// A session is one screen on a real register, with somebody at the keys.
type session struct {
	testing.TB
	bench  *bench.Bench
	screen *Screen
	w, h   int
}

func settings() model.Settings {
	return model.Settings{Name: example.System, Matrix: nist80030.Matrix(), Appetite: model.M}
}

// open makes a register of the threats and opens the screen on it.
func open(tb testing.TB, s model.Settings, in []model.Incoming) *session {
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
	return sit(tb, work)
}

// sit opens the screen on a register.
func sit(tb testing.TB, work *store.Workspace) *session {
	tb.Helper()
	tb.Cleanup(func() { _ = work.Close() })
	plain := false
	look, err := theme.New(theme.Options{Name: "mono", ASCII: &plain})
	if err != nil {
		tb.Fatal(err)
	}
	b := &bench.Bench{Work: work, Pen: widget.NewPen(look, false), Today: example.AsOf}
	s := &session{TB: tb, bench: b, screen: New(b), w: 80, h: 20}
	s.text() // the frame has drawn before anybody can press a key
	return s
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

func incoming(tb testing.TB) []model.Incoming {
	tb.Helper()
	in, _, err := csvfile.Read(bytes.NewReader(example.CSV()))
	if err != nil {
		tb.Fatal(err)
	}
	return in
}

func openExample(tb testing.TB) *session { return open(tb, settings(), incoming(tb)) }

// openMany opens n threats: those of the example again and again.
func openMany(tb testing.TB, n int) *session {
	tb.Helper()
	from := incoming(tb)
	in := make([]model.Incoming, n)
	for i := range in {
		t := from[i%len(from)].Threat.Clone()
		t.ID = model.ThreatID(uint64(i + 1))
		in[i] = model.Incoming{Threat: t}
	}
	return open(tb, settings(), in)
}

// press gives keys to the screen as the frame would, and draws after each.
func (s *session) press(keys ...string) {
	s.Helper()
	for _, key := range keys {
		s.bench.Hush()
		if s.screen.Typing() {
			s.screen.Type(typed(key))
			s.screen.Draw(s.w, s.h)
			continue
		}
		act, ok := bench.Find(s.screen.Actions(), key)
		if !ok {
			s.Fatalf("%s does nothing", key)
		}
		act.Run(s.bench)
		s.screen.Draw(s.w, s.h)
	}
}

// typed is a key as the terminal sends it.
func typed(key string) tea.KeyPressMsg {
	switch key {
	case "enter":
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	case "esc":
		return tea.KeyPressMsg{Code: tea.KeyEscape}
	case "down":
		return tea.KeyPressMsg{Code: tea.KeyDown}
	case "up":
		return tea.KeyPressMsg{Code: tea.KeyUp}
	case "backspace":
		return tea.KeyPressMsg{Code: tea.KeyBackspace}
	case "space":
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	return tea.KeyPressMsg{Code: []rune(key)[0], Text: key}
}

// text is what stands on the screen: the status row, then the body.
func (s *session) text() string {
	p := s.bench.Pen
	lines := append([]string{p.Clip(s.screen.Status(s.w), s.w)}, s.screen.Draw(s.w, s.h)...)
	for i, line := range lines {
		lines[i] = ansi.Strip(line)
	}
	return strings.Join(lines, "\n") + "\n"
}

// sees fails unless every part stands on the screen, however it is wrapped.
func (s *session) sees(parts ...string) {
	s.Helper()
	text := s.text()
	plain := strings.Join(strings.Fields(text), " ")
	for _, part := range parts {
		if !strings.Contains(plain, part) {
			s.Fatalf("%q is not on the screen:\n%s", part, text)
		}
	}
}

// said is the message, with a "!" before a problem.
func (s *session) said() string {
	m := s.bench.Said()
	if m.Problem {
		return "! " + m.Text
	}
	return m.Text
}

func sized(w, h int) string { return fmt.Sprintf("%dx%d", w, h) }
