package model

import (
	"testing"

	"pgregory.net/rapid"
)

// Each step wants what it is there for, until it is given or parked.
func TestStepsWantWhatTheyAreThereFor(t *testing.T) {
	full := func() *Threat {
		one := &Threat{ID: "T-001", Class: Class{Phase: "Delivery", Category: "Model theft", Layer: ModelLayer}}
		one.Ratings[Inherent] = Rating{Likelihood: H, Impact: VH, Level: VH}
		one.Ownership.Person = "ann"
		for i := range one.Ownership.Layers {
			one.Ownership.Layers[i].Value = "NA"
		}
		one.Response.Kind = "mitigate"
		one.Decision = Decision{By: "bob", Date: "2026-11-16"}
		return one
	}
	for _, c := range []struct {
		step string
		take func(*Threat)
	}{
		{StepClassify, func(t *Threat) { t.Class.Category = "" }},
		{StepRate, func(t *Threat) { t.Ratings[Inherent].Impact = Unrated }},
		{StepUrgency, func(t *Threat) { t.Urgency.Change(func(p *UrgencyMore) { p.VulnID = "CVE-1" }) }},
		{StepOwn, func(t *Threat) { t.Ownership.Layers[2].Value = Unset }},
		{StepOwn, func(t *Threat) { t.Ownership.Layers[2].Value = "MP-OSP" }},
		{StepOwn, func(t *Threat) { t.Ownership.Person = "" }},
		{StepRespond, func(t *Threat) { t.Response.Kind = "" }},
		{StepDecide, func(t *Threat) { t.Decision.Date = "" }},
	} {
		one := full()
		for _, step := range TriageSteps {
			if one.Lacks(step.Value, Inherent) {
				t.Errorf("%s wants something of a threat that has all", step.Value)
			}
		}
		c.take(one)
		for _, step := range TriageSteps {
			if got := one.Lacks(step.Value, Inherent); got != (step.Value == c.step) {
				t.Errorf("%s taken from: %s lacks something: %v", c.step, step.Value, got)
			}
		}
		one.Change(func(p *ThreatMore) { p.Parked = []string{c.step} })
		if one.Lacks(c.step, Inherent) || !one.Wants(c.step, Inherent) {
			t.Errorf("%s is parked and still asked for", c.step)
		}
	}
	low := full()
	low.Ratings[Inherent], low.Decision = Rating{Likelihood: L, Impact: L, Level: L}, Decision{}
	if low.Lacks(StepDecide, Inherent) {
		t.Error("a low threat owes a decision")
	}
	low.Response.Kind = "accept"
	if !low.Lacks(StepDecide, Inherent) {
		t.Error("an acceptance owes none")
	}
}

// Comparing without folding answers as folding does, whatever stands in the text.
func TestFoldsTo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOf(rapid.SampledFrom([]rune("aBc -_é1")))
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if got, want := foldsTo(a, FoldSpelling(b)), FoldSpelling(a) == FoldSpelling(b); got != want {
			t.Fatalf("%q and %q: %v", a, b, got)
		}
		if !foldsTo(a, FoldSpelling(a)) {
			t.Fatalf("%q is not itself", a)
		}
	})
}
