package model

import (
	"bytes"
	"encoding/json"
)

// Schema names the shape of everything that is printed as JSON.
const Schema = "parry/1"

// JSON gives the threat for encoding/json: an object with the fields of
// the one table, in its order. Without full, fields that are no base column
// and hold nothing are left out; head goes before them.
func (t *Threat) JSON(full bool, head ...JSONField) json.Marshaler {
	object := append(jsonObject{}, head...)
	for i := range Fields {
		f := &Fields[i]
		if full || f.Base || f.Get(t) != "" {
			object = append(object, JSONField{f.Name, f.JSON(t)})
		}
	}
	return object
}

// A JSONField is one named value of an object whose order counts.
type JSONField struct {
	Name  string
	Value any
}

type jsonObject []JSONField

// MarshalJSON writes the fields in their order.
func (o jsonObject) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	encode := json.NewEncoder(&b)
	encode.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, f := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode.Encode(f.Name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := encode.Encode(f.Value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
