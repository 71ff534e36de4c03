package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
)

func (a *app) historyCommands() []*cli.Command {
	return []*cli.Command{
		{Name: "log", Usage: "print every change, oldest first", Action: a.log, Flags: []cli.Flag{jsonFlag()}},
		{Name: "undo", Usage: "take back the last change", Action: a.undo},
		{Name: "redo", Usage: "do once more what was taken back", Action: a.redo},
		{Name: "snapshot", Usage: "name this moment of the register, or list the names", ArgsUsage: "[NAME]", Action: a.snapshot, Flags: []cli.Flag{
			&cli.StringFlag{Name: "note", Usage: "`WHY` it is named"},
			&cli.StringFlag{Name: "of", Value: "now", Usage: "name `MOMENT` instead: a day, an entry of the log"},
			&cli.BoolFlag{Name: "remove", Usage: "forget the name; the history keeps the moment"}, jsonFlag()}},
		{Name: "diff", Usage: "what differs between two moments, or two registers", ArgsUsage: "A [B]", Action: a.diff, Description: diffHelp,
			Flags: []cli.Flag{jsonFlag(), &cli.BoolFlag{Name: "markdown", Usage: "as Markdown"}}},
		{Name: "verify", Usage: "prove the file: chain, replay, ratings done again", Action: a.verify, Flags: []cli.Flag{
			&cli.StringFlag{Name: "head", Usage: "also prove that `HEAD`, printed earlier, is part of this history"}, jsonFlag()}},
	}
}

func (a *app) undo(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	return a.change(c, func(w *store.Workspace) error {
		done, err := w.Undo()
		return a.reported("undid", done, err)
	})
}

func (a *app) redo(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	return a.change(c, func(w *store.Workspace) error {
		done, err := w.Redo()
		return a.reported("did again", done, err)
	})
}

func (a *app) reported(word string, done model.Change, err error) error {
	if err != nil {
		return err
	}
	say(a.err, "%s: %s", word, clean(done.Label))
	return nil
}

// A loggedChange is one entry as JSON. Fields of a threat that are the same
// before and after are left out.
type loggedChange struct {
	Seq     uint64         `json:"seq"`
	At      string         `json:"at"`
	By      string         `json:"by"`
	Act     string         `json:"act"`
	Label   string         `json:"label"`
	Target  uint64         `json:"target,omitempty"`
	Op      string         `json:"op"`
	Hash    string         `json:"hash"`
	Touched []touchedThing `json:"touched"`
}

type touchedThing struct {
	Kind   string              `json:"kind"`
	ID     string              `json:"id"`
	Act    string              `json:"act"` // added, changed, removed
	Fields []model.FieldChange `json:"fields,omitempty"`
}

var acts = map[store.Act]string{store.Did: "did", store.Undid: "undid", store.Redid: "redid"}

func (a *app) log(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	return a.look(c, func(w *store.Workspace) error {
		changes := []loggedChange{}
		err := w.History(func(e store.Entry) bool {
			changes = append(changes, logged(e))
			return true
		})
		if err != nil {
			return err
		}
		if c.Bool("json") {
			return a.printJSON(struct {
				Schema  string         `json:"schema"`
				Changes []loggedChange `json:"changes"`
			}{model.Schema, changes})
		}
		return a.printTable(logTable(changes), false)
	})
}

func logged(e store.Entry) loggedChange {
	l := loggedChange{Seq: e.Seq, At: e.At.Format(time.RFC3339), By: e.By, Act: acts[e.Act], Label: e.Label,
		Target: e.Target, Op: e.Op, Hash: fmt.Sprintf("%x", e.Hash), Touched: []touchedThing{}}
	for _, t := range e.Touched {
		thing := touchedThing{Kind: string(t.Key.Kind), ID: t.Key.ID, Act: "changed"}
		_, isThreat := t.After.(*model.Threat)
		switch {
		case t.Before == nil:
			thing.Act = "added"
			if !isThreat { // a threat that was added is told by its title and by show
				thing.Fields = model.RecordChanges(nil, t.After)
			}
		case t.After == nil:
			thing.Act = "removed"
		default:
			thing.Fields = model.RecordChanges(t.Before, t.After)
		}
		l.Touched = append(l.Touched, thing)
	}
	return l
}

func logTable(changes []loggedChange) table {
	t := table{{"Entry", "When", "Who", "What"}}
	for _, l := range changes {
		what := l.Label
		if l.Target != 0 {
			what = fmt.Sprintf("%s %d: %s", l.Act, l.Target, l.Label)
		}
		t = append(t, []string{fmt.Sprint(l.Seq), l.At, l.By, what})
	}
	return t
}

// headForm is a head as it is printed, or the whole hash.
var headForm = regexp.MustCompile(`^(\d+-)?[0-9a-fA-F]{8,64}$`)

func (a *app) verify(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	if c.IsSet("at") {
		return usage("verify proves the whole file; leave --at out")
	}
	if head := c.String("head"); head != "" && !headForm.MatchString(head) {
		return usage("--head: %q is no head; it looks like 12-0a1b2c3d4e5f6071, as every report prints it", head)
	}
	return a.look(c, func(w *store.Workspace) error {
		defer a.tellShared(w.Path())
		proof, err := w.Verify(c.String("head"))
		if err != nil {
			return err
		}
		if w.Warning() != "" {
			proof.Problems = append(proof.Problems, store.Problem{Place: "the file", Text: w.Warning()})
		}
		done, differ := model.Reperform(w.Register(), gather(w.Register()))
		for _, d := range differ {
			proof.Problems = append(proof.Problems, store.Problem{Place: fmt.Sprintf("%s %s", d.Threat, d.State), Text: d.Text})
		}
		proof.Problems = append(proof.Problems, store.CheckFiles(w.Register())...)
		return a.printProof(c, proof, done)
	})
}

func (a *app) printProof(c *cli.Command, p store.Proof, rated int) error {
	if p.Problems == nil {
		p.Problems = []store.Problem{}
	}
	if c.Bool("json") {
		err := a.printJSON(struct {
			Schema      string `json:"schema"`
			Reperformed int    `json:"reperformed"`
			store.Proof
		}{model.Schema, rated, p})
		return errors.Join(err, standsIf(len(p.Problems) > 0))
	}
	for _, problem := range p.Problems {
		say(a.out, "%s: %s", clean(problem.Place), clean(problem.Text))
	}
	problems := fmt.Sprintf("%d problems", len(p.Problems))
	if len(p.Problems) == 1 {
		problems = "1 problem"
	}
	say(a.out, "%d entries chained, %d records replayed, %d ratings done again, %s; head %s",
		p.Entries, p.Records, rated, problems, p.Head)
	if len(p.Problems) > 0 {
		say(a.out, "the way out: `parry restore` brings back a backup from before, and `parry salvage` reads what it can of the file into a new one; "+
			"a rating that comes out otherwise was made by other rules: rate the threat again, or find out who changed it")
	}
	return standsIf(len(p.Problems) > 0)
}

func standsIf(something bool) error {
	if something {
		return stands()
	}
	return nil
}
