// Package cvss31 scores a vulnerability by CVSS 3.1, and by the equations of
// 3.0 where the vector says so: base, temporal, environmental.
//
//   - metrics.go: the metrics as questions, with anchors in our own words
//   - equations.go: the equations, in whole numbers
//   - vector.go: reading and writing a vector
//   - cvss31.go: from answers as they came to an outcome
//
// Scores are computed in whole numbers, so no rounding of fractions in a
// machine moves one by a tenth.
package cvss31

import (
	"fmt"

	"parry/frameworks/cvss"
	"parry/model"
)

// ID is the name that ratings made by this method carry.
const ID = "cvss-3.1"

const version = "3.1"

// answerVersion is the answer, no metric, that says 3.0 where its equations are
// to be used.
const answerVersion = "version"

// Method is CVSS 3.1 as parry asks it.
func Method() model.Method {
	asked := questions()
	return model.Method{
		ID:         ID,
		Title:      "CVSS 3.1",
		Version:    version,
		Source:     "FIRST, Common Vulnerability Scoring System v3.1: Specification Document, June 2019; v3.0 of June 2015 for its own vectors",
		Questions:  asked,
		Rate:       func(a model.Answers) model.Outcome { return rate(asked, a) },
		Vector:     func(text string) (model.Answers, error) { return readVector(asked, text) },
		Judges:     model.JudgesVulnerabilities,
		Results:    cvss.Severities(),
		Severities: cvss.Levels(),
	}
}

func rate(asked []model.Question, a model.Answers) model.Outcome {
	a, problems := model.ReadAnswers(ID, asked, a, answerVersion, cvss.AnswerDeclared)
	by, problem := edition(a[answerVersion])
	if problem != "" {
		problems = append(problems, problem)
	}
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
	s := score(by, a)
	o.Scored, o.Score, o.Parts = true, s.full().Points(), s.parts()
	o.Severity, o.Vector, o.Path = s.full().Severity(), writeVector(by, a), s.path()
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
	either := func(off cvss.Score) bool { return off == 1 || off == -1 }
	return said.Against(s.base, s.full(), either, cvss.Named{Name: "temporal", Score: s.temporal},
		cvss.Named{Name: "environmental", Score: s.environmental})
}

// edition reads which equations are to be used.
func edition(answer string) (by equations, problem string) {
	switch answer {
	case "", "3.1":
		return v31, ""
	case "3.0":
		return v30, ""
	}
	return v31, fmt.Sprintf("version is %.40q; it takes 3.0 or 3.1", answer)
}

// full is the score of the fullest group of metrics that is given.
func (s scores) full() cvss.Score {
	switch {
	case s.hasEnvironmental:
		return s.environmental
	case s.hasTemporal:
		return s.temporal
	}
	return s.base
}

func (s scores) parts() []model.Score {
	parts := []model.Score{{Name: "base", Value: s.base.Points()}}
	if s.hasTemporal {
		parts = append(parts, model.Score{Name: "temporal", Value: s.temporal.Points()})
	}
	if s.hasEnvironmental {
		parts = append(parts, model.Score{Name: "environmental", Value: s.environmental.Points()})
	}
	return parts
}

// path tells each step. Its lines are stored and compared when a rating is
// done again.
func (s scores) path() []string {
	path := make([]string, 0, 5)
	if s.by == v30 {
		path = append(path, "by the CVSS 3.0 equations")
	}
	path = append(path, "impact "+s.impact.String()+", exploitability "+s.exploitability.String()+", scope "+s.scope,
		"base score "+s.base.String())
	if s.hasTemporal {
		path = append(path, "temporal score "+s.temporal.String()+": base x E "+hundredths(s.factors[0])+
			" x RL "+hundredths(s.factors[1])+" x RC "+hundredths(s.factors[2]))
	}
	if s.hasEnvironmental {
		path = append(path, "environmental score "+s.environmental.String()+": modified impact "+s.modImpact.String()+
			", modified exploitability "+s.modExploitability.String()+", scope "+s.modScope)
	}
	return append(path, "severity of "+s.full().String()+": "+s.full().Severity())
}
