package aicm

import (
	"strings"
	"testing"

	"parry/model"
)

// The control that parry is for, field by field, and the sizes of the vocabularies.
func TestThreatResponse(t *testing.T) {
	c := Catalogue()
	e, ok := c.Entry("TVM-13")
	if !ok {
		t.Fatal("TVM-13 is missing")
	}
	for name, want := range map[string]string{
		"type": "Cloud & AI Related", "owner PI": "CSP", "owner Model": "MP", "owner Orchestrated": "MP-OSP", "owner Application": "OSP-AP",
		"gap ISO": "No Gap", "gap EU AI Act": "Partial Gap", "gap NIST AI 600-1": "Partial Gap", "gap BSI": "No Gap",
		"question": "TVM-13.1", "in 1.1.0": "TVM-10",
	} {
		if got := e.Fact(name); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
	n := map[string]int{}
	for _, f := range e.Facts {
		n[f.Name]++
	}
	for _, l := range e.Links {
		n[l.Kind]++
	}
	for _, x := range c.Entries {
		n["kind "+x.Kind]++
	}
	// 46 NIST actions: 1 named and 45 of the two ranges; with 27001 A.8.8, 42001
	// A.6.2.6, Art. 9(2), SR-02 and OPS-18 there are six references.
	for what, want := range map[string]int{"component": 6, "category": 9, "activity": 18, "expansion": 45, "reference": 6,
		"kind control": 13, "kind domain": 18, "kind owner": 10, "kind layer": 4, "kind component": 6, "kind stage": 6,
		"kind activity": 22, "kind category": 9, "kind gap": 3} {
		if n[what] != want {
			t.Errorf("%s: %d, not %d", what, n[what], want)
		}
	}
}

// A category of a control is one of the model's, in the same words.
func TestCategoriesAreTheModels(t *testing.T) {
	known := map[string]bool{}
	for _, c := range model.Categories {
		known[c.Value] = true
	}
	for _, e := range Catalogue().Entries {
		for _, f := range e.Facts {
			if f.Name == "category" && !known[f.Value] {
				t.Errorf("%s: %q", e.ID, f.Value)
			}
		}
	}
}

// The crosswalk whole: 241 carried, 6 added, 2 removed, and no id used twice.
func TestMoves(t *testing.T) {
	carried, added, removed, review := 0, 0, 0, 0
	was, is := map[string]bool{}, map[string]bool{}
	for _, m := range Moves().List {
		switch {
		case m.Old == "":
			added++
		case m.New == "":
			removed++
		default:
			carried++
		}
		if m.Review {
			review++
		}
		if m.Old != "" && was[m.Old] || m.New != "" && is[m.New] {
			t.Errorf("%+v is there twice", m)
		}
		was[m.Old], is[m.New] = true, true
	}
	if carried != 241 || added != 6 || removed != 2 || review != 9 {
		t.Errorf("carried %d, added %d, removed %d, to review %d", carried, added, removed, review)
	}
}

// A link into the ISO lists is to an Annex A control that the control's own references
// name: never to one that only shares its number with a clause, such as 27001 8.1.
func TestISOLinksAreAsReferenced(t *testing.T) {
	clause := map[string]bool{"5.2": true, "6.1.1": true, "6.1.2": true, "6.1.3": true, "7.4": true, "7.5": true, "8.1": true, "9.1": true, "10.1": true}
	linked := 0
	for _, e := range Catalogue().Entries {
		named := map[string]bool{}
		for _, f := range e.Facts {
			standard, number, _ := strings.Cut(f.Value, ":")
			if f.Name == "reference ISO" && !clause[number] {
				named[standard+" "+strings.TrimPrefix(number, "A.")] = true
			}
		}
		for _, l := range e.Links {
			if l.Catalogue != "iso" {
				continue
			}
			linked++
			edition, number, _ := strings.Cut(l.To, " A.")
			standard, _, _ := strings.Cut(edition, ":")
			if !named[standard+" "+number] {
				t.Errorf("%s is linked to %s, which it does not refer to", e.ID, l.To)
			}
		}
	}
	if linked == 0 {
		t.Error("no link was looked at")
	}
}
