package atlas

import (
	"testing"

	"parry/model"
)

// The counts of ATLAS 5.6.0.
func TestCounts(t *testing.T) {
	c := Catalogue()
	got := map[string]int{}
	mitigated := map[string]bool{}
	for _, e := range c.Entries {
		got[e.Kind]++
		if e.Parent != "" {
			got["sub"]++
		}
		if m := e.Fact("maturity"); m != "" {
			got[m]++
		}
		for _, l := range e.Links {
			got[l.Kind]++
			if l.Kind == "mitigates" {
				mitigated[l.To] = true
			}
		}
		for _, f := range e.Facts {
			if f.Name == "step" {
				got["step"]++
			}
			if f.Name == "attack" {
				got[e.Kind+" in ATT&CK"]++
			}
			if f.Name == "category" || f.Name == "type" || f.Name == "lifecycle" {
				got[f.Value]++
			}
		}
	}
	for what, want := range map[string]int{
		"tactic": 16 + 111, // entries, and links of techniques
		"sub":    69, "mitigation": 35, "case study": 57, "mitigates": 244, "step": 449,
		"demonstrated": 89, "realized": 64, "feasible": 17, "exercise": 40, "incident": 17,
		"tactic in ATT&CK": 14, "technique in ATT&CK": 34,
		"Technical - ML": 16, "Technical - Cyber": 12, "Policy": 7,
		"Deployment": 24, "ML Model Engineering": 15, "Data Preparation": 13, "Business and Data Understanding": 12,
		"ML Model Evaluation": 10, "Monitoring and Maintenance": 10,
	} {
		if got[what] != want {
			t.Errorf("%s: %d, not %d", what, got[what], want)
		}
	}
	techniques, bare := 0, 0
	for _, e := range c.Entries {
		if e.Kind == "technique" {
			techniques++
			if !mitigated[e.ID] {
				bare++
			}
		}
	}
	if techniques != 170 || bare != 96 {
		t.Errorf("%d techniques, %d of them without a mitigation", techniques, bare)
	}
}

// Every step's tactic is one of its technique's, or of what that is a part of.
func TestStepsFit(t *testing.T) {
	c := Catalogue()
	for _, e := range c.Entries {
		for _, f := range e.Facts {
			if f.Name != "step" {
				continue
			}
			tactic, technique := f.Value[:len("AML.TA0000")], f.Value[len("AML.TA0000 "):]
			x, ok := c.Entry(technique)
			if !ok || !under(&c, x, tactic) {
				t.Errorf("%s: the step %s", e.ID, f.Value)
			}
		}
	}
}

func under(c *model.Catalogue, e *model.Entry, tactic string) bool {
	if e.Parent != "" {
		e, _ = c.Entry(e.Parent)
	}
	for _, l := range e.Links {
		if l.Kind == "tactic" && l.To == tactic {
			return true
		}
	}
	return false
}
