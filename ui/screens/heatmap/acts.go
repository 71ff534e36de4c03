package heatmap

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// Attesting: somebody looked, and found no threat.

// unlooked gives the field and value of what the cursor is on, if nobody found a threat
// there: the activities of a row, or a category.
func (s *Screen) unlooked() (field string, names []string) {
	h := s.look()
	switch {
	case s.view == blind:
		if c := s.cross.Cells[s.cross.Row][s.cross.Column]; c.Count == 0 && !c.Attested && s.columnEmpty(s.cross.Column) {
			return "category", []string{s.cross.Columns[s.cross.Column]}
		}
	case s.view == byCategory:
		return "category", h.Rows[s.counts.Row].NotAssessed
	case s.view == lifecycle, s.view == byActivity:
		return "activity", h.Rows[s.counts.Row].NotAssessed
	case s.view.grid() && s.phase != allPhases:
		return "activity", h.Rows[s.phase].NotAssessed
	}
	return "", nil
}

// columnEmpty says whether no phase has a threat of a category.
func (s *Screen) columnEmpty(column int) bool {
	for _, row := range s.cross.Cells {
		if row[column].Count > 0 {
			return false
		}
	}
	return true
}

func (s *Screen) cannotAttest() string {
	if why := s.bench.CannotEdit(); why != "" {
		return why
	}
	if _, names := s.unlooked(); len(names) == 0 {
		return "there is nothing here that is not assessed"
	}
	return ""
}

// attest asks where, and why there is no threat. Who and when is whoever sits here, today.
func (s *Screen) attest() {
	field, names := s.unlooked()
	ask := func(name string) {
		s.popup.Ask(s.bench, "Why is there no threat in "+name+"?", "somebody must have looked: say how. It is kept with your name and the day, and can be changed under R", "", func(why string) {
			if strings.TrimSpace(why) == "" {
				s.bench.Refuse("an attestation needs a reason")
				return
			}
			s.bench.Do(model.WriteSheet(model.KindAttestation, "", model.Assignment{Field: field, Value: name}, model.Assignment{Field: "why", Value: why},
				model.Assignment{Field: "by", Value: s.bench.Work.By()}, model.Assignment{Field: "on", Value: s.bench.Today}))
		})
	}
	if len(names) == 1 {
		ask(names[0])
		return
	}
	var options []widget.Option
	for _, name := range names {
		options = append(options, widget.Option{Value: name})
	}
	s.popup.Pick("Which "+field+" did somebody look at?", "", options, ask)
}

// drawLine asks for the highest level that is tolerated in the phase or category under the
// cursor, or in all of the register.
func (s *Screen) drawLine() {
	field, name := s.lineOf()
	title := "The highest level tolerated in the register"
	if name != "" {
		title = "The highest level tolerated in " + name
	}
	var options []widget.Option
	for _, l := range model.Levels {
		options = append(options, widget.Option{Value: l.String(), Explain: l.Words() + "; what is above needs the higher approver"})
	}
	s.popup.Pick(title, "", options, func(code string) {
		level, err := model.ParseLevel(code)
		switch {
		case err != nil:
			s.bench.Refuse("%v", err)
		case name == "":
			s.bench.Do(model.Tolerate(level))
		default:
			s.bench.Do(model.WriteSheet(model.KindAppetite, s.lineAt(field, name), model.Assignment{Field: field, Value: name},
				model.Assignment{Field: "level", Value: code}, model.Assignment{Field: "on", Value: s.bench.Today}))
		}
	})
}

// lineOf is the phase or category under the cursor; "" where the line is the register's.
func (s *Screen) lineOf() (field, name string) {
	h := s.look()
	switch {
	case s.view == blind:
		field, name = "category", s.cross.Columns[s.cross.Column]
	case s.view == byCategory:
		field, name = "category", h.Rows[s.counts.Row].Name
	case s.view == lifecycle:
		field, name = "phase", h.Rows[s.counts.Row].Name
	case s.view.grid() && s.phase != allPhases:
		field, name = "phase", h.Rows[s.phase].Name
	}
	if name == model.NotClassified {
		return "", ""
	}
	return field, name
}

// lineAt is the id of the line that is drawn there already; "" for a new one.
func (s *Screen) lineAt(field, name string) string {
	other := map[string]string{"phase": "category", "category": "phase"}[field]
	for _, sheet := range s.bench.Register().Sheets(model.KindAppetite) {
		if sheet.Get(field) == name && sheet.Get(other) == "" {
			return sheet.ID
		}
	}
	return ""
}

// mostFlips bounds how many threats of a cell are asked what would alter them.
const mostFlips = 50

// readFlips says what one step in an answer would alter, for the threats of the cell.
func (s *Screen) readFlips() {
	c := s.cell(s.look())
	ts := first(c.threats(), mostFlips)
	var lines []string
	for _, one := range model.Sensitivity(s.bench.Register(), s.bench.Library(), ts, s.state) {
		lines = append(lines, one.Words())
	}
	if len(lines) == 0 {
		lines = append(lines, "no answer moved by one step would alter the level of any of them")
	}
	if n := c.count(); n > len(ts) {
		lines = append(lines, fmt.Sprintf("of the first %d of %d threats", len(ts), n))
	}
	s.popup.Read("What would alter a level or the order: "+c.name(), lines, "f")
}

// readMatrix says what the checker finds in the register's own matrix.
func (s *Screen) readMatrix() {
	m := s.bench.Register().Settings().Matrix
	lines := []string{"on axes that are cut evenly; high and very high are red, low and very low green", ""}
	for _, check := range m.Check() {
		lines = append(lines, check.String())
	}
	s.popup.Read("The matrix "+strings.TrimSpace(m.Name+" "+m.Version), lines, "C")
}

func (s *Screen) noPictures() string {
	if s.bench.Pictures == nil {
		return "there is no folder to write to"
	}
	return ""
}

// wish is the map on show, for writing.
func (s *Screen) wish(form string) bench.Picture {
	return bench.Picture{Of: s.of(), Maps: s.view.grid(), Blind: s.view == blind, Form: form, Since: s.baseMap(s.look()), SinceName: s.base.name}
}

// clip puts the map into the terminal's clipboard.
func (s *Screen) clip() {
	text, err := s.bench.Pictures.Text(s.wish("markdown"))
	if err != nil {
		s.bench.Refuse("%v", err)
		return
	}
	s.bench.Clip(text)
	s.bench.Say("the map went to the clipboard as Markdown, %d lines", strings.Count(text, "\n"))
}

// chooseForm asks how the map is written.
func (s *Screen) chooseForm() {
	s.popup.Pick("Write the map", "", []widget.Option{
		{Value: "svg", Label: "picture", Explain: "SVG: for a page, a slide, a printer; it needs nothing else"},
		{Value: "markdown", Label: "Markdown", Explain: "a table of text"},
		{Value: "json", Label: "JSON", Explain: "for programs"},
	}, func(form string) {
		path, err := s.bench.Pictures.Write(s.wish(form))
		if err != nil {
			s.bench.Refuse("%v", err)
			return
		}
		s.bench.Say("wrote %s", path)
	})
}
