package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
)

func (a *app) viewCommands() []*cli.Command {
	markdown := func() cli.Flag { return &cli.BoolFlag{Name: "markdown", Usage: "as Markdown"} }
	return []*cli.Command{
		{Name: "heatmap", Usage: "count the threats by level", Action: a.heatmap, Flags: []cli.Flag{
			&cli.StringFlag{Name: "by", Value: "phase", Usage: "`AXIS` of the rows: phase, activity, category or layer"},
			&cli.StringFlag{Name: "state", Value: "current", Usage: "the `STATE` to count: inherent, current or target"},
			jsonFlag(), markdown()}},
		{Name: "ssrm", Usage: "print who owns what, with findings", Action: a.ssrm, Flags: []cli.Flag{
			jsonFlag(), markdown(), &cli.BoolFlag{Name: "csv", Usage: "as CSV"}}},
		{Name: "check", Usage: "print all findings; exit 3 if one is above info", Action: a.check, Flags: []cli.Flag{jsonFlag()}},
	}
}

func (a *app) heatmap(_ context.Context, c *cli.Command) error {
	axis, err := model.ParseAxis(c.String("by"))
	if err != nil {
		return badInput(err)
	}
	state, err := model.ParseState(c.String("state"))
	if err != nil {
		return badInput(err)
	}
	return a.onDay(c, func(w *store.Workspace, day string) error {
		h := model.NewHeatmap(w.Register(), axis, state)
		if c.Bool("json") {
			return a.printJSON(h.JSON(day))
		}
		if !c.Bool("markdown") {
			say(a.out, "%s risk by %s, as of %s", state, axis, day)
		}
		if err := a.printTable(heatTable(h), c.Bool("markdown")); err != nil {
			return err
		}
		if n := len(h.Unplaced); n > 0 {
			say(a.out, "")
			say(a.out, "%d of %d threats have no %s rating", n, h.Total, state)
		}
		return nil
	})
}

// heatTable is the count map as rows of text; "." is none, "!" stands beside
// counts above appetite.
func heatTable(h *model.Heatmap) table {
	t := table{{h.By.String(), "VL", "L", "M", "H", "VH", "above appetite", "unrated", "not assessed"}}
	for _, row := range h.Rows {
		cells := []string{row.Name}
		for i, n := range row.Counts {
			cells = append(cells, countCell(n, h.Appetite.Rated() && model.Levels[i] > h.Appetite))
		}
		t = append(t, append(cells, fmt.Sprint(row.Above), fmt.Sprint(row.Unrated()), strings.Join(row.NotAssessed, ", ")))
	}
	return t
}

func countCell(n int, above bool) string {
	switch {
	case n == 0:
		return "."
	case above:
		return fmt.Sprintf("%d!", n)
	}
	return fmt.Sprint(n)
}

func (a *app) ssrm(_ context.Context, c *cli.Command) error {
	return a.onDay(c, func(w *store.Workspace, day string) error {
		view := model.NewOwnershipView(w.Register(), day)
		switch {
		case c.Bool("json"):
			return a.printJSON(view.JSON(day))
		case c.Bool("csv"):
			return writeCSV(a.out, ownershipTable(view))
		}
		if err := a.printTable(ownershipTable(view), c.Bool("markdown")); err != nil {
			return err
		}
		say(a.out, "")
		if c.Bool("markdown") {
			return a.printTable(findingTable(view.Findings), true)
		}
		return a.printFindings(view.Findings, day)
	})
}

// ownershipTable is the matrix as rows of text: "?" is unset, "!" a finding.
func ownershipTable(v *model.OwnershipView) table {
	t := table{append(append([]string{"Threat"}, model.Layers[:]...), "Lead", "Findings")}
	for _, row := range v.Rows {
		cells := []string{row.Threat.ID}
		for i := range model.Layers {
			cell := string(row.Owner(i))
			if cell == "" {
				cell = "?"
			}
			if len(row.Cell(i)) > 0 {
				cell += "!"
			}
			cells = append(cells, cell)
		}
		var rules []string
		for _, f := range row.Findings {
			rules = append(rules, f.Rule)
		}
		t = append(t, append(cells, row.Threat.Ownership.Lead, strings.Join(rules, " ")))
	}
	return t
}

func findingTable(findings []model.Finding) table {
	t := table{{"Finding", "Severity", "What and what to do"}}
	for _, f := range findings {
		t = append(t, []string{f.ID, string(f.Severity), f.Text})
	}
	return t
}

func (a *app) check(_ context.Context, c *cli.Command) error {
	return a.onDay(c, func(w *store.Workspace, day string) error {
		findings := model.Check(w.Register(), grounds(w.Register(), day))
		var err error
		if c.Bool("json") {
			err = a.printJSON(model.CheckJSON(findings, day))
		} else {
			err = a.printFindings(findings, day)
		}
		if err != nil {
			return err
		}
		return standsIf(model.Stands(findings))
	})
}

// printFindings prints one finding a line, never cut: the text says what to do.
func (a *app) printFindings(findings []model.Finding, day string) error {
	for _, f := range findings {
		say(a.out, "%-22s %-7s %s", clean(f.ID), f.Severity, clean(f.Text))
	}
	say(a.err, "%d findings as of %s", len(findings), day)
	return nil
}
