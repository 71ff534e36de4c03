package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"parry/model"
)

// A text that was being edited outside when parry was killed is removed at the next start;
// that of a parry which still runs stays, and so does what is not ours.
func TestTextsOfAKilledParryAreSwept(t *testing.T) {
	gone := exec.Command(os.Args[0], "-test.run=^$")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	temp := filepath.Join(t.TempDir(), "[tmp]") // which a pattern would take for something else
	if err := os.Mkdir(temp, 0o700); err != nil {
		t.Fatal(err)
	}
	folder := func(name string) string {
		dir := filepath.Join(temp, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "text.md"), []byte("a client's words"), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	left := folder(editorFolder + strconv.Itoa(gone.Process.Pid) + "-1")
	reused := folder(editorFolder + strconv.Itoa(os.Getpid()) + "-2") // the number is another's by now
	weeks := time.Now().Add(-2 * longestEditing)
	if err := os.Chtimes(reused, weeks, weeks); err != nil {
		t.Fatal(err)
	}
	keep := []string{folder(editorFolder + strconv.Itoa(os.Getpid()) + "-1"), folder(editorFolder + "notes"), folder("parry-edits")}
	sweepEditor(temp)
	for _, dir := range []string{left, reused} {
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("the text of a killed parry is still there: %s", dir)
		}
	}
	for _, dir := range keep {
		if _, err := os.Stat(filepath.Join(dir, "text.md")); err != nil {
			t.Error(err)
		}
	}
}

// A text is for its owner alone while an editor has it.
func TestATextWithAnEditorIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no such modes on Windows")
	}
	t.Setenv("VISUAL", "an-editor")
	command, finish, err := editor("a client's words")
	if err != nil {
		t.Fatal(err)
	}
	path := command.Args[len(command.Args)-1]
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %o", name, info, err, want)
		}
	}
	if text, err := finish(); text != "a client's words" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
}

// An editor that leaves something else than a file leaves no text: what a link leads to is
// not read into the register.
func TestAnEditorThatLeavesNoFile(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("VISUAL", "an-editor")
	for what, leave := range map[string]func(path string) error{
		"a link":   func(path string) error { return os.Symlink(secret, path) },
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"nothing":  func(string) error { return nil },
	} {
		command, finish, err := editor("before")
		if err != nil {
			t.Fatal(err)
		}
		path := command.Args[len(command.Args)-1]
		if err := errors.Join(os.Remove(path), leave(path)); err != nil {
			t.Fatal(err)
		}
		if text, err := finish(); err == nil || text != "" {
			t.Errorf("%s: %q, %v", what, text, err)
		}
		if _, err := os.Stat(filepath.Dir(path)); !os.IsNotExist(err) {
			t.Errorf("%s: the folder is still there", what)
		}
	}
}

// What somebody wrote is not thrown away because it cannot be taken or the editor was
// killed: it is named. Who leaves the editor with an error meant that.
func TestWhatAnEditorWroteIsKept(t *testing.T) {
	long := strings.Repeat("x", model.MaxText+2)
	for _, story := range []struct{ name, wrote, ends, says string }{
		{"too long", long, "exit 0", "longer than 64 KiB"},
		{"another encoding", "caf\xe9", "exit 0", "not UTF-8"},
		{"killed after it was saved", "an hour's work", "kill -9 $$", "what it had saved lies in"},
		{"killed before", "before", "kill -9 $$", ""},
		{"left with an error", "half", "exit 1", ""},
	} {
		script := filepath.Join(t.TempDir(), "editor")
		if err := os.WriteFile(script+".text", []byte(story.wrote), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(script, []byte("cat \"$0.text\" >\"$1\"\n"+story.ends+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("VISUAL", "sh "+script)
		command, finish, err := editor("before")
		if err != nil {
			t.Fatal(err)
		}
		_ = command.Run()
		path := command.Args[len(command.Args)-1]
		_, err = finish()
		left, _ := os.ReadFile(path)
		if err := os.RemoveAll(filepath.Dir(path)); err != nil {
			t.Fatal(err)
		}
		if story.says == "" {
			if err != nil || left != nil {
				t.Errorf("%s: %v, left %q", story.name, err, left)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), story.says) || !strings.Contains(err.Error(), path) || string(left) != story.wrote {
			t.Errorf("%s: %v, left %d bytes", story.name, err, len(left))
		}
	}
}
