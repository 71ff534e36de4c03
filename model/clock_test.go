package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// clocksOf tells the clocks of a threat.
func clocksOf(r *Register, id, today string) string {
	p := r.Policy()
	var lines []string
	for _, c := range r.Threat(id).Clocks(&p, Grounds{Today: today, Vulnerable: directive}) {
		lines = append(lines, fmt.Sprintf("%s by %s: %s", c.What, c.By, c.State(today)))
	}
	return strings.Join(lines, "\n")
}

// A threat has its clocks by its level: decide, treat, review, and how long a
// vulnerability or an acceptance may last.
func TestClocksOfThreats(t *testing.T) {
	r := newTestRegister(t)
	add := func(sets ...string) {
		var list []Assignment
		for _, set := range sets {
			name, value, _ := strings.Cut(set, "=")
			list = append(list, Assignment{name, value})
		}
		do(t, r, AddThreat("x", list...))
	}
	add("inherent_likelihood=VH", "inherent_impact=VH", "identified=2026-11-12")                                                               // T-001: VH
	add("inherent_likelihood=L", "inherent_impact=L", "identified=2026-11-12", "status=treated", "done_on=2026-11-15")                         // T-002: L
	add("vuln_id=CVE-1", "kev=yes", "exposure=open", "automatable=yes", "technical_impact=total", "identified=2026-11-12", "status=treated")   // T-003: not rated
	add("inherent_likelihood=M", "inherent_impact=M", "identified=2026-11-01", "response=accept", "decision_by=x", "decision_date=2026-11-05") // T-004: M
	add("inherent_likelihood=M", "inherent_impact=M", "identified=2026-11-01", "status=closed")                                                // T-005
	add("next_review=2026-11-15")                                                                                                              // T-006
	for _, c := range []struct{ id, want string }{
		{"T-001", "decide by 2026-11-16: today\ntreat by 2026-11-26: running\nreview by 2026-12-12: running"},
		{"T-002", "treat by 2027-05-11: done in time\nreview by 2027-11-12: running"},
		{"T-003", "fix CVE-1 by 2026-11-15: done, nobody wrote when"},
		{"T-004", "acceptance ends by 2027-05-04: running\nreview by 2027-05-06: running"},
		{"T-005", ""},
		{"T-006", "review by 2026-11-15: overdue"},
	} {
		if got := clocksOf(r, c.id, asOf); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.id, got, c.want)
		}
	}
	if got := clocksOf(r, "T-001", "2026-11-17"); !strings.HasPrefix(got, "decide by 2026-11-16: overdue") {
		t.Error(got)
	}
	// Another policy, another day; "-" sets no time.
	do(t, r, write(KindPolicy, "", "version=ours 2", "vh_decide=1w", "vh_treat=-", "vh_review=-"))
	if got := clocksOf(r, "T-001", asOf); got != "decide by 2026-11-19: running" {
		t.Error(got)
	}
	do(t, r, SetFields("T-001", Assignment{"decision_date", "2026-11-20"}))
	if got := clocksOf(r, "T-001", "2026-11-20"); got != "decide by 2026-11-19: done late" {
		t.Error(got)
	}
	refused(t, r, write(KindPolicy, "", "h_treat=soon"), `h_treat: "soon" is no length of time`)
}

// What is known to be exploited has a day to be contained at the highest level, whatever
// its treatment may take; at a lower level only if the policy says so. The count of what
// is overdue knows it too.
func TestWhatIsExploitedMustBeContained(t *testing.T) {
	r := newTestRegister(t)
	add := func(level, exploitation string) {
		do(t, r, AddThreat("x", Assignment{"inherent_likelihood", level}, Assignment{"inherent_impact", level}, Assignment{"identified", "2026-11-15"},
			Assignment{"exploitation", exploitation}))
	}
	add("VH", "active") // T-001
	add("VH", "public poc")
	add("H", "active")
	contain := func(id string) string {
		for line := range strings.Lines(clocksOf(r, id, asOf)) {
			if strings.HasPrefix(line, "contain") {
				return strings.TrimSpace(line)
			}
		}
		return ""
	}
	if a, b, c := contain("T-001"), contain("T-002"), contain("T-003"); a != "contain by 2026-11-16: today" || b != "" || c != "" {
		t.Errorf("%q %q %q", a, b, c)
	}
	for _, day := range []string{asOf, "2026-11-17"} {
		g, n := Grounds{Today: day}, 0
		for _, c := range AllClocks(r, g) {
			n += bit(c.State(day) == "overdue")
		}
		if got := r.Overdue(g); got != n || n != bit(day == "2026-11-17") {
			t.Errorf("%s: %d overdue, clocks say %d", day, got, n)
		}
	}
	do(t, r, write(KindPolicy, "", "h_contain=2d", "vh_contain=-"))
	if a, c := contain("T-001"), contain("T-003"); a != "" || c != "contain by 2026-11-17: running" {
		t.Errorf("%q %q", a, c)
	}
	do(t, r, SetFields("T-003", Assignment{"response", "avoid"}))
	if c := contain("T-003"); c != "" {
		t.Error(c)
	}
}

// An incident has the clocks of its kind and of the laws that it falls under; a day
// alone counts until its end.
func TestClocksOfIncidents(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, write(KindIncident, "", "title=leak", "kind=data leak", "match=new", "detected=2026-11-14 22:00", "acknowledged=2026-11-14 22:30",
		"contained=2026-11-15 02:01", "customer_told=2026-11-15", "laws=GDPR; NIS2; AI Act, widespread"))
	var lines []string
	for _, c := range AllClocks(r, Grounds{Today: asOf}) {
		if c.Of.Kind == KindIncident {
			lines = append(lines, fmt.Sprintf("%s by %s: %s", c.What, c.By, c.State(asOf)))
		}
	}
	want := `NIS2 early warning by 2026-11-15 22:00: overdue
AI Act, widespread notice (Art. 73) by 2026-11-16 22:00: today
GDPR notice to the authority (Art. 33) by 2026-11-17 22:00: running
NIS2 notice by 2026-11-17 22:00: running
NIS2 report by 2026-12-14 22:00: running
acknowledge by 2026-11-14 22:30: done in time
contain by 2026-11-15 02:00: done late
tell the customers by 2026-11-15 22:00: done in time`
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// What was done after the day that is looked at was not done on it.
func TestClocksLookAtTheDay(t *testing.T) {
	r := exampleRegister(t)
	do(t, r, SetFields("T-010", Assignment{"decision_date", "2026-11-12"}, Assignment{"status", "treated"}, Assignment{"done_on", "2026-12-10"}))
	do(t, r, write(KindIncident, "", "title=leak", "kind=data leak", "detected=2026-11-14 09:00", "contained=2026-11-16 10:00"))
	state := func(id, what, today string) string {
		for _, c := range AllClocks(r, Grounds{Today: today}) {
			if c.Of.ID == id && c.What == what {
				return c.State(today)
			}
		}
		return "no clock"
	}
	for _, c := range []struct{ id, what, day, want string }{
		{"T-010", "decide", "2026-11-07", "running"}, {"T-010", "decide", "2026-11-11", "overdue"}, {"T-010", "decide", "2026-11-12", "done late"},
		{"T-010", "treat", "2026-12-09", "overdue"}, {"T-010", "treat", "2026-12-10", "done late"},
		{"IN-01", "contain", "2026-11-15", "overdue"}, {"IN-01", "contain", "2026-11-16", "done late"},
	} {
		if got := state(c.id, c.what, c.day); got != c.want {
			t.Errorf("%s %s on %s: %s, want %s", c.id, c.what, c.day, got, c.want)
		}
	}
}

// A vulnerability that is open has the directive's clock, where enough is known of it,
// and the day that was set; fixed, it has none.
func TestClocksOfVulnerabilities(t *testing.T) {
	r := newTestRegister(t)
	clocks := func() string {
		var lines []string
		for _, c := range AllClocks(r, Grounds{Today: asOf, Vulnerable: directive}) {
			lines = append(lines, fmt.Sprintf("%s %s by %s: %s (%s)", c.Of.ID, c.What, c.By, c.State(asOf), c.Basis))
		}
		return strings.Join(lines, "; ")
	}
	do(t, r, write(KindVulnerability, "", "flaw=CVE-1", "kev=yes", "identified=2026-11-02", "due=2026-11-16"))
	if got := clocks(); got != "V-01 fix CVE-1 by 2026-11-16: today (as set on the vulnerability)" {
		t.Error(got)
	}
	do(t, r, write(KindVulnerability, "V-01", "exposed=yes", "automatable=yes", "technical_impact=total"))
	if got := clocks(); !strings.HasPrefix(got, "V-01 fix CVE-1 by 2026-11-05: overdue (BOD 26-04: 3 days); ") {
		t.Error(got)
	}
	do(t, r, write(KindVulnerability, "V-01", "state=fixed"))
	if got := clocks(); got != "" {
		t.Error(got)
	}
}

// An incident that nobody had thought of makes a draft threat; threats name their
// incidents; and what the register knew before is counted.
func TestIncidentsTeach(t *testing.T) {
	r := exampleRegister(t)
	do(t, r, write(KindIncident, "", "title=Assistant books flights", "match=new"))
	made := r.Threat("T-039")
	if made == nil || made.Title != "Assistant books flights" || made.Origin() != "incident" || made.Status != "draft" || strings.Join(made.Response.Incidents(), " ") != "IN-01" {
		t.Fatalf("%+v", made)
	}
	do(t, r, write(KindIncident, "IN-01", "lessons=ask first"))
	if r.Len() != 39 {
		t.Error("the same incident made another threat")
	}
	do(t, r, write(KindIncident, "", "title=refund", "match=realised", "threats=T-016"))
	if got := r.Threat("T-016").Response.Incidents(); got[len(got)-1] != "IN-02" {
		t.Errorf("T-016 names %v", got)
	}
	do(t, r, write(KindIncident, "", "title=?"))
	if known, all := KnownBefore(r); known != 1 || all != 2 {
		t.Errorf("%d of %d", known, all)
	}
	late := func() bool { // T-016 was identified on 2026-09-23
		return slices.ContainsFunc(r.DoubtsOf(r.Sheet(KindIncident, "IN-02"), asOf), func(d Doubt) bool { return d.Field == "match" })
	}
	do(t, r, write(KindIncident, "IN-02", "detected=2026-09-22 23:00"))
	if known, all := KnownBefore(r); known != 0 || all != 2 || !late() {
		t.Errorf("what was identified after it was noticed is counted as known before: %d of %d, doubted %v", known, all, late())
	}
	do(t, r, write(KindIncident, "IN-02", "detected=2026-09-23 01:00"))
	if late() {
		t.Error("it was identified that day")
	}
	if known, all := KnownBefore(r); known != 1 || all != 2 {
		t.Errorf("%d of %d", known, all)
	}
}

// Every term of the policy can be changed, and is what parry says until it is.
func TestPolicyParts(t *testing.T) {
	own := (*Policy)(nil)
	p := policyOf(nil)
	own = &p
	for _, part := range policyParts {
		if got := part.at(own).String(); got != part.own {
			t.Errorf("%s is %q, want %q", part.field, got, part.own)
		}
		s := &Sheet{Of: KindPolicy, ID: "policy", Values: map[string]string{part.field: "7w"}}
		changed := policyOf(s)
		if got := part.at(&changed).String(); got != "7w" {
			t.Errorf("%s was changed to %q", part.field, got)
		}
		*part.at(&changed) = *part.at(own)
		changed.basis = own.basis
		if changed != *own {
			t.Errorf("%s changes more than itself", part.field)
		}
	}
	if len(incidentKinds) > mostIncidentKinds {
		t.Error("there are more kinds of incident than places for them")
	}
	if AuthorityFor(Unrated) != "" || AuthorityFor(VL) != "risk owner" || AuthorityFor(M) != "head of function" || AuthorityFor(VH) != "board" {
		t.Error("authorities")
	}
}

// What is counted quickly is what the clocks say, on any day, under any policy.
func TestOverdueIsWhatClocksSay(t *testing.T) {
	r := exampleRegister(t)
	do(t, r, write(KindIncident, "", "title=leak", "kind=data leak", "match=new", "detected=2026-11-14 22:00"))
	check := func() {
		t.Helper()
		for day := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2028; day = day.AddDate(0, 0, 9) {
			g := NewGrounds(r, day.Format(time.DateOnly), func() Library { return Library{} })
			g.Vulnerable = directive
			want := 0
			for _, c := range AllClocks(r, g) {
				want += bit(c.State(g.Today) == "overdue" && c.What != clockAcceptance)
			}
			if got := r.Overdue(g); got != want {
				t.Errorf("on %s: %d, want %d", g.Today, got, want)
			}
		}
	}
	do(t, r, write(KindVulnerability, "", "flaw=CVE-2026-12345", "kev=yes", "exposed=yes", "automatable=yes", "technical_impact=total", "identified=2026-11-02", "due=2026-12-01"))
	check()
	do(t, r, write(KindPolicy, "", "m_decide=3wd", "l_treat=2w", "l_review=-", "vl_treat=9d"))
	for _, threat := range r.Threats()[:20] {
		do(t, r, SetFields(threat.ID, Assignment{"next_review", ""}, Assignment{"decision_date", ""}, Assignment{"status", "open"}))
	}
	check()
}

// Every clock of a large register costs little beside reading it.
func BenchmarkClocks(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		g := NewGrounds(r, asOf, func() Library { return Library{} })
		for b.Loop() {
			AllClocks(r, g)
		}
	})
}

func BenchmarkHeadline(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		g := NewGrounds(r, asOf, func() Library { return Library{} })
		for b.Loop() {
			Headline(r, g)
		}
	})
}
