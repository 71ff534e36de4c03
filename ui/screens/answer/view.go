package answer

import (
	"fmt"

	"parry/ui/widget"
)

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
	lines := p.ListAndStory(w, h, widget.Story{Right: w * 2 / 5, Below: below},
		func(w, h int) []string { return table.Draw(p, w, h) },
		func(at widget.Place) []string { return s.tell(at.W, at.H) })
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
