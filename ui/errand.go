package ui

import (
	"io"
	"os/exec"
	"time"

	tea "charm.land/bubbletea/v2"
)

// unhurried is a command that has the terminal for at least a moment. Bubble Tea
// v2.1.1 stops its ticker from a goroutine of its own when it gives the terminal
// away; after a command of a few milliseconds that may come later than the start of
// the ticker for what follows, and nothing is drawn any more.
type unhurried struct{ *exec.Cmd }

// aMoment is far more than a goroutine waits for its turn, and less than anybody
// needs to leave an editor.
const aMoment = 100 * time.Millisecond

// Run runs the command.
func (u unhurried) Run() error {
	time.Sleep(aMoment)
	return u.Cmd.Run()
}

func (u unhurried) SetStdin(r io.Reader)  { u.Stdin = r }
func (u unhurried) SetStdout(w io.Writer) { u.Stdout = w }
func (u unhurried) SetStderr(w io.Writer) { u.Stderr = w }

// send gives the terminal to the command of an errand, and tells when it ended.
func send(command *exec.Cmd, ended func(error) tea.Msg) tea.Cmd {
	return tea.Exec(unhurried{command}, ended)
}
