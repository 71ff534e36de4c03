package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v3"

	"parry/frameworks/cards"
	"parry/model"
	"parry/store"
	"parry/store/formats/csvfile"
	"parry/ui/widget"
)

func (a *app) threatCommands() []*cli.Command {
	return []*cli.Command{
		{Name: "add", Usage: "capture a threat", ArgsUsage: "TEXT", Action: a.add,
			Description: addHelp, Flags: []cli.Flag{
				&cli.StringSliceFlag{Name: "set", Usage: "also set `FIELD=VALUE`"},
				&cli.StringFlag{Name: "card", Usage: "as the answer to the prompt card `ID`: its layer, phase and category are set"},
				&cli.BoolFlag{Name: "whole", Usage: "keep the text as one title, whatever it says"},
			}},
		{Name: "show", Usage: "print one threat", ArgsUsage: "ID", Action: a.show, Flags: []cli.Flag{jsonFlag()}},
		{Name: "edit", Usage: "set fields of threats, as one step", ArgsUsage: "(ID... | --filter EXPR) FIELD=VALUE...",
			Action: a.edit, Description: fieldHelp(), Flags: []cli.Flag{
				&cli.StringFlag{Name: "filter", Usage: "all threats that match `EXPR`, instead of ids"},
				&cli.BoolFlag{Name: "dry-run", Usage: "say what would change and change nothing"},
			}},
		{Name: "copy", Usage: "make another threat of one: what it says, where it lies, who owns it", ArgsUsage: "ID", Action: a.copyThreat},
		{Name: "link", Usage: "relate threats to each other", ArgsUsage: "ID ID...", Action: a.link, Flags: []cli.Flag{
			&cli.BoolFlag{Name: "remove", Usage: "take the relation away again"}}},
		{Name: "remove", Usage: "take threats out", ArgsUsage: "ID...", Action: a.remove},
		{Name: "list", Usage: "print the register, filtered", Action: a.list, Description: filterHelp, Flags: []cli.Flag{
			&cli.StringFlag{Name: "filter", Usage: "only threats that match `EXPR`, such as phase:deployment level>=H"},
			&cli.StringFlag{Name: "sort", Usage: "by `COLUMNS` such as level,-due; a leading - turns one round"},
			&cli.StringFlag{Name: "view", Usage: "as the saved view `NAME` shows it"},
			&cli.StringFlag{Name: "columns", Usage: "show `NAMES` with commas between them: fields, level, findings"},
			jsonFlag(),
			&cli.BoolFlag{Name: "csv", Usage: "as CSV, every column"},
			&cli.BoolFlag{Name: "markdown", Usage: "as a Markdown table"},
		}},
	}
}

const addHelp = `For example:
  parry add "prompt leaks through error pages; index is poisoned"     two threats
  parry add "a shopper with an account can talk the assistant into a promise, leading to losses on the budget"
A ; ends a threat. What is said as "a SOURCE with PREREQUISITES can ACTION,
leading to IMPACT on ASSET" fills those fields too; the title is all of it.
A line that begins with ? is parked; --whole takes it as a title.`

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

// filterHelp tells the filter language in short.
const filterHelp = `Filter: words are looked for in all text; FIELD:VALUE in one field.
  phase:deployment   level>=H   role:MP   due<2027-01-01   -status:closed   "free text"
  a,b is either; ? is empty, * is not; = compares whole values; - turns a term round.
  Words beside the fields: phase stage activity owner role lead party method;
  level is current, else inherent; inherent current target are the level of one state.`

func jsonFlag() cli.Flag { return &cli.BoolFlag{Name: "json", Usage: "as JSON"} }

func (a *app) add(_ context.Context, c *cli.Command) error {
	text := strings.Join(c.Args().Slice(), " ")
	if strings.TrimSpace(text) == "" {
		return usage("add needs a few words: parry add \"what can go wrong\"")
	}
	sets, err := assignments(c.StringSlice("set"))
	if err != nil {
		return err
	}
	if id := c.String("card"); id != "" {
		card, ok := model.CardNamed(cards.Deck(), id)
		if !ok {
			return usage("there is no card %q; `parry card -n 0` lists them", id)
		}
		sets = card.SetsBeside(sets)
	}
	return a.change(c, func(w *store.Workspace) error {
		sets, err := onDays(c, w, sets)
		if err != nil {
			return err
		}
		day, err := dayOf(c, w)
		if err != nil {
			return err
		}
		edit := model.TakeDown([]string{text}, day, w.By(), sets...)
		if c.Bool("whole") {
			edit = model.AddThreat(text, sets...)
		}
		done, err := w.Do(edit)
		if err != nil {
			return badEdit(err)
		}
		for _, touch := range done.Touched {
			say(a.out, "%s", touch.Key.ID)
		}
		return nil
	})
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

// namedOrFiltered gives what finds the ids of the threats that an edit is for.
func namedOrFiltered(c *cli.Command, names []string) (func(*store.Workspace) ([]string, error), error) {
	choose, err := choice(c)
	if err != nil {
		return nil, err
	}
	return func(w *store.Workspace) (ids []string, err error) {
		if c.IsSet("filter") {
			threats, err := choose(w.Register())
			for _, t := range threats {
				ids = append(ids, t.ID)
			}
			return ids, err
		}
		for _, name := range names {
			t, err := findThreat(w, name)
			if err != nil {
				return nil, err
			}
			ids = append(ids, t.ID)
		}
		return ids, nil
	}, nil
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

func (a *app) copyThreat(_ context.Context, c *cli.Command) error {
	if c.Args().Len() != 1 {
		return usage("copy needs one id")
	}
	return a.change(c, func(w *store.Workspace) error {
		t, err := findThreat(w, c.Args().First())
		if err != nil {
			return err
		}
		done, err := w.Do(model.CopyThreat(t.ID))
		if err := a.did(done, err); err != nil {
			return err
		}
		say(a.out, "%s", done.Touched[0].Key.ID)
		return nil
	})
}

func (a *app) link(_ context.Context, c *cli.Command) error {
	if c.Args().Len() < 2 {
		return usage("link needs two ids or more: parry link T-001 T-004")
	}
	return a.change(c, func(w *store.Workspace) error {
		var ids []string
		for _, name := range c.Args().Slice() {
			t, err := findThreat(w, name)
			if err != nil {
				return err
			}
			ids = append(ids, t.ID)
		}
		edit := model.LinkThreats(ids...)
		if c.Bool("remove") {
			edit = model.UnlinkThreats(ids...)
		}
		return a.did(w.Do(edit))
	})
}

func (a *app) remove(_ context.Context, c *cli.Command) error {
	if !c.Args().Present() {
		return usage("remove needs at least one id")
	}
	return a.change(c, func(w *store.Workspace) error {
		var ids []string
		for _, id := range c.Args().Slice() {
			t, err := findThreat(w, id)
			if err != nil {
				return err
			}
			ids = append(ids, t.ID)
		}
		return a.did(w.Do(model.RemoveThreats(ids...)))
	})
}

func (a *app) show(_ context.Context, c *cli.Command) error {
	if c.Args().Len() != 1 {
		return usage("show needs one id")
	}
	return a.look(c, func(w *store.Workspace) error {
		t, err := findThreat(w, c.Args().First())
		if err != nil {
			return err
		}
		if c.Bool("json") {
			return a.printJSON(t.JSON(true, model.JSONField{Name: "schema", Value: model.Schema}))
		}
		day, err := dayOf(c, w)
		if err != nil {
			return err
		}
		return a.printThreat(t, day)
	})
}

// printOrigin prints where a record came from, and what of its file no field holds.
func (a *app) printOrigin(f model.Foreign) {
	if f.Format == "" {
		return
	}
	say(a.out, "\nCame from %s as %s", clean(f.Format), clean(f.ID))
	for _, one := range f.Fields {
		say(a.out, "  %-26s %s", clean(one.Name), clean(one.Value))
	}
}

// printThreat prints the fields that hold something, in their groups, and what looks
// wrong in them on a day.
func (a *app) printThreat(t *model.Threat, day string) error {
	say(a.out, "%s  %s", clean(t.ID), clean(t.Title))
	if s := t.Statement.Sentence(); s != "" {
		say(a.out, "%s", clean(s))
	}
	for _, group := range model.Groups {
		head := "\n" + group
		for _, f := range model.InGroup(group) {
			value := shown(f, t)
			if f.Name == "notes" {
				value = t.OwnNotes()
			}
			if value == "" || f.Name == "id" || f.Name == "title" {
				continue
			}
			if head != "" {
				say(a.out, "%s", head)
				head = ""
			}
			if widget.HasHidden(value) {
				value += "  (holds signs that cannot be seen)"
			}
			say(a.out, "  %-26s %s", f.Name, clean(value))
		}
	}
	a.printOrigin(t.Foreign())
	a.printDoubts(t.Doubts(day))
	return nil
}

// printDoubts prints what looks wrong in a record.
func (a *app) printDoubts(doubts []model.Doubt) {
	if len(doubts) > 0 {
		say(a.out, "\nLooks wrong")
	}
	for _, d := range doubts {
		say(a.out, "  %-26s %s", d.Field, clean(d.Text))
	}
}

// shown is a field's text for people: items without the marks that CSV needs.
func shown(f model.Field, t *model.Threat) string {
	if f.Sort == model.JSONOf {
		return shownRecord(f, t)
	}
	if f.IsList() {
		return strings.Join(model.SplitList(f.Get(t)), "; ")
	}
	return f.Get(t)
}

// shownRecord is a record within a threat for people.
func shownRecord(f model.Field, t *model.Threat) string {
	var texts []string
	if f.Name == "selections" {
		for _, s := range t.Selections() {
			texts = append(texts, s.Told())
		}
		return strings.Join(texts, "; ")
	}
	for _, s := range model.States {
		if f.Name == s.String()+"_verdict" {
			return t.Ratings[s].Verdict().Words()
		}
		for _, text := range t.OtherRatings(s) {
			texts = append(texts, s.String()+" "+text)
		}
	}
	return strings.Join(texts, "; ")
}

func (a *app) list(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	choose, err := choice(c)
	if err != nil {
		return err
	}
	return a.look(c, func(w *store.Workspace) error {
		threats, err := choose(w.Register())
		if err != nil {
			return err
		}
		switch {
		case c.Bool("json"):
			return a.printJSON(listJSON(threats))
		case c.Bool("csv"):
			return csvfile.Write(a.out, threats)
		}
		view, err := viewOf(c, w.Register())
		if err != nil {
			return err
		}
		rows := threatTable(threats)
		if len(view.Columns) > 0 {
			day, err := dayOf(c, w)
			if err != nil {
				return err
			}
			if rows, err = columnTable(threats, view.Columns, grounds(w.Register(), day)); err != nil {
				return err
			}
		}
		return a.printTable(rows, c.Bool("markdown"))
	})
}

// columnTable is a table of the columns that were asked for.
func columnTable(threats []*model.Threat, columns []string, g model.Grounds) (table, error) {
	head := make([]string, len(columns))
	texts := make([]func(*model.Threat) string, len(columns))
	for i, name := range columns {
		switch f, isField := model.FieldNamed(name); {
		case name == model.ColumnLevel:
			head[i], texts[i] = "Level", levelText
		case name == model.ColumnFindings:
			head[i], texts[i] = "Findings", func(t *model.Threat) string { return fmt.Sprint(len(model.CheckThreat(t, g))) }
		case !isField:
			return nil, badInput(model.UnknownField(name))
		default:
			head[i], texts[i] = f.FullTitle(), func(t *model.Threat) string { return shown(f, t) }
		}
	}
	rows := table{head}
	for _, t := range threats {
		row := make([]string, len(columns))
		for i, text := range texts {
			row[i] = text(t)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// choice reads --filter, --sort and --view, and gives what picks the threats they
// let through, in their order: levels from high to low, all else up, a leading "-"
// turned round, several columns with commas between them. What is asked for beside
// a view goes before it.
func choice(c *cli.Command) (func(*model.Register) ([]*model.Threat, error), error) {
	day, err := today(c, model.Settings{})
	if err != nil {
		return nil, err
	}
	if _, err := model.ParseOn(c.String("filter"), day); err != nil {
		return nil, badFilter(c.String("filter"), err)
	}
	if _, err := model.ParseOrder(c.String("sort")); err != nil {
		return nil, usage("--sort: %w", err)
	}
	return func(r *model.Register) ([]*model.Threat, error) {
		view, err := viewOf(c, r)
		if err != nil {
			return nil, err
		}
		if asOf := r.Settings().AsOf; asOf != "" && c.String("as-of") == "" {
			day = asOf
		}
		filter, err := model.ParseOn(view.Filter, day)
		if err != nil {
			return nil, badFilter(view.Filter, err)
		}
		order, err := model.ParseOrder(view.Group + "," + view.Sort)
		if err != nil {
			return nil, usage("--sort: %w", err)
		}
		threats := []*model.Threat{}
		for _, t := range r.Threats() {
			if filter.Match(t) {
				threats = append(threats, t)
			}
		}
		order.Sort(threats, grounds(r, day))
		return threats, nil
	}, nil
}

// viewOf is the saved view that was asked for, with what was asked for beside it.
func viewOf(c *cli.Command, r *model.Register) (model.View, error) {
	var view model.View
	if name := c.String("view"); name != "" {
		saved := r.View(name)
		if saved == nil {
			return view, usage("there is no view %q; `parry view` lists them", name)
		}
		view = *saved
	}
	if c.IsSet("filter") {
		view.Filter = c.String("filter")
	}
	if c.IsSet("sort") {
		view.Sort = c.String("sort")
	}
	if c.IsSet("columns") {
		view.Columns = names(c.String("columns"))
	}
	return view, nil
}

// badFilter shows where a filter cannot be read: under its expression.
func badFilter(expr string, err error) error {
	var bad *model.FilterError
	if !errors.As(err, &bad) || strings.ContainsAny(expr, "\n\t") {
		return usage("--filter: %w", err)
	}
	before := widget.Clean(expr[:min(bad.At, len(expr))])
	return usage("--filter: %s\n  %s\n  %s^", bad.Text, clean(expr), strings.Repeat(" ", utf8.RuneCountInString(before)))
}

func listJSON(threats []*model.Threat) any {
	rows := make([]any, len(threats))
	for i, t := range threats {
		rows[i] = t.JSON(false)
	}
	return struct {
		Schema  string `json:"schema"`
		Threats []any  `json:"threats"`
	}{model.Schema, rows}
}

func threatTable(threats []*model.Threat) table {
	t := table{{"ID", "Level", "Title", "Phase", "Owner", "Due", "Status"}}
	for _, x := range threats {
		t = append(t, []string{x.ID, levelText(x), x.Title, x.Class.Phase, x.Ownership.Person, x.Response.Due, x.Status})
	}
	return t
}

// levelText writes inherent > current.
func levelText(t *model.Threat) string {
	return fmt.Sprintf("%s>%s", dash(t.Ratings[model.Inherent].Level.String()), dash(t.Ratings[model.Current].Level.String()))
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
