package ui

import (
	"strings"
	"testing"

	"parry/frameworks/factsheet"
	"parry/model"
)

// withMatrix brings a copy of the matrix in our own words into the register on show.
func (d *desk) withMatrix() {
	d.t.Helper()
	b := d.app.bench
	body := factsheet.Write(model.Catalogue{ID: "aicm", Title: "CSA AI Controls Matrix", Version: "1.1.1", Entries: []model.Entry{{ID: "TVM-10", Kind: "control", Name: "Threat Response", Texts: []model.Fact{
		{Name: "auditing AP", Value: "1. Look at how threats are ranked.\n   a. closely\n\n2. Ask who decided."},
		{Name: "implementation AP", Value: "1. Fix what users reach first."}, {Name: "implementation shared", Value: "1. Agree on one scale."}, {Name: "implementation MP", Value: "1. Train with care."},
	}}}})
	for _, e := range []model.Edit{
		model.ImportEdition(model.Edition{ID: "aicm", Version: "1.1.1", File: "AICM.xlsx", Body: body}),
		model.WriteSheet(model.KindParty, "P-90", model.Assignment{Field: "name", Value: "Brightdesk"}, model.Assignment{Field: "roles", Value: "AP"}, model.Assignment{Field: "assessed", Value: "yes"}),
	} {
		if !b.Do(e) {
			d.t.Fatal(b.Said().Text)
		}
	}
}

// Where the matrix was imported, its guidelines stand beside the steps they belong to: those
// of an audit in the answer, where evidence may show each; how to respond one key away in
// triage, response and answer, for the roles that are asked.
func TestImportedGuidelinesStandBesideTheirSteps(t *testing.T) {
	d := openDesk(t, true)
	d.press("6", "H")
	d.shows("the register brings no copy of the AI Controls Matrix")
	d.withMatrix()
	d.press("1", "6", "G")
	for range 60 {
		if strings.Contains(d.screen(), "AG-AP.2") {
			break
		}
		d.press("k")
	}
	d.shows("AG-AP.2", "Ask who decided.", "in the words of AICM 1.1.1 TVM-10; evidence: none")
	d.press("H")
	d.shows("AICM 1.1.1 TVM-10, in the publisher's words", "For the AP:", "Fix what users reach first.", "For all:", "Agree on one scale.")
	d.hides("Train with care.")
	d.press("esc", "5", "H")
	d.shows("in the publisher's words", "Agree on one scale.")
	d.press("esc", "2", "H")
	d.shows("in the publisher's words", "Agree on one scale.")
}
