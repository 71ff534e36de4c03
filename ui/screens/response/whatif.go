package response

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// A whatIf switches planned controls on and off and shows the map that they would
// make. Nothing is saved until it is committed.
type whatIf struct {
	screen *Screen
	pick   *widget.Pick
	all    []string // controls that are still to come
	shown  []string // switched on in the last drawing
	before [len(model.Levels)]int
	after  [len(model.Levels)]int
	rows   []string // the map, drawn
	moved  int      // threats that get another target
}

// noPlan says why there is no what-if; "" if there is one.
func (s *Screen) noPlan() string {
	for _, c := range s.bench.Register().Sheets(model.KindControl) {
		if c.Awaited() {
			return ""
		}
	}
	return "no control is planned; c makes one for this threat"
}

func (s *Screen) askWhatIf() {
	x := &whatIf{screen: s}
	var options []widget.Option
	for _, c := range s.bench.Register().Sheets(model.KindControl) {
		if c.Awaited() {
			x.all = append(x.all, c.ID)
			options = append(options, widget.Option{Value: c.ID, Label: c.ID + " " + c.Name(), Explain: x.told(c)})
		}
	}
	x.pick = widget.NewPickSome("", x.all, options...)
	s.whatIf = x
}

// told is a control in a line: what it lowers, of which threats.
func (x *whatIf) told(c *model.Sheet) string {
	step := func(field, side string) string {
		if n := c.Get(field); n != "" && n != "0" {
			return side + " -" + n
		}
		return ""
	}
	parts := slices.DeleteFunc([]string{c.Get("state"), step("likelihood_steps", "likelihood"), step("impact_steps", "impact"), c.Get("threats")},
		func(part string) bool { return part == "" })
	return strings.Join(parts, ", ")
}

func (x *whatIf) actions() []bench.Action {
	return []bench.Action{{Keys: []string{"space"}, Label: "on or off"}, {Keys: []string{"enter"}, Label: "commit as one step"}, {Keys: []string{"esc"}, Label: "throw away"}}
}

// off says whether a control is switched off.
func (x *whatIf) off(id string) bool { return !slices.Contains(x.pick.Values(), id) }

func (s *Screen) typeWhatIf(msg tea.Msg) {
	x := s.whatIf
	switch x.pick.Update(msg) {
	case widget.PickLeft:
		s.whatIf = nil
		s.bench.Say("thrown away: nothing was changed")
	case widget.Chosen:
		off := x.off
		s.whatIf = nil
		s.bench.Do(model.PlanTargets(off))
	}
}

// compute makes the map anew if other controls are on than in the last drawing.
func (x *whatIf) compute() {
	on := x.pick.Values()
	if x.rows != nil && slices.Equal(on, x.shown) {
		return
	}
	x.shown = on
	r := x.screen.bench.Register()
	would := model.WhatIf(r, x.off)
	now, then := model.NewHeatmap(r, model.ByPhase, model.Current), model.NewHeatmap(model.AsIfLive(r, x.off), model.ByPhase, model.Current)
	x.before, x.after = sums(now), sums(then)
	x.moved = 0
	for _, t := range r.Threats() {
		if t.Ratings[model.Target].Cell() != would.Threat(t.ID).Ratings[model.Target].Cell() {
			x.moved++
		}
	}
	x.rows = []string{fmt.Sprintf("%-16s %-24s  %s", "", "current", "if they were live"), fmt.Sprintf("%-16s %s  %s", "", heads(), heads())}
	for i := range now.Rows {
		after := [len(model.Levels)]int{}
		if i < len(then.Rows) {
			after = then.Rows[i].Counts
		}
		x.rows = append(x.rows, fmt.Sprintf("%-16s %s  %s", now.Rows[i].Name, counts(now.Rows[i].Counts), counts(after)))
	}
	x.rows = append(x.rows, fmt.Sprintf("%-16s %s  %s", "all", counts(x.before), counts(x.after)))
}

func sums(h *model.Heatmap) (all [len(model.Levels)]int) {
	for _, row := range h.Rows {
		for i, n := range row.Counts {
			all[i] += n
		}
	}
	return all
}

func heads() string {
	var b strings.Builder
	for _, l := range model.Levels {
		fmt.Fprintf(&b, "%4s ", l)
	}
	return strings.TrimRight(b.String(), " ")
}

func counts(of [len(model.Levels)]int) string {
	var b strings.Builder
	for i, n := range of {
		if i > 0 {
			b.WriteByte(' ')
		}
		if n == 0 {
			fmt.Fprintf(&b, "%4s", ".")
			continue
		}
		fmt.Fprintf(&b, "%4d", n)
	}
	return b.String()
}

// over draws the list and the map over the lines of the screen.
func (x *whatIf) over(lines []string, w, h int) []string {
	x.compute()
	p := x.screen.bench.Pen
	bw := min(w, max(76, w*2/3))
	iw, ih := widget.BoxInside(bw, h)
	room := max(ih-len(x.rows)-2, 3)
	body := x.pick.Draw(p, iw, min(room, x.pick.Height(p, iw)))
	body = append(body, p.Accent.Paint(p.Fit(fmt.Sprintf("%d of %d planned controls count; targets that change: %d", len(x.shown), len(x.all), x.moved), iw)))
	for _, row := range x.rows {
		body = append(body, p.Text.Paint(p.Fit(row, iw)))
	}
	lines, place := p.Centre(lines, p.Box("What if", body, bw, min(h, len(body)+2)), w, h)
	x.pick.Lies(place)
	return lines
}
