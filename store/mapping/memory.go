package mapping

import (
	"maps"
	"slices"
	"strings"

	"parry/model"
)

// A Trace is left by a reading: which table it was.
type Trace struct {
	Key string // of the table's header, whatever stands below; "" where it was none of other people
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
		m.Trace.Key = model.Mark(strings.Join(names, "\n"))
	}
}

// Said says whether the mapping says anything of its own.
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
