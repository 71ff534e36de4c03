// Package popup asks or tells one thing over a screen: one of a list, a line, or
// a text to read. Screens keep one and give it every key while it is open.
//
//		s.popup.Pick("By which method?", now, options, func(id string) { … })
//		if s.popup.IsOpen() { s.popup.Update(msg) } // and Hangup where the terminal is closed
//		lines = s.popup.Over(pen, lines, w, h)
//
//	  - popup.go: lists and lines; reader.go: texts; accept.go: what accepting a finding asks
package popup

import (
	tea "charm.land/bubbletea/v2"

	"parry/ui/bench"
	"parry/ui/widget"
)

// A Popup is shut at first. What was chosen goes to the function that was handed
// over, which may ask the next thing.
type Popup struct {
	list  *widget.Pick
	typed typed
	text  *reader
	title string
	hint  string
	then  func(string)

	bench  *bench.Bench // where a line that is half typed is kept
	before string       // what the line held at first

	x, y int // the terminal's cursor in the last drawing
}

// A typed is what is typed into: a line, or an area of several.
type typed interface {
	Value() string
	SetValue(string)
	Update(tea.Msg) bool
	Lost() int
}

// IsOpen says whether the popup takes the keys.
func (o *Popup) IsOpen() bool { return o.list != nil || o.typed != nil || o.text != nil }

func (o *Popup) shut() { o.list, o.typed, o.text, o.then = nil, nil, nil, nil }

// Pick asks for one of a list.
func (o *Popup) Pick(title, value string, options []widget.Option, then func(string)) {
	*o = Popup{list: widget.NewPick(title, value, options...), title: title, then: then}
}

// Ask asks for a line, which holds a text at first: what a closed terminal left half
// typed at the same question, else the value. Questions about different things differ
// in their title or hint.
func (o *Popup) Ask(b *bench.Bench, title, hint, value string, then func(string)) {
	o.ask(b, widget.NewLine(""), title, hint, value, then)
}

// Write asks for a text of several lines, as Ask does for one. What is too long for a
// box is the user's editor's.
func (o *Popup) Write(b *bench.Bench, title, hint, value string, then func(string)) {
	if !widget.FitsArea(value) {
		b.Outside(value, then)
		return
	}
	o.ask(b, widget.NewArea(), title, hint, value, then)
}

func (o *Popup) ask(b *bench.Bench, into typed, title, hint, value string, then func(string)) {
	*o = Popup{typed: into, title: title, hint: hint, then: then, bench: b, before: value}
	if kept := b.Work.Draft(o.draft()); kept != "" {
		b.Say("this was typed before and not saved")
		value = kept
	}
	o.typed.SetValue(value)
}

// draft is the name under which half-typed text is kept.
func (o *Popup) draft() string { return "asked " + o.title + ": " + o.hint }

// Hangup keeps a line that is half typed: the terminal is going away, or a second has
// gone by.
func (o *Popup) Hangup() {
	switch {
	case o.typed == nil:
	case o.typed.Value() == o.before:
		o.forget()
	default:
		_ = o.bench.Work.SaveDraft(o.draft(), o.typed.Value())
	}
}

// leave shuts the question. What was typed is kept for when it is asked again.
func (o *Popup) leave() {
	if text := o.typed.Value(); text == o.before || o.bench.Work.ReadOnly() {
		o.forget()
	} else if err := o.bench.Work.SaveDraft(o.draft(), text); err != nil {
		o.bench.Refuse("%v", err)
	} else {
		o.bench.Say("not taken, but what was typed is kept for the next time")
	}
	o.shut()
}

// forget drops what a closed terminal left at the question that is open.
func (o *Popup) forget() {
	if o.bench.Work.Draft(o.draft()) != "" {
		_ = o.bench.Work.SaveDraft(o.draft(), "")
	}
}

// Update gives a key, a click or a paste to what is open.
func (o *Popup) Update(msg tea.Msg) {
	if o.text != nil {
		if press, ok := msg.(tea.KeyPressMsg); ok && o.text.key(press.String()) {
			o.shut()
		}
		return
	}
	if o.list != nil {
		switch o.list.Update(msg) {
		case widget.PickLeft:
			o.shut()
		case widget.Chosen:
			value, _ := o.list.Value()
			o.chosen(value)
		}
		return
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "esc":
			o.leave()
			return
		case "enter":
			o.forget()
			o.chosen(o.typed.Value())
			return
		case "ctrl+e":
			if _, several := o.typed.(*widget.Area); several {
				o.outside()
				return
			}
		}
	}
	o.typed.Update(msg)
	if lost := o.typed.Lost(); lost > 0 {
		o.bench.Refuse("the field is full: the last %d bytes were not taken", lost)
	}
}

// outside goes on in the user's own editor, and takes what that leaves.
func (o *Popup) outside() {
	open := o.typed
	o.bench.Outside(o.typed.Value(), func(edited string) {
		if o.typed == open {
			o.forget()
			o.chosen(edited)
		}
	})
}

// chosen hands the answer on, after the popup is shut: then may open the next.
func (o *Popup) chosen(value string) {
	then := o.then
	o.shut()
	then(value)
}

// Actions are the popup's keys, for the hints: it takes every key itself.
func (o *Popup) Actions() []bench.Action {
	if o.text != nil {
		return o.text.actions()
	}
	if o.list != nil {
		return []bench.Action{{Keys: []string{"enter"}, Label: "choose"}, {Keys: []string{"esc"}, Label: "back"}}
	}
	keys := []bench.Action{{Keys: []string{"enter"}, Label: "take it"}, {Keys: []string{"esc"}, Label: "leave it as it was"}}
	if _, several := o.typed.(*widget.Area); several {
		keys = append(keys, bench.Action{Keys: []string{"ctrl+e"}, Label: "your editor"})
	}
	return keys
}

// Over draws the open popup over the lines of the screen.
func (o *Popup) Over(p widget.Pen, base []string, w, h int) []string {
	switch {
	case !o.IsOpen():
		return base
	case o.text != nil:
		return o.text.over(p, base, w, h)
	}
	bw := min(w, max(78, w*2/3))
	iw, _ := widget.BoxInside(bw, 0)
	var body []string
	bh, cx, cy := min(h, max(h-4, 6)), 0, 0
	if o.list != nil {
		_, ih := widget.BoxInside(bw, bh)
		body, cy = o.list.Draw(p, iw, ih), o.list.Line()
	} else {
		body, cx, cy = o.entry(p, iw, h-6)
		for _, line := range p.Wrap(o.hint, iw) {
			body = append(body, p.Dim.Paint(p.Fit(line, iw)))
		}
		body = append(body, p.Dim.Paint(p.Fit(o.keys(), iw)))
		bh = min(h, len(body)+2)
	}
	lines, place := p.Centre(base, p.Box(o.title, body, bw, bh), w, h)
	o.x, o.y = place.X+2+cx, place.Y+1+cy
	if o.list != nil {
		o.list.Lies(place)
	}
	return lines
}

// leastArea is the room of an area that is empty: it shall look like one.
const leastArea = 5

// entry draws what is typed into, with a blank line below, and says where the cursor
// stands in it.
func (o *Popup) entry(p widget.Pen, w, h int) (lines []string, x, y int) {
	switch into := o.typed.(type) {
	case *widget.Line:
		return []string{into.Draw(p, w), ""}, into.CursorX(p, w), 0
	case *widget.Area:
		rows := max(min(max(len(p.Wrap(into.Value(), w))+1, leastArea), h), 1)
		lines = append(into.Draw(p, w, rows), "")
		x, y = into.Cursor()
		return lines, min(x, w-1), y
	}
	return nil, 0, 0
}

func (o *Popup) keys() string {
	if _, several := o.typed.(*widget.Area); several {
		return "enter takes it, ctrl+j begins a line, esc leaves it, ctrl+e your editor"
	}
	return "enter takes it, esc leaves it as it was"
}

// Cursor is where the terminal's own cursor stands in the last drawing.
func (o *Popup) Cursor() (x, y int, ok bool) { return o.x, o.y, o.list != nil || o.typed != nil }
