package decisiontable

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parry/model"
)

// shared is where the published tables lie, seen from this package.
const shared = "../../../shared/data/ssvc"

// small is a table of two inputs; its rows can be taken out or changed.
const small = `{
 "namespace": "x_test", "key": "DT", "version": "1.0.0", "name": "When to Patch", "schemaVersion": "2.0.0",
 "decision_points": {
  "a:OUT:1.0.0": {"namespace": "a", "key": "OUT", "version": "1.0.0", "name": "When", "values": [{"key": "L", "name": "Later"}, {"key": "N", "name": "Now"}]},
  "a:B:1.0.0": {"namespace": "a", "key": "B", "version": "1.0.0", "name": "How Bad", "definition": "how bad it is", "values": [{"key": "L", "name": "Low"}, {"key": "H", "name": "High", "definition": "very"}]},
  "a:S:1.0.0": {"namespace": "a", "key": "S", "version": "1.0.0", "name": "Seen", "values": [{"key": "N", "name": "No"}, {"key": "Y", "name": "Yes"}]}
 },
 "outcome": "a:OUT:1.0.0",
 "mapping": [
  {"a:S:1.0.0": "N", "a:B:1.0.0": "L", "a:OUT:1.0.0": "L"},
  {"a:S:1.0.0": "N", "a:B:1.0.0": "H", "a:OUT:1.0.0": "L"},
  {"a:S:1.0.0": "Y", "a:B:1.0.0": "L", "a:OUT:1.0.0": "L"},
  {"a:S:1.0.0": "Y", "a:B:1.0.0": "H", "a:OUT:1.0.0": "N"}
 ]
}`

func read(t *testing.T, text string) Table {
	t.Helper()
	tab, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

// A table becomes a method in its own words: asked in the order of its columns,
// cited by its row.
func TestTableBecomesMethod(t *testing.T) {
	m, err := read(t, small).Method()
	if err != nil {
		t.Fatal(err)
	}
	if m.ID != "x-test-dt" || m.Version != "1.0.0" || m.Title != "When to Patch" || !m.Monotone || strings.Join(m.Results, " ") != "later now" {
		t.Errorf("%+v", m)
	}
	if m.Questions[0].ID != "seen" || m.Questions[1].ID != "how_bad" || m.Questions[1].Options[1].Anchor != "very" || m.Questions[1].Options[0].Anchor != "Low" {
		t.Errorf("%+v", m.Questions)
	}
	o := m.Rate(model.Answers{"Seen": "y", "how bad": "HIGH"})
	if o.Verdict.Outcome != "now" || len(o.Path) != 1 || o.Path[0] != "DT 1.0.0 row 3 (seen yes, how_bad high): now" {
		t.Errorf("%+v", o)
	}
	if o = m.Rate(model.Answers{"seen": "."}); len(o.Missing) != 2 || o.Word() != "" {
		t.Errorf("%+v", o)
	}
}

// What a table lacks or contradicts is found and told; with a gap or a double
// it makes no method, with a fall one that is not called monotone.
func TestTablesAreProved(t *testing.T) {
	row := `  {"a:S:1.0.0": "Y", "a:B:1.0.0": "L", "a:OUT:1.0.0": "L"},` + "\n"
	for _, one := range []struct {
		what, old, new, told string
		method               bool
	}{
		{"a gap", row, "", "no row for seen yes, how_bad low", false},
		{"a double", row, row + row, "more than one row for seen yes, how_bad low, by rows 2 and 3", false},
		{"a fall", `"N", "a:B:1.0.0": "L", "a:OUT:1.0.0": "L"`, `"N", "a:B:1.0.0": "L", "a:OUT:1.0.0": "N"`,
			"not monotone: row 0 gives now, row 2 with a higher seen only later", true},
	} {
		tab := read(t, strings.Replace(small, one.old, one.new, 1))
		if lines := tab.Check(); len(lines) == 0 || lines[0] != one.told {
			t.Errorf("%s: %q", one.what, lines)
		}
		m, err := tab.Method()
		if (err == nil) != one.method || m.Monotone {
			t.Errorf("%s: %v, monotone %v", one.what, err, m.Monotone)
		}
	}
	if lines := read(t, small).Check(); lines != nil {
		t.Errorf("a sound table: %q", lines)
	}
}

// Each file that is no table is refused in one sentence that names the place.
func TestBadFilesAreRefused(t *testing.T) {
	change := func(old, new string) string {
		if !strings.Contains(small, old) {
			t.Fatalf("%q is not in the table", old)
		}
		return strings.Replace(small, old, new, 1)
	}
	for _, one := range []struct{ file, want string }{
		{"", "line 1 is not the JSON of a decision table: it ends too soon"},
		{"[]", "the file is no decision table: it holds no JSON object"},
		{"{}", "the file is no decision table: the table has no namespace"},
		{`{"a": 1, "a": 2}`, `line 1 is not the JSON of a decision table: "a" stands twice in one object`},
		{strings.Repeat("[", 100), "line 1 is not the JSON of a decision table: it is nested deeper than 16"},
		{"\xff", "the file is not UTF-8 text"},
		{strings.Repeat(" ", mostBytes+1), "the file is larger than 1024 KiB; no decision table is"},
		{small + "{", "something stands behind the end of the JSON"},
		{change(`"name": "Low"`, `"name": "a..b"`), `has the value "a..b", which cannot be typed as an answer; rename it`},
		{change(`"name": "Low"`, `"name": "."`), `has the value ".", which cannot be typed`},
		{change(`"name": "Low"`, `"name": "a=b"`), `has the value "a=b", which cannot be typed`},
		{change(`"name": "Low"`, `"name": "a;b"`), `has the value "a;b", which cannot be typed`},
		{change(`"name": "Low"`, `"name": "L\u001b[2Jow"`), `has the value "L\x1b[2Jow", which cannot be typed`},
		{change(`"name": "No"}, {"key": "Y", "name": "Yes"}`, `"name": "not yet"}, {"key": "Y", "name": "Not-Yet"}`), `has the value "Not-Yet" twice`},
		{change(`"schemaVersion": "2.0.0"`, `"schemaVersion": "1-0-1"`), `the table is of schema "1-0-1"; schema 2.0.0 is read`},
		{change(`"mapping": [`, `"rows": [`), "the table has no rows (mapping)"},
		{change(`"outcome": "a:OUT:1.0.0"`, `"outcome": "a:O:1"`), `the outcome "a:O:1" is in no row`},
		{change(`"a:OUT:1.0.0": {"name`, `"a:OTHER:1.0.0": {"name`), `row 0 speaks of "a:OUT:1.0.0", which is not among the decision_points`},
		{change(`{"key": "Y", "name": "Yes"}`, `{"key": "N", "name": "Yes"}`), `the decision point "a:S:1.0.0" has the value "Yes" twice`},
		{change(`{"key": "Y", "name": "Yes"}`, `{"key": "Y", "name": "no"}`), `the decision point "a:S:1.0.0" has the value "no" twice`},
		{change(`{"key": "Y", "name": "Yes"}`, `{"key": "Y"}`), `a value of the decision point "a:S:1.0.0" has no name`},
		{change(`"name": "Seen", "values": [`, `"name": "Seen", "others": [`), `the decision point "a:S:1.0.0" has 0 values; it needs 1 to 20`},
		{change(`"name": "Seen"`, `"name": "How bad"`), `a:S:1.0.0 and a:B:1.0.0 would be asked under one name, "how_bad"`},
		{change(`{"a:S:1.0.0": "Y", "a:B:1.0.0": "H"`, `{"a:S:1.0.0": "Q", "a:B:1.0.0": "H"`), `row 3: "Q" is no value of "a:S:1.0.0"`},
		{change(`{"a:S:1.0.0": "Y", "a:B:1.0.0": "H"`, `{"a:S:1.0.0": "Y", "a:X:1.0.0": "H"`), `row 3: "<nil>" is no value of "a:B:1.0.0"`},
		{change(`{"a:S:1.0.0": "Y", "a:B:1.0.0": "H", `, `{"a:S:1.0.0": "Y", `), "row 3 does not have one value for each input and the outcome"},
	} {
		if _, err := Read(strings.NewReader(one.file)); err == nil || !strings.Contains(err.Error(), one.want) {
			t.Errorf("%.60q: %v\nwant %s", one.file, err, one.want)
		}
	}
}

// Every table that CERT/CC publishes reads, is total and monotone, makes a
// method, and gives row by row what its published CSV says.
func TestEveryPublishedTable(t *testing.T) {
	var files []string
	_ = filepath.WalkDir(filepath.Join(shared, "json/decision_tables"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".json" {
			files = append(files, path)
		}
		return nil
	})
	if len(files) == 0 {
		t.Skip("the published tables are not here")
	}
	if len(files) < 15 {
		t.Errorf("%d tables, want 15 or more", len(files))
	}
	rows := 0
	for _, file := range files {
		rows += agrees(t, file)
	}
	t.Logf("%d rows agree", rows)
}

// agrees compares one table with its CSV and says how many rows it has.
func agrees(t *testing.T, file string) int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tab := read(t, string(text))
	if lines := tab.Check(); len(lines) > 0 {
		t.Errorf("%s: %q", file, lines)
	}
	m, err := tab.Method()
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return 0
	}
	folder, name := filepath.Split(strings.TrimSuffix(file, ".json"))
	f, err := os.Open(filepath.Join(shared, "csv", filepath.Base(folder), name+".csv"))
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return 0
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]string, len(tab.Inputs))
	for i, column := range lines[0][1 : len(lines[0])-1] {
		name, _, _ := strings.Cut(column, " v")
		ids[i] = Point{Name: name}.ID()
	}
	for _, line := range lines[1:] {
		a := model.Answers{}
		for i, id := range ids {
			a[id] = line[i+1]
		}
		if o := m.Rate(a); !strings.EqualFold(o.Verdict.Outcome, line[len(line)-1]) || !strings.Contains(o.Path[0], fmt.Sprintf(" row %s (", line[0])) {
			t.Errorf("%s row %s: %+v", name, line[0], o)
		}
	}
	if len(lines)-1 != len(tab.Rows) {
		t.Errorf("%s: %d rows, %d in the CSV", name, len(tab.Rows), len(lines)-1)
	}
	return len(tab.Rows)
}

// Whatever bytes are read, the reader ends with a table or a sentence, and a
// table that it makes a method of rates every case.
func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add(strings.Replace(small, `"Y", "a:B:1.0.0": "H"`, `"Y", "a:B:1.0.0": "L"`, 1))
	f.Add(`{"decision_points": {}, "mapping": [{}], "outcome": "", "schemaVersion": "2.0.0"}`)
	f.Add(`[{"a":{"a":[1e999,null,true,"\u0000"]}}]`)
	f.Fuzz(func(t *testing.T, text string) {
		tab, err := Read(strings.NewReader(text))
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x1b\n\x00") {
				t.Errorf("%q", err)
			}
			return
		}
		m, err := tab.Method()
		if err != nil {
			return
		}
		a := model.Answers{}
		for _, q := range m.Questions {
			a[q.ID] = q.Options[len(q.Options)-1].Value
		}
		if o := m.Rate(a); !o.Complete() || o.Word() == "" {
			t.Errorf("%s: %+v", a, o)
		}
	})
}
