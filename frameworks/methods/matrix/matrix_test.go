package matrix

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"parry/model"
)

func read(t *testing.T, text string) Grid {
	t.Helper()
	g, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// write makes the file of a matrix from its numbers: likelihood down, impact
// across. as says which of the five each step and level is.
func write(t *testing.T, numbers [][]int, axis, levels []string) string {
	t.Helper()
	step := func(prefix string, i int, as []string) fileStep {
		s := fileStep{Code: fmt.Sprint(prefix, i+1), Word: fmt.Sprint(prefix, " number ", i+1)}
		if as != nil {
			s.As = as[i]
		}
		return s
	}
	f := file{Schema: Schema, Name: "Ours", Version: "3", Source: "the board"}
	for i, row := range numbers {
		f.Likelihood = append(f.Likelihood, step("P", i, axis))
		var cells []string
		for _, n := range row {
			cells = append(cells, fmt.Sprint("R", n+1))
		}
		f.Cells = append(f.Cells, cells)
	}
	for i := range numbers[0] {
		f.Impact = append(f.Impact, step("C", i, axis))
	}
	for i := range levels {
		f.Levels = append(f.Levels, step("R", i, levels))
	}
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The template is NIST's table, and says of itself what is known of that.
func TestTemplateIsTableI2(t *testing.T) {
	m := Method()
	want := [5][5]string{ // impact VL to VH
		{"VL", "VL", "VL", "L", "L"}, {"VL", "L", "L", "L", "M"}, {"VL", "L", "M", "M", "H"}, {"VL", "L", "M", "H", "VH"}, {"VL", "L", "M", "H", "VH"},
	}
	for i, l := range model.Levels {
		for k, c := range model.Levels {
			o := m.Rate(model.Answers{"likelihood": l.Words(), "impact": c.String()})
			if o.Level.String() != want[i][k] || o.Likelihood != l || o.Impact != c || m.Matrix.Level(l, c) != o.Level {
				t.Errorf("%s x %s: %+v", l, c, o)
			}
		}
	}
	o := m.Rate(model.Answers{"likelihood": "M", "impact": "VH"})
	path := []string{"likelihood M moderate", "impact VH very high", "NIST SP 800-30 I-2 r1 row M, column VH: high, level H"}
	if !slices.Equal(o.Path, path) {
		t.Errorf("path %q", o.Path)
	}
	checks := read(t, template).Check()
	if checks[0].Holds || !strings.Contains(checks[0].Text, "0.2016") || !checks[2].Holds {
		t.Errorf("on its own cuts: %v", checks)
	}
}

// Matrices of other sizes rate every cell to what it says, and are placed where
// they say which of the five their steps are.
func TestOtherSizes(t *testing.T) {
	five := []string{"VL", "L", "M", "H", "VH"}
	for _, one := range []struct {
		name         string
		numbers      [][]int
		axis, levels []string
		places       bool
	}{
		{"five by five", [][]int{{0, 0, 1, 1, 1}, {0, 1, 1, 2, 2}, {1, 1, 2, 3, 3}, {1, 2, 3, 3, 4}, {2, 3, 3, 4, 4}}, nil, five, true},
		{"four by four", [][]int{{0, 0, 0, 1}, {0, 0, 1, 1}, {1, 1, 2, 2}, {1, 2, 2, 2}}, []string{"L", "M", "H", "VH"}, []string{"L", "M", "H"}, true},
		{"four by four, not placed", [][]int{{0, 0, 1, 1}, {0, 1, 2, 2}, {1, 2, 2, 3}, {2, 3, 3, 3}}, nil, []string{"L", "M", "H", "VH"}, false},
		{"two by three", [][]int{{0, 0, 1}, {0, 1, 1}}, nil, []string{"L", "H"}, false},
	} {
		g := read(t, write(t, one.numbers, one.axis, one.levels))
		m := g.Method()
		if m.Places != one.places || m.Version != "3" || m.Title != "Ours" {
			t.Errorf("%s: places %v, %s %s", one.name, m.Places, m.Title, m.Version)
		}
		for i, row := range one.numbers {
			for k, n := range row {
				o := m.Rate(model.Answers{"likelihood": fmt.Sprint("P", i+1), "impact": fmt.Sprint("c", k+1)})
				if o.Level.String() != one.levels[n] || o.Likelihood.Rated() != one.places || o.Impact.Rated() != one.places || len(o.Flags) > 0 == one.places {
					t.Errorf("%s %d, %d: %+v", one.name, i, k, o)
				}
			}
		}
		if full := m.Matrix != nil; full != (one.name == "five by five") {
			t.Errorf("%s: a register's matrix: %v", one.name, full)
		}
	}
}

// What is wrong with a file is said in one sentence that names the place.
func TestBadFilesAreRefused(t *testing.T) {
	for _, one := range []struct{ old, new, want string }{
		{"parry-matrix/1", "parry-matrix/9", `the schema is "parry-matrix/9"; parry-matrix/1 is read`},
		{`"version": "r1"`, `"version": " "`, "the matrix needs a version, of at most 1000 bytes"},
		{`"name": "NIST`, `"title": "NIST`, `unknown field "title"`},
		{`"version": "r1"`, `"version": "r1", "version": "r2"`, `"version" stands twice in one object`},
		{`"version": "r1"`, `"version": 1`, "the file is no parry-matrix/1: cannot unmarshal number"},
		{`["VL", "L", "M", "M", "H"]`, `["VL", "L", "M", "M"]`, "row 3 of cells (M) has 4 cells; impact has 5 steps"},
		{`    ["VL", "L", "M", "M", "H"],`, ``, "cells has 4 rows; likelihood has 5 steps"},
		{`["VL", "L", "M", "M", "H"]`, `["VL", "L", "M", "M", "X"]`, `the cell M x VH says "X", which is no code of levels`},
		{`["VL", "L", "M", "M", "H"]`, `["VL", "L", "M", "M", "L"]`, "the matrix falls where likelihood rises: L x VH says M, M x VH says L"},
		{`["VL", "VL", "VL", "L", "L"]`, `["VL", "VL", "L", "VL", "L"]`, "the matrix falls where impact rises: VL x M says L, VL x H says VL"},
		{`{"code": "H", "word": "high", "as": "H", "colour": "red"}`, `{"code": "H", "word": "high", "colour": "red"}`, "step 4 of levels needs an as"},
		{`{"code": "H", "word": "high", "as": "H", "colour": "red"}`, `{"code": "H", "word": "high", "as": "VL"}`, "step 4 of levels is as VL, lower than the step before"},
		{`{"code": "H", "word": "high", "as": "H", "colour": "red"}`, `{"code": "H", "word": "high", "as": "H", "colour": "blue"}`, `step 4 of levels: the colour "blue" is none of green, amber, red`},
		{`{"code": "H", "word": "high", "band": [80, 96], "as": "H"}`, `{"code": "H", "word": "high", "band": [70, 96], "as": "H"}`, "step 4 of likelihood: its band begins at 70, where the step before has not ended"},
		{`{"code": "H", "word": "high", "band": [80, 96], "as": "H"}`, `{"code": "H", "word": "high", "band": [96, 80], "as": "H"}`, "step 4 of likelihood: a band is [from, to], from below to"},
		{`{"code": "H", "word": "high", "band": [80, 96], "as": "H"}`, `{"code": "H", "word": "high"}`, "likelihood says of some steps which of the five they are, and of others not"},
		{`{"code": "H", "word": "high", "band": [80, 96], "as": "H"}`, `{"code": "M", "word": "high", "as": "H"}`, `step 4 of likelihood: "M" is there twice`},
		{`{"code": "H", "word": "high", "band": [80, 96], "as": "H"}`, `{"code": "a..b", "word": "high", "as": "H"}`, `step 4 of likelihood: the code "a..b" cannot be typed as an answer`},
		{`{"code": "H", "word": "high", "band": [80, 96], "as": "H"}`, `{"code": "H", "as": "H"}`, "step 4 of likelihood needs a code and a word"},
	} {
		text := strings.Replace(template, one.old, one.new, 1)
		if text == template {
			t.Fatalf("%q is not in the template", one.old)
		}
		if _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), one.want) {
			t.Errorf("%.70s: %v\nwant %s", one.new, err, one.want)
		}
	}
	if _, err := Read(strings.NewReader(write(t, [][]int{{0, 0}}, nil, []string{"L", "H"}))); err == nil || !strings.Contains(err.Error(), "likelihood has 1 steps; it needs 2 to 10") {
		t.Errorf("one row: %v", err)
	}
}

// Whatever bytes are read, the reader ends with a grid or a sentence, and a grid
// rates every cell.
func FuzzRead(f *testing.F) {
	f.Add(template)
	f.Add(strings.Replace(template, `"band": [0, 5], `, "", 2))
	f.Add(`{"schema":"parry-matrix/1","name":"x","version":"1","source":"s","likelihood":[{"code":"a","word":"a"},{"code":"b","word":"b"}],"impact":[{"code":"a","word":"a"},{"code":"b","word":"b"}],"levels":[{"code":"a","word":"a","as":"L"},{"code":"b","word":"b","as":"H"}],"cells":[["a","a"],["a","b"]]}`)
	f.Fuzz(func(t *testing.T, text string) {
		g, err := Read(strings.NewReader(text))
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x1b\n\x00") {
				t.Errorf("%q", err)
			}
			return
		}
		m := g.Method()
		for _, likely := range m.Questions[0].Options {
			for _, bad := range m.Questions[1].Options {
				if o := m.Rate(model.Answers{"likelihood": likely.Value, "impact": bad.Value}); !o.Complete() || !o.Level.Rated() {
					t.Errorf("%s x %s: %+v", likely.Value, bad.Value, o)
				}
			}
		}
	})
}
