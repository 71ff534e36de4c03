package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"parry/model"
)

// On a disk without links (a stick with FAT, some network and user file systems) a register
// is made, copied, restored and salvaged all the same, and nothing that stands is written
// over.
func TestADiskWithoutLinks(t *testing.T) {
	was := link
	defer func() { link = was }()
	for name, why := range map[string]error{"FAT": syscall.EPERM, "another": syscall.ENOTSUP} {
		link = func(from, to string) error { return &os.LinkError{Op: "link", Old: from, New: to, Err: why} }
		dir := t.TempDir()
		at := func(name string) string { return filepath.Join(dir, name) }
		if err := Create(at("r.db"), model.AddThreat("x"), Options{By: "tester"}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := Create(at("r.db"), model.AddThreat("y"), Options{By: "tester"}); !errors.Is(err, os.ErrExist) {
			t.Errorf("%s: a register was made over another: %v", name, err)
		}
		text := func(out io.Writer) error { _, err := io.WriteString(out, "a report"); return err }
		if err := WriteFile(at("report.md"), false, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := WriteFile(at("r.db"), false, text); !errors.Is(err, os.ErrExist) {
			t.Errorf("%s: a report was written over a register: %v", name, err)
		}
		w := open(t, at("r.db"), Options{})
		want := said(t, w.Register())
		if err := w.Backup(at("copy.db"), false, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		w.Close()
		for _, wreck := range []string{"a wreck", ""} {
			if err := os.WriteFile(at("r.db"), []byte(wreck), 0o600); err != nil {
				t.Fatal(err)
			}
			if kept, err := Restore(at("report.md"), at("r.db"), time.Now(), nil); err == nil || kept != "" || string(readAll(t, at("r.db"))) != wreck {
				t.Errorf("%s: a report was restored: %v", name, err)
			}
			if left, _ := os.ReadDir(BackupFolder(at("r.db"))); len(left) > 1 {
				t.Errorf("%s: %d files are among the backups", name, len(left))
			}
			kept, err := Restore(at("copy.db"), at("r.db"), time.Now(), nil)
			if err != nil || string(readAll(t, kept)) != wreck || said(t, open(t, at("r.db"), Options{ReadOnly: true}).Register()) != want {
				t.Errorf("%s: restored over %q: %v", name, wreck, err)
			}
			os.Remove(kept)
		}
		if _, err := Salvage(at("r.db"), at("new.db"), Options{}); err != nil || said(t, open(t, at("new.db"), Options{ReadOnly: true}).Register()) != want {
			t.Errorf("%s: salvaged: %v", name, err)
		}
		if _, err := Salvage(at("r.db"), at("report.md"), Options{}); !errors.Is(err, os.ErrExist) {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := filepath.Glob(at(".*.tmp")); len(left) > 0 {
			t.Errorf("%s: %q are left", name, left)
		}
	}
}

// An encrypted backup is no register, and who opens it as one is told what it is.
func TestAnEncryptedBackupIsNoRegister(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.age")
	seal, err := SealWith("words")
	if err != nil {
		t.Fatal(err)
	}
	if err := open(t, withThreats(t, 3), Options{}).Backup(path, false, seal); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{}); err == nil || !strings.Contains(err.Error(), "encrypted backup; `parry restore`") {
		t.Error(err)
	}
}
