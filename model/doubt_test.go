package model

import (
	"slices"
	"strings"
	"testing"
)

// A field that looks wrong is told by its name, with the reason; the same field set
// right is not.
func TestDoubtsOfThreats(t *testing.T) {
	for _, c := range []struct{ field, sets, good, text string }{
		{"title", "title=", "title=Prompt leaks", "nobody will find it"},
		{"title", "title=" + strings.Repeat("x", 121), "title=" + strings.Repeat("x", 120), "121 signs"},
		{"atlas", "atlas=AML.T51", "atlas=AML.T0051;AML.T0051.001;AML.TA0002", "AML.T51 is not written like an id"},
		{"owasp_llm", "owasp_llm=LLM11", "owasp_llm=LLM01;LLM10:2025", "LLM11"},
		{"owasp_asi", "owasp_asi=ASI1", "owasp_asi=ASI01:2026;T1;T9;T10;T17", "ASI1"},
		{"owasp_asi", "owasp_asi=T18", "owasp_asi=T17", "T18 is not written like an id: ASI01, ASI01:2026, or T1 to T17"},
		{"owasp_asi", "owasp_asi=T0", "owasp_asi=T1", "T0"},
		{"owasp_asi", "owasp_asi=T01", "owasp_asi=T1", "T01"},
		{"other_categories", "category=Data poisoning|other_categories=Data poisoning", "category=Model theft|other_categories=Data poisoning", "main category already"},
		{"adversary_goal", "adversarial=no|adversary_goal=money", "adversarial=yes|adversary_goal=money", "nobody acts on purpose"},
		{"vuln_id", "kev=yes", "kev=yes|vuln_id=CVE-2026-12345|exploitation=active", "known to be exploited"},
		{"vuln_id", "vuln_id=CVE-26-1", "vuln_id=GHSA-1", "is not written like CVE-2026-12345"},
		{"exploitation", "kev=yes|vuln_id=CVE-2026-12345|exploitation=none", "exploitation=none", "is active, not none"},
		{"inherent_low_impact", "inherent_low_impact=H|inherent_high_impact=L", "inherent_low_impact=L|inherent_high_impact=L", "H at the lowest"},
		{"current_low_likelihood", "current_low_likelihood=H|current_high_likelihood=L", "current_low_likelihood=H", "H at the lowest"},
		{"target_impact", "current_likelihood=L|current_impact=L|target_likelihood=L|target_impact=M", "current_likelihood=L|current_impact=L|target_likelihood=L|target_impact=L", "would make it worse"},
		{"lef_p05", "lef_p05=10|lef_p95=9", "lef_p05=9|lef_p95=10", "10 is more than"},
		{"loss_p05_eur", "loss_p05_eur=1e6|loss_p95_eur=999999", "loss_p05_eur=1e6|loss_p95_eur=1000000", "1e6 is more than"},
		{"told_on", "told_on=2026-11-17", "told_on=2026-11-16", "lies in the future"},
		{"told_on_pi", "told_on_pi=2026-11-17", "told_on_pi=2026-11-16", "lies in the future"},
		{"aic_notified", "aic_notified=no|told_on=2026-11-01", "aic_notified=yes|told_on=2026-11-01", "told on 2026-11-01"},
		{"owner_model", "owner_model=NA", "owner_model=NA|na_reason_model=none is tuned", "the reason is missing"},
		{"na_reason_model", "owner_model=MP|na_reason_model=none", "owner_model=NA|na_reason_model=none", "is not NA"},
		{"detection_tested", "detection=x|detection_tested=2026-11-17", "detection=x|detection_tested=2026-11-16", "future"},
		{"detection", "detection_tested=2026-11-16", "detection_tested=2026-11-16|detection=alert", "it was tested"},
		{"response", "status=accepted|response=mitigate", "status=accepted|response=accept", "the response says mitigate"},
		{"identified", "identified=2026-12-01", "identified=2026-11-01", "future"},
		{"due", "identified=2026-11-02|due=2026-11-01", "identified=2026-11-01|due=2026-11-01", "before the day it was identified, 2026-11-02"},
		{"decision_date", "decision_by=x|decision_date=2026-11-17", "decision_by=x|decision_date=2026-11-16", "future"},
		{"decision_date", "decision_by=x|decision_date=2026-11-01|identified=2026-11-02", "decision_by=x|decision_date=2026-11-02|identified=2026-11-02", "before the day"},
		{"decision_by", "decision_date=2026-11-01", "decision_date=2026-11-01|decision_by=x", "by nobody"},
		{"acceptance_expires", "status=accepted|decision_date=2026-11-02|decision_by=x|acceptance_expires=2026-11-01", "status=accepted|acceptance_expires=2026-12-01", "before the day of the decision"},
		{"acceptance_expires", "acceptance_expires=2026-12-01", "response=accept|acceptance_expires=2026-12-01", "nothing is accepted"},
		{"acceptance_expires", "response=avoid|acceptance_expires=2026-12-01", "response=transfer|acceptance_expires=2026-12-01", "or transferred"},
		{"last_reviewed_at", "last_reviewed_at=2026-11-17", "last_reviewed_at=2026-11-16", "future"},
		{"next_review", "last_reviewed_at=2026-11-16|next_review=2026-11-15", "last_reviewed_at=2026-11-16|next_review=2026-11-17", "before the last review"},
		{"parent", "parent=T-001", "parent=T-002", "its own parent"},
		{"related", "related=T-001", "related=T-002", "to itself"},
	} {
		doubt := doubtAfter(t, c.sets, c.field, c.text)
		if doubt == "" {
			t.Errorf("%s: no doubt about %s says %q", c.sets, c.field, c.text)
		}
		if doubt := doubtAfter(t, c.good, c.field, c.text); doubt != "" {
			t.Errorf("%s: %s is doubted: %s", c.good, c.field, doubt)
		}
	}
}

// doubtAfter makes a threat, sets fields parted by |, and gives the doubt about a
// field that holds a text.
func doubtAfter(t *testing.T, sets, field, text string) string {
	t.Helper()
	threat := &Threat{ID: "T-001", Title: "Prompt leaks"}
	for _, set := range strings.Split(sets, "|") {
		a, err := ParseAssignment(set)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := FieldNamed(a.Field)
		if err := f.Load(threat, a.Value); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range threat.Doubts("2026-11-16") {
		if f, ok := FieldNamed(d.Field); !ok || f.Derived {
			t.Errorf("%s: there is no field %s to set", sets, d.Field)
		}
		if d.Field == field && strings.Contains(d.Text, text) {
			return d.Text
		}
	}
	return ""
}

// An activity of another phase can only come with a file: an edit keeps both
// together.
func TestDoubtsAboutAnActivity(t *testing.T) {
	threat := &Threat{ID: "T-001", Title: "x", Class: Class{Phase: "Delivery", Activity: "Training"}}
	if d := threat.Doubts("2026-11-16"); len(d) != 1 || d[0] != (Doubt{"lifecycle_activity", "it is part of Development, and the phase is Delivery"}) {
		t.Errorf("%+v", d)
	}
}

// Records that are no threats are doubted too.
func TestDoubtsOfSheets(t *testing.T) {
	for _, c := range []struct {
		kind        Kind
		field, sets string
		good        string
	}{
		{KindEvidence, "date", "date=2026-12-01", "date=2026-11-16"},
		{KindEvidence, "expires", "date=2026-11-02|expires=2026-11-01", "date=2026-11-02|expires=2026-11-16"},
		{KindEvidence, "expires", "expires=2026-11-15", "expires=2026-11-16"},
		{KindAssumption, "checked_on", "checked_by=x|checked_on=2026-12-01", "checked_by=x|checked_on=2026-11-16"},
		{KindAssumption, "checked_by", "checked_on=2026-11-01", "checked_by=x|checked_on=2026-11-01"},
		{KindAssumption, "if_false", "state=false", "state=false|if_false=T-001"},
		{KindApproval, "on", "by=x|on=2026-12-01", "by=x|on=2026-11-16"},
		{KindApproval, "until", "by=x|on=2026-12-01|until=2026-11-30", "by=x|until=2027-11-16"},
		{KindApproval, "until", "by=x|until=2026-11-15", "by=x|until=2026-11-16"},
		{KindApproval, "by", "on=2026-11-01", "by=x|on=2026-11-01"},
		{KindParty, "roles", "name=x", "name=x|roles=AP"},
	} {
		for _, side := range []struct {
			sets string
			want bool
		}{{c.sets, true}, {c.good, false}} {
			s := &Sheet{Of: c.kind, ID: "X-01", Values: map[string]string{}}
			for _, set := range strings.Split(side.sets, "|") {
				name, value, _ := strings.Cut(set, "=")
				s.Values[name] = value
			}
			got := slices.ContainsFunc(s.Doubts("2026-11-16"), func(d Doubt) bool { return d.Field == c.field })
			if got != side.want {
				t.Errorf("%s with %s: %s doubted is %v", c.kind, side.sets, c.field, got)
			}
		}
	}
}
