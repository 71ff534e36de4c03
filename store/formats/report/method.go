package report

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
)

// method says how a level comes about, so that a reader can do it again.
func (d *draft) method() {
	d.part("Method", d.methodName())
	d.part("Appetite", d.appetite())
	d.part("Ratings rest on", or(strings.Join(d.ratedBy(), "; "), "nothing yet: no threat is rated"))
	d.part("Scale", "VL very low, L low, M moderate, H high, VH very high, for likelihood, impact and level alike")
	d.part("Inherent", "how likely and how bad it is before any control")
	d.part("Current", "the same with the controls that are live today, and no others")
	d.part("Target", "the same with planned controls as well; empty until somebody rates it")
	d.part("Not assessed", "a state without likelihood or impact has no level, and no other state stands in for it")
	d.part("Rank", "by current level, else inherent; then urgency class, exposure, no decision before the oldest, date identified, id; "+
		"threats that are equal in all but the id are tied")
	d.end()
	d.scale()
}

// scale prints the register's matrix.
func (d *draft) scale() {
	m := d.settings.Matrix
	d.heading(3, "Matrix of likelihood and impact")
	if m == (model.Matrix{}) {
		d.say("None. Looked for: the register's matrix; without it no level can be computed.")
		return
	}
	d.say("Matrix: " + or(strings.TrimSpace(m.Name+" "+m.Version), "without a name") + ". Rows are likelihood, columns are impact.")
	rows := [][]md{{"Likelihood", "impact VL", "impact L", "impact M", "impact H", "impact VH"}}
	for _, l := range slices.Backward(model.Levels[:]) {
		row := []md{md(l.String())}
		for _, cell := range m.Cells[l.Index()] {
			row = append(row, level(cell))
		}
		rows = append(rows, row)
	}
	d.grid(rows...)
}

// ratedBy counts what the ratings of all states rest on, in the
// order in which they first appear.
func (d *draft) ratedBy() []string {
	var order []string
	counts := map[string]int{}
	for _, t := range d.threats {
		for _, s := range model.States {
			for _, r := range t.RatingsOf(s) {
				basis := r.Basis()
				if counts[basis] == 0 {
					order = append(order, basis)
				}
				counts[basis]++
			}
		}
	}
	lines := make([]string, len(order))
	for i, basis := range order {
		lines[i] = fmt.Sprintf("%d %s", counts[basis], basis)
	}
	return lines
}
