// Package xlsxfile reads and writes threats as a workbook of a spreadsheet (XLSX,
// ECMA-376): the columns of our CSV, and tables that other people keep. The rows are read
// by package workbook; write.go: threats into a workbook.
//
// The promise: what Write wrote, Read gives back field by field. Every text is written
// as text, so no cell is ever a formula.
package xlsxfile

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"parry/model"
	"parry/store/intake"
	"parry/store/mapping"
	"parry/store/workbook"
)

// Name is the name of the format.
const Name = "xlsx"

// longCell is how many UTF-16 units a cell holds; what is longer goes on in a further
// column.
const longCell = 32_767

// Recognise says whether a file begins as a workbook does.
func Recognise(head []byte) bool { return workbook.Recognise(head) }

// Read reads the first sheet of a workbook.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	return ReadMapped(r, mapping.Mapping{})
}

// ReadMapped reads the first sheet: as ours where all its columns are and nothing else
// is said, else as the mapping says.
func ReadMapped(r io.Reader, m mapping.Mapping) ([]model.Incoming, []model.Note, error) {
	b, err := workbook.Open(r)
	if err != nil {
		return nil, nil, err
	}
	if slices.Contains(b.Sheets(), "AICM") {
		return nil, nil, errors.New("this is the workbook of the AI Controls Matrix, a catalogue: `parry framework import` brings it in, and ctrl+o on the screen")
	}
	sheet, err := b.Rows(0)
	if err != nil {
		return nil, nil, err
	}
	defer sheet.Close()
	header, place, err := sheet.Next()
	if err == io.EOF {
		return nil, nil, fmt.Errorf("the sheet %q is empty", intake.Shown(b.Sheets()[0]))
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
	return in, append(notes, left(b, sheet)...), nil
}

// left tells what of the workbook was not read.
func left(b *workbook.Book, r *workbook.Rows) []model.Note {
	var notes []model.Note
	if names := b.Sheets()[1:]; len(names) > 0 {
		for i := range names {
			names[i] = intake.Shown(names[i])
		}
		notes = append(notes, model.Note{Place: "the workbook", Lost: true, Text: "only its first sheet was read, not " + strings.Join(names, ", ")})
	}
	if n := r.Formulas(); n > 0 {
		notes = append(notes, model.Note{Place: "the sheet", Text: fmt.Sprintf("%d cells are formulas; what they last came to was read", n)})
	}
	return notes
}

// again gives the header once more.
type again struct {
	*workbook.Rows
	header []string
	place  string
	told   bool
}

func (a *again) Next() ([]string, string, error) {
	if !a.told {
		a.told = true
		return a.header, a.place, nil
	}
	return a.Rows.Next()
}
