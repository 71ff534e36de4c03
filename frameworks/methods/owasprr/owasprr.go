// Package owasprr rates a threat by the OWASP Risk Rating Methodology: the mean
// of eight factors is the likelihood, the mean of four the impact, and a table
// of both the severity.
//
//   - questions.go: the 16 factors, with anchors in our own words
//   - bands.go: LOW, MEDIUM and HIGH, and the severity they come to
//   - owasprr.go: from answers as they came to an outcome
//
// The impact is the business impact once all four of its factors are known,
// else the technical one; never the larger of the two. Means are compared as
// sums, so no rounding moves a threat across a band.
package owasprr

import (
	"fmt"
	"strconv"
	"strings"

	"parry/model"
)

// ID is the name that ratings made by this method carry.
const ID = "owasp-rr"

// version names the edition of the page, which has no version of its own: the
// day of the commit that the factors were read from would change with every
// typing error put right, so it is the year.
const version = "2020"

// Method is the methodology as parry asks it.
func Method() model.Method {
	asked := questions()
	matrix := Matrix()
	return model.Method{
		ID:        ID,
		Title:     "OWASP Risk Rating Methodology",
		Version:   version,
		Source:    "OWASP, Risk Rating Methodology (community page), the 16 factors, bands and severity table",
		Questions: asked,
		Rate:      func(a model.Answers) model.Outcome { return rate(asked, a) },
		Places:    true,
		Monotone:  true,
		Results:   []string{"VL", "L", "M", "H", "VH"},
		Matrix:    &matrix,
	}
}

// A mean is the factors of one side.
type mean struct {
	name    string
	factors []string // in the order of the questions
	values  []int
	sum     int
	known   int
}

// meanOf adds up the factors of some groups that are known.
func meanOf(name string, asked []model.Question, a model.Answers, groups ...string) mean {
	m := mean{name: name}
	for _, q := range asked {
		for _, g := range groups {
			if q.Group != g {
				continue
			}
			m.factors = append(m.factors, q.ID)
			if n, err := strconv.Atoi(a[q.ID]); err == nil {
				m.values = append(m.values, n)
				m.sum += n
				m.known++
			}
		}
	}
	return m
}

func (m mean) whole() bool { return m.known == len(m.factors) }

// score is the mean itself; exact, as there are 4 or 8 factors.
func (m mean) score() float64 { return float64(m.sum) / float64(len(m.factors)) }

// line tells the sum and its band. It is stored and compared when a rating is
// done again.
func (m mean) line() string {
	terms := make([]string, len(m.values))
	for i, n := range m.values {
		terms[i] = strconv.Itoa(n)
	}
	return fmt.Sprintf("%s (%s)/%d = %s: %s", m.name, strings.Join(terms, "+"), len(terms), model.ScoreText(m.score()), m.band())
}

func rate(asked []model.Question, a model.Answers) model.Outcome {
	a, problems := model.ReadAnswers(ID, asked, a)
	if len(problems) > 0 {
		return model.Outcome{Problems: problems}
	}
	likely := meanOf("likelihood", asked, a, groupAgent, groupVulnerability)
	technical := meanOf("technical impact", asked, a, groupTechnical)
	business := meanOf("business impact", asked, a, groupBusiness)
	o := model.Outcome{Missing: missing(asked, a, business)}
	if likely.whole() {
		o.Likelihood = likely.band().level()
		o.Path = append(o.Path, likely.line())
		o.Parts = append(o.Parts, model.Score{Name: "likelihood_score", Value: likely.score()})
	}
	impact, ok := weigh(&o, technical, business)
	if likely.whole() && ok {
		s := severities[impact.band()][likely.band()]
		o.Severity, o.Level = s.name, s.level
		o.Path = append(o.Path, fmt.Sprintf("severity, impact %s and likelihood %s: %s, level %s", impact.band(), likely.band(), s.name, s.level))
	}
	return o
}

// weigh chooses the impact that counts, and tells both where both are known.
func weigh(o *model.Outcome, technical, business mean) (impact mean, ok bool) {
	for _, m := range []mean{technical, business} {
		if m.whole() {
			o.Path = append(o.Path, m.line())
			o.Parts = append(o.Parts, model.Score{Name: strings.ReplaceAll(m.name, " ", "_") + "_score", Value: m.score()})
		}
	}
	switch {
	case business.whole():
		impact, ok = business, true
		if technical.whole() {
			o.Path = append(o.Path, "the business impact is known and counts")
		}
	case technical.whole():
		impact, ok = technical, true
		if business.known > 0 {
			o.Path = append(o.Path, fmt.Sprintf("%d of %d factors of the business impact are known: the technical impact counts",
				business.known, len(business.factors)))
		}
	default:
		return impact, false
	}
	o.Impact = impact.band().level()
	return impact, true
}

// missing asks for what still matters: once the business impact is known, the
// technical one does not.
func missing(asked []model.Question, a model.Answers, business mean) []string {
	var wanted []model.Question
	for _, q := range asked {
		if q.Group != groupTechnical || !business.whole() {
			wanted = append(wanted, q)
		}
	}
	return model.MissingAnswers(wanted, a)
}
