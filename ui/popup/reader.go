package popup

import (
	"fmt"

	"parry/ui/bench"
	"parry/ui/widget"
)

// A reader is a text over the screen, to be read and left.
type reader struct {
	title  string
	lines  []string
	closes string
	top    int
	page   int // lines on show in the last drawing

	wrapped []string // to the width of the last drawing
	width   int
}

// Read shows lines, which are wrapped to the room there is; the key that opened it
// may close it too.
func (o *Popup) Read(title string, lines []string, closes string) {
	*o = Popup{text: &reader{title: title, lines: lines, closes: closes}}
}

// key moves through the text; true leaves it.
func (r *reader) key(key string) (left bool) {
	switch key {
	case "esc", "q", "enter", "backspace", r.closes:
		return true
	case "down", "j":
		r.top++
	case "up", "k":
		r.top--
	case "pgdown", "space":
		r.top += r.page
	case "pgup":
		r.top -= r.page
	case "home", "g":
		r.top = 0
	case "end", "G":
		r.top = 1 << 20
	}
	return false
}

// actions are the reader's keys, for the hints: it takes every key itself.
func (r *reader) actions() []bench.Action {
	return []bench.Action{{Keys: []string{"esc"}, Label: "close"}, {Keys: []string{"down"}, Show: "↑↓", Label: "read on"}}
}

// over draws the text over the lines of the screen.
func (r *reader) over(p widget.Pen, base []string, w, h int) []string {
	bw, bh := min(w, max(76, w*2/3)), h
	iw, _ := widget.BoxInside(bw, bh)
	all := r.wrap(p, iw)
	bh = min(h, len(all)+2)
	_, ih := widget.BoxInside(bw, bh)
	r.page = max(ih, 1)
	r.top = max(0, min(r.top, len(all)-ih))
	var body []string
	for _, line := range all[r.top:min(r.top+r.page, len(all))] {
		body = append(body, p.Text.Paint(p.Fit(line, iw)))
	}
	title := r.title
	if len(all) > ih {
		title += fmt.Sprintf(" (%d-%d of %d lines)", r.top+1, min(r.top+ih, len(all)), len(all))
	}
	lines, _ := p.Centre(base, p.Box(title, body, bw, bh), w, h)
	return lines
}

// wrap gives all lines at a width; a text may be long, so it is wrapped once.
func (r *reader) wrap(p widget.Pen, w int) []string {
	if r.width != w {
		r.width, r.wrapped = w, nil
		for _, line := range r.lines {
			r.wrapped = append(r.wrapped, p.Wrap(line, w)...)
		}
	}
	return r.wrapped
}
