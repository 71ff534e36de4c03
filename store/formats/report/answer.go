package report

import (
	"fmt"
	"io"
	"strings"

	"parry/model"
)

// WriteAnswer writes the answer to TVM-13.1 as Markdown on its own, with all that it
// rests on.
func WriteAnswer(w io.Writer, a *model.Answer) error {
	p := newPage(w)
	p.heading(1, esc("Answer to "+model.Asked))
	p.answer(a)
	p.heading(2, "Audit guidelines")
	p.guidelines(a)
	p.heading(2, "Standards")
	p.standards(a)
	return p.w.Flush()
}

// answer says what is answered, by whom, and what each check found.
func (p page) answer(a *model.Answer) {
	p.part("Question", esc(model.Asked))
	p.part("Answer", esc(a.Given))
	if a.Overridden {
		p.part("Suggested by the checks", esc(a.Suggested)+"; the assessor answers otherwise")
	}
	p.part("Given by", esc(a.GivenBy()))
	p.part("As of", esc(a.AsOf))
	p.end()
	p.head("Check", "What", "State", "Of", "Fails", "Note")
	for _, c := range a.Checks {
		p.row(esc(c.ID), esc(c.Title), esc(c.Word()), esc(fmt.Sprintf("%d of %d", c.N, c.M)), ids(c.Failing), esc(c.Note))
	}
	p.end()
	b := a.Block
	p.part("AI-CAIQ answer", esc(b.Answer))
	p.part("Ownership", esc(b.Ownership))
	p.part("Implementation", esc(b.Implementation))
	p.part("Customer responsibilities", or(b.Customer, "none on record"))
	p.part("Evidence", or(strings.Join(b.Evidence, ", "), "none named"))
	for _, line := range a.Lint {
		p.part("Stands in the way", esc(line))
	}
	p.end()
}

// mostNamed are the failing rows that a table names; the screen and JSON have all.
const mostNamed = 12

func ids(list []string) md {
	if len(list) == 0 {
		return "none"
	}
	if more := len(list) - mostNamed; more > 0 {
		return esc(fmt.Sprintf("%s and %d more", strings.Join(list[:mostNamed], ", "), more))
	}
	return esc(strings.Join(list, ", "))
}

// guidelines are the six steps of an audit.
func (p page) guidelines(a *model.Answer) {
	p.say(esc("The steps are told in our own words, " + a.Guidelines[0].Wording + "."))
	p.head("Step", "What is looked for", "There", "Evidence")
	for _, g := range a.Guidelines {
		p.row(esc(g.ID), esc(g.Title), esc(fmt.Sprintf("%d of %d", g.Met(), len(g.Items))), or(strings.Join(g.Evidence, ", "), "none named"))
		for _, i := range g.Items {
			p.row("", esc(i.Text), esc(fmt.Sprintf("%d of %d", i.N, i.M)), "")
		}
	}
	p.end()
	if len(a.Own) == 0 {
		return
	}
	p.say(esc("The steps that " + a.Own[0].Of + " has for the roles, in the words of its publisher, from the copy that this register was given; its licence says who may have them."))
	p.head("Step", "Text", "Evidence")
	for _, s := range a.Own {
		p.row(esc(s.ID), esc(s.Text), or(strings.Join(s.Evidence, ", "), "none named"))
	}
	p.end()
}

// standards are the references of the control to other publications.
func (p page) standards(a *model.Answer) {
	p.head("Reference", "Gap", "It asks to", "To be added", "State", "Evidence")
	for _, s := range a.Standards {
		p.row(esc(s.ID), esc(s.Gap), esc(s.Asks), esc(s.Addendum), esc(s.State), or(strings.Join(s.Evidence, ", "), "none named"))
	}
	p.end()
	for _, s := range a.Standards {
		if s.Note != "" {
			p.part(esc(s.ID), esc(s.Note))
		}
	}
	p.end()
	for _, s := range a.Standards {
		if len(s.Added) == 0 {
			continue
		}
		p.head("The addendum to "+esc(s.Short())+" asks for", "The register has")
		for _, one := range s.Added {
			p.row(esc(one.Asks), esc(one.Has))
		}
		p.end()
	}
	for _, s := range a.Standards {
		if len(s.Entries) == 0 {
			continue
		}
		for _, state := range []string{model.Evidenced, model.NotInScope, model.NotEvidenced} {
			var of []string
			for _, e := range s.Entries {
				if e.State == state {
					of = append(of, strings.TrimSpace(e.ID+" "+strings.Join(e.Evidence, " ")+after(" because ", e.Why)))
				}
			}
			if len(of) > 0 {
				p.part(esc("NIST actions "+state), esc(strings.Join(of, ", ")))
			}
		}
		p.end()
	}
}

func after(word, text string) string {
	if text == "" {
		return ""
	}
	return word + text
}

// answered writes the section of the answer. Only a whole register can be asked.
func (d *draft) answered() { d.page.answer(d.answerOf()) }

func (d *draft) conformity() {
	a := d.answerOf()
	d.heading(3, "Audit guidelines")
	d.guidelines(a)
	d.heading(3, "Standards")
	d.standards(a)
}

func (d *draft) answerable() bool { return d.Filter == "" && d.Proof.Done }

// answerOf computes the answer once for a report, of the register as it is shown: what is
// taken out of the report is taken out of it too.
func (d *draft) answerOf() *model.Answer {
	if d.reply == nil {
		d.reply = model.NewAnswer(d.Register, d.grounds, d.Library, d.Proof)
	}
	return d.reply
}
