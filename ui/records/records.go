// Package records edits what is no threat, over any screen: the system, parties,
// assets, assumptions, evidence, approvals of the method. It goes from the kinds to
// the records of one, to the fields of one, and back the same way; each field is
// saved as it is given, and undone like any edit.
package records

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/popup"
	"parry/ui/widget"
)

// A Box is shut at first. It gets every key while it is open.
type Box struct {
	bench *bench.Bench
	popup popup.Popup
	kind  model.SheetKind
	id    string // of the record on show; "" for one that is to be made
}

// Open begins with the kinds.
func (x *Box) Open(b *bench.Bench) {
	x.bench = b
	x.kinds()
}

// IsOpen says whether the box has the keys.
func (x *Box) IsOpen() bool { return x.popup.IsOpen() }

// Update gives a key or paste to the box. Esc closes it, the entry "back" of a list
// goes one list back.
func (x *Box) Update(msg tea.Msg) { x.popup.Update(msg) }

// Actions are the box's keys, for the hints.
func (x *Box) Actions() []bench.Action { return x.popup.Actions() }

// Over draws the open box over the lines of a frame.
func (x *Box) Over(lines []string, w, h int) []string {
	if !x.IsOpen() {
		return lines
	}
	return x.popup.Over(x.bench.Pen, lines, w, h)
}

// Cursor is where the terminal's own cursor stands in the last drawing.
func (x *Box) Cursor() (cx, cy int, ok bool) { return x.popup.Cursor() }

// The entries of lists that are no record and no field.
const (
	back    = "\x00back"
	another = "\x00new"
	remove  = "\x00remove"
)

func (x *Box) kinds() {
	var options []widget.Option
	for _, k := range model.SheetKinds {
		n := len(x.bench.Register().Sheets(k.Kind))
		options = append(options, widget.Option{Value: string(k.Kind), Label: fmt.Sprintf("%s (%d)", k.Title, n), Explain: k.Means})
	}
	x.popup.Pick("Records", "", options, func(kind string) {
		x.kind, _ = model.SheetKindOf(model.Kind(kind))
		if x.kind.Prefix == "" {
			x.id = string(x.kind.Kind)
			x.fields("")
			return
		}
		x.list()
	})
}

func (x *Box) list() {
	var options []widget.Option
	for _, s := range x.bench.Register().Sheets(x.kind.Kind) {
		options = append(options, widget.Option{Value: s.ID, Label: s.ID + "  " + s.Name(), Explain: x.told(s)})
	}
	options = append(options, widget.Option{Value: another, Label: "a new one…", Explain: x.kind.Means}, widget.Option{Value: back, Label: "back", Explain: "to the kinds"})
	x.popup.Pick(x.kind.Title, "", options, func(id string) {
		switch id {
		case back:
			x.kinds()
		case another:
			x.id = ""
			x.ask(x.kind.Fields[0])
		default:
			x.id = id
			x.fields("")
		}
	})
}

// told is a record in a line.
func (x *Box) told(s *model.Sheet) string {
	var parts []string
	for _, f := range x.kind.Fields[1:] {
		if text := s.Get(f.Name); text != "" {
			parts = append(parts, strings.ToLower(f.Title)+": "+text)
		}
	}
	return strings.Join(parts, "; ")
}

// fields lists the fields of the record, the cursor on one.
func (x *Box) fields(at string) {
	have := x.bench.Register().Sheet(x.kind.Kind, x.id)
	var options []widget.Option
	for _, f := range x.kind.Fields {
		text := ""
		if have != nil {
			text = have.Get(f.Name)
		}
		if text == "" {
			text = x.bench.Pen.Glyphs.None
		}
		options = append(options, widget.Option{Value: f.Name, Label: f.Title, Explain: text})
	}
	if have != nil {
		options = append(options, widget.Option{Value: remove, Label: "remove it", Explain: "undo brings it back"})
	}
	options = append(options, widget.Option{Value: back, Label: "back"})
	title := x.kind.Title
	if have != nil && x.kind.Prefix != "" {
		title = x.id + "  " + widget.Clean(have.Name())
	}
	x.popup.Pick(title, at, options, x.picked)
}

func (x *Box) picked(name string) {
	switch name {
	case back:
		if x.kind.Prefix == "" {
			x.kinds()
			return
		}
		x.list()
	case remove:
		if x.can() && x.bench.Do(model.RemoveSheet(x.kind.Kind, x.id)) {
			x.list()
		}
	default:
		f, err := x.kind.Field(name)
		if err == nil && f.Kept {
			err = fmt.Errorf("%s is kept by parry: it says what was approved", f.Title)
		}
		if err != nil {
			x.bench.Refuse("%v", err)
			x.fields(name)
			return
		}
		x.ask(f)
	}
}

func (x *Box) can() bool {
	why := x.bench.CannotEdit()
	if why != "" {
		x.bench.Refuse("%s", why)
	}
	return why == ""
}

// ask asks for a field: one of a closed list, or a line.
func (x *Box) ask(f model.SheetField) {
	if !x.can() {
		return
	}
	now := ""
	if have := x.bench.Register().Sheet(x.kind.Kind, x.id); have != nil {
		now = have.Get(f.Name)
	}
	if f.Sort == model.OneOf {
		options := []widget.Option{{Value: "", Label: "nobody said", Explain: "the field is empty"}}
		for _, c := range f.Choices {
			options = append(options, widget.Option{Value: c.Value, Label: c.Value, Explain: c.Means})
		}
		x.popup.Pick(f.Title, now, options, func(value string) { x.write(f, value) })
		return
	}
	x.popup.Ask(f.Title, hint(f), now, func(value string) { x.write(f, value) })
}

// hint says what a line may hold.
func hint(f model.SheetField) string {
	switch f.Sort {
	case model.Date:
		return "a day: " + model.DayWords
	case model.List:
		return "items with ; between them"
	case model.SomeOf:
		var names []string
		for _, c := range f.Choices {
			names = append(names, c.Value)
		}
		return "some of " + strings.Join(names, ", ") + ", with ; between them"
	}
	return "an empty line clears it"
}

// write saves a field and goes on with the record; what cannot be taken is asked
// again, with the reason in the message line.
func (x *Box) write(f model.SheetField, value string) {
	sets, err := model.ResolveSheetDays(x.kind.Kind, []model.Assignment{{Field: f.Name, Value: value}}, x.bench.Today)
	if err != nil {
		x.bench.Refuse("%v", err)
		x.ask(f)
		return
	}
	change, ok := x.bench.Make(model.WriteSheet(x.kind.Kind, x.id, sets...))
	if !ok && x.bench.Said().Problem {
		if x.id == "" {
			x.list()
			return
		}
		x.fields(f.Name)
		return
	}
	if x.id == "" && len(change.Touched) > 0 {
		x.id = change.Touched[0].Key.ID
	}
	x.fields(f.Name)
}
