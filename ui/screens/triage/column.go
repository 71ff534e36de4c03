package triage

import (
	"strings"

	"parry/ui/theme"
	"parry/ui/widget"
)

// A column is lines of one width, written from the top.
type column struct {
	widget.Pen
	w     int
	lines []string
}

// put adds a line, cut if it must be.
func (c *column) put(look theme.Look, text string) {
	c.lines = append(c.lines, look.Paint(c.Fit(text, c.w)))
}

// painted adds a line that has its looks already.
func (c *column) painted(line string) { c.lines = append(c.lines, c.Clip(line, c.w)) }

func (c *column) blank() { c.lines = append(c.lines, c.Fit("", c.w)) }

// indent adds drawn lines that are a cell narrower.
func (c *column) indent(lines []string) {
	for _, line := range lines {
		c.painted(" " + line)
	}
}

// para adds a text of several lines behind a sign, hanging below it, and cuts
// what is more than most lines.
func (c *column) para(look theme.Look, sign, text string, most int) {
	for i, s := range c.hang(sign, text, most) {
		if i > 0 {
			sign = strings.Repeat(" ", c.Width(sign))
		}
		c.put(look, sign+s)
	}
}

// hang gives the lines of a text that stands behind a sign, the last one with
// an ellipsis if there are more than most.
func (c *column) hang(sign, text string, most int) []string {
	return cutLines(c.Pen, text, c.w-c.Width(sign), most)
}

// cutLines wraps a text into at most so many lines.
func cutLines(p widget.Pen, text string, w, most int) []string {
	lines := p.Wrap(text, w)
	if most = max(most, 0); len(lines) <= most {
		return lines
	}
	if most > 0 {
		lines[most-1] = p.Cut(strings.Join(lines[most-1:], " "), w)
	}
	return lines[:most]
}

func (c *column) blanks(n int) {
	for range n {
		c.blank()
	}
}
