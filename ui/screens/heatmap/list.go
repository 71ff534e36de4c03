package heatmap

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// A list is the threats of one cell, the first of them ranked. It is kept as
// long as the cursor stays.
type list struct {
	cell   cell
	n      int // how many were asked for
	first  []*model.Threat
	cursor int // the threat that keys act on
}

// leastList is how many are ranked where no drawing says how many there is room for.
const leastList = 30

// chosen is the threat of the cell that keys act on; nil if it holds none.
func (l *list) chosen(c cell) *model.Threat {
	n := leastList
	if l.cell == c {
		n = l.n
	}
	ts := l.of(c, n)
	if len(ts) == 0 {
		return nil
	}
	return ts[min(l.cursor, len(ts)-1)]
}

// move chooses another of those on show.
func (l *list) move(by int) { l.cursor = max(0, min(l.cursor+by, len(l.first)-1)) }

// of gives the first n threats of the cell in their rank.
func (l *list) of(c cell, n int) []*model.Threat {
	if l.cell != c || l.n != n {
		was := *l
		*l = list{cell: c, n: n, first: first(c.threats(), n)}
		if was.cell == c {
			l.cursor = max(0, min(was.cursor, len(l.first)-1))
		}
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
	case c.view.counts() && c.column == widget.NotAssessedColumn:
		lines = s.drawActivities(c, w)
	case len(h.Unplaced) == h.Total && c.view != blind:
		lines = append(s.head(c.name(), w), s.words(fmt.Sprintf("No threat has %s rating yet: i changes the state.", article(h.State)), w)...)
	case c.view == blind && total == 0:
		lines = append(s.head(c.name(), w), s.words(s.blindWords(c), w)...)
	default:
		lines = s.head(c.name()+s.verdict(c)+": "+number(total, "threat"), w)
		if room := height - len(lines); room > 0 {
			lines = append(lines, s.drawThreats(s.list.of(c, room), total, w, room)...)
		}
	}
	return p.Page(lines, w, height)
}

// blindWords say what it means that nothing is there.
func (s *Screen) blindWords(c cell) string {
	category := c.blind.Categories[c.column]
	if by := s.bench.Register().Attested("category", category, s.bench.Today); by != nil {
		return fmt.Sprintf("No threat: %s looked on %s: %s", s.bench.Person(by.Get("by")), by.Get("on"), by.Get("why"))
	}
	return "A blind spot: no threat of this phase is of this category. There is none, or nobody looked."
}

// verdict is the level that the matrix in force gives a cell of the 5 × 5 map.
func (s *Screen) verdict(c cell) string {
	if !c.view.grid() || !c.spot.Rated() {
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
	rank       string   // its place in the cell: "=2" where it shares it
	chosen     bool
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
	for i, rank := range model.Ranks(s.list.first)[:len(entries)] {
		entries[i].rank, entries[i].chosen = rank, i == min(s.list.cursor, len(entries)-1)
	}
	entries, room = titled(entries, room)
	for i := range entries {
		if room <= 0 {
			break // reasons are worked out only where they can stand
		}
		why := s.bench.Pen.Wrap(s.whyHere(ts[i], entries[i].rank), w-ids-4)
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

// whyHere says what a threat's place rests on: where it stands in each state, how sure
// that is, what its rank follows from, and that it is tied.
func (s *Screen) whyHere(t *model.Threat, rank string) string {
	parts := []string{s.path(t)}
	if confidence := t.Ratings[s.state].Confidence(); confidence != "" {
		parts = append(parts, "confidence "+confidence)
	}
	parts = append(parts, model.WhyHere(t))
	if strings.HasPrefix(rank, "=") {
		parts = append(parts, "tied at "+rank[1:]+", told apart by id only")
	}
	return strings.Join(parts, "; ")
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
	sign := " "
	if e.chosen {
		sign = p.Glyphs.Select
	}
	lines = append(lines, " "+sign+p.Fit(e.id, ids)+"  "+first+p.Dim.Paint(e.side))
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
	switch {
	case c.heat.By == model.ByLayer || c.heat.By == model.ByParty:
		return append(s.head(c.name(), w), s.words("Only activities and categories are looked at one by one; m goes to their maps.", w)...)
	case c.heat.Rows[c.row].Name == model.NotClassified:
		return append(s.head(c.name(), w), s.words("A threat without a phase belongs to no activity; triage gives it one.", w)...)
	case len(none) == 0 && c.heat.By == model.ByPhase:
		return append(append(s.head(c.name(), w), s.words("Every activity of this phase has a threat, or somebody attests that there is none.", w)...), s.drawAttested(c, w)...)
	case len(none) == 0:
		return append(append(s.head(c.name(), w), s.words("It has a threat, or somebody attests that there is none.", w)...), s.drawAttested(c, w)...)
	}
	activities := fmt.Sprintf("%d activities", len(none))
	if len(none) == 1 {
		activities = "1 activity"
	}
	if c.heat.By == model.ByCategory {
		activities = "no threat of it"
	}
	lines := s.head(c.name()+": "+activities, w)
	for _, name := range none {
		lines = append(lines, p.Fit("  "+p.Glyphs.NotAssessed+" "+name, w))
		if c.heat.By != model.ByCategory && !askedFor(name) {
			lines = append(lines, p.Dim.Paint(p.Fit("    TVM-13 does not ask for it", w)))
		}
	}
	lines = append(lines, s.words("No threat belongs here yet: nobody looked, or nobody wrote it down. a attests that somebody looked and found none.", w)...)
	return append(lines, s.drawAttested(c, w)...)
}

// drawAttested says who looked and found nothing.
func (s *Screen) drawAttested(c cell, w int) []string {
	field := "activity"
	if c.heat.By == model.ByCategory {
		field = "category"
	}
	var lines []string
	for _, name := range c.heat.Rows[c.row].Attested {
		if by := s.bench.Register().Attested(field, name, s.bench.Today); by != nil {
			lines = append(lines, s.words(fmt.Sprintf("= %s: %s looked on %s: %s", name, s.bench.Person(by.Get("by")), by.Get("on"), by.Get("why")), w)...)
		}
	}
	return lines
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
