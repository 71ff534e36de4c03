package oscal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"parry/model"
	"parry/store/tryout"
	"parry/store/tryout/jsonvalid"
)

var from = From{AsOf: "2026-11-16", Head: "7-abc", Version: "dev"}

// A threat is a risk; what is not done is an item of the plan that names it, and what
// is in place and planned stands where OSCAL has it.
func TestWrite(t *testing.T) {
	r := tryout.New(t)
	x := &model.Threat{Title: "Leak", Status: "in_treatment", Class: model.Class{ATLAS: []string{"AML.T0024"}}}
	x.Ratings[model.Inherent].Likelihood, x.Ratings[model.Inherent].Impact = model.H, model.VH
	x.Response.Due, x.Response.ControlsPlanned = "2026-12-01", "Filter"
	tryout.Merge(t, r, []model.Incoming{{Threat: x}, {Threat: &model.Threat{Title: "Old", Status: "closed"}}})
	tryout.Do(t, r, model.WriteSheet(model.KindControl, "", model.Assignment{Field: "name", Value: "Wall"}, model.Assignment{Field: "state", Value: "live"}, model.Assignment{Field: "threats", Value: "T-001"}))
	var b, again bytes.Buffer
	if err := Write(&b, r, r.Threats(), from); err != nil {
		t.Fatal(err)
	}
	var d document
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	one := d.Plan.Risks[0]
	if got := fmt.Sprint(one.Title, "|", one.Status, "|", one.Deadline, "|", one.Threats[0].ID, "|", one.Mitigating[0].Description, "|", one.Remediations[0].Description, "|", one.Characterization[0].Facets[0].Value); got !=
		"T-001: Leak|remediating|2026-12-01T00:00:00Z|https://atlas.mitre.org/techniques/AML.T0024|Wall: Wall|Filter|high" {
		t.Error(got)
	}
	if len(d.Plan.Risks) != 2 || len(d.Plan.Items) != 1 || d.Plan.Items[0].Risks[0].UUID != one.UUID {
		t.Errorf("%+v", d.Plan.Items)
	}
	if err := Write(&again, r, r.Threats(), from); err != nil || !bytes.Equal(again.Bytes(), b.Bytes()) {
		t.Error("written again it differs")
	}
	if err := Write(&again, r, r.Threats()[1:], from); fmt.Sprint(err) != "a plan of action needs a threat that is not done yet; there is none among these" {
		t.Errorf("got %v", err)
	}
}

// Whatever a register says, the plan is what the published schema says.
func TestKeepsToSchema(t *testing.T) {
	schema := tryout.Data(t, "oscal/oscal_complete_schema-1-2-2.json")
	valid := jsonvalid.By(t, schema)
	rapid.Check(t, func(t *rapid.T) {
		r := tryout.Register(t)
		tryout.Do(t, r, model.AddThreat("one that is open"))
		var b bytes.Buffer
		if err := Write(&b, r, r.Threats(), from); err != nil {
			t.Fatal(err)
		}
		valid(t, b.Bytes())
	})
}
