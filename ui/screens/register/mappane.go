package register

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/livemap"
	"parry/ui/widget"
)

// What stands beside or below the table.
type pane uint8

const (
	threatPane pane = iota
	mapPane
	noPane
	panes // how many there are
)

// A side is what stands there, and its map.
type side struct {
	shows  pane
	live   livemap.Map
	state  model.State // of the map
	turned bool        // somebody chose it
}

// nextPane turns from the threat to the map, to nothing.
func (s *Screen) nextPane() {
	s.pane.shows = (s.pane.shows + 1) % panes
	s.bench.Say("%s", [...]string{"the threat below the table", "the heatmap of its phase, which moves with every edit; i turns the state", "the table alone"}[s.pane.shows])
}

func (s *Screen) noMap() string {
	if s.pane.shows != mapPane {
		return "p shows the heatmap first"
	}
	return ""
}

// turnMap shows another state in the pane.
func (s *Screen) turnMap() {
	s.pane.state = (s.pane.state + 1) % model.State(len(model.States))
	s.pane.turned = true
}

// settleMap shows inherent ratings where there are no others yet and nobody has turned
// the map: one that is not empty says more.
func (s *Screen) settleMap() {
	if s.pane.turned || s.pane.state != model.Current {
		return
	}
	r := s.bench.Register()
	if now := s.pane.live.Heat(r, model.Current, s.bench.Today); now.Total == 0 || len(now.Unplaced) < now.Total {
		return
	}
	if before := s.pane.live.Heat(r, model.Inherent, s.bench.Today); len(before.Unplaced) < before.Total {
		s.pane.state = model.Inherent
	}
}

// mapHeight is the room of the map below the table: a head, and the map itself.
const mapHeight = 7

// withMap is the table with the map of the phase below it.
func (s *Screen) withMap(w, h int) []string {
	p := s.bench.Pen
	lines := s.drawTable(w, h-mapHeight-1)
	lines = append(lines, p.Dim.Paint(strings.Repeat(p.Glyphs.Rule, w)))
	return append(lines, s.drawMap(w, mapHeight)...)
}

// drawMap is the 5 × 5 map of the phase of the threat under the cursor, with the threat in
// it, and beside it what the last edit moved.
func (s *Screen) drawMap(w, h int) []string {
	p, r := s.bench.Pen, s.bench.Register()
	s.settleMap()
	heat := s.pane.live.Heat(r, s.pane.state, s.bench.Today)
	t := r.Threat(s.here())
	row := rowFor(heat, t)
	if row == nil {
		return p.Page(p.Wrap("No threat is in the register yet, so there is nothing to map.", w), w, h)
	}
	m := s.phaseMatrix(row, t)
	width := m.CompactWidth()
	head := fmt.Sprintf(" %s, %s: %d of %d", row.Name, s.pane.state, row.Threats-row.Unrated(), row.Threats)
	left := append([]string{p.Title.Paint(p.Fit(head, width))}, m.Draw(p, width, h-1)...)
	return p.Beside(left, p.Page(s.mapWords(t, w-width-3), w-width-3, h))
}

// rowFor is the phase of a threat; what has none stands last. Without a threat the first.
func rowFor(heat *model.Heatmap, t *model.Threat) *model.HeatRow {
	if heat.Total == 0 {
		return nil
	}
	for i := range heat.Rows {
		if t == nil || heat.Rows[i].Name == t.Class.Phase {
			return &heat.Rows[i]
		}
	}
	return &heat.Rows[len(heat.Rows)-1]
}

func (s *Screen) phaseMatrix(row *model.HeatRow, t *model.Threat) *widget.Matrix {
	levels := s.bench.Register().Settings().Matrix.Cells
	m := &widget.Matrix{Unlooked: row.Threats == 0}
	cells, above := row.Cells(), row.AboveIn()
	for i := range cells {
		for j, n := range cells[i] {
			m.Cells[i][j] = widget.MatrixCell{Count: n, Level: levels[i][j], Above: above[i][j]}
		}
	}
	if t != nil {
		place := t.Where(s.pane.state)
		m.Here = widget.Spot{Likelihood: place.Likelihood, Impact: place.Impact}
	}
	for _, x := range s.pane.live.Shifts(s.pane.state) { // the cell that a threat has left
		if at := (widget.Spot{Likelihood: x.Likelihood, Impact: x.Impact}); x.Row == row.Name && x.To < x.From && at != m.Here {
			m.From = at
		}
	}
	return m
}

// mapWords say what the register comes to, and what the last edit moved.
func (s *Screen) mapWords(t *model.Threat, w int) []string {
	p := s.bench.Pen
	heat := s.pane.live.Heat(s.bench.Register(), s.pane.state, s.bench.Today)
	lines := []string{s.levelLine(heat, w)}
	if t != nil {
		var places []string
		for _, state := range model.States {
			places = append(places, state.String()+" "+t.Where(state).String())
		}
		lines = append(lines, p.Wrap(t.ID+": "+strings.Join(places, ", "), w)...)
	}
	moved := s.pane.live.Moved(s.pane.state, "", p)
	shifts := s.pane.live.Shifts(s.pane.state)
	switch {
	case len(shifts) == 0:
		return append(lines, p.Wrap("[X] this threat; the last edit moved nothing", w)...)
	case moved == "":
		moved = "within its level"
	}
	var cells []string
	for _, x := range shifts {
		cells = append(cells, x.Words(p))
	}
	lines = append(lines, p.Accent.Paint(p.Fit("moved: "+moved, w)))
	return append(lines, p.Wrap(strings.Join(cells, ", "), w)...)
}

// levelLine counts all threats by level, worst first.
func (s *Screen) levelLine(heat *model.Heatmap, w int) string {
	p, all, above := s.bench.Pen, heat.Totals(), heat.TotalsAbove()
	line, used := fmt.Sprintf("all %d: ", heat.Total), len(fmt.Sprintf("all %d: ", heat.Total))
	for i := len(model.Levels) - 1; i >= 0; i-- {
		text := fmt.Sprintf(" %s %d", model.Levels[i], all[i])
		if above[i] > 0 {
			text += p.Glyphs.Problem
		}
		if used += len(text) + 1; used > w {
			break
		}
		line += p.Band(model.Levels[i]).Paint(text + " ")
	}
	if n := len(heat.Unplaced); n > 0 {
		line += fmt.Sprintf(" %s %d", p.Glyphs.NotAssessed, n)
	}
	return p.Clip(line, w)
}
