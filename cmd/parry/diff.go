package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/store/formats/report"
)

const diffHelp = `A and B are each a day (its end, UTC), a snapshot, an entry of the log, now, or
another register's FILE. Without B it is now. For example:
  parry diff 2026-10-01
  parry diff 2026-Q3 2026-Q4 --markdown
  parry diff last-year.db register.db --json
Each side is judged by the day of its moment; --as-of sets the day of B.`

// A side is one side of a diff, and where it is from.
type side struct {
	work *store.Workspace
	day  string
	what string // as it was asked for
	file bool   // of a register of its own
}

func (a *app) diff(_ context.Context, c *cli.Command) error {
	args := c.Args().Slice()
	switch {
	case len(args) == 0 || len(args) > 2:
		return usage("diff needs one moment or two: parry diff 2026-10-01; see `parry diff --help`")
	case c.IsSet("at"):
		return usage("diff takes its moments as arguments; leave --at out")
	case len(args) == 1:
		args = append(args, "now")
	}
	if isFile(args[0]) && isFile(args[1]) {
		return a.diffSides(c, nil, args)
	}
	return a.look(c, func(w *store.Workspace) error { return a.diffSides(c, w, args) })
}

// diffSides compares what was asked for; w is the register that moments are of.
func (a *app) diffSides(c *cli.Command, w *store.Workspace, args []string) error {
	var sides [2]side
	for i, text := range args {
		s, err := sideOf(w, text)
		if err != nil {
			return err
		}
		if s.file {
			defer s.work.Close()
		}
		sides[i] = s
	}
	if c.String("as-of") != "" {
		sides[1].day = c.String("as-of")
	}
	d := model.Compare(model.Moment{Register: sides[0].work.Register(), Today: sides[0].day},
		model.Moment{Register: sides[1].work.Register(), Today: sides[1].day})
	return a.printDiff(c, sides, d)
}

// isFile says whether a word names another register's file.
func isFile(text string) bool {
	return (strings.ContainsRune(text, filepath.Separator) || strings.HasSuffix(text, ".db")) && there(text)
}

func sideOf(w *store.Workspace, text string) (s side, err error) {
	s.what = text
	if s.file = isFile(text); s.file {
		if s.work, err = store.Open(text, store.Options{ReadOnly: true}); err != nil {
			return s, err
		}
		s.day = time.Now().Format(time.DateOnly)
	} else {
		if s.work, err = atMoment(w, text); err != nil {
			return s, err
		}
		at, _ := s.work.Past()
		s.day = at.Format(time.DateOnly)
		if strings.EqualFold(text, "now") {
			s.day = time.Now().Format(time.DateOnly)
		}
	}
	if day := s.work.Register().Settings().AsOf; day != "" {
		s.day = day
	}
	return s, nil
}

// told says which moment a side is.
func (s side) told() string {
	at, _ := s.work.Past()
	return fmt.Sprintf("%s (entry %d of %s, day %s)", s.what, s.work.Head().Seq, at.Format(time.DateTime), s.day)
}

// strangers warns of two registers that have nothing in common; "" for one.
func strangers(sides [2]side) string {
	if sides[0].work.SameRegister(sides[1].work) {
		return ""
	}
	return "these are not the same register: an id such as T-001 may stand for another threat in each"
}

func (a *app) printDiff(c *cli.Command, sides [2]side, d model.Diff) error {
	switch {
	case c.Bool("json"):
		return a.printJSON(struct {
			Schema string     `json:"schema"`
			From   momentJSON `json:"from"`
			To     momentJSON `json:"to"`
			Same   bool       `json:"same_register"`
			model.Diff
		}{model.Schema, sides[0].json(), sides[1].json(), strangers(sides) == "", d})
	case c.Bool("markdown"):
		return report.WriteDiff(a.out, sides[0].told(), sides[1].told(), strangers(sides), d)
	}
	say(a.out, "from %s\n  to %s", clean(sides[0].told()), clean(sides[1].told()))
	if warning := strangers(sides); warning != "" {
		say(a.out, "%s", warning)
	}
	if d.Empty() {
		say(a.out, "nothing differs")
		return nil
	}
	say(a.out, "%s", d.Summary())
	for _, change := range d.Settings {
		say(a.out, "the register's %s: %s to %s", change.Field, clean(dash(change.Before)), clean(dash(change.After)))
	}
	for _, r := range d.Records {
		say(a.out, "%s %s: %s", clean(r.Kind), clean(r.ID), r.Act)
		for _, change := range r.Fields {
			say(a.out, "    %s: %s to %s", clean(change.Field), clean(dash(change.Before)), clean(dash(change.After)))
		}
	}
	for _, t := range d.Threats {
		say(a.out, "%s  %s  %s", clean(t.ID), strings.Join(t.What, ", "), clean(t.Title))
		for _, line := range t.Details() {
			say(a.out, "    %s", clean(line))
		}
	}
	return nil
}

// A momentJSON is one side of a diff as JSON.
type momentJSON struct {
	What string `json:"what"`
	Seq  uint64 `json:"seq"`
	At   string `json:"at"`
	Day  string `json:"day"`
	Head string `json:"head"`
}

func (s side) json() momentJSON {
	at, _ := s.work.Past()
	return momentJSON{s.what, s.work.Head().Seq, at.Format(time.RFC3339), s.day, s.work.Head().String()}
}
