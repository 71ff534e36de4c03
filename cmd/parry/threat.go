package main

import (
	"context"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/frameworks/cards"
	"parry/model"
	"parry/store"
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
		ids, err := threatIDs(w, c.Args().Slice())
		if err != nil {
			return err
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
		ids, err := threatIDs(w, c.Args().Slice())
		if err != nil {
			return err
		}
		return a.did(w.Do(model.RemoveThreats(ids...)))
	})
}
