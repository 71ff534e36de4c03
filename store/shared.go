package store

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"
)

// othersRead and othersWrite are what a file lets its group and everybody else do.
const (
	othersRead  fs.FileMode = 0o044
	othersWrite fs.FileMode = 0o022
	othersEnter fs.FileMode = 0o011 // of a folder
)

// Shared says in a sentence that others than its owner may read or write a register or its
// backups, and how that is ended; "" if nobody may. parry makes both for the owner alone, but
// takes no right away that somebody gave: a team may share a file on purpose.
func Shared(register string) string {
	if target, err := filepath.EvalSymlinks(register); err == nil {
		register = target
	}
	full, err := filepath.Abs(register)
	if err != nil || runtime.GOOS == "windows" || !othersComeTo(filepath.Dir(full)) {
		return ""
	}
	mode := rights(register)
	folder := BackupFolder(register)
	copies := 0
	if rights(folder)&othersEnter != 0 {
		files, _ := os.ReadDir(folder)
		for _, f := range files {
			if rights(filepath.Join(folder, f.Name()))&(othersRead|othersWrite) != 0 {
				copies++
			}
		}
	}
	var what, undo string
	switch {
	case mode&othersWrite != 0:
		what, undo = fmt.Sprintf("others may write to %s (its rights are %04o)", register, mode), Chmod(0o600, register)
	case mode&othersRead != 0:
		what, undo = fmt.Sprintf("others may read %s (its rights are %04o)", register, mode), Chmod(0o600, register)
	}
	if copies > 0 {
		also := fmt.Sprintf("others may read %d of the backups in %s", copies, folder)
		if what != "" {
			also, undo = fmt.Sprintf(" and %d of its backups", copies), undo+" && "
		}
		what, undo = what+also, undo+Chmod(0o700, folder)
	}
	if what == "" {
		return ""
	}
	return fmt.Sprintf("%s; if that is not meant: %s", what, undo)
}

// Chmod spells the command that gives a file rights, for people to paste into a shell.
func Chmod(mode fs.FileMode, path string) string {
	word := shellWord(path)
	if word != path {
		word = "-- " + word
	}
	return fmt.Sprintf("chmod %03o %s", mode, word)
}

// shellWord spells a path so that a shell takes it as one word.
func shellWord(path string) string {
	if strings.HasPrefix(path, "-") || strings.ContainsFunc(path, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-+,=@%", r)
	}) {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

// othersComeTo says whether somebody else can come as far as a folder.
func othersComeTo(dir string) bool {
	for {
		if rights(dir)&othersEnter == 0 {
			return false
		}
		above := filepath.Dir(dir)
		if above == dir {
			return true
		}
		dir = above
	}
}

// rights are those of a file; none if it is not there, and of a link those behind it.
func rights(path string) fs.FileMode {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Mode().Perm()
}
