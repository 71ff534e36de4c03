package heatmap

import (
	"fmt"

	"parry/model"
	"parry/ui/widget"
)

// A base is what the map is compared with: another state of the register, or the register
// as it was.
type base struct {
	name  string // "" for nothing
	state model.State
	past  *model.Register // nil for a state
	maps  maps            // of the past
}

func (x *base) on() bool { return x.name != "" }

// baseMap is the map that the one on show is compared with; nil if it is with none.
func (s *Screen) baseMap(h *model.Heatmap) *model.Heatmap {
	of := h.HeatmapOf
	switch {
	case !s.base.on():
		return nil
	case s.base.past != nil:
		return s.base.maps.get(s.base.past, of)
	case s.base.state == of.State:
		return nil
	}
	of.State = s.base.state
	return s.maps.get(s.bench.Register(), of)
}

func (s *Screen) noBase() string {
	if s.baseMap(s.look()) == nil {
		return "the map is compared with nothing; b chooses what with"
	}
	return ""
}

// What a map can be compared with, beside the snapshots.
const (
	baseNone = "\x00none"
	baseDay  = "\x00day"
)

// chooseBase asks what the map is compared with.
func (s *Screen) chooseBase() {
	options := []widget.Option{{Value: baseNone, Label: "nothing", Explain: "the map as it is"}}
	for _, state := range model.States {
		if state != s.state {
			options = append(options, widget.Option{Value: state.String(), Explain: fmt.Sprintf("how %s differs from it", s.state)})
		}
	}
	snapshots := s.bench.Register().Snapshots()
	for i := len(snapshots) - 1; i >= 0; i-- {
		options = append(options, widget.Option{Value: "=" + snapshots[i].Name, Label: snapshots[i].Name, Explain: "snapshot of " + snapshots[i].Day})
	}
	options = append(options, widget.Option{Value: baseDay, Label: "a day", Explain: "the register as it was at the end of a day, or after a number of the log"})
	s.popup.Pick("Compare with", "", options, s.compareWith)
}

func (s *Screen) compareWith(what string) {
	state, err := model.ParseState(what)
	switch {
	case what == baseNone:
		s.base = base{}
	case what == baseDay:
		s.popup.Ask(s.bench, "Since when?", "a day as 2026-11-16, or a number of the log", "", s.comparePast)
	case err == nil:
		s.base = base{name: what, state: state}
		s.sayMoved()
	default:
		s.comparePast(what[1:])
	}
}

// comparePast compares with the register as it was.
func (s *Screen) comparePast(moment string) {
	seq, err := s.bench.Work.Moment(moment)
	if err != nil {
		s.bench.Refuse("%v", err)
		return
	}
	past, err := s.bench.Work.At(seq)
	if err != nil {
		s.bench.Refuse("%v", err)
		return
	}
	s.base = base{name: moment, past: past.Register()}
	s.sayMoved()
}

func (s *Screen) sayMoved() {
	h := s.look()
	if was := s.baseMap(h); was != nil {
		s.bench.Say("%s moved since %s; B lists them, esc compares no more", number(len(model.Movements(was, h)), "threat"), s.base.name)
	}
}

// readMoves lists what moved.
func (s *Screen) readMoves() {
	h := s.look()
	moves := model.Movements(s.baseMap(h), h)
	lines := []string{}
	for _, m := range moves {
		lines = append(lines, fmt.Sprintf("%s  %s %s %s  %s", m.ID, m.From, s.bench.Pen.Glyphs.Arrow, m.To, widget.Clean(m.Title)))
	}
	if len(lines) == 0 {
		lines = append(lines, "nothing moved")
	}
	s.popup.Read(fmt.Sprintf("What moved since %s, %s", s.base.name, h.State), lines, "B")
}

// path is where a threat stands in each state: "HxVH → MxVH → ~".
func (s *Screen) path(t *model.Threat) string {
	p := s.bench.Pen
	text := ""
	for i, state := range model.States {
		if i > 0 {
			text += " " + p.Glyphs.Arrow + " "
		}
		place := t.Where(state)
		if !place.Placed() {
			text += p.Glyphs.NotAssessed
			continue
		}
		text += place.String()
	}
	return text
}
