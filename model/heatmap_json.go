package model

import "slices"

type heatmapJSON struct {
	Schema   string        `json:"schema"`
	AsOf     string        `json:"as_of"`
	By       string        `json:"by"`
	State    string        `json:"state"`
	Case     string        `json:"case,omitempty"`     // where it is not "as rated"
	Appetite []string      `json:"appetite,omitempty"` // the register's line, then those of phases and categories
	Rows     []heatRowJSON `json:"rows"`
	Unplaced []string      `json:"unplaced"`
}

type heatRowJSON struct {
	Name        string      `json:"name"`
	Counts      levelCounts `json:"counts"`
	Cells       [5][5]int   `json:"cells"`
	Above       int         `json:"above_appetite"`
	NotAssessed []string    `json:"not_assessed"`
	Attested    []string    `json:"attested,omitempty"`
}

type levelCounts struct{ VL, L, M, H, VH int }

// JSON gives the map in the shape that `parry heatmap --json` prints; rows
// stay in the order of the axis.
func (h *Heatmap) JSON(asOf string) any {
	rows := make([]heatRowJSON, len(h.Rows))
	for i := range h.Rows {
		row := &h.Rows[i]
		c := row.Counts
		rows[i] = heatRowJSON{
			Name:        row.Name,
			Counts:      levelCounts{c[0], c[1], c[2], c[3], c[4]},
			Cells:       row.cells,
			Above:       row.Above,
			NotAssessed: slices.Sorted(slices.Values(row.NotAssessed)),
			Attested:    slices.Sorted(slices.Values(row.Attested)),
		}
		if rows[i].NotAssessed == nil {
			rows[i].NotAssessed = []string{}
		}
	}
	shape := heatmapJSON{Schema: Schema, AsOf: asOf, By: h.By.String(), State: h.State.String(), Rows: rows, Unplaced: threatIDs(h.Unplaced)}
	if h.Case != AsRated {
		shape.Case = h.Case.String()
	}
	if h.Appetite.Lines() {
		shape.Appetite = h.Appetite.Words()
	}
	return shape
}

// threatIDs is never nil, so that JSON has an array.
func threatIDs(ts []*Threat) []string {
	ids := make([]string, len(ts))
	for i, t := range ts {
		ids[i] = t.ID
	}
	return ids
}
