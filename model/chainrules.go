package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// An ownerGrounds is what the rules about owners go by beside the threat and the day. Two
// that are equal find the same.
type ownerGrounds struct {
	deployment Deployment
	excepted   *Exceptions
	links      *Links
	chain      *chain
}

// A chain is what is known of the parties that play the roles.
type chain struct {
	ours    map[string]bool   // roles that the assessed party plays; nil if no party is marked so
	lacking map[string]string // by role upstream: what nobody has of the party that plays it
}

// chainOf reads the parties: only where one of them is marked as the assessed one is it
// known who is upstream of whom.
func chainOf(r *Register) *chain {
	if r.chain != nil && r.chainAt == r.sheets {
		return r.chain
	}
	c := &chain{}
	played := map[string]bool{}
	parties := r.Sheets(KindParty)
	for _, p := range parties {
		if p.Get("assessed") != "yes" {
			continue
		}
		if c.ours == nil {
			c.ours = map[string]bool{}
		}
		for _, role := range p.List("roles") {
			c.ours[role] = true
		}
	}
	if c.ours != nil {
		c.lacking = map[string]string{}
		for _, p := range parties {
			c.upstream(r, p, played)
		}
		for _, role := range Roles {
			if role != AIC && !c.ours[role] && !played[role] {
				c.lacking[role] = "no party is recorded that plays it"
			}
		}
	}
	if r.chain == nil || (c.ours == nil) != (r.chain.ours == nil) || !maps.Equal(c.ours, r.chain.ours) || !maps.Equal(c.lacking, r.chain.lacking) {
		r.chain = c // else whoever holds the one before holds what is so
	}
	r.chainAt = r.sheets
	return r.chain
}

// upstream notes what is lacking of a party that is not the assessed one.
func (c *chain) upstream(r *Register, p *Sheet, played map[string]bool) {
	if p.Get("assessed") == "yes" {
		return
	}
	lacks := ""
	contact := p.Get("contact") != "" || len(r.Links().To(p.Key(), KindContact)) > 0
	switch {
	case p.Get("contract") == "" && !contact:
		lacks = p.Name() + " has neither contract nor security contact on record"
	case p.Get("contract") == "":
		lacks = p.Name() + " has no contract on record"
	case !contact:
		lacks = p.Name() + " has no security contact on record"
	}
	for _, role := range p.List("roles") {
		if role == AIC || c.ours[role] {
			continue
		}
		played[role] = true
		if lacks != "" {
			c.lacking[role] = lacks
		}
	}
}

func ownerGroundsOf(r *Register, today string) ownerGrounds {
	return ownerGrounds{r.Deployment(), r.Exceptions(today), r.Links(), chainOf(r)}
}

// sameHands finds who checks his own work: a control whose tester built it, and a risk
// from moderate up that its own owner carries.
func sameHands(fs []Finding, t *Threat, g *ownerGrounds) []Finding {
	if g.links != nil {
		for _, c := range g.links.ToThreat(t.ID, KindControl) {
			if who := c.Get("builder"); who != "" && strings.EqualFold(who, c.Get("tester")) {
				return append(fs, onThreat("S11", SeverityMedium, t, fmt.Sprintf("%s built and tested the control %s; have somebody else test it.", who, c.ID)))
			}
		}
	}
	carried := t.Response.Kind == "accept" || t.Response.Kind == "transfer"
	if who := t.Decision.By; carried && who != "" && t.Level() >= M && strings.EqualFold(who, t.Ownership.Person) {
		return append(fs, onThreat("S11", SeverityMedium, t, who+" owns the threat and approved that it is carried; have somebody above decide."))
	}
	return fs
}

// blindUpstream finds an owner upstream of whom too little is known to hold him to it.
func blindUpstream(fs []Finding, t *Threat, g *ownerGrounds) []Finding {
	if g.chain == nil || len(g.chain.lacking) == 0 {
		return fs
	}
	for i := range Layers {
		for _, role := range t.Ownership.Layers[i].Value.Roles() {
			if lacks := g.chain.lacking[role]; lacks != "" {
				return append(fs, onThreat("S12", SeverityMedium, t, fmt.Sprintf("%s holds %s: %s; record it, or who answers in its place.", role, Layers[i], lacks)))
			}
		}
	}
	return fs
}

// unagreed finds a control on a layer whose owner has not agreed to it.
func unagreed(fs []Finding, t *Threat, g *ownerGrounds) []Finding {
	if g.links == nil {
		return fs
	}
	for _, c := range g.links.ToThreat(t.ID, KindControl) {
		layer := LayerIndex(c.Get("layer"))
		if layer < 0 || c.Get("agreed_on") != "" || !c.Counts() && !c.Awaited() {
			continue
		}
		value := t.Ownership.Layers[layer].Value
		if !value.Decided() || g.chain != nil && g.chain.ours != nil && slices.ContainsFunc(value.Roles(), func(role string) bool { return g.chain.ours[role] }) {
			continue
		}
		return append(fs, onThreat("S14", SeverityMedium, t, fmt.Sprintf("The control %s sits on %s, which is %s, and no agreement is on record; record the day on which they agreed.", c.ID, Layers[layer], ownedBy(value))))
	}
	return fs
}

// What is much on one pair of shoulders: threats that are high or worse for a person, and
// parts in a hundred of the cells that one role owns alone.
const (
	muchForOne  = 5
	muchOfCells = 60
)

// Informed gives the findings for information only: S10 for each cell that differs from
// TVM-13's own ownership, and S13 where much rests on one person or role. They are no
// reason to act, and stand in no count.
func Informed(r *Register) []Finding {
	var fs []Finding
	people, sole, cells := map[string]int{}, map[string]int{}, 0
	for _, t := range r.Threats() {
		for i := range Layers {
			value := t.Ownership.Layers[i].Value
			if !value.Decided() {
				continue
			}
			cells++
			if !value.Shared() {
				sole[string(value)]++
			}
			if value != baseline[i] {
				fs = append(fs, onCell("S10", SeverityInfo, t, i, fmt.Sprintf("%s is %s; in TVM-13 it is %s.", Layers[i], ownedBy(value), ownedBy(baseline[i]))))
			}
		}
		if who := t.Ownership.Person; who != "" && t.Level() >= H && !t.Done() {
			people[who]++
		}
	}
	return append(fs, concentrations(people, sole, cells)...)
}

func concentrations(people, sole map[string]int, cells int) []Finding {
	var fs []Finding
	add := func(name, text string) {
		fs = append(fs, Finding{ID: "S13/" + name, Rule: "S13", Severity: SeverityInfo, Record: name, Text: text})
	}
	for who, n := range people {
		if n > muchForOne {
			add(who, fmt.Sprintf("%s answers for %d threats that are high or very high; see whether that is too much for one.", who, n))
		}
	}
	for role, n := range sole {
		if 100*n > muchOfCells*cells {
			add(role, fmt.Sprintf("%s owns %d of %d cells alone; see what follows if it fails.", role, n, cells))
		}
	}
	slices.SortFunc(fs, func(a, b Finding) int { return strings.Compare(a.ID, b.ID) })
	return fs
}
