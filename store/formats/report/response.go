package report

import (
	"fmt"
	"slices"

	"parry/model"
)

// table writes the records of a kind: each column says its title and what stands in
// it. Without records it says so.
func (d *draft) table(kind model.Kind, lookedFor md, columns ...column) {
	all := d.Register.Sheets(kind)
	if len(all) == 0 {
		d.none(lookedFor)
		return
	}
	titles := []md{"ID"}
	for _, c := range columns {
		titles = append(titles, c.title)
	}
	d.head(titles...)
	for _, s := range all {
		row := []md{esc(s.ID)}
		for _, c := range columns {
			row = append(row, c.text(s))
		}
		d.row(row...)
	}
	d.end()
}

// A column of records.
type column struct {
	title md
	text  func(*model.Sheet) md
}

// of is a column of the fields with these names, joined.
func of(title md, fields ...string) column {
	return column{title, func(s *model.Sheet) md {
		texts := make([]string, len(fields))
		for i, name := range fields {
			texts[i] = s.Get(name)
		}
		return or(join(", ", texts...), "-")
	}}
}

// about is a column of the threats that a record names.
func (d *draft) about() column {
	return column{"Threats", func(s *model.Sheet) md {
		if ids := s.List("threats"); len(ids) > 0 {
			return d.refs(ids)
		}
		return "-"
	}}
}

func (d *draft) detects() bool {
	return kind(model.KindDetection, model.KindService)(d) || len(d.pick(func(t *model.Threat) bool { return t.Response.Detection != "" })) > 0
}

// detections say how many of the threats that matter would be noticed, by what, and
// which services that detect were offered and taken.
func (d *draft) detections() {
	high := d.pick(func(t *model.Threat) bool { return t.Ratings[model.Inherent].Level >= model.H })
	without := slices.DeleteFunc(slices.Clone(high), d.grounds.Noticed)
	d.part("High or very high before controls, with a detection that was tested, or noticed the real thing, in the last 90 days", md(fmt.Sprintf("%d of %d", len(high)-len(without), len(high))))
	d.part("Without", d.listed(without, many))
	d.end()
	if kind(model.KindDetection)(d) {
		d.heading(3, "Detections")
		d.table(model.KindDetection, "detections", of("Rule or alert", "name"), d.about(), of("Techniques and source", "techniques", "source"), of("State", "state", "gap"), of("Tested", "tested_on", "result"))
	}
	if kind(model.KindService)(d) {
		d.heading(3, "Services that detect")
		d.table(model.KindService, "services", of("Service", "name"), of("Provider", "provider"), of("Where", "source"), of("Taken", "state"), of("Why", "why"))
	}
}

// vulnerabilities are the known flaws, those that nobody fixes apart with the reason.
func (d *draft) vulnerabilities() {
	d.table(model.KindVulnerability, "vulnerabilities", of("Flaw and component", "flaw", "component"), d.about(), of("State", "state"), of("Identified, due", "identified", "due"), of("Who says so", "source", "looked_up"))
	d.heading(3, "Not to be fixed")
	n := 0
	for _, s := range d.Register.Sheets(model.KindVulnerability) {
		if s.Get("state") == "unfixed" {
			n++
			d.part(esc(s.ID)+" "+or(s.Get("component"), "component not named"), or(s.Get("why"), "no reason given")+"; watched by "+or(s.Get("watched_by"), "nobody")+"; looked at again when "+or(s.Get("trigger"), "nobody said"))
		}
	}
	if n == 0 {
		d.say("None. Looked for: vulnerabilities in the state unfixed.")
		return
	}
	d.end()
}

// clocks say by when what had to happen, and what did not.
func (d *draft) clocks() {
	policy := d.Register.Policy()
	d.say("By policy " + esc(policy.Version) + ", BOD 26-04 for vulnerabilities, and the laws that an incident falls under. Counted on " + or(d.AsOf, "no day") + ".")
	var kept, late, unknown, ended int
	var overdue []model.Clock
	for c := range model.EachClock(d.Register, d.grounds) {
		switch state := c.State(d.AsOf); {
		case c.Overdue(d.AsOf):
			overdue = append(overdue, c)
		case state == "overdue":
			ended++
		case state == "done late":
			late++
		case state == "done in time":
			kept++
		case c.Done == model.DayUnknown:
			unknown++
		}
	}
	model.SortClocks(overdue)
	d.part("Kept", number(kept))
	d.part("Done, but late", number(late))
	d.part("Done, and nobody wrote when", number(unknown))
	d.part("Overdue", number(len(overdue)))
	if ended > 0 {
		d.part("Acceptances that ended", number(ended)+", opened again and listed under "+d.to("Acceptances and their end", "acceptances"))
	}
	d.end()
	d.terms(&policy)
	if len(overdue) > 0 {
		d.heading(3, "Overdue")
		d.head("Of", "What", "Was due by", "By which rule")
		for _, c := range overdue {
			d.row(d.refs([]string{c.Of.ID}), esc(c.What), esc(c.By), esc(c.Basis))
		}
		d.end()
	}
}

// terms prints what the policy asks of each level.
func (d *draft) terms(p *model.Policy) {
	rows := [][]md{{"Level", "Decide within", "Treat within", "Contain what is exploited within", "Accept for at most", "Look again"}}
	for _, l := range slices.Backward(model.Levels[:]) {
		t := p.Of(l)
		accept := t.Accept.Words()
		if t.Accept.Count == 0 && l == model.VH { // no term is no permission
			accept = "not without the board"
		}
		rows = append(rows, []md{md(l.String()), md(t.Decide.Words()), md(t.Treat.Words()), md(t.Contain.Words()), md(accept), md(t.Review.Words())})
	}
	d.grid(rows...)
}

// incidents are held against the register: what it knew before is its worth.
func (d *draft) incidents() {
	known, all := model.KnownBefore(d.Register)
	d.part("In the register before they happened", number(known)+" of "+number(all))
	d.end()
	d.table(model.KindIncident, "incidents", of("What happened", "title", "kind"), of("Against the register", "match", "level_then"), d.about(), of("Noticed, contained", "detected", "contained"), of("What was learned", "lessons"))
}

func (d *draft) contacts() {
	if kind(model.KindContact)(d) {
		d.heading(3, "Contacts")
		d.table(model.KindContact, "contacts", of("Who", "name", "duty"), of("Party", "party"), of("Channel and notice", "channel", "notice"), of("Playbook", "playbook"), of("Last tested", "tested_on"))
	}
	if kind(model.KindExercise)(d) {
		d.heading(3, "Exercises")
		d.table(model.KindExercise, "exercises", of("What was tried", "title"), of("On", "on"), of("Parties", "parties"), of("Result", "result"), of("What was learned", "lessons"))
	}
}

func (d *draft) intelligence() {
	d.table(model.KindIntelligence, "looks at what others report", of("What was looked at", "source"), of("On", "on"), of("By", "by"), of("Result", "result", "notes"), d.about())
}
