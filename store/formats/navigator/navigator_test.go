package navigator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"parry/model"
	"parry/store/tryout"
)

// A technique takes the level of the highest threat that names it, a sub-technique
// opens the one above it, and threats without one are counted.
func TestWrite(t *testing.T) {
	r := tryout.New(t)
	for i, atlas := range [][]string{{"AML.T0051.001", "ATLAS 5.6.0 AML.T0020"}, {"AML.T0051.001", "AML.T0051.001"}, {}} {
		x := &model.Threat{Title: fmt.Sprint("threat\n", i), Class: model.Class{ATLAS: atlas}}
		x.Ratings[model.Inherent].Likelihood, x.Ratings[model.Inherent].Impact = model.Levels[i+2], model.VH
		tryout.Merge(t, r, []model.Incoming{{Threat: x}})
	}
	var b bytes.Buffer
	if err := Write(&b, r, r.Threats(), "2026-11-16"); err != nil {
		t.Fatal(err)
	}
	var l layer
	if err := json.Unmarshal(b.Bytes(), &l); err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, x := range l.Techniques {
		got += fmt.Sprintf("%s %d %v %q|", x.ID, x.Score, x.ShowSub, x.Comment)
	}
	if want := `AML.T0020 4 false "T-001 threat 0"|AML.T0051 0 true ""|AML.T0051.001 4 false "T-001 threat 0\nT-002 threat 1"|`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if l.Versions["layer"] != "4.5" || l.Domain != "atlas-atlas" || l.Gradient.Max <= l.Gradient.Min || l.Description != "2 threats name 3 techniques; 1 name none and are not shown" {
		t.Errorf("%+v", l)
	}
}

// The layer says under the same names what the published ones say.
func TestLikePublished(t *testing.T) {
	var b bytes.Buffer
	r := tryout.New(t)
	if err := Write(&b, r, nil, ""); err != nil {
		t.Fatal(err)
	}
	var ours map[string]any
	if err := json.Unmarshal(b.Bytes(), &ours); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"AML.CS0000.json", "atlas_case_study_frequency.json", "atlas_layer_matrix.json"} {
		var theirs map[string]any
		if err := json.Unmarshal(tryout.Data(t, "atlas/layers/"+name), &theirs); err != nil {
			t.Fatal(err)
		}
		if theirs["domain"] != ours["domain"] {
			t.Errorf("%s is of domain %v", name, theirs["domain"])
		}
		for _, member := range []string{"name", "versions", "techniques"} {
			if fmt.Sprintf("%T", theirs[member]) != fmt.Sprintf("%T", ours[member]) {
				t.Errorf("%s: %s is %T, ours is %T", name, member, theirs[member], ours[member])
			}
		}
	}
}
