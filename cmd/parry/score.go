package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/frameworks"
	"parry/frameworks/methods/matrix"
	"parry/model"
)

func (a *app) score(_ context.Context, c *cli.Command) error {
	m, args, err := a.scoring(c)
	if err != nil {
		return err
	}
	if len(args) == 1 && args[0] == "-" {
		return a.scoreLines(m)
	}
	j, err := scoreOne(m, args)
	if err != nil {
		return err
	}
	return a.printJSON(scored(m, j))
}

// scoring finds the method of a call of score, and what is left to rate. The
// register is opened only for what it may bring itself, the matrix and methods
// that parry does not ship, so that most cases need none and wait for none.
func (a *app) scoring(c *cli.Command) (m model.Method, args []string, err error) {
	args = c.Args().Slice()
	if path := c.String("file"); path != "" {
		text, err := readFramework(path)
		if err != nil {
			return m, nil, err
		}
		_, m, _, err = frameworks.Read(text)
		return m, args, inFile(path, err)
	}
	if len(args) == 0 {
		return m, nil, usage("score needs a method: %s", methodIDs(library()))
	}
	if m, ok := library().Method(args[0]); ok && m.ID != matrix.ID {
		return m, args[1:], nil
	}
	err = a.gathered(c, func(lib model.Library, _ *model.Register) error {
		m, err = method(lib, args[0], model.Settings{})
		return err
	})
	return m, args[1:], err
}

// scoreOne rates what stands in the arguments alone. Ranges may leave a side
// open; anything else must make a whole rating.
func scoreOne(m model.Method, args []string) (model.Judgement, error) {
	answers, _, err := readCase(m, args)
	if err != nil {
		return model.Judgement{}, err
	}
	j := m.Judge(answers)
	if j.Ranged && j.Low.Complete() && j.High.Complete() {
		return j, nil
	}
	return j, incomplete(j.Outcome)
}

// scoreLines rates one case a line. A bad case is an error that names its line
// and does not stop the others.
func (a *app) scoreLines(m model.Method) error {
	lines := bufio.NewReaderSize(a.in, model.MaxText)
	out := bufio.NewWriterSize(a.out, 64<<10)
	bad := false
	for n := 1; ; n++ {
		line, long, err := nextLine(lines)
		if err == io.EOF {
			break
		}
		if err != nil {
			return errors.Join(fmt.Errorf("cannot read line %d of the cases: %w", n, err), out.Flush())
		}
		if strings.TrimSpace(line) == "" && !long {
			continue
		}
		j, err := scoreLine(m, line, long)
		if err != nil {
			bad = true
			err = writeJSON(out, badCase{err.Error(), n}, "")
		} else {
			err = writeJSON(out, scored(m, j), "")
		}
		if err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if bad {
		return stands()
	}
	return nil
}

// A badCase is a line that could not be rated. Empty lines give nothing, so its
// number is not that of the answer.
type badCase struct {
	Error string `json:"error"`
	Line  int    `json:"line"`
}

func scoreLine(m model.Method, line string, long bool) (model.Judgement, error) {
	if long {
		return model.Judgement{}, fmt.Errorf("the line is longer than %d KiB; no case is", model.MaxText>>10)
	}
	return scoreOne(m, fields(line))
}

// nextLine reads a line. Of one that is too long for the reader the beginning is
// given, and the rest is passed over.
func nextLine(r *bufio.Reader) (line string, long bool, err error) {
	part, more, err := r.ReadLine()
	line = string(part)
	for more && err == nil {
		long = true
		_, more, err = r.ReadLine()
	}
	if long && err == io.EOF {
		err = nil
	}
	return line, long, err
}

// fields cuts a case into its answers at blanks; quotes keep a value of
// several words together.
func fields(line string) []string {
	if !strings.Contains(line, `"`) {
		return strings.Fields(line)
	}
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

// A score is a judgement as JSON; what a method does not speak of is left out.
type score struct {
	Method  string `json:"method"`
	Version string `json:"version"`
	result
	Path     []string `json:"path"`
	Flags    []string `json:"flags,omitempty"`
	Low      *result  `json:"low,omitempty"`  // of answers that are ranges: how low it may be
	High     *result  `json:"high,omitempty"` // and how high
	Override string   `json:"override,omitempty"`
	Reason   string   `json:"override_reason,omitempty"`
}

// A result is what a method came to.
type result struct {
	Level           string   `json:"level,omitempty"`
	Likelihood      string   `json:"likelihood,omitempty"`
	Impact          string   `json:"impact,omitempty"`
	Score           *float64 `json:"score,omitempty"`
	Base            *float64 `json:"base,omitempty"`
	Temporal        *float64 `json:"temporal,omitempty"`
	Threat          *float64 `json:"threat,omitempty"`
	Environmental   *float64 `json:"environmental,omitempty"`
	LikelihoodScore *float64 `json:"likelihood_score,omitempty"`
	TechnicalScore  *float64 `json:"technical_impact_score,omitempty"`
	BusinessScore   *float64 `json:"business_impact_score,omitempty"`
	Severity        string   `json:"severity,omitempty"`
	Vector          string   `json:"vector,omitempty"`
	Outcome         string   `json:"outcome,omitempty"`
	DueDays         int      `json:"due_days,omitempty"`
	Forensics       bool     `json:"forensics,omitempty"`
}

func resultOf(o *model.Outcome) result {
	r := result{Level: o.Level.String(), Likelihood: o.Likelihood.String(), Impact: o.Impact.String(),
		Severity: o.Severity, Vector: o.Vector, Outcome: o.Verdict.Outcome, DueDays: o.DueDays, Forensics: o.Forensics}
	if o.Scored {
		r.Score = &o.Score
	}
	for i := range o.Parts {
		if place := r.part(o.Parts[i].Name); place != nil {
			*place = &o.Parts[i].Value
		}
	}
	return r
}

// part is the place of a named score; nil for a name that has none.
func (r *result) part(name string) **float64 {
	switch name {
	case "base":
		return &r.Base
	case "temporal":
		return &r.Temporal
	case "threat":
		return &r.Threat
	case "environmental":
		return &r.Environmental
	case "likelihood_score":
		return &r.LikelihoodScore
	case "technical_impact_score":
		return &r.TechnicalScore
	case "business_impact_score":
		return &r.BusinessScore
	}
	return nil
}

func scored(m model.Method, j model.Judgement) score {
	s := score{Method: m.ID, Version: m.Version, result: resultOf(&j.Outcome), Path: j.Path, Flags: j.Flags}
	if j.Ranged {
		low, high := resultOf(&j.Low), resultOf(&j.High)
		s.Low, s.High = &low, &high
	}
	return s
}

// rated is a stored rating as JSON: the level is the one that stands.
func rated(r model.Rating, j model.Judgement) score {
	j.Level, j.Path, j.Flags = r.Level, r.Path(), r.Flags()
	s := scored(model.Method{ID: r.Method, Version: r.Version()}, j)
	s.Override, s.Reason = r.Override(), r.OverrideReason()
	return s
}
