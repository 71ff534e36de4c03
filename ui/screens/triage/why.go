package triage

import (
	"fmt"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// A reader is a text over the screen, to be read and left.
type reader struct {
	title string
	lines []string
	top   int
	page  int // lines on show in the last drawing
}

func newReader(title string, lines []string) *reader { return &reader{title: title, lines: lines} }

// key moves through the text; true leaves it.
func (r *reader) key(key string) (left bool) {
	switch key {
	case "esc", "q", "W", "enter", "backspace":
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

// openWhy tells all that stands behind the rating: the path with its table
// rows, what to doubt, what would flip it, and what other methods say.
func (s *Screen) openWhy() {
	v := s.see()
	lines := []string{v.rating.Told() + "  by " + orNone(v.rating.Basis())}
	add := func(head string, more ...string) {
		if len(more) > 0 {
			lines = append(lines, "", head)
			for _, line := range more {
				lines = append(lines, "  "+line)
			}
		}
	}
	add("How it came about", v.path(false)...)
	if day, how := model.DueBy(v.threat, *v.rating); day != "" {
		add("By when", "due "+day+": "+how)
	}
	add("What to doubt", v.rating.Flags...)
	if r := v.rating; r.Override != "" {
		add("Overridden", fmt.Sprintf("%s in place of %s, because %s", r.Override, v.computed(), r.OverrideReason))
	}
	add("Still open", v.outcome.Missing...)
	add("What would flip it", v.flips()...)
	add("Other methods on "+v.threat.ID+", "+v.key.state.String(), v.others()...)
	add("Where they disagree", v.disagreements()...)
	add("The rule", v.method.Title+" "+v.method.Version, v.method.Source)
	s.why = newReader("Why: "+v.threat.ID, lines)
}

func orNone(text string) string {
	if text == "" {
		return "nobody yet"
	}
	return text
}

// computed is what the method said where a person's word stands.
func (v *scene) computed() string {
	if v.places() {
		return v.rating.ComputedLevel(v.settings.Matrix).String()
	}
	return v.outcome.Words()
}

// flips says what would flip the rating; nothing while it is open, or made by
// no method. It asks the method of every neighbour, so once a scene.
func (v *scene) flips() []string {
	if !v.flipped && v.rating.Method == v.method.ID && v.method.Rate != nil {
		v.flipLines = model.FlipLines(v.method, v.threat, v.rating, v.settings)
	}
	v.flipped = true
	return v.flipLines
}

// disagreements are where methods do not agree on the state, once a scene.
func (v *scene) disagreements() []string {
	if !v.compared {
		v.disputes, v.compared = model.Disagreements(v.threat, v.key.state, v.library), true
	}
	return v.disputes
}

// others are the ratings of the state by other methods.
func (v *scene) others() []string {
	var lines []string
	for _, r := range v.threat.RatingsOf(v.key.state) {
		if r != v.rating {
			lines = append(lines, r.Told()+"  by "+r.Basis())
		}
	}
	return lines
}
