package report

import (
	"cmp"
	"slices"

	"parry/model"
)

// treatment lists what is done about each threat that still stands, the
// earliest due date first.
func (d *draft) treatment() {
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
		d.row(ref(t), or(t.Response.Kind, "not decided"), or(t.Status, "no status"),
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
