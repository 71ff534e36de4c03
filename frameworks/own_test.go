package frameworks

import (
	"strings"
	"testing"

	"parry/frameworks/methods/matrix"
	"parry/model"
)

// tableOf is a small decision table under any name.
func tableOf(namespace, key string) string {
	return `{"namespace": "` + namespace + `", "key": "` + key + `", "version": "1.0.0", "name": "When", "schemaVersion": "2.0.0",
 "decision_points": {
  "a:OUT:1": {"namespace": "a", "key": "OUT", "version": "1", "name": "When", "values": [{"key": "L", "name": "Later"}, {"key": "N", "name": "Now"}]},
  "a:B:1": {"namespace": "a", "key": "B", "version": "1", "name": "How Bad", "values": [{"key": "L", "name": "Low"}, {"key": "H", "name": "High"}]}},
 "outcome": "a:OUT:1",
 "mapping": [{"a:B:1": "L", "a:OUT:1": "L"}, {"a:B:1": "H", "a:OUT:1": "N"}]}`
}

// A file cannot take the name of a method of parry's, nor one that means that no
// method made a rating; in a register that holds such a file already it changes
// nothing.
func TestOwnMethodsTakeNoNameThatIsTaken(t *testing.T) {
	for _, one := range []struct{ namespace, key, says string }{
		{"nist", "800-30", "is a method of parry's own"},
		{"bod", "26-04", "is a method of parry's own"},
		{"imported", "", `the table has no key`},
		{"", "entered", `the table has no namespace`},
		{"_", "entered", `no method made it`},
		{"imported", "-", `no method made it`},
		{"日本", "表", "no letter a-z or digit"},
	} {
		text := tableOf(one.namespace, one.key)
		_, _, _, err := Read(text)
		if err == nil || !strings.Contains(err.Error(), one.says) {
			t.Errorf("%s %s: %v, want %q", one.namespace, one.key, err, one.says)
		}
		lib := With(Library(), []*model.Framework{{ID: "x", Form: model.FormTable, Body: text}})
		if len(lib.Methods) != len(Library().Methods) {
			t.Errorf("%s %s: a stored one is a method", one.namespace, one.key)
		}
		for i, m := range lib.Methods {
			if m.Title != Library().Methods[i].Title {
				t.Errorf("%s %s: a stored one takes the place of %s", one.namespace, one.key, m.ID)
			}
		}
	}
	if _, m, _, err := Read(tableOf("house", "dt")); err != nil || m.ID != "house-dt" {
		t.Errorf("a name of its own: %q, %v", m.ID, err)
	}
}

// What a file is, it says at its top; a table may speak of the other in a text.
func TestFilesAreToldApartByTheirSchema(t *testing.T) {
	text := strings.Replace(tableOf("house", "dt"), `"name": "When"`, `"name": "Instead of parry-matrix/1"`, 1)
	f, _, notes, err := Read(text)
	if err != nil || f.Form != model.FormTable || notes[0] != "2 rows over 1 input, each case answered once" {
		t.Errorf("%s, %q, %v", f.Form, notes, err)
	}
}

// A version of the matrix says one thing: parry's own cannot be changed under it.
func TestOwnMatrixHasAVersionOfItsOwn(t *testing.T) {
	text := matrix.Template()
	if _, _, _, err := Read(text); err != nil {
		t.Errorf("the template itself: %v", err)
	}
	changed := strings.Replace(text, `"colour": "amber"`, `"colour": "red"`, 1)
	if _, _, _, err := Read(changed); err == nil || !strings.Contains(err.Error(), "give it a version of its own") {
		t.Errorf("changed under the same version: %v", err)
	}
	version := `"version": "` + matrix.Method().Version + `"`
	if f, m, notes, err := Read(strings.Replace(changed, version, `"version": "2"`, 1)); err != nil || m.ID != matrix.ID || f.Version != "2" || len(notes) == 0 {
		t.Errorf("under another: %v", err)
	}
}

// BenchmarkWith is what every command and every change of the screen pays for
// the methods that a register brings.
func BenchmarkWith(b *testing.B) {
	text := strings.Replace(matrix.Template(), `"version": "`+matrix.Method().Version+`"`, `"version": "2"`, 1)
	own := []*model.Framework{{ID: matrix.ID, Form: model.FormMatrix, Body: text}, {ID: "house-dt", Form: model.FormTable, Body: tableOf("house", "dt")}}
	lib := Library()
	b.ReportAllocs()
	for b.Loop() {
		if got := With(lib, own); len(got.Methods) != len(lib.Methods)+1 {
			b.Fatal(len(got.Methods))
		}
	}
}
