package heatmap

import (
	"fmt"
	"slices"

	"parry/model"
	"parry/ui/widget"
)

// A list is the threats of one cell, the first of them ranked. It is kept as
// long as the cursor stays.
type list struct {
	cell  cell
	n     int // how many were asked for
	first []*model.Threat
}

// of gives the first n threats of the cell in their rank.
func (l *list) of(c cell, n int) []*model.Threat {
	if l.cell != c || l.n != n {
		*l = list{cell: c, n: n, first: first(c.threats(), n)}
	}
	return l.first
}

// first gives what model.Rank would put first. A cell may hold tens of
// thousands, of which the screen shows a few: only those that belong before
// the last of the few so far are ranked.
func first(ts []*model.Threat, n int) []*model.Threat {
	if n <= 0 {
		return nil
	}
	few := make([]*model.Threat, 0, 3*n)
	for _, t := range ts {
		if len(few) >= n && !before(t, few[n-1]) {
			continue
		}
		if few = append(few, t); len(few) == n || len(few) == cap(few) {
			model.Rank(few)
			few = few[:n]
		}
	}
	model.Rank(few)
	return few[:min(n, len(few))]
}

// before says whether a is ranked before b.
func before(a, b *model.Threat) bool {
	pair := [2]*model.Threat{b, a}
	model.Rank(pair[:])
	return pair[0] == a
}

// drawList gives what is under the cursor in words: the threats of the cell by
// rank, each with why it stands there as far as there is room.
func (s *Screen) drawList(h *model.Heatmap, w, height int) []string {
	p, c := s.bench.Pen, s.cell(h)
	total := c.count()
	var lines []string
	switch {
	case !c.square && c.column == widget.NotAssessedColumn:
		lines = s.drawActivities(c, w)
	case len(h.Unplaced) == h.Total:
		lines = append(s.head(c.name(), w), s.words(fmt.Sprintf("No threat has %s rating yet: i changes the state.", article(h.State)), w)...)
	default:
		lines = s.head(c.name()+s.verdict(c)+": "+number(total, "threat"), w)
		if room := height - len(lines); room > 0 {
			lines = append(lines, s.drawThreats(s.list.of(c, room), total, w, room)...)
		}
	}
	return p.Page(lines, w, height)
}

// verdict is the level that the matrix in force gives a cell of the 5 × 5 map.
func (s *Screen) verdict(c cell) string {
	if !c.square || !c.spot.Rated() {
		return ""
	}
	level := s.matrix.Cells[c.spot.Likelihood.Index()][c.spot.Impact.Index()].Level
	if !level.Rated() {
		return ""
	}
	return " is " + level.String()
}

// head is the heading of the list.
func (s *Screen) head(text string, w int) []string {
	p := s.bench.Pen
	var lines []string
	for _, line := range p.Wrap(text, w-2) {
		lines = append(lines, p.Title.Paint(p.Fit(" "+line, w)))
	}
	return lines
}

// An entry is one threat of the list: so much of it as there is room for.
type entry struct {
	id         string
	title, why []string // wrapped; no title where it gets one line only
	cut        string   // that line
	side       string   // beside the first line
}

// drawThreats gives a line for each threat that fits, and how many more there
// are. What room is left goes to long titles, then to the reasons of the first
// ones.
func (s *Screen) drawThreats(ts []*model.Threat, total, w, room int) []string {
	if total > room {
		ts = ts[:max(room-1, 1)] // even alone in its line the first says more than a number
	}
	room -= len(ts)
	more := min(total-len(ts), room*total)
	room -= min(more, 1)
	entries, ids := s.entries(ts, w, room > 0)
	entries, room = titled(entries, room)
	for i := range entries {
		if room <= 0 {
			break // reasons are worked out only where they can stand
		}
		why := s.bench.Pen.Wrap(model.WhyHere(ts[i]), w-ids-4)
		if grant(&room, len(why)) {
			entries[i].why = why
		}
	}
	var lines []string
	for _, e := range entries {
		lines = e.draw(lines, s.bench.Pen, ids, w)
	}
	if more > 0 {
		p := s.bench.Pen
		lines = append(lines, p.Dim.Paint(p.Fit(fmt.Sprintf("  %d more: enter lists them", more), w)))
	}
	return lines
}

// titled gives every title all its lines if there is room, else each one line.
func titled(entries []entry, room int) ([]entry, int) {
	extra := 0
	for _, e := range entries {
		extra += max(len(e.title)-1, 0)
	}
	if extra <= room {
		return entries, room - extra
	}
	for i := range entries {
		entries[i].title = nil
	}
	return entries, room
}

// grant takes so many lines of the room, if it has them; nothing shorter
// further down may jump the queue then.
func grant(room *int, lines int) bool {
	if lines > *room {
		*room = 0
		return false
	}
	*room -= lines
	return true
}

// The columns beside a title, in a list that has room for them.
const personColumn, dueColumn, roomForBoth = 20, 12, 66

// entries puts the threats into words, with titles of several lines where there is room
// for them; ids is the width of the longest id.
func (s *Screen) entries(ts []*model.Threat, w int, wrap bool) (entries []entry, ids int) {
	p := s.bench.Pen
	entries = make([]entry, 0, len(ts))
	for _, t := range ts {
		ids = max(ids, p.Width(widget.Clean(t.ID)))
	}
	ids = min(ids, 12)
	room := w - ids - 4
	for _, t := range ts {
		e, title := entry{id: t.ID}, room
		if room >= roomForBoth {
			title = room - personColumn - dueColumn - 2
			owner := s.bench.Person(t.Ownership.Person)
			if owner == "" {
				owner = p.Glyphs.Unset
			}
			e.side = "  " + p.Fit(owner, personColumn) + p.FitRight(t.Response.Due, dueColumn)
		}
		e.cut = p.Fit(t.Title, title)
		if wrap {
			e.title = p.Wrap(t.Title, title)
		}
		for i := range e.title {
			e.title[i] = p.Fit(e.title[i], title)
		}
		entries = append(entries, e)
	}
	return entries, ids
}

// draw adds the lines of an entry.
func (e entry) draw(lines []string, p widget.Pen, ids, w int) []string {
	first := e.cut
	if len(e.title) > 0 {
		first = e.title[0]
	}
	lines = append(lines, "  "+p.Fit(e.id, ids)+"  "+first+p.Dim.Paint(e.side))
	if len(e.title) < 2 && len(e.why) == 0 {
		return lines
	}
	indent := p.Fit("", ids+4)
	for i := 1; i < len(e.title); i++ {
		lines = append(lines, indent+e.title[i])
	}
	for _, line := range e.why {
		lines = append(lines, indent+p.Dim.Paint(p.Fit(line, w-ids-4)))
	}
	return lines
}

// drawActivities names what nobody has looked at.
func (s *Screen) drawActivities(c cell, w int) []string {
	p, none := s.bench.Pen, c.activities()
	if c.heat.Rows[c.row].Name == model.NotClassified {
		return append(s.head(c.name(), w), s.words("A threat without a phase belongs to no activity; triage gives it one.", w)...)
	}
	if len(none) == 0 {
		return append(s.head(c.name(), w), s.words("Every activity of this phase has a threat.", w)...)
	}
	activities := fmt.Sprintf("%d activities", len(none))
	if len(none) == 1 {
		activities = "1 activity"
	}
	lines := s.head(c.name()+": "+activities, w)
	for _, name := range none {
		lines = append(lines, p.Fit("  "+p.Glyphs.NotAssessed+" "+name, w))
		if !askedFor(name) {
			lines = append(lines, p.Dim.Paint(p.Fit("    TVM-13 does not ask for it", w)))
		}
	}
	return append(lines, s.words("No threat belongs here yet: nobody looked, or nobody wrote it down.", w)...)
}

// askedFor says whether the control names an activity.
func askedFor(activity string) bool {
	return slices.ContainsFunc(model.Activities, func(a model.Activity) bool { return a.Name == activity && a.TVM13 })
}

// words wraps a sentence that stands in place of a list.
func (s *Screen) words(text string, w int) []string {
	var lines []string
	for _, line := range s.bench.Pen.Wrap(text, w-4) {
		lines = append(lines, s.bench.Pen.Dim.Paint("  "+line))
	}
	return lines
}
