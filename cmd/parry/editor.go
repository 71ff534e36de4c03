package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

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
	dir, err := os.MkdirTemp("", "parry-edit-")
	if err != nil {
		return nil, nil, err
	}
	path := filepath.Join(dir, "text.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	finish := func() (string, error) {
		edited, err := readEdited(path)
		return edited, errors.Join(err, os.RemoveAll(dir))
	}
	return exec.Command(words[0], append(words[1:], path)...), finish, nil
}

// readEdited reads what the editor left, without the newline that editors put at
// the end.
func readEdited(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("the editor left no text: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, model.MaxText+2))
	if err == nil && len(text) > model.MaxText+1 {
		err = fmt.Errorf("the text is longer than %d KiB", model.MaxText>>10)
	}
	return strings.TrimSuffix(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n"), err
}
