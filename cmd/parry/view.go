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
		Name: "view", Usage: "list the saved views, show, save, rename or remove one", ArgsUsage: "[save] [NAME]", Action: a.view,
		Description: "For example:\n  parry view save Board --filter \"level>=H -status:closed\" --sort level,-due --columns id,level,title,owner_person,due\n" +
			"  parry list --view Board\n\n" +
			"A name alone shows the view. save may be left out where a flag says what to save.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "filter", Usage: "only threats that match `EXPR`"},
			&cli.StringFlag{Name: "sort", Usage: "by `COLUMNS` such as level,-due"},
			&cli.StringFlag{Name: "columns", Usage: "show `NAMES` with commas between them: fields, level, findings"},
			&cli.StringFlag{Name: "group", Usage: "in groups by `FIELD`"},
			&cli.StringFlag{Name: "rename", Usage: "give the view another `NAME`"},
			&cli.BoolFlag{Name: "remove", Usage: "forget the view"},
			jsonFlag(),
		},
	}}
}

func (a *app) view(_ context.Context, c *cli.Command) error {
	args := c.Args().Slice()
	save := len(args) > 0 && args[0] == "save"
	if save {
		args = args[1:]
	}
	name := strings.Join(args, " ")
	says := c.IsSet("filter") || c.IsSet("sort") || c.IsSet("columns") || c.IsSet("group")
	switch {
	case name == "" && (save || says || c.Bool("remove") || c.IsSet("rename")):
		return usage("view needs a name: parry view save Board --filter level>=H")
	case c.Bool("remove") && (save || says || c.IsSet("rename")), c.IsSet("rename") && (save || says):
		return usage("view saves, renames or removes: one at a time")
	case name == "":
		return a.look(c, func(w *store.Workspace) error { return a.printViews(c, w.Register().Views()) })
	case c.IsSet("rename"):
		return a.change(c, func(w *store.Workspace) error { return a.did(w.Do(model.RenameView(name, c.String("rename")))) })
	case c.Bool("remove"):
		return a.change(c, func(w *store.Workspace) error { return a.did(w.Do(model.DropView(name))) })
	case !save && !says: // a name alone changes nothing
		return a.look(c, func(w *store.Workspace) error { return a.printView(c, w, name) })
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

func (a *app) printView(c *cli.Command, w *store.Workspace, name string) error {
	v := w.Register().View(name)
	if v == nil {
		return usage("there is no view %q; parry view save %s saves one that shows all threats", name, name)
	}
	return a.printViews(c, []*model.View{v})
}

func (a *app) printViews(c *cli.Command, all []*model.View) error {
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
