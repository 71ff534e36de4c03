package csvfile

import (
	"bytes"
	"testing"

	"parry/model"
	"parry/store/tryout"
)

// The register of NIST IR 8286 has the highest first, the current assessment where
// there is one, and no cell that a spreadsheet would run.
func TestIR8286(t *testing.T) {
	r := tryout.New(t)
	low := &model.Threat{Title: "=low", Status: "open"}
	low.Ratings[model.Inherent].Likelihood, low.Ratings[model.Inherent].Impact = model.L, model.L
	high := &model.Threat{Title: "High", Ownership: model.Ownership{Person: "Ada"}, Response: model.Response{Kind: "mitigate", ControlsPlanned: "filter"}}
	high.Ratings[model.Current].Likelihood, high.Ratings[model.Current].Impact = model.H, model.VH
	high.Statement.Action = "leak keys"
	tryout.Merge(t, r, []model.Incoming{{Threat: low}, {Threat: high}})
	tryout.Do(t, r, model.WriteSheet(model.KindControl, "", model.Assignment{Field: "name", Value: "Wall"}, model.Assignment{Field: "state", Value: "live"}, model.Assignment{Field: "threats", Value: "T-002"}))
	var b bytes.Buffer
	if err := WriteIR8286(&b, r, r.Threats()); err != nil {
		t.Fatal(err)
	}
	want := "ID,Priority,Risk Description,Risk Category,Current Assessment: Likelihood,Current Assessment: Impact,Current Assessment: Exposure Rating,Risk Response Type,Risk Response Cost,Risk Response Description,Risk Owner,Status\n" +
		"T-002,1,High: leak keys,,high,very high,high,mitigate,,filter; Wall (live),Ada,\n" +
		"T-001,2,'=low,,,,,,,,,open\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	back, _, err := Read(bytes.NewReader(b.Bytes())) // a register that others keep so comes in
	if err != nil || len(back) != 2 {
		t.Fatalf("%d threats, %v", len(back), err)
	}
	one := back[0].Threat
	if now := one.Ratings[model.Current]; one.ID != "T-002" || one.Title != "High: leak keys" || now.Likelihood != model.H || now.Impact != model.VH || now.Declared != model.H ||
		one.Response.Kind != "mitigate" || one.Response.ControlsPlanned != "filter; Wall (live)" || one.Ownership.Person != "Ada" {
		t.Errorf("%+v", one)
	}
}
