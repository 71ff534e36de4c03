package store

import (
	"os"
	"path/filepath"
	"testing"
)

// A file of every schema that was released opens, proves itself, says what it
// said then, and can be gone on with.
func TestOldFilesOpen(t *testing.T) {
	for _, old := range []struct{ file, hash, head string }{
		{"v1.db", "1ed8e17113a6835cf4a9b66bc5d2022838d07503320e893fc3d6c8c3836cfade", "7-8fdb3e861a8353f3"},
	} {
		text, err := os.ReadFile(filepath.Join("testdata", old.file))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), old.file)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := Open(path, Options{By: "tester"})
		if err != nil {
			t.Fatalf("%s: %v", old.file, err)
		}
		hash, err := w.Hash()
		if err != nil || hash != old.hash || w.Head().String() != old.head {
			t.Errorf("%s: hash %s, head %s, %v", old.file, hash, w.Head(), err)
		}
		if proof, err := w.Verify(old.head); err != nil || len(proof.Problems) > 0 {
			t.Errorf("%s: %v, %v", old.file, proof.Problems, err)
		}
		if _, err := w.Undo(); err != nil {
			t.Errorf("%s: undo: %v", old.file, err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
}
