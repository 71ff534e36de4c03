// Package report writes the register as a Markdown report: what needs a
// decision first, what proves it last.
//
//   - report.go: what a report is made from, its outline, and for whom it is.
//   - front.go, conclusion.go, decisions.go, risk.go, since.go, system.go,
//     unknowns.go, ownership.go, treatment.go, response.go, cards.go, register.go,
//     method.go, coverage.go, workshops.go, proof.go: its sections in order.
//   - redact.go: names and exploit detail taken out. html.go, picture.go: the same
//     report as one page of HTML, with pictures.
//   - page.go: headings, lists, tables. escape.go: text of the register.
//
// The promises: the same register on the same day gives the same bytes; no
// table has more than six columns; letters and signs stand for colours; no
// text of the register becomes Markdown; an empty section says "None" and what
// was looked at; a section that is left out is named, with the reason.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

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
	Proof    model.Proof   // what the store found of the file; without one no answer is computed
	Library  model.Library // by which ratings are compared
	Audience string        // one of Audiences; "" is everybody
	Redact   []string      // of Redactions
	Since    *Since        // the moment that it is compared with; nil if none
	Final    string        // the snapshot of a final report; "" for a draft
}

// Since is an earlier moment of the register.
type Since struct {
	Name     string // of the snapshot
	Day      string
	Register *model.Register
}

// The audiences of a report: what each needs, and no more.
const (
	Executive = "executive"
	Auditor   = "auditor"
	Engineer  = "engineer"
)

// Audiences are all of them.
var Audiences = []string{Executive, Auditor, Engineer}

// A draft is one report being written.
type draft struct {
	page
	Input
	whole     *model.Register // without redactions
	settings  model.Settings
	tolerance model.Tolerance
	grounds   model.Grounds
	threats   []*model.Threat   // in id order
	heat      [3]*model.Heatmap // by phase, for each model.State
	owners    *model.OwnershipView
	findings  map[*model.Threat][]model.Finding // where there are any
	diff      model.Diff                        // since in.Since
	sections  []section                         // those that are written
	open      []*model.Threat                   // that wait for a decision, ranked; see toDecide
	questions map[*model.Threat]md              // of each of them
	reply     *model.Answer                     // nil until it is asked for
	used      []*model.Coverage                 // of catalogues that something names
	idle      []*model.Coverage                 // of the others
	left      [][2]md                           // those that are not, and why
}

// A section is one heading of the outline.
type section struct {
	title md
	write func(*draft)
	of    []string            // the audiences that need it; nil for all
	has   func(*draft) bool   // whether there is anything to write; nil if always
	lacks md                  // what there would have to be
	shows func(*draft) []*svg // pictures that HTML adds; nil for none
}

// outline is the order of the report. An anchor is made of the title, so a
// title holds only letters, digits and blanks.
var outline = []section{
	{title: "Conclusion", write: (*draft).conclusion, has: (*draft).concluded, lacks: "conclusion of the assessor (record conclusion)"},
	{title: "Answer", write: (*draft).answered, of: []string{Executive, Auditor}, has: (*draft).answerable, lacks: "whole register with a proof of its file, which alone can be answered from"},
	{title: decisionsTitle, write: (*draft).decisions},
	{title: "Risk picture", write: (*draft).risk, shows: (*draft).heatPictures},
	{title: "What changed", write: (*draft).changed, has: func(d *draft) bool { return d.Since != nil }, lacks: "earlier snapshot to compare with"},
	{title: "Scope and limits", write: (*draft).system, has: (*draft).scoped, lacks: "records of the system, its parties, assets or assumptions"},
	{title: "What is not known", write: (*draft).unknowns},
	{title: "Ownership", write: (*draft).ownership, of: []string{Auditor, Engineer}, shows: (*draft).matrixPicture},
	{title: "Treatment plan", write: (*draft).treatment},
	{title: "Acceptances and their end", write: (*draft).acceptances, has: (*draft).accepted, lacks: "accepted, transferred or avoided risks"},
	{title: "Detection", write: (*draft).detections, of: []string{Auditor, Engineer}, has: (*draft).detects, lacks: "records of detections and of services that detect"},
	{title: "Vulnerabilities", write: (*draft).vulnerabilities, of: []string{Auditor, Engineer}, has: kind(model.KindVulnerability), lacks: "records of vulnerabilities"},
	{title: "Times kept", write: (*draft).clocks},
	{title: "Incidents", write: (*draft).incidents, has: kind(model.KindIncident), lacks: "records of incidents"},
	{title: "Contacts and exercises", write: (*draft).contacts, of: []string{Auditor}, has: kind(model.KindContact, model.KindExercise), lacks: "records of contacts or exercises"},
	{title: "Intelligence", write: (*draft).intelligence, of: []string{Auditor, Engineer}, has: kind(model.KindIntelligence), lacks: "records of what others report"},
	{title: cardsTitle, write: (*draft).cards, of: []string{Auditor, Engineer}},
	{title: "Register", write: (*draft).register, of: []string{Auditor, Engineer}},
	{title: "Method", write: (*draft).method, of: []string{Auditor, Engineer}},
	{title: "Conformity", write: (*draft).conformity, of: []string{Auditor}, has: (*draft).answerable, lacks: "whole register with a proof of its file, which alone can be answered from"},
	{title: "Coverage", write: (*draft).coverage, of: []string{Auditor, Engineer}, has: (*draft).covered, lacks: "entry of a catalogue that anything names, or is a part only"},
	{title: "Workshops", write: (*draft).workshops, of: []string{Auditor}, has: func(d *draft) bool { return len(d.Register.Workshops()) > 0 }, lacks: "workshops"},
	{title: "Exploit detail", write: (*draft).exploits, of: []string{Auditor, Engineer}, has: func(d *draft) bool { return d.redacts(Exploits) }},
	{title: "Proof and sources", write: (*draft).proof},
	{title: "What is left out", write: (*draft).leftOut},
	{title: "Signatures", write: (*draft).signatures},
}

// The titles that others link to.
const (
	decisionsTitle = "Decisions"
	cardsTitle     = "High and very high threats"
)

// kind says whether there are records of one of some kinds.
func kind(kinds ...model.Kind) func(*draft) bool {
	return func(d *draft) bool {
		return slices.ContainsFunc(kinds, func(k model.Kind) bool { return len(d.Register.Sheets(k)) > 0 })
	}
}

// Markdown writes the report.
func Markdown(w io.Writer, in Input) error {
	d := newDraft(newPage(w), in)
	d.front()
	for i := range d.sections {
		d.section(i)
	}
	return d.w.Flush()
}

// section writes one section under its number.
func (d *draft) section(i int) {
	d.heading(2, numbered(i, d.sections[i].title))
	d.sections[i].write(d)
}

// newDraft works out what all sections need.
func newDraft(p page, in Input) *draft {
	whole := in.Register
	shown := mask{}
	in.Register = redacted(in.Register, in, shown)
	d := &draft{whole: whole, page: p, Input: in, settings: in.Register.Settings(), tolerance: in.Register.Tolerance(), threats: in.Register.Threats()}
	d.grounds = model.NewGrounds(in.Register, in.AsOf, func() model.Library { return in.Library })
	for _, s := range model.States {
		d.heat[s] = model.HeatmapOf{By: model.ByPhase, State: s, Today: in.AsOf}.Map(in.Register)
	}
	d.owners = model.NewOwnershipView(in.Register, in.AsOf)
	d.findings = map[*model.Threat][]model.Finding{}
	for _, f := range model.Check(in.Register, d.grounds) {
		if t := in.Register.Threat(f.Threat); t != nil {
			d.findings[t] = append(d.findings[t], f)
		}
	}
	if in.Since != nil { // both sides as the report may show them
		d.diff = model.Compare(model.Moment{Register: redacted(in.Since.Register, in, shown), Today: in.Since.Day}, model.Moment{Register: in.Register, Today: in.AsOf})
	}
	d.choose()
	return d
}

// choose takes the sections that this report has, and notes why others are not in
// it.
func (d *draft) choose() {
	for _, s := range outline {
		switch {
		case s.has != nil && !s.has(d):
			if s.lacks != "" {
				d.left = append(d.left, [2]md{s.title, "the register holds no " + s.lacks})
			}
		case d.Audience != "" && s.of != nil && !slices.Contains(s.of, d.Audience):
			d.left = append(d.left, [2]md{s.title, md("not needed by this reader (" + d.Audience + ")")})
		default:
			d.sections = append(d.sections, s)
		}
	}
}

// writes says whether a section is part of this report.
func (d *draft) writes(title md) bool {
	return slices.ContainsFunc(d.sections, func(s section) bool { return s.title == title })
}

// to links to a section; only its title, if it is left out.
func (d *draft) to(title, words md) md {
	i := slices.IndexFunc(d.sections, func(s section) bool { return s.title == title })
	if i < 0 {
		return words
	}
	return md(fmt.Sprintf("[%s](#%s)", words, anchor(numbered(i, title))))
}

// leftOut names what this report does not hold, and why.
func (d *draft) leftOut() {
	for _, part := range d.left {
		d.part(part[0], part[1])
	}
	if len(d.left) == 0 {
		d.say("Nothing: every section is in this report.")
		return
	}
	d.end()
}

// ParseAudience reads the name of an audience; "" and "everybody" are all.
func ParseAudience(name string) (string, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "" || name == "everybody" {
		return "", nil
	}
	if !slices.Contains(Audiences, name) {
		return "", fmt.Errorf("there is no audience %q; use %s, or a party with --party", name, strings.Join(Audiences, ", "))
	}
	return name, nil
}
