package main

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/store/formats/csvfile"
)

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

func threatTable(threats []*model.Threat) table {
	t := table{{"ID", "Level", "Title", "Phase", "Owner", "Due", "Status"}}
	for _, x := range threats {
		t = append(t, []string{x.ID, levelText(x), x.Title, x.Class.Phase, x.Ownership.Person, x.Response.Due, x.Status})
	}
	return t
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

// levelText writes inherent > current.
func levelText(t *model.Threat) string {
	return fmt.Sprintf("%s>%s", dash(t.Ratings[model.Inherent].Level.String()), dash(t.Ratings[model.Current].Level.String()))
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
