package widget

import (
	"fmt"
	"slices"

	"parry/model"
)

// A Spot is a place in the 5 × 5 matrix. The zero Spot is no place.
type Spot struct{ Likelihood, Impact model.Level }

// Rated says whether the spot is a place.
func (s Spot) Rated() bool { return s.Likelihood.Rated() && s.Impact.Rated() }

// Move gives the spot so many steps up and to the right, stopped at the edge.
// From no place every step leads to the middle.
func (s Spot) Move(likelihood, impact int) Spot {
	if !s.Rated() {
		return Spot{model.M, model.M}
	}
	step := func(l model.Level, by int) model.Level {
		return model.Level(max(int(model.VL), min(int(l)+by, int(model.VH))))
	}
	return Spot{step(s.Likelihood, likelihood), step(s.Impact, impact)}
}

// A MatrixCell is what one cell of a matrix says.
type MatrixCell struct {
	Count  int
	Level  model.Level // by the matrix in force; Unrated is drawn as "?"
	Change int         // more (or fewer) than at the moment compared with
	Above  int         // of the count, above an appetite that is not the same for all
}

// A Matrix is the 5 × 5 map: likelihood upward, impact to the right. Each cell
// says its count and its level in letters and in colour.
type Matrix struct {
	// Cells are indexed by likelihood, then impact, as Level.Index gives them.
	Cells    [levels][levels]MatrixCell
	Appetite model.Level // cells above it that hold something get "!"; Unrated asks nothing
	Cursor   Spot        // [3]
	Here     Spot        // [X], the threat being rated
	From     Spot        // (2), where that threat was
	// Low and High are the corners of what the rating may be: :1:
	Low, High Spot
	Unlooked  bool // nobody has looked at what the map counts

	pitch pitch
}

// matrixLabel is the room for "5 VH" before the cells.
const matrixLabel = 6

// latticeSizes are the cells a bordered matrix may have, largest first.
var latticeSizes = []struct{ cw, ch int }{{10, 5}, {10, 4}, {10, 3}, {8, 2}}

// Draw gives exactly h lines of exactly w cells: the largest bordered map that
// fits (from 59 × 18), else one line a row (36 × 6 while counts have one
// digit). Ask for six lines to get the small one.
func (m *Matrix) Draw(p Pen, w, h int) []string {
	m.pitch = pitch{}
	for _, size := range latticeSizes {
		l := lattice{p, size.cw, size.ch, m.digits()}
		if l.digits+3 <= l.cw && w >= matrixLabel+l.width()+len(" impact") && h >= levels*(l.ch+1)+3 {
			return p.Page(m.bordered(l), w, h)
		}
	}
	return p.Page(m.compact(p, w), w, h)
}

// At gives the spot under a cell of the last drawing.
func (m *Matrix) At(x, y int) (Spot, bool) {
	column, row, ok := m.pitch.at(x, y)
	if !ok {
		return Spot{}, false
	}
	return Spot{model.Levels[levels-1-row], model.Levels[column]}, true
}

// row gives the cells of one likelihood.
func (m *Matrix) row(likelihood model.Level) (cells [levels]gridCell) {
	for i, impact := range model.Levels {
		at := Spot{likelihood, impact}
		c := m.Cells[likelihood.Index()][i]
		cells[i] = gridCell{
			count: c.Count, level: c.Level, change: c.Change,
			over:    m.Appetite.Rated() && c.Level > m.Appetite || c.Above > 0,
			hatched: m.Unlooked,
			cursor:  at == m.Cursor, here: at == m.Here, from: at == m.From,
			covered: m.covers(at),
		}
	}
	return cells
}

// covers says whether the rating may lie at the spot.
func (m *Matrix) covers(at Spot) bool {
	return m.Low.Rated() && m.High.Rated() &&
		at.Likelihood >= m.Low.Likelihood && at.Likelihood <= m.High.Likelihood &&
		at.Impact >= m.Low.Impact && at.Impact <= m.High.Impact
}

func (m *Matrix) bordered(l lattice) []string {
	p, pad := l.pen, spaces(matrixLabel)
	m.pitch = pitch{x: matrixLabel + 1, y: 2, dx: l.cw + 1, dy: l.ch + 1, rows: levels}
	lines := []string{p.Dim.Paint(" likelihood")}
	for i := range levels {
		likelihood := model.Levels[levels-1-i]
		lines = append(lines, pad+l.rule(i, levels))
		for j, s := range l.row(m.row(likelihood)) {
			label := pad
			if j == max(l.ch-2, 0)/2 {
				label = p.Fit(fmt.Sprintf(" %d %s", likelihood, likelihood), matrixLabel)
			}
			lines = append(lines, label+s)
		}
	}
	lines = append(lines, pad+l.rule(levels, levels))
	foot := pad
	for _, impact := range model.Levels {
		foot += " " + centre(p, fmt.Sprintf("%d %s", impact, impact), l.cw)
	}
	return append(lines, foot+" "+p.Dim.Paint(" impact"))
}

// digits is the length of the longest count.
func (m *Matrix) digits() int {
	n := 1
	for _, row := range m.Cells {
		for _, c := range row {
			n = max(n, gridCell{count: c.Count}.digits())
		}
	}
	return n
}

// CompactWidth is what the map of six lines takes.
func (m *Matrix) CompactWidth() int { return matrixLabel + levels*(m.digits()+5) }

// compact is the map in six lines; the labels say L for likelihood, I for
// impact, because the letters of the levels alone would not.
func (m *Matrix) compact(p Pen, w int) []string {
	digits := m.digits()
	token := digits + 5
	label := matrixLabel
	if w < label+levels*token {
		label = 3
	}
	m.pitch = pitch{x: label, y: 1, dx: token, dy: 1, rows: levels}
	head := spaces(label)
	for _, impact := range model.Levels {
		head += p.FitRight(fmt.Sprintf("I%d %-2s", impact, impact), token)
	}
	lines := []string{p.Dim.Paint(head)}
	for i := range levels {
		likelihood := model.Levels[levels-1-i]
		name := fmt.Sprintf("L%d %-3s", likelihood, likelihood)
		line := p.Dim.Paint(name[:label])
		for _, c := range m.row(likelihood) {
			line += c.token(p, digits)
		}
		lines = append(lines, line)
	}
	return lines
}

// has says whether a cell is so.
func (m *Matrix) has(so func(MatrixCell) bool) bool {
	for i := range m.Cells {
		if slices.ContainsFunc(m.Cells[i][:], so) {
			return true
		}
	}
	return false
}

func (m *Matrix) above() bool { return m.has(func(c MatrixCell) bool { return c.Above > 0 }) }

func (m *Matrix) changes() bool { return m.has(func(c MatrixCell) bool { return c.Change != 0 }) }

// Legend explains the levels, highest first, and the signs this matrix uses,
// a line each of exactly w cells.
func (m *Matrix) Legend(p Pen, w int) []string {
	var lines []string
	add := func(sign, words string) {
		lines = append(lines, p.Clip(sign+" "+p.Cut(words, w-5), w))
	}
	for i := levels - 1; i >= 0; i-- {
		l := model.Levels[i]
		add(p.Band(l).Paint(fmt.Sprintf(" %-2s ", l)), l.Words())
	}
	for _, s := range []struct {
		used        bool
		sign, words string
	}{
		{m.Appetite.Rated() || m.above(), " " + p.Glyphs.Problem + "  ", "over appetite"},
		{m.Here.Rated(), " [X]", "this threat"},
		{m.From.Rated(), " (n)", "where it was"},
		{m.Low.Rated() && m.High.Rated(), " :n:", "may lie here too"},
		{m.Cursor.Rated(), " [n]", "cursor"},
		{m.Unlooked, "  " + p.Glyphs.Hatch + " ", "nobody looked"},
		{m.changes(), " " + p.Glyphs.Up + p.Glyphs.Down + " ", "more, fewer"},
	} {
		if s.used {
			add(s.sign, s.words)
		}
	}
	return lines
}
