package register

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// A detail is one threat opened: its fields in groups, a cursor on one.
type detail struct {
	id     string
	cursor int // place in fields
	top    int // first line drawn
	page   int
	line   int  // where the cursor is in the last drawing
	full   bool // show every field, not only the usual ones and those set
}

// open shows the threat under the cursor field by field.
func (s *Screen) open() {
	if h := s.atHeading(); h != nil {
		s.toggleHeading(h)
		return
	}
	if id := s.here(); id != "" {
		s.detail = &detail{id: id}
		s.bench.SetThreat(id)
	}
}

// fields are the ones shown, in the order of their groups: the columns of the
// register's own table, and others once they are set.
func (d *detail) fields(t *model.Threat) []model.Field {
	var shown []model.Field
	for _, group := range model.Groups {
		for _, f := range model.InGroup(group) {
			usual := f.Base || d.full || f.Get(t) != ""
			if usual && !f.Hidden && f.Name != "id" {
				shown = append(shown, f)
			}
		}
	}
	return shown
}

func (s *Screen) detailActions() []bench.Action {
	d := s.detail
	return []bench.Action{
		{Keys: []string{"e"}, Label: "edit", Help: "edit the field under the cursor", Why: s.cannotEdit, Do: s.editField},
		{Keys: []string{"E"}, Label: "editor", Help: "edit the field in your own editor ($VISUAL, $EDITOR)", Why: s.cannotOutside, Do: s.editOutside},
		{Keys: []string{"enter", "t"}, Label: "triage", Help: "triage the threat", Do: s.triage},
		{Keys: []string{"H"}, Help: "the history of the threat", Do: s.history},
		{Keys: []string{"n"}, Label: "capture", Help: "capture another threat", Why: s.bench.CannotEdit, Do: s.startCapture},
		{Keys: []string{"q", "esc", "left", "h", "backspace"}, Show: "q", Label: "back", Help: "back to the table", Do: func() { s.detail = nil }},
		{Keys: []string{"a"}, Label: "all fields", Help: "show every field, or only the usual ones and those set", Do: s.toggleFull},
		{Keys: []string{"tab"}, Label: "next group", Help: "to the next group of fields", Do: func() { s.nextGroup(1) }},
		{Keys: []string{"shift+tab"}, Help: "to the group before", Do: func() { s.nextGroup(-1) }},
		{Keys: []string{"up", "k"}, Help: "up", Do: func() { s.step(-1) }},
		{Keys: []string{"down", "j"}, Help: "down", Do: func() { s.step(1) }},
		{Keys: []string{"pgup", "ctrl+u"}, Help: "a page up", Do: func() { s.step(-max(d.page-2, 1)) }},
		{Keys: []string{"pgdown", "ctrl+d"}, Help: "a page down", Do: func() { s.step(max(d.page-2, 1)) }},
		{Keys: []string{"g", "home"}, Help: "to the first field", Do: func() { s.step(-len(model.Fields)) }},
		{Keys: []string{"G", "end"}, Help: "to the last field", Do: func() { s.step(len(model.Fields)) }},
		{Keys: []string{"K"}, Help: "the threat before", Do: func() { s.other(-1) }},
		{Keys: []string{"J"}, Help: "the next threat", Do: func() { s.other(1) }},
	}
}

// toggleFull shows more or fewer fields and stays on the one under the cursor.
func (s *Screen) toggleFull() {
	d := s.detail
	_, fields := s.opened()
	name := ""
	if d.cursor < len(fields) {
		name = fields[d.cursor].Name
	}
	d.full = !d.full
	_, fields = s.opened()
	d.cursor = max(slices.IndexFunc(fields, func(f model.Field) bool { return f.Name == name }), 0)
}

// opened is the threat on show and its fields.
func (s *Screen) opened() (*model.Threat, []model.Field) {
	t := s.bench.Register().Threat(s.detail.id)
	if t == nil {
		return nil, nil
	}
	return t, s.detail.fields(t)
}

func (s *Screen) step(by int) {
	_, fields := s.opened()
	s.detail.cursor = max(0, min(s.detail.cursor+by, len(fields)-1))
}

func (s *Screen) nextGroup(by int) {
	_, fields := s.opened()
	at := s.detail.cursor
	if at >= len(fields) {
		return
	}
	group := fields[at].Group
	for at >= 0 && at < len(fields) && fields[at].Group == group {
		at += by
	}
	if at < 0 || at >= len(fields) {
		return
	}
	if by < 0 { // to the beginning of that group
		for at > 0 && fields[at-1].Group == fields[at].Group {
			at--
		}
	}
	s.detail.cursor = at
}

func (s *Screen) editField() {
	_, fields := s.opened()
	if s.detail.cursor < len(fields) {
		s.box.Open(s.bench, s.detail.id, fields[s.detail.cursor].Name)
	}
}

// field is the one under the cursor; false if there is none.
func (s *Screen) field() (model.Field, bool) {
	_, fields := s.opened()
	if s.detail.cursor >= len(fields) {
		return model.Field{}, false
	}
	return fields[s.detail.cursor], true
}

func (s *Screen) cannotOutside() string {
	f, ok := s.field()
	switch why := s.cannotEdit(); {
	case why != "":
		return why
	case !ok || f.Derived || f.Sort == model.OneOf || f.Sort == model.LevelOf:
		return "this field is no text; e edits it"
	}
	return ""
}

// editOutside edits the field under the cursor in the user's own editor.
func (s *Screen) editOutside() {
	f, _ := s.field()
	id := s.detail.id
	s.bench.Outside(f.Get(s.bench.Register().Threat(id)), func(text string) {
		s.bench.Do(model.SetFields(id, model.Assignment{Field: f.Name, Value: text}))
		s.refresh()
	})
}

// other opens a neighbour in the table and keeps the cursor's place.
func (s *Screen) other(by int) {
	at, from := s.table.Cursor()+by, s.table.Cursor()
	for s.table.Go(at); at >= 0 && at < s.table.Len() && strings.HasPrefix(s.table.Key(), widget.Heading); s.table.Go(at) {
		at += by
	}
	if at < 0 || at >= s.table.Len() {
		s.table.Go(from)
		s.bench.Refuse("there is no further threat that way")
		return
	}
	s.detail.id = s.table.Key()
	s.follow()
}

func (s *Screen) detailStatus(w int) string {
	p := s.bench.Pen
	t, fields := s.opened()
	if t == nil {
		return ""
	}
	place := fmt.Sprintf(" field %d of %d ", s.detail.cursor+1, len(fields))
	left := max(w-len(place), 0)
	return p.Title.Paint(p.Fit(" "+t.ID+"  "+t.Title, left)) + p.Dim.Paint(place)
}
