package heatmap

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"parry/frameworks/methods/nist80030"
	"parry/model"
	"parry/store/example"
	"parry/store/formats/csvfile"
	"parry/ui/bench"
	"parry/ui/rehearsal"
)

// A session is one screen on a real register, with somebody at the keys.
type session struct {
	*rehearsal.Stage
	screen *Screen
}

func settings() model.Settings {
	return model.Settings{Name: example.System, Matrix: nist80030.Matrix(), Appetite: model.M}
}

// open makes a register of the threats and opens the screen on it.
func open(tb testing.TB, s model.Settings, in []model.Incoming) *session {
	tb.Helper()
	return sit(tb, rehearsal.Open(tb, s, in))
}

// sit opens the screen on a bench.
func sit(tb testing.TB, b *bench.Bench) *session {
	tb.Helper()
	screen := New(b)
	return &session{rehearsal.New(tb, b, screen), screen}
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

// openMany opens n threats, their current ratings shuffled.
func openMany(tb testing.TB, n int) *session {
	tb.Helper()
	dice := rand.New(rand.NewPCG(1, 2))
	in := rehearsal.Many(incoming(tb), n)
	for i := range in {
		r := &in[i].Threat.Ratings[model.Current]
		r.Likelihood, r.Impact = model.Levels[dice.IntN(5)], model.Levels[dice.IntN(5)]
		r.Declared = model.Unrated
	}
	return open(tb, settings(), in)
}

// goal is the filter that the screen went to the register with; "" if it went
// nowhere.
func (s *session) goal() string {
	p, ok := s.Bench.Goal()
	if ok && p.Screen != bench.Register {
		s.Fatalf("went to %s", p.Screen)
	}
	return p.Filter
}

// passing counts the threats of the register that a filter lets through.
func (s *session) passing(expr string) int {
	s.Helper()
	f, err := model.Parse(expr)
	if err != nil {
		s.Fatalf("%s: %v", expr, err)
	}
	n := 0
	for _, t := range s.Bench.Register().Threats() {
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
	for line := range strings.Lines(s.Text()) {
		have = append(have, strings.Join(strings.Fields(line), " "))
	}
	text := "\n" + strings.Join(have, "\n") + "\n"
	for _, line := range want {
		if !strings.Contains(text, "\n"+line+"\n") {
			s.Errorf("%q is not on the screen:%s", line, text)
		}
	}
}
