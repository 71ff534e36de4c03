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

func (a *app) recordCommands() []*cli.Command {
	return []*cli.Command{{
		Name: "record", Usage: "the records that are no threats: list, print, write, remove", ArgsUsage: "[KIND [ID] [FIELD=VALUE...]]",
		Action: a.record, Description: recordHelp(), Flags: []cli.Flag{
			&cli.BoolFlag{Name: "remove", Usage: "remove the record"}, jsonFlag()},
	}}
}

func recordHelp() string {
	var b strings.Builder
	b.WriteString("For example:\n" +
		"  parry record                                         the kinds, and how many there are\n" +
		"  parry record register method=owasp-rr appetite=M     what the register is judged by\n" +
		"  parry record system name=Assistant boundary=\"the chat and its tools\"\n" +
		"  parry record party name=Brightdesk roles=\"AP; OSP\"  a new one; its id is printed\n" +
		"  parry record evidence EV-08 expires=+90d\n" +
		"  parry record approval by=\"CISO\" on=today until=+1y   approves the register's method\n\nKinds and their fields:\n" +
		"  register: name, method, appetite")
	for _, k := range model.SheetKinds {
		names := make([]string, len(k.Fields))
		for i, f := range k.Fields {
			names[i] = f.Name
		}
		fmt.Fprintf(&b, "\n  %s: %s", k.Kind, strings.Join(names, ", "))
	}
	return b.String()
}

func (a *app) record(_ context.Context, c *cli.Command) error {
	args := c.Args().Slice()
	if len(args) == 0 {
		return a.look(c, func(w *store.Workspace) error { return a.printKinds(c, w) })
	}
	if strings.EqualFold(args[0], "register") {
		return a.recordRegister(c, args[1:])
	}
	k, ok := model.SheetKindOf(model.Kind(args[0]))
	if !ok {
		return usage("record needs a kind, and %.40q is none; there is register, %s", args[0], kindNames())
	}
	return a.recordSheet(c, k, args[1:])
}

func kindNames() string {
	names := make([]string, len(model.SheetKinds))
	for i, k := range model.SheetKinds {
		names[i] = string(k.Kind)
	}
	return strings.Join(names, ", ")
}

// recordRegister prints or changes what the register is judged by.
func (a *app) recordRegister(c *cli.Command, args []string) error {
	sets, err := assignments(args)
	if err != nil {
		return err
	}
	if len(sets) == 0 {
		return a.look(c, func(w *store.Workspace) error { return a.printSettings(c, w) })
	}
	return a.change(c, func(w *store.Workspace) error {
		edit, err := settingsEdit(gather(w.Register()), sets)
		if err != nil {
			return err
		}
		return a.did(w.Do(edit))
	})
}

// recordSheet lists, prints, writes or removes records of one kind.
func (a *app) recordSheet(c *cli.Command, k model.SheetKind, args []string) error {
	id := ""
	if len(args) > 0 && !strings.Contains(args[0], "=") {
		id, args = args[0], args[1:]
	}
	sets, err := assignments(args)
	if err != nil {
		return err
	}
	if k.Prefix == "" {
		id = string(k.Kind)
	}
	switch {
	case c.Bool("remove") && (id == "" || len(sets) > 0):
		return usage("--remove needs the id of one %s and nothing else", k.Kind)
	case c.Bool("remove"):
		return a.change(c, func(w *store.Workspace) error { return a.did(w.Do(model.RemoveSheet(k.Kind, id))) })
	case len(sets) == 0:
		return a.look(c, func(w *store.Workspace) error { return a.printSheets(c, w, k, id) })
	}
	return a.change(c, func(w *store.Workspace) error { return a.writeSheet(c, w, k, id, sets) })
}

// writeSheet writes one record, and prints the id of a new one.
func (a *app) writeSheet(c *cli.Command, w *store.Workspace, k model.SheetKind, id string, sets []model.Assignment) error {
	day, err := dayOf(c, w)
	if err != nil {
		return err
	}
	if sets, err = model.ResolveSheetDays(k.Kind, sets, day); err != nil {
		return badInput(err)
	}
	edit, err := store.WriteRecord(k.Kind, id, sets...)
	if err != nil {
		return err
	}
	done, err := w.Do(edit)
	if err := a.did(done, err); err != nil {
		return err
	}
	if len(done.Touched) > 0 && id == "" {
		id = done.Touched[0].Key.ID
		say(a.out, "%s", id)
	}
	if s := w.Register().Sheet(k.Kind, id); s != nil {
		a.warn(s.ID, about(sets, w.Register().DoubtsOf(s, day)))
	}
	return nil
}

func (a *app) printKinds(c *cli.Command, w *store.Workspace) error {
	type kindJSON struct {
		Kind  string `json:"kind"`
		Means string `json:"means"`
		Count int    `json:"count"`
	}
	all := []kindJSON{{"register", "what the register is judged by", 1}}
	for _, k := range model.SheetKinds {
		all = append(all, kindJSON{string(k.Kind), k.Means, len(w.Register().Sheets(k.Kind))})
	}
	if c.Bool("json") {
		return a.printJSON(struct {
			Schema string     `json:"schema"`
			Kinds  []kindJSON `json:"kinds"`
		}{model.Schema, all})
	}
	t := table{{"Kind", "There are", "What it is"}}
	for _, k := range all {
		t = append(t, []string{k.Kind, fmt.Sprint(k.Count), k.Means})
	}
	return a.printTable(t, false)
}

// printSheets prints one record, or all of its kind.
func (a *app) printSheets(c *cli.Command, w *store.Workspace, k model.SheetKind, id string) error {
	sheets := w.Register().Sheets(k.Kind)
	if id != "" {
		one := w.Register().Sheet(k.Kind, id)
		switch {
		case one == nil && k.Prefix == "":
			sheets = nil
		case one == nil:
			return fmt.Errorf("there is no %s %s; `parry record %s` lists them", k.Kind, id, k.Kind)
		default:
			sheets = []*model.Sheet{one}
		}
	}
	if c.Bool("json") {
		return a.printJSON(sheetsJSON(w.Register(), k, sheets))
	}
	if id == "" {
		t := table{{"ID", k.Fields[0].Title, k.Fields[1].Title, k.Fields[2].Title}}
		for _, s := range sheets {
			t = append(t, []string{s.ID, s.Get(k.Fields[0].Name), s.Get(k.Fields[1].Name), s.Get(k.Fields[2].Name)})
		}
		return a.printTable(t, false)
	}
	day, err := dayOf(c, w)
	if err != nil {
		return err
	}
	for _, s := range sheets {
		say(a.out, "%s  %s", clean(s.ID), clean(s.Name()))
		for _, f := range k.Fields {
			text := s.Get(f.Name)
			if f.Name == "references" {
				text = s.OwnReferences()
			}
			say(a.out, "  %-18s %s", f.Name, clean(dash(text)))
		}
		a.printOrigin(s.Foreign())
		if by := w.Register().CitedBy(s); len(by) > 0 {
			say(a.out, "\nNamed by %s", clean(strings.Join(by, ", ")))
		}
		a.printDoubts(w.Register().DoubtsOf(s, day))
	}
	if len(sheets) == 0 {
		say(a.err, "nothing is written down yet: parry record %s %s=…", k.Kind, k.Fields[0].Name)
	}
	return nil
}

// sheetsJSON gives records with every field of their kind, and who names them.
func sheetsJSON(r *model.Register, k model.SheetKind, sheets []*model.Sheet) any {
	records := make([]map[string]any, len(sheets))
	for i, s := range sheets {
		records[i] = map[string]any{"id": s.ID, "named_by": append([]string{}, r.CitedBy(s)...)}
		for _, f := range k.Fields {
			records[i][f.Name] = s.Get(f.Name)
			if f.Sort == model.List || f.Sort == model.SomeOf {
				records[i][f.Name] = append([]string{}, s.List(f.Name)...)
			}
		}
	}
	return struct {
		Schema  string           `json:"schema"`
		Kind    string           `json:"kind"`
		Records []map[string]any `json:"records"`
	}{model.Schema, string(k.Kind), records}
}

// settingsEdit makes one edit of what was set.
func settingsEdit(lib model.Library, sets []model.Assignment) (model.Edit, error) {
	var edits []model.Edit
	for i, set := range sets {
		if slices.ContainsFunc(sets[:i], func(s model.Assignment) bool { return strings.EqualFold(s.Field, set.Field) }) {
			return model.Edit{}, usage("%s is set twice", set.Field)
		}
		edit, err := setting(lib, set)
		if err != nil {
			return edit, err
		}
		edits = append(edits, edit)
	}
	return model.Together(edits...), nil
}

func setting(lib model.Library, set model.Assignment) (edit model.Edit, err error) {
	switch strings.ToLower(set.Field) {
	case "name":
		return model.NameSystem(set.Value), nil
	case "method":
		m, err := method(lib, set.Value, model.Settings{})
		return model.JudgeBy(m), err
	case "appetite":
		level, err := model.ParseLevel(set.Value)
		return model.Tolerate(level), badInput(err)
	}
	return edit, usage("the register has no field %.40q; it has name, method and appetite", set.Field)
}

func (a *app) printSettings(c *cli.Command, w *store.Workspace) error {
	s := w.Register().Settings()
	if c.Bool("json") {
		return a.printJSON(struct {
			Schema string `json:"schema"`
			model.Settings
		}{model.Schema, s})
	}
	day, err := dayOf(c, w)
	if err != nil {
		return err
	}
	say(a.out, "name      %s", clean(s.Name))
	say(a.out, "method    %s %s, %s", clean(s.Method), clean(s.MethodVersion), w.Register().Approval(day).Words())
	say(a.out, "matrix    %s %s", clean(s.Matrix.Name), clean(s.Matrix.Version))
	say(a.out, "appetite  %s", dash(s.Appetite.String()))
	return nil
}
