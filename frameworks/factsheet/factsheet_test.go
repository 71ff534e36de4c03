package factsheet

import (
	"reflect"
	"testing"

	"parry/model"
)

// What is written is read again as it was.
func TestWriteThenRead(t *testing.T) {
	c := model.Catalogue{ID: "x", Title: "X <&>", Version: "1", Publisher: "p", Source: "s", Licence: "l", Cited: "X 1", Entries: []model.Entry{
		{ID: "A-1", Kind: "control", Name: "A", About: "ours", Links: []model.Link{{Kind: "see", To: "A-2"}, {Kind: "see", Catalogue: "y", To: "B"}}},
		{ID: "A-2", Kind: "control", Name: "B", Parent: "A-1", Facts: []model.Fact{{Name: "owner", Value: "AP"}}, Texts: []model.Fact{{Name: "description", Value: "two\nlines"}}},
	}}
	got, err := Read(Write(c))
	if err != nil || !reflect.DeepEqual(got, c) {
		t.Errorf("%v\n got %+v\nwant %+v", err, got, c)
	}
}

// What is no sheet is an error and not an empty catalogue.
func TestNoSheet(t *testing.T) {
	for _, text := range []string{"", "{}", "[]", `{"id":"x","entries":[]}`,
		`{"id":"x","entries":[{"id":"a","links":[["see"]]}]}`, `{"id":"x","entries":[{"id":"a","facts":[["a"]]}]}`, `{"id":"x","entries":[{"id":"a","texts":[["a"]]}]}`} {
		if _, err := Read(text); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
}

// No text makes the reader panic, and what it takes is written and read again as it was.
func FuzzRead(f *testing.F) {
	f.Add("")
	f.Add(`{"id":"x","entries":[{"id":"a","kind":"control","name":"A","links":[["see","b"],["see","y","c"]],"facts":[["owner","AP"]],"texts":[["description","two\nlines"]]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Read(text)
		if err != nil {
			return
		}
		if again, err := Read(Write(c)); err != nil || !reflect.DeepEqual(again, c) {
			t.Errorf("%v\n got %+v\nwant %+v", err, again, c)
		}
	})
}
