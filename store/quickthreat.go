package store

import "parry/model"

// What a quick knows of a threat: a loop for each record within one, a line for each field.
// A new field of model.Threat needs its line here, under the name in its tag; without it
// TestQuickKnowsEveryField fails.

// quickThreat decodes a threat; nil if the strict decoder has to look.
func quickThreat(payload []byte, texts *texts) *model.Threat {
	q := quick{rest: payload, texts: texts}
	t := new(model.Threat)
	if q.threat(t); q.wrong || len(q.rest) > 0 {
		return nil
	}
	return t
}

// partOf gives a part of the threat (model/rare.go), made if need be.
func partOf[P any](part **P) *P {
	if *part == nil {
		*part = new(P)
	}
	return *part
}

func (q *quick) threat(t *model.Threat) {
	var stamps model.Stamps
	stamped := false
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "id":
			t.ID = q.id()
		case "title":
			t.Title = q.text()
		case "status":
			t.Status = q.text()
		case "statement":
			q.statement(&t.Statement)
		case "adversary":
			q.adversary(&t.Adversary)
		case "class":
			q.class(&t.Class)
		case "urgency":
			q.urgency(&t.Urgency)
		case "ratings":
			q.ratings(&t.Ratings)
		case "loss":
			q.loss(partOf(&t.Figures))
		case "ownership":
			q.ownership(&t.Ownership)
		case "response":
			q.response(&t.Response)
		case "decision":
			q.decision(&t.Decision)
		case "review":
			q.review(&t.Review)
		case "origin":
			partOf(&t.ThreatMore).Origin = q.text()
		case "session":
			partOf(&t.ThreatMore).Raised = q.text()
		case "parked":
			partOf(&t.ThreatMore).Parked = q.list()
		case "beside":
			q.strict(&partOf(&t.ThreatMore).Beside)
		case "selections":
			q.strict(&partOf(&t.ThreatMore).Selections)
		case "created_at":
			stamps.CreatedAt = q.text()
			stamped = true
		case "created_by":
			stamps.CreatedBy = q.text()
			stamped = true
		case "updated_at":
			stamps.UpdatedAt = q.text()
			stamped = true
		case "updated_by":
			stamps.UpdatedBy = q.text()
			stamped = true
		default:
			f.unknown()
		}
	}
	if stamped {
		t.Stamps = q.texts.stamps(stamps)
	}
}

func (q *quick) statement(s *model.Statement) {
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "source":
			s.Source = q.text()
		case "prerequisites":
			s.Prerequisites = q.text()
		case "action":
			s.Action = q.text()
		case "impact":
			s.Impact = q.text()
		case "goals":
			s.Goals = q.list()
		case "assets":
			s.Assets = q.list()
		case "use":
			s.Use = q.text()
		default:
			f.unknown()
		}
	}
}

func (q *quick) adversary(a *model.Adversary) {
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "adversarial":
			a.Adversarial = q.text()
		case "goal":
			a.Goal = q.text()
		case "knowledge":
			a.Knowledge = q.text()
		case "capability":
			a.Capability = q.text()
		default:
			f.unknown()
		}
	}
}

func (q *quick) class(c *model.Class) {
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "phase":
			c.Phase = q.text()
		case "activity":
			c.Activity = q.text()
		case "category":
			c.Category = q.text()
		case "other_categories":
			partOf(&c.ClassMore).OtherCategories = q.list()
		case "addendum":
			c.Addendum = q.text()
		case "layer":
			c.Layer = q.text()
		case "architecture":
			c.Architecture = q.list()
		case "stride":
			c.STRIDE = q.list()
		case "atlas":
			c.ATLAS = q.list()
		case "owasp_llm":
			c.OWASPLLM = q.list()
		case "owasp_asi":
			partOf(&c.ClassMore).OWASPASI = q.list()
		default:
			f.unknown()
		}
	}
}

func (q *quick) urgency(u *model.Urgency) {
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "exploitation":
			u.Exploitation = q.text()
		case "exposure":
			u.Exposure = q.text()
		case "automatable":
			u.Automatable = q.text()
		case "technical_impact":
			u.TechnicalImpact = q.text()
		case "vuln_id":
			partOf(&u.UrgencyMore).VulnID = q.text()
		case "kev":
			u.KEV = q.text()
		case "forensics":
			partOf(&u.UrgencyMore).Forensics = q.text()
		default:
			f.unknown()
		}
	}
}

func (q *quick) ratings(all *[3]model.Rating) {
	if q.head(majorList) != len(all) {
		q.giveUp()
	}
	for i := range all {
		q.rating(&all[i])
	}
}

func (q *quick) rating(r *model.Rating) {
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "likelihood":
			r.Likelihood = q.level()
		case "impact":
			r.Impact = q.level()
		case "level":
			r.Level = q.level()
		case "own_level":
			r.OwnLevel = q.level()
		case "computed":
			r.Computed = q.level()
		case "declared":
			r.Declared = q.level()
		case "method":
			r.Method = q.text()
		case "version":
			partOf(&r.Reckoning).Version = q.text()
		case "answers":
			partOf(&r.Reckoning).Answers = q.answers()
		case "path":
			partOf(&r.Reckoning).Path = q.list()
		case "flags":
			partOf(&r.Reckoning).Flags = q.list()
		case "verdict":
			q.strict(&partOf(&r.Reckoning).Verdict)
		case "override":
			partOf(&r.Reckoning).Override = q.text()
		case "override_reason":
			partOf(&r.Reckoning).OverrideReason = q.text()
		case "low_likelihood":
			partOf(&r.Reckoning).LowLikelihood = q.level()
		case "low_impact":
			partOf(&r.Reckoning).LowImpact = q.level()
		case "high_likelihood":
			partOf(&r.Reckoning).HighLikelihood = q.level()
		case "high_impact":
			partOf(&r.Reckoning).HighImpact = q.level()
		case "confidence":
			partOf(&r.Reasons).Confidence = q.text()
		case "likelihood_reason":
			partOf(&r.Reasons).LikelihoodReason = q.text()
		case "impact_reason":
			partOf(&r.Reasons).ImpactReason = q.text()
		case "impact_on":
			q.sides(partOf(&r.Reasons).ImpactOn[:])
		default:
			f.unknown()
		}
	}
}

// sides reads levels that are written as bytes.
func (q *quick) sides(on []model.Level) {
	if q.head(majorBytes) != len(on) {
		q.giveUp()
		return
	}
	for i, level := range q.take(len(on)) {
		on[i] = model.Level(level)
	}
}

func (q *quick) loss(l *model.Loss) {
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "lef_p05":
			l.FrequencyP05 = q.text()
		case "lef_p95":
			l.FrequencyP95 = q.text()
		case "loss_p05":
			l.LossP05 = q.text()
		case "loss_p95":
			l.LossP95 = q.text()
		case "basis":
			l.Basis = q.text()
		default:
			f.unknown()
		}
	}
}

func (q *quick) ownership(o *model.Ownership) {
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "layers":
			q.layers(&o.Layers)
		case "lead":
			o.Lead = q.text()
		case "person":
			o.Person = q.text()
		case "evidence":
			o.Evidence = q.text()
		case "claims":
			q.strict(&partOf(&o.OwnershipMore).Claims)
		case "duty":
			partOf(&o.OwnershipMore).Duty = q.text()
		case "notified":
			partOf(&o.OwnershipMore).Notified = q.text()
		case "told_on":
			partOf(&o.OwnershipMore).ToldOn = q.text()
		case "expires":
			partOf(&o.OwnershipMore).Expires = q.text()
		case "tuned":
			partOf(&o.OwnershipMore).Tuned = model.Owner(q.text())
		default:
			f.unknown()
		}
	}
}

func (q *quick) layers(all *[4]model.LayerOwner) {
	if q.head(majorList) != len(all) {
		q.giveUp()
	}
	for i := range all {
		q.layer(&all[i])
	}
}

func (q *quick) layer(o *model.LayerOwner) {
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "value":
			o.Value = model.Owner(q.text())
		case "upstream_duty":
			partOf(&o.LayerMore).UpstreamDuty = q.text()
		case "upstream_told":
			partOf(&o.LayerMore).UpstreamTold = q.text()
		case "na_reason":
			partOf(&o.LayerMore).NAReason = q.text()
		case "lead":
			partOf(&o.LayerMore).Lead = q.text()
		case "person":
			partOf(&o.LayerMore).Person = q.text()
		case "duty":
			partOf(&o.LayerMore).Duty = q.text()
		case "told_on":
			partOf(&o.LayerMore).ToldOn = q.text()
		case "evidence":
			partOf(&o.LayerMore).Evidence = q.text()
		case "expires":
			partOf(&o.LayerMore).Expires = q.text()
		default:
			f.unknown()
		}
	}
}

func (q *quick) response(r *model.Response) {
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "kind":
			r.Kind = q.text()
		case "controls_in_place":
			r.ControlsInPlace = q.text()
		case "controls_planned":
			r.ControlsPlanned = q.text()
		case "detection":
			r.Detection = q.text()
		case "detection_tested":
			r.DetectionTested = q.text()
		case "stop_criterion":
			partOf(&r.ResponseMore).StopCriterion = q.text()
		case "sla_class":
			r.SLAClass = q.text()
		case "identified":
			r.Identified = q.text()
		case "due":
			r.Due = q.text()
		case "done_on":
			partOf(&r.ResponseMore).DoneOn = q.text()
		case "ticket":
			partOf(&r.ResponseMore).Ticket = q.text()
		case "incidents":
			partOf(&r.ResponseMore).Incidents = q.list()
		default:
			f.unknown()
		}
	}
}

func (q *quick) decision(d *model.Decision) {
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "by":
			d.By = q.text()
		case "date":
			d.Date = q.text()
		case "expires":
			partOf(&d.DecisionMore).Expires = q.text()
		case "reason":
			partOf(&d.DecisionMore).Reason = q.text()
		case "conditions":
			partOf(&d.DecisionMore).Conditions = q.text()
		default:
			f.unknown()
		}
	}
}

func (q *quick) review(r *model.Review) {
	for f := q.fields(); f.next(); {
		switch string(f.name) {
		case "next":
			r.Next = q.text()
		case "last_at":
			partOf(&r.ReviewMore).LastAt = q.text()
		case "last_by":
			partOf(&r.ReviewMore).LastBy = q.text()
		case "triggers":
			partOf(&r.ReviewMore).Triggers = q.list()
		case "assumptions":
			partOf(&r.ReviewMore).Assumptions = q.list()
		case "parent":
			partOf(&r.ReviewMore).Parent = q.text()
		case "related":
			partOf(&r.ReviewMore).Related = q.list()
		case "notes":
			partOf(&r.ReviewMore).Notes = q.text()
		default:
			f.unknown()
		}
	}
}
