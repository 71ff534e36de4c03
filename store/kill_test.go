package store

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parry/model"
	"parry/store/trial"
)

// The tests that need another process run this binary again, which plays one of
// these roles instead of testing.
var roles = map[string]func(path string, say func(string, ...any)) error{
	"write":   playWriter(0),
	"brisk":   playWriter(time.Millisecond),
	"hold":    playHolder,
	"script":  playScript,
	"create":  playCreator,
	"compact": playCompactor,
	"import":  playImporter,
	"moment":  playSnapshotter,
	"export":  playExporter,
	"replace": playReplacer,
	"restore": playRestorer,
	"return":  playRestorer, // the same where no register is left
}

const roleVariable, pathVariable = "PARRY_STORE_ROLE", "PARRY_STORE_PATH"

func TestMain(m *testing.M) {
	play, ok := roles[os.Getenv(roleVariable)]
	if !ok {
		os.Exit(m.Run())
	}
	runtime.LockOSThread() // strace counts the calls of each thread on its own
	say := func(format string, args ...any) { fmt.Fprintf(os.Stdout, format+"\n", args...) }
	if err := play(os.Getenv(pathVariable), say); err != nil {
		say("failed %v", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// inRole is the command that runs this binary in a role, behind other words if
// some are given.
func inRole(role, path string, before ...string) *exec.Cmd {
	words := append(before, os.Args[0])
	c := exec.Command(words[0], words[1:]...)
	c.Env = append(os.Environ(), roleVariable+"="+role, pathVariable+"="+path,
		"GORACE=atexit_sleep_ms=0") // else every process built with -race ends a second late
	return c
}

// playWriter edits for ever, with a pause after each edit, and says each
// entry's number once it is saved.
func playWriter(pause time.Duration) func(path string, say func(string, ...any)) error {
	return func(path string, say func(string, ...any)) error {
		w, err := Open(path, Options{By: "writer"})
		if err != nil {
			return err
		}
		say("open")
		for n := 0; ; n++ {
			c, err := w.randomEdit(n)
			switch {
			case err == nil:
				say("%d", c.Seq)
			case w.ReadOnly():
				return err
			}
			time.Sleep(pause)
		}
	}
}

// randomEdit does something to the register; that it finds nothing to do is as
// good.
func (w *Workspace) randomEdit(n int) (model.Change, error) {
	id := model.ThreatID(1 + rand.Uint64N(w.Register().Next()))
	switch rand.IntN(8) {
	case 0:
		return w.Undo()
	case 1:
		return w.Redo()
	case 2:
		return w.Do(model.RemoveThreats(id))
	case 3:
		return w.Do(put(fullThreat(id)))
	case 4:
		return w.Do(model.Rate(id, model.Inherent, testMethod, model.Answers{"likelihood": "H", "impact": fmt.Sprint([]string{"L", "M"}[n%2])}))
	}
	return w.Do(model.AddThreat(fmt.Sprint("threat ", n)))
}

// A listener runs a command and takes down what it says.
type listener struct {
	*exec.Cmd
	done  chan struct{} // closed once everything was heard
	mu    sync.Mutex
	lines []string
}

func listen(t testing.TB, c *exec.Cmd) *listener {
	t.Helper()
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	l := &listener{Cmd: c, done: make(chan struct{})}
	go func() {
		defer close(l.done)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			l.mu.Lock()
			l.lines = append(l.lines, lines.Text())
			l.mu.Unlock()
		}
	}()
	t.Cleanup(l.kill)
	return l
}

// kill ends the command the hard way, unless it has ended, and waits until it
// is gone.
func (l *listener) kill() {
	_ = l.Process.Kill()
	<-l.done
	_ = l.Wait()
}

// last is the last number that was said, or 0.
func (l *listener) last() (n uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := len(l.lines) - 1; i >= 0 && n == 0; i-- {
		_, _ = fmt.Sscan(l.lines[i], &n)
	}
	return n
}

// wait waits until the process says a line that starts so.
func (l *listener) wait(t testing.TB, start string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if l.said(start) {
			return
		}
	}
	t.Fatalf("the other process never said %q", start)
}

func (l *listener) said(start string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(l.lines, func(line string) bool { return strings.HasPrefix(line, start) })
}

// What was acknowledged stays: however a writer is killed, everything that it
// said was saved is there, at most one edit more, and nothing half.
func TestKilledWritersLoseNothing(t *testing.T) {
	dir, path := t.TempDir(), ""
	trial.Each(t, "kills", 300, 10_000, func(t *trial.T) {
		if path == "" || t.N%200 == 0 { // or each would take longer than the last
			path = filepath.Join(dir, fmt.Sprintf("register-%d.db", t.N))
			if err := Create(path, makeEdit(), Options{}); err != nil {
				t.Fatal(err)
			}
		}
		before := headOf(t, path).Seq
		heard := listen(t, inRole("write", path))
		if t.N%2 == 0 { // so that a slow start does not spare the commits
			heard.wait(t, "open")
		}
		time.Sleep(time.Duration(t.Dice.IntN(60_000)) * time.Microsecond)
		heard.kill()
		said, got := max(before, heard.last()), headOf(t, path).Seq
		if got < said || got > said+1 {
			t.Fatalf("kill %d: %d was said, %d is there", t.N, said, got)
		}
		t.Count("between saving and saying so", int(got-said))
		t.Count("edits acknowledged", int(said-before))
		w := open(t, path, Options{})
		verifyClean(t, w, "")
		w.Close()
	})
}

func headOf(t testing.TB, path string) Head {
	t.Helper()
	return open(t, path, Options{ReadOnly: true}).Head()
}

// playScript does six edits, and says of each whether it was saved.
func playScript(path string, say func(string, ...any)) error {
	op := 0
	w, err := Open(path, Options{By: "script", NewOp: func() string { op++; return fmt.Sprintf("op-%d", op) }})
	if err != nil {
		return err
	}
	for n, edit := range []func() (model.Change, error){
		func() (model.Change, error) {
			return w.Do(model.AddThreat("one", set("notes", strings.Repeat("x", 9000))))
		},
		func() (model.Change, error) { return w.Do(model.SetFields("T-001", set("title", "changed"))) },
		w.Undo,
		func() (model.Change, error) { return w.Do(put(fullThreat("T-007"))) },
		func() (model.Change, error) { return w.Do(model.RemoveThreats("T-007")) },
		w.Undo,
	} {
		c, err := edit()
		if err == nil {
			say("saved %d %s", c.Seq, c.Op)
		} else {
			say("refused %d %v", n+1, err)
		}
	}
	return w.Close()
}

func playCreator(path string, say func(string, ...any)) error {
	if err := Create(path, makeEdit(), Options{}); err != nil {
		return err
	}
	say("made")
	return nil
}

// playImporter takes 200 threats in as one edit, after a copy of the register.
func playImporter(path string, say func(string, ...any)) error {
	return playEdits(path, say, model.Edit{Label: "from a file", Before: model.BeforeImport, Do: func(d *model.Draft) error {
		for n := range 200 {
			d.Put(fullThreat(model.ThreatID(uint64(100 + n))))
		}
		return nil
	}})
}

// playSnapshotter names a moment between two edits, and copies the register.
func playSnapshotter(path string, say func(string, ...any)) error {
	return playEdits(path, say, model.AddThreat("one"), model.TakeSnapshot(model.Snapshot{Name: "workshop", Seq: 2, Day: "2030-01-01"}), model.AddThreat("two"))
}

// playEdits carries edits out, and says of each whether it was saved, and of the
// register what it warns of.
func playEdits(path string, say func(string, ...any), edits ...model.Edit) error {
	op := 0
	w, err := Open(path, Options{By: "script", Backups: true, NewOp: func() string { op++; return fmt.Sprintf("op-%d", op) }})
	if err != nil {
		return err
	}
	for n, e := range edits {
		if c, err := w.Do(e); err == nil {
			say("saved %d %s", c.Seq, c.Op)
		} else {
			say("refused %d %v", n+1, err)
		}
	}
	if w.Warning() != "" {
		say("warned %s", w.Warning())
	}
	if err := w.Backup(path+".copy", true, nil); err != nil {
		say("warned %v", err)
	}
	return w.Close()
}

// straced gives the words that put strace before a command, or skips.
func straced(t *testing.T) func(log, inject string) []string {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed: the n-th system call is not tried")
	}
	words := func(log, inject string) []string {
		return []string{strace, "-f", "-qq", "-o", log, "-e", "trace=" + traced, "-e", "inject=" + inject}
	}
	log := filepath.Join(t.TempDir(), "probe")
	out, err := inRole("create", filepath.Join(t.TempDir(), "register.db"), words(log, "fsync:error=EIO:when=1000")...).CombinedOutput()
	if err != nil {
		t.Skipf("strace is not allowed to work here: %v: %s", err, out)
	}
	return words
}

// A fault is what happens to one kind of system call: once, or from then on.
type fault struct{ call, what, on string }

// Beside the calls that write and sync, those by which a file grows and gets its name.
var faults = []fault{
	{"pwrite64", "signal=KILL", ""}, {"pwrite64", "error=EIO", ""}, {"pwrite64", "error=ENOSPC", ""}, {"pwrite64", "error=ENOSPC", "+"},
	{"fdatasync", "signal=KILL", ""}, {"fdatasync", "error=EIO", ""}, {"fdatasync", "error=ENOSPC", ""},
	{"fsync", "signal=KILL", ""}, {"fsync", "error=EIO", ""},
	{"ftruncate", "signal=KILL", ""}, {"ftruncate", "error=EIO", ""}, {"ftruncate", "error=ENOSPC", ""}, {"ftruncate", "error=EFBIG", "+"},
	{"renameat", "signal=KILL", ""}, {"renameat", "error=EIO", ""}, {"renameat", "error=ENOSPC", ""},
	{"linkat", "signal=KILL", ""}, {"linkat", "error=EIO", ""}, {"linkat", "error=ENOSPC", ""},
	{"write", "signal=KILL", ""}, {"write", "error=ENOSPC", ""},
}

// traced must name every call that a fault is of: strace meets no other.
const traced = "pwrite64,fdatasync,fsync,ftruncate,renameat,linkat,write"

// A run is one process that met with a fault at its n-th call.
type run struct {
	fault
	n    int
	dir  string
	out  string
	met  bool // the process lived to make the n-th call
	path string
}

// eachFault plays a role again and again, with each fault at the first call,
// the second, and so on until a run ends without meeting it. The role must make
// at least so many of some calls: each transaction writes and syncs twice, what it
// holds and the header that says so, and each file that gets its name is synced, and
// its folder after it. (A strace that is told --seccomp-bpf injects no signals, and
// does not say so.)
func eachFault(t *testing.T, role string, least map[string]int, prepare func(path string), check func(t *testing.T, r run)) {
	if trial.Raced() {
		t.Skip("the same calls as without the race detector, each process four times as slow to start")
	}
	words := straced(t)
	trial.Each(t, "every call of "+role, 1, 1, func(t *trial.T) {
		var calls atomic.Int64
		t.Run("with", func(t *testing.T) { eachCall(t, words, &calls, role, least, prepare, check) })
		t.Count("calls", int(calls.Load()))
	})
}

func eachCall(t *testing.T, words func(log, inject string) []string, calls *atomic.Int64, role string, least map[string]int,
	prepare func(path string), check func(t *testing.T, r run)) {
	for _, f := range faults {
		if f.call == "write" && least["write"] == 0 {
			continue // copies are alike, and those of large registers are many writes
		}
		t.Run(f.call+" "+f.what+f.on, func(t *testing.T) {
			t.Parallel()
			n, met := 1, true
			for ; met && n < 200; n++ {
				r := run{fault: f, n: n, dir: quickDir(t)}
				r.path = filepath.Join(r.dir, "register.db")
				prepare(r.path)
				log := filepath.Join(t.TempDir(), "strace")
				out, err := inRole(role, r.path, words(log, fmt.Sprintf("%s:%s:when=%d%s", f.call, f.what, n, f.on))...).CombinedOutput()
				r.out = string(out)
				r.met = bytes.Contains(readAll(t, log), []byte("INJECTED")) || strings.HasPrefix(f.what, "signal") && err != nil
				check(t, r)
				met = r.met
			}
			calls.Add(int64(n - 2))
			if t.Logf("%d calls of %s", n-2, f.call); n-2 < least[f.call] || met {
				t.Errorf("%d calls met the fault, want %d and an end", n-2, least[f.call])
			}
		})
	}
}

// Whatever call fails or is the last of a process, every edit that was
// acknowledged is there, and no other but the one under way; after a failure
// of the disk nothing more is saved, and after a full disk everything goes on.
func TestEveryCallMayFail(t *testing.T) {
	eachFault(t, "script", map[string]int{"pwrite64": 6 * 2, "fdatasync": 6 * 2}, func(path string) {
		if err := Create(path, makeEdit(), Options{}); err != nil {
			t.Fatal(err)
		}
	}, checkScript(6))
}

// The same of an import with the copy before it, and of a snapshot with a backup after
// it; the copies are whole registers or not there.
func TestEveryCallOfOtherScriptsMayFail(t *testing.T) {
	for role, script := range map[string]struct{ edits, copies, writes int }{"import": {1, 2, 0}, "moment": {3, 1, 4}} {
		t.Run(role, func(t *testing.T) {
			syncs := 2 * script.edits
			eachFault(t, role, map[string]int{"pwrite64": syncs, "fdatasync": syncs, "fsync": 2 * script.copies, "write": script.writes}, func(path string) {
				if err := Create(path, makeEdit(), Options{}); err != nil {
					t.Fatal(err)
				}
			}, func(t *testing.T, r run) {
				checkScript(script.edits)(t, r)
				copies, _ := filepath.Glob(filepath.Join(BackupFolder(r.path), "*.db"))
				for _, path := range append(copies, r.path+".copy") {
					if w, err := Open(path, Options{ReadOnly: true}); err == nil {
						verifyClean(t, w, "")
					} else if !errors.Is(err, os.ErrNotExist) {
						t.Errorf("call %d left a copy that is no register: %v", r.n, err)
					}
				}
			})
		})
	}
}

// checkScript checks what a script of so many edits left.
func checkScript(edits int) func(t *testing.T, r run) {
	return func(t *testing.T, r run) { checkEdits(t, r, edits) }
}

func checkEdits(t *testing.T, r run, edits int) {
	w, err := Open(r.path, Options{})
	if err != nil {
		t.Fatalf("call %d: %v\n%s", r.n, err, r.out)
	}
	defer w.Close()
	verifyClean(t, w, "")
	there := map[string]bool{}
	for _, e := range history(t, w)[1:] {
		there[e.Op] = true
	}
	checkSettled(t, r, w, there)
	saved, refused := 0, 0
	for line := range strings.Lines(r.out) {
		var seq uint64
		var op string
		if n, _ := fmt.Sscanf(line, "saved %d %s", &seq, &op); n == 2 {
			saved++
			if !there[op] {
				t.Errorf("call %d: %s was acknowledged and is gone", r.n, op)
			}
		} else if strings.HasPrefix(line, "refused ") {
			refused++
			checkRefusal(t, r, line, refused, there)
		}
	}
	unsaid := len(there) - saved
	switch {
	case !r.met && (saved != edits || refused != 0):
		t.Errorf("call %d was never made, and still:\n%s", r.n, r.out)
	case unsaid < 0 || unsaid > 1:
		t.Errorf("call %d: %d edits are there that nobody acknowledged\n%s", r.n, unsaid, r.out)
	case r.call == "write": // of a copy, of the word about the owner, or of the line that says so
	case unsaid == 1 && r.what == "error=ENOSPC" && !strings.Contains(r.out, "nothing more is saved"):
		t.Errorf("call %d: an edit is there that nobody acknowledged, and more were saved\n%s", r.n, r.out)
	case unsaid == 1 && r.call != "fdatasync" && !strings.HasPrefix(r.what, "signal"):
		t.Errorf("call %d: an edit is there that was refused\n%s", r.n, r.out)
	case r.met && !strings.HasPrefix(r.what, "signal") && refused == 0 && !strings.Contains(r.out, "\nwarned ") && !strings.HasPrefix(r.out, "warned "):
		t.Errorf("call %d failed and nobody said so\n%s", r.n, r.out)
	}
}

// checkSettled: whoever opens the register after a failure of the disk is told what
// became of the edit that was under way, and no longer once another one was saved.
func checkSettled(t *testing.T, r run, w *Workspace, there map[string]bool) {
	t.Helper()
	_, after, poisoned := strings.Cut(r.out, "says whether operation ")
	if !poisoned {
		if w.Warning() != "" {
			t.Errorf("call %d: warned of %s", r.n, w.Warning())
		}
		return
	}
	op, _, _ := strings.Cut(after, " ")
	if want := map[bool]string{true: "the edit is in the register", false: "the edit is not in the register"}[there[op]]; !strings.Contains(w.Warning(), want) {
		t.Errorf("call %d: %q does not say that %s", r.n, w.Warning(), want)
	}
	if looked := open(t, r.path, Options{ReadOnly: true}); looked.Warning() != w.Warning() {
		t.Errorf("call %d: who only looks is told %q", r.n, looked.Warning())
	}
	do(t, w, model.AddThreat("after"))
	if looked := open(t, r.path, Options{ReadOnly: true}); looked.Warning() != "" {
		t.Errorf("call %d: after another edit still %q", r.n, looked.Warning())
	}
}

// checkRefusal holds what an edit was refused with against the fault.
func checkRefusal(t *testing.T, r run, line string, nth int, there map[string]bool) {
	poisoned := strings.Contains(line, "nothing more is saved; close parry, check the disk, and open the register again: it says whether operation op-")
	switch full := r.what == "error=ENOSPC" || r.what == "error=EFBIG"; {
	case full && !poisoned && !strings.Contains(line, "the disk is full"):
		// Later edits may miss what the first was to make.
		if nth == 1 {
			t.Errorf("call %d: refused with %s", r.n, line)
		}
	case !full && !poisoned:
		t.Errorf("call %d: refused with %s", r.n, line)
	case poisoned && full && r.call != "fdatasync":
		t.Errorf("call %d: a full disk is no reason to stop: %s", r.n, line)
	}
}

// Whatever call fails or is the last while a register is made, there is none,
// or a whole one; and if it was said to be made, it is.
func TestEveryCallOfCreateMayFail(t *testing.T) {
	eachFault(t, "create", map[string]int{"pwrite64": 3 * 2, "fdatasync": 3 * 2, "fsync": 2}, func(string) {}, func(t *testing.T, r run) {
		made := strings.HasPrefix(r.out, "made")
		w, err := Open(r.path, Options{})
		switch {
		case err == nil:
			verifyClean(t, w, "")
			w.Close()
		case made || !errors.Is(err, os.ErrNotExist):
			t.Errorf("call %d: %v\n%s", r.n, err, r.out)
		}
		if !made && !r.met {
			t.Errorf("call %d was never made, and still: %s", r.n, r.out)
		}
		if left, _ := filepath.Glob(filepath.Join(r.dir, ".*.tmp")); len(left) > 0 && !strings.HasPrefix(r.what, "signal") {
			t.Errorf("call %d left %v", r.n, left)
		}
	})
}

// playReplacer writes over a file once.
func playReplacer(path string, say func(string, ...any)) error {
	if err := writeExport(path, 1); err != nil {
		return err
	}
	say("written")
	return nil
}

// Whatever call fails or is the last while an export is written over an older one, the old
// file or the new one is there, whole, and the new one if it was said to be.
func TestEveryCallOfAnExportMayFail(t *testing.T) {
	eachFault(t, "replace", map[string]int{"write": 1 << 20 / exportPiece, "fsync": 2, "renameat": 1}, func(path string) {
		if err := os.WriteFile(path, exported(0), 0o600); err != nil {
			t.Fatal(err)
		}
	}, func(t *testing.T, r run) {
		said := strings.HasPrefix(r.out, "written")
		switch got := readAll(t, r.path); {
		case bytes.Equal(got, exported(1)):
		case said || !bytes.Equal(got, exported(0)):
			t.Errorf("call %d: said to be written %t, and %d bytes are there", r.n, said, len(got))
		}
		signal := strings.HasPrefix(r.what, "signal")
		switch {
		case said != !r.met && r.call != "write": // which may be the line that says so
			t.Errorf("call %d met the fault %t, and still:\n%s", r.n, r.met, r.out)
		case strings.HasSuffix(r.what, "ENOSPC") && r.call == "write" && !said && r.out != "" && !strings.Contains(r.out, "the disk is full"):
			t.Errorf("call %d: refused with %s", r.n, r.out)
		}
		if left, _ := filepath.Glob(filepath.Join(r.dir, ".*.tmp")); len(left) > 0 && !signal {
			t.Errorf("call %d left %v", r.n, left)
		}
	})
}

// playHolder holds the register until its standard input ends.
func playHolder(path string, say func(string, ...any)) error {
	w, err := Open(path, Options{By: "holder"})
	if err != nil {
		return err
	}
	c, err := w.Do(model.AddThreat("held"))
	if err != nil {
		return err
	}
	say("held %d", c.Seq)
	_, _ = io.Copy(io.Discard, os.Stdin)
	return w.Close()
}
