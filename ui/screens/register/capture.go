package register

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/widget"
)

// draftName is where the text being captured is kept when the terminal goes.
const draftName = "capture"

// capturing is the line that new threats are typed into.
type capturing struct {
	line  *widget.Line    // nil while nobody types
	at    int             // of the foot, in the last drawing
	near  model.Near      // of the titles, for the hint
	card  *model.Card     // on the table; nil if none
	dealt map[string]bool // by id
}

func (s *Screen) startCapture() {
	s.detail = nil
	s.entry.line = widget.NewLine(" new threat: ")
	s.entry.line.Placeholder = "what can go wrong? enter keeps it, esc ends"
	if kept := s.bench.Work.Draft(draftName); kept != "" {
		s.entry.line.SetValue(kept)
		s.bench.Say("this was typed before and not captured")
	}
}

// capture takes one threat with every enter, and never asks. What the filter
// in force implies, the new threat gets.
func (s *Screen) capture(msg tea.Msg) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter":
			s.keep()
			return
		case "esc":
			s.leaveCapture()
			return
		case "ctrl+n":
			s.dealCard()
			return
		}
	}
	if paste, ok := msg.(tea.PasteMsg); ok && strings.ContainsAny(strings.TrimSpace(paste.Content), "\r\n") {
		s.captureLines(paste.Content)
		return
	}
	s.entry.line.Update(msg)
	if lost := s.entry.line.Lost(); lost > 0 {
		s.bench.Refuse("the line is full: the last %d bytes were not taken", lost)
	}
}

// leaveCapture ends the typing, and puts the card away. Text that was not entered is
// kept for the next n.
func (s *Screen) leaveCapture() {
	text := s.entry.line.Value()
	s.entry.line, s.entry.card = nil, nil
	if text == "" {
		s.forget()
		return
	}
	if err := s.bench.Work.SaveDraft(draftName, text); err != nil {
		s.bench.Refuse("%v", err)
		return
	}
	s.bench.Say("not captured, but kept: n brings it back")
}

// captureLines makes a threat of each pasted line, as one step.
func (s *Screen) captureLines(text string) {
	var titles []string
	for _, line := range strings.FieldsFunc(s.entry.line.Value()+text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = strings.TrimSpace(widget.Clean(line)); line != "" {
			titles = append(titles, line)
		}
	}
	if _, ok := s.takeDown(titles); ok {
		s.entry.line.SetValue("")
		s.forget()
	}
}

// takeDown saves what was said, a line each, and stands on the last threat it made; id
// is "" where all was parked.
func (s *Screen) takeDown(lines []string) (id string, ok bool) {
	change, ok := s.bench.Make(model.TakeDown(lines, s.bench.Today, s.bench.Work.By(), s.sets()...))
	if !ok {
		return "", false
	}
	for _, touch := range change.Touched {
		if touch.Key.Kind == model.KindThreat {
			id = touch.Key.ID
		}
	}
	if id != "" {
		s.bench.SetThreat(id)
	}
	return id, true
}

// keep makes the threat and leaves the line open for the next.
func (s *Screen) keep() {
	text := s.entry.line.Value()
	if text == "" {
		s.entry.line, s.entry.card = nil, nil
		return
	}
	id, ok := s.takeDown([]string{text})
	if !ok {
		return
	}
	s.entry.line.SetValue("")
	s.forget()
	if id == "" {
		return
	}
	s.refresh()
	if !s.table.Keep(id) {
		s.bench.Say("%s is captured; the filter in force does not show it", id)
	}
}

// sets is what a new threat gets: from the card on show, else from the filter in
// force.
func (s *Screen) sets() []model.Assignment {
	sets := s.filter.parsed.Sets()
	if s.entry.card == nil {
		return sets
	}
	from := s.entry.card.Sets()
	for _, set := range sets {
		if !slices.ContainsFunc(from, func(c model.Assignment) bool { return c.Field == set.Field }) && set.Field != "lifecycle_activity" {
			from = append(from, set)
		}
	}
	return from
}

// dealCard shows the next card above the line: of those that were not dealt yet the
// one that asks where the register has least. After the last the deck begins anew.
func (s *Screen) dealCard() {
	if len(s.bench.Cards) == 0 {
		s.bench.Refuse("there are no cards here")
		return
	}
	for range 2 {
		for _, card := range model.DealOrder(s.bench.Cards, s.bench.Register()) {
			if !s.entry.dealt[card.ID] {
				s.entry.dealt[card.ID] = true
				s.entry.card = &card
				return
			}
		}
		clear(s.entry.dealt)
	}
}

// startCard deals a card and opens the line for what it raises.
func (s *Screen) startCard() {
	s.startCapture()
	s.dealCard()
}

// An advice is what is said of a line while it is typed. Nothing of it asks for an
// answer.
type advice struct {
	meter string // which parts of the grammar there are
	hints []string
}

// advise looks at the last threat of the line: the one that is being said.
func (s *Screen) advise() (a advice) {
	parts := model.SplitLine(s.entry.line.Value())
	if len(parts) == 0 {
		return a
	}
	if strings.HasPrefix(strings.TrimSpace(s.entry.line.Value()), "?") {
		a.meter = "parked: kept apart from the threats; P lists what is parked"
		return a
	}
	s.entry.near.Follow(s.bench.Register())
	last := parts[len(parts)-1]
	statement, _ := model.ParseStatement(last)
	a.meter = meter(statement)
	if len(parts) > 1 {
		a.meter = fmt.Sprintf("%d threats; the last: %s", len(parts), a.meter)
	}
	if found := s.entry.near.Find(last); found != nil {
		a.hints = append(a.hints, "nearly said already: "+found.ID+" "+widget.Clean(found.Title))
	}
	if model.NamesAControl(last) {
		a.hints = append(a.hints, "that is a missing control; what can happen because of it?")
	}
	return a
}

// meter shows the parts that are there as letters, and names what is missing on
// the weaker side: what to do about it, or how much it matters.
func meter(s model.Statement) string {
	letters, missing := []byte(model.Grammar), []string{}
	for i, there := range s.Filled() {
		if !there {
			letters[i] = '.'
			missing = append(missing, model.GrammarWords[i])
		}
	}
	text := strings.Join(strings.Split(string(letters), ""), " ")
	switch {
	case len(missing) == len(model.GrammarWords):
		return text + "  a SOURCE with PREREQUISITES can ACTION, leading to IMPACT on ASSET"
	case len(missing) == 0:
		return text + "  all six parts"
	}
	return text + "  not said: " + strings.Join(missing, ", ")
}

// forget drops the draft that a closed terminal left.
func (s *Screen) forget() {
	if s.bench.Work.Draft(draftName) != "" {
		_ = s.bench.Work.SaveDraft(draftName, "")
	}
}
