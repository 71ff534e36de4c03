package model

import (
	"fmt"
	"slices"
	"strings"
)

// A Policy is how soon things must happen: the register's own, where it says
// something, else parry's. Every term can be changed by a field of the record
// "policy".
type Policy struct {
	Version   string
	Levels    [len(Levels)]Times               // by Level.Index
	incidents [mostIncidentKinds]IncidentTimes // by the place of the kind in its list
	basis     [len(Levels)][4]string           // in words: decide, treat, review, contain
}

// mostIncidentKinds is how many kinds of incident there are at most.
const mostIncidentKinds = 8

// Times are the terms of a level.
type Times struct {
	Decide Term // from the day it was identified until somebody has decided
	Treat  Term // from that day until the work is done
	Accept Term // how long an acceptance may hold; none: not without the board
	Review Term // from one look to the next
	// Contain runs beside Treat where the threat is known to be exploited: by then it must
	// not spread, though it may not be mended yet.
	Contain Term
}

// IncidentTimes are the terms of a kind of incident, from the moment it was noticed.
type IncidentTimes struct {
	Acknowledge, Contain, Tell, Close Term
}

// policyPart is one term of a policy: its field, and parry's own value.
type policyPart struct {
	field, title, own string
	at                func(*Policy) *Term
}

// ownPolicy names parry's own terms.
const ownPolicy = "parry 1"

// ownTimes are parry's own terms by level: decide, treat, accept, review, contain.
var ownTimes = [len(Levels)][5]string{
	VL - 1: {"", "", "365d", "365d", ""},
	L - 1:  {"", "180d", "365d", "365d", ""},
	M - 1:  {"", "90d", "180d", "182d", ""},
	H - 1:  {"5d", "30d", "90d", "91d", ""},
	VH - 1: {"2wd", "14d", "", "30d", "24h"},
}

// ownIncidents are parry's own terms by kind of incident: acknowledge, contain, tell
// the customers, close.
var ownIncidents = map[string][4]string{
	"data leak":       {"30m", "4h", "24h", ""},
	"hijacked agent":  {"15m", "15m", "", ""},
	"poisoned source": {"", "4h", "", "24h"},
	"harmful output":  {"", "8h", "", ""},
	"leaked key":      {"", "1h", "", ""},
}

// policyParts are all terms of a policy, in the order in which a form shows them.
var policyParts = func() []policyPart {
	var parts []policyPart
	for _, level := range slices.Backward(Levels[:]) {
		name, own := strings.ToLower(level.String()), ownTimes[level.Index()]
		for i, part := range []struct{ word, title string }{{"decide", "decide within"}, {"treat", "treat within"}, {"accept", "accept for at most"}, {"review", "review every"}, {"contain", "contain within, if exploited"}} {
			parts = append(parts, policyPart{name + "_" + part.word, level.String() + ": " + part.title, own[i], func(p *Policy) *Term {
				t := &p.Levels[level.Index()]
				return [...]*Term{&t.Decide, &t.Treat, &t.Accept, &t.Review, &t.Contain}[i]
			}})
		}
	}
	return append(parts, incidentParts()...)
}()

func incidentParts() []policyPart {
	var parts []policyPart
	for at, kind := range incidentKinds {
		own := ownIncidents[kind.Value]
		for i, part := range []struct{ word, title string }{{"acknowledge", "acknowledge within"}, {"contain", "contain within"}, {"tell", "tell customers within"}, {"close", "close within"}} {
			field := strings.ReplaceAll(kind.Value, " ", "_") + "_" + part.word
			parts = append(parts, policyPart{field, kind.Value + ": " + part.title, own[i], func(p *Policy) *Term {
				t := &p.incidents[at]
				return [...]*Term{&t.Acknowledge, &t.Contain, &t.Tell, &t.Close}[i]
			}})
		}
	}
	return parts
}

// policyFields are the fields of the record "policy".
func policyFields() []SheetField {
	fields := []SheetField{{Name: "version", Title: "Version"}, {Name: "approved_by", Title: "Approved by"}, {Name: "notes", Title: "Notes", Sort: LongText}}
	for _, part := range policyParts {
		fields = append(fields, SheetField{Name: part.field, Title: part.title, Sort: TermOf, Usually: part.own})
	}
	return fields
}

// Policy is what the register goes by: parry's own terms, and over them what its
// record says; "-" there sets no time.
func (r *Register) Policy() Policy { return policyOf(r.Sheet(KindPolicy, string(KindPolicy))) }

func policyOf(s *Sheet) Policy {
	p := Policy{Version: policyVersion(s)}
	for _, part := range policyParts {
		*part.at(&p) = termOf(s, part.field, part.own)
	}
	for i, t := range p.Levels {
		for k, term := range []struct {
			what string
			term Term
		}{{"decide", t.Decide}, {"treat", t.Treat}, {"look again", t.Review}, {"contain what is exploited", t.Contain}} {
			p.basis[i][k] = fmt.Sprintf("policy %s: %s within %s at %s", p.Version, term.what, term.term.Words(), Levels[i])
		}
	}
	return p
}

func policyVersion(s *Sheet) string {
	if s != nil && s.Get("version") != "" {
		return s.Get("version")
	}
	return ownPolicy
}

// termOf is a term as the record says it, which may be nil, else parry's own.
func termOf(s *Sheet, field, own string) Term {
	if s != nil && s.Get(field) != "" {
		own = s.Get(field)
	}
	term, _ := ParseTerm(own) // a field was read when it was set
	return term
}

// acceptTerms are how long a risk may be accepted at each level, by which policy: the part
// of it that rules on one threat go by.
type acceptTerms struct {
	version string
	terms   [len(Levels)]Term
}

func (r *Register) acceptTerms() acceptTerms {
	s := r.Sheet(KindPolicy, string(KindPolicy))
	a := acceptTerms{version: policyVersion(s)}
	for i, level := range Levels {
		a.terms[i] = termOf(s, strings.ToLower(level.String())+"_accept", ownTimes[i][2])
	}
	return a
}

// Of gives the times of a level; none of one that is not assessed.
func (p *Policy) Of(level Level) Times {
	if !level.Rated() {
		return Times{}
	}
	return p.Levels[level.Index()]
}

// OfIncident gives the times of a kind of incident.
func (p *Policy) OfIncident(kind string) IncidentTimes {
	at := slices.IndexFunc(incidentKinds, func(c Choice) bool { return c.Value == kind })
	if at < 0 {
		return IncidentTimes{}
	}
	return p.incidents[at]
}
