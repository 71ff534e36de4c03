package report

import (
	"fmt"
	"strings"

	"parry/model"
)

// proof says how a reader can check that this is what the register held.
func (d *draft) proof() {
	d.part("Register hash", code(d.Hash))
	d.part("Journal head", code(d.Head))
	d.part("To check", "`parry verify --head` with the journal head above says whether the register still has this "+
		"history; the same register and the same day give this report again, byte for byte")
	if len(d.Proof.Problems) > 0 {
		d.part("Not whole", d.notWhole())
	} else {
		d.part("Shown by this", "that no change up to this head was altered, taken out or moved since it was printed")
	}
	d.part("Not shown", "who made a change, or that the times are true; for that keep the head where others can see it")
	d.part("Limits", "everything here was entered by people or came from their files; nothing was measured by parry")
	d.end()
	if kind(model.KindEvidence)(d) {
		d.heading(3, "Evidence")
		d.table(model.KindEvidence, "evidence", of("Title", "title"), of("Kind", "kind"), of("From", "from", "date"), of("Expires", "expires"), of("Where it is kept", "where"))
	}
	d.heading(3, "Sources")
	d.part("Phases, activities, categories, layers and roles", "names of the Cloud Security Alliance's AI Controls Matrix, AICM 1.0.3, "+
		"control TVM-13 (in AICM 1.1.0 it is TVM-10)")
	d.part("Ratings", d.methodName())
	d.part("Technique and weakness ids", "MITRE ATLAS and OWASP, as the register cites them")
	for _, e := range d.Register.Editions() {
		d.part(esc(e.Title+" "+e.Version), esc(strings.TrimSpace("the register's own copy, imported from "+e.File+"; SHA-256 "+e.SHA256)))
	}
	d.end()
}

// notWhole says where the register and its history part.
func (d *draft) notWhole() md {
	wrong := d.Proof.Problems
	return esc(wrong[0]) + md(fmt.Sprintf(" (%s in all; `parry verify` lists them); until that is explained, take nothing here as it stands", count(len(wrong), "problem")))
}

// signatures leaves room for the people who answer for this report.
func (d *draft) signatures() {
	blank := md(strings.Repeat(" ", 12))
	name := func(field string) md {
		if s := d.words(); s != nil && s.Get(field) != "" {
			return esc(s.Get(field))
		}
		return blank
	}
	residual, next := md("not judged yet"), md("not set")
	if s := d.words(); s != nil {
		residual, next = or(s.Get("residual"), residual), or(s.Get("next_assessment"), next)
	}
	d.part("The remaining risk as a whole", residual)
	d.part("Next assessment", next)
	d.end()
	d.grid([]md{"Role", "Name", "Date", "Signature"},
		[]md{"Prepared by", name("prepared_by"), blank, blank},
		[]md{"Reviewed by", name("reviewed_by"), blank, blank},
		[]md{"Accepts the remaining risk", name("risk_owner"), blank, blank})
}
