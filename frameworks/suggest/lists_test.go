package suggest

import (
	"slices"
	"strings"
	"testing"

	"parry/frameworks"
	"parry/model"
)

// Every id that a rule or the crosswalk names is one of the model or of a catalogue that
// parry ships; every technique can be told by some words.
func TestListsNameWhatThereIs(t *testing.T) {
	l, err := read(wordsText, rulesText, crosswalkText)
	if err != nil {
		t.Fatal(err)
	}
	lib := frameworks.Library()
	there := map[string][]string{"none": {"none"}}
	for axis, kind := range map[string][3]string{"technique": {"atlas", "technique"}, "llm": {"owasp-llm", "risk"}, "asi": {"owasp-asi", "risk"}, "stride": {"stride", "category"}} {
		c, ok := lib.Catalogue(kind[0])
		if !ok {
			t.Fatalf("no catalogue %s", kind[0])
		}
		for _, e := range c.Entries {
			if e.Kind == kind[1] {
				there[axis] = append(there[axis], e.ID)
			}
		}
	}
	for _, c := range model.Categories {
		there["category"] = append(there["category"], c.Value)
	}
	for _, a := range model.Activities {
		there["activity"] = append(there["activity"], a.Name)
	}
	for _, layer := range model.Layers {
		there["layer"] = append(there["layer"], layer)
	}
	told := map[string]bool{}
	for _, to := range l.targets {
		told[to.axis+to.id] = true
		if !slices.Contains(there[to.axis], to.id) {
			t.Errorf("the lists name %s %s, which is none", to.axis, to.id)
		}
	}
	for axis, ids := range there {
		for _, id := range ids {
			if !told[axis+id] {
				t.Errorf("no rule speaks for %s %s", axis, id)
			}
		}
	}
	var categories []string
	for _, x := range l.walk {
		categories = append(categories, x.category)
	}
	if !slices.Equal(categories, there["category"]) {
		t.Errorf("the crosswalk has the categories %q, the model %q", categories, there["category"])
	}
}

// A word that is left out of every text may not stand in a pattern: the rest would hold
// alone.
func TestPatternsKeepTheirWords(t *testing.T) {
	for line := range strings.Lines(rulesText) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		for pattern := range strings.SplitSeq(cells[3], "; ") {
			for w := range strings.FieldsFuncSeq(pattern, func(r rune) bool { return r == ' ' || r == '_' }) {
				if idle[w] {
					t.Errorf("%s: %q has %q, which carries nothing", cells[1], pattern, w)
				}
			}
		}
	}
}

// A list that is broken says where.
func TestBrokenListsSayWhere(t *testing.T) {
	for _, one := range [][4]string{
		{"a\tb", "layer\tPI\t3\t@c", "", "a rule for PI names the class @c, which is none"},
		{"a\tb", "layer\tPI\t9\tgpu", "", `"9" is no weight of a rule for PI`},
		{"a", "layer\tPI\t3\tgpu", "", "line 1 of the words has 1 cells, not 2"},
		{"a\tb", "layer\tPI", "", "line 1 of the rules has 2 cells, not 4"},
		{"a\tb", "layer\tPI\t3\tgpu", "x", "line 1 of the crosswalk has 1 cells, not 5"},
	} {
		if _, err := read(one[0], one[1], one[2]); err == nil || err.Error() != one[3] {
			t.Errorf("%v, not %s", err, one[3])
		}
	}
}

// Words that belong together are one.
func TestStem(t *testing.T) {
	for _, kin := range [][]string{
		{"poison", "poisons", "poisoned", "poisoning"}, {"inject", "injects", "injected", "injecting", "injection", "injections"},
		{"copy", "copies", "copied", "copying"}, {"leak", "leaks", "leaked"}, {"delete", "deletes", "deleted", "deleting", "deletion"},
		{"train", "training", "trained"}, {"policy", "policies"}, {"plan", "planned", "planning"},
	} {
		for _, w := range kin {
			if stem(w) != stem(kin[0]) {
				t.Errorf("%s is %q, %s is %q", w, stem(w), kin[0], stem(kin[0]))
			}
		}
	}
	if stem("data") == stem("date") {
		t.Error("words that do not belong together are one")
	}
}
