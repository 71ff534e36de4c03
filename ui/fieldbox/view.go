package fieldbox

import (
	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// Over draws the open box over the lines of a screen.
func (x *Box) Over(base []string, w, h int) []string {
	if !x.IsOpen() {
		return base
	}
	p := x.bench.Pen
	bw := min(w, max(78, w*2/3))
	iw, _ := widget.BoxInside(bw, 0)
	var body []string
	title, bh, cx, cy := "", 0, 0, 0
	switch {
	case x.fields != nil:
		bh = h - min(h/6, 2)
		_, ih := widget.BoxInside(bw, bh)
		title, body = x.fields.Title, x.fields.Draw(p, iw, ih)
		cy = x.fields.Line()
	case x.values != nil:
		told := x.said(p, iw)
		bh = min(h, x.values.Height(p, iw)+len(told)+2)
		_, ih := widget.BoxInside(bw, bh)
		title, body = x.values.Title, append(x.values.Draw(p, iw, max(ih-len(told), 0)), told...)
		cy = x.values.Line()
	default:
		title = x.subject.Name() + ": " + x.field.Title
		said := x.said(p, iw)
		body, cx, cy = x.entry.draw(p, iw, max(h-2-len(said), 2))
		body = append(body, said...)
		bh = min(h, len(body)+2)
	}
	lines, place := p.Centre(base, p.Box(title, body, bw, bh), w, h)
	x.cursorX, x.cursorY = place.X+2+cx, place.Y+1+cy
	for _, list := range []*widget.Pick{x.fields, x.values} {
		if list != nil {
			list.Lies(place)
		}
	}
	return lines
}

// Cursor is where the terminal's own cursor stands in the last drawing.
func (x *Box) Cursor() (cx, cy int, ok bool) { return x.cursorX, x.cursorY, x.IsOpen() }

// said are the lines below what is typed or chosen: what is wrong with it, what the
// field takes, what is meant, what it would change.
func (x *Box) said(p widget.Pen, w int) []string {
	var lines []string
	say := func(look func(string) string, text string) {
		if text == "" {
			return
		}
		for _, s := range p.Wrap(text, w) {
			lines = append(lines, look(p.Fit(s, w)))
		}
	}
	switch {
	case x.wrong != "":
		say(p.Error.Paint, x.wrong)
	case x.entry != nil:
		say(p.Dim.Paint, x.field.Asks())
	}
	if x.entry != nil {
		say(p.Warning.Paint, x.entry.loses())
		say(p.Accent.Paint, x.day())
	}
	say(p.Accent.Paint, x.preview())
	if x.entry != nil {
		say(p.Dim.Paint, x.keys())
	}
	return lines
}

// keys are those that the frame's hints may have no room for.
func (x *Box) keys() string {
	if _, several := x.entry.(*area); several {
		return "enter saves, ctrl+j begins a line, esc leaves it as it was, ctrl+e opens your editor"
	}
	return "enter saves, esc leaves it as it was, ctrl+e opens your editor"
}

// day says which day is meant by what was typed; "" if that is plain.
func (x *Box) day() string {
	typed := x.entry.Value()
	if x.field.Sort != model.Date {
		return ""
	}
	day, err := model.ParseDayFrom(typed, x.bench.Today)
	if err != nil || day == "" {
		return ""
	}
	weekday := bench.Day(day).Weekday().String()
	if day == typed {
		return day + " is a " + weekday
	}
	return typed + " is " + day + ", a " + weekday
}

// preview says what taking the value would change, where there are several threats
// to change.
func (x *Box) preview() string {
	value, ok := x.value()
	switch {
	case !ok:
		return ""
	case x.entry != nil && x.mixed && value == "":
		return "they say different things: what is typed here takes the place of all, backspace empties them"
	case x.field.Several() && x.mixed:
		return "they say different things: what is chosen here takes the place of all"
	}
	return x.subject.Preview(x.field.Name, value)
}
