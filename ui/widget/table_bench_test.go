package widget

import (
	"fmt"
	"testing"

	"parry/ui/theme"
)

// manyRows is a register of any size that costs no memory.
type manyRows struct {
	keys    []string
	version uint64
	look    theme.Look
}

func newManyRows(n int) *manyRows {
	m := &manyRows{look: theme.Look{Pre: "\x1b[31m", Post: "\x1b[m"}}
	for i := range n {
		m.keys = append(m.keys, fmt.Sprintf("T-%06d", i))
	}
	return m
}

func (m *manyRows) Key(row int) string     { return m.keys[row] }
func (m *manyRows) Version(row int) uint64 { return m.version }
func (m *manyRows) Cells(row int, c []Cell) {
	c[0].Text = m.keys[row]
	c[1] = Cell{Text: "H", Look: m.look}
	c[2].Text = "!"
	c[3].Text = "Agent tool runs attacker text from a wiki page that everybody in the company may edit"
	c[4].Text = "Deployment"
	c[5].Text = "OSP-AP"
	c[6].Text = "14d"
}

func registerColumns() []Column {
	return []Column{
		{Title: "ID", Width: 8, Priority: 9},
		{Title: "Lvl", Width: 3, Priority: 8},
		{Title: "", Width: 1, Priority: 8},
		{Title: "Title", Width: 20, Flex: true},
		{Title: "Stage", Width: 11, Priority: 2},
		{Title: "Owner", Width: 6, Priority: 3},
		{Title: "Due", Width: 4, Priority: 4, Right: true},
	}
}

func everyRow(n int) []int {
	index := make([]int, n)
	for i := range index {
		index[i] = i
	}
	return index
}

func testPen(tb testing.TB, o theme.Options) Pen {
	tb.Helper()
	th, err := theme.New(o)
	if err != nil {
		tb.Fatal(err)
	}
	return NewPen(th, false)
}

func colourEnv(name string) string {
	return map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}[name]
}

func BenchmarkTable(b *testing.B) {
	pen := testPen(b, theme.Options{Name: "dark", Env: colourEnv})
	for _, n := range []int{100, 10_000, 100_000} {
		rows := newManyRows(n)
		t := NewTable(rows, registerColumns()...)
		t.SetIndex(everyRow(n))
		b.Run(fmt.Sprintf("key/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				t.Move(Down)
				if t.Cursor() == n-1 {
					t.Move(Home)
				}
				t.Draw(pen, 120, 41)
			}
		})
		b.Run(fmt.Sprintf("fresh/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				rows.version++
				t.Draw(pen, 120, 41)
			}
		})
		b.Run(fmt.Sprintf("setindex-gone/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			index := everyRow(n)
			for b.Loop() {
				t.key = "gone"
				t.SetIndex(index)
			}
		})
	}
}
