// Package matrix rates a threat on a matrix of the user's own: a likelihood, an
// impact, and the level where they meet.
//
//   - matrix.go: the grid, and the method that it makes
//   - read.go: the file it is read from, and everything that may be wrong with it
//   - default.json: the file of NIST SP 800-30's table I-2, which stands until
//     another is imported, and is the template to start from
//
// The file is JSON:
//
//	schema      "parry-matrix/1"
//	name        what the matrix is called
//	version     of the matrix; another matrix is another version
//	source      where it is from, and who approved it
//	likelihood  the steps of the axis, lowest first, each
//	              code  short: "L3"
//	              word  "possible"
//	              band  optional, [from, to]: the numbers that the word stands for
//	              as    which of VL, L, M, H, VH it is; five steps need none
//	impact      the same
//	levels      what a cell may say, lowest first, each code, word, as, and
//	              colour  optional: green, amber or red, for the checks M1 to M4
//	cells       a list for each likelihood, lowest first, of a level's code for
//	            each impact, lowest first
//
// An axis whose steps are not said to be any of the five leaves likelihood and
// impact open: the level is known, the place in the heatmap is not.
package matrix

import (
	_ "embed"
	"fmt"
	"strings"

	"parry/model"
)

// ID is the name that ratings made by this method carry, whatever matrix it is.
const ID = "matrix"

//go:embed default.json
var template string

// Template is the file of the matrix that stands until another is imported.
func Template() string { return template }

// Method is the method of the template.
func Method() model.Method {
	g, err := Read(strings.NewReader(template))
	if err != nil {
		panic(err) // it is part of the program, and its tests read it
	}
	return g.Method()
}

// A Grid is a matrix as it was read: full, and never falling.
type Grid struct {
	Name, Version, Source string

	Likelihood, Impact []Step
	Levels             []Level
	Cells              [][]int // row = likelihood, column = impact; the place in Levels
}

// A Step is one step of an axis.
type Step struct {
	Code, Word string
	Band       []float64 // from and to, or nothing
	As         model.Level
}

// A Level is what a cell may say.
type Level struct {
	Code, Word string
	As         model.Level
	Colour     string
}

// Method makes the method of the grid.
func (g Grid) Method() model.Method {
	asked := []model.Question{
		question("likelihood", "How likely is it?", "All in all, in the words of the matrix "+g.Name+".", g.Likelihood),
		question("impact", "How bad is it?", "The worst that is still plausible, in the words of the matrix "+g.Name+".", g.Impact),
	}
	return model.Method{
		ID: ID, Title: g.Name, Version: g.Version, Source: g.Source,
		Questions: asked,
		Rate:      func(a model.Answers) model.Outcome { return g.rate(asked, a) },
		Places:    placed(g.Likelihood) && placed(g.Impact),
		Monotone:  true, // no other grid is read
		Results:   g.results(),
		Matrix:    g.registers(),
	}
}

// results are the steps of parry that the levels stand at.
func (g Grid) results() []string {
	var results []string
	for _, l := range g.Levels {
		if code := l.As.String(); len(results) == 0 || results[len(results)-1] != code {
			results = append(results, code)
		}
	}
	return results
}

func question(id, title, help string, steps []Step) model.Question {
	q := model.Question{ID: id, Title: title, Help: help}
	for _, s := range steps {
		anchor := "a step of the matrix, without numbers"
		if len(s.Band) == 2 {
			anchor = fmt.Sprintf("from %g to %g", s.Band[0], s.Band[1])
		}
		if s.As.Rated() {
			anchor += ", which is " + s.As.Words()
		}
		q.Options = append(q.Options, model.Option{Value: s.Code, Label: s.Word, Anchor: anchor})
	}
	return q
}

func placed(steps []Step) bool {
	for _, s := range steps {
		if !s.As.Rated() {
			return false
		}
	}
	return true
}

// registers is the grid as a register's matrix: nil unless each of the five
// steps has its step on both axes.
func (g Grid) registers() *model.Matrix {
	rows, columns := five(g.Likelihood), five(g.Impact)
	if rows == nil || columns == nil {
		return nil
	}
	m := &model.Matrix{Name: g.Name, Version: g.Version}
	for i, row := range rows {
		for k, column := range columns {
			m.Cells[i][k] = g.Levels[g.Cells[row][column]].As
		}
	}
	return m
}

// five gives the highest step that stands for each of the five; nil if one of
// them has none.
func five(steps []Step) []int {
	at := make([]int, len(model.Levels))
	found := 0
	for i, s := range steps {
		if s.As.Rated() {
			if at[s.As.Index()] == 0 {
				found++
			}
			at[s.As.Index()] = i + 1
		}
	}
	if found < len(at) {
		return nil
	}
	for i := range at {
		at[i]--
	}
	return at
}

func (g Grid) rate(asked []model.Question, a model.Answers) model.Outcome {
	a, problems := model.ReadAnswers(ID, asked, a)
	if len(problems) > 0 {
		return model.Outcome{Problems: problems}
	}
	o := model.Outcome{Missing: model.MissingAnswers(asked, a)}
	row, column := asked[0].Place(a["likelihood"]), asked[1].Place(a["impact"])
	if row >= 0 {
		o.Likelihood = g.Likelihood[row].As
		o.Path = append(o.Path, "likelihood "+told(g.Likelihood[row]))
	}
	if column >= 0 {
		o.Impact = g.Impact[column].As
		o.Path = append(o.Path, "impact "+told(g.Impact[column]))
	}
	if !placed(g.Likelihood) || !placed(g.Impact) {
		o.Likelihood, o.Impact = model.Unrated, model.Unrated
	}
	if row < 0 || column < 0 {
		return o
	}
	level := g.Levels[g.Cells[row][column]]
	o.Level, o.Severity = level.As, level.Word
	o.Path = append(o.Path, fmt.Sprintf("%s %s row %s, column %s: %s, level %s",
		g.Name, g.Version, g.Likelihood[row].Code, g.Impact[column].Code, level.Word, level.As))
	if !placed(g.Likelihood) || !placed(g.Impact) {
		o.Flags = append(o.Flags, "the matrix does not say which of the five steps its own are: the level is known, the place in the heatmap is not")
	}
	return o
}

// told is a step in words: "L3 possible (M)".
func told(s Step) string {
	text := s.Code
	if !strings.EqualFold(s.Word, s.Code) {
		text += " " + s.Word
	}
	if s.As.Rated() && s.As.String() != s.Code {
		text += " (" + s.As.String() + ")"
	}
	return text
}

// Check says what the matrix is worth, by the five rules, on axes cut at its own
// bands where all steps have them, else evenly. Colours are the file's own, or
// else very low and low green, high and very high red.
func (g Grid) Check() []model.ChartCheck {
	c := model.Chart{Likelihood: cuts(g.Likelihood), Impact: cuts(g.Impact), Levels: g.Cells}
	coloured := false
	for _, l := range g.Levels {
		coloured = coloured || l.Colour != ""
	}
	for i, l := range g.Levels {
		if l.Colour == "green" || !coloured && l.As <= model.L {
			c.Green = append(c.Green, i)
		}
		if l.Colour == "red" || !coloured && l.As >= model.H {
			c.Red = append(c.Red, i)
		}
	}
	return c.Check()
}

// cuts are where one step ends and the next begins, from 0 to 1.
func cuts(steps []Step) []float64 {
	list := []float64{0}
	most := 0.0
	for _, s := range steps {
		if len(s.Band) != 2 {
			return model.EvenCuts(len(steps))
		}
		most = s.Band[1]
	}
	for i := 1; i < len(steps); i++ {
		list = append(list, steps[i].Band[0]/most)
	}
	return append(list, 1)
}
