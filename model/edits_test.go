package model

import (
	"strings"
	"testing"
)

func mustPlan(t *testing.T, r *Register, e Edit) *Threat {
	t.Helper()
	c := do(t, r, e)
	after, _ := c.Touched[len(c.Touched)-1].After.(*Threat)
	return after
}

// Capture asks for nothing but a few words, and takes what else is known.
func TestCaptureNeedsAFewWords(t *testing.T) {
	r := newTestRegister(t)
	one := mustPlan(t, r, AddThreat("  Prompt leaks  ", Assignment{"lifecycle_activity", "guardrails"}, Assignment{"layer", "model"}))
	if one.ID != "T-001" || one.Title != "Prompt leaks" || one.Status != "draft" || one.Class.Phase != "Development" || one.Class.Layer != ModelLayer {
		t.Errorf("captured %+v", one)
	}
	if _, err := Plan(r, AddThreat(" \n "), "", noon); err == nil || !strings.Contains(err.Error(), "a few words") {
		t.Errorf("an empty capture: %v", err)
	}
	if _, err := Plan(r, AddThreat("x", Assignment{"layer", "cloud"}), "", noon); err == nil || r.Next() != 2 {
		t.Errorf("a bad field: %v; next number %d", err, r.Next())
	}
}

// Phase and activity never contradict each other: the one that was set brings
// the other along; set to two that contradict, nothing is taken.
func TestPhaseAndActivityGoTogether(t *testing.T) {
	phase, activity := "lifecycle_phase", "lifecycle_activity"
	for _, story := range []struct {
		sets                  []Assignment
		wantPhase, wantActive string
	}{
		{[]Assignment{{activity, "Data deletion"}}, "Retirement", "Data deletion"},
		{[]Assignment{{phase, "Delivery"}}, "Delivery", ""},
		{[]Assignment{{phase, "Development"}}, "Development", "Design"},
		{[]Assignment{{phase, ""}}, "", ""},
		{[]Assignment{{activity, ""}}, "Development", ""},
		{[]Assignment{{activity, "Archiving"}, {phase, "Retirement"}}, "Retirement", "Archiving"},
	} {
		start := &Threat{ID: "T-001", Title: "x", Class: Class{Phase: "Development", Activity: "Design"}}
		r := registerOf(start)
		c, err := Plan(r, SetFields("T-001", append(story.sets, Assignment{"notes", "touched"})...), "", noon)
		if err != nil {
			t.Fatal(err)
		}
		got := c.Touched[0].After.(*Threat).Class
		if got.Phase != story.wantPhase || got.Activity != story.wantActive {
			t.Errorf("%v: %q, %q; want %q, %q", story.sets, got.Phase, got.Activity, story.wantPhase, story.wantActive)
		}
	}
	both := SetFields("T-001", Assignment{activity, "Archiving"}, Assignment{phase, "Delivery"})
	_, err := Plan(registerOf(&Threat{ID: "T-001"}), both, "", noon)
	if err == nil || !strings.Contains(err.Error(), `"Archiving" is part of Retirement, not of Delivery`) {
		t.Errorf("a contradiction is taken: %v", err)
	}
}

// A likelihood set by hand is rated by the matrix, and takes out what a method
// had said: its path would not explain the new value.
func TestHandSetSidesAreRatedByTheMatrix(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("one"))
	rated := mustPlan(t, r, Rate("T-001", Inherent, toyMethod, Answers{"level": "H"})).Ratings[Inherent]
	if rated.Cell() != "H x H = H" || rated.Basis() != "toy 1" || len(rated.Path()) == 0 {
		t.Fatalf("rated %+v", rated)
	}
	hand := mustPlan(t, r, SetFields("T-001", Assignment{"inherent_likelihood", "very low"})).Ratings[Inherent]
	if hand.Cell() != "VL x H = L" || hand.Method != MethodEntered || hand.Path() != nil || hand.Answers() != nil || hand.Version() != "" {
		t.Errorf("set by hand %+v", hand)
	}
	same := mustPlan(t, r, SetFields("T-001", Assignment{"inherent_likelihood", "VL"}, Assignment{"title", "uno"})).Ratings[Inherent]
	if same.Method != MethodEntered || same.Level != L {
		t.Errorf("set to what it was: %+v", same)
	}
	gone := mustPlan(t, r, SetFields("T-001", Assignment{"inherent_likelihood", ""}, Assignment{"inherent_impact", ""})).Ratings[Inherent]
	if gone.Placed() || gone.Level.Rated() || gone.Method != "" {
		t.Errorf("emptied %+v", gone)
	}
}

// A method's path survives an edit of anything else.
func TestOtherFieldsLeaveTheRatingAlone(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("one"))
	before := mustPlan(t, r, Rate("T-001", Current, toyMethod, Answers{"level": "M"})).Ratings
	after := mustPlan(t, r, SetFields("T-001", Assignment{"title", "uno"}, Assignment{"inherent_likelihood", "H"})).Ratings
	if got := after[Current]; got.Method != "toy" || len(got.Path()) != len(before[Current].Path()) || got.Level != M {
		t.Errorf("the current rating became %+v", got)
	}
	if after[Inherent].Level.Rated() {
		t.Errorf("half a rating has level %s", after[Inherent].Level)
	}
}

// A copied state has the rating but not the reasons, which spoke of another
// state; a state that was not rated has nothing to copy.
func TestCopyRatingLeavesTheReasons(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("one", Assignment{"likelihood_rationale", "anyone can"}, Assignment{"current_impact_rationale", "kept"}))
	if _, err := Plan(r, CopyRating("T-001", Inherent, Current), "", noon); err == nil || err.Error() != "T-001 has no inherent rating to copy" {
		t.Errorf("nothing to copy: %v", err)
	}
	do(t, r, Rate("T-001", Inherent, toyMethod, Answers{"level": "H"}))
	got := mustPlan(t, r, CopyRating("T-001", Inherent, Current)).Ratings[Current]
	if got.Cell() != "H x H = H" || got.Method != "toy" || got.LikelihoodReason() != "" || got.ImpactReason() != "kept" {
		t.Errorf("copied %+v", got)
	}
}

// Several threats are removed as one step, or none if one is not there.
func TestRemoveIsOneStep(t *testing.T) {
	r := registerOf(&Threat{ID: "T-001"}, &Threat{ID: "T-002"}, &Threat{ID: "T-003"})
	if _, err := Plan(r, RemoveThreats("T-001", "T-009"), "", noon); err == nil || !strings.Contains(err.Error(), "there is no threat T-009") {
		t.Errorf("error %v", err)
	}
	do(t, r, RemoveThreats("T-001", "T-003"))
	if got := ids(r.Threats()); got != "T-002" {
		t.Errorf("left %s", got)
	}
}

// An edit is named in the history so that a person knows it again.
func TestEditsHaveLabels(t *testing.T) {
	for want, e := range map[string]Edit{
		"add Prompt leaks":                     AddThreat("Prompt\nleaks"),
		"set layer of T-001 to PI":             SetFields("T-001", Assignment{"layer", "PI"}),
		"set due of T-001 to nothing":          SetFields("T-001", Assignment{"due", ""}),
		"set layer, due of T-001":              SetFields("T-001", Assignment{"layer", "PI"}, Assignment{"due", ""}),
		"remove T-001, T-002":                  RemoveThreats("T-001", "T-002"),
		"remove 5 threats":                     RemoveThreats("1", "2", "3", "4", "5"),
		"rate T-001 current by toy":            Rate("T-001", Current, toyMethod, nil),
		"add " + strings.Repeat("é", 47) + "…": AddThreat(strings.Repeat("é", 200)),
	} {
		if e.Label != want {
			t.Errorf("label %q, want %q", e.Label, want)
		}
	}
}

// "field=value" is cut at the first sign only.
func TestParseAssignment(t *testing.T) {
	if a, err := ParseAssignment("notes=a=b"); err != nil || a != (Assignment{"notes", "a=b"}) {
		t.Errorf("%v, %v", a, err)
	}
	for _, s := range []string{"", "notes", "=x"} {
		if _, err := ParseAssignment(s); err == nil {
			t.Errorf("%q sets something", s)
		}
	}
}

// Several threats are set as one step, all or none, and undone as one; the
// preview says beforehand exactly what the step does.
func TestSeveralThreatsAreSetAsOneStep(t *testing.T) {
	r := registerOf(&Threat{ID: "T-001"}, &Threat{ID: "T-002", Ownership: Ownership{Person: "Ada"}}, &Threat{ID: "T-003"})
	all := []string{"T-001", "T-002", "T-003"}
	set := Assignment{"owner_person", "Ada"}
	p := PreviewSet(r, all, set)
	if got := p.Words(); got != "changes 2: T-001, T-003; 1 say so already" {
		t.Errorf("preview: %s", got)
	}
	c, err := Plan(r, SetFieldsOf(all, set), "", noon)
	if err != nil || len(c.Touched) != 2 || c.Label != "set owner_person of 3 threats to Ada" {
		t.Fatalf("%+v, %v", c, err)
	}
	for i, touch := range c.Touched {
		if p.Changes[i].Threat != touch.Key.ID || p.Changes[i].Fields[0] != (FieldChange{"owner_person", "", "Ada"}) {
			t.Errorf("previewed %+v, done %s", p.Changes[i], touch.Key.ID)
		}
	}
	for _, bad := range []struct {
		ids  []string
		sets Assignment
		want string
	}{
		{[]string{"T-001", "T-002", "T-001"}, set, "T-001 is named twice"},
		{[]string{"T-001", "T-009"}, set, "no threat T-009"},
		{all, Assignment{"status", "maybe"}, `T-001: "maybe" is no status`},
		{all, Assignment{"ownr", "x"}, "there is no field"},
	} {
		if _, err := Plan(r, SetFieldsOf(bad.ids, bad.sets), "", noon); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%v: %v, want %q", bad, err, bad.want)
		}
		if p := PreviewSet(r, bad.ids, bad.sets); p.Refused == nil || !strings.Contains(p.Words(), bad.want) {
			t.Errorf("%v: previewed %q, want %q", bad, p.Words(), bad.want)
		}
	}
	if got := PreviewSet(r, all[1:2], set).Words(); got != "changes nothing: all of them say so already" {
		t.Errorf("preview of what is so: %s", got)
	}
}
