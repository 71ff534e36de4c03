package report

import (
	"fmt"
	"html"
	"io"
	"strings"

	"parry/model"
)

// An svg is a picture being drawn, in pixels. Whoever cannot see it reads its title.
type svg struct {
	title         string
	width, height int
	body          strings.Builder
}

// margin keeps what is drawn off the edge, in pixels: a picture is cut out and pasted.
const margin = 8

func (s *svg) String() string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="%d %d %d %d" width="%d" height="%d" font-family="sans-serif" font-size="13"><title>%s</title><rect x="%d" y="%d" width="100%%" height="100%%" fill="#ffffff"/>%s</svg>`+"\n",
		-margin, -margin, s.width+2*margin, s.height+2*margin, s.width+2*margin, s.height+2*margin, html.EscapeString(oneLine(s.title)), -margin, -margin, s.body.String())
}

// text writes a text that begins at x; anchor middle centres it there.
func (s *svg) text(x, y int, anchor, fill, text string) {
	fmt.Fprintf(&s.body, `<text x="%d" y="%d" text-anchor="%s" fill="%s">%s</text>`, x, y, anchor, fill, html.EscapeString(oneLine(text)))
}

func (s *svg) rect(x, y, w, h int, fill, stroke string, line int) {
	fmt.Fprintf(&s.body, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s" stroke="%s" stroke-width="%d"/>`, x, y, w, h, fill, stroke, line)
}

// bands are the colours of the levels, from light to dark so that they hold on a
// printer without colour and for every colour vision, with the ink that is read on
// each (contrast at least 4.5 to 1).
var bands = [len(model.Levels)]struct{ fill, ink string }{
	{"#f4f4f4", dark}, {"#a9d4f2", dark}, {"#e0b53a", dark}, {"#d3691d", dark}, {"#6e1405", white},
}

// The colours that stand for no level.
const (
	dark  = "#1a1a1a"
	grey  = "#767676"
	white = "#ffffff"
	alarm = "#b00020"
)

// heatPictures are the maps of phase and level in every state that somebody rated.
func (d *draft) heatPictures() []*svg {
	var all []*svg
	for _, state := range model.States {
		if h := d.heat[state]; len(h.Unplaced) < h.Total {
			all = append(all, heatPicture(h, nil, ""))
		}
	}
	return all
}

// mostRows is how many threats a matrix shows; of more only those with a finding.
const mostRows = 120

// matrixPicture is who owns which layer of each threat.
func (d *draft) matrixPicture() []*svg { return matrixPicture(d.owners) }

// WriteMatrix draws who owns which layer of each threat as one picture.
func WriteMatrix(w io.Writer, v *model.OwnershipView) error {
	for _, s := range matrixPicture(v) {
		if _, err := io.WriteString(w, s.String()); err != nil {
			return err
		}
	}
	return nil
}

func matrixPicture(v *model.OwnershipView) []*svg {
	rows := v.Rows
	title := "Who owns which layer of each threat"
	if len(rows) > mostRows {
		title += ", of those with a finding"
		rows = nil
		for _, row := range v.Rows {
			if len(row.Findings) > 0 && len(rows) < mostRows {
				rows = append(rows, row)
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	const names, cell, height, top = 90, 130, 22, 52
	s := &svg{title: title, width: names + cell*len(model.Layers) + 90, height: top + height*len(rows) + 30}
	s.text(0, 18, "start", dark, title)
	for i, layer := range model.Layers {
		s.text(names+cell*i+cell/2, top-10, "middle", dark, layer)
	}
	s.text(names+cell*len(model.Layers)+10, top-10, "start", dark, "Lead")
	for at := range rows {
		row, y := &rows[at], top+height*at
		marks := marksOf(row)
		s.text(0, y+height-7, "start", dark, row.Threat.ID+string(marks[0]))
		for layer := range model.Layers {
			s.owner(names+cell*layer, y, cell, height, row.Owner(layer), string(marks[layer+1]))
		}
		s.text(names+cell*len(model.Layers)+10, y+height-7, "start", dark, row.Threat.Ownership.Lead)
	}
	s.text(0, s.height-8, "start", grey, "! and a thick line: a finding speaks of the cell")
	return []*svg{s}
}

// owner draws one cell of the matrix.
func (s *svg) owner(x, y, w, h int, value model.Owner, mark string) {
	fill, ink, text := "#e3edf7", dark, string(value)
	switch {
	case value == model.Unset:
		fill, text = "#fde8ea", "unset"
	case value == model.NotApplicable:
		fill, ink = white, grey
	case value.Shared():
		fill = "#e8e3f3"
	}
	stroke, line := "#cccccc", 1
	if mark != "" {
		stroke, line = alarm, 3
	}
	s.rect(x+1, y+1, w-2, h-2, fill, stroke, line)
	s.text(x+w/2, y+h-7, "middle", ink, text+mark)
}
