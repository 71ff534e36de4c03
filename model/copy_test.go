package model

import (
	"slices"
	"strings"
	"testing"
)

// A copy says what the first says and nothing of what was judged, decided or done;
// the two are related, and one undo takes both back.
func TestCopyOfAThreat(t *testing.T) {
	r := ratedBy(t)
	do(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "M", "bad": "H"}))
	do(t, r, SetFields("T-001", Assignment{"lifecycle_phase", "Delivery"}, Assignment{"threat_source", "insider"}, Assignment{"owner_person", "Ada"},
		Assignment{"owner_model", "MP"}, Assignment{"due", "2026-12-01"}, Assignment{"status", "open"}, Assignment{"vuln_id", "CVE-1"}))
	c := do(t, r, CopyThreat("T-001"))
	if c.Label != "copy T-001, as T-002" || len(c.Touched) != 2 {
		t.Fatalf("%+v", c)
	}
	got := r.Threat("T-002")
	if got.Title != "one (copy)" || got.Status != "draft" || got.Class.Phase != "Delivery" || got.Statement.Source != "insider" ||
		got.Ownership.Person != "Ada" || got.Ownership.Layers[1].Value != "MP" {
		t.Errorf("%+v", got)
	}
	if got.Ratings[Inherent].Method != "" || got.Response.Due != "" || got.Urgency.VulnID() != "" {
		t.Errorf("what was judged or decided came along: %+v", got)
	}
	if !slices.Equal(got.Review.Related(), []string{"T-001"}) || !slices.Equal(r.Threat("T-001").Review.Related(), []string{"T-002"}) {
		t.Error("they are not related")
	}
	if _, err := Plan(r, CopyThreat("T-009"), "", noon); err == nil || !strings.Contains(err.Error(), "no threat T-009") {
		t.Errorf("%v", err)
	}
}

// Linked threats name each other once, in order, and unlinked ones no longer.
func TestLinkingThreats(t *testing.T) {
	r := registerOf(&Threat{ID: "T-001"}, &Threat{ID: "T-002", Review: Review{ReviewMore: &ReviewMore{Related: []string{"T-009", "T-001"}}}}, &Threat{ID: "T-010"})
	do(t, r, LinkThreats("T-010", "T-001", "T-002"))
	for id, want := range map[string]string{"T-001": "T-002 T-010", "T-002": "T-001 T-009 T-010", "T-010": "T-001 T-002"} {
		if got := strings.Join(r.Threat(id).Review.Related(), " "); got != want {
			t.Errorf("%s is related to %s, want %s", id, got, want)
		}
	}
	do(t, r, UnlinkThreats("T-001", "T-010"))
	if got := r.Threat("T-001").Review.Related(); !slices.Equal(got, []string{"T-002"}) {
		t.Errorf("unlinked: %v", got)
	}
	if _, err := Plan(r, LinkThreats("T-001"), "", noon); err == nil || !strings.Contains(err.Error(), "two threats or more") {
		t.Errorf("%v", err)
	}
	if _, err := Plan(r, LinkThreats("T-001", "T-002"), "", noon); err != ErrNothing {
		t.Errorf("linked already: %v", err)
	}
}

// All threats of a large register may be marked: they are not related to each other one by
// one, which would take hours, and what relations they have are taken away at once.
func TestLinkingAllThreatsIsRefused(t *testing.T) {
	r := bigRegister(10_000)
	var ids []string
	for _, threat := range r.Threats() {
		ids = append(ids, threat.ID)
	}
	if _, err := Plan(r, LinkThreats(ids...), "", noon); err == nil || err.Error() != "each of the 10000 threats would be related to all others; link at most 50 at once" {
		t.Errorf("%v", err)
	}
	do(t, r, LinkThreats(ids[:mostLinked]...))
	if related := r.Threat(ids[0]).Review.Related(); len(related) != mostLinked-1 {
		t.Errorf("%d of %d are related", len(related), mostLinked)
	}
	do(t, r, UnlinkThreats(ids...))
	for _, threat := range r.Threats() {
		if threat.Review.Related() != nil {
			t.Fatalf("%s is still related to %v", threat.ID, threat.Review.Related())
		}
	}
}
