package report

import (
	"strings"

	"parry/model"
)

// decisions lists what somebody must decide, the highest threat first, and
// then what was decided otherwise than to mitigate.
func (d *draft) decisions() {
	d.waiting()
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
		d.row(ref(t), esc(t.Title), level(t.Ratings[model.Current].Level),
			or(t.Ownership.Person, "nobody"), or(t.Response.Due, "no date"), d.question(t))
	}
	d.end()
}

// taken lists by whose decision a risk is carried instead of lowered.
func (d *draft) taken() {
	d.heading(3, "Accepted, transferred, avoided")
	threats := d.pick(func(t *model.Threat) bool {
		return t.Response.Kind != "" && t.Response.Kind != "mitigate" || t.Status == "accepted"
	})
	if len(threats) == 0 {
		d.none("threats with the response accept, transfer or avoid")
		return
	}
	d.head("Threat", "Title", "Response", "Decided by", "Decided on", "Until")
	for _, t := range threats {
		d.row(ref(t), esc(t.Title), or(t.Response.Kind, "accept"), or(t.Decision.By, "nobody"),
			or(t.Decision.Date, "no date"), d.until(t))
	}
	d.end()
}

func (d *draft) until(t *model.Threat) md {
	switch {
	case t.Decision.Expires == "" && t.Response.Kind == "avoid":
		return "no end"
	case d.expired(t):
		return esc(t.Decision.Expires) + " expired"
	}
	return or(t.Decision.Expires, "no date")
}

func (d *draft) expired(t *model.Threat) bool {
	return t.Decision.Expires != "" && t.Decision.Expires < d.AsOf
}

// toDecide gives the threats that wait for a decision, ranked.
func (d *draft) toDecide() []*model.Threat {
	var open []*model.Threat
	for _, t := range d.threats {
		if d.question(t) != "" {
			open = append(open, t)
		}
	}
	model.Rank(open)
	return open
}

// question says what is to be decided on the threat; "" is nothing.
func (d *draft) question(t *model.Threat) md {
	var parts []md
	if d.isAbove(t) {
		parts = append(parts, "Treat, accept for a time, or stop: "+
			level(t.Ratings[model.Current].Level)+" is above the appetite "+level(d.settings.Appetite)+".")
	}
	if t.Status == "accepted" {
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
		case f.Severity == model.SeverityHigh:
			parts = append(parts, esc(f.Rule)+": "+esc(f.Text))
		}
	}
	if len(unowned) > 0 {
		parts = append(parts, "S1: nobody owns "+esc(strings.Join(unowned, ", "))+"; choose owners.")
	}
	return joined(" ", parts...)
}

// acceptance says what an acceptance lacks to hold.
func (d *draft) acceptance(t *model.Threat) (lacks []md) {
	if t.Decision.By == "" || t.Decision.Date == "" {
		lacks = append(lacks, "Say who accepted it, and when.")
	}
	if t.Decision.Expires == "" {
		lacks = append(lacks, "Say until when it is accepted.")
	}
	if d.expired(t) {
		lacks = append(lacks, "Accept it again or treat it: the acceptance expired on "+esc(t.Decision.Expires)+".")
	}
	return lacks
}

// isAbove says whether the current level is more than is tolerated.
func (d *draft) isAbove(t *model.Threat) bool {
	return d.settings.Appetite.Rated() && t.Ratings[model.Current].Level > d.settings.Appetite
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
