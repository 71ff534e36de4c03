// Command parry is a workbench for deciding what to do about threats to an AI
// system: by a recognised method, with an owner, and with proof.
//
//   - main.go, root.go: streams, exit codes, the tree of commands
//   - open.go, output.go, table.go: what commands share: find the file, open it, gather the
//     library; where results go, and tables of them
//   - config.go, complete.go, garbage.go: the configuration, what a shell may offer next,
//     memory for a short run
//   - threat.go, show.go, edit.go, editor.go, triage.go, suggest.go: threats by their ids
//   - list.go, choice.go, view.go: the register, and which threats of it
//   - record.go, workshop.go: what is no threat, and meetings
//   - views.go, heatmap.go, coverage.go, diff.go, response.go, answer.go, ssrm.go: what is
//     computed from the register
//   - framework.go, edition.go, catalogue.go, score.go: methods and catalogues, and a case
//     without a register
//   - import.go, report.go, export.go, handoff.go: what comes in and goes out; unseen.go:
//     what came in that nobody would see; heard.go, patience.go: how far that is, and how it
//     is left
//   - history.go, snapshot.go, backup.go, upkeep.go: what was done, and the file
//   - screens.go, firstrun.go, plain.go and its parts: the screens, and the same as
//     questions and lines
//
// Without a command it opens the screens.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/ui/widget"
)

// Exit codes. They are part of the command line's promise.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2 // the command was not understood, or there is no terminal
	exitStands = 3 // done, but something stands: findings, losses, bad cases
)

func main() {
	collectByNeed()
	os.Exit(run(os.Args, streams{os.Stdin, os.Stdout, os.Stderr}))
}

// streams are where a run reads and writes: results on out, words for people
// on err.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func run(args []string, std streams) int {
	out := &keptWriter{to: std.out}
	std.out = out
	a := &app{streams: std}
	err := newRoot(a).Run(context.Background(), args)
	switch {
	case out.err != nil && a.saved != "":
		err = fmt.Errorf("cannot write the output: %w; %s", out.err, a.saved)
	case out.err != nil:
		err = fmt.Errorf("cannot write the output: %w", out.err)
	case err == nil:
		return exitDone
	}
	var e *exit
	var library cli.ExitCoder
	switch {
	case errors.As(err, &e):
	case errors.As(err, &library): // its only one of its own: there is no help on a word
		e = &exit{exitUsage, fmt.Errorf("%w; leave the word out, or see `parry --help`", err)}
	default:
		e = &exit{exitFailed, err}
	}
	if e.err != nil {
		fmt.Fprintln(std.err, "parry: "+widget.Legible(unbroken(e.err.Error(), append(files(), args...))))
	}
	return e.code
}

// files are what the environment says of where files are.
func files() (paths []string) {
	for _, name := range []string{"PARRY_REGISTER", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME", "TMPDIR"} {
		if path := os.Getenv(name); path != "" {
			paths = append(paths, path)
		}
	}
	return paths
}

// longestPath is how long a word of the command line may be that an error repeats, in bytes:
// no path is longer.
const longestPath = 4096

// unbroken keeps words of the command line or the environment that hold line ends, a file's
// name perhaps, from passing for lines of parry's own, and those without end from hiding what
// is said of them.
func unbroken(text string, args []string) string {
	for _, arg := range args {
		if len(arg) > longestPath {
			text = strings.ReplaceAll(text, arg, strings.ToValidUTF8(arg[:80], "")+"…")
		}
		if strings.ContainsAny(arg, "\r\n") {
			text = strings.ReplaceAll(text, arg, strings.NewReplacer("\r", `\r`, "\n", `\n`).Replace(arg))
		}
	}
	return text
}

// A keptWriter keeps the first error of writing, so that no command need look
// and none says "done" into a full disk.
type keptWriter struct {
	to  io.Writer
	err error
}

func (w *keptWriter) Write(text []byte) (int, error) {
	n, err := w.to.Write(text)
	if w.err == nil {
		w.err = err
	}
	return n, err
}

// An exit ends the run with a code; err may be nil where all was said.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// usage is the error for a command that was not understood.
func usage(format string, args ...any) error {
	return &exit{exitUsage, fmt.Errorf(format, args...)}
}

// badInput turns an error about what the user wrote into a usage error.
func badInput(err error) error {
	if err == nil {
		return nil
	}
	return &exit{exitUsage, err}
}

// stands ends a run that did its work and found something.
func stands() error { return &exit{exitStands, nil} }
