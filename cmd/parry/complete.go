package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/ui/theme"
)

// Shells ask for what may stand next, and choose from it by what is typed already. A
// word is one without blanks; in what is printed a colon begins its explanation.

// takeIDs are the commands whose arguments are threats.
var takeIDs = []string{"show", "edit", "copy", "link", "remove", "triage", "controls"}

// mostOffered bounds what is offered of the register: nobody chooses from more.
const mostOffered = 2000

// completeWords offers the values of a flag that lacks one, the threats or kinds that a
// command takes, and else what the library offers: commands and flags.
func (a *app) completeWords(ctx context.Context, c *cli.Command) {
	args := c.Args().Slice()
	last := ""
	if len(args) > 0 {
		last = args[len(args)-1]
	}
	switch flag, isFlag := strings.CutPrefix(last, "--"); {
	case isFlag && a.offerValues(c, flag):
	case strings.HasPrefix(last, "-"):
		cli.DefaultCompleteWithFlags(ctx, c)
	case c.Name == "record" && len(args) == 0:
		a.offer("register", "what the register is judged by")
		for _, k := range model.SheetKinds {
			a.offer(string(k.Kind), k.Means)
		}
	case c.Name == "edit" && len(args) > 0:
		a.offerAssignments()
	case c.Name == "coverage" && len(args) == 0:
		for _, list := range a.libraryOf(c).Lists() {
			a.offer(list.ID, list.Title)
		}
	case slices.Contains(takeIDs, c.Name):
		a.offerThreats(c)
	default:
		cli.DefaultCompleteWithFlags(ctx, c)
	}
}

// offer prints one word, if it is one.
func (a *app) offer(word, means string) {
	if word == "" || strings.ContainsAny(word, " :\"'\\$`;|&<>()?*[]~#\t") || word != clean(word) {
		return
	}
	fmt.Fprintln(a.out, word+":"+clean(means))
}

// offerValues offers the values of a flag; false if none are known.
func (a *app) offerValues(c *cli.Command, flag string) bool {
	switch flag {
	case "filter":
		a.offerTerms(c)
	case "sort", "columns":
		a.offer(model.ColumnLevel, "current level, else inherent")
		a.offer(model.ColumnFindings, "how many findings it has")
		for _, f := range model.Fields {
			a.offer(f.Name, f.FullTitle())
		}
	case "method":
		for _, m := range a.libraryOf(c).Methods {
			a.offer(m.ID, m.Title)
		}
	case "view":
		a.readOnly(c, func(r *model.Register) {
			for _, v := range r.Views() {
				a.offer(v.Name, v.Filter)
			}
		})
	case "theme":
		for _, name := range theme.Names() {
			a.offer(name, "")
		}
	case "color":
		for _, when := range []string{"auto", "always", "never"} {
			a.offer(when, "")
		}
	default:
		return false
	}
	return true
}

// filterNames are the names of the filter language whose values are offered to a shell.
var filterNames = []string{"level", "inherent", "current", "target", "phase", "layer", "category", "status", "response",
	"role", "party", "lead", "owner", "method"}

// offerTerms offers terms of a filter: what may follow each name, without blanks.
func (a *app) offerTerms(c *cli.Command) {
	a.readOnly(c, func(r *model.Register) {
		for _, name := range filterNames {
			for _, one := range model.Complete(name+"=", r) {
				a.offer(one.Expr, one.Explain)
			}
		}
	})
}

// offerAssignments offers the values of closed lists.
func (a *app) offerAssignments() {
	for _, f := range model.Fields {
		if f.Derived || f.Hidden {
			continue
		}
		for _, choice := range f.Choices {
			a.offer(f.Name+"="+choice.Value, choice.Means)
		}
	}
}

func (a *app) offerThreats(c *cli.Command) {
	a.readOnly(c, func(r *model.Register) {
		all := r.Threats()
		for _, t := range all[:min(len(all), mostOffered)] {
			a.offer(t.ID, t.Title)
		}
	})
}

// libraryOf is the library as the register has it, if there is one.
func (a *app) libraryOf(c *cli.Command) model.Library {
	lib := library()
	a.readOnly(c, func(r *model.Register) { lib = gather(r) })
	return lib
}

// readOnly looks at the register, where there is one. A shell that asks is told nothing
// of what went wrong: the command will say it.
func (a *app) readOnly(c *cli.Command, do func(*model.Register)) {
	path, err := registerPath(c)
	if err != nil || !there(path) {
		return
	}
	o := options(c)
	o.ReadOnly = true
	w, err := store.Open(path, o)
	if err != nil {
		return
	}
	do(w.Register())
	_ = w.Close()
}
