package mapping

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// mostAbove is how many rows are looked at for the header. People write a title, a
// version and the names of groups of columns above it.
const mostAbove = 20

// A Table is a source from its header on.
type Table struct {
	rows  []row // that were looked at, the header first
	src   Source
	end   error // that came instead of a further row; nil if none has yet
	above []row
}

type row struct {
	cells []string
	place string
}

// Begin finds the header of a table: the first row that holds every column of which
// something is said, else the first that is likely one, else the first that is about as
// full as the rows below it. Rows that say nothing are passed over.
func (m Mapping) Begin(src Source) *Table {
	if t, begun := src.(*Table); begun {
		return t
	}
	t := &Table{src: src}
	for len(t.rows) < mostAbove && t.end == nil {
		cells, place, err := src.Next()
		if t.end = err; err == nil && filled(cells) > 0 {
			t.rows = append(t.rows, row{cells, place})
		}
	}
	at := m.headerAt(t.rows)
	header, width := names(t.rows, at)
	if t.above = t.rows[:at]; len(t.rows) > 0 {
		t.rows = append([]row{{header, t.rows[at].place}}, t.rows[at+width:]...)
	}
	return t
}

// names gives the names of the columns where the header begins at a row, and how many rows
// it takes: people write groups of columns in one row, "Inherent" and "Residual", and what
// each holds, "Likelihood" and "Impact", in the one below or in the same as all names.
func names(rows []row, at int) (header []string, width int) {
	if at >= len(rows) {
		return nil, 1
	}
	header = slices.Clone(rows[at].cells)
	if at+1 < len(rows) && isSecond(header, rows[at+1].cells) {
		return joined(header, rows[at+1].cells), 2
	}
	if at == 0 {
		return header, 1
	}
	count := map[string]int{}
	for _, name := range header {
		count[word(name)]++
	}
	groups := joined(rows[at-1].cells, header)
	for i, name := range header {
		if count[word(name)] > 1 && i < len(groups) && guess(groups[i]) != "" {
			header[i] = groups[i]
		}
	}
	return header, 1
}

// isSecond says whether a row goes on with the header above it: it names ratings, names
// nothing but columns, and none where the title stands.
func isSecond(header, below []string) bool {
	ratings := 0
	for i, cell := range below {
		field := guess(cell)
		switch {
		case strings.TrimSpace(cell) == "":
		case field == "", i < len(header) && guess(header[i]) == "title":
			return false
		case strings.HasSuffix(field, "_likelihood"), strings.HasSuffix(field, "_impact"), strings.HasSuffix(field, "_declared_risk"):
			ratings++
		}
	}
	return ratings > 1
}

// joined puts the name of its group before each name, where the two together are a name
// that is known; a group reaches to the next.
func joined(groups, names []string) []string {
	all := make([]string, max(len(groups), len(names)))
	group := ""
	for i := range all {
		own, name := "", ""
		if i < len(groups) {
			own = strings.TrimSpace(groups[i])
		}
		if i < len(names) {
			name = strings.TrimSpace(names[i])
		}
		if own != "" {
			group = own
		}
		switch both := strings.TrimSpace(group + " " + name); {
		case name == "":
			all[i] = own
		case guess(both) != "":
			all[i] = both
		default:
			all[i] = name
		}
	}
	return all
}

// Next gives the next row, the header first.
func (t *Table) Next() ([]string, string, error) {
	if len(t.rows) > 0 {
		r := t.rows[0]
		t.rows = t.rows[1:]
		return r.cells, r.place, nil
	}
	if t.end != nil {
		return nil, "", t.end
	}
	return t.src.Next()
}

// Header gives the names of the columns before the first row was taken; nil if there
// is none.
func (t *Table) Header() []string {
	if len(t.rows) == 0 {
		return nil
	}
	return t.rows[0].cells
}

// Above tells what stands above the header.
func (t *Table) Above() []model.Note {
	if len(t.above) == 0 {
		return nil
	}
	var said []string
	for _, r := range t.above {
		for _, cell := range r.cells {
			if strings.TrimSpace(cell) != "" {
				said = append(said, cell)
			}
		}
	}
	return NotTaken(t.above[0].place, said)
}

// NotTaken tells what stands above a header, in one note; none if nothing does.
func NotTaken(place string, said []string) []model.Note {
	if len(said) == 0 {
		return nil
	}
	quoted := make([]string, len(said))
	for i, text := range said {
		quoted[i] = fmt.Sprintf("%q", intake.Shown(text))
	}
	return []model.Note{{Place: place, Lost: true, Text: "what stands above the header was not taken: " + intake.Names(quoted)}}
}

// headerAt gives the place of the header among the first rows. One that is likely must
// be fuller than all above it, so that no row of values is taken for one.
func (m Mapping) headerAt(rows []row) int {
	most := 0
	for _, r := range rows {
		most = max(most, filled(r.cells))
	}
	full := func(r row) bool { return 2*filled(r.cells) > most }
	if len(m.Columns) > 0 {
		for at, r := range rows {
			if header, _ := names(rows, at); full(r) && m.namedIn(header) {
				return at
			}
		}
	}
	above := 0
	for at, r := range rows {
		if n := filled(r.cells); n > above {
			if header, _ := names(rows, at); Ours(header) || Likely(header) {
				return at
			}
			above = n
		}
	}
	return max(0, slices.IndexFunc(rows, full))
}

// namedIn says whether each column of which something is said is one of these.
func (m Mapping) namedIn(header []string) bool {
	held := map[string]bool{}
	for _, name := range header {
		held[word(name)] = true
	}
	for name := range m.Columns {
		if !held[name] {
			return false
		}
	}
	return true
}

func filled(cells []string) (n int) {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}
