package widget

import (
	"strconv"

	"parry/model"
)

// A Fold says whether a row has parts, and whether they are shown.
type Fold uint8

// The folds. The owner adds or removes the rows of the parts.
const (
	NoParts Fold = iota
	Shut         // "+"
	Open         // "-"
)

// A CountRow is one row of a count map: a lifecycle phase, or with Depth 1 one
// of its activities.
type CountRow struct {
	Name        string
	Depth       int // 0 is counted in the total; deeper rows are parts of one above
	Fold        Fold
	Counts      [levels]int // by level, lowest first
	Change      [levels]int // since the moment compared with; shown where there is room
	Above       [levels]int // of the counts, above an appetite that is not the same for all
	Over        int         // above appetite
	Unlooked    bool        // nobody has looked there: hatched
	NotAssessed int
	Note        string // beside the number of not assessed
}

// Columns of a Counts map beside the five levels.
const (
	OverColumn        = levels
	NotAssessedColumn = levels + 1
)

// Counts is the map of names × levels. Each cell that holds something says
// its number, its level in letters, and its colour.
type Counts struct {
	Rows     []CountRow
	Appetite model.Level // cells above it that hold something get "!"
	Row      int         // the cursor
	Column   int         // 0 to 4 a level, then OverColumn, NotAssessedColumn; -1 hides the cursor
	Note     string      // at the end of the total row

	top   int
	pitch pitch
}

// Move moves the cursor, stopped at the edges.
func (c *Counts) Move(rows, columns int) {
	c.Row = max(0, min(c.Row+rows, len(c.Rows)-1))
	c.Column = max(0, min(c.Column+columns, NotAssessedColumn))
}

// Level is the level the cursor is on; Unrated beside the five.
func (c *Counts) Level() model.Level {
	if c.Column < 0 || c.Column >= levels {
		return model.Unrated
	}
	return model.Levels[c.Column]
}

// At gives row and column of a cell of the last drawing.
func (c *Counts) At(x, y int) (row, column int, ok bool) {
	column, row, ok = c.pitch.at(x, y)
	return row + c.top, column, ok && row+c.top < len(c.Rows)
}

// total sums the rows that are no part of another.
func (c *Counts) total() CountRow {
	sum := CountRow{Name: "total", Note: c.Note}
	for _, row := range c.Rows {
		if row.Depth > 0 {
			continue
		}
		for i, n := range row.Counts {
			sum.Counts[i] += n
		}
		sum.Over += row.Over
		sum.NotAssessed += row.NotAssessed
	}
	return sum
}

// A countShape is what the lines of one drawing have in common.
type countShape struct {
	pen    Pen
	width  int // of a line
	name   int // of the name before the cells
	digits int // of the longest number
	pitch  int // from level to level
	framed bool
}

// Draw gives exactly h lines of exactly w cells: the head, the rows round the
// cursor, an empty line and the total. Where all rows fit with borders they
// get them.
func (c *Counts) Draw(p Pen, w, h int) []string {
	sum := c.total()
	s := countShape{pen: p, width: w, digits: 1}
	changes := 0
	for _, row := range append([]CountRow{sum}, c.Rows...) {
		s.name = max(s.name, 2+row.Depth+p.Width(Clean(row.Name)))
		for i, n := range row.Counts {
			s.digits = max(s.digits, gridCell{count: n}.digits())
			changes |= row.Change[i]
		}
	}
	s.name = min(s.name, max(w/4, 12, w-levels*(s.digits+5)-len(countSides)-c.notes(p)-2))
	for _, size := range countSizes {
		l := lattice{p, size.cw, size.ch, s.digits}
		if (size.ch < 3 || changes != 0) && s.digits+5 <= l.cw && len(c.Rows) > 0 &&
			w >= s.name+l.width()+len(countSides) && h >= len(c.Rows)*(l.ch+1)+4 {
			return p.Page(c.bordered(s, l, sum), w, h)
		}
	}
	return p.Page(c.plain(s, sum, h), w, h)
}

// leastNotes is the room that notes keep where names are long.
const leastNotes = 20

// notes is the room that the longest note takes beside the numbers.
func (c *Counts) notes(p Pen) int {
	most := p.Width(c.Note)
	for _, row := range c.Rows {
		most = max(most, p.Width(Clean(row.Note)))
	}
	return min(most, leastNotes)
}

// countSizes are the cells of a bordered count map, largest first; the third
// line is for changes.
var countSizes = []struct{ cw, ch int }{{10, 3}, {10, 2}, {8, 2}, {8, 1}}

const countSides = "  over  not assessed"

// plain is the map with a line a row.
func (c *Counts) plain(s countShape, sum CountRow, h int) []string {
	s.pitch = s.digits + 5
	room := max(h-1, 0) // for rows; the total is shown if it leaves three of them
	withTotal := h >= 6 || h >= len(c.Rows)+3
	if withTotal {
		room = h - 3
	}
	c.top = max(0, min(c.top, c.Row, len(c.Rows)-room))
	c.top = max(c.top, c.Row-max(room, 1)+1)
	c.pitch = pitch{x: s.name, y: 1, dx: s.pitch, dy: 1, rows: room}

	lines := []string{s.head()}
	for i := c.top; i < min(c.top+room, len(c.Rows)); i++ {
		line := s.label(c.Rows[i], i == c.Row && c.Column >= 0)
		for _, cell := range c.cells(i) {
			line += cell.token(s.pen, s.digits)
		}
		lines = append(lines, line+c.rest(s, i))
	}
	if withTotal {
		lines = append(lines, "", s.total(sum))
	}
	return lines
}

// bordered is the map with a frame round every cell.
func (c *Counts) bordered(s countShape, l lattice, sum CountRow) []string {
	s.pitch, s.framed = l.cw+1, true
	c.top = 0
	c.pitch = pitch{x: s.name + 1, y: 2, dx: s.pitch, dy: l.ch + 1, rows: len(c.Rows)}
	lines := []string{s.head()}
	for i, row := range c.Rows {
		lines = append(lines, spaces(s.name)+l.rule(i, len(c.Rows)))
		for j, cells := range l.row(c.cells(i)) {
			if j == 0 {
				cells = s.label(row, i == c.Row && c.Column >= 0) + cells + c.rest(s, i)
			} else {
				cells = spaces(s.name) + cells
			}
			lines = append(lines, cells)
		}
	}
	lines = append(lines, spaces(s.name)+l.rule(len(c.Rows), len(c.Rows)))
	return append(lines, "", s.total(sum))
}

// cells gives the five cells of a row.
func (c *Counts) cells(row int) (cells [levels]gridCell) {
	for i, n := range c.Rows[row].Counts {
		level := model.Levels[i]
		cells[i] = gridCell{
			count: n, level: level, change: c.Rows[row].Change[i], plain: n == 0,
			over:    c.Appetite.Rated() && level > c.Appetite || c.Rows[row].Above[i] > 0,
			hatched: c.Rows[row].Unlooked,
			cursor:  row == c.Row && i == c.Column,
		}
	}
	return cells
}

// rest is what stands right of the levels: over, not assessed, the note.
func (c *Counts) rest(s countShape, row int) string {
	r := c.Rows[row]
	over := gridCell{count: r.Over, cursor: row == c.Row && c.Column == OverColumn}
	none := gridCell{count: r.NotAssessed, cursor: row == c.Row && c.Column == NotAssessedColumn}
	return s.side(over, none, r.Note)
}

// label is the name with its fold sign; the row of the cursor stands out.
func (s countShape) label(row CountRow, current bool) string {
	sign := " "
	switch row.Fold {
	case Shut:
		sign = s.pen.Glyphs.Shut
	case Open:
		sign = s.pen.Glyphs.Open
	}
	look := s.pen.Text
	if current {
		look = s.pen.Title
	}
	return look.Paint(s.pen.Fit(spaces(row.Depth)+sign+row.Name, s.name))
}

// put places a number under the numbers of a level.
func (s countShape) put(n int) string {
	edge := s.digits + 1
	if s.framed {
		edge += 1 + (s.pitch-1-s.digits-3)/2
	}
	return s.pen.Fit(s.pen.FitRight(strconv.Itoa(n), edge), s.pitch)
}

// head names the columns.
func (s countShape) head() string {
	line := spaces(s.name)
	for _, l := range model.Levels {
		if s.framed {
			line += " " + centre(s.pen, l.String(), s.pitch-1)
		} else {
			line += s.pen.Fit(s.pen.FitRight(l.String(), s.digits+1), s.pitch)
		}
	}
	return s.pen.Dim.Paint(line + s.gap() + countSides)
}

// gap is the last border of a framed row, where there is none.
func (s countShape) gap() string {
	if s.framed {
		return " "
	}
	return ""
}

// total is the last row: plain numbers under each column.
func (s countShape) total(sum CountRow) string {
	line := s.label(sum, false)
	for _, n := range sum.Counts {
		line += s.put(n)
	}
	return line + s.gap() + s.side(gridCell{count: sum.Over}, gridCell{count: sum.NotAssessed}, sum.Note)
}

// side is the two counts beside the levels, under their heads, and the note in
// what room is left.
func (s countShape) side(over, none gridCell, note string) string {
	text := s.pen.FitRight(over.number(s.pen, over.digits()), 7) + " "
	if over.count > 0 {
		text = s.pen.Error.Paint(text)
	}
	text += none.number(s.pen, none.digits())
	used := s.name + levels*s.pitch + s.pen.Width(s.gap()+text) + 1
	return text + " " + s.pen.Cut(note, s.width-used)
}
