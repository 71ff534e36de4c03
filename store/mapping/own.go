package mapping

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"parry/model"
)

// Ours says whether every column of a header is one of ours, a title or an id among
// them. A field that is too long for one cell goes on in "field+2", "field+3".
func Ours(header []string) bool {
	named := false
	for _, name := range header {
		f, _, ok := part(name)
		if !ok || f.Hidden {
			return false
		}
		named = named || f.Name == "id" || f.Name == "title"
	}
	return named
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
		t, wrong := own(header, cells, place)
		if faults = append(faults, wrong...); len(faults) > maxFaults {
			faults = append(faults[:maxFaults], errors.New("and more like these"))
			break
		}
		in = append(in, model.Incoming{Threat: t, Place: place})
	}
	if len(faults) > 0 {
		return nil, nil, errors.Join(faults...)
	}
	return in, nil, nil
}

// own makes a threat of a row, field by field in the order of the table: what a later
// one says may stand over one before.
func own(header, cells []string, place string) (*model.Threat, []error) {
	texts := map[string]string{}
	for n := 1; n <= len(header); n++ {
		for i, name := range header {
			if f, at, _ := part(name); at == n && i < len(cells) {
				texts[f.Name] += cells[i]
			}
		}
	}
	var faults []error
	t := new(model.Threat)
	for i := range model.Fields {
		f := &model.Fields[i]
		if text := texts[f.Name]; text != "" {
			if err := f.Load(t, text); err != nil {
				faults = append(faults, fmt.Errorf("%s, column %s: %s", place, f.CSVName(), strings.TrimPrefix(err.Error(), f.Name+": ")))
			}
		}
	}
	if len(cells) > len(header) {
		faults = append(faults, fmt.Errorf("%s: cells in this row: %d, in the header: %d", place, len(cells), len(header)))
	}
	if t.ID == "" && strings.TrimSpace(t.Title) == "" && len(faults) == 0 {
		faults = append(faults, fmt.Errorf("%s: the row has neither an id nor a title", place))
	}
	return t, faults
}
