package model

import (
	"strings"
	"testing"
)

// directive stands for BOD 26-04 where the method itself is not at hand: the two
// rows that the example needs.
func directive(t *Threat) (days int, forensics, known bool) {
	u := t.Urgency
	if u.Exposure != "open" || u.Automatable != "yes" || u.KEV == "" {
		return 0, false, false
	}
	if u.KEV == "yes" && u.TechnicalImpact == "total" {
		return 3, true, true
	}
	return 14, false, true
}

// The example's planted faults are found, and nothing else.
func TestResponseRulesOnTheExample(t *testing.T) {
	r := exampleRegister(t)
	var fs []Finding
	for _, threat := range r.Threats() {
		fs = append(fs, CheckResponse(threat, Grounds{Today: asOf, Appetite: Tolerance{Register: M}, Vulnerable: directive})...)
	}
	expect(t, "findings", findingNames(fs),
		"Q5/T-005", "Q6/T-005",
		"Q8/T-010", "Q9/T-010", "Q10/T-010",
		"Q2/T-011",
		"Q3/T-013",
		"Q1/T-021",
		"Q8/T-022",
		"Q7/T-023",
		"Q4/T-028", "Q5/T-028",
		"Q11/T-033",
		"Q11/T-035",
		"Q13/T-038")
}

// Each rule looks at what it says and at nothing else: the first set of fields breaks
// it, the second does not.
func TestResponseRules(t *testing.T) {
	for _, c := range []struct{ rule, bad, text, good string }{
		{"Q1", "inherent_likelihood=M|inherent_impact=M|current_likelihood=H|current_impact=L|controls_in_place=x", "Current H x L is above inherent M x M", "inherent_likelihood=M|inherent_impact=M|current_likelihood=M|current_impact=M"},
		{"Q1", "inherent_impact=M|current_impact=H", "- x H is above inherent - x M", "current_likelihood=H|current_impact=H"},
		{"Q2", "inherent_likelihood=M|inherent_impact=M|current_likelihood=M|current_impact=L", "no live control stands for it", "inherent_likelihood=M|inherent_impact=M|current_likelihood=M|current_impact=L|controls_in_place=filter"},
		{"Q2", "inherent_likelihood=M|current_likelihood=L|controls_planned=filter", "no live control", "inherent_likelihood=M|current_likelihood=M"},
		{"Q3", "status=accepted|decision_by=x|decision_date=2026-11-01", "it does not stand here until when;", "status=accepted|decision_by=x|decision_date=2026-11-01|acceptance_expires=2027-01-01"},
		{"Q3", "response=accept", "who approved it, when or until when", "status=open|response=mitigate"},
		{"Q4", "status=accepted|acceptance_expires=2026-11-15", "ended on 2026-11-15", "status=accepted|acceptance_expires=2026-11-16"},
		{"Q4", "response=accept|acceptance_expires=2026-11-15", "open again", "status=closed|response=mitigate|acceptance_expires=2026-11-15"},
		{"Q5", "next_review=2026-11-15", "due on 2026-11-15", "next_review=2026-11-16"},
		{"Q6", "status=open|due=2026-11-15", "and is open", "status=treated|due=2026-11-15"},
		{"Q6", "due=2026-11-15", "and is draft", "due=2026-11-16"},
		{"Q7", "vuln_id=CVE-1|kev=no|exposure=open|automatable=yes|identified=2026-11-01|due=2026-11-16", "14 days from 2026-11-01 end on 2026-11-15; bring it forward", "vuln_id=CVE-1|kev=no|exposure=open|automatable=yes|identified=2026-11-01|due=2026-11-15"},
		{"Q7", "vuln_id=CVE-1|kev=yes|exposure=open|automatable=yes|technical_impact=total|identified=2026-11-01|due=2026-11-05", "and its traces must be looked at", "kev=yes|exposure=open|automatable=yes|technical_impact=total|identified=2026-11-01|due=2026-11-05"},
		{"Q7", "vuln_id=CVE-1|kev=yes|exposure=open|automatable=yes|technical_impact=total", "wants the traces of CVE-1", "vuln_id=CVE-1|kev=yes|exposure=open|automatable=yes|technical_impact=total|forensics=nothing found"},
		{"Q7", "vuln_id=CVE-1|kev=yes|exposure=open|automatable=yes|technical_impact=total|forensics=clean|identified=2026-11-01|due=2026-11-05", "end on 2026-11-04; bring", "vuln_id=CVE-1|kev=yes|exposure=small|identified=2026-11-01|due=2027-11-05"},
		{"Q8", "inherent_likelihood=VH|inherent_impact=VH", "nothing would notice it", "inherent_likelihood=M|inherent_impact=M"},
		{"Q8", "inherent_likelihood=VH|inherent_impact=VH|detection=alert", "never tested", "inherent_likelihood=VH|inherent_impact=VH|detection=alert|detection_tested=2020-01-01"},
		{"Q9", "current_likelihood=VH|current_impact=VH", "Current is VH, above what is tolerated (M)", "current_likelihood=M|current_impact=M"},
		{"Q10", "current_likelihood=VH|current_impact=VH|identified=2026-11-10", "nobody has decided since 2026-11-10", "current_likelihood=VH|current_impact=VH|identified=2026-11-11"},
		{"Q10", "current_likelihood=VH|current_impact=VH|identified=2026-11-10", "more than 5 days", "current_likelihood=VH|current_impact=VH|identified=2026-11-10|decision_date=2026-11-12"},
		{"Q11", "status=treated|controls_planned=x", "still planned", "status=in_treatment|controls_planned=x"},
		{"Q13", "detection_tested=2026-08-17", "more than 90 days ago", "detection_tested=2026-08-18"},
	} {
		found := func(sets string) string {
			r := newTestRegister(t)
			do(t, r, AddThreat("x"))
			for _, set := range strings.Split(sets, "|") {
				a, err := ParseAssignment(set)
				if err != nil {
					t.Fatal(err)
				}
				do(t, r, SetFields("T-001", a))
			}
			for _, f := range CheckResponse(r.Threat("T-001"), Grounds{Today: asOf, Appetite: Tolerance{Register: M}, Vulnerable: directive}) {
				if f.Rule == c.rule {
					return f.Text
				}
			}
			return ""
		}
		if got := found(c.bad); !strings.Contains(got, c.text) {
			t.Errorf("%s of %s says %q, not %q", c.rule, c.bad, got, c.text)
		}
		if got := found(c.good); got != "" {
			t.Errorf("%s of %s: %q", c.rule, c.good, got)
		}
	}
}

// A threat without a fault costs nothing to check.
func TestResponseRulesAllocateOnlyForFaults(t *testing.T) {
	threat := &Threat{ID: "T-001", Title: "x", Status: "open"}
	threat.Response.Identified, threat.Response.DetectionTested = "2026-11-01", "2026-11-01"
	g := Grounds{Today: asOf, Appetite: Tolerance{Register: M}, Vulnerable: directive}
	if n := testing.AllocsPerRun(100, func() { CheckResponse(threat, g) }); n > 1 { // the grounds
		t.Errorf("%v allocations", n)
	}
}

// Another appetite gives other findings, on the same day.
func TestFindingsFollowTheAppetite(t *testing.T) {
	r := exampleRegister(t)
	count := func() int {
		n := 0
		for _, f := range Check(r, NewGrounds(r, asOf, func() Library { return Library{} })) {
			if f.Rule == "Q9" {
				n++
			}
		}
		return n
	}
	var got []int
	for _, level := range []Level{M, L, Unrated, M} {
		if level != r.Settings().Appetite {
			do(t, r, Tolerate(level))
		}
		got = append(got, count())
	}
	if got[0] != 1 || got[1] != 7 || got[2] != 0 || got[3] != 1 {
		t.Errorf("%v above the appetite", got)
	}
}
