package model

import "fmt"

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
func (v *Coverage) steps(x *Coverages) {
	if v.Applies == "" {
		return
	}
	r, n := x.r, x.steps()
	categories := 0
	for _, threats := range n.categories {
		categories += bit(threats > 0)
	}
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
		"Art. 9(2)(a)": fmt.Sprintf("the register has %d live threats in %d of %d categories", n.live, categories, len(Categories)),
		"Art. 9(2)(b)": fmt.Sprintf("%d of %d are rated before and after controls; %d are judged in foreseeable misuse", n.rated, n.live, n.misuse),
		"Art. 9(2)(c)": fmt.Sprintf("%d of %d incidents were held against the register; %d looks at what others report", held, len(incidents), news),
		"Art. 9(2)(d)": fmt.Sprintf("%d of %d threats to be mitigated have a live control", n.answered, n.mitigated),
		"Art. 9(5)":    fmt.Sprintf("%d of %d live threats are above the appetite; %s", n.above, n.live, residual),
	}
	for i := range v.Entries {
		if e := &v.Entries[i]; e.Note == "" {
			e.Note = say[e.ID]
		}
	}
}

// An actNote is what one live threat has for the steps of the Act, beside what stands behind it.
type actNote struct {
	rated, misuse, mitigated, above bool
	category                        uint8 // the place in its list, or the place after the last
	classified                      bool
}

func actNoteOf(t *Threat, line *Tolerance) actNote {
	return actNote{rated: t.Ratings[Inherent].Placed() && t.Ratings[Current].Placed(), misuse: t.Statement.Use == "foreseeable misuse",
		mitigated: t.Response.Kind == "mitigate", above: line.Above(t, t.Level()),
		category: uint8(rowOf(axisRows[ByCategory], t.Class.Category)), classified: t.Class.Category != ""}
}

// stepsSum adds up the live threats.
type stepsSum struct {
	live, rated, misuse, mitigated, answered, above int
	categories                                      [mostLines + 1]int
}

// count counts a threat in, or with -1 out.
func (n *stepsSum) count(b *backing, by int) {
	if !b.live {
		return
	}
	n.live, n.rated, n.misuse = n.live+by, n.rated+by*bit(b.act.rated), n.misuse+by*bit(b.act.misuse)
	n.mitigated, n.answered = n.mitigated+by*bit(b.act.mitigated), n.answered+by*bit(b.act.mitigated && b.answered)
	n.above += by * bit(b.act.above)
	if b.act.classified {
		n.categories[b.act.category] += by
	}
}
