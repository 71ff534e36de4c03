package mapping

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// many is how many of our columns a table has that is ours, whatever stands beside
// them: somebody added a column of his own to what went out from here.
const many = 20

// Ours says whether a header is ours: every column is, or many are, a title or an id
// among them. A field that is too long for one cell goes on in "field+2", "field+3".
func Ours(header []string) bool {
	named, count := false, 0
	for _, name := range header {
		f, _, ok := part(name)
		if ok && !f.Hidden {
			count++
			named = named || f.Name == "id" || f.Name == "title"
		}
	}
	return named && (count == len(header) || count >= many)
}

// part takes the name of a column apart: the field, and which part of it.
func part(name string) (model.Field, int, bool) {
	base, number, cut := strings.Cut(name, "+")
	n := 1
	if cut {
		var err error
		if n, err = strconv.Atoi(number); err != nil || n < 2 {
			return model.Field{}, 0, false
		}
	}
	f, ok := fieldOf(base)
	return f, n, ok
}

// maxFaults is how many sentences one reading gives.
const maxFaults = 20

// ReadOwn reads a table whose columns are all ours. If a cell is bad it gives no
// threats, and an error that names each place.
func ReadOwn(src Source) ([]model.Incoming, []model.Note, error) {
	header, _, err := src.Next()
	if err != nil {
		return nil, nil, err
	}
	if err := twice(header); err != nil {
		return nil, nil, err
	}
	columns, others := ownColumns(header), map[int]int{}
	ours := make([]bool, len(header))
	for i, name := range header {
		ours[i] = isOurs(name)
	}
	var in []model.Incoming
	var faults []error
	for {
		cells, place, err := src.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		if !slices.ContainsFunc(cells, func(c string) bool { return c != "" }) {
			continue
		}
		for i, cell := range cells {
			if cell != "" && i < len(header) && !ours[i] {
				others[i]++
			}
		}
		if len(in) == intake.MaxRecords {
			return nil, nil, fmt.Errorf("%s: %s", place, intake.TooMany(intake.MaxRecords))
		}
		t, wrong := own(columns, len(header), cells, place)
		if faults = append(faults, wrong...); len(faults) > maxFaults {
			faults = append(faults[:maxFaults], errors.New("and more like these"))
			break
		}
		in = append(in, model.Incoming{Threat: t, Place: place})
	}
	if len(faults) > 0 {
		return nil, nil, errors.Join(faults...)
	}
	return in, lost(header, others), nil
}

// lost tells the columns that are none of ours, with how many values each held.
func lost(header []string, values map[int]int) []model.Note {
	var notes []model.Note
	for i, name := range header {
		if values[i] > 0 {
			notes = append(notes, model.Note{Place: "the header", Lost: true, Text: fmt.Sprintf("column %q is not one of ours: its %d values were not taken", intake.Shown(name), values[i])})
		}
	}
	return notes
}

// twice refuses a header that has a column twice.
func twice(header []string) error {
	seen := map[string]string{}
	for _, name := range header {
		if f, n, _ := part(name); isOurs(name) {
			key := fmt.Sprint(f.Name, "+", n)
			if before, twice := seen[key]; twice {
				return fmt.Errorf("the header: columns %s and %s are the same; keep one", intake.Shown(before), intake.Shown(name))
			}
			seen[key] = name
		}
	}
	return nil
}

func isOurs(name string) bool {
	f, _, ok := part(name)
	return ok && !f.Hidden
}

// An ownColumn is one of ours, in the order of fields: what a later one says may stand
// over one before.
type ownColumn struct {
	field model.Field
	at    []int // places of its parts
}

func ownColumns(header []string) []ownColumn {
	type place struct{ at, part int }
	found := map[string][]place{}
	for i, name := range header {
		if f, n, ok := part(name); ok && !f.Hidden {
			found[f.Name] = append(found[f.Name], place{i, n})
		}
	}
	places := map[string][]int{}
	for name, parts := range found {
		slices.SortFunc(parts, func(a, b place) int { return a.part - b.part })
		for _, p := range parts {
			places[name] = append(places[name], p.at)
		}
	}
	var columns []ownColumn
	for _, f := range model.Fields {
		if at := places[f.Name]; at != nil {
			columns = append(columns, ownColumn{f, at})
		}
	}
	return columns
}

// own makes a threat of a row.
func own(columns []ownColumn, width int, cells []string, place string) (*model.Threat, []error) {
	var faults []error
	t := new(model.Threat)
	for i := range columns {
		c := &columns[i]
		text := ""
		for _, at := range c.at {
			if at < len(cells) {
				text += cells[at]
			}
		}
		if text == "" {
			continue
		}
		if err := c.field.Load(t, text); err != nil {
			faults = append(faults, fmt.Errorf("%s, column %s: %s", place, c.field.CSVName(), strings.TrimPrefix(err.Error(), c.field.Name+": ")))
		}
	}
	if len(cells) > width {
		faults = append(faults, fmt.Errorf("%s: cells in this row: %d, in the header: %d", place, len(cells), width))
	}
	if t.ID == "" && strings.TrimSpace(t.Title) == "" && len(faults) == 0 {
		faults = append(faults, fmt.Errorf("%s: the row has neither an id nor a title", place))
	}
	return t, faults
}
