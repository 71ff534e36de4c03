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

// Read reads the first sheet of a workbook that holds a table of threats.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	return ReadMapped(r, mapping.Mapping{})
}

// ReadMapped reads one sheet: the one that is named, else the first that holds a table of
// threats. It is read as ours where all its columns are and nothing else is said, else as
// the mapping says.
func ReadMapped(r io.Reader, m mapping.Mapping) ([]model.Incoming, []model.Note, error) {
	b, err := workbook.Open(r)
	if err != nil {
		return nil, nil, err
	}
	if slices.Contains(b.Sheets(), "AICM") {
		return nil, nil, errors.New("this is the workbook of the AI Controls Matrix, a catalogue: `parry framework import` brings it in, and ctrl+o on the screen")
	}
	at, likely, err := choose(b, m)
	if err != nil {
		return nil, nil, err
	}
	if m.Trace != nil {
		m.Trace.Sheets, m.Trace.Sheet = b.Sheets(), b.Sheets()[at]
	}
	sheet, err := b.Rows(at)
	if err != nil {
		return nil, nil, err
	}
	defer sheet.Close()
	table := m.Begin(sheet)
	var in []model.Incoming
	var notes []model.Note
	if !m.Said() && mapping.Ours(table.Header()) {
		notes = table.Above()
		var more []model.Note
		in, more, err = mapping.ReadOwn(table)
		notes = append(notes, more...)
	} else {
		in, notes, err = m.Read(Name, table)
	}
	if errors.Is(err, mapping.ErrEmpty) {
		return nil, nil, fmt.Errorf("the sheet %q is empty", intake.Shown(b.Sheets()[at]))
	}
	if err != nil {
		return nil, nil, err
	}
	return in, append(notes, left(b, sheet, at, likely)...), nil
}

// choose says which sheet is read, and which hold a table of threats as far as their
// headers tell.
func choose(b *workbook.Book, m mapping.Mapping) (at int, likely []int, err error) {
	names := b.Sheets()
	if m.Sheet != "" {
		at = slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(strings.TrimSpace(name), strings.TrimSpace(m.Sheet)) })
		if at < 0 {
			return 0, nil, fmt.Errorf("the workbook has no sheet %q; it has %s", intake.Shown(m.Sheet), shown(names))
		}
		return at, nil, nil
	}
	if len(names) == 1 {
		return 0, nil, nil
	}
	for i := range names {
		sheet, err := b.Rows(i)
		if err != nil {
			continue // it is told when it is read
		}
		if header := m.Begin(sheet).Header(); mapping.Ours(header) || mapping.Likely(header) {
			likely = append(likely, i)
		}
		sheet.Close()
	}
	if len(likely) > 0 {
		at = likely[0]
	}
	return at, likely, nil
}

// shown tells the names of sheets in a sentence.
func shown(names []string) string {
	told := make([]string, len(names))
	for i, name := range names {
		told[i] = intake.Shown(name)
	}
	return intake.Names(told)
}

// left tells what of the workbook was not read.
func left(b *workbook.Book, r *workbook.Rows, at int, likely []int) []model.Note {
	var notes []model.Note
	if names := b.Sheets(); len(names) > 1 {
		text := fmt.Sprintf("only its sheet %q was read, not %s", intake.Shown(names[at]), shown(slices.Delete(slices.Clone(names), at, at+1)))
		if len(likely) > 1 {
			text += "; more than one holds threats: bring in each, --sheet NAME says which"
		}
		notes = append(notes, model.Note{Place: "the workbook", Lost: true, Text: text})
	}
	if names := b.Hidden(); len(names) > 0 {
		notes = append(notes, model.Note{Place: "the workbook", Lost: true, Text: "its hidden sheets were not read: " + shown(names)})
	}
	if n := r.Formulas(); n > 0 {
		text := fmt.Sprintf("%d cells are formulas; what they last came to was read", n)
		if n == 1 {
			text = "1 cell is a formula; what it last came to was read"
		}
		notes = append(notes, model.Note{Place: "the sheet", Text: text})
	}
	if n := r.Failed(); n > 0 {
		text := fmt.Sprintf("%d cells hold an error of the spreadsheet, such as #N/A: they came in empty", n)
		if n == 1 {
			text = "1 cell holds an error of the spreadsheet, such as #N/A: it came in empty"
		}
		notes = append(notes, model.Note{Place: "the sheet", Lost: true, Text: text})
	}
	if n := r.Merged(); n > 0 {
		notes = append(notes, model.Note{Place: "the sheet", Text: fmt.Sprintf("cells of several rows are merged in %d places: what they say stands in the first row of each alone", n)})
	}
	return notes
}
