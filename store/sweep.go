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

// sweep removes the half-written files beside a register that a killed parry left. Whoever
// calls it holds the register's lock. What cannot be removed stays: it does no harm.
func sweep(path string, now time.Time) {
	entries, _ := os.ReadDir(filepath.Dir(path))
	for _, e := range entries {
		if !isTempName(e.Name(), filepath.Base(path)) {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && now.Sub(info.ModTime()) > leftAfter {
			_ = os.Remove(filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
}

// isTempName says whether a name is one that tempName gives for a file of that name.
func isTempName(name, of string) bool {
	text, ours := strings.CutPrefix(name, "."+of+".")
	text, whole := strings.CutSuffix(text, ".tmp")
	return ours && whole && len(text) == tempLetters && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}
