// Package bod2604 says by when a vulnerability must be remediated, by the table
// of CISA's Binding Operational Directive 26-04: 16 rows over four questions.
// Days are calendar days.
//
//   - table.json: the table as published, without its prose
//   - words.go: what is asked, in our own words
//   - bod2604.go: from the row to the days, and whether traces must be looked at
//
// The directive judges a vulnerability. On a threat that names none it speaks
// only by analogy, and the rating says so.
package bod2604

import (
	_ "embed"
	"fmt"
	"strings"

	"parry/frameworks/decisiontable"
	"parry/model"
)

// ID is the name that ratings made by this method carry.
const ID = "bod-26-04"

//go:embed table.json
var published string

// Method is the directive's table as parry asks it.
func Method() model.Method {
	table, err := decisiontable.Read(strings.NewReader(published))
	if err != nil {
		panic(fmt.Errorf("table.json: %w", err)) // it is part of the program
	}
	m, err := decisiontable.Rule{
		ID: ID, Title: "CISA BOD 26-04", Decides: table, Words: words, Facts: facts, Then: then,
		Source: "CISA, Binding Operational Directive 26-04, June 2026, as CERT/CC's SSVC decision table " + table.String(),
	}.Method()
	if err != nil {
		panic(err)
	}
	return m
}

// timelines are the directive's outcomes: days to act in, and whether a
// forensic investigation goes with them. The lowest sets no day.
var timelines = map[string]model.Verdict{
	"fix on system upgrade":           {},
	"60 days":                         {DueDays: 60},
	"14 days":                         {DueDays: 14},
	"3 days":                          {DueDays: 3},
	"3 days & forensic investigation": {DueDays: 3, Forensics: true},
}

func then(outcome string) (v model.Verdict, line string) {
	v = timelines[outcome]
	switch {
	case v.Forensics:
		return v, fmt.Sprintf("act within %d calendar days, and look at the traces: it may have been used already", v.DueDays)
	case v.DueDays > 0:
		return v, fmt.Sprintf("act within %d calendar days", v.DueDays)
	}
	return v, "no day is set: with the next upgrade of the system"
}

// facts gives what the threat's own fields say. Exposed is read from exposure;
// one that is controlled may be either, and is asked.
func facts(t *model.Threat) model.Answers {
	u := t.Urgency
	a := model.Answers{}.With("kev", u.KEV).With("automatable", u.Automatable).With("technical_impact", u.TechnicalImpact)
	switch u.Exposure {
	case "open":
		return a.With("exposed", "yes")
	case "small":
		return a.With("exposed", "no")
	}
	return a
}
