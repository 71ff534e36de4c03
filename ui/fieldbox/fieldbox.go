// Package fieldbox asks for one field of a threat, or of several, and sets it: a
// closed list as a picker, anything else as a line. Every screen that edits in
// place opens the same box.
//
//	box.Open(b, id, "owner_model")   // or box.Choose(b, ids...) for any field
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
	threat string   // the one, or the first of several
	ids    []string // all of them
	field  model.Field
	fields *widget.Pick // choosing which field
	values *widget.Pick // choosing out of a closed list
	line   *widget.Line // typing
	before string       // what the line showed when it opened
	lossy  bool         // the field holds what a line cannot show
	mixed  bool         // several threats say different things, and nothing is typed yet
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
func (x *Box) Close() { x.fields, x.values, x.line, x.wrong, x.mixed = nil, nil, nil, "", false }

// Choose asks which field of the threats to edit, then for its value.
func (x *Box) Choose(b *bench.Bench, threats ...string) {
	if !x.take(b, threats) {
		return
	}
	var options []widget.Option
	for _, f := range model.Fields {
		if !f.Derived && !f.Hidden {
			options = append(options, widget.Option{Value: f.Name, Label: f.Title,
				Explain: strings.TrimSpace(f.Name + "  " + x.says(f))})
		}
	}
	x.fields = widget.NewPick("Edit a field of "+x.who(), "title", options...)
}

// take begins with these threats; false if one of them is not there any more.
func (x *Box) take(b *bench.Bench, threats []string) bool {
	for _, id := range threats {
		if b.Register().Threat(id) == nil {
			return false
		}
	}
	x.Close()
	if len(threats) == 0 {
		return false
	}
	x.bench, x.threat, x.ids = b, threats[0], threats
	return true
}

// who names the threats.
func (x *Box) who() string {
	if len(x.ids) > 1 {
		return fmt.Sprintf("%d threats", len(x.ids))
	}
	return x.threat
}

// says is what the threats say in a field, told to a person.
func (x *Box) says(f model.Field) string {
	if x.differ(f) {
		return "(several values)"
	}
	return x.bench.FieldText(f.Name, f.Get(x.bench.Register().Threat(x.threat)))
}

// differ says whether the threats say different things in a field.
func (x *Box) differ(f model.Field) bool {
	first := f.Get(x.bench.Register().Threat(x.threat))
	return slices.ContainsFunc(x.ids, func(id string) bool { return f.Get(x.bench.Register().Threat(id)) != first })
}

// Open asks for the value of one field.
func (x *Box) Open(b *bench.Bench, threat, field string) { x.open(b, []string{threat}, field) }

func (x *Box) open(b *bench.Bench, threats []string, field string) {
	f, ok := model.FieldNamed(field)
	if !ok || !x.take(b, threats) {
		return
	}
	t := b.Register().Threat(x.threat)
	if f.Derived {
		b.Refuse("%v", f.Set(t.Clone(), ""))
		return
	}
	x.field = f
	value := f.Get(t)
	x.mixed = x.differ(f)
	if x.mixed {
		value = ""
	}
	if f.Sort == model.OneOf || f.Sort == model.LevelOf {
		x.values = widget.NewPick(x.who()+": "+f.Title, value, options(f)...)
		return
	}
	x.line = widget.NewLine("")
	x.line.SetValue(value)
	x.before, x.lossy = x.line.Value(), x.line.Value() != value
	if kept := b.Work.Draft(x.draft()); kept != "" && len(threats) == 1 {
		x.line.SetValue(kept)
		b.Say("this was typed before and not saved")
	}
}

// draft is the name under which the field's half-typed text is kept.
func (x *Box) draft() string { return "field " + x.threat + " " + x.field.Name }

// Hangup keeps what is half typed: the terminal is going away.
func (x *Box) Hangup() {
	if x.line != nil && len(x.ids) == 1 && x.line.Value() != x.before {
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
		x.open(x.bench, x.ids, name)
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
		case "ctrl+e":
			x.outside()
			return
		}
	}
	if press, ok := msg.(tea.KeyPressMsg); ok && (press.String() == "backspace" || press.String() == "ctrl+u") {
		x.mixed = false // an empty line is meant, then
	}
	if x.line.Update(msg) {
		x.wrong = ""
	}
	if lost := x.line.Lost(); lost > 0 {
		x.wrong = fmt.Sprintf("the field is full: the last %d bytes were not taken", lost)
	}
}

// outside goes on in the user's own editor, which shows every line of a text.
func (x *Box) outside() {
	text := x.line.Value()
	if text == x.before && !x.mixed {
		text = x.field.Get(x.bench.Register().Threat(x.threat)) // a line cannot show all of it
	}
	x.bench.Outside(text, func(edited string) {
		if x.IsOpen() {
			x.set(edited)
		}
	})
}

// enter saves what was typed. What was left alone is not touched: a line cannot
// show everything that a field may hold.
func (x *Box) enter() {
	if x.line.Value() == x.before && (x.mixed || !x.differ(x.field)) {
		x.bench.Say("%s of %s stays as it was", x.field.Name, x.who())
		x.forget()
		x.Close()
		return
	}
	x.set(x.line.Value())
}

// set saves the value, of all threats as one step. What cannot be taken stays in
// the box with the reason.
func (x *Box) set(value string) {
	t := x.bench.Register().Threat(x.threat)
	if t == nil {
		x.bench.Refuse("%v", model.NoThreat(x.threat))
		x.Close()
		return
	}
	if x.field.Sort == model.Date {
		day, err := model.ParseDayFrom(value, x.bench.Today)
		if err != nil {
			x.wrong = x.field.Name + ": " + err.Error()
			return
		}
		value = day
	}
	if err := x.field.Set(t.Clone(), value); err != nil {
		x.wrong = err.Error()
		return
	}
	x.bench.Do(model.SetFieldsOf(x.ids, model.Assignment{Field: x.field.Name, Value: value}))
	if said := x.bench.Said(); said.Problem && x.line != nil {
		x.wrong = said.Text // and what was typed stays
		return
	}
	x.forget()
	x.Close()
}

// day says which day is meant by what was typed; "" if that is plain.
func (x *Box) day() string {
	if x.line == nil || x.field.Sort != model.Date {
		return ""
	}
	day, err := model.ParseDayFrom(x.line.Value(), x.bench.Today)
	if err != nil || day == "" || day == x.line.Value() {
		return ""
	}
	return "that is " + day + ", a " + bench.Day(day).Weekday().String()
}

// preview says what taking the value would change, where there are several
// threats to change.
func (x *Box) preview() string {
	if len(x.ids) < 2 {
		return ""
	}
	value := ""
	switch {
	case x.line != nil && x.mixed && x.line.Value() == "":
		return "they say different things: what is typed here takes the place of all, backspace empties them"
	case x.line != nil:
		value = x.line.Value()
		if day, err := model.ParseDayFrom(value, x.bench.Today); x.field.Sort == model.Date && err == nil {
			value = day
		}
	case x.values != nil:
		chosen, ok := x.values.Value()
		if !ok {
			return ""
		}
		value = chosen
	default:
		return ""
	}
	return model.PreviewSet(x.bench.Register(), x.ids, model.Assignment{Field: x.field.Name, Value: value}).Words()
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
		told := x.previewLines(p, iw)
		title, body = x.values.Title, append(x.values.Draw(p, iw, max(ih-len(told), 0)), told...)
	default:
		title = x.who() + ": " + x.field.Title
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
	if day := x.day(); day != "" {
		lines = append(lines, p.Accent.Paint(p.Fit(day, w)))
	}
	lines = append(lines, x.previewLines(p, w)...)
	return append(lines, p.Dim.Paint(p.Fit("enter saves, esc leaves it as it was, ctrl+e opens your editor", w)))
}

// previewLines are the preview, wrapped.
func (x *Box) previewLines(p widget.Pen, w int) []string {
	var lines []string
	if told := x.preview(); told != "" {
		for _, line := range p.Wrap(told, w) {
			lines = append(lines, p.Accent.Paint(p.Fit(line, w)))
		}
	}
	return lines
}

// asks says what a typed field wants, where that is not plain.
func asks(f model.Field) string {
	switch f.Sort {
	case model.Date:
		return "a day, like 2026-11-16, +30d, friday or end of quarter; an empty line clears it"
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
