package register

import (
	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/widget"
)

// filtering is the filter in force, and the line while it is typed.
type filtering struct {
	text   string
	parsed model.Filter
	line   *widget.Line
	before string // what was in force when typing began
	wrong  string // what the filter language did not understand
}

func (s *Screen) startFilter() {
	s.filter.before = s.filter.text
	s.filter.line = widget.NewLine(" filter: ")
	s.filter.line.Placeholder = "words, phase:deployment level>=H owner:? -status:closed"
	s.filter.line.SetValue(s.filter.text)
}

// typeFilter filters with every letter. Enter keeps the filter, esc clears it.
func (s *Screen) typeFilter(msg tea.Msg) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter":
			s.filter.line = nil
			if s.filter.wrong != "" {
				s.bench.Refuse("searched as words: %s", s.filter.wrong)
			}
			s.follow()
			return
		case "esc":
			s.filter.line = nil
			s.setFilter("")
			return
		case "up":
			s.move(widget.Up)
			return
		case "down":
			s.move(widget.Down)
			return
		}
	}
	if s.filter.line.Update(msg) {
		s.visit = nil // the filter is the user's own again
		s.setFilter(s.filter.line.Value())
	}
}

// setFilter takes another filter. What is no filter is searched as words: bad
// syntax never empties the list without saying so.
func (s *Screen) setFilter(text string) {
	parsed, err := model.ParseOn(text, s.bench.Today)
	s.filter.wrong = ""
	if err != nil {
		s.filter.wrong = err.Error()
		parsed = model.Words(text)
	}
	s.filter.text, s.filter.parsed = text, parsed
	s.rows.stale = true
}
