package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
)

// snapshot names a moment, lists the names or forgets one.
func (a *app) snapshot(_ context.Context, c *cli.Command) error {
	name := strings.Join(c.Args().Slice(), " ")
	switch {
	case name == "" && (c.Bool("remove") || c.IsSet("note") || c.IsSet("of")):
		return usage("snapshot needs a name: parry snapshot 2026-Q4")
	case name == "":
		return a.look(c, func(w *store.Workspace) error { return a.printSnapshots(c, w) })
	case c.Bool("remove"):
		return a.change(c, func(w *store.Workspace) error { return a.did(w.Do(model.DropSnapshot(name))) })
	}
	return a.change(c, func(w *store.Workspace) error {
		seq, err := w.Moment(c.String("of"))
		if err != nil {
			return badInput(err)
		}
		day, err := dayOf(c, w)
		if err != nil {
			return err
		}
		return a.did(w.Do(model.TakeSnapshot(model.Snapshot{Name: name, Seq: seq, Day: day,
			By: w.By(), Note: c.String("note")})))
	})
}

func (a *app) printSnapshots(c *cli.Command, w *store.Workspace) error {
	all := w.Register().Snapshots()
	if c.Bool("json") {
		if all == nil {
			all = []*model.Snapshot{}
		}
		return a.printJSON(struct {
			Schema    string            `json:"schema"`
			Snapshots []*model.Snapshot `json:"snapshots"`
		}{model.Schema, all})
	}
	t := table{{"Name", "Entry", "Day", "By", "Note"}}
	for _, s := range all {
		t = append(t, []string{s.Name, fmt.Sprint(s.Seq), s.Day, s.By, s.Note})
	}
	return a.printTable(t, false)
}
