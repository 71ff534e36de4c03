// Package decisiontable reads decision tables as CERT/CC publishes them (SSVC,
// schema 2.0.0, JSON), proves them, and makes triage methods of them: a table
// published as data is read as data.
//
//   - table.go: Table, its points and rows, and the proof
//   - read.go: from JSON, with limits, and every error in a sentence
//   - rule.go: a table, and those that its inputs follow from, as a method
//
// A table that leaves a combination out, or answers one twice, makes no method:
// a wrong rating is worse than none. One whose outcome falls when an input
// rises makes one that says so.
package decisiontable

import (
	"fmt"
	"strings"
)

// A Table gives an outcome for every combination of its inputs.
type Table struct {
	Namespace, Key, Version, Name string

	Inputs  []Point // in the order of the columns
	Outcome Point
	Rows    []Row // in the published order, which numbers them from 0
}

// A Point is something that is decided or asked, with its values lowest first.
type Point struct {
	Namespace, Key, Version string
	Name, Definition        string
	Values                  []Value

	cited string // as the rows of its file name it
}

// A Value is one of a point's values.
type Value struct{ Key, Name, Definition string }

// A Row is one line of a table, by the places of the values.
type Row struct {
	In  []int
	Out int
}

// ID names the point as an answer is called: mission_and_well_being_impact.
func (p Point) ID() string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(p.Name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "_")
}

// String is the point as tables cite it: ssvc:E:1.1.0.
func (p Point) String() string { return p.Namespace + ":" + p.Key + ":" + p.Version }

// Word is the value as it is answered: its name in lower case.
func (v Value) Word() string { return strings.ToLower(v.Name) }

// String is the table's own name: ssvc:DT_DP:1.0.0.
func (t Table) String() string { return t.Namespace + ":" + t.Key + ":" + t.Version }

// find gives the row for the inputs' values, -1 if none has them all.
func (t Table) find(in []int) int {
	for i, row := range t.Rows {
		same := true
		for k := range in {
			same = same && row.In[k] == in[k]
		}
		if same {
			return i
		}
	}
	return -1
}

// A Proof is what a table was found to be.
type Proof struct {
	Gaps  []string // combinations without a row
	Twice []string // combinations with several
	Falls []string // steps up of an input that lower the outcome
}

// Total says whether every combination has exactly one row.
func (p Proof) Total() bool { return len(p.Gaps) == 0 && len(p.Twice) == 0 }

// Monotone says whether raising an input never lowers the outcome.
func (p Proof) Monotone() bool { return len(p.Falls) == 0 }

// Prove goes through every combination, and from each one step up on every
// input.
func (t Table) Prove() Proof {
	var p Proof
	at := make(map[int][]int, len(t.Rows))
	for i, row := range t.Rows {
		n := t.number(row.In)
		at[n] = append(at[n], i)
	}
	for n := range t.combinations() {
		in := t.combination(n)
		switch rows := at[n]; {
		case len(rows) == 0:
			p.Gaps = append(p.Gaps, t.words(in))
		case len(rows) > 1:
			p.Twice = append(p.Twice, fmt.Sprintf("%s, by rows %s", t.words(in), numbers(rows)))
		default:
			p.Falls = append(p.Falls, t.falls(at, in, rows[0])...)
		}
	}
	return p
}

// falls gives the steps up from one row that lower the outcome.
func (t Table) falls(at map[int][]int, in []int, row int) (falls []string) {
	for k := range in {
		if in[k]+1 == len(t.Inputs[k].Values) {
			continue
		}
		in[k]++
		for _, above := range at[t.number(in)] {
			if t.Rows[above].Out < t.Rows[row].Out {
				falls = append(falls, fmt.Sprintf("row %d gives %s, row %d with a higher %s only %s", row, t.out(row),
					above, t.Inputs[k].ID(), t.out(above)))
			}
		}
		in[k]--
	}
	return falls
}

func (t Table) out(row int) string { return t.Outcome.Values[t.Rows[row].Out].Word() }

// combinations is how many there are.
func (t Table) combinations() int {
	n := 1
	for _, p := range t.Inputs {
		n *= len(p.Values)
	}
	return n
}

// number counts a combination, the last input quickest.
func (t Table) number(in []int) int {
	n := 0
	for k, p := range t.Inputs {
		n = n*len(p.Values) + in[k]
	}
	return n
}

// combination is the inverse of number.
func (t Table) combination(n int) []int {
	in := make([]int, len(t.Inputs))
	for k := len(in) - 1; k >= 0; k-- {
		size := len(t.Inputs[k].Values)
		in[k], n = n%size, n/size
	}
	return in
}

// words tells a combination: "exploitation active, automatable yes".
func (t Table) words(in []int) string {
	parts := make([]string, len(in))
	for k, p := range t.Inputs {
		parts[k] = p.ID() + " " + p.Values[in[k]].Word()
	}
	return strings.Join(parts, ", ")
}

func numbers(rows []int) string {
	parts := make([]string, len(rows))
	for i, n := range rows {
		parts[i] = fmt.Sprint(n)
	}
	return strings.Join(parts, " and ")
}

// mostTold is how many faults of one kind are told one by one.
const mostTold = 5

// Check tells what the proof found, a sentence each, at most a few of a kind.
func (t Table) Check() []string {
	p := t.Prove()
	var lines []string
	for _, kind := range []struct {
		form  string
		found []string
	}{{"no row for %s", p.Gaps}, {"more than one row for %s", p.Twice}, {"not monotone: %s", p.Falls}} {
		for i, one := range kind.found {
			if i == mostTold {
				lines = append(lines, fmt.Sprintf("and %d more of this kind", len(kind.found)-mostTold))
				break
			}
			lines = append(lines, fmt.Sprintf(kind.form, one))
		}
	}
	return lines
}
