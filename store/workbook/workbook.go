// Package workbook reads the rows of the sheets of a spreadsheet's file (XLSX, ECMA-376),
// within the limits of package intake.
//
//   - workbook.go: the parts of a workbook: sheets, texts, which numbers are dates.
//   - rows.go: the rows of a sheet, each cell as the text that it means.
//   - markup.go: XML, piece by piece.
//   - ahead.go: a long sheet is unpacked on another processor.
//
// It is written on the standard library: the libraries there are either link package net
// or unpack whatever they are given.
package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"parry/store/intake"
)

// A Book is an open workbook.
type Book struct {
	*intake.Archive
	sheets []sheet
	hidden []string // names of sheets that are not on show
	dates  []bool   // by number of a cell's format
	shares []bool   // so are those that show a share of a hundred
	y1904  bool     // days are counted from 1904
	texts  []string // shared by cells
	shared bool     // they were read
}

type sheet struct{ name, part string }

// Recognise says whether a file begins as a workbook does: a zip archive that names
// the parts of one.
func Recognise(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) && (bytes.Contains(head, []byte("[Content_Types].xml")) || bytes.Contains(head, []byte("xl/")))
}

// Open reads what stands around the sheets.
func Open(r io.Reader) (*Book, error) {
	a, err := intake.OpenArchive(r)
	if err != nil {
		return nil, err
	}
	b := &Book{Archive: a}
	if !a.Has("xl/workbook.xml") {
		return nil, errors.New("this is no workbook: the archive holds no xl/workbook.xml")
	}
	if err := b.workbook(); err != nil {
		return nil, err
	}
	if len(b.sheets) == 0 {
		return nil, errors.New("the workbook has no sheet")
	}
	if a.Has("xl/styles.xml") {
		err = b.styles()
	}
	return b, err
}

// walk hands over each element that begins, and each text. A document type is refused:
// no workbook has one, and it is how XML is made to grow.
func (b *Book) walk(part string, start func(*markup) error, text func([]byte), end func(string) error) error {
	f, err := b.Open(part)
	if err != nil {
		return err
	}
	defer f.Close()
	x := newMarkup(f)
	for depth := 0; ; {
		kind, err := x.next()
		if err == nil {
			switch kind {
			case nothing:
				return nil
			case begins:
				if depth++; depth > intake.MaxDepth {
					err = fmt.Errorf("elements stand more than %d deep in each other; save the sheet as CSV", intake.MaxDepth)
				} else {
					err = start(x)
				}
			case ends:
				depth--
				if end != nil {
					err = end(x.name)
				}
			case says:
				if text != nil {
					text(x.text)
				}
			case directed:
				err = errDirected
			}
		}
		if err != nil {
			return wrong(part, x, err)
		}
	}
}

var errDirected = errors.New("a document type stands there, which no workbook has; save the sheet as CSV")

// wrong says where a part cannot be read.
func wrong(part string, x *markup, err error) error {
	return fmt.Errorf("%s, line %d: %w", path.Base(part), x.lineNow(), err)
}

// workbook reads the names of the sheets and where they lie.
func (b *Book) workbook() error {
	parts := map[string]string{}
	if b.Has("xl/_rels/workbook.xml.rels") {
		err := b.walk("xl/_rels/workbook.xml.rels", func(e *markup) error {
			if e.name == "Relationship" && e.attr("TargetMode") != "External" {
				target := e.attr("Target")
				if !strings.HasPrefix(target, "/") {
					target = "xl/" + target
				}
				parts[e.attr("Id")] = strings.TrimPrefix(path.Clean(target), "/")
			}
			return nil
		}, nil, nil)
		if err != nil {
			return err
		}
	}
	return b.walk("xl/workbook.xml", func(e *markup) error {
		switch e.name {
		case "workbookPr":
			b.y1904 = e.attr("date1904") == "1" || e.attr("date1904") == "true"
		case "sheet":
			id := ""
			for _, a := range e.attrs {
				if string(a.name) == "id" && a.prefixed {
					id = string(a.value)
				}
			}
			part := parts[id]
			switch state := e.attr("state"); {
			case part == "" || !b.Has(part):
			case state == "hidden" || state == "veryHidden":
				b.hidden = append(b.hidden, e.attr("name"))
			default:
				b.sheets = append(b.sheets, sheet{e.attr("name"), part})
			}
		}
		return nil
	}, nil, nil)
}

// styles finds which cell formats show a day.
func (b *Book) styles() error {
	codes, in := map[int]string{}, ""
	return b.walk("xl/styles.xml", func(e *markup) error {
		switch e.name {
		case "cellXfs", "cellStyleXfs":
			in = e.name
		case "numFmt":
			id, _ := strconv.Atoi(e.attr("numFmtId")) // what is none is 0, which is no date
			codes[id] = e.attr("formatCode")
		case "xf":
			if in == "cellXfs" && len(b.dates) < 100_000 {
				id, _ := strconv.Atoi(e.attr("numFmtId"))
				b.dates = append(b.dates, isDate(id, codes[id]))
				b.shares = append(b.shares, id == 9 || id == 10 || strings.HasSuffix(codes[id], "%"))
			}
		}
		return nil
	}, nil, nil)
}

// isDate says whether a number format shows a day: those that are built in, and those
// whose code has a day or a year in it outside of quotes and brackets.
func isDate(id int, code string) bool {
	if id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 36 || id >= 50 && id <= 58 {
		return true
	}
	quoted := false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\':
			i++
		case c == '[':
			for i < len(code) && code[i] != ']' {
				i++
			}
		case c == 'd' || c == 'D' || c == 'y' || c == 'Y':
			return true
		}
	}
	return false
}

// Sheets gives the names of the sheets that are on show, in their order.
func (b *Book) Sheets() []string {
	names := make([]string, len(b.sheets))
	for i, s := range b.sheets {
		names[i] = s.name
	}
	return names
}

// Hidden gives the names of the sheets that are not.
func (b *Book) Hidden() []string { return b.hidden }
