package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// learn keeps an incident and its threats together: each names the incident, and one
// that nobody had thought of makes a draft threat, for triage to look at.
func (d *Draft) learn(s *Sheet) error {
	if s.Get("match") == "new" && s.Get("threats") == "" && s.Get("title") != "" {
		id := d.NewThreatID()
		d.Put(&Threat{ID: id, Title: s.Get("title"), Status: "draft", ThreatMore: &ThreatMore{Origin: "incident"}})
		s.Values["threats"] = id
		d.Also("draft threat " + id)
	}
	for _, id := range s.List("threats") {
		if d.Get(Key{KindThreat, id}) == nil {
			continue // a name that is not there is a draft too
		}
		err := d.EditThreat(id, func(t *Threat) error {
			if !slices.Contains(t.Response.Incidents(), s.ID) {
				t.Response.Change(func(m *ResponseMore) { m.Incidents = append(m.Incidents, s.ID) })
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// knewOf says whether a threat that the incident names was known by the day on which it was
// noticed; also where those days do not stand here, and the record's own word must do.
func (r *Register) knewOf(s *Sheet) bool {
	noticed, named := s.Get("detected"), false
	if len(noticed) < len(time.DateOnly) {
		return true
	}
	for _, id := range s.List("threats") {
		if t := r.Threat(id); t != nil {
			if named = true; t.Since() <= noticed[:len(time.DateOnly)] {
				return true
			}
		}
	}
	return !named
}

// KnownBefore counts the incidents that came true as a threat which the register knew of by
// then, and all that were held against it: the best measure of what a register is worth.
func KnownBefore(r *Register) (known, all int) {
	for _, s := range r.Sheets(KindIncident) {
		switch s.Get("match") {
		case "realised", "near miss":
			known += bit(r.knewOf(s))
			all++
		case "new":
			all++
		}
	}
	return known, all
}

// A lawTerm is a time that a law gives, from the moment an incident was noticed.
type lawTerm struct {
	law, what string
	term      Term
	field     string // of the moment at which it is met
}

// lawTerms are the clocks of the laws, in their order. That DORA counts from the
// moment an incident is classified is told with it; parry counts from when it was
// noticed, which is never later.
var lawTerms = []lawTerm{
	{"GDPR", "notice to the authority (Art. 33)", Term{72, "h"}, "regulator_told"},
	{"NIS2", "early warning", Term{24, "h"}, "regulator_told"},
	{"NIS2", "notice", Term{72, "h"}, "regulator_told"},
	{"NIS2", "report", Term{30, "d"}, "closed"},
	{"DORA", "first notice, counted from noticing", Term{4, "h"}, "regulator_told"},
	{"AI Act", "notice (Art. 73)", Term{15, "d"}, "regulator_told"},
	{"AI Act, death", "notice (Art. 73)", Term{10, "d"}, "regulator_told"},
	{"AI Act, widespread", "notice (Art. 73)", Term{2, "d"}, "regulator_told"},
}

// incidentClocks are the clocks of one incident: those of the policy for its kind and
// those of the laws.
func incidentClocks(s *Sheet, p *Policy, today string) []Clock {
	start, err := ParseMoment(s.Get("detected"))
	if err != nil {
		return nil
	}
	var clocks []Clock
	run := func(what, basis, field string, term Term) {
		if term.Count > 0 {
			clocks = append(clocks, runClock(Clock{Of: s.Key(), What: what, Basis: basis}, start, term.After(start), s.Get(field), today))
		}
	}
	times := p.OfIncident(s.Get("kind"))
	run("acknowledge", "policy "+p.Version+": "+times.Acknowledge.Words(), "acknowledged", times.Acknowledge)
	run("contain", "policy "+p.Version+": "+times.Contain.Words(), "contained", times.Contain)
	run("tell the customers", "policy "+p.Version+": "+times.Tell.Words(), "customer_told", times.Tell)
	run("close", "policy "+p.Version+": "+times.Close.Words(), "closed", times.Close)
	for _, law := range lawTerms {
		if slices.Contains(s.List("laws"), law.law) {
			run(strings.TrimSpace(law.law+" "+law.what), fmt.Sprintf("%s: %s", law.law, law.term.Words()), law.field, law.term)
		}
	}
	return clocks
}

// runClock says how a clock stands: done in time or late, running, or breached. A day
// alone counts as met until its end.
func runClock(c Clock, start, end time.Time, done, today string) Clock {
	if len(done) >= len(time.DateOnly) && done[:len(time.DateOnly)] > today {
		done = "" // not yet
	}
	c.From, c.By = start.Format(momentLayout), end.Format(momentLayout)
	met, err := ParseMoment(done)
	switch {
	case err == nil && len(done) == len(time.DateOnly):
		c.Done, c.Breached = done, done > end.Format(time.DateOnly)
	case err == nil:
		c.Done, c.Breached = done, met.After(end)
	default:
		c.Breached = today > end.Format(time.DateOnly)
	}
	return c
}
