package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/store/formats/report"
)

func (a *app) ssrmCommand() *cli.Command {
	return &cli.Command{Name: "ssrm", Usage: "print who owns what, with findings", Action: a.ssrm, Description: ssrmHelp, Flags: []cli.Flag{
		&cli.StringFlag{Name: "by", Usage: "the sums instead of the matrix: by `WHAT`: layer, party or evidence"},
		&cli.BoolFlag{Name: "problems", Usage: "only threats with a finding"},
		&cli.BoolFlag{Name: "baseline", Usage: "what differs from TVM-13's own ownership, by layer and value"},
		&cli.BoolFlag{Name: "raci", Usage: "who is responsible and accountable, consulted and informed"},
		&cli.StringFlag{Name: "filter", Usage: "only threats that match `EXPR`"},
		&cli.BoolFlag{Name: "svg", Usage: "as a picture that needs nothing else"},
		jsonFlag(), &cli.BoolFlag{Name: "markdown", Usage: "as Markdown"}, &cli.BoolFlag{Name: "csv", Usage: "as CSV"},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`"}}}
}

const ssrmHelp = `For example:
  parry ssrm --problems                               where nobody answers, or two say they do
  parry record system deployment_model="hosted model" who may own what: A to F, or allowed_pi=... of your own
  parry record party name="Acme" roles="AP; OSP" assessed=yes
  parry edit T-001 provider_claims="MP:Model=AP in AI-CAIQ 3.1 on 2026-05-01"
  parry record exception finding=S1/T-018/Orchestrated why="chosen in May" by=CISO on=today until=+90d`

func (a *app) ssrm(_ context.Context, c *cli.Command) error {
	return a.onDay(c, func(w *store.Workspace, day string) error {
		r := w.Register()
		if expr := c.String("filter"); expr != "" {
			filter, err := model.ParseOn(expr, day)
			if err != nil {
				return badInput(err)
			}
			r = matching(r, filter)
		}
		view := model.NewOwnershipView(r, day)
		if c.Bool("problems") {
			view.Rows = slices.DeleteFunc(view.Rows, func(row model.OwnershipRow) bool { return len(row.Findings) == 0 })
		}
		return a.output(c, func(to io.Writer) error {
			out := &app{streams: streams{out: to, err: a.err}}
			return out.writeSSRM(c, r, view, day)
		})
	})
}

func (a *app) writeSSRM(c *cli.Command, r *model.Register, view *model.OwnershipView, day string) error {
	t, err := ssrmTable(c, r, view, day)
	switch {
	case err != nil:
		return err
	case c.Bool("svg"):
		return report.WriteMatrix(a.out, view)
	case c.Bool("json") && t == nil:
		return writeJSON(a.out, view.JSON(day), "  ")
	case c.Bool("json"):
		return writeJSON(a.out, rowsOf(*t, day), "  ")
	case t == nil && c.Bool("csv"):
		return writeCSV(a.out, ownershipTable(view))
	case c.Bool("csv"):
		return writeCSV(a.out, *t)
	case t != nil:
		return a.printTable(*t, c.Bool("markdown"))
	}
	if err := a.printTable(ownershipTable(view), c.Bool("markdown")); err != nil {
		return err
	}
	say(a.out, "")
	if c.Bool("markdown") {
		return a.printTable(findingTable(view.Findings), true)
	}
	return a.printFindings(view.Findings, day)
}

// ssrmTable is the pivot that was asked for; nil for the matrix itself.
func ssrmTable(c *cli.Command, r *model.Register, view *model.OwnershipView, day string) (*table, error) {
	switch by := c.String("by"); {
	case c.Bool("baseline"):
		t := table{{"Layer", "Owner", "In TVM-13", "Cells", "Threats"}}
		for _, d := range model.BaselineDiffs(r) {
			t = append(t, []string{d.Layer, string(d.Value), string(model.Baseline(model.LayerIndex(d.Layer))), fmt.Sprint(len(d.Threats)), strings.Join(d.Threats, " ")})
		}
		return &t, nil
	case c.Bool("raci"):
		t := table{{"Threat", "Layer", "Responsible and accountable", "Lead", "Consulted", "Informed"}}
		for i := range view.Rows {
			for _, x := range view.Rows[i].Threat.RACI() {
				t = append(t, []string{view.Rows[i].Threat.ID, x.Layer, strings.Join(x.Responsible, " "), x.Lead, strings.Join(x.Consulted, " "), strings.Join(x.Informed, " ")})
			}
		}
		return &t, nil
	case by == "layer":
		t := table{{"Layer", "Unset", "Shared without a lead", "Findings"}}
		for _, l := range view.Layers {
			t = append(t, []string{l.Layer, fmt.Sprint(l.Unset), fmt.Sprint(l.WithoutLead), fmt.Sprint(l.Findings)})
		}
		return &t, nil
	case by == "party":
		return partyTable(r, view), nil
	case by == "evidence":
		t := table{{"Evidence", "Count", "Threats"}}
		for _, e := range model.EvidenceAges(r, day) {
			t = append(t, []string{e.Name, fmt.Sprint(len(e.Threats)), strings.Join(e.Threats, " ")})
		}
		return &t, nil
	case by != "":
		return nil, usage("there is no pivot %q; use layer, party or evidence", by)
	}
	return nil, nil
}

// partyTable adds up what each role answers for, and names who plays it.
func partyTable(r *model.Register, view *model.OwnershipView) *table {
	t := table{{"Role", "Parties", "Cells", "Threats", "Findings on them", "Highest current level"}}
	for _, role := range view.Roles {
		var names []string
		for _, p := range r.Sheets(model.KindParty) {
			if slices.Contains(p.List("roles"), role.Role) {
				names = append(names, p.Name())
			}
		}
		t = append(t, []string{role.Role, strings.Join(names, ", "), fmt.Sprint(role.Cells), fmt.Sprint(role.Rows), fmt.Sprint(role.Findings), role.Highest.String()})
	}
	return &t
}

// rowsOf gives a table as JSON: a value by the name of its column in each row.
func rowsOf(t table, day string) any {
	rows := []map[string]string{}
	for _, line := range t[1:] {
		row := map[string]string{}
		for i, name := range t[0] {
			row[strings.ReplaceAll(strings.ToLower(name), " ", "_")] = line[i]
		}
		rows = append(rows, row)
	}
	return struct {
		Schema string              `json:"schema"`
		AsOf   string              `json:"as_of"`
		Rows   []map[string]string `json:"rows"`
	}{model.Schema, day, rows}
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
			if tuned := row.Threat.Ownership.Tuned(); i == model.LayerIndex(model.ModelLayer) && tuned != "" {
				cell += " tuned " + string(tuned)
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
