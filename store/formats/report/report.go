// Package report writes the register as a Markdown report: what needs a
// decision first, what proves it last.
//
//   - report.go: what a report is made from, and its outline.
//   - front.go, decisions.go, risk.go, unknowns.go, ownership.go, treatment.go,
//     cards.go, register.go, method.go, proof.go: its sections in order.
//   - page.go: headings, lists, tables. escape.go: text of the register.
//
// The promises: the same register on the same day gives the same bytes; no
// table has more than six columns; letters and signs stand for colours; no
// text of the register becomes Markdown; an empty section says "None" and what
// was looked at.
package report

import (
	"io"

	"parry/model"
)

// Input is what a report is made from. The time is no part of it but AsOf.
type Input struct {
	Register *model.Register
	AsOf     string        // ISO day: the today of due dates and expiries
	Filter   string        // in words, where the register holds only part of the threats
	Hash     string        // of the register
	Head     string        // of the journal
	Version  string        // of parry
	Library  model.Library // by which ratings are compared
}

// A draft is one report being written.
type draft struct {
	page
	Input
	settings model.Settings
	threats  []*model.Threat   // in id order
	heat     [3]*model.Heatmap // by phase, for each model.State
	owners   *model.OwnershipView
	findings map[*model.Threat][]model.Finding // of owners, where there are any
}

// A section is one heading of the outline.
type section struct {
	title md
	write func(*draft)
}

// outline is the order of the report. An anchor is made of the title, so a
// title holds only letters, digits and blanks.
var outline = []section{
	{"Decisions needed", (*draft).decisions},
	{"Risk picture", (*draft).risk},
	{"What is not known", (*draft).unknowns},
	{"Ownership", (*draft).ownership},
	{"Treatment plan", (*draft).treatment},
	{"High and very high threats", (*draft).cards},
	{"Register", (*draft).register},
	{"Method", (*draft).method},
	{"Proof and sources", (*draft).proof},
	{"Signatures", (*draft).signatures},
}

// Markdown writes the report.
func Markdown(w io.Writer, in Input) error {
	d := &draft{page: newPage(w), Input: in, settings: in.Register.Settings(), threats: in.Register.Threats()}
	for _, s := range model.States {
		d.heat[s] = model.NewHeatmap(in.Register, model.ByPhase, s)
	}
	d.owners = model.NewOwnershipView(in.Register, in.AsOf)
	d.findings = map[*model.Threat][]model.Finding{}
	for _, row := range d.owners.Rows {
		if len(row.Findings) > 0 {
			d.findings[row.Threat] = row.Findings
		}
	}
	d.front()
	for i, s := range outline {
		d.heading(2, numbered(i, s.title))
		s.write(d)
	}
	return d.w.Flush()
}
