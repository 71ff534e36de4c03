package owasprr

import "parry/model"

// A band is one of the three steps of the methodology.
type band int

// The bands, lowest first: below 3, below 6, and up to 9.
const (
	low band = iota
	medium
	high
)

func (b band) String() string { return [...]string{"LOW", "MEDIUM", "HIGH"}[b] }

// level is the band on parry's scale of five, of which it uses the middle
// three.
func (b band) level() model.Level { return [...]model.Level{model.L, model.M, model.H}[b] }

// band compares the sum with the limits times the number of factors, so that
// 23 of 8 is LOW and 24 of 8 is MEDIUM whatever their mean is printed as.
func (m mean) band() band {
	switch n := len(m.factors); {
	case m.sum < 3*n:
		return low
	case m.sum < 6*n:
		return medium
	}
	return high
}

// A severity is a cell of the table, and the level that it is on parry's scale.
type severity struct {
	name  string
	level model.Level
}

var (
	note     = severity{"Note", model.VL}
	minor    = severity{"Low", model.L}
	moderate = severity{"Medium", model.M}
	grave    = severity{"High", model.H}
	critical = severity{"Critical", model.VH}
)

// severities is the published table: row = impact, column = likelihood, LOW to
// HIGH each.
var severities = [3][3]severity{
	{note, minor, moderate},
	{minor, moderate, grave},
	{moderate, grave, critical},
}

// Matrix is the severity table as a register's matrix. The two outer steps of
// parry's scale are read as the band next to them: VL as LOW, VH as HIGH.
func Matrix() model.Matrix {
	m := model.Matrix{Name: "OWASP Risk Rating severity", Version: version}
	of := [5]band{low, low, medium, high, high}
	for i, likelihood := range of {
		for k, impact := range of {
			m.Cells[i][k] = severities[impact][likelihood].level
		}
	}
	return m
}
