package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/store/formats/csvfile"
	"parry/store/formats/report"
)

func (a *app) answerCommand() *cli.Command {
	return &cli.Command{Name: "answer", Usage: "can we say yes? E1 to E17, audit guidelines, standards; exit 3 if something stands", Action: a.answer,
		Description: "What the assessor says stands in one record:\n" +
			"  parry record answer by=\"A. Ssessor\" effective=yes ownership=\"Shared OSP-AP\"\n" +
			"A check that fails is excepted for a time by its id, E1 to E4 and E16 never:\n" +
			"  parry record exception finding=E11/T-010 why=\"rule is being built\" by=CISO on=today until=+60d\n" +
			"Evidence names what it shows:\n" +
			"  parry record evidence EV-08 shows=\"AG2; ISO 27001:2022 8.8; NIST AI 600-1 MG-1.3-001\"",
		Flags: []cli.Flag{&cli.BoolFlag{Name: "markdown", Usage: "print Markdown"},
			&cli.BoolFlag{Name: "csv", Usage: "print the row of the AI-CAIQ: question, answer, ownership, implementation, customer"}, jsonFlag()}}
}

func (a *app) answer(_ context.Context, c *cli.Command) error {
	return a.onDayBy(a.lookProved, c, func(w *store.Workspace, day string) error {
		proof, err := w.Prove(false)
		if err != nil {
			return err
		}
		lib := gather(w.Register())
		answer := model.NewAnswer(w.Register(), grounds(w.Register(), day), lib, proof)
		switch {
		case c.Bool("json"):
			err = a.printJSON(answer.JSON())
		case c.Bool("markdown"):
			err = report.WriteAnswer(a.out, answer)
		case c.Bool("csv"):
			err = writeCSV(a.out, caiqTable(answer))
			for _, line := range answer.Lint {
				say(a.err, "! %s", clean(line))
			}
		default:
			a.printAnswer(answer)
		}
		if err != nil {
			return err
		}
		return standsIf(answer.Stands())
	})
}

// caiqTable is the block in the columns of the AI-CAIQ that a provider fills in; the question's
// text is its publisher's and is not in parry.
func caiqTable(answer *model.Answer) table {
	b := answer.Block
	id, _, _ := strings.Cut(strings.TrimPrefix(b.Question, "AICM 1.0.3 "), " ")
	return table{{"Question ID", "Answer", "SSRM control ownership", "Implementation description", "Customer responsibilities"},
		{id, b.Answer, b.Ownership, csvfile.Guard(b.Implementation), csvfile.Guard(b.Customer)}}
}

func (a *app) printAnswer(answer *model.Answer) {
	say(a.out, "%s: %s", model.Asked, answer.Given)
	say(a.out, "given by %s, as of %s", clean(answer.GivenBy()), answer.AsOf)
	if answer.Overridden {
		say(a.out, "the checks suggest %s", answer.Suggested)
	}
	say(a.out, "")
	for _, k := range answer.Checks {
		say(a.out, "%-4s %-4s %9s  %s", k.ID, k.Word(), fmt.Sprintf("%d of %d", k.N, k.M), k.Title)
		if !k.Passed && len(k.Failing) > 0 {
			say(a.out, "%20s fails: %s", "", clean(strings.Join(k.Failing, ", ")))
		}
		if len(k.Excepted) > 0 {
			say(a.out, "%20s excepted: %s", "", clean(strings.Join(k.Excepted, ", ")))
		}
		if k.Note != "" {
			say(a.out, "%20s %s", "", clean(k.Note))
		}
	}
	say(a.out, "\nAudit guidelines, %s", answer.Guidelines[0].Wording)
	for _, g := range answer.Guidelines {
		say(a.out, "%-4s %d of %d   %s; evidence: %s", g.ID, g.Met(), len(g.Items), g.Title, clean(dash(strings.Join(g.Evidence, ", "))))
		for _, i := range g.Items {
			say(a.out, "%9s %s", "", i)
		}
	}
	a.printOwn(answer)
	say(a.out, "\nStandards")
	for _, s := range answer.Standards {
		say(a.out, "%s: %s, %s; evidence: %s", s.ID, s.Gap, s.State, clean(dash(strings.Join(s.Evidence, ", "))))
		say(a.out, "%9s asks: %s", "", s.Asks)
		say(a.out, "%9s to add: %s", "", s.Addendum)
		for _, one := range s.Added {
			say(a.out, "%9s   %s: %s", "", one.Asks, clean(one.Has))
		}
		if s.Note != "" {
			say(a.out, "%9s %s", "", clean(s.Note))
		}
	}
	b := answer.Block
	say(a.out, "\nAI-CAIQ %s\nAnswer          %s\nOwnership       %s\nImplementation  %s\nCustomer        %s\nEvidence        %s",
		b.Question, b.Answer, b.Ownership, clean(b.Implementation), clean(dash(b.Customer)), clean(dash(strings.Join(b.Evidence, ", "))))
	for _, line := range answer.Lint {
		say(a.out, "! %s", clean(line))
	}
}

// printOwn prints the roles' own steps of an audit, where the matrix was imported.
func (a *app) printOwn(answer *model.Answer) {
	role := ""
	for _, s := range answer.Own {
		if s.Role != role {
			role = s.Role
			say(a.out, "\nAudit guidelines for the %s, in the words of %s", role, clean(s.Of))
		}
		say(a.out, "%s; evidence: %s", s.ID, clean(dash(strings.Join(s.Evidence, ", "))))
		for line := range strings.Lines(s.Text) {
			say(a.out, "%9s %s", "", clean(strings.TrimRight(line, "\r\n")))
		}
	}
	if len(answer.Guides) == 0 {
		return
	}
	var roles []string
	for _, g := range answer.Guides {
		roles = append(roles, g.Role)
	}
	of := answer.Guides[0].Of
	say(a.out, "\nHow to implement it (%s) says %s: parry framework show %s", strings.Join(roles, ", "), clean(of), clean(of[strings.LastIndexByte(of, ' ')+1:]))
}
