package main

import (
	"context"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/ui/widget"
)

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
