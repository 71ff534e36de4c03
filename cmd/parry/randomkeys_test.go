package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"parry/model"
	"parry/store"
	"parry/store/example"
	"parry/store/formats"
	"parry/store/formats/csvfile"
	"parry/store/trial"
	"parry/store/tryout"
	"parry/ui"
	"parry/ui/rehearsal"
	"parry/ui/theme"
	"parry/ui/widget"
)

// playedAlone is set in the process that presses the keys: files are written where it
// stands, and other tests run beside it.
const playedAlone = "PARRY_TEST_KEYS"

// Minutes of random keys, clicks, pastes and resizes on a large register, with all that the
// screens are given by the commands: nothing panics, every frame fits its window, nothing
// grows but the register, and it verifies at the end.
func TestRandomKeys(t *testing.T) {
	if os.Getenv(playedAlone) == "" {
		t.Parallel()
		play := exec.Command(os.Args[0], "-test.run=^TestRandomKeys$", "-test.v", "-test.timeout=0")
		play.Dir = t.TempDir()
		play.Env = append(os.Environ(), append(homeOf(play.Dir), playedAlone+"=1")...)
		var said bytes.Buffer
		play.Stdout = io.MultiWriter(&said, t.Output())
		play.Stderr = play.Stdout
		if err := play.Run(); err != nil || !strings.Contains(said.String(), "keys") {
			t.Fatal(err)
		}
		return
	}
	table := playground(t, "r.db", 10_000)
	var w *store.Workspace
	p := &rehearsal.Player{Pasted: []string{table, "table.json", filepath.Join("not", "there.csv")}}
	p.Open = func(p *rehearsal.Player) (rehearsal.Program, widget.Pen) {
		w = openToPlay(p, w)
		look, err := theme.New(theme.Options{Color: "never", Env: os.Getenv})
		if err != nil {
			p.Fatal(err)
		}
		b := new(app).benchOn(w, widget.NewPen(look, true), rehearsal.Today)
		return ui.New(b), b.Pen
	}
	p.TB = t
	p.Begin()
	p.Press("w", "enter", "enter")
	if clearedAway(t, ".") == 0 {
		t.Fatal("nothing is written: the screens are not furnished as the commands do it")
	}
	first, threads := stillHeld()
	threats := w.Register().Len()
	const mostAlone = 15 // minutes
	var lately []uint64  // of the last minutes
	trial.Each(t, "minutes of random keys", 1, 60, func(t *trial.T) {
		p.Dice, p.TB = t.Dice, t
		p.Minute()
		t.Count("keys", p.Keys)
		p.Keys = 0
		bytes, goroutines := stillHeld()
		files := clearedAway(t, ".")
		t.Count("files written", files)
		t.Logf("%d MB, %d goroutines, %d threats, %d edits, %d files", bytes>>20, goroutines, w.Register().Len(), w.Head().Seq, files)
		// After one edit of every threat, screens that were not on show since hold the threats
		// of before (18 MB are 35 then, however many such edits follow, and 22 once all were on
		// show), and so does a past that is looked at; what grows stays for longer.
		if lately = append(lately, bytes); len(lately) > mostAlone {
			lately = lately[1:]
		}
		grown := max(0, w.Register().Len()-threats) * 16 << 10
		if bytes > 8*first+uint64(grown) || len(lately) == mostAlone && slices.Min(lately) > first+first/2+uint64(grown) || goroutines > threads+5 {
			t.Errorf("%d MB, at least %d of late, and %d goroutines; at the beginning %d MB and %d", bytes>>20, slices.Min(lately)>>20, goroutines, first>>20, threads)
		}
	})
	p.TB = t
	w = openToPlay(p, w)
	defer w.Close()
	if proof, err := w.Verify(""); err != nil || len(proof.Problems) > 0 {
		t.Errorf("it verifies no more: %v %v", err, proof.Problems)
	}
}

// openToPlay opens the register, anew where it is open.
func openToPlay(p *rehearsal.Player, was *store.Workspace) *store.Workspace {
	p.Helper()
	if was != nil {
		if err := was.Close(); err != nil {
			p.Fatalf("closing: %v", err)
		}
	}
	w, err := store.Open("r.db", store.Options{By: "tester"})
	if err != nil {
		p.Fatal(err)
	}
	return w
}

// playground makes a register of n threats, which no undo takes back, and beside it two
// files that may be imported; it gives the name of the first.
func playground(t *testing.T, register string, n int) string {
	t.Helper()
	incoming, _, err := csvfile.Read(bytes.NewReader(example.CSV()))
	if err != nil {
		t.Fatal(err)
	}
	settings := newSettings("Brightdesk Assist")
	settings.AsOf = rehearsal.Today
	make := model.Edit{Label: "make it", Do: func(d *model.Draft) error {
		d.Put(&settings)
		return model.Merge("", rehearsal.Many(incoming, n), new(model.Merged)).Do(d)
	}}
	if err := store.Create(register, make, store.Options{By: "test"}); err != nil {
		t.Fatal(err)
	}
	r := model.NewRegister()
	for _, title := range []string{"a note in a ticket steers the assistant", "the adapter is not what was trained"} {
		tryout.Do(t, r, model.AddThreat(title))
	}
	for _, name := range []string{"csv", "json"} {
		f, err := formats.Named(name)
		if err == nil {
			err = store.WriteFile("table."+name, false, func(to io.Writer) error {
				return f.Write(to, formats.Export{Register: r, Threats: r.Threats(), AsOf: rehearsal.Today})
			})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return "table.csv"
}

// clearedAway removes what was written in a folder but the register and what may be
// imported, and counts it.
func clearedAway(t testing.TB, dir string) (files int) {
	t.Helper()
	keep := func(name string) bool {
		return strings.HasPrefix(name, "r.db") || strings.HasPrefix(name, "table.")
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && keep(path):
			return fs.SkipDir
		case d.IsDir() || keep(path):
			return nil
		}
		files++
		return os.Remove(path)
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// stillHeld is the memory in use and the goroutines that live, once everything is collected.
func stillHeld() (bytes uint64, goroutines int) {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, runtime.NumGoroutine()
}
