package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parry/model"
)

// withRoom makes a register that holds free pages: what was large was removed.
func withRoom(t testing.TB) string {
	path := withThreats(t, 5)
	w := open(t, path, Options{})
	for n := range 60 { // drafts have no history, so their room comes free again
		if err := w.SaveDraft(fmt.Sprint("draft ", n), strings.Repeat("x", 60_000)); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 60 {
		if err := w.SaveDraft(fmt.Sprint("draft ", n), ""); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	return path
}

// A compacted register says the same, has the same head, can be edited and undone,
// and is smaller; the register as it was is kept, whole.
func TestCompact(t *testing.T) {
	path := withRoom(t)
	before := open(t, path, Options{ReadOnly: true})
	done, err := Compact(path, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if done.After >= done.Before || done.Kept == "" {
		t.Fatalf("compaction %+v", done)
	}
	t.Logf("%d bytes became %d", done.Before, done.After)
	kept := open(t, done.Kept, Options{ReadOnly: true})
	w := open(t, path, Options{})
	for name, r := range map[string]*Workspace{"kept": kept, "compacted": w} {
		if said(t, r.Register()) != said(t, before.Register()) || r.Head() != before.Head() {
			t.Errorf("the %s register says something else", name)
		}
		verifyClean(t, r, before.Head().String())
	}
	steps(t, w, "a undo")
	verifyClean(t, w, "")
	w.Close()
	again, err := Compact(path, time.Now())
	if err != nil || again.Kept != "" {
		t.Errorf("a register without room was compacted: %+v, %v", again, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*.tmp")); left != nil {
		t.Errorf("left %v", left)
	}
}

// After a write that the disk failed everything is written anew, as the warning says, though
// nothing is won.
func TestCompactAfterAFailedWrite(t *testing.T) {
	path := withThreats(t, 5)
	if done, err := Compact(path, time.Now()); err != nil {
		t.Fatalf("%+v, %v", done, err)
	}
	w := open(t, path, Options{NewOp: func() string { return "op-1" }})
	do(t, w, model.AddThreat("one"))
	w.Close()
	unsure{Op: "op-1", Label: "one"}.note(path)
	if w := open(t, path, Options{ReadOnly: true}); !strings.Contains(w.Warning(), "`parry compact` writes everything to the disk anew") {
		t.Errorf("the warning is %q", w.Warning())
	}
	for range 2 { // the second can win nothing
		before, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		done, err := Compact(path, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if after, err := os.Stat(path); err != nil || os.SameFile(before, after) || done.Kept == "" {
			t.Errorf("%+v: the old file is still there", done)
		}
	}
	verifyClean(t, open(t, path, Options{}), "")
}

// A register that is held or damaged is not compacted, and stays as it is.
func TestCompactRefuses(t *testing.T) {
	path := withRoom(t)
	w := open(t, path, Options{})
	var held *HeldError
	if _, err := Compact(path, time.Now()); !errors.As(err, &held) {
		t.Errorf("a held register: %v", err)
	}
	w.Close()
	data := readAll(t, path)
	data[len(data)/2] ^= 1
	damaged := data[:len(data)/3]
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Compact(path, time.Now()); err == nil || string(readAll(t, path)) != string(damaged) {
		t.Errorf("a damaged register: %v", err)
	}
}

// Whatever call fails or is the last while a register is compacted, it says the
// same afterwards and verifies.
func TestEveryCallOfCompactMayFail(t *testing.T) {
	data, want := compactSample(t)
	eachFault(t, "compact", map[string]int{"pwrite64": 2, "fdatasync": 2, "fsync": 2 * 2}, func(path string) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}, func(t *testing.T, r run) {
		w, err := Open(r.path, Options{})
		if err != nil {
			t.Fatalf("call %d: %v\n%s", r.n, err, r.out)
		}
		defer w.Close()
		verifyClean(t, w, "")
		if now := said(t, w.Register()); now != want {
			t.Errorf("call %d: the register says something else", r.n)
		}
		if !r.met && !strings.HasPrefix(r.out, "compacted") {
			t.Errorf("call %d was never made, and still: %s", r.n, r.out)
		}
	})
}

// compactSample is a register with room in it, and what it says.
func compactSample(t testing.TB) ([]byte, string) {
	path := withRoom(t)
	return readAll(t, path), said(t, open(t, path, Options{ReadOnly: true}).Register())
}

func playCompactor(path string, say func(string, ...any)) error {
	if _, err := Compact(path, time.Now()); err != nil {
		return err
	}
	say("compacted")
	return nil
}

// An import and a migration are preceded by a backup of the register as it was; of
// such copies the newest stay, and those of a restore always.
func TestBackupsBefore(t *testing.T) {
	path := withThreats(t, 2)
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	w := open(t, path, Options{Backups: true, Now: func() time.Time { now = now.Add(time.Second); return now }})
	dir := BackupFolder(w.file)
	if err := makeFolder(dir); err != nil {
		t.Fatal(err)
	}
	stay := []string{beforeName(dir, beforeRestore, now), filepath.Join(dir, "before-import-2001 of my own.db")}
	for _, path := range stay {
		if err := os.WriteFile(path, []byte("a wreck"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := ""
	for n := range keptBefore + 3 {
		want = said(t, w.Register())
		e := model.AddThreat(fmt.Sprint("from a file ", n))
		e.Before = model.BeforeImport
		do(t, w, e)
	}
	refused := model.SetFields("T-none", set("title", "x"))
	refused.Before = model.BeforeImport
	if _, err := w.Do(refused); err == nil {
		t.Error("a threat that is not there was changed")
	}
	kept, _ := filepath.Glob(filepath.Join(dir, "before-import-*T*.db"))
	if len(kept) != keptBefore || w.Warning() != "" {
		t.Errorf("%d copies, warning %q", len(kept), w.Warning())
	}
	if last := kept[len(kept)-1]; said(t, open(t, last, Options{ReadOnly: true}).Register()) != want {
		t.Error("the last copy is not the register before the last import")
	}
	for _, path := range stay {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

// The first edit of a file of an older schema raises it; a copy with the old number
// is made before.
func TestAMigrationIsPrecededByABackup(t *testing.T) {
	path := filepath.Join(quickDir(t), "old.db")
	if err := os.WriteFile(path, readAll(t, "testdata/v3.db"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := open(t, path, Options{Backups: true})
	do(t, w, model.AddThreat("new"))
	do(t, w, model.AddThreat("newer"))
	kept, _ := filepath.Glob(filepath.Join(BackupFolder(w.file), "before-migration-*.db"))
	if len(kept) != 1 {
		t.Fatalf("%d copies, warning %q", len(kept), w.Warning())
	}
	if b := open(t, kept[0], Options{ReadOnly: true}); b.info.Schema != 3 {
		t.Errorf("the copy has schema %d", b.info.Schema)
	}
}
