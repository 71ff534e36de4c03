package model

import (
	"strings"
	"testing"
)

const answerDay = "2026-11-16"

func answerTo(r *Register) *Answer {
	return NewAnswer(r, NewGrounds(r, answerDay, nil), Library{}, Proof{Done: true})
}

func set(t *testing.T, r *Register, kind Kind, id string, sets ...string) {
	t.Helper()
	var list []Assignment
	for _, s := range sets {
		name, value, _ := strings.Cut(s, "=")
		list = append(list, Assignment{name, value})
	}
	do(t, r, WriteSheet(kind, id, list...))
}

// Nothing to look at passes only by a statement that is not older than a year, nor than the
// last snapshot where the check begins there. E4 cannot be excepted, by a statement either.
func TestNothingToLookAtIsSaid(t *testing.T) {
	r := newTestRegister(t)
	e13 := func() *AnswerCheck { return answerTo(r).Check("E13") }
	if c := e13(); c.Passed || !strings.Contains(c.Note, "record attestation check=E13") {
		t.Error(c.Note)
	}
	set(t, r, KindAttestation, "AT-01", "check=E13", "why=none happened", "by=Ada", "on=2025-11-14")
	if c := e13(); c.Passed || !strings.Contains(c.Note, "AT-01 says is of 2025-11-14") {
		t.Error("a year old:", c.Note)
	}
	set(t, r, KindAttestation, "AT-02", "check=E13", "why=none happened", "by=Ada", "on=2026-10-01")
	if c := e13(); !c.Passed || c.Note != "nothing to look at, says AT-02" {
		t.Error(c.Note)
	}
	r.Apply(Change{Seq: r.Version() + 1, Touched: []Touch{{Key: Key{KindSnapshot, "Q4"}, After: &Snapshot{Name: "Q4", Day: "2026-10-02"}}}})
	if c := e13(); c.Passed {
		t.Error("what was said before the last snapshot speaks for the time after it")
	}

	if _, err := Plan(r, WriteSheet(KindAttestation, "", Assignment{"check", "E4"}), "ada", noon); err == nil {
		t.Error("E4 can be attested")
	}
	old := &Sheet{Of: KindAttestation, ID: "AT-09", Values: map[string]string{"check": "E4", "why": "none is high", "by": "Ada", "on": "2026-11-01"}}
	r.Apply(Change{Seq: r.Version() + 1, Touched: []Touch{{Key: old.Key(), After: old}}})
	if c := answerTo(r).Check("E4"); c.Passed || c.M != 0 || !strings.Contains(c.Note, "AT-09 says that it is so") {
		t.Errorf("%d of %d, %s", c.N, c.M, c.Note)
	}
}

// An exception of a check that has none is told, and covers nothing.
func TestAnExceptionThatDoesNotCount(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("a"))
	set(t, r, KindException, "", "finding=E2/T-001", "why=later", "by=CISO", "on=2026-11-01", "until=2026-12-31")
	if c := answerTo(r).Check("E2"); c.Covered() || len(c.Excepted) > 0 || !strings.Contains(c.Note, "E2 cannot be excepted") {
		t.Errorf("%v, %s", c.Excepted, c.Note)
	}
	r = newTestRegister(t)
	do(t, r, AddThreat("a"))
	set(t, r, KindException, "", "finding=E2", "why=later", "by=CISO", "on=2026-11-01", "until=2026-12-31")
	if c := answerTo(r).Check("E2"); !strings.Contains(c.Note, "excepts E2, and") { // all of it, not the last that fails
		t.Error(c.Note)
	}
}

// Times are kept if what must have happened happened by then, on a day that is written down;
// who was late fails for a year after.
func TestTimesAreKept(t *testing.T) {
	high := []Assignment{{"inherent_likelihood", "H"}, {"inherent_impact", "H"}}
	for _, c := range []struct {
		what string
		sets string
		kept bool
	}{
		{"decided in time", "identified=2026-11-05;decision_date=2026-11-10;response=accept", true},
		{"may still be decided", "identified=2026-11-12", true},
		{"not decided in five days", "identified=2026-11-10", false},
		{"decided a day late", "identified=2026-11-05;decision_date=2026-11-11;response=accept", false},
		{"decided late, long ago", "identified=2025-01-05;decision_date=2025-02-11;response=accept", true},
		{"treated on a day that nobody wrote", "identified=2026-11-05;decision_date=2026-11-06;response=mitigate;status=treated", false},
		{"treated in time", "identified=2026-11-05;decision_date=2026-11-06;response=mitigate;status=treated;done_on=2026-11-14", true},
		{"work overdue", "identified=2026-10-01;decision_date=2026-10-02;response=mitigate", false},
	} {
		r := newTestRegister(t)
		sets := append([]Assignment{}, high...)
		for pair := range strings.SplitSeq(c.sets, ";") {
			name, value, _ := strings.Cut(pair, "=")
			sets = append(sets, Assignment{name, value})
		}
		do(t, r, AddThreat("a", sets...))
		set(t, r, KindPolicy, "", "approved_by=Board")
		if e := answerTo(r).Check("E12"); e.Passed != c.kept || e.M != 2 {
			t.Errorf("%s: %d of %d, %s", c.what, e.N, e.M, e.Note)
		}
	}
	r := newTestRegister(t)
	set(t, r, KindPolicy, "", "approved_by=Board")
	set(t, r, KindIncident, "", "title=Key in a log", "kind=leaked key", "detected=2026-11-14 09:00", "contained=2026-11-14 11:00")
	if e := answerTo(r).Check("E12"); e.Passed || e.Note != "late: IN-01" {
		t.Errorf("an hour late: %d of %d, %s", e.N, e.M, e.Note)
	}
}

// A YES tells each gap with its day, those that findings were accepted for too; where a gap has
// none, the lint says so.
func TestAYesNamesItsGaps(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("a", Assignment{"owner_pi", "CSP"}))
	set(t, r, KindAnswer, "", "override=Yes", "override_reason=the board asked", "by=Ada", "effective=yes")
	a := answerTo(r)
	if lint := strings.Join(a.Lint, " "); a.Block.Answer != "YES" || !strings.Contains(lint, "YES names each gap with the day") || !strings.Contains(lint, "E9") {
		t.Errorf("%s: %s", a.Block.Answer, lint)
	}
	for _, layer := range []string{"Model", "Orchestrated", "Application"} {
		set(t, r, KindException, "", "finding=S1/T-001/"+layer, "why=being asked", "by=CISO", "on=2026-11-01", "until=2026-12-31")
	}
	a = answerTo(r)
	if lint := strings.Join(a.Lint, " "); strings.Contains(lint, "E9") || !strings.Contains(a.Block.Implementation, "E9/T-001 until 2026-12-31") {
		t.Errorf("%s: %s", lint, a.Block.Implementation)
	}
	set(t, r, KindAnswer, "", "eu_ai_act=does not apply")
	if lint := strings.Join(answerTo(r).Lint, " "); !strings.Contains(lint, "not why: eu_ai_act_why") {
		t.Error(lint)
	}
}

// One party answers: two that are named as assessed are told by name.
func TestOnePartyAnswers(t *testing.T) {
	r := newTestRegister(t)
	set(t, r, KindParty, "", "name=Brightdesk", "roles=AP; OSP", "assessed=yes")
	if a := answerTo(r); a.GivenBy() != "Brightdesk as AP, OSP" || a.Block.Ownership != "Shared OSP-AP" {
		t.Error(a.GivenBy(), a.Block.Ownership)
	}
	set(t, r, KindParty, "", "name=Modelhouse", "roles=MP", "assessed=yes")
	if a := answerTo(r); a.Party != nil || a.GivenBy() != "nobody: P-01 and P-02 are all named as assessed, and one answers" || a.Block.Ownership != "ND" {
		t.Error(a.GivenBy(), a.Block.Ownership)
	}
}
