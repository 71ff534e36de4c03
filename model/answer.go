package model

import (
	"fmt"
	"slices"
	"strings"
)

// Suggested answers to "can we say yes?".
const (
	AnswerYes        = "Yes"
	AnswerExceptions = "Yes with exceptions"
	AnswerNo         = "No"
	AnswerNA         = "Not applicable"
)

// A Proof is what the store found when it proved the file: it is handed in, since the
// model reads none.
type Proof struct {
	Done     bool     // somebody looked
	Problems []string // what is wrong with the history, in a sentence each
}

// An Answer is what a register says to TVM-13.1 on a day: the checks, the guidelines and
// the standards, what follows, and what the assessor says.
type Answer struct {
	AsOf       string
	Party      *Sheet   // the assessed one; nil if none is named
	Roles      []string // that it plays
	Checks     []AnswerCheck
	Suggested  string
	Given      string // the suggested one, or what stands over it
	Overridden bool
	Guidelines []Guideline
	Own        []RoleStep  // steps of an audit as the imported matrix words them for the roles
	Guides     []RoleGuide // and how they implement the control
	Standards  []Standard
	Block      Block
	Lint       []string // what is wrong with the answer block and around it
	several    []string // parties that are named as assessed
}

// NewAnswer computes the answer.
func NewAnswer(r *Register, g Grounds, lib Library, p Proof) *Answer {
	return new(Answering).Answer(r, g, lib, p)
}

// answer is the record; an empty one if nobody wrote it.
func (r *Register) answer() *Sheet {
	if s := r.Sheet(KindAnswer, string(KindAnswer)); s != nil {
		return s
	}
	return &Sheet{Of: KindAnswer, ID: string(KindAnswer)}
}

// assessed finds the one party that the answer is given by.
func (a *Answer) assessed(r *Register) {
	for _, p := range r.Sheets(KindParty) {
		if p.Get("assessed") == "yes" {
			a.several = append(a.several, p.ID)
			a.Party, a.Roles = p, p.List("roles")
		}
	}
	if len(a.several) > 1 { // two cannot answer as one
		a.Party, a.Roles = nil, nil
	}
}

// suggest gives what follows from the checks.
func suggest(checks []AnswerCheck) string {
	answer := AnswerYes
	for _, c := range checks {
		switch {
		case c.Passed:
		case c.Covered():
			answer = AnswerExceptions
		default:
			return AnswerNo
		}
	}
	return answer
}

// Stands says whether something is in the way of a plain yes: `parry answer` then
// answers with exit code 3.
func (a *Answer) Stands() bool { return a.Suggested != AnswerYes || len(a.Lint) > 0 }

// Why are the checks that do not pass, the first few, each in a line.
func (a *Answer) Why(most int) []string {
	var lines []string
	for _, c := range a.Checks {
		if !c.Passed {
			lines = append(lines, fmt.Sprintf("%s %s: %d of %d", c.ID, c.Title, c.N, c.M))
		}
	}
	if len(lines) > most {
		lines = append(lines[:most], fmt.Sprintf("and %d more", len(lines)-most))
	}
	return lines
}

// GivenBy names the party and its roles.
func (a *Answer) GivenBy() string {
	switch {
	case len(a.several) > 1:
		return "nobody: " + strings.Join(a.several, " and ") + " are all named as assessed, and one answers"
	case a.Party == nil:
		return "no party is named as assessed"
	}
	return strings.TrimSpace(a.Party.Name() + " as " + orElse(strings.Join(a.Roles, ", "), "nobody: it plays no role"))
}

// answerFields are the fields of the record "answer".
var answerFields = []SheetField{
	{Name: "override", Title: "Answer instead of the suggested one", Sort: OneOf, Choices: answers},
	{Name: "override_reason", Title: "Why it is answered otherwise", Sort: LongText},
	{Name: "by", Title: "Assessor who says so"}, {Name: "on", Title: "On", Sort: Date},
	{Name: "effective", Title: "Effectiveness is not significantly reduced", Sort: OneOf, Choices: yesNo},
	{Name: "ownership", Title: "SSRM control ownership", Sort: OneOf, Choices: caiqOwners},
	{Name: "implementation", Title: "How it is implemented", Sort: LongText}, {Name: "customer", Title: "What the customer must do", Sort: LongText},
	{Name: "plan", Title: "Plan, where the answer is NO", Sort: LongText}, {Name: "milestones", Title: "Milestones", Sort: LongText},
	{Name: "plan_owner", Title: "Owner of the plan"}, {Name: "plan_due", Title: "Plan due", Sort: Date},
	{Name: "justification", Title: "Why it is not applicable", Sort: LongText},
	{Name: "evidence", Title: "Evidence", Sort: List, Refers: KindEvidence},
	{Name: "detection_target", Title: "Share of high threats with a tested detection, in percent", Sort: OneOf, Choices: shares},
	{Name: "eu_ai_act", Title: "EU AI Act, Article 9", Sort: OneOf, Choices: applies}, {Name: "eu_ai_act_why", Title: "Why it does or does not apply", Sort: LongText},
}

var (
	answers = []Choice{{AnswerYes, "whatever the checks say"}, {AnswerExceptions, "with gaps that are named and dated"}, {AnswerNo, "not yet"}, {AnswerNA, "the control has no place here: justify it"}}
	shares  = []Choice{{"100", "all of them; so it is unless it is said otherwise"}, {"90", "nine of ten"}, {"80", "four of five"}, {"50", "one of two"}}
	applies = []Choice{{"applies", "the system is high-risk in the sense of the Act"}, {"does not apply", "say why not"}, {"unknown", "nobody has found out yet"}}
	// emptyChecks may find nothing to look at in a register that is in order.
	// Not E4: it cannot be excepted, and to say that there is nothing to decide would be an
	// exception by another name.
	emptyChecks = []Choice{{"E5", "no threat is mitigated"}, {"E10", "no provider owns a cell"},
		{"E11", "no threat is high"}, {"E13", "no incident happened"}, {"E15", "nothing is accepted or transferred"}}
)

type answerJSON struct {
	Schema     string        `json:"schema"`
	AsOf       string        `json:"as_of"`
	Question   string        `json:"question"`
	Suggested  string        `json:"suggested"`
	Answer     string        `json:"answer"`
	Overridden bool          `json:"overridden"`
	Party      string        `json:"party"`
	Roles      []string      `json:"roles"`
	Checks     []AnswerCheck `json:"checks"`
	Guidelines []Guideline   `json:"guidelines"`
	Own        []RoleStep    `json:"own_guidelines"`
	Guides     []RoleGuide   `json:"implementation_guidelines"`
	Standards  []Standard    `json:"standards"`
	Block      Block         `json:"caiq"`
	Lint       []string      `json:"lint"`
}

// JSON gives the answer in the shape that `parry answer --json` prints.
func (a *Answer) JSON() any {
	party := ""
	if a.Party != nil {
		party = a.Party.ID
	}
	return answerJSON{Schema, a.AsOf, Asked, a.Suggested, a.Given, a.Overridden, party, append([]string{}, a.Roles...),
		a.Checks, a.Guidelines, a.Own, a.Guides, a.Standards, a.Block, append([]string{}, a.Lint...)}
}

// Asked names what is answered, with its edition.
const Asked = "AICM 1.0.3 TVM-13.1 (AICM 1.1.0 TVM-10.1)"

// Check finds one by its id in any case; nil if there is none.
func (a *Answer) Check(id string) *AnswerCheck {
	i := slices.IndexFunc(a.Checks, func(c AnswerCheck) bool { return strings.EqualFold(c.ID, id) })
	if i < 0 {
		return nil
	}
	return &a.Checks[i]
}
