package triage

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// Status is the second row: the three ratings, the rule, and what is left.
func (s *Screen) Status(w int) string {
	v := s.see()
	if v == nil {
		return ""
	}
	p := s.bench.Pen
	line := " "
	for _, state := range model.States {
		text := fmt.Sprintf(" %s %s ", state, levelOr(v.threat.Ratings[state].Level, p.Glyphs.Unset))
		if state == s.state {
			line += p.TabActive.Paint("[" + text[1:len(text)-1] + "]")
		} else {
			line += p.Tab.Paint(text)
		}
	}
	h := s.heatmap()
	left := fmt.Sprintf("%d of %d unrated ", len(h.Unplaced), h.Total)
	used := p.Width(line)
	rule := s.ruleIn(v, w-used-len(left)-1)
	return line + p.Dim.Paint(rule) + p.FitRight(left, w-used-p.Width(rule))
}

// ruleIn names the method as fully as fits into so many cells.
func (s *Screen) ruleIn(v *scene, room int) string {
	name := "  " + v.method.ID + " " + v.method.Version
	if v.method.Rate != nil && !v.settings.Approved {
		if full := name + ", provisional"; len(full) <= room {
			return full
		}
	}
	if len(name) <= room {
		return name
	}
	return ""
}

func levelOr(l model.Level, unset string) string {
	if !l.Rated() {
		return unset
	}
	return l.String()
}

// wide is where facts, question and map stand side by side.
const wide = 110

// Draw draws the screen.
func (s *Screen) Draw(w, h int) []string {
	p := s.bench.Pen
	w, h = max(w, 0), max(h, 0)
	s.lineX, s.lineY = 1, -1
	v := s.see()
	var lines []string
	switch {
	case v == nil:
		lines = s.nothing(p, w)
	case w >= wide:
		lines = s.beside(p, v, w, h)
	default:
		lines = s.stacked(p, v, w, h)
	}
	lines = s.box.Over(p.Page(lines, w, h), w, h)
	if s.lineY >= h {
		s.lineY = -1
	}
	return lines
}

// nothing says why there is nothing to rate.
func (s *Screen) nothing(p widget.Pen, w int) []string {
	c := &column{Pen: p, w: w}
	c.blank()
	c.put(c.Title, " There is nothing to rate yet.")
	c.blank()
	c.para(c.Text, " ", "The register holds no threat. Press 1 for the register, then n to capture the first one: a few words are enough. Then come back with 2.", unlimited)
	return c.lines
}

// head names the threat and its phase.
func head(p widget.Pen, v *scene, w int) string {
	phase := v.threat.Class.Phase
	if phase == "" {
		phase = "no phase " + p.Glyphs.Unset
	}
	id := p.Cut(v.threat.ID, 16)
	phase = p.Cut(phase, max(w/3, 0))
	room := w - p.Width(id) - p.Width(phase) - 5
	return p.Clip(" "+p.Accent.Paint(id)+"  "+p.Title.Paint(p.Fit(v.threat.Title, room))+" "+p.Dim.Paint(phase), w)
}

// stateLine names the state that is rated and, where it fits, every question
// with its answer.
func (s *Screen) stateLine(p widget.Pen, v *scene, w int) string {
	words := " " + v.key.state.String()
	steps, used := "", 0
	for _, st := range v.steps {
		answer := st.short(p)
		text, look := " "+st.name()+" "+answer+" ", p.Tab
		if st.ID == s.question {
			text, look = "["+st.name()+" "+answer+"]", p.TabActive
		}
		steps += look.Paint(text)
		used += p.Width(text)
	}
	if room := w - p.Width(words) - 1; used > room {
		steps = p.FitRight(fmt.Sprintf("question %d of %d", v.at(s.question)+1, len(v.steps)), min(room, 20))
		used = min(room, 20)
	}
	if long := words + ": " + stateWords[v.key.state]; p.Width(long)+used <= w {
		words = long
	}
	return p.Clip(p.Accent.Paint(p.Fit(words, w-used))+steps, w)
}

// short is the answer of a step in one or two signs.
func (st step) short(p widget.Pen) string {
	switch {
	case st.spared:
		return "-"
	case st.answer == "":
		return p.Glyphs.Unset
	}
	return widget.Clean(st.answer)
}

// What the stacked picture is made of, in lines: two of head, a rule, and
// below the question the phase with its matrix.
const (
	phaseLines = 8
	leastAbove = 2 + 9 + 1
)

// stacked is everything in one pane: the question above, the map below.
func (s *Screen) stacked(p widget.Pen, v *scene, w, h int) []string {
	c := &column{Pen: p, w: w}
	c.painted(head(p, v, w))
	c.painted(s.stateLine(p, v, w))
	if h < leastAbove+phaseLines {
		return s.low(c, v, h)
	}
	below := min(phaseLines+(h-leastAbove-phaseLines)/2, 14)
	rule := p.Border.Paint(strings.Repeat(p.Glyphs.Rule, w))
	if h > leastAbove+phaseLines+1 {
		c.painted(rule)
	}
	s.questionPane(c, v, h-below-1-len(c.lines))
	c.lines = p.Page(c.lines, w, h-below-1)
	c.painted(rule)
	row := s.row(v)
	left := min(mapWidth(row), w*3/5)
	return append(c.lines, p.Beside(s.phasePane(p, v, row, left, below), s.sum(p, v, w-left-3, below))...)
}

// low is what stacked is where there is no room for the map: the counts of the
// phase stay, and as much of the sum as fits, or one line for both.
func (s *Screen) low(c *column, v *scene, h int) []string {
	p, row := c.Pen, s.row(v)
	below := max(h-leastAbove, 1)
	s.questionPane(c, v, max(h-below-len(c.lines), 0))
	c.lines = p.Page(c.lines, c.w, max(h-below, 0))
	if below == 1 {
		c.painted(outcome(p, v.rating) + "  " + counts(p, v, row))
		return c.lines
	}
	c.painted(p.Header.Paint(" "+row.Name+" ") + counts(p, v, row))
	c.indent(s.sum(p, v, c.w-1, below-1))
	return c.lines
}

// outcome is the result in a few words.
func outcome(p widget.Pen, r *model.Rating) string {
	line := " " + p.Title.Paint(r.Cell())
	if len(r.Flags) > 0 {
		line += p.Warning.Paint(" " + p.Glyphs.Problem + " doubtful")
	}
	return line
}

// phasePane is the heatmap of the phase, the small one.
func (s *Screen) phasePane(p widget.Pen, v *scene, row *model.HeatRow, w, h int) []string {
	c := &column{Pen: p, w: w}
	c.put(c.Header, " "+phaseHead(row))
	c.painted(counts(p, v, row))
	c.indent(s.matrix(v, row).Draw(p, w-1, h-2))
	return p.Page(c.lines, w, h)
}

// beside is three columns: what is known, the question, and the map.
func (s *Screen) beside(p widget.Pen, v *scene, w, h int) []string {
	lines := []string{head(p, v, w), p.Border.Paint(strings.Repeat(p.Glyphs.Rule, w))}
	h -= len(lines)
	if h <= 0 {
		return lines
	}
	row := s.row(v)
	left, right := 28, mapWidth(row)
	if w >= borderedFrom && h >= borderedHigh {
		right = borderedWide
	}
	middle := &column{Pen: p, w: w - left - right - 6}
	middle.put(middle.Accent, " "+v.key.state.String()+": "+stateWords[v.key.state])
	middle.blanks(min(h/16, 1))
	s.questionPane(middle, v, h-len(middle.lines))
	s.lineX += left + 3
	if s.lineY >= 0 {
		s.lineY += len(lines)
	}
	panes := p.Beside(p.Page(middle.lines, middle.w, h), s.mapPane(p, v, row, right, h))
	return append(lines, p.Beside(s.knownPane(p, v, left, h), panes)...)
}

// From where the map has borders, and its size then.
const (
	borderedFrom = 144
	borderedHigh = 32
	borderedWide = 61
	borderedTall = 18
)

// mapPane is the right column: the phase, what the answers come to, and what
// the signs mean.
func (s *Screen) mapPane(p widget.Pen, v *scene, row *model.HeatRow, w, h int) []string {
	c := &column{Pen: p, w: w}
	c.put(c.Header, " "+phaseHead(row))
	c.painted(counts(p, v, row))
	c.blank()
	tall := 6
	if w >= borderedWide && h >= borderedHigh {
		tall = borderedTall
	}
	m := s.matrix(v, row)
	c.indent(m.Draw(p, w-1, tall))
	c.blank()
	legend := m.Legend(p, w)
	room := h - len(c.lines)
	if room < len(legend)+sumWithLegend {
		legend = nil
	}
	c.lines = append(c.lines, s.sum(p, v, w, max(room-len(legend), 0))...)
	return p.Page(append(c.lines, legend...), w, h)
}

// sumWithLegend is the room the sum must keep beside a legend.
const sumWithLegend = 16
