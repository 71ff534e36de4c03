package report

import (
	"slices"

	"parry/model"
)

// ownership says what is wrong about who answers for what, then who does.
func (d *draft) ownership() {
	d.say("Four layers, from the processing infrastructure (PI) up to the application. Each cell names the roles that " +
		"answer for the layer: CSP cloud service provider, MP model provider, OSP orchestrated service provider, " +
		"AP application provider, AIC AI customer; two joined roles share it, ALL is shared across the supply chain, " +
		"NA is not applicable.")
	if name := d.Register.Deployment().Name; name != "" {
		d.say("Who may own what: " + esc(name) + ".")
	}
	d.openFindings()
	d.exceptions()
	d.perLayer()
	d.perRole()
	d.matrix()
}

func (d *draft) openFindings() {
	d.heading(3, "Open findings")
	if len(d.owners.Findings) == 0 {
		d.none("findings of the ownership rules")
		return
	}
	d.head("Finding", "Severity", "Threat", "Layer", "What is wrong and what to do")
	for _, row := range d.owners.Rows {
		for _, f := range row.Findings {
			d.row(esc(f.ID), md(f.Severity), d.ref(row.Threat), or(f.Layer, "all"), esc(f.Text))
		}
	}
	d.end()
}

// exceptions lists the findings that somebody accepted, each with who, why and until when.
func (d *draft) exceptions() {
	fs, by := model.Accepted(d.Register, d.grounds)
	if len(fs) == 0 {
		return
	}
	d.heading(3, "Findings accepted for a time")
	d.head("Finding", "What is wrong", "Why it is accepted", "Approved by", "On", "Until")
	for i, f := range fs {
		d.row(esc(f.ID), esc(f.Text), esc(by[i].Get("why")), esc(by[i].Get("by")), esc(by[i].Get("on")), esc(by[i].Get("until")))
	}
	d.end()
}

func (d *draft) perLayer() {
	d.heading(3, "By layer")
	rows := [][]md{{"Layer", "Unset", "Shared without a lead", "Not applicable", "Findings"}}
	for _, l := range d.owners.Layers {
		rows = append(rows, []md{md(l.Layer), number(l.Unset), number(l.WithoutLead), number(l.Owners[notApplicable]), number(l.Findings)})
	}
	d.grid(rows...)
}

// notApplicable is the place of NA in a layer's counts.
var notApplicable = slices.Index(model.Owners[:], model.NotApplicable)

func (d *draft) perRole() {
	d.heading(3, "By role")
	rows := [][]md{{"Role", "Threats", "Cells", "Findings on them", "Highest current level"}}
	for _, r := range d.owners.Roles {
		rows = append(rows, []md{md(r.Role), number(r.Rows), number(r.Cells), number(r.Findings), level(r.Highest)})
	}
	d.grid(rows...)
}

// matrix prints every threat with its four owner values.
func (d *draft) matrix() {
	d.heading(3, "Matrix")
	if len(d.owners.Rows) == 0 {
		d.none("threats")
		return
	}
	d.say("`!` marks a cell that a finding speaks of; after an id it marks a finding on the whole threat.")
	d.head("Threat", "PI", "Model", "Orchestrated", "Application", "Lead")
	for i := range d.owners.Rows {
		row := &d.owners.Rows[i]
		marks := marksOf(row)
		cells := [...]md{d.ref(row.Threat) + marks[0], "", "", "", "", or(row.Threat.Ownership.Lead, "none")}
		for layer := range model.Layers {
			cells[layer+1] = or(string(row.Owner(layer)), "unset") + marks[layer+1]
		}
		d.row(cells[:]...)
	}
	d.end()
}

// marksOf gives the marks of a row: first its own, then those of its cells.
func marksOf(row *model.OwnershipRow) (marks [1 + len(model.Layers)]md) {
	if len(row.Findings) == 0 {
		return marks
	}
	for layer := range model.Layers {
		if len(row.Cell(layer)) > 0 {
			marks[layer+1] = " !"
		}
	}
	for _, f := range row.Findings {
		if f.Layer == "" && f.Rule != "S4" && f.Rule != "S6" { // these two mark their cells
			marks[0] = " !"
		}
	}
	return marks
}
