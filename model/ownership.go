package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// LeadOn gives the lead in force on a layer: the layer's own, else the
// threat's.
func (o *Ownership) LeadOn(layer int) string { return orElse(o.Layers[layer].Lead(), o.Lead) }

// PersonOn gives the person in force on a layer.
func (o *Ownership) PersonOn(layer int) string { return orElse(o.Layers[layer].Person(), o.Person) }

// DutyOn gives the customer's duty in force on a layer.
func (o *Ownership) DutyOn(layer int) string { return orElse(o.Layers[layer].Duty(), o.Duty()) }

// ToldAbout says whether the customer was told about a layer; the day may be
// unknown.
func (o *Ownership) ToldAbout(layer int) bool {
	return o.Notified() == "yes" || o.ToldOn() != "" || o.Layers[layer].ToldOn() != ""
}

// EvidenceOn gives the evidence in force on a layer and the day it expires.
// The threat's day speaks of the threat's evidence only.
func (o *Ownership) EvidenceOn(layer int) (evidence, expires string) {
	l := &o.Layers[layer]
	if l.Evidence() != "" {
		return l.Evidence(), l.Expires()
	}
	return o.Evidence, orElse(l.Expires(), o.Expires())
}

// LacksLead says whether a layer is shared and none of those who share it
// leads. Across the supply chain any role may.
func (o *Ownership) LacksLead(layer int) bool {
	value := o.Layers[layer].Value
	return value.Shared() && !value.Holds(o.LeadOn(layer))
}

// Uninformed says whether the customer holds a layer without a duty in words,
// or was never told of it.
func (o *Ownership) Uninformed(layer int) bool {
	return o.Layers[layer].Value.Holds(AIC) && (o.DutyOn(layer) == "" || !o.ToldAbout(layer))
}

func orElse(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}

// CheckOwnership gives the findings of rules S1 to S9, S11, S12 and S14 on one threat of
// a register, by rule and then by layer; what is accepted is left out. S10 and S13 are
// for information only: see Informed.
func CheckOwnership(t *Threat, g Grounds) []Finding {
	standing, _ := g.owners.excepted.split(ownershipFindings(nil, t, g.Today, &g.owners))
	return standing
}

// ownershipRules are S1 to S9 but for S5. Each looks first and allocates only where
// something is wrong.
var ownershipRules = [...]func(fs []Finding, t *Threat, today string) []Finding{
	unowned, bothClaim, disagreeing, leaderless, customerNotTold, withoutPerson, withoutEvidence, idleLead,
}

func ownershipFindings(fs []Finding, t *Threat, today string, g *ownerGrounds) []Finding {
	at := len(fs)
	for _, rule := range ownershipRules {
		fs = rule(fs, t, today)
	}
	n := len(fs)
	// Those that go by what else the register says; called one by one, so that nothing of g
	// has to live on the heap.
	fs = outsideModel(fs, t, g)
	fs = sameHands(fs, t, g)
	fs = blindUpstream(fs, t, g)
	fs = unagreed(fs, t, g)
	if len(fs) > n && n > at {
		slices.SortStableFunc(fs[at:], func(a, b Finding) int { return ruleNumber(a.Rule) - ruleNumber(b.Rule) })
	}
	return fs
}

// ruleNumber is the number in a rule's name: S5 comes before S11.
func ruleNumber(rule string) int {
	n, _ := strconv.Atoi(strings.TrimLeft(rule, "SQDR"))
	return n
}

func unowned(fs []Finding, t *Threat, _ string) []Finding {
	for i := range t.Ownership.Layers {
		if t.Ownership.Layers[i].Value == Unset {
			fs = append(fs, onCell("S1", SeverityHigh, t, i,
				fmt.Sprintf("Nobody owns %s; choose an owner, or NA with the reason.", Layers[i])))
		}
	}
	return fs
}

func bothClaim(fs []Finding, t *Threat, _ string) []Finding {
	if len(t.Ownership.Claims()) < 2 {
		return fs
	}
	for i := range Layers {
		if a, b, clash := t.Ownership.clash(i); clash {
			fs = append(fs, onCell("S2", SeverityHigh, t, i,
				fmt.Sprintf("For %s, %s says that %s owns it and %s says %s; agree on one owner and have both documents say so.",
					Layers[i], a.Who, a.Owner, b.Who, b.Owner)))
		}
	}
	return fs
}

// clash gives the first two claims that name different sole owners for a
// layer.
func (o *Ownership) clash(layer int) (a, b Claim, clash bool) {
	for _, c := range o.Claims() {
		switch {
		case c.Layer != Layers[layer] || !c.Owner.Decided() || c.Owner.Shared():
		case a.Owner == Unset:
			a = c
		case c.Owner != a.Owner:
			return a, c, true
		}
	}
	return a, b, false
}

func disagreeing(fs []Finding, t *Threat, _ string) []Finding {
	if len(t.Ownership.Claims()) == 0 {
		return fs
	}
	for i := range Layers {
		if c, differs := t.Ownership.contradiction(i); differs {
			fs = append(fs, onCell("S3", SeverityHigh, t, i,
				fmt.Sprintf("%s says that %s is %s, the register says %s; settle it and correct the one that is wrong.",
					c.Who, Layers[i], ownedBy(c.Owner), ownedBy(t.Ownership.Layers[i].Value))))
		}
	}
	return fs
}

// contradiction gives the first claim on a layer that names another value than
// the register; none where the claims clash, as S2 then says it already.
func (o *Ownership) contradiction(layer int) (Claim, bool) {
	n := slices.IndexFunc(o.Claims(), func(c Claim) bool {
		return c.Layer == Layers[layer] && c.Owner != o.Layers[layer].Value
	})
	if n < 0 {
		return Claim{}, false
	}
	_, _, clash := o.clash(layer)
	return o.Claims()[n], !clash
}

// ownedBy puts an owner value into a sentence.
func ownedBy(o Owner) string {
	switch o {
	case Unset:
		return "nobody's"
	case NotApplicable:
		return "not applicable"
	case AcrossChain:
		return "shared across the supply chain"
	}
	if o.Shared() {
		return "shared by " + string(o)
	}
	return "owned by " + string(o)
}

func leaderless(fs []Finding, t *Threat, _ string) []Finding {
	var cells, led []string // the same cells, without and with their leads
	lead, mixed := "", false
	for i := range Layers {
		if !t.Ownership.LacksLead(i) {
			continue
		}
		role, value := t.Ownership.LeadOn(i), t.Ownership.Layers[i].Value
		mixed = mixed || len(cells) > 0 && role != lead
		lead = role
		cells = append(cells, fmt.Sprintf("%s (%s)", Layers[i], value))
		led = append(led, fmt.Sprintf("%s (%s, %s)", Layers[i], value, orElse(role, "nobody")))
	}
	var text string
	switch {
	case len(cells) == 0:
		return fs
	case mixed:
		text = fmt.Sprintf("Shared, but led by none of those who share: %s; make one of them the lead.", strings.Join(led, " and "))
	case lead == "":
		text = fmt.Sprintf("Shared and led by nobody: %s; make one of those who share it the lead.", strings.Join(cells, " and "))
	default:
		text = fmt.Sprintf("Shared, but the lead %s is none of those who share: %s; make one of them the lead.", lead, strings.Join(cells, " and "))
	}
	return append(fs, onThreat("S4", SeverityHigh, t, text))
}

func outsideModel(fs []Finding, t *Threat, g *ownerGrounds) []Finding {
	d := &g.deployment
	for i := range Layers {
		value := t.Ownership.Layers[i].Value
		if d.Allows(i, value) {
			continue
		}
		fs = append(fs, onCell("S5", SeverityHigh, t, i, fmt.Sprintf("%s may not be %s; choose %s.",
			Layers[i], ownedBy(value), orList(ownerNames(d.Allowed(i))))))
	}
	if tuned := t.Ownership.Tuned(); !d.Allows(tunedPart, tuned) {
		f := onThreat("S5", SeverityHigh, t, fmt.Sprintf("The tuned part of the model may not be %s; choose %s.", ownedBy(tuned), orList(ownerNames(d.Allowed(tunedPart)))))
		fs = append(fs, onTuned(f))
	}
	if d.Splits() && t.Ownership.Tuned() == Unset && t.Ownership.Layers[1].Value.Decided() {
		f := onThreat("S1", SeverityHigh, t, "The model is tuned, and nobody owns the tuned part; whoever tunes it is its model provider: set owner_model_tuned.")
		fs = append(fs, onTuned(f))
	}
	return fs
}

// TunedLayer is what a finding about the model's tuned part names as its layer.
const TunedLayer = "Model-tuned"

func onTuned(f Finding) Finding {
	f.Layer = TunedLayer
	f.ID += "/" + f.Layer
	return f
}

func ownerNames(owners []Owner) []string {
	names := make([]string, len(owners))
	for i, o := range owners {
		names[i] = string(o)
	}
	return names
}

func customerNotTold(fs []Finding, t *Threat, _ string) []Finding {
	o := &t.Ownership
	for i := range Layers {
		if !o.Uninformed(i) {
			continue
		}
		text := fmt.Sprintf("The AI customer holds %s but was not told its duty; tell it and record the day.", Layers[i])
		if o.DutyOn(i) == "" {
			text = fmt.Sprintf("The AI customer holds %s but its duty is not written down; write it and tell the customer.", Layers[i])
		}
		return append(fs, onThreat("S6", SeverityHigh, t, text))
	}
	return fs
}

func withoutPerson(fs []Finding, t *Threat, _ string) []Finding {
	for i := range Layers {
		if t.Ownership.PersonOn(i) != "" {
			return fs
		}
	}
	return append(fs, onThreat("S7", SeverityMedium, t, "No person or team is named; name one who answers for it."))
}

func withoutEvidence(fs []Finding, t *Threat, today string) []Finding {
	o := &t.Ownership
	some := o.Evidence != ""
	for i := range o.Layers {
		some = some || o.Layers[i].Evidence() != ""
	}
	if !some {
		return append(fs, onThreat("S8", SeverityMedium, t, "There is no evidence; record what shows that the owners do their part."))
	}
	if day := o.expired(today); day != "" {
		return append(fs, onThreat("S8", SeverityMedium, t, fmt.Sprintf("Evidence expired on %s; ask for it again or record what took its place.", day)))
	}
	return fs
}

// expired gives the day since which evidence in force on an owned layer is no
// longer good, the oldest of several; "" if all is.
func (o *Ownership) expired(today string) string {
	oldest, owned := "", false
	look := func(evidence, expires string) {
		if evidence != "" && expires != "" && expires < today && (oldest == "" || expires < oldest) {
			oldest = expires
		}
	}
	for i := range o.Layers {
		if o.Layers[i].Value.Decided() {
			owned = true
			look(o.EvidenceOn(i))
		}
	}
	if !owned {
		look(o.Evidence, o.Expires())
	}
	return oldest
}

func idleLead(fs []Finding, t *Threat, _ string) []Finding {
	o := &t.Ownership
	for i := range Layers {
		lead := o.LeadOn(i)
		if lead == "" || o.holds(lead) {
			continue
		}
		return append(fs, onThreat("S9", SeverityMedium, t,
			fmt.Sprintf("%s leads but owns no layer; name a lead among the owners, or give it its layer.", lead)))
	}
	return fs
}

// holds says whether a role holds any layer.
func (o *Ownership) holds(role string) bool {
	for i := range o.Layers {
		if o.Layers[i].Value.Holds(role) {
			return true
		}
	}
	return false
}

// hasPart says whether a row's finding has to do with a layer, so that its
// cell is marked: the finding is on it, or the layer is one that caused it.
func (o *Ownership) hasPart(f Finding, layer int) bool {
	switch f.Rule {
	case "S4":
		return o.LacksLead(layer)
	case "S6":
		return o.Uninformed(layer)
	}
	return f.Layer == Layers[layer] || f.Layer == TunedLayer && layer == LayerIndex(ModelLayer)
}

// Answers gives the role that answers for a layer: the one that holds it, or that leads
// those who share it; "" where nobody does.
func (o *Ownership) Answers(layer string) string {
	i := LayerIndex(layer)
	if i < 0 {
		return ""
	}
	value := o.Layers[i].Value
	switch {
	case !value.Decided():
		return ""
	case value.Shared():
		if lead := o.LeadOn(i); value.Holds(lead) {
			return lead
		}
		return ""
	}
	return string(value)
}
