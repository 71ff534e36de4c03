package heatmap

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// maps are the heatmaps of one version of the register, a walk each, made when
// their state is first looked at.
type maps struct {
	of      *model.Register
	version uint64
	byState [len(model.States)]*model.Heatmap
}

func (m *maps) state(r *model.Register, s model.State) *model.Heatmap {
	if m.of != r || m.version != r.Version() {
		*m = maps{of: r, version: r.Version()}
	}
	if m.byState[s] == nil {
		m.byState[s] = model.NewHeatmap(r, model.ByPhase, s)
	}
	return m.byState[s]
}

// look gives the map of the register as it is now, and fills in what is drawn.
func (s *Screen) look() *model.Heatmap {
	h := s.maps.state(s.bench.Register(), s.state)
	s.fillCounts(h)
	s.phase = min(s.phase, len(h.Rows)-1)
	s.fillMatrix(h)
	if !s.settled && len(h.Unplaced) < h.Total {
		s.settled = true
		s.seekLevel()
		s.seekSpot()
	}
	return h
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
	c.Appetite = h.Appetite
	c.Note = number(h.Total, "threat")
	if placed := h.Total - len(h.Unplaced); placed < h.Total {
		c.Note = fmt.Sprintf("%d of %d rated", placed, h.Total)
	}
	c.Rows = c.Rows[:0]
	for i := range h.Rows {
		row := &h.Rows[i]
		c.Rows = append(c.Rows, widget.CountRow{
			Name: row.Name, Counts: row.Counts, Over: row.Above,
			NotAssessed: len(row.NotAssessed), Note: rowNote(row),
		})
	}
	c.Move(0, 0) // a row may have gone
}

func (s *Screen) fillMatrix(h *model.Heatmap) {
	matrix := s.bench.Register().Settings().Matrix
	s.matrix.Appetite = h.Appetite
	var sum [5][5]int
	for _, row := range (cell{heat: h, row: s.phase}).rows() {
		for i, cells := range row.Cells() {
			for j, n := range cells {
				sum[i][j] += n
			}
		}
	}
	for i := range sum {
		for j, n := range sum[i] {
			s.matrix.Cells[i][j] = widget.MatrixCell{Count: n, Level: matrix.Cells[i][j]}
		}
	}
}

// tally says how many threats there are, and how many the map cannot place.
func tally(h *model.Heatmap) string {
	return fmt.Sprintf("%s, %d unrated", number(h.Total, "threat"), len(h.Unplaced))
}

// number counts things: "1 threat", "2 threats".
func number(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
