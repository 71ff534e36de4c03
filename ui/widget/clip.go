package widget

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Clip cuts or pads a painted line to exactly w cells, keeping its looks. Its
// text must be clean, and each look closed where it ends.
func (r Ruler) Clip(line string, w int) string {
	n := r.Width(line)
	if n < w && line != "" && line[len(line)-1] >= utf8.RuneSelf {
		n = r.Width(line+" ") - 1 // a last sign may reach into the padding
	}
	switch {
	case n == w:
		return line
	case n < w:
		return line + spaces(w-n)
	}
	return r.Span(line, 0, w)
}

// Span gives the cells from, from+1, … to-1 of a painted line: exactly
// to-from cells, looks kept and closed, blanks where the line has ended or a
// wide sign is cut in two. Of escape sequences only looks (SGR) survive.
func (r Ruler) Span(line string, from, to int) string {
	from = max(from, 0)
	if to <= from {
		return ""
	}
	p := span{out: make([]byte, 0, len(line)), from: from, to: to}
	for i := 0; i < len(line) && p.x < to; {
		if n := ansiLen(line[i:]); n > 0 {
			p.style(line[i : i+n])
			i += n
			continue
		}
		size, cells := r.next(line[i:])
		p.text(line[i:i+size], cells)
		i += size
	}
	if len(p.shown) > 0 {
		p.out = append(p.out, sgrReset...)
	}
	return string(appendSpaces(p.out, to-max(p.x, from)))
}

const sgrReset = "\x1b[m"

// A span is a stretch of a line while it is being copied out.
type span struct {
	out      []byte
	from, to int
	x        int    // the cell reached in the line
	want     []byte // the looks in force there
	shown    []byte // the looks in force at the end of out
}

// style takes note of an escape sequence.
func (p *span) style(seq string) {
	switch {
	case !strings.HasPrefix(seq, "\x1b[") || !strings.HasSuffix(seq, "m"):
	case seq == sgrReset || seq == "\x1b[0m":
		p.want = p.want[:0]
	default:
		p.want = append(p.want, seq...)
	}
}

// text copies one cluster, or what of it lies within the span.
func (p *span) text(cluster string, cells int) {
	start, end := p.x, p.x+cells
	p.x = end
	switch {
	case cells == 0 && !isMark(cluster), end <= p.from && cells > 0, start < p.from && cells == 0:
		return
	case start >= p.from && end <= p.to:
		p.paint()
		p.out = append(p.out, cluster...)
	default:
		p.paint()
		p.out = appendSpaces(p.out, min(end, p.to)-max(start, p.from))
		p.x = min(end, p.to)
	}
}

// paint brings out to the looks in force.
func (p *span) paint() {
	if bytes.Equal(p.want, p.shown) {
		return
	}
	if len(p.shown) > 0 {
		p.out = append(p.out, sgrReset...)
	}
	p.out = append(p.out, p.want...)
	p.shown = append(p.shown[:0], p.want...)
}

// isMark says whether a cluster without width is a mark, not a control.
func isMark(cluster string) bool { return cluster[0] >= 0xC0 }

// ansiLen is the length of the escape sequence s begins with; 0 if none.
func ansiLen(s string) int {
	if s[0] != '\x1b' {
		return 0
	}
	_, _, n, _ := ansi.DecodeSequence(s, ansi.NormalState, nil)
	return max(n, 1)
}

// Page gives exactly h lines of exactly w cells, cutting what is too much and
// adding blanks for what is missing.
func (r Ruler) Page(lines []string, w, h int) []string {
	page := make([]string, max(h, 0))
	for i := range page {
		if i < len(lines) {
			page[i] = r.Clip(lines[i], max(w, 0))
		} else {
			page[i] = spaces(w)
		}
	}
	return page
}

// Beside puts panes of drawn lines side by side with a bar between, three cells wide.
// All must be as tall as each other.
func (p Pen) Beside(panes ...[]string) []string {
	bar := " " + p.Border.Paint(p.Glyphs.Bar) + " "
	height := len(panes[0])
	for _, pane := range panes {
		height = min(height, len(pane))
	}
	lines, line := make([]string, height), make([]byte, 0, 512)
	for i := range lines {
		line = line[:0]
		for k, pane := range panes {
			if k > 0 {
				line = append(line, bar...)
			}
			line = append(line, pane[i]...)
		}
		lines[i] = string(line)
	}
	return lines
}
