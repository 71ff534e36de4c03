package library

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/ui/widget"
)

func (s *Screen) startSearch() {
	s.leaveCard()
	s.line = widget.NewLine(" find: ")
	s.line.Placeholder = "an id, a name, or words of our line: AML.T0051, prompt injection"
	s.line.SetValue(s.query)
}

// typeQuery finds with every letter. Enter keeps what was found, esc shows all again.
func (s *Screen) typeQuery(msg tea.Msg) {
	if click, ok := msg.(tea.MouseClickMsg); ok {
		s.Click(click.X, click.Y)
		return
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter":
			s.line = nil
			return
		case "esc":
			s.line = nil
			s.setQuery("")
			return
		case "up":
			s.move(widget.Up)
			return
		case "down":
			s.move(widget.Down)
			return
		}
	}
	if s.line.Update(msg) {
		s.setQuery(s.line.Value())
	}
}

// setQuery shows what is found, the best first; for "" the tree, with what the cursor was
// on opened.
func (s *Screen) setQuery(query string) {
	before := s.under()
	if query = strings.TrimSpace(query); query == s.query {
		return
	}
	var at row
	if before != nil {
		at = *before
	}
	s.query, s.rows.stale = query, true
	if query == "" && at.list != nil {
		s.rows.reveal(at)
	}
	s.refresh()
	if query == "" {
		s.table.Keep(at.key)
		return
	}
	s.table.Move(widget.Home)
}

// sought are the words to be marked.
func (s *Screen) sought() []string { return strings.Fields(strings.ToLower(s.query)) }
