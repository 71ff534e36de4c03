// Package form shows all fields of a subject in their groups, with a cursor on one,
// and edits them one by one: every value is saved as it is given, and undone like
// any edit.
//
//   - form.go: state and keys; view.go: what it looks like
package form

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"parry/ui/bench"
	"parry/ui/fieldbox"
	"parry/ui/subject"
)

// A Form is on show for one subject after the other.
type Form struct {
	// Words gives the words to be marked in texts; nil if there are none.
	Words func() []string

	bench   *bench.Bench
	subject subject.Subject
	box     fieldbox.Box
	cursor  int   // place in fields
	full    bool  // show every field, not only the usual ones and those set
	top     int   // first line drawn
	page    int   // lines in the last drawing
	line    int   // where the cursor is in it
	owners  []int // the place in fields that each line tells of, -1 for none; for clicks
}

// New makes a form of a subject.
func New(b *bench.Bench, s subject.Subject) *Form {
	f := &Form{bench: b, subject: s}
	f.box.Walk = f.walk
	return f
}

// Show goes on with another subject of the same sort, the cursor on the same field
// if that is there too.
func (f *Form) Show(s subject.Subject) {
	at, had := f.Field()
	f.subject = s
	if had {
		f.stand(at.Name)
	}
}

// Typing says that the field box has the keys.
func (f *Form) Typing() bool { return f.box.IsOpen() }

// Type gives a key or paste to the field box. The cursor follows to the field that
// was found by its name.
func (f *Form) Type(msg tea.Msg) {
	f.box.Update(msg)
	found := f.box.Field()
	if found == "" {
		return
	}
	named := func(g subject.Field) bool { return g.Name == found }
	f.full = f.full || !slices.ContainsFunc(f.fields(), named)
	f.cursor = slices.IndexFunc(f.fields(), named)
}

// Click stands on the field that was clicked, at a cell of the last drawing, and edits
// the one that the cursor is on.
func (f *Form) Click(y int) {
	at := f.top + y
	if y < 0 || y >= f.page || at >= len(f.owners) || f.owners[at] < 0 {
		return
	}
	if f.owners[at] != f.cursor {
		f.cursor = f.owners[at]
		return
	}
	if why := f.Cannot(); why != "" {
		f.bench.Refuse("%s", why)
		return
	}
	f.Edit()
}

// Hangup keeps what is half typed.
func (f *Form) Hangup() { f.box.Hangup() }

// Actions are the keys of the form: of the box while that is open.
func (f *Form) Actions() []bench.Action {
	if f.box.IsOpen() {
		return f.box.Actions()
	}
	return []bench.Action{
		{Keys: []string{"e"}, Label: "edit", Help: "edit the field under the cursor", Why: f.Cannot, Do: f.Edit},
		{Keys: []string{"E"}, Label: "editor", Help: "edit the field in your own editor ($VISUAL, $EDITOR)", Why: f.cannotOutside, Do: f.outside},
		{Keys: []string{"/"}, Label: "find field", Help: "find a field by its name, and edit it", Why: f.bench.CannotEdit, Do: func() { f.box.Choose(f.bench, f.subject) }},
		{Keys: []string{"a"}, Label: "all fields", Help: "show every field, or only the usual ones and those set", Why: f.allUsual, Do: f.toggleFull},
		{Keys: []string{"tab"}, Label: "next group", Help: "to the next group of fields", Do: func() { f.nextGroup(1) }},
		{Keys: []string{"shift+tab"}, Help: "to the group before", Do: func() { f.nextGroup(-1) }},
		{Keys: []string{"up", "k"}, Help: "up", Do: func() { f.step(-1) }},
		{Keys: []string{"down", "j"}, Help: "down", Do: func() { f.step(1) }},
		{Keys: []string{"pgup", "ctrl+u"}, Help: "a page up", Do: func() { f.step(-max(f.page-2, 1)) }},
		{Keys: []string{"pgdown", "ctrl+d"}, Help: "a page down", Do: func() { f.step(max(f.page-2, 1)) }},
		{Keys: []string{"g", "home"}, Help: "to the first field", Do: func() { f.cursor = 0 }},
		{Keys: []string{"G", "end"}, Help: "to the last field", Do: func() { f.step(len(f.subject.Fields())) }},
	}
}

// fields are the ones shown: the usual ones, and others once they are set.
func (f *Form) fields() []subject.Field {
	all := f.subject.Fields()
	shown := make([]subject.Field, 0, len(all))
	for _, field := range all {
		if field.Usual || f.full || f.subject.Value(field.Name) != "" || f.subject.Differs(field.Name) {
			shown = append(shown, field)
		}
	}
	return shown
}

// Field is the one under the cursor; false if there is none.
func (f *Form) Field() (subject.Field, bool) {
	fields := f.fields()
	if f.cursor < 0 || f.cursor >= len(fields) {
		return subject.Field{}, false
	}
	return fields[f.cursor], true
}

// Place is the number of the field under the cursor, counted from 1, and of all.
func (f *Form) Place() (n, of int) {
	of = len(f.fields())
	return min(f.cursor+1, of), of
}

// stand puts the cursor on the field with this name, if it is shown.
func (f *Form) stand(name string) {
	at := slices.IndexFunc(f.fields(), func(g subject.Field) bool { return g.Name == name })
	f.cursor = max(at, 0)
}

// toggleFull shows more or fewer fields and stays on the one under the cursor.
func (f *Form) toggleFull() {
	at, _ := f.Field()
	f.full = !f.full
	f.stand(at.Name)
}

func (f *Form) allUsual() string {
	if slices.ContainsFunc(f.subject.Fields(), func(g subject.Field) bool { return !g.Usual }) {
		return ""
	}
	return "every field is on show"
}

func (f *Form) step(by int) { f.cursor = max(0, min(f.cursor+by, len(f.fields())-1)) }

func (f *Form) nextGroup(by int) {
	fields, at := f.fields(), f.cursor
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
	for by < 0 && at > 0 && fields[at-1].Group == fields[at].Group { // to the beginning of that group
		at--
	}
	f.cursor = at
}

// Cannot says why the field under the cursor cannot be edited; "" if it can.
func (f *Form) Cannot() string {
	why := f.bench.CannotEdit()
	if at, ok := f.Field(); ok && why == "" {
		why = at.Kept
	}
	return why
}

func (f *Form) cannotOutside() string {
	if why := f.Cannot(); why != "" {
		return why
	}
	if at, ok := f.Field(); !ok || !at.Typed() {
		return "this field is no text; e edits it"
	}
	return ""
}

// Edit opens the box on the field under the cursor.
func (f *Form) Edit() {
	if at, ok := f.Field(); ok {
		f.box.Open(f.bench, f.subject, at.Name)
	}
}

// EditEmpty opens the box on the first field that says nothing yet.
func (f *Form) EditEmpty() {
	at := slices.IndexFunc(f.fields(), func(g subject.Field) bool { return g.Kept == "" && f.subject.Value(g.Name) == "" })
	if at >= 0 {
		f.cursor = at
		f.Edit()
	}
}

// walk goes on to the next field that can be edited, after one was saved.
func (f *Form) walk(by int) {
	fields := f.fields()
	for at := f.cursor + by; at >= 0 && at < len(fields); at += by {
		if fields[at].Kept == "" {
			f.cursor = at
			f.Edit()
			return
		}
	}
}

// outside edits the field under the cursor in the user's own editor.
func (f *Form) outside() {
	at, _ := f.Field()
	s := f.subject
	f.bench.Outside(s.Value(at.Name), func(text string) {
		if err := s.Set(at.Name, text); err != nil {
			f.bench.Refuse("%v", err)
		}
	})
}
