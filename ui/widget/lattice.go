package widget

import (
	"strconv"
	"strings"

	"parry/model"
	"parry/ui/theme"
)

// A gridCell is one cell of a heatmap before it is drawn: a number, the level
// it stands for, and what must be said about it. Level and number are always
// written out; the colour only repeats them.
type gridCell struct {
	count   int
	level   model.Level
	change  int  // more or fewer than before
	over    bool // above appetite
	cursor  bool
	here    bool // the threat being rated
	from    bool // where that threat was
	covered bool // the rating may lie here too
	plain   bool // no colour: an empty cell of a count map
	hatched bool // nobody has looked there
}

// digits is the room the number needs.
func (c gridCell) digits() int { return len(strconv.Itoa(c.count)) }

// number is the count between its brackets, digits+2 cells wide.
func (c gridCell) number(p Pen, digits int) string {
	s := strconv.Itoa(c.count)
	switch {
	case c.here:
		s = "X"
	case c.count == 0 && c.hatched:
		s = p.Glyphs.Hatch
	case c.count == 0:
		s = p.Glyphs.None
	}
	left, right := " ", " "
	switch {
	case c.cursor, c.here:
		left, right = "[", "]"
	case c.from:
		left, right = "(", ")"
	case c.covered:
		left, right = ":", ":"
	}
	return spaces(digits-p.Width(s)) + left + s + right
}

// sign is the mark for a cell over appetite that holds something.
func (c gridCell) sign(p Pen) string {
	if c.over && (c.count > 0 || c.here) {
		return p.Glyphs.Problem
	}
	return " "
}

func (c gridCell) letter(p Pen) string {
	switch {
	case c.plain && !c.cursor:
		return ""
	case !c.level.Rated():
		return p.Glyphs.Unset
	}
	return c.level.String()
}

func (c gridCell) look(p Pen) theme.Look {
	switch {
	case !c.plain:
		return p.Band(c.level)
	case c.cursor:
		return p.Selection
	}
	return p.Dim
}

// token is the cell on one line: "[3]!VH", digits+5 cells wide.
func (c gridCell) token(p Pen, digits int) string {
	return c.look(p).Paint(c.number(p, digits) + c.sign(p) + p.Fit(c.letter(p), 2))
}

// part is one of the l.ch lines of the cell, in the middle of which stand number,
// letter, and from three lines on the change.
func (c gridCell) part(l lattice, line int) string {
	p, parts := l.pen, min(l.ch, 3)
	switch at := line - (l.ch-parts)/2; {
	case at == 0 && l.ch == 1:
		return c.number(p, l.digits) + c.sign(p) + p.Fit(c.letter(p), 2)
	case at == 0 && l.ch == 2 && l.digits+3+p.Width(c.trend(p)) <= l.cw:
		return c.number(p, l.digits) + c.sign(p) + c.trend(p)
	case at == 0:
		return c.number(p, l.digits) + c.sign(p)
	case at == 1:
		return c.letter(p)
	case at == 2:
		return c.trend(p)
	}
	return ""
}

func (c gridCell) trend(p Pen) string {
	switch {
	case c.change > 0:
		return p.Glyphs.Up + strconv.Itoa(c.change)
	case c.change < 0:
		return p.Glyphs.Down + strconv.Itoa(-c.change)
	}
	return ""
}

func centre(p Pen, s string, w int) string {
	return p.Fit(spaces((w-p.Width(s))/2)+s, w)
}

// A lattice draws the borders of a grid with five cells a row.
type lattice struct {
	pen    Pen
	cw, ch int // inside a cell
	digits int // of the longest number
}

// width is that of a whole row of cells with its borders.
func (l lattice) width() int { return levels*(l.cw+1) + 1 }

const levels = len(model.Levels)

// rule is the line above the first row (0), between rows, or below the last.
func (l lattice) rule(row, rows int) string {
	b := l.pen.Glyphs.Border
	left, cross, right := b.Left, b.Cross, b.Right
	switch row {
	case 0:
		left, cross, right = b.TopLeft, b.Top, b.TopRight
	case rows:
		left, cross, right = b.BottomLeft, b.Bottom, b.BottomRight
	}
	dash := strings.Repeat(b.Horizontal, l.cw)
	return l.pen.Border.Paint(left + strings.Repeat(dash+cross, levels-1) + dash + right)
}

// row is the ch lines of a row of cells.
func (l lattice) row(cells [levels]gridCell) []string {
	bar := l.pen.Border.Paint(l.pen.Glyphs.Border.Vertical)
	lines, line := make([]string, l.ch), make([]byte, 0, 512)
	for i := range lines {
		line = line[:0]
		for k := range cells {
			c := &cells[k]
			line = c.look(l.pen).Append(append(line, bar...), centre(l.pen, c.part(l, i), l.cw))
		}
		lines[i] = string(append(line, bar...))
	}
	return lines
}

// A pitch is how the cells of a drawn grid lie on the screen, for clicks.
type pitch struct{ x, y, dx, dy, rows int }

// at gives column and row of the cell at a place.
func (g pitch) at(x, y int) (column, row int, ok bool) {
	if g.dx == 0 || g.dy == 0 || x < g.x || y < g.y {
		return 0, 0, false
	}
	column, row = (x-g.x)/g.dx, (y-g.y)/g.dy
	return column, row, column < levels && row < g.rows
}
