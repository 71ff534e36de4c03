package ownership

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"parry/model"
)

// wide is from where the matrix and the story stand side by side.
const wide = 110

// The room of the story below the matrix, and what it gets more of with +:
// steps of lines there, of cells beside the matrix.
const (
	storyLines, fewStoryLines      = 6, 4
	mostMore, stepLines, stepCells = 4, 3, 6
	leastRows                      = 4 // of the matrix, with its head
	tall                           = 18
)

// Draw gives the matrix, and below or beside it what is known about the cell
// under the cursor.
func (s *Screen) Draw(w, h int) []string {
	s.refresh()
	var lines []string
	switch {
	case s.paneless:
		lines = s.drawTable(w, h)
	case w >= wide:
		lines = s.beside(w, h)
	default:
		lines = s.below(w, h)
	}
	p := s.bench.Pen
	return s.popup.Over(p, s.box.Over(p.Page(lines, w, h), w, h), w, h)
}

// beside puts the story right of the matrix, and the sums below the matrix.
func (s *Screen) beside(w, h int) []string {
	p := s.bench.Pen
	right := max(min(w-83, 50), 34) + s.more*stepCells
	left := w - right - 3
	var sums []string
	if h >= 24 {
		sums = append([]string{""}, s.sums(left)...)
	}
	lines := append(s.drawTable(left, h-len(sums)), p.Page(sums, left, len(sums))...)
	return p.Beside(lines, s.drawStory(right, h))
}

// below puts a line of sums and the story under the matrix.
func (s *Screen) below(w, h int) []string {
	p, story := s.bench.Pen, fewStoryLines
	var rest []string
	if h >= tall {
		story, rest = storyLines, []string{s.sumLine(w)}
	}
	story = min(story+s.more*stepLines, h-leastRows-len(rest)-1)
	if story <= 0 {
		return s.drawTable(w, h)
	}
	rest = append(rest, p.Border.Paint(strings.Repeat(p.Glyphs.Rule, max(w, 0))))
	rest = append(rest, s.drawStory(w, story)...)
	return append(s.drawTable(w, h-len(rest)), rest...)
}

// drawTable gives the matrix and notes where its columns and cursor are.
func (s *Screen) drawTable(w, h int) []string {
	s.table.Empty = "No threat is in the register yet. 1 goes to the register; n captures one there."
	if s.problems && len(s.matrix.view.Rows) > 0 {
		s.table.Empty = "The rules find nothing wrong with the ownership. f shows all threats."
	}
	s.lay(s.layoutFor(w))
	lines := s.table.Draw(s.bench.Pen, w, h)
	s.note(w)
	if at := s.table.Chosen(); s.shown[id] && !s.shown[at] { // it has left with a narrower window
		for !s.shown[at] {
			at--
		}
		s.table.Choose(at)
		lines = s.table.Draw(s.bench.Pen, w, h)
		s.note(w)
	}
	return append([]string{}, lines...)
}

// note remembers which columns are on the screen and where the cursor stands:
// on the text of the cell, for screen readers.
func (s *Screen) note(w int) {
	s.shown = make([]bool, findings+1)
	s.x, s.y = 0, s.table.Line()
	for x := w - 1; x >= 0; x-- {
		if _, column := s.table.At(x, 0); column >= 0 {
			s.shown[column] = true
			if column == s.table.Chosen() {
				s.x = x
			}
		}
	}
	if s.table.Chosen() >= firstLayer {
		s.x++ // behind the bracket
	}
}

// drawStory gives the story in its room, and says if there is more of it.
func (s *Screen) drawStory(w, h int) []string {
	p, row := s.bench.Pen, s.row()
	if row == nil || h <= 0 {
		return p.Page(nil, w, h)
	}
	lines := s.tell(row, w)
	if more := len(lines) - h; more > 0 {
		lines = append(lines[:h-1], p.Dim.Paint(p.Fit(fmt.Sprintf("   %d more lines: + makes room", more+1), w)))
	}
	return p.Page(lines, w, h)
}

// sumLine names the layers where something is missing, in one line.
func (s *Screen) sumLine(w int) string {
	p := s.bench.Pen
	unset := s.missing(func(l *model.LayerSummary) int { return l.Unset })
	leaderless := s.missing(func(l *model.LayerSummary) int { return l.WithoutLead })
	wrong := s.missing(func(l *model.LayerSummary) int { return l.Findings })
	line := " unset: " + unset + "   shared, no lead: " + leaderless
	for _, form := range []string{line + "   findings: " + wrong, " unset: " + unset + "  no lead: " + leaderless + "  findings: " + wrong} {
		if p.Width(form) <= w {
			line = form
			break
		}
	}
	return p.Dim.Paint(p.Fit(line, w))
}

// missing lists a number by layer, without the zeros.
func (s *Screen) missing(of func(*model.LayerSummary) int) string {
	var parts []string
	for i := range s.matrix.view.Layers {
		if n := of(&s.matrix.view.Layers[i]); n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", strings.TrimSuffix(layerTitles[i], "."), n))
		}
	}
	return orElse(strings.Join(parts, " "), "none")
}

// sums is a line for each layer, and what each role holds.
func (s *Screen) sums(w int) []string {
	p, view := s.bench.Pen, s.matrix.view
	lines := []string{p.Dim.Paint(p.Fit(" layer           unset   shared, no lead   findings", w))}
	for _, l := range view.Layers {
		lines = append(lines, fmt.Sprintf(" %-12s %8s %17s %10s", l.Layer, s.count(l.Unset), s.count(l.WithoutLead), s.count(l.Findings)))
	}
	held := " cells held: "
	for _, r := range view.Roles {
		held += fmt.Sprintf("  %s %d", r.Role, r.Cells)
	}
	return append(lines, p.Dim.Paint(p.Fit(held, w)))
}

// count writes a number, and nothing as the sign for it.
func (s *Screen) count(n int) string {
	if n == 0 {
		return s.bench.Pen.Glyphs.None
	}
	return fmt.Sprint(n)
}

// Status says what is shown of the matrix, and how much the rules find.
func (s *Screen) Status(w int) string {
	p := s.bench.Pen
	s.refresh()
	only := "off"
	if s.problems {
		only = fmt.Sprintf("on, %d of %d", s.table.Len(), len(s.matrix.view.Rows))
	}
	only = "only problems: " + only
	wrong, day := number(s.matrix.wrong, "finding")+" in "+number(s.matrix.rows, "threat"), "as of "+s.bench.Today
	line := ""
	by := " by " + groupNames[s.group] + s.standing()
	if s.base {
		by += ", against TVM-13"
	}
	forms := [][]string{{by, only, wrong, day}, {by, only, wrong}, {" " + only, wrong, day}, {" " + only, wrong}}
	if s.group != byThreat { // then the rows make no sense without it
		forms = slices.Insert(forms, 2, []string{by, only}, []string{by})
	}
	for _, form := range forms {
		if line = strings.Join(form, "   "); p.Width(line) <= w {
			break
		}
	}
	return p.Clip(line, w)
}

// standing says in which group the cursor is, and how many rows on show are in it.
func (s *Screen) standing() string {
	row := s.row()
	if row == nil || s.group == byThreat {
		return ""
	}
	name := s.groupOf(row)
	return fmt.Sprintf(": %s %d", cmp.Or(name, "none"), s.sizes[name])
}

// number counts things: "1 threat", "2 threats".
func number(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
