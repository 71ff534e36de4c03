package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Frozen says why a sheet cannot be changed: a decision that was taken stays what it
// was. Nil if it can.
func (s *Sheet) Frozen() error {
	if s.Of == KindDecision && s.Get("state") == DecisionTaken && s.Get("recorded_at") != "" {
		return fmt.Errorf("%s was taken on %s and is frozen; a change is a new decision", s.ID, s.Get("on"))
	}
	return nil
}

// take takes a decision: what it rested on is written into it, by whom and when it
// was recorded, and what was decided into its threats. From then on it is frozen.
func (d *Draft) take(s *Sheet) error {
	for _, need := range []struct{ field, what string }{{"threats", "the threats that it is about"}, {"response", "what is decided: mitigate, accept, transfer or avoid"},
		{"by", "who approved it"}, {"on", "the day"}} {
		if s.Get(need.field) == "" {
			return fmt.Errorf("%s cannot be taken yet: it lacks %s (%s); it stays a draft", s.ID, need.what, need.field)
		}
	}
	var grounds []Ground
	for _, id := range s.List("threats") {
		t, ok := d.Get(Key{KindThreat, id}).(*Threat)
		if !ok || t == nil {
			return fmt.Errorf("%s cannot be taken: %w", s.ID, NoThreat(id))
		}
		grounds = append(grounds, groundOf(t))
	}
	for i, field := range []string{"framework", "inputs", "path", "outcome", "override"} {
		if text := groundTexts(grounds, i); text != "" {
			s.Values[field] = text
		}
	}
	s.Values["recorded_by"], s.Values["recorded_at"] = d.by, d.at.UTC().Format(time.RFC3339)
	for _, id := range s.List("threats") {
		if err := d.EditThreat(id, func(t *Threat) error { t.decided(s); return nil }); err != nil {
			return err
		}
	}
	d.Also(s.Get("response") + " " + s.Get("threats"))
	return nil
}

// A Ground is what a decision about one threat rested on.
type Ground struct {
	Threat                                     string
	Framework, Inputs, Path, Outcome, Override string
}

// groundOf gives what is known of a threat now: its current rating, else the inherent
// one.
func groundOf(t *Threat) Ground {
	state, r := Current, &t.Ratings[Current]
	if !r.Level.Rated() {
		state, r = Inherent, &t.Ratings[Inherent]
	}
	g := Ground{Threat: t.ID, Framework: r.Basis(), Inputs: r.Answers().String(), Path: strings.Join(r.Path(), "; "), Outcome: state.String() + " " + r.Cell()}
	if r.Override() != "" {
		g.Override = r.Override() + ": " + orElse(r.OverrideReason(), "no reason given")
	}
	return g
}

// groundTexts joins one part of the grounds, each with its threat where there are
// several.
func groundTexts(grounds []Ground, part int) string {
	var lines []string
	for _, g := range grounds {
		text := [...]string{g.Framework, g.Inputs, g.Path, g.Outcome, g.Override}[part]
		switch {
		case text == "":
		case len(grounds) > 1:
			lines = append(lines, g.Threat+": "+text)
		default:
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// statusAfter is the status that a response brings, where work does not say more.
var statusAfter = map[string]string{"accept": "accepted", "transfer": "transferred", "avoid": "avoided"}

// decided writes a decision into the threat.
func (t *Threat) decided(s *Sheet) {
	t.Response.Kind = s.Get("response")
	t.Decision = Decision{By: s.Get("by"), Date: s.Get("on"), DecisionMore: &DecisionMore{Expires: s.Get("until"), Reason: s.Get("reason"), Conditions: s.Get("conditions")}}
	switch status := statusAfter[t.Response.Kind]; {
	case status != "":
		t.Status = status
	case slices.Contains([]string{"", "draft", "open", "accepted", "transferred", "avoided"}, t.Status):
		t.Status = "in_treatment"
	}
}

// mayCarry is the highest level that an authority may decide on.
var mayCarry = map[string]Level{"risk owner": L, "head of function": M, "CISO": H, "board": VH}

// AuthorityFor names the authority that a level needs; "" of one that is not
// assessed.
func AuthorityFor(level Level) string {
	for _, a := range authorities {
		if level.Rated() && level <= mayCarry[a.Value] {
			return a.Value
		}
	}
	return ""
}

// restedOn says why a record cannot be taken out: a decision that was taken names it, and
// another one under its id would be taken for it.
func (r *Register) restedOn(key Key) error {
	for _, s := range r.Links().To(key, KindDecision) {
		if s.Frozen() != nil {
			return Refuse(fmt.Errorf("%s rests on %s, which was taken and is frozen: it stays; close or retire it instead", s.ID, key.ID))
		}
	}
	return nil
}

// mustCarry is the level that an authority must be able to carry to decide on a threat:
// its own, or the next higher where that is above what is tolerated of it.
func (o Tolerance) mustCarry(t *Threat) (needed Level, above bool) {
	level := t.Level()
	if o.Above(t, level) {
		return min(level+1, VH), true
	}
	return level, false
}

// AuthorityOver names the authority that a decision to carry the threat needs.
func (r *Register) AuthorityOver(t *Threat) string {
	needed, _ := r.Tolerance().mustCarry(t)
	return AuthorityFor(needed)
}

// Decided gives the decision that stands for a threat: the last one that was taken about
// it, which replaces those before; nil if there is none.
func (l *Links) Decided(threat string) *Sheet {
	var last *Sheet
	for _, s := range l.ToThreat(threat, KindDecision) {
		if s.Frozen() != nil && (last == nil || s.Get("recorded_at") >= last.Get("recorded_at")) {
			last = s
		}
	}
	return last
}

// carries says whether a decision leaves the risk as it is: who lowers or ends it needs no
// authority to carry it.
func (s *Sheet) carries() bool {
	return s.Get("response") == "accept" || s.Get("response") == "transfer"
}

// CarriedBy gives the decision that carries the threat as it is, on a day: the one that
// stands, by an authority that may, begun and not ended; nil if there is none.
func (l *Links) CarriedBy(t *Threat, o Tolerance, today string) *Sheet {
	s := l.Decided(t.ID)
	if s == nil || !s.carries() || s.Get("on") > today || s.Get("until") < today {
		return nil
	}
	needed, _ := o.mustCarry(t)
	if may, known := mayCarry[s.Get("authority")]; !known || may < needed {
		return nil
	}
	return s
}

// DecisionFindings are what is wrong with the decisions that stand, by decision; one that
// later decisions replaced for all its threats is history, and nothing is to be mended in it:
//
//	D1  the approver's authority is below the level of a threat, or below the next
//	    higher one where the threat is above the appetite
//	D2  a risk was split: threats of the same asset and technique were accepted one
//	    by one, by an authority that could not have carried the highest of them
//	D3  who approved it recorded it
//	D4  no evidence stands for the approval
//	D5  it names a record that is not there
//
// D6 and D7 speak of threats, and stand among their rules.
func DecisionFindings(r *Register) []Finding {
	var fs []Finding
	standing := r.standing()
	for _, one := range standing {
		s := one.Sheet
		fs = append(fs, d1(r, one)...)
		fs = append(fs, d2(one, standing)...)
		if by := s.Get("by"); strings.EqualFold(by, s.Get("recorded_by")) {
			fs = append(fs, onSheet("D3", SeverityMedium, s, fmt.Sprintf("%s approved it and recorded it; have somebody else confirm it.", by)))
		}
		if !r.evidenced(s) {
			fs = append(fs, onSheet("D4", SeverityMedium, s, "Nothing shows that it was approved (not evidenced); take a new decision that names the minutes, mail or ticket."))
		}
		for _, key := range r.Dangling(s) {
			fs = append(fs, onSheet("D5", SeverityInfo, s, fmt.Sprintf("It names the %s %s, which is not there any more.", key.Kind, key.ID)))
		}
	}
	return fs
}

// evidenced says whether one record of evidence at least that a decision names is there.
func (r *Register) evidenced(s *Sheet) bool {
	return slices.ContainsFunc(s.List("evidence"), func(id string) bool { return r.Sheet(KindEvidence, id) != nil })
}

// Evidenced is evidenced for who prints it.
func (r *Register) Evidenced(decision *Sheet) bool { return r.evidenced(decision) }

// A standing is a decision, and the threats that it still stands for.
type standing struct {
	*Sheet
	threats []*Threat
}

// standing are the decisions that were taken and not replaced, in the order of their ids.
func (r *Register) standing() []standing {
	var all []standing
	for _, s := range r.Sheets(KindDecision) {
		if s.Frozen() == nil {
			continue
		}
		one := standing{Sheet: s}
		for _, id := range s.List("threats") {
			if t := r.Threat(id); t != nil && r.Links().Decided(id) == s {
				one.threats = append(one.threats, t)
			}
		}
		if len(one.threats) > 0 {
			all = append(all, one)
		}
	}
	return all
}

// onSheet is a finding on a record that is no threat.
func onSheet(rule string, severity Severity, s *Sheet, text string) Finding {
	return Finding{ID: rule + "/" + s.ID, Rule: rule, Severity: severity, Record: s.ID, Text: text}
}

func d1(r *Register, s standing) []Finding {
	carries, known := mayCarry[s.Get("authority")]
	if !s.carries() {
		return nil
	}
	for _, t := range s.threats {
		if t.Gone() {
			continue
		}
		level := t.Level()
		if !level.Rated() {
			return []Finding{onSheet("D1", SeverityHigh, s.Sheet, fmt.Sprintf("It carries %s, which nobody has rated: no authority follows; rate it and decide anew.", t.ID))}
		}
		needed, above := r.Tolerance().mustCarry(t)
		is := level.String()
		if above {
			is += ", above the appetite " + r.Tolerance().For(t).String()
		}
		switch {
		case !known && needed > L:
			return []Finding{onSheet("D1", SeverityHigh, s.Sheet, fmt.Sprintf("It carries %s at %s, and whose authority that was does not stand here; it needs %s.", t.ID, is, AuthorityFor(needed)))}
		case known && needed > carries:
			return []Finding{onSheet("D1", SeverityHigh, s.Sheet, fmt.Sprintf("%s may carry up to %s, and %s is %s; it needs %s.", s.Get("authority"), carries, t.ID, is, AuthorityFor(needed)))}
		}
	}
	return nil
}

func d2(s standing, all []standing) []Finding {
	if s.Get("response") != "accept" {
		return nil
	}
	for _, other := range all {
		if other.Sheet == s.Sheet || other.Get("response") != "accept" || CompareIDs(other.ID, s.ID) > 0 {
			continue
		}
		if a, b, worst := split(s, other); worst > max(mayCarry[s.Get("authority")], mayCarry[other.Get("authority")]) {
			return []Finding{onSheet("D2", SeverityHigh, s.Sheet, fmt.Sprintf(
				"%s here and %s in %s share an asset and a technique; taken together they are %s before controls, which needs %s: decide them as one.", a, b, other.ID, worst, AuthorityFor(worst)))}
		}
	}
	return nil
}

// split finds among the threats of two decisions the pair that shares an asset and a
// technique, of several the one that is highest before controls, and that level.
func split(one, two standing) (a, b string, worst Level) {
	for _, t := range one.threats {
		for _, u := range two.threats {
			if t == u || !share(t.Statement.Assets, u.Statement.Assets) || !share(t.Class.ATLAS, u.Class.ATLAS) {
				continue
			}
			if level := max(t.Ratings[Inherent].Level, u.Ratings[Inherent].Level); level > worst {
				a, b, worst = t.ID, u.ID, level
			}
		}
	}
	return a, b, worst
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool { return strings.EqualFold(x, y) })
	})
}
