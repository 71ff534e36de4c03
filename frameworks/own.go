package frameworks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"parry/frameworks/decisiontable"
	"parry/frameworks/methods/matrix"
	"parry/model"
)

// With gives the library with the methods that a register brings itself laid
// over it: a matrix takes the place of parry's. A file that cannot be read any
// more, or would stand for a method of parry's, gives no method; Read said why
// when it was imported.
func With(lib model.Library, own []*model.Framework) model.Library {
	methods := append([]model.Method{}, lib.Methods...)
	for _, f := range own {
		b, err := bodyOf(f.Form, f.Body)
		if err != nil || taken(b.method.ID, lib) != "" {
			continue
		}
		if i := indexOf(methods, b.method.ID); i >= 0 {
			methods[i] = b.method
		} else {
			methods = append(methods, b.method)
		}
	}
	return model.Library{Methods: methods, Catalogues: lib.Catalogues}
}

// taken says why a method of a register's own cannot be called so; "" if it can.
func taken(id string, lib model.Library) string {
	switch {
	case id == model.MethodImported || id == model.MethodEntered:
		return fmt.Sprintf("%q says of a rating that no method made it", id)
	case id != matrix.ID && indexOf(lib.Methods, id) >= 0:
		return fmt.Sprintf("%q is a method of parry's own", id)
	}
	return ""
}

func indexOf(methods []model.Method, id string) int {
	for i := range methods {
		if methods[i].ID == id {
			return i
		}
	}
	return -1
}

// Read makes a framework of a file: a CERT/CC SSVC 2.0 decision table or a
// matrix, told apart by the schema that they name. The notes are what a person
// should know before it is used.
func Read(text string) (f model.Framework, m model.Method, notes []string, err error) {
	form := model.FormTable
	if schemaOf(text) == matrix.Schema {
		form = model.FormMatrix
	}
	b, err := bodyOf(form, text)
	if err != nil {
		return f, m, nil, err
	}
	m = b.method
	if why := taken(m.ID, Library()); why != "" {
		return f, m, nil, fmt.Errorf("the file cannot be taken as it is called: %s; give it another namespace or key", why)
	}
	if form == model.FormMatrix && m.Version == matrix.Method().Version && !sameText(text, matrix.Template()) {
		return f, m, nil, fmt.Errorf("version %s is that of parry's own matrix, and this one says otherwise; give it a version of its own", m.Version)
	}
	return model.Framework{ID: m.ID, Form: form, Title: m.Title, Version: m.Version, Source: m.Source, Body: text}, m, b.notes(), nil
}

// schemaOf is what a JSON object says that it is; "" if it does not say.
func schemaOf(text string) string {
	var top struct {
		Schema string `json:"schema"`
	}
	if json.Unmarshal([]byte(text), &top) != nil {
		return ""
	}
	return top.Schema
}

// sameText says whether two JSON texts say the same, however they are laid out.
func sameText(a, b string) bool {
	var x, y bytes.Buffer
	if json.Compact(&x, []byte(a)) != nil || json.Compact(&y, []byte(b)) != nil {
		return a == b
	}
	return bytes.Equal(x.Bytes(), y.Bytes())
}

// A body is a file that was read: its method, and what checks it, which takes
// time and is asked for only when it comes in.
type body struct {
	method model.Method
	notes  func() []string
}

// bodyOf reads the body of a framework.
func bodyOf(form, text string) (b body, err error) {
	switch form {
	case model.FormTable:
		t, err := decisiontable.Read(strings.NewReader(text))
		if err != nil {
			return b, err
		}
		b.method, err = t.Method()
		b.notes = func() []string { return append([]string{sizeOf(t)}, t.Check()...) }
		return b, err
	case model.FormMatrix:
		g, err := matrix.Read(strings.NewReader(text))
		if err != nil {
			return b, err
		}
		b.method = g.Method()
		b.notes = func() (notes []string) {
			for _, check := range g.Check() {
				notes = append(notes, check.String())
			}
			return notes
		}
		return b, nil
	}
	return b, fmt.Errorf("%q is no form of method that this parry reads", form)
}

// sizeOf says how large a table is.
func sizeOf(t decisiontable.Table) string {
	inputs := "1 input"
	if n := len(t.Inputs); n > 1 {
		inputs = fmt.Sprintf("%d inputs", n)
	}
	return fmt.Sprintf("%d rows over %s, each case answered once", len(t.Rows), inputs)
}

// File gives the file that a method of parry's own is read from, which is the
// template for another; false if it is read from none.
func File(id string) (string, bool) {
	if id == matrix.ID {
		return matrix.Template(), true
	}
	return "", false
}
