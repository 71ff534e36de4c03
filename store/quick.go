package store

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"parry/model"
)

// Nearly all of a register are threats, and two thirds of a load was decoding them by
// reflection. A quick decodes a threat just as this parry writes it: the fields it knows,
// in the order of core-deterministic CBOR, each head in its shortest form. Whatever else
// it meets it gives up, and the strict decoder (decoding) begins anew and says what the
// bytes mean or why they are refused. So it never decides what is right: a threat that it
// takes is the very one that the strict decoder gives, which tests hold on generated
// threats, on damaged bytes and for each field.
//
// A new field of model.Threat needs its line here, under the name in its tag; without it
// TestQuickKnowsEveryField fails.
type quick struct {
	rest  []byte // what is still to be read
	texts *texts
	wrong bool // it met what it does not expect
}

// quickThreat decodes a threat; nil if the strict decoder has to look.
func quickThreat(payload []byte, texts *texts) *model.Threat {
	q := quick{rest: payload, texts: texts}
	t := new(model.Threat)
	if q.threat(t); q.wrong || len(q.rest) > 0 {
		return nil
	}
	return t
}

// What the strict decoder allows at most, see decoding.
const (
	mostItems = 1 << 21
	mostPairs = 1 << 10
)

// CBOR begins each item with its major type, in the upper three bits, and a number.
const (
	majorNumber = 0
	majorBytes  = 2
	majorText   = 3
	majorList   = 4
	majorMap    = 5
)

// head reads the number of an item, which counts what follows it: no more than there are
// bytes left.
func (q *quick) head(major byte) int {
	if q.wrong || len(q.rest) == 0 || q.rest[0]>>5 != major {
		return q.giveUp()
	}
	n, size, least := uint64(q.rest[0]&31), 1, uint64(0)
	switch {
	case n < 24:
	case n == 24 && len(q.rest) > 1:
		n, size, least = uint64(q.rest[1]), 2, 24
	case n == 25 && len(q.rest) > 2:
		n, size, least = uint64(binary.BigEndian.Uint16(q.rest[1:])), 3, 1<<8
	case n == 26 && len(q.rest) > 4:
		n, size, least = uint64(binary.BigEndian.Uint32(q.rest[1:])), 5, 1<<16
	default:
		return q.giveUp()
	}
	q.rest = q.rest[size:]
	if n < least || n > uint64(len(q.rest)) && major != majorNumber {
		return q.giveUp()
	}
	return int(n)
}

func (q *quick) giveUp() int { q.wrong = true; return 0 }

// take reads n bytes that head has counted.
func (q *quick) take(n int) []byte {
	got := q.rest[:n]
	q.rest = q.rest[n:]
	return got
}

func (q *quick) text() string {
	raw := q.take(q.head(majorText))
	if !utf8.Valid(raw) {
		q.giveUp()
	}
	return q.texts.text(raw)
}

// id reads a text that no other threat has.
func (q *quick) id() string {
	raw := q.take(q.head(majorText))
	if !utf8.Valid(raw) {
		q.giveUp()
	}
	return q.texts.copied(raw)
}

func (q *quick) level() model.Level {
	n := q.head(majorNumber)
	if n > 0xFF {
		return model.Level(q.giveUp())
	}
	return model.Level(n)
}

// list reads texts; an empty one is never written.
func (q *quick) list() []string {
	start := q.rest
	n := q.head(majorList)
	if n == 0 || n > mostItems {
		q.giveUp()
		return nil
	}
	items := quick{rest: q.rest, texts: q.texts}
	for range n {
		q.take(q.head(majorText)) // to see where it ends
	}
	raw := start[:len(start)-len(q.rest)]
	if list := q.texts.list(raw); list != nil || q.wrong {
		return list
	}
	list := make([]string, n)
	for i := range list {
		list[i] = items.text()
	}
	if q.wrong = items.wrong; q.wrong {
		return nil
	}
	q.texts.keepList(raw, list)
	return list
}

func (q *quick) answers() model.Answers {
	answers := model.Answers{}
	f := q.fields()
	if f.left > mostPairs {
		q.giveUp()
	}
	for f.next() {
		question := q.texts.text(f.name)
		answers[question] = q.text()
	}
	return answers
}

// strict leaves one item to the strict decoder: what is rare, or holds numbers with a point.
func (q *quick) strict(v any) {
	if q.wrong {
		return
	}
	rest, err := decoding.UnmarshalFirst(q.rest, v)
	if err != nil {
		q.giveUp()
		return
	}
	q.rest = rest
}

// The fields of a record, one after the other.
type fields struct {
	q    *quick
	left int
	name []byte // of the field whose value comes next
}

func (q *quick) fields() fields { return fields{q: q, left: q.head(majorMap)} }

// next comes to the next field, whose name must be valid and follow that of the one before.
func (f *fields) next() bool {
	if f.q.wrong || f.left == 0 {
		return false
	}
	f.left--
	before := f.name
	f.name = f.q.take(f.q.head(majorText))
	if before != nil && !follows(f.name, before) || !utf8.Valid(f.name) {
		f.q.giveUp()
	}
	return !f.q.wrong
}

// follows says whether a name is written behind another: shorter ones come first.
func follows(name, before []byte) bool {
	if len(name) != len(before) {
		return len(name) > len(before)
	}
	return bytes.Compare(name, before) > 0
}

// unknown is a field that nobody here knows.
func (f *fields) unknown() { f.q.giveUp() }

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
