//go:build unix

package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"parry/model"
)

// Files are for their owner alone, and for their owner in full, whatever the umask says.
func TestModesWhateverTheUmask(t *testing.T) {
	for _, mask := range []int{0, 0o777} {
		dir := t.TempDir()
		was := syscall.Umask(mask)
		path, report := filepath.Join(dir, "data", "r.db"), filepath.Join(dir, "report.md")
		made := Create(path, model.AddThreat("x"), Options{By: "tester"})
		wrote := WriteFile(report, false, func(io.Writer) error { return nil })
		syscall.Umask(was)
		if made != nil || wrote != nil {
			t.Fatalf("umask %o: %v, %v", mask, made, wrote)
		}
		for name, want := range map[string]os.FileMode{path: 0o600, report: 0o600, filepath.Dir(path): 0o700 | os.ModeDir} {
			if info, err := os.Stat(name); err != nil || info.Mode() != want {
				t.Errorf("umask %o: %s has %v (%v), want %v", mask, name, info.Mode(), err, want)
			}
		}
	}
}

// Who may not read a register is told just that: to be sent to --read-only would be no way
// out.
func TestARegisterThatMayNotBeRead(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	path := withThreats(t, 1)
	for mode, want := range map[os.FileMode]string{0: "you may not read it", 0o400: "--read-only looks at it"} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, Options{ReadOnly: mode == 0})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
}

// Where somebody may not write, it is said what to do.
func TestAFolderThatMayNotBeWritten(t *testing.T) {
	for _, refused := range []error{syscall.EACCES, syscall.EPERM, syscall.EROFS} {
		err := noFile(&os.PathError{Op: "open", Path: ".tmp-123", Err: refused})
		if want := "you may not write there; name another folder: " + refused.Error(); err.Error() != want || !errors.Is(err, refused) {
			t.Errorf("%v", err)
		}
	}
}
