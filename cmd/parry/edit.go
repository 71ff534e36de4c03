package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
)

func (a *app) edit(_ context.Context, c *cli.Command) error {
	args := c.Args().Slice()
	from := slices.IndexFunc(args, func(arg string) bool { return strings.Contains(arg, "=") })
	if from < 0 && len(args) > 1 {
		from = len(args) - 1
	}
	if from < 0 || from == 0 && !c.IsSet("filter") {
		return usage("edit needs an id and what to set: parry edit T-001 owner_person=\"Head of Support\"")
	}
	if from > 0 && c.IsSet("filter") {
		return usage("edit takes ids or --filter, not both")
	}
	sets, err := assignments(args[from:])
	if err != nil {
		return err
	}
	find, err := namedOrFiltered(c, args[:from])
	if err != nil {
		return err
	}
	if c.Bool("dry-run") {
		return a.look(c, func(w *store.Workspace) error {
			ids, err := find(w)
			if err != nil {
				return err
			}
			sets, err := onDays(c, w, sets)
			if err != nil {
				return err
			}
			return a.wouldEdit(w.Register(), ids, sets)
		})
	}
	return a.change(c, func(w *store.Workspace) error {
		ids, err := find(w)
		if err != nil {
			return err
		}
		sets, err := onDays(c, w, sets)
		if err != nil {
			return err
		}
		if err := a.did(w.Do(model.SetFieldsOf(ids, sets...))); err != nil {
			return err
		}
		return a.sayDoubts(c, w, ids, sets)
	})
}

// fieldHelp lists the names that edit, --set, filters and sorting share.
func fieldHelp() string {
	var b strings.Builder
	b.WriteString("For example: parry edit T-001 status=open owner_person=\"Head of Support\" stride=\"T;I\" due=2027-01-31\n")
	b.WriteString("  parry edit --filter \"phase:deployment owner_person:?\" owner_person=\"Platform Lead\" --dry-run\n\nFields:")
	for _, group := range model.Groups {
		var names []string
		for _, f := range model.InGroup(group) {
			if !f.Derived {
				names = append(names, f.Name)
			}
		}
		if len(names) > 0 {
			fmt.Fprintf(&b, "\n  %s: %s", group, strings.Join(names, " "))
		}
	}
	return b.String()
}

func assignments(texts []string) ([]model.Assignment, error) {
	var sets []model.Assignment
	for _, text := range texts {
		set, err := model.ParseAssignment(text)
		if err != nil {
			return nil, badInput(err)
		}
		sets = append(sets, set)
	}
	return sets, nil
}

// namedOrFiltered gives what finds the ids of the threats that an edit is for.
func namedOrFiltered(c *cli.Command, names []string) (func(*store.Workspace) ([]string, error), error) {
	choose, err := choice(c)
	if err != nil {
		return nil, err
	}
	return func(w *store.Workspace) ([]string, error) {
		if !c.IsSet("filter") {
			return threatIDs(w, names)
		}
		var ids []string
		threats, err := choose(w.Register())
		for _, t := range threats {
			ids = append(ids, t.ID)
		}
		return ids, err
	}, nil
}

// onDays turns days as people say them into ISO days, seen from the register's
// today.
func onDays(c *cli.Command, w *store.Workspace, sets []model.Assignment) ([]model.Assignment, error) {
	day, err := dayOf(c, w)
	if err != nil {
		return nil, err
	}
	sets, err = model.ResolveDays(sets, day)
	return sets, badInput(err)
}

// wouldEdit prints every change that an edit would make, field by field.
func (a *app) wouldEdit(r *model.Register, ids []string, sets []model.Assignment) error {
	p := model.PreviewSet(r, ids, sets...)
	if p.Refused != nil {
		return badEdit(p.Refused)
	}
	for _, c := range p.Changes {
		for _, f := range c.Fields {
			say(a.out, "%s  %s: %s -> %s", clean(c.Threat), f.Field, clean(dash(f.Before)), clean(dash(f.After)))
		}
	}
	say(a.err, "%d of %d threats would change", len(p.Changes), len(ids))
	return nil
}

// did says what a change was; an edit that changes nothing is no failure.
func (a *app) did(done model.Change, err error) error {
	if err == model.ErrNothing {
		say(a.err, "%v", err)
		return nil
	}
	if err != nil {
		return badEdit(err)
	}
	say(a.err, "%s", clean(done.Label))
	return nil
}

// badEdit is the error of an edit that could not be planned or saved: wrong
// words are wrong use, a disk that fails is not.
func badEdit(err error) error {
	if model.IsRefused(err) {
		return badInput(err)
	}
	return err
}

// sayDoubts says what looks wrong in the fields that were just set.
func (a *app) sayDoubts(c *cli.Command, w *store.Workspace, ids []string, sets []model.Assignment) error {
	day, err := dayOf(c, w)
	if err != nil {
		return err
	}
	const most = 10 // threats to speak of: more would bury what was done
	doubted := 0
	for _, id := range ids {
		doubts := about(sets, w.Register().Threat(id).Doubts(day))
		if len(doubts) > 0 {
			doubted++
		}
		if doubted <= most {
			a.warn(id, doubts)
		}
	}
	if doubted > most {
		say(a.err, "and so do %d more; parry show says why", doubted-most)
	}
	return nil
}

// about gives the doubts that are about what was set.
func about(sets []model.Assignment, doubts []model.Doubt) []model.Doubt {
	return slices.DeleteFunc(doubts, func(d model.Doubt) bool {
		return !slices.ContainsFunc(sets, func(set model.Assignment) bool { return strings.EqualFold(set.Field, d.Field) })
	})
}

// warn says what looks wrong in a record.
func (a *app) warn(id string, doubts []model.Doubt) {
	for _, d := range doubts {
		say(a.err, "%s looks wrong: %s: %s", clean(id), d.Field, clean(d.Text))
	}
}
