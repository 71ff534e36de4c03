package report

import (
	"fmt"
	"strings"

	"parry/model"
)

// risk draws the two maps, what lies above the appetite, what moved, and the
// threats to talk about first.
func (d *draft) risk() {
	d.say("Number of threats by lifecycle phase and level. `.` is zero, `!` marks a count above the appetite.")
	d.map5("Current risk: only controls that are live count", d.heat[model.Current])
	d.map5("Inherent risk: before any control", d.heat[model.Inherent])
	d.gaps()
	d.movement()
	d.highest()
}

// map5 draws the counts by phase and level.
func (d *draft) map5(title md, h *model.Heatmap) {
	d.heading(3, title)
	rows := [][]md{{"Phase", "VL", "L", "M", "H", "VH"}}
	for i := range h.Rows {
		rows = append(rows, counts(esc(h.Rows[i].Name), h.Rows[i].Counts, h.Rows[i].AboveAt))
	}
	d.grid(append(rows, counts("all", h.Totals(), h.TotalsAbove()))...)
}

// counts is a row of numbers; a mark stands beside those of which some are above the
// appetite.
func counts(name md, all, above [5]int) []md {
	row := []md{name}
	for i, n := range all {
		switch {
		case n == 0:
			row = append(row, ".")
		case above[i] > 0:
			row = append(row, md(fmt.Sprintf("%d!", n)))
		default:
			row = append(row, number(n))
		}
	}
	return row
}

// gaps says by phase what is above the appetite, and where nobody looked.
func (d *draft) gaps() {
	d.heading(3, "Above the appetite and not assessed")
	rows := [][]md{{"Phase", "Current above", "Inherent above", "Threats", "Not assessed now", "Activities without any threat"}}
	now, before := d.heat[model.Current], d.heat[model.Inherent]
	var attested []string
	for i := range now.Rows {
		row := &now.Rows[i]
		rows = append(rows, []md{esc(row.Name), number(row.Above), number(before.Rows[i].Above), number(row.Threats),
			number(row.Threats - sum(row.Counts)), or(strings.Join(row.NotAssessed, ", "), "none")})
		attested = append(attested, row.Attested...)
	}
	d.grid(rows...)
	for _, name := range attested {
		s := d.Register.Attested("activity", name, d.AsOf)
		d.part("No threat in "+esc(name), "looked at by "+esc(s.Get("by"))+" on "+esc(s.Get("on"))+": "+esc(s.Get("why")))
	}
	if len(attested) > 0 {
		d.end()
	}
}

func number(n int) md { return md(fmt.Sprint(n)) }

func sum(counts [5]int) (total int) {
	for _, n := range counts {
		total += n
	}
	return total
}

// movement counts how the level differs between inherent and current.
func (d *draft) movement() {
	var fell, same, rose, open int
	for _, t := range d.threats {
		from, to := t.Ratings[model.Inherent].Level, t.Ratings[model.Current].Level
		switch {
		case !from.Rated() || !to.Rated():
			open++
		case to < from:
			fell++
		case to > from:
			rose++
		default:
			same++
		}
	}
	d.heading(3, "From inherent to current")
	d.say(md(fmt.Sprintf("The level fell for %s, stayed for %d and rose for %d; %d cannot be compared.",
		count(fell, "threat"), same, rose, open)))
}

// maxHighest is how many threats the list of the highest names.
const maxHighest = 10

// highest lists the threats to talk about first.
func (d *draft) highest() {
	d.heading(3, "The ten highest threats")
	if len(d.threats) == 0 {
		d.none("threats")
		return
	}
	d.head("Rank", "Threat", "Title", "Inherent", "Current", "Why here")
	for i, t := range model.Highest(d.threats, maxHighest) {
		d.row(number(i+1), d.ref(t), esc(t.Title), level(t.Ratings[model.Inherent].Level),
			level(t.Ratings[model.Current].Level), esc(model.WhyHere(t)))
	}
	d.end()
}
