package widget

import "slices"

// gutter is the room before the first column: cursor, mark, space.
const gutter = 3

// A tableLook is everything the drawn rows have in common. When it changes,
// all of them are drawn again.
type tableLook struct {
	pen   Pen
	width int
	spans []colSpan
}

// A colSpan is a column that has found room.
type colSpan struct{ column, x, width int }

// Draw gives exactly h lines of exactly w cells: the header, then the rows
// round the cursor. The slice is the table's and good until the next Draw.
func (t *Table) Draw(p Pen, w, h int) []string {
	w, h = max(w, 0), max(h, 0)
	t.lines = t.lines[:0]
	if h == 0 {
		return t.lines
	}
	if t.look.pen != p || t.look.width != w {
		t.restyle(p, w)
	}
	t.page = h - 1
	t.top = max(0, min(t.top, t.cursor, len(t.index)-t.page))
	t.top = max(t.top, t.cursor-max(t.page, 1)+1)

	t.lines = append(t.lines, t.header)
	if len(t.index) == 0 {
		t.lines = append(t.lines, t.excuse(w, h-1)...)
	}
	for at := t.top; len(t.lines) < h; at++ {
		if at >= len(t.index) {
			t.lines = append(t.lines, spaces(w))
			continue
		}
		t.lines = append(t.lines, t.row(at))
	}
	return t.lines
}

// excuse is the text of a table without rows, below an empty line.
func (t *Table) excuse(w, h int) []string {
	var lines []string
	for _, s := range append([]string{""}, t.look.pen.Wrap(t.Empty, w-gutter)...) {
		s = t.look.pen.Fit(spaces(min(gutter, w))+s, w)
		lines = append(lines, t.look.pen.Dim.Paint(s))
	}
	return lines[:min(len(lines), h)]
}

// restyle lays the columns out anew and forgets what was drawn.
func (t *Table) restyle(p Pen, w int) {
	clear(t.drawn)
	t.look = tableLook{pen: p, width: w, spans: layout(t.columns, w-gutter)}
	for i := range t.look.spans {
		t.look.spans[i].x += gutter
	}
	t.cells = make([]Cell, len(t.columns))
	t.header = t.drawHeader()
}

// joinsLate is the Priority from which a column joins before the flexible one has its
// Best.
const joinsLate = 4

// layout gives the columns that fit into w cells, with one space between.
func layout(columns []Column, w int) []colSpan {
	flex, need := -1, -1
	var stay []int
	for i, c := range columns {
		if c.Flex && flex < 0 {
			flex = i
		}
		stay = append(stay, i)
		need += c.Width + 1
	}
	for len(stay) > 1 {
		out := weakest(columns, stay, flex)
		room := w
		if late := columns[stay[out]].Priority < joinsLate; late && flex >= 0 {
			room -= max(columns[flex].Best-columns[flex].Width, 0)
		}
		if need <= room {
			break
		}
		need -= columns[stay[out]].Width + 1
		stay = slices.Delete(stay, out, out+1)
	}
	widths := grow(columns, stay, flex, w-need)
	var spans []colSpan
	x := 0
	for at, i := range stay {
		width := min(widths[at], w-x)
		if width > 0 {
			spans = append(spans, colSpan{i, x, width})
		}
		x += widths[at] + 1
	}
	return spans
}

// grow shares out the cells that are left: the flexible column has its Best first, then
// the others, those of the highest Priority before, and the rest is its own.
func grow(columns []Column, stay []int, flex, left int) []int {
	widths := make([]int, len(stay))
	at := slices.Index(stay, flex)
	for i, c := range stay {
		widths[i] = columns[c].Width
	}
	if at < 0 {
		return widths
	}
	first := max(min(left, columns[flex].Best-columns[flex].Width), min(left, 0))
	widths[at] += first
	left -= first
	order := slices.Clone(stay)
	slices.SortStableFunc(order, func(a, b int) int { return columns[b].Priority - columns[a].Priority })
	for _, c := range order {
		more := min(left, columns[c].Best-columns[c].Width)
		if c == flex || more <= 0 {
			continue
		}
		widths[slices.Index(stay, c)] += more
		left -= more
	}
	widths[at] += left
	return widths
}

// weakest is the place in stay of the column that leaves next.
func weakest(columns []Column, stay []int, flex int) int {
	out := -1
	for at, i := range stay {
		if i != flex && (out < 0 || columns[i].Priority <= columns[stay[out]].Priority) {
			out = at
		}
	}
	return out
}

// row gives one drawn row, from memory where it can.
func (t *Table) row(at int) string {
	row := t.index[at]
	k := drawnKey{key: t.rows.Key(row), version: t.rows.Version(row), current: at == t.cursor}
	k.marked = len(t.marks) > 0 && t.marks[k.key]
	if line, ok := t.drawn[k]; ok {
		return line
	}
	if len(t.drawn) > 4*(t.page+16) { // rows that have scrolled away
		clear(t.drawn)
	}
	clear(t.cells)
	t.rows.Cells(row, t.cells)
	line := string(t.compose(t.line[:0], k.current, k.marked))
	t.drawn[k] = line
	return line
}

// compose puts a row together from t.cells. The row under the cursor has one
// look from end to end, so the eye finds it and no cell breaks it.
func (t *Table) compose(line []byte, current, marked bool) []byte {
	p, w := t.look.pen, t.look.width
	if current {
		line = append(line, p.Selection.Pre...)
	}
	line = t.signs(line, current, marked)
	x := min(gutter, w)
	for _, s := range t.look.spans {
		c := t.cells[s.column]
		line = appendSpaces(line, s.x-x)
		plain := current || c.Look.Pre == ""
		if !plain {
			line = append(line, c.Look.Pre...)
		}
		from := len(line)
		if t.columns[s.column].Right {
			line = p.AppendFitRight(line, c.Text, s.width)
		} else {
			line = p.AppendFit(line, c.Text, s.width)
		}
		if len(t.words) > 0 {
			around := c.Look
			if current {
				around = p.Selection
			}
			line = append(line[:from], markWords(string(line[from:]), t.words, p.Match, around)...)
		}
		if !plain {
			line = append(line, c.Look.Post...)
		}
		x = s.x + s.width
	}
	line = appendSpaces(line, w-x)
	if current {
		line = append(line, p.Selection.Post...)
	}
	t.line = line
	return line
}

// signs adds the gutter: the cursor's sign and the mark.
func (t *Table) signs(line []byte, current, marked bool) []byte {
	p, w := t.look.pen, t.look.width
	if w < gutter {
		if current && w > 0 {
			return append(append(line, p.Glyphs.Select...), spaces(w-1)...)
		}
		return appendSpaces(line, w)
	}
	if current {
		line = append(line, p.Glyphs.Select...)
	} else {
		line = append(line, ' ')
	}
	switch {
	case !marked:
		line = append(line, ' ')
	case current:
		line = append(line, p.Glyphs.Mark...)
	default:
		line = p.Mark.Append(line, p.Glyphs.Mark)
	}
	return append(line, ' ')
}

// drawHeader gives the titles; the sort mark stays even where its title is cut.
func (t *Table) drawHeader() string {
	p, w := t.look.pen, t.look.width
	line := appendSpaces(nil, min(gutter, w))
	x := min(gutter, w)
	for _, s := range t.look.spans {
		line = appendSpaces(line, s.x-x)
		title, sign := t.columns[s.column].Title, ""
		if s.column == t.sort {
			sign = p.Glyphs.Up
			if t.down {
				sign = p.Glyphs.Down
			}
		}
		look := p.Header
		if s.column == t.chosen {
			look = p.Selection
		}
		text := p.titled(title, sign, s.width)
		if t.columns[s.column].Right {
			text = p.FitRight(text, s.width)
		} else {
			text = p.Fit(text, s.width)
		}
		line = look.Append(line, text)
		x = s.x + s.width
	}
	return string(appendSpaces(line, w-x))
}

// titled is a title with its sort mark in at most w cells. The mark stays
// whole, a blank before it where there is room.
func (p Pen) titled(title, sign string, w int) string {
	title = Clean(title)
	switch n := p.Width(title); {
	case sign == "":
		return p.Cut(title, w)
	case n+1+p.Width(sign) <= w:
		return title + " " + sign
	default:
		return p.Span(title, 0, min(n, w-p.Width(sign))) + sign
	}
}
