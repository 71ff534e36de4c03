package report

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
)

// What can be taken out of a report.
const (
	Names    = "names"    // of people: their roles stand instead
	Exploits = "exploits" // how an attack is carried out: it moves into a section of its own
)

// Redactions are all of them.
var Redactions = []string{Names, Exploits}

// ParseRedactions reads "names,exploits".
func ParseRedactions(text string) ([]string, error) {
	var all []string
	for part := range strings.SplitSeq(text, ",") {
		name := strings.ToLower(strings.TrimSpace(part))
		switch {
		case name == "":
		case !slices.Contains(Redactions, name):
			return nil, fmt.Errorf("there is no redaction %q; use %s", name, strings.Join(Redactions, ", "))
		case !slices.Contains(all, name):
			all = append(all, name)
		}
	}
	return all, nil
}

func (d *draft) redacts(what string) bool { return slices.Contains(d.Redact, what) }

// redactions says what was taken out, so that nobody takes its absence for a gap in the
// register.
func (d *draft) redactions() md {
	var told []md
	if d.redacts(Names) {
		told = append(told, "names of people are replaced by roles and a number for each person, but for those in free text")
	}
	if d.redacts(Exploits) {
		where := d.to("Exploit detail", "its own section")
		if !d.writes("Exploit detail") {
			where = "no part of this report"
		}
		told = append(told, "how attacks are carried out stands in "+where)
	}
	return joined("; ", told...)
}

// A mask gives each person one word, the same wherever the report names him: who approved
// what he recorded is told as that, and a change of owner as a change.
type mask map[string]string

// of gives the word for a name.
func (m mask) of(name string) string {
	key := strings.ToLower(strings.TrimSpace(name))
	if key == "" {
		return name
	}
	if m[key] == "" {
		m[key] = fmt.Sprintf("(name withheld, %d)", len(m)+1)
	}
	return m[key]
}

// redacted gives the register as the report may show it.
func redacted(r *model.Register, in Input, m mask) *model.Register {
	if len(in.Redact) == 0 {
		return r
	}
	names, exploits := slices.Contains(in.Redact, Names), slices.Contains(in.Redact, Exploits)
	all := r.All()
	for i, rec := range all {
		switch rec := rec.(type) {
		case *model.Threat:
			t := rec.Clone()
			if names {
				m.threat(t)
			}
			if exploits {
				t.Statement.Prerequisites, t.Statement.Action = "", ""
				t.Adversary.Goal, t.Adversary.Capability = "", ""
			}
			all[i] = t
		case *model.Sheet:
			if names {
				all[i] = m.sheet(rec)
			}
		case *model.Workshop:
			if names {
				w := *rec
				w.People = []string{people(len(rec.People))}
				all[i] = &w
			}
		}
	}
	shown := model.NewRegister()
	shown.Load(all, make([]uint64, len(all)), r.Next())
	return shown
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// threat replaces the names of people in a threat by the role that leads it, and the word
// for each.
func (m mask) threat(t *model.Threat) {
	role := func(name *string, as string) {
		if *name != "" {
			*name = strings.TrimSpace(as + " " + m.of(*name))
		}
	}
	o := &t.Ownership
	role(&o.Person, o.Lead)
	for i := range o.Layers {
		o.Layers[i].Change(func(l *model.LayerMore) { role(&l.Person, l.Lead) })
	}
	role(&t.Decision.By, "")
	t.Review.Change(func(r *model.ReviewMore) { role(&r.LastBy, "") })
}

// peopleFields are the fields of records that hold the name of a person.
var peopleFields = []string{"owner", "builder", "tester", "checked_by", "watched_by", "recorded_by", "approved_by",
	"prepared_by", "reviewed_by", "risk_owner", "by", "contact", "from", "channel"}

func (m mask) sheet(s *model.Sheet) *model.Sheet {
	c := &model.Sheet{Of: s.Of, ID: s.ID, Values: map[string]string{}}
	for name, value := range s.Values {
		switch {
		case slices.Contains(peopleFields, name), s.Of == model.KindContact && name == "name":
			value = m.of(value)
		case s.Of == model.KindEvidence && name == "where":
			value = "(withheld)"
		}
		c.Values[name] = value
	}
	return c
}

// exploits holds what was taken out of the threats, in one place that can be cut off.
func (d *draft) exploits() {
	d.say("How attacks are carried out, apart from everything else, so that this section can be handed out on its own or not at all.")
	n := 0
	for _, t := range d.whole.Threats() {
		text := join("; ", t.Statement.Sentence(), named("goal", t.Adversary.Goal), named("capability", t.Adversary.Capability))
		if text != "" {
			n++
			d.part(esc(t.ID), esc(text))
		}
	}
	if n == 0 {
		d.none("threats with a statement or an adversary")
		return
	}
	d.end()
}
