package frameworks

import (
	"reflect"
	"slices"
	"testing"

	"parry/frameworks/factsheet"
	"parry/model"
)

// Where references lead follows from the references: worked out anew for each control that
// parry ships, it is what its sheet of facts says.
func TestReferencesLeadWhereTheSheetSays(t *testing.T) {
	lib := Library()
	c, _ := lib.Catalogue("aicm")
	ids, looked := resolver(lib), 0
	for i := range c.Entries {
		e := &c.Entries[i]
		if e.Kind != "control" {
			continue
		}
		got := referred(ids, e)
		missing := slices.DeleteFunc(slices.Clone(e.Links), func(l model.Link) bool { return slices.Contains(got, l) })
		more := slices.DeleteFunc(got, func(l model.Link) bool { return slices.Contains(e.Links, l) })
		if len(missing)+len(more) > 0 {
			t.Errorf("%s: not found %v, too many %v", e.ID, missing, more)
		}
		looked++
	}
	if looked != 13 {
		t.Errorf("%d controls", looked)
	}
}

// A register's own edition stands before the one that parry ships and is the one in use;
// both are shown. It keeps our lines where an entry is still called the same, and the
// vocabularies that its file does not have.
func TestOwnEditionIsInUse(t *testing.T) {
	shipped := Library()
	body := factsheet.Write(model.Catalogue{ID: "atlas", Title: "T", Version: "9.9.9", Publisher: "p", Source: "s", Licence: "l", Cited: "ATLAS 9.9.9",
		Entries: []model.Entry{{ID: "AML.TA0002", Kind: "tactic", Name: "Reconnaissance"}, {ID: "AML.TA0003", Kind: "tactic", Name: "Another Name"}, {ID: "AML.T9999", Kind: "technique", Name: "New"}}})
	lib := WithEditions(shipped, []*model.Edition{{ID: "atlas", Version: "9.9.9", File: "ATLAS.yaml", Body: body}, {ID: "aicm", Version: "1", Body: "nonsense"}})
	if len(lib.Lists()) != len(shipped.Lists())+1 {
		t.Errorf("%d catalogues", len(lib.Lists()))
	}
	c, _ := lib.Catalogue("atlas")
	was, _ := shipped.Catalogue("atlas")
	if c.Version != "9.9.9" || c.Own != "ATLAS.yaml" {
		t.Errorf("in use is %s of %q", c.Version, c.Own)
	}
	line, _ := was.Entry("AML.TA0002")
	if e, _ := c.Entry("AML.TA0002"); line.About == "" || e.About != line.About {
		t.Errorf("our line: %q", e.About)
	}
	if e, _ := c.Entry("AML.TA0003"); e.About != "" {
		t.Errorf("our line about another thing: %q", e.About)
	}
	if _, ok := c.Entry("AML.T0051"); ok {
		t.Error("an entry of the older edition was taken over")
	}
	if _, ok := c.Entry("AML.CS0000"); !ok {
		t.Error("a kind that the file does not keep is missing")
	}
	if aicm, _ := lib.Catalogue("aicm"); aicm.Version != "1.0.3" {
		t.Error("an edition that cannot be read is in use")
	}
	same := factsheet.Write(*was)
	if lib := WithEditions(shipped, []*model.Edition{{ID: "atlas", Version: was.Version, Body: same}}); len(lib.Lists()) != len(shipped.Lists()) {
		t.Error("an edition of the same version does not stand in its place")
	} else if c, _ := lib.Catalogue("atlas"); c.Own == "" {
		t.Error("what parry ships stands in the place of an edition of the same version")
	}
	if !reflect.DeepEqual(WithEditions(shipped, nil).Lists(), shipped.Lists()) {
		t.Error("without editions it is another library")
	}
}

// What parry ships holds no sentence of a publisher.
func TestShippedCataloguesHoldNoTexts(t *testing.T) {
	everyCatalogue(t, func(t *testing.T, c *model.Catalogue) {
		for _, e := range c.Entries {
			if len(e.Texts) > 0 {
				t.Errorf("%s has texts", e.ID)
			}
		}
	})
}

// The matrix in another edition says which id each control has in the one that parry ships,
// and the other way round.
func TestMatrixSaysWhereIdsWent(t *testing.T) {
	for version, want := range map[string][3]string{"1.1.1": {"TVM-10", "in 1.0.3", "TVM-13"}, "1.0": {"TVM-13", "in 1.1.0", "TVM-10"}} {
		body := factsheet.Write(model.Catalogue{ID: "aicm", Version: version, Entries: []model.Entry{{ID: want[0], Kind: "control", Name: "Threat Response", Parent: "TVM",
			Facts: []model.Fact{{Name: "reference NIST AI 600-1", Value: "MG-1.1-001..MG-3.3-002"}, {Name: "reference ISO", Value: "27001:8.8"}}}}})
		c, err := ReadEdition(Library(), model.Edition{ID: "aicm", Version: version, Body: body})
		e, _ := c.Entry(want[0])
		if err != nil || e.Fact(want[1]) != want[2] {
			t.Errorf("%s: %v, %q", version, err, e.Fact(want[1]))
		}
		if len(e.Links) != 31 { // 30 actions, and 27001 A.8.8
			t.Errorf("%s: %d links", version, len(e.Links))
		}
		if _, ok := c.Entry("category Data poisoning"); !ok {
			t.Error("the vocabularies are missing")
		}
	}
}
