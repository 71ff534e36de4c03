package nistai

import "testing"

// The counts of AI RMF 1.0 and AI 600-1, per function and per risk.
func TestCounts(t *testing.T) {
	n := map[string]int{}
	for _, e := range Catalogue().Entries {
		n[e.Kind]++
		if e.Kind == "action" {
			n[e.ID[:2]]++
		}
		for _, l := range e.Links {
			n[l.To]++
		}
	}
	for what, want := range map[string]int{"function": 4, "category": 19, "subcategory": 72, "risk": 12, "action": 212,
		"GV": 58, "MP": 39, "MS": 72, "MG": 43,
		"CBRN Information or Capabilities": 31, "Confabulation": 18, "Dangerous, Violent, or Hateful Content": 31, "Data Privacy": 29,
		"Environmental Impacts": 4, "Harmful Bias or Homogenization": 57, "Human-AI Configuration": 58, "Information Integrity": 73,
		"Information Security": 51, "Intellectual Property": 28, "Obscene, Degrading, and/or Abusive Content": 14,
		"Value Chain and Component Integration": 36} {
		if n[what] != want {
			t.Errorf("%s: %d, not %d", what, n[what], want)
		}
	}
}
