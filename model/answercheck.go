package model

import (
	"cmp"
	"fmt"
	"iter"
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
	*Answering
	r        *Register
	g        Grounds
	lib      Library
	roles    []string // of the assessed party
	excepted *Exceptions
	ended    []*Sheet // evidence that ran out
	owners   ownerGrounds
	checks   []AnswerCheck

	askedOwned, askedAnswered uint32
}

// newChecker brings what is kept of each threat to the register as it is.
func newChecker(kept *Answering, r *Register, g Grounds, lib Library, roles []string) *checker {
	k := &checker{Answering: kept, r: r, g: g, lib: lib, roles: roles, excepted: r.Exceptions(g.Today), owners: ownerGroundsOf(r, g.Today)}
	for _, s := range r.Sheets(KindEvidence) {
		if end := s.Get("expires"); end != "" && end < g.Today {
			k.ended = append(k.ended, s)
		}
	}
	k.askedOwned, k.askedAnswered = r.askOwned(g.Today, &k.owners), r.askAnswered(&k.g)
	k.bring(k)
	return k
}

// all gives E1 to E17.
func (k *checker) all(p Proof) []AnswerCheck {
	k.method()
	k.each("E2", "every live threat is rated, with reasons", checkRated)
	k.ordered()
	k.each("E4", "every high threat has a decision with framework path, approver and date", checkDecided)
	k.each("E5", "every mitigation has a control that is live or dated", checkMitigated)
	k.coverage()
	k.owned()
	k.provided()
	k.detected()
	k.timed()
	k.incidents()
	k.reviewed()
	k.accepted()
	k.proved(p)
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
	if len(k.excepted.of) == 0 {
		return
	}
	switch s := cmp.Or(k.excepted.Of(c.ID+"/"+id), k.excepted.Of(c.ID)); {
	case s == nil:
	case c.rigid:
		c.barred = fmt.Sprintf("%s excepts %s, and that does not count: %s cannot be excepted", s.ID, s.Get("finding"), c.ID)
	default:
		k.except(c, id, s.Get("until"))
	}
}

// except notes that what fails is accepted until a day.
func (k *checker) except(c *AnswerCheck, id, until string) {
	if n := len(c.Excepted); n == 0 || c.Excepted[n-1] != id { // what fails comes in order
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

// judged gives the ids of the threats that a check looks at, and whether it finds them
// good.
func (k *checker) judged(check threatChecks) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for i := range k.verdicts {
			if v := &k.verdicts[i]; v.of&check != 0 && !yield(v.id, v.good&check != 0) {
				return
			}
		}
	}
}

// each makes a check of threats.
func (k *checker) each(id, title string, check threatChecks) *AnswerCheck {
	c := k.begin(id, title)
	c.Failing = make([]string, 0, k.failing(check))
	for threat, good := range k.judged(check) {
		k.take(c, threat, good)
	}
	k.end(c)
	return c
}

// failing counts the threats that a check finds wanting.
func (k *checker) failing(check threatChecks) (n int) {
	for i := range k.verdicts {
		n += bit((k.verdicts[i].of&^k.verdicts[i].good)&check != 0)
	}
	return n
}

// good counts the threats that a check finds good.
func (k *checker) good(check threatChecks) (n int) {
	for i := range k.verdicts {
		n += bit(k.verdicts[i].good&check != 0)
	}
	return n
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

func (k *checker) ordered() {
	c := k.each("E3", "every live threat has its place in one order", checkOrdered)
	if c.Note == "" {
		c.Note = fmt.Sprintf("by level, urgency, exposure, oldest decision, longest known, then id; %d are told apart by their ids alone", k.tied.n)
	}
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

// hasControl looks for a control that is live, or will be by a day that is set.
func (k *checker) hasControl(t *Threat) bool {
	if t.Response.ControlsInPlace != "" || t.Response.ControlsPlanned != "" && t.Response.Due >= k.g.Today {
		return true
	}
	return k.g.any(t, KindControl, func(s *Sheet) bool { return s.Counts() || s.Awaited() && s.Get("due") >= k.g.Today })
}

// coverage asks for live threats of every category, activity and part of the
// architecture.
func (k *checker) coverage() {
	var categories, activities, parts uint64
	for i := range k.verdicts {
		if v := &k.verdicts[i]; v.of&checkLive != 0 {
			categories |= 1 << v.category
			activities |= 1 << v.activity
			parts |= uint64(v.architecture)
		}
	}
	k.covers("E6", "every category has a threat, or somebody attests none", "category", axisRows[ByCategory], categories)
	k.covers("E7", "every activity of TVM-13 has a threat, or somebody attests none", "activity", axisRows[ByActivity], activities)
	k.covers("E8", "every part of the architecture has a threat, or somebody attests none", "architecture", architectureParts, parts)
}

// covers makes a check of names that live threats must cover, or somebody attest; those
// that they do cover have a bit.
func (k *checker) covers(id, title, field string, names []string, covered uint64) {
	c := k.begin(id, title)
	for i, name := range names {
		if field == "activity" && !Activities[i].TVM13 {
			continue
		}
		k.take(c, name, covered>>i&1 == 1 || k.r.Attested(field, name, k.g.Today) != nil)
	}
	k.end(c)
}

func (k *checker) owned() {
	c := k.begin("E9", "no threat has an open finding of S1 to S5")
	for i := range k.verdicts {
		v := &k.verdicts[i]
		if v.of&checkOwned == 0 {
			continue
		}
		k.take(c, v.id, v.good&checkOwned != 0)
		if v.good&checkOwned != 0 {
			continue
		}
		if until, all := k.acceptedUntil(i); all {
			k.except(c, v.id, until)
		}
	}
	k.end(c)
}

// acceptedUntil is the day on which the first of the findings of S1 to S5 on the threat at a
// place stands again; all says that every one of them is accepted.
func (k *checker) acceptedUntil(at int) (until string, all bool) {
	if len(k.excepted.of) == 0 {
		return "", false
	}
	for _, f := range k.r.digests[at].ownedOn(k.threats[at], k.g.Today, &k.owners, k.askedOwned) {
		if !slices.Contains(ownedRules, f.Rule) {
			continue
		}
		s := k.excepted.Of(f.ID)
		if s == nil {
			return "", false
		}
		if until == "" || s.Get("until") < until {
			until = s.Get("until")
		}
	}
	return until, true
}

// ownedRules are those of E9.
var ownedRules = []string{"S1", "S2", "S3", "S4", "S5"}

// provided makes a check of the cells that a provider owns.
func (k *checker) provided() {
	c := k.begin("E10", "every cell that a provider owns has evidence in date")
	for i := range k.verdicts {
		v := &k.verdicts[i]
		for layer := range Layers {
			if v.cells>>layer&1 == 0 {
				continue
			}
			if v.shown>>layer&1 == 1 {
				c.M, c.N = c.M+1, c.N+1
				continue
			}
			k.take(c, v.id+"/"+Layers[layer], false)
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

// detected asks for as many as the client sets.
func (k *checker) detected() {
	c, target := k.each("E11", "high threats have a detection that was tested within 90 days", checkDetected), 100
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
	sheet, policy := k.r.Sheet(KindPolicy, string(KindPolicy)), &k.on.policy
	approved := sheet != nil && sheet.Get("approved_by") != ""
	k.take(c, "policy", approved)
	var late, unmeasured []string
	look := func(id string, slow, unknown bool) {
		if slow {
			late = append(late, id)
		} else if unknown {
			unmeasured = append(unmeasured, id)
		}
		k.take(c, id, !slow && !unknown)
	}
	for i := range k.verdicts {
		v := &k.verdicts[i]
		if v.of&checkTimed != 0 {
			look(v.id, v.of&checkSlow != 0, v.of&checkUnmeasured != 0)
		}
	}
	for _, s := range k.r.Sheets(KindIncident) {
		slow, unknown := k.kept(incidentClocks(s, policy, k.g.Today))
		look(s.ID, slow, unknown || s.Get("detected") == "")
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
	for threat, good := range k.judged(checkReviewed) {
		k.take(c, threat, good)
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
	beyond, standing := map[string]bool{}, k.r.standing()
	for _, s := range standing {
		if d1(k.r, s) != nil || d2(s, standing) != nil {
			for _, t := range s.threats {
				beyond[t.ID] = true
			}
		}
	}
	c := k.begin("E15", "no acceptance has ended, or is above the approver's authority")
	for threat, good := range k.judged(checkAccepted) {
		k.take(c, threat, good && !beyond[threat])
	}
	k.end(c)
}

// repeated does the ratings of a threat again, and says whether it has any.
func (k *checker) repeated(t *Threat) (has, again bool) {
	_, differ := reperform(t, k.lib)
	again = len(differ) == 0
	for i := range t.Ratings {
		r := &t.Ratings[i]
		has = has || r.Placed() || len(r.Answers()) > 0
		if r.Placed() && !r.byMethod() && !r.overrides().Rated() && r.Level != k.on.matrix.Level(r.Likelihood, r.Impact) {
			again = false
		}
	}
	return has, again
}

// unanswered says whether a rating of the threat came without answers, as imported and typed
// ones do.
func (t *Threat) unanswered() bool {
	return slices.ContainsFunc(t.Ratings[:], func(r Rating) bool { return r.Placed() && !r.byMethod() })
}

// proved takes in the ratings that were done again, and what the store found of the
// history.
func (k *checker) proved(p Proof) {
	c := k.begin("E16", "ratings done again come out the same, and the chain of changes is whole")
	for threat, good := range k.judged(checkRepeated) {
		k.take(c, threat, good)
	}
	k.take(c, "history", p.Done && len(p.Problems) == 0)
	switch {
	case !p.Done:
		c.Note = "nobody has proved the file yet: parry verify"
	case len(p.Problems) > 0:
		c.Note = p.Problems[0]
	case k.good(checkUnanswered) > 0:
		c.Note = fmt.Sprintf("%d threats have ratings that came without answers: there the level alone is held against the matrix", k.good(checkUnanswered))
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
