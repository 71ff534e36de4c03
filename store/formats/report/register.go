package report

import "parry/model"

// register lists every threat in id order.
func (d *draft) register() {
	if len(d.threats) == 0 {
		d.none("threats")
		return
	}
	d.head("Threat", "Title", "Phase", "Inherent to current", "Owner", "Status")
	for _, t := range d.threats {
		d.row(d.ref(t), or(t.Title, "no title"), or(t.Class.Phase, model.NotClassified),
			level(t.Ratings[model.Inherent].Level)+" to "+level(t.Ratings[model.Current].Level),
			or(t.Ownership.Person, "nobody"), or(t.Status, "no status"))
	}
	d.end()
}
