// Package csvfile reads and writes CSV, our own above all: one threat a row, one field a
// column, under the names of model.Fields.
//
// Tables that other people keep are read too, by what package mapping makes of their
// columns.
//
//   - layout.go: what stands between cells, and where the header is.
//   - read.go: a file into incoming threats, or a sentence for each bad cell.
//   - columns.go: which column holds which field.
//   - rows.go: RFC 4180, cut into rows and cells.
//   - write.go: threats into a file.
//   - guard.go: cells that a spreadsheet would run.
//   - fault.go: what is said when a file cannot be taken.
//
// The promise: what Write wrote, Read gives back field by field. Who wrote a
// threat and when is parry's own bookkeeping, and in JSON only.
package csvfile

import (
	"slices"
	"strings"

	"parry/model"
	"parry/store/intake"
	"parry/store/mapping"
)

// Limits of a file from outside. A file of our own may be large, as it is the whole register;
// a table of other people is held to what any foreign file is.
const (
	maxFile  = 256 << 20 // bytes
	maxCells = 1_000     // in one row: many times our columns
)

// Recognise says whether a file that begins with head is a table of threats: of our
// own, where its header has a title or an id and we know at least half of its columns, or
// of other people.
func Recognise(head []byte) bool {
	return layoutOf(intake.Head(head)).isTable()
}

// Tabular says whether a file that begins with head is a table of anything: a header of
// names and a row that has as many cells. Only a person can tell then what it is about.
func Tabular(head []byte) bool {
	text := intake.Head(head)
	if mayBeTree(text) || strings.ContainsRune(text, 0) {
		return false
	}
	rows := layoutOf(text).all()
	header, _, err := rows.next(nil)
	for n := 0; err == nil && n < mostAbove && len(header) > 1 && filled(header) < 2; n++ { // a title, and empty cells beside it
		header, _, err = rows.next(nil)
	}
	if err != nil || len(header) < 2 || slices.ContainsFunc(header[:2], func(name string) bool { return strings.TrimSpace(name) == "" }) {
		return false
	}
	row, _, err := rows.next(nil)
	return err == nil && len(row) == len(header)
}

// isForeign says whether a header is of a table that other people keep: it is likely one of
// threats, or begins as ours does, and has names for our fields that we do not use.
func isForeign(names []string) bool {
	switch {
	case mapping.Ours(names):
		return false
	case isHeader(names):
		return mapping.Others(names)
	}
	return mapping.Likely(names)
}

func isHeader(names []string) bool {
	known, named := 0, false
	for _, name := range names {
		f, ok := fieldOf(strings.Trim(name, `"`))
		if ok {
			known++
			named = named || f.Name == "id" || f.Name == "title"
		}
	}
	return named && 2*known >= len(names)
}

// fieldOf finds the field of a column, by its name or by its CSV name, in any
// case.
func fieldOf(column string) (*model.Field, bool) {
	f, ok := byColumn[strings.ToLower(strings.TrimSpace(column))]
	return f, ok
}

var byColumn = func() map[string]*model.Field {
	m := make(map[string]*model.Field, 2*len(model.Fields))
	for i := range model.Fields {
		f := &model.Fields[i]
		m[f.Name], m[f.CSVName()] = f, f
	}
	return m
}()
