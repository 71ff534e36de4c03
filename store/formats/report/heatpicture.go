package report

import (
	"fmt"
	"io"
	"strings"

	"parry/model"
)

// WriteHeatmap draws a map of counts by row and level as one picture that needs nothing
// else: for a page, a slide, a printer. since, if there is one, is the map that it is
// compared with, of the same axis, and sinceName what that is called.
func WriteHeatmap(w io.Writer, h *model.Heatmap, since *model.Heatmap, sinceName string) error {
	_, err := io.WriteString(w, heatPicture(h, since, sinceName).String())
	return err
}

// WriteMaps draws the 5 × 5 map of every row beside each other, three in a line; since is as
// for WriteHeatmap.
func WriteMaps(w io.Writer, h *model.Heatmap, since *model.Heatmap, sinceName string, m model.Matrix) error {
	_, err := io.WriteString(w, mapsPicture(h, since, sinceName, m).String())
	return err
}

// WriteBlindSpots draws how many threats stand in each pair of phase and category.
func WriteBlindSpots(w io.Writer, b *model.BlindSpots) error {
	_, err := io.WriteString(w, blindPicture(b).String())
	return err
}

// hatch is what fills a place that nobody has looked at.
const hatch = `<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/><rect width="2" height="6" fill="#9a9a9a"/></pattern></defs>`

// axisTitles say what the rows of a map are.
var axisTitles = map[model.Axis]string{model.ByPhase: "lifecycle phase", model.ByActivity: "lifecycle activity", model.ByCategory: "category",
	model.ByLayer: "layer", model.ByParty: "role that answers for the layer"}

// headed says what a map shows: "Current risk by lifecycle phase, pessimistic".
func headed(h *model.Heatmap) string {
	state := h.State.String()
	title := strings.ToUpper(state[:1]) + state[1:] + " risk by " + axisTitles[h.By]
	if h.Case != model.AsRated {
		title += ", " + h.Case.Words()
	}
	return title
}

// The places in the picture of a count map, in pixels.
const (
	countCell, countRow, countTop = 84, 30, 52
	sideColumn                    = 130
)

func heatPicture(h, since *model.Heatmap, sinceName string) *svg {
	names := 130
	for _, r := range h.Rows {
		names = max(names, 8*len([]rune(r.Name))+10)
	}
	s := &svg{title: headed(h) + ": number of threats at each level", width: names + countCell*len(model.Levels) + 2*sideColumn, height: countTop + countRow*len(h.Rows) + 50}
	s.body.WriteString(hatch)
	s.text(0, 18, "start", dark, headed(h))
	for i, l := range model.Levels {
		s.text(names+countCell*i+countCell/2, countTop-10, "middle", dark, l.String())
	}
	side := names + countCell*len(model.Levels) + 10
	s.text(side, countTop-10, "start", dark, "without a rating")
	if h.By == model.ByPhase || h.By == model.ByActivity || h.By == model.ByCategory {
		s.text(side+sideColumn, countTop-10, "start", dark, "not assessed")
	}
	for at := range h.Rows {
		s.countRow(h, since, at, names, side)
	}
	s.foot(h, since, sinceName)
	return s
}

// countRow draws one row: a cell for each level, and what stands in none.
func (s *svg) countRow(h, since *model.Heatmap, at, names, side int) {
	r, y := &h.Rows[at], countTop+countRow*at
	s.text(0, y+countRow-10, "start", dark, r.Title())
	var change [5]int
	if since != nil {
		change, _ = h.Change(since, at)
	}
	for i, n := range r.Counts {
		s.count(spot{names + countCell*i, y, countCell, countRow, n, model.Levels[i], r.AboveAt[i] > 0, change[i], r.Unlooked()})
	}
	told := "·"
	if n := r.Unrated(); n > 0 {
		told = fmt.Sprintf("%d ~", n)
	}
	s.text(side, y+countRow-10, "start", dark, told)
	if n := len(r.NotAssessed); n > 0 {
		s.rect(side+sideColumn, y+8, 14, 14, "url(#hatch)", grey, 1)
		s.text(side+sideColumn+20, y+countRow-10, "start", dark, fmt.Sprint(n))
	}
}

// A spot is one cell of a picture, and what it says.
type spot struct {
	x, y, w, h int // in pixels
	n          int // threats
	level      model.Level
	above      bool // some of them are above the appetite
	change     int  // since the snapshot
	unlooked   bool // nobody has looked
}

func (c spot) changed() string {
	if c.change == 0 {
		return ""
	}
	return fmt.Sprintf(" %+d", c.change)
}

// count draws a cell: its number, its letters, whether some of it is above the appetite,
// and what changed. Nobody has looked at what is hatched.
func (s *svg) count(c spot) {
	if c.n == 0 {
		fill := white
		if c.unlooked {
			fill = "url(#hatch)"
		}
		s.rect(c.x, c.y, c.w, c.h, fill, "#cccccc", 1)
		if !c.unlooked {
			s.text(c.x+c.w/2, c.y+c.h/2+5, "middle", grey, "·"+c.changed())
		}
		return
	}
	mark, stroke, line := "", "#cccccc", 1
	if c.above {
		mark, stroke, line = "!", alarm, 3
	}
	s.rect(c.x+1, c.y+1, c.w-2, c.h-2, bands[c.level.Index()].fill, stroke, line)
	s.text(c.x+c.w/2, c.y+c.h/2+5, "middle", bands[c.level.Index()].ink, fmt.Sprintf("%d %s%s%s", c.n, c.level, mark, c.changed()))
}

// foot explains the signs.
func (s *svg) foot(h, since *model.Heatmap, sinceName string) {
	note := "No appetite is set. "
	if words := h.Appetite.Words(); len(words) > 0 {
		note = "! and a red line: above the appetite, " + strings.Join(words, "; ") + ". "
	}
	s.text(0, s.height-26, "start", grey, note+"Hatched: nobody has looked.")
	if since != nil {
		s.text(0, s.height-8, "start", grey, "+ and -: since "+sinceName)
	}
}

func mapsPicture(h, since *model.Heatmap, sinceName string, m model.Matrix) *svg {
	const left, top, gap, across = 40, 46, 30, 3
	cell := 46
	if since != nil {
		cell = 60 // what changed stands in the cells too
	}
	wide, high := left+5*cell+gap, top+5*cell+gap+20
	lines := (len(h.Rows) + across - 1) / across
	s := &svg{title: headed(h) + ": likelihood and impact", width: across * wide, height: lines*high + 50}
	s.body.WriteString(hatch)
	s.text(0, 18, "start", dark, headed(h)+": likelihood (up) and impact (to the right)")
	for at := range h.Rows {
		r := &h.Rows[at]
		x, y := at%across*wide, 30+at/across*high
		s.text(x, y+16, "start", dark, fmt.Sprintf("%s: %d threats, %d without a rating", r.Name, r.Threats, r.Unrated()))
		cells, above := r.Cells(), r.AboveIn()
		var change [5][5]int
		if since != nil {
			_, change = h.Change(since, at)
		}
		for i := range model.Levels {
			up := len(model.Levels) - 1 - i
			s.text(x+left-8, y+top+cell*i+cell/2+5, "end", grey, model.Levels[up].String())
			s.text(x+left+cell*i+cell/2, y+top+5*cell+16, "middle", grey, model.Levels[i].String())
			for k := range model.Levels {
				s.mapCell(spot{x + left + cell*k, y + top + cell*i, cell, cell, cells[up][k], m.Cells[up][k], above[up][k] > 0, change[up][k], r.Unlooked()})
			}
		}
	}
	s.foot(h, since, sinceName)
	return s
}

// mapCell draws a cell of a 5 × 5 map: pale where it holds nothing.
func (s *svg) mapCell(c spot) {
	switch {
	case c.unlooked:
		s.rect(c.x, c.y, c.w, c.h, "url(#hatch)", "#cccccc", 1)
	case c.n == 0:
		s.rect(c.x, c.y, c.w, c.h, white, "#cccccc", 1)
		s.text(c.x+c.w/2, c.y+c.h/2+5, "middle", grey, c.level.String()+c.changed())
	default:
		s.count(c)
	}
}

func blindPicture(b *model.BlindSpots) *svg {
	const names, row, top, cell = 130, 30, 150, 84
	s := &svg{title: "Threats by lifecycle phase and category", width: names + cell*len(b.Categories) + 130, height: top + row*len(b.Phases) + 40}
	s.body.WriteString(hatch)
	s.text(0, 18, "start", dark, "Threats by lifecycle phase and category, at their worst "+b.State.String()+" level")
	for k, name := range b.Categories {
		fmt.Fprintf(&s.body, `<g transform="translate(%d,%d) rotate(-35)">`, names+cell*k+cell/2, top-10)
		s.text(0, 0, "start", dark, name)
		s.body.WriteString(`</g>`)
	}
	for i, name := range b.Phases {
		y := top + row*i
		s.text(0, y+row-10, "start", dark, name)
		for k, c := range b.Cells[i] {
			switch {
			case c.Count == 0 && b.Void(i, k):
				s.rect(names+cell*k, y, cell, row, white, "#cccccc", 1)
			case c.Count > 0 && !c.Worst.Rated():
				s.rect(names+cell*k, y, cell, row, white, "#cccccc", 1)
				s.text(names+cell*k+cell/2, y+20, "middle", dark, fmt.Sprintf("%d ~", c.Count))
			case c.Count == 0 && b.Attested[k]:
				s.rect(names+cell*k, y, cell, row, white, "#cccccc", 1)
				s.text(names+cell*k+cell/2, y+20, "middle", grey, "none, attested")
			default:
				s.count(spot{names + cell*k, y, cell, row, c.Count, c.Worst, c.Above > 0, 0, c.Count == 0})
			}
		}
	}
	s.text(0, s.height-10, "start", grey, "Hatched: a blind spot, nobody found a threat there. ~: no rating. ! and a red line: some are above the appetite")
	return s
}
