package jsonfile

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"

	"parry/model"
)

// From says where a file was written: nothing of it is read back.
type From struct {
	Version string `json:"parry,omitempty"`
	Head    string `json:"head,omitempty"` // of the journal
	Hash    string `json:"hash,omitempty"` // of the register
	AsOf    string `json:"as_of,omitempty"`
	Filter  string `json:"filter,omitempty"` // where not all threats were chosen
}

// Write writes these threats and all other records of the register, one a line.
func Write(w io.Writer, r *model.Register, threats []*model.Threat, from From) error {
	out := lines{w: bufio.NewWriter(w)}
	out.text(`{"schema":"` + model.Schema + `"`)
	out.member("from", from)
	of := map[model.Kind][]model.Record{}
	for _, rec := range r.All() {
		if rec.Key().Kind == model.KindSettings {
			out.member("settings", rec)
		}
		of[rec.Key().Kind] = append(of[rec.Key().Kind], rec)
	}
	for _, kind := range written() {
		if len(of[kind]) == 0 {
			continue
		}
		out.open(string(kind))
		for i, rec := range of[kind] {
			out.item(i, jsonOf(rec))
		}
		out.text("\n]")
	}
	out.open(threatsName)
	for i, t := range threats {
		out.item(i, t.JSON(false))
	}
	out.text("\n]}\n")
	if out.err != nil {
		return out.err
	}
	return out.w.Flush()
}

// jsonOf is a record as the file has it: a sheet's fields by name, all else as its
// type says.
func jsonOf(rec model.Record) any {
	s, ok := rec.(*model.Sheet)
	if !ok {
		return rec
	}
	k, _ := model.SheetKindOf(s.Of)
	fields := map[string]any{"id": s.ID}
	for _, f := range k.Fields {
		switch text := s.Get(f.Name); {
		case text == "":
		case isList(f):
			fields[f.Name] = s.List(f.Name)
		default:
			fields[f.Name] = text
		}
	}
	return fields
}

func isList(f model.SheetField) bool { return f.Sort == model.List || f.Sort == model.SomeOf }

// lines writes JSON, a record a line, and remembers the first error.
type lines struct {
	w   *bufio.Writer
	err error
}

func (l *lines) text(s string) {
	if l.err == nil {
		_, l.err = l.w.WriteString(s)
	}
}

func (l *lines) value(v any) {
	var b bytes.Buffer
	encode := json.NewEncoder(&b)
	encode.SetEscapeHTML(false)
	if err := encode.Encode(v); err != nil && l.err == nil {
		l.err = err
	}
	l.text(string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))))
}

func (l *lines) member(name string, v any) {
	l.text(",\n\"" + name + "\":")
	l.value(v)
}

func (l *lines) open(name string) { l.text(",\n\"" + name + "\":[") }

func (l *lines) item(i int, v any) {
	if i > 0 {
		l.text(",")
	}
	l.text("\n")
	l.value(v)
}
