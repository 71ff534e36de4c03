package store

import (
	"reflect"

	"parry/model"
)

// What a scribe writes of a threat: a function for each record within one, a line for each
// field. A new field of model.Threat needs its line here, under the name in its tag; without
// it TestScribeKnowsEveryField fails.

// nothing says whether a field is left out because it is the zero value. An empty list that
// is none counts as something, as it does to the library.
func nothing[P any](of *P) bool { return reflect.ValueOf(of).Elem().IsZero() }

// inner writes a record that is a field of another one.
func inner[P any](r scribed, name string, of *P, write func(scribed, *P)) {
	if !nothing(of) {
		r.name(name)
		write(r.record(), of)
	}
}

// part gives a part of the threat (model/rare.go), or an empty one, which is not written.
func part[P any](of *P) *P {
	if of == nil {
		return new(P)
	}
	return of
}

func (r scribed) threat(t *model.Threat) {
	more, stamps := part(t.ThreatMore), part(t.Stamps)
	r.name("id")
	r.say(t.ID)
	if t.Figures != nil {
		r.name("loss")
		r.record().loss(t.Figures)
	}
	inner(r, "class", &t.Class, scribed.class)
	r.words("title", t.Title)
	if !nothing(&more.Beside) {
		r.rare("beside", more.Beside)
	}
	r.words("origin", more.Origin)
	r.list("parked", more.Parked)
	inner(r, "review", &t.Review, scribed.review)
	r.words("status", t.Status)
	r.ratings("ratings", &t.Ratings)
	r.words("session", more.Raised)
	inner(r, "urgency", &t.Urgency, scribed.urgency)
	inner(r, "decision", &t.Decision, scribed.decision)
	inner(r, "response", &t.Response, scribed.response)
	inner(r, "adversary", &t.Adversary, scribed.adversary)
	inner(r, "ownership", &t.Ownership, scribed.ownership)
	inner(r, "statement", &t.Statement, scribed.statement)
	r.words("created_at", stamps.CreatedAt)
	r.words("created_by", stamps.CreatedBy)
	if len(more.Selections) > 0 {
		r.rare("selections", more.Selections)
	}
	r.words("updated_at", stamps.UpdatedAt)
	r.words("updated_by", stamps.UpdatedBy)
}

func (r scribed) statement(s *model.Statement) {
	r.words("use", s.Use)
	r.list("goals", s.Goals)
	r.words("action", s.Action)
	r.list("assets", s.Assets)
	r.words("impact", s.Impact)
	r.words("source", s.Source)
	r.words("prerequisites", s.Prerequisites)
}

func (r scribed) adversary(a *model.Adversary) {
	r.words("goal", a.Goal)
	r.words("knowledge", a.Knowledge)
	r.words("capability", a.Capability)
	r.words("adversarial", a.Adversarial)
}

func (r scribed) class(c *model.Class) {
	more := part(c.ClassMore)
	r.list("atlas", c.ATLAS)
	r.words("layer", c.Layer)
	r.words("phase", c.Phase)
	r.list("stride", c.STRIDE)
	r.words("activity", c.Activity)
	r.words("addendum", c.Addendum)
	r.words("category", c.Category)
	r.list("owasp_asi", more.OWASPASI)
	r.list("owasp_llm", c.OWASPLLM)
	r.list("architecture", c.Architecture)
	r.list("other_categories", more.OtherCategories)
}

func (r scribed) urgency(u *model.Urgency) {
	more := part(u.UrgencyMore)
	r.words("kev", u.KEV)
	r.words("vuln_id", more.VulnID)
	r.words("exposure", u.Exposure)
	r.words("forensics", more.Forensics)
	r.words("automatable", u.Automatable)
	r.words("exploitation", u.Exploitation)
	r.words("technical_impact", u.TechnicalImpact)
}

func (r scribed) ratings(name string, all *[3]model.Rating) {
	if nothing(all) {
		return
	}
	r.name(name)
	r.head(majorList, len(all))
	for i := range all {
		r.record().rating(&all[i])
	}
}

func (r scribed) rating(of *model.Rating) {
	how, why := part(of.Reckoning), part(of.Reasons)
	r.list("path", how.Path)
	r.list("flags", how.Flags)
	r.level("level", of.Level)
	r.level("impact", of.Impact)
	r.words("method", of.Method)
	r.answers("answers", how.Answers)
	if !nothing(&how.Verdict) {
		r.rare("verdict", how.Verdict)
	}
	r.words("version", how.Version)
	r.level("computed", of.Computed)
	r.level("declared", of.Declared)
	r.words("override", how.Override)
	if !nothing(&why.ImpactOn) {
		r.name("impact_on")
		r.head(majorBytes, len(why.ImpactOn))
		for _, l := range why.ImpactOn {
			r.text = append(r.text, byte(l))
		}
	}
	r.level("own_level", of.OwnLevel)
	r.words("confidence", why.Confidence)
	r.level("likelihood", of.Likelihood)
	r.level("low_impact", how.LowImpact)
	r.level("high_impact", how.HighImpact)
	r.words("impact_reason", why.ImpactReason)
	r.level("low_likelihood", how.LowLikelihood)
	r.level("high_likelihood", how.HighLikelihood)
	r.words("override_reason", how.OverrideReason)
	r.words("likelihood_reason", why.LikelihoodReason)
}

func (r scribed) loss(l *model.Loss) {
	r.words("basis", l.Basis)
	r.words("lef_p05", l.FrequencyP05)
	r.words("lef_p95", l.FrequencyP95)
	r.words("loss_p05", l.LossP05)
	r.words("loss_p95", l.LossP95)
}

func (r scribed) ownership(o *model.Ownership) {
	more := part(o.OwnershipMore)
	r.words("duty", more.Duty)
	r.words("lead", o.Lead)
	r.words("tuned", string(more.Tuned))
	if len(more.Claims) > 0 {
		r.rare("claims", more.Claims)
	}
	if !nothing(&o.Layers) {
		r.name("layers")
		r.head(majorList, len(o.Layers))
		for i := range o.Layers {
			r.record().layer(&o.Layers[i])
		}
	}
	r.words("person", o.Person)
	r.words("expires", more.Expires)
	r.words("told_on", more.ToldOn)
	r.words("evidence", o.Evidence)
	r.words("notified", more.Notified)
}

func (r scribed) layer(o *model.LayerOwner) {
	more := part(o.LayerMore)
	r.words("duty", more.Duty)
	r.words("lead", more.Lead)
	r.words("value", string(o.Value))
	r.words("person", more.Person)
	r.words("expires", more.Expires)
	r.words("told_on", more.ToldOn)
	r.words("evidence", more.Evidence)
	r.words("na_reason", more.NAReason)
	r.words("upstream_duty", more.UpstreamDuty)
	r.words("upstream_told", more.UpstreamTold)
}

func (r scribed) response(of *model.Response) {
	more := part(of.ResponseMore)
	r.words("due", of.Due)
	r.words("kind", of.Kind)
	r.words("ticket", more.Ticket)
	r.words("done_on", more.DoneOn)
	r.words("detection", of.Detection)
	r.list("incidents", more.Incidents)
	r.words("sla_class", of.SLAClass)
	r.words("identified", of.Identified)
	r.words("stop_criterion", more.StopCriterion)
	r.words("controls_planned", of.ControlsPlanned)
	r.words("detection_tested", of.DetectionTested)
	r.words("controls_in_place", of.ControlsInPlace)
}

func (r scribed) decision(d *model.Decision) {
	more := part(d.DecisionMore)
	r.words("by", d.By)
	r.words("date", d.Date)
	r.words("reason", more.Reason)
	r.words("expires", more.Expires)
	r.words("conditions", more.Conditions)
}

func (r scribed) review(of *model.Review) {
	more := part(of.ReviewMore)
	r.words("next", of.Next)
	r.words("notes", more.Notes)
	r.words("parent", more.Parent)
	r.words("last_at", more.LastAt)
	r.words("last_by", more.LastBy)
	r.list("related", more.Related)
	r.list("triggers", more.Triggers)
	r.list("assumptions", more.Assumptions)
}
