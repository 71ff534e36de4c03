package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// A text that was being edited outside when parry was killed is removed at the next start;
// that of a parry which still runs stays, and so does what is not ours.
func TestTextsOfAKilledParryAreSwept(t *testing.T) {
	gone := exec.Command(os.Args[0], "-test.run=^$")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
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
	keep := []string{folder(editorFolder + strconv.Itoa(os.Getpid()) + "-1"), folder(editorFolder + "notes"), folder("parry-edits")}
	sweepEditor(temp)
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("the text of a killed parry is still there: %v", err)
	}
	for _, dir := range keep {
		if _, err := os.Stat(filepath.Join(dir, "text.md")); err != nil {
			t.Error(err)
		}
	}
}
