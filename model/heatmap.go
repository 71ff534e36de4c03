package model

// An Axis says what the rows of a heatmap stand for.
type Axis uint8

// The axes there are: main category and main layer only, so that every threat
// stands in one row.
const (
	ByPhase Axis = iota
	ByActivity
	ByCategory
	ByLayer
)
