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
	r       *model.Register
	version uint64 // of it
	heat    *model.Heatmap
	blind   *model.BlindSpots // of the view of that name
	view    view
	row     int         // of the map, or allPhases
	column  int         // of a map of counts, or of blind spots
	spot    widget.Spot // of a 5 × 5 map
}

func (s *Screen) cell(h *model.Heatmap) cell {
	r := s.bench.Register()
	c := cell{r: r, version: r.Version(), heat: h, view: s.view}
	switch {
	case s.view.grid():
		c.row, c.spot = s.phase, s.matrix.Cursor
	case s.view == blind:
		c.blind, c.row, c.column = s.maps.spots(r, s.state, s.bench.Today), s.cross.Row, s.cross.Column
	default:
		c.row, c.column = s.counts.Row, s.counts.Column
	}
	return c
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

// level is that of a cell of a map of counts.
func (c cell) level() model.Level {
	if c.column < len(model.Levels) {
		return model.Levels[c.column]
	}
	return model.Unrated
}

// count is how many threats the cell holds.
func (c cell) count() int {
	if c.view == blind {
		return c.blind.Cells[c.row][c.column].Count
	}
	n := 0
	for _, row := range c.rows() {
		switch {
		case c.view.grid() && c.spot.Rated():
			n += row.Cells()[c.spot.Likelihood.Index()][c.spot.Impact.Index()]
		case c.view.grid():
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
	if c.view == blind {
		return c.blind.Threats(c.r, c.row, c.column)
	}
	var ts []*model.Threat
	for _, row := range c.rows() {
		switch {
		case c.view.grid():
			ts = append(ts, row.Cell(c.spot.Likelihood, c.spot.Impact)...)
		case c.column == widget.OverColumn:
			ts = append(ts, row.Over()...)
		default:
			ts = append(ts, row.At(c.level())...)
		}
	}
	return ts
}

// name says where the cell is, in words.
func (c cell) name() string {
	if c.view == blind {
		return c.blind.Phases[c.row] + ", " + c.blind.Categories[c.column]
	}
	row := "All phases"
	if c.row != allPhases {
		row = c.heat.Rows[c.row].Name
	}
	switch {
	case c.view.grid():
		return fmt.Sprintf("%s, likelihood %s x impact %s", row, c.spot.Likelihood, c.spot.Impact)
	case c.column == widget.OverColumn:
		return row + ", over appetite"
	case c.column == widget.NotAssessedColumn:
		return row + ", not assessed"
	}
	return row + ", " + c.level().String()
}

// filter gives the expression that finds the threats of the cell, and no
// others, in the register. Where no words can say it, it names their ids.
func (c cell) filter() (string, error) {
	state := c.heat.State.String()
	over := c.view.counts() && c.column == widget.OverColumn
	if c.view != blind && (c.heat.Case != model.AsRated || over && c.heat.Appetite.Lines()) {
		return idFilter(c.threats())
	}
	terms := c.rowTerms()
	switch {
	case c.view == blind:
		return strings.Join(append(terms, valueTerm("category", c.blind.Categories[c.column])), " "), nil
	case c.view.grid():
		terms = append(terms, state+"_likelihood="+c.spot.Likelihood.String(), state+"_impact="+c.spot.Impact.String())
		if c.strays(func(r *model.Rating) bool { return r.Placed() }) {
			terms = append(terms, state+"_risk:*")
		}
		return strings.Join(terms, " "), nil
	}
	level := state + "_risk=" + c.level().String()
	if over {
		level = state + "_risk>" + c.heat.Appetite.Register.String()
	}
	terms = append(terms, level)
	if c.strays(func(r *model.Rating) bool { return r.Level.Rated() }) {
		terms = append(terms, state+"_likelihood:*", state+"_impact:*")
	}
	return strings.Join(terms, " "), nil
}

// mostIDs bounds a filter of ids: nobody reads a longer one.
const mostIDs = 1000

// idFilter names threats.
func idFilter(ts []*model.Threat) (string, error) {
	if len(ts) > mostIDs {
		return "", fmt.Errorf("%d threats are too many to list by their ids; choose a smaller cell, or c until the ranges are as rated", len(ts))
	}
	ids := make([]string, len(ts))
	for i, t := range ts {
		ids[i] = t.ID
	}
	return "id=" + strings.Join(ids, ","), nil
}

// axisFields are the words by which a filter asks for the rows of a map.
var axisFields = map[model.Axis]string{model.ByPhase: "lifecycle_phase", model.ByActivity: "lifecycle_activity", model.ByCategory: "category",
	model.ByLayer: "layer", model.ByParty: "party"}

func (c cell) rowTerms() []string {
	if c.row == allPhases {
		return nil
	}
	name := ""
	if c.view == blind {
		name = c.blind.Phases[c.row]
	} else {
		name = c.heat.Rows[c.row].Name
	}
	return []string{valueTerm(axisFields[c.heat.By], name)}
}

func valueTerm(field, name string) string {
	if name == model.NotClassified {
		return field + ":?"
	}
	return fmt.Sprintf("%s=%q", field, name)
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
	name := c.heat.Rows[c.row].Name
	switch none := c.activities(); {
	case name == model.NotClassified:
		s.bench.Refuse("a threat without a %s belongs to none", c.heat.By)
	case len(none) == 0:
		s.bench.Refuse("every activity of %s has a threat", name)
	default:
		s.bench.Say("no threat yet for: %s; a attests that somebody looked", strings.Join(none, ", "))
	}
}
