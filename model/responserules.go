package model

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Grounds are what the rules about rating, response and review go by, beside the
// threat: the day, how much is tolerated, and how soon a vulnerability must be
// dealt with.
type Grounds struct {
	Today    string    // an ISO day
	Appetite Tolerance // the highest level that is tolerated
	// Vulnerable gives the days, counted from the day it was identified, that a threat
	// with a vulnerability leaves, and whether its traces must be looked at; known is
	// false where too little is said, and days are 0 where no day is set. Nil judges
	// none.
	Vulnerable func(*Threat) (days int, forensics, known bool)
	owners     ownerGrounds // what the rules about owners go by
	accepts    acceptTerms  // how long the policy lets a risk be accepted
	// Links say which controls and detections speak of the threat; nil if none do.
	Links *Links
}

// any says whether a sheet of a kind that names the threat is as asked.
func (g *Grounds) any(t *Threat, kind Kind, is func(*Sheet) bool) bool {
	return g.Links != nil && slices.ContainsFunc(g.Links.ToThreat(t.ID, kind), is)
}

// The days in which a high risk must be decided, and in which a test of a detection
// speaks for it.
const (
	decideWithin = 5
	testHolds    = 90
)

// responseRules are Q1 to Q11 and Q13, D6 and D7. Each looks first and allocates only where
// something is wrong.
var responseRules = [...]func(fs []Finding, t *Threat, g *Grounds) []Finding{
	aboveInherent, loweredByNothing, acceptanceIncomplete, acceptanceExpired, reviewOverdue, dueOverdue,
	dueTooLate, withoutDetection, aboveAppetite, undecided, treatedTooEarly, testTooOld, decidedOtherwise, acceptedTooLong,
}

// CheckResponse gives the findings of rules Q1 to Q11 and Q13 on one threat, by rule.
func CheckResponse(t *Threat, g Grounds) []Finding { return responseFindings(nil, t, &g) }

func responseFindings(fs []Finding, t *Threat, g *Grounds) []Finding {
	for _, rule := range responseRules {
		fs = rule(fs, t, g)
	}
	return fs
}

// Risen says whether a side is higher now than before any control: one of the two ratings
// is wrong.
func (t *Threat) Risen() bool {
	before, now := &t.Ratings[Inherent], &t.Ratings[Current]
	return turned(now.Likelihood, before.Likelihood) || turned(now.Impact, before.Impact)
}

// LoweredByNothing says whether a side is lower now than before any control, and none that
// is live stands for it, on record or in words.
func (g *Grounds) LoweredByNothing(t *Threat) bool {
	before, now := &t.Ratings[Inherent], &t.Ratings[Current]
	return (turned(before.Likelihood, now.Likelihood) || turned(before.Impact, now.Impact)) &&
		t.Response.ControlsInPlace == "" && !g.any(t, KindControl, (*Sheet).Counts)
}

func aboveInherent(fs []Finding, t *Threat, _ *Grounds) []Finding {
	if t.Risen() {
		before, now := &t.Ratings[Inherent], &t.Ratings[Current]
		fs = append(fs, onThreat("Q1", SeverityHigh, t, fmt.Sprintf(
			"Current %s is above inherent %s; controls cannot make it worse: rate one of them again.", pairOf(now), pairOf(before))))
	}
	return fs
}

func pairOf(r *Rating) string {
	return fmt.Sprintf("%s x %s", orDash(r.Likelihood.String()), orDash(r.Impact.String()))
}

func orDash(text string) string { return orElse(text, "-") }

func loweredByNothing(fs []Finding, t *Threat, g *Grounds) []Finding {
	if g.LoweredByNothing(t) {
		before, now := &t.Ratings[Inherent], &t.Ratings[Current]
		fs = append(fs, onThreat("Q2", SeverityHigh, t, fmt.Sprintf(
			"Current %s is below inherent %s, and no live control stands for it; name the control, or rate current again.", pairOf(now), pairOf(before))))
	}
	return fs
}

func acceptanceIncomplete(fs []Finding, t *Threat, _ *Grounds) []Finding {
	d := &t.Decision
	if t.Status != "accepted" && t.Response.Kind != "accept" || d.By != "" && d.Date != "" && d.Expires() != "" {
		return fs
	}
	var lacks []string
	for _, part := range []struct{ value, name string }{{d.By, "who approved it"}, {d.Date, "when"}, {d.Expires(), "until when"}} {
		if part.value == "" {
			lacks = append(lacks, part.name)
		}
	}
	return append(fs, onThreat("Q3", SeverityMedium, t, "The risk is accepted, but it does not stand here "+orList(lacks)+"; write it down."))
}

func acceptanceExpired(fs []Finding, t *Threat, g *Grounds) []Finding {
	if t.AcceptanceExpired(g.Today) {
		fs = append(fs, onThreat("Q4", SeverityHigh, t, fmt.Sprintf(
			"The acceptance ended on %s: the threat is open again; decide anew.", t.Decision.Expires())))
	}
	return fs
}

func reviewOverdue(fs []Finding, t *Threat, g *Grounds) []Finding {
	if next := t.Review.Next; next != "" && next < g.Today {
		fs = append(fs, onThreat("Q5", SeverityMedium, t, fmt.Sprintf("The review was due on %s; look at the threat again and set the next day.", next)))
	}
	return fs
}

func dueOverdue(fs []Finding, t *Threat, g *Grounds) []Finding {
	if t.Late(g.Today) {
		fs = append(fs, onThreat("Q6", SeverityMedium, t, fmt.Sprintf("It was due on %s and is %s; finish it, or decide on another day.", t.Response.Due, orElse(t.Status, "without a status"))))
	}
	return fs
}

func dueTooLate(fs []Finding, t *Threat, g *Grounds) []Finding {
	if t.Urgency.VulnID() == "" || g.Vulnerable == nil {
		return fs
	}
	days, forensics, known := g.Vulnerable(t)
	if !known {
		return fs
	}
	late := ""
	if last, ok := daysAfter(t.Response.Identified, days); ok && days > 0 && t.Response.Due > last {
		late = fmt.Sprintf("%s is due on %s, later than BOD 26-04 allows: %d days from %s end on %s",
			t.Urgency.VulnID(), t.Response.Due, days, t.Response.Identified, last)
	}
	looked := t.Urgency.Forensics() != ""
	switch {
	case late != "" && forensics && !looked:
		late += ", and its traces must be looked at, of which nothing is recorded; bring it forward and record what was found."
	case late != "":
		late += "; bring it forward."
	case forensics && !looked:
		late = fmt.Sprintf("BOD 26-04 wants the traces of %s looked at, and nothing is recorded; look, and write down what was found.", t.Urgency.VulnID())
	default:
		return fs
	}
	return append(fs, onThreat("Q7", SeverityHigh, t, late))
}

// daysAfter gives the day that lies some days after another; false if that is none.
func daysAfter(day string, days int) (string, bool) {
	from, err := ParseDay(day)
	if err != nil {
		return "", false
	}
	return from.AddDate(0, 0, days).Format(time.DateOnly), true
}

// passed says whether more than some days lie between a day and today.
func passed(day, today string, days int) bool {
	from, err := ParseDay(day)
	to, err2 := ParseDay(today)
	return err == nil && err2 == nil && from.AddDate(0, 0, days).Before(to)
}

func withoutDetection(fs []Finding, t *Threat, g *Grounds) []Finding {
	if t.Ratings[Inherent].Level < H || t.Response.Detection != "" && t.Response.DetectionTested != "" || g.any(t, KindDetection, (*Sheet).triedOut) {
		return fs
	}
	text := ", and nothing would notice it; build a detection and test it."
	if t.Response.Detection != "" || g.any(t, KindDetection, func(s *Sheet) bool { return s.Get("state") != "none" }) {
		text = ", and its detection was never tested; test it."
	}
	return append(fs, onThreat("Q8", SeverityMedium, t, "It is "+t.Ratings[Inherent].Level.String()+" before controls"+text))
}

// triedOut says whether a detection was tested, or has noticed the real thing.
func (s *Sheet) triedOut() bool {
	return s.Get("tested_on") != "" && s.Get("result") != "failed" || s.Get("state") == "fired"
}

func aboveAppetite(fs []Finding, t *Threat, g *Grounds) []Finding {
	if level := t.Ratings[Current].Level; g.Appetite.Above(t, level) {
		if g.Links != nil && g.Links.CarriedBy(t, g.Appetite, g.Today) != nil {
			return fs // the next higher authority has decided
		}
		fs = append(fs, onThreat("Q9", SeverityHigh, t, fmt.Sprintf(
			"Current is %s, above what is tolerated (%s); lower it, or have the next higher authority decide.", level, g.Appetite.For(t))))
	}
	return fs
}

func undecided(fs []Finding, t *Threat, g *Grounds) []Finding {
	if t.Ratings[Current].Level < H || t.Decision.Date != "" && t.Decision.Date <= g.Today {
		return fs
	}
	if since := t.Since(); passed(since, g.Today, decideWithin) {
		fs = append(fs, onThreat("Q10", SeverityHigh, t, fmt.Sprintf(
			"Current is %s, and nobody has decided since %s, more than %d days; decide what to do.", t.Ratings[Current].Level, since, decideWithin)))
	}
	return fs
}

// decidedOtherwise (D6) holds what a threat says of its decision against the decisions on
// record: what is carried at moderate or above needs one that shows the authority, and what
// the newest one says the threat must say too.
func decidedOtherwise(fs []Finding, t *Threat, g *Grounds) []Finding {
	if t.Gone() || g.Links == nil {
		return fs
	}
	newest := g.Links.Decided(t.ID)
	if newest == nil {
		if needed, _ := g.Appetite.mustCarry(t); carried(t) && t.Level() >= M {
			fs = append(fs, onThreat("D6", SeverityHigh, t, fmt.Sprintf("It is carried at %s on the word of %s alone; it needs a decision on record by %s, with evidence.",
				t.Level(), orElse(t.Decision.By, "nobody"), AuthorityFor(needed))))
		}
		return fs
	}
	for _, side := range []struct{ what, said, decided string }{
		{"the response", t.Response.Kind, newest.Get("response")}, {"who approved it", t.Decision.By, newest.Get("by")},
		{"when", t.Decision.Date, newest.Get("on")}, {"until when", t.Decision.Expires(), newest.Get("until")},
	} {
		if side.said != side.decided {
			return append(fs, onThreat("D6", SeverityHigh, t, fmt.Sprintf("Of %s it says %s, and %s says %s; take a new decision, or put back what was decided.",
				side.what, orElse(side.said, "nothing"), newest.ID, orElse(side.decided, "nothing"))))
		}
	}
	return fs
}

// acceptedTooLong (D7) holds the end of an acceptance against what the policy allows at the
// level; who may accept at a level without a term is for D1 and D6.
func acceptedTooLong(fs []Finding, t *Threat, g *Grounds) []Finding {
	level, until := t.Level(), t.Decision.Expires()
	if until == "" || !level.Rated() || t.Gone() || t.Status != "accepted" && t.Response.Kind != "accept" {
		return fs
	}
	term := g.accepts.terms[level.Index()]
	if last := term.AfterDay(t.Decision.Date); last != "" && until > last {
		fs = append(fs, onThreat("D7", SeverityMedium, t, fmt.Sprintf("It is accepted until %s, and policy %s allows at most %s at %s, which is until %s; decide anew with an earlier end.",
			until, g.accepts.version, term.Words(), level, last)))
	}
	return fs
}

func treatedTooEarly(fs []Finding, t *Threat, g *Grounds) []Finding {
	if t.Status == "treated" && (t.Response.ControlsPlanned != "" || g.any(t, KindControl, (*Sheet).Awaited)) {
		fs = append(fs, onThreat("Q11", SeverityMedium, t, "It is called treated, and a control is still planned; finish that, or say that it is in treatment."))
	}
	return fs
}

// testTooOld looks at the newest day on which a detection of the threat did its work; at
// tests that failed only where there is no other.
func testTooOld(fs []Finding, t *Threat, g *Grounds) []Finding {
	worked, failed := g.Tried(t)
	if newest := cmp.Or(max(worked, t.Response.DetectionTested), failed); passed(newest, g.Today, testHolds) {
		fs = append(fs, onThreat("Q13", SeverityMedium, t, fmt.Sprintf(
			"The detection was last tested on %s, more than %d days ago; test it again.", newest, testHolds)))
	}
	return fs
}

// Tried gives the newest day on which a detection of the threat noticed a test or the real
// thing, and the newest on which one failed; "" if there is none.
func (g *Grounds) Tried(t *Threat) (worked, failed string) {
	if t.Response.Detection != "" {
		worked = t.Response.DetectionTested
	}
	if g.Links == nil {
		return worked, ""
	}
	for _, s := range g.Links.ToThreat(t.ID, KindDetection) {
		if s.Get("result") == "failed" {
			failed = max(failed, s.Get("tested_on"))
			continue
		}
		worked = max(worked, s.Get("tested_on"), s.Get("fired_on"))
	}
	return worked, failed
}

// Noticed says whether a detection did so within the days for which a test holds.
func (g *Grounds) Noticed(t *Threat) bool {
	day, _ := g.Tried(t)
	return day != "" && day <= g.Today && !passed(day, g.Today, testHolds)
}
