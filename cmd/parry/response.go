package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/frameworks/suggestions"
	"parry/model"
	"parry/store"
)

func (a *app) responseCommands() []*cli.Command {
	return []*cli.Command{
		{Name: "clocks", Usage: "by when what must have happened, what is overdue first", Action: a.clocks, Flags: []cli.Flag{
			&cli.BoolFlag{Name: "overdue", Usage: "only what is overdue"}, jsonFlag(), &cli.BoolFlag{Name: "markdown", Usage: "as Markdown"}}},
		{Name: "target", Usage: "compute targets from the planned controls, and look at what if", Action: a.target,
			Description: "For example:\n  parry target --dry-run --without C-02    the heatmap as it would be, nothing saved\n" +
				"  parry target                             every target, as one step",
			Flags: []cli.Flag{&cli.StringFlag{Name: "without", Usage: "leave out the planned controls `IDS`, with commas between them"},
				&cli.BoolFlag{Name: "dry-run", Usage: "say what would change, with the heatmap, and change nothing"}, jsonFlag()}},
		{Name: "controls", Usage: "the controls that are suggested for a threat, and the answers to them", ArgsUsage: "ID", Action: a.controls,
			Description: "For example:\n  parry controls T-010\n  parry controls T-010 --take SC-1,SC-3\n  parry controls T-010 --reject SC-6 --reason \"no second supplier exists\"",
			Flags: []cli.Flag{jsonFlag(), &cli.StringFlag{Name: "take", Usage: "make planned controls of `IDS`, with commas between them"},
				&cli.StringFlag{Name: "have", Usage: "`IDS` are in place already"}, &cli.StringFlag{Name: "reject", Usage: "`IDS` are not taken"},
				&cli.StringFlag{Name: "reason", Usage: "`WHY` they are not taken"}}},
		{Name: "handover", Usage: "everything that stands before you hand the register over; exit 3 if one is above info", Action: a.handover,
			Flags: []cli.Flag{jsonFlag(), &cli.BoolFlag{Name: "markdown", Usage: "as Markdown"}}},
	}
}

func (a *app) clocks(_ context.Context, c *cli.Command) error {
	return a.onDay(c, func(w *store.Workspace, day string) error {
		clocks := model.AllClocks(w.Register(), grounds(w.Register(), day))
		if c.Bool("overdue") {
			clocks = slices.DeleteFunc(clocks, func(k model.Clock) bool { return k.State(day) != "overdue" })
		}
		if c.Bool("json") {
			return a.printJSON(clocksJSON(clocks, day))
		}
		t := table{{"Of", "What", "By", "State", "Done", "By which rule"}}
		for _, k := range clocks {
			t = append(t, []string{k.Of.ID, k.What, k.By, k.State(day), k.Done, k.Basis})
		}
		return a.printTable(t, c.Bool("markdown"))
	})
}

func clocksJSON(clocks []model.Clock, day string) any {
	type clockJSON struct {
		Of    string `json:"of"`
		What  string `json:"what"`
		From  string `json:"from"`
		By    string `json:"by"`
		State string `json:"state"`
		Done  string `json:"done"`
		Basis string `json:"basis"`
	}
	list := make([]clockJSON, len(clocks))
	for i, k := range clocks {
		list[i] = clockJSON{k.Of.ID, k.What, k.From, k.By, k.State(day), k.Done, k.Basis}
	}
	return struct {
		Schema string      `json:"schema"`
		AsOf   string      `json:"as_of"`
		Clocks []clockJSON `json:"clocks"`
	}{model.Schema, day, list}
}

func (a *app) target(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	without := names(c.String("without"))
	check := func(w *store.Workspace) (off func(string) bool, err error) {
		for i, id := range without {
			s := w.Register().Sheet(model.KindControl, id)
			if s == nil {
				return nil, usage("there is no control %s; parry record control lists them", id)
			}
			without[i] = s.ID
		}
		return func(id string) bool { return slices.Contains(without, id) }, nil
	}
	if c.Bool("dry-run") {
		return a.look(c, func(w *store.Workspace) error {
			off, err := check(w)
			if err != nil {
				return err
			}
			return a.printWhatIf(w.Register(), off)
		})
	}
	return a.change(c, func(w *store.Workspace) error {
		off, err := check(w)
		if err != nil {
			return err
		}
		return a.did(w.Do(model.PlanTargets(off)))
	})
}

// printWhatIf prints the targets that would change, and the heatmap as it would be.
func (a *app) printWhatIf(r *model.Register, off func(string) bool) error {
	would := model.WhatIf(r, off)
	for _, t := range r.Threats() {
		before, after := &t.Ratings[model.Target], &would.Threat(t.ID).Ratings[model.Target]
		if before.Cell() != after.Cell() {
			say(a.out, "%s  target %s -> %s", clean(t.ID), before.Cell(), after.Cell())
			for _, step := range after.Path() {
				say(a.out, "       %s", clean(step))
			}
		}
	}
	say(a.out, "current risk by phase, if they were live")
	return a.printTable(heatTable(model.NewHeatmap(model.AsIfLive(r, off), model.ByPhase, model.Current), nil), false)
}

func (a *app) handover(_ context.Context, c *cli.Command) error {
	return a.onDay(c, func(w *store.Workspace, day string) error {
		items := model.Handover(w.Register(), grounds(w.Register(), day))
		if err := a.printHandover(c, items, day); err != nil {
			return err
		}
		return standsIf(slices.ContainsFunc(items, func(i model.Item) bool { return i.Severity != model.SeverityInfo }))
	})
}

func (a *app) printHandover(c *cli.Command, items []model.Item, day string) error {
	switch {
	case c.Bool("json"):
		if items == nil {
			items = []model.Item{}
		}
		return a.printJSON(struct {
			Schema string       `json:"schema"`
			AsOf   string       `json:"as_of"`
			Items  []model.Item `json:"items"`
		}{model.Schema, day, items})
	case c.Bool("markdown"):
		t := table{{"Section", "Of", "Severity", "What and what to do"}}
		for _, i := range items {
			t = append(t, []string{i.Section, i.ID, string(i.Severity), i.Text})
		}
		return a.printTable(t, true)
	}
	section := ""
	for _, i := range items {
		if i.Section != section {
			section = i.Section
			say(a.out, "%s", strings.ToUpper(section[:1])+section[1:])
		}
		say(a.out, "  %-22s %-7s %s", clean(i.ID), i.Severity, clean(i.Text))
	}
	say(a.err, "%s as of %s", fmt.Sprintf("%d things stand", len(items)), day)
	return nil
}

// controls lists what is suggested for a threat, or answers it as one step.
func (a *app) controls(_ context.Context, c *cli.Command) error {
	if c.Args().Len() != 1 {
		return usage("controls needs the id of one threat")
	}
	answers := c.IsSet("take") || c.IsSet("have") || c.IsSet("reject")
	open := a.look
	if answers {
		open = a.change
	}
	return open(c, func(w *store.Workspace) error {
		t, err := findThreat(w, c.Args().First())
		if err != nil {
			return err
		}
		lib := gather(w.Register())
		fit := suggestions.For(lib, t)
		if !answers {
			return a.printControls(c, w.Register(), t, fit, lib.Unmitigated(t.Class.ATLAS))
		}
		var edits []model.Edit
		for _, part := range []struct{ flag, state string }{{"take", model.TakeSuggestion}, {"have", model.HaveSuggestion}, {"reject", model.RejectSuggestion}} {
			for _, id := range names(c.String(part.flag)) {
				i := slices.IndexFunc(fit, func(s model.Suggestion) bool { return strings.EqualFold(s.ID, id) })
				if i < 0 {
					return usage("%s is not suggested for %s; parry controls %s lists what is", id, t.ID, t.ID)
				}
				edits = append(edits, model.AnswerSuggestion(fit[i], t.ID, part.state, c.String("reason")))
			}
		}
		return a.did(w.Do(model.Together(edits...)))
	})
}

func (a *app) printControls(c *cli.Command, r *model.Register, t *model.Threat, fit []model.Suggestion, bare []string) error {
	type answered struct {
		model.Suggestion
		Control string `json:"control"`
		State   string `json:"state"`
		WhyNot  string `json:"why_not"`
	}
	all := make([]answered, len(fit))
	rows := table{{"ID", "Position", "Control", "Answer", "Why it works, or why not"}}
	for i, s := range fit {
		all[i] = answered{Suggestion: s}
		row := []string{s.ID, s.Position, s.Name, "", s.Why}
		if have := s.Answered(r, t.ID); have != nil {
			all[i].Control, all[i].State, all[i].WhyNot = have.ID, have.Get("state"), have.Get("why_not")
			row[3] = have.ID + " " + have.Get("state")
			if have.Get("state") == model.StateRejected {
				row[4] = have.Get("why_not")
			}
		}
		rows = append(rows, row)
	}
	if c.Bool("json") {
		return a.printJSON(struct {
			Schema      string     `json:"schema"`
			Threat      string     `json:"threat"`
			Controls    []answered `json:"controls"`
			Unmitigated []string   `json:"unmitigated"` // techniques that ATLAS has no mitigation against
		}{model.Schema, t.ID, all, append([]string{}, bare...)})
	}
	if len(fit) == 0 {
		say(a.err, "nothing is suggested: %s has no category and no technique", t.ID)
		return nil
	}
	if err := a.printTable(rows, false); err != nil {
		return err
	}
	if len(bare) > 0 {
		say(a.out, "\nATLAS has no mitigation against %s; what is suggested there is parry's own", clean(strings.Join(bare, ", ")))
	}
	return nil
}
