package widget

import "strings"

// Box puts a border round drawn lines: h lines of w cells in all, so the
// inside is BoxInside(w, h). The title stands in the upper border.
func (p Pen) Box(title string, body []string, w, h int) []string {
	if w < 4 || h < 2 {
		return p.Page(body, w, h)
	}
	b := p.Glyphs.Border
	name := p.Cut(title, w-6)
	if name != "" {
		name = " " + name + " "
	}
	top := p.Border.Paint(b.TopLeft+b.Horizontal) + p.Title.Paint(name) +
		p.Border.Paint(strings.Repeat(b.Horizontal, max(w-3-p.Width(name), 0))+b.TopRight)
	lines := []string{p.Clip(top, w)}
	iw, ih := BoxInside(w, h)
	left, right := p.Border.Paint(b.Vertical)+" ", " "+p.Border.Paint(b.Vertical)
	for _, s := range p.Page(body, iw, ih) {
		lines = append(lines, left+s+right)
	}
	foot := b.BottomLeft + strings.Repeat(b.Horizontal, w-2) + b.BottomRight
	return append(lines, p.Border.Paint(foot))
}

// BoxInside is the room a Box of w × h leaves: a border and a blank on either
// side, a border above and below.
func BoxInside(w, h int) (int, int) { return max(w-4, 0), max(h-2, 0) }

// A Place is where an overlay lay when it was last drawn, for clicks.
type Place struct{ X, Y, W, H int }

// Inside gives x and y counted from the corner of the place, and whether they
// lie in it.
func (a Place) Inside(x, y int) (int, int, bool) {
	x, y = x-a.X, y-a.Y
	return x, y, x >= 0 && y >= 0 && x < a.W && y < a.H
}

// Over puts a drawn box on the base with its corner at x, y, moved and cut so
// that it lies within the w × h window. The result is exactly h lines of
// exactly w cells; the looks of the base stay as they were around the box.
func (p Pen) Over(base, box []string, x, y, w, h int) ([]string, Place) {
	page := p.Page(base, w, h)
	bw := 0
	for _, s := range box {
		bw = max(bw, p.Width(s))
	}
	at := Place{W: min(bw, max(w, 0)), H: min(len(box), len(page))}
	at.X = max(0, min(x, w-at.W))
	at.Y = max(0, min(y, h-at.H))
	for i, s := range box[:at.H] {
		line := page[at.Y+i]
		page[at.Y+i] = p.Span(line, 0, at.X) + p.Clip(s, at.W) + p.Span(line, at.X+at.W, w)
	}
	return page, at
}

// Centre puts a drawn box on the middle of the base, as Over does.
func (p Pen) Centre(base, box []string, w, h int) ([]string, Place) {
	bw := 0
	for _, s := range box {
		bw = max(bw, p.Width(s))
	}
	return p.Over(base, box, (w-bw)/2, (h-len(box))/2, w, h)
}
