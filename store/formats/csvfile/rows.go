package csvfile

import (
	"fmt"
	"io"
	"strings"
)

// rows cuts a text into rows of cells by RFC 4180, with LF or CRLF between
// them. encoding/csv would do, but turns every CRLF inside a cell into LF, so
// that a text would not come back as it was written.
type rows struct {
	text string
	at   int  // of the next byte
	line int  // of the next byte, from 1
	sep  byte // between cells
	crlf bool // a tool wrote CRLF throughout: inside cells too it means LF
}

func newRows(text string, sep byte) *rows {
	header, _, _ := strings.Cut(text, "\n")
	return &rows{text: text, line: 1, sep: sep, crlf: strings.HasSuffix(header, "\r")}
}

// next gives the cells of the next row, appended to cells, and the line that
// the row begins on; io.EOF after the last.
func (r *rows) next(cells []string) ([]string, int, error) {
	line := r.line
	if r.at >= len(r.text) {
		return cells, line, io.EOF
	}
	for {
		cell, last, err := r.cell(len(cells) + 1)
		if err != nil {
			return cells, line, err
		}
		if cells = append(cells, cell); last {
			return cells, line, nil
		}
		if len(cells) == maxCells {
			return cells, line, &Fault{Line: line, Says: fmt.Sprintf("more than %d cells in one row; leave out columns", maxCells)}
		}
	}
}

// cell gives the next cell, the n-th of its row, and whether it ends the row.
func (r *rows) cell(n int) (cell string, last bool, err error) {
	if r.at < len(r.text) && r.text[r.at] == '"' {
		return r.quoted(n)
	}
	for i := r.at; i < len(r.text); i++ {
		switch r.text[i] {
		case r.sep:
			cell, r.at = r.text[r.at:i], i+1
			return cell, false, nil
		case '\n':
			cell, r.at = strings.TrimSuffix(r.text[r.at:i], "\r"), i+1
			r.line++
			return cell, true, nil
		case '"':
			return "", false, r.fault(n, "a quote stands inside a cell that does not begin with one; put the cell in quotes and double those in it")
		}
	}
	cell, r.at = strings.TrimSuffix(r.text[r.at:], "\r"), len(r.text)
	return cell, true, nil
}

// quoted gives a cell that begins with a quote.
func (r *rows) quoted(n int) (cell string, last bool, err error) {
	start, doubled := r.at+1, false
	end := start
	for {
		i := strings.IndexByte(r.text[end:], '"')
		if i < 0 {
			return "", false, r.fault(n, "the quote that opens this cell is never closed")
		}
		end += i
		if !strings.HasPrefix(r.text[end+1:], `"`) {
			break
		}
		doubled, end = true, end+2
	}
	cell = r.text[start:end]
	if doubled {
		cell = strings.ReplaceAll(cell, `""`, `"`)
	}
	if r.crlf {
		cell = strings.ReplaceAll(cell, "\r\n", "\n")
	}
	last, width, ok := r.rowEnd(r.text[end+1:])
	if !ok {
		return "", false, r.fault(n, "text follows the quote that closes this cell; double the quotes inside a cell")
	}
	r.line += strings.Count(r.text[start:end], "\n")
	if last && width > 0 {
		r.line++
	}
	r.at = end + 1 + width
	return cell, last, nil
}

// rowEnd says whether rest begins with what may follow a closed quote, how
// long that is, and whether it ends the row.
func (r *rows) rowEnd(rest string) (last bool, width int, ok bool) {
	switch {
	case rest == "":
		return true, 0, true
	case rest[0] == r.sep:
		return false, 1, true
	case rest[0] == '\n':
		return true, 1, true
	case strings.HasPrefix(rest, "\r\n"):
		return true, 2, true
	case rest == "\r":
		return true, 1, true
	}
	return false, 0, false
}

func (r *rows) fault(n int, says string) error {
	return &Fault{Line: r.line, Column: fmt.Sprint(n), Says: says}
}
