package heatmap

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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
	tb.Cleanup(func() { _ = work.Close() })
	for part := range slices.Chunk(in, 10_000) { // the store takes no larger steps
		var merged model.Merged
		if _, err := work.Do(model.Merge("fill", part, &merged)); err != nil {
			tb.Fatal(err)
		}
	}
	plain := false
	look, err := theme.New(theme.Options{Name: "mono", ASCII: &plain})
	if err != nil {
		tb.Fatal(err)
	}
	b := &bench.Bench{Work: work, Pen: widget.NewPen(look, false), Today: example.AsOf}
	one := &session{TB: tb, bench: b, screen: New(b), w: 80, h: 20}
	one.text() // the frame has drawn before anybody can press a key
	return one
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

// openMany opens n threats: those of the example again and again, their
// current ratings shuffled.
func openMany(tb testing.TB, n int) *session {
	tb.Helper()
	dice := rand.New(rand.NewPCG(1, 2))
	from := incoming(tb)
	in := make([]model.Incoming, n)
	for i := range in {
		t := from[i%len(from)].Threat.Clone()
		t.ID = model.ThreatID(uint64(i + 1))
		r := &t.Ratings[model.Current]
		r.Likelihood, r.Impact = model.Levels[dice.IntN(5)], model.Levels[dice.IntN(5)]
		r.Declared = model.Unrated
		in[i] = model.Incoming{Threat: t}
	}
	return open(tb, settings(), in)
}

// press gives keys to the screen as the frame would, and draws after each.
func (s *session) press(keys ...string) {
	s.Helper()
	for _, key := range keys {
		s.bench.Hush()
		act, ok := bench.Find(s.screen.Actions(), key)
		if !ok {
			s.Fatalf("%s does nothing", key)
		}
		act.Run(s.bench)
		s.screen.Draw(s.w, s.h)
	}
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

// sees fails unless every part stands on the screen.
func (s *session) sees(parts ...string) {
	s.Helper()
	text := s.text()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			s.Fatalf("%q is not on the screen:\n%s", part, text)
		}
	}
}

// goal is the filter that the screen went to the register with; "" if it went
// nowhere.
func (s *session) goal() string {
	p, ok := s.bench.Goal()
	if ok && p.Screen != bench.Register {
		s.Fatalf("went to %s", p.Screen)
	}
	return p.Filter
}

// said is the message, with a "!" before a problem.
func (s *session) said() string {
	m := s.bench.Said()
	if m.Problem {
		return "! " + m.Text
	}
	return m.Text
}

// passing counts the threats of the register that a filter lets through.
func (s *session) passing(expr string) int {
	s.Helper()
	f, err := model.Parse(expr)
	if err != nil {
		s.Fatalf("%s: %v", expr, err)
	}
	n := 0
	for _, t := range s.bench.Register().Threats() {
		if f.Match(t) {
			n++
		}
	}
	return n
}

func sized(w, h int) string { return fmt.Sprintf("%dx%d", w, h) }

// rows fails unless the lines stand on the screen, blanks and looks apart.
func (s *session) rows(want []string) {
	s.Helper()
	var have []string
	for line := range strings.Lines(s.text()) {
		have = append(have, strings.Join(strings.Fields(line), " "))
	}
	text := "\n" + strings.Join(have, "\n") + "\n"
	for _, line := range want {
		if !strings.Contains(text, "\n"+line+"\n") {
			s.Errorf("%q is not on the screen:%s", line, text)
		}
	}
}
