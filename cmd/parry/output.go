package main

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"unicode/utf8"

	"github.com/urfave/cli/v3"

	"parry/store"
	"parry/ui/widget"
)

// output hands the place to write to: -o's file or standard output. A file
// appears whole or not at all, and never in the place of another unless
// --force says so.
func (a *app) output(c *cli.Command, write func(io.Writer) error) error {
	path := c.String("output")
	if path == "" {
		return a.print(write)
	}
	register, err := registerPath(c)
	if err != nil {
		return err
	}
	if err := store.OwnName(register, path); err != nil {
		return err
	}
	if err := store.WriteFile(path, c.Bool("force"), write); err != nil {
		return err
	}
	full, err := filepath.Abs(path)
	if err != nil {
		full = path
	}
	say(a.err, "wrote %s", clean(full))
	return nil
}

// unwritten is the error of writing to standard output, whoever passed over it.
func (a *app) unwritten() error {
	if kept, ok := a.out.(*keptWriter); ok {
		return kept.err
	}
	return nil
}

// print writes what a format holds: a pipe gets every byte, a terminal none that it would
// obey.
func (a *app) print(write func(io.Writer) error) error {
	if !isTerminal(a.out) {
		return write(a.out)
	}
	var all bytes.Buffer
	if err := write(&all); err != nil {
		return err
	}
	if !utf8.Valid(all.Bytes()) {
		return badInput(errors.New("this format is no text to print on a terminal; name a file with -o"))
	}
	_, err := io.WriteString(a.out, widget.CleanLines(all.String()))
	return err
}
