package register

import (
	"errors"
	"slices"
	"strings"

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
	spot   int    // where, in bytes

	offers []model.Completion // after tab; nil if none are shown
	offer  int                // the one that stands in the line
	back   int                // how many filters back the line has gone; 0 for its own
}

// filterDraft is where earlier filters are kept, the newest first, a line each.
const filterDraft = "filters"

// mostFilters bounds how many are kept.
const mostFilters = 20

// earlier gives the filters that were in force before, the newest first.
func (s *Screen) earlier() []string {
	return strings.FieldsFunc(s.bench.Work.Draft(filterDraft), func(r rune) bool { return r == '\n' })
}

// remember keeps a filter for another day. Where nothing can be kept, nothing is.
func (s *Screen) remember(text string) {
	if text == "" || strings.Contains(text, "\n") || s.bench.Work.ReadOnly() {
		return
	}
	list := append([]string{text}, slices.DeleteFunc(s.earlier(), func(t string) bool { return t == text })...)
	_ = s.bench.Work.SaveDraft(filterDraft, strings.Join(list[:min(len(list), mostFilters)], "\n"))
}

// recall puts an earlier filter into the line; before the newest it is empty.
func (s *Screen) recall(by int) {
	list := s.earlier()
	to := s.filter.back + by
	if to < 0 || to > len(list) {
		return
	}
	s.filter.back = to
	text := ""
	if to > 0 {
		text = list[to-1]
	}
	s.filter.line.SetValue(text)
	s.setFilter(text)
}

// complete puts what may stand here into the line, one after the other.
func (s *Screen) complete(by int) {
	if s.filter.offers == nil {
		if field := model.FieldAsked(s.filter.line.Value()); s.bench.HidesValues(field) {
			s.bench.Refuse("others look on: names of people are hidden; f2 shows them again")
			return
		}
		s.filter.offers, s.filter.offer = model.Complete(s.filter.line.Value(), s.bench.Register()), -1
		if by < 0 {
			s.filter.offer = 0
		}
	}
	n := len(s.filter.offers)
	if n == 0 {
		s.filter.offers = nil
		s.bench.Refuse("nothing is known to stand here")
		return
	}
	s.filter.offer = (s.filter.offer + by + n) % n
	s.filter.line.SetValue(s.filter.offers[s.filter.offer].Expr)
	s.setFilter(s.filter.line.Value())
	if n == 1 {
		s.filter.offers = nil // the next tab goes on from here
	}
}

func (s *Screen) startFilter() {
	s.filter.before = s.filter.text
	s.filter.offers, s.filter.back = nil, 0
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
			s.remember(s.filter.text)
			if s.filter.wrong != "" {
				s.bench.Refuse("searched as words: %s", s.filter.wrong)
			}
			s.follow()
			return
		case "esc":
			s.filter.line = nil
			s.setFilter("")
			return
		case "up", "down":
			s.filterUpDown(press.String())
			return
		case "tab":
			s.complete(1)
			return
		case "shift+tab":
			s.complete(-1)
			return
		}
	}
	s.filter.offers = nil
	if s.filter.line.Update(msg) {
		s.visit = nil // the filter is the user's own again
		s.setFilter(s.filter.line.Value())
	}
}

// filterUpDown goes through the rows; in an empty line, and in one that came so,
// through the filters of before.
func (s *Screen) filterUpDown(key string) {
	recalling := s.filter.line.Value() == "" || s.filter.back > 0
	switch {
	case recalling && key == "up":
		s.recall(1)
	case recalling && s.filter.back > 0:
		s.recall(-1)
	case key == "up":
		s.move(widget.Up)
	default:
		s.move(widget.Down)
	}
}

// offersLine shows what tab puts in, the one in the line first.
func (s *Screen) offersLine() string {
	var parts []string
	for i := range min(len(s.filter.offers), 8) {
		one := s.filter.offers[(s.filter.offer+i)%len(s.filter.offers)]
		text := one.Word
		if i == 0 && one.Explain != "" {
			text += " (" + one.Explain + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "  ")
}

// setFilter takes another filter. What is no filter is searched as words: bad
// syntax never empties the list without saying so.
func (s *Screen) setFilter(text string) {
	parsed, err := model.ParseOn(text, s.bench.Today)
	s.filter.wrong = ""
	if err != nil {
		s.filter.wrong, s.filter.spot = err.Error(), 0
		var bad *model.FilterError
		if errors.As(err, &bad) {
			s.filter.wrong, s.filter.spot = bad.Text, bad.At
		}
		parsed = model.Words(text)
	}
	s.table.Highlight(parsed.Sought())
	s.filter.text, s.filter.parsed = text, parsed
	s.rows.stale = true
}
