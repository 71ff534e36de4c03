package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// An AnswerCheck is one of E1 to E17: how many of the things that it looks at are as they must
// be. n and the failing ones add up to m.
type AnswerCheck struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Passed   bool     `json:"passed"`
	N        int      `json:"n"`
	M        int      `json:"m"`
	Failing  []string `json:"failing"`  // a threat, THREAT/LAYER, another record, or what is missing
	Excepted []string `json:"excepted"` // those of the failing that somebody accepted for a time
	Note     string   `json:"note,omitempty"`
	rigid    bool     // no exception covers it
	whole    bool     // an exception covers the check as such
	ends     []string // of the excepted, in their order: the day on which that ends
	barred   string   // an exception that does not count
	since    string   // a statement that there is nothing must be of that day or later
}

// Covered says whether dated exceptions cover all that fails.
func (c *AnswerCheck) Covered() bool {
	return !c.rigid && !c.Passed && (c.whole || c.M > 0 && len(c.Excepted) == len(c.Failing))
}

// Threats are the ids of the threats that fail, each once.
func (c *AnswerCheck) Threats(r *Register) []string {
	var ids []string
	for _, f := range c.Failing {
		id, _, _ := strings.Cut(f, "/")
		if r.Threat(id) != nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// A checker makes the checks of one register on one day.
type checker struct {
	r        *Register
	g        Grounds
	excepted *Exceptions
	live     []*Threat            // those that are none any more left out
	broken   map[string][]Finding // by threat, accepted ones too
	checks   []AnswerCheck
	ended    []*Sheet // evidence that ran out
}

// answerChecks gives E1 to E17. roles are those of the assessed party.
func answerChecks(r *Register, g Grounds, lib Library, p Proof, roles []string) []AnswerCheck {
	k := &checker{r: r, g: g, excepted: r.Exceptions(g.Today), broken: map[string][]Finding{}}
	for _, s := range r.Sheets(KindEvidence) {
		if end := s.Get("expires"); end != "" && end < g.Today {
			k.ended = append(k.ended, s)
		}
	}
	all := g
	all.owners.excepted = nil
	for _, t := range r.Threats() {
		if !t.Gone() {
			k.live = append(k.live, t)
			k.broken[t.ID] = CheckThreat(t, all)
		}
	}
	k.method()
	k.rated()
	k.ordered()
	k.decided()
	k.mitigated()
	k.categories()
	k.activities()
	k.architecture()
	k.owned()
	k.provided(roles)
	k.detected()
	k.timed()
	k.incidents()
	k.reviewed()
	k.accepted()
	k.proved(lib, p)
	k.reachable()
	return k.checks
}

// begin adds a check.
func (k *checker) begin(id, title string) *AnswerCheck {
	c := AnswerCheck{ID: id, Title: title, Failing: []string{}, Excepted: []string{}}
	c.rigid = slices.Contains([]string{"E1", "E2", "E3", "E4", "E16"}, id)
	c.whole = !c.rigid && k.excepted.Of(id) != nil
	c.since, _ = daysAfter(k.g.Today, -year)
	k.checks = append(k.checks, c)
	return &k.checks[len(k.checks)-1]
}

// take counts one thing in.
func (k *checker) take(c *AnswerCheck, id string, good bool) {
	c.M++
	if good {
		c.N++
		return
	}
	c.Failing = append(c.Failing, id)
	switch s := cmp.Or(k.excepted.Of(c.ID+"/"+id), k.excepted.Of(c.ID)); {
	case s == nil:
	case c.rigid:
		c.barred = fmt.Sprintf("%s excepts %s/%s, and that does not count: %s cannot be excepted", s.ID, c.ID, id, c.ID)
	default:
		k.except(c, id, s.Get("until"))
	}
}

// except notes that what fails is accepted until a day.
func (k *checker) except(c *AnswerCheck, id, until string) {
	if !slices.Contains(c.Excepted, id) {
		c.Excepted, c.ends = append(c.Excepted, id), append(c.ends, until)
	}
}

// end says whether the check passes: all of it, and not nothing. What attests that there is
// nothing to look at counts as the one thing that was, where that may be so.
func (k *checker) end(c *AnswerCheck) {
	attested := k.r.attestedCheck(c.ID, k.g.Today)
	if c.M == 0 && attested != nil && holdsChoice(emptyChecks, c.ID) && attested.Get("on") >= c.since {
		c.N, c.M, c.Note = 1, 1, "nothing to look at, says "+attested.ID
	}
	c.Passed = c.M > 0 && c.N == c.M
	if c.barred != "" {
		c.Note = strings.TrimPrefix(c.Note+"; "+c.barred, "; ")
	}
	if c.M > 0 || c.Note != "" {
		return
	}
	c.Note = "there is nothing to look at, and that does not pass"
	switch {
	case attested != nil && holdsChoice(emptyChecks, c.ID):
		c.Note += fmt.Sprintf("; what %s says is of %s, and it must be of %s or later", attested.ID, attested.Get("on"), c.since)
	case holdsChoice(emptyChecks, c.ID):
		c.Note += fmt.Sprintf(": if it is so, say it: record attestation check=%s why=… by=… on=…", c.ID)
	case attested != nil:
		c.Note += fmt.Sprintf("; %s says that it is so, which would be an exception, and %s has none", attested.ID, c.ID)
	case c.rigid:
		c.Note += ", whoever says that it is so: override the answer, with the reason"
	}
}

func holdsChoice(choices []Choice, value string) bool {
	return slices.ContainsFunc(choices, func(c Choice) bool { return c.Value == value })
}

// each makes a check of some threats.
func (k *checker) each(id, title string, of, good func(*Threat) bool) {
	c := k.begin(id, title)
	for _, t := range k.live {
		if of == nil || of(t) {
			k.take(c, t.ID, good(t))
		}
	}
	k.end(c)
}

// breaks says whether a threat breaks one of some rules, and whether all such findings
// are accepted.
func (k *checker) breaks(t *Threat, rules ...string) (breaks, accepted bool) {
	accepted = true
	for _, f := range k.broken[t.ID] {
		if slices.Contains(rules, f.Rule) {
			breaks = true
			accepted = accepted && k.excepted.Of(f.ID) != nil
		}
	}
	return breaks, breaks && accepted
}

// acceptedUntil is the day on which the first of some accepted findings of a threat stands
// again.
func (k *checker) acceptedUntil(t *Threat, rules ...string) (until string) {
	for _, f := range k.broken[t.ID] {
		if s := k.excepted.Of(f.ID); s != nil && slices.Contains(rules, f.Rule) && (until == "" || s.Get("until") < until) {
			until = s.Get("until")
		}
	}
	return until
}

// within says whether a day lies at most some days before today.
func (k *checker) within(day string, days int) bool {
	return day != "" && day <= k.g.Today && !passed(day, k.g.Today, days)
}

// high says whether a threat was, or is, high before or after controls.
func high(t *Threat) bool { return t.Ratings[Inherent].Level >= H || t.Ratings[Current].Level >= H }

func (k *checker) method() {
	c := k.begin("E1", "the method is approved and in date")
	a := k.r.Approval(k.g.Today)
	good := a.Stands && a.By != nil && a.By.Get("by") != "" && a.By.Get("on") <= k.g.Today
	k.take(c, "approval", good)
	if !good {
		c.Note = a.Words()
		if a.Stands {
			c.Note = "no record says who approved it and when"
		}
	}
	k.end(c)
}

// rated asks for inherent and current, each with its reason: the words of the inherent
// one, and for another current one the live control that explains it.
func (k *checker) rated() {
	k.each("E2", "every live threat is rated, with reasons", nil, func(t *Threat) bool {
		odd, _ := k.breaks(t, "Q1", "Q2")
		return t.Ratings[Inherent].Placed() && t.Ratings[Current].Placed() && !t.Unreasoned() && !odd
	})
}

func (k *checker) ordered() {
	k.each("E3", "every live threat has its place in one order", nil, func(t *Threat) bool { return t.Level().Rated() })
	c := &k.checks[len(k.checks)-1]
	if c.Note == "" {
		c.Note = fmt.Sprintf("by level, urgency, exposure, oldest decision, longest known, then id; %d are told apart by their ids alone", Ties(k.live))
	}
}

func (k *checker) decided() {
	k.each("E4", "every high threat has a decision with framework path, approver and date", high, k.hasDecision)
}

// hasDecision looks for a decision on record that keeps its path; or who and when on the
// threat itself, beside a rating that a method made.
func (k *checker) hasDecision(t *Threat) bool {
	for _, s := range k.g.Links.ToThreat(t.ID, KindDecision) {
		if s.Frozen() != nil && s.Get("inputs") != "" && s.Get("path") != "" && s.Get("by") != "" && s.Get("on") <= k.g.Today {
			return true
		}
	}
	r := &t.Ratings[Current]
	if !r.Level.Rated() {
		r = &t.Ratings[Inherent]
	}
	d := t.Decision
	return d.By != "" && d.Date != "" && d.Date <= k.g.Today && r.byMethod() && len(r.Answers()) > 0 && len(r.Path()) > 0
}

func (k *checker) mitigated() {
	k.each("E5", "every mitigation has a control that is live or dated", func(t *Threat) bool { return t.Response.Kind == "mitigate" }, func(t *Threat) bool {
		if t.Response.ControlsInPlace != "" || t.Response.ControlsPlanned != "" && t.Response.Due >= k.g.Today {
			return true
		}
		return k.g.any(t, KindControl, func(s *Sheet) bool { return s.Counts() || s.Awaited() && s.Get("due") >= k.g.Today })
	})
}

// covers makes a check of names that live threats must cover, or somebody attest.
func (k *checker) covers(id, title, field string, names []string, of func(*Threat) []string) {
	c, have := k.begin(id, title), map[string]bool{}
	for _, t := range k.live {
		for _, name := range of(t) {
			have[name] = true
		}
	}
	for _, name := range names {
		k.take(c, name, have[name] || k.r.Attested(field, name, k.g.Today) != nil)
	}
	k.end(c)
}

func (k *checker) categories() {
	k.covers("E6", "every category has a threat, or somebody attests none", "category", values(Categories), func(t *Threat) []string { return []string{t.Class.Category} })
}

func (k *checker) activities() {
	var names []string
	for _, a := range Activities {
		if a.TVM13 {
			names = append(names, a.Name)
		}
	}
	k.covers("E7", "every activity of TVM-13 has a threat, or somebody attests none", "activity", names, func(t *Threat) []string { return []string{t.Class.Activity} })
}

func (k *checker) architecture() {
	k.covers("E8", "every part of the architecture has a threat, or somebody attests none", "architecture", values(architectures), func(t *Threat) []string { return t.Class.Architecture })
}

func (k *checker) owned() {
	c := k.begin("E9", "no threat has an open finding of S1 to S5")
	for _, t := range k.live {
		breaks, accepted := k.breaks(t, "S1", "S2", "S3", "S4", "S5")
		k.take(c, t.ID, !breaks)
		if breaks && accepted {
			k.except(c, t.ID, k.acceptedUntil(t, "S1", "S2", "S3", "S4", "S5"))
		}
	}
	k.end(c)
}

// provided looks at the cells in which a provider other than the assessed party has a
// part: what it does there is known by evidence obtained from it.
func (k *checker) provided(roles []string) {
	c := k.begin("E10", "every cell that a provider owns has evidence in date")
	for _, t := range k.live {
		for i, l := range t.Ownership.Layers {
			others := slices.ContainsFunc(l.Value.Roles(), func(role string) bool { return role != AIC && !slices.Contains(roles, role) })
			if others {
				k.take(c, t.ID+"/"+Layers[i], k.inDate(&t.Ownership, i))
			}
		}
	}
	k.end(c)
}

// inDate says whether the evidence of a cell holds: its own end, and that of the records
// that it cites.
func (k *checker) inDate(o *Ownership, layer int) bool {
	text, end := o.EvidenceOn(layer)
	if text == "" || end != "" && end < k.g.Today {
		return false
	}
	return !slices.ContainsFunc(k.ended, func(s *Sheet) bool { return holdsWord(text, s.ID) })
}

// detected counts tests of the last 90 days. The client sets how many must have one.
func (k *checker) detected() {
	k.each("E11", "high threats have a detection that was tested within 90 days", high, func(t *Threat) bool {
		if t.Response.Detection != "" && k.within(t.Response.DetectionTested, testHolds) {
			return true
		}
		return k.g.any(t, KindDetection, func(s *Sheet) bool {
			return s.Get("result") != "failed" && k.within(max(s.Get("tested_on"), s.Get("fired_on")), testHolds)
		})
	})
	c, target := &k.checks[len(k.checks)-1], 100
	if n := atoi(k.r.answer().Get("detection_target")); n > 0 {
		target = n
	}
	c.Passed = c.M > 0 && c.N*100 >= target*c.M
	if c.Note == "" {
		c.Note = fmt.Sprintf("the client asks for %d %%", target)
	}
}

func atoi(text string) (n int) {
	_, _ = fmt.Sscan(text, &n) // "" is none
	return n
}

// timed asks for a policy that somebody approved, and of each threat and incident that its
// times were measured and kept. Who was late and is done fails for a year.
func (k *checker) timed() {
	c := k.begin("E12", "response times are set by a policy, measured, and kept")
	sheet, policy := k.r.Sheet(KindPolicy, string(KindPolicy)), k.r.Policy()
	approved := sheet != nil && sheet.Get("approved_by") != ""
	k.take(c, "policy", approved)
	var late, unmeasured []string
	look := func(id string, begun bool, clocks []Clock) {
		slow, unknown := k.kept(clocks)
		if unknown = unknown || !begun; slow {
			late = append(late, id)
		} else if unknown {
			unmeasured = append(unmeasured, id)
		}
		k.take(c, id, !slow && !unknown)
	}
	for _, t := range k.live {
		look(t.ID, t.Since() != "", t.Clocks(&policy, k.g))
	}
	for _, s := range k.r.Sheets(KindIncident) {
		look(s.ID, s.Get("detected") != "", incidentClocks(s, &policy, k.g.Today))
	}
	var notes []string
	if len(late) > 0 {
		notes = append(notes, "late: "+someOfThem(late))
	}
	if len(unmeasured) > 0 {
		notes = append(notes, "not measured, since nobody wrote when it was found or done: "+someOfThem(unmeasured))
	}
	if !approved {
		notes = append(notes, "parry's own times hold until somebody approves them: record policy approved_by=…")
	}
	c.Note = strings.Join(notes, "; ")
	k.end(c)
}

// kept says whether a time is overdue, or was missed within a year, and whether something
// was done on a day that nobody wrote down. Reviews and acceptances are other checks'.
func (k *checker) kept(clocks []Clock) (late, unknown bool) {
	for _, c := range clocks {
		switch {
		case c.What == clockReview, c.What == clockAcceptance:
		case c.Done == DayUnknown:
			unknown = true
		case c.Breached:
			late = late || c.Done == "" || k.within(c.Done[:min(len(c.Done), len(k.g.Today))], year)
		}
	}
	return late, unknown
}

func (k *checker) incidents() {
	c, last := k.begin("E13", "every incident since the last snapshot was held against the register"), ""
	for _, s := range k.r.Snapshots() {
		last = max(last, s.Day)
	}
	c.since = max(c.since, last)
	for _, s := range k.r.Sheets(KindIncident) {
		if day := s.Get("detected"); day != "" && last != "" && day[:min(len(day), len(last))] < last {
			continue
		}
		on := s.Get("reviewed_on")
		k.take(c, s.ID, s.Get("match") != "" && on != "" && on <= k.g.Today)
	}
	k.end(c)
}

// How many days a look at what others report, and at a threat, may be old.
const (
	quarter = 92
	year    = 366
)

func (k *checker) reviewed() {
	c := k.begin("E14", "no review is overdue; a look at intelligence each quarter, at every threat each year")
	fresh := slices.ContainsFunc(k.r.Sheets(KindIntelligence), func(s *Sheet) bool {
		return k.within(s.Get("on"), quarter) && s.Get("result") != ""
	})
	k.take(c, "intelligence", fresh)
	for _, t := range k.live {
		looked := max(t.Review.LastAt(), t.Decision.Date, t.Response.Identified)
		k.take(c, t.ID, t.Review.Next >= k.g.Today && k.within(looked, year))
	}
	if len(c.Failing) > 0 && c.Failing[0] == "intelligence" {
		c.Note = "no look at intelligence within a quarter: record intelligence source=… on=… result=…"
	}
	k.end(c)
}

func carried(t *Threat) bool {
	return t.Response.Kind == "accept" || t.Response.Kind == "transfer" || t.Status == "accepted" || t.Status == "transferred"
}

func (k *checker) accepted() {
	beyond, taken := map[string]bool{}, k.r.taken()
	for _, s := range taken {
		if d1(k.r, s) != nil || d2(k.r, s, taken) != nil {
			for _, id := range s.List("threats") {
				beyond[id] = true
			}
		}
	}
	k.each("E15", "no acceptance has ended, or is above the approver's authority", carried, func(t *Threat) bool {
		odd, _ := k.breaks(t, "Q3", "Q4", "D6")
		d := t.Decision
		return !odd && !beyond[t.ID] && d.By != "" && d.Date != "" && (d.Expires() == "" || d.Expires() >= k.g.Today)
	})
}

// proved does each rating again, and takes in what the store found of the history.
func (k *checker) proved(lib Library, p Proof) {
	c, wrong := k.begin("E16", "ratings done again come out the same, and the chain of changes is whole"), map[string]bool{}
	_, differ := Reperform(k.r, lib)
	for _, d := range differ {
		wrong[d.Threat] = true
	}
	matrix := k.r.Settings().Matrix
	for _, t := range k.r.Threats() {
		rated := false
		for i := range t.Ratings {
			r := &t.Ratings[i]
			rated = rated || r.Placed() || len(r.Answers()) > 0
			if r.Placed() && !r.byMethod() && !r.overrides().Rated() && r.Level != matrix.Level(r.Likelihood, r.Impact) {
				wrong[t.ID] = true
			}
		}
		if rated {
			k.take(c, t.ID, !wrong[t.ID])
		}
	}
	k.take(c, "history", p.Done && len(p.Problems) == 0)
	switch {
	case !p.Done:
		c.Note = "nobody has proved the file yet: parry verify"
	case len(p.Problems) > 0:
		c.Note = p.Problems[0]
	}
	k.end(c)
}

// reachable asks for a contact at each party other than the assessed one, tried within a
// year.
func (k *checker) reachable() {
	c := k.begin("E17", "a contact of each party was tried within 12 months")
	for _, p := range k.r.Sheets(KindParty) {
		if p.Get("assessed") == "yes" {
			continue
		}
		tried := slices.ContainsFunc(k.g.Links.To(p.Key(), KindContact), func(s *Sheet) bool { return k.within(s.Get("tested_on"), yearly) })
		k.take(c, p.ID, tried)
	}
	k.end(c)
}

// Word says in a word how the check stands.
func (c *AnswerCheck) Word() string {
	switch {
	case c.Passed:
		return "ok"
	case c.Covered():
		return "exc."
	}
	return "NO"
}

// Rigid says that no exception covers the check.
func (c *AnswerCheck) Rigid() bool { return c.rigid }

// MayBeEmpty says that the check may find nothing to look at, if somebody says so.
func (c *AnswerCheck) MayBeEmpty() bool { return holdsChoice(emptyChecks, c.ID) }
