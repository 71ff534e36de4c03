package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/frameworks/suggest"
	"parry/frameworks/suggestions"
	"parry/model"
	"parry/store"
)

func (a *app) suggestCommands() []*cli.Command {
	return []*cli.Command{{Name: "suggest", Usage: "say how a threat may be classified, and by which words", ArgsUsage: "(ID | TEXT | -)", Action: a.suggest,
		Description: suggestHelp, Flags: []cli.Flag{jsonFlag(),
			&cli.BoolFlag{Name: "incidents", Usage: "also print every published case of the techniques, and the mitigations against them"},
			&cli.StringSliceFlag{Name: "take", Usage: "set `FIELD=VALUE` of the threat, values with \"; \" between them, or FIELD=none where none fits; what was suggested is kept beside it"},
			&cli.StringFlag{Name: "reason", Usage: "`WHY` it was taken (default: the words that speak for it)"}}}}
}

const suggestHelp = `For example:
  parry suggest T-001
  parry suggest "a spammer can plant lies in the wiki that the assistant answers from"
  parry suggest - < threats.txt              one threat a line
  parry suggest T-001 --take category="Data poisoning" --take atlas=none --reason "no attacker"

Nothing is filled in by itself. Fields: category, lifecycle_phase,
lifecycle_activity, layer, atlas, owasp_llm, owasp_asi, stride.`

func (a *app) suggest(_ context.Context, c *cli.Command) error {
	if c.Args().Len() != 1 {
		return usage("suggest needs one threat: its id, its text in quotes, or - for one a line; see parry suggest --help")
	}
	said := c.Args().First()
	switch {
	case len(c.StringSlice("take")) > 0:
		return a.takeSuggested(c, said)
	case c.IsSet("reason"):
		return usage("--reason goes with --take")
	case said == "-":
		return a.suggestLines(c)
	}
	return a.gathered(c, func(lib model.Library, r *model.Register) error {
		t, err := threatOrText(r, said)
		if err != nil {
			return err
		}
		return a.printSuggested(c, a.out, newSuggested(lib, t))
	})
}

// threatOrText finds the threat of an id, or takes words for one that nobody wrote down.
func threatOrText(r *model.Register, said string) (*model.Threat, error) {
	for _, id := range []string{said, strings.ToUpper(said)} {
		if t := r.Threat(id); t != nil {
			return t, nil
		}
	}
	switch word := strings.TrimSpace(said); {
	case word == "":
		return nil, usage("the text is empty; suggest needs an id, a text or -")
	case !strings.ContainsAny(word, " \t\n") && strings.ContainsAny(word, "0123456789"):
		return nil, model.NoThreat(word)
	}
	return &model.Threat{Title: said}, nil
}

// suggestLines reads one threat a line. Empty ones are passed over.
func (a *app) suggestLines(c *cli.Command) error {
	return a.gathered(c, func(lib model.Library, _ *model.Register) error {
		lines, out := bufio.NewReaderSize(a.in, model.MaxText), bufio.NewWriter(a.out)
		classify := suggest.New(lib)
		for n := 1; ; n++ {
			line, long, err := nextLine(lines)
			switch {
			case err == io.EOF:
				return out.Flush()
			case err == nil && long:
				err = fmt.Errorf("it is longer than %d bytes", model.MaxText)
			}
			if err != nil {
				return errors.Join(fmt.Errorf("cannot read line %d of the threats: %w", n, err), out.Flush())
			}
			if strings.TrimSpace(line) == "" {
				continue
			}
			t := &model.Threat{Title: line}
			if err := a.printSuggested(c, out, suggested{text: line, fields: classify(t), lib: lib}); err != nil {
				return err
			}
		}
	})
}

// takeSuggested sets fields to what a person chose, as one step.
func (a *app) takeSuggested(c *cli.Command, id string) error {
	return a.change(c, func(w *store.Workspace) error {
		t, err := findThreat(w, id)
		if err != nil {
			return err
		}
		offers := suggest.New(gather(w.Register()))(t)
		var edits []model.Edit
		for _, take := range c.StringSlice("take") {
			field, value, ok := strings.Cut(take, "=")
			i := slices.IndexFunc(offers, func(h model.Hints) bool { return h.Field == strings.TrimSpace(field) })
			if !ok || i < 0 {
				return usage("--take needs FIELD=VALUE, and FIELD is one of %s; %q is not", strings.Join(model.ClassifiedFields, ", "), take)
			}
			chosen := model.SplitList(value)
			if strings.EqualFold(strings.TrimSpace(value), "none") {
				chosen = nil
			} else if len(chosen) == 0 {
				return usage("--take %s= says nothing; none fits is %s=none", field, field)
			}
			edits = append(edits, model.Select(t.ID, offers[i], chosen, c.String("reason")))
		}
		return a.did(w.Do(model.Together(edits...)))
	})
}

// A suggested is what is suggested for one threat.
type suggested struct {
	threat, text string
	fields       []model.Hints
	incidents    []model.PublishedCase
	mitigations  []model.Suggestion
	lib          model.Library
}

// suggestedJSON is the shape that `parry suggest --json` prints: a list for each field, the
// strongest first.
type suggestedJSON struct {
	Schema      string                `json:"schema"`
	Threat      string                `json:"threat,omitempty"`
	Text        string                `json:"text"`
	Categories  []hintJSON            `json:"categories"`
	Phases      []hintJSON            `json:"phases"`
	Activities  []hintJSON            `json:"activities"`
	Layers      []hintJSON            `json:"layers"`
	Techniques  []hintJSON            `json:"techniques"`
	OWASPLLM    []hintJSON            `json:"owasp_llm"`
	OWASPASI    []hintJSON            `json:"owasp_asi"`
	STRIDE      []hintJSON            `json:"stride"`
	NoneFits    map[string]string     `json:"none_fits,omitempty"` // by field: why none of it may fit
	Incidents   []model.PublishedCase `json:"incidents,omitempty"`
	Mitigations []model.Suggestion    `json:"mitigations,omitempty"`
}

// A hintJSON has an id where its name alone does not tell it.
type hintJSON struct {
	ID     string  `json:"id,omitempty"`
	Name   string  `json:"name"`
	Reason string  `json:"reason"`
	Score  float64 `json:"score"`
}

func (s suggested) json() suggestedJSON {
	out := suggestedJSON{Schema: model.Schema, Threat: s.threat, Text: s.text, NoneFits: map[string]string{}, Incidents: s.incidents, Mitigations: s.mitigations}
	lists := map[string]*[]hintJSON{"category": &out.Categories, "lifecycle_phase": &out.Phases, "lifecycle_activity": &out.Activities, "layer": &out.Layers,
		"atlas": &out.Techniques, "owasp_llm": &out.OWASPLLM, "owasp_asi": &out.OWASPASI, "stride": &out.STRIDE}
	for _, f := range s.fields {
		list := []hintJSON{}
		for _, h := range f.Hints {
			one := hintJSON{ID: h.Value, Name: h.Name, Reason: h.Why, Score: h.Score}
			if one.Name == "" {
				one.ID, one.Name = "", h.Value
			}
			list = append(list, one)
		}
		*lists[f.Field] = list
		if f.None != "" {
			out.NoneFits[f.Field] = f.None
		}
	}
	return out
}

func newSuggested(lib model.Library, t *model.Threat) suggested {
	return suggested{threat: t.ID, text: t.Title, fields: suggest.New(lib)(t), lib: lib}
}

func (s suggested) techniques() []string {
	var ids []string
	for _, f := range s.fields {
		for _, h := range f.Hints {
			if f.Field == "atlas" {
				ids = append(ids, h.Value)
			}
		}
	}
	return ids
}

func (a *app) printSuggested(c *cli.Command, out io.Writer, s suggested) error {
	if c.Bool("incidents") {
		s.incidents = s.lib.Cases(s.techniques()...)
		s.mitigations = suggestions.For(s.lib, &model.Threat{Class: model.Class{ATLAS: s.techniques()}})
	}
	if c.Bool("json") {
		indent := "  "
		if c.Args().First() == "-" {
			indent = "" // one object a line
		}
		return writeJSON(out, s.json(), indent)
	}
	say(out, "%s", strings.TrimSpace(clean(s.threat+"  "+s.text)))
	for _, f := range s.fields {
		say(out, "%s", f.Field)
		if len(f.Hints) == 0 {
			say(out, "  %s: %s", model.NoneFits, nothingTold(f))
		}
		for i, h := range f.Hints {
			say(out, "  %d %s", i+1, clean(strings.TrimSpace(h.Value+" "+h.Name)))
			say(out, "      %s", clean(h.Why))
			a.printCases(out, s, f.Field, h.Value)
		}
	}
	a.printAgainst(out, s)
	return nil
}

func nothingTold(f model.Hints) string {
	if f.None != "" {
		return clean(f.None)
	}
	return "the words tell nothing"
}

// printCases says in a line in which published cases a technique was used.
func (a *app) printCases(out io.Writer, s suggested, field, technique string) {
	if field != "atlas" {
		return
	}
	cases := s.lib.Cases(technique)
	if len(cases) == 0 {
		return
	}
	text := fmt.Sprintf("%s %s (%s)", cases[0].ID, cases[0].Name, cases[0].Date)
	if n := len(cases) - 1; n > 0 {
		text += fmt.Sprintf(", and %d more", n)
	}
	say(out, "      published: %s", clean(text))
}

// printAgainst lists all cases and mitigations, where they were asked for.
func (a *app) printAgainst(out io.Writer, s suggested) {
	if len(s.incidents) > 0 {
		say(out, "published cases")
	}
	for _, k := range s.incidents {
		say(out, "  %s %s, %s of %s, by %s", k.ID, clean(k.Name), k.Type, k.Date, k.Technique)
	}
	if len(s.mitigations) > 0 {
		say(out, "mitigations")
	}
	for _, m := range s.mitigations {
		say(out, "  %s %s: %s", m.ID, clean(m.Name), clean(m.Why))
	}
}
