package model

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Doubt is what looks wrong in one field, on its own or beside others of the same
// record. It is said where the field is set and shown, and never refused: a draft
// may say anything. What breaks a rule of the method is a Finding.
type Doubt struct {
	Field string `json:"field"`
	Text  string `json:"text"` // what looks wrong, without the field's name
}

// doubts collects them while a record is looked through.
type doubts []Doubt

func (d *doubts) say(wrong bool, field, format string, args ...any) {
	if wrong {
		*d = append(*d, Doubt{field, fmt.Sprintf(format, args...)})
	}
}

// before doubts a day that lies before another which came first.
func (d *doubts) before(field, day, first, what string) {
	d.say(day != "" && first != "" && day < first, field, "%s lies before %s, %s", day, what, first)
}

// ahead doubts a day in the future of what has happened already.
func (d *doubts) ahead(field, day, today string) {
	d.say(day > today, field, "%s lies in the future, after %s", day, today)
}

// Doubts are what looks wrong in the fields of a threat on a day, in the order in
// which the fields are read.
func (t *Threat) Doubts(today string) []Doubt {
	var d doubts
	d.statement(t)
	d.class(t)
	d.urgency(t)
	for _, s := range States {
		d.rating(t, s)
	}
	d.loss(t.Loss())
	d.owners(t, today)
	d.response(t, today)
	d.review(t, today)
	return d
}

// longestTitle is what a table and a slide can show, in signs.
const longestTitle = 120

func (d *doubts) statement(t *Threat) {
	d.say(t.Title == "", "title", "it has none: nobody will find it in a list")
	n := len([]rune(t.Title))
	d.say(n > longestTitle, "title", "%d signs are more than lists show; the rest belongs into action and prerequisites", n)
}

// How ids of other people's catalogues are written.
var (
	atlasID = regexp.MustCompile(`^AML\.(T\d{4}(\.\d{3})?|TA\d{4}|CS\d{4})$`)
	llmID   = regexp.MustCompile(`^LLM(0[1-9]|10)(:\d{4})?$`)
	asiID   = regexp.MustCompile(`^(ASI(0[1-9]|10)(:\d{4})?|T([1-9]|1[0-7]))$`) // OWASP has T1 to T17; higher numbers are the MAESTRO playbook's
	cveID   = regexp.MustCompile(`^CVE-\d{4}-\d{4,}$`)
)

func (d *doubts) class(t *Threat) {
	c := t.Class
	phase := PhaseOf(c.Activity)
	d.say(c.Phase != "" && phase != "" && phase != c.Phase, "lifecycle_activity", "it is part of %s, and the phase is %s", phase, c.Phase)
	d.say(slices.Contains(c.OtherCategories(), c.Category), "other_categories", "%s is the main category already", c.Category)
	d.ids("atlas", c.ATLAS, atlasID, "AML.T0051 or AML.T0051.001")
	d.ids("owasp_llm", c.OWASPLLM, llmID, "LLM01 or LLM01:2025")
	d.ids("owasp_asi", c.OWASPASI(), asiID, "ASI01, ASI01:2026, or T1 to T17")
	a := t.Adversary
	d.say(a.Adversarial == "no" && a.Goal != "", "adversary_goal", "there is a goal, but nobody acts on purpose")
}

func (d *doubts) ids(field string, ids []string, looks *regexp.Regexp, like string) {
	for _, id := range ids {
		d.say(!looks.MatchString(id), field, "%s is not written like an id: %s", id, like)
	}
}

func (d *doubts) urgency(t *Threat) {
	u := t.Urgency
	d.say(u.VulnID() == "" && u.KEV == "yes", "vuln_id", "known to be exploited, but which flaw it is does not stand here")
	d.say(len(u.VulnID()) > 3 && u.VulnID()[:4] == "CVE-" && !cveID.MatchString(u.VulnID()), "vuln_id", "%s is not written like CVE-2026-12345", u.VulnID())
	d.say(u.KEV == "yes" && u.Exploitation != "" && u.Exploitation != "active", "exploitation", "a flaw that is known to be exploited is active, not %s", u.Exploitation)
}

// rating doubts what stands beside the other states, and ranges turned round. That
// current lies above inherent is a finding.
func (d *doubts) rating(t *Threat, s State) {
	r, name := t.Ratings[s], s.String()
	d.say(turned(r.LowLikelihood(), r.HighLikelihood()), name+"_low_likelihood", "%s at the lowest is above %s at the highest", r.LowLikelihood(), r.HighLikelihood())
	d.say(turned(r.LowImpact(), r.HighImpact()), name+"_low_impact", "%s at the lowest is above %s at the highest", r.LowImpact(), r.HighImpact())
	if now := t.Ratings[Current]; s == Target {
		d.say(turned(r.Likelihood, now.Likelihood), "target_likelihood", "%s is more likely than now (%s): what is planned would make it worse", r.Likelihood, now.Likelihood)
		d.say(turned(r.Impact, now.Impact), "target_impact", "%s is worse than now (%s): what is planned would make it worse", r.Impact, now.Impact)
	}
}

// turned says that low is above high.
func turned(low, high Level) bool { return low.Rated() && high.Rated() && low > high }

func (d *doubts) loss(l Loss) {
	d.say(more(l.FrequencyP05, l.FrequencyP95), "lef_p05", "%s is more than the 95 %% point, %s", l.FrequencyP05, l.FrequencyP95)
	d.say(more(l.LossP05, l.LossP95), "loss_p05_eur", "%s is more than the 95 %% point, %s", l.LossP05, l.LossP95)
}

func more(low, high string) bool {
	a, err := strconv.ParseFloat(low, 64)
	b, err2 := strconv.ParseFloat(high, 64)
	return err == nil && err2 == nil && a > b
}

func (d *doubts) owners(t *Threat, today string) {
	o := &t.Ownership
	d.ahead("told_on", o.ToldOn(), today)
	d.say(o.Notified() == "no" && o.ToldOn() != "", "aic_notified", "not told, it says, but told on %s", o.ToldOn())
	for i, l := range o.Layers {
		suffix := layerSuffix(Layers[i])
		d.ahead("told_on"+suffix, l.ToldOn(), today)
		d.say(l.Value == NotApplicable && l.NAReason() == "", "owner"+suffix, "not applicable, and the reason is missing: na_reason%s", suffix)
		d.say(l.Value != NotApplicable && l.NAReason() != "", "na_reason"+suffix, "there is a reason, but the layer is not NA")
	}
}

func (d *doubts) response(t *Threat, today string) {
	r := t.Response
	d.ahead("detection_tested", r.DetectionTested, today)
	d.say(r.DetectionTested != "" && r.Detection == "", "detection", "it was tested, but what it is does not stand here")
	want := map[string]string{"accepted": "accept", "transferred": "transfer", "avoided": "avoid"}[t.Status]
	d.say(want != "" && r.Kind != "" && r.Kind != want, "response", "the threat is %s, and the response says %s", t.Status, r.Kind)
	d.ahead("identified", r.Identified, today)
	d.ahead("done_on", r.DoneOn(), today)
	d.before("done_on", r.DoneOn(), r.Identified, "the day it was identified")
	d.say(r.DoneOn() != "" && !t.Done(), "done_on", "it is done, and the status is %s", orElse(t.Status, "missing"))
	d.before("due", r.Due, r.Identified, "the day it was identified")
	decision := t.Decision
	d.ahead("decision_date", decision.Date, today)
	d.before("decision_date", decision.Date, r.Identified, "the day it was identified")
	d.before("acceptance_expires", decision.Expires(), decision.Date, "the day of the decision")
	d.say(decision.Expires() != "" && !carried(t), "acceptance_expires", "there is an end, but nothing is accepted or transferred")
	d.say(decision.Date != "" && decision.By == "", "decision_by", "decided on %s, but by nobody", decision.Date)
}

func (d *doubts) review(t *Threat, today string) {
	v := t.Review
	d.ahead("last_reviewed_at", v.LastAt(), today)
	d.before("next_review", v.Next, v.LastAt(), "the last review")
	d.say(v.Parent() == t.ID, "parent", "a threat is not its own parent")
	d.say(slices.Contains(v.Related(), t.ID), "related", "a threat is not related to itself")
}

// yearly is how many days a test of a contact speaks for it.
const yearly = 365

// Doubts are what looks wrong in the fields of a record on a day.
func (s *Sheet) Doubts(today string) []Doubt {
	var d doubts
	switch s.Of {
	case KindEvidence:
		d.ahead("date", s.Get("date"), today)
		d.before("expires", s.Get("expires"), s.Get("date"), "its own date")
		d.say(s.Get("expires") != "" && s.Get("expires") < today, "expires", "it has expired: ask for a newer one")
	case KindAssumption:
		d.ahead("checked_on", s.Get("checked_on"), today)
		d.say(s.Get("state") == "false" && s.Get("if_false") == "", "if_false", "it is not so, and what falls with it does not stand here")
		d.say(s.Get("checked_on") != "" && s.Get("checked_by") == "", "checked_by", "checked on %s, but by nobody", s.Get("checked_on"))
	case KindApproval:
		d.ahead("on", s.Get("on"), today)
		d.before("until", s.Get("until"), s.Get("on"), "the day of the approval")
		d.say(s.Get("until") != "" && s.Get("until") < today, "until", "it has run out: the method needs a new approval")
		d.say(s.Get("by") == "", "by", "an approval by nobody is none")
	case KindControl:
		d.ahead("tested_on", s.Get("tested_on"), today)
		d.say(s.Get("threats") == "", "threats", "it answers no threat yet")
		d.say(s.Get("tester") != "" && strings.EqualFold(s.Get("tester"), s.Get("builder")), "tester", "who built it tested it: somebody else must")
		d.say(s.Get("state") == StateTested && (s.Get("tester") == "" || s.Get("tested_on") == ""), "tested_on", "tested, but by whom or when does not stand here")
		d.say(s.Awaited() && s.Get("due") == "", "due", "by when it is live does not stand here")
		d.say(s.Awaited() && s.Get("due") != "" && s.Get("due") < today, "due", "it was to be live by then")
		d.say(s.Get("state") == StateRejected && s.Get("why_not") == "", "why_not", "rejected, and the reason is missing")
		d.say(s.Counts() && s.lowers("likelihood_steps")+s.lowers("impact_steps") > 0 && s.Get("effect") == "", "effect", "why it lowers the risk does not stand here")
	case KindDetection:
		d.ahead("tested_on", s.Get("tested_on"), today)
		d.ahead("fired_on", s.Get("fired_on"), today)
		d.say(s.Get("state") == "none" && s.Get("gap") == "", "gap", "there is none, and why does not stand here")
		d.say(s.Get("state") == "tested" && s.Get("tested_on") == "", "tested_on", "tested, but when does not stand here")
		d.say(passed(s.Get("tested_on"), today, testHolds), "tested_on", "more than %d days ago: test it again", testHolds)
	case KindScope:
		d.ahead("on", s.Get("on"), today)
		d.say(s.Get("entries") == "", "entries", "it names no entry")
		for _, field := range []string{"why", "by", "on"} {
			d.say(s.Get(field) == "", field, "without it nothing is out of scope")
		}
		d.say(s.Get("until") != "" && s.Get("until") < today, "until", "it has run out: the entries are in scope again")
	case KindService:
		d.say(s.Get("state") == "declined" && s.Get("why") == "", "why", "declined, and the reason is missing")
	case KindVulnerability:
		d.say(s.Get("state") == "unfixed" && s.Get("why") == "", "why", "unfixed, and the reason is missing")
		d.say(s.Get("state") == "unfixed" && s.Get("watched_by") == "", "watched_by", "unfixed, and nobody watches it")
		d.say((s.Get("kev") != "" || s.Get("automatable") != "") && s.Get("looked_up") == "", "looked_up", "it was looked up, but when does not stand here")
		d.before("due", s.Get("due"), s.Get("identified"), "the day it was identified")
	case KindIncident:
		for _, field := range []string{"acknowledged", "contained", "customer_told", "regulator_told", "closed"} {
			d.before(field, s.Get(field), s.Get("detected"), "the moment it was noticed")
		}
		d.say(s.Get("match") == "", "match", "whether the register knew of it does not stand here")
		d.say(s.Get("match") == "realised" && s.Get("threats") == "", "threats", "which threat came true does not stand here")
	case KindIntelligence:
		d.ahead("on", s.Get("on"), today)
		d.say(s.Get("result") == "new" && s.Get("threats") == "", "threats", "new threats, and none is named")
	case KindContact:
		d.ahead("tested_on", s.Get("tested_on"), today)
		d.say(s.Get("channel") == "", "channel", "how to reach them does not stand here")
		d.say(passed(s.Get("tested_on"), today, yearly), "tested_on", "more than a year ago: try it again")
	case KindDecision:
		d.ahead("on", s.Get("on"), today)
		d.before("until", s.Get("until"), s.Get("on"), "the day of the decision")
		d.say(s.Get("response") == "accept" && s.Get("until") == "", "until", "a risk is accepted for a time: until when?")
		d.say(s.Get("evidence") == "", "evidence", "not evidenced: name what shows the approval")
		d.say(s.Get("reason") == "", "reason", "why does not stand here")
	case KindParty:
		d.say(s.Get("roles") == "", "roles", "it plays no role yet, so it can own no layer")
	}
	return d
}
