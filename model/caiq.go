package model

import (
	"fmt"
	"slices"
	"strings"
)

// A Block is the answer as the AI-CAIQ wants it: one of YES, NO and NA, who owns the
// control, and the two texts.
type Block struct {
	Question       string   `json:"question"`
	Answer         string   `json:"answer"`
	Ownership      string   `json:"ownership"`
	Implementation string   `json:"implementation"`
	Customer       string   `json:"customer"`
	Evidence       []string `json:"evidence"`
}

// caiqOwners are the values of the column of ownership; ND is not determined.
var caiqOwners = []Choice{
	{"CSP-Owned", "the cloud"}, {"MP-Owned", "the model provider"}, {"OSP-Owned", "the orchestrated service"}, {"AP-Owned", "the application"}, {"AIC-Owned", "the customer"},
	{"Shared CSP-MP", "cloud and model"}, {"Shared MP-OSP", "model and orchestration"}, {"Shared OSP-AP", "orchestration and application"}, {"Shared AP-AIC", "application and customer"},
	{"Shared Across the Supply Chain", "more than two, or no neighbours"}, {"ND", "not determined"},
}

// blockOf drafts the block from the numbers; what the assessor wrote stands instead.
func blockOf(k *checker, a *Answer) Block {
	r := k.r
	s := r.answer()
	b := Block{Question: Asked, Answer: "NO", Ownership: orElse(s.Get("ownership"), ownershipFor(a.Roles)), Evidence: append([]string{}, s.List("evidence")...)}
	switch {
	case a.Given == AnswerNA:
		b.Answer = "NA"
		if s.Get("ownership") == "" {
			b.Ownership = "ND"
		}
	case a.Given != AnswerNo && s.Get("effective") == "yes" && s.Get("by") != "":
		b.Answer = "YES"
	}
	b.Implementation = orElse(s.Get("implementation"), a.implementation(k)) + a.remainder(r, b.Answer, s)
	b.Customer = orElse(s.Get("customer"), k.customerDuties())
	return b
}

// ownershipFor names who owns the control, by the roles of the party that answers.
func ownershipFor(roles []string) string {
	var own []string
	for _, role := range Roles {
		if slices.Contains(roles, role) {
			own = append(own, role)
		}
	}
	switch len(own) {
	case 0:
		return "ND"
	case 1:
		return own[0] + "-Owned"
	case 2:
		if pair := "Shared " + own[0] + "-" + own[1]; holdsChoice(caiqOwners, pair) {
			return pair
		}
	}
	return "Shared Across the Supply Chain"
}

// implementation tells in our own words what the register shows.
func (a *Answer) implementation(k *checker) string {
	passing := 0
	for _, c := range a.Checks {
		if c.Passed {
			passing++
		}
	}
	parts := []string{fmt.Sprintf("%d threats are on record, ranked by level, urgency and exposure; %s. %s.", k.r.Len(), k.r.framework(), k.ratedByName())}
	for _, line := range []struct{ check, text string }{
		{"E2", "%d of %d live threats are rated with reasons"}, {"E4", "%d of %d high threats have a decision with its path"},
		{"E5", "%d of %d mitigated threats have a live or dated control"}, {"E11", "%d of %d high threats have a tested detection"},
	} {
		c := a.Check(line.check)
		parts = append(parts, fmt.Sprintf(line.text, c.N, c.M)+".")
	}
	return strings.Join(append(parts, fmt.Sprintf("As of %s, %d of %d checks pass.", a.AsOf, passing, len(a.Checks))), " ")
}

// remainder tells what an answer must say beside: gaps with their dates, the plan, the
// justification.
func (a *Answer) remainder(r *Register, answer string, s *Sheet) string {
	switch answer {
	case "NA":
		return after(" Justification: ", s.Get("justification"))
	case "NO":
		return after(" Plan: ", s.Get("plan")) + after(" Milestones: ", s.Get("milestones")) + after(" Owner: ", s.Get("plan_owner")) + after(" Due: ", s.Get("plan_due"))
	}
	var gaps []string
	x := r.Exceptions(a.AsOf)
	for _, c := range a.Checks {
		if e := x.Of(c.ID); e != nil && !c.Passed && !c.rigid {
			gaps = append(gaps, fmt.Sprintf("%s until %s", c.ID, e.Get("until")))
			continue
		}
		for i, id := range c.Excepted {
			gaps = append(gaps, fmt.Sprintf("%s/%s until %s", c.ID, id, c.ends[i]))
		}
	}
	return after(" Gaps: ", strings.Join(gaps, "; "))
}

// undated are the checks that fail without an exception that ends on a day.
func (a *Answer) undated() (ids []string) {
	for i := range a.Checks {
		if c := &a.Checks[i]; !c.Passed && !c.Covered() {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func after(word, text string) string {
	if text == "" {
		return ""
	}
	return word + text
}

// customerDuties gathers the duties of the customer, each once, in the order of the
// threats.
func (k *checker) customerDuties() string {
	var duties []string
	said := map[string]bool{}
	for i := range k.verdicts {
		for _, duty := range k.verdicts[i].duties {
			if !said[duty] {
				said[duty], duties = true, append(duties, duty)
			}
		}
	}
	return strings.Join(duties, "; ")
}

// customerDuties are those on the layers that the customer holds, each once.
func (o *Ownership) customerDuties() (duties []string) {
	for i := range o.Layers {
		if duty := o.DutyOn(i); duty != "" && o.Layers[i].Value.Holds(AIC) && !slices.Contains(duties, duty) {
			duties = append(duties, duty)
		}
	}
	return duties
}

// lint says what is wrong with the block by the rules of the questionnaire, and with the
// words of the assessor.
func (a *Answer) lint(r *Register) []string {
	var lines []string
	say := func(wrong bool, text string) {
		if wrong {
			lines = append(lines, text)
		}
	}
	s, b := r.answer(), a.Block
	say(a.Party == nil, "It is answered by one party in its roles, and no single one is named: record party P-… assessed=yes roles=….")
	say(a.Party != nil && len(a.Roles) == 0, "The assessed party plays no role: record party roles=….")
	say(s.Get("override") != "" && (s.Get("override_reason") == "" || s.Get("by") == ""), "The answer is overridden without a reason or a name: it does not count until override_reason and by are set.")
	say(b.Answer == "NO" && a.Given != AnswerNo, "It is exported as NO until the assessor states that effectiveness is not significantly reduced: effective=yes and by=….")
	switch b.Answer {
	case "YES":
		say(b.Ownership == "ND", "YES needs an owner, and ownership is ND.")
		open := a.undated()
		say(len(open) > 0, "YES names each gap with the day by which it is closed, and "+strings.Join(open, ", ")+" have none: mend them, or except what can be excepted until a day.")
	case "NO":
		say(b.Ownership == "ND", "NO needs the owner of the remediation, and ownership is ND.")
		for _, f := range []string{"plan", "plan_owner", "milestones", "plan_due"} {
			say(s.Get(f) == "", "NO needs "+f+", and it is empty.")
		}
		say(s.Get("plan_due") != "" && s.Get("plan_due") < a.AsOf, "The plan was due on "+s.Get("plan_due")+": set another day.")
	case "NA":
		say(s.Get("justification") == "", "NA needs a justification.")
		say(b.Ownership != "ND", "NA usually has the ownership ND, and it is "+b.Ownership+".")
	}
	say(s.Get("eu_ai_act") == doesNotApply && s.Get("eu_ai_act_why") == "", "It is said that the EU AI Act does not apply, and not why: eu_ai_act_why=….")
	for _, id := range b.Evidence {
		e := r.Sheet(KindEvidence, id)
		say(e == nil, fmt.Sprintf("It names the evidence %s, which is not there.", id))
		say(e != nil && e.Get("expires") != "" && e.Get("expires") < a.AsOf, fmt.Sprintf("The evidence %s has expired.", id))
	}
	return lines
}
