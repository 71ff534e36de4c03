package main

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parry/model"
	"parry/store"
	"parry/store/mapping"
	"parry/ui/rehearsal"
	"parry/ui/widget"
)

// A file that is not read in time is left, with a sentence that says so; so is one that
// somebody leaves. One that is read has its say.
func TestInTime(t *testing.T) {
	stop := make(chan struct{})
	defer close(stop)
	stuck := func(context.Context) (int, error) { <-stop; return 7, nil }
	waiting := func(ctx context.Context) (int, error) { <-ctx.Done(); return 7, ctx.Err() }
	broken := errors.New("broken")
	left, leave := context.WithCancel(t.Context())
	leave()
	for _, c := range []struct {
		name string
		ctx  context.Context
		most time.Duration
		read func(context.Context) (int, error)
		says string
	}{
		{"read", t.Context(), time.Minute, func(context.Context) (int, error) { return 7, nil }, ""},
		{"broken", t.Context(), time.Minute, func(context.Context) (int, error) { return 7, broken }, "broken"},
		{"stuck", t.Context(), time.Millisecond, stuck, "big.csv was not read within 0 seconds, nothing was changed; copy it to this machine, or split it"},
		{"waiting", t.Context(), time.Millisecond, waiting, "big.csv was not read within 0 seconds, nothing was changed; copy it to this machine, or split it"},
		{"left", left, time.Minute, stuck, errLeft.Error()},
		{"left and waiting", left, time.Minute, waiting, errLeft.Error()},
	} {
		got, err := inTime(c.ctx, c.most, "big.csv", c.read)
		if says := errors.Join(err); (c.says == "") != (says == nil) || says != nil && says.Error() != c.says {
			t.Errorf("%s: %v", c.name, err)
		}
		if (got == 7) != (c.name == "read" || c.name == "broken") {
			t.Errorf("%s: %d came back", c.name, got)
		}
	}
}

// A pipe that nobody writes into keeps no screen waiting.
func TestAPipeIsNoFileForTheScreens(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.csv")
	if err := exec.Command("mkfifo", pipe).Run(); err != nil {
		t.Skip("no pipes with names here: ", err)
	}
	b := new(app).benchOn(rehearsal.Open(t, model.Settings{Name: "x"}, nil).Work, widget.Pen{}, rehearsal.Today)
	for name, read := range map[string]func() error{
		"import":    func() error { _, _, _, err := b.Import(t.Context(), pipe, mapping.Mapping{}, nil); return err },
		"catalogue": func() error { _, err := b.Catalogue(pipe); return err },
		"framework": func() error { _, _, _, err := b.Framework(pipe); return err },
	} {
		said := make(chan error, 1)
		go func() { said <- read() }()
		select {
		case err := <-said:
			if err == nil || !strings.Contains(err.Error(), "is a pipe or a device and no file") {
				t.Errorf("%s: %v", name, err)
			}
		case <-time.After(10 * time.Second):
			t.Errorf("%s waits", name)
		}
	}
}

// Work that takes a while is told that it goes on, work that is quick is not, and
// either way its error comes back.
func TestPatiently(t *testing.T) {
	broken := errors.New("broken")
	var out bytes.Buffer
	err := patiently(&out, time.Millisecond, "reading big.csv", func(told store.Told) error {
		told("taking it apart", 0, 0)
		told("comparing", 7, 9)
		time.Sleep(50 * time.Millisecond)
		return broken
	})
	if err != broken || !strings.HasPrefix(out.String(), "reading big.csv: comparing: 7 of 9, 0 seconds so far; ctrl+c leaves it, and nothing is changed\n") {
		t.Errorf("%v %q", err, out.String())
	}
	out.Reset()
	if err := patiently(&out, time.Hour, "x", func(store.Told) error { return nil }); err != nil || out.Len() != 0 {
		t.Errorf("%v %q", err, out.String())
	}
	if err := patiently(nil, time.Nanosecond, "x", func(store.Told) error { return broken }); err != broken {
		t.Error(err)
	}
}
