package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/store/formats"
	"parry/store/mapping"
)

// importCommand is `parry import`.
func (a *app) importCommand() *cli.Command {
	return &cli.Command{Name: "import", Usage: "bring in a file as one step", ArgsUsage: "FILE", Action: a.importFile, DisableSliceFlagSeparator: true, Flags: []cli.Flag{
		&cli.StringFlag{Name: "format", Usage: "`FORMAT` of the file (default: by its content)"},
		&cli.StringSliceFlag{Name: "map", Usage: "of a table: `COLUMN=FIELD`, or COLUMN=- to leave one out, COLUMN=+ to keep one with the threats as it is; once for each column that is not guessed right"},
		&cli.StringFlag{Name: "scale", Usage: "of a table: what its numbers mean: `SCALE` 1-3, 1-4, 1-5, 0-10, 0-100, or words where they are no levels"},
		&cli.StringFlag{Name: "sheet", Usage: "of a workbook: the sheet `NAME` to read (default: the first that holds a table of threats)"},
		&cli.BoolFlag{Name: "update", Usage: "of our own CSV, XLSX or JSON: an id that the register has means that threat, and what the file says of it counts"},
		&cli.BoolFlag{Name: "dry-run", Usage: "show each record as it would come in, change nothing"},
		&cli.BoolFlag{Name: "strict", Usage: "exit 3 if something could not be carried"}},
		Description: "The content tells the format: " + strings.Join(formats.Read(), ", ") + ".\nFor example:\n  parry import model.tc.json --dry-run\n" +
			"  parry import register.csv --map 'Kind of harm=title' --scale 1-5\n" +
			"A file that comes again brings only what changed in it; what was changed here stays."}
}

func (a *app) importFile(ctx context.Context, c *cli.Command) error {
	ctx, stop := leavable(ctx)
	defer stop()
	if c.Args().Len() != 1 {
		return usage("import needs one file; - is standard input")
	}
	path := c.Args().First()
	if isHandoff(path, c.String("format")) {
		return a.importHandoff(ctx, c, path)
	}
	m, err := mappingOf(c)
	if err != nil {
		return badInput(err)
	}
	incoming, notes, err := a.readRemembered(ctx, c, path, &m)
	if err != nil {
		return err
	}
	var merged model.Merged
	merge := model.Merge
	if c.Bool("update") {
		merge = model.Update
	}
	edit := merge("import "+filepath.Base(path), incoming, &merged)
	var planned model.Change
	err = patiently(a.onlooker(), aWhile, "saving "+clean(path), func(told store.Told) error {
		if c.Bool("dry-run") {
			return a.look(c, func(w *store.Workspace) (err error) {
				planned, err = carry(ctx, w.BeginTry(edit), told)
				return err
			})
		}
		return a.change(c, func(w *store.Workspace) error { return take(ctx, w, edit, m, told) })
	})
	if errors.Is(err, context.Canceled) {
		return errLeft
	}
	if err != nil && !errors.Is(err, model.ErrNothing) {
		return badEdit(err)
	}
	for _, line := range planned.Lines(mostPreviewed) {
		say(a.out, "%s", clean(line))
	}
	return a.printImport(c, merged, notes)
}

// carry carries out an edit that may be left until it is saved.
func carry(ctx context.Context, s *store.Saving, told store.Told) (model.Change, error) {
	s.Run(ctx, told)
	return s.Done()
}

// mostPreviewed is how many records a dry run shows.
const mostPreviewed = 200

// take makes the edit of an import, and remembers how its table was read.
func take(ctx context.Context, w *store.Workspace, edit model.Edit, m mapping.Mapping, told store.Told) error {
	s, err := w.Begin(edit)
	if err != nil {
		return err
	}
	if _, err := carry(ctx, s, told); err != nil {
		return err
	}
	if m.Said() && m.Trace.Key != "" {
		_ = w.SaveDraft(m.Trace.Draft(), m.String()) // forgotten, it is to be said again; what came in is saved
	}
	return nil
}

// mappingOf is what the flags say of a table.
func mappingOf(c *cli.Command) (m mapping.Mapping, err error) {
	m.Trace, m.Sheet = new(mapping.Trace), c.String("sheet")
	for _, text := range c.StringSlice("map") {
		if err := m.Parse(text); err != nil {
			return m, err
		}
	}
	m.Scale, err = mapping.ParseScale(c.String("scale"))
	return m, err
}

// readRemembered reads a file. A table of which the flags say nothing is read as it
// was the last time, where the register remembers.
func (a *app) readRemembered(ctx context.Context, c *cli.Command, path string, m *mapping.Mapping) (in []model.Incoming, notes []model.Note, err error) {
	read := func() error {
		return patiently(a.onlooker(), aWhile, "reading "+clean(path), func(told store.Told) error {
			most := mostReading
			if path == "-" { // which may be typed
				most = math.MaxInt64
			}
			read, err := inTime(ctx, most, path, func(ctx context.Context) (read imported, err error) {
				read.in, read.notes, err = a.readFile(ctx, path, c.String("format"), *m, told)
				return read, err
			})
			in, notes = read.in, read.notes
			return err
		})
	}
	err = read()
	if errors.Is(err, errLeft) || m.Said() || m.Trace.Key == "" || path == "-" {
		return in, notes, err
	}
	remembered := ""
	looked := a.look(c, func(w *store.Workspace) error {
		remembered = w.Draft(m.Trace.Draft())
		return nil
	})
	if looked != nil || remembered == "" {
		return in, notes, err
	}
	trace, sheet := m.Trace, m.Sheet
	*m = mapping.Remembered(remembered)
	m.Trace, m.Sheet = trace, sheet
	if err = read(); err == nil {
		notes = append(notes, model.Note{Place: "the table", Text: "it is read as it was the last time: " + strings.ReplaceAll(m.String(), "\n", ", ")})
	}
	return in, notes, err
}

// readAs reads a file of a format that was told: the columns of a table as the mapping says.
func readAs(f formats.Format, in io.Reader, m mapping.Mapping) ([]model.Incoming, []model.Note, error) {
	switch {
	case f.Read == nil:
		return nil, nil, usage("%s is written, not read", f.Title)
	case f.ReadTable != nil:
		return f.ReadTable(in, m)
	case m.Said() || m.Sheet != "":
		return nil, nil, usage("%s is no table: --map, --scale and --sheet are for tables", f.Title)
	}
	return f.Read(in)
}

// readFile reads foreign threats; "-" is standard input.
func (a *app) readFile(ctx context.Context, path, name string, m mapping.Mapping, told store.Told) ([]model.Incoming, []model.Note, error) {
	in := a.in
	if path != "-" {
		f, err := openFile(path)
		if err != nil {
			return nil, nil, err
		}
		defer f.Close()
		in = heard(ctx, f, told)
	}
	format, in, err := recognised(in, name)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", cmp.Or(map[string]string{"-": "standard input"}[path], path), err)
	}
	incoming, notes, err := readAs(format, in, m)
	spoken(incoming)
	if wrong := (*exit)(nil); errors.As(err, &wrong) {
		return nil, nil, err
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s cannot be imported, nothing was changed:\n  %s", path, strings.Join(formats.Sentences(err), "\n  "))
	}
	return incoming, append(notes, unseen(incoming)...), nil
}

// importable reads a file for the screens, and gives the title of its format.
func (a *app) importable(ctx context.Context, path string, m mapping.Mapping, told store.Told) (title string, in []model.Incoming, notes []model.Note, err error) {
	read, err := inTime(ctx, mostReading, path, func(ctx context.Context) (imported, error) {
		return readImportable(ctx, path, m, told)
	})
	return read.title, read.in, read.notes, err
}

// An imported file was read.
type imported struct {
	title string
	in    []model.Incoming
	notes []model.Note
}

func readImportable(ctx context.Context, path string, m mapping.Mapping, told store.Told) (read imported, err error) {
	if path, err = onScreen(path); err != nil {
		return read, err
	}
	f, err := openFile(path)
	if err != nil {
		return read, err
	}
	defer f.Close()
	format, whole, err := formats.DetectTable(heard(ctx, f, told))
	if err != nil {
		return read, err
	}
	read.title = format.Title
	if format.ReadTable != nil {
		read.in, read.notes, err = format.ReadTable(whole, m)
	} else {
		read.in, read.notes, err = format.Read(whole)
	}
	spoken(read.in)
	read.notes = append(read.notes, unseen(read.in)...)
	return read, err
}

// openFile opens a file that somebody named.
func openFile(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, errors.Unwrap(err))
	}
	if at, err := f.Stat(); err == nil && at.IsDir() {
		f.Close()
		return nil, fmt.Errorf("%s is a folder; name a file in it", path)
	}
	return f, nil
}

// spoken names the threats that a file calls by the id of a catalogue's entry alone, as a
// layer of techniques does: "LLM Prompt Injection: Indirect" for AML.T0051.001.
func spoken(in []model.Incoming) {
	var catalogues []model.Catalogue
	for _, one := range in {
		if one.Threat == nil || !strings.HasPrefix(one.Threat.Title, "AML.T") {
			continue
		}
		if catalogues == nil {
			catalogues = library().Lists()
		}
		for i := range catalogues {
			if e, ok := catalogues[i].Entry(one.Threat.Title); ok {
				one.Threat.Title = e.Name
				if above, ok := catalogues[i].Entry(e.Parent); ok {
					one.Threat.Title = above.Name + ": " + e.Name
				}
				break
			}
		}
	}
}

// fromHome gives a path that a person typed, where "~/" is their home.
func fromHome(path string) string {
	if rest, home := strings.CutPrefix(path, "~/"); home {
		if dir, err := os.UserHomeDir(); err == nil {
			return filepath.Join(dir, rest)
		}
	}
	return path
}

// onScreen gives the path of a file that was typed on a screen. A pipe or a device may never
// come to its end, or even open, and the screens would wait for it.
func onScreen(path string) (string, error) {
	path = fromHome(path)
	if at, err := os.Stat(path); err == nil && !at.Mode().IsRegular() && !at.IsDir() {
		return "", fmt.Errorf("%s is a pipe or a device and no file; the commands read those: parry import, parry framework import", path)
	}
	return path, nil
}

// recognised gives the format that was named, or the one the content shows.
func recognised(in io.Reader, name string) (formats.Format, io.Reader, error) {
	if name == "" {
		return formats.DetectTable(in)
	}
	format, err := formats.Named(name)
	return format, in, badInput(err)
}

// printImport says what came in and what did not.
func (a *app) printImport(c *cli.Command, m model.Merged, lost []model.Note) error {
	stands := 0
	for _, n := range append(lost, m.Notes...) {
		say(a.err, "%s: %s", clean(n.Place), clean(n.Text))
		if n.Lost {
			stands++
		}
	}
	did, changed := "came in", "were brought up to date"
	if c.Bool("dry-run") {
		did, changed = "would come in", "would be brought up to date"
	}
	line := fmt.Sprintf("%d threats %s, ", len(m.Added), did)
	if m.Alike > 0 {
		line += fmt.Sprintf("%d of them with the title of another, ", m.Alike)
	}
	line += fmt.Sprintf("%d were there already, ", len(m.Same))
	if len(m.Updated) > 0 {
		line += fmt.Sprintf("%d %s, ", len(m.Updated), changed)
	}
	for _, of := range []struct {
		count int
		did   string
	}{{m.Others.Added, did}, {m.Others.Same, "were there already"}, {m.Others.Updated, changed}} {
		if of.count > 0 {
			line += fmt.Sprintf("%d other records %s, ", of.count, of.did)
		}
	}
	say(a.err, "%s%d notes", line, len(m.Notes)+len(lost))
	return standsIf(c.Bool("strict") && stands > 0)
}
