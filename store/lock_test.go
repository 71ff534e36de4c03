package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"parry/model"
)

// refusedAsHeld opens a register that somebody else must have, and gives what it was
// refused with.
func refusedAsHeld(t *testing.T, path string) *HeldError {
	t.Helper()
	start := time.Now()
	w, err := Open(path, Options{})
	took := time.Since(start)
	if err == nil {
		w.Close()
		t.Fatal("two have it open for writing")
	}
	var h *HeldError
	if !errors.As(err, &h) {
		t.Fatalf("refused with %v", err)
	}
	if took > time.Second {
		t.Errorf("the answer took %s", took)
	}
	return h
}

// A register that another process has open is refused within a second, with
// who has it; looking at it works meanwhile and shows every edit; and the
// moment the other is killed, it is free.
func TestOneWriter(t *testing.T) {
	path := newRegister(t)
	before := time.Now()
	c := inRole("hold", path)
	if _, err := c.StdinPipe(); err != nil { // it ends when this does
		t.Fatal(err)
	}
	other := listen(t, c)
	other.wait(t, "held")

	h := refusedAsHeld(t, path)
	host, _ := os.Hostname()
	if h.Owner == nil || h.Owner.PID != c.Process.Pid || h.Owner.Host != host || h.Path != path {
		t.Fatalf("held by %+v", h)
	}
	if s := h.Owner.Since; s.Before(before.Add(-time.Second)) || s.After(time.Now()) {
		t.Errorf("held since %s", s)
	}
	for _, want := range []string{path, fmt.Sprint(c.Process.Pid), host, "--read-only"} {
		if !strings.Contains(h.Error(), want) {
			t.Errorf("%q does not name %s", h, want)
		}
	}

	looking := open(t, path, Options{ReadOnly: true})
	if got := titles(looking); got != "held" {
		t.Errorf("who looks sees %q", got)
	}
	verifyClean(t, looking, "")

	other.kill()
	w := open(t, path, Options{})
	steps(t, w, "free")
	if titles(w) != "held free" {
		t.Errorf("after the kill: %q", titles(w))
	}
}

// The same process cannot open a register twice either.
func TestOneWriterInOneProcess(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	if h := refusedAsHeld(t, path); h.Owner == nil || h.Owner.PID != os.Getpid() {
		t.Errorf("held by %+v", h)
	}
	w.Close()
	open(t, path, Options{})
}

// Who has the register is found through a link to it too.
func TestTheOwnerIsFoundThroughALink(t *testing.T) {
	path := newRegister(t)
	link := filepath.Join(quickDir(t), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	for _, pair := range [][2]string{{link, path}, {path, link}} {
		w := open(t, pair[0], Options{})
		if h := refusedAsHeld(t, pair[1]); h.Owner == nil || h.Path != pair[1] {
			t.Errorf("%s held, and %s says %+v", pair[0], pair[1], h)
		}
		w.Close()
	}
}

// Whatever lies where the owner leaves word, opening neither hangs nor follows
// it nor shows its control characters.
func TestTheOwnersWordIsOnlyAHint(t *testing.T) {
	path := newRegister(t)
	diary := filepath.Join(quickDir(t), "diary")
	word := func(o Owner) []byte { text, _ := json.Marshal(o); return text }
	for name, lay := range map[string]func(at string) error{
		"nothing":            func(string) error { return nil },
		"no word at all":     func(at string) error { return os.WriteFile(at, []byte("me"), 0o600) },
		"an empty file":      func(at string) error { return os.WriteFile(at, nil, 0o600) },
		"a huge one":         func(at string) error { return os.WriteFile(at, bytes.Repeat([]byte("[1,"), 1<<20), 0o600) },
		"control characters": func(at string) error { return os.WriteFile(at, word(Owner{PID: 1, User: "\x1b]0;x\a"}), 0o600) },
		"a folder":           func(at string) error { return os.Mkdir(at, 0o700) },
		"a link":             func(at string) error { return os.Symlink(diary, at) },
		"a pipe":             func(at string) error { return exec.Command("mkfifo", at).Run() },
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(diary, []byte("dear diary"), 0o600); err != nil {
				t.Fatal(err)
			}
			w := open(t, path, Options{})
			os.Remove(ownerPath(path))
			if err := lay(ownerPath(path)); err != nil {
				t.Skip(err)
			}
			var h *HeldError
			if err := held(path); !errors.As(err, &h) || h.Owner != nil || !strings.Contains(err.Error(), "another program") {
				t.Errorf("it says %v", err)
			}
			w.Close()
			_ = lay(ownerPath(path))
			open(t, path, Options{}).Close()
			if got := readAll(t, diary); string(got) != "dear diary" {
				t.Errorf("the diary now says %q", got)
			}
			os.Remove(ownerPath(path))
		})
	}
}

// A word left by a process that was killed does not keep anybody out.
func TestAStaleWordKeepsNobodyOut(t *testing.T) {
	path := newRegister(t)
	writeOwner(path, time.Now())
	w := open(t, path, Options{})
	steps(t, w, "mine")
}

// Who waits a moment gets the register when it comes free, with all that was
// saved meanwhile.
func TestWhoWaitsSeesWhatWasSaved(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	got := make(chan string)
	go func() {
		next, err := Open(path, Options{})
		if err != nil {
			got <- err.Error()
			return
		}
		got <- titles(next)
		next.Close()
	}()
	time.Sleep(50 * time.Millisecond)
	steps(t, w, "a b c")
	w.Close()
	if s := <-got; s != "a b c" {
		t.Errorf("got %s", s)
	}
}

// If another file is put under the name while somebody waits, as a restore
// does, it is the new file that is opened: edits to the old one would be lost.
func TestAReplacedFileIsOpenedAnew(t *testing.T) {
	path, other := newRegister(t), newRegister(t)
	w := open(t, other, Options{})
	steps(t, w, "restored")
	w.Close()
	w = open(t, path, Options{})
	got := make(chan string)
	go func() {
		next, err := Open(path, Options{})
		if err != nil {
			got <- err.Error()
			return
		}
		_, err = next.Do(model.AddThreat("edited"))
		got <- fmt.Sprint(titles(next), err)
		next.Close()
	}()
	time.Sleep(50 * time.Millisecond)
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	w.Close()
	if s := <-got; s != "restored edited<nil>" {
		t.Errorf("got %s", s)
	}
	if s := titles(open(t, path, Options{ReadOnly: true})); s != "restored edited" {
		t.Errorf("the file says %s", s)
	}
}

// Opening, failing to open and closing leave no file open behind them.
func TestNoFileStaysOpen(t *testing.T) {
	const descriptors = "/proc/self/fd"
	if _, err := os.ReadDir(descriptors); err != nil {
		t.Skip(err)
	}
	count := func() int { names, _ := os.ReadDir(descriptors); return len(names) }
	path, damaged := newRegister(t), newRegister(t)
	if err := os.Truncate(damaged, 5000); err != nil {
		t.Fatal(err)
	}
	forged := forgedRegister(t)
	forge(t, forged, func(f forger) { f.delete(bucketMeta, []byte(keyHead)) })
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // it would close what was forgotten
	before := count()
	for range 2 {
		w := open(t, path, Options{})
		_ = refusedAsHeld(t, path)
		w.Close()
		for _, readOnly := range []bool{false, true} {
			open(t, path, Options{ReadOnly: readOnly}).Close()
			for _, bad := range []string{damaged, forged, filepath.Dir(path), "/dev/null", path + "x"} {
				if w, err := Open(bad, Options{ReadOnly: readOnly}); err == nil {
					w.Close()
					t.Fatalf("%s was opened", bad)
				}
			}
		}
		_ = Create(path, makeEdit(), Options{})
	}
	if after := count(); after > before {
		t.Errorf("%d files were open, now %d", before, after)
	}
}
