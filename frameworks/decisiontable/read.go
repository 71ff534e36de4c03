package decisiontable

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// The limits of a table, far beyond any that was published.
const (
	mostBytes  = 1 << 20
	mostDeep   = 16
	mostInputs = 12
	mostValues = 20
	mostRows   = 20_000
)

// schemaVersion is the shape of file that is read.
const schemaVersion = "2.0.0"

// Read reads a decision table as it is published. Fields that it does not know
// are passed over; what it needs and does not find is an error that names it.
func Read(r io.Reader) (Table, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	switch {
	case err != nil:
		return Table{}, err
	case len(text) > mostBytes:
		return Table{}, fmt.Errorf("the file is larger than %d KiB; no decision table is", mostBytes>>10)
	case !utf8.Valid(text):
		return Table{}, errors.New("the file is not UTF-8 text")
	}
	top, err := parse(bytes.TrimPrefix(text, []byte("\uFEFF")))
	if err != nil {
		return Table{}, err
	}
	file, ok := top.(object)
	if !ok {
		return Table{}, errors.New("the file is no decision table: it holds no JSON object")
	}
	return file.table()
}

// An object is a JSON object in its order.
type object struct {
	names  []string
	values map[string]any
}

// parse reads JSON, keeping the order of names and refusing one given twice.
func parse(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := value(d, 0)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("something stands behind the end of the JSON")
		}
	}
	if err == nil {
		return v, nil
	}
	line := 1 + bytes.Count(text[:min(int(d.InputOffset()), len(text))], []byte("\n"))
	return nil, fmt.Errorf("line %d is not the JSON of a decision table: %w", line, err)
}

func value(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	switch {
	case err == io.EOF:
		return nil, errors.New("it ends too soon")
	case err != nil:
		return nil, err
	case depth > mostDeep:
		return nil, fmt.Errorf("it is nested deeper than %d", mostDeep)
	}
	switch token {
	case json.Delim('{'):
		return members(d, depth)
	case json.Delim('['):
		var list []any
		for d.More() {
			v, err := value(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	}
	return token, nil
}

func members(d *json.Decoder, depth int) (any, error) {
	o := object{values: map[string]any{}}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		if _, twice := o.values[name]; twice {
			return nil, fmt.Errorf("%.40q stands twice in one object", name)
		}
		v, err := value(d, depth+1)
		if err != nil {
			return nil, err
		}
		o.names = append(o.names, name)
		o.values[name] = v
	}
	_, err := d.Token()
	return o, err
}

// text gives a text that must be there.
func (o object) text(place, name string) (string, error) {
	s, ok := o.values[name].(string)
	if s = strings.TrimSpace(s); !ok || s == "" {
		return "", fmt.Errorf("%s has no %s", place, name)
	}
	return s, nil
}

// texts fills several that must be there.
func (o object) texts(place string, into map[string]*string) error {
	for _, name := range []string{"namespace", "key", "version", "name"} {
		to, wanted := into[name]
		if !wanted {
			continue
		}
		s, err := o.text(place, name)
		if err != nil {
			return err
		}
		*to = s
	}
	return nil
}

func (o object) table() (t Table, err error) {
	if v, ok := o.values["schemaVersion"].(string); ok && v != schemaVersion {
		return t, fmt.Errorf("the table is of schema %.20q; schema %s is read", v, schemaVersion)
	}
	err = o.texts("the table", map[string]*string{"namespace": &t.Namespace, "key": &t.Key, "version": &t.Version, "name": &t.Name})
	if err != nil {
		return t, fmt.Errorf("the file is no decision table: %w", err)
	}
	points, ok := o.values["decision_points"].(object)
	if !ok {
		return t, errors.New("the file is no decision table: it has no decision_points")
	}
	outcome, err := o.text("the table", "outcome")
	if err != nil {
		return t, err
	}
	rows, ok := o.values["mapping"].([]any)
	if !ok || len(rows) == 0 {
		return t, errors.New("the table has no rows (mapping)")
	}
	if len(rows) > mostRows {
		return t, fmt.Errorf("the table has %d rows; more than %d are not read", len(rows), mostRows)
	}
	if err := t.takePoints(points, outcome, rows[0]); err != nil {
		return t, err
	}
	return t, t.takeRows(rows)
}

// takePoints reads the points in the order of the first row.
func (t *Table) takePoints(points object, outcome string, first any) error {
	row, ok := first.(object)
	if !ok {
		return errors.New("row 0 is no JSON object")
	}
	for _, name := range row.names {
		p, err := point(points, name)
		if err != nil {
			return err
		}
		if name == outcome {
			t.Outcome = p
			continue
		}
		t.Inputs = append(t.Inputs, p)
	}
	switch n := len(t.Inputs); {
	case t.Outcome.Values == nil:
		return fmt.Errorf("the outcome %.60q is in no row", outcome)
	case n == 0:
		return errors.New("the table has no input to decide by")
	case n > mostInputs:
		return fmt.Errorf("the table has %d inputs; more than %d are not read", n, mostInputs)
	case t.combinations() > mostRows:
		return fmt.Errorf("the inputs have %d combinations; more than %d are not read", t.combinations(), mostRows)
	}
	return t.distinct()
}

// distinct makes sure that no two inputs would be asked under one name.
func (t *Table) distinct() error {
	seen := map[string]string{}
	for _, p := range t.Inputs {
		if other, twice := seen[p.ID()]; twice || p.ID() == "" {
			return fmt.Errorf("%s and %s would be asked under one name, %q", other, p, p.ID())
		}
		seen[p.ID()] = p.String()
	}
	return nil
}

func point(points object, cited string) (p Point, err error) {
	o, ok := points.values[cited].(object)
	if !ok {
		return p, fmt.Errorf("row 0 speaks of %.60q, which is not among the decision_points", cited)
	}
	p.cited = cited
	place := fmt.Sprintf("the decision point %.60q", cited)
	err = o.texts(place, map[string]*string{"namespace": &p.Namespace, "key": &p.Key, "version": &p.Version, "name": &p.Name})
	if err != nil {
		return p, err
	}
	p.Definition, _ = o.values["definition"].(string)
	values, _ := o.values["values"].([]any)
	if len(values) < 1 || len(values) > mostValues {
		return p, fmt.Errorf("%s has %d values; it needs 1 to %d", place, len(values), mostValues)
	}
	for _, one := range values {
		v, err := valueOf(place, one)
		if err != nil {
			return p, err
		}
		if p.place(v.Key) >= 0 || p.named(v.Word()) {
			return p, fmt.Errorf("%s has the value %.40q twice", place, v.Name)
		}
		p.Values = append(p.Values, v)
	}
	return p, nil
}

func valueOf(place string, one any) (v Value, err error) {
	o, ok := one.(object)
	if !ok {
		return v, fmt.Errorf("%s has a value that is no JSON object", place)
	}
	err = o.texts("a value of "+place, map[string]*string{"key": &v.Key, "name": &v.Name})
	v.Definition, _ = o.values["definition"].(string)
	return v, err
}

// place gives the place of a value by its key, -1 if there is none.
func (p Point) place(key string) int {
	for i, v := range p.Values {
		if v.Key == key {
			return i
		}
	}
	return -1
}

func (p Point) named(word string) bool {
	for _, v := range p.Values {
		if v.Word() == word {
			return true
		}
	}
	return false
}

func (t *Table) takeRows(rows []any) error {
	points := append(t.Inputs[:len(t.Inputs):len(t.Inputs)], t.Outcome)
	for n, one := range rows {
		o, ok := one.(object)
		if !ok || len(o.names) != len(t.Inputs)+1 {
			return fmt.Errorf("row %d does not have one value for each input and the outcome", n)
		}
		row := Row{In: make([]int, len(t.Inputs))}
		for k, p := range points {
			key, ok := o.values[p.cited].(string)
			place := p.place(key)
			if !ok || place < 0 {
				return fmt.Errorf("row %d: %.40q is no value of %.60q", n, fmt.Sprint(o.values[p.cited]), p.cited)
			}
			if k == len(t.Inputs) {
				row.Out = place
			} else {
				row.In[k] = place
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return nil
}
