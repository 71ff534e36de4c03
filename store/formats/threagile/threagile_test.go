package threagile

import (
	"fmt"
	"strings"
	"testing"

	"parry/store/tryout"
)

const small = `[{"category": "missing-vault", "risk_status": "in-progress", "severity": "elevated", "exploitation_likelihood": "very-likely", "exploitation_impact": "medium",
 "title": "<b>Missing Vault</b> at <b>R&amp;D</b>", "synthetic_id": "missing-vault@erp", "most_relevant_technical_asset": "erp", "data_breach_probability": "improbable", "data_breach_technical_assets": ["erp"]},
{"category": "x", "risk_status": "sleeping", "severity": "odd", "exploitation_likelihood": "frequent", "exploitation_impact": "very-high", "title": "Plain", "synthetic_id": "x@y"}]`

// Words become levels, marks come off the titles, and what is not known is told.
func TestRead(t *testing.T) {
	r, _, notes := tryout.Brought(t, Read, []byte(small))
	one, two := r.Threat("T-001"), r.Threat("T-002")
	if got := fmt.Sprint(one.Title, "|", one.Status, one.Ratings[0].Cell(), one.Statement.Assets, "|", two.Status, two.Ratings[0].Cell()); got !=
		"Missing Vault at R&D|in_treatmentH x M = M[erp]|VH x VH = VH" {
		t.Error(got)
	}
	if f := one.Foreign(); f.ID != "missing-vault@erp" || f.Get("severity") != `"elevated"` || f.Get("data_breach_technical_assets") != `["erp"]` || f.Get("title") == "" {
		t.Errorf("kept %+v", f)
	}
	for _, words := range []string{"severity is odd", "risk_status is sleeping", "the titles of 1 risks were in HTML"} {
		if tryout.With(notes, words) != 1 {
			t.Errorf("no note %q in %q", words, tryout.Texts(notes))
		}
	}
	if !Recognise([]byte(small)) || Recognise([]byte(`[{"title": "a", "severity": "b"}]`)) {
		t.Error("a list of risks is not told from another")
	}
	tryout.Again(t, r, Read, []byte(small))
}

// What is no list of risks is refused with one sentence.
func TestRefused(t *testing.T) {
	for _, text := range []string{`[]`, `{}`, `[{"title": "a"}]`, `[1]`} {
		if _, _, err := Read(strings.NewReader(text)); fmt.Sprint(err) != "this is no risks.json of Threagile: it is no list of risks with a synthetic_id" {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// No bytes make the reader fall over, and a file that it takes changes nothing when
// it comes again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{small, `[{"synthetic_id":""},{"synthetic_id":""}]`, `[{"synthetic_id":[1]},2]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { tryout.Fuzzed(t, Read, raw) })
}
