package form

import (
	"parry/model"
	"parry/ui/subject"
	"parry/ui/theme"
)

// nameRoom is the room for a field's title.
const nameRoom = 26

// Draw gives exactly h lines of w cells: the fields in their groups, the one under
// the cursor in full, and what it takes in the last line.
func (f *Form) Draw(w, h int) []string {
	p := f.bench.Pen
	if f.subject.Gone() != nil {
		return p.Page(nil, w, h)
	}
	fields, doubts := f.fields(), f.subject.Doubts()
	f.cursor = max(0, min(f.cursor, len(fields)-1))
	foot := f.foot(fields, doubts, w)
	if h < len(foot)+3 {
		foot = nil
	}
	f.page = h - len(foot)
	lines, from, to := f.lines(fields, doubts, w)
	f.top = min(max(f.top, to-f.page), from)
	f.top = max(0, min(f.top, len(lines)-f.page))
	f.line = max(to-1-f.top, 0)
	return append(p.Page(lines[f.top:], w, f.page), foot...)
}

// lines are all fields, and the lines from and to of the one under the cursor, the
// first group's name counted with its first field.
func (f *Form) lines(fields []subject.Field, doubts []model.Doubt, w int) (lines []string, from, to int) {
	p, group := f.bench.Pen, ""
	f.owners = f.owners[:0]
	var words []string
	if f.Words != nil {
		words = f.Words()
	}
	for i, field := range fields {
		if field.Group != group {
			group = field.Group
			lines = append(lines, p.Accent.Paint(p.Fit(" "+group, w)))
			f.owners = append(f.owners, -1)
		}
		sign := " "
		if subject.Doubt(doubts, field.Name) != "" {
			sign = p.Glyphs.Problem
		}
		if i != f.cursor {
			lines = append(lines, f.other(field, sign, words, w))
			f.owners = append(f.owners, i)
			continue
		}
		from = len(lines)
		lines = append(lines, f.current(field, sign, w)...)
		to = len(lines)
		for range to - from {
			f.owners = append(f.owners, i)
		}
	}
	if from == 1 {
		from = 0
	}
	return lines, from, to
}

// text is a field's value as it is shown, or the sign for none.
func (f *Form) text(field subject.Field) string {
	if value := f.subject.Told(field.Name); value != "" {
		return value
	}
	return f.bench.Pen.Glyphs.None
}

// other is a field that the cursor is not on, cut to a line.
func (f *Form) other(field subject.Field, sign string, words []string, w int) string {
	p := f.bench.Pen
	look := p.Dim
	if sign != " " {
		look = p.Warning
	}
	return look.Paint(p.Fit(" "+sign+" "+field.Title, nameRoom+3)+" ") +
		p.Highlight(p.Fit(f.text(field), max(w-nameRoom-4, 1)), words, theme.Look{})
}

// current is the field under the cursor, in as many lines as it takes.
func (f *Form) current(field subject.Field, sign string, w int) []string {
	p := f.bench.Pen
	room := max(w-nameRoom-4, 1)
	var lines []string
	name := p.Glyphs.Select + sign + " " + field.Title
	for _, text := range p.Wrap(f.text(field), room) {
		lines = append(lines, p.Selection.Paint(p.Fit(name, nameRoom+3)+" "+p.Fit(text, room)))
		name = ""
	}
	return lines
}

// foot says of the field under the cursor what it is called on the command line, and
// what looks wrong in it, what it takes, or why nobody can set it.
func (f *Form) foot(fields []subject.Field, doubts []model.Doubt, w int) []string {
	p := f.bench.Pen
	if f.cursor >= len(fields) {
		return nil
	}
	at := fields[f.cursor]
	doubt := subject.Doubt(doubts, at.Name)
	switch {
	case doubt != "":
		var lines []string
		for _, line := range p.Wrap(at.Name+": "+doubt, w-2) {
			lines = append(lines, p.Warning.Paint(p.Fit(" "+line, w)))
		}
		return lines
	case at.Kept != "":
		return []string{p.Dim.Paint(p.Fit(" "+at.Kept, w))}
	}
	takes := at.Asks()
	if takes == "" {
		takes = "a text"
	}
	return []string{p.Dim.Paint(p.Fit(" "+at.Name+": "+takes, w))}
}

// Over draws the open field box over the lines of a screen.
func (f *Form) Over(lines []string, w, h int) []string { return f.box.Over(lines, w, h) }

// Cursor is where the terminal's own cursor stands in the last drawing: on the
// field, or in the box.
func (f *Form) Cursor() (x, y int, ok bool) {
	if f.box.IsOpen() {
		return f.box.Cursor()
	}
	return 0, f.line, true
}
