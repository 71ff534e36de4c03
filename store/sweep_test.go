package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"parry/model"
)

// A half-written file that a killed parry left is gone once the register is opened for
// writing; a fresh one, one of another register and one that only looks alike stay.
func TestHalfWrittenFilesAreSwept(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r.db")
	if err := Create(path, model.AddThreat("x"), Options{By: "tester"}); err != nil {
		t.Fatal(err)
	}
	file := func(name string, age time.Duration) string {
		full := filepath.Join(dir, name)
		if err := os.WriteFile(full, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-age)
		if err := os.Chtimes(full, at, at); err != nil {
			t.Fatal(err)
		}
		return full
	}
	old, young := filepath.Base(tempName(path)), filepath.Base(tempName(path))
	if err := os.Mkdir(BackupFolder(path), 0o700); err != nil {
		t.Fatal(err)
	}
	left := []string{
		file(old, 2*time.Hour),
		file(filepath.Base(tempName(filepath.Join(dir, "r-report-2026-11-16.md"))), 2*time.Hour),
		file(filepath.Join("r.db.backups", filepath.Base(tempName("2026-11-16.db"))), 2*time.Hour),
	}
	keep := []string{
		file(young, time.Minute),
		file(filepath.Base(tempName(filepath.Join(dir, "other.db"))), 2*time.Hour),
		file(".r.db.notes.tmp", 2*time.Hour),
		file("r.db.tmp", 2*time.Hour),
		file(filepath.Join("r.db.backups", "2026-11-15.db"), 2*time.Hour),
		file(filepath.Join("r.db.backups", filepath.Base(tempName("2026-11-17.db"))), time.Minute),
	}
	read, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	read.Close()
	for _, full := range left {
		if _, err := os.Stat(full); err != nil {
			t.Errorf("looking removed it: %v", err)
		}
	}
	w, err := Open(path, Options{By: "tester"})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, full := range left {
		if _, err := os.Stat(full); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", full, err)
		}
	}
	for _, full := range keep {
		if _, err := os.Stat(full); err != nil {
			t.Error(err)
		}
	}
}

// A restore that was killed half way leaves no second name of the register among the
// backups; what another restore put there stays.
func TestASecondNameOfTheRegisterIsSwept(t *testing.T) {
	path := withThreats(t, 3)
	now := time.Now()
	if err := os.Mkdir(BackupFolder(path), 0o700); err != nil {
		t.Fatal(err)
	}
	earlier := beforeName(BackupFolder(path), beforeRestore, now.Add(-time.Hour))
	if err := copyFile(path, earlier); err != nil {
		t.Fatal(err)
	}
	second, err := keepAside(path, now) // and killed here
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, path, Options{})
	do(t, w, put(fullThreat("T-9")))
	if _, err := os.Lstat(second); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", second, err)
	}
	if _, err := os.Lstat(earlier); err != nil {
		t.Error(err)
	}
}
