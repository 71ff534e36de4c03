// Package csvfile reads and writes our own CSV: one threat a row, one field a
// column, under the names of model.Fields.
//
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
	"strings"

	"parry/model"
)

// Limits of a file from outside. A file of our own may be large: it is the
// whole register.
const (
	maxFile  = 256 << 20 // bytes
	maxRows  = 1_000_000 // threats
	maxCells = 1_000     // in one row: many times our columns
)

// bom is the mark that Excel puts before UTF-8.
const bom = "\uFEFF"

// Recognise says whether a file that begins with head is likely ours: its
// first line has a title or an id, and we know at least half of its columns.
// One that is cut at other signs than commas counts too: Read then says so.
func Recognise(head []byte) bool {
	line, _, _ := strings.Cut(strings.TrimPrefix(string(head), bom), "\n")
	line = strings.TrimSuffix(line, "\r")
	for _, sign := range []string{",", ";", "\t"} {
		if isHeader(strings.Split(line, sign)) {
			return true
		}
	}
	return false
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
