package heatmap

import (
	"fmt"
	"strconv"

	"parry/model"
	"parry/ui/widget"
)

// across is how many maps stand beside each other.
const across = 3

// A manyPlace is where one of the maps lay in the last drawing.
type manyPlace struct{ row, x, y int }

// What one of the maps takes: a line for its name, the map, and a blank.
const (
	manyHead  = 1
	manyLeast = manyHead + compactHeight + 1
)

// manyWidth is what one map needs without borders, from the longest count.
func manyWidth(digits int) int { return 6 + 5*(digits+5) }

// fits says whether the maps of all phases find room beside each other, with some for the
// threats of the cell.
func (s *Screen) fits(w, h int) bool {
	heat := s.look()
	digits := 1
	for i := range heat.Rows {
		for _, cells := range heat.Rows[i].Cells() {
			for _, n := range cells {
				digits = max(digits, len(strconv.Itoa(n)))
			}
		}
	}
	return w >= across*manyWidth(digits) && h >= rowsOf(len(heat.Rows))*manyLeast+4
}

func rowsOf(maps int) int { return (maps + across - 1) / across }

// drawSpread gives the maps of all phases, three in a line, and the threats of the cell
// under the cursor below.
func (s *Screen) drawSpread(heat *model.Heatmap, w, h int) []string {
	s.spread = true
	if s.phase == allPhases {
		s.phase = 0
		s.fillMatrix(&s.matrix, heat, 0)
	}
	lines, room := rowsOf(len(heat.Rows)), h-8
	wide, high := w/across, max(min(room/lines, manyHead+squareHeight+1), manyLeast)
	if high < manyHead+squareHeight+1 || wide < squareWidth {
		high = manyLeast
	}
	s.places = s.places[:0]
	s.many = s.many[:0]
	var page []string
	for from := 0; from < len(heat.Rows); from += across {
		page = append(page, s.drawLine1(heat, from, wide, high, len(page))...)
	}
	s.findCursor(page)
	return s.bench.Pen.Page(append(page, s.drawList(heat, w, h-len(page))...), w, h)
}

// drawLine1 gives one line of maps, from a row of the heatmap on.
func (s *Screen) drawLine1(heat *model.Heatmap, from, wide, high, y int) []string {
	p := s.bench.Pen
	lines := make([]string, high)
	for at := from; at < min(from+across, len(heat.Rows)); at++ {
		row := &heat.Rows[at]
		var m widget.Matrix
		s.fillMatrix(&m, heat, at)
		if at == s.phase {
			m.Cursor = s.matrix.Cursor
		}
		drawn := m.Draw(p, wide, high-manyHead-1)
		look := p.Text
		if at == s.phase {
			look = p.Title
		}
		lines[0] += look.Paint(p.Fit(" "+rowTitle(row), wide))
		for i := range drawn {
			lines[i+manyHead] += drawn[i]
		}
		s.many = append(s.many, m)
		s.places = append(s.places, manyPlace{at, (at - from) * wide, y + manyHead})
	}
	return lines
}

// rowTitle names a phase with what its map cannot show.
func rowTitle(row *model.HeatRow) string {
	title := fmt.Sprintf("%s %d", row.Name, row.Threats)
	if row.Above > 0 {
		title += fmt.Sprintf(", %d over", row.Above)
	}
	if n := row.Unrated(); n > 0 {
		title += fmt.Sprintf(", %d unrated", n)
	}
	if n := len(row.NotAssessed); n > 0 {
		title += fmt.Sprintf(", %d not assessed", n)
	}
	return title
}

// stepMany moves the cursor in its map, and over the edge into the map beside it.
func (s *Screen) stepMany(down, right int) {
	at := s.matrix.Cursor
	if !at.Rated() {
		s.matrix.Cursor = at.Move(0, 0)
		return
	}
	n := len(s.look().Rows)
	switch {
	case right == 1 && at.Impact == model.VH && s.phase%across < across-1 && s.phase+1 < n:
		s.phase, s.matrix.Cursor.Impact = s.phase+1, model.VL
	case right == -1 && at.Impact == model.VL && s.phase%across > 0:
		s.phase, s.matrix.Cursor.Impact = s.phase-1, model.VH
	case down == 1 && at.Likelihood == model.VL && s.phase+across < n:
		s.phase, s.matrix.Cursor.Likelihood = s.phase+across, model.VH
	case down == -1 && at.Likelihood == model.VH && s.phase >= across:
		s.phase, s.matrix.Cursor.Likelihood = s.phase-across, model.VL
	default:
		s.matrix.Cursor = at.Move(-down, right)
	}
}

// manyAt gives the phase and cell at a place of the last drawing.
func (s *Screen) manyAt(x, y int) (phase int, spot widget.Spot, ok bool) {
	for i, place := range s.places {
		if at, ok := s.many[i].At(x-place.x, y-place.y); ok {
			return place.row, at, true
		}
	}
	return 0, spot, false
}

func (s *Screen) clickMany(x, y int) {
	if phase, at, ok := s.manyAt(x, y); ok {
		s.phase, s.matrix.Cursor = phase, at
	}
}

// strip shows the other phases beside the one whose map is on show: how many, and the
// counts of the levels.
func (s *Screen) strip(heat *model.Heatmap, w, h int) []string {
	p := s.bench.Pen
	var lines []string
	for i := range heat.Rows {
		row, look, sign := &heat.Rows[i], p.Text, " "
		if i == s.phase {
			look, sign = p.Title, p.Glyphs.Select
		}
		lines = append(lines, look.Paint(p.Fit(fmt.Sprintf("%s%s %d", sign, row.Name, row.Threats), w)))
		line, used := " ", 1
		for at := len(model.Levels) - 1; at >= 0; at-- {
			n, l := row.Counts[at], model.Levels[at]
			if n == 0 {
				continue
			}
			text := fmt.Sprintf("%d%s", n, l)
			if row.AboveAt[at] > 0 {
				text += p.Glyphs.Problem
			}
			if used+len(text)+1 > w {
				break
			}
			line, used = line+p.Band(l).Paint(text)+" ", used+p.Width(text)+1
		}
		if row.Unlooked() {
			line += p.Glyphs.Hatch + " nobody looked"
		}
		lines = append(lines, line)
		if h > 3*len(heat.Rows) {
			lines = append(lines, "")
		}
	}
	return lines
}
