package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/store/formats"
	"parry/store/formats/report"
)

// reportCommand is `parry report`.
func (a *app) reportCommand() *cli.Command {
	return &cli.Command{Name: "report", Usage: "write the report", Action: a.report, Flags: []cli.Flag{
		outputFlag(), &cli.StringFlag{Name: "format", Value: "markdown", Usage: "`FORMAT`: markdown or html"},
		&cli.StringFlag{Name: "audience", Usage: "for `WHOM`: executive, auditor or engineer; everybody if not said"},
		&cli.StringFlag{Name: "party", Usage: "only what the party `ID` answers for"},
		&cli.StringFlag{Name: "redact", Usage: "take out `WHAT`, with commas between: names (of people), exploits (how attacks are carried out)"},
		&cli.StringFlag{Name: "since", Usage: "what changed since the snapshot `NAME` (default: the newest; none for none)"},
		&cli.BoolFlag{Name: "final", Usage: "the last word: takes a snapshot and names it"}},
		Description: "For example:\n  parry report -o report.md\n  parry report --audience executive --redact names --format html -o board.html\n" +
			"  parry report --party P-02 -o modelhouse.md"}
}

// report writes the report, in a shape for those who read it.
func (a *app) report(_ context.Context, c *cli.Command) error {
	if err := noArgs(c); err != nil {
		return err
	}
	name := c.String("format")
	if name != "markdown" && name != "html" {
		return usage("there is no report format %q; there are markdown and html", name)
	}
	format, err := formats.Named(name)
	if err != nil {
		return badInput(err)
	}
	audience, err := report.ParseAudience(c.String("audience"))
	if err != nil {
		return badInput(err)
	}
	redact, err := report.ParseRedactions(c.String("redact"))
	if err != nil {
		return badInput(err)
	}
	open := a.lookProved
	if c.Bool("final") {
		open = a.change
	}
	return open(c, func(w *store.Workspace) error {
		head := w.Head()
		out, err := a.reportOf(c, w)
		if err == nil {
			out.Audience, out.Redact = audience, redact
			err = a.output(c, func(to io.Writer) error { return format.Write(to, out) })
		}
		if err == nil {
			err = a.unwritten()
		}
		if err != nil && w.Head() != head {
			return a.notFinal(w, err)
		}
		if err != nil {
			return err
		}
		return unproved(out)
	})
}

// unproved ends a run that wrote what rests on a failed proof.
func unproved(out formats.Export) error {
	if len(out.Proof.Problems) == 0 {
		return nil
	}
	return &exit{exitStands, errors.New("the proof of the register failed, so take nothing in what was written as it stands; " +
		"`parry verify` names what is wrong, and `parry restore` brings a backup from before back")}
}

// notFinal takes the snapshot back of a final report that was not written: a moment that is
// called by a report has one.
func (a *app) notFinal(w *store.Workspace, why error) error {
	a.saved = "its snapshot is taken back, so nothing is called final"
	if _, err := w.Undo(); err != nil {
		a.saved = fmt.Sprintf("its snapshot stands all the same (%v); `parry undo` takes it back", err)
	}
	return fmt.Errorf("%w; %s", why, a.saved)
}

// reportOf is what a report is told of the register: as a whole, or a party's part of
// it. A final one takes its snapshot first.
func (a *app) reportOf(c *cli.Command, w *store.Workspace) (out formats.Export, err error) {
	day, err := dayOf(c, w)
	if err != nil {
		return out, err
	}
	since, err := sinceSnapshot(w, c.String("since"), "")
	if err != nil {
		return out, err
	}
	final := ""
	if id := c.String("party"); id != "" && w.Register().Sheet(model.KindParty, id) == nil {
		return out, noParty(id)
	}
	if c.Bool("final") {
		if path := c.String("output"); path != "" && !c.Bool("force") && there(path) {
			return out, fmt.Errorf("%s is there already; name another file, or write over it with --force", path)
		}
		if final, err = a.finalSnapshot(w, day); err != nil {
			return out, err
		}
	}
	if out, err = outgoing(w, day); err != nil {
		return out, err
	}
	if out.Proof, err = w.Prove(false); err != nil {
		return out, err
	}
	out.Since, out.Final, out.Threats = since, final, w.Register().Threats()
	if id := c.String("party"); id != "" {
		err = onlyParty(&out, w, id)
	}
	return out, err
}

// onlyParty leaves of an export what one party answers for.
func onlyParty(out *formats.Export, w *store.Workspace, id string) error {
	party := w.Register().Sheet(model.KindParty, id)
	if party == nil {
		return noParty(id)
	}
	out.Threats = model.AnsweredBy(w.Register(), party.List("roles"))
	out.Register, out.Since = w.Register().Only(out.Threats), nil
	out.Filter = "what " + party.Name() + " answers for as " + strings.Join(party.List("roles"), ", ")
	return nil
}

func noParty(id string) error {
	return usage("there is no party %s; parry record party lists them", id)
}

// sinceSnapshot gives the moment to compare with: the newest snapshot if none is named, but
// for the report's own; nil if there is none.
func sinceSnapshot(w *store.Workspace, name, own string) (*report.Since, error) {
	var snapshot *model.Snapshot
	switch {
	case name == "none":
		return nil, nil
	case name != "":
		if snapshot = w.Register().Snapshot(name); snapshot == nil {
			return nil, usage("there is no snapshot %s; parry snapshot lists them", name)
		}
	default:
		for _, s := range w.Register().Snapshots() {
			if s.Name != own && (snapshot == nil || s.Seq > snapshot.Seq) {
				snapshot = s
			}
		}
	}
	if snapshot == nil {
		return nil, nil
	}
	past, err := w.At(snapshot.Seq)
	if err != nil {
		return nil, err
	}
	return &report.Since{Name: snapshot.Name, Day: snapshot.Day, Register: past.Register()}, nil
}

// finalSnapshot names the moment of a final report.
func (a *app) finalSnapshot(w *store.Workspace, day string) (string, error) {
	s := model.FinalSnapshot(w.Register(), w.Head().Seq, day, w.By())
	done, err := w.Do(model.TakeSnapshot(s))
	return s.Name, a.did(done, err)
}
