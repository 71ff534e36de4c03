package model

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"
)

// A Clock is a time by which something must have happened: a decision, the work on a
// threat, the end of an acceptance, a review, a step of an incident.
type Clock struct {
	Of       Key    // the threat or record that it runs on
	What     string // decide, treat, review, acceptance ends, contain …
	From, By string // ISO days, of incidents moments
	Basis    string // by which rule, in words
	Done     string // when it was done; "" while it runs
	Breached bool   // not done in time: late, or past today
}

// What clocks of a threat run on, and where a day comes from that somebody set.
const (
	clockAcceptance = "acceptance ends"
	clockReview     = "review"
	asSet           = "as set on the threat"
)

// DayUnknown stands for the day of what is done, where it was not written down.
const DayUnknown = "?"

// State says how the clock stands on a day.
func (c Clock) State(today string) string {
	switch {
	case c.Done == DayUnknown:
		return "done, nobody wrote when"
	case c.Done != "" && c.Breached:
		return "done late"
	case c.Done != "":
		return "done in time"
	case c.Breached:
		return "overdue"
	case len(c.By) >= len(time.DateOnly) && c.By[:len(time.DateOnly)] == today:
		return "today"
	}
	return "running"
}

// Overdue says whether the clock ran out; an acceptance that ended is opened again instead.
func (c Clock) Overdue(today string) bool {
	return c.What != clockAcceptance && c.State(today) == "overdue"
}

// Clocks are the clocks of a threat on the register's policy, the earliest first.
// Only clocks whose beginning is known run.
func (t *Threat) Clocks(p *Policy, g Grounds) []Clock {
	if t.Status == "closed" || t.Status == "not_applicable" {
		return nil
	}
	var times Times
	var basis [4]string // decide, treat, review, contain
	if level := t.Level(); level.Rated() {
		times, basis = p.Levels[level.Index()], p.basis[level.Index()]
	}
	var clocks []Clock
	day := func(what, basis, from, by, done string) {
		if done != DayUnknown && done > g.Today {
			done = "" // it is not done yet
		}
		if by != "" {
			clocks = append(clocks, Clock{Of: t.Key(), What: what, From: from, By: by, Basis: basis, Done: done,
				Breached: done != DayUnknown && cmp.Or(done, g.Today) > by})
		}
	}
	found := t.Since()
	day("decide", basis[0], found, times.Decide.AfterDay(found), t.Decision.Date)
	treated := t.Response.DoneOn()
	if treated == "" && t.Done() {
		treated = DayUnknown
	}
	if t.Response.Kind == "" || t.Response.Kind == "mitigate" {
		day("treat", basis[1], found, times.Treat.AfterDay(found), treated)
		if t.Exploited() {
			day("contain", basis[3], found, times.Contain.AfterDay(found), treated)
		}
	}
	if t.Urgency.VulnID() != "" && g.Vulnerable != nil {
		if days, _, known := g.Vulnerable(t); known && days > 0 {
			by, _ := daysAfter(found, days)
			day("fix "+t.Urgency.VulnID(), fmt.Sprintf("BOD 26-04: %d days", days), found, by, treated)
		}
	}
	if t.Response.Kind == "accept" || t.Status == "accepted" {
		by := cmp.Or(t.Decision.Expires(), times.Accept.AfterDay(t.Decision.Date))
		day(clockAcceptance, orElse(t.acceptanceBasis(times), "as decided"), t.Decision.Date, by, "")
	}
	next, review := t.Review.Next, asSet
	if next == "" {
		next, review = times.Review.AfterDay(cmp.Or(t.Review.LastAt(), t.Decision.Date, found)), basis[2]
	}
	day(clockReview, review, cmp.Or(t.Review.LastAt(), t.Decision.Date, found), next, "")
	slices.SortStableFunc(clocks, func(a, b Clock) int { return cmp.Compare(a.By, b.By) })
	return clocks
}

// Exploited says whether it is known that somebody does it: to this flaw anywhere, or here.
func (t *Threat) Exploited() bool {
	return t.Urgency.KEV == "yes" || t.Urgency.Exploitation == "active"
}

// acceptanceBasis says where the end of an acceptance comes from; "" if it was
// decided.
func (t *Threat) acceptanceBasis(times Times) string {
	if t.Decision.Expires() != "" || times.Accept.Count == 0 {
		return ""
	}
	return "policy: at most " + times.Accept.Words() + " at " + t.Level().String()
}

// flawClocks are the clocks of a vulnerability that is still open: by the directive
// where enough is known of it, and by the day that was set.
func flawClocks(s *Sheet, g Grounds) []Clock {
	if s.Get("state") != "open" && s.Get("state") != "" {
		return nil
	}
	var clocks []Clock
	run := func(by, basis string) {
		clocks = append(clocks, Clock{Of: s.Key(), What: "fix " + orElse(s.Get("flaw"), s.ID), From: s.Get("identified"), By: by, Basis: basis, Breached: g.Today > by})
	}
	if g.Vulnerable != nil {
		if days, _, known := g.Vulnerable(s.asThreat()); known && days > 0 {
			if by, ok := daysAfter(s.Get("identified"), days); ok {
				run(by, fmt.Sprintf("BOD 26-04: %d days", days))
			}
		}
	}
	if due := s.Get("due"); due != "" {
		run(due, "as set on the vulnerability")
	}
	return clocks
}

// asThreat is a vulnerability as the directive asks about it.
func (s *Sheet) asThreat() *Threat {
	exposure := map[string]string{"yes": "open", "no": "small"}[s.Get("exposed")]
	return &Threat{Urgency: Urgency{UrgencyMore: &UrgencyMore{VulnID: s.Get("flaw")}, KEV: s.Get("kev"), Exposure: exposure, Automatable: s.Get("automatable"), TechnicalImpact: s.Get("technical_impact")}}
}

// EachClock gives the clocks of all threats, incidents and vulnerabilities, one after
// the other: there may be very many.
func EachClock(r *Register, g Grounds) iter.Seq[Clock] {
	return func(yield func(Clock) bool) {
		p := r.Policy()
		give := func(clocks []Clock) bool {
			for _, c := range clocks {
				if !yield(c) {
					return false
				}
			}
			return true
		}
		for _, t := range r.Threats() {
			if !give(t.Clocks(&p, g)) {
				return
			}
		}
		for _, s := range r.Sheets(KindIncident) {
			if !give(incidentClocks(s, &p, g.Today)) {
				return
			}
		}
		for _, s := range r.Sheets(KindVulnerability) {
			if !give(flawClocks(s, g)) {
				return
			}
		}
	}
}

// AllClocks are those of EachClock, breached ones first, then by the day.
func AllClocks(r *Register, g Grounds) []Clock {
	clocks := slices.Collect(EachClock(r, g))
	SortClocks(clocks)
	return clocks
}

// SortClocks puts clocks in the order in which they press: those that ran out, those
// that run, those that are done, each by its day.
func SortClocks(clocks []Clock) {
	running := func(c Clock) bool { return c.Done == "" }
	slices.SortStableFunc(clocks, func(a, b Clock) int {
		return cmp.Or(
			-cmp.Compare(bit(running(a) && a.Breached), bit(running(b) && b.Breached)),
			-cmp.Compare(bit(running(a)), bit(running(b))),
			cmp.Compare(a.By, b.By), CompareIDs(a.Of.ID, b.Of.ID), cmp.Compare(a.What, b.What))
	})
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
