package heatmap

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// A cell is what the cursor is on. Two equal cells hold the same threats.
type cell struct {
	heat   *model.Heatmap
	square bool
	row    int         // of the map, or allPhases
	column int         // of the lifecycle map
	spot   widget.Spot // of the 5 × 5 map
}

func (s *Screen) cell(h *model.Heatmap) cell {
	if s.square {
		return cell{heat: h, square: true, row: s.phase, spot: s.matrix.Cursor}
	}
	return cell{heat: h, row: s.counts.Row, column: s.counts.Column}
}

// rows are the rows of the map that the cell lies in.
func (c cell) rows() []*model.HeatRow {
	if c.row != allPhases {
		return []*model.HeatRow{&c.heat.Rows[c.row]}
	}
	rows := make([]*model.HeatRow, len(c.heat.Rows))
	for i := range c.heat.Rows {
		rows[i] = &c.heat.Rows[i]
	}
	return rows
}

// level is that of a cell of the lifecycle map.
func (c cell) level() model.Level {
	if c.column < len(model.Levels) {
		return model.Levels[c.column]
	}
	return model.Unrated
}

// count is how many threats the cell holds.
func (c cell) count() int {
	n := 0
	for _, row := range c.rows() {
		switch {
		case c.square && c.spot.Rated():
			n += row.Cells()[c.spot.Likelihood.Index()][c.spot.Impact.Index()]
		case c.square:
		case c.column == widget.OverColumn:
			n += row.Above
		case c.level().Rated():
			n += row.Counts[c.column]
		}
	}
	return n
}

// threats gives the threats of the cell in no order that matters.
func (c cell) threats() []*model.Threat {
	var ts []*model.Threat
	for _, row := range c.rows() {
		switch {
		case c.square:
			ts = append(ts, row.Cell(c.spot.Likelihood, c.spot.Impact)...)
		case c.column == widget.OverColumn:
			for _, l := range model.Levels {
				if c.heat.Appetite.Rated() && l > c.heat.Appetite {
					ts = append(ts, row.At(l)...)
				}
			}
		default:
			ts = append(ts, row.At(c.level())...)
		}
	}
	return ts
}

// name says where the cell is, in words.
func (c cell) name() string {
	phase := "All phases"
	if c.row != allPhases {
		phase = c.heat.Rows[c.row].Name
	}
	switch {
	case c.square:
		return fmt.Sprintf("%s, likelihood %s x impact %s", phase, c.spot.Likelihood, c.spot.Impact)
	case c.column == widget.OverColumn:
		return phase + ", over appetite"
	case c.column == widget.NotAssessedColumn:
		return phase + ", not assessed"
	}
	return phase + ", " + c.level().String()
}

// filter gives the expression that finds the threats of the cell, and no
// others, in the register.
func (c cell) filter() string {
	state := c.heat.State.String()
	terms := c.phaseTerms()
	if c.square {
		terms = append(terms, state+"_likelihood="+c.spot.Likelihood.String(), state+"_impact="+c.spot.Impact.String())
		if c.strays(func(r *model.Rating) bool { return r.Placed() }) {
			terms = append(terms, state+"_risk:*")
		}
		return strings.Join(terms, " ")
	}
	level := state + "_risk=" + c.level().String()
	if c.column == widget.OverColumn {
		level = state + "_risk>" + c.heat.Appetite.String()
	}
	terms = append(terms, level)
	if c.strays(func(r *model.Rating) bool { return r.Level.Rated() }) {
		terms = append(terms, state+"_likelihood:*", state+"_impact:*")
	}
	return strings.Join(terms, " ")
}

func (c cell) phaseTerms() []string {
	switch {
	case c.row == allPhases:
		return nil
	case c.heat.Rows[c.row].Name == model.NotClassified:
		return []string{"lifecycle_phase:?"}
	}
	return []string{fmt.Sprintf("lifecycle_phase=%q", c.heat.Rows[c.row].Name)}
}

// strays says whether a threat that the map cannot place would pass: a method
// may give a level without likelihood and impact. Then the filter must ask for
// more.
func (c cell) strays(pass func(*model.Rating) bool) bool {
	return slices.ContainsFunc(c.heat.Unplaced, func(t *model.Threat) bool { return pass(&t.Ratings[c.heat.State]) })
}

// activities are those of the row that no threat belongs to.
func (c cell) activities() []string {
	if c.row == allPhases {
		return nil
	}
	return c.heat.Rows[c.row].NotAssessed
}

// sayActivities tells of the activities that nobody has looked at: there is no
// threat to list.
func (s *Screen) sayActivities(c cell) {
	phase := c.heat.Rows[c.row].Name
	switch none := c.activities(); {
	case phase == model.NotClassified:
		s.bench.Refuse("a threat without a phase belongs to no activity")
	case len(none) == 0:
		s.bench.Refuse("every activity of %s has a threat", phase)
	default:
		s.bench.Say("no threat yet for: %s", strings.Join(none, ", "))
	}
}
