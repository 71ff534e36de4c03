package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/store/formats"
	"parry/store/formats/jsonfile"
)

// transferCommands are the ways in and out.
func (a *app) transferCommands() []*cli.Command {
	return []*cli.Command{
		a.reportCommand(), a.importCommand(), a.exportCommand(),
		{Name: "schema", Usage: "print the JSON Schema of export --format json", Action: a.schema},
	}
}

// outputFlag is -o of what writes a file.
func outputFlag() cli.Flag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`, which must not be there yet"}
}

// exportCommand is `parry export`.
func (a *app) exportCommand() *cli.Command {
	return &cli.Command{Name: "export", Usage: "write threats for other programs", Action: a.export, Flags: []cli.Flag{
		&cli.StringFlag{Name: "format", Value: "csv", Usage: "`FORMAT` to write"}, outputFlag(),
		&cli.StringFlag{Name: "party", Usage: "whose rows: the `NAME` or id of a party, or a role; for the formats handoff (to read) and handoff-csv (to fill in)"},
		&cli.StringFlag{Name: "filter", Usage: "only threats that match `EXPR`"}},
		Description: "FORMAT is one of:\n" + written() +
			"For example:\n  parry export --format threatcomposer --filter 'level>=H' -o high.tc.json"}
}

// written lists the formats that are written, a line each.
func written() string {
	var b strings.Builder
	for _, f := range formats.List {
		if f.Write != nil {
			fmt.Fprintf(&b, "  %-15s %s\n", f.Name, f.Title)
		}
	}
	return b.String()
}

// schema prints what our JSON may hold; it needs no register.
func (a *app) schema(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	return jsonfile.Schema(a.out)
}

func (a *app) export(_ context.Context, c *cli.Command) error {
	if name := strings.ToLower(c.String("format")); name == handoffPack || name == handoffSheet {
		return a.exportHandoff(c, name)
	}
	if c.String("party") != "" {
		return usage("--party goes with --format handoff or handoff-csv; parry report --party writes a report of one party's part")
	}
	return a.write(c, c.String("format"))
}

// write writes the register, or what a filter leaves of it, in a format.
func (a *app) write(c *cli.Command, name string) error {
	format, err := formats.Named(name)
	if err != nil {
		return badInput(err)
	}
	if format.Write == nil {
		return usage("%s is read, not written", format.Title)
	}
	choose, err := choice(c)
	if err != nil {
		return err
	}
	return a.onDay(c, func(w *store.Workspace, day string) error {
		threats, err := choose(w.Register())
		if err != nil {
			return err
		}
		out, err := chosen(w, day, format, threats, c.String("filter"))
		if err != nil {
			return err
		}
		if err := a.output(c, func(to io.Writer) error { return format.Write(to, out) }); err != nil {
			return err
		}
		return unproved(out)
	})
}

// chosen is what a writer is told of these threats, chosen by words; "" for all.
func chosen(w *store.Workspace, day string, format formats.Format, threats []*model.Threat, words string) (formats.Export, error) {
	out, err := outgoing(w, day)
	if out.Threats, out.Filter = threats, words; err != nil {
		return out, err
	}
	switch {
	case words != "":
		out.Register = out.Register.Only(threats)
	case format.Proves:
		out.Proof, err = w.Prove(false)
	}
	return out, err
}

// outgoing is what a writer is told of the register.
func outgoing(w *store.Workspace, day string) (formats.Export, error) {
	hash, err := w.Hash()
	return formats.Export{Register: w.Register(), AsOf: day, Hash: hash, Head: w.Head().String(), Version: version,
		Library: gather(w.Register())}, err
}
