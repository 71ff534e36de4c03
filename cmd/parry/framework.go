package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/frameworks"
	"parry/model"
	"parry/store"
)

func (a *app) frameworkCommands() []*cli.Command {
	return []*cli.Command{{
		Name: "framework", Usage: "the methods there are, and bringing in your own", Action: a.frameworkUsage,
		Commands: []*cli.Command{
			{Name: "list", Usage: "name every method", Action: a.frameworkList, OnUsageError: onUsageError, Flags: []cli.Flag{jsonFlag()}},
			{Name: "show", Usage: "print a method: source, questions, answers, and what its matrix is worth; or a catalogue (atlas, aicm, nist-ai …), or an entry of one (AML.T0051)", ArgsUsage: "ID",
				Action: a.frameworkShow, OnUsageError: onUsageError, Flags: []cli.Flag{jsonFlag(),
					&cli.BoolFlag{Name: "file", Usage: "print the file that the method is read from, a template for your own: its very bytes into a file or pipe, without control characters on a terminal"}}},
			{Name: "find", Usage: "find entries of all catalogues, and methods, by id, name or our line about them, the best first", ArgsUsage: "WORDS",
				Action: a.frameworkFind, OnUsageError: onUsageError, Flags: []cli.Flag{jsonFlag()}},
			{Name: "import", Usage: "take a method or a newer catalogue into the register", ArgsUsage: "FILE", Action: a.frameworkImport, OnUsageError: onUsageError,
				Description: "FILE is a CERT/CC SSVC 2.0 decision table (JSON), or a matrix of your own:\n" +
					"`parry framework show matrix --file` prints one to start from. Or it is your own copy of a\n" +
					"catalogue: ATLAS.yaml, or the workbook of the AI Controls Matrix (.xlsx). What is new, changed\n" +
					"and gone against the edition in use is said first, and what cites it.",
				Flags: []cli.Flag{&cli.BoolFlag{Name: "dry-run", Usage: "check the file and change nothing"}, jsonFlag()}},
			{Name: "remove", Usage: "take an imported method or catalogue out again", ArgsUsage: "ID", Action: a.frameworkRemove, OnUsageError: onUsageError},
			{Name: "migrate", Usage: "rate by today's version of the register's method and cite AICM 1.1.0 in place of 1.0.3; say what stands by older ones, and what needs a person",
				Action: a.frameworkMigrate, OnUsageError: onUsageError, Flags: []cli.Flag{&cli.BoolFlag{Name: "dry-run", Usage: "say what would be changed, change nothing"}, jsonFlag()}},
		},
	}}
}

func (a *app) frameworkUsage(_ context.Context, c *cli.Command) error {
	if word := c.Args().First(); word != "" {
		return usage("framework has no %q; it has list, show, find, import, remove and migrate", word)
	}
	return usage("framework needs one of list, show, find, import, remove, migrate")
}

// gathered hands over the library and the register, if there is one.
func (a *app) gathered(c *cli.Command, do func(lib model.Library, r *model.Register) error) error {
	path, err := registerPath(c)
	if err != nil {
		return err
	}
	if !there(path) && c.String("register") == "" && !c.Bool("example") {
		return do(library(), model.NewRegister())
	}
	return a.look(c, func(w *store.Workspace) error { return do(gather(w.Register()), w.Register()) })
}

// A methodLine is a method in the list.
type methodLine struct {
	ID        string `json:"id"`
	Version   string `json:"version"`
	Title     string `json:"title"`
	Source    string `json:"source"`
	Judges    string `json:"judges"`
	Gives     string `json:"gives"`
	Questions int    `json:"questions"`
	Own       bool   `json:"own"`     // the register brings it
	Default   bool   `json:"default"` // the register is rated by it
	Ratings   int    `json:"ratings"` // that stand by it
}

func (a *app) frameworkList(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	return a.gathered(c, func(lib model.Library, r *model.Register) error {
		lines := methodLines(lib, r)
		if c.Bool("json") {
			return a.printJSON(struct {
				Schema     string         `json:"schema"`
				Methods    []methodLine   `json:"methods"`
				Catalogues []catalogueSum `json:"catalogues"`
			}{model.Schema, lines, catalogueSums(lib)})
		}
		t := table{{"ID", "Version", "Judges", "Gives", "Ratings", "Title"}}
		for _, l := range lines {
			id := l.ID
			if l.Default {
				id += " *"
			}
			title := l.Title
			if l.Own {
				title += " (the register's own)"
			}
			t = append(t, []string{id, l.Version, l.Judges, l.Gives, fmt.Sprint(l.Ratings), title})
		}
		if err := a.printTable(t, false); err != nil {
			return err
		}
		say(a.out, "")
		say(a.out, "* the register's own method; `parry record register method=ID` makes it another")
		say(a.out, "")
		t = table{{"Catalogue", "Version", "Entries", "Title"}}
		for _, c := range lib.Lists() {
			title := c.Title
			if c.Own != "" {
				title += " (the register's own, of " + c.Own + ")"
			}
			t = append(t, []string{c.ID, c.Version, fmt.Sprint(len(c.Entries)), title})
		}
		if err := a.printTable(t, false); err != nil {
			return err
		}
		say(a.out, "")
		say(a.out, "`parry framework show ID` prints a catalogue, or an entry of one")
		return nil
	})
}

// A catalogueSum is a catalogue in a list.
type catalogueSum struct {
	*model.Catalogue
	Entries int `json:"entries"`
}

func catalogueSums(lib model.Library) (sums []catalogueSum) {
	lists := lib.Lists()
	for i := range lists {
		sums = append(sums, catalogueSum{&lists[i], len(lists[i].Entries)})
	}
	return sums
}

func methodLines(lib model.Library, r *model.Register) []methodLine {
	ratings, own := map[string]int{}, map[string]bool{}
	for _, t := range r.Threats() {
		for _, s := range model.States {
			for _, rating := range t.RatingsOf(s) {
				ratings[rating.Method]++
			}
		}
	}
	for _, f := range r.Frameworks() {
		own[f.ID] = true
	}
	lines := make([]methodLine, len(lib.Methods))
	for i, m := range lib.Methods {
		lines[i] = methodLine{ID: m.ID, Version: m.Version, Title: m.Title, Source: m.Source, Judges: m.Judges.String(), Gives: m.Gives(),
			Questions: len(m.Questions), Own: own[m.ID], Default: m.ID == r.Settings().Method, Ratings: ratings[m.ID]}
	}
	return lines
}

func (a *app) frameworkShow(_ context.Context, c *cli.Command) error {
	if c.Args().Len() != 1 {
		return usage("framework show needs one id")
	}
	return a.gathered(c, func(lib model.Library, r *model.Register) error {
		id := c.Args().First()
		if _, ok := lib.Method(id); !ok && !c.Bool("file") {
			if found, err := a.printCatalogued(lib, r, id, c.Bool("json")); found || err != nil {
				return err
			}
		}
		m, err := method(lib, id, r.Settings())
		if err != nil {
			return usage("%v; no catalogue and no entry of one has that id: `parry framework find` looks for it", err)
		}
		switch {
		case c.Bool("file"):
			return a.printMethodFile(m, r)
		case c.Bool("json"):
			return a.printJSON(methodJSON(m))
		}
		a.printMethod(m)
		return nil
	})
}

// printMethodFile prints the file that a method is read from: into another file
// as it is, on a terminal without what could drive it.
func (a *app) printMethodFile(m model.Method, r *model.Register) error {
	for _, f := range r.Frameworks() {
		if f.ID == m.ID {
			return a.printFile(f.Body)
		}
	}
	if body, ok := frameworks.File(m.ID); ok {
		return a.printFile(body)
	}
	return usage("%s is part of parry and read from no file; matrix is, and so are those that were imported", m.ID)
}

func (a *app) printFile(body string) error {
	return a.print(func(to io.Writer) error {
		_, err := io.WriteString(to, body)
		return err
	})
}

func (a *app) printMethod(m model.Method) {
	say(a.out, "%s %s  %s", clean(m.ID), clean(m.Version), clean(m.Title))
	say(a.out, "%s", clean(m.Source))
	say(a.out, "judges %s; gives %s", m.Judges.String(), clean(m.Gives()))
	if len(m.Results) > 0 {
		say(a.out, "comes to, lowest first: %s", clean(strings.Join(m.Results, ", ")))
	}
	if m.Vector != nil {
		say(a.out, "reads a vector too, in place of answers")
	}
	for _, q := range m.Questions {
		say(a.out, "\n%s%s  %s", clean(q.ID), asked(q), clean(q.Title))
		for _, o := range q.Options {
			say(a.out, "  %-10s %s: %s", clean(o.Value), clean(o.Label), clean(o.Anchor))
		}
	}
	if m.Context != nil {
		for _, name := range slices.Sorted(maps.Keys(m.Context(&model.Threat{}))) {
			say(a.out, "\n%s  triage takes it from the threat, score as an answer", name)
		}
	}
	if m.Matrix != nil {
		say(a.out, "\nthe matrix %s %s, checked:", clean(m.Matrix.Name), clean(m.Matrix.Version))
		for _, check := range m.Matrix.Check() {
			say(a.out, "  %s", clean(check.String()))
		}
	}
}

// asked says how a question differs from one that must be answered.
func asked(q model.Question) string {
	switch {
	case len(q.Instead) > 0:
		return " (in place of " + strings.Join(q.Instead, ", ") + ")"
	case q.Optional:
		return " (optional)"
	case q.Threats == model.NonAdversarialOnly:
		return " (where nobody acts on purpose)"
	}
	return ""
}

// methodJSON is a method for programs.
func methodJSON(m model.Method) any {
	type option struct {
		Value  string `json:"value"`
		Label  string `json:"label"`
		Anchor string `json:"anchor"`
	}
	type question struct {
		ID       string   `json:"id"`
		Title    string   `json:"title"`
		Group    string   `json:"group,omitempty"`
		Optional bool     `json:"optional,omitempty"`
		Instead  []string `json:"instead,omitempty"`
		Options  []option `json:"options"`
	}
	questions := make([]question, len(m.Questions))
	for i, q := range m.Questions {
		questions[i] = question{ID: q.ID, Title: q.Title, Group: q.Group, Optional: q.Optional, Instead: q.Instead, Options: []option{}}
		for _, o := range q.Options {
			questions[i].Options = append(questions[i].Options, option{o.Value, o.Label, o.Anchor})
		}
	}
	return struct {
		Schema    string     `json:"schema"`
		ID        string     `json:"id"`
		Version   string     `json:"version"`
		Title     string     `json:"title"`
		Source    string     `json:"source"`
		Judges    string     `json:"judges"`
		Monotone  bool       `json:"monotone"`
		Results   []string   `json:"results"`
		Questions []question `json:"questions"`
	}{model.Schema, m.ID, m.Version, m.Title, m.Source, m.Judges.String(), m.Monotone, m.Results, questions}
}

func (a *app) frameworkImport(_ context.Context, c *cli.Command) error {
	if c.Args().Len() != 1 {
		return usage("framework import needs one file")
	}
	path := c.Args().First()
	if is, err := a.importEdition(c, path); is || err != nil {
		return err
	}
	f, m, notes, err := frameworkFrom(path)
	if err != nil {
		return err
	}
	for _, note := range notes {
		say(a.err, "%s", clean(note))
	}
	if c.Bool("dry-run") {
		say(a.err, "%s %s can be imported; nothing was changed", clean(f.ID), clean(f.Version))
		return nil
	}
	return a.change(c, func(w *store.Workspace) error {
		if err := a.did(w.Do(model.ImportFramework(f, m))); err != nil {
			return err
		}
		for _, line := range model.RatedByOther(w.Register(), f.ID, f.Version) {
			say(a.err, "! %s", clean(line))
		}
		say(a.out, "%s", clean(f.ID))
		return nil
	})
}

func (a *app) frameworkRemove(_ context.Context, c *cli.Command) error {
	if c.Args().Len() != 1 {
		return usage("framework remove needs one id")
	}
	return a.change(c, func(w *store.Workspace) error {
		id := c.Args().First()
		if w.Register().Edition(id) != nil {
			return a.did(w.Do(model.RemoveEdition(id)))
		}
		return a.did(w.Do(model.RemoveFramework(id)))
	})
}

// frameworkMigrate takes the register to the version of its method that there is
// today, and its citations to the edition that gave ids anew, as one edit. No rating
// is changed: those of older versions are counted.
func (a *app) frameworkMigrate(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	open := a.change
	if c.Bool("dry-run") {
		open = a.look
	}
	return open(c, func(w *store.Workspace) error {
		lib := gather(w.Register())
		m, err := method(lib, "", w.Register().Settings())
		if err != nil {
			return err
		}
		var cites model.Migration
		edit, err := migration(w, m, &cites)
		if err != nil {
			return badEdit(err)
		}
		if c.Bool("dry-run") {
			if err = w.Try(edit); err == nil {
				say(a.err, "would %s; nothing was changed", clean(edit.Label))
			} else if errors.Is(err, model.ErrNothing) {
				say(a.err, "%v", err)
				err = nil
			}
		} else {
			var done model.Change
			done, err = w.Do(edit)
			err = a.did(done, err)
		}
		if err != nil {
			return err
		}
		return a.printMigration(c, w, lib, cites)
	})
}

// migration is the edit that takes a register to today's method and editions: both parts or
// the one that changes anything.
func migration(w *store.Workspace, m model.Method, cites *model.Migration) (model.Edit, error) {
	method, names := model.JudgeBy(m), model.Migrate(frameworks.Moves(), cites)
	judged, moved := w.Try(method), w.Try(names)
	for _, err := range []error{judged, moved} {
		if err != nil && !errors.Is(err, model.ErrNothing) {
			return method, err
		}
	}
	switch {
	case moved != nil:
		return method, nil
	case judged != nil:
		return names, nil
	}
	return model.Edit{Label: method.Label + ", and " + names.Label, Before: names.Before, Do: func(d *model.Draft) error {
		if err := method.Do(d); err != nil {
			return err
		}
		return names.Do(d)
	}}, nil
}

// printMigration tells what was moved, what is left for a person, and which ratings stand
// by other versions.
func (a *app) printMigration(c *cli.Command, w *store.Workspace, lib model.Library, cites model.Migration) error {
	stand := []string{}
	for _, m := range lib.Methods {
		stand = append(stand, model.RatedByOther(w.Register(), m.ID, m.Version)...)
	}
	if c.Bool("json") {
		return a.printJSON(struct {
			Schema string `json:"schema"`
			model.Migration
			Ratings []string `json:"ratings"`
		}{model.Schema, cites, stand})
	}
	for _, line := range cites.Moved {
		say(a.out, "%s", clean(line))
	}
	for _, line := range cites.Person {
		say(a.out, "! %s", clean(line))
	}
	for _, line := range stand {
		say(a.out, "%s", clean(line))
	}
	return nil
}

// frameworkFrom reads and checks the file of a method.
func frameworkFrom(path string) (f model.Framework, m model.Method, notes []string, err error) {
	text, err := readFramework(path)
	if err != nil {
		return f, m, nil, err
	}
	if !strings.HasPrefix(strings.TrimSpace(text), "{") {
		return f, m, nil, fmt.Errorf("%s is neither a method (JSON) nor a catalogue that parry reads: ATLAS.yaml, or the workbook of the AI Controls Matrix", path)
	}
	f, m, notes, err = frameworks.Read(text)
	return f, m, notes, inFile(path, err)
}

// mostFramework bounds the file of a method, in bytes.
const mostFramework = 1 << 20

// readFramework reads a file of bounded size.
func readFramework(path string) (string, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("there is no file %s", path)
	}
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, mostFramework+1))
	if err == nil && len(text) > mostFramework {
		err = fmt.Errorf("%s is larger than %d KiB; no table of a method is", path, mostFramework>>10)
	}
	return string(text), err
}

// inFile says which file an error is about.
func inFile(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", path, err)
}
