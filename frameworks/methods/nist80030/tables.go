package nist80030

import "parry/model"

// A grid is a published 5×5 table turned the way levels count: row and column
// VL first. NIST prints the row VH on top.
type grid [5][5]model.Level

// at reads a cell; without both row and column it answers Unrated.
func (g grid) at(row, column model.Level) model.Level {
	if !row.Rated() || !column.Rated() {
		return model.Unrated
	}
	return g[row.Index()][column.Index()]
}

const (
	vl = model.VL
	l  = model.L
	m  = model.M
	h  = model.H
	vh = model.VH
)

// g5 is table G-5: row = initiation or occurrence, column = adverse impact,
// cell = overall likelihood. In seven cells it lies above its row; the rating
// flags them.
var g5 = grid{
	{vl, vl, l, l, l},
	{vl, l, l, m, m},
	{l, l, m, m, h},
	{l, m, m, h, vh},
	{l, m, h, vh, vh},
}

// i2 is table I-2: row = overall likelihood, column = impact, cell = level.
// It is no product of numbers: its rows H and VH are the same.
var i2 = grid{
	{vl, vl, vl, l, l},
	{vl, l, l, l, m},
	{vl, l, m, m, h},
	{vl, l, m, h, vh},
	{vl, l, m, h, vh},
}

// bands are NIST's half-numeric bands, VL first, on a scale of 0 to 100. They
// are no measured chances; they keep a room from meaning different things by
// the same word.
var bands = [5]string{"0-4", "5-20", "21-79", "80-95", "96-100"}

// frequencies are the yearly bands of table G-3, VL first.
var frequencies = [5]string{
	"less than 0.1 a year",
	"0.1 to 1 a year",
	"1 to 10 a year",
	"10 to 100 a year",
	"more than 100 a year",
}

// Matrix is table I-2 as a register's matrix.
func Matrix() model.Matrix {
	return model.Matrix{Name: "NIST SP 800-30 I-2", Version: version, Cells: i2}
}
