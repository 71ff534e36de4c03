// Package triage is the screen on which one threat goes through its steps:
// classify, rate, urgency, own, respond, decide. A question at a time, a key an
// answer, and beside it what the answers come to and where they put the threat
// in its phase.
//
//   - triage.go: what the screen remembers, and its place among the screens
//   - actions.go: its keys; answer.go, change.go: the edits they make
//   - stage.go: the six steps, and which fields the plain ones ask for
//   - scene.go, step.go: the threat, its questions and answers, and what the
//     method makes of them
//   - suggest.go: what is suggested of a class, and what was chosen of it
//   - method.go: by which method is rated; why.go: all that stands behind a rating
//   - view.go: what stands where at each size
//   - question.go, known.go, sum.go, phase.go, column.go: the pieces of it
//
// No method is known here. Questions, answers and outcomes come from
// model.Method, so whatever it asks can be answered.
package triage

import (
	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/fieldbox"
	"parry/ui/livemap"
	"parry/ui/popup"
	"parry/ui/widget"
)

// Screen is the triage of one threat. Which threat is the bench's to say; all
// that is kept here is where the user stands in it.
type Screen struct {
	bench *bench.Bench
	stage stage
	state model.State
	lent  bool // the current state is on show for this threat only, after a copy

	threat   string         // whose triage the rest belongs to
	from     [3]widget.Spot // by state: where it stood when it came up
	question string         // the id of the question on show
	whole    string         // the question asked on request, in place of others
	group    string         // the optional questions asked on request
	option   int            // under the cursor, or untouched
	typed    *widget.Line   // a free answer, while it is typed
	span     *span          // a range, while it is given

	box    fieldbox.Box
	popup  popup.Popup
	chosen map[stage]string  // the methods that were picked
	latest map[string]latest // by question: what was answered last

	scene  *scene
	live   livemap.Map
	moving []bench.Action // see moves
	lack   count
	sides  map[sideKey]bool

	lineX, lineY int // the terminal's cursor in the last drawing; -1 if nowhere
	spots        spots
}

// untouched is the option cursor until the user moves it: on the answer there
// is, else nowhere. So no step is suggested, and enter held too long from the
// screen before answers nothing.
const untouched = -1

// New makes the screen.
func New(b *bench.Bench) *Screen {
	return &Screen{bench: b, stage: rate, option: untouched, lineY: -1,
		chosen: map[stage]string{}, latest: map[string]latest{}, sides: map[sideKey]bool{}}
}

// Name is the short name.
func (s *Screen) Name() string { return bench.Triage }

// Title is the long name, which is no longer.
func (s *Screen) Title() string { return "Triage" }

// Enter takes up the threat of the place, or the one the user is at, and begins
// with its rating.
func (s *Screen) Enter(p bench.Place) {
	if p.Threat != "" {
		s.bench.SetThreat(p.Threat)
	}
	if !p.Back {
		s.stage = rate
	}
	s.threat = ""
	if !p.Back {
		s.beginAtInherent(p.Threat)
	}
	if v := s.see(); v != nil && p.Threat != "" && v.threat.ID != p.Threat {
		s.bench.Refuse("%s is no longer in the register; this is %s", p.Threat, v.threat.ID)
	}
}

// beginAtInherent turns to the inherent state where a threat that is come to has none: what
// was on show for the threat before says nothing of this one.
func (s *Screen) beginAtInherent(id string) {
	if t := s.bench.Register().Threat(id); t != nil && !t.Ratings[model.Inherent].Placed() {
		s.state, s.lent = model.Inherent, false
	}
}

// Place is this screen at its threat.
func (s *Screen) Place() bench.Place {
	return bench.Place{Screen: bench.Triage, Threat: s.bench.Threat()}
}

// Typing says whether something over the screen has the keys.
func (s *Screen) Typing() bool {
	return s.box.IsOpen() || s.typed != nil || s.popup.IsOpen()
}

// Type gives a key or a paste to what is open.
func (s *Screen) Type(msg tea.Msg) {
	switch {
	case s.box.IsOpen():
		s.typeField(msg)
	case s.popup.IsOpen():
		s.popup.Update(msg)
	default:
		s.typeAnswer(msg)
	}
}

// typeField gives a key or a paste to the box. Once the field that is asked for
// is saved, the next question comes up.
func (s *Screen) typeField(msg tea.Msg) {
	before, asked := s.see().step(s.question)
	s.box.Update(msg)
	if s.box.IsOpen() || !asked || before.field == "" {
		return
	}
	if after, ok := s.see().step(before.ID); ok && after.answer != before.answer {
		s.ask(s.scene.next(before.ID))
	}
}

// typeAnswer gives a key or a paste to a free answer.
func (s *Screen) typeAnswer(msg tea.Msg) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "esc":
			s.typed = nil
			return
		case "enter":
			s.finish()
			return
		}
	}
	if s.typed.Update(msg); s.typed.Lost() > 0 {
		s.bench.Refuse("the answer is full: the last %d bytes were not taken", s.typed.Lost())
	}
}

// Back leaves a range that is half given; else the screen is one level deep.
func (s *Screen) Back() bool {
	half := s.span != nil
	s.span = nil
	return half
}

// Hangup keeps a field or reason that is half typed; every answer was saved as it was
// given.
func (s *Screen) Hangup() {
	s.box.Hangup()
	s.popup.Hangup()
}

// Cursor stands in a free answer, on the option under the cursor, or else on
// the question.
func (s *Screen) Cursor() (x, y int, ok bool) {
	switch {
	case s.box.IsOpen():
		return s.box.Cursor()
	case s.popup.IsOpen():
		return s.popup.Cursor()
	}
	return s.lineX, s.lineY, s.lineY >= 0
}

// see gives what there is to see, after following whatever has happened
// elsewhere: an undo, an edit in a box, another threat. Nil means that the
// register is empty.
func (s *Screen) see() *scene {
	r := s.bench.Register()
	if r.Len() == 0 {
		s.scene, s.live = nil, livemap.Map{}
		return nil
	}
	if r.Threat(s.bench.Threat()) == nil {
		s.bench.SetThreat(s.first())
	}
	if id := s.bench.Threat(); id != s.threat {
		s.takeUp(r.Threat(id))
	}
	key := sceneKey{r.Version(), s.threat, s.stage, s.stateOf(s.stage), s.chosen[s.stage], s.whole, s.group}
	if was := s.scene; was == nil || was.key != key {
		s.scene = newScene(s.bench, key)
		s.follow(was)
	}
	return s.scene
}

// stateOf is the state that a stage is about. How soon to act is asked of today,
// so its ratings stand in one place, whatever state is on show.
func (s *Screen) stateOf(g stage) model.State {
	if g == urgency {
		return model.Inherent
	}
	return s.state
}

// first is the threat to begin with: one that is not rated, else the first.
func (s *Screen) first() string {
	if open := s.heatmap().Unplaced; len(open) > 0 {
		return open[0].ID
	}
	return s.bench.Register().Threats()[0].ID
}

// takeUp begins with another threat.
func (s *Screen) takeUp(t *model.Threat) {
	s.threat, s.question, s.whole, s.option, s.typed, s.span = t.ID, "", "", untouched, nil, nil
	s.scene = nil
	if s.lent {
		s.state, s.lent = model.Inherent, false
	}
	for i := range t.Ratings {
		s.from[i] = spotOf(&t.Ratings[i])
	}
}

// follow keeps the question on show one that is asked, and goes to the one
// whose answer was changed by other hands: an undo lands on what it undid.
func (s *Screen) follow(was *scene) {
	v := s.scene
	if was != nil && was.key.threat == v.key.threat && was.key.state == v.key.state && was.key.stage == v.key.stage && was.key.method == v.key.method {
		if id, ok := v.changed(was); ok && id != s.question {
			s.ask(id)
		}
	}
	if _, ok := v.step(s.question); !ok {
		s.ask(v.start())
	}
}

// ask puts a question on show. One that was asked on request is forgotten with
// that, unless it was answered.
func (s *Screen) ask(id string) {
	s.question, s.option, s.typed, s.span = id, untouched, nil, nil
	if id != s.whole {
		s.whole = ""
	}
}
