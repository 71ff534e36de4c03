package model

import (
	"slices"
	"strings"
)

// An Answering gives the answers of a register one after the other. It keeps what the
// checks say of each threat, so that an answer costs the threats that changed since the
// last one and a look at the notes on the rest.
type Answering struct {
	of       *Register
	version  uint64 // of the register that the verdicts are true for
	on       judgedOn
	threats  []*Threat
	verdicts []verdict // of threats, in the same places
	tied     ties
}

// judgedOn is all that verdicts go by beside the threat and the sheets that name it; what
// the rules go by counts as they count it.
type judgedOn struct {
	today           string
	owned, answered uint32
	roles, ended    string // of the assessed party; records of evidence
	matrix          Matrix
	policy          Policy
	methods         *Method // the first of the library's list, and how many
	many            int
}

// A verdict is what the checks of the answer say of one threat: for each a bit if it looks
// at the threat, and one if it finds it good.
type verdict struct {
	id                 string   // of the threat, here as the checks read all verdicts and few threats
	duties             []string // of the customer, on its layers
	of, good           threatChecks
	cells, shown       uint8  // a bit for each layer: E10 looks at it, and finds evidence in date
	category, activity uint8  // as a digest has them
	architecture       uint32 // a bit for each part that it touches
	audit              auditNotes
}

// threatChecks are those that go by one threat at a time.
type threatChecks uint16

const (
	checkRated threatChecks = 1 << iota
	checkOrdered
	checkDecided
	checkMitigated
	checkOwned
	checkDetected
	checkTimed
	checkReviewed
	checkAccepted
	checkRepeated
	// No checks, but what they say with it:
	checkLive       // the threat is one still
	checkSlow       // a time was not kept
	checkUnmeasured // nobody wrote when it was found or done
	checkUnanswered // a rating has no answers to do again: its level is held against the matrix alone
)

// auditNotes are what the audit guidelines count.
type auditNotes uint8

const (
	auditInfra auditNotes = 1 << iota // a live threat to the infrastructure
	auditRated
	auditAhead // its review lies ahead
	auditCategory
	auditHeld // live, and the customer holds a part
	auditTold
	auditLive
	auditNamed // each of its ratings names the method and version that it was made by
)

// Answer computes the answer as NewAnswer does.
func (k *Answering) Answer(r *Register, g Grounds, lib Library, p Proof) *Answer {
	a := &Answer{AsOf: g.Today}
	a.assessed(r)
	c := newChecker(k, r, g, lib, a.Roles)
	a.Checks = c.all(p)
	a.Suggested = suggest(a.Checks)
	a.Given = a.Suggested
	if s := r.answer(); s.Get("override") != "" && s.Get("override_reason") != "" && s.Get("by") != "" {
		a.Given, a.Overridden = s.Get("override"), s.Get("override") != a.Suggested
	}
	control := ImportedControlOf(r, lib)
	a.Own, a.Guides = control.Steps(r, a.Roles, g.Today), control.Guides(a.Roles)
	a.Guidelines = guidelinesOf(c, a, control)
	a.Standards = standardsOf(c, a, control)
	a.Block = blockOf(c, a)
	a.Lint = a.lint(r)
	return a
}

// judgedOn gives what the verdicts go by now.
func (c *checker) judgedOn() judgedOn {
	on := judgedOn{today: c.g.Today, owned: c.askedOwned, answered: c.askedAnswered,
		roles: strings.Join(c.roles, "\x00"), matrix: c.r.Settings().Matrix, policy: c.r.Policy(), many: len(c.lib.Methods)}
	for _, s := range c.ended {
		on.ended += s.ID + "\x00"
	}
	if on.many > 0 {
		on.methods = &c.lib.Methods[0]
	}
	return on
}

// bring brings the verdicts to the register as it is now.
func (k *Answering) bring(c *checker) {
	on := c.judgedOn()
	same := k.of == c.r && k.on == on && c.r.digests != nil
	k.of, k.on = c.r, on
	if !same || !k.follow(c) {
		k.threats, k.verdicts, k.tied = k.threats[:0], k.verdicts[:0], ties{}
		for t, d := range c.r.walk() {
			k.threats, k.verdicts = append(k.threats, t), append(k.verdicts, verdict{})
			k.judge(c, len(k.threats)-1, t, d)
		}
	}
	k.version = c.r.version
}

// follow judges the threats anew that changed, if it is known which.
func (k *Answering) follow(c *checker) bool {
	traces, known := c.r.trail.after(k.version)
	if !known {
		return false
	}
	for _, one := range traces {
		switch one.act {
		case taken:
			k.take(one.at)
			k.threats, k.verdicts = slices.Delete(k.threats, one.at, one.at+1), slices.Delete(k.verdicts, one.at, one.at+1)
		case put:
			k.threats, k.verdicts = slices.Insert(k.threats, one.at, nil), slices.Insert(k.verdicts, one.at, verdict{})
		default:
			k.take(one.at)
		}
	}
	for at, t := range k.threats { // those taken out of the sums, wherever they stand by now
		if t != nil {
			continue
		}
		d := &c.r.digests[at]
		if t = c.r.threats[at]; !d.made {
			*d = newDigest(t)
		}
		k.threats[at] = t
		k.judge(c, at, t, d)
	}
	return true
}

// take takes a threat out of the sums; it is nil then, until it is judged.
func (k *Answering) take(at int) {
	if t := k.threats[at]; t != nil && k.verdicts[at].of&checkLive != 0 {
		k.tied.count(t, -1)
	}
	k.threats[at] = nil
}

// judge writes down what is to be said of the threat at a place.
func (k *Answering) judge(c *checker, at int, t *Threat, d *digest) {
	k.verdicts[at] = c.judge(t, d)
	if k.verdicts[at].of&checkLive != 0 {
		k.tied.count(t, 1)
	}
}

// judge asks every check about a threat.
func (c *checker) judge(t *Threat, d *digest) (v verdict) {
	v.id = t.ID
	note := func(check threatChecks, good bool) {
		if v.of |= check; good {
			v.good |= check
		}
	}
	if has, again := c.repeated(t); has {
		note(checkRepeated, again)
		note(checkUnanswered, t.unanswered())
	}
	if t.Class.Category != "" {
		v.audit |= auditCategory
	}
	if t.Gone() {
		return v
	}
	answered, owned := d.answeredOn(t, &c.g, c.askedAnswered), d.ownedOn(t, c.g.Today, &c.owners, c.askedOwned)
	note(checkLive, true)
	note(checkRated, t.Ratings[Inherent].Placed() && t.Ratings[Current].Placed() && !t.Unreasoned() && !breaks(answered, "Q1", "Q2"))
	note(checkOrdered, t.Level().Rated())
	if high(t) {
		note(checkDecided, c.hasDecision(t))
		note(checkDetected, c.g.Noticed(t))
	}
	if t.Response.Kind == "mitigate" {
		note(checkMitigated, c.hasControl(t))
	}
	note(checkOwned, !breaks(owned, ownedRules...))
	slow, unknown := c.kept(t.Clocks(&c.on.policy, c.g))
	unknown = unknown || t.Since() == ""
	note(checkTimed, !slow && !unknown)
	if slow {
		v.of |= checkSlow
	}
	if unknown {
		v.of |= checkUnmeasured
	}
	looked := max(t.Review.LastAt(), t.Decision.Date, t.Response.Identified)
	note(checkReviewed, t.Review.Next >= c.g.Today && c.within(looked, year))
	if carried(t) {
		decision := t.Decision
		note(checkAccepted, !breaks(answered, "Q3", "Q4", "D6") && decision.By != "" && decision.Date != "" && (decision.Expires() == "" || decision.Expires() >= c.g.Today))
	}
	c.judgeCells(t, &v)
	v.category, v.activity = d.rows[ByCategory], d.rows[ByActivity]
	for _, name := range t.Class.Architecture {
		if i := slices.Index(architectureParts, name); i >= 0 {
			v.architecture |= 1 << i
		}
	}
	if v.audit |= c.audited(t); v.audit&auditHeld != 0 {
		v.duties = t.Ownership.customerDuties()
	}
	return v
}

// judgeCells looks at the cells in which a provider other than the assessed party has a
// part: what it does there is known by evidence obtained from it.
func (c *checker) judgeCells(t *Threat, v *verdict) {
	for i := range t.Ownership.Layers {
		others := slices.ContainsFunc(t.Ownership.Layers[i].Value.Roles(), func(role string) bool { return role != AIC && !slices.Contains(c.roles, role) })
		if !others {
			continue
		}
		if v.cells |= 1 << i; c.inDate(&t.Ownership, i) {
			v.shown |= 1 << i
		}
	}
}

var architectureParts = values(architectures)

// breaks says whether one of the findings is by one of some rules.
func breaks(fs []Finding, rules ...string) bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return slices.Contains(rules, f.Rule) })
}

// ties counts threats that only their ids tell apart from another one.
type ties struct {
	shared map[placing]int
	n      int
}

// A placing is what gives a threat its place in Rank's order, but for the id.
type placing struct {
	level             Level
	urgency, exposure int
	decided, known    string
}

// count counts a threat in, or with -1 out.
func (x *ties) count(t *Threat, by int) {
	if x.shared == nil {
		x.shared = map[placing]int{}
	}
	key := placing{t.Level(), urgencyRank(t.Response.SLAClass), exposureRank(t.Urgency.Exposure), t.Decision.Date, t.Response.Identified}
	n := x.shared[key]
	x.n += tied(n+by) - tied(n)
	if x.shared[key] = n + by; n+by == 0 {
		delete(x.shared, key)
	}
}

// tied is how many of so many equal threats are tied: one alone is not.
func tied(n int) int {
	if n < 2 {
		return 0
	}
	return n
}
