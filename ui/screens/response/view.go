package response

import (
	"fmt"

	"parry/ui/widget"
)

// storyMost is the room beyond which the story is no easier to read.
const storyMost = 72

// below is how many lines of the story stand under the list.
const below = 8

// Status says how much presses.
func (s *Screen) Status(w int) string {
	p := s.bench.Pen
	s.refresh()
	left := " what presses first"
	if s.pressed {
		left = " only what presses"
	}
	left = fmt.Sprintf("%s   %d open again   %d overdue   policy %s", left, s.rows.reopened, s.rows.overdue+s.rows.records, s.rows.policy.Version)
	right := fmt.Sprintf("%d threats   as of %s ", len(s.rows.index), s.bench.Today)
	return p.Dim.Paint(p.Fit(left, max(w-len(right), 0))) + p.Text.Paint(p.Fit(right, min(len(right), w)))
}

// Draw gives the list and, beside or below it, the story of the threat under the
// cursor.
func (s *Screen) Draw(w, h int) []string {
	s.refresh()
	p := s.bench.Pen
	s.table.Empty = "No threat is in the register yet. 1 goes to the register; n captures one there."
	if s.pressed && len(s.rows.list) > 0 {
		s.table.Empty = "Nothing presses. f shows all threats."
	}
	lines := p.ListAndStory(w, h, widget.Story{Right: min(w*2/5, storyMost), Below: below},
		func(w, h int) []string { return s.table.Draw(p, w, h) },
		func(at widget.Place) []string { return s.tell(at.W) })
	lines = s.records.Over(s.box.Over(p.Page(lines, w, h), w, h), w, h)
	lines = s.popup.Over(p, lines, w, h)
	if s.whatIf != nil {
		lines = s.whatIf.over(lines, w, h)
	}
	return lines
}
