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
	var body []string
	for _, line := range r.lines {
		body = append(body, p.Wrap(line, iw)...)
	}
	bh = min(h, len(body)+2)
	_, ih := widget.BoxInside(bw, bh)
	r.page = max(ih, 1)
	r.top = max(0, min(r.top, len(body)-ih))
	for i := range body {
		body[i] = p.Text.Paint(p.Fit(body[i], iw))
	}
	title := r.title
	if len(body) > ih {
		title += fmt.Sprintf(" (%d-%d of %d lines)", r.top+1, min(r.top+ih, len(body)), len(body))
	}
	lines, _ := p.Centre(base, p.Box(title, body[r.top:], bw, bh), w, h)
	return lines
}
