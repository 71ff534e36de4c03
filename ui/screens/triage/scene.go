package triage

import (
	"fmt"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// A sceneKey says what a scene depends on: while it stays, so does the scene.
type sceneKey struct {
	version uint64 // of the register
	threat  string
	state   model.State
	whole   string
}

// A scene is what one drawing and one key see: the threat, its rating in the
// state, and what the method makes of the answers so far.
type scene struct {
	key      sceneKey
	settings model.Settings
	threat   *model.Threat
	rating   *model.Rating
	method   model.Method // without questions if the library does not have it
	answers  model.Answers
	outcome  model.Outcome
	steps    []step
}

func newScene(b *bench.Bench, key sceneKey) *scene {
	r := b.Register()
	v := &scene{key: key, settings: r.Settings(), threat: r.Threat(key.threat)}
	v.rating = &v.threat.Ratings[key.state]
	method, ok := b.Library.Method(v.settings.Method)
	if !ok {
		return v
	}
	v.method = method
	v.answers = method.Start(*v.rating)
	v.outcome = method.Rate(method.For(v.threat, v.answers))
	v.steps = steps(method, v.answers, v.threat.IsAdversarial(), key.whole)
	return v
}

// noMethod says why nothing can be asked; "" if it can.
func (v *scene) noMethod() string {
	switch {
	case v.method.Rate != nil:
		return ""
	case v.settings.Method == "":
		return "the register names no method to rate by"
	}
	return fmt.Sprintf("the register is rated by %q, which this parry does not have", v.settings.Method)
}

// rated is what the threat's rating would be with these answers.
func (v *scene) rated(a model.Answers) model.Rating {
	a = v.method.For(v.threat, a)
	return v.rating.WithOutcome(v.method, a, v.method.Rate(a), v.settings.Matrix)
}

// above says whether the rating lies over what is tolerated.
func (v *scene) above() bool {
	return v.settings.Appetite.Rated() && v.rating.Level > v.settings.Appetite
}

// stateWords say what each state counts.
var stateWords = [...]string{"before any control", "with the controls that are live", "once the planned controls work too"}

// A sideKey names a question among all methods and wordings.
type sideKey struct {
	method, question string
	adversarial      bool
}

// onImpact says whether a question is about the impact: whether its answers
// move it, tried on a full set of the others. A question that moves neither
// side is taken for one about likelihood.
func (s *Screen) onImpact(v *scene, q model.Question) bool {
	key := sceneSide(v, q)
	if known, ok := s.sides[key]; ok {
		return known
	}
	moves := false
	for place := range q.Options {
		moves = moves || v.moves(q, v.filled(place))
	}
	s.sides[key] = moves
	return moves
}

func sceneSide(v *scene, q model.Question) sideKey {
	return sideKey{v.method.ID, q.ID, v.threat.IsAdversarial()}
}

// filled answers every question with the option at a place, or the last.
func (v *scene) filled(place int) model.Answers {
	a := model.Answers{}
	for _, q := range v.method.Asked(v.threat.IsAdversarial()) {
		if n := len(q.Options); n > 0 {
			a = v.method.Answer(a, q.ID, q.Options[min(place, n-1)].Value)
		}
	}
	return a
}

// moves says whether the impact depends on the answer to q, the others being
// as they are.
func (v *scene) moves(q model.Question, others model.Answers) bool {
	var first model.Level
	for i, o := range q.Options {
		impact := v.rated(v.method.Answer(others, q.ID, o.Value)).Impact
		if i == 0 {
			first = impact
		}
		if impact != first {
			return true
		}
	}
	return false
}

// reason gives the reason on record for the side that the question is about,
// the field it stands in, and what the side is called.
func (s *Screen) reason(v *scene, q model.Question) (text, field, side string) {
	text, field, side = v.rating.LikelihoodReason, "likelihood_rationale", "likely"
	if s.onImpact(v, q) {
		text, field, side = v.rating.ImpactReason, "impact_rationale", "bad"
	}
	if v.key.state != model.Inherent { // the inherent reasons have the bare names
		field = v.key.state.String() + "_" + field
	}
	return text, field, side
}

func spotOf(r *model.Rating) widget.Spot {
	if !r.Placed() {
		return widget.Spot{}
	}
	return widget.Spot{Likelihood: r.Likelihood, Impact: r.Impact}
}
