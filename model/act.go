package model

import (
	"fmt"
	"slices"
)

// actClaim is what is claimed of the EU AI Act, and no more.
const actClaim = "what is claimed here is the part on security only, not health, safety and fundamental rights as a whole"

// Whether a law applies.
const (
	doesApply    = "applies"
	doesNotApply = "does not apply"
	notKnownYet  = "unknown"
)

// law says whether the EU AI Act applies, as the assessor says; of other catalogues that is
// no question.
func (v *Coverage) law(r *Register) {
	if v.Catalogue.ID != "eu-ai-act" {
		return
	}
	answer := r.answer()
	v.Applies, v.Why, v.Claims = orElse(answer.Get("eu_ai_act"), notKnownYet), answer.Get("eu_ai_act_why"), actClaim
}

// Applying says whether it applies, and why.
func (v *Coverage) Applying() string {
	if v.Why != "" {
		return v.Applies + ", because " + v.Why
	}
	if v.Applies == doesNotApply {
		return v.Applies + ", and nobody says why"
	}
	return v.Applies
}

// Decided says whether somebody found out whether it applies.
func (v *Coverage) Decided() bool { return v.Applies != "" && v.Applies != notKnownYet }

// steps tells beside each step of Article 9 what the register has for it. It is no evidence:
// that takes a record that names the step.
func (v *Coverage) steps(r *Register) {
	if v.Applies == "" {
		return
	}
	live, rated, misuse, mitigated, answered, above := 0, 0, 0, 0, 0, 0
	categories, line := map[string]bool{}, r.Tolerance()
	for _, t := range r.Threats() {
		if t.Gone() {
			continue
		}
		live++
		categories[t.Class.Category] = true
		rated += bit(t.Ratings[Inherent].Placed() && t.Ratings[Current].Placed())
		misuse += bit(t.Statement.Use == "foreseeable misuse")
		if t.Response.Kind == "mitigate" {
			mitigated++
			answered += bit(t.Response.ControlsInPlace != "" || slices.ContainsFunc(r.Links().ToThreat(t.ID, KindControl), (*Sheet).Counts))
		}
		above += bit(line.Above(t, t.Level()))
	}
	delete(categories, "")
	held, news := 0, len(r.Sheets(KindIntelligence))
	incidents := r.Sheets(KindIncident)
	for _, s := range incidents {
		held += bit(s.Get("match") != "")
	}
	residual := "nobody has judged what remains as a whole (record conclusion residual=…)"
	if s := r.Sheet(KindConclusion, string(KindConclusion)); s != nil && s.Get("residual") != "" {
		residual = "what remains as a whole is judged " + s.Get("residual")
	}
	say := map[string]string{
		"Art. 9(2)(a)": fmt.Sprintf("the register has %d live threats in %d of %d categories", live, len(categories), len(Categories)),
		"Art. 9(2)(b)": fmt.Sprintf("%d of %d are rated before and after controls; %d are judged in foreseeable misuse", rated, live, misuse),
		"Art. 9(2)(c)": fmt.Sprintf("%d of %d incidents were held against the register; %d looks at what others report", held, len(incidents), news),
		"Art. 9(2)(d)": fmt.Sprintf("%d of %d threats to be mitigated have a live control", answered, mitigated),
		"Art. 9(5)":    fmt.Sprintf("%d of %d live threats are above the appetite; %s", above, live, residual),
	}
	for i := range v.Entries {
		if e := &v.Entries[i]; e.Note == "" {
			e.Note = say[e.ID]
		}
	}
}
