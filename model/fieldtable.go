package model

import (
	"fmt"
	"strings"
	"unicode"
)

// baseFields are the 66 columns of our CSV, in its order.
func baseFields() []Field {
	var fs []Field
	fs = append(fs, statementFields()...)
	fs = append(fs, classFields()...)
	fs = append(fs, adversaryFields()...)
	fs = append(fs, urgencyFields()...)
	fs = append(fs, inherentFields()...)
	fs = append(fs, lossFields()...)
	fs = append(fs, ownershipFields()...)
	fs = append(fs, responseFields()...)
	for i := range fs {
		fs[i].Base = true
	}
	return fs
}

func statementFields() []Field {
	id := text("id", "Id", GroupRecord, func(t *Threat) *string { return &t.ID })
	id.Derived = true
	id.set = func(t *Threat, v string) error {
		t.ID = strings.TrimSpace(v)
		return checkID(t.ID)
	}
	return []Field{
		id,
		text("title", "Title", GroupStatement, func(t *Threat) *string { return &t.Title }),
		text("threat_source", "Source (who or what)", GroupStatement, func(t *Threat) *string { return &t.Statement.Source }),
		text("prerequisites", "Prerequisites", GroupStatement, func(t *Threat) *string { return &t.Statement.Prerequisites }),
		text("threat_action", "Action", GroupStatement, func(t *Threat) *string { return &t.Statement.Action }),
		text("threat_impact", "Leads to", GroupStatement, func(t *Threat) *string { return &t.Statement.Impact }),
		list("impacted_goal", "Goals reduced", GroupStatement, ";", func(t *Threat) *[]string { return &t.Statement.Goals }),
		list("impacted_assets", "Assets", GroupStatement, "; ", func(t *Threat) *[]string { return &t.Statement.Assets }),
	}
}

// longestID is what an id may have, in bytes: it is a key, and stands in a
// column.
const longestID = 100

// checkID refuses an id that nobody could type.
func checkID(id string) error {
	if len(id) > longestID {
		return fmt.Errorf("id: %d bytes are too many; use at most %d", len(id), longestID)
	}
	if strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return fmt.Errorf("id: %q holds a sign that cannot be typed", id)
	}
	return nil
}

func classFields() []Field {
	return []Field{
		oneOf("lifecycle_phase", "Phase", GroupClass, Phases, func(t *Threat) *string { return &t.Class.Phase }),
		oneOf("lifecycle_activity", "Activity", GroupClass, activityChoices(), func(t *Threat) *string { return &t.Class.Activity }),
		oneOf("category", "Category", GroupClass, Categories, func(t *Threat) *string { return &t.Class.Category }),
		within(classMore, someOf("other_categories", "Other categories", GroupClass, Categories, func(t *Threat) *[]string { return &t.Class.ClassMore.OtherCategories })),
		oneOf("addendum_class", "Addendum class", GroupClass, addenda, func(t *Threat) *string { return &t.Class.Addendum }),
		oneOf("layer", "Layer", GroupClass, layerChoices, func(t *Threat) *string { return &t.Class.Layer }),
		someOf("architecture", "Architecture", GroupClass, architectures, func(t *Threat) *[]string { return &t.Class.Architecture }),
		someOf("stride", "STRIDE", GroupClass, stride, func(t *Threat) *[]string { return &t.Class.STRIDE }),
		list("atlas", "ATLAS techniques", GroupClass, ";", func(t *Threat) *[]string { return &t.Class.ATLAS }),
		list("owasp_llm", "OWASP LLM", GroupClass, ";", func(t *Threat) *[]string { return &t.Class.OWASPLLM }),
		within(classMore, list("owasp_asi", "OWASP agentic", GroupClass, ";", func(t *Threat) *[]string { return &t.Class.ClassMore.OWASPASI })),
	}
}

func adversaryFields() []Field {
	return []Field{
		oneOf("adversarial", "Adversarial", GroupAdversary, yesNo, func(t *Threat) *string { return &t.Adversary.Adversarial }),
		text("adversary_goal", "Adversary's goal", GroupAdversary, func(t *Threat) *string { return &t.Adversary.Goal }),
		oneOf("adversary_knowledge", "Adversary's knowledge", GroupAdversary, knowledges, func(t *Threat) *string { return &t.Adversary.Knowledge }),
		text("adversary_capability", "Adversary's capability", GroupAdversary, func(t *Threat) *string { return &t.Adversary.Capability }),
	}
}

func urgencyFields() []Field {
	return []Field{
		oneOf("exploitation", "Exploitation", GroupUrgency, exploitations, func(t *Threat) *string { return &t.Urgency.Exploitation }),
		oneOf("exposure", "Exposure", GroupUrgency, exposures, func(t *Threat) *string { return &t.Urgency.Exposure }),
		oneOf("automatable", "Automatable", GroupUrgency, yesNo, func(t *Threat) *string { return &t.Urgency.Automatable }),
		oneOf("technical_impact", "Technical impact", GroupUrgency, technicalImpacts, func(t *Threat) *string { return &t.Urgency.TechnicalImpact }),
		within(urgencyMore, text("vuln_id", "Vulnerability id", GroupUrgency, func(t *Threat) *string { return &t.Urgency.UrgencyMore.VulnID })),
		oneOf("kev", "Known exploited (KEV)", GroupUrgency, yesNo, func(t *Threat) *string { return &t.Urgency.KEV }),
	}
}

// inherentFields carry the names without a state that the CSV gives the
// reasons and the confidence of the inherent rating.
func inherentFields() []Field {
	r := func(t *Threat) *Rating { return &t.Ratings[Inherent] }
	return []Field{
		levelField("inherent_likelihood", "Inherent likelihood", GroupInherent, func(t *Threat) *Level { return &r(t).Likelihood }),
		within(reasons(Inherent), long("likelihood_rationale", "Why this likely", GroupInherent, func(t *Threat) *string { return &r(t).Reasons.LikelihoodReason })),
		levelField("inherent_impact", "Inherent impact", GroupInherent, func(t *Threat) *Level { return &r(t).Impact }),
		within(reasons(Inherent), long("impact_rationale", "Why this bad", GroupInherent, func(t *Threat) *string { return &r(t).Reasons.ImpactReason })),
		riskField(Inherent, ""),
		within(reasons(Inherent), oneOf("confidence", "Confidence", GroupInherent, confidences, func(t *Threat) *string { return &r(t).Reasons.Confidence })),
	}
}

func lossFields() []Field {
	return []Field{
		within(figures, number("lef_p05", "Events a year, 5 %", GroupInherent, func(t *Threat) *string { return &t.Figures.FrequencyP05 })),
		within(figures, number("lef_p95", "Events a year, 95 %", GroupInherent, func(t *Threat) *string { return &t.Figures.FrequencyP95 })),
		within(figures, number("loss_p05_eur", "Loss an event, 5 %, EUR", GroupInherent, func(t *Threat) *string { return &t.Figures.LossP05 })),
		within(figures, number("loss_p95_eur", "Loss an event, 95 %, EUR", GroupInherent, func(t *Threat) *string { return &t.Figures.LossP95 })),
	}
}

func ownershipFields() []Field {
	return []Field{
		ownerField("owner_pi", "Owner: PI", 0),
		ownerField("owner_model", "Owner: Model", 1),
		ownerField("owner_orchestrated", "Owner: Orchestrated", 2),
		ownerField("owner_application", "Owner: Application", 3),
		oneOf("lead_role", "Lead role", GroupOwnership, roleChoices, func(t *Threat) *string { return &t.Ownership.Lead }),
		text("owner_person", "Owner: person", GroupOwnership, func(t *Threat) *string { return &t.Ownership.Person }),
		claimsField(),
		within(ownershipMore, long("aic_responsibility", "Customer's duty", GroupOwnership, func(t *Threat) *string { return &t.Ownership.OwnershipMore.Duty })),
		within(ownershipMore, oneOf("aic_notified", "Customer told", GroupOwnership, yesNo, func(t *Threat) *string { return &t.Ownership.OwnershipMore.Notified })),
		long("evidence", "Evidence", GroupOwnership, func(t *Threat) *string { return &t.Ownership.Evidence }),
	}
}

func responseFields() []Field {
	return []Field{
		oneOf("response", "Response", GroupResponse, responses, func(t *Threat) *string { return &t.Response.Kind }),
		long("controls_in_place", "Controls in place", GroupResponse, func(t *Threat) *string { return &t.Response.ControlsInPlace }),
		long("controls_planned", "Controls planned", GroupResponse, func(t *Threat) *string { return &t.Response.ControlsPlanned }),
		long("detection", "Detection", GroupResponse, func(t *Threat) *string { return &t.Response.Detection }),
		date("detection_tested", "Detection tested on", GroupResponse, func(t *Threat) *string { return &t.Response.DetectionTested }),
		sideField(Current, "likelihood", "residual_likelihood", func(r *Rating) *Level { return &r.Likelihood }),
		sideField(Current, "impact", "residual_impact", func(r *Rating) *Level { return &r.Impact }),
		riskField(Current, "residual_risk"),
		text("decision_by", "Decided by", GroupDecision, func(t *Threat) *string { return &t.Decision.By }),
		date("decision_date", "Decided on", GroupDecision, func(t *Threat) *string { return &t.Decision.Date }),
		within(decisionMore, date("acceptance_expires", "Acceptance expires", GroupDecision, func(t *Threat) *string { return &t.Decision.DecisionMore.Expires })),
		oneOf("sla_class", "SLA class", GroupResponse, slaClasses, func(t *Threat) *string { return &t.Response.SLAClass }),
		date("identified", "Identified on", GroupResponse, func(t *Threat) *string { return &t.Response.Identified }),
		date("due", "Due", GroupResponse, func(t *Threat) *string { return &t.Response.Due }),
		date("next_review", "Next review", GroupReview, func(t *Threat) *string { return &t.Review.Next }),
		oneOf("status", "Status", GroupResponse, statuses, func(t *Threat) *string { return &t.Status }),
		within(responseMore, list("incident_refs", "Incidents", GroupResponse, ";", func(t *Threat) *[]string { return &t.Response.ResponseMore.Incidents })),
	}
}

// extraFields are columns once a threat sets them.
func extraFields() []Field {
	fs := []Field{
		within(urgencyMore, long("forensics", "What its traces showed", GroupUrgency, func(t *Threat) *string { return &t.Urgency.UrgencyMore.Forensics })),
		oneOf("use", "Use", GroupStatement, uses, func(t *Threat) *string { return &t.Statement.Use }),
		within(threatMore, oneOf("origin", "Origin", GroupRecord, origins, func(t *Threat) *string { return &t.ThreatMore.Origin })),
		within(threatMore, text("session", "Raised in", GroupRecord, func(t *Threat) *string { return &t.ThreatMore.Raised })),
		within(figures, text("loss_basis", "Basis of the numbers", GroupInherent, func(t *Threat) *string { return &t.Figures.Basis })),
	}
	fs = append(fs,
		sideField(Target, "likelihood", "", func(r *Rating) *Level { return &r.Likelihood }),
		sideField(Target, "impact", "", func(r *Rating) *Level { return &r.Impact }),
		riskField(Target, ""))
	for _, s := range States {
		fs = append(fs, ratingFields(s)...)
	}
	fs = append(fs, besideField(), selectionsField(), within(threatMore, someOf("parked", "Parked in triage", GroupRecord, TriageSteps, func(t *Threat) *[]string { return &t.ThreatMore.Parked })))
	for i := range Layers {
		fs = append(fs, layerFields(i)...)
	}
	fs = append(fs, tunedField())
	fs = append(fs, moreOwnershipFields()...)
	fs = append(fs, reviewFields()...)
	return append(fs, recordFields()...)
}

// ratingFields are what stands behind a state's likelihood and impact.
func ratingFields(s State) []Field {
	fs := append(methodFields(s), rangeFields(s)...)
	if s != Inherent {
		fs = append(fs, reasonFields(s)...)
	}
	for i, side := range Dimensions {
		fs = append(fs, within(reasons(s), partOf(s).level("impact_"+side, "Impact on "+dimensionWords[i],
			func(r *Rating) *Level { return &r.Reasons.ImpactOn[i] })))
	}
	return fs
}

// partOf makes fields of one state's rating.
type partOf State

func (s partOf) name(part string) string { return State(s).String() + "_" + part }

func (s partOf) level(part, title string, at func(*Rating) *Level) Field {
	return levelField(s.name(part), title, groupOf(State(s)), func(t *Threat) *Level { return at(&t.Ratings[s]) })
}

func (s partOf) text(part, title string, at func(*Rating) *string) Field {
	return text(s.name(part), title, groupOf(State(s)), func(t *Threat) *string { return at(&t.Ratings[s]) })
}

func (s partOf) long(part, title string, at func(*Rating) *string) Field {
	return long(s.name(part), title, groupOf(State(s)), func(t *Threat) *string { return at(&t.Ratings[s]) })
}

func (s partOf) list(part, title string, at func(*Rating) *[]string) Field {
	return list(s.name(part), title, groupOf(State(s)), ";", func(t *Threat) *[]string { return at(&t.Ratings[s]) })
}

// methodFields are what a method left behind, and what stands in its place.
func methodFields(state State) []Field {
	s := partOf(state)
	fs := []Field{
		s.text("method", "Method", func(r *Rating) *string { return &r.Method }),
		within(reckoning(state), s.text("method_version", "Method version", func(r *Rating) *string { return &r.Reckoning.Version })),
		answersField(s.name("answers"), state),
		within(reckoning(state), s.list("path", "Path", func(r *Rating) *[]string { return &r.Reckoning.Path })),
		within(reckoning(state), s.list("flags", "Flags", func(r *Rating) *[]string { return &r.Reckoning.Flags })),
		verdictField(s.name("verdict"), state),
		within(reckoning(state), s.text("override", "Overridden to", func(r *Rating) *string { return &r.Reckoning.Override })),
		within(reckoning(state), s.text("override_reason", "Why overridden", func(r *Rating) *string { return &r.Reckoning.OverrideReason })),
		s.level("declared_risk", "Level the file said", func(r *Rating) *Level { return &r.Declared }),
		s.level("own_risk", "Level of the method itself", func(r *Rating) *Level { return &r.OwnLevel }),
		s.level("computed_risk", "Level without the override", func(r *Rating) *Level { return &r.Computed }),
	}
	fs[0].Implied = MethodImported
	for i := range fs {
		fs[i].Derived = true
	}
	return fs
}

func rangeFields(state State) []Field {
	s := partOf(state)
	return []Field{
		within(reckoning(state), s.level("low_likelihood", "Likelihood at the lowest", func(r *Rating) *Level { return &r.Reckoning.LowLikelihood })),
		within(reckoning(state), s.level("high_likelihood", "Likelihood at the highest", func(r *Rating) *Level { return &r.Reckoning.HighLikelihood })),
		within(reckoning(state), s.level("low_impact", "Impact at the lowest", func(r *Rating) *Level { return &r.Reckoning.LowImpact })),
		within(reckoning(state), s.level("high_impact", "Impact at the highest", func(r *Rating) *Level { return &r.Reckoning.HighImpact })),
	}
}

// reasonFields are the reasons of a state; those of inherent stand among the
// first columns.
func reasonFields(state State) []Field {
	s := partOf(state)
	return []Field{
		within(reasons(state), s.long("likelihood_rationale", "Why this likely", func(r *Rating) *string { return &r.Reasons.LikelihoodReason })),
		within(reasons(state), s.long("impact_rationale", "Why this bad", func(r *Rating) *string { return &r.Reasons.ImpactReason })),
		within(reasons(state), oneOf(s.name("confidence"), "Confidence", groupOf(state), confidences,
			func(t *Threat) *string { return &t.Ratings[s].Reasons.Confidence })),
	}
}

var dimensionWords = [impactSides]string{"operations", "money", "people and rights", "other organisations", "the law"}

func sideField(s State, side, column string, at func(*Rating) *Level) Field {
	f := levelField(s.String()+"_"+side, titleOf(s)+" "+side, groupOf(s), func(t *Threat) *Level { return at(&t.Ratings[s]) })
	f.Column = column
	return f
}

// riskField shows the level of a state. A file's own level is kept aside when
// it is loaded: the register's matrix decides.
func riskField(s State, column string) Field {
	f := levelField(s.String()+"_risk", titleOf(s)+" level", groupOf(s), func(t *Threat) *Level { return &t.Ratings[s].Declared })
	f.get = func(t *Threat) string { return t.Ratings[s].Level.String() }
	f.Column, f.Derived = column, true
	return f
}

func titleOf(s State) string {
	return strings.ToUpper(s.String()[:1]) + s.String()[1:]
}

// layerSuffix ends the names of the fields of a layer.
func layerSuffix(layer string) string { return "_" + strings.ToLower(layer) }

// layerFields are what a layer says for itself, before the threat's own.
func layerFields(i int) []Field {
	layer := Layers[i]
	suffix := layerSuffix(layer)
	at := func(at func(*LayerOwner) *string) func(*Threat) *string {
		return func(t *Threat) *string { return at(&t.Ownership.Layers[i]) }
	}
	return []Field{
		within(layerMore(i), oneOf("lead"+suffix, layer+": lead role", GroupOwnership, roleChoices, at(func(o *LayerOwner) *string { return &o.LayerMore.Lead }))),
		within(layerMore(i), text("person"+suffix, layer+": person", GroupOwnership, at(func(o *LayerOwner) *string { return &o.LayerMore.Person }))),
		within(layerMore(i), long("duty"+suffix, layer+": duty", GroupOwnership, at(func(o *LayerOwner) *string { return &o.LayerMore.Duty }))),
		within(layerMore(i), date("told_on"+suffix, layer+": told on", GroupOwnership, at(func(o *LayerOwner) *string { return &o.LayerMore.ToldOn }))),
		within(layerMore(i), long("evidence"+suffix, layer+": evidence", GroupOwnership, at(func(o *LayerOwner) *string { return &o.LayerMore.Evidence }))),
		within(layerMore(i), date("evidence_expires"+suffix, layer+": evidence expires", GroupOwnership, at(func(o *LayerOwner) *string { return &o.LayerMore.Expires }))),
		within(layerMore(i), long("upstream_duty"+suffix, layer+": duty of the partner upstream", GroupOwnership, at(func(o *LayerOwner) *string { return &o.LayerMore.UpstreamDuty }))),
		within(layerMore(i), date("upstream_told_on"+suffix, layer+": partner told on", GroupOwnership, at(func(o *LayerOwner) *string { return &o.LayerMore.UpstreamTold }))),
		within(layerMore(i), text("na_reason"+suffix, layer+": why not applicable", GroupOwnership, at(func(o *LayerOwner) *string { return &o.LayerMore.NAReason }))),
	}
}

func moreOwnershipFields() []Field {
	return []Field{
		within(ownershipMore, date("told_on", "Customer told on", GroupOwnership, func(t *Threat) *string { return &t.Ownership.OwnershipMore.ToldOn })),
		within(ownershipMore, date("evidence_expires", "Evidence expires", GroupOwnership, func(t *Threat) *string { return &t.Ownership.OwnershipMore.Expires })),
		within(responseMore, date("done_on", "Done on", GroupResponse, func(t *Threat) *string { return &t.Response.ResponseMore.DoneOn })),
		within(responseMore, text("stop_criterion", "Stop criterion", GroupResponse, func(t *Threat) *string { return &t.Response.ResponseMore.StopCriterion })),
		within(responseMore, text("ticket", "Ticket", GroupResponse, func(t *Threat) *string { return &t.Response.ResponseMore.Ticket })),
		within(decisionMore, long("decision_reason", "Reason of the decision", GroupDecision, func(t *Threat) *string { return &t.Decision.DecisionMore.Reason })),
		within(decisionMore, long("acceptance_conditions", "Conditions of acceptance", GroupDecision, func(t *Threat) *string { return &t.Decision.DecisionMore.Conditions })),
	}
}

func reviewFields() []Field {
	return []Field{
		within(reviewMore, date("last_reviewed_at", "Last reviewed on", GroupReview, func(t *Threat) *string { return &t.Review.ReviewMore.LastAt })),
		within(reviewMore, text("last_reviewed_by", "Last reviewed by", GroupReview, func(t *Threat) *string { return &t.Review.ReviewMore.LastBy })),
		within(reviewMore, list("review_triggers", "Review triggers", GroupReview, "; ", func(t *Threat) *[]string { return &t.Review.ReviewMore.Triggers })),
		within(reviewMore, list("assumptions", "Assumptions", GroupReview, "; ", func(t *Threat) *[]string { return &t.Review.ReviewMore.Assumptions })),
		within(reviewMore, text("parent", "Parent threat", GroupReview, func(t *Threat) *string { return &t.Review.ReviewMore.Parent })),
		within(reviewMore, list("related", "Related threats", GroupReview, ";", func(t *Threat) *[]string { return &t.Review.ReviewMore.Related })),
		within(reviewMore, long("notes", "Notes", GroupReview, func(t *Threat) *string { return &t.Review.ReviewMore.Notes })),
	}
}

func recordFields() []Field {
	fs := []Field{
		within(stamps, text("created_at", "Created at", GroupRecord, func(t *Threat) *string { return &t.Stamps.CreatedAt })),
		within(stamps, text("created_by", "Created by", GroupRecord, func(t *Threat) *string { return &t.Stamps.CreatedBy })),
		within(stamps, text("updated_at", "Changed at", GroupRecord, func(t *Threat) *string { return &t.Stamps.UpdatedAt })),
		within(stamps, text("updated_by", "Changed by", GroupRecord, func(t *Threat) *string { return &t.Stamps.UpdatedBy })),
	}
	for i := range fs {
		fs[i].Derived, fs[i].Hidden = true, true
	}
	return fs
}

// within makes a field of one that lies in a part of the threat, see rare.go: reading makes
// no part, and writing puts another in its place.
func within[P any](part func(*Threat) **P, f Field) Field {
	get, set, items := f.get, f.set, f.items
	f.get = func(t *Threat) string {
		if *part(t) == nil {
			return ""
		}
		return get(t)
	}
	f.set = func(t *Threat, v string) error {
		at := part(t)
		fresh := *some(*at)
		*at = &fresh
		err := set(t, v)
		change(at, func(*P) {}) // nil again if nothing is in it
		return err
	}
	if items != nil {
		f.items = func(t *Threat) []string {
			if *part(t) == nil {
				return nil
			}
			return items(t)
		}
	}
	return f
}

// Where the parts lie.
func classMore(t *Threat) **ClassMore         { return &t.Class.ClassMore }
func urgencyMore(t *Threat) **UrgencyMore     { return &t.Urgency.UrgencyMore }
func ownershipMore(t *Threat) **OwnershipMore { return &t.Ownership.OwnershipMore }
func responseMore(t *Threat) **ResponseMore   { return &t.Response.ResponseMore }
func decisionMore(t *Threat) **DecisionMore   { return &t.Decision.DecisionMore }
func reviewMore(t *Threat) **ReviewMore       { return &t.Review.ReviewMore }
func threatMore(t *Threat) **ThreatMore       { return &t.ThreatMore }
func stamps(t *Threat) **Stamps               { return &t.Stamps }
func figures(t *Threat) **Loss                { return &t.Figures }

func layerMore(i int) func(*Threat) **LayerMore {
	return func(t *Threat) **LayerMore { return &t.Ownership.Layers[i].LayerMore }
}

func reckoning(s State) func(*Threat) **Reckoning {
	return func(t *Threat) **Reckoning { return &t.Ratings[s].Reckoning }
}

func reasons(s State) func(*Threat) **Reasons {
	return func(t *Threat) **Reasons { return &t.Ratings[s].Reasons }
}
