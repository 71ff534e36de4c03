package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/store/example"
	"parry/store/formats/csvfile"
)

// version is what parry calls itself; a release sets it when it is linked.
var version = "0.1.0"

// commit is the source that it was built from, with "-dirty" behind it where that was
// changed; make build sets it, and "" says that nobody did.
var commit string

func (a *app) upkeepCommands() []*cli.Command {
	return []*cli.Command{
		{Name: "init", Usage: "make a register", Action: a.init, Flags: []cli.Flag{
			&cli.StringFlag{Name: "name", Usage: "`NAME` of the system under assessment"},
			&cli.StringFlag{Name: "method", Usage: "the `METHOD` to rate by (default: nist-800-30)"},
			&cli.StringFlag{Name: "appetite", Usage: "the highest `LEVEL` that is tolerated (default: M)"},
		}},
		{Name: "salvage", Usage: "read what can be read of a damaged register into a new one", ArgsUsage: "FILE", Action: a.salvage, Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "make `FILE`, which must not be there yet (default: FILE-salvaged.db)"},
		}},
		{Name: "compact", Usage: "write the register anew without its free space; a backup is made before", Action: a.compact},
		{Name: "version", Usage: "print the version", Action: a.version, Flags: []cli.Flag{jsonFlag()}},
		{Name: "paths", Usage: "print which files parry uses", Action: a.paths},
	}
}

func (a *app) init(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	if c.Bool("example") {
		return a.initExample(c)
	}
	settings, err := settingsFrom(c)
	if err != nil {
		return err
	}
	path, err := ownPath(c)
	if err != nil {
		return err
	}
	if err := makeRegister(path, settings, author(c)); err != nil {
		return err
	}
	say(a.err, "made %s", clean(path))
	return nil
}

// settingsFrom are the settings of a new register as the flags want them.
func settingsFrom(c *cli.Command) (model.Settings, error) {
	s := newSettings(c.String("name"))
	if id := c.String("method"); id != "" {
		m, err := method(library(), id, s)
		if err != nil {
			return s, err
		}
		if err := s.JudgeBy(m); err != nil {
			return s, badInput(err)
		}
	}
	if c.IsSet("appetite") {
		level, err := model.ParseLevel(c.String("appetite"))
		if err != nil {
			return s, badInput(err)
		}
		s.Appetite = level
	}
	return s, nil
}

// initExample makes the example where the user named a file, else in a file of
// its own.
func (a *app) initExample(c *cli.Command) error {
	path := cmp.Or(c.String("register"), os.Getenv("PARRY_REGISTER"))
	var err error
	if path == "" {
		path, err = dataPath("example.db")
	}
	if err != nil {
		return err
	}
	err = makeExample(path)
	if errors.Is(err, os.ErrExist) && isExample(path) {
		say(a.err, "the example is in %s already; it stays as it is", clean(path))
		return nil
	}
	if err != nil {
		return err
	}
	say(a.err, "made the example in %s", clean(path))
	return nil
}

// isExample says whether the file is a register made as the example.
func isExample(path string) bool {
	w, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		return false
	}
	defer w.Close()
	return w.Register().Settings().Example
}

func makeRegister(path string, settings model.Settings, by string) error {
	edit := model.ChangeSettings("make the register", func(s *model.Settings) { *s = settings })
	return store.Create(path, edit, store.Options{By: by})
}

// makeExample makes the example with fixed times, author and names, so that
// everything printed from it is the same everywhere.
func makeExample(path string) error {
	incoming, _, err := csvfile.Read(bytes.NewReader(example.CSV()))
	if err != nil {
		return fmt.Errorf("the built-in example: %w", err)
	}
	settings := newSettings(example.System)
	settings.Example, settings.AsOf = true, example.AsOf
	var merged model.Merged
	fill := model.Merge("", incoming, &merged)
	edit := model.Edit{Label: "make the example", Do: func(d *model.Draft) error {
		d.Put(&settings)
		return fill.Do(d)
	}}
	return store.Create(path, edit, exampleOptions())
}

func exampleOptions() store.Options {
	made, ops := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC), 0
	return store.Options{
		By:  "example",
		Now: func() time.Time { return made },
		NewOp: func() string {
			ops++
			return fmt.Sprintf("EXAMPLE-%d", ops)
		},
	}
}

func (a *app) version(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	if c.Bool("json") {
		return a.printJSON(struct {
			Schema  string `json:"schema"`
			Version string `json:"version"`
			Commit  string `json:"commit,omitempty"`
			Go      string `json:"go"`
		}{model.Schema, version, commit, runtime.Version()})
	}
	from := ""
	if commit != "" {
		from = "commit " + commit + ", "
	}
	say(a.out, "parry %s (%s%s, %s/%s)", version, from, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

func (a *app) paths(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	register, err := registerPath(c)
	if err != nil {
		return err
	}
	example, err := dataPath("example.db")
	if err != nil {
		return err
	}
	say(a.out, "register  %s", clean(register))
	say(a.out, "example   %s", clean(example))
	if config, err := configPath(c); err == nil {
		say(a.out, "config    %s", clean(config))
	}
	a.tellShared(register)
	return nil
}

// tellShared says that others may read a register, if they may.
func (a *app) tellShared(register string) {
	if shared := store.Shared(register); shared != "" {
		say(a.err, "parry: %s", clean(shared))
	}
}

// rightsOf are those of a file; none if it is not there.
func rightsOf(path string) fs.FileMode {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Mode().Perm()
}

// tellClosed says of a register that was written anew, for its owner alone, that others could
// come to it before.
func (a *app) tellClosed(path string, before fs.FileMode) {
	const others = 0o066
	if before&others != 0 && rightsOf(path)&others == 0 {
		say(a.err, "others could come to %s and no longer can; if they should: %s", clean(path), clean(store.Chmod(before, path)))
	}
}

// compact gives the disk back what the register holds no longer.
func (a *app) compact(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	path, err := registerPath(c)
	if err != nil {
		return err
	}
	if c.Bool("read-only") {
		return usage("compact writes the register anew; leave --read-only out")
	}
	rights := rightsOf(path)
	done, err := store.Compact(path, time.Now())
	if err != nil {
		return err
	}
	defer a.tellClosed(path, rights)
	if done.Kept == "" {
		say(a.err, "%s has %d KiB and would not get smaller; it stays as it is", clean(path), done.Before>>10)
		return nil
	}
	say(a.err, "%s had %d KiB and has %d; the register as it was is kept in %s", clean(path), done.Before>>10, done.After>>10, clean(done.Kept))
	return nil
}

// salvage makes a new register of what is left of a damaged one, and lists on
// standard output what could not be read.
func (a *app) salvage(_ context.Context, c *cli.Command) error {
	if c.NArg() != 1 {
		return usage("salvage needs one damaged register: parry salvage FILE")
	}
	from := c.Args().First()
	to := cmp.Or(c.String("output"), strings.TrimSuffix(from, filepath.Ext(from))+"-salvaged.db")
	got, err := store.Salvage(from, to, store.Options{By: author(c)})
	if err != nil {
		return err
	}
	for _, lost := range got.Lost {
		say(a.out, "%s", clean(lost))
	}
	say(a.err, "%s holds %d records and %d entries of the history, salvaged from %s, which stays as it is", clean(to), got.Records, got.Entries, clean(from))
	if len(got.Lost) > 0 {
		return stands()
	}
	return nil
}
