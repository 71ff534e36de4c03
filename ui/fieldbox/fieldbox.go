// Package fieldbox asks for one field of a subject and sets it: a closed list as
// a picker, a text of several lines as an area, anything else as a line. Every
// screen that edits in place opens the same box.
//
//		box.Open(b, subject.OfThreats(b, id), "owner_model")   // or box.Choose(b, s) for any field
//		if box.IsOpen() { box.Update(msg) }
//		lines = box.Over(lines, w, h)
//
//	  - fieldbox.go: the box and its keys
//	  - entry.go: what a text is typed into; view.go: what it looks like
package fieldbox

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/subject"
	"parry/ui/widget"
)

// A Box is the box, shut at first. It gets every key while it is open.
type Box struct {
	// Walk, if there is one, goes to the next field, or with -1 to the one before:
	// tab saves and calls it.
	Walk func(by int)

	bench   *bench.Bench
	subject subject.Subject
	field   subject.Field
	fields  *widget.Pick // choosing which field
	values  *widget.Pick // choosing out of a closed list
	entry   entry        // typing; nil if not
	before  string       // what was chosen or typed when it opened
	mixed   bool         // several threats say different things, and nothing is given yet
	wrong   string       // why what was given cannot be taken

	cursorX, cursorY int // in the last drawing
}

// IsOpen says whether the box has the keys.
func (x *Box) IsOpen() bool { return x.fields != nil || x.values != nil || x.entry != nil }

// Field is the name of the field that is or was edited last; "" at first.
func (x *Box) Field() string { return x.field.Name }

// Actions are the box's keys, for the hints: it takes every key itself.
func (x *Box) Actions() []bench.Action {
	done := "choose"
	if x.entry != nil {
		done = "save"
	}
	keys := []bench.Action{{Keys: []string{"enter"}, Label: done}, {Keys: []string{"esc"}, Label: "leave it as it was"}}
	if x.Walk != nil && x.fields == nil {
		keys = append(keys, bench.Action{Keys: []string{"tab"}, Label: done + ", and the next field"})
	}
	if x.entry != nil {
		keys = append(keys, bench.Action{Keys: []string{"ctrl+e"}, Label: "your editor"})
	}
	return keys
}

// Close leaves without a change.
func (x *Box) Close() { x.fields, x.values, x.entry, x.wrong, x.mixed = nil, nil, nil, "", false }

// Choose asks which field to edit, then for its value.
func (x *Box) Choose(b *bench.Bench, s subject.Subject) {
	if !x.take(b, s) {
		return
	}
	var options []widget.Option
	for _, f := range s.Fields() {
		if f.Kept == "" {
			options = append(options, widget.Option{Value: f.Name, Label: f.Title,
				Explain: strings.TrimSpace(f.Name + "  " + s.Told(f.Name))})
		}
	}
	x.fields = widget.NewPick("Edit a field of "+s.Name(), "title", options...)
}

// take begins with a subject; false if it is not there any more.
func (x *Box) take(b *bench.Bench, s subject.Subject) bool {
	x.Close()
	x.bench, x.subject = b, s
	err := s.Gone()
	if err != nil {
		b.Refuse("%v", err)
	}
	return err == nil
}

// Open asks for the value of one field.
func (x *Box) Open(b *bench.Bench, s subject.Subject, name string) {
	f, ok := subject.Find(s, name)
	if !ok || !x.take(b, s) {
		return
	}
	if f.Kept != "" {
		b.Refuse("%s", f.Kept)
		return
	}
	if b.Present && s.Told(name) == bench.Hidden {
		b.Refuse("others look on: names of people are hidden; f2 shows them again")
		return
	}
	x.field, x.mixed = f, s.Differs(name)
	value := s.Value(name)
	x.before = value
	switch {
	case f.Listed():
		x.values = widget.NewPick(s.Name()+": "+f.Title, value, options(f)...)
	case f.Several() && len(x.some(value)) > 0:
		x.values = widget.NewPickSome(s.Name()+": "+f.Title, model.SplitList(value), x.some(value)...)
		x.before = x.chosen()
	default:
		x.entry = newEntry(f, value)
		x.before = x.entry.Value()
		if kept := b.Work.Draft(x.draft()); kept != "" && !s.Several() {
			x.entry.SetValue(kept)
			b.Say("this was typed before and not saved")
		}
	}
}

// draft is the name under which half-typed text is kept.
func (x *Box) draft() string { return "field " + x.subject.Name() + " " + x.field.Name }

// Hangup keeps what is half typed: the terminal is going away, or a second has gone by.
func (x *Box) Hangup() {
	switch {
	case x.entry == nil || x.subject.Several():
	case x.entry.Value() == x.before:
		x.forget(x.draft())
	default:
		_ = x.bench.Work.SaveDraft(x.draft(), x.entry.Value())
	}
}

// leave closes without a change. What was typed is kept for when the field is opened
// again.
func (x *Box) leave() {
	switch text := x.entry.Value(); {
	case text == x.before:
		x.forget(x.draft())
	case x.subject.Several():
	default:
		if err := x.bench.Work.SaveDraft(x.draft(), text); err != nil {
			x.bench.Refuse("%v", err)
		} else {
			x.bench.Say("not saved, but what was typed is kept: open the field again")
		}
	}
	x.Close()
}

// forget drops the text that a closed terminal left.
func (x *Box) forget(draft string) {
	if x.bench.Work.Draft(draft) != "" {
		_ = x.bench.Work.SaveDraft(draft, "")
	}
}

// options are the values of a closed list, and emptiness where one is chosen.
func options(f subject.Field) []widget.Option {
	var options []widget.Option
	for _, c := range f.Choices {
		label := c.Value
		if label == "" {
			label = "?"
		}
		options = append(options, widget.Option{Value: c.Value, Label: label, Explain: c.Means})
	}
	if f.Listed() && !slices.ContainsFunc(f.Choices, func(c model.Choice) bool { return c.Value == "" }) {
		options = append([]widget.Option{{Value: "", Label: "(nothing)", Explain: "leave it empty"}}, options...)
	}
	return options
}

// some are the values of a list of which several can be chosen: those of a closed
// list, or the records there are and those that are named already.
func (x *Box) some(value string) []widget.Option {
	if x.field.Refers == "" {
		return options(x.field)
	}
	r := x.bench.Register()
	var options []widget.Option
	if x.field.Refers == model.KindThreat {
		for _, t := range r.Threats() {
			options = append(options, widget.Option{Value: t.ID, Explain: t.Title})
		}
	}
	for _, s := range r.Sheets(x.field.Refers) {
		options = append(options, widget.Option{Value: s.ID, Explain: s.Name()})
	}
	for _, id := range model.SplitList(value) {
		if !slices.ContainsFunc(options, func(o widget.Option) bool { return o.Value == id }) {
			options = append(options, widget.Option{Value: id, Explain: "there is no such " + string(x.field.Refers)})
		}
	}
	return options
}

// Update gives a key press or a paste to the box.
func (x *Box) Update(msg tea.Msg) {
	switch {
	case x.fields != nil:
		x.pickField(msg)
	case x.walks(msg):
	case x.values != nil:
		x.pickValue(msg)
	case x.entry != nil:
		x.typeValue(msg)
	}
}

// walks saves and goes to another field, if the key says so.
func (x *Box) walks(msg tea.Msg) bool {
	press, ok := msg.(tea.KeyPressMsg)
	by, known := map[string]int{"tab": 1, "shift+tab": -1}[press.String()]
	if !ok || !known || x.Walk == nil {
		return false
	}
	if x.save(); !x.IsOpen() {
		x.Walk(by)
	}
	return true
}

func (x *Box) pickField(msg tea.Msg) {
	switch x.fields.Update(msg) {
	case widget.PickLeft:
		x.Close()
	case widget.Chosen:
		name, _ := x.fields.Value()
		x.Open(x.bench, x.subject, name)
	}
}

func (x *Box) pickValue(msg tea.Msg) {
	switch x.values.Update(msg) {
	case widget.PickLeft:
		x.Close()
	case widget.Chosen:
		x.save()
	}
	if x.values != nil && x.field.Several() && x.chosen() != x.before {
		x.mixed = false
	}
}

// chosen is what is chosen out of a closed list, as text.
func (x *Box) chosen() string {
	if x.field.Several() {
		return model.JoinList(x.values.Values(), "; ")
	}
	value, _ := x.values.Value()
	return value
}

func (x *Box) typeValue(msg tea.Msg) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "esc":
			x.leave()
			return
		case "enter":
			x.save()
			return
		case "ctrl+e":
			x.outside()
			return
		case "backspace", "ctrl+u":
			x.mixed = false // an empty line is meant, then
		}
	}
	if x.entry.Update(msg) {
		x.wrong, x.mixed = "", false
	}
	if lost := x.entry.Lost(); lost > 0 {
		x.wrong = fmt.Sprintf("the field is full: the last %d bytes were not taken; ctrl+e opens your editor, which takes more", lost)
	}
}

// outside goes on in the user's own editor, which shows every line of a text.
func (x *Box) outside() {
	text := x.entry.Value()
	if text == x.before && !x.mixed {
		text = x.subject.Value(x.field.Name) // the box may not show all of it
	}
	x.bench.Outside(text, func(edited string) {
		if x.IsOpen() {
			x.set(edited)
		}
	})
}

// value is what stands in the box; false if nothing does.
func (x *Box) value() (string, bool) {
	switch {
	case x.entry != nil:
		return x.entry.Value(), true
	case x.field.Several():
		return x.chosen(), true
	}
	return x.values.Value()
}

// save takes what stands in the box. What was left alone is not touched: the field
// may hold more than a box can show.
func (x *Box) save() {
	value, ok := x.value()
	if !ok {
		return // a list of which nothing matches
	}
	if value == x.before && (x.mixed || !x.subject.Differs(x.field.Name)) && !(x.field.Listed() && x.mixed) {
		x.bench.Say("%s of %s stays as it was", x.field.Name, x.subject.Name())
		x.forget(x.draft())
		x.Close()
		return
	}
	x.set(value)
}

// set saves the value. What cannot be taken stays in the box with the reason.
func (x *Box) set(value string) {
	draft := x.draft() // under the name that it had: a new record gets an id now
	if err := x.subject.Set(x.field.Name, value); err != nil {
		x.wrong = err.Error()
		if gone := x.subject.Gone(); gone != nil {
			x.bench.Refuse("%v", gone)
			x.Close()
		}
		return
	}
	if doubt := subject.Doubt(x.subject.Doubts(), x.field.Name); doubt != "" {
		x.bench.Caution(doubt)
	}
	x.forget(draft)
	x.Close()
}
