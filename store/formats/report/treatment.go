package report

import (
	"cmp"
	"slices"
	"strings"

	"parry/model"
)

// treatment says what is done, threat by threat and control by control.
func (d *draft) treatment() {
	d.plan()
	d.controls()
}

// plan lists what is done about each threat that still stands, the earliest due date
// first.
func (d *draft) plan() {
	threats := d.pick(func(t *model.Threat) bool { return !gone(t) })
	if len(threats) == 0 {
		d.none("threats that are neither closed nor not applicable")
		return
	}
	slices.SortStableFunc(threats, func(a, b *model.Threat) int {
		return cmp.Or(cmp.Compare(dueKey(a), dueKey(b)))
	})
	d.head("Threat", "Response", "Status", "Owner", "Due", "Controls planned")
	for _, t := range threats {
		d.row(d.ref(t), or(t.Response.Kind, "not decided"), or(t.Status, "no status"),
			or(t.Ownership.Person, "nobody"), d.due(t), or(t.Response.ControlsPlanned, "none"))
	}
	d.end()
}

// dueKey sorts a threat without a date after all dates.
func dueKey(t *model.Threat) string { return cmp.Or(t.Response.Due, "~") }

func (d *draft) due(t *model.Threat) md {
	if d.isLate(t) {
		return esc(t.Response.Due) + " past due"
	}
	return or(t.Response.Due, "no date")
}

func (d *draft) isLate(t *model.Threat) bool { return t.Late(d.AsOf) }

func (d *draft) late() []*model.Threat { return d.pick(d.isLate) }

// controls lists the controls on record, with who tested them.
func (d *draft) controls() {
	all := d.Register.Sheets(model.KindControl)
	if len(all) == 0 {
		return
	}
	d.heading(3, "Controls")
	d.head("Control", "Threats", "Position and state", "Owner", "Live by", "Tested")
	for _, s := range all {
		d.row(esc(s.ID)+" "+or(s.Get("name"), "without a name"), d.refs(s.List("threats")),
			or(join(", ", s.Get("position"), s.Get("state")), "not said"), or(s.Get("owner"), "nobody"), or(s.Get("due"), "no date"), tested(s))
	}
	d.end()
	for _, s := range all {
		if why := s.Get("effect"); why != "" && s.Get("state") != model.StateRejected {
			d.part(esc(s.ID)+" works because", esc(why))
		}
	}
	for _, s := range all {
		if s.Get("state") == model.StateRejected {
			d.part(esc(s.ID)+" was thought of and not taken because", or(s.Get("why_not"), "no reason given"))
		}
	}
	d.end()
}

// tested says who tested a control and when: not who built it, if that is so.
func tested(s *model.Sheet) md {
	if s.Get("tested_on") == "" && s.Get("tester") == "" {
		return "not tested"
	}
	text := or(join(" by ", s.Get("tested_on"), s.Get("tester")), "not tested")
	if s.Get("tester") != "" && strings.EqualFold(s.Get("tester"), s.Get("builder")) {
		text += ", who built it"
	}
	return text
}
