package register

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/theme"
	"parry/ui/widget"
)

// wide is from where list and preview stand side by side.
const wide = 110

// Draw gives the table or the opened threat, with what is typed below and an
// open box over it.
func (s *Screen) Draw(w, h int) []string {
	s.refresh()
	s.width, s.height = w, h
	foot := s.foot(w)
	body := max(h-len(foot), 0)
	var lines []string
	switch {
	case s.detail != nil:
		lines = s.detail.form.Draw(w, body)
	case s.pane.shows == mapPane && body >= 18:
		lines = s.withMap(w, body)
	case s.pane.shows == threatPane && w >= wide:
		lines = s.sideBySide(w, body)
	case s.pane.shows == threatPane && body >= 18 && s.entry.line == nil:
		lines = s.stacked(w, body)
	default:
		lines = s.drawTable(w, body)
	}
	lines = append(lines, foot...)
	if s.detail != nil {
		lines = s.detail.form.Over(lines, w, h)
	}
	return s.popup.Over(s.bench.Pen, s.box.Over(lines, w, h), w, h)
}

// foot is the line that is typed into, and what it has to say.
func (s *Screen) foot(w int) []string {
	p := s.bench.Pen
	switch {
	case s.entry.line != nil:
		lines := append([]string{p.Dim.Paint(strings.Repeat(p.Glyphs.Rule, w))}, s.cardLines(w)...)
		s.entry.at = len(lines)
		lines = append(lines, s.entry.line.Draw(p, w))
		if sets := s.filter.parsed.Sets(); len(sets) > 0 && s.entry.card == nil {
			lines = append(lines, para(p, p.Dim, "  ", "a new threat gets "+settings(sets)+" from the filter", w)...)
		}
		a := s.advise()
		if a.meter != "" {
			lines = append(lines, para(p, p.Dim, "  ", a.meter, w)...)
		}
		for _, hint := range a.hints {
			lines = append(lines, para(p, p.Warning, "  ", hint, w)...)
		}
		return lines
	case s.filter.line != nil:
		hint := fmt.Sprintf("%d of %d match", len(s.rows.index), s.rows.total())
		look := p.Dim
		if s.filter.wrong != "" {
			hint, look = "searched as words: "+s.filter.wrong, p.Warning
		}
		lines := []string{p.Dim.Paint(strings.Repeat(p.Glyphs.Rule, w)), s.filter.line.Draw(p, w)}
		if s.filter.wrong != "" { // where it is, if that is on show
			if x := s.filter.line.PlaceX(p, s.filter.spot, w); x >= 0 && x < w {
				lines = append(lines, look.Paint(p.Fit(strings.Repeat(" ", x)+"^", w)))
			}
		}
		if len(s.filter.offers) > 0 {
			lines = append(lines, p.Accent.Paint(p.Fit("  tab: "+s.offersLine(), w)))
		}
		for _, line := range p.Wrap(hint, w-2) {
			lines = append(lines, look.Paint(p.Fit("  "+line, w)))
		}
		return lines
	case s.remove != nil:
		them := "it"
		if len(s.remove) > 1 {
			them = "them"
		}
		return []string{p.Warning.Paint(p.Fit(fmt.Sprintf(" remove %s? y removes %s, any other key keeps %s", naming(s.remove), them, them), w))}
	}
	return nil
}

// cardLines show the card on the table.
func (s *Screen) cardLines(w int) []string {
	if s.entry.card == nil {
		return nil
	}
	p, c := s.bench.Pen, s.entry.card
	lines := []string{p.Accent.Paint(p.Fit(fmt.Sprintf(" %s  %s, %s: %s", c.ID, c.Layer, c.Phase, c.Category), w))}
	lines = append(lines, para(p, p.Title, " ", c.Question, w)...)
	return append(lines, para(p, p.Dim, " ", "such as: "+c.Example, w)...)
}

// para wraps a text to w cells, indented.
func para(p widget.Pen, look theme.Look, indent, text string, w int) []string {
	var lines []string
	for _, line := range p.Wrap(text, w-2*len(indent)) {
		lines = append(lines, look.Paint(p.Fit(indent+line, w)))
	}
	return lines
}

func settings(sets []model.Assignment) string {
	parts := make([]string, len(sets))
	for i, set := range sets {
		parts[i] = set.Field + " " + set.Value
	}
	return strings.Join(parts, ", ")
}

func (s *Screen) drawTable(w, h int) []string {
	switch {
	case s.rows.total() == 0:
		s.table.Empty = "No threat is in the register yet. Press n and type what can go wrong."
	default:
		s.table.Empty = "No threat matches the filter. / changes it, esc clears it."
	}
	return append([]string{}, s.table.Draw(s.bench.Pen, w, h)...)
}

// tableLeast is the room in which the table shows what matters: down to the due day.
// sheetMost is the room beyond which the sheet of a threat is no easier to read.
const (
	tableLeast = 80
	sheetMost  = 70
)

func (s *Screen) sideBySide(w, h int) []string {
	p := s.bench.Pen
	left := max(tableLeast, w-min(w*2/5, sheetMost))
	right := w - left - p.Width(p.Beside([]string{""}, []string{""})[0])
	return p.Beside(s.drawTable(left, h), p.Page(s.sheet(right), right, h))
}

// previewHeight is the room of the preview below the table.
const previewHeight = 7

func (s *Screen) stacked(w, h int) []string {
	p := s.bench.Pen
	lines := s.drawTable(w, h-previewHeight-1)
	lines = append(lines, p.Dim.Paint(strings.Repeat(p.Glyphs.Rule, w)))
	sheet := s.sheet(w)
	if n := len(sheet) - previewHeight; n > 0 {
		sheet = append(sheet[:previewHeight-1], p.Dim.Paint(p.Fit(fmt.Sprintf("  %d more lines: enter opens the threat", n+1), w)))
	}
	return append(lines, p.Page(sheet, w, previewHeight)...)
}

// sheet is the threat under the cursor in short: what it is, how bad, whose,
// what is done.
func (s *Screen) sheet(w int) []string {
	row, ok := s.table.Row()
	if h := s.atHeading(); h != nil {
		return []string{s.bench.Pen.Dim.Paint(s.bench.Pen.Fit(h.told(s.groupName(), s.bench.FieldText(s.group.by, h.value)), w))}
	}
	if !ok {
		return nil
	}
	t := s.rows.list[row].threat
	sheet := &sheet{pen: s.bench.Pen, w: w, words: s.filter.parsed.Sought(), person: s.bench.Person}
	sheet.head(t)
	sheet.ratings(t)
	sheet.owners(t)
	for _, f := range model.CheckThreat(t, s.bench.Grounds()) {
		sheet.problem(f)
	}
	if names := hidden(t); names != "" {
		sheet.field("hidden", "signs that cannot be seen stand in "+names)
	}
	if s.filter.parsed.HasWords() {
		sheet.field("found in", join(s.filter.parsed.Found(t)...))
	}
	sheet.wrap(t.Statement.Sentence())
	sheet.field("response", join(t.Status, t.Response.Kind, t.Response.SLAClass, due(t)))
	sheet.field("in place", t.Response.ControlsInPlace)
	sheet.field("planned", t.Response.ControlsPlanned)
	sheet.field("detection", join(t.Response.Detection, tested(t)))
	sheet.field("decided", join(s.bench.Person(t.Decision.By), t.Decision.Date, t.Decision.Expires()))
	sheet.field("class", join(t.Class.Category, t.Class.Layer, t.Class.Activity))
	sheet.field("ids", join(append(append(append([]string{}, t.Class.ATLAS...), t.Class.OWASPLLM...), t.Class.OWASPASI()...)...))
	sheet.field("notes", t.OwnNotes())
	if format, id := t.From(); format != "" {
		sheet.field("came from", format+" "+id)
	}
	return sheet.lines
}

// hidden names the fields whose text holds more than is shown: that somebody
// put it there is evidence.
func hidden(t *model.Threat) string {
	var names []string
	for i := range model.Fields {
		if f := &model.Fields[i]; widget.HasHidden(f.Get(t)) {
			names = append(names, f.Name)
		}
	}
	return join(names...)
}

func due(t *model.Threat) string {
	if t.Response.Due == "" {
		return ""
	}
	return "due " + t.Response.Due
}

func tested(t *model.Threat) string {
	if t.Response.DetectionTested == "" {
		return ""
	}
	return "tested " + t.Response.DetectionTested
}

// join puts what is there together.
func join(parts ...string) string {
	var there []string
	for _, part := range parts {
		if part != "" {
			there = append(there, part)
		}
	}
	return strings.Join(there, ", ")
}

// A sheet is lines being written w cells wide.
type sheet struct {
	pen    widget.Pen
	w      int
	words  []string            // to be marked
	person func(string) string // a name as it may be shown
	lines  []string
}

// text marks the words in a line.
func (h *sheet) text(line string) string { return h.pen.Highlight(line, h.words, theme.Look{}) }

func (h *sheet) add(line string) { h.lines = append(h.lines, h.pen.Clip(line, h.w)) }

func (h *sheet) head(t *model.Threat) {
	for _, line := range h.pen.Wrap(t.ID+"  "+t.Title, h.w) {
		h.add(h.pen.Highlight(line, h.words, h.pen.Title))
	}
}

func (h *sheet) wrap(text string) {
	if text == "" {
		return
	}
	for _, s := range h.pen.Wrap(text, h.w) {
		h.add(h.text(s))
	}
}

// ratings are the three states, as many on a line as fit.
func (h *sheet) ratings(t *model.Threat) {
	line, used := "", 0
	for _, s := range model.States {
		r := t.Ratings[s]
		level, cell := h.pen.Glyphs.NotAssessed, ""
		if r.Level.Rated() {
			level = r.Level.String()
		}
		if r.Placed() {
			cell = fmt.Sprintf(" %sx%s", r.Likelihood, r.Impact)
		}
		width := len(s.String()) + len(level) + len(cell) + 6
		if used > 0 && used+width > h.w {
			h.add(line)
			line, used = "", 0
		}
		line += s.String() + " " + h.pen.Band(r.Level).Paint(" "+level+" ") + cell + "   "
		used += width
	}
	h.add(line)
}

func (h *sheet) owners(t *model.Threat) {
	var parts []string
	for i, layer := range model.Layers {
		value := string(t.Ownership.Layers[i].Value)
		if value == "" {
			value = h.pen.Glyphs.Unset
		}
		parts = append(parts, layer+" "+value)
	}
	if t.Ownership.Lead != "" {
		parts = append(parts, "lead "+t.Ownership.Lead)
	}
	h.field("owners", join(parts...))
	h.field("person", h.person(t.Ownership.Person))
}

func (h *sheet) problem(f model.Finding) {
	for i, s := range h.pen.Wrap(f.Text, h.w-5) {
		sign := "     "
		if i == 0 {
			sign = h.pen.Glyphs.Problem + " " + f.Rule + " "
		}
		h.add(h.pen.Warning.Paint(h.pen.Fit(sign, 5)) + s)
	}
}

// label is the room for a field's name.
const label = 10

func (h *sheet) field(name, text string) {
	if text == "" {
		return
	}
	for i, s := range h.pen.Wrap(text, h.w-label) {
		if i > 0 {
			name = ""
		}
		h.add(h.pen.Dim.Paint(h.pen.Fit(name, label)) + h.text(s))
	}
}

// Cursor is on the selected row, or in the line that is typed into.
func (s *Screen) Cursor() (x, y int, ok bool) {
	switch {
	case s.box.IsOpen():
		return s.box.Cursor()
	case s.popup.IsOpen():
		return s.popup.Cursor()
	case s.detail != nil:
		return s.detail.form.Cursor()
	case s.remove != nil:
		return 1, s.height - 1, true
	case s.entry.line != nil:
		return s.entry.line.CursorX(s.bench.Pen, s.width), s.height - len(s.foot(s.width)) + s.entry.at, true
	case s.filter.line != nil:
		return s.filter.line.CursorX(s.bench.Pen, s.width), s.height - len(s.foot(s.width)) + 1, true
	}
	line := s.table.Line()
	return 0, line, line > 0
}
