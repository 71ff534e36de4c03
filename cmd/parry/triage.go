package main

import (
	"bufio"
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
		{Name: "triage", Usage: "rate a threat by a method", ArgsUsage: "ID ANSWER=VALUE...", Action: a.triage,
			Description: "For example: parry triage T-001 initiation=H adverse=M impact=VH\n\n" + methodHelp(), Flags: []cli.Flag{
				&cli.StringFlag{Name: "method", Usage: "the `METHOD` (default: the register's)"},
				&cli.StringFlag{Name: "state", Value: "inherent", Usage: "the `STATE` to rate: inherent, current or target"},
				jsonFlag(),
			}},
		{Name: "score", Usage: "rate without a register", ArgsUsage: "METHOD (ANSWER=VALUE... | -)", Action: a.score,
			Description: "With - it reads one case a line and prints one JSON object a line.\n\n" + methodHelp(),
			Flags:       []cli.Flag{jsonFlag()}},
	}
}

// methodHelp lists the methods with their questions and answers.
func methodHelp() string {
	var b strings.Builder
	b.WriteString("Methods (. is \"not known\"):")
	for _, m := range library().Methods {
		fmt.Fprintf(&b, "\n  %s %s", m.ID, m.Version)
		for _, q := range m.Questions {
			if q.Threats == model.NonAdversarialOnly {
				continue
			}
			var values []string
			for _, o := range q.Options {
				values = append(values, o.Value)
			}
			fmt.Fprintf(&b, "\n    %s=%s  %s", q.ID, strings.Join(values, "|"), q.Title)
		}
		if m.Context != nil {
			for name := range m.Context(&model.Threat{}) {
				fmt.Fprintf(&b, "\n    %s  triage takes it from the threat, score as an answer", name)
			}
		}
	}
	return b.String()
}

func (a *app) triage(_ context.Context, c *cli.Command) error {
	if c.Args().Len() < 2 {
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
		m, err := method(c.String("method"), w.Register().Settings())
		if err != nil {
			return err
		}
		answers, err := answersOver(m, t, m.Start(t.Ratings[state]), c.Args().Tail())
		if err != nil {
			return err
		}
		if err := a.did(w.Do(model.Rate(t.ID, state, m, answers))); err != nil {
			return err
		}
		return a.printRating(c, w.Register().Threat(t.ID).Ratings[state], m.Rate(m.For(t, answers)))
	})
}

// answersOver lays what was typed over the answers there are. What was typed
// must make sense by itself and, with what there was, a whole rating; only
// "not known" may leave a side open.
func answersOver(m model.Method, t *model.Threat, have model.Answers, args []string) (model.Answers, error) {
	typed, err := parseAnswers(args)
	if err != nil {
		return nil, err
	}
	if o := m.Rate(typed); len(o.Problems) > 0 {
		return nil, usage("%s", strings.Join(o.Problems, "; "))
	}
	answers := have
	for name, value := range typed {
		if m.Context != nil {
			if _, own := m.Context(t)[name]; own {
				return nil, usage("%s is a field of the threat itself: parry edit %s %s=%s", name, t.ID, name, value)
			}
		}
		answers = m.Answer(answers, name, value)
	}
	open := slices.Contains(slices.Collect(maps.Values(answers)), model.NotKnown)
	if o := m.Rate(m.For(t, answers)); !o.Complete() && !open {
		return nil, incomplete(o)
	}
	return answers, nil
}

// parseAnswers reads "question=value" arguments, each question once.
func parseAnswers(args []string) (model.Answers, error) {
	answers := model.Answers{}
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok || name == "" {
			return nil, usage("%q is no answer; write question=value", arg)
		}
		if _, twice := answers[name]; twice {
			return nil, usage("%s is answered twice", name)
		}
		answers[name] = value
	}
	return answers, nil
}

func (a *app) printRating(c *cli.Command, r model.Rating, o model.Outcome) error {
	if c.Bool("json") {
		o.Level = r.Level
		return a.printJSON(scored(r.Method, r.Version, o))
	}
	for _, step := range r.Path {
		say(a.out, "%s", clean(step))
	}
	for _, flag := range r.Flags {
		say(a.out, "! %s", clean(flag))
	}
	for _, missing := range o.Missing {
		say(a.out, "? %s", clean(missing))
	}
	say(a.out, "%s  by %s", r.Cell(), clean(r.Basis()))
	return nil
}

// method finds a method by id; without one it is the register's.
func method(id string, s model.Settings) (model.Method, error) {
	if id == "" {
		id = s.Method
	}
	m, ok := library().Method(id)
	if !ok {
		return m, usage("there is no method %q; there is %s", id, methodIDs())
	}
	return m, nil
}

func methodIDs() string {
	var ids []string
	for _, m := range library().Methods {
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
		return usage("%s", strings.Join(o.Problems, "; "))
	}
	return usage("%s", strings.Join(o.Missing, "; "))
}

func (a *app) score(_ context.Context, c *cli.Command) error {
	if !c.Args().Present() {
		return usage("score needs a method: %s", methodIDs())
	}
	m, err := method(c.Args().First(), model.Settings{})
	if err != nil {
		return err
	}
	args := c.Args().Tail()
	if len(args) == 1 && args[0] == "-" {
		return a.scoreLines(m)
	}
	outcome, err := scoreOne(m, args)
	if err != nil {
		return err
	}
	return a.printJSON(scored(m.ID, m.Version, outcome))
}

// scoreOne rates what stands in the arguments alone.
func scoreOne(m model.Method, args []string) (model.Outcome, error) {
	answers, err := parseAnswers(args)
	if err != nil {
		return model.Outcome{}, err
	}
	o := m.Rate(answers)
	return o, incomplete(o)
}

// scoreLines rates one case a line. A bad case is an error on its own line
// and does not stop the others.
func (a *app) scoreLines(m model.Method) error {
	lines := bufio.NewScanner(a.in)
	lines.Buffer(nil, model.MaxText)
	out := bufio.NewWriter(a.out)
	bad := false
	for lines.Scan() {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		o, err := scoreOne(m, fields(lines.Text()))
		if err != nil {
			bad = true
			err = writeJSON(out, struct {
				Error string `json:"error"`
			}{err.Error()}, "")
		} else {
			err = writeJSON(out, scored(m.ID, m.Version, o), "")
		}
		if err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("cannot read the cases: %w", err)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if bad {
		return stands()
	}
	return nil
}

// fields cuts a case into its answers at blanks; quotes keep a value of
// several words together.
func fields(line string) []string {
	var parts []string
	var part strings.Builder
	quoted := false
	for _, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case !quoted && (r == ' ' || r == '\t'):
			if part.Len() > 0 {
				parts = append(parts, part.String())
			}
			part.Reset()
		default:
			part.WriteRune(r)
		}
	}
	if part.Len() > 0 {
		parts = append(parts, part.String())
	}
	return parts
}

// A score is an outcome as JSON; what a method does not speak of is left out.
type score struct {
	Method     string   `json:"method"`
	Version    string   `json:"version"`
	Level      string   `json:"level,omitempty"`
	Likelihood string   `json:"likelihood,omitempty"`
	Impact     string   `json:"impact,omitempty"`
	Path       []string `json:"path"`
	Flags      []string `json:"flags,omitempty"`
}

func scored(id, version string, o model.Outcome) score {
	return score{id, version, o.Level.String(), o.Likelihood.String(), o.Impact.String(), o.Path, o.Flags}
}
