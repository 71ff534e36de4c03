package model

import (
	"slices"
	"strings"
	"testing"
)

// The handover tells what is open again before what is overdue, and that before
// findings, debts and doubts; each goes once it is put right.
func TestHandover(t *testing.T) {
	r := exampleRegister(t)
	items := func() []Item {
		g := NewGrounds(r, asOf, func() Library { return Library{} })
		return Handover(r, g)
	}
	has := func(section, id, text string) bool {
		return slices.ContainsFunc(items(), func(i Item) bool {
			return i.Section == section && i.ID == id && strings.Contains(i.Text, text)
		})
	}
	var order []string
	for _, i := range items() {
		if len(order) == 0 || order[len(order)-1] != i.Section {
			order = append(order, i.Section)
		}
	}
	if got := strings.Join(order, ", "); got != "open again, overdue, findings, debts, looks wrong" {
		t.Errorf("the order is %s", got)
	}
	for _, c := range []struct {
		section, id, text string
		mend              []Edit
	}{
		{SectionReopened, "T-028", "accepted by ML Lead until 2026-09-30", []Edit{SetFields("T-028", Assignment{"acceptance_expires", "2027-01-01"})}},
		{SectionOverdue, "T-010", "decide was due by 2026-11-08", []Edit{SetFields("T-010", Assignment{"decision_date", "2026-11-08"})}},
		{SectionFindings, "S7/T-026", "No person", []Edit{SetFields("T-026", Assignment{"owner_person", "Ada"})}},
		{SectionDebts, "", "boundary is not written down", []Edit{write(KindSystem, "", "boundary=chat")}},
		{SectionDebts, "", "No party is recorded", []Edit{write(KindParty, "", "name=x", "roles=AP")}},
		{SectionDebts, "", "The method is provisional", []Edit{JudgeBy(Method{ID: "n", Version: "1", Places: true}), write(KindApproval, "", "by=CISO")}},
		{SectionDebts, "", "Nobody has looked at what others report", []Edit{write(KindIntelligence, "", "source=ATLAS")}},
		{SectionDoubts, "T-023", "vuln_id: CVE-EXAMPLE-1", []Edit{SetFields("T-023", Assignment{"vuln_id", "CVE-2026-12345"})}},
	} {
		if !has(c.section, c.id, c.text) {
			t.Errorf("%s %s %q is missing", c.section, c.id, c.text)
		}
		for _, e := range c.mend {
			do(t, r, e)
		}
		if has(c.section, c.id, c.text) {
			t.Errorf("%s %s %q is told still", c.section, c.id, c.text)
		}
	}
	do(t, r, SetFields("T-004", Assignment{"controls_in_place", ""}))
	do(t, r, write(KindControl, "", "name=x", "threats=T-004", "state=retired"))
	if !has(SectionDebts, "", "To be mitigated, and without a control, live or planned: 1 (T-004)") {
		t.Error("a control that is retired is counted as one")
	}
	do(t, r, write(KindControl, "C-01", "state=planned"))
	if has(SectionDebts, "", "To be mitigated, and without a control") {
		t.Error("a planned control is not counted")
	}
	do(t, r, AddThreat("new"))
	do(t, r, ParkIt("ask legal", asOf, "ann"))
	for _, text := range []string{"Without an inherent rating: 1 (T-039); triage them.", "Said, parked and not settled: 1; settle them"} {
		if !has(SectionDebts, "", text) {
			t.Errorf("%q is missing", text)
		}
	}
	if got := Headline(NewRegister(), Grounds{Today: asOf}); got != "" {
		t.Errorf("an empty register: %q", got)
	}
}
