package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// An Item is one thing to put right, or to know of, before a register is handed over.
type Item struct {
	Section  string   `json:"section"`
	ID       string   `json:"id"` // of the threat, record or finding; "" if it is about the register
	Severity Severity `json:"severity"`
	Text     string   `json:"text"` // what stands and what to do, in one sentence
}

// The sections of a handover, the most urgent first.
const (
	SectionReopened = "open again"
	SectionOverdue  = "overdue"
	SectionFindings = "findings"
	SectionDebts    = "debts"
	SectionDoubts   = "looks wrong"
)

// Handover is the one list of everything that stands against handing the register
// over: acceptances that ended, clocks that ran out, findings, debts of the register,
// and fields that look wrong.
func Handover(r *Register, g Grounds) []Item {
	var items []Item
	add := func(section, id string, severity Severity, format string, args ...any) {
		items = append(items, Item{section, id, severity, fmt.Sprintf(format, args...)})
	}
	for _, t := range r.Threats() {
		if t.AcceptanceExpired(g.Today) {
			add(SectionReopened, t.ID, SeverityHigh, "%s: accepted by %s until %s; it is open again: decide anew.", t.Title, orElse(t.Decision.By, "nobody"), t.Decision.Expires())
		}
	}
	for _, c := range AllClocks(r, g) {
		if c.State(g.Today) == "overdue" && !c.told() {
			add(SectionOverdue, c.Of.ID, SeverityMedium, "%s was due by %s (%s).", c.What, c.By, c.Basis)
		}
	}
	for _, f := range Check(r, g) {
		if f.Severity != SeverityInfo && f.Rule != "Q4" { // which stands above already
			add(SectionFindings, f.ID, f.Severity, "%s", f.Text)
		}
	}
	for _, d := range r.debts(g) {
		if d.n > 0 {
			add(SectionDebts, "", d.severity, "%s", d.text())
		}
	}
	return append(items, r.doubtItems(g.Today)...)
}

// told says whether a clock that ran out stands in another section already: an
// acceptance that ended, a review that rule Q5 speaks of.
func (c Clock) told() bool {
	return c.What == clockAcceptance || c.What == clockReview && c.Basis == asSet
}

// doubtItems are the fields that look wrong; the same doubt about many records is one
// item.
func (r *Register) doubtItems(today string) []Item {
	type about struct {
		doubt Doubt
		ids   []string
	}
	var all []*about
	at := map[Doubt]*about{}
	take := func(id string, doubts []Doubt) {
		for _, d := range doubts {
			if at[d] == nil {
				at[d] = &about{doubt: d}
				all = append(all, at[d])
			}
			at[d].ids = append(at[d].ids, id)
		}
	}
	for _, t := range r.threats {
		take(t.ID, t.Doubts(today))
	}
	for _, k := range SheetKinds {
		for _, s := range r.Sheets(k.Kind) {
			take(s.ID, r.DoubtsOf(s, today))
		}
	}
	items := make([]Item, len(all))
	for i, a := range all {
		text := a.doubt.Field + ": " + a.doubt.Text
		if n := len(a.ids); n > 1 {
			text += fmt.Sprintf(" (%d: %s)", n, someOfThem(a.ids))
		}
		items[i] = Item{SectionDoubts, a.ids[0], SeverityInfo, text}
	}
	return items
}

// someOfThem names the first few of some ids and counts the others.
func someOfThem(ids []string) string {
	const few = 6
	shown := ids[:min(few, len(ids))]
	text := strings.Join(shown, ", ")
	if more := len(ids) - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// A debt is what a register lacks, counted.
type debt struct {
	severity Severity
	n        int
	ids      []string
	what     string
	counted  bool   // n is worth telling
	way      string // out
}

func (d debt) text() string {
	text := d.what
	if d.counted {
		text += fmt.Sprintf(": %d", d.n)
	}
	if len(d.ids) > 0 {
		text += " (" + someOfThem(d.ids) + ")"
	}
	return text + "; " + d.way + "."
}

// debts are what the register lacks on a day, the gravest first.
func (r *Register) debts(g Grounds) []debt {
	var debts []debt
	count := func(severity Severity, what, way string, lacks func(*Threat) bool) {
		d := debt{severity: severity, what: what, way: way, counted: true}
		for _, t := range r.threats {
			if t.Status != "closed" && t.Status != "not_applicable" && lacks(t) {
				d.n++
				d.ids = append(d.ids, t.ID)
			}
		}
		debts = append(debts, d)
	}
	say := func(severity Severity, lacks bool, what, way string) {
		debts = append(debts, debt{severity: severity, n: bit(lacks), what: what, way: way})
	}
	say(SeverityHigh, !r.Approval(g.Today).Stands, "The method is "+r.Approval(g.Today).Words(), "record who approved it: approval by=… on=…")
	system := r.Sheet(KindSystem, string(KindSystem))
	say(SeverityMedium, system == nil || system.Get("boundary") == "", "The system's boundary is not written down", "record system boundary=…")
	say(SeverityMedium, len(r.Sheets(KindParty)) == 0, "No party is recorded", "record who plays which role: party name=… roles=…")
	say(SeverityMedium, !r.Settings().Appetite.Rated(), "No appetite is set, so nothing is above it", "record register appetite=M")
	count(SeverityHigh, "Without an inherent rating", "triage them", func(t *Threat) bool { return !t.Ratings[Inherent].Placed() })
	count(SeverityMedium, "Without a current rating", "rate them as they are now", func(t *Threat) bool { return t.Ratings[Inherent].Placed() && !t.Ratings[Current].Placed() })
	count(SeverityMedium, "Rated without a reason for likelihood or impact", "write why", (*Threat).Unreasoned)
	count(SeverityMedium, "Without a category or phase", "classify them", func(t *Threat) bool { return t.Class.Category == "" || t.Class.Phase == "" })
	count(SeverityMedium, "Without a response", "decide what is done", func(t *Threat) bool { return t.Response.Kind == "" })
	count(SeverityMedium, "To be mitigated, and without a control, live or planned", "name one", func(t *Threat) bool {
		return t.Response.Kind == "mitigate" && t.Response.ControlsInPlace == "" && t.Response.ControlsPlanned == "" && !g.any(t, KindControl, func(s *Sheet) bool { return s.Counts() || s.Awaited() })
	})
	count(SeverityInfo, "Parked in triage", "go on with them", func(t *Threat) bool { return len(t.Parked()) > 0 })
	open := 0
	for _, p := range r.Parkings() {
		open += bit(p.Open())
	}
	debts = append(debts, debt{severity: SeverityInfo, n: open, counted: true, what: "Said, parked and not settled", way: "settle them: parry park"})
	say(SeverityMedium, len(r.Sheets(KindIntelligence)) == 0, "Nobody has looked at what others report", "record intelligence source=… on=… result=…")
	say(SeverityInfo, r.Sheet(KindConclusion, string(KindConclusion)) == nil, "The assessor's conclusion is not written yet", "record conclusion summary=… residual=…")
	slices.SortStableFunc(debts, func(a, b debt) int { return cmp.Compare(weight(a.severity), weight(b.severity)) })
	return debts
}

// weight orders severities, the gravest first.
func weight(s Severity) int {
	return slices.Index([]Severity{SeverityHigh, SeverityMedium, SeverityInfo}, s)
}

// Headline says in a line what should be known first; "" if nothing presses.
func Headline(r *Register, g Grounds) string {
	var reopened []string
	for _, t := range r.Threats() {
		if t.AcceptanceExpired(g.Today) {
			reopened = append(reopened, t.ID)
		}
	}
	overdue := r.Overdue(g)
	var parts []string
	if n := len(reopened); n > 0 {
		parts = append(parts, someOfThem(reopened)+" open again: the acceptance ended")
	}
	if overdue > 0 {
		parts = append(parts, fmt.Sprintf("%d overdue", overdue))
	}
	return strings.Join(parts, "; ")
}

// Overdue counts the clocks that ran out, but for acceptances, which are opened again: as
// AllClocks would, at a fraction of its cost.
func (r *Register) Overdue(g Grounds) int {
	p := r.Policy()
	var late [len(Levels)]struct{ decide, treat, review, contain string } // by level: what began on that day or before is late
	for i, times := range p.Levels {
		late[i].decide, late[i].treat, late[i].review, late[i].contain = times.Decide.Cutoff(g.Today), times.Treat.Cutoff(g.Today), times.Review.Cutoff(g.Today), times.Contain.Cutoff(g.Today)
	}
	n := 0
	for _, t := range r.Threats() {
		if t.Status == "closed" || t.Status == "not_applicable" {
			continue
		}
		if t.Urgency.VulnID() != "" { // few have one, and theirs is another method's word
			for _, c := range t.Clocks(&p, g) {
				n += bit(c.Overdue(g.Today))
			}
			continue
		}
		found, next := t.Since(), t.Review.Next
		ran := func(from, cutoff string) bool { return from != "" && from <= cutoff }
		n += bit(next != "" && next < g.Today)
		if level := t.Level(); level.Rated() {
			at := &late[level.Index()]
			n += bit((t.Decision.Date == "" || t.Decision.Date > g.Today) && ran(found, at.decide))
			if done := t.Response.DoneOn(); (t.Response.Kind == "" || t.Response.Kind == "mitigate") && (done > g.Today || done == "" && !t.Done()) {
				n += bit(ran(found, at.treat)) + bit(t.Exploited() && ran(found, at.contain))
			}
			n += bit(next == "" && ran(cmp.Or(t.Review.LastAt(), t.Decision.Date, found), at.review))
		}
	}
	return n + r.OverdueRecords(g)
}

// OverdueRecords counts those of records that are no threats.
func (r *Register) OverdueRecords(g Grounds) (n int) {
	p := r.Policy()
	var others []Clock
	for _, s := range r.Sheets(KindIncident) {
		others = append(others, incidentClocks(s, &p, g.Today)...)
	}
	for _, s := range r.Sheets(KindVulnerability) {
		others = append(others, flawClocks(s, g)...)
	}
	for _, c := range others {
		n += bit(c.Overdue(g.Today))
	}
	return n
}
