package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"parry/frameworks/cards"
	"parry/model"
	"parry/store"
	"parry/store/formats/report"
)

func (a *app) workshopCommands() []*cli.Command {
	people := &cli.StringSliceFlag{Name: "people", Usage: "who is there, `\"NAME, ROLE\"`; may be given several times"}
	agenda := &cli.StringSliceFlag{Name: "agenda", Usage: "a `POINT` of the agenda; may be given several times"}
	notes := &cli.StringFlag{Name: "notes", Usage: "your own `WORDS`, which stand in the minutes"}
	sub := func(name, use, args string, action cli.ActionFunc, flags ...cli.Flag) *cli.Command {
		return &cli.Command{Name: name, Usage: use, ArgsUsage: args, Action: action, OnUsageError: onUsageError,
			Flags: flags, DisableSliceFlagSeparator: true} // a person is "Ada, facilitator"
	}
	return []*cli.Command{
		{Name: "card", Usage: "deal prompt cards: questions that make a room talk", Action: a.card, Flags: []cli.Flag{
			&cli.IntFlag{Name: "n", Value: 1, Usage: "deal `N` cards; 0 for all"},
			&cli.StringFlag{Name: "layer", Usage: "of the `LAYER`"}, &cli.StringFlag{Name: "phase", Usage: "of the `PHASE`"}, jsonFlag()}},
		{Name: "park", Usage: "park what is no threat, or list what is parked", ArgsUsage: "[TEXT | ID]", Action: a.park, Flags: []cli.Flag{
			&cli.StringFlag{Name: "settle", Usage: "say `WHAT` came of ID; empty takes it up again"},
			&cli.BoolFlag{Name: "raise", Usage: "make a threat of ID"},
			&cli.BoolFlag{Name: "all", Usage: "list what is settled too"}, jsonFlag()}},
		{Name: "workshop", Usage: "begin and end workshops, and draft their minutes", Action: a.workshops, Flags: []cli.Flag{jsonFlag()},
			Commands: []*cli.Command{
				sub("begin", "begin one: threats captured from now on name it", "TITLE", a.workshopBegin, people, agenda, notes),
				sub("end", "end the one that runs", "", a.workshopEnd),
				sub("edit", "say more of one", "[ID]", a.workshopEdit, people, agenda, notes),
				sub("minutes", "draft the minutes from what happened, as Markdown", "[ID]", a.workshopMinutes,
					&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`"}),
			}},
	}
}

// card deals cards, those first that ask where the register has least.
func (a *app) card(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	deck := model.CardsFor(cards.Deck(), c.String("layer"), c.String("phase"))
	if len(deck) == 0 {
		return usage("no card is of that layer and phase; layers are PI, Model, Orchestrated, Application")
	}
	return a.gathered(c, func(_ model.Library, r *model.Register) error {
		deck = model.DealOrder(deck, r)
		if n := c.Int("n"); n > 0 {
			deck = deck[:min(n, len(deck))]
		}
		if c.Bool("json") {
			return a.printJSON(struct {
				Schema string       `json:"schema"`
				Cards  []model.Card `json:"cards"`
			}{model.Schema, deck})
		}
		for _, card := range deck {
			a.printCard(card)
		}
		return nil
	})
}

func (a *app) printCard(card model.Card) {
	say(a.out, "%s  %s, %s: %s\n  %s\n  such as: %s", card.ID, card.Layer, card.Phase, card.Category, card.Question, card.Example)
}

// park parks a text, or does something with what is parked.
func (a *app) park(_ context.Context, c *cli.Command) error {
	text := strings.Join(c.Args().Slice(), " ")
	id := strings.ToUpper(strings.TrimSpace(text))
	switch {
	case text == "" && (c.IsSet("settle") || c.Bool("raise")):
		return usage("name what it is about: parry park K-01 --settle \"Ada asks the provider\"")
	case text == "":
		return a.look(c, func(w *store.Workspace) error { return a.printParked(c, w) })
	case c.IsSet("settle"):
		return a.change(c, func(w *store.Workspace) error { return a.did(w.Do(model.Settle(id, c.String("settle")))) })
	case c.Bool("raise"):
		return a.change(c, func(w *store.Workspace) error { return a.did(w.Do(model.Raise(id))) })
	}
	return a.change(c, func(w *store.Workspace) error {
		day, err := dayOf(c, w)
		if err != nil {
			return err
		}
		done, err := w.Do(model.ParkIt(text, day, w.By()))
		if err != nil {
			return badEdit(err)
		}
		say(a.out, "%s", done.Touched[0].Key.ID)
		return nil
	})
}

func (a *app) printParked(c *cli.Command, w *store.Workspace) error {
	shown := []*model.Parking{}
	for _, p := range w.Register().Parkings() {
		if p.Open() || c.Bool("all") {
			shown = append(shown, p)
		}
	}
	if c.Bool("json") {
		return a.printJSON(struct {
			Schema string           `json:"schema"`
			Parked []*model.Parking `json:"parked"`
		}{model.Schema, shown})
	}
	t := table{{"ID", "Day", "By", "What", "What came of it"}}
	for _, p := range shown {
		came := p.Answer
		if p.Threat != "" {
			came = "became " + p.Threat
		}
		t = append(t, []string{p.ID, p.Day, p.By, p.Text, came})
	}
	return a.printTable(t, false)
}

func (a *app) workshops(_ context.Context, c *cli.Command) error {
	if word := c.Args().First(); word != "" {
		return usage("workshop has no %q; it has begin, end, edit (--people, --agenda, --notes) and minutes", word)
	}
	return a.look(c, func(w *store.Workspace) error {
		all := w.Register().Workshops()
		if c.Bool("json") {
			if all == nil {
				all = []*model.Workshop{}
			}
			return a.printJSON(struct {
				Schema    string            `json:"schema"`
				Workshops []*model.Workshop `json:"workshops"`
			}{model.Schema, all})
		}
		if len(all) == 0 {
			say(a.err, "there was no workshop yet: parry workshop begin \"Title\"")
		}
		t := table{{"ID", "Title", "Began", "Ended", "People"}}
		for _, s := range all {
			ended := s.Ended
			if s.Runs() {
				ended = "runs"
			}
			t = append(t, []string{s.ID, s.Title, s.Began, ended, strings.Join(s.People, "; ")})
		}
		return a.printTable(t, false)
	})
}

func (a *app) workshopBegin(_ context.Context, c *cli.Command) error {
	title := strings.Join(c.Args().Slice(), " ")
	return a.change(c, func(w *store.Workspace) error {
		shop := model.Workshop{Title: title, People: c.StringSlice("people"), Agenda: c.StringSlice("agenda"), Notes: c.String("notes")}
		return a.did(w.Do(model.Begin(shop, time.Now(), w.Head().Seq)))
	})
}

func (a *app) workshopEnd(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	return a.change(c, func(w *store.Workspace) error { return a.did(w.Do(model.End(time.Now(), w.Head().Seq))) })
}

func (a *app) workshopEdit(_ context.Context, c *cli.Command) error {
	return a.change(c, func(w *store.Workspace) error {
		shop, err := workshopOf(c, w.Register())
		if err != nil {
			return err
		}
		return a.did(w.Do(model.ChangeWorkshop(shop.ID, "say more of the workshop "+shop.ID, func(s *model.Workshop) {
			s.People, s.Agenda = append(s.People, c.StringSlice("people")...), append(s.Agenda, c.StringSlice("agenda")...)
			if c.IsSet("notes") {
				s.Notes = c.String("notes")
			}
		})))
	})
}

// workshopOf is the workshop that was named, else the one that runs, else the
// last.
func workshopOf(c *cli.Command, r *model.Register) (*model.Workshop, error) {
	all := r.Workshops()
	if id := c.Args().First(); id != "" {
		for _, w := range all {
			if strings.EqualFold(w.ID, id) {
				return w, nil
			}
		}
		return nil, usage("there is no workshop %q; `parry workshop` lists them", id)
	}
	if running := r.Running(); running != nil {
		return running, nil
	}
	if len(all) == 0 {
		return nil, usage("there was no workshop yet: parry workshop begin \"Title\"")
	}
	return all[len(all)-1], nil
}

func (a *app) workshopMinutes(_ context.Context, c *cli.Command) error {
	return a.look(c, func(w *store.Workspace) error {
		shop, err := workshopOf(c, w.Register())
		if err != nil {
			return err
		}
		in, err := minutesOf(w, shop)
		if err != nil {
			return err
		}
		return a.output(c, func(to io.Writer) error { return report.WriteMinutes(to, in) })
	})
}

// minutesOf gathers what happened in a workshop, until now if it runs.
func minutesOf(w *store.Workspace, shop *model.Workshop) (report.Minutes, error) {
	to := shop.To
	if shop.Runs() {
		to = w.Head().Seq
	}
	before, err := w.At(shop.From)
	if err != nil {
		return report.Minutes{}, fmt.Errorf("the beginning of %s: %w", shop.ID, err)
	}
	after, err := w.At(to)
	if err != nil {
		return report.Minutes{}, fmt.Errorf("the end of %s: %w", shop.ID, err)
	}
	at, _ := after.Past()
	day := at.Format(time.DateOnly)
	return report.Minutes{Workshop: shop, Register: after.Register(), Head: after.Head().String(), Diff: model.Compare(
		model.Moment{Register: before.Register(), Today: day}, model.Moment{Register: after.Register(), Today: day})}, nil
}
