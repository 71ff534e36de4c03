package model

import (
	"strings"
	"testing"
)

// A target follows from what is planned, step by step, and says how; what is live has
// done its work already, and a control that is left out does nothing.
func TestTargetsFollowFromControls(t *testing.T) {
	r := exampleRegister(t)
	do(t, r, write(KindControl, "", "name=a", "threats=T-010; T-001", "state=planned", "likelihood_steps=1"))
	do(t, r, write(KindControl, "", "name=b", "threats=T-010", "state=building", "impact_steps=3"))
	do(t, r, write(KindControl, "", "name=c", "threats=T-010", "state=live", "likelihood_steps=4"))
	do(t, r, write(KindControl, "", "name=d", "threats=T-010", "state=planned"))
	target := func(id string, off ...string) string {
		l := TargetOf(r, r.Threat(id), func(control string) bool { return strings.Contains(strings.Join(off, " "), control) })
		if l.Placed() != (len(l.Controls) > 0) {
			t.Errorf("%s: a target without a control: %+v", id, l)
		}
		return l.Likelihood.String() + "x" + l.Impact.String() + " " + strings.Join(l.Controls, ",")
	}
	for _, c := range []struct{ id, off, want string }{
		{"T-010", "", "LxL C-01,C-02"},  // current M x VH
		{"T-010", "C-02", "LxVH C-01"},  // without b
		{"T-010", "C-01 C-02", "MxVH "}, // without both: current
		{"T-001", "", "LxM C-01"},       // current M x M
		{"T-002", "", "LxH "},           // no control speaks of it
	} {
		if got := target(c.id, c.off); got != c.want {
			t.Errorf("%s without %q: %s, want %s", c.id, c.off, got, c.want)
		}
	}
	if l := CurrentOf(r, r.Threat("T-010")); l.Likelihood != VL || l.Impact != VH {
		t.Errorf("live controls: %+v", l)
	}
	before := r.Threat("T-010")
	would := WhatIf(r, nil)
	if got := would.Threat("T-010").Ratings[Target]; got.Cell() != "L x L = L" || r.Threat("T-010") != before || before.Ratings[Target].Placed() {
		t.Errorf("%+v", got)
	}
	do(t, r, PlanTargets(nil))
	rating := r.Threat("T-010").Ratings[Target]
	if rating.Cell() != "L x L = L" || rating.Basis() != "computed from planned controls" || len(rating.Path()) != 3 ||
		rating.Path()[1] != "C-01 (planned) lowers likelihood by 1, impact by 0: L x VH" {
		t.Errorf("%+v", rating)
	}
	if got := r.Threat("T-002").Ratings[Target]; got.Placed() {
		t.Errorf("a threat without a control got %+v", got)
	}
	do(t, r, PlanTargets(func(control string) bool { return true }))
	if rating := r.Threat("T-010").Ratings[Target]; rating.Placed() || rating.Method != "" {
		t.Errorf("with every control off: %+v", rating)
	}
	do(t, r, SetFields("T-001", Assignment{"target_likelihood", "VL"}, Assignment{"target_impact", "VL"}))
	do(t, r, write(KindControl, "C-02", "impact_steps=1"))
	do(t, r, PlanTargets(nil))
	if a, b := r.Threat("T-001").Ratings[Target].Cell(), r.Threat("T-010").Ratings[Target].Cell(); a != "VL x VL = VL" || !strings.HasPrefix(b, "L x H") {
		t.Errorf("typed %s, computed %s", a, b)
	}
}

// Where current was never rated, live and planned controls act on inherent together;
// where nothing was rated, nothing is computed.
func TestTargetsFromInherent(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("rated", Assignment{"inherent_likelihood", "VH"}, Assignment{"inherent_impact", "H"}))
	do(t, r, AddThreat("not rated"))
	refused(t, r, PlanTargets(nil), "no planned control lowers a threat that is rated")
	do(t, r, write(KindControl, "", "name=a", "threats=T-001; T-002", "state=tested", "likelihood_steps=1"))
	do(t, r, write(KindControl, "", "name=b", "threats=T-001; T-002", "state=planned", "likelihood_steps=1"))
	if l := TargetOf(r, r.Threat("T-001"), nil); l.Likelihood != M || l.Impact != H {
		t.Errorf("%+v", l)
	}
	do(t, r, PlanTargets(nil))
	if r.Threat("T-002").Ratings[Target].Placed() {
		t.Error("a threat that nobody rated has a target")
	}
	if r.Threat("T-001").Ratings[Current].Placed() {
		t.Error("controls rated current: only people do")
	}
}

// What if shows what the commit makes: a target whose controls are gone goes in both, and a
// threat with live controls alone gets none in either.
func TestWhatIfIsWhatIsCommitted(t *testing.T) {
	r := newTestRegister(t)
	for _, title := range []string{"one", "two", "three"} {
		do(t, r, AddThreat(title, Assignment{"inherent_likelihood", "VH"}, Assignment{"inherent_impact", "H"}))
	}
	do(t, r, SetFields("T-001", Assignment{"current_likelihood", "H"}, Assignment{"current_impact", "H"}))
	do(t, r, write(KindControl, "", "name=a", "threats=T-001", "state=planned", "likelihood_steps=3"))
	do(t, r, PlanTargets(nil))
	do(t, r, write(KindControl, "", "name=b", "threats=T-002", "state=live", "likelihood_steps=1"))
	do(t, r, write(KindControl, "", "name=c", "threats=T-003", "state=planned", "likelihood_steps=1"))
	do(t, r, RemoveSheet(KindControl, "C-01"))
	would, live := WhatIf(r, nil), AsIfLive(r, nil)
	do(t, r, PlanTargets(nil))
	for _, threat := range r.Threats() {
		if a, b := would.Threat(threat.ID).Ratings[Target].Cell(), threat.Ratings[Target].Cell(); a != b {
			t.Errorf("%s: what if shows %q, the commit makes %q", threat.ID, a, b)
		}
	}
	if got := live.Threat("T-001").Ratings[Current].Cell(); got != "H x H = H" {
		t.Errorf("a control that is gone lowers it to %s", got)
	}
}

// Controls and detections as records count for the rules as the threat's own words
// do.
func TestRulesReadRecords(t *testing.T) {
	r := exampleRegister(t)
	found := func(rule string) string {
		var ids []string
		for _, f := range Check(r, NewGrounds(r, asOf, func() Library { return Library{} })) {
			if f.Rule == rule {
				ids = append(ids, f.Threat)
			}
		}
		return strings.Join(ids, " ")
	}
	steps := []struct {
		edit       Edit
		rule, want string
	}{
		{write(KindControl, "", "name=x", "threats=T-011", "state=planned"), "Q2", "T-011"},
		{write(KindControl, "C-01", "state=live"), "Q2", ""},
		{write(KindControl, "C-01", "state=retired"), "Q2", "T-011"},
		{write(KindDetection, "", "name=x", "threats=T-010; T-022", "state=built"), "Q8", "T-010 T-022"},
		{write(KindDetection, "DT-01", "tested_on=2026-11-10", "result=failed"), "Q8", "T-010 T-022"},
		{write(KindDetection, "DT-01", "result=passed"), "Q8", ""},
		{write(KindDetection, "DT-01", "threats=T-038"), "Q13", ""},
		{write(KindDetection, "DT-01", "tested_on=2026-01-01"), "Q13", "T-038"},
		{write(KindDetection, "", "name=y", "threats=T-038", "state=tested", "tested_on=2026-11-10", "result=failed"), "Q13", "T-038"},
		{write(KindDetection, "DT-01", "state=fired", "fired_on=2026-11-01"), "Q13", ""},
		{SetFields("T-033", Assignment{"controls_planned", ""}), "Q11", "T-035"},
		{write(KindControl, "C-01", "threats=T-033", "state=building"), "Q11", "T-033 T-035"},
	}
	for _, s := range steps {
		do(t, r, s.edit)
		if got := found(s.rule); got != s.want {
			t.Errorf("after %s: %s finds %q, want %q", s.edit.Label, s.rule, got, s.want)
		}
	}
}
