package answer

import (
	"fmt"
	"strings"
)

// wide is from where list and story stand side by side.
const wide = 110

// below is how many lines of the story stand under the list.
const below = 7

// Status says the answer and who gives it.
func (s *Screen) Status(w int) string {
	p := s.bench.Pen
	s.refresh()
	if s.cover.open {
		return s.cover.status(w)
	}
	a := s.rows.answer
	left := " Can we say yes? " + a.Given
	if a.Overridden {
		left += " (the checks suggest " + a.Suggested + ")"
	}
	by := a.GivenBy()
	if a.Party != nil {
		by = "by " + by
	}
	left += "   " + by
	right := fmt.Sprintf("as of %s ", a.AsOf)
	return p.Dim.Paint(p.Fit(left, max(w-len(right), 0))) + p.Text.Paint(p.Fit(right, min(len(right), w)))
}

// Draw gives the list and, beside or below it, what is told of the row under the cursor.
func (s *Screen) Draw(w, h int) []string {
	s.refresh()
	p, table := s.bench.Pen, s.shown()
	var lines []string
	switch {
	case w >= wide:
		right := w * 2 / 5
		lines = p.Beside(table.Draw(p, w-right-3, h), p.Page(s.tell(right, h), right, h))
	case h >= 16:
		lines = append(lines, table.Draw(p, w, h-below-1)...)
		lines = append(lines, p.Border.Paint(strings.Repeat(p.Glyphs.Rule, max(w, 0))))
		lines = append(lines, p.Page(s.tell(w, below), w, below)...)
	default:
		lines = table.Draw(p, w, h)
	}
	return s.popup.Over(p, s.records.Over(p.Page(lines, w, h), w, h), w, h)
}

// tell is the row under the cursor, as far as it fits h lines.
func (s *Screen) tell(w, h int) []string {
	at, ok := s.shown().Row()
	if !ok {
		return nil
	}
	if s.cover.open {
		title, story := s.cover.tell(at)
		return s.page(title, story, w)
	}
	one := &s.rows.list[at]
	return s.page(one.title(), one.told(max(w*h, 1)), w)
}

// page wraps what is told under its title.
func (s *Screen) page(title string, story []string, w int) []string {
	p := s.bench.Pen
	var lines []string
	for _, line := range p.Wrap(title, w) {
		lines = append(lines, p.Title.Paint(p.Fit(line, w)))
	}
	for _, text := range story {
		if text == "" {
			continue
		}
		for _, line := range p.Wrap(text, w) {
			lines = append(lines, p.Text.Paint(p.Fit(line, w)))
		}
	}
	return lines
}
