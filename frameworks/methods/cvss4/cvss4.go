// Package cvss4 scores a vulnerability by CVSS 4.0: base, threat and
// environmental metrics together, supplemental ones kept beside.
//
//   - metrics.go: the metrics as questions, with anchors in our own words
//   - tables.go: the published scores of the macro vectors, and the depths
//   - score.go: from a setting of the metrics to a score, in whole numbers
//   - vector.go: reading and writing a vector
//   - cvss4.go: from answers as they came to an outcome
//
// Scores are computed in whole numbers and rounded half up once. Programs that
// compute in fractions of a machine give a tenth less for a few vectors.
package cvss4

import (
	"parry/frameworks/cvss"
	"parry/model"
)

// ID is the name that ratings made by this method carry.
const ID = "cvss-4.0"

const version = "4.0"

// Method is CVSS 4.0 as parry asks it.
func Method() model.Method {
	asked := questions()
	return model.Method{
		ID:         ID,
		Title:      "CVSS 4.0",
		Version:    version,
		Source:     "FIRST, Common Vulnerability Scoring System v4.0: Specification Document, November 2023",
		Questions:  asked,
		Rate:       func(a model.Answers) model.Outcome { return rate(asked, a) },
		Vector:     func(text string) (model.Answers, error) { return readVector(asked, text) },
		Judges:     model.JudgesVulnerabilities,
		Monotone:   true,
		Results:    cvss.Severities(),
		Severities: cvss.Levels(),
	}
}

func rate(asked []model.Question, a model.Answers) model.Outcome {
	a, problems := model.ReadAnswers(ID, asked, a, cvss.AnswerDeclared)
	said, problem := cvss.ReadDeclared(a[cvss.AnswerDeclared])
	if problem != "" {
		problems = append(problems, problem)
	}
	if len(problems) > 0 {
		return model.Outcome{Problems: problems}
	}
	o := model.Outcome{Missing: model.MissingAnswers(asked, a)}
	if len(o.Missing) > 0 {
		return o
	}
	s := scoresOf(a)
	o.Scored, o.Score, o.Parts = true, s.full.score.Points(), s.parts()
	o.Severity, o.Vector, o.Path = s.full.score.Severity(), writeVector(a), s.path(a)
	if doubt := s.doubt(said); doubt != "" {
		o.Flags = []string{doubt}
	}
	return o
}

// doubt says how a declared score differs from the computed ones.
func (s scores) doubt(said cvss.Declared) string {
	if !said.Given {
		return ""
	}
	var others []cvss.Named
	if s.hasThreat {
		others = append(others, cvss.Named{Name: "threat", Score: s.threat.score})
	}
	machine := func(off cvss.Score) bool { return s.base.score+off == s.base.inFloats() }
	return said.Against(s.base.score, s.full.score, machine, others...)
}

// scores are those of each group of metrics that is given.
type scores struct {
	base, threat, full        result
	hasThreat, hasEnvironment bool
}

func scoresOf(a model.Answers) scores {
	set := baseOf(a)
	s := scores{base: set.score()}
	if s.hasThreat = set.take(e, a["E"]); s.hasThreat {
		s.threat = set.score()
	}
	for i, name := range [...]string{"CR", "IR", "AR"} {
		s.hasEnvironment = set.take(cr+i, a[name]) || s.hasEnvironment
	}
	for i, name := range modified {
		s.hasEnvironment = set.take(i, a[name]) || s.hasEnvironment
	}
	switch {
	case s.hasEnvironment:
		s.full = set.score()
	case s.hasThreat:
		s.full = s.threat
	default:
		s.full = s.base
	}
	return s
}

// nomenclature says which groups a score is made of.
func (s scores) nomenclature() string {
	switch {
	case s.hasThreat && s.hasEnvironment:
		return "CVSS-BTE"
	case s.hasThreat:
		return "CVSS-BT"
	case s.hasEnvironment:
		return "CVSS-BE"
	}
	return "CVSS-B"
}

func (s scores) parts() []model.Score {
	parts := make([]model.Score, 1, 3)
	parts[0] = model.Score{Name: "base", Value: s.base.score.Points()}
	if s.hasThreat {
		parts = append(parts, model.Score{Name: "threat", Value: s.threat.score.Points()})
	}
	if s.hasEnvironment {
		parts = append(parts, model.Score{Name: "environmental", Value: s.full.score.Points()})
	}
	return parts
}

// path tells each step. Its lines are stored and compared when a rating is
// done again.
func (s scores) path(a model.Answers) []string {
	path := append([]string{s.nomenclature()}, s.full.path()...)
	if s.hasThreat || s.hasEnvironment {
		path = append(path, "base score alone "+s.base.score.String())
	}
	if beside := supplemental(a); beside != "" {
		path = append(path, "beside the score: "+beside)
	}
	return append(path, "severity of "+s.full.score.String()+": "+s.full.score.Severity())
}
