// Package handoff writes what one party answers for, to be handed to it, and reads its
// answers back.
//
//   - handoff.go: the rows of a party, and the pack as Markdown
//   - sheet.go: the same rows as CSV to be filled in, and reading that
//
// A party sees its own rows and nothing of others: who else shares a layer by role, never
// by name. Its answers come back as claims, never as values of the register.
package handoff

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"parry/model"
)

// An Input is what a pack is made of.
type Input struct {
	Register *model.Register
	Threats  []*model.Threat // those to look at, in their order
	Name     string          // of the party
	Roles    []string        // that it plays
	AsOf     string          // ISO day
	Head     string          // of the history; "" says nothing of it
}

// A Row is one layer of a threat that the party holds, alone or with others.
type Row struct {
	Threat *model.Threat
	Layer  int
}

// Rows gives what the party answers for, in the order of the threats and layers. What is
// over and done with is left out.
func (in Input) Rows() []Row {
	var rows []Row
	for _, t := range in.Threats {
		if t.Status == "closed" || t.Status == "not_applicable" {
			continue
		}
		for i := range model.Layers {
			if slices.ContainsFunc(in.Roles, t.Ownership.Layers[i].Value.Holds) {
				rows = append(rows, Row{t, i})
			}
		}
	}
	return rows
}

// Markdown writes the pack. Text from the register is escaped by the caller's function.
func Markdown(w io.Writer, in Input, escape func(string) string) error {
	p := &pack{Input: in, w: bufio.NewWriter(w), esc: escape, rows: in.Rows()}
	p.line("# Hand-off to %s", p.esc(in.Name))
	p.line("")
	p.line("From the threat register of %s, as of %s. Roles: %s.", p.esc(cmp.Or(in.Register.Settings().Name, "a system without a name")), in.AsOf, strings.Join(in.Roles, ", "))
	if in.Head != "" {
		p.line("")
		p.line("Journal head: `%s`. Keep it: whoever has the register can prove with `parry verify --head` that what you read here is part of its history.", in.Head)
	}
	p.answers()
	p.duties()
	p.wanted()
	p.promised()
	p.line("")
	p.line("Answer in the CSV that goes with this: say for each row who owns the layer as your documents have it, in which document, and since when. Your answers are kept as what you say; where they differ from ours both of us see it.")
	return p.w.Flush()
}

type pack struct {
	Input
	w    *bufio.Writer
	esc  func(string) string
	rows []Row
}

func (p *pack) line(form string, args ...any) { fmt.Fprintf(p.w, form+"\n", args...) }

func (p *pack) section(title string, head []string, rows [][]string) {
	p.line("\n## %s\n", title)
	if len(rows) == 0 {
		p.line("Nothing.")
		return
	}
	p.line("| %s |", strings.Join(head, " | "))
	p.line("|%s", strings.Repeat(" --- |", len(head)))
	for _, row := range rows {
		for i := range row {
			row[i] = cmp.Or(row[i], "-")
		}
		p.line("| %s |", strings.Join(row, " | "))
	}
}

// answers is what the party answers for, and by when.
func (p *pack) answers() {
	var rows [][]string
	for _, r := range p.rows {
		o := &r.Threat.Ownership
		lead := ""
		if o.Layers[r.Layer].Value.Shared() {
			lead = cmp.Or(o.LeadOn(r.Layer), "nobody")
		}
		rows = append(rows, []string{r.Threat.ID, p.esc(r.Threat.Title), model.Layers[r.Layer], string(o.Layers[r.Layer].Value), lead,
			cmp.Or(r.Threat.Level().String(), "not assessed"), r.Threat.Response.Due})
	}
	p.section("What you answer for", []string{"Threat", "What can happen", "Layer", "Held by", "Lead", "Level", "Due"}, rows)
}

// duties is what the party must do, in words.
func (p *pack) duties() {
	var rows [][]string
	add := func(t *model.Threat, layer int, duty, told string) {
		if duty != "" {
			rows = append(rows, []string{t.ID, model.Layers[layer], p.esc(duty), cmp.Or(told, "not yet")})
		}
	}
	for _, t := range p.Threats {
		for i := range model.Layers {
			o := &t.Ownership
			if slices.Contains(p.Roles, model.AIC) && o.Layers[i].Value.Holds(model.AIC) {
				add(t, i, o.DutyOn(i), cmp.Or(o.Layers[i].ToldOn(), o.ToldOn()))
			}
			if p.upstreamOf(o.Layers[i].Value) {
				add(t, i, o.Layers[i].UpstreamDuty(), o.Layers[i].UpstreamTold())
			}
		}
	}
	p.section("What you must do", []string{"Threat", "Layer", "Duty", "You were told on"}, rows)
}

// upstreamOf says whether the party plays a role above the owners of a layer.
func (p *pack) upstreamOf(value model.Owner) bool {
	held := value.Roles()
	if len(held) == 0 || value == model.AcrossChain {
		return false
	}
	first := slices.Index(model.Roles[:], held[0])
	return slices.ContainsFunc(p.Roles, func(role string) bool {
		at := slices.Index(model.Roles[:], role)
		return at >= 0 && at < first
	})
}

// wanted is what the party must tell: evidence that is missing or has ended.
func (p *pack) wanted() {
	var rows [][]string
	for _, r := range p.rows {
		evidence, expires := r.Threat.Ownership.EvidenceOn(r.Layer)
		why := ""
		switch {
		case evidence == "":
			why = "evidence that you do your part"
		case expires != "" && expires < p.AsOf:
			why = "evidence anew: ours ended on " + expires
		default:
			continue
		}
		rows = append(rows, []string{r.Threat.ID, model.Layers[r.Layer], why})
	}
	p.section("What you must tell us", []string{"Threat", "Layer", "What"}, rows)
}

// promised is what the party said before, so that it can be held against its documents.
func (p *pack) promised() {
	var rows [][]string
	for _, t := range p.Threats {
		for _, c := range t.Ownership.Claims() {
			if strings.EqualFold(c.Who, p.Name) || slices.Contains(p.Roles, c.Who) {
				rows = append(rows, []string{t.ID, c.Layer, cmp.Or(string(c.Owner), "nobody"), p.esc(c.Document), c.On})
			}
		}
	}
	p.section("What you have said so far", []string{"Threat", "Layer", "You say", "In", "On"}, rows)
}
