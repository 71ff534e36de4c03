// Package xlsxfile reads and writes threats as a workbook of a spreadsheet (XLSX,
// ECMA-376): the columns of our CSV, and tables that other people keep.
//
//   - book.go: the parts of a workbook: sheets, texts, which numbers are dates.
//   - rows.go: the rows of a sheet.
//   - write.go: threats into a workbook.
//
// It is written on the standard library, with the limits of package intake: the
// libraries there are either link package net or unpack whatever they are given.
//
// The promise: what Write wrote, Read gives back field by field. Every text is written
// as text, so no cell is ever a formula.
package xlsxfile

import (
	"bytes"
	"fmt"
	"io"

	"parry/model"
	"parry/store/intake"
	"parry/store/mapping"
)

// Name is the name of the format.
const Name = "xlsx"

// Limits of a sheet.
const (
	maxColumns = 1_000
	longCell   = 32_767 // UTF-16 units that a cell holds; what is longer goes on in a further column
)

// Recognise says whether a file begins as a workbook does: a zip archive that names
// the parts of one.
func Recognise(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) && (bytes.Contains(head, []byte("[Content_Types].xml")) || bytes.Contains(head, []byte("xl/")))
}

// Read reads the first sheet of a workbook.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	return ReadMapped(r, mapping.Mapping{})
}

// ReadMapped reads the first sheet: as ours where all its columns are and nothing else
// is said, else as the mapping says.
func ReadMapped(r io.Reader, m mapping.Mapping) ([]model.Incoming, []model.Note, error) {
	b, err := open(r)
	if err != nil {
		return nil, nil, err
	}
	sheet, err := b.rows()
	if err != nil {
		return nil, nil, err
	}
	defer sheet.close()
	header, place, err := sheet.Next()
	if err == io.EOF {
		return nil, nil, fmt.Errorf("the sheet %q is empty", intake.Shown(b.sheets[0].name))
	}
	if err != nil {
		return nil, nil, err
	}
	src := &again{sheet, header, place, false}
	var in []model.Incoming
	var notes []model.Note
	if !m.Said() && mapping.Ours(header) {
		in, notes, err = mapping.ReadOwn(src)
	} else {
		in, notes, err = m.Read(Name, src)
	}
	if err != nil {
		return nil, nil, err
	}
	return in, append(notes, b.notes(sheet)...), nil
}

// again gives the header once more.
type again struct {
	*rows
	header []string
	place  string
	told   bool
}

func (a *again) Next() ([]string, string, error) {
	if !a.told {
		a.told = true
		return a.header, a.place, nil
	}
	return a.rows.Next()
}
