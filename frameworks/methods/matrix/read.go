package matrix

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"parry/frameworks/plainjson"
	"parry/model"
)

// Schema names the shape of the file.
const Schema = "parry-matrix/1"

// The limits of a file.
const (
	mostBytes = 256 << 10
	mostSteps = 10
	mostText  = 200
)

// A file is a matrix as it is written.
type file struct {
	Schema     string     `json:"schema"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	Source     string     `json:"source"`
	Likelihood []fileStep `json:"likelihood"`
	Impact     []fileStep `json:"impact"`
	Levels     []fileStep `json:"levels"`
	Cells      [][]string `json:"cells"`
}

// A fileStep is a step of an axis, or a level.
type fileStep struct {
	Code   string    `json:"code"`
	Word   string    `json:"word"`
	Band   []float64 `json:"band"`
	As     string    `json:"as"`
	Colour string    `json:"colour"`
}

// Read reads a matrix and makes sure that it can be rated by: no cell empty, no
// code unknown, and no level that falls where likelihood or impact rises.
func Read(r io.Reader) (Grid, error) {
	_, text, err := plainjson.Read(r, mostBytes, "matrix")
	if err != nil {
		return Grid{}, err
	}
	var f file
	decode := json.NewDecoder(bytes.NewReader(text))
	decode.DisallowUnknownFields()
	if err := decode.Decode(&f); err != nil {
		return Grid{}, fmt.Errorf("the file is no %s: %.200s", Schema, strings.TrimPrefix(err.Error(), "json: "))
	}
	if f.Schema != Schema {
		return Grid{}, fmt.Errorf("the schema is %.40q; %s is read", f.Schema, Schema)
	}
	g := Grid{Name: strings.TrimSpace(f.Name), Version: strings.TrimSpace(f.Version), Source: strings.TrimSpace(f.Source)}
	for _, needed := range []struct{ what, text string }{{"name", g.Name}, {"version", g.Version}, {"source", g.Source}} {
		if needed.text == "" || len(needed.text) > 5*mostText {
			return Grid{}, fmt.Errorf("the matrix needs a %s, of at most %d bytes", needed.what, 5*mostText)
		}
	}
	if g.Likelihood, err = axis("likelihood", f.Likelihood); err != nil {
		return Grid{}, err
	}
	if g.Impact, err = axis("impact", f.Impact); err != nil {
		return Grid{}, err
	}
	if g.Levels, err = levels(f.Levels); err != nil {
		return Grid{}, err
	}
	return g, g.take(f.Cells)
}

// named makes sure that steps have codes and words of their own.
func named(what string, steps []fileStep) error {
	if len(steps) < 2 || len(steps) > mostSteps {
		return fmt.Errorf("%s has %d steps; it needs 2 to %d", what, len(steps), mostSteps)
	}
	codes, words := map[string]bool{}, map[string]bool{}
	for i, s := range steps {
		code, word := model.FoldSpelling(s.Code), model.FoldSpelling(s.Word)
		switch {
		case code == "" || word == "" || len(code) > mostText || len(word) > mostText:
			return fmt.Errorf("step %d of %s needs a code and a word, of at most %d bytes", i+1, what, mostText)
		case strings.Contains(strings.TrimSpace(s.Code), " ") || !model.Answerable(strings.TrimSpace(s.Code)):
			return fmt.Errorf("step %d of %s: the code %.40q cannot be typed as an answer", i+1, what, s.Code)
		case !model.Answerable(strings.TrimSpace(s.Word)):
			return fmt.Errorf("step %d of %s: the word %.40q cannot be typed as an answer", i+1, what, s.Word)
		case codes[code] || words[word] || codes[word] || words[code]:
			return fmt.Errorf("step %d of %s: %.40q is there twice", i+1, what, s.Code)
		}
		codes[code], words[word] = true, true
		delete(words, code) // a code that is its own word is no second one
	}
	return nil
}

// as reads which of the five steps each stands for; they may not fall.
func as(what string, steps []fileStep, must bool) ([]model.Level, error) {
	list := make([]model.Level, len(steps))
	last := model.Unrated
	for i, s := range steps {
		level, err := model.ParseLevel(s.As)
		switch {
		case err != nil:
			return nil, fmt.Errorf("step %d of %s: as: %.200s", i+1, what, err)
		case !level.Rated() && must:
			return nil, fmt.Errorf("step %d of %s needs an as: which of VL, L, M, H, VH it is", i+1, what)
		case level.Rated() && level < last:
			return nil, fmt.Errorf("step %d of %s is as %s, lower than the step before", i+1, what, level)
		}
		list[i], last = level, max(level, last)
	}
	return list, nil
}

func axis(what string, written []fileStep) ([]Step, error) {
	if err := named(what, written); err != nil {
		return nil, err
	}
	list, err := as(what, written, false)
	if err != nil {
		return nil, err
	}
	said := 0
	for _, level := range list {
		if level.Rated() {
			said++
		}
	}
	if said > 0 && said < len(list) {
		return nil, fmt.Errorf("%s says of some steps which of the five they are, and of others not", what)
	}
	if said == 0 && len(list) == len(model.Levels) {
		copy(list, model.Levels[:])
	}
	steps := make([]Step, len(written))
	for i, s := range written {
		steps[i] = Step{strings.TrimSpace(s.Code), strings.TrimSpace(s.Word), s.Band, list[i]}
		if err := rising(what, i, written); err != nil {
			return nil, err
		}
	}
	return steps, nil
}

// rising makes sure that the bands of an axis rise and do not overlap.
func rising(what string, i int, steps []fileStep) error {
	band := steps[i].Band
	switch {
	case len(band) == 0:
		return nil
	case len(band) != 2 || band[0] < 0 || band[0] >= band[1]:
		return fmt.Errorf("step %d of %s: a band is [from, to], from below to", i+1, what)
	case i > 0 && len(steps[i-1].Band) == 2 && steps[i-1].Band[1] > band[0]:
		return fmt.Errorf("step %d of %s: its band begins at %g, where the step before has not ended", i+1, what, band[0])
	}
	return nil
}

func levels(written []fileStep) ([]Level, error) {
	if err := named("levels", written); err != nil {
		return nil, err
	}
	list, err := as("levels", written, true)
	if err != nil {
		return nil, err
	}
	levels := make([]Level, len(written))
	for i, s := range written {
		if c := s.Colour; c != "" && c != "green" && c != "amber" && c != "red" {
			return nil, fmt.Errorf("step %d of levels: the colour %.40q is none of green, amber, red", i+1, c)
		}
		levels[i] = Level{strings.TrimSpace(s.Code), strings.TrimSpace(s.Word), list[i], s.Colour}
	}
	return levels, nil
}

// take takes the cells, and proves them.
func (g *Grid) take(cells [][]string) error {
	if len(cells) != len(g.Likelihood) {
		return fmt.Errorf("cells has %d rows; likelihood has %d steps", len(cells), len(g.Likelihood))
	}
	for i, row := range cells {
		if len(row) != len(g.Impact) {
			return fmt.Errorf("row %d of cells (%s) has %d cells; impact has %d steps", i+1, g.Likelihood[i].Code, len(row), len(g.Impact))
		}
		places := make([]int, len(row))
		for k, code := range row {
			if places[k] = g.level(code); places[k] < 0 {
				return fmt.Errorf("the cell %s x %s says %.40q, which is no code of levels", g.Likelihood[i].Code, g.Impact[k].Code, code)
			}
		}
		g.Cells = append(g.Cells, places)
	}
	return g.neverFalls()
}

func (g *Grid) level(code string) int {
	for i, l := range g.Levels {
		if strings.EqualFold(l.Code, strings.TrimSpace(code)) {
			return i
		}
	}
	return -1
}

// neverFalls refuses a matrix in which more is less: nobody could defend it.
func (g *Grid) neverFalls() error {
	cell := func(i, k int) string {
		return fmt.Sprintf("%s x %s says %s", g.Likelihood[i].Code, g.Impact[k].Code, g.Levels[g.Cells[i][k]].Code)
	}
	for i := range g.Cells {
		for k := range g.Cells[i] {
			if i > 0 && g.Cells[i][k] < g.Cells[i-1][k] {
				return errors.New("the matrix falls where likelihood rises: " + cell(i-1, k) + ", " + cell(i, k))
			}
			if k > 0 && g.Cells[i][k] < g.Cells[i][k-1] {
				return errors.New("the matrix falls where impact rises: " + cell(i, k-1) + ", " + cell(i, k))
			}
		}
	}
	return nil
}
