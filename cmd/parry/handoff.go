package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/store/formats"
	"parry/store/formats/handoff"
	"parry/ui/bench"
)

// The formats that hand a party its rows: to read, and to fill in.
const (
	handoffPack  = "handoff"
	handoffSheet = "handoff-csv"
)

// partyNamed finds who is meant: a party by its id or name, or a role by itself.
func partyNamed(r *model.Register, name string) (called string, roles []string, err error) {
	for _, p := range r.Sheets(model.KindParty) {
		if strings.EqualFold(p.ID, name) || strings.EqualFold(p.Name(), name) {
			if len(p.List("roles")) == 0 {
				return "", nil, usage("%s plays no role yet: parry record party %s roles=AP", p.Name(), p.ID)
			}
			return p.Name(), p.List("roles"), nil
		}
	}
	if role := strings.ToUpper(name); slices.Contains(model.Roles[:], role) {
		return role, []string{role}, nil
	}
	return "", nil, usage("there is no party %q; `parry record party` lists them, and a role is one of %s", name, strings.Join(model.Roles[:], ", "))
}

// exportHandoff writes what one party answers for.
func (a *app) exportHandoff(c *cli.Command, name string) error {
	if c.String("party") == "" {
		return usage("a hand-off needs a party: parry export --format %s --party NAME", name)
	}
	return a.onDay(c, func(w *store.Workspace, day string) error {
		called, roles, err := partyNamed(w.Register(), c.String("party"))
		if err != nil {
			return err
		}
		choose, err := choice(c)
		if err != nil {
			return err
		}
		threats, err := choose(w.Register())
		if err != nil {
			return err
		}
		x := formats.Export{Register: w.Register(), Threats: threats, Party: called, Roles: roles, AsOf: day, Head: w.Head().String()}
		return a.output(c, func(to io.Writer) error { return writeHandoff(to, name, x) })
	})
}

func writeHandoff(to io.Writer, name string, x formats.Export) error {
	format, err := formats.Named(name)
	if err != nil {
		return err
	}
	return format.Write(to, x)
}

// handoffs are those of whatever register is on show.
func handoffs(b *bench.Bench) *bench.Handoffs {
	return &bench.Handoffs{
		Write: func(party string) (pack, sheet string, err error) {
			r := b.Work.Register()
			called, roles, err := partyNamed(r, party)
			if err != nil {
				return "", "", err
			}
			in := handoff.Input{Register: r, Threats: r.Threats(), Name: called, Roles: roles, AsOf: b.Today}
			if len(in.Rows()) == 0 {
				return "", "", fmt.Errorf("%s holds no layer of any open threat, so there is nothing to hand over", called)
			}
			full, err := filepath.Abs(b.Work.Path())
			if err != nil {
				return "", "", err
			}
			stem := fmt.Sprintf("%s-handoff-%s-%s", strings.TrimSuffix(full, filepath.Ext(full)), fileName(called), b.Today)
			x := formats.Export{Register: r, Threats: r.Threats(), Party: called, Roles: roles, AsOf: b.Today, Head: b.Work.Head().String()}
			if pack, err = writeFree(stem, ".md", func(to io.Writer) error { return writeHandoff(to, handoffPack, x) }); err != nil {
				return "", "", err
			}
			sheet, err = writeFree(stem, ".csv", func(to io.Writer) error { return writeHandoff(to, handoffSheet, x) })
			return pack, sheet, err
		},
		Read: func(path string) (*bench.Filled, error) {
			path = fromHome(path)
			if !isHandoff(path, "") {
				return nil, nil
			}
			answers, edit, err := readAnswers(path, b.Work.Register(), b.Today)
			if err != nil {
				return nil, err
			}
			told, err := tellAnswers(b.Work.Register(), edit, answers, b.Today)
			return &bench.Filled{Party: answers[0].Claim.Who, Answers: len(answers), Edit: edit, Told: told}, err
		},
	}
}

// fileName puts a name into the letters that every file system takes.
func fileName(name string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, name), "-")
}

// isHandoff says whether a file is a sheet that a party filled in.
func isHandoff(path, format string) bool {
	if format != "" {
		return strings.EqualFold(format, handoffSheet)
	}
	// What was read of a pipe nobody could read again.
	if about, err := os.Stat(path); err != nil || !about.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 64)
	n, _ := io.ReadFull(f, head)
	return handoff.Recognise(head[:n])
}

// importHandoff takes a party's answers as claims, all as one step, and says which of them
// clash with what the register or another party says.
func (a *app) importHandoff(_ context.Context, c *cli.Command, path string) error {
	open := a.change
	if c.Bool("dry-run") {
		open = a.look
	}
	return open(c, func(w *store.Workspace) error {
		day, err := dayOf(c, w)
		if err != nil {
			return err
		}
		var wrongUse *exit
		answers, edit, err := readAnswers(path, w.Register(), day)
		switch {
		case errors.Is(err, errNoAnswer):
			say(a.err, "%s holds no answer", clean(path))
			return nil
		case errors.As(err, &wrongUse), errors.Is(err, os.ErrNotExist):
			return err
		case err != nil:
			return fmt.Errorf("%s cannot be imported, nothing was changed:\n  %s", path, strings.Join(formats.Sentences(err), "\n  "))
		}
		told, err := tellAnswers(w.Register(), edit, answers, day)
		if err != nil {
			return err
		}
		for _, line := range told {
			say(a.out, "%s", clean(line))
		}
		if c.Bool("dry-run") {
			say(a.err, "nothing was changed")
			return nil
		}
		return a.did(w.Do(edit))
	})
}

// errNoAnswer says that a sheet came back as it went out.
var errNoAnswer = errors.New("no answer is filled in")

// readAnswers reads a sheet and makes the edit that takes its answers as claims.
func readAnswers(path string, r *model.Register, day string) ([]handoff.Answer, model.Edit, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, model.Edit{}, err
	}
	defer f.Close()
	answers, err := handoff.Read(f, day)
	if err != nil {
		return nil, model.Edit{}, err
	}
	var edits []model.Edit
	for _, answer := range answers {
		if r.Threat(answer.Threat) == nil {
			return nil, model.Edit{}, usage("%s, line %d: there is no threat %q; nothing was changed", path, answer.Line, answer.Threat)
		}
		edits = append(edits, model.RecordClaim(answer.Threat, answer.Claim))
	}
	if len(edits) == 0 {
		return nil, model.Edit{}, errNoAnswer
	}
	label := fmt.Sprintf("take %d answers of %s from %s", len(edits), answers[0].Claim.Who, filepath.Base(path))
	return answers, model.Edit{Label: label, Before: model.BeforeImport, Do: model.Together(edits...).Do}, nil
}

// tellAnswers says what the answers are, and which findings they bring and take away.
func tellAnswers(r *model.Register, edit model.Edit, answers []handoff.Answer, day string) ([]string, error) {
	after, err := model.AsIf(r, edit)
	if err != nil {
		return nil, badEdit(err)
	}
	var told []string
	for _, answer := range answers {
		have := r.Threat(answer.Threat).Ownership.Layers[model.LayerIndex(answer.Claim.Layer)].Value
		note := "as the register has it"
		if have != answer.Claim.Owner {
			note = fmt.Sprintf("the register says %s", orUnset(have))
		}
		if answer.Comment != "" {
			note += "; they say: " + answer.Comment
		}
		told = append(told, fmt.Sprintf("%s %s: %s; %s", answer.Threat, answer.Claim.Layer, answer.Claim, note))
	}
	was, now := model.NewOwnershipView(r, day).Findings, model.NewOwnershipView(after, day).Findings
	for _, f := range now {
		if !slices.ContainsFunc(was, func(g model.Finding) bool { return g.ID == f.ID }) {
			told = append(told, fmt.Sprintf("new      %-22s %s", f.ID, f.Text))
		}
	}
	for _, f := range was {
		if !slices.ContainsFunc(now, func(g model.Finding) bool { return g.ID == f.ID }) {
			told = append(told, fmt.Sprintf("settled  %-22s %s", f.ID, f.Text))
		}
	}
	return told, nil
}

func orUnset(o model.Owner) string {
	if o == model.Unset {
		return "nobody"
	}
	return string(o)
}
