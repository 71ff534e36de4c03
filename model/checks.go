package model

import "slices"

// A Severity says how much a finding weighs.
type Severity string

// The severities. Info alone is no reason to act.
const (
	SeverityHigh   Severity = "high"
	SeverityMedium Severity = "medium"
	SeverityInfo   Severity = "info"
)

// A Finding is one place where the register breaks a rule. Its id is
// RULE/THREAT or RULE/THREAT/LAYER and stays the same while the fault does,
// so that two days can be compared.
type Finding struct {
	ID       string   `json:"id"`
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Threat   string   `json:"threat"`
	Record   string   `json:"record,omitempty"` // the record that is no threat, where it is about one
	Layer    string   `json:"layer,omitempty"`
	Text     string   `json:"text"` // what is wrong and what to do, in one sentence
}

// CheckThreat gives the findings on one threat, by rule, then by layer.
func CheckThreat(t *Threat, g Grounds) []Finding {
	standing, _ := g.owners.excepted.split(responseFindings(nil, t, &g))
	return append(standing, CheckOwnership(t, g)...)
}

func onThreat(rule string, s Severity, t *Threat, text string) Finding {
	return Finding{ID: rule + "/" + t.ID, Rule: rule, Severity: s, Threat: t.ID, Text: text}
}

func onCell(rule string, s Severity, t *Threat, layer int, text string) Finding {
	f := onThreat(rule, s, t, text)
	f.Layer = Layers[layer]
	f.ID += "/" + f.Layer
	return f
}

// Check gives every finding there is, by threat, then rule, then layer; those on
// records last.
func Check(r *Register, g Grounds) []Finding {
	fs := make([]Finding, 0, r.found)
	owners := ownerGroundsOf(r, g.Today)
	owned, answered := r.askOwned(g.Today, &owners), r.askAnswered(&g)
	for t, d := range r.walk() {
		fs = append(fs, d.answeredOn(t, &g, answered)...)
		fs = append(fs, d.ownedOn(t, g.Today, &owners, owned)...)
	}
	r.found = len(fs)
	standing, _ := owners.excepted.split(append(append(fs, RecordFindings(r, g.Today)...), DecisionFindings(r)...))
	return standing
}

// Accepted gives the findings that somebody accepted for a time, by threat, then rule,
// then layer, each with the record that says so.
func Accepted(r *Register, g Grounds) (fs []Finding, by []*Sheet) {
	x := r.Exceptions(g.Today)
	if len(x.of) == 0 {
		return nil, nil
	}
	all := g
	all.owners.excepted = nil
	for _, t := range r.Threats() {
		fs = append(fs, CheckThreat(t, all)...)
	}
	fs = append(append(fs, RecordFindings(r, g.Today)...), DecisionFindings(r)...)
	_, fs = x.split(fs)
	for _, f := range fs {
		by = append(by, x.Of(f.ID))
	}
	return fs, by
}

// Stands says whether any finding weighs more than info: `parry check` then
// answers with exit code 3.
func Stands(fs []Finding) bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return f.Severity != SeverityInfo })
}

type checkJSON struct {
	Schema   string    `json:"schema"`
	AsOf     string    `json:"as_of"`
	Findings []Finding `json:"findings"`
}

// CheckJSON gives findings in the shape that `parry check --json` prints.
func CheckJSON(fs []Finding, asOf string) any {
	if fs == nil {
		fs = []Finding{}
	}
	return checkJSON{Schema, asOf, fs}
}
