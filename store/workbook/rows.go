package workbook

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"parry/model"
)

// MaxColumns is how many columns a sheet has at most.
const MaxColumns = 1_000

// Rows gives the rows of a sheet one by one.
type Rows struct {
	b        *Book
	file     io.ReadCloser
	x        *markup
	part     string
	row      int
	formulas int
	failed   int
	ended    bool

	read, held  int    // rows and cells so far
	wide        int    // of the row before
	value, text []byte // of the cell, room that is used again

	texts strings.Builder // of many cells, one behind the other
}

// beside gives a text a place beside those of other cells: a sheet has half a million of them.
func (r *Rows) beside(text []byte) string {
	const rooms, long = 64 << 10, 4 << 10
	if len(text) > long {
		return string(text)
	}
	if r.texts.Cap()-r.texts.Len() < len(text) {
		r.texts = strings.Builder{}
		r.texts.Grow(rooms)
	}
	from := r.texts.Len()
	r.texts.Write(text)
	return r.texts.String()[from:]
}

// Rows opens the sheet at that place of Sheets.
func (b *Book) Rows(sheet int) (*Rows, error) {
	r := &Rows{b: b, part: b.sheets[sheet].part}
	if b.Has("xl/sharedStrings.xml") && !b.shared {
		if err := b.readTexts(); err != nil {
			return nil, err
		}
		b.shared = true
	}
	file, err := b.Open(r.part)
	if err != nil {
		return nil, err
	}
	r.file = &ahead{from: file}
	r.x = newMarkup(r.file)
	return r, nil
}

// Close ends the reading.
func (r *Rows) Close() { r.file.Close() }

// Formulas counts the cells so far that are computed: what they last came to was read.
func (r *Rows) Formulas() int { return r.formulas }

// Failed counts the cells so far that hold an error of the spreadsheet.
func (r *Rows) Failed() int { return r.failed }

// Merged counts, after the last row, the places where cells of several rows are one. A
// part that is broken there has given all its rows.
func (r *Rows) Merged() (n int) {
	for r.ended {
		kind, err := r.x.next()
		if err != nil || kind == nothing {
			break
		}
		if kind == begins && r.x.name == "mergeCell" {
			from, to, _ := strings.Cut(r.x.attr("ref"), ":")
			if digits := strings.IndexAny(to, "0123456789"); digits >= 0 && !strings.HasSuffix(from, to[digits:]) {
				n++
			}
		}
	}
	return n
}

// maxTexts is how many texts the cells of a workbook share at most.
const maxTexts = 2_000_000

// readTexts reads the texts that cells name by number. What stands in <rPh> is how a
// text is said, not the text.
func (b *Book) readTexts() error {
	var text strings.Builder
	in, said := false, 0
	return b.walk("xl/sharedStrings.xml", func(e *markup) error {
		switch e.name {
		case "si":
			text.Reset()
		case "rPh":
			said++
		case "t":
			in = said == 0
		}
		return nil
	}, func(s []byte) {
		if in {
			text.Write(s)
		}
	}, func(name string) error {
		switch name {
		case "t":
			in = false
		case "rPh":
			said--
		case "si":
			if len(b.texts) == maxTexts {
				return fmt.Errorf("more than %d texts; split the file", maxTexts)
			}
			b.texts = append(b.texts, unescaped(text.String()))
		}
		return nil
	})
}

// mostRows is how many rows a sheet has in any spreadsheet, mostCells what one holds of them
// at most: many times what a table of as many threats as may come in needs.
const (
	mostRows  = 1_048_576
	mostCells = 20_000_000
)

// Next gives the next row that the sheet has, and io.EOF after the last.
func (r *Rows) Next() ([]string, string, error) {
	for !r.ended {
		kind, err := r.x.next()
		switch {
		case err != nil:
		case kind == nothing:
			r.ended = true
		case kind == directed:
			err = errDirected
		case kind == begins && r.x.name == "row":
			var cells []string
			if cells, err = r.cells(); err == nil {
				return cells, "row " + strconv.Itoa(r.row), nil
			}
		case kind == ends:
			r.ended = r.x.name == "sheetData"
		}
		if err != nil {
			return nil, "", wrong(r.part, r.x, err)
		}
	}
	return nil, "", io.EOF
}

// inside is next for what a row holds.
func (r *Rows) inside() (piece, error) {
	kind, err := r.x.next()
	switch {
	case err != nil:
	case kind == nothing:
		err = errors.New("the sheet ends in the middle of a row")
	case kind == directed:
		err = errDirected
	}
	return kind, err
}

// cells reads the cells of a row; those that are not there are empty.
func (r *Rows) cells() ([]string, error) {
	r.row++
	if r.read++; r.read > mostRows {
		return nil, fmt.Errorf("more than %d rows; split the file", mostRows)
	}
	if n, err := strconv.Atoi(string(r.x.value("r"))); err == nil && n > 0 {
		r.row = n
	}
	cells := make([]string, 0, r.wide)
	for {
		kind, err := r.inside()
		if err != nil {
			return nil, err
		}
		switch {
		case kind == begins && r.x.name == "c":
			at := len(cells)
			if ref := r.x.value("r"); len(ref) > 0 {
				if at = column(ref); at < len(cells) {
					return nil, fmt.Errorf("the cell %.12q stands out of its place", ref)
				}
			}
			if at >= MaxColumns {
				return nil, fmt.Errorf("more than %d columns; leave out those that parry need not read", MaxColumns)
			}
			if r.held += 1 + at - len(cells); r.held > mostCells {
				return nil, fmt.Errorf("more than %d cells; split the file", mostCells)
			}
			text, err := r.cell()
			if err != nil {
				return nil, err
			}
			for len(cells) < at {
				cells = append(cells, "")
			}
			cells = append(cells, text)
		case kind == ends && r.x.name == "row":
			r.wide = len(cells)
			return cells, nil
		}
	}
}

// column gives the place of a cell in its row from its name: 2 for "C12"; a name that
// is none stands far out.
func column(ref []byte) int {
	n, i := 0, 0
	for ; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		n = 26*n + int(ref[i]-'A') + 1
	}
	if n == 0 {
		return MaxColumns
	}
	return n - 1
}

// A cellHead is what the tag of a cell says.
type cellHead struct {
	name, sort string
	style      int // -1 where none is said
}

func (r *Rows) cellHead() (c cellHead) {
	c.style = -1
	if style := r.x.value("s"); len(style) > 0 {
		if n, err := strconv.Atoi(string(style)); err == nil {
			c.style = n
		}
	}
	switch sort := r.x.value("t"); string(sort) {
	case "inlineStr":
		c.sort = "inlineStr"
	case "s":
		c.sort, c.name = "s", r.x.attr("r")
	case "":
	default:
		c.sort = string(sort)
	}
	return c
}

// cell reads one cell as text.
func (r *Rows) cell() (string, error) {
	c := r.cellHead()
	value, text := r.value[:0], r.text[:0]
	in, said := "", 0
	for {
		kind, err := r.inside()
		if err != nil {
			return "", err
		}
		switch kind {
		case begins:
			switch in = r.x.name; in {
			case "f":
				r.formulas++
			case "rPh":
				said++
			}
		case says:
			switch {
			case in == "v":
				value = append(value, r.x.text...)
			case in == "t" && said == 0:
				text = append(text, r.x.text...)
			}
			if len(value)+len(text) > 8*model.MaxText {
				return "", fmt.Errorf("a cell is longer than %d KiB; shorten it", model.MaxText>>10)
			}
		case ends:
			if r.x.name == "rPh" {
				said--
			}
			if in = ""; r.x.name == "c" {
				r.value, r.text = value, text
				return r.meant(c)
			}
		}
	}
}

// meant gives what a cell means by its type.
func (r *Rows) meant(c cellHead) (string, error) {
	if c.sort == "inlineStr" {
		return unescaped(r.beside(r.text)), nil
	}
	value := string(r.value)
	switch c.sort {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 0 || n >= len(r.b.texts) {
			return "", fmt.Errorf("the cell %s names the text %.12q, which the workbook does not hold", c.name, value)
		}
		return r.b.texts[n], nil
	case "str":
		return unescaped(value), nil
	case "b":
		return map[string]string{"1": "yes", "0": "no"}[value], nil
	case "e":
		r.failed++
		return "", nil
	case "d":
		return strings.TrimSuffix(value, "T00:00:00"), nil
	}
	switch {
	case c.style >= 0 && c.style < len(r.b.dates) && r.b.dates[c.style]:
		return r.day(value), nil
	case c.style >= 0 && c.style < len(r.b.shares) && r.b.shares[c.style]:
		return share(value), nil
	}
	return plain(value), nil
}

// share turns a number that is shown as a share into what is shown: 0.3 is 30%.
func share(value string) string {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value
	}
	return strconv.FormatFloat(100*n, 'g', 12, 64) + "%"
}

// day turns the number of a day into the day. Day 60 is one that never was.
func (r *Rows) day(value string) string {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || n < 1 || n > 2_958_465 {
		return value
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if r.b.y1904 {
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return start.AddDate(0, 0, int(n)).Format(time.DateOnly)
}

// plain takes off a number what only the spreadsheet's arithmetic put there:
// 0.30000000000000004 is 0.3.
func plain(value string) string {
	if n, err := strconv.ParseFloat(value, 64); err == nil && len(value) > 15 {
		return strconv.FormatFloat(n, 'g', 15, 64)
	}
	return value
}

// unescaped turns _x000D_ into the sign that XML cannot hold.
func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if n, ok := Escaped(text[i:]); ok {
			b.WriteRune(n)
			i += len("_x0000_") - 1
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// Escaped says whether a text begins with _x and four digits of a sign that is no
// half of a pair.
func Escaped(text string) (rune, bool) {
	if len(text) < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:6], 16, 16)
	return rune(n), err == nil && (n < 0xD800 || n > 0xDFFF)
}
