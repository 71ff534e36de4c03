package history

import (
	"fmt"

	"parry/ui/widget"
)

// below is how many lines of what the entry changed stand under the list.
const below = 7

// Status says what is shown of how much.
func (s *Screen) Status(w int) string {
	p := s.bench.Pen
	s.refresh()
	left := " every change, the newest first"
	if s.rows.only != "" {
		left = " changes of " + s.rows.only + " only; f shows all"
	}
	if s.mark != 0 {
		left += fmt.Sprintf("   mark: entry %d", s.mark)
	}
	right := fmt.Sprintf("%d of %d entries ", s.rows.len(), s.rows.head)
	return p.Text.Paint(p.Fit(left, max(w-len(right), 0))) + p.Dim.Paint(p.Fit(right, min(len(right), w)))
}

// Draw gives the list and, beside or below it, what the entry under the cursor
// changed.
func (s *Screen) Draw(w, h int) []string {
	s.refresh()
	p := s.bench.Pen
	s.table.Empty = "Nothing was changed yet."
	if s.rows.only != "" {
		s.table.Empty = "No change of " + s.rows.only + " is in the history. f shows all."
	}
	lines := p.ListAndStory(w, h, widget.Story{Right: w / 3, Below: below},
		func(w, h int) []string { return s.table.Draw(p, w, h) },
		func(at widget.Place) []string { return s.pane(at.W, at.H) })
	return s.popup.Over(p, p.Page(lines, w, h), w, h)
}

// pane tells what the entry under the cursor changed, as far as there is room.
func (s *Screen) pane(w, h int) []string {
	p, seq := s.bench.Pen, s.here()
	if seq == 0 {
		return p.Page(nil, w, h)
	}
	e, err := s.rows.entry(seq, h)
	if err != nil {
		return p.Page(p.Wrap(err.Error(), w), w, h)
	}
	var lines []string
	for _, line := range append([]string{what(s.bench, e)}, s.told(e, h)...) {
		lines = append(lines, p.Wrap(line, w)...)
		if len(lines) > h {
			break
		}
	}
	if len(lines) > h {
		lines = append(lines[:h-1], "more: enter reads all")
	}
	for i := range lines {
		look := p.Text
		if i == 0 {
			look = p.Accent
		}
		lines[i] = look.Paint(p.Fit(lines[i], w))
	}
	return p.Page(lines, w, h)
}
