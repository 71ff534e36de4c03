package triage

import (
	tea "charm.land/bubbletea/v2"

	"parry/ui/bench"
	"parry/ui/widget"
)

// A popup asks one thing over the screen: one of a list, or a line. What was
// chosen goes to then, which may ask the next thing.
type popup struct {
	list  *widget.Pick
	line  *widget.Line
	title string
	hint  string
	then  func(string)

	x, y int // the terminal's cursor in the last drawing
}

// An option is one entry of a list.
type option struct{ value, label, explain string }

func (o *popup) isOpen() bool { return o.list != nil || o.line != nil }

func (o *popup) shut() { o.list, o.line, o.then = nil, nil, nil }

// pick asks for one of a list.
func (o *popup) pick(title, value string, options []option, then func(string)) {
	var list []widget.Option
	for _, one := range options {
		list = append(list, widget.Option{Value: one.value, Label: one.label, Explain: one.explain})
	}
	*o = popup{list: widget.NewPick(title, value, list...), title: title, then: then}
}

// ask asks for a line.
func (o *popup) ask(title, hint, value string, then func(string)) {
	*o = popup{line: widget.NewLine(""), title: title, hint: hint, then: then}
	o.line.SetValue(value)
}

// update gives a key or a paste to what is asked.
func (o *popup) update(msg tea.Msg) {
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
			o.shut()
			return
		case "enter":
			o.chosen(o.line.Value())
			return
		}
	}
	o.line.Update(msg)
}

// chosen hands the answer on, after the popup is shut: then may open the next.
func (o *popup) chosen(value string) {
	then := o.then
	o.shut()
	then(value)
}

// actions are the popup's keys, for the hints: it takes every key itself.
func (o *popup) actions() []bench.Action {
	return []bench.Action{{Keys: []string{"enter"}, Label: "take it"}, {Keys: []string{"esc"}, Label: "leave it as it was"}}
}

// over draws the open popup over the lines of the screen.
func (o *popup) over(p widget.Pen, base []string, w, h int) []string {
	if !o.isOpen() {
		return base
	}
	bw := min(w, max(60, w*2/3))
	iw, _ := widget.BoxInside(bw, 0)
	var body []string
	bh := min(h, max(h-4, 6))
	if o.list != nil {
		_, ih := widget.BoxInside(bw, bh)
		body = o.list.Draw(p, iw, ih)
	} else {
		body = []string{o.line.Draw(p, iw), ""}
		for _, line := range p.Wrap(o.hint, iw) {
			body = append(body, p.Dim.Paint(p.Fit(line, iw)))
		}
		body = append(body, p.Dim.Paint(p.Fit("enter takes it, esc leaves it as it was", iw)))
		bh = min(h, len(body)+2)
	}
	lines, place := p.Centre(base, p.Box(o.title, body, bw, bh), w, h)
	o.x, o.y = place.X+2, place.Y+1
	if o.line != nil {
		o.x += o.line.CursorX(p, iw)
	}
	return lines
}
