package heatmap

import (
	"fmt"
	gomaps "maps"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// maps are the heatmaps of the register, made when they are first looked at; after a
// change each follows the register.
type maps struct {
	of    *model.Register
	made  map[model.HeatmapOf]*model.Heatmap
	blind *model.BlindSpots
	at    uint64 // the version that blind is of
}

// mostMaps bounds what is kept: turning through states and cases makes a few.
const mostMaps = 16

func (m *maps) get(r *model.Register, of model.HeatmapOf) *model.Heatmap {
	if m.of != r || len(m.made) > mostMaps {
		*m = maps{of: r, made: map[model.HeatmapOf]*model.Heatmap{}}
	}
	if m.made[of] == nil || m.made[of].Version() != r.Version() {
		m.keepUp(r)
	}
	h := m.made[of]
	if h == nil {
		h = of.Map(r)
		m.made[of] = h
	}
	return h
}

// keepUp has all maps follow the register and forgets those that cannot: each would hold
// all the threats of its day.
func (m *maps) keepUp(r *model.Register) {
	gomaps.DeleteFunc(m.made, func(_ model.HeatmapOf, h *model.Heatmap) bool { return !h.Follow(r) })
	if m.at != r.Version() {
		m.blind = nil
	}
}

func (m *maps) spots(r *model.Register, s model.State, today string) *model.BlindSpots {
	if m.blind == nil || m.of != r || m.at != r.Version() || m.blind.State != s {
		m.blind, m.at = model.NewBlindSpots(r, s, today), r.Version()
	}
	return m.blind
}

// of is which map is on show.
func (s *Screen) of() model.HeatmapOf {
	return model.HeatmapOf{By: viewKinds[s.view].axis, State: s.state, Case: s.kase, Today: s.bench.Today}
}

// look gives the map of the register as it is now, and fills in what is drawn.
func (s *Screen) look() *model.Heatmap {
	r := s.bench.Register()
	h := s.maps.get(r, s.of())
	if !s.settled && h.Total > 0 && len(h.Unplaced) == h.Total && s.state == model.Current {
		if before := s.maps.get(r, model.HeatmapOf{By: h.By, State: model.Inherent, Case: s.kase, Today: s.bench.Today}); len(before.Unplaced) < before.Total {
			s.state, h = model.Inherent, before // a map that is not empty says more
		}
	}
	s.fill(h)
	if !s.settled && len(h.Unplaced) < h.Total {
		s.settled, s.seen[lifecycle] = true, true
		s.seekLevel()
		s.seekSpot()
	}
	return h
}

// fill puts the numbers into what the view draws.
func (s *Screen) fill(h *model.Heatmap) {
	switch {
	case s.view == blind:
		s.fillCross()
	case s.view.counts():
		s.fillCounts(h)
	}
	if s.view.grid() {
		s.phase = min(s.phase, len(h.Rows)-1)
		s.fillMatrix(&s.matrix, h, s.phase)
	}
}

// seekLevel puts the cursor of the lifecycle map on the worst level that any
// phase has.
func (s *Screen) seekLevel() {
	for column := len(model.Levels) - 1; column >= 0; column-- {
		for i, row := range s.counts.Rows {
			if row.Counts[column] > 0 {
				s.counts.Row, s.counts.Column = i, column
				return
			}
		}
	}
}

// seekSpot puts the cursor of the 5 × 5 map on its worst threats, unless it is
// on some already.
func (s *Screen) seekSpot() {
	at := s.matrix.Cursor
	if at.Rated() && s.matrix.Cells[at.Likelihood.Index()][at.Impact.Index()].Count > 0 {
		return
	}
	best, worst := widget.Spot{Likelihood: model.M, Impact: model.M}, -1
	for i, row := range s.matrix.Cells {
		for j, c := range row {
			if weight := int(c.Level)*100 + 10*(i+j) + i; c.Count > 0 && weight > worst {
				best, worst = widget.Spot{Likelihood: model.Levels[i], Impact: model.Levels[j]}, weight
			}
		}
	}
	s.matrix.Cursor = best
}

// rowNote says what the counts of a row cannot: how many of its threats are
// not rated, and which activities have none.
func rowNote(row *model.HeatRow) string {
	note := strings.Join(row.NotAssessed, ", ")
	if row.Name == note {
		note = "" // the row says so itself
	}
	if n := len(row.Attested); n > 0 {
		note = strings.TrimPrefix(note+fmt.Sprintf("; %d attested", n), "; ")
	}
	if n := row.Unrated(); n > 0 {
		unrated := fmt.Sprintf("%d unrated", n)
		if note == "" {
			return unrated
		}
		return unrated + "; " + note
	}
	return note
}

func (s *Screen) fillCounts(h *model.Heatmap) {
	c := &s.counts
	c.Appetite = line(h)
	c.Note = number(h.Total, "threat")
	if placed := h.Total - len(h.Unplaced); placed < h.Total {
		c.Note = fmt.Sprintf("%d of %d rated", placed, h.Total)
	}
	was := s.baseMap(h)
	c.Rows = c.Rows[:0]
	for i := range h.Rows {
		row := &h.Rows[i]
		one := widget.CountRow{
			Name: row.Title(), Counts: row.Counts, Over: row.Above, Above: row.AboveAt,
			NotAssessed: len(row.NotAssessed), Note: rowNote(row), Unlooked: row.Unlooked(),
		}
		if was != nil {
			one.Change, _ = h.Change(was, i)
		}
		c.Rows = append(c.Rows, one)
	}
	c.Move(0, 0) // a row may have gone
}

// line is the appetite that holds for all; Unrated where phases or categories have lines
// of their own, and each cell says for itself what is above.
func line(h *model.Heatmap) model.Level {
	if h.Appetite.Lines() {
		return model.Unrated
	}
	return h.Appetite.Register
}

func (s *Screen) fillMatrix(m *widget.Matrix, h *model.Heatmap, phase int) {
	matrix := s.bench.Register().Settings().Matrix
	m.Appetite = line(h)
	var sum, above [5][5]int
	threats, unlooked := 0, false
	for _, row := range (cell{heat: h, row: phase}).rows() {
		cells, over := row.Cells(), row.AboveIn()
		for i := range cells {
			for j := range cells[i] {
				sum[i][j] += cells[i][j]
				above[i][j] += over[i][j]
			}
		}
		threats += row.Threats
		unlooked = unlooked || row.Unlooked()
	}
	var change [5][5]int
	if was := s.baseMap(h); was != nil {
		_, change = h.Change(was, phase)
	}
	m.Unlooked = threats == 0 && unlooked && h.Total > 0
	for i := range sum {
		for j, n := range sum[i] {
			m.Cells[i][j] = widget.MatrixCell{Count: n, Level: matrix.Cells[i][j], Above: above[i][j], Change: change[i][j]}
		}
	}
}

func (s *Screen) fillCross() {
	b := s.maps.spots(s.bench.Register(), s.state, s.bench.Today)
	c := &s.cross
	c.Rows, c.Columns = b.Phases, b.Categories
	c.Cells = make([][]widget.CrossCell, len(b.Phases))
	for i, row := range b.Cells {
		for k, one := range row {
			c.Cells[i] = append(c.Cells[i], widget.CrossCell{Count: one.Count, Worst: one.Worst, Over: one.Above > 0, Attested: one.Count == 0 && b.Attested[k], Void: one.Count == 0 && b.Void(i, k)})
		}
	}
	c.Move(0, 0)
}

// tally says how many threats there are, and how many the map cannot place.
func tally(h *model.Heatmap) string {
	word := "unrated"
	if h.Case == model.SureOnly {
		word = "not sure"
	}
	return fmt.Sprintf("%s, %d %s", number(h.Total, "threat"), len(h.Unplaced), word)
}

// number counts things: "1 threat", "2 threats".
func number(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
