package widget

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"parry/ui/theme"
)

// list is the simplest owner: a key is the whole row.
type list struct {
	keys  []string
	asked int // how many rows were drawn anew
	edits uint64
}

func (l *list) Key(row int) string     { return l.keys[row] }
func (l *list) Version(row int) uint64 { return l.edits }
func (l *list) Cells(row int, c []Cell) {
	l.asked++
	c[0].Text = l.keys[row]
}

func letters(s string) *list { return &list{keys: strings.Split(s, "")} }

// find gives the index that shows these keys in this order.
func (l *list) find(keys string) (index []int) {
	for _, k := range strings.Split(keys, "") {
		index = append(index, slices.Index(l.keys, k))
	}
	return index
}

func tableOf(l *list) *Table {
	t := NewTable(l, Column{Title: "Key", Width: 3, Flex: true})
	t.SetIndex(everyRow(len(l.keys)))
	return t
}

func plainPen(t testing.TB) Pen { return testPen(t, theme.Options{}) }

// The cursor stops at the ends, pages by what is on the screen, and is always
// in the window.
func TestTableMoves(t *testing.T) {
	p := plainPen(t)
	tab := tableOf(letters("abcdefghijklmnopqrstuvwxyz"))
	tab.Draw(p, 20, 6) // five rows
	for _, step := range []struct {
		move Move
		want string
	}{
		{Up, "a"}, {Down, "b"}, {Down, "c"}, {PageDown, "h"}, {HalfDown, "j"}, {HalfUp, "h"},
		{PageUp, "c"}, {End, "z"}, {Down, "z"}, {PageDown, "z"}, {PageUp, "u"}, {Home, "a"}, {HalfUp, "a"},
	} {
		tab.Move(step.move)
		if tab.Key() != step.want {
			t.Errorf("move %d: on %s, want %s", step.move, tab.Key(), step.want)
		}
		lines := tab.Draw(p, 20, 6)
		if !strings.HasPrefix(lines[tab.Line()], ">  "+step.want) {
			t.Errorf("move %d: line %d is %q", step.move, tab.Line(), lines[tab.Line()])
		}
	}
}

// Next finds the next row of a kind, round at the end and back to itself; without one
// the cursor stays.
func TestTableGoesToTheNext(t *testing.T) {
	l := letters("abcdef")
	tab := tableOf(l)
	among := func(some string) func(int) bool {
		return func(row int) bool { return strings.Contains(some, l.Key(row)) }
	}
	tab.Go(1)
	for _, step := range []struct {
		some, want string
		found      bool
	}{{"ae", "e", true}, {"ae", "a", true}, {"a", "a", true}, {"", "a", false}} {
		if found := tab.Next(among(step.some)); found != step.found || tab.Key() != step.want {
			t.Errorf("next of %q: %s, %v", step.some, tab.Key(), found)
		}
	}
	tab.SetIndex(nil)
	if tab.Next(among("a")) {
		t.Error("found a row of an empty table")
	}
}

// Nothing moves the focus but the user: after a sort, a filter or an edit the
// cursor is where it was, on the same key.
func TestTableKeepsTheCursor(t *testing.T) {
	l := letters("abcdef")
	tab := tableOf(l)
	tab.Go(2) // c
	for _, c := range []struct{ story, index, want string }{
		{"sorted the other way", "fedcba", "c"},
		{"filtered", "bc", "c"},
		{"filtered out: same place", "ad", "d"},
		{"all again", "abcdef", "d"},
		{"sorted to the front", "dabcef", "d"},
	} {
		tab.SetIndex(l.find(c.index))
		if tab.Key() != c.want {
			t.Errorf("%s: on %q, want %q", c.story, tab.Key(), c.want)
		}
	}
	l.keys = strings.Split("xyzabcdef", "") // rows came in before
	tab.SetIndex(everyRow(9))
	if row, _ := tab.Row(); tab.Key() != "d" || row != 6 {
		t.Errorf("after new rows on %q, row %d", tab.Key(), row)
	}
	tab.SetIndex(nil)
	if _, ok := tab.Row(); ok || tab.Key() != "" || tab.Line() != 0 {
		t.Error("an empty table has a row")
	}
	tab.SetIndex(everyRow(9))
	if tab.Key() != "d" {
		t.Errorf("after an empty filter on %q", tab.Key())
	}
	if tab.Keep("nobody") || tab.Keep("") || !tab.Keep("f") || tab.Key() != "f" {
		t.Errorf("Keep went to %q", tab.Key())
	}
}

// Marks follow the key, ranges run from the last mark, and what a filter hides
// is kept but not handed out.
func TestTableMarks(t *testing.T) {
	l := letters("abcdef")
	tab := tableOf(l)
	marked := func() string {
		s := ""
		for _, row := range tab.Marked() {
			s += l.keys[row]
		}
		return s
	}
	tab.Go(1)
	tab.Mark()
	tab.Go(3)
	tab.MarkTo()
	if marked() != "bcd" {
		t.Errorf("range marked %q", marked())
	}
	tab.SetIndex(l.find("fedcba"))
	tab.Keep("e")
	tab.Mark()
	if marked() != "edcb" {
		t.Errorf("sorted, marked %q", marked())
	}
	tab.SetIndex(l.find("ab"))
	if marked() != "b" || tab.Marks() != 4 {
		t.Errorf("filtered, marked %q of %d", marked(), tab.Marks())
	}
	tab.MarkAll()
	tab.Keep("b")
	tab.Mark()
	if marked() != "a" {
		t.Errorf("after one was taken away %q", marked())
	}
	tab.Unmark()
	if tab.Marks() != 0 || tab.Marked() != nil {
		t.Error("marks are left")
	}
	tab.SetIndex(nil)
	tab.Mark()
	tab.MarkTo()
	tab.MarkAll()
	if tab.Marks() != 0 {
		t.Error("marked a row of an empty table")
	}
	tab.SetIndex(l.find("ab"))
	tab.MarkTo() // no range was started: the row itself
	if tab.Marks() != 1 {
		t.Errorf("%d marks", tab.Marks())
	}
}

// A row is asked for once and drawn from memory until its version changes.
func TestTableRemembersRows(t *testing.T) {
	p := plainPen(t)
	l := letters("abcdefghij")
	tab := tableOf(l)
	steps := []struct {
		story string
		do    func()
		asked int
	}{
		{"first", func() {}, 10},
		{"again", func() {}, 0},
		{"one down: the rows left and entered", func() { tab.Move(Down) }, 2},
		{"back: both known", func() { tab.Move(Up) }, 0},
		{"a mark", tab.Mark, 1},
		{"an edit", func() { l.edits++ }, 10},
		{"another background", func() { p = testPen(t, theme.Options{Name: "light", Env: colourEnv}) }, 10},
		{"the width rule", func() { p = NewPen(p.Theme, true) }, 10},
		{"a sort mark: only the header", func() { tab.Sort(0, true) }, 10},
	}
	for _, s := range steps {
		s.do()
		l.asked = 0
		tab.Draw(p, 40, 11)
		if l.asked != s.asked {
			t.Errorf("%s: %d rows asked for, want %d", s.story, l.asked, s.asked)
		}
	}
}

// When the window narrows the unimportant columns leave first and the flexible
// one takes what is left.
func TestTableColumns(t *testing.T) {
	columns := registerColumns()
	for _, c := range []struct {
		w    int
		want string
	}{
		{120, "ID 8|Lvl 3| 1|Title 81|Stage 11|Owner 6|Due 4"},
		{60, "ID 8|Lvl 3| 1|Title 21|Stage 11|Owner 6|Due 4"},
		{59, "ID 8|Lvl 3| 1|Title 20|Stage 11|Owner 6|Due 4"},
		{58, "ID 8|Lvl 3| 1|Title 31|Owner 6|Due 4"},
		{46, "ID 8|Lvl 3| 1|Title 26|Due 4"},
		{39, "ID 8|Lvl 3| 1|Title 24"},
		{34, "ID 8|Lvl 3|Title 21"},
		{32, "ID 8|Title 23"},
		{20, "Title 20"},
		{5, "Title 5"},
		{0, ""},
	} {
		var got []string
		for _, s := range layout(columns, c.w) {
			got = append(got, fmt.Sprint(columns[s.column].Title, " ", s.width))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%d cells: %s, want %s", c.w, strings.Join(got, "|"), c.want)
		}
	}
}

// A wide window gives the flexible column its best width before columns of little weight
// join, then the others theirs, the weightier first, and the flexible one the rest.
func TestTableColumnsGrow(t *testing.T) {
	columns := []Column{
		{Title: "ID", Width: 6, Priority: 10},
		{Title: "Title", Width: 20, Best: 40, Flex: true},
		{Title: "Owner", Width: 10, Best: 18, Priority: 6},
		{Title: "Status", Width: 10, Priority: 4},
		{Title: "Kind", Width: 12, Best: 20, Priority: 2},
	}
	for _, c := range []struct {
		w    int
		want string
	}{
		{49, "ID 6|Title 20|Owner 10|Status 10"},
		{81, "ID 6|Title 44|Owner 18|Status 10"},
		{82, "ID 6|Title 40|Owner 10|Status 10|Kind 12"},
		{93, "ID 6|Title 40|Owner 18|Status 10|Kind 15"},
		{110, "ID 6|Title 52|Owner 18|Status 10|Kind 20"},
	} {
		var got []string
		for _, s := range layout(columns, c.w) {
			got = append(got, fmt.Sprint(columns[s.column].Title, " ", s.width))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%d cells: %s, want %s", c.w, strings.Join(got, "|"), c.want)
		}
	}
}

// A click finds the row and the column it hit.
func TestTableAt(t *testing.T) {
	tab := tableOf(letters("abcdefghij"))
	tab.Go(9)
	tab.Draw(plainPen(t), 20, 6) // rows f to j
	for _, c := range []struct{ x, y, place, column int }{
		{3, 1, 5, 0}, {0, 1, 5, -1}, {3, 0, -1, 0}, {3, 5, 9, 0}, {3, 6, -1, 0}, {25, 2, 6, -1}, {-1, -1, -1, -1},
	} {
		if place, column := tab.At(c.x, c.y); place != c.place || column != c.column {
			t.Errorf("at %d,%d: place %d, column %d", c.x, c.y, place, column)
		}
	}
}

// Drawing costs the same at every number of rows.
func TestTableCostDoesNotGrow(t *testing.T) {
	p := testPen(t, theme.Options{Name: "dark", Env: colourEnv})
	cost := func(n int) (key, fresh float64) {
		rows := newManyRows(n)
		tab := NewTable(rows, registerColumns()...)
		tab.SetIndex(everyRow(n))
		tab.Draw(p, 120, 41)
		key = testing.AllocsPerRun(90, func() { tab.Move(Down); tab.Draw(p, 120, 41) })
		fresh = testing.AllocsPerRun(50, func() { rows.version++; tab.Draw(p, 120, 41) })
		return key, fresh
	}
	for _, n := range []int{100, 10_000, 100_000} {
		key, fresh := cost(n)
		if key > 3 || fresh > 45 {
			t.Errorf("%d rows: %v allocations a key (want 3), %v a fresh screen (want 45)", n, key, fresh)
		}
	}
}
