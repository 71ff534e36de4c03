package widget

import (
	"parry/ui/theme"
)

// A Column is one column of a table.
type Column struct {
	Title string
	Width int // cells; the least, for the flexible column
	// Priority says who leaves first when the window is narrow: the lowest,
	// and of equals the one furthest right. The flexible column never leaves.
	Priority int
	Flex     bool // takes the cells that are left; the first such column does
	// Best is the width in which little is cut; 0 for Width. The flexible column has
	// it before columns of a Priority below 4 join; then the others grow to theirs.
	Best  int
	Right bool // numbers: text ends at the right edge
}

// A Cell is one cell of a row. The text need not be clean. The look counts
// only while the row is not under the cursor.
type Cell struct {
	Text string
	Look theme.Look
}

// Rows is the owner of what a table shows. The table asks only for the rows on
// the screen, so each call must be quick and none may walk all rows.
type Rows interface {
	// Key names the row for good: cursor and marks follow it through every
	// sort, filter and edit.
	Key(row int) string
	// Version changes whenever Cells would answer otherwise. A row with the
	// same key and version is drawn from the table's memory.
	Version(row int) uint64
	// Cells fills in the cells, one per column in the order of Columns. They
	// come empty.
	Cells(row int, cells []Cell)
}

// A Table shows a window on rows it does not own, through an index: the row
// numbers in the order to show. Filter and sort make a new index and touch
// nothing else. Drawing costs the same for ten rows and for a million.
//
//	t := widget.NewTable(rows, columns...)
//	t.SetIndex(index)        // again after each filter, sort or edit
//	lines := t.Draw(pen, w, h)
//
// A table is not safe for use from two goroutines.
type Table struct {
	// Empty is shown instead of rows: why there are none and what to press.
	Empty string

	rows    Rows
	columns []Column
	index   []int
	cursor  int // place in index
	top     int // place of the first row on the screen
	page    int // rows on the screen when last drawn
	key     string
	marks   map[string]bool
	anchor  string   // where a range of marks starts
	words   []string // that are marked in the cells
	sort    int      // column number, or -1
	down    bool
	chosen  int // column number, or -1

	look   tableLook
	drawn  map[drawnKey]string
	header string
	cells  []Cell
	line   []byte
	lines  []string
}

// A drawnKey says what a drawn row depends on, beside the look of the table.
type drawnKey struct {
	key     string
	version uint64
	current bool
	marked  bool
}

// NewTable makes a table of the rows; it shows none before SetIndex.
func NewTable(rows Rows, columns ...Column) *Table {
	return &Table{rows: rows, columns: columns, sort: -1, chosen: -1,
		marks: map[string]bool{}, drawn: map[drawnKey]string{}}
}

// SetIndex shows these rows in this order and keeps the cursor on the row with
// the same key, or at the same place if that row has gone. The table keeps the
// slice. Call it also when rows were renumbered.
func (t *Table) SetIndex(index []int) {
	t.index = index
	if !t.Keep(t.key) {
		t.move(t.cursor)
	}
}

// SetColumns shows other columns; sort mark and chosen column are forgotten.
func (t *Table) SetColumns(columns ...Column) {
	t.columns = columns
	t.sort, t.chosen = -1, -1
	t.look = tableLook{}
}

// Keep puts the cursor on the row with the key and says whether it is shown.
// It walks the index outward from the cursor, so a near row is found at once.
func (t *Table) Keep(key string) bool {
	if key == "" {
		return false
	}
	for d := 0; d <= max(t.cursor, len(t.index)-1-t.cursor); d++ {
		for _, at := range [...]int{t.cursor + d, t.cursor - d} {
			if at >= 0 && at < len(t.index) && t.rows.Key(t.index[at]) == key {
				t.move(at)
				return true
			}
		}
	}
	return false
}

// Len is the number of rows in the index.
func (t *Table) Len() int { return len(t.index) }

// Cursor is the cursor's place in the index, 0 when there are no rows.
func (t *Table) Cursor() int { return t.cursor }

// Row is the row number under the cursor; false when there are no rows.
func (t *Table) Row() (int, bool) {
	if len(t.index) == 0 {
		return 0, false
	}
	return t.index[t.cursor], true
}

// Key is the key of the row under the cursor, "" when there are no rows.
func (t *Table) Key() string {
	if len(t.index) == 0 {
		return ""
	}
	return t.key
}

// A Move is one way the cursor travels.
type Move uint8

// The moves; the ends stop it.
const (
	Up Move = iota
	Down
	PageUp
	PageDown
	HalfUp
	HalfDown
	Home
	End
)

// Move moves the cursor. A page is what was last drawn.
func (t *Table) Move(m Move) {
	page := max(t.page, 1)
	switch m {
	case Up:
		t.move(t.cursor - 1)
	case Down:
		t.move(t.cursor + 1)
	case PageUp:
		t.scroll(-page)
	case PageDown:
		t.scroll(page)
	case HalfUp:
		t.scroll(-max(page/2, 1))
	case HalfDown:
		t.scroll(max(page/2, 1))
	case Home:
		t.move(0)
	case End:
		t.move(len(t.index) - 1)
	}
}

// Go puts the cursor at a place in the index: for a click, or a wheel.
func (t *Table) Go(place int) { t.move(place) }

// Next goes to the next row for which is holds, round at the end; false if there is
// none. The row under the cursor is the last one asked.
func (t *Table) Next(is func(row int) bool) bool {
	for by := range t.index {
		place := (t.cursor + 1 + by) % len(t.index)
		if is(t.index[place]) {
			t.move(place)
			return true
		}
	}
	return false
}

// scroll moves window and cursor together, so the cursor keeps its line.
func (t *Table) scroll(by int) {
	t.top += by
	t.move(t.cursor + by)
}

func (t *Table) move(to int) {
	t.cursor = max(0, min(to, len(t.index)-1))
	if len(t.index) > 0 {
		t.key = t.rows.Key(t.index[t.cursor])
	}
}

// Visible are the columns that found room in the last drawing, as numbers in
// Columns.
func (t *Table) Visible() []int {
	var columns []int
	for _, s := range t.look.spans {
		columns = append(columns, s.column)
	}
	return columns
}

// Sort shows in the header that column (a number in Columns, -1 for none)
// gives the order, rising or falling. It sorts nothing.
func (t *Table) Sort(column int, falling bool) {
	t.sort, t.down = column, falling
	t.look = tableLook{}
}

// Choose shows which column the column keys act on, -1 for none.
func (t *Table) Choose(column int) {
	t.chosen = column
	t.look = tableLook{}
}

// Chosen is the column set by Choose.
func (t *Table) Chosen() int { return t.chosen }

// At says what lies at a cell of the last drawing: the place in the index
// (-1 on the header or below the last row) and the column (-1 if none).
func (t *Table) At(x, y int) (place, column int) {
	place, column = -1, -1
	for _, s := range t.look.spans {
		if x >= s.x && x < s.x+s.width {
			column = s.column
		}
	}
	if y > 0 && y <= t.page && t.top+y-1 < len(t.index) {
		place = t.top + y - 1
	}
	return place, column
}

// Line is the line of the last drawing that the cursor is on, 1 being the
// first row: the place for the terminal's own cursor, which screen readers
// follow. It is 0 when there are no rows.
func (t *Table) Line() int {
	if len(t.index) == 0 {
		return 0
	}
	return t.cursor - t.top + 1
}
