package model

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Standard is one reference of the control to another publication, with what that
// leaves open and what shows that it is met.
type Standard struct {
	ID       string   `json:"id"` // with its edition: "C5:2020 OPS-18"
	Gap      string   `json:"gap"`
	Asks     string   `json:"asks"`     // what it asks for, in our own words
	Addendum string   `json:"addendum"` // what is to be added to it, likewise
	State    string   `json:"state"`    // evidenced, partly, not evidenced, not in scope, does not apply, unknown
	Evidence []string `json:"evidence"`
	Entries  []Action `json:"entries,omitempty"` // where it is a range
	Note     string   `json:"note,omitempty"`

	Catalogue string  `json:"catalogue"` // that has its entries
	Added     []Added `json:"added,omitempty"`
}

// An Added is one thing that the addendum asks for, and what the register has for it.
type Added struct {
	Asks string `json:"asks"`
	Has  string `json:"has"`
}

// An Action is one entry of a range.
type Action struct {
	ID       string   `json:"id"`
	State    string   `json:"state"`
	Evidence []string `json:"evidence"`
	Why      string   `json:"why,omitempty"` // it is not in scope
}

// The states of what a standard asks for. Nothing is evidenced without a record that
// names it.
const (
	Evidenced    = "evidenced"
	PartlyShown  = "partly"
	NotEvidenced = "not evidenced"
	NotInScope   = "not in scope"
)

// Expansion says what the list of NIST actions is.
const Expansion = "parry's expansion; three of the end points do not exist"

// ofControl are the references of AICM 1.0.3 TVM-13, in the order of its columns.
var ofControl = []Standard{
	{ID: "ISO 27001:2022 8.8", Gap: "No Gap", Asks: "learn of technical flaws in time, judge what they mean here, act by risk", Addendum: "nothing", Catalogue: "iso"},
	{ID: "ISO 42001:2023 A.6.2.6", Gap: "No Gap", Asks: "say how the running system is watched, repaired, updated and supported, and do it", Addendum: "nothing", Catalogue: "iso"},
	{ID: "EU AI Act 9(2)", Gap: "Partial Gap", Asks: "find, judge and treat risks over the whole life of a high-risk system, again and again",
		Addendum: "guidance by a framework; naming it; a structured process of decision; defined categories of threats", Catalogue: "eu-ai-act"},
	{ID: nistRange, Gap: "Partial Gap", Asks: "the actions between the ends that the control names", Addendum: "an order of threats, and a framework that guides what is done", Catalogue: "nist-ai"},
	{ID: "AIC4 SR-02", Gap: "No Gap", Asks: "say of each adversary what it wants, knows and can; rank by chance and harm; an owner who decides", Addendum: "nothing", Catalogue: "bsi"},
	{ID: "C5:2020 OPS-18", Gap: "No Gap", Asks: "rules to find and weigh flaws, act by times, and say what becomes of what nobody fixes", Addendum: "nothing", Catalogue: "bsi"},
}

const nistRange = "NIST AI 600-1 GV-1.1-001; MP-1.1-001..MP-3.2-003; MG-1.1-001..MG-3.3-002"

// nistRuns are the subcategories between the ends, with the number of actions in each.
// The ends are looked for by order, since three of them are no action.
var nistRuns = []struct {
	of string
	n  int
}{
	{"GV-1.1", 1}, {"MP-1.1", 4}, {"MP-1.2", 2}, {"MP-2.1", 2}, {"MP-2.2", 2}, {"MP-2.3", 5},
	{"MG-1.3", 2}, {"MG-2.2", 9}, {"MG-2.3", 1}, {"MG-2.4", 4}, {"MG-3.1", 5}, {"MG-3.2", 9},
}

// NISTActions are the ids of the actions that the control's range holds.
func NISTActions() []string {
	var ids []string
	for _, run := range nistRuns {
		for n := 1; n <= run.n; n++ {
			ids = append(ids, fmt.Sprintf("%s-%03d", run.of, n))
		}
	}
	return ids
}

// Short names it without its range.
func (s *Standard) Short() string {
	short, _, _ := strings.Cut(s.ID, " GV-")
	return short
}

// StandardsOfControl gives the references of TVM-13 as the answer lists them, before any
// register is looked at.
func StandardsOfControl() []Standard { return slices.Clone(ofControl) }

func standardsOf(k *checker, a *Answer, imported *ImportedControl) []Standard {
	list := StandardsOfControl()
	if imported != nil {
		list = imported.standards(list)
	}
	for i := range list {
		k.stands(&list[i], a)
	}
	return list
}

// stands says how one of them stands; what was noted of it before stays behind that.
func (k *checker) stands(s *Standard, a *Answer) {
	r, g, noted := k.r, k.g, s.Note
	s.Evidence = r.Shown(s.ID, g.Today)
	if s.State == NoMapping {
		return
	}
	s.State, s.Note = stateBy(r, s.ID, g.Today, s.Evidence)
	if strings.HasPrefix(s.ID, actPrefix) {
		s.act(r)
	}
	switch s.ID {
	case nistRange:
		s.actions(r, g.Today)
		s.Added = []Added{
			{"an order of threats", a.has("E3", "live threats have their place in one order")},
			{"a framework that guides what is done", r.framework() + "; " + a.has("E5", "mitigations have a live or dated control")},
		}
	case actPrefix + "9(2)":
		s.Added = []Added{
			{"guidance by a framework", r.framework()},
			{"naming it", k.ratedByName()},
			{"a structured process of decision", a.has("E2", "live threats are rated with reasons") + "; " + a.has("E4", "high threats have a decision with its path")},
			{"defined categories of threats", a.has("E6", "categories of AICM 1.0.3 have a threat, or somebody attests none")},
		}
	}
	s.Note = strings.TrimPrefix(s.Note+after("; ", noted), "; ")
}

// has tells in numbers how far a check goes.
func (a *Answer) has(check, what string) string {
	c := a.Check(check)
	return fmt.Sprintf("%d of %d %s", c.N, c.M, what)
}

// framework names the method that the register is judged by, and how it stands approved.
func (r *Register) framework() string {
	settings := r.Settings()
	method, _ := settings.judgedBy()
	if method == "" {
		return "no method yet"
	}
	return "the register's method is " + method
}

// ratedByName counts the live threats whose ratings all say how they were made.
func (k *checker) ratedByName() string {
	n, m := 0, 0
	for i := range k.verdicts {
		notes := k.verdicts[i].audit
		m += bit(notes&auditLive != 0)
		n += bit(notes&auditNamed != 0)
	}
	return fmt.Sprintf("%d of %d live threats are rated by a method and version that they name", n, m)
}

// stateBy says how a reference stands, and why if it is not in scope. Evidence that names it
// speaks louder than who says that it is out of it.
func stateBy(r *Register, reference, today string, evidence []string) (state, why string) {
	if len(evidence) > 0 {
		return Evidenced, ""
	}
	if s := r.Outside(reference, today); s != nil {
		return NotInScope, s.Get("why")
	}
	return NotEvidenced, ""
}

// actions gives the state of each action. The range is evidenced only where all that is in
// scope is, and that is not nothing.
func (s *Standard) actions(r *Register, today string) {
	shown, out := 0, 0
	for _, id := range NISTActions() {
		reference := "NIST AI 600-1 " + id
		a := Action{ID: id, Evidence: r.Shown(reference, today)}
		a.State, a.Why = stateBy(r, reference, today, a.Evidence)
		shown, out = shown+bit(a.State == Evidenced), out+bit(a.State == NotInScope)
		s.Entries = append(s.Entries, a)
	}
	s.Note = fmt.Sprintf("%d actions: %s; %d of them are evidenced", len(s.Entries), Expansion, shown)
	if out > 0 {
		s.Note += fmt.Sprintf(", %d are not in scope", out)
	}
	switch {
	case out == len(s.Entries):
		s.State = NotInScope
	case shown+out == len(s.Entries):
		s.State = Evidenced
	case shown > 0:
		s.State = PartlyShown
	default:
		s.State = NotEvidenced
	}
}

// act says whether the Act applies, and claims no more than its part on security.
func (s *Standard) act(r *Register) {
	answer := r.answer()
	says := orElse(answer.Get("eu_ai_act"), notKnownYet)
	s.Note = orElse(after(says+": ", answer.Get("eu_ai_act_why")), says) + "; " + actClaim
	if says != doesApply {
		s.State = says
	}
}

// plainReference writes a reference in one case and spacing.
func plainReference(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if rest, ok := strings.CutPrefix(text, "iso/iec "); ok {
		text = "iso " + rest
	}
	return strings.Join(strings.Fields(text), " ")
}

// CompareActions orders ids of actions: function, major, minor, number; so that 2.10 comes
// after 2.9.
func CompareActions(a, b string) int {
	x, y := actionParts(a), actionParts(b)
	for i := range min(len(x), len(y)) {
		if c := compareParts(x[i], y[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(x), len(y))
}

func actionParts(id string) []string {
	return strings.FieldsFunc(id, func(r rune) bool { return r == '-' || r == '.' })
}

func compareParts(a, b string) int {
	functions := []string{"GV", "MP", "MS", "MG"}
	if i, k := slices.Index(functions, a), slices.Index(functions, b); i >= 0 && k >= 0 {
		return cmp.Compare(i, k)
	}
	n, err := strconv.Atoi(a)
	m, err2 := strconv.Atoi(b)
	if err == nil && err2 == nil {
		return cmp.Compare(n, m)
	}
	return cmp.Compare(a, b)
}
