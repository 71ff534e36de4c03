// Package plainjson reads the JSON of small files that people bring: bounded,
// in its order, and without anything said twice. The standard decoder alone
// takes the last of two names and replaces text that is not UTF-8.
package plainjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// mostDeep is how deep such a file is nested at most.
const mostDeep = 16

// An Object is a JSON object in its order.
type Object struct {
	Names  []string
	Values map[string]any
}

// Read reads a whole file of at most so many bytes. It gives objects as Object,
// arrays as []any, numbers as json.Number, and the text itself. What is not
// such a file is an error that says what it was to be, and the line.
func Read(r io.Reader, most int64, what string) (any, []byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, nil, err
	case int64(len(text)) > most:
		return nil, nil, fmt.Errorf("the file is larger than %d KiB; no %s is", most>>10, what)
	case !utf8.Valid(text):
		return nil, nil, errors.New("the file is not UTF-8 text")
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := value(d, 0)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("something stands behind the end of the JSON")
		}
	}
	if err == nil {
		return v, text, nil
	}
	line := 1 + bytes.Count(text[:min(int(d.InputOffset()), len(text))], []byte("\n"))
	return nil, nil, fmt.Errorf("line %d is not the JSON of a %s: %w", line, what, err)
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
	o := Object{Values: map[string]any{}}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		if _, twice := o.Values[name]; twice {
			return nil, fmt.Errorf("%.40q stands twice in one object", name)
		}
		v, err := value(d, depth+1)
		if err != nil {
			return nil, err
		}
		o.Names = append(o.Names, name)
		o.Values[name] = v
	}
	_, err := d.Token()
	return o, err
}
