package decisiontable

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"parry/frameworks/plainjson"
	"parry/model"
)

// The limits of a table, far beyond any that was published.
const (
	mostBytes  = 1 << 20
	mostInputs = 12
	mostValues = 20
	mostRows   = 20_000
)

// schemaVersion is the shape of file that is read.
const schemaVersion = "2.0.0"

// Read reads a decision table as it is published. Fields that it does not know
// are passed over; what it needs and does not find is an error that names it.
func Read(r io.Reader) (Table, error) {
	top, _, err := plainjson.Read(r, mostBytes, "decision table")
	if err != nil {
		return Table{}, err
	}
	file, ok := top.(plainjson.Object)
	if !ok {
		return Table{}, errors.New("the file is no decision table: it holds no JSON object")
	}
	return object(file).table()
}

// object is a JSON object in its order.
type object plainjson.Object

// text gives a text that must be there.
func (o object) text(place, name string) (string, error) {
	s, ok := o.Values[name].(string)
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
	if v, ok := o.Values["schemaVersion"].(string); ok && v != schemaVersion {
		return t, fmt.Errorf("the table is of schema %.20q; schema %s is read", v, schemaVersion)
	}
	err = o.texts("the table", map[string]*string{"namespace": &t.Namespace, "key": &t.Key, "version": &t.Version, "name": &t.Name})
	if err != nil {
		return t, fmt.Errorf("the file is no decision table: %w", err)
	}
	points, ok := o.Values["decision_points"].(plainjson.Object)
	if !ok {
		return t, errors.New("the file is no decision table: it has no decision_points")
	}
	outcome, err := o.text("the table", "outcome")
	if err != nil {
		return t, err
	}
	rows, ok := o.Values["mapping"].([]any)
	if !ok || len(rows) == 0 {
		return t, errors.New("the table has no rows (mapping)")
	}
	if len(rows) > mostRows {
		return t, fmt.Errorf("the table has %d rows; more than %d are not read", len(rows), mostRows)
	}
	if err := t.takePoints(object(points), outcome, rows[0]); err != nil {
		return t, err
	}
	return t, t.takeRows(rows)
}

// takePoints reads the points in the order of the first row.
func (t *Table) takePoints(points object, outcome string, first any) error {
	row, ok := first.(plainjson.Object)
	if !ok {
		return errors.New("row 0 is no JSON object")
	}
	for _, name := range row.Names {
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
	found, ok := points.Values[cited].(plainjson.Object)
	o := object(found)
	if !ok {
		return p, fmt.Errorf("row 0 speaks of %.60q, which is not among the decision_points", cited)
	}
	p.cited = cited
	place := fmt.Sprintf("the decision point %.60q", cited)
	err = o.texts(place, map[string]*string{"namespace": &p.Namespace, "key": &p.Key, "version": &p.Version, "name": &p.Name})
	if err != nil {
		return p, err
	}
	p.Definition, _ = o.Values["definition"].(string)
	values, _ := o.Values["values"].([]any)
	if len(values) < 1 || len(values) > mostValues {
		return p, fmt.Errorf("%s has %d values; it needs 1 to %d", place, len(values), mostValues)
	}
	for _, one := range values {
		v, err := valueOf(place, one)
		if err != nil {
			return p, err
		}
		switch {
		case p.place(v.Key) >= 0 || p.named(v.Word()):
			return p, fmt.Errorf("%s has the value %.40q twice", place, v.Name)
		case !model.Answerable(v.Word()):
			return p, fmt.Errorf("%s has the value %.40q, which cannot be typed as an answer; rename it", place, v.Name)
		}
		p.Values = append(p.Values, v)
	}
	return p, nil
}

func valueOf(place string, one any) (v Value, err error) {
	found, ok := one.(plainjson.Object)
	o := object(found)
	if !ok {
		return v, fmt.Errorf("%s has a value that is no JSON object", place)
	}
	err = o.texts("a value of "+place, map[string]*string{"key": &v.Key, "name": &v.Name})
	v.Definition, _ = o.Values["definition"].(string)
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
		if model.FoldSpelling(v.Word()) == model.FoldSpelling(word) {
			return true
		}
	}
	return false
}

func (t *Table) takeRows(rows []any) error {
	points := append(t.Inputs[:len(t.Inputs):len(t.Inputs)], t.Outcome)
	for n, one := range rows {
		o, ok := one.(plainjson.Object)
		if !ok || len(o.Names) != len(t.Inputs)+1 {
			return fmt.Errorf("row %d does not have one value for each input and the outcome", n)
		}
		row := Row{In: make([]int, len(t.Inputs))}
		for k, p := range points {
			key, ok := o.Values[p.cited].(string)
			place := p.place(key)
			if !ok || place < 0 {
				return fmt.Errorf("row %d: %.40q is no value of %.60q", n, fmt.Sprint(o.Values[p.cited]), p.cited)
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
