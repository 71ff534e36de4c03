package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"parry/model"
)

// editor makes the command that edits a text outside parry, in $VISUAL or $EDITOR,
// and what reads the text back and tidies up. The text lies in a folder that only
// the user may enter, and no longer than the editor runs.
func editor(text string) (*exec.Cmd, func() (string, error), error) {
	words := strings.Fields(os.Getenv("VISUAL"))
	if len(words) == 0 {
		words = strings.Fields(os.Getenv("EDITOR"))
	}
	if len(words) == 0 {
		return nil, nil, errors.New("no editor is named; set VISUAL or EDITOR, such as EDITOR=nano")
	}
	dir, err := os.MkdirTemp("", editorFolder+strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return nil, nil, err
	}
	path := filepath.Join(dir, "text.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	command := exec.Command(words[0], append(words[1:], path)...)
	finish := func() (string, error) {
		edited, err := readEdited(path)
		switch {
		case errors.Is(err, errNotTaken):
			return "", fmt.Errorf("%w; it lies in %s until the screens start again", err, path)
		case err == nil && edited != text && killed(command):
			return "", fmt.Errorf("what it had saved lies in %s until the screens start again", path)
		}
		return edited, errors.Join(err, os.RemoveAll(dir))
	}
	return command, finish, nil
}

// errNotTaken: a text was written that no field can hold.
var errNotTaken = errors.New("what was written cannot be taken")

// killed says whether a signal ended the command, and not its user.
func killed(command *exec.Cmd) bool {
	return command.ProcessState != nil && command.ProcessState.ExitCode() == -1
}

// editorFolder begins the name of the folder that a text lies in while it is edited
// outside; the number of the parry that made it follows.
const editorFolder = "parry-edit-"

// sweepEditor removes the texts that a parry which is gone left in temp while an editor
// was open: they are a client's words, and nobody comes back for them. What cannot be
// removed, another user's too, stays.
func sweepEditor(temp string) {
	left, _ := os.ReadDir(temp)
	for _, dir := range left {
		text, ours := strings.CutPrefix(dir.Name(), editorFolder)
		number, _, _ := strings.Cut(text, "-")
		pid, err := strconv.Atoi(number)
		if !ours || err != nil || pid <= 0 {
			continue
		}
		info, err := dir.Info()
		if err == nil && (!running(pid) || time.Since(info.ModTime()) > longestEditing) {
			_ = os.RemoveAll(filepath.Join(temp, dir.Name()))
		}
	}
}

// longestEditing is for how long a text may lie with an editor. After a crash the number of
// the parry that is gone may have become another program's, and one that never ends.
const longestEditing = 7 * 24 * time.Hour

// running says whether there is a process of that number; on Windows finding it says so.
func running(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil || runtime.GOOS == "windows" {
		return err == nil
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, os.ErrPermission)
}

// readEdited reads what the editor left, without the newline that editors put at
// the end.
func readEdited(path string) (string, error) {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() { // a pipe would be waited for, a link followed
		err = errors.New("what it left is no ordinary file")
	}
	if err != nil {
		return "", fmt.Errorf("the editor left no text: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("the editor left no text: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, model.MaxText+2))
	switch {
	case err != nil:
	case len(text) > model.MaxText+1:
		err = fmt.Errorf("%w, as it is longer than %d KiB", errNotTaken, model.MaxText>>10)
	case !utf8.Valid(text):
		err = fmt.Errorf("%w, as it is not UTF-8", errNotTaken)
	}
	return strings.TrimSuffix(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n"), err
}
