package report

import (
	"fmt"
	"strings"

	"parry/model"
)

// front says what this is, on what it rests and, in five lines, what it found.
func (d *draft) front() {
	d.heading(1, "Threat report: "+or(d.settings.Name, "system not named"))
	if d.settings.Example {
		d.say("**EXAMPLE.** The firm, its system, the people and the evidence in this register are invented.")
	}
	d.identity()
	d.short()
	d.say("Contents")
	for i, s := range d.sections {
		fmt.Fprintf(d.w, "%d. [%s](#%s)\n", i+1, s.title, anchor(numbered(i, s.title)))
	}
	d.end()
}

func (d *draft) identity() {
	d.head("Item", "Value")
	d.row("System", or(d.settings.Name, "not named"))
	d.row("As of", or(d.AsOf, "no day given"))
	d.row("State", d.state())
	d.own(model.KindConclusion, "period", "Period", func(s *model.Sheet) string { return join(" to ", s.Get("period_from"), s.Get("period_to")) })
	d.own(model.KindConclusion, "classification", "Classification", nil)
	d.own(model.KindConclusion, "prepared_by", "Prepared by", nil)
	d.own(model.KindConclusion, "reviewed_by", "Reviewed by", nil)
	if d.Audience != "" {
		d.row("Written for", md(d.Audience))
	}
	if told := d.redactions(); told != "" {
		d.row("Redacted", told)
	}
	d.row("Threats", d.scope())
	d.row("Method", d.methodName())
	d.row("Appetite", d.appetite())
	d.row("Register hash", code(d.Hash))
	d.row("Journal head", code(d.Head))
	if len(d.Proof.Problems) > 0 {
		d.row("Proof of the file", "**FAILED**: "+d.notWhole())
	}
	d.row("Written by", "parry "+or(d.Version, "of unknown version"))
	d.end()
}

// state says whether this is the last word.
func (d *draft) state() md {
	if d.Final == "" {
		return "draft"
	}
	return "final, snapshot " + esc(d.Final)
}

// own writes a row of the front that the assessor wrote down, if there is anything.
func (d *draft) own(kind model.Kind, field string, title md, text func(*model.Sheet) string) {
	s := d.Register.Sheet(kind, string(kind))
	if s == nil {
		return
	}
	if text == nil {
		text = func(s *model.Sheet) string { return s.Get(field) }
	}
	if value := text(s); value != "" {
		d.row(title, esc(value))
	}
}

func (d *draft) scope() md {
	if d.Filter == "" {
		return md(fmt.Sprintf("%d, the whole register", len(d.threats)))
	}
	return md(fmt.Sprintf("%d, part of the register: ", len(d.threats))) + esc(d.Filter)
}

func (d *draft) methodName() md {
	if d.settings.Method == "" {
		return "not chosen"
	}
	name := esc(strings.TrimSpace(d.settings.Method + " " + d.settings.MethodVersion))
	approval := d.Register.Approval(d.AsOf)
	if approval.Stands {
		return name + ", approved" + d.approval()
	}
	return name + ", " + esc(approval.Words())
}

func (d *draft) appetite() md {
	a := d.settings.Appetite
	said := md("not set: nothing is counted as above it")
	if a.Rated() {
		said = level(a) + md(" ("+a.Words()+") is the highest tolerated level")
	}
	if d.tolerance.Lines() {
		own := d.tolerance
		own.Register = model.Unrated
		said += md("; but " + strings.Join(own.Words(), ", "))
	}
	return said
}

// How many threats a line names before it only counts: on the front page, and
// in the list of what is not known.
const (
	few  = 12
	many = 100
)

// short is the page for those who read no further.
func (d *draft) short() {
	d.say("In short")
	d.part("Above the appetite", d.listed(d.above(), few)+d.unrated(model.Current))
	d.part("Needing a decision", count(len(d.toDecide()), "threat")+", listed under "+d.to(decisionsTitle, "decisions"))
	d.part("High or very high", md(fmt.Sprintf("%d before any control", highs(d.heat[model.Inherent])))+d.unrated(model.Inherent)+
		md(fmt.Sprintf(", %d now", highs(d.heat[model.Current])))+d.unrated(model.Current))
	d.part("Overdue", md(count(d.Register.Overdue(d.grounds), "clock"))+", listed under "+d.to("Times kept", "times kept")+"; past the day that was set: "+d.listed(d.late(), few))
	d.part("Not assessed", md(fmt.Sprintf("%s without a current rating, %s without any threat",
		count(len(d.heat[model.Current].Unplaced), "threat"), activities(len(d.emptyActivities())))))
	d.end()
}

// unrated says how many threats a count could not see, because nobody rated
// them: none found among few is not none.
func (d *draft) unrated(s model.State) md {
	if n := len(d.heat[s].Unplaced); n > 0 {
		return md(fmt.Sprintf(" (%d not rated)", n))
	}
	return ""
}

// highs counts the threats of the map at H and VH.
func highs(h *model.Heatmap) int {
	sum := h.Totals()
	return sum[model.H.Index()] + sum[model.VH.Index()]
}

func activities(n int) md {
	if n == 1 {
		return "1 lifecycle activity"
	}
	return md(fmt.Sprintf("%d lifecycle activities", n))
}

// listed counts threats and names them, at most so many.
func (d *draft) listed(threats []*model.Threat, most int) md {
	if len(threats) == 0 {
		return md(fmt.Sprintf("none of %d", len(d.threats)))
	}
	said := md(fmt.Sprintf("%d of %d", len(threats), len(d.threats)))
	switch {
	case most == 0:
		return said
	case len(threats) > most:
		return said + ", " + d.ids(threats[:most]) + md(fmt.Sprintf(" and %d more", len(threats)-most))
	}
	return said + ", " + d.ids(threats)
}

func (d *draft) ids(threats []*model.Threat) md {
	names := make([]md, len(threats))
	for i, t := range threats {
		names[i] = d.ref(t)
	}
	return joined(", ", names...)
}

// none is what an empty section says, with what was looked at.
func (d *draft) none(lookedFor md) {
	d.say("None. Looked for: " + lookedFor + ", in " + count(len(d.threats), "threat") + ".")
}

func numbered(i int, title md) md { return md(fmt.Sprintf("%d %s", i+1, title)) }

// anchor is what viewers make of a heading of ours: lower case, a hyphen for a
// blank.
func anchor(title md) md {
	return md(strings.ReplaceAll(strings.ToLower(string(title)), " ", "-"))
}

// level is the letter of a level, or that there is none: an empty cell would
// read as "no risk".
func level(l model.Level) md {
	if !l.Rated() {
		return "not assessed"
	}
	return md(l.String())
}

// ref names a threat, as a link where the threat has a card.
func (d *draft) ref(t *model.Threat) md {
	if !inFull(t) || !linkable(t) || !d.writes(cardsTitle) {
		return esc(t.ID)
	}
	return md("[" + t.ID + "](#" + strings.ToLower(t.ID) + ")")
}

// linkable says whether the id is one of parry's own shape. Others may hold
// anything, also the anchor of another heading.
func linkable(t *model.Threat) bool {
	_, ours := model.ThreatNumber(t.Key())
	return ours
}
