package fieldbox

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/subject"
	"parry/ui/widget"
)

// An entry is what a text is typed into.
type entry interface {
	Value() string
	SetValue(string)
	Update(tea.Msg) bool
	Lost() int
	// draw gives the lines that the text takes, at most h of w cells, and where the
	// cursor stands in them.
	draw(p widget.Pen, w, h int) (lines []string, x, y int)
	// loses says what a change would drop of the text that is there; "" if nothing.
	loses() string
}

// newEntry makes the entry that a field wants: an area for what may have several
// lines, a line for the rest.
func newEntry(f subject.Field, value string) entry {
	if (f.Sort == model.LongText || strings.Contains(value, "\n")) && widget.FitsArea(value) {
		a := &area{widget.NewArea(), false}
		a.SetValue(value)
		a.hides = a.Value() != value
		return a
	}
	l := &line{widget.NewLine(""), false}
	l.SetValue(value)
	l.drops = l.Value() != value
	return l
}

// A line is an entry of one line.
type line struct {
	*widget.Line
	drops bool // the text holds what a line cannot show
}

func (l *line) loses() string {
	if l.drops {
		return "it has line breaks or hidden signs; changing it here drops them, ctrl+e keeps them"
	}
	return ""
}

// draw shows the whole text below the line, where that cuts it.
func (l *line) draw(p widget.Pen, w, h int) (lines []string, x, y int) {
	lines = []string{l.Draw(p, w), ""}
	if p.Width(l.Value()) > w-1 {
		for _, s := range p.Wrap(l.Value(), w) {
			lines = append(lines, p.Dim.Paint(p.Fit(s, w)))
		}
	}
	return lines[:min(len(lines), max(h, 1))], l.CursorX(p, w), 0
}

// An area is an entry of several lines.
type area struct {
	*widget.Area
	hides bool // the text holds signs that nobody sees
}

func (a *area) loses() string {
	if a.hides {
		return "it has hidden signs; changing it here drops them, ctrl+e keeps them"
	}
	return ""
}

// least is the room of an area that is empty: it shall look like one.
const least = 3

func (a *area) draw(p widget.Pen, w, h int) (lines []string, x, y int) {
	rows := max(min(max(len(p.Wrap(a.Value(), w))+1, least), h-1), 1)
	lines = append(a.Draw(p, w, rows), "")
	x, y = a.Cursor()
	return lines, min(x, w-1), y
}
