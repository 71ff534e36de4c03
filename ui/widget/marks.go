package widget

import "strings"

// A Heading begins the key of a row that is no thing but a heading over things: it
// takes no mark.
const Heading = "\x00"

func (t *Table) mark(key string) {
	if !strings.HasPrefix(key, Heading) {
		t.marks[key] = true
	}
}

// Mark turns the mark of the row under the cursor on or off and starts a
// range there.
func (t *Table) Mark() {
	if len(t.index) == 0 {
		return
	}
	t.anchor = t.key
	if t.marks[t.key] {
		delete(t.marks, t.key)
		return
	}
	t.mark(t.key)
}

// MarkTo marks every row from the last one that was marked to the cursor.
func (t *Table) MarkTo() {
	from := t.cursor
	for at, row := range t.index {
		if t.rows.Key(row) == t.anchor {
			from = at
			break
		}
	}
	for at := min(from, t.cursor); at <= max(from, t.cursor) && at < len(t.index); at++ {
		t.mark(t.rows.Key(t.index[at]))
	}
}

// MarkAll marks every row of the index.
func (t *Table) MarkAll() {
	for _, row := range t.index {
		t.mark(t.rows.Key(row))
	}
}

// Unmark takes away all marks, those of rows not shown too.
func (t *Table) Unmark() { clear(t.marks) }

// Marks is the number of marked rows, shown or not.
func (t *Table) Marks() int { return len(t.marks) }

// Marked gives the row numbers of the marked rows in the order shown. A mark
// on a row that the filter hides is kept but not given: compare with Marks and
// say so before a bulk edit.
func (t *Table) Marked() []int {
	if len(t.marks) == 0 {
		return nil
	}
	var rows []int
	for _, row := range t.index {
		if t.marks[t.rows.Key(row)] {
			rows = append(rows, row)
		}
	}
	return rows
}
