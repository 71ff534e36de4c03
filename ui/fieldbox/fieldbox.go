// Package fieldbox asks for one field of a threat and sets it: a closed list
// as a picker, anything else as a line. Every screen that edits in place opens
// the same box.
//
//	box.Open(b, id, "owner_model")   // or box.Choose(b, id) for any field
//	if box.IsOpen() { box.Update(msg) }
//	lines = box.Over(lines, w, h)
package fieldbox

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// A Box is the box, shut at first. It gets every key while it is open.
type Box struct {
	bench  *bench.Bench
	threat string
	field  model.Field
	fields *widget.Pick // choosing which field
	values *widget.Pick // choosing out of a closed list
	line   *widget.Line // typing
	before string       // what the line showed when it opened
	lossy  bool         // the field holds what a line cannot show
	wrong  string       // why what was typed cannot be taken

	cursorX, cursorY int // in the last drawing
}

// IsOpen says whether the box has the keys.
func (x *Box) IsOpen() bool { return x.fields != nil || x.values != nil || x.line != nil }

// Actions are the box's keys, for the hints: it takes every key itself.
func (x *Box) Actions() []bench.Action {
	done := "choose"
	if x.line != nil {
		done = "save"
	}
	return []bench.Action{{Keys: []string{"enter"}, Label: done}, {Keys: []string{"esc"}, Label: "leave it as it was"}}
}

// Close leaves without a change.
func (x *Box) Close() { x.fields, x.values, x.line, x.wrong = nil, nil, nil, "" }

// Choose asks which field of the threat to edit, then for its value.
func (x *Box) Choose(b *bench.Bench, threat string) {
	t := b.Register().Threat(threat)
	if t == nil {
		return
	}
	x.Close()
	x.bench, x.threat = b, threat
	var options []widget.Option
	for _, f := range model.Fields {
		if !f.Derived && !f.Hidden {
			options = append(options, widget.Option{Value: f.Name, Label: f.Title,
				Explain: strings.TrimSpace(f.Name + "  " + f.Get(t))})
		}
	}
	x.fields = widget.NewPick("Edit a field of "+threat, "title", options...)
}

// Open asks for the value of one field.
func (x *Box) Open(b *bench.Bench, threat, field string) {
	f, ok := model.FieldNamed(field)
	t := b.Register().Threat(threat)
	if !ok || t == nil {
		return
	}
	x.Close()
	if f.Derived {
		b.Refuse("%v", f.Set(t.Clone(), ""))
		return
	}
	x.bench, x.threat, x.field = b, threat, f
	if f.Sort == model.OneOf || f.Sort == model.LevelOf {
		x.values = widget.NewPick(threat+": "+f.Title, f.Get(t), options(f)...)
		return
	}
	x.line = widget.NewLine("")
	x.line.SetValue(f.Get(t))
	x.before, x.lossy = x.line.Value(), x.line.Value() != f.Get(t)
	if kept := b.Work.Draft(x.draft()); kept != "" {
		x.line.SetValue(kept)
		b.Say("this was typed before and not saved")
	}
}

// draft is the name under which the field's half-typed text is kept.
func (x *Box) draft() string { return "field " + x.threat + " " + x.field.Name }

// Hangup keeps what is half typed: the terminal is going away.
func (x *Box) Hangup() {
	if x.line != nil && x.line.Value() != x.before {
		_ = x.bench.Work.SaveDraft(x.draft(), x.line.Value())
	}
}

// forget drops the text that a closed terminal left.
func (x *Box) forget() {
	if x.bench.Work.Draft(x.draft()) != "" {
		_ = x.bench.Work.SaveDraft(x.draft(), "")
	}
}

// options are the values of a closed list, and emptiness.
func options(f model.Field) []widget.Option {
	var options []widget.Option
	for _, c := range f.Choices {
		label := c.Value
		if label == "" {
			label = "?"
		}
		options = append(options, widget.Option{Value: c.Value, Label: label, Explain: c.Means})
	}
	if !slices.ContainsFunc(f.Choices, func(c model.Choice) bool { return c.Value == "" }) {
		options = append([]widget.Option{{Value: "", Label: "(nothing)", Explain: "leave it empty"}}, options...)
	}
	return options
}

// Update gives a key press or a paste to the box.
func (x *Box) Update(msg tea.Msg) {
	switch {
	case x.fields != nil:
		x.pickField(msg)
	case x.values != nil:
		x.pickValue(msg)
	case x.line != nil:
		x.typeValue(msg)
	}
}

func (x *Box) pickField(msg tea.Msg) {
	switch x.fields.Update(msg) {
	case widget.PickLeft:
		x.Close()
	case widget.Chosen:
		name, _ := x.fields.Value()
		x.Open(x.bench, x.threat, name)
	}
}

func (x *Box) pickValue(msg tea.Msg) {
	switch x.values.Update(msg) {
	case widget.PickLeft:
		x.Close()
	case widget.Chosen:
		value, _ := x.values.Value()
		x.set(value)
	}
}

func (x *Box) typeValue(msg tea.Msg) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "esc":
			x.forget()
			x.Close()
			return
		case "enter":
			x.enter()
			return
		}
	}
	if x.line.Update(msg) {
		x.wrong = ""
	}
	if lost := x.line.Lost(); lost > 0 {
		x.wrong = fmt.Sprintf("the field is full: the last %d bytes were not taken", lost)
	}
}

// enter saves what was typed. What was left alone is not touched: a line cannot
// show everything that a field may hold.
func (x *Box) enter() {
	if x.line.Value() == x.before {
		x.bench.Say("%s of %s stays as it was", x.field.Name, x.threat)
		x.forget()
		x.Close()
		return
	}
	x.set(x.line.Value())
}

// set saves the value. What cannot be taken stays in the box with the reason.
func (x *Box) set(value string) {
	t := x.bench.Register().Threat(x.threat)
	if t == nil {
		x.bench.Refuse("%v", model.NoThreat(x.threat))
		x.Close()
		return
	}
	if err := x.field.Set(t.Clone(), value); err != nil {
		x.wrong = err.Error()
		return
	}
	x.bench.Do(model.SetFields(x.threat, model.Assignment{Field: x.field.Name, Value: value}))
	if said := x.bench.Said(); said.Problem && x.line != nil {
		x.wrong = said.Text // and what was typed stays
		return
	}
	x.forget()
	x.Close()
}

// Over draws the open box over the lines of a screen.
func (x *Box) Over(base []string, w, h int) []string {
	if !x.IsOpen() {
		return base
	}
	p := x.bench.Pen
	bw := min(w, max(60, w*2/3))
	var body []string
	title, bh := "", 0
	switch {
	case x.fields != nil:
		bh = h - min(h/6, 2)
		iw, ih := widget.BoxInside(bw, bh)
		title, body = x.fields.Title, x.fields.Draw(p, iw, ih)
	case x.values != nil:
		bh = min(h, len(options(x.field))+8)
		iw, ih := widget.BoxInside(bw, bh)
		title, body = x.values.Title, x.values.Draw(p, iw, ih)
	default:
		title = x.threat + ": " + x.field.Title
		iw, _ := widget.BoxInside(bw, 0)
		body = x.form(p, iw)
		bh = min(h, len(body)+2)
	}
	lines, place := p.Centre(base, p.Box(title, body, bw, bh), w, h)
	x.cursorX, x.cursorY = place.X+2, place.Y+1
	if x.line != nil {
		iw, _ := widget.BoxInside(bw, 0)
		x.cursorX += x.line.CursorX(p, iw)
	}
	return lines
}

// Cursor is where the terminal's own cursor stands in the last drawing.
func (x *Box) Cursor() (cx, cy int, ok bool) { return x.cursorX, x.cursorY, x.IsOpen() }

// form is the box of a field that is typed.
func (x *Box) form(p widget.Pen, w int) []string {
	lines := []string{x.line.Draw(p, w), ""}
	for _, s := range p.Wrap(x.line.Value(), w) {
		if p.Width(x.line.Value()) <= w-1 {
			break
		}
		lines = append(lines, p.Dim.Paint(p.Fit(s, w)))
	}
	if x.wrong != "" {
		for _, s := range p.Wrap(x.wrong, w) {
			lines = append(lines, p.Error.Paint(p.Fit(s, w)))
		}
	} else if hint := asks(x.field); hint != "" {
		for _, s := range p.Wrap(hint, w) {
			lines = append(lines, p.Dim.Paint(p.Fit(s, w)))
		}
	}
	if x.lossy {
		for _, s := range p.Wrap("it has line breaks or hidden signs; changing it here drops them", w) {
			lines = append(lines, p.Warning.Paint(p.Fit(s, w)))
		}
	}
	return append(lines, p.Dim.Paint(p.Fit("enter saves, esc leaves it as it was", w)))
}

// asks says what a typed field wants, where that is not plain.
func asks(f model.Field) string {
	switch f.Sort {
	case model.Date:
		return "a day, like 2026-11-16; an empty line clears it"
	case model.Number:
		return "a number, like 0.5 or 12000"
	case model.List:
		return "items with ; between them"
	case model.Claims:
		return "who:layer=owner, with ; between them; for example MP:Model=AP"
	case model.SomeOf:
		var values []string
		for _, c := range f.Choices {
			values = append(values, c.Value)
		}
		return "with ; between them, out of: " + strings.Join(values, ", ")
	}
	return ""
}
