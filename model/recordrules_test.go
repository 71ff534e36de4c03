package model

import (
	"strings"
	"testing"
)

// What records say about the threats that rest on them is found, until it is put
// right.
func TestRecordRules(t *testing.T) {
	r := exampleRegister(t)
	found := func(want string) {
		t.Helper()
		if got := strings.Join(findingNames(RecordFindings(r, asOf)), " "); got != want {
			t.Errorf("found %q, want %q", got, want)
		}
	}
	do(t, r, write(KindAssumption, "", "text=the MP keeps no prompts", "state=holds", "if_false=T-009; T-999"))
	do(t, r, write(KindEvidence, "", "title=CAIQ", "expires=2026-11-15"))
	do(t, r, write(KindVulnerability, "", "flaw=CVE-1", "state=unfixed", "why=no vendor"))
	found("R3/V-01")
	do(t, r, write(KindVulnerability, "V-01", "watched_by=Platform Lead"))
	do(t, r, write(KindAssumption, "AS-01", "state=false", "checked_on=2026-11-10"))
	found("R1/AS-01")
	do(t, r, SetFields("T-009", Assignment{"last_reviewed_at", "2026-11-10"}))
	found("")
	do(t, r, SetFields("T-003", Assignment{"evidence", "see EV-010, ev-01."}))
	found("R2/EV-01")
	do(t, r, SetFields("T-003", Assignment{"evidence", "see EV-010"}))
	found("")
	do(t, r, write(KindControl, "", "name=x", "threats=T-003", "evidence=ev-01"))
	found("R2/EV-01")
	do(t, r, write(KindEvidence, "EV-01", "expires=2026-11-16"))
	found("")
	if got := r.DoubtsOf(r.Sheet(KindAssumption, "AS-01"), asOf); len(got) != 2 || got[1] != (Doubt{"if_false", "there is no threat T-999"}) {
		t.Errorf("%+v", got)
	}
	do(t, r, write(KindAsset, "", "name=Retrieval Corpus"))
	if got := strings.Join(r.CitedBy(r.Sheet(KindAsset, "A-01")), " "); !strings.HasPrefix(got, "T-001") {
		t.Errorf("the asset is cited by %q", got)
	}
}
