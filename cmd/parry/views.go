package main

import (
	"context"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
)

func (a *app) viewCommands() []*cli.Command {
	markdown := func() cli.Flag { return &cli.BoolFlag{Name: "markdown", Usage: "as Markdown"} }
	return []*cli.Command{
		a.heatmapCommand(),
		{Name: "ssrm", Usage: "print who owns what, with findings", Action: a.ssrm, Flags: []cli.Flag{
			jsonFlag(), markdown(), &cli.BoolFlag{Name: "csv", Usage: "as CSV"}}},
		{Name: "check", Usage: "print all findings; exit 3 if one is above info", Action: a.check, Flags: []cli.Flag{jsonFlag()}},
	}
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
