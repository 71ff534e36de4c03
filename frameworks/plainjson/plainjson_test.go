package plainjson

import (
	"reflect"
	"strings"
	"testing"
)

// A file is read in its order, numbers as they are written.
func TestReadKeepsTheOrder(t *testing.T) {
	v, text, err := Read(strings.NewReader("\uFEFF"+`{"b": [1.50, null, true], "a": {"x": "y"}}`), 1<<10, "table")
	if err != nil {
		t.Fatal(err)
	}
	o, ok := v.(Object)
	if !ok || !reflect.DeepEqual(o.Names, []string{"b", "a"}) || !strings.HasPrefix(string(text), "{") {
		t.Fatalf("%v, %q", v, text)
	}
	if list := o.Values["b"].([]any); len(list) != 3 || list[0].(interface{ String() string }).String() != "1.50" {
		t.Errorf("%v", list)
	}
}

// What is no such file is refused with what it was to be, and the line.
func TestReadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "line 1 is not the JSON of a table: it ends too soon",
		"{\n\"a\": 1,\n\"a\": 2}":  `line 3 is not the JSON of a table: "a" stands twice in one object`,
		"[1] [2]":                  "line 1 is not the JSON of a table: something stands behind the end of the JSON",
		strings.Repeat("[", 20):    "line 1 is not the JSON of a table: it is nested deeper than 16",
		"\"\xff\"":                 "the file is not UTF-8 text",
		strings.Repeat(" ", 2_000): "the file is larger than 1 KiB; no table is",
		"{\"a\": }":                "line 1 is not the JSON of a table: ",
	} {
		if _, _, err := Read(strings.NewReader(text), 1<<10, "table"); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.30q: %v, want %s", text, err, want)
		}
	}
}

// Whatever is read, the reader ends, and says nothing that a terminal acts on.
func FuzzRead(f *testing.F) {
	f.Add(`{"a": [1, {"b": null}]}`)
	f.Add("[\"\x1b[31m\", 1e999]")
	f.Add(`{"a": 1, "a": 2}`)
	f.Fuzz(func(t *testing.T, text string) {
		if _, _, err := Read(strings.NewReader(text), 1<<16, "table"); err != nil && strings.ContainsAny(err.Error(), "\x1b\x00\n") {
			t.Errorf("%q", err)
		}
	})
}
