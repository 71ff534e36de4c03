package ownership

import (
	"bytes"
	"fmt"
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

// openMany opens n threats.
func openMany(tb testing.TB, n int) *session {
	tb.Helper()
	return open(tb, settings(), rehearsal.Many(incoming(tb), n))
}

func sized(w, h int) string { return fmt.Sprintf("%dx%d", w, h) }
