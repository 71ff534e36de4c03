package csvfile

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"parry/model"
	"parry/store/intake"
	"parry/store/mapping"
)

// Read reads a register of our own, or a table that other people keep, whose columns
// are guessed.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	return ReadMapped(r, mapping.Mapping{})
}

// ReadMapped reads a table: of our own where its header is ours and nothing else is
// said of it, else as the mapping says, or guesses for whoever traces it. Cells may stand between commas, semicolons,
// tabs or bars; columns in any order; the text in any encoding that intake knows. It gives the
// threats in the file's order, each with its place, and notes. If a cell of our own
// is bad it gives no threats, and an error that joins a Fault for each.
func ReadMapped(r io.Reader, m mapping.Mapping) ([]model.Incoming, []model.Note, error) {
	return readUpTo(r, m, maxFile, intake.OwnRecords)
}

func readUpTo(r io.Reader, m mapping.Mapping, size int64, threats func(bytes int) int) ([]model.Incoming, []model.Note, error) {
	text, was, err := intake.Text(r, size)
	if err != nil {
		return nil, nil, err
	}
	var notes []model.Note
	if was != "" {
		notes = append(notes, model.Note{Place: "line 1", Text: "the file is " + was + ", and was read as that"})
	}
	l := layoutOf(text)
	if m.Sheet != "" {
		return nil, nil, errors.New("a file of text has no sheets; leave --sheet out")
	}
	if m.Said() || isForeign(l.header) || m.Trace != nil && !isHeader(l.header) {
		if len(text) > intake.MaxFile {
			return nil, nil, intake.TooLarge(intake.MaxFile)
		}
		in, more, err := m.Read("csv", &source{l.all()})
		return in, append(notes, more...), err
	}
	rd := reader{rows: l.table(), most: threats(len(text))}
	if err := rd.header(); err != nil {
		return nil, nil, err
	}
	if err := rd.threats(); err != nil {
		return nil, nil, err
	}
	return rd.incoming, append(append(notes, l.above()...), rd.cols.lost()...), nil
}

// source hands rows to a mapping.
type source struct{ rows *rows }

func (s *source) Next() ([]string, string, error) {
	cells, line, err := s.rows.next(nil)
	return cells, "line " + strconv.Itoa(line), err
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
			return &Fault{Line: line, Says: fmt.Sprintf("the file holds more than %d records; split it", rd.most)}
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
		return fmt.Errorf("%d bytes are too many; a cell holds up to %d: shorten it, or move a part to another field", len(cell), model.MaxText)
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
