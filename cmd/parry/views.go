package main

import (
	"context"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
)

func (a *app) viewCommands() []*cli.Command {
	return []*cli.Command{
		a.heatmapCommand(),
		a.ssrmCommand(),
		a.answerCommand(),
		a.coverageCommand(),
		{Name: "check", Usage: "print all findings; exit 3 if one is above info", Action: a.check, Flags: []cli.Flag{
			&cli.BoolFlag{Name: "info", Usage: "also what is for information only: S10, each cell that differs from TVM-13's own ownership, and S13, what rests on few"}, jsonFlag()}},
	}
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
		g := grounds(w.Register(), day)
		findings := model.Check(w.Register(), g)
		if c.Bool("info") {
			findings = append(findings, model.Informed(w.Register())...)
		}
		var err error
		if c.Bool("json") {
			err = a.printJSON(model.CheckJSON(findings, day))
		} else {
			err = a.printFindings(findings, day)
		}
		if err != nil {
			return err
		}
		if accepted, by := model.Accepted(w.Register(), g); len(accepted) > 0 && !c.Bool("json") {
			for i, f := range accepted {
				say(a.err, "accepted until %s by %s: %s: %s", by[i].Get("until"), clean(by[i].Get("by")), clean(f.ID), clean(by[i].Get("why")))
			}
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
