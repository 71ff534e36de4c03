package widget

import (
	"strconv"
	"strings"

	"parry/model"
)

// A Cross is a map of names × names: how many there are in each pair, and the worst
// level of them. A pair that holds nothing is hatched, unless somebody attests it.
type Cross struct {
	Rows, Columns []string
	Cells         [][]CrossCell
	Row, Column   int // the cursor

	top, left int // the first row and column on show
	pitch     crossPitch
}

// A CrossCell is one pair.
type CrossCell struct {
	Count    int
	Worst    model.Level
	Over     bool // some of it is above the appetite
	Attested bool // nothing is there, and somebody says so
	Void     bool // nothing is there, and nobody need look: no pair of the lists
}

// crossPitch is how the last drawing lay.
type crossPitch struct{ x, y, dx, rows, columns int }

// crossHead is how many lines the names of the columns take.
const crossHead = 3

// Move moves the cursor, stopped at the edges.
func (c *Cross) Move(rows, columns int) {
	c.Row = max(0, min(c.Row+rows, len(c.Rows)-1))
	c.Column = max(0, min(c.Column+columns, len(c.Columns)-1))
}

// At gives row and column of a cell of the last drawing.
func (c *Cross) At(x, y int) (row, column int, ok bool) {
	p := c.pitch
	if p.dx == 0 || x < p.x || y < p.y {
		return 0, 0, false
	}
	row, column = y-p.y, (x-p.x)/p.dx
	if row >= p.rows || column >= p.columns {
		return 0, 0, false
	}
	return row + c.top, column + c.left, true
}

// Height is how many lines the whole map takes.
func (c *Cross) Height() int { return crossHead + len(c.Rows) }

// leastCross is the narrowest column: "[12]!VH".
const leastCross = 7

// Draw gives exactly h lines of exactly w cells. Columns that do not fit are reached
// with the cursor.
func (c *Cross) Draw(p Pen, w, h int) []string {
	name := 0
	for _, row := range c.Rows {
		name = max(name, p.Width(Clean(row))+2)
	}
	name = min(name, max(w/4, 12))
	digits := 1
	for _, row := range c.Cells {
		for _, cell := range row {
			digits = max(digits, len(strconv.Itoa(cell.Count)))
		}
	}
	wide := max(leastCross, digits+5)
	columns := max(min((w-name)/wide, len(c.Columns)), 1)
	if len(c.Columns) > 0 {
		wide = min(max(wide, (w-name)/max(len(c.Columns), 1)), 14)
	}
	rows := max(min(h-crossHead, len(c.Rows)), 0)
	c.left = max(0, min(c.left, c.Column, len(c.Columns)-columns))
	c.left = max(c.left, c.Column-columns+1)
	c.top = max(0, min(c.top, c.Row, len(c.Rows)-rows))
	c.top = max(c.top, c.Row-max(rows, 1)+1)
	c.pitch = crossPitch{x: name, y: crossHead, dx: wide, rows: rows, columns: columns}
	lines := c.heads(p, name, wide, columns)
	for i := c.top; i < c.top+rows; i++ {
		look := p.Text
		if i == c.Row {
			look = p.Title
		}
		line := look.Paint(p.Fit(" "+c.Rows[i], name))
		for k := c.left; k < min(c.left+columns, len(c.Columns)); k++ {
			line += c.cell(p, i, k, digits, wide)
		}
		lines = append(lines, line)
	}
	return p.Page(lines, w, h)
}

// heads names the columns, each in as many lines as there are.
func (c *Cross) heads(p Pen, name, wide, columns int) []string {
	lines := [crossHead]string{}
	for i := range lines {
		lines[i] = p.Fit("", name)
	}
	for k := c.left; k < min(c.left+columns, len(c.Columns)); k++ {
		look := p.Dim
		if k == c.Column {
			look = p.Title
		}
		words := strings.Fields(Clean(c.Columns[k]))
		for i := range lines {
			word := ""
			if at := i - crossHead + min(len(words), crossHead); at >= 0 && at < len(words) {
				word = words[at]
			}
			lines[i] += look.Paint(p.Fit(p.Cut(word, wide-1), wide))
		}
	}
	return lines[:]
}

func (c *Cross) cell(p Pen, row, column, digits, wide int) string {
	one := c.Cells[row][column]
	g := gridCell{count: one.Count, level: one.Worst, over: one.Over, cursor: row == c.Row && column == c.Column,
		plain: one.Count == 0, hatched: one.Count == 0 && !one.Attested && !one.Void}
	text := g.number(p, digits) + g.sign(p)
	if one.Count == 0 && one.Attested {
		text = gridCell{count: 0, cursor: g.cursor}.number(p, digits) + "="
	}
	switch {
	case one.Count > 0 && !one.Worst.Rated():
		g.plain, text = true, text+p.Glyphs.NotAssessed
	case one.Count > 0:
		text += one.Worst.String()
	}
	return g.look(p).Paint(p.Fit(text, digits+5)) + p.Fit("", wide-digits-5)
}
