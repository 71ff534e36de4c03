package store

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// leftAfter is how long a half-written file may lie before it is taken for one that its
// writer will never finish: creating, compacting and salvaging take seconds.
const leftAfter = time.Hour

// sweep removes the half-written files that a killed parry left: of a register and what is
// written beside it under its name, reports and exports, and any among its backups. Whoever
// calls it holds the register's lock. What cannot be removed stays: it does no harm.
func sweep(path string, now time.Time) {
	name := filepath.Base(path)
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	sweepFolder(filepath.Dir(path), now, func(of string) bool { return of == name || strings.HasPrefix(of, stem+"-") })
	sweepNames(path, sweepFolder(BackupFolder(path), now, func(string) bool { return true }))
}

// sweepNames removes second names of the register among its backups: a restore that was
// killed before the backup took the first one's place leaves one, and it would change with
// every edit.
func sweepNames(path string, backups []os.DirEntry) {
	for _, e := range backups {
		name := filepath.Join(BackupFolder(path), e.Name())
		if strings.HasPrefix(e.Name(), "before-"+beforeRestore+"-") && e.Type().IsRegular() && sameFile(name, path) {
			_ = os.Remove(name)
		}
	}
}

// sweepFolder gives what it found in the folder, too.
func sweepFolder(dir string, now time.Time, ours func(of string) bool) []os.DirEntry {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		of, ok := tempOf(e.Name())
		if !ok || !ours(of) {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && now.Sub(info.ModTime()) > leftAfter {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
	return entries
}

// tempOf is the file that a name is the temporary one of, as tempName gives it; false if
// it is none.
func tempOf(name string) (of string, ok bool) {
	text, dot := strings.CutPrefix(name, ".")
	text, tmp := strings.CutSuffix(text, ".tmp")
	at := len(text) - tempLetters - 1
	if !dot || !tmp || at <= 0 || text[at] != '.' || strings.Trim(text[at+1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		return "", false
	}
	return text[:at], true
}
