package report

import (
	"fmt"
	"strings"
)

// workshops lists the meetings, who was there, and what is still parked.
func (d *draft) workshops() {
	d.head("Workshop", "Title", "Held", "There", "Threats raised")
	for _, w := range d.Register.Workshops() {
		raised := 0
		for _, t := range d.threats {
			if t.Raised() == w.ID {
				raised++
			}
		}
		d.row(esc(w.ID), or(w.Title, "without a title"), md(when(w)), or(strings.Join(w.People, "; "), "nobody was written down"), number(raised))
	}
	d.end()
	open := 0
	for _, k := range d.Register.Parkings() {
		if k.Open() {
			open++
			d.part(esc(k.ID), esc(k.Text))
		}
	}
	if open == 0 {
		d.say("Nothing is parked any more.")
		return
	}
	d.end()
	d.say(md(fmt.Sprintf("Still parked: %d.", open)))
}
