package register

import (
	"slices"
	"strings"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// A column is one of the table: what parry works out, or any field.
type column struct {
	name string // of the field, level or findings
	widget.Column
	cell func(*Screen, *row) widget.Cell
}

// The names of the columns that are no field.
const (
	levelName    = model.ColumnLevel
	findingsName = model.ColumnFindings
)

// usualColumns are on show unless others were chosen.
var usualColumns = []string{"id", levelName, findingsName, "title", "lifecycle_phase", "category", "layer", "owner_person",
	"response", "sla_class", "due", "status"}

// knownColumns are those that look better than a field's plain text would.
var knownColumns = map[string]column{
	"id":              {Column: widget.Column{Title: "ID", Width: 6, Priority: 10}, cell: func(_ *Screen, r *row) widget.Cell { return widget.Cell{Text: r.threat.ID} }},
	levelName:         {Column: widget.Column{Title: "Level", Width: 6, Priority: 9}, cell: levelCell},
	findingsName:      {Column: widget.Column{Title: "!", Width: 2, Priority: 7}, cell: findingsCell},
	"title":           {Column: widget.Column{Title: "Title", Width: 24, Best: 48, Flex: true}, cell: func(_ *Screen, r *row) widget.Cell { return widget.Cell{Text: r.threat.Title} }},
	"lifecycle_phase": {Column: widget.Column{Title: "Phase", Width: 11, Priority: 8}},
	"category":        {Column: widget.Column{Title: "Category", Width: 16, Best: 25, Priority: 2}},
	"layer":           {Column: widget.Column{Title: "Layer", Width: 12, Priority: 1}},
	"owner_person":    {Column: widget.Column{Title: "Owner", Width: 12, Best: 20, Priority: 6}, cell: ownerCell},
	"response":        {Column: widget.Column{Title: "Response", Width: 8, Priority: 3}},
	"sla_class":       {Column: widget.Column{Title: "SLA", Width: 12, Priority: 0}},
	"due":             {Column: widget.Column{Title: "Due", Width: 6, Priority: 5, Right: true}, cell: dueCell},
	"status":          {Column: widget.Column{Title: "Status", Width: 12, Priority: 4}},
}

// columnOf gives the column of a name; false if there is none.
func columnOf(name string) (column, bool) {
	c, known := knownColumns[name]
	f, isField := model.FieldNamed(name)
	if !known && !isField {
		return c, false
	}
	c.name = name
	if !known {
		c.Column = widget.Column{Title: f.FullTitle(), Width: widthOf(f), Best: bestOf(f), Priority: 6, Right: f.Sort == model.Number}
	}
	if c.cell == nil {
		c.cell = func(s *Screen, r *row) widget.Cell { return fieldCell(s, f, r.threat) }
	}
	return c, true
}

// widthOf is the room that a field's text usually needs.
func widthOf(f model.Field) int {
	switch f.Sort {
	case model.LevelOf:
		return max(2, min(len(f.FullTitle()), 18))
	case model.Date:
		return len("2026-11-16")
	case model.Number:
		return 9
	case model.OneOf:
		return 12
	}
	return 20
}

// bestOf is the room in which little of a field's text is cut.
func bestOf(f model.Field) int {
	switch f.Sort {
	case model.Text, model.LongText, model.List, model.SomeOf:
		return 40
	}
	return widthOf(f)
}

// columnsNamed gives the columns of names, those that there are; the usual ones of
// none. One of them takes the room that is left: the title, else the last.
func columnsNamed(names []string) []column {
	var columns []column
	flexes := false
	for _, name := range names {
		if c, ok := columnOf(name); ok {
			columns = append(columns, c)
			flexes = flexes || c.Flex
		}
	}
	if len(columns) == 0 {
		return columnsNamed(usualColumns)
	}
	if !flexes {
		columns[len(columns)-1].Flex = true
	}
	return columns
}

func fieldCell(s *Screen, f model.Field, t *model.Threat) widget.Cell {
	text := s.bench.FieldText(f.Name, f.Get(t))
	if f.IsList() {
		text = strings.Join(model.SplitList(text), "; ")
	}
	cell := widget.Cell{Text: text}
	if f.Sort == model.LevelOf {
		if l, err := model.ParseLevel(text); err == nil && l.Rated() {
			cell.Look = s.bench.Pen.Band(l)
		}
	}
	return cell
}

func levelCell(s *Screen, r *row) widget.Cell {
	p := s.bench.Pen
	cell := widget.Cell{Text: p.FromTo(r.threat.Ratings[model.Inherent].Level, r.threat.Ratings[model.Current].Level)}
	if l := r.threat.Level(); l.Rated() {
		cell.Look = p.Band(l)
	}
	return cell
}

func findingsCell(s *Screen, r *row) widget.Cell {
	return widget.Cell{Text: problems(s.bench.Pen.Theme, r.findings), Look: s.bench.Pen.Warning}
}

func ownerCell(s *Screen, r *row) widget.Cell {
	if person := r.threat.Ownership.Person; person != "" {
		return widget.Cell{Text: s.bench.Person(person)}
	}
	return widget.Cell{Text: s.bench.Pen.Glyphs.Unset, Look: s.bench.Pen.Warning}
}

func dueCell(s *Screen, r *row) widget.Cell {
	p := s.bench.Pen
	cell := widget.Cell{Text: bench.Days(s.bench.Today, r.threat.Response.Due)}
	if r.threat.Late(s.bench.Today) {
		cell.Text += p.Glyphs.Problem
		cell.Look = p.Error
	}
	return cell
}

// setColumns shows other columns; the order stays what it was.
func (s *Screen) setColumns(names []string) {
	s.names = names
	s.columns = columnsNamed(names)
	shown := make([]widget.Column, len(s.columns))
	for i, c := range s.columns {
		shown[i] = c.Column
	}
	s.table.SetColumns(shown...)
	s.showOrder()
}

// chooseColumns asks for one more column, or for one less.
func (s *Screen) chooseColumns() {
	const usual = "\x00usual"
	options := []widget.Option{{Value: usual, Label: "the usual ones", Explain: "as they are shown at the start"}}
	s.Draw(s.width, s.height) // the table tells what found room once it is drawn
	have := map[string]bool{}
	for i, c := range s.columns {
		have[c.name] = true
		how := "shown; enter takes it away"
		if shown := s.table.Visible(); len(shown) > 0 && !slices.Contains(shown, i) {
			how = "no room in this window; enter takes it away"
		}
		options = append(options, widget.Option{Value: c.name, Label: "[x] " + c.Title, Explain: c.name + "  " + how})
	}
	add := func(name, title string) {
		if !have[name] {
			options = append(options, widget.Option{Value: name, Label: "[ ] " + title, Explain: name + "  enter shows it"})
		}
	}
	add(levelName, "Level")
	add(findingsName, "Findings")
	for _, f := range model.Fields {
		if !f.Hidden && f.Sort != model.JSONOf {
			add(f.Name, f.FullTitle())
		}
	}
	s.popup.Pick("Columns", "", options, func(name string) {
		if name == usual {
			s.setColumns(nil)
			s.bench.Say("the usual columns")
			return
		}
		s.toggleColumn(name)
		s.chooseColumns()
	})
}

// toggleColumn takes a column away, or puts it before the title's right neighbours.
func (s *Screen) toggleColumn(name string) {
	var names []string
	found := false
	for _, c := range s.columns {
		if c.name == name {
			found = true
			continue
		}
		names = append(names, c.name)
	}
	if !found {
		names = append(names, name)
	}
	if len(names) == 0 {
		s.bench.Refuse("a table needs a column")
		return
	}
	s.setColumns(names)
}
