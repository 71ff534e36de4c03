package register

import (
	"strings"

	"parry/ui/widget"
)

// clip puts a text into the clipboard of the terminal. Terminals may refuse it
// without a word: asked again, it is shown, to be selected.
func (s *Screen) clip(text string) {
	s.bench.Clip(text)
	if s.clipped == text {
		s.popup.Read("Sent to the clipboard", strings.Split(text, "\n"), "y")
		return
	}
	s.clipped = text
	s.bench.Say("%s sent to the clipboard of the terminal; the same key again shows the text", naming(s.chosen()))
}

// plainRows are ids and titles, a threat a line.
func (s *Screen) plainRows() string {
	var lines []string
	for _, id := range s.chosen() {
		lines = append(lines, id+" "+widget.Clean(s.bench.Register().Threat(id).Title))
	}
	return strings.Join(lines, "\n")
}

// markdownRows are a table of what a chat or a ticket needs.
func (s *Screen) markdownRows() string {
	lines := []string{"| ID | Level | Threat | Owner | Due |", "|---|---|---|---|---|"}
	for _, id := range s.chosen() {
		t := s.bench.Register().Threat(id)
		cells := []string{t.ID, t.Level().String(), t.Title, s.bench.Person(t.Ownership.Person), t.Response.Due}
		for i, cell := range cells {
			cells[i] = widget.Markdown(cell)
		}
		lines = append(lines, "| "+strings.Join(cells, " | ")+" |")
	}
	return strings.Join(lines, "\n")
}
