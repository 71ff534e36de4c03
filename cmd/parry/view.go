package main

import (
	"context"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
)

func (a *app) savedViewCommands() []*cli.Command {
	return []*cli.Command{{
		Name: "view", Usage: "list the saved views, save one or remove one", ArgsUsage: "[NAME]", Action: a.view,
		Description: "For example:\n  parry view Board --filter \"level>=H -status:closed\" --sort level,-due --columns id,level,title,owner_person,due\n" +
			"  parry list --view Board",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "filter", Usage: "only threats that match `EXPR`"},
			&cli.StringFlag{Name: "sort", Usage: "by `COLUMNS` such as level,-due"},
			&cli.StringFlag{Name: "columns", Usage: "show `NAMES` with commas between them: fields, level, findings"},
			&cli.StringFlag{Name: "group", Usage: "in groups by `FIELD`"},
			&cli.BoolFlag{Name: "remove", Usage: "forget the view"},
			jsonFlag(),
		},
	}}
}

func (a *app) view(_ context.Context, c *cli.Command) error {
	name := strings.Join(c.Args().Slice(), " ")
	switch {
	case name == "" && (c.Bool("remove") || c.IsSet("filter") || c.IsSet("sort") || c.IsSet("columns") || c.IsSet("group")):
		return usage("view needs a name: parry view Board --filter level>=H")
	case name == "":
		return a.look(c, func(w *store.Workspace) error { return a.printViews(c, w) })
	case c.Bool("remove"):
		return a.change(c, func(w *store.Workspace) error { return a.did(w.Do(model.DropView(name))) })
	}
	v := model.View{Name: name, Filter: c.String("filter"), Sort: c.String("sort"), Columns: names(c.String("columns")), Group: c.String("group")}
	return a.change(c, func(w *store.Workspace) error { return a.did(w.Do(model.SaveView(v))) })
}

// names cuts a list at its commas.
func names(text string) []string {
	var list []string
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name != "" {
			list = append(list, name)
		}
	}
	return list
}

func (a *app) printViews(c *cli.Command, w *store.Workspace) error {
	all := w.Register().Views()
	if c.Bool("json") {
		if all == nil {
			all = []*model.View{}
		}
		return a.printJSON(struct {
			Schema string        `json:"schema"`
			Views  []*model.View `json:"views"`
		}{model.Schema, all})
	}
	t := table{{"Name", "Filter", "Sort", "Group", "Columns"}}
	for _, v := range all {
		t = append(t, []string{v.Name, v.Filter, v.Sort, v.Group, strings.Join(v.Columns, ",")})
	}
	return a.printTable(t, false)
}
