package main

import (
	"context"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
)

func (a *app) recordCommands() []*cli.Command {
	return []*cli.Command{{
		Name: "record", Usage: "print or change a record that is no threat", ArgsUsage: "KIND [FIELD=VALUE...]", Action: a.record,
		Description: "The kind there is: register, what the register is judged by. Its fields:\n" +
			"  name      the system under assessment\n" +
			"  method    the method it is rated by; its matrix comes with it\n" +
			"  appetite  the highest level that is tolerated; empty for none\n" +
			"For example: parry record register method=owasp-rr appetite=M\n" +
			"Ratings that stand keep their method, version and level.",
		Flags: []cli.Flag{jsonFlag()},
	}}
}

func (a *app) record(_ context.Context, c *cli.Command) error {
	kind := c.Args().First()
	if kind != "register" {
		return usage("record needs a kind, and %q is none; there is register", kind)
	}
	sets, err := assignments(c.Args().Tail())
	if err != nil {
		return err
	}
	if len(sets) == 0 {
		return a.look(c, func(w *store.Workspace) error { return a.printSettings(c, w.Register().Settings()) })
	}
	return a.change(c, func(w *store.Workspace) error {
		edit, err := settingsEdit(gather(w.Register()), sets)
		if err != nil {
			return err
		}
		return a.did(w.Do(edit))
	})
}

// settingsEdit makes one edit of what was set.
func settingsEdit(lib model.Library, sets []model.Assignment) (model.Edit, error) {
	var edits []model.Edit
	for i, set := range sets {
		if slices.ContainsFunc(sets[:i], func(s model.Assignment) bool { return strings.EqualFold(s.Field, set.Field) }) {
			return model.Edit{}, usage("%s is set twice", set.Field)
		}
		edit, err := setting(lib, set)
		if err != nil {
			return edit, err
		}
		edits = append(edits, edit)
	}
	return model.Together(edits...), nil
}

func setting(lib model.Library, set model.Assignment) (edit model.Edit, err error) {
	switch strings.ToLower(set.Field) {
	case "name":
		return model.NameSystem(set.Value), nil
	case "method":
		m, err := method(lib, set.Value, model.Settings{})
		return model.JudgeBy(m), err
	case "appetite":
		level, err := model.ParseLevel(set.Value)
		return model.Tolerate(level), badInput(err)
	}
	return edit, usage("the register has no field %.40q; it has name, method and appetite", set.Field)
}

func (a *app) printSettings(c *cli.Command, s model.Settings) error {
	if c.Bool("json") {
		return a.printJSON(struct {
			Schema string `json:"schema"`
			model.Settings
		}{model.Schema, s})
	}
	approved := "provisional: nobody approved it yet"
	if s.Approved {
		approved = "approved"
	}
	say(a.out, "name      %s", clean(s.Name))
	say(a.out, "method    %s %s, %s", clean(s.Method), clean(s.MethodVersion), approved)
	say(a.out, "matrix    %s %s", clean(s.Matrix.Name), clean(s.Matrix.Version))
	say(a.out, "appetite  %s", dash(s.Appetite.String()))
	return nil
}
