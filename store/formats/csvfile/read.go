package csvfile

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"parry/model"
)

// Read reads a register: UTF-8 with or without a byte order mark, LF or CRLF,
// columns in any order. It gives the threats in the file's order, each with
// its place, and a note for each column that could not be taken. If a cell is
// bad it gives no threats, and an error that joins a Fault for each.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	return readUpTo(r, maxFile, maxRows)
}

func readUpTo(r io.Reader, size int64, threats int) ([]model.Incoming, []model.Note, error) {
	text, err := load(r, size)
	if err != nil {
		return nil, nil, err
	}
	rd := reader{rows: newRows(text), most: threats}
	if err := rd.header(); err != nil {
		return nil, nil, err
	}
	if err := rd.threats(); err != nil {
		return nil, nil, err
	}
	return rd.incoming, rd.cols.lost(), nil
}

// load reads all of a file that is small enough, and text throughout.
func load(r io.Reader, most int64) (string, error) {
	var b strings.Builder
	n, err := io.Copy(&b, io.LimitReader(r, most+1))
	if err != nil {
		return "", err
	}
	if n > most {
		return "", fmt.Errorf("the file is larger than %d MiB; split it", most>>20)
	}
	text := strings.TrimPrefix(b.String(), bom)
	if !utf8.ValidString(text) {
		return "", notUTF8(text)
	}
	return text, nil
}

// notUTF8 names the first byte that no UTF-8 text has.
func notUTF8(text string) error {
	at := 0
	for {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == utf8.RuneError && size < 2 {
			break
		}
		at += size
	}
	line := 1 + strings.Count(text[:at], "\n")
	column := 1 + utf8.RuneCountInString(text[1+strings.LastIndexByte(text[:at], '\n'):at])
	return &Fault{Line: line, Says: fmt.Sprintf(
		"byte %#02x, the %s sign of the line, is not UTF-8; save the file as UTF-8", text[at], ordinal(column))}
}

func ordinal(n int) string {
	suffix := "th"
	switch {
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1:
		suffix = "st"
	case n%10 == 2:
		suffix = "nd"
	case n%10 == 3:
		suffix = "rd"
	}
	return strconv.Itoa(n) + suffix
}

// A reader takes a file row by row.
type reader struct {
	rows     *rows
	most     int // threats
	cols     *columns
	faults   faults
	incoming []model.Incoming
}

func (rd *reader) header() error {
	names, _, err := rd.rows.next(nil)
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: the file is empty", ErrNoRegister)
	}
	if err != nil {
		return err
	}
	rd.cols, err = newColumns(names)
	return err
}

func (rd *reader) threats() error {
	cells := make([]string, 0, len(rd.cols.names))
	for {
		row, line, err := rd.rows.next(cells[:0])
		if errors.Is(err, io.EOF) {
			return rd.faults.err()
		}
		if err != nil {
			rd.faults.add(rd.named(err)) // nothing after it can be told apart
			return rd.faults.err()
		}
		if cells = row; blank(row) {
			continue
		}
		if len(rd.incoming) == rd.most {
			return &Fault{Line: line, Says: fmt.Sprintf("more than %d threats; split the file", rd.most)}
		}
		rd.row(row, line)
	}
}

// row takes one row, or says what is wrong with it.
func (rd *reader) row(row []string, line int) {
	if len(row) != len(rd.cols.names) {
		rd.faults.add(&Fault{Line: line, Says: fmt.Sprintf("cells in this row: %d, in the header: %d", len(row), len(rd.cols.names))})
		return
	}
	t := new(model.Threat)
	for i := range rd.cols.ours {
		c := &rd.cols.ours[i]
		if cell := row[c.at]; cell != "" {
			if err := take(t, c, cell); err != nil {
				rd.faults.add(&Fault{line, c.name, sentence(c.field.Name, err)})
			}
		}
	}
	if t.ID == "" && strings.TrimSpace(t.Title) == "" {
		rd.faults.add(&Fault{Line: line, Says: "the row has neither an id nor a title"})
	}
	for i := range rd.cols.others {
		if c := &rd.cols.others[i]; row[c.at] != "" {
			c.values++
		}
	}
	rd.incoming = append(rd.incoming, model.Incoming{Threat: t, Place: "line " + strconv.Itoa(line)})
}

func take(t *model.Threat, c *column, cell string) error {
	cell = bare(cell)
	if len(cell) > model.MaxText {
		return fmt.Errorf("%d bytes are too many; a cell holds up to %d", len(cell), model.MaxText)
	}
	return c.field.Load(t, cell)
}

// named puts the name of a column into a fault that knows only its number.
func (rd *reader) named(err error) error {
	var f *Fault
	if !errors.As(err, &f) {
		return err
	}
	if n, _ := strconv.Atoi(f.Column); n >= 1 && n <= len(rd.cols.names) {
		return &Fault{f.Line, rd.cols.names[n-1], f.Says}
	}
	return f
}

// blank says whether a row holds nothing; spreadsheets leave such rows behind.
func blank(row []string) bool {
	for _, cell := range row {
		if cell != "" {
			return false
		}
	}
	return true
}
