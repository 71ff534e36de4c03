package register

import (
	"fmt"
	"strings"
	"time"

	"parry/model"
	"parry/ui/widget"
)

// openParked lists what is parked and open, and asks what comes of one.
func (s *Screen) openParked() {
	var options []widget.Option
	for _, p := range s.bench.Register().Parkings() {
		if p.Open() {
			options = append(options, widget.Option{Value: p.ID, Label: p.ID, Explain: p.Text})
		}
	}
	if len(options) == 0 {
		s.bench.Say("nothing is parked; n, then a line that begins with ? parks it")
		return
	}
	s.popup.Pick("What is parked", "", options, s.openOne)
}

// openOne asks what comes of one thing that was parked.
func (s *Screen) openOne(id string) {
	if why := s.bench.CannotEdit(); why != "" {
		s.bench.Refuse("%s", why)
		return
	}
	const settle, raise = "settle", "raise"
	s.popup.Pick(id, "", []widget.Option{
		{Value: settle, Label: "settle it", Explain: "say what came of it"},
		{Value: raise, Label: "make it a threat", Explain: "captured as it was said"},
	}, func(what string) {
		if what == raise {
			s.bench.Do(model.Raise(id, s.filter.parsed.Sets()...))
			return
		}
		s.popup.Ask(s.bench, "What came of "+id+"?", "an answer, or who does what by when", "", func(answer string) {
			s.bench.Do(model.Settle(id, answer))
		})
	})
}

// What can be done about a workshop.
const (
	shopPeople  = "people"
	shopAgenda  = "agenda"
	shopNotes   = "notes"
	shopMinutes = "minutes"
	shopEnd     = "end"
	shopBegin   = "begin"
)

// openWorkshop begins a workshop, or asks what to do about the one that runs.
func (s *Screen) openWorkshop() {
	running := s.bench.Register().Running()
	if running == nil {
		s.offerWorkshop()
		return
	}
	s.popup.Pick("Workshop "+running.Title, "", []widget.Option{
		{Value: shopPeople, Label: "who is there", Explain: orWord(s.bench.Person(strings.Join(running.People, "; ")), "nobody yet")},
		{Value: shopAgenda, Label: "agenda", Explain: orWord(strings.Join(running.Agenda, "; "), "no point yet")},
		{Value: shopNotes, Label: "notes", Explain: orWord(running.Notes, "your own words, for the minutes")},
		{Value: shopMinutes, Label: "minutes", Explain: "draft them beside the register from what happened so far"},
		{Value: shopEnd, Label: "end it", Explain: "began " + running.Began},
	}, func(what string) { s.workshop(running, what) })
}

func orWord(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// offerWorkshop offers to begin one, and the minutes of the last.
func (s *Screen) offerWorkshop() {
	options := []widget.Option{{Value: shopBegin, Label: "begin a workshop", Explain: "what is captured and parked from then on names it"}}
	all := s.bench.Register().Workshops()
	for i := len(all) - 1; i >= 0; i-- {
		options = append(options, widget.Option{Value: all[i].ID, Label: "minutes of " + all[i].ID, Explain: all[i].Title})
	}
	s.popup.Pick("Workshop", "", options, func(what string) {
		if what != shopBegin {
			for _, w := range all {
				if w.ID == what {
					s.writeMinutes(w)
				}
			}
			return
		}
		if why := s.bench.CannotEdit(); why != "" {
			s.bench.Refuse("%s", why)
			return
		}
		s.popup.Ask(s.bench, "Begin a workshop", "its title, such as: first threats to the assistant", "", func(title string) {
			if s.bench.Do(model.Begin(model.Workshop{Title: title}, time.Now(), s.bench.Work.Head().Seq)) {
				s.askPeople(s.bench.Register().Running(), s.askAgenda)
			}
		})
	})
}

// workshop does one thing about the workshop that runs.
func (s *Screen) workshop(w *model.Workshop, what string) {
	if why := s.bench.CannotEdit(); why != "" && what != shopMinutes {
		s.bench.Refuse("%s", why)
		return
	}
	switch what {
	case shopPeople:
		s.askPeople(w, nil)
	case shopAgenda:
		s.askAgenda(w)
	case shopNotes:
		s.popup.Write(s.bench, "Notes of "+w.ID, "they stand in the minutes as you write them", w.Notes, func(text string) {
			s.changeWorkshop(w, "notes of "+w.ID, func(w *model.Workshop) { w.Notes = text })
		})
	case shopMinutes:
		s.writeMinutes(w)
	case shopEnd:
		s.bench.Do(model.End(time.Now(), s.bench.Work.Head().Seq))
	}
}

func (s *Screen) changeWorkshop(w *model.Workshop, label string, change func(*model.Workshop)) {
	s.bench.Do(model.ChangeWorkshop(w.ID, label, change))
}

// askPeople asks who is there, and then the next thing; esc asks no more.
func (s *Screen) askPeople(w *model.Workshop, then func(*model.Workshop)) {
	if s.bench.Present && len(w.People) > 0 {
		s.bench.Refuse("others look on: names of people are hidden; f2 shows them again")
		return
	}
	s.popup.Ask(s.bench, "Who is at "+w.ID+"?", "name and role, a ; between people", strings.Join(w.People, "; "), func(text string) {
		if text != strings.Join(w.People, "; ") {
			s.changeWorkshop(w, "who is at "+w.ID, func(w *model.Workshop) { w.People = strings.Split(text, ";") })
		}
		if then != nil {
			then(w)
		}
	})
}

func (s *Screen) askAgenda(w *model.Workshop) {
	s.popup.Ask(s.bench, "Agenda of "+w.ID, "a ; between points", strings.Join(w.Agenda, "; "), func(text string) {
		if text != strings.Join(w.Agenda, "; ") {
			s.changeWorkshop(w, "agenda of "+w.ID, func(w *model.Workshop) { w.Agenda = strings.Split(text, ";") })
		}
	})
}

func (s *Screen) writeMinutes(w *model.Workshop) {
	if s.bench.Minutes == nil {
		s.bench.Refuse("there is no folder to write minutes to")
		return
	}
	path, err := s.bench.Minutes(w)
	if err != nil {
		s.bench.Refuse("%v", err)
		return
	}
	s.bench.Say("wrote %s", path)
}

// running says in the second row that a workshop runs.
func (s *Screen) running() string {
	w := s.bench.Register().Running()
	if w == nil {
		return ""
	}
	open := 0
	for _, p := range s.bench.Register().Parkings() {
		if p.Open() {
			open++
		}
	}
	text := "workshop " + w.ID
	if open > 0 {
		text += fmt.Sprintf(", %d parked", open)
	}
	return text
}
