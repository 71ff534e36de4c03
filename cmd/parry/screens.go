package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/urfave/cli/v3"

	"parry/frameworks/cards"
	"parry/frameworks/suggest"
	"parry/frameworks/suggestions"
	"parry/model"
	"parry/store"
	"parry/store/formats"
	"parry/store/formats/report"
	"parry/ui"
	"parry/ui/bench"
	"parry/ui/theme"
	"parry/ui/widget"
)

// openScreens is parry without a command.
func (a *app) openScreens(_ context.Context, c *cli.Command) error {
	if c.Args().Present() {
		return unknownCommand(c)
	}
	if c.Bool("plain") {
		return a.openPlain(c)
	}
	if !isTerminal(a.in) || !isTerminal(a.out) {
		return usage("the screens need a terminal; parry --plain and the commands work without one: see `parry --help`")
	}
	look, err := themeFor(c)
	if err != nil {
		return badInput(err)
	}
	if err := a.firstRun(c); err != nil {
		return err
	}
	sweepEditor(os.TempDir())
	open := a.change
	if c.IsSet("at") {
		open = a.look
	}
	return open(c, func(w *store.Workspace) error {
		day, err := dayOf(c, w)
		if err != nil {
			return err
		}
		b := a.benchOn(w, widget.NewPen(look, false), day)
		b.Fixed, b.NoMouse, b.Present = c.String("as-of") != "", c.Bool("no-mouse"), c.Bool("present")
		byNeed.Store(false)
		return ui.Run(b)
	})
}

// benchOn is what the screens work at: a register, and all that the commands can do too.
func (a *app) benchOn(w *store.Workspace, pen widget.Pen, day string) *bench.Bench {
	b := &bench.Bench{Work: w, Pen: pen, Today: day, Keys: a.keys, Notices: append(a.notices, sharedOnce(w)...)}
	b.Knowledge = bench.Knowledge{Gather: gather, Cards: cards.Deck(), Controls: suggestions.For, Classifier: suggest.New}
	b.Files = bench.Files{
		Reports:   reports(b),
		Exports:   exports(b),
		Pictures:  a.pictures(b),
		Handoffs:  handoffs(b),
		Minutes:   func(shop *model.Workshop) (string, error) { return minutesBeside(w, shop) },
		Import:    a.importable,
		Framework: frameworkOnScreen,
		Catalogue: catalogueFor,
		Editor:    editor,
	}
	return b
}

// frameworkOnScreen reads a method of the user's own for the screens.
func frameworkOnScreen(path string) (model.Edit, model.Method, []string, error) {
	path, err := onScreen(path)
	if err != nil {
		return model.Edit{}, model.Method{}, nil, err
	}
	f, m, notes, err := frameworkFrom(path)
	return model.ImportFramework(f, m), m, notes, err
}

// toldShared is the draft that keeps what was said of who may read the register.
const toldShared = "told:shared"

// sharedOnce says that others may read the register, and once only: it may be meant.
func sharedOnce(w *store.Workspace) []string {
	shared := store.Shared(w.Path())
	if shared == w.Draft(toldShared) {
		return nil
	}
	if !w.ReadOnly() {
		_ = w.SaveDraft(toldShared, shared) // else it is said again
	}
	if shared == "" {
		return nil
	}
	return []string{clean(shared)}
}

func unknownCommand(c *cli.Command) error {
	word := c.Args().First()
	if word == "help" {
		return cli.ShowRootCommandHelp(c)
	}
	var names []string
	for _, command := range c.Commands {
		names = append(names, command.Name)
	}
	if near := model.Nearest(word, names); near != "" {
		return usage("there is no command %q; did you mean %s?", word, near)
	}
	return usage("there is no command %q; see `parry --help`", word)
}

func isTerminal(stream any) bool {
	if kept, ok := stream.(*keptWriter); ok {
		stream = kept.to
	}
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

func themeFor(c *cli.Command) (*theme.Theme, error) {
	o := theme.Options{Name: c.String("theme"), Color: c.String("color"), Env: os.Getenv}
	if c.Bool("ascii") {
		yes := true
		o.ASCII = &yes
	}
	return theme.New(o)
}

// firstRun asks what to open when there is no register yet.
func (a *app) firstRun(c *cli.Command) error {
	path, err := registerPath(c)
	if err != nil || there(path) || c.Bool("example") || c.Bool("read-only") {
		return err
	}
	say(a.out, "There is no register at %s yet.\n", clean(path))
	say(a.out, "  1  open the example: 38 threats to an invented support assistant")
	say(a.out, "  2  start a register of your own")
	say(a.out, "  q  leave\n")
	for {
		answer, err := a.ask("1, 2 or q, then enter: ")
		switch {
		case err != nil || answer == "q":
			say(a.err, "nothing was made; `parry init` makes a register")
			return &exit{exitDone, nil}
		case answer == "1":
			return a.openExample(c)
		case answer == "2":
			return a.newRegister(c, path)
		}
		say(a.out, "%q is none of them: 1 opens the example, 2 starts your own, q leaves", clean(answer))
	}
}

// openExample turns this run to the example's own file.
func (a *app) openExample(c *cli.Command) error {
	path, err := dataPath("example.db")
	if err != nil {
		return err
	}
	if !there(path) {
		if err := makeExample(path); err != nil {
			return err
		}
	}
	return c.Set("register", path)
}

// ask reads one line; the terminal is not yet the screens'.
func (a *app) ask(question string) (string, error) {
	fmt.Fprint(a.out, question)
	var line []byte
	one := make([]byte, 1)
	for {
		n, err := a.in.Read(one)
		switch {
		case err != nil:
			return "", err
		case n == 0:
			continue
		case one[0] == '\n' || one[0] == '\r':
			return strings.TrimSpace(string(line)), nil
		}
		line = append(line, one[0])
	}
}

// reports are the reports of whatever register is on show.
func reports(b *bench.Bench) *bench.Reports {
	return &bench.Reports{
		Audiences: [][2]string{
			{report.Executive, "who decides and signs: decisions, the risk picture, what changed, what is left"},
			{report.Auditor, "who must be able to check everything"},
			{report.Engineer, "who does the work: threats, controls, detections, flaws"},
		},
		Redactions: [][2]string{
			{report.Names, "names of people; their roles stand instead"},
			{report.Exploits, "how attacks are carried out; it moves into a section of its own"},
		},
		Text: func(wish bench.Wish) (string, error) {
			var text strings.Builder
			wish.HTML = false
			err := writeWish(&text, b.Work, b.Today, wish)
			return text.String(), err
		},
		Write: func(wish bench.Wish) (string, error) {
			full, err := filepath.Abs(b.Work.Path())
			if err != nil {
				return "", err
			}
			stem := strings.TrimSuffix(full, filepath.Ext(full)) + "-report-" + b.Today
			for _, part := range append([]string{wish.Audience, strings.ToLower(wish.Party)}, wish.Redact...) {
				if part != "" {
					stem += "-" + part
				}
			}
			return writeFree(stem, extOf(wish), func(to io.Writer) error { return writeWish(to, b.Work, b.Today, wish) })
		},
	}
}

// pictures are the heatmaps of whatever register is on show.
func (a *app) pictures(b *bench.Bench) *bench.Pictures {
	write := func(to io.Writer, x bench.Picture) error {
		return a.writeHeatmap(to, heatWish{of: x.Of, maps: x.Maps, blind: x.Blind, form: x.Form, register: b.Work.Register(), since: x.Since, sinceName: x.SinceName})
	}
	return &bench.Pictures{
		Text: func(x bench.Picture) (string, error) {
			var text strings.Builder
			err := write(&text, x)
			return text.String(), err
		},
		Write: func(x bench.Picture) (string, error) {
			full, err := filepath.Abs(b.Work.Path())
			if err != nil {
				return "", err
			}
			stem := fmt.Sprintf("%s-heatmap-%s-%s", strings.TrimSuffix(full, filepath.Ext(full)), x.Of.State, b.Today)
			ext := map[string]string{"svg": ".svg", "markdown": ".md", "json": ".json"}[x.Form]
			return writeFree(stem, ext, func(to io.Writer) error { return write(to, x) })
		},
	}
}

// exports write threats of whatever register is on show for other programs.
func exports(b *bench.Bench) *bench.Exports {
	x := &bench.Exports{}
	for _, f := range formats.List {
		if f.Write != nil && f.Holds != "" {
			x.Formats = append(x.Formats, bench.ExportFormat{Name: f.Name, Title: f.Title, Holds: f.Holds})
		}
	}
	x.Free = func(name string) string {
		format, err := formats.Named(name)
		if err != nil {
			return ""
		}
		full, err := filepath.Abs(b.Work.Path())
		if err != nil {
			full = b.Work.Path()
		}
		stem := fmt.Sprintf("%s-%s", strings.TrimSuffix(full, filepath.Ext(full)), b.Today)
		for n := 1; ; n++ {
			path := stem + format.Ext
			if n > 1 {
				path = fmt.Sprintf("%s-%d%s", stem, n, format.Ext)
			}
			if !there(path) {
				return path
			}
		}
	}
	x.Write = func(name, path string, over bool, threats []*model.Threat, words string) (string, error) {
		format, err := formats.Named(name)
		if err != nil {
			return "", err
		}
		out, err := chosen(b.Work, b.Today, format, threats, words)
		if err != nil {
			return "", err
		}
		full, err := filepath.Abs(fromHome(path))
		if err != nil {
			return "", err
		}
		if err := store.OwnName(b.Work.Path(), full); err != nil {
			return "", err
		}
		return full, store.WriteFile(full, over, func(to io.Writer) error { return format.Write(to, out) })
	}
	return x
}

func extOf(wish bench.Wish) string {
	if wish.HTML {
		return ".html"
	}
	return ".md"
}

// writeWish writes the report that is wanted.
func writeWish(to io.Writer, w *store.Workspace, day string, wish bench.Wish) error {
	out, err := outgoing(w, day)
	if err != nil {
		return err
	}
	if out.Proof, err = w.Prove(wish.Final != ""); err != nil {
		return err
	}
	if out.Since, err = sinceSnapshot(w, "", wish.Final); err != nil {
		return err
	}
	if wish.Party != "" {
		if err := onlyParty(&out, w, wish.Party); err != nil {
			return err
		}
	}
	out.Audience, out.Redact, out.Final = wish.Audience, wish.Redact, wish.Final
	name := "markdown"
	if wish.HTML {
		name = "html"
	}
	format, err := formats.Named(name)
	if err != nil {
		return err
	}
	return format.Write(to, out)
}

// minutesBeside drafts the minutes of a workshop into the register's folder.
func minutesBeside(w *store.Workspace, shop *model.Workshop) (string, error) {
	in, err := minutesOf(w, shop)
	if err != nil {
		return "", err
	}
	full, err := filepath.Abs(w.Path())
	if err != nil {
		return "", err
	}
	stem := strings.TrimSuffix(full, filepath.Ext(full)) + "-minutes-" + strings.ToLower(shop.ID)
	return writeFree(stem, ".md", func(to io.Writer) error { return report.WriteMinutes(to, in) })
}

// writeFree writes a file under a name that is free, and answers with it.
func writeFree(stem, ext string, write func(io.Writer) error) (string, error) {
	for n := 1; ; n++ {
		path := stem + ext
		if n > 1 {
			path = fmt.Sprintf("%s-%d%s", stem, n, ext)
		}
		err := store.WriteFile(path, false, write)
		if !errors.Is(err, os.ErrExist) {
			return path, err
		}
	}
}
