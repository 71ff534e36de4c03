package model

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// write is a shorthand for fields of a sheet.
func write(kind Kind, id string, sets ...string) Edit {
	var list []Assignment
	for _, set := range sets {
		name, value, _ := strings.Cut(set, "=")
		list = append(list, Assignment{name, value})
	}
	return WriteSheet(kind, id, list...)
}

func refused(t *testing.T, r *Register, e Edit, want string) {
	t.Helper()
	if _, err := Plan(r, e, "ann", noon); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: %v, want %q", e.Label, err, want)
	}
}

// A decision is a draft until it is taken; then it holds what it rested on, is
// written into its threats, and is frozen.
func TestDecisionsFreeze(t *testing.T) {
	r := exampleRegister(t)
	do(t, r, write(KindDecision, "", "threats=t-010", "response=accept"))
	if got := r.Sheet(KindDecision, "DE-01").Get("threats"); got != "T-010" {
		t.Errorf("the threat is called %q", got)
	}
	refused(t, r, write(KindDecision, "DE-01", "state=taken"), "it lacks who approved it (by); it stays a draft")
	do(t, r, write(KindDecision, "DE-01", "by=CISO", "authority=CISO", "on=2026-11-16", "until=2027-02-14", "reason=no other adapter"))
	do(t, r, write(KindDecision, "DE-01", "state=taken"))
	s := r.Sheet(KindDecision, "DE-01")
	for field, want := range map[string]string{"framework": "imported, matrix only", "outcome": "current M x VH = H", "recorded_by": "tester", "recorded_at": "2026-11-16T"} {
		if !strings.HasPrefix(s.Get(field), want) {
			t.Errorf("%s is %q", field, s.Get(field))
		}
	}
	threat := r.Threat("T-010")
	if threat.Status != "accepted" || threat.Response.Kind != "accept" || !reflect.DeepEqual(threat.Decision, Decision{By: "CISO", Date: "2026-11-16", DecisionMore: &DecisionMore{Expires: "2027-02-14", Reason: "no other adapter"}}) {
		t.Errorf("%s, %+v, %+v", threat.Status, threat.Response, threat.Decision)
	}
	refused(t, r, write(KindDecision, "DE-01", "by=CEO"), "DE-01 was taken on 2026-11-16 and is frozen; a change is a new decision")
	refused(t, r, RemoveSheet(KindDecision, "DE-01"), "is frozen")
	do(t, r, write(KindDecision, "", "threats=T-010", "response=mitigate", "by=board", "on=2026-11-17", "state=taken"))
	if threat = r.Threat("T-010"); threat.Status != "in_treatment" || threat.Decision.By != "board" || threat.Decision.Expires() != "" {
		t.Errorf("%s, %+v", threat.Status, threat.Decision)
	}
	refused(t, r, write(KindDecision, "", "threats=T-999", "response=avoid", "by=x", "on=2026-11-17", "state=taken"), "there is no threat T-999")
}

// A decision about several threats says of each what it rested on.
func TestDecisionAboutSeveral(t *testing.T) {
	r := exampleRegister(t)
	do(t, r, write(KindDecision, "", "threats=T-001; T-002", "response=mitigate", "by=CISO", "on=2026-11-16", "state=taken"))
	if got := r.Sheet(KindDecision, "DE-01").Get("outcome"); got != "T-001: current M x M = M\nT-002: current L x H = L" {
		t.Errorf("%q", got)
	}
}

// What is wrong with decisions is found: authority, splitting, who recorded, evidence,
// names that are gone.
func TestDecisionFindings(t *testing.T) {
	r := exampleRegister(t)
	found := func() string { return strings.Join(findingNames(DecisionFindings(r)), " ") }
	do(t, r, write(KindEvidence, "", "title=minutes"))
	accept := func(sets ...string) {
		do(t, r, write(KindDecision, "", append([]string{"response=accept", "on=2026-11-16", "until=2027-01-01", "state=taken"}, sets...)...))
	}
	q9 := func() bool {
		return slices.ContainsFunc(Check(r, NewGrounds(r, "2026-11-20", func() Library { return Library{} })), func(f Finding) bool { return f.Rule == "Q9" && f.Threat == "T-010" })
	}
	if !q9() {
		t.Error("T-010 is above the appetite, and Q9 is silent")
	}
	accept("threats=T-010", "authority=board", "by=x", "evidence=EV-01")
	if got := found(); got != "" || q9() {
		t.Errorf("the next higher authority has decided: %s, Q9 %v", got, q9())
	}
	do(t, r, Tolerate(H)) // then high is the CISO's own
	accept("threats=T-010", "authority=head of function", "by=x", "evidence=EV-01")
	if got := found(); got != "D1/DE-02" {
		t.Errorf("found %s", got)
	}
	accept("threats=T-010", "by=x", "evidence=EV-01")
	accept("threats=T-032", "by=tester")
	accept("threats=T-009", "by=x", "evidence=EV-09")
	if got := found(); got != "D1/DE-03 D3/DE-04 D4/DE-04 D4/DE-05 D5/DE-05" {
		t.Errorf("found %s", got)
	}
	for _, id := range []string{"T-016", "T-017"} {
		do(t, r, SetFields(id, Assignment{"impacted_assets", "refund budget"}, Assignment{"atlas", "AML.T0051.000"}))
	}
	accept("threats=T-016", "authority=head of function", "by=x", "evidence=EV-01")
	accept("threats=T-017", "authority=head of function", "by=x", "evidence=EV-01")
	fs := DecisionFindings(r)
	i := slices.IndexFunc(fs, func(f Finding) bool { return f.Rule == "D2" })
	if i < 0 || fs[i].ID != "D2/DE-07" || !strings.Contains(fs[i].Text, "T-017 here and T-016 in DE-06 share an asset and a technique; taken together they are VH before controls, which needs board") {
		t.Errorf("%+v", fs)
	}
}

// A new decision replaces the one before it: what was wrong with that is mended, and what
// it carried is carried no longer.
func TestANewDecisionReplacesTheOld(t *testing.T) {
	r := exampleRegister(t)
	do(t, r, write(KindEvidence, "", "title=minutes"))
	take := func(sets ...string) {
		do(t, r, write(KindDecision, "", append([]string{"on=2026-11-16", "until=2027-01-01", "state=taken"}, sets...)...))
	}
	found := func() string { return strings.Join(findingNames(DecisionFindings(r)), " ") }
	carried := func(today string) string {
		if s := r.Links().CarriedBy(r.Threat("T-010"), r.Tolerance(), today); s != nil {
			return s.ID
		}
		return "nobody"
	}
	take("threats=T-010; T-009", "response=accept", "by=tester", "authority=risk owner")
	if got := found(); got != "D1/DE-01 D3/DE-01 D4/DE-01" {
		t.Errorf("found %s", got)
	}
	take("threats=T-010", "response=accept", "by=x", "authority=board", "evidence=EV-01")
	if got := found(); got != "D3/DE-01 D4/DE-01" {
		t.Errorf("T-010 was decided anew, T-009 was not: %s", got)
	}
	if before, then, after := carried("2026-11-15"), carried("2026-11-16"), carried("2027-01-02"); before != "nobody" || then != "DE-02" || after != "nobody" {
		t.Errorf("carried by %s, %s, %s", before, then, after)
	}
	take("threats=T-009", "response=accept", "by=x", "authority=risk owner", "evidence=EV-01")
	if got := found(); got != "" {
		t.Errorf("all were decided anew: %s", got)
	}
	take("threats=T-010", "response=mitigate", "by=x", "evidence=EV-01")
	if got := carried("2026-11-16"); got != "nobody" {
		t.Errorf("it is to be lowered now, and %s still carries it", got)
	}
	take("threats=T-010", "response=avoid", "by=x", "authority=risk owner", "evidence=EV-01")
	if got := found(); got != "" {
		t.Errorf("who ends a risk carries none: %s", got)
	}
}

// Of several pairs that share an asset and a technique the highest tells which authority
// the split got round.
func TestTheHighestPairOfASplit(t *testing.T) {
	r := exampleRegister(t)
	for _, id := range []string{"T-032", "T-016", "T-017"} {
		do(t, r, SetFields(id, Assignment{"impacted_assets", "refund budget"}, Assignment{"atlas", "AML.T0051.000"}))
	}
	for _, threats := range []string{"T-032; T-016", "T-017"} {
		do(t, r, write(KindDecision, "", "threats="+threats, "response=accept", "on=2026-11-16", "until=2027-01-01", "by=x", "authority=CISO", "state=taken"))
	}
	fs := DecisionFindings(r)
	if i := slices.IndexFunc(fs, func(f Finding) bool { return f.Rule == "D2" }); i < 0 || !strings.Contains(fs[i].Text, "T-017 here and T-016 in DE-01") {
		t.Errorf("%+v", fs)
	}
}

// An acceptance may not outlast what the policy allows at the level, by whatever way its
// end came into the register; another policy judges anew.
func TestAcceptedLongerThanThePolicyAllows(t *testing.T) {
	r := exampleRegister(t)
	found := func() (text string) {
		for _, f := range Check(r, NewGrounds(r, "2026-11-20", func() Library { return Library{} })) {
			if f.Rule == "D7" {
				text += f.Threat + ": " + f.Text
			}
		}
		return text
	}
	end := func(day string) { do(t, r, SetFields("T-009", Assignment{"acceptance_expires", day})) }
	end("2027-10-30")
	if got := found(); got != "" {
		t.Errorf("a year from 2026-10-30 is what the policy allows: %s", got)
	}
	end("2027-10-31")
	if got := found(); got != "T-009: It is accepted until 2027-10-31, and policy parry 1 allows at most 365 days at VL, which is until 2027-10-30; decide anew with an earlier end." {
		t.Errorf("%q", got)
	}
	do(t, r, write(KindPolicy, "", "version=house 2", "vl_accept=-"))
	if got := found(); got != "" {
		t.Errorf("the policy sets no time: %s", got)
	}
	do(t, r, write(KindPolicy, "", "vl_accept=30d"))
	if got := found(); !strings.Contains(got, "T-009") || !strings.Contains(got, "T-032") || !strings.Contains(got, "policy house 2 allows at most 30 days") {
		t.Errorf("%q", got)
	}
	do(t, r, SetFields("T-009", Assignment{"status", "closed"}))
	if got := found(); strings.Contains(got, "T-009") {
		t.Errorf("a closed threat is not accepted any more: %s", got)
	}
}

// Who names a record is known from both sides, through every change.
func TestLinks(t *testing.T) {
	r := exampleRegister(t)
	do(t, r, write(KindControl, "", "name=filter", "threats=T-001; T-002", "evidence=EV-09"))
	do(t, r, write(KindDetection, "", "name=alert", "threats=T-001"))
	names := func(key Key, kind Kind) string { return namesOf(r.Links().To(key, kind)) }
	if got := names(Key{KindThreat, "T-001"}, ""); got != "C-01, DT-01" {
		t.Error(got)
	}
	if got := names(Key{KindThreat, "T-001"}, KindControl); got != "C-01" {
		t.Error(got)
	}
	if got := r.Dangling(r.Sheet(KindControl, "C-01")); len(got) != 1 || got[0] != (Key{KindEvidence, "EV-09"}) {
		t.Error(got)
	}
	do(t, r, write(KindEvidence, "EV-09", "title=scan"))
	if got := r.Dangling(r.Sheet(KindControl, "C-01")); len(got) != 0 {
		t.Error(got)
	}
	c, err := Plan(r, RemoveSheet(KindEvidence, "EV-09"), "ann", noon)
	if err != nil || c.Label != "remove evidence EV-09, which C-01 still name" {
		t.Errorf("%q, %v", c.Label, err)
	}
	do(t, r, write(KindControl, "C-01", "threats=T-002"))
	if got := names(Key{KindThreat, "T-001"}, ""); got != "DT-01" {
		t.Error(got)
	}
}

// namesOf names sheets by their ids.
func namesOf(sheets []*Sheet) string {
	ids := make([]string, len(sheets))
	for i, s := range sheets {
		ids[i] = s.ID
	}
	return strings.Join(ids, ", ")
}
