package model

import "slices"

type heatmapJSON struct {
	Schema   string        `json:"schema"`
	AsOf     string        `json:"as_of"`
	By       string        `json:"by"`
	State    string        `json:"state"`
	Rows     []heatRowJSON `json:"rows"`
	Unplaced []string      `json:"unplaced"`
}

type heatRowJSON struct {
	Name        string      `json:"name"`
	Counts      levelCounts `json:"counts"`
	Cells       [5][5]int   `json:"cells"`
	Above       int         `json:"above_appetite"`
	NotAssessed []string    `json:"not_assessed"`
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
		}
		if rows[i].NotAssessed == nil {
			rows[i].NotAssessed = []string{}
		}
	}
	return heatmapJSON{Schema, asOf, h.By.String(), h.State.String(), rows, threatIDs(h.Unplaced)}
}

// threatIDs is never nil, so that JSON has an array.
func threatIDs(ts []*Threat) []string {
	ids := make([]string, len(ts))
	for i, t := range ts {
		ids[i] = t.ID
	}
	return ids
}
