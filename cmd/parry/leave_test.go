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
