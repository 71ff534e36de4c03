//go:build unix

package store

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// What cannot be written over is called what it is.
func TestWhatCannotBeWrittenOver(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipe can be made here:", err)
	}
	for path, what := range map[string]string{dir: "a folder", pipe: "a pipe", os.DevNull: "a device"} {
		err := WriteFile(path, true, func(io.Writer) error { return nil })
		if want := path + " is " + what + " and cannot be written over; name another file"; err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}
