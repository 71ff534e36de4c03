package mapping

import (
	"maps"
	"slices"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// A Trace is left by a reading of a table that other people keep: which it was, and what
// its columns were taken as, be it that the table could not be read so.
type Trace struct {
	Key     string // of the table's header, whatever stands below; "" where it was none of other people
	Columns []Taken

	Sheets []string // of a workbook, those that can be read; nil of anything else
	Sheet  string   // the one that was
}

// A Taken is a column of a table and what it was taken as.
type Taken struct {
	Name     string
	Field    string   // one of ours; "" where it stays with the threat under its name, Leave where it is left out
	Examples []string // of its cells: the first that differ
}

// mostExamples is how many cells of a column a trace shows.
const mostExamples = 3

// example keeps a cell to show, if it says something new.
func (m Mapping) example(column int, cell string) {
	if m.Trace == nil || column >= len(m.Trace.Columns) {
		return
	}
	c := &m.Trace.Columns[column]
	if cell = intake.Shown(cell); cell != "" && len(c.Examples) < mostExamples && !slices.Contains(c.Examples, cell) {
		c.Examples = append(c.Examples, cell)
	}
}

// Draft is the name under which a register remembers how a table is read.
func (t Trace) Draft() string { return "table " + t.Key }

// leave leaves the trace of a table, if somebody asked for it.
func (m Mapping) leave(header []string) {
	if m.Trace != nil {
		var names []string
		for _, name := range header {
			names = append(names, word(name))
		}
		m.Trace.Key, m.Trace.Columns = model.Mark(strings.Join(names, "\n")), nil
	}
}

// Said says whether the mapping says anything of its own about columns and numbers.
func (m Mapping) Said() bool { return len(m.Columns) > 0 || m.Scale != Words }

const scaleLine = "scale "

// String writes what a mapping says, for Remembered to read.
func (m Mapping) String() string {
	var lines []string
	if m.Scale != Words {
		lines = append(lines, scaleLine+string(m.Scale))
	}
	for _, column := range slices.Sorted(maps.Keys(m.Columns)) {
		lines = append(lines, column+"="+m.Columns[column])
	}
	return strings.Join(lines, "\n")
}

// Remembered reads what String wrote; what no longer means anything is left out.
func Remembered(text string) Mapping {
	var m Mapping
	for line := range strings.SplitSeq(text, "\n") {
		if scale, ok := strings.CutPrefix(line, scaleLine); ok {
			m.Scale, _ = ParseScale(scale)
			continue
		}
		_ = m.Parse(line)
	}
	return m
}
