package frameworks

import (
	"fmt"
	"strings"

	"parry/frameworks/decisiontable"
	"parry/frameworks/methods/matrix"
	"parry/model"
)

// With gives the library with the methods that a register brings itself laid
// over it: one of the same id takes the place of parry's. A file that cannot be
// read any more gives no method; Read said why when it was imported.
func With(lib model.Library, own []*model.Framework) model.Library {
	methods := append([]model.Method{}, lib.Methods...)
	for _, f := range own {
		m, _, err := method(f.Form, f.Body)
		if err != nil {
			continue
		}
		if i := indexOf(methods, m.ID); i >= 0 {
			methods[i] = m
		} else {
			methods = append(methods, m)
		}
	}
	return model.Library{Methods: methods}
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
// matrix, told apart by what they hold. The notes are what a person should
// know before it is used.
func Read(text string) (f model.Framework, m model.Method, notes []string, err error) {
	form := model.FormTable
	if strings.Contains(text, matrix.Schema) {
		form = model.FormMatrix
	}
	m, notes, err = method(form, text)
	if err != nil {
		return f, m, nil, err
	}
	return model.Framework{ID: m.ID, Form: form, Title: m.Title, Version: m.Version, Source: m.Source, Body: text}, m, notes, nil
}

// method makes the method of a body.
func method(form, body string) (m model.Method, notes []string, err error) {
	switch form {
	case model.FormTable:
		t, err := decisiontable.Read(strings.NewReader(body))
		if err != nil {
			return m, nil, err
		}
		m, err = t.Method()
		return m, append([]string{fmt.Sprintf("%d rows over %d inputs, each case answered once", len(t.Rows), len(t.Inputs))}, t.Check()...), err
	case model.FormMatrix:
		g, err := matrix.Read(strings.NewReader(body))
		if err != nil {
			return m, nil, err
		}
		for _, check := range g.Check() {
			notes = append(notes, check.String())
		}
		return g.Method(), notes, nil
	}
	return m, nil, fmt.Errorf("%q is no form of method that this parry reads", form)
}

// File gives the file that a method of parry's own is read from, which is the
// template for another; false if it is read from none.
func File(id string) (string, bool) {
	if id == matrix.ID {
		return matrix.Template(), true
	}
	return "", false
}
