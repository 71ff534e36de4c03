package report

import (
	"cmp"
	"slices"
	"strings"

	"parry/model"
)

// decisions lists what somebody must decide, the highest threat first, and
// then the decisions that were taken.
func (d *draft) decisions() {
	d.heading(3, "Needed")
	d.waiting()
	d.heading(3, "Taken")
	d.taken()
}

func (d *draft) waiting() {
	threats := d.toDecide()
	if len(threats) == 0 {
		d.none("threats above the appetite or without an owner, acceptances that are incomplete or expired, ownership findings of high severity")
		return
	}
	d.head("Threat", "Title", "Current", "Owner", "Due", "To decide")
	for _, t := range threats {
		d.row(d.ref(t), esc(t.Title), level(t.Ratings[model.Current].Level),
			or(t.Ownership.Person, "nobody"), or(t.Response.Due, "no date"), d.questions[t])
	}
	d.end()
}

// said lists what threats say of themselves: who decided, where no decision on record
// stands behind it.
func (d *draft) said() {
	threats := d.pick(func(t *model.Threat) bool {
		return (t.Decision.By != "" || t.Decision.Date != "") && !slices.ContainsFunc(d.Register.Links().ToThreat(t.ID, model.KindDecision), func(s *model.Sheet) bool {
			return s.Get("state") == model.DecisionTaken
		})
	})
	if len(threats) == 0 {
		return
	}
	d.heading(3, "Said of the threat alone, not evidenced")
	d.head("Threat", "Current", "Response", "Decided by", "On", "Until")
	for _, t := range threats {
		d.row(d.ref(t), or(t.Ratings[model.Current].Level.String(), "not assessed"), or(t.Response.Kind, "not said"), or(t.Decision.By, "nobody"), or(t.Decision.Date, "no date"), or(t.Decision.Expires(), "-"))
	}
	d.end()
}

// taken lists the decisions on record, each with what it rested on, and what is wrong
// with it.
func (d *draft) taken() {
	var all []*model.Sheet
	for _, s := range d.Register.Sheets(model.KindDecision) {
		if s.Get("state") == model.DecisionTaken {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		d.say("None on record as a decision of its own.")
		d.said()
		return
	}
	d.head("Decision", "About", "Response", "Approved by", "On", "Until")
	for _, s := range all {
		d.row(esc(s.ID), d.refs(s.List("threats")), or(s.Get("response"), "-"), d.approver(s), or(s.Get("on"), "-"), or(s.Get("until"), "no end"))
	}
	d.end()
	for _, s := range all {
		d.part(esc(s.ID), d.grounded(s))
	}
	d.end()
	d.said()
	d.decisionFindings()
}

// approver says who approved a decision, with whose authority, and whether anything
// shows it.
func (d *draft) approver(s *model.Sheet) md {
	text := or(s.Get("by"), "nobody")
	if a := s.Get("authority"); a != "" {
		text += " (" + esc(a) + ")"
	}
	if !d.Register.Evidenced(s) {
		text += ", not evidenced"
	}
	return text
}

// grounded says what a decision rested on.
func (d *draft) grounded(s *model.Sheet) md {
	var parts []md
	for _, f := range []struct{ name, field string }{{"because", "reason"}, {"by", "framework"}, {"inputs", "inputs"}, {"path", "path"}, {"outcome", "outcome"}, {"override", "override"},
		{"instead of", "alternatives"}, {"as long as", "conditions"}, {"with", "compensating"}, {"shown by", "evidence"}} {
		if text := s.Get(f.field); text != "" {
			parts = append(parts, md(f.name+" ")+esc(text))
		}
	}
	parts = append(parts, "recorded by "+or(s.Get("recorded_by"), "nobody")+" on "+or(s.Get("recorded_at"), "no day"))
	return joined("; ", parts...)
}

func (d *draft) decisionFindings() {
	fs := model.DecisionFindings(d.Register)
	if len(fs) == 0 {
		return
	}
	d.head("Finding", "Severity", "What is wrong and what to do")
	for _, f := range fs {
		d.row(esc(f.ID), md(f.Severity), esc(f.Text))
	}
	d.end()
}

// refs names threats by their ids, as links where there is something to link to.
func (d *draft) refs(ids []string) md {
	names := make([]md, len(ids))
	for i, id := range ids {
		names[i] = esc(id)
		if t := d.Register.Threat(id); t != nil {
			names[i] = d.ref(t)
		}
	}
	return joined(", ", names...)
}

// carried are the threats that somebody decided to carry, hand on or leave.
func (d *draft) carried() []*model.Threat {
	return d.pick(func(t *model.Threat) bool {
		return t.Response.Kind != "" && t.Response.Kind != "mitigate" || t.Status == "accepted"
	})
}

func (d *draft) accepted() bool { return len(d.carried()) > 0 }

// acceptances lists by whose decision a risk is carried instead of lowered, what ends
// first before the rest.
func (d *draft) acceptances() {
	threats := d.carried()
	slices.SortStableFunc(threats, func(a, b *model.Threat) int {
		return cmp.Compare(cmp.Or(a.Decision.Expires(), "~"), cmp.Or(b.Decision.Expires(), "~"))
	})
	d.head("Ends", "Threat", "Title", "Response", "Decided by", "Decided on")
	for _, t := range threats {
		d.row(d.until(t), d.ref(t), esc(t.Title), or(t.Response.Kind, "accept"), or(t.Decision.By, "nobody"), or(t.Decision.Date, "no date"))
	}
	d.end()
}

func (d *draft) until(t *model.Threat) md {
	switch {
	case t.Decision.Expires() == "" && t.Response.Kind == "avoid":
		return "no end"
	case d.expired(t):
		return esc(t.Decision.Expires()) + " expired"
	}
	return or(t.Decision.Expires(), "no date")
}

func (d *draft) expired(t *model.Threat) bool {
	return t.Decision.Expires() != "" && t.Decision.Expires() < d.AsOf
}

// toDecide gives the threats that wait for a decision, ranked; worked out once, with the
// question that each waits for.
func (d *draft) toDecide() []*model.Threat {
	if d.questions != nil {
		return d.open
	}
	d.questions = map[*model.Threat]md{}
	for _, t := range d.threats {
		if question := d.question(t); question != "" {
			d.open, d.questions[t] = append(d.open, t), question
		}
	}
	model.Rank(d.open)
	return d.open
}

// question says what is to be decided on the threat; "" is nothing.
func (d *draft) question(t *model.Threat) md {
	var parts []md
	if d.isAbove(t) && d.Register.Links().CarriedBy(t, d.tolerance, d.AsOf) == nil {
		parts = append(parts, "Treat, accept for a time, or stop: "+
			level(t.Ratings[model.Current].Level)+" is above the appetite "+level(d.tolerance.For(t))+".")
	}
	if !t.Gone() && (t.Status == "accepted" || t.Response.Kind == "accept") { // as rules Q3 and Q4 see it
		parts = append(parts, d.acceptance(t)...)
	}
	if d.ownerless(t) {
		parts = append(parts, "Name an owner.")
	}
	var unowned []string
	for _, f := range d.findings[t] {
		switch {
		case f.Rule == "S1":
			unowned = append(unowned, f.Layer)
		case slices.Contains(asked, f.Rule): // said above in other words
		case f.Severity == model.SeverityHigh, f.Rule == "D7": // an acceptance that the policy does not allow is never silent
			parts = append(parts, esc(f.Rule)+": "+esc(f.Text))
		}
	}
	if len(unowned) > 0 {
		parts = append(parts, "S1: nobody owns "+esc(strings.Join(unowned, ", "))+"; choose owners.")
	}
	return joined(" ", parts...)
}

// asked are the rules that question puts in words of its own.
var asked = []string{"Q3", "Q4", "Q9"}

// acceptance says what an acceptance lacks to hold.
func (d *draft) acceptance(t *model.Threat) (lacks []md) {
	if t.Decision.By == "" || t.Decision.Date == "" {
		lacks = append(lacks, "Say who accepted it, and when.")
	}
	if t.Decision.Expires() == "" {
		lacks = append(lacks, "Say until when it is accepted.")
	}
	if d.expired(t) {
		lacks = append(lacks, "Accept it again or treat it: the acceptance expired on "+esc(t.Decision.Expires())+".")
	}
	return lacks
}

// isAbove says whether the current level is more than is tolerated.
func (d *draft) isAbove(t *model.Threat) bool {
	return !t.Gone() && d.tolerance.Above(t, t.Ratings[model.Current].Level)
}

func (d *draft) above() []*model.Threat { return d.pick(d.isAbove) }

// ownerless says whether a threat that still stands has no person.
func (d *draft) ownerless(t *model.Threat) bool {
	return strings.TrimSpace(t.Ownership.Person) == "" && !gone(t)
}

// gone says whether the threat no longer asks anything of anybody.
func gone(t *model.Threat) bool { return t.Status == "closed" || t.Status == "not_applicable" }

// pick gives the threats that meet the condition, in id order.
func (d *draft) pick(meets func(*model.Threat) bool) []*model.Threat {
	var picked []*model.Threat
	for _, t := range d.threats {
		if meets(t) {
			picked = append(picked, t)
		}
	}
	return picked
}
