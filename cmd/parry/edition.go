package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/frameworks"
	"parry/frameworks/factsheet"
	"parry/model"
	"parry/store"
	"parry/store/editions"
	"parry/ui/bench"
)

// A broughtEdition is a catalogue that was read from its publisher's file, and what it
// differs in from the edition in use.
type broughtEdition struct {
	edition model.Edition
	was     *model.Catalogue // in use; nil if there is none
	now     model.Catalogue
	notes   []model.Note
	diff    model.CatalogueDiff
}

// readEdition reads the file of a catalogue. It answers editions.ErrNone for one that holds
// none.
func readEdition(path string) (model.Edition, []model.Note, error) {
	f, err := openFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return model.Edition{}, nil, fmt.Errorf("there is no file %s", path)
	case err != nil:
		return model.Edition{}, nil, err
	}
	defer f.Close()
	read, err := editions.Read(f)
	if err != nil {
		return model.Edition{}, nil, inFile(path, err)
	}
	c := read.Catalogue
	return model.Edition{ID: c.ID, Title: c.Title, Version: c.Version, File: filepath.Base(path), SHA256: read.SHA256, Body: factsheet.Write(c)}, read.Notes, nil
}

// against holds an edition against the one that the register uses.
func against(r *model.Register, e model.Edition, notes []model.Note) (*broughtEdition, error) {
	b := &broughtEdition{edition: e, notes: notes}
	var err error
	if b.now, err = frameworks.ReadEdition(library(), e); err != nil {
		return nil, err
	}
	lib := gather(r)
	was, ok := lib.Catalogue(e.ID)
	if !ok {
		was = &model.Catalogue{}
	}
	b.was = was
	if was.ID != "" && model.CompareActions(e.Version, was.Version) < 0 {
		b.notes = append(slices.Clone(notes), model.Note{Place: "the file", Text: fmt.Sprintf("it is older than %s, which is in use; once it is in, it is the one in use until `parry framework remove %s`", was.Version, e.ID)})
	}
	cited := model.CitationsOf(r).Of
	var moves *model.Moves
	if m := frameworks.Moves(); strings.EqualFold(m.Catalogue, e.ID) {
		mentions := model.Mentions(r, m)
		cited = func(id string) []string { return model.MentionedBy(mentions, was.Version, id) }
		if m.Covers(was.Version, e.Version) {
			moves = m
		}
	}
	b.diff = model.CompareCatalogues(was, &b.now, moves, cited)
	return b, nil
}

// summary says in a line what would come in.
func (b *broughtEdition) summary() string {
	against := ""
	if b.was.ID != "" {
		against = fmt.Sprintf(" against %s, which is in use", b.was.Version)
	}
	return fmt.Sprintf("%s %s, %d entries: %s%s", b.now.Title, b.now.Version, len(b.now.Entries), b.diff.Counts(), against)
}

// looks says what a person must look at.
func (b *broughtEdition) looks() string {
	n := len(b.diff.Cited())
	switch n {
	case 0:
		return "nothing that changed or went is cited here"
	case 1:
		return "1 entry that changed or went is cited here"
	}
	return fmt.Sprintf("%d entries that changed or went are cited here", n)
}

// importEdition takes a catalogue into the register, and says whether the file is one.
func (a *app) importEdition(c *cli.Command, path string) (is bool, err error) {
	e, notes, err := readEdition(path)
	if errors.Is(err, editions.ErrNone) {
		return false, nil
	}
	if err != nil {
		return true, err
	}
	tell := func(r *model.Register) error {
		b, err := against(r, e, notes)
		if err != nil {
			return inFile(path, err)
		}
		return a.printEdition(c, b)
	}
	if c.Bool("dry-run") {
		return true, a.gathered(c, func(_ model.Library, r *model.Register) error {
			if err := tell(r); err != nil {
				return err
			}
			say(a.err, "nothing was changed")
			return nil
		})
	}
	return true, a.change(c, func(w *store.Workspace) error {
		if err := tell(w.Register()); err != nil {
			return err
		}
		return a.did(w.Do(model.ImportEdition(e)))
	})
}

// catalogueFor reads a catalogue for the screens; nil for a file that holds none.
func catalogueFor(path string) (*bench.Brought, error) {
	path, err := onScreen(path)
	if err != nil {
		return nil, err
	}
	e, notes, err := readEdition(path)
	if errors.Is(err, editions.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &bench.Brought{Title: e.Title + " " + e.Version, Edit: model.ImportEdition(e), Against: func(r *model.Register) (string, []string, error) {
		b, err := against(r, e, notes)
		if err != nil {
			return "", nil, err
		}
		told := append([]string{b.looks(), ""}, b.diff.Lines(mostNew)...)
		for _, n := range b.notes {
			told = append(told, n.Place+": "+n.Text)
		}
		counts := b.diff.Counts()
		if b.was.ID != "" {
			counts += " against " + b.was.Version + "; " + b.looks()
		}
		return counts, told, nil
	}}, nil
}

// mostNew is how many new entries are named one by one; JSON has all.
const mostNew = 20

func (a *app) printEdition(c *cli.Command, b *broughtEdition) error {
	for _, n := range b.notes {
		say(a.err, "%s: %s", clean(n.Place), clean(n.Text))
	}
	if c.Bool("json") {
		return a.printJSON(struct {
			Schema    string `json:"schema"`
			Catalogue string `json:"catalogue"`
			Version   string `json:"version"`
			Was       string `json:"was"`
			SHA256    string `json:"sha256"`
			model.CatalogueDiff
		}{model.Schema, b.edition.ID, b.edition.Version, b.was.Version, b.edition.SHA256, b.diff})
	}
	say(a.out, "%s", clean(b.summary()))
	for _, line := range b.diff.Lines(mostNew) {
		say(a.out, "%s", clean(line))
	}
	say(a.out, "%s", b.looks())
	return nil
}
