package triage

import (
	"slices"
	"strings"

	"parry/model"
)

// A stage is one of the steps that a threat goes through: model.TriageSteps.
// Some ask by a method, the others for plain fields of the threat.
type stage string

// The stages that ask by a method.
const (
	rate    = stage(model.StepRate)
	urgency = stage(model.StepUrgency)
)

// stages are all of them, in order.
func stages() []stage {
	all := make([]stage, len(model.TriageSteps))
	for i, c := range model.TriageSteps {
		all[i] = stage(c.Value)
	}
	return all
}

// byMethod says whether the stage asks by a method.
func (g stage) byMethod() bool { return g == rate || g == urgency }

// A fieldAsked is a plain field as a question.
type fieldAsked struct{ field, title, help string }

// before are the fields that a stage asks first, after those behind its
// method's questions.
var before = map[stage][]fieldAsked{
	model.StepClassify: {
		{"lifecycle_phase", "Where in the life of the system does it happen?", "Where the harm begins, not where it is felt."},
		{"lifecycle_activity", "In which activity of that phase?", "The activities of AICM; TVM-13 marks all but four of them."},
		{"category", "Which kind of threat is it?", "The one that fits best; others can stand beside it (e, other categories)."},
		{"layer", "On which layer does it sit?", "Where it would be stopped, if one layer had to be named."},
		{"addendum_class", "Which of the four classes of the EU addendum is it?", "What it comes by, seen from the AI."},
		{"adversarial", "Does somebody mean it?", "No for slips, failures, outages and storms: they are rated by how often they happen."},
		{"adversary_goal", "What does the adversary want?", "In a few words."},
		{"adversary_knowledge", "What does the adversary know of the system?", "What they can find out before they start."},
		{"adversary_capability", "What can the adversary do?", "Access, skill, money, numbers; in a few words."},
		{"atlas", "Which techniques of ATLAS does it use?", "As many as fit; that none fits is an answer too. Others by hand: e, ATLAS techniques."},
		{"owasp_llm", "Which of OWASP's ten for language models is it?", "As many as fit, or none. Others by hand: e, OWASP LLM."},
		{"owasp_asi", "Which of OWASP's ten for agents is it?", "As many as fit, or none. Others by hand, T1 to T17 too: e, OWASP agentic."},
		{"stride", "What does it do, by STRIDE?", "As many as fit."},
	},
	urgency: {
		{"vuln_id", "Does it rest on a known vulnerability?", "Its id, such as a CVE. Without one, how soon to act follows from the level and from policy; m picks a method that judges by analogy."},
	},
	model.StepOwn: {
		{"owner_pi", "Who answers for it on the processing infrastructure?", "Compute, storage, network. Values that this register expects come first."},
		{"owner_model", "Who answers for it on the model?", "Who tunes a model is the provider of what was tuned."},
		{"owner_orchestrated", "Who answers for it on what stands between?", "Gateways, prompts, vector stores, agent runtimes."},
		{"owner_application", "Who answers for it on the application?", "What the end user touches."},
		{"lead_role", "Who leads where several answer?", "Shared is jointly responsible and accountable: somebody must coordinate."},
		{"owner_person", "Which person?", "A name or a team that picks up the phone; a role alone is a finding."},
		{"aic_responsibility", "What must the AI customer do?", "Where the customer holds a share. In words that can be sent to them."},
		{"aic_notified", "Was the customer told?", "Where the customer holds a share."},
	},
	model.StepRespond: {
		{"response", "What is done about it?", "Accept is a decision with an end, not a way to leave it."},
		{"controls_in_place", "Which controls are live today?", "Only these lower the current rating."},
		{"controls_planned", "Which controls are planned?", "These may lower the target, never the current rating."},
		{"detection", "What would notice it?", "The alert, log or check, and who reads it."},
		{"detection_tested", "When was that last tested?", "A day."},
		{"stop_criterion", "When is the feature switched off?", "What has to happen, who may do it, and how."},
		{"due", "By when?", "A day."},
	},
	model.StepDecide: {
		{"status", "Where does it stand?", "Draft until somebody has looked at it."},
		{"decision_by", "Who decided?", "Somebody with the authority for this level."},
		{"decision_date", "When?", "A day."},
		{"decision_reason", "Why so?", "In a sentence that an auditor can follow."},
		{"acceptance_expires", "Until when does an acceptance hold?", "A day; then it is open again."},
		{"next_review", "When is it looked at again?", "A day."},
	},
}

var behind = map[stage][]fieldAsked{
	urgency: {
		{"sla_class", "How soon, in the words of your policy?", "= takes over what the method says."},
		{"due", "By when?", "A day. = takes over what the method says, counted from the day it was identified."},
	},
}

// fieldSteps makes questions of fields; those that have no sense for the threat
// are passed over.
func (v *scene) fieldSteps(fields []fieldAsked) []step {
	var steps []step
	t := v.threat
	for _, a := range fields {
		f, ok := model.FieldNamed(a.field)
		if !ok || senseless(t, a.field) {
			continue
		}
		st := step{Question: model.Question{ID: f.Name, Title: a.title, Help: a.help, Options: v.optionsOf(f)}, answer: f.Get(t), field: f.Name}
		if v.classifies(f.Name) {
			v.suggest(&st, f)
		}
		steps = append(steps, st)
	}
	return steps
}

// senseless says whether a field has no meaning for this threat.
func senseless(t *model.Threat, field string) bool {
	switch field {
	case "lifecycle_activity":
		return t.Class.Phase == ""
	case "adversary_goal", "adversary_knowledge", "adversary_capability":
		return !t.IsAdversarial()
	case "aic_responsibility", "aic_notified":
		return !slices.ContainsFunc(t.Ownership.Layers[:], func(l model.LayerOwner) bool { return slices.Contains(l.Value.Roles(), model.AIC) })
	case "lead_role":
		return !slices.ContainsFunc(t.Ownership.Layers[:], func(l model.LayerOwner) bool { return len(l.Value.Roles()) > 1 })
	}
	return false
}

// optionsOf makes answers of a closed list: of the activities those of the
// phase, of the owners those that are expected first.
func (v *scene) optionsOf(f model.Field) []model.Option {
	t := v.threat
	var options []model.Option
	for _, c := range f.Choices {
		if c.Value == "" || f.Name == "lifecycle_activity" && model.PhaseOf(c.Value) != t.Class.Phase {
			continue
		}
		anchor := strings.TrimPrefix(c.Means, t.Class.Phase+": ")
		if own, ok := anchors[f.Name+"="+c.Value]; ok {
			anchor = own
		}
		options = append(options, model.Option{Value: c.Value, Label: c.Value, Anchor: anchor})
	}
	for i, name := range model.OwnerFields {
		if f.Name != name {
			continue
		}
		slices.SortStableFunc(options, func(a, b model.Option) int {
			allows := func(o model.Option) int {
				owner := model.Owner(o.Value)
				return boolRank(owner.Decided() && v.deployment.Allows(i, owner))
			}
			return allows(b) - allows(a)
		})
	}
	return options
}

// anchors say what an answer means where its list serves several fields.
var anchors = map[string]string{
	"adversarial=yes":  "somebody acts on purpose, against us or past us",
	"adversarial=no":   "a slip, a failure, an outage, a storm",
	"aic_notified=yes": "they were told, and it can be shown",
	"aic_notified=no":  "not yet",
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}
