package main

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/ui/widget"
)

// filterHelp tells the filter language in short.
const filterHelp = `Filter: words are looked for in all text; FIELD:VALUE in one field.
  phase:deployment   level>=H   role:MP   due<2027-01-01   -status:closed   "free text"
  a,b is either; ? is empty, * is not; = compares whole values; - turns a term round.
  Words beside the fields: phase stage activity owner role lead party method;
  level is current, else inherent; inherent current target are the level of one state.`

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
