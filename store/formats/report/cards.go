package report

import (
	"cmp"
	"strings"

	"parry/model"
)

// inFull says whether the threat has a card of its own: it is high or very
// high in any state.
func inFull(t *model.Threat) bool {
	for s := range t.Ratings {
		if t.Ratings[s].Level >= model.H {
			return true
		}
	}
	return false
}

// cards prints the threats that matter most with all that was said of them.
func (d *draft) cards() {
	threats := d.pick(inFull)
	if len(threats) == 0 {
		d.none("threats that are high or very high in any state")
		return
	}
	for _, t := range threats {
		d.card(t)
	}
}

func (d *draft) card(t *model.Threat) {
	if linkable(t) {
		d.heading(3, md(t.ID)) // the anchor that ref points to
	} else {
		d.heading(3, "Threat "+esc(t.ID))
	}
	d.say("**" + or(t.Title, "no title") + "**")
	d.ratings(t)
	d.story(t)
	d.answer(t)
	d.end()
}

// ratings prints the three states side by side.
func (d *draft) ratings(t *model.Threat) {
	rows := [][]md{{"State", "Likelihood", "Impact", "Level", "Basis", "Confidence"}}
	for _, s := range model.States {
		r := &t.Ratings[s]
		rows = append(rows, []md{md(s.String()), level(r.Likelihood), level(r.Impact), level(r.Level),
			or(r.Basis(), "none"), or(r.Confidence(), "not said")})
	}
	d.grid(rows...)
	for _, s := range model.States {
		r := &t.Ratings[s]
		if s == model.Inherent || r.LikelihoodReason() != "" {
			d.part("Why "+md(s.String())+" likelihood", or(r.LikelihoodReason(), "no reason given"))
		}
		if s == model.Inherent || r.ImpactReason() != "" {
			d.part("Why "+md(s.String())+" impact", or(r.ImpactReason(), "no reason given"))
		}
		d.beside(t, s)
	}
}

// beside prints what a reader of one state's rating must know besides it: an
// override, other methods, and where they disagree.
func (d *draft) beside(t *model.Threat, s model.State) {
	state := md(strings.ToUpper(s.String()[:1]) + s.String()[1:])
	for _, r := range t.RatingsOf(s) {
		if r.Override() != "" {
			d.part(state+" overridden", or(r.Basis(), "no method")+" to "+or(r.Override(), "nothing")+": "+or(r.OverrideReason(), "no reason given"))
		}
	}
	if others := t.OtherRatings(s); len(others) > 0 {
		d.part(state+" by other methods", or(strings.Join(others, "; "), "none"))
	}
	for _, line := range model.Disagreements(t, s, d.Library) {
		d.part(state+" disagreement", or(line, "none"))
	}
}

// story prints what the threat is.
func (d *draft) story(t *model.Threat) {
	d.part("Statement", or(t.Statement.Sentence(), "not written"))
	d.part("Class", or(join(", ", t.Class.Phase, t.Class.Activity, t.Class.Category, layerOf(t)), model.NotClassified))
	d.part("Adversary", adversary(t))
	d.part("References", or(references(t), "none"))
	if all := t.Selections(); len(all) > 0 {
		var told []string
		for _, one := range all {
			told = append(told, one.Told())
		}
		d.part("Suggested and chosen", or(strings.Join(told, "; "), "nothing"))
	}
}

func layerOf(t *model.Threat) string {
	if t.Class.Layer == "" {
		return ""
	}
	return "layer " + t.Class.Layer
}

func adversary(t *model.Threat) md {
	if !t.IsAdversarial() {
		return "nobody acts on purpose"
	}
	a := t.Adversary
	return or(join("; ", named("goal", a.Goal), named("knowledge", a.Knowledge), named("capability", a.Capability)), "not described")
}

func references(t *model.Threat) string {
	list := func(items []string) string { return strings.Join(items, " ") }
	return join("; ", named("ATLAS", list(t.Class.ATLAS)), named("OWASP LLM", list(t.Class.OWASPLLM)),
		named("OWASP agentic", list(t.Class.OWASPASI())), named("STRIDE", list(t.Class.STRIDE)), t.Urgency.VulnID())
}

// answer prints what is done about the threat, and by whom.
func (d *draft) answer(t *model.Threat) {
	d.part("Owner", or(t.Ownership.Person, "nobody")+", lead "+or(t.Ownership.Lead, "none")+"; "+layerOwners(t))
	d.part("Response", or(t.Response.Kind, "not decided")+", "+or(t.Status, "no status")+", due "+d.due(t))
	d.part("Controls in place", or(t.Response.ControlsInPlace, "none"))
	d.part("Controls planned", or(t.Response.ControlsPlanned, "none"))
	d.part("Detection", or(join(", tested ", t.Response.Detection, t.Response.DetectionTested), "none"))
	for _, list := range []struct {
		kind  model.Kind
		title md
	}{{model.KindControl, "Controls on record"}, {model.KindDetection, "Detections on record"}, {model.KindVulnerability, "Vulnerabilities"}, {model.KindIncident, "Incidents"}, {model.KindDecision, "Decisions on record"}} {
		if have := d.Register.Links().ToThreat(t.ID, list.kind); len(have) > 0 {
			d.part(list.title, onRecord(have))
		}
	}
	if said := decision(t); said != "" || len(d.Register.Links().ToThreat(t.ID, model.KindDecision)) == 0 {
		d.part("Decision", or(said, "none recorded"))
	}
	d.part("Evidence", or(t.Ownership.Evidence, "none"))
}

// onRecord names records with their state.
func onRecord(sheets []*model.Sheet) md {
	names := make([]md, len(sheets))
	for i, s := range sheets {
		names[i] = esc(s.ID)
		if name := s.Name(); name != s.ID && s.Of != model.KindDecision {
			names[i] += " " + esc(name)
		}
		if state := join(", ", s.Get("response"), s.Get("state"), s.Get("match")); state != "" {
			names[i] += " (" + esc(state) + ")"
		}
	}
	return joined("; ", names...)
}

func layerOwners(t *model.Threat) md {
	parts := make([]string, len(model.Layers))
	for i, layer := range model.Layers {
		parts[i] = layer + " " + cmp.Or(string(t.Ownership.Layers[i].Value), "unset")
	}
	return esc(strings.Join(parts, ", "))
}

func decision(t *model.Threat) string {
	by := join(" on ", t.Decision.By, t.Decision.Date)
	return join("; ", by, t.Decision.Reason(), named("acceptance expires", t.Decision.Expires()), t.Decision.Conditions())
}

// named puts a name before a text, if there is one.
func named(name, text string) string {
	if text == "" {
		return ""
	}
	return name + " " + text
}

// join joins the texts that are there.
func join(sep string, texts ...string) string {
	var said []string
	for _, text := range texts {
		if text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, sep)
}
