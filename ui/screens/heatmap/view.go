package heatmap

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"parry/model"
	"parry/ui/widget"
)

// wide is from where map and list stand side by side.
const wide = 110

// Draw gives the map, and below or beside it the threats under the cursor.
func (s *Screen) Draw(w, h int) []string {
	return s.popup.Over(s.bench.Pen, s.drawBody(w, h), w, h)
}

func (s *Screen) drawBody(w, h int) []string {
	p, heat := s.bench.Pen, s.look()
	s.pointed, s.spread = false, false
	s.markChosen(heat)
	switch {
	case heat.Total == 0:
		lines := append([]string{""}, s.words("No threat is in the register yet, so there is nothing to map.", w)...)
		return p.Page(append(lines, s.words("1 goes to the register; n captures a threat there.", w)...), w, h)
	case s.large:
		return p.Page(s.drawMap(heat, w, h), w, h)
	case s.view == six && s.fits(w, h):
		return s.drawSpread(heat, w, h)
	case w >= wide && s.view != blind:
		left := min(max(w*2/3, 80), 92)
		return p.Beside(s.drawMap(heat, left, h), s.drawList(heat, w-left-3, h))
	}
	top := s.mapHeight(w, h)
	var foot []string
	if s.view.counts() && h-top >= 6 {
		foot = []string{s.legend(heat)}
	}
	lines := append(s.drawMap(heat, w, top), s.drawList(heat, w, h-top-len(foot))...)
	return p.Page(append(lines, foot...), w, h)
}

// markChosen shows on the 5 × 5 map where the chosen threat of the cell stood in the state
// before, and every cell that its range covers.
func (s *Screen) markChosen(heat *model.Heatmap) {
	s.matrix.From, s.matrix.Low, s.matrix.High = widget.Spot{}, widget.Spot{}, widget.Spot{}
	if !s.view.grid() {
		return
	}
	t := s.list.chosen(s.cell(heat))
	if t == nil {
		return
	}
	if s.state > model.Inherent {
		was := t.Where(s.state - 1)
		if at := (widget.Spot{Likelihood: was.Likelihood, Impact: was.Impact}); at != s.matrix.Cursor {
			s.matrix.From = at
		}
	}
	if low, high, ranged := t.Ratings[s.state].Range(); ranged {
		s.matrix.Low = widget.Spot{Likelihood: low[0], Impact: low[1]}
		s.matrix.High = widget.Spot{Likelihood: high[0], Impact: high[1]}
	}
}

// mapHeight is the room of the map where the list stands below it.
func (s *Screen) mapHeight(w, h int) int {
	switch {
	case s.view == blind:
		return max(min(s.cross.Height()+1, h-2), 0)
	case s.view.counts():
		return max(min(len(s.counts.Rows)+4, h-5), 0)
	case w >= squareWidth && h >= squareHeight+2:
		return squareHeight
	}
	return max(min(compactHeight+2, h-2), 0)
}

// drawMap gives the map on show and finds where its cursor stands.
func (s *Screen) drawMap(heat *model.Heatmap, w, h int) []string {
	var lines []string
	switch framed := len(s.counts.Rows)*3 + 4; {
	case s.view == blind:
		lines = s.drawCross(w, h)
	case s.view == square && w >= squareLarge && h >= squareTall+legendRows:
		lines = s.drawLarge(w, h)
	case s.view.grid():
		lines = s.drawSquare(heat, w, h)
	case h >= framed+3 && s.view == lifecycle:
		lines = s.drawFramed(heat, w, framed)
	default:
		lines = s.drawCounts(w, min(h, len(s.counts.Rows)+3))
	}
	return s.bench.Pen.Page(lines, w, h)
}

// drawFramed gives the lifecycle map with borders if they fit. They leave no
// room for words; so these stand below.
func (s *Screen) drawFramed(heat *model.Heatmap, w, h int) []string {
	p := s.bench.Pen
	s.counts.Note = ""
	for i := range s.counts.Rows {
		s.counts.Rows[i].Note = ""
	}
	lines := s.drawCounts(w, h)
	for strings.TrimSpace(ansi.Strip(lines[len(lines)-1])) == "" { // it has no borders: numbers too long
		lines = lines[:len(lines)-1]
	}
	lines = append(lines, "", " "+tally(heat), s.legend(heat), "")
	for _, row := range heat.Rows {
		label := "   not assessed: " + row.Name
		for _, part := range p.Wrap(strings.Join(row.NotAssessed, ", "), w-32) {
			if part != "" {
				lines = append(lines, p.Dim.Paint(p.Fit(label, 32)+part))
			}
			label = ""
		}
	}
	return lines
}

// legend explains the signs of the lifecycle map.
func (s *Screen) legend(heat *model.Heatmap) string {
	p := s.bench.Pen
	over := "over: no appetite is set"
	if words := heat.Appetite.Words(); len(words) > 0 {
		over = fmt.Sprintf("%s over appetite, above %s", p.Glyphs.Problem, strings.Join(words, ", "))
	}
	none := ""
	switch s.view {
	case lifecycle, byActivity:
		none = "   not assessed: activities without a threat"
	case byCategory:
		none = "   not assessed: categories without a threat"
	}
	return p.Dim.Paint(fmt.Sprintf(" %s   %s none%s", over, p.Glyphs.None, none))
}

// What the 5 × 5 map needs: without borders, with them, and with large cells.
const (
	compactHeight             = 6
	compactWidth              = 31 // and five times the digits of the longest number
	squareWidth, squareHeight = 59, 18
	squareLarge, squareTall   = 69, 23
	legendWidth, legendRows   = 20, 3
)

// drawSquare gives the 5 × 5 map, beside it if there is room its legend, or a strip of the
// other phases.
func (s *Screen) drawSquare(heat *model.Heatmap, w, h int) []string {
	p := s.bench.Pen
	left, least, top := w-legendWidth-1, compactWidth+5*s.digits(), 0
	if w >= squareWidth && h >= squareHeight {
		least, top = squareWidth, 2
	}
	if left < least {
		return s.drawMatrix(w, h)
	}
	lines, legend := s.drawMatrix(left, h), s.matrix.Legend(p, legendWidth)
	if s.view == six {
		legend, top = s.strip(heat, legendWidth, h), min(top, 1)
	}
	for i := range lines {
		lines[i] = p.Clip(lines[i], left) + " "
		if at := i - top; at >= 0 && at < len(legend) {
			lines[i] += legend[at]
		}
	}
	return lines
}

// digits is the length of the longest number of the 5 × 5 map.
func (s *Screen) digits() int {
	most := 0
	for _, row := range s.matrix.Cells {
		for _, c := range row {
			most = max(most, c.Count)
		}
	}
	return len(strconv.Itoa(most))
}

// drawLarge gives the 5 × 5 map in the largest cells that fit, with its legend
// below it.
func (s *Screen) drawLarge(w, h int) []string {
	p := s.bench.Pen
	lines := append(s.drawMatrix(w, h-legendRows), "")
	row := ""
	for i, part := range s.matrix.Legend(p, legendWidth-1) {
		if row += " " + part; i%4 == 3 {
			lines, row = append(lines, row), ""
		}
	}
	return append(lines, row)
}

func (s *Screen) drawCounts(w, h int) []string {
	lines := s.counts.Draw(s.bench.Pen, w, h)
	s.findCursor(lines)
	return lines
}

func (s *Screen) drawCross(w, h int) []string {
	lines := s.cross.Draw(s.bench.Pen, w, h)
	s.findCursor(lines)
	return lines
}

func (s *Screen) drawMatrix(w, h int) []string {
	lines := s.matrix.Draw(s.bench.Pen, w, h)
	s.findCursor(lines)
	return lines
}

// findCursor looks for the brackets of the cell under the cursor: the screen
// reader's cursor goes to the number between them.
func (s *Screen) findCursor(lines []string) {
	s.x, s.y, s.pointed = 0, 0, false
	for y, line := range lines {
		text := ansi.Strip(line)
		if at := strings.Index(text, "["); at >= 0 {
			s.x, s.y, s.pointed = s.bench.Pen.Width(text[:at])+1, y, true
			return
		}
	}
}

// Status says which map of which state is on show, and what it leaves out: in
// the longest words that fit.
func (s *Screen) Status(w int) string {
	p, h := s.bench.Pen, s.look()
	state, appetite := "state: "+s.state.String(), s.appetite(h, "above %s is over appetite")
	left, day, kase := s.leftOut(h), "as of "+s.bench.Today, ""
	if s.kase != model.AsRated {
		kase = s.kase.Words()
	}
	since := ""
	if s.baseMap(h) != nil {
		since = "since " + s.base.name
	}
	name := " [" + viewKinds[s.view].name + "]"
	phase := s.phaseName(h)
	forms := [][]string{
		{s.allViews(), phase, state, kase, since, appetite, tally(h), day},
		{name, phase, state, kase, since, appetite, tally(h), day},
		{name, phase, state, kase, since, appetite, left, day},
		{name, phase, state, kase, since, s.appetite(h, "appetite %s"), left, day},
		{name, phase, s.state.String(), kase, since, s.appetite(h, "appetite %s"), left, day},
		{name, phase, s.state.String(), kase, since, s.appetite(h, "appetite %s"), left},
		{name, phase, s.state.String(), kase, since, left},
	}
	line, head := "", ""
	for _, form := range forms {
		if line, head = joined(form), form[0]; p.Width(line) <= w {
			break
		}
	}
	return p.Clip(p.Title.Paint(p.Cut(head, w))+strings.TrimPrefix(line, head), w)
}

// allViews names every map, the one on show in brackets.
func (s *Screen) allViews() string {
	line := ""
	for v, kind := range viewKinds {
		if view(v) == s.view {
			line += " [" + kind.name + "]"
			continue
		}
		line += "  " + kind.name
	}
	return line
}

// joined puts what there is to say in a row.
func joined(parts []string) string {
	line := ""
	for _, part := range parts {
		if part != "" && line != "" {
			line += "  "
		}
		line += part
	}
	return line
}

// phaseName is the phase whose 5 × 5 map is on show; of other maps what their cells cannot
// say.
func (s *Screen) phaseName(h *model.Heatmap) string {
	switch {
	case s.view == blind:
		return number(s.maps.spots(s.bench.Register(), s.state, s.bench.Today).Open(), "blind spot")
	case s.view == byActivity:
		return "* TVM-13 asks for it"
	case !s.view.grid() || s.spread:
		return ""
	case s.phase == allPhases:
		return "all phases"
	}
	return h.Rows[s.phase].Name
}

func (s *Screen) appetite(h *model.Heatmap, form string) string {
	words := h.Appetite.Words()
	if len(words) == 0 {
		return "no appetite set"
	}
	return fmt.Sprintf(form, strings.Join(words, ", "))
}

// leftOut says how many threats the map cannot place.
func (s *Screen) leftOut(h *model.Heatmap) string {
	if len(h.Unplaced) == 0 {
		return ""
	}
	if h.Case == model.SureOnly {
		return fmt.Sprintf("%d not sure", len(h.Unplaced))
	}
	return fmt.Sprintf("%d unrated", len(h.Unplaced))
}
