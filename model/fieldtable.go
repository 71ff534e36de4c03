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
		someOf("other_categories", "Other categories", GroupClass, Categories, func(t *Threat) *[]string { return &t.Class.OtherCategories }),
		oneOf("addendum_class", "Addendum class", GroupClass, addenda, func(t *Threat) *string { return &t.Class.Addendum }),
		oneOf("layer", "Layer", GroupClass, layerChoices, func(t *Threat) *string { return &t.Class.Layer }),
		someOf("architecture", "Architecture", GroupClass, architectures, func(t *Threat) *[]string { return &t.Class.Architecture }),
		someOf("stride", "STRIDE", GroupClass, stride, func(t *Threat) *[]string { return &t.Class.STRIDE }),
		list("atlas", "ATLAS techniques", GroupClass, ";", func(t *Threat) *[]string { return &t.Class.ATLAS }),
		list("owasp_llm", "OWASP LLM", GroupClass, ";", func(t *Threat) *[]string { return &t.Class.OWASPLLM }),
		list("owasp_asi", "OWASP agentic", GroupClass, ";", func(t *Threat) *[]string { return &t.Class.OWASPASI }),
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
		text("vuln_id", "Vulnerability id", GroupUrgency, func(t *Threat) *string { return &t.Urgency.VulnID }),
		oneOf("kev", "Known exploited (KEV)", GroupUrgency, yesNo, func(t *Threat) *string { return &t.Urgency.KEV }),
	}
}

// inherentFields carry the names without a state that the CSV gives the
// reasons and the confidence of the inherent rating.
func inherentFields() []Field {
	r := func(t *Threat) *Rating { return &t.Ratings[Inherent] }
	return []Field{
		levelField("inherent_likelihood", "Inherent likelihood", GroupInherent, func(t *Threat) *Level { return &r(t).Likelihood }),
		long("likelihood_rationale", "Why this likely", GroupInherent, func(t *Threat) *string { return &r(t).LikelihoodReason }),
		levelField("inherent_impact", "Inherent impact", GroupInherent, func(t *Threat) *Level { return &r(t).Impact }),
		long("impact_rationale", "Why this bad", GroupInherent, func(t *Threat) *string { return &r(t).ImpactReason }),
		riskField(Inherent, ""),
		oneOf("confidence", "Confidence", GroupInherent, confidences, func(t *Threat) *string { return &r(t).Confidence }),
	}
}

func lossFields() []Field {
	return []Field{
		number("lef_p05", "Events a year, 5 %", GroupInherent, func(t *Threat) *string { return &t.Loss.FrequencyP05 }),
		number("lef_p95", "Events a year, 95 %", GroupInherent, func(t *Threat) *string { return &t.Loss.FrequencyP95 }),
		number("loss_p05_eur", "Loss an event, 5 %, EUR", GroupInherent, func(t *Threat) *string { return &t.Loss.LossP05 }),
		number("loss_p95_eur", "Loss an event, 95 %, EUR", GroupInherent, func(t *Threat) *string { return &t.Loss.LossP95 }),
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
		long("aic_responsibility", "Customer's duty", GroupOwnership, func(t *Threat) *string { return &t.Ownership.Duty }),
		oneOf("aic_notified", "Customer told", GroupOwnership, yesNo, func(t *Threat) *string { return &t.Ownership.Notified }),
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
		date("acceptance_expires", "Acceptance expires", GroupDecision, func(t *Threat) *string { return &t.Decision.Expires }),
		oneOf("sla_class", "SLA class", GroupResponse, slaClasses, func(t *Threat) *string { return &t.Response.SLAClass }),
		date("identified", "Identified on", GroupResponse, func(t *Threat) *string { return &t.Response.Identified }),
		date("due", "Due", GroupResponse, func(t *Threat) *string { return &t.Response.Due }),
		date("next_review", "Next review", GroupReview, func(t *Threat) *string { return &t.Review.Next }),
		oneOf("status", "Status", GroupResponse, statuses, func(t *Threat) *string { return &t.Status }),
		list("incident_refs", "Incidents", GroupResponse, ";", func(t *Threat) *[]string { return &t.Response.Incidents }),
	}
}

// extraFields are columns once a threat sets them.
func extraFields() []Field {
	fs := []Field{
		long("forensics", "What its traces showed", GroupUrgency, func(t *Threat) *string { return &t.Urgency.Forensics }),
		oneOf("use", "Use", GroupStatement, uses, func(t *Threat) *string { return &t.Statement.Use }),
		oneOf("origin", "Origin", GroupRecord, origins, func(t *Threat) *string { return &t.Origin }),
		text("session", "Raised in", GroupRecord, func(t *Threat) *string { return &t.Raised }),
		text("loss_basis", "Basis of the numbers", GroupInherent, func(t *Threat) *string { return &t.Loss.Basis }),
	}
	fs = append(fs,
		sideField(Target, "likelihood", "", func(r *Rating) *Level { return &r.Likelihood }),
		sideField(Target, "impact", "", func(r *Rating) *Level { return &r.Impact }),
		riskField(Target, ""))
	for _, s := range States {
		fs = append(fs, ratingFields(s)...)
	}
	fs = append(fs, besideField(), someOf("parked", "Parked in triage", GroupRecord, TriageSteps, func(t *Threat) *[]string { return &t.Parked }))
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
		fs = append(fs, partOf(s).level("impact_"+side, "Impact on "+dimensionWords[i],
			func(r *Rating) *Level { return &r.ImpactOn[i] }))
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
		s.text("method_version", "Method version", func(r *Rating) *string { return &r.Version }),
		answersField(s.name("answers"), state),
		s.list("path", "Path", func(r *Rating) *[]string { return &r.Path }),
		s.list("flags", "Flags", func(r *Rating) *[]string { return &r.Flags }),
		verdictField(s.name("verdict"), state),
		s.text("override", "Overridden to", func(r *Rating) *string { return &r.Override }),
		s.text("override_reason", "Why overridden", func(r *Rating) *string { return &r.OverrideReason }),
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
		s.level("low_likelihood", "Likelihood at the lowest", func(r *Rating) *Level { return &r.LowLikelihood }),
		s.level("high_likelihood", "Likelihood at the highest", func(r *Rating) *Level { return &r.HighLikelihood }),
		s.level("low_impact", "Impact at the lowest", func(r *Rating) *Level { return &r.LowImpact }),
		s.level("high_impact", "Impact at the highest", func(r *Rating) *Level { return &r.HighImpact }),
	}
}

// reasonFields are the reasons of a state; those of inherent stand among the
// first columns.
func reasonFields(state State) []Field {
	s := partOf(state)
	return []Field{
		s.long("likelihood_rationale", "Why this likely", func(r *Rating) *string { return &r.LikelihoodReason }),
		s.long("impact_rationale", "Why this bad", func(r *Rating) *string { return &r.ImpactReason }),
		oneOf(s.name("confidence"), "Confidence", groupOf(state), confidences,
			func(t *Threat) *string { return &t.Ratings[s].Confidence }),
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
		oneOf("lead"+suffix, layer+": lead role", GroupOwnership, roleChoices, at(func(o *LayerOwner) *string { return &o.Lead })),
		text("person"+suffix, layer+": person", GroupOwnership, at(func(o *LayerOwner) *string { return &o.Person })),
		long("duty"+suffix, layer+": duty", GroupOwnership, at(func(o *LayerOwner) *string { return &o.Duty })),
		date("told_on"+suffix, layer+": told on", GroupOwnership, at(func(o *LayerOwner) *string { return &o.ToldOn })),
		long("evidence"+suffix, layer+": evidence", GroupOwnership, at(func(o *LayerOwner) *string { return &o.Evidence })),
		date("evidence_expires"+suffix, layer+": evidence expires", GroupOwnership, at(func(o *LayerOwner) *string { return &o.Expires })),
		long("upstream_duty"+suffix, layer+": duty of the partner upstream", GroupOwnership, at(func(o *LayerOwner) *string { return &o.UpstreamDuty })),
		date("upstream_told_on"+suffix, layer+": partner told on", GroupOwnership, at(func(o *LayerOwner) *string { return &o.UpstreamTold })),
		text("na_reason"+suffix, layer+": why not applicable", GroupOwnership, at(func(o *LayerOwner) *string { return &o.NAReason })),
	}
}

func moreOwnershipFields() []Field {
	return []Field{
		date("told_on", "Customer told on", GroupOwnership, func(t *Threat) *string { return &t.Ownership.ToldOn }),
		date("evidence_expires", "Evidence expires", GroupOwnership, func(t *Threat) *string { return &t.Ownership.Expires }),
		date("done_on", "Done on", GroupResponse, func(t *Threat) *string { return &t.Response.DoneOn }),
		text("stop_criterion", "Stop criterion", GroupResponse, func(t *Threat) *string { return &t.Response.StopCriterion }),
		text("ticket", "Ticket", GroupResponse, func(t *Threat) *string { return &t.Response.Ticket }),
		long("decision_reason", "Reason of the decision", GroupDecision, func(t *Threat) *string { return &t.Decision.Reason }),
		long("acceptance_conditions", "Conditions of acceptance", GroupDecision, func(t *Threat) *string { return &t.Decision.Conditions }),
	}
}

func reviewFields() []Field {
	return []Field{
		date("last_reviewed_at", "Last reviewed on", GroupReview, func(t *Threat) *string { return &t.Review.LastAt }),
		text("last_reviewed_by", "Last reviewed by", GroupReview, func(t *Threat) *string { return &t.Review.LastBy }),
		list("review_triggers", "Review triggers", GroupReview, "; ", func(t *Threat) *[]string { return &t.Review.Triggers }),
		list("assumptions", "Assumptions", GroupReview, "; ", func(t *Threat) *[]string { return &t.Review.Assumptions }),
		text("parent", "Parent threat", GroupReview, func(t *Threat) *string { return &t.Review.Parent }),
		list("related", "Related threats", GroupReview, ";", func(t *Threat) *[]string { return &t.Review.Related }),
		long("notes", "Notes", GroupReview, func(t *Threat) *string { return &t.Review.Notes }),
	}
}

func recordFields() []Field {
	fs := []Field{
		text("created_at", "Created at", GroupRecord, func(t *Threat) *string { return &t.CreatedAt }),
		text("created_by", "Created by", GroupRecord, func(t *Threat) *string { return &t.CreatedBy }),
		text("updated_at", "Changed at", GroupRecord, func(t *Threat) *string { return &t.UpdatedAt }),
		text("updated_by", "Changed by", GroupRecord, func(t *Threat) *string { return &t.UpdatedBy }),
	}
	for i := range fs {
		fs[i].Derived, fs[i].Hidden = true, true
	}
	return fs
}
