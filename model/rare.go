package model

import (
	"maps"
	"reflect"
	"slices"
)

// Of what a threat may say, most threats say little. What few of them have lies behind
// a pointer, in a part of its own, which is nil where nothing of it was said: ten
// thousand threats take a third of the memory. The parts are embedded, so that a threat
// is stored as if their fields were its own.
//
// A part is read through the methods below, which have the names of its fields and give
// the zero value where it is nil: t.Review.Notes(). It is never changed in place, as
// copies of a rating share it; Change, Reckon and Reason put another in its place:
//
//	t.Review.Change(func(m *ReviewMore) { m.Notes = "seen again" })

// some gives the part, or an empty one that nobody keeps.
func some[P any](part *P) *P {
	if part == nil {
		return new(P)
	}
	return part
}

// change puts a changed copy in the place of a part; nil if nothing is left in it.
func change[P any](part **P, with func(*P)) {
	p := *some(*part)
	with(&p)
	*part = nil
	if !reflect.ValueOf(&p).Elem().IsZero() {
		*part = &p
	}
}

// Of a rating.

// A Reckoning is how a method came to a rating, and what a person put in its place.
type Reckoning struct {
	Version string   `json:"version,omitempty"`
	Answers Answers  `json:"answers,omitempty"`
	Path    []string `json:"path,omitempty"`
	Flags   []string `json:"flags,omitempty"`
	Verdict Verdict  `json:"verdict,omitzero"` // what the method says in its own words

	Override       string `json:"override,omitempty"` // what a person put in place of what was computed
	OverrideReason string `json:"override_reason,omitempty"`

	LowLikelihood  Level `json:"low_likelihood,omitempty"` // the plausible range, where it is known
	LowImpact      Level `json:"low_impact,omitempty"`
	HighLikelihood Level `json:"high_likelihood,omitempty"`
	HighImpact     Level `json:"high_impact,omitempty"`
}

// Reasons are why a rating is what it is, in words, and how sure they are.
type Reasons struct {
	Confidence       string             `json:"confidence,omitempty"`
	LikelihoodReason string             `json:"likelihood_reason,omitempty"`
	ImpactReason     string             `json:"impact_reason,omitempty"`
	ImpactOn         [impactSides]Level `json:"impact_on,omitzero"` // by dimension, in the order of Dimensions
}

func (r *Rating) Reckon(with func(*Reckoning)) { change(&r.Reckoning, with) }
func (r *Rating) Reason(with func(*Reasons))   { change(&r.Reasons, with) }

func (r Rating) Version() string              { return some(r.Reckoning).Version }
func (r Rating) Answers() Answers             { return some(r.Reckoning).Answers }
func (r Rating) Path() []string               { return some(r.Reckoning).Path }
func (r Rating) Flags() []string              { return some(r.Reckoning).Flags }
func (r Rating) Verdict() Verdict             { return some(r.Reckoning).Verdict }
func (r Rating) Override() string             { return some(r.Reckoning).Override }
func (r Rating) OverrideReason() string       { return some(r.Reckoning).OverrideReason }
func (r Rating) LowLikelihood() Level         { return some(r.Reckoning).LowLikelihood }
func (r Rating) LowImpact() Level             { return some(r.Reckoning).LowImpact }
func (r Rating) HighLikelihood() Level        { return some(r.Reckoning).HighLikelihood }
func (r Rating) HighImpact() Level            { return some(r.Reckoning).HighImpact }
func (r Rating) Confidence() string           { return some(r.Reasons).Confidence }
func (r Rating) LikelihoodReason() string     { return some(r.Reasons).LikelihoodReason }
func (r Rating) ImpactReason() string         { return some(r.Reasons).ImpactReason }
func (r Rating) ImpactOn() [impactSides]Level { return some(r.Reasons).ImpactOn }

// Of who owns a threat.

// A LayerMore is what one layer says for itself; where set, it stands before what the
// threat says.
type LayerMore struct {
	UpstreamDuty string `json:"upstream_duty,omitempty"` // what a partner upstream must do so that the owner can
	UpstreamTold string `json:"upstream_told,omitempty"` // the day on which it was told
	NAReason     string `json:"na_reason,omitempty"`
	Lead         string `json:"lead,omitempty"`
	Person       string `json:"person,omitempty"`
	Duty         string `json:"duty,omitempty"`
	ToldOn       string `json:"told_on,omitempty"`
	Evidence     string `json:"evidence,omitempty"`
	Expires      string `json:"expires,omitempty"`
}

func (o *LayerOwner) Change(with func(*LayerMore)) { change(&o.LayerMore, with) }

func (o LayerOwner) UpstreamDuty() string { return some(o.LayerMore).UpstreamDuty }
func (o LayerOwner) UpstreamTold() string { return some(o.LayerMore).UpstreamTold }
func (o LayerOwner) NAReason() string     { return some(o.LayerMore).NAReason }
func (o LayerOwner) Lead() string         { return some(o.LayerMore).Lead }
func (o LayerOwner) Person() string       { return some(o.LayerMore).Person }
func (o LayerOwner) Duty() string         { return some(o.LayerMore).Duty }
func (o LayerOwner) ToldOn() string       { return some(o.LayerMore).ToldOn }
func (o LayerOwner) Evidence() string     { return some(o.LayerMore).Evidence }
func (o LayerOwner) Expires() string      { return some(o.LayerMore).Expires }

// An OwnershipMore is what passed between the parties.
type OwnershipMore struct {
	Claims   []Claim `json:"claims,omitempty"`
	Duty     string  `json:"duty,omitempty"` // what the AI customer must do
	Notified string  `json:"notified,omitempty"`
	ToldOn   string  `json:"told_on,omitempty"`
	Expires  string  `json:"expires,omitempty"` // of the evidence
	Tuned    Owner   `json:"tuned,omitempty"`   // of the model's tuned part, where it has one
}

func (o *Ownership) Change(with func(*OwnershipMore)) { change(&o.OwnershipMore, with) }

func (o *Ownership) Claims() []Claim  { return some(o.OwnershipMore).Claims }
func (o *Ownership) Duty() string     { return some(o.OwnershipMore).Duty }
func (o *Ownership) Notified() string { return some(o.OwnershipMore).Notified }
func (o *Ownership) ToldOn() string   { return some(o.OwnershipMore).ToldOn }
func (o *Ownership) Expires() string  { return some(o.OwnershipMore).Expires }
func (o *Ownership) Tuned() Owner     { return some(o.OwnershipMore).Tuned }

// Of its class and its urgency.

// A ClassMore are further classes.
type ClassMore struct {
	OtherCategories []string `json:"other_categories,omitempty"`
	OWASPASI        []string `json:"owasp_asi,omitempty"`
}

func (c *Class) Change(with func(*ClassMore)) { change(&c.ClassMore, with) }

func (c Class) OtherCategories() []string { return some(c.ClassMore).OtherCategories }
func (c Class) OWASPASI() []string        { return some(c.ClassMore).OWASPASI }

// An UrgencyMore is the flaw that a threat rests on.
type UrgencyMore struct {
	VulnID    string `json:"vuln_id,omitempty"`
	Forensics string `json:"forensics,omitempty"` // what the traces showed, where somebody looked
}

func (u *Urgency) Change(with func(*UrgencyMore)) { change(&u.UrgencyMore, with) }

func (u Urgency) VulnID() string    { return some(u.UrgencyMore).VulnID }
func (u Urgency) Forensics() string { return some(u.UrgencyMore).Forensics }

// Of what is done about it.

// A ResponseMore is how the work ends, and what it hangs on.
type ResponseMore struct {
	StopCriterion string   `json:"stop_criterion,omitempty"`
	DoneOn        string   `json:"done_on,omitempty"` // when the work on it ended
	Ticket        string   `json:"ticket,omitempty"`
	Incidents     []string `json:"incidents,omitempty"`
}

func (r *Response) Change(with func(*ResponseMore)) { change(&r.ResponseMore, with) }

func (r Response) StopCriterion() string { return some(r.ResponseMore).StopCriterion }
func (r Response) DoneOn() string        { return some(r.ResponseMore).DoneOn }
func (r Response) Ticket() string        { return some(r.ResponseMore).Ticket }
func (r Response) Incidents() []string   { return some(r.ResponseMore).Incidents }

// A DecisionMore is on which terms it was decided.
type DecisionMore struct {
	Expires    string `json:"expires,omitempty"` // of an acceptance
	Reason     string `json:"reason,omitempty"`
	Conditions string `json:"conditions,omitempty"`
}

func (d *Decision) Change(with func(*DecisionMore)) { change(&d.DecisionMore, with) }

func (d Decision) Expires() string    { return some(d.DecisionMore).Expires }
func (d Decision) Reason() string     { return some(d.DecisionMore).Reason }
func (d Decision) Conditions() string { return some(d.DecisionMore).Conditions }

// A ReviewMore is the last review, and what the threat hangs on.
type ReviewMore struct {
	LastAt      string   `json:"last_at,omitempty"`
	LastBy      string   `json:"last_by,omitempty"`
	Triggers    []string `json:"triggers,omitempty"`
	Assumptions []string `json:"assumptions,omitempty"`
	Parent      string   `json:"parent,omitempty"`
	Related     []string `json:"related,omitempty"`
	Notes       string   `json:"notes,omitempty"`
}

func (r *Review) Change(with func(*ReviewMore)) { change(&r.ReviewMore, with) }

func (r Review) LastAt() string        { return some(r.ReviewMore).LastAt }
func (r Review) LastBy() string        { return some(r.ReviewMore).LastBy }
func (r Review) Triggers() []string    { return some(r.ReviewMore).Triggers }
func (r Review) Assumptions() []string { return some(r.ReviewMore).Assumptions }
func (r Review) Parent() string        { return some(r.ReviewMore).Parent }
func (r Review) Related() []string     { return some(r.ReviewMore).Related }
func (r Review) Notes() string         { return some(r.ReviewMore).Notes }

// Of the threat itself.

// A ThreatMore is how the threat came up, what waits, and what other methods say.
type ThreatMore struct {
	Origin string      `json:"origin,omitempty"`
	Raised string      `json:"session,omitempty"` // the workshop it was raised in
	Parked []string    `json:"parked,omitempty"`  // steps of triage that wait, of TriageSteps
	Beside [3][]Rating `json:"beside,omitzero"`   // by State: what other methods say (beside.go)

	Selections []Selection `json:"selections,omitempty"` // of its class: what was suggested and chosen
}

func (t *Threat) Change(with func(*ThreatMore)) { change(&t.ThreatMore, with) }

func (t *Threat) Origin() string          { return some(t.ThreatMore).Origin }
func (t *Threat) Raised() string          { return some(t.ThreatMore).Raised }
func (t *Threat) Parked() []string        { return some(t.ThreatMore).Parked }
func (t *Threat) Selections() []Selection { return some(t.ThreatMore).Selections }
func (t *Threat) Beside(s State) []Rating { return some(t.ThreatMore).Beside[s] }

// Stamps are who wrote the threat down and who changed it last. Threats of one import
// share them.
type Stamps struct {
	CreatedAt string `json:"created_at,omitempty"` // RFC 3339
	CreatedBy string `json:"created_by,omitempty"`
	UpdatedAt string `json:"updated_at,omitempty"`
	UpdatedBy string `json:"updated_by,omitempty"`
}

func (t *Threat) Stamp(with func(*Stamps)) { change(&t.Stamps, with) }

func (t *Threat) CreatedAt() string { return some(t.Stamps).CreatedAt }
func (t *Threat) CreatedBy() string { return some(t.Stamps).CreatedBy }
func (t *Threat) UpdatedAt() string { return some(t.Stamps).UpdatedAt }
func (t *Threat) UpdatedBy() string { return some(t.Stamps).UpdatedBy }

// Loss gives the estimate in numbers; an empty one where there is none.
func (t *Threat) Loss() Loss                { return *some(t.Figures) }
func (t *Threat) Estimate(with func(*Loss)) { change(&t.Figures, with) }

// Copying and tidying.

// copied gives a part that shares nothing with the one there is; its lists are cloned
// by what is given.
func copied[P any](part *P, lists ...func(*P)) *P {
	if part == nil {
		return nil
	}
	p := *part
	for _, clone := range lists {
		clone(&p)
	}
	return &p
}

// cloneParts makes the threat's parts its own.
func (t *Threat) cloneParts() {
	own := func(list *[]string) { *list = slices.Clone(*list) }
	t.ThreatMore = copied(t.ThreatMore, func(m *ThreatMore) {
		own(&m.Parked)
		m.Selections = copySelections(m.Selections)
		for s := range m.Beside {
			m.Beside[s] = slices.Clone(m.Beside[s])
			for i, r := range m.Beside[s] {
				m.Beside[s][i] = r.clone()
			}
		}
	})
	t.Stamps, t.Figures = copied(t.Stamps), copied(t.Figures)
	t.Class.ClassMore = copied(t.Class.ClassMore, func(m *ClassMore) { own(&m.OtherCategories); own(&m.OWASPASI) })
	t.Urgency.UrgencyMore = copied(t.Urgency.UrgencyMore)
	t.Ownership.OwnershipMore = copied(t.Ownership.OwnershipMore, func(m *OwnershipMore) { m.Claims = slices.Clone(m.Claims) })
	for i := range t.Ownership.Layers {
		t.Ownership.Layers[i].LayerMore = copied(t.Ownership.Layers[i].LayerMore)
	}
	t.Response.ResponseMore = copied(t.Response.ResponseMore, func(m *ResponseMore) { own(&m.Incidents) })
	t.Decision.DecisionMore = copied(t.Decision.DecisionMore)
	t.Review.ReviewMore = copied(t.Review.ReviewMore, func(m *ReviewMore) { own(&m.Triggers); own(&m.Assumptions); own(&m.Related) })
}

// clone gives a copy that shares nothing with the rating.
func (r Rating) clone() Rating {
	r.Reasons = copied(r.Reasons)
	r.Reckoning = copied(r.Reckoning, func(k *Reckoning) {
		k.Answers = maps.Clone(k.Answers)
		k.Path, k.Flags = slices.Clone(k.Path), slices.Clone(k.Flags)
		k.Verdict.Parts = slices.Clone(k.Verdict.Parts)
	})
	return r
}

// trim makes what is empty in a part nil, and the part where nothing is left in it. A part
// that is full already stays where it is: a register of thousands is trimmed on its way in.
func trim[P any](part **P, full bool, with func(*P)) {
	if *part == nil || full && !reflect.ValueOf(*part).Elem().IsZero() {
		return
	}
	change(part, with)
}

// full says whether a list holds something or is none.
func full[T any](list []T) bool { return list == nil || len(list) > 0 }

// tidyParts makes empty lists in the parts nil, and empty parts.
func (t *Threat) tidyParts() {
	beside := some(t.ThreatMore).Beside
	bare := beside[Inherent] == nil && beside[Current] == nil && beside[Target] == nil
	trim(&t.ThreatMore, full(t.Parked()) && t.Selections() == nil && bare, func(m *ThreatMore) {
		nilIfEmpty(&m.Parked)
		m.Selections = copySelections(m.Selections)
		for s := range m.Beside {
			nilIfEmpty(&m.Beside[s])
			for i := range m.Beside[s] {
				m.Beside[s][i].tidy()
			}
		}
	})
	trim(&t.Stamps, true, func(*Stamps) {})
	trim(&t.Figures, true, func(*Loss) {})
	trim(&t.Class.ClassMore, full(t.Class.OtherCategories()) && full(t.Class.OWASPASI()),
		func(m *ClassMore) { nilIfEmpty(&m.OtherCategories); nilIfEmpty(&m.OWASPASI) })
	trim(&t.Urgency.UrgencyMore, true, func(*UrgencyMore) {})
	trim(&t.Ownership.OwnershipMore, full(t.Ownership.Claims()), func(m *OwnershipMore) { nilIfEmpty(&m.Claims) })
	for i := range t.Ownership.Layers {
		trim(&t.Ownership.Layers[i].LayerMore, true, func(*LayerMore) {})
	}
	trim(&t.Response.ResponseMore, full(t.Response.Incidents()), func(m *ResponseMore) { nilIfEmpty(&m.Incidents) })
	trim(&t.Decision.DecisionMore, true, func(*DecisionMore) {})
	trim(&t.Review.ReviewMore, full(t.Review.Triggers()) && full(t.Review.Assumptions()) && full(t.Review.Related()),
		func(m *ReviewMore) { nilIfEmpty(&m.Triggers); nilIfEmpty(&m.Assumptions); nilIfEmpty(&m.Related) })
}

// tidy makes what is empty nil.
func (r *Rating) tidy() {
	k := some(r.Reckoning)
	trim(&r.Reckoning, (k.Answers == nil || len(k.Answers) > 0) && full(k.Path) && full(k.Flags) && full(k.Verdict.Parts), func(k *Reckoning) {
		if len(k.Answers) == 0 {
			k.Answers = nil
		}
		nilIfEmpty(&k.Path)
		nilIfEmpty(&k.Flags)
		nilIfEmpty(&k.Verdict.Parts)
	})
	trim(&r.Reasons, true, func(*Reasons) {})
}

func nilIfEmpty[T any](list *[]T) {
	if len(*list) == 0 {
		*list = nil
	}
}
