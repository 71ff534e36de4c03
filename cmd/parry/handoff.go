package main

import (
	"context"
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
		format, err := formats.Named(name)
		if err != nil {
			return err
		}
		x := formats.Export{Register: w.Register(), Threats: threats, Party: called, Roles: roles, AsOf: day}
		return a.output(c, func(to io.Writer) error { return format.Write(to, x) })
	})
}

// isHandoff says whether a file is a sheet that a party filled in.
func isHandoff(path, format string) bool {
	if format != "" {
		return strings.EqualFold(format, handoffSheet)
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
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	open := a.change
	if c.Bool("dry-run") {
		open = a.look
	}
	return open(c, func(w *store.Workspace) error {
		day, err := dayOf(c, w)
		if err != nil {
			return err
		}
		answers, err := handoff.Read(f, day)
		if err != nil {
			return fmt.Errorf("%s cannot be imported, nothing was changed:\n  %s", path, strings.Join(formats.Sentences(err), "\n  "))
		}
		var edits []model.Edit
		for _, answer := range answers {
			if w.Register().Threat(answer.Threat) == nil {
				return usage("%s, line %d: there is no threat %q; nothing was changed", path, answer.Line, answer.Threat)
			}
			edits = append(edits, model.RecordClaim(answer.Threat, answer.Claim))
		}
		if len(edits) == 0 {
			say(a.err, "%s holds no answer", clean(path))
			return nil
		}
		edit := model.Edit{Label: fmt.Sprintf("take %d answers of %s from %s", len(edits), answers[0].Claim.Who, filepath.Base(path)), Do: model.Together(edits...).Do}
		if err := a.tellAnswers(w.Register(), edit, answers, day); err != nil {
			return err
		}
		if c.Bool("dry-run") {
			say(a.err, "nothing was changed")
			return nil
		}
		return a.did(w.Do(edit))
	})
}

// tellAnswers prints the answers, and the findings that they bring and take away.
func (a *app) tellAnswers(r *model.Register, edit model.Edit, answers []handoff.Answer, day string) error {
	after, err := model.AsIf(r, edit)
	if err != nil {
		return badEdit(err)
	}
	for _, answer := range answers {
		have := r.Threat(answer.Threat).Ownership.Layers[model.LayerIndex(answer.Claim.Layer)].Value
		note := "as the register has it"
		if have != answer.Claim.Owner {
			note = fmt.Sprintf("the register says %s", orUnset(have))
		}
		if answer.Comment != "" {
			note += "; they say: " + answer.Comment
		}
		say(a.out, "%s", clean(fmt.Sprintf("%s %s: %s; %s", answer.Threat, answer.Claim.Layer, answer.Claim, note)))
	}
	was, now := model.NewOwnershipView(r, day).Findings, model.NewOwnershipView(after, day).Findings
	for _, f := range now {
		if !slices.ContainsFunc(was, func(g model.Finding) bool { return g.ID == f.ID }) {
			say(a.out, "new      %-22s %s", f.ID, clean(f.Text))
		}
	}
	for _, f := range was {
		if !slices.ContainsFunc(now, func(g model.Finding) bool { return g.ID == f.ID }) {
			say(a.out, "settled  %-22s %s", f.ID, clean(f.Text))
		}
	}
	return nil
}

func orUnset(o model.Owner) string {
	if o == model.Unset {
		return "nobody"
	}
	return string(o)
}
