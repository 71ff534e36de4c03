package model

import (
	"slices"
	"strings"
)

// A Threat is one thing that can go wrong, with everything that was decided
// about it. Its text is kept as it came; who shows it cleans it. Dates are
// ISO days, yes/no fields hold "yes", "no" or "" (nobody said). What few threats
// have lies in parts of its own, see rare.go.
type Threat struct {
	ID     string `json:"id"`
	Title  string `json:"title,omitempty"`
	Status string `json:"status,omitempty"`

	Statement Statement `json:"statement,omitzero"`
	Adversary Adversary `json:"adversary,omitzero"`
	Class     Class     `json:"class,omitzero"`
	Urgency   Urgency   `json:"urgency,omitzero"`

	Ratings [3]Rating `json:"ratings,omitzero"` // by State: the one that places it
	Figures *Loss     `json:"loss,omitempty"`   // see Loss

	Ownership Ownership `json:"ownership,omitzero"`
	Response  Response  `json:"response,omitzero"`
	Decision  Decision  `json:"decision,omitzero"`
	Review    Review    `json:"review,omitzero"`

	*ThreatMore
	*Stamps
}

// Since is the day from which clocks run: on which it was identified, or where nobody
// said, on which it was written down; "" if neither is known.
func (t *Threat) Since() string {
	if t.Response.Identified != "" || len(t.CreatedAt()) < len("2026-11-16") {
		return t.Response.Identified
	}
	return t.CreatedAt()[:len("2026-11-16")]
}

// A Statement is the threat in the six parts of the threat grammar.
type Statement struct {
	Source        string   `json:"source,omitempty"`
	Prerequisites string   `json:"prerequisites,omitempty"`
	Action        string   `json:"action,omitempty"`
	Impact        string   `json:"impact,omitempty"`
	Goals         []string `json:"goals,omitempty"`
	Assets        []string `json:"assets,omitempty"`
	Use           string   `json:"use,omitempty"`
}

// An Adversary is who acts on purpose, where somebody does.
type Adversary struct {
	Adversarial string `json:"adversarial,omitempty"`
	Goal        string `json:"goal,omitempty"`
	Knowledge   string `json:"knowledge,omitempty"`
	Capability  string `json:"capability,omitempty"`
}

// A Class places the threat in the lifecycle, the categories and the layers.
type Class struct {
	Phase        string   `json:"phase,omitempty"`
	Activity     string   `json:"activity,omitempty"`
	Category     string   `json:"category,omitempty"`
	Addendum     string   `json:"addendum,omitempty"`
	Layer        string   `json:"layer,omitempty"`
	Architecture []string `json:"architecture,omitempty"`
	STRIDE       []string `json:"stride,omitempty"`
	ATLAS        []string `json:"atlas,omitempty"`
	OWASPLLM     []string `json:"owasp_llm,omitempty"`
	*ClassMore
}

// Urgency holds the answers that say whether there is time to discuss.
type Urgency struct {
	Exploitation    string `json:"exploitation,omitempty"`
	Exposure        string `json:"exposure,omitempty"`
	Automatable     string `json:"automatable,omitempty"`
	TechnicalImpact string `json:"technical_impact,omitempty"`
	KEV             string `json:"kev,omitempty"`
	*UrgencyMore
}

// Loss is the inherent estimate in numbers: events a year and money an event,
// the 5 % and the 95 % point of each, as they were written.
type Loss struct {
	FrequencyP05 string `json:"lef_p05,omitempty"`
	FrequencyP95 string `json:"lef_p95,omitempty"`
	LossP05      string `json:"loss_p05,omitempty"` // EUR
	LossP95      string `json:"loss_p95,omitempty"` // EUR
	Basis        string `json:"basis,omitempty"`
}

// A Response is what is done about the threat. Controls and detections stand
// here in the words of whoever wrote them.
type Response struct {
	Kind            string `json:"kind,omitempty"`
	ControlsInPlace string `json:"controls_in_place,omitempty"`
	ControlsPlanned string `json:"controls_planned,omitempty"`
	Detection       string `json:"detection,omitempty"`
	DetectionTested string `json:"detection_tested,omitempty"`
	SLAClass        string `json:"sla_class,omitempty"`
	Identified      string `json:"identified,omitempty"`
	Due             string `json:"due,omitempty"`
	*ResponseMore
}

// A Decision is who said so, when, and until when it holds.
type Decision struct {
	By   string `json:"by,omitempty"`
	Date string `json:"date,omitempty"`
	*DecisionMore
}

// A Review is when the threat is looked at again, and what it hangs on.
type Review struct {
	Next string `json:"next,omitempty"`
	*ReviewMore
}

// Ownership is who answers for the threat: a value per layer, and what holds
// for all layers unless a layer says otherwise.
type Ownership struct {
	Layers   [4]LayerOwner `json:"layers,omitzero"` // in the order of Layers
	Lead     string        `json:"lead,omitempty"`
	Person   string        `json:"person,omitempty"`
	Evidence string        `json:"evidence,omitempty"`
	*OwnershipMore
}

// A LayerOwner is the owner value of one layer, and what it says for itself.
type LayerOwner struct {
	Value Owner `json:"value,omitempty"`
	*LayerMore
}

// A Claim is what a party's document says about who owns a layer.
type Claim struct {
	Who      string `json:"who"`
	Layer    string `json:"layer"`
	Owner    Owner  `json:"owner"`
	Document string `json:"document,omitempty"` // where it says so
	On       string `json:"on,omitempty"`       // the day of that
}

// Key is the threat's id in its kind.
func (t *Threat) Key() Key { return Key{KindThreat, t.ID} }

// Clone gives a copy that shares nothing with the threat.
func (t *Threat) Clone() *Threat {
	c := *t
	for _, list := range c.lists() {
		*list = slices.Clone(*list)
	}
	for _, s := range States {
		c.Ratings[s] = c.Ratings[s].clone()
	}
	c.cloneParts()
	return &c
}

// tidy makes empty lists, answers and parts nil, as they come back from disk, so that
// a threat equals itself after a reload.
func (t *Threat) tidy() {
	for _, list := range t.lists() {
		nilIfEmpty(list)
	}
	for _, s := range States {
		t.Ratings[s].tidy()
	}
	t.tidyParts()
}

// lists are those that lie in no part.
func (t *Threat) lists() []*[]string {
	return []*[]string{
		&t.Statement.Goals, &t.Statement.Assets, &t.Class.Architecture,
		&t.Class.STRIDE, &t.Class.ATLAS, &t.Class.OWASPLLM,
	}
}

// IsAdversarial says whether somebody acts on purpose; where nobody said,
// it is assumed.
func (t *Threat) IsAdversarial() bool { return t.Adversary.Adversarial != "no" }

// Level is the level a list sorts by: the current one, else the inherent one.
func (t *Threat) Level() Level {
	if l := t.Ratings[Current].Level; l.Rated() {
		return l
	}
	return t.Ratings[Inherent].Level
}

// Late says whether the due day passed and work still stands.
func (t *Threat) Late(today string) bool {
	return !t.Done() && t.Response.Due != "" && t.Response.Due < today
}

// Gone says whether the threat is none any more: closed, or it never applied.
func (t *Threat) Gone() bool { return t.Status == "closed" || t.Status == "not_applicable" }

// Done says whether no work stands: the threat was treated, closed, accepted,
// avoided, transferred or does not apply.
func (t *Threat) Done() bool {
	switch t.Status {
	case "treated", "closed", "accepted", "avoided", "transferred", "not_applicable":
		return true
	}
	return false
}

// AcceptanceExpired says whether the risk was accepted until a day that passed.
func (t *Threat) AcceptanceExpired(today string) bool {
	accepted := t.Status == "accepted" || t.Response.Kind == "accept" && !t.Gone()
	return accepted && t.Decision.Expires() != "" && t.Decision.Expires() < today
}

// Sentence puts the parts of the statement together as one English sentence;
// parts that are missing are left out.
func (s Statement) Sentence() string {
	var b strings.Builder
	part := func(before, text string) {
		if text == "" {
			return
		}
		if b.Len() > 0 {
			b.WriteString(before)
		}
		b.WriteString(text)
	}
	part("", s.Source)
	part(" ", s.Prerequisites)
	part(" can ", s.Action)
	part(", which leads to: ", s.Impact)
	part("; reducing ", strings.Join(s.Goals, " and "))
	part(" of ", strings.Join(s.Assets, ", "))
	return b.String()
}
