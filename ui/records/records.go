// Package records edits what is no threat, over any screen: the system, parties,
// assets, assumptions, evidence, approvals of the method. It goes from the kinds to
// the records of one, to the form of one, and back the same way.
package records

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/form"
	"parry/ui/popup"
	"parry/ui/subject"
	"parry/ui/widget"
)

// A Box is shut at first. It gets every key while it is open.
type Box struct {
	bench *bench.Bench
	popup popup.Popup // the kinds, or the records of one
	below bool        // the records of one: esc goes up to the kinds
	kind  model.SheetKind
	sheet *subject.Sheet // on show; nil if none is
	form  *form.Form     // of it
	alone bool           // the form was opened on its own
	place widget.Place   // of the form in the last drawing
}

// Open begins with the kinds.
func (x *Box) Open(b *bench.Bench) {
	x.bench, x.alone = b, false
	x.kinds("")
}

// Show opens the form of one record; esc then closes it.
func (x *Box) Show(b *bench.Bench, kind model.SheetKind, id string) {
	x.bench, x.kind, x.alone = b, kind, true
	x.show(id)
}

// Begin is Show for a new record: the first field that says nothing yet is asked for at
// once, and with it the record is made, with what it was begun with.
func (x *Box) Begin(b *bench.Bench, kind model.SheetKind, begun ...model.Assignment) {
	x.bench, x.kind, x.alone = b, kind, true
	x.sheet = subject.OfSheet(b, kind, "", begun...)
	x.form = form.New(b, x.sheet)
	x.form.EditEmpty()
}

// IsOpen says whether the box has the keys.
func (x *Box) IsOpen() bool { return x.popup.IsOpen() || x.form != nil }

// Hangup keeps what is half typed: the terminal is going away.
func (x *Box) Hangup() {
	if x.form != nil {
		x.form.Hangup()
	}
}

// Update gives a key or paste to the box.
func (x *Box) Update(msg tea.Msg) {
	switch {
	case x.form == nil:
		x.popup.Update(msg)
		if !x.IsOpen() && x.below {
			x.kinds(x.kind.Kind)
		}
	case x.form.Typing():
		x.form.Type(msg)
	default:
		x.key(msg)
	}
	if x.form != nil && x.sheet.Gone() != nil { // an undo took it out
		x.leave()
	}
}

func (x *Box) key(msg tea.Msg) {
	if click, ok := msg.(tea.MouseClickMsg); ok {
		if _, y, inside := x.place.Inside(click.X, click.Y); inside {
			x.form.Click(y - 1) // below the border
		}
		return
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		x.bench.Refuse("nothing is open to paste into; enter edits the field")
		return
	}
	if act, ok := bench.Find(x.Actions(), press.String()); ok {
		act.Run(x.bench)
		return
	}
	x.bench.Refuse("%s does nothing here; esc goes back to the list", press.String())
}

// Actions are the box's keys, for the hints.
func (x *Box) Actions() []bench.Action {
	switch {
	case x.form == nil:
		return x.popup.Actions()
	case x.form.Typing():
		return x.form.Actions()
	}
	keys := []bench.Action{
		{Keys: []string{"enter"}, Label: "edit", Why: x.form.Cannot, Do: x.form.Edit},
		{Keys: []string{"esc", "q", "left", "h", "backspace"}, Show: "esc", Label: "back", Do: x.back},
		{Keys: []string{"n"}, Label: "a new one", Why: x.cannotAdd, Do: x.add},
		{Keys: []string{"D"}, Label: "remove it", Why: x.cannotRemove, Do: x.remove},
		{Keys: []string{"u", "ctrl+z"}, Label: "undo", Why: x.bench.CannotEdit, Do: x.bench.Undo},
		{Keys: []string{"U"}, Why: x.bench.CannotEdit, Do: x.bench.Redo},
	}
	return append(keys, x.form.Actions()...)
}

// Over draws the open box over h lines of a screen.
func (x *Box) Over(lines []string, w, h int) []string {
	switch {
	case !x.IsOpen():
		return lines
	case x.form == nil:
		return x.popup.Over(x.bench.Pen, lines, w, h)
	}
	p := x.bench.Pen
	bw, bh := min(w, max(76, w*3/4)), h
	iw, ih := widget.BoxInside(bw, bh)
	box := p.Box(x.title(), x.form.Draw(iw, ih), bw, bh)
	lines, x.place = p.Over(lines, box, (w-bw)/2, 0, w, h)
	return x.form.Over(lines, w, bh)
}

func (x *Box) title() string {
	have := x.bench.Register().Sheet(x.kind.Kind, x.sheet.ID())
	if have == nil || x.kind.Prefix == "" {
		return x.kind.Title + ": " + x.kind.Means
	}
	return x.kind.Title + " " + x.sheet.ID() + "  " + widget.Clean(have.Name())
}

// Cursor is where the terminal's own cursor stands in the last drawing.
func (x *Box) Cursor() (cx, cy int, ok bool) {
	if x.form == nil {
		return x.popup.Cursor()
	}
	cx, cy, ok = x.form.Cursor()
	if !x.form.Typing() {
		cx, cy = cx+x.place.X+2, cy+x.place.Y+1
	}
	return cx, cy, ok
}

// The entries of lists that are no record.
const (
	back    = "\x00back"
	another = "\x00new"
)

func (x *Box) kinds(at model.Kind) {
	x.form, x.sheet, x.below = nil, nil, false
	var options []widget.Option
	for _, k := range model.SheetKinds {
		n := len(x.bench.Register().Sheets(k.Kind))
		options = append(options, widget.Option{Value: string(k.Kind), Label: fmt.Sprintf("%s (%d)", k.Title, n), Explain: k.Means})
	}
	x.popup.Pick("Records", string(at), options, func(kind string) {
		x.kind, _ = model.SheetKindOf(model.Kind(kind))
		if x.kind.Prefix == "" {
			x.show(string(x.kind.Kind))
			return
		}
		x.list("")
	})
}

// list shows the records of the kind, the cursor on one.
func (x *Box) list(at string) {
	x.form, x.sheet, x.below = nil, nil, true
	var options []widget.Option
	for _, s := range x.bench.Register().Sheets(x.kind.Kind) {
		options = append(options, widget.Option{Value: s.ID, Label: s.ID + "  " + s.Name(), Explain: x.told(s)})
	}
	options = append(options, widget.Option{Value: another, Label: "a new one…", Explain: x.kind.Means}, widget.Option{Value: back, Label: "back", Explain: "to the kinds"})
	x.popup.Pick(x.kind.Title, at, options, func(id string) {
		switch id {
		case back:
			x.kinds(x.kind.Kind)
		case another:
			x.add()
		default:
			x.show(id)
		}
	})
}

// told is a record in a line.
func (x *Box) told(s *model.Sheet) string {
	var parts []string
	for _, f := range x.kind.Fields[1:] {
		text := s.Get(f.Name)
		if f.Name == "references" {
			text = s.OwnReferences()
		}
		if text = x.bench.SheetText(x.kind.Kind, f.Name, text); text != "" {
			parts = append(parts, strings.ToLower(f.Title)+": "+text)
		}
	}
	if f := s.Foreign(); f.Format != "" {
		parts = append(parts, "came from: "+f.Format+" "+f.ID)
	}
	return strings.Join(parts, "; ")
}

// show opens the form of a record; "" is a new one.
func (x *Box) show(id string) {
	x.sheet = subject.OfSheet(x.bench, x.kind, id)
	x.form = form.New(x.bench, x.sheet)
}

// add opens the form of a new record, and its first field at once.
func (x *Box) add() {
	if why := x.bench.CannotEdit(); why != "" {
		x.bench.Refuse("%s", why)
		x.list(another)
		return
	}
	x.show("")
	x.form.Edit()
}

func (x *Box) cannotAdd() string {
	if x.kind.Prefix == "" {
		return "there is one " + string(x.kind.Kind) + " only"
	}
	return x.bench.CannotEdit()
}

func (x *Box) cannotRemove() string {
	if x.sheet.ID() == "" || x.bench.Register().Sheet(x.kind.Kind, x.sheet.ID()) == nil {
		return "it is not there yet"
	}
	return x.bench.CannotEdit()
}

// remove takes the record out without asking: undo brings it back.
func (x *Box) remove() {
	id := x.sheet.ID()
	if x.bench.Do(model.RemoveSheet(x.kind.Kind, id)) && x.kind.Prefix != "" {
		x.leave()
	}
}

// leave goes away from a record that is there no more.
func (x *Box) leave() {
	if x.alone {
		x.form, x.sheet = nil, nil
		return
	}
	x.list("")
}

// back goes from the form to the list, or to the kinds, or closes.
func (x *Box) back() {
	switch {
	case x.alone:
		x.form, x.sheet = nil, nil
	case x.kind.Prefix == "":
		x.kinds(x.kind.Kind)
	default:
		x.list(x.sheet.ID())
	}
}
