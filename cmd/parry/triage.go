package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
)

func (a *app) triageCommands() []*cli.Command {
	return []*cli.Command{
		{Name: "triage", Usage: "rate a threat by a method", ArgsUsage: "ID (ANSWER=VALUE... | VECTOR)", Action: a.triage,
			Description: triageHelp, Flags: []cli.Flag{
				&cli.StringFlag{Name: "method", Usage: "the `METHOD` (default: the register's)"},
				&cli.StringFlag{Name: "state", Value: "inherent", Usage: "the `STATE` to rate: inherent, current or target"},
				&cli.StringFlag{Name: "override", Usage: "let `RESULT` stand in place of what the method says; needs --reason"},
				&cli.StringFlag{Name: "reason", Usage: "`WHY` it is overridden"},
				&cli.BoolFlag{Name: "restore", Usage: "take an override away: the method speaks again"},
				&cli.BoolFlag{Name: "remove", Usage: "take the method's rating away"},
				&cli.BoolFlag{Name: "why", Usage: "also say what would flip it, and what other methods say"},
				jsonFlag(),
			}},
		{Name: "score", Usage: "rate without a register", ArgsUsage: "METHOD (ANSWER=VALUE... | VECTOR | -)", Action: a.score,
			Description: scoreHelp, Flags: []cli.Flag{
				&cli.StringFlag{Name: "file", Usage: "rate by the decision table or matrix in `FILE` instead of a METHOD"},
				jsonFlag()}},
	}
}

const triageHelp = `For example:
  parry triage T-001 initiation=H adverse=M impact=VH
  parry triage T-023 --method cvss-3.1 CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H
  parry triage T-023 --method bod-26-04        takes what the threat's own fields say

An answer that is not sure is a range, initiation=L..H, with a best guess
L..M..H; . is "not known". Ratings by several methods stand side by side; the
register's own method places the threat, another one only where none does.
"parry framework list" names the methods, "parry framework show METHOD" its
questions.`

const scoreHelp = `For example:
  parry score nist-800-30 initiation=M adverse=H impact=VH
  parry score cvss-4.0 CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N
  parry score cvss-3.1 AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H declared=9.8
With - it reads one case a line and prints one JSON object a line.
"parry framework list" names the methods, "parry framework show METHOD" its
questions.`

func (a *app) triage(_ context.Context, c *cli.Command) error {
	if !c.Args().Present() {
		return usage("triage needs an id and answers: parry triage T-001 initiation=H adverse=M impact=H")
	}
	state, err := model.ParseState(c.String("state"))
	if err != nil {
		return badInput(err)
	}
	return a.change(c, func(w *store.Workspace) error {
		t, err := findThreat(w, c.Args().First())
		if err != nil {
			return err
		}
		m, err := method(gather(w.Register()), c.String("method"), w.Register().Settings())
		if id := c.String("method"); err != nil && c.Bool("remove") && t.RatingBy(state, id) != nil {
			m, err = model.Method{ID: id}, nil // its rating can go without it
		}
		if err != nil {
			return err
		}
		if done, err := a.reconsider(c, w, t, state, m); done {
			return err
		}
		if c.Args().Len() < 2 && m.Facts == nil {
			return usage("triage needs an id and answers: parry triage %s %s=...", t.ID, m.Questions[0].ID)
		}
		answers, err := answersOver(m, t, m.Offer(t, state), c.Args().Tail())
		if err != nil {
			return err
		}
		if err := a.did(w.Do(model.Rate(t.ID, state, m, answers))); err != nil {
			return err
		}
		return a.printRating(c, w, t.ID, state, m)
	})
}

// reconsider carries out the flags that change a rating without an answer.
func (a *app) reconsider(c *cli.Command, w *store.Workspace, t *model.Threat, state model.State, m model.Method) (done bool, err error) {
	override, restore, remove := c.IsSet("override"), c.Bool("restore"), c.Bool("remove")
	asked := 0
	for _, one := range []bool{override, restore, remove} {
		if one {
			asked++
		}
	}
	switch {
	case asked == 0 && c.IsSet("reason"):
		return true, usage("--reason goes with --override; the reasons of a rating are fields: parry edit %s likelihood_rationale=...", t.ID)
	case asked == 0:
		return false, nil
	case asked > 1 || c.Args().Len() > 1:
		return true, usage("--override, --restore and --remove stand alone, without answers")
	}
	edit := model.Unrate(t.ID, state, m.ID)
	if !remove {
		edit = model.Override(t.ID, state, m, c.String("override"), c.String("reason"))
	}
	if override && strings.TrimSpace(c.String("override")) == "" {
		return true, usage("--override needs what stands instead; --restore takes an override away")
	}
	if err := a.did(w.Do(edit)); err != nil || remove {
		return true, err
	}
	return true, a.printRating(c, w, t.ID, state, m)
}

// answersOver lays what was typed over the answers there are; a vector takes the
// place of all of them, for it is a whole case. What was typed must make sense by
// itself and, with what there was, a whole rating; only "not known" and ranges
// may leave a side open.
func answersOver(m model.Method, t *model.Threat, have model.Answers, args []string) (model.Answers, error) {
	typed, whole, err := readCase(m, args)
	if err != nil {
		return nil, err
	}
	if whole {
		have = model.Answers{}
	}
	if j := m.Judge(typed); len(j.Problems) > 0 {
		return nil, usage("%s", strings.Join(j.Problems, "; "))
	}
	typed = m.Read(typed)
	answers := have
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		if m.Context != nil {
			if _, own := m.Context(t)[name]; own {
				return nil, usage("%s is a field of the threat itself: parry edit %s %s=%s", name, t.ID, name, typed[name])
			}
		}
		answers = m.Answer(answers, name, typed[name])
	}
	if j := m.JudgeThreat(t, answers); !j.Complete() && !leavesOpen(answers) {
		return nil, incomplete(j.Outcome)
	}
	return answers, nil
}

// leavesOpen says whether some answer is "not known", or only a range.
func leavesOpen(answers model.Answers) bool {
	for _, value := range answers {
		if _, span := model.ParseSpan(value); span || value == model.NotKnown {
			return true
		}
	}
	return false
}

// readCase reads a case as arguments: "question=value" each, or the vector of a
// method that has one, which makes it a whole case, with such arguments beside
// it.
func readCase(m model.Method, args []string) (answers model.Answers, whole bool, err error) {
	answers = model.Answers{}
	vector := ""
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		switch {
		case !ok && m.Vector != nil && vector == "":
			vector = arg
		case !ok && m.Vector != nil:
			return nil, false, usage("%.60q is a second vector; a case has one", arg)
		case !ok || name == "":
			return nil, false, usage("%.60q is no answer; write question=value", arg)
		default:
			if _, twice := answers[name]; twice {
				return nil, false, usage("%s is answered twice", name)
			}
			answers[name] = value
		}
	}
	if vector == "" {
		return answers, false, nil
	}
	read, err := m.Vector(vector)
	if err != nil {
		return nil, false, badInput(err)
	}
	for name, value := range answers {
		if _, twice := read[name]; twice {
			return nil, false, usage("%s stands in the vector and beside it", name)
		}
		read[name] = value
	}
	return read, true, nil
}

// printRating prints what one method says of one state: the path, what to
// doubt, what is open, and where another method disagrees.
func (a *app) printRating(c *cli.Command, w *store.Workspace, id string, state model.State, m model.Method) error {
	t := w.Register().Threat(id)
	r := t.RatingBy(state, m.ID)
	j := m.JudgeThreat(t, r.Answers())
	if c.Bool("json") {
		return a.printJSON(rated(*r, j))
	}
	for _, step := range r.Path() {
		say(a.out, "%s", clean(step))
	}
	for _, flag := range r.Flags() {
		say(a.out, "! %s", clean(flag))
	}
	for _, missing := range j.Missing {
		say(a.out, "? %s", clean(missing))
	}
	if due, why := model.DueBy(t, *r); due != "" {
		say(a.out, "due %s: %s", due, clean(why))
	}
	if r.Override() != "" {
		say(a.out, "overridden: %s, because %s", r.Override(), clean(r.OverrideReason()))
	}
	say(a.out, "%s  by %s", clean(r.Told()), clean(r.Basis()))
	return a.printAround(c, w, t, state, m, r)
}

// printAround prints what the rating is to be read with.
func (a *app) printAround(c *cli.Command, w *store.Workspace, t *model.Threat, state model.State, m model.Method, r *model.Rating) error {
	if r != &t.Ratings[state] {
		if placed := t.Ratings[state]; placed.Method != "" {
			say(a.out, "beside it: %s  by %s, which places the threat", clean(placed.Told()), clean(placed.Basis()))
		}
	}
	for _, line := range model.Disagreements(t, state, gather(w.Register())) {
		say(a.out, "! %s", clean(line))
	}
	if !c.Bool("why") {
		return nil
	}
	for _, line := range model.FlipLines(m, t, r, w.Register().Settings()) {
		say(a.out, "~ %s", clean(line))
	}
	return nil
}

// method finds a method by id; without one it is the register's.
func method(lib model.Library, id string, s model.Settings) (model.Method, error) {
	if id == "" {
		id = s.Method
	}
	m, ok := lib.Method(id)
	if !ok {
		return m, usage("there is no method %.60q; there is %s", id, methodIDs(lib))
	}
	return m, nil
}

func methodIDs(lib model.Library) string {
	var ids []string
	for _, m := range lib.Methods {
		ids = append(ids, m.ID)
	}
	return strings.Join(ids, ", ")
}

// incomplete is the error for answers that do not make a rating.
func incomplete(o model.Outcome) error {
	if o.Complete() {
		return nil
	}
	if len(o.Problems) > 0 {
		return usage("%s", strings.Join(few(o.Problems), "; "))
	}
	return usage("%s", strings.Join(few(o.Missing), "; "))
}

// few keeps the first of many sentences and counts the others by their first
// word, which is the answer that they ask for.
func few(lines []string) []string {
	const most = 4
	if len(lines) <= most {
		return lines
	}
	var names []string
	for _, line := range lines[most-1:] {
		name, _, _ := strings.Cut(line, " ")
		names = append(names, name)
	}
	return append(slices.Clone(lines[:most-1]), fmt.Sprintf("and so are %d more: %s", len(names), strings.Join(names, ", ")))
}
