package library

import (
	"fmt"
	"strings"

	"parry/ui/widget"
)

// below is how many lines of the card stand under the list.
const below = 8

// Status says what is shown of how much, and where c cites.
func (s *Screen) Status(w int) string {
	p := s.bench.Pen
	s.refresh()
	left := map[only]string{all: "all catalogues", onlyCited: "only what is cited", onlyUncited: "only what nobody cites"}[s.only]
	if s.field != "" {
		left = "what " + s.field + " can hold; esc goes back to the threat"
	}
	if s.query != "" {
		left = fmt.Sprintf("found: %s", s.query)
	}
	cited, of := 0, 0
	for i := range s.shelf.lists {
		n, m := s.count(&s.shelf.lists[i], "")
		cited, of = cited+n, of+m
	}
	if s.rows.flat {
		cited, of = s.rows.cited(), len(s.rows.list)
	}
	right := fmt.Sprintf(" %d of %d cited ", cited, of)
	room := max(w-len(right), 0)
	target := "   c cites in " + s.targetsTold()
	return p.Dim.Paint(p.Fit(" "+left+target, room)) + p.Text.Paint(p.Fit(right, min(len(right), w)))
}

// Draw gives the list and, beside or below it, the card. In a low or narrow window a card
// that is read takes all of it.
func (s *Screen) Draw(w, h int) []string {
	s.refresh()
	p := s.bench.Pen
	s.table.Empty = s.excuse()
	foot := s.foot(w)
	body := max(h-len(foot), 0)
	if at := s.here(); at != nil {
		s.tell(*at)
	} else {
		s.card = card{screen: s}
	}
	c := &s.card
	c.h = 0 // unless it comes on show
	c.alone = s.reading && w < widget.Wide
	if c.alone {
		return s.records.Over(append(c.draw(p, widget.Place{W: w, H: body}), foot...), w, h)
	}
	lines := p.ListAndStory(w, body, widget.Story{Right: w * 2 / 5, Below: below},
		func(w, h int) []string { return s.table.Draw(p, w, h) },
		func(at widget.Place) []string { return c.draw(p, at) })
	return s.records.Over(append(p.Page(lines, w, body), foot...), w, h)
}

// excuse says why the list is empty.
func (s *Screen) excuse() string {
	switch {
	case s.query != "":
		return "Nothing is found by these words. / changes them, esc shows all again."
	case s.only == onlyCited:
		return "Nothing of it is cited in this register yet. f goes on."
	case s.only == onlyUncited:
		return "All of it is cited. f shows all."
	}
	return "There is no catalogue here."
}

// foot is the line that is typed into.
func (s *Screen) foot(w int) []string {
	if s.line == nil {
		return nil
	}
	p := s.bench.Pen
	hint := "  all catalogues"
	if s.query != "" {
		hint = fmt.Sprintf("  %d found, the best first", len(s.rows.list))
	}
	return []string{p.Dim.Paint(strings.Repeat(p.Glyphs.Rule, w)), s.line.Draw(p, w), p.Dim.Paint(p.Fit(hint, w))}
}

// Cursor is the row or line under the cursor, in what is typed, or in what is open.
func (s *Screen) Cursor() (x, y int, ok bool) {
	switch over := s.layers.Open(); {
	case over != nil:
		return over.Cursor()
	case s.reading:
		from, _ := s.card.span()
		return s.card.x, s.card.y + max(from-s.card.top, 0), true
	}
	return 0, s.table.Line(), s.table.Line() > 0
}

// labelRoom is the room before what is told.
const labelRoom = 12

// wrap lays the items out in lines of w cells.
func (c *card) wrap(p widget.Pen, w int) {
	if c.width == w {
		return
	}
	c.width, c.lines = w, c.lines[:0]
	labelled := false
	for i := range c.items {
		it := &c.items[i]
		labelled = labelled || it.label != ""
		indent := 0
		if labelled {
			indent = labelRoom
		}
		label := it.label
		if indent > 0 && p.Width(label) >= indent { // a long name has a line of its own
			c.lines = append(c.lines, line{label, i})
			label = ""
		}
		for _, text := range p.Wrap(it.text, max(w-indent-2, 8)) {
			c.lines = append(c.lines, line{p.Fit(label, indent) + text, i})
			label = ""
		}
	}
}

// draw fills a place on the screen.
func (c *card) draw(p widget.Pen, at widget.Place) []string {
	w, h := at.W, at.H
	c.x, c.y, c.h, c.page = at.X, at.Y, h, h
	if c.screen == nil || len(c.items) == 0 {
		c.lines = nil
		return p.Page(nil, w, h)
	}
	reading := c.screen.reading
	c.wrap(p, w)
	if reading {
		from, to := c.span()
		c.top = max(min(c.top, max(from, to-h)), min(from, to-h)) // of one that is taller, a part
	} else {
		c.top = 0
	}
	c.top = max(0, min(c.top, len(c.lines)-h))
	words := c.screen.sought()
	lines := make([]string, 0, h)
	for i, l := range c.lines[c.top:min(c.top+h, len(c.lines))] {
		it := &c.items[l.item]
		sign := "  "
		if it.link != nil && (c.top+i == 0 || c.lines[c.top+i-1].item != l.item) {
			sign = p.Fit(p.Glyphs.Arrow, 2)
		}
		text := p.Fit(sign+l.text, w)
		switch {
		case reading && l.item == c.cursor:
			lines = append(lines, p.Selection.Paint(text))
		case !reading && i == h-1 && c.top+h < len(c.lines):
			lines = append(lines, p.Dim.Paint(p.Fit(fmt.Sprintf("  %d more lines: enter reads all", len(c.lines)-c.top-h+1), w)))
		default:
			lines = append(lines, p.Highlight(text, words, it.look))
		}
	}
	return p.Page(lines, w, h)
}

// at gives the item at a cell of the last drawing.
func (c *card) at(x, y int) (item int, ok bool) {
	row := c.top + y - c.y
	if c.h == 0 || x < c.x || y < c.y || y >= c.y+c.h || row < 0 || row >= len(c.lines) {
		return 0, false
	}
	return c.lines[row].item, true
}
