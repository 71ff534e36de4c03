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
	left := file(old, 2*time.Hour)
	keep := []string{
		file(young, time.Minute),
		file(filepath.Base(tempName(filepath.Join(dir, "other.db"))), 2*time.Hour),
		file(".r.db.notes.tmp", 2*time.Hour),
		file("r.db.tmp", 2*time.Hour),
	}
	read, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	read.Close()
	if _, err := os.Stat(left); err != nil {
		t.Errorf("looking removed it: %v", err)
	}
	w, err := Open(path, Options{By: "tester"})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
	for _, full := range keep {
		if _, err := os.Stat(full); err != nil {
			t.Error(err)
		}
	}
}
