package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"parry/model"
	"parry/store/trial"
)

// Looking at a register that another process edits all the time never fails,
// shows everything that was acknowledged before, and each look is of one
// moment: the register is what its history leads to.
func TestLookingWhileAnotherWrites(t *testing.T) {
	const looks = 20 // at one register, or each would take longer than the last
	edits := uint64(0)
	trial.Each(t, "looks at a register at work", 10, 250, func(t *trial.T) {
		path := newRegister(t)
		other := listen(t, inRole("brisk", path))
		other.wait(t, "5")
		first := headOf(t, path).Seq
		for range looks {
			look(t.T, path, other.last())
		}
		other.kill()
		edits += other.last() - first
		t.Count("looks", looks)
		t.Count("edits meanwhile", int(other.last()-first))
	})
	if edits == 0 && !trial.Long() {
		t.Error("the other process made no edit")
	}
}

// look opens the register to read, and expects what was acknowledged.
func look(t *testing.T, path string, acknowledged uint64) {
	t.Helper()
	w, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if w.Head().Seq < acknowledged {
		t.Fatalf("entry %d was acknowledged, and the look shows %d", acknowledged, w.Head().Seq)
	}
	if w.Warning() != "" {
		t.Fatal(w.Warning())
	}
	atOneMoment(t, w)
	verifyClean(t, w, w.Head().String())
}

// atOneMoment holds the register against the history up to its head.
func atOneMoment(t *testing.T, w *Workspace) {
	t.Helper()
	replayed := model.NewRegister()
	err := w.History(func(e Entry) bool {
		if e.Seq <= w.Head().Seq {
			replayed.Apply(e.Change)
		}
		if e.Seq == w.Head().Seq && e.Hash != w.Head().Hash {
			t.Errorf("entry %d is not the one that was head", e.Seq)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(replayed.All(), w.Register().All()) || replayed.Next() != w.Register().Next() {
		t.Fatalf("at head %s the register says\n%s\nand its history leads to\n%s", w.Head(), said(t, w.Register()), said(t, replayed))
	}
}

// A read that a writer crosses, in whatever way the file changes under it, is
// done again; damage that stays is reported at once.
func TestACrossedReadIsDoneAgain(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	crossings := 0
	var seen Head
	err := readLive(path, func(r io.ReaderAt, size int64) error {
		if _, live := r.(*os.File); live && crossings < 3 {
			crossings++
			do(t, w, model.AddThreat("one more", set("notes", string(make([]byte, 40_000)))))
		}
		l, err := load(r, size, false)
		if err == nil {
			seen = l.head
		}
		return err
	})
	if err != nil || seen != w.Head() {
		t.Errorf("read %s instead of %s: %v", seen, w.Head(), err)
	}

	boom, calls := errors.New("boom"), 0
	err = readLive(path, func(io.ReaderAt, int64) error { calls++; return boom })
	if !errors.Is(err, boom) || calls != 1 {
		t.Errorf("an error of its own was tried %d times: %v", calls, err)
	}
}

// A backup of a register that another parry writes to is of one moment, and a file that an
// earlier try left is no obstacle; one that stood there before is.
func TestABackupThatAWriterCrosses(t *testing.T) {
	path, to := newRegister(t), filepath.Join(quickDir(t), "copy.db")
	w := open(t, path, Options{})
	tries := 0
	into := func(force bool, fill func(io.Writer) error) error {
		err := writeChecked(to, force, fill, checkRegister)
		if tries++; err == nil && tries < 3 {
			do(t, w, model.AddThreat("one more"))
		}
		return err
	}
	if err := copyLive(path, to, false, into); err != nil || tries < 2 {
		t.Fatalf("after %d tries: %v", tries, err)
	}
	if copied := open(t, to, Options{ReadOnly: true}); copied.Head().Seq < 2 {
		t.Errorf("it is of entry %d", copied.Head().Seq)
	}
	if err := copyLive(path, to, false, into); !errors.Is(err, os.ErrExist) {
		t.Errorf("it was written over: %v", err)
	}
}

// Somebody who was stopped in the middle of a look delays one edit, and no more.
func TestAStoppedLookDelaysOneEdit(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	word := askForQuiet(path)
	if word == nil {
		t.Fatal("the writer left no word")
	}
	defer word.Close()
	start := time.Now()
	steps(t, w, "a")
	if took := time.Since(start); took < patience || took > 4*patience {
		t.Errorf("the first edit took %s", took)
	}
	start = time.Now()
	steps(t, w, "b c d undo")
	if took := time.Since(start); took > patience {
		t.Errorf("the edits after it took %s", took)
	}
	verifyClean(t, open(t, path, Options{ReadOnly: true}), "")
}

// A damaged file is refused at once, also when it is only looked at.
func TestDamageIsNoCrossing(t *testing.T) {
	path := newRegister(t)
	if err := os.Truncate(path, 6000); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	_, err := Open(path, Options{ReadOnly: true})
	var damage *Damage
	if !errors.As(err, &damage) || time.Since(start) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(start))
	}
}

// A register can be looked at where nothing can be written: file and folder
// closed, as on a medium for reading only.
func TestLookingNeedsNoRightToWrite(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	steps(t, w, "a")
	w.Close()
	dir := filepath.Dir(path)
	for name, mode := range map[string]os.FileMode{path: 0o400, dir: 0o500} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	defer os.Chmod(dir, 0o700)
	looking := open(t, path, Options{ReadOnly: true})
	if titles(looking) != "a" {
		t.Error(titles(looking))
	}
	verifyClean(t, looking, "")
	if left := listing(t, dir); len(left) != 1 {
		t.Errorf("looking left %d files", len(left))
	}
}
