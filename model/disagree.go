package model

import (
	"fmt"
	"slices"
)

// Disagreements says in words where the methods that rated one state of a
// threat do not agree. Levels and severities are compared as levels, what to
// do as a place on each publisher's own scale; the two are not compared with
// each other, since how big a risk is does not say how soon to act. What is
// left out of the library cannot be compared.
func Disagreements(t *Threat, s State, lib Library) []string {
	var sizes, urgencies []opinion
	for _, r := range t.RatingsOf(s) {
		m, _ := lib.Method(r.Method)
		o := opinionOf(r, m)
		switch {
		case r.Verdict().Outcome != "" && o.at >= 0:
			urgencies = append(urgencies, o)
		case o.level.Rated():
			sizes = append(sizes, o)
		}
	}
	return append(unlike(sizes, sizesApart), unlike(urgencies, urgenciesApart)...)
}

// An opinion is what one rating says, ready to be held against another.
type opinion struct {
	who, says string
	level     Level   // of a size, by the publisher's words where it has no level
	at        float64 // of an outcome: 0 the lowest of its scale, 1 the highest
	flaw      bool    // it judges a vulnerability, not the threat
}

func opinionOf(r *Rating, m Method) opinion {
	o := opinion{who: m.ID, says: r.Word(), level: r.Level, at: -1, flaw: m.Judges == JudgesVulnerabilities}
	if o.who == "" {
		o.who = r.Basis()
	}
	if !o.level.Rated() {
		o.level = m.Severities[r.Word()]
		if r.Verdict().Scored && r.Override() == "" {
			o.says = r.Verdict().Words()
		}
	}
	if place := slices.Index(m.Results, r.Word()); place >= 0 && len(m.Results) > 1 {
		o.at = float64(place) / float64(len(m.Results)-1)
	}
	return o
}

// unlike tells of every pair that lies apart.
func unlike(all []opinion, apart func(a, b opinion) string) []string {
	var lines []string
	for i, a := range all {
		for _, b := range all[i+1:] {
			if line := apart(a, b); line != "" {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

func sizesApart(a, b opinion) string {
	steps := int(a.level) - int(b.level)
	if steps == 0 {
		return ""
	}
	if steps < 0 {
		steps = -steps
	}
	far := "one step apart"
	if steps > 1 {
		far = fmt.Sprintf("%d steps apart", steps)
	}
	line := fmt.Sprintf("%s says %s, %s says %s: %s", a.who, a.says, b.who, b.says, far)
	if a.flaw != b.flaw {
		line += "; one judges the flaw, the other the threat, so say why they differ"
	}
	return line
}

// farApart is how far outcomes of two scales may lie apart, of the whole
// scale, before they contradict each other.
const farApart = 0.6

func urgenciesApart(a, b opinion) string {
	if d := a.at - b.at; d < farApart && -d < farApart {
		return ""
	}
	return fmt.Sprintf("%s says %s, %s says %s: near opposite ends of their scales", a.who, a.says, b.who, b.says)
}
