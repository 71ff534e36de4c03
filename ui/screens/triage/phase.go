package triage

import (
	"fmt"
	"strconv"

	"parry/model"
	"parry/ui/widget"
)

// heatmap is the map by phase in the state on show.
func (s *Screen) heatmap() *model.Heatmap {
	return s.live.Heat(s.bench.Register(), s.state, s.bench.Today)
}

// A count is how many threats lack a step, and how many of them are parked, at
// one version of the register.
type count struct {
	version   uint64
	stage     stage
	state     model.State
	n, parked int
}

// lacking counts the threats that lack the step on show: one walk after a
// change. Of ratings the heatmap knows it, which is drawn beside them anyway.
func (s *Screen) lacking() count {
	r := s.bench.Register()
	want := count{version: r.Version(), stage: s.stage, state: s.state}
	if have := s.lack; have.version == want.version && have.stage == want.stage && have.state == want.state {
		return have
	}
	if s.stage == rate {
		for _, t := range s.heatmap().Unplaced {
			want.add(t)
		}
	} else {
		for _, t := range r.Threats() {
			want.add(t)
		}
	}
	s.lack = want
	return want
}

func (c *count) add(t *model.Threat) {
	switch {
	case t.Lacks(string(c.stage), c.state):
		c.n++
	case t.Wants(string(c.stage), c.state):
		c.parked++
	}
}

// row is the phase of the threat in the map; what has none stands last.
func (s *Screen) row(v *scene) *model.HeatRow {
	rows := s.heatmap().Rows
	for i := range rows {
		if rows[i].Name == v.threat.Class.Phase {
			return &rows[i]
		}
	}
	return &rows[len(rows)-1]
}

// matrix is the phase as a 5 × 5 map, with the threat where it is, where it
// was, and where else it may be.
func (s *Screen) matrix(v *scene, row *model.HeatRow) *widget.Matrix {
	m := &widget.Matrix{Appetite: v.tolerance.For(v.threat), Here: spotOf(v.rating)}
	for i, counts := range row.Cells() {
		for j, n := range counts {
			m.Cells[i][j] = widget.MatrixCell{Count: n, Level: v.settings.Matrix.Cells[i][j]}
		}
	}
	if was := s.from[v.key.state]; was != m.Here {
		m.From = was
	}
	m.Low, m.High = corners(v.rating)
	return m
}

// corners are the lowest and the highest cell of the plausible range.
func corners(r *model.Rating) (low, high widget.Spot) {
	from, to, ranged := r.Range()
	if !ranged {
		return low, high
	}
	return widget.Spot{Likelihood: from[0], Impact: from[1]}, widget.Spot{Likelihood: to[0], Impact: to[1]}
}

// phaseHead names the phase and says how many of it are rated, and which numbers the
// last answer moved.
func (s *Screen) phaseHead(p widget.Pen, row *model.HeatRow) string {
	placed := 0
	for _, n := range row.Counts {
		placed += n
	}
	threats := "threats"
	if row.Threats == 1 {
		threats = "threat"
	}
	head := fmt.Sprintf("%s: %d %s", row.Name, row.Threats, threats)
	if open := row.Threats - placed; open > 0 {
		head += fmt.Sprintf(", %d unrated", open)
	}
	if moved := s.live.Moved(s.state, row.Name, p); moved != "" {
		head += "  " + moved
	}
	return head
}

// counts is the phase by level, lowest first, the level of the threat in
// brackets: the line in which the room sees it move.
func counts(p widget.Pen, v *scene, row *model.HeatRow) string {
	digits := 1
	for _, n := range row.Counts {
		digits = max(digits, len(strconv.Itoa(n)))
	}
	line := ""
	for i, n := range row.Counts {
		level := model.Levels[i]
		number, sign, left, right := strconv.Itoa(n), " ", " ", " "
		if n == 0 {
			number = p.Glyphs.None
		}
		if v.rating.Placed() && level == v.rating.Level {
			left, right = "[", "]"
		}
		if row.AboveAt[i] > 0 {
			sign = p.Glyphs.Problem
		}
		look := p.Band(level)
		if n == 0 {
			look = p.Dim
		}
		line += look.Paint(fmt.Sprintf(" %-2s%s%s%s%s", level, left, p.FitRight(number, digits), right, sign))
	}
	return line
}

// mapWidth is how wide the small matrix of a row wants to be.
func mapWidth(row *model.HeatRow) int {
	digits := 1
	for _, counts := range row.Cells() {
		for _, n := range counts {
			digits = max(digits, len(strconv.Itoa(n)))
		}
	}
	return max(1+6+5*(digits+5), 38)
}
