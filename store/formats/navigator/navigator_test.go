package navigator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

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

// The layer keeps to version 4.5 of the format, of which there is no schema: no member but
// those of the format, what must be there is, and a gradient that rises.
func TestKeepsToTheFormat(t *testing.T) {
	known := map[string]string{
		"": "name versions domain customDataURL description filters sorting layout hideDisabled techniques gradient legendItems showTacticRowBackground tacticRowBackground " +
			"selectTechniquesAcrossTactics selectSubtechniquesWithParent selectVisibleTechniques metadata links",
		"versions": "attack navigator layer", "techniques": "techniqueID tactic score color enabled comment metadata links showSubtechniques",
		"gradient": "colors minValue maxValue", "legendItems": "label color", "metadata": "name value",
	}
	colour := regexp.MustCompile(`^#[0-9a-f]{6}$`)
	rapid.Check(t, func(t *rapid.T) {
		r := tryout.Register(t)
		for range rapid.IntRange(0, 2).Draw(t, "cites") {
			id := fmt.Sprintf("AML.T%04d", rapid.IntRange(0, 99).Draw(t, "technique"))
			tryout.Merge(t, r, []model.Incoming{{Threat: &model.Threat{Title: tryout.HardText(1).Draw(t, "title"), Class: model.Class{ATLAS: []string{id + ".001", "ATLAS 5.6.0 " + id}}}}})
		}
		var b bytes.Buffer
		if err := Write(&b, r, r.Threats(), "2026-11-16"); err != nil {
			t.Fatal(err)
		}
		var l map[string]any
		if err := json.Unmarshal(b.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		var walk func(under string, value any)
		walk = func(under string, value any) {
			switch v := value.(type) {
			case []any:
				for _, one := range v {
					walk(under, one)
				}
			case map[string]any:
				for name, one := range v {
					if !slices.Contains(strings.Fields(known[under]), name) {
						t.Fatalf("%q has no member %q", under, name)
					}
					walk(name, one)
				}
			case string:
				if (under == "color" || under == "colors") && !colour.MatchString(v) || under == "techniqueID" && !anyTechnique.MatchString(v) {
					t.Fatalf("%s is %q", under, v)
				}
			}
		}
		walk("", l)
		gradient, versions := l["gradient"].(map[string]any), l["versions"].(map[string]any)
		if l["name"] == "" || l["domain"] != "atlas-atlas" || versions["layer"] != "4.5" || versions["navigator"].(string) < "4.9.0" || gradient["maxValue"].(float64) <= gradient["minValue"].(float64) {
			t.Fatalf("%v", l)
		}
		seen := map[any]bool{}
		for _, one := range l["techniques"].([]any) {
			x := one.(map[string]any)
			if score := x["score"].(float64); seen[x["techniqueID"]] || score < 0 || score > gradient["maxValue"].(float64) {
				t.Fatalf("%v", x)
			}
			seen[x["techniqueID"]] = true
		}
	})
}
