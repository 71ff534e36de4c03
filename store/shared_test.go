//go:build unix

package store

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A register or a backup that others may read is told, with what ends it; one that nobody
// else can come to is not, and no right is taken away.
func TestWhatOthersMayReadIsTold(t *testing.T) {
	path := withThreats(t, 1)
	folder := BackupFolder(path)
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(folder, "2026-01-01.db")
	if err := os.WriteFile(old, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	var above []string // for others to pass, as in a folder of a team
	for dir := filepath.Dir(path); rights(dir)&othersEnter == 0; dir = filepath.Dir(dir) {
		above = append(above, dir)
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Skip("the folder of the tests belongs to somebody else")
		}
	}
	for _, c := range []struct {
		register, folder, backup os.FileMode
		says                     string
	}{
		{0o600, 0o700, 0o600, ""},
		{0o600, 0o755, 0o600, ""},
		{0o600, 0o700, 0o644, ""},
		{0o640, 0o700, 0o600, "others may read REG (its rights are 0640); if that is not meant: chmod 600 REG"},
		{0o666, 0o700, 0o600, "others may write to REG (its rights are 0666); if that is not meant: chmod 600 REG"},
		{0o600, 0o755, 0o644, "others may read 1 of the backups in REG.backups; if that is not meant: chmod 700 REG.backups"},
		{0o644, 0o750, 0o640, "others may read REG (its rights are 0644) and 1 of its backups; if that is not meant: chmod 600 REG && chmod 700 REG.backups"},
	} {
		for at, mode := range map[string]os.FileMode{path: c.register, folder: c.folder, old: c.backup} {
			if err := os.Chmod(at, mode); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := Shared(path), strings.ReplaceAll(c.says, "REG", path); got != want {
			t.Errorf("%04o %04o %04o:\n got %q\nwant %q", c.register, c.folder, c.backup, got, want)
		}
		w := open(t, path, Options{Backups: true})
		do(t, w, put(fullThreat("T-8")), put(fullThreat("T-1")))
		w.Close()
		if rights(path) != c.register || rights(folder) != c.folder {
			t.Errorf("%04o %04o: an edit took rights away, they are %04o and %04o", c.register, c.folder, rights(path), rights(folder))
		}
	}
	if len(above) > 0 {
		os.Chmod(above[0], 0o700)
		if got := Shared(path); got != "" {
			t.Errorf("nobody else can come there, and it says %q", got)
		}
	}
}

// The command that is told can be pasted, whatever a file is called.
func TestChmod(t *testing.T) {
	for path, want := range map[string]string{
		"r.db":             "chmod 600 r.db",
		"/home/ann/Ä-1.db": "chmod 600 /home/ann/Ä-1.db",
		"our risks.db":     "chmod 600 -- 'our risks.db'",
		"ann's;$(x).db":    `chmod 600 -- 'ann'\''s;$(x).db'`,
		"-R":               "chmod 600 -- '-R'",
		"~x":               "chmod 600 -- '~x'",
	} {
		if got := Chmod(0o600, path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	for _, name := range []string{"a b", "-x", "it's", "$(touch z)"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		do := exec.Command("sh", "-c", Chmod(0o640, name))
		if do.Dir = dir; do.Run() != nil || rights(filepath.Join(dir, name)) != 0o640 {
			t.Errorf("%s: %s does not work", name, Chmod(0o640, name))
		}
	}
}

// A link whose file is gone, on a disk that is not there perhaps, is called that, and no
// restore puts a register in its place: edits would go to another file once the disk is back.
func TestALinkToNowhereIsLeftAlone(t *testing.T) {
	backup := withThreats(t, 1)
	dir := t.TempDir()
	link := filepath.Join(dir, "register.db")
	if err := os.Symlink(filepath.Join(dir, "usb", "register.db"), link); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(link, Options{}); err == nil || !strings.Contains(err.Error(), "where there is no file") {
		t.Errorf("opening it says %v", err)
	}
	if _, err := Restore(backup, link, time.Now(), nil); err == nil || !strings.Contains(err.Error(), "where there is no file") {
		t.Errorf("restoring over it says %v", err)
	}
	if to, err := os.Readlink(link); err != nil || to != filepath.Join(dir, "usb", "register.db") {
		t.Errorf("the link is gone: %q, %v", to, err)
	}
}
