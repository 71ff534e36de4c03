package triage

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// Status is the second row: the six steps, and how many threats lack this one.
func (s *Screen) Status(w int) string {
	v := s.see()
	if v == nil {
		return ""
	}
	p := s.bench.Pen
	c := s.lacking()
	left := fmt.Sprintf("%d of %d %s", c.n, s.bench.Register().Len(), lackWords[s.stage])
	if c.parked > 0 {
		left += fmt.Sprintf(", %d parked", c.parked)
	}
	line, used := s.bar(p, v, w-len(left)-2)
	return line + p.Dim.Paint(p.FitRight(left+" ", max(w-used, 0)))
}

// lackWords say what a threat is that lacks a step.
var lackWords = map[stage]string{
	model.StepClassify: "unclassified", rate: "unrated", urgency: "unjudged",
	model.StepOwn: "unowned", model.StepRespond: "unanswered", model.StepDecide: "undecided",
}

// bar is the six steps, each with the sign of how it stands, in at most so many
// cells: where they are too few, only the one on show and its neighbours.
func (s *Screen) bar(p widget.Pen, v *scene, most int) (line string, used int) {
	all := stages()
	at := slices.Index(all, s.stage)
	for reach := len(all); reach >= 0; reach-- {
		line, used = " ", 1
		s.spots.stages = s.spots.stages[:0]
		for i, g := range all {
			if i < at-reach || i > at+reach {
				continue
			}
			text, look := " "+string(g)+v.sign(p, g)+" ", p.Tab
			if g == s.stage {
				text, look = "["+string(g)+v.sign(p, g)+"]", p.TabActive
			}
			line += look.Paint(text)
			used += p.Width(text)
			s.spots.stages = append(s.spots.stages, stageSpot{g, used})
		}
		if used <= most {
			break
		}
	}
	return line, used
}

// sign tells how a step of the threat stands: done, wanted, or parked.
func (v *scene) sign(p widget.Pen, g stage) string {
	state := v.key.state
	switch {
	case slices.Contains(v.threat.Parked(), string(g)):
		return " z"
	case v.threat.Wants(string(g), state):
		return " " + p.Glyphs.Unset
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
	s.spots.answers = s.spots.answers[:0]
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
	lines = s.popup.Over(p, lines, w, h)
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

// head names the threat, and the method by which the step asks, else its phase.
func head(p widget.Pen, v *scene, w int) string {
	right := v.threat.Class.Phase
	if right == "" {
		right = "no phase " + p.Glyphs.Unset
	}
	if v.method.Rate != nil {
		right = v.method.ID + " " + v.method.Version
		if v.places() && v.method.ID == v.settings.Method && !v.approved {
			right += ", provisional"
		}
		if v.method.ByAnalogy(v.threat) {
			right += ", by analogy"
		}
	}
	id := p.Cut(v.threat.ID, 16)
	right = p.Cut(right, max(w*2/5, 0))
	room := w - p.Width(id) - p.Width(right) - 5
	return p.Clip(" "+p.Accent.Paint(id)+"  "+p.Title.Paint(p.Fit(v.threat.Title, room))+" "+p.Dim.Paint(right), w)
}

// stateLine names the states, where there are some, and every question with its
// answer. Where both do not fit, only the state on show is named; where the
// questions alone do not, they are counted.
func (s *Screen) stateLine(p widget.Pen, v *scene, w int) string {
	words, used := s.stateWords(p, v, model.States[:])
	steps, wide := s.stepLine(p, v)
	if used+wide > w && s.stage == rate {
		words, used = s.stateWords(p, v, []model.State{s.state})
	}
	if room := w - used; wide > room {
		text := fmt.Sprintf("question %d of %d, %d open ", v.at(s.question)+1, len(v.steps), v.open())
		if q, ok := v.step(s.question); ok && q.Group != "" {
			text = q.Group + ", " + text
		}
		wide = min(room, p.Width(text))
		steps = p.Dim.Paint(p.FitRight(text, wide))
	}
	return p.Clip(words+p.Fit("", max(w-used-wide, 0))+steps, w)
}

// stepLine is every question with its answer.
func (s *Screen) stepLine(p widget.Pen, v *scene) (line string, used int) {
	for _, st := range v.steps {
		text, look := " "+st.name()+" "+p.Cut(st.short(p), 12)+" ", p.Tab
		if st.ID == s.question {
			text, look = "["+text[1:len(text)-1]+"]", p.TabActive
		}
		line += look.Paint(text)
		used += p.Width(text)
	}
	return line, used
}

// stateWords are ratings of the threat, the one on show in brackets; beside a
// step that has none, what it asks.
func (s *Screen) stateWords(p widget.Pen, v *scene, states []model.State) (line string, used int) {
	if s.stage != rate {
		text := " " + stageWords[s.stage]
		return p.Accent.Paint(text), p.Width(text)
	}
	for _, state := range states {
		text, look := fmt.Sprintf(" %s %s ", state, levelOr(v.threat.Ratings[state].Level, p.Glyphs.Unset)), p.Tab
		if state == s.state {
			text, look = "["+text[1:len(text)-1]+"]", p.TabActive
		}
		line += look.Paint(text)
		used += p.Width(text)
	}
	return line, used
}

// stageWords say what a step asks.
var stageWords = map[stage]string{
	model.StepClassify: "what kind, and where", urgency: "how soon to act",
	model.StepOwn: "who answers for it", model.StepRespond: "what is done", model.StepDecide: "who said so",
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
	if s.stage != rate {
		below = min(below, max(h-leastAbove-2, 4))
	}
	rule := p.Border.Paint(strings.Repeat(p.Glyphs.Rule, w))
	if h > leastAbove+phaseLines+1 {
		c.painted(rule)
	}
	s.questionPane(c, v, h-below-1-len(c.lines))
	c.lines = p.Page(c.lines, w, h-below-1)
	c.painted(rule)
	if s.stage != rate {
		return append(c.lines, s.sum(p, v, w, below)...)
	}
	row := s.row(v)
	left := min(mapWidth(row), w*3/5)
	return append(c.lines, p.Beside(s.phasePane(p, v, row, left, below), s.sum(p, v, w-left-3, below))...)
}

// low is what stacked is where there is no room for the map: the counts of the
// phase stay, and as much of the sum as fits, or one line for both.
func (s *Screen) low(c *column, v *scene, h int) []string {
	p := c.Pen
	below := max(h-leastAbove, 1)
	s.questionPane(c, v, max(h-below-len(c.lines), 0))
	c.lines = p.Page(c.lines, c.w, max(h-below, 0))
	if s.stage != rate {
		c.indent(s.sum(p, v, c.w-1, below))
		return c.lines
	}
	row := s.row(v)
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
	if len(r.Flags()) > 0 {
		line += p.Warning.Paint(" " + p.Glyphs.Problem + " doubtful")
	}
	return line
}

// phasePane is the heatmap of the phase, the small one.
func (s *Screen) phasePane(p widget.Pen, v *scene, row *model.HeatRow, w, h int) []string {
	c := &column{Pen: p, w: w}
	c.put(c.Header, " "+s.phaseHead(p, row))
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
	left, right := 28, sumWidth
	if s.stage == rate {
		right = mapWidth(s.row(v))
	}
	if w >= borderedFrom && h >= borderedHigh {
		right = borderedWide
	}
	middle := &column{Pen: p, w: w - left - right - 6}
	words := stageWords[s.stage]
	if s.stage == rate {
		words = v.key.state.String() + ": " + stateWords[v.key.state]
	}
	middle.put(middle.Accent, " "+words)
	middle.blanks(min(h/16, 1))
	s.questionPane(middle, v, h-len(middle.lines))
	s.lineX += left + 3
	s.spots.shift(left+3, len(lines))
	if s.lineY >= 0 {
		s.lineY += len(lines)
	}
	far := s.sum(p, v, right, h)
	if s.stage == rate {
		far = s.mapPane(p, v, s.row(v), right, h)
	}
	return append(lines, p.Beside(s.knownPane(p, v, left, h), p.Page(middle.lines, middle.w, h), far)...)
}

// sumWidth is the right column where there is no map.
const sumWidth = 38

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
	c.put(c.Header, " "+s.phaseHead(p, row))
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
