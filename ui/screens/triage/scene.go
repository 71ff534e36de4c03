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
	stage   stage
	state   model.State
	method  string // the one that was chosen for the stage; "" for the stage's own
	whole   string
	group   string
}

// A scene is what one drawing and one key see: the threat, the questions of the
// stage with their answers, and what the method makes of them.
type scene struct {
	key        sceneKey
	settings   model.Settings
	tolerance  model.Tolerance
	deployment model.Deployment
	approved   bool // the register's method is, today
	library    model.Library
	threat     *model.Threat
	steps      []step
	hints      map[string]model.Hints // by field, where the stage classifies

	method  model.Method // by which the stage asks; without Rate if it has none
	named   string       // the method that was to be, where the library does not have it
	rating  *model.Rating
	placed  *model.Rating // the one that places the state, by whatever method
	answers model.Answers // those that stand, and those that are offered
	outcome model.Judgement

	flipLines, disputes []string // see flips and disagreements
	flipped, compared   bool
}

func newScene(b *bench.Bench, key sceneKey) *scene {
	r := b.Register()
	v := &scene{key: key, settings: r.Settings(), tolerance: r.Tolerance(), deployment: r.Deployment(), approved: r.Approval(b.Today).Stands, library: b.Library(), threat: r.Threat(key.threat)}
	if key.stage == model.StepClassify {
		v.hints = b.Hints(v.threat)
	}
	v.placed = &v.threat.Ratings[key.state]
	v.rating = v.placed
	v.steps = v.fieldSteps(before[key.stage])
	if v.choose() {
		v.answers = v.method.Offer(v.threat, key.state)
		v.outcome = v.method.JudgeThreat(v.threat, v.answers)
		v.steps = append(v.steps, steps(v.method, v.answers, v.threat.IsAdversarial(), asked{key.whole, key.group})...)
		v.rating = v.own()
	}
	v.steps = append(v.steps, v.fieldSteps(behind[key.stage])...)
	return v
}

// choose finds the method of the stage: the one that was chosen, the register's
// own to rate by, or the first that says how soon to act, for a threat that
// rests on a vulnerability. False if the stage asks by none.
func (v *scene) choose() bool {
	switch {
	case !v.key.stage.byMethod():
		return false
	case v.key.method != "":
		v.named = v.key.method
	case v.key.stage == rate:
		v.named = v.settings.Method
	case v.threat.Urgency.VulnID() != "":
		v.named = firstUrgent(v.library)
	}
	m, ok := v.library.Method(v.named)
	v.method = m
	return ok && v.named != ""
}

// firstUrgent is the first method that says what to do about a vulnerability.
func firstUrgent(lib model.Library) string {
	for _, m := range lib.Methods {
		if m.Judges == model.JudgesVulnerabilities && len(m.Severities) == 0 {
			return m.ID
		}
	}
	return ""
}

// own is the rating by the method: the one that stands, or the one that it
// would take the place of, or an empty one beside it.
func (v *scene) own() *model.Rating {
	if r := v.threat.RatingBy(v.key.state, v.method.ID); r != nil {
		return r
	}
	if v.threat.Places(v.key.state, v.method, v.settings.Method) {
		return v.placed
	}
	return &model.Rating{}
}

// places says whether what is rated here is what the heatmap shows.
func (v *scene) places() bool { return v.rating == v.placed }

// stored says whether an answer stands as it is, not only offered.
func (v *scene) stored(id, value string) bool {
	return v.rating.Method == v.method.ID && v.rating.Answers()[id] == value
}

// noMethod says why nothing can be asked; "" if it can.
func (v *scene) noMethod() string {
	switch {
	case v.method.Rate != nil:
		return ""
	case !v.key.stage.byMethod():
		return "this step asks for fields of the threat, by no method"
	case v.named == "":
		return "no method is chosen here: m chooses one"
	}
	if v.key.method != "" {
		return fmt.Sprintf("%q was chosen here and is no longer in the register: m chooses another", v.named)
	}
	return fmt.Sprintf("the register is rated by %q, which this parry does not have", v.named)
}

// rated is what the threat's rating would be with these answers.
func (v *scene) rated(a model.Answers) model.Rating {
	a = v.method.For(v.threat, a)
	var matrix *model.Matrix
	if v.places() {
		matrix = &v.settings.Matrix
	}
	return v.rating.WithJudgement(v.method, a, v.method.JudgeThreat(v.threat, a), matrix)
}

// above says whether the rating lies over what is tolerated.
func (v *scene) above() bool {
	return v.places() && v.tolerance.Above(v.threat, v.rating.Level)
}

// stateWords say what each state counts.
var stateWords = [...]string{"before any control", "with the controls that are live", "once the planned controls work too"}

// A sideKey names a question among all methods and wordings.
type sideKey struct {
	method, version, question string
	adversarial               bool
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
	return sideKey{v.method.ID, v.method.Version, q.ID, v.threat.IsAdversarial()}
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
	text, field, side = v.placed.LikelihoodReason(), "likelihood_rationale", "likely"
	if s.onImpact(v, q) {
		text, field, side = v.placed.ImpactReason(), "impact_rationale", "bad"
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
