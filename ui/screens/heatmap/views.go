package heatmap

import (
	"fmt"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// A view is one of the maps that can be on show.
type view uint8

const (
	lifecycle  view = iota // phase × level
	square                 // the 5 × 5 map of one phase, or of all
	six                    // the 5 × 5 map of every phase, or of one and a strip of the others
	blind                  // phase × category
	byCategory             // × level
	byLayer
	byParty
	byActivity
	views // how many there are
)

// A viewKind is how a view is named and worked out.
type viewKind struct {
	name, means string
	axis        model.Axis
}

var viewKinds = [views]viewKind{
	lifecycle:  {"Lifecycle", "phase by level", model.ByPhase},
	square:     {"5 x 5", "likelihood x impact of one phase, large", model.ByPhase},
	six:        {"Six", "likelihood x impact of every phase", model.ByPhase},
	blind:      {"Blind spots", "phase by category: where nobody found a threat", model.ByPhase},
	byCategory: {"Category", "category by level", model.ByCategory},
	byLayer:    {"Layer", "layer by level", model.ByLayer},
	byParty:    {"Party", "by the role that answers for the threat's layer", model.ByParty},
	byActivity: {"Activity", "activity by level", model.ByActivity},
}

// grid says whether the view is made of 5 × 5 maps.
func (v view) grid() bool { return v == six || v == square }

// counts says whether the view is a map of counts by level.
func (v view) counts() bool { return !v.grid() && v != blind }

// turnView shows the next map, or with -1 the one before.
func (s *Screen) turnView(by int) { s.showView((s.view + views + view(by)) % views) }

// showView turns to a map. The 5 × 5 maps stay with the phase under the cursor, and the
// lifecycle map with the phase whose 5 × 5 was on show.
func (s *Screen) showView(v view) {
	was := s.view
	s.look()
	switch {
	case was == lifecycle && v.grid():
		s.phase = s.counts.Row
	case was.grid() && v == lifecycle && s.phase != allPhases:
		s.rows[lifecycle] = s.phase
	case was == blind && v == lifecycle:
		s.rows[lifecycle] = s.cross.Row
	}
	if was.counts() {
		s.rows[was] = s.counts.Row
	}
	s.view, s.list = v, list{}
	if v.counts() {
		s.counts.Row = s.rows[v]
	}
	s.look()
	if v.grid() {
		s.seekSpot()
	} else if !s.seen[v] {
		s.seekWorst()
	}
	s.seen[v] = true
}

// seekWorst puts the cursor on the worst that the map shows.
func (s *Screen) seekWorst() {
	if s.view != blind {
		s.seekLevel()
		return
	}
	worst := -1
	for i, row := range s.cross.Cells {
		for k, c := range row {
			if weight := int(c.Worst)*1000 + c.Count; c.Count > 0 && weight > worst {
				worst, s.cross.Row, s.cross.Column = weight, i, k
			}
		}
	}
}

func (s *Screen) chooseView() {
	var options []widget.Option
	for v, kind := range viewKinds {
		options = append(options, widget.Option{Value: fmt.Sprint(v), Label: kind.name, Explain: kind.means})
	}
	s.popup.Pick("Which map?", fmt.Sprint(s.view), options, func(value string) {
		var v view
		_, _ = fmt.Sscan(value, &v)
		s.showView(v)
	})
}

// nextState turns to the next of the three ratings.
func (s *Screen) nextState() { s.state = (s.state + 1) % model.State(len(model.States)) }

// nextCase turns to the next way to take what is not sure.
func (s *Screen) nextCase() {
	s.kase = (s.kase + 1) % model.Case(len(model.Cases))
	s.bench.Say("%s: %s", s.kase.Words(), [...]string{"each threat where its best answer puts it", "each range at its lowest end",
		"each range at its highest end", "only threats whose whole range comes to one level"}[s.kase])
}

// openActivities shows the lifecycle map's phase opened to its activities.
func (s *Screen) openActivities() {
	h := s.look()
	name := h.Rows[s.counts.Row].Name
	s.showView(byActivity)
	for i, a := range model.Activities {
		if a.Phase == name {
			s.counts.Row = i
			return
		}
	}
}

func (s *Screen) notLifecycle() string {
	if s.view != lifecycle {
		return "only the lifecycle map has phases to open; m goes to it"
	}
	return ""
}

func (s *Screen) noPhases() string {
	if !s.view.grid() {
		return "this map shows every row; m turns to the 5 x 5 maps"
	}
	return ""
}

// turn goes through the phases and, between the last and the first, all of
// them together.
func (s *Screen) turn(by int) {
	n := len(s.look().Rows) + 1
	s.phase = (s.phase+1+by+n)%n - 1
	if s.view == six && s.phase == allPhases && s.spread {
		s.phase = (s.phase+1+by+n)%n - 1
	}
}

// place remembers where the screen is for who comes back.
func (s *Screen) place() bench.Place {
	return bench.Place{Screen: bench.Heatmap, Threat: s.bench.Threat()}
}
