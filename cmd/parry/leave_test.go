//go:build unix

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"parry/model"
	"parry/store"
	"parry/store/mapping"
)

// ctrl+c leaves an import, which says so and changes nothing: here one whose file does not
// come to its end.
func TestAnImportIsLeft(t *testing.T) {
	register := filepath.Join(t.TempDir(), "r.db")
	parry := func(args ...string) *exec.Cmd {
		cmd := exec.Command(parryBinary(t), append([]string{"-r", register}, args...)...)
		cmd.Env = append(os.Environ(), "HOME="+filepath.Dir(register))
		return cmd
	}
	if out, err := parry("init").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	before, err := parry("log").Output()
	if err != nil {
		t.Fatal(err)
	}
	cmd := parry("import", "-")
	var words bytes.Buffer
	cmd.Stderr = &words
	file, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	if _, err := io.WriteString(file, "id,title\nT-900,"); err != nil { // it is read: the pipe holds less than is written next
		t.Fatal(err)
	}
	filler := bytes.Repeat([]byte("long "), 40_000)
	if _, err := file.Write(filler); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 || words.String() != "parry: left: nothing was changed\n" {
			t.Errorf("%v, it says %q", err, words.String())
		}
	case <-time.After(30 * time.Second):
		t.Fatal("it goes on")
	}
	if after, err := parry("log").Output(); err != nil || !bytes.Equal(after, before) {
		t.Errorf("%v, the history is now\n%s", err, after)
	}
}

// ctrl+c where a passphrase is asked for leaves a terminal that shows again what is typed.
func TestALeftPassphraseLeavesTheTerminalAsItWas(t *testing.T) {
	const script = `trap : INT
"$0" backup --encrypt copy.age
echo "ended with $?"
case "$(stty -a)" in *-echo\ *) echo it stays dark ;; *) echo it is shown ;; esac
exec cat` // what it wrote may be lost where it ends at once
	term := startProgram(t, 80, 24, nil, "sh", "-c", script, parryBinary(t))
	term.WaitFor("passphrase:")
	term.Type("half")
	term.Press("ctrl+c")
	term.WaitFor("ended with 130")
	term.WaitFor("it is shown")
}

// An import that is saved is told as saved, though how its table was read cannot be kept any
// more: told to do it again, somebody would have every threat twice.
func TestAnImportIsSavedThoughItIsNotRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.db")
	if err := makeRegister(path, newSettings("x"), "ann"); err != nil {
		t.Fatal(err)
	}
	w, err := store.Open(path, store.Options{By: "ann"})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	m := mapping.Mapping{Trace: &mapping.Trace{Key: "risks"}}
	if err := m.Parse("Risk=title"); err != nil {
		t.Fatal(err)
	}
	moved := false
	told := func(step string, _, _ int) {
		if step == store.StepWrite && !moved {
			moved = true
			if err := os.Rename(path, path+".moved"); err != nil {
				t.Error(err)
			}
		}
	}
	if err := take(t.Context(), w, model.AddThreat("one"), m, told); err != nil || !moved {
		t.Errorf("moved %t, it fails with: %v", moved, err)
	}
	if err := w.SaveDraft("x", "y"); err == nil {
		t.Error("a draft can still be kept: what is tried here proves nothing")
	}
	if saved, err := store.Open(path+".moved", store.Options{ReadOnly: true}); err != nil || saved.Register().Threat("T-001") == nil {
		t.Errorf("it is not saved: %v", err)
	}
}
