package aicmworkbook

import (
	"fmt"
	"io"
	"strings"
)

// A grid is a sheet whose columns have names.
type grid struct {
	name   string
	stamp  string   // cell A1
	header []string // in small letters, on one line
	group  []string // the header above each column, as it is written; that of merged cells carried on
	rows   []gridRow
}

type gridRow struct {
	cells []string
	place string
}

func (r gridRow) cell(at int) string {
	if at < 0 || at >= len(r.cells) {
		return ""
	}
	return r.cells[at]
}

// Limits of a sheet: the matrix has 270 rows, with its headers in the first three.
const (
	maxRows   = 10_000
	maxHeader = 12 // how far down the names of the columns may stand
)

// grid reads a sheet whose names of columns stand in the row that holds one called key.
// A sheet that is not there is nil.
func (f *file) grid(name, key string) (*grid, error) {
	at := f.place(name)
	if at < 0 {
		f.lose("the workbook", "it has no sheet %q", name)
		return nil, nil
	}
	rows, err := f.book.Rows(at)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	g := &grid{name: name}
	for n := 0; ; n++ {
		cells, place, err := rows.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if n == 0 && len(cells) > 0 {
			g.stamp = cells[0]
		}
		switch {
		case g.header != nil:
			if len(g.rows) == maxRows {
				return nil, fmt.Errorf("the sheet %q has more than %d rows; the matrix has some hundred", name, maxRows)
			}
			g.rows = append(g.rows, gridRow{cells, "sheet " + name + ", " + place})
		case n < maxHeader:
			g.head(cells, key)
		}
	}
	if g.header == nil {
		return nil, fmt.Errorf("the sheet %q has no column %q; take the workbook as the Cloud Security Alliance gives it out", name, key)
	}
	return g, nil
}

// head takes a row above the data: the names of columns, or of groups of them.
func (g *grid) head(cells []string, key string) {
	labels, lines := make([]string, len(cells)), make([]string, len(cells))
	isHeader := false
	for i, c := range cells {
		lines[i] = oneLine(c)
		labels[i] = strings.ToLower(lines[i])
		isHeader = isHeader || labels[i] == key
	}
	if !isHeader {
		g.group = lines
		return
	}
	g.header = labels
	groups, last := make([]string, len(labels)), ""
	for i := range labels {
		if i < len(g.group) && g.group[i] != "" && i > 0 {
			last = g.group[i]
		}
		groups[i] = last
	}
	g.group = groups
}

// column finds a column by its name; below 0 if there is none.
func (g *grid) column(name string) int {
	for i, h := range g.header {
		if h == name {
			return i
		}
	}
	return -1
}

// title is what a column is called, with its group.
func (g *grid) title(at int) string {
	return strings.TrimSpace(strings.TrimPrefix(g.group[at]+": "+g.header[at], ": "))
}
