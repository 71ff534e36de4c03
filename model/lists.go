package model

import (
	"fmt"
	"slices"
	"strings"
)

// A Choice is one value of a closed list, with a line of our own that says
// when it fits.
type Choice struct {
	Value string
	Means string
}

// An Activity is one of the lifecycle's 22 activities.
type Activity struct {
	Name  string
	Phase string
	TVM13 bool   // AICM 1.0.3 TVM-13 names it
	Means string // what is done in it, in our own words
}

// Phases holds the lifecycle's six phases in order.
var Phases = []Choice{
	{"Preparation", "data, people and machines are got ready"},
	{"Development", "the system is designed, trained and fenced in"},
	{"Evaluation", "it is measured and attacked before it is let out"},
	{"Deployment", "it is wired into services and applications"},
	{"Delivery", "it runs, is watched and is kept up"},
	{"Retirement", "it is archived, erased or switched off"},
}

// Activities holds the 22 activities in lifecycle order.
var Activities = []Activity{
	{"Data collection", "Preparation", false, "raw data is gathered"},
	{"Data curation", "Preparation", true, "it is cleaned, labelled and chosen from"},
	{"Data storage", "Preparation", true, "it is kept: files, indexes, vector stores"},
	{"Resource provisioning", "Preparation", true, "machines, accounts and roles are set up"},
	{"Team and expertise", "Preparation", true, "people are found, taught and given duties"},
	{"Design", "Development", true, "what it shall do, and what it may do, is drawn"},
	{"Training", "Development", true, "a model is trained or tuned"},
	{"Guardrails", "Development", true, "limits, filters and refusals are built in"},
	{"Supply Chain", "Development", false, "models, data and libraries are brought in"},
	{"Evaluation", "Evaluation", true, "it is measured against what it should do"},
	{"Validation/Red Teaming", "Evaluation", true, "somebody tries to break it"},
	{"Re-evaluation", "Evaluation", true, "it is measured again after a change"},
	{"Orchestration", "Deployment", true, "prompts, tools and agents are wired together"},
	{"AI Services supply chain", "Deployment", true, "hosted models and services are put to use"},
	{"AI applications", "Deployment", true, "it is built into what users touch"},
	{"Operations", "Delivery", true, "it runs, day by day"},
	{"Maintenance", "Delivery", true, "it is patched, updated and repaired"},
	{"Continuous monitoring", "Delivery", true, "somebody watches what it does"},
	{"Continuous improvement", "Delivery", false, "what was learned flows back into it"},
	{"Archiving", "Retirement", false, "what must be kept is put away"},
	{"Data deletion", "Retirement", true, "what must not be kept is erased"},
	{"Model disposal", "Retirement", true, "models, adapters and access are taken out of use"},
}

// PhaseOf gives the phase of an activity, or "" for one that is not in the
// list.
func PhaseOf(activity string) string {
	i := slices.IndexFunc(Activities, func(a Activity) bool { return a.Name == activity })
	if i < 0 {
		return ""
	}
	return Activities[i].Phase
}

// Categories holds the nine threat categories of AICM.
var Categories = []Choice{
	{"Model manipulation", "input or tampering steers what the model does"},
	{"Data poisoning", "what the system learns or looks up is planted"},
	{"Sensitive data disclosure", "somebody sees what was not theirs to see"},
	{"Model theft", "the model or its behaviour is taken"},
	{"Model/Service failure", "it is wrong, stale or down without an attacker"},
	{"Insecure supply chain", "something brought in from outside is bad"},
	{"Insecure apps/plugins", "tools, plugins or glue do more than they should"},
	{"Denial of service", "use or cost is driven until it stops"},
	{"Loss of governance/compliance", "nobody decides, knows or can show it"},
}

// TriageSteps holds the steps that a threat goes through, in order.
var TriageSteps = []Choice{
	{StepClassify, "what kind of threat it is, and where it stands"},
	{StepRate, "how likely, how bad"},
	{StepUrgency, "how soon somebody must act"},
	{StepOwn, "who answers for it on each layer"},
	{StepRespond, "what is done about it"},
	{StepDecide, "who said so, and until when"},
}

// The names of the steps.
const (
	StepClassify = "classify"
	StepRate     = "rate"
	StepUrgency  = "urgency"
	StepOwn      = "own"
	StepRespond  = "respond"
	StepDecide   = "decide"
)

var (
	statuses = []Choice{
		{"draft", "captured, not yet looked at"},
		{"open", "real, nothing under way"},
		{"in_treatment", "being worked on"},
		{"treated", "the work is done"},
		{"accepted", "lived with, by somebody's decision, for a time"},
		{"transferred", "another party carries it"},
		{"avoided", "what caused it is not done any more"},
		{"closed", "no longer a threat"},
		{"not_applicable", "was none here"},
	}
	origins = []Choice{
		{"workshop", "raised by people in a room"},
		{"prompt card", "drawn from a card"},
		{"incident", "it happened"},
		{"intelligence", "read or told"},
		{"vulnerability", "rests on a known flaw"},
		{"assessor", "found while reviewing"},
	}
	uses = []Choice{
		{"intended", "used as meant"},
		{"foreseeable misuse", "used as people will, though it was not meant"},
	}
	yesNo      = []Choice{{"yes", "somebody looked, and it is so"}, {"no", "somebody looked, and it is not"}}
	knowledges = []Choice{
		{"white box", "knows the inside"},
		{"grey box", "knows part of it"},
		{"black box", "knows only what every user sees"},
		{"na", "nobody acts on purpose"},
	}
	addenda = []Choice{
		{"adversarial attack", "somebody attacks the AI itself"},
		{"supply chain compromise", "it comes in with something bought or fetched"},
		{"AI tooling vulnerability", "a flaw in the tools around the AI"},
		{"other", "none of these"},
	}
	layerChoices = []Choice{
		{PI, "processing infrastructure: compute, storage, network"},
		{ModelLayer, "the model and its tuning"},
		{Orchestrated, "what stands between: gateway, prompts, vectors, agents"},
		{Application, "what the end user touches"},
	}
	architectures = []Choice{
		{"Physical", "buildings and hardware"},
		{"Network", "links and gateways"},
		{"Compute", "machines and containers"},
		{"Storage", "disks, buckets, databases"},
		{"Application", "software"},
		{"Data", "what is stored and learned from"},
	}
	stride = []Choice{
		{"S", "spoofing: pretends to be another"},
		{"T", "tampering: changes what is not theirs"},
		{"R", "repudiation: denies, and nobody can show it"},
		{"I", "information disclosure: reads what is not theirs"},
		{"D", "denial of service: stops it for others"},
		{"E", "elevation of privilege: does what is not allowed"},
	}
	exploitations = []Choice{
		{"none", "nobody has shown it"},
		{"public poc", "shown in public"},
		{"active", "being used"},
	}
	exposures = []Choice{
		{"small", "reached by few, from inside"},
		{"controlled", "reached through a gate"},
		{"open", "reached by anybody"},
	}
	technicalImpacts = []Choice{
		{"partial", "part of the component's behaviour"},
		{"total", "the whole component"},
	}
	confidences = []Choice{
		{"low", "a guess"},
		{"medium", "argued"},
		{"high", "measured or seen"},
	}
	responses = []Choice{
		{"mitigate", "make it less likely or less bad"},
		{"accept", "live with it, for a time, by decision"},
		{"transfer", "let another party carry it"},
		{"avoid", "stop doing what causes it"},
	}
	slaClasses = []Choice{
		{"immediate", "now, other work stops"},
		{"out-of-cycle", "before the next regular change"},
		{"scheduled", "with the next regular change"},
		{"defer", "not for now"},
	}
	roleChoices = []Choice{
		{CSP, "cloud service provider"},
		{MP, "model provider"},
		{OSP, "orchestrated service provider"},
		{AP, "application provider"},
		{AIC, "AI customer"},
	}
	ownerChoices = []Choice{
		{"", "unset: nobody decided yet"},
		{"CSP", "cloud service provider"},
		{"MP", "model provider"},
		{"OSP", "orchestrated service provider"},
		{"AP", "application provider"},
		{"AIC", "AI customer"},
		{"CSP-MP", "shared by cloud and model provider"},
		{"MP-OSP", "shared by model and orchestration provider"},
		{"OSP-AP", "shared by orchestration and application provider"},
		{"AP-AIC", "shared by application provider and customer"},
		{"ALL", "shared across the supply chain"},
		{"NA", "not applicable; give the reason"},
	}
	levelChoices = []Choice{
		{"VL", "very low"}, {"L", "low"}, {"M", "moderate"}, {"H", "high"}, {"VH", "very high"},
	}
)

func activityChoices() []Choice {
	choices := make([]Choice, len(Activities))
	for i, a := range Activities {
		choices[i] = Choice{a.Name, a.Phase + ": " + a.Means}
	}
	return choices
}

// pickOneOfSome is pickChoice for an item of a field that holds several: its name is a plural.
func pickOneOfSome(field, value string, choices []Choice) (string, error) {
	picked, err := pickChoice(field, value, choices)
	if err != nil {
		err = fmt.Errorf("%s: %q is none of them; use %s", field, value, orList(values(choices)))
	}
	return picked, err
}

// pickChoice reads a value of a closed list in any case; field names the list in the
// error.
func pickChoice(field, value string, choices []Choice) (string, error) {
	if value == "" {
		return "", nil
	}
	for _, c := range choices {
		if strings.EqualFold(c.Value, value) {
			return c.Value, nil
		}
	}
	return "", fmt.Errorf("%q is no %s; use %s", value, field, orList(values(choices)))
}

// values gives what may be chosen; "" is no choice to name.
func values(choices []Choice) []string {
	var values []string
	for _, c := range choices {
		if c.Value != "" {
			values = append(values, c.Value)
		}
	}
	return values
}

func orList(values []string) string {
	if len(values) < 2 {
		return strings.Join(values, "")
	}
	last := len(values) - 1
	return strings.Join(values[:last], ", ") + " or " + values[last]
}

// SplitList cuts a cell into its items at every ";": blanks around an item
// go, and "\;" is a semicolon inside one.
func SplitList(s string) []string {
	if strings.IndexByte(s, '\\') < 0 {
		return splitUnescaped(s)
	}
	var items []string
	var item strings.Builder
	end := func() {
		if text := strings.TrimSpace(item.String()); text != "" {
			items = append(items, text)
		}
		item.Reset()
	}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == ';' || s[i+1] == '\\'):
			i++
			item.WriteByte(s[i])
		case s[i] == ';':
			end()
		default:
			item.WriteByte(s[i])
		}
	}
	end()
	return items
}

// splitUnescaped is SplitList of a text in which nothing is escaped, as nearly all are: its items
// are parts of the text.
func splitUnescaped(s string) []string {
	var items []string
	for more := s != ""; more; {
		var item string
		item, s, more = strings.Cut(s, ";")
		if item = strings.TrimSpace(item); item != "" {
			if items == nil {
				items = make([]string, 0, 1+strings.Count(s, ";"))
			}
			items = append(items, item)
		}
	}
	return items
}

var listEscapes = strings.NewReplacer(`\`, `\\`, `;`, `\;`)

// escapes says whether an item holds what JoinList escapes.
func escapes(item string) bool { return strings.ContainsAny(item, `\;`) }

// JoinList writes items so that SplitList reads them back.
func JoinList(items []string, separator string) string {
	if !slices.ContainsFunc(items, escapes) {
		return strings.Join(items, separator)
	}
	escaped := make([]string, len(items))
	for i, item := range items {
		escaped[i] = listEscapes.Replace(item)
	}
	return strings.Join(escaped, separator)
}
