package report

import (
	"fmt"
	"strings"

	"parry/model"
)

// covered says whether any catalogue is in use: its entries are named by something, or the
// assessor said whether it applies. A part of a register does not cover what the whole does.
func (d *draft) covered() bool {
	d.catalogues()
	return len(d.used) > 0
}

// catalogues works out once which catalogues are in use, and which are left out.
func (d *draft) catalogues() {
	if d.Filter != "" || d.used != nil || d.idle != nil {
		return
	}
	of := model.CoverageOf(d.Register, d.AsOf)
	lists := d.Library.Lists()
	seen := map[string]bool{}
	for i := range lists {
		if seen[lists[i].ID] {
			continue // of several editions the first is in use
		}
		seen[lists[i].ID] = true
		if v := of.Of(&lists[i]); v.InUse() || v.Decided() {
			d.used = append(d.used, v)
		} else {
			d.idle = append(d.idle, v)
		}
	}
}

// coverage says of each catalogue in use which entries are met and by what. What nothing names
// is counted, not listed.
func (d *draft) coverage() {
	d.say("An entry is cited if a threat or a control names it, treated if a live control answers every live threat that cites it, " +
		"tested if such a control was tried by somebody who did not build it, and evidenced only by a record in date that is named. " +
		"The weakest of its threats decides.")
	for _, v := range d.used {
		d.catalogue(v)
	}
	if len(d.idle) > 0 {
		var names []string
		for _, v := range d.idle {
			names = append(names, v.Catalogue.Title+" "+v.Catalogue.Version)
		}
		d.part("Left out, since nothing in the register names an entry of them", esc(strings.Join(names, "; ")))
		d.end()
	}
}

func (d *draft) catalogue(v *model.Coverage) {
	d.heading(3, esc(v.Catalogue.Title+" "+v.Catalogue.Version))
	if v.Applies != "" {
		d.part("Does it apply", esc(v.Applying()))
		d.part("Claimed", esc(v.Claims))
	}
	d.part("Entries", esc(fmt.Sprintf("%d: %s", len(v.Entries), v.Tally)))
	for _, g := range v.Groups {
		if g.Note != "" {
			d.part(esc(g.Name), esc(fmt.Sprintf("%d of %d are named; %s", g.Tally.Named(), g.Tally.Sum(), g.Note)))
		}
	}
	d.end()
	d.head("Group", "Evidenced", "Treated, or tested", "Cited only", "Not in scope", "Not named")
	for _, g := range v.Groups {
		n := g.Tally
		d.row(esc(g.Name), number(n[model.Shown]), number(n[model.Treated]+n[model.Tried]), number(n[model.Considered]), number(n[model.OutOfIt]), number(n[model.Unnamed]))
	}
	d.end()
	begun := false
	for i := range v.Entries {
		e := &v.Entries[i]
		if e.Rung == model.Unnamed && e.Note == "" {
			continue
		}
		if !begun {
			d.head("Entry", "What", "State", "Threats", "Controls", "Evidence")
			begun = true
		}
		d.row(esc(e.ID), esc(e.Name), esc(join("; ", e.Says(), e.Note)), d.citing(e), ids(e.Controls), evidenceOf(e))
	}
	if begun {
		d.end()
	}
}

// citing names the threats of an entry, each a link where it has a card.
func (d *draft) citing(e *model.Covered) md {
	if len(e.Threats) == 0 {
		return "none"
	}
	shown := d.refs(e.Threats[:min(len(e.Threats), mostNamed)])
	if more := len(e.Threats) - mostNamed; more > 0 {
		shown += md(fmt.Sprintf(" and %d more", more))
	}
	return shown
}

func evidenceOf(e *model.Covered) md {
	words := make([]string, len(e.Evidence))
	for i, s := range e.Evidence {
		words[i] = s.ID + " " + s.State
	}
	return ids(words)
}
