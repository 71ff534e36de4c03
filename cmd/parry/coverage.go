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

func (a *app) coverageCommand() *cli.Command {
	return &cli.Command{Name: "coverage", Usage: "which entries of the catalogues are met, by which threats, controls and evidence", ArgsUsage: "[CATALOGUE]", Action: a.coverage,
		Description: "For example:\n" +
			"  parry coverage                totals of every catalogue\n" +
			"  parry coverage atlas          every entry that is named, and groups; --all those that nothing names too\n" +
			"  parry coverage eu-ai-act      whether it applies, and what each step rests on\n" +
			"An entry is met by what names it: a threat by its techniques and classes, a control by references=…, evidence by shows=….\n" +
			"Out of scope is what the assessor says:\n" +
			"  parry record scope entries=\"NIST AI 600-1 MG-3.1-004\" why=\"no model is fetched\" by=Ada on=today",
		Flags: []cli.Flag{&cli.BoolFlag{Name: "all", Usage: "print entries that nothing names too"}, jsonFlag()}}
}

func (a *app) coverage(_ context.Context, c *cli.Command) error {
	if c.Args().Len() > 1 {
		return usage("coverage takes one catalogue, or none for all of them")
	}
	return a.look(c, func(w *store.Workspace) error {
		day, err := dayOf(c, w)
		if err != nil {
			return err
		}
		r := w.Register()
		lists := gather(r).Lists()
		id := c.Args().First()
		if id != "" { // of several editions the one in use comes first
			one := slices.DeleteFunc(slices.Clone(lists), func(l model.Catalogue) bool { return !strings.EqualFold(l.ID, id) })
			if len(one) == 0 {
				return usage("there is no catalogue %.40q; there is %s", id, catalogueIDs(lists))
			}
			lists = one
		}
		all, of := make([]*model.Coverage, len(lists)), model.CoverageOf(r, day)
		for i := range lists {
			all[i] = of.Of(&lists[i])
		}
		switch {
		case c.Bool("json"):
			return a.printJSON(model.CoverageJSON(r, day, all, id != ""))
		case id != "":
			for i, v := range all {
				if i > 0 {
					say(a.out, "")
				}
				a.printCoverage(r, v, c.Bool("all"))
			}
			return nil
		}
		return a.printCoverages(all)
	})
}

func catalogueIDs(lists []model.Catalogue) string {
	var ids []string
	for i := range lists {
		if !slices.Contains(ids, lists[i].ID) {
			ids = append(ids, lists[i].ID)
		}
	}
	return strings.Join(ids, ", ")
}

// printCoverages prints the totals of catalogues, one a line.
func (a *app) printCoverages(all []*model.Coverage) error {
	t := table{{"Catalogue", "Version", "Entries", "Evidenced", "Tested", "Treated", "Cited", "Not in scope", "Not named"}}
	for _, v := range all {
		row := []string{v.Catalogue.ID, v.Catalogue.Version, fmt.Sprint(len(v.Entries))}
		for _, rung := range model.Rungs {
			row = append(row, fmt.Sprint(v.Tally[rung]))
		}
		t = append(t, row)
	}
	if err := a.printTable(t, false); err != nil {
		return err
	}
	say(a.out, "")
	for _, v := range all {
		if v.Applies != "" {
			say(a.out, "%s: %s; %s", v.Catalogue.Title, clean(v.Applying()), v.Claims)
		}
	}
	say(a.out, "as of %s; `parry coverage CATALOGUE` prints the entries of one", all[0].AsOf)
	return nil
}

// mostNamed are the threats that a line names; JSON has all.
const mostNamed = 12

func (a *app) printCoverage(r *model.Register, v *model.Coverage, whole bool) {
	c := v.Catalogue
	say(a.out, "%s %s  %s", clean(c.ID), clean(c.Version), clean(c.Title))
	say(a.out, "%d entries: %s; as of %s", len(v.Entries), v.Tally, v.AsOf)
	if v.Applies != "" {
		say(a.out, "%s; %s", clean(v.Applying()), v.Claims)
	}
	say(a.out, "")
	for _, g := range v.Groups {
		say(a.out, "%-32s %3d   %s", clean(g.Name), g.Tally.Sum(), g.Tally)
		if g.Note != "" {
			say(a.out, "%38s%s", "", g.Note)
		}
	}
	silent := 0
	for i := range v.Entries {
		e := &v.Entries[i]
		if e.Rung == model.Unnamed && e.Note == "" && e.Named == 0 && !whole {
			silent++
			continue
		}
		a.printCovered(r, e)
	}
	if silent > 0 {
		say(a.out, "\nnothing names the other %d; --all prints them", silent)
	}
}

func (a *app) printCovered(r *model.Register, e *model.Covered) {
	say(a.out, "\n%-14s %s", clean(e.ID), clean(e.Name))
	say(a.out, "  %s", clean(e.Says()))
	if len(e.Threats) > 0 {
		closed, worst := e.Open(r)
		text := fmt.Sprintf("worst %s", dash(worst.String()))
		if closed > 0 {
			text += fmt.Sprintf(", %d closed", closed)
		}
		say(a.out, "  threats   %s (%s)", clean(firstOf(e.Threats)), text)
	}
	if len(e.Controls) > 0 {
		say(a.out, "  controls  %s", clean(firstOf(e.Controls)))
	}
	if len(e.Awaited) > 0 {
		say(a.out, "  to come   %s", clean(firstOf(e.Awaited)))
	}
	if len(e.Evidence) > 0 {
		words := make([]string, len(e.Evidence))
		for i, s := range e.Evidence {
			words[i] = s.ID + " " + s.State
		}
		say(a.out, "  evidence  %s", clean(firstOf(words)))
	}
	if e.Note != "" {
		say(a.out, "  note      %s", clean(e.Note))
	}
}

// firstOf names the first few of a list.
func firstOf(list []string) string {
	if more := len(list) - mostNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:mostNamed], ", "), more)
	}
	return strings.Join(list, ", ")
}
