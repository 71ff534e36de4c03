package widget

import (
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"parry/model"
	"parry/ui/theme"
)

// Colour only repeats what is written: with it stripped, every cell of every
// map still says its number and its level.
func TestNeverColourAlone(t *testing.T) {
	p := testPen(t, theme.Options{Name: "dark", Env: colourEnv})
	painted := regexp.MustCompile(`\x1b\[[0-9;]*48[0-9;]*m([^\x1b]*)`)
	for name, lines := range map[string][]string{
		"counts": brightdeskCounts().Draw(p, 80, 14),
		"small":  brightdeskMatrix().Draw(p, 40, 6),
	} {
		cells := 0
		for _, line := range lines {
			for _, m := range painted.FindAllStringSubmatch(line, -1) {
				cells++
				if !regexp.MustCompile(`^( *[ \[(:][0-9X·]+[ \]):][ !](VL|L |M |H |VH))+$`).MatchString(m[1]) {
					t.Errorf("%s: a coloured cell says %q", name, m[1])
				}
			}
		}
		if cells == 0 {
			t.Errorf("%s has no colour", name)
		}
	}
}

// The cursor walks to every edge and stops there.
func TestSpotMove(t *testing.T) {
	for _, c := range []struct {
		from   Spot
		up, to int
		want   Spot
	}{
		{Spot{model.M, model.M}, 1, 0, Spot{model.H, model.M}},
		{Spot{model.M, model.M}, 0, -1, Spot{model.M, model.L}},
		{Spot{model.VH, model.VL}, 1, -1, Spot{model.VH, model.VL}},
		{Spot{model.VL, model.VH}, -9, 9, Spot{model.VL, model.VH}},
		{Spot{}, 1, 1, Spot{model.M, model.M}},
	} {
		if got := c.from.Move(c.up, c.to); got != c.want {
			t.Errorf("%v by %d,%d is %v", c.from, c.up, c.to, got)
		}
	}
}

// A click on a number finds its cell, in every size of the map.
func TestMatrixAt(t *testing.T) {
	for _, win := range []struct{ w, h int }{{36, 6}, {60, 19}, {80, 24}, {80, 33}} {
		m := &Matrix{}
		for i := range m.Cells {
			for j := range m.Cells[i] {
				m.Cells[i][j] = MatrixCell{Count: 10 + i*5 + j, Level: model.M}
			}
		}
		seen := 0
		for y, line := range m.Draw(plainPen(t), win.w, win.h) {
			for _, at := range regexp.MustCompile(`\b[1-3][0-9]\b`).FindAllStringIndex(line, -1) {
				spot, ok := m.At(at[0], y)
				number := line[at[0]:at[1]]
				if want := 10 + spot.Likelihood.Index()*5 + spot.Impact.Index(); !ok || number != string(rune('0'+want/10))+string(rune('0'+want%10)) {
					t.Errorf("%v: %s at %d,%d is %v", win, number, at[0], y, spot)
				}
				seen++
			}
		}
		if _, ok := m.At(0, 0); ok || seen != 25 && win.w > 36 {
			t.Errorf("%v: %d cells found", win, seen)
		}
	}
}

// Row and column of a click, and the level under the cursor.
func TestCountsCursor(t *testing.T) {
	p := plainPen(t)
	c := brightdeskCounts()
	for _, win := range []struct{ w, h int }{{80, 14}, {120, 40}} {
		lines := c.Draw(p, win.w, win.h)
		for y, line := range lines {
			if x := strings.Index(line, "16"); x >= 0 {
				if row, column, ok := c.At(x, y); !ok || row != 6 || column != 1 {
					t.Errorf("%v: the 16 is at row %d, column %d", win, row, column)
				}
			}
		}
		if _, _, ok := c.At(0, 1); ok {
			t.Error("the name is a cell")
		}
	}
	c.Move(0, 2)
	if c.Level() != model.VH {
		t.Errorf("on %v", c.Level())
	}
	c.Move(0, 1)
	if c.Level() != model.Unrated || c.Column != OverColumn {
		t.Errorf("on %v, column %d", c.Level(), c.Column)
	}
	c.Move(99, 99)
	if c.Row != 7 || c.Column != NotAssessedColumn {
		t.Errorf("on row %d, column %d", c.Row, c.Column)
	}
	c.Move(-99, -99)
	if c.Row != 0 || c.Level() != model.VL {
		t.Errorf("on row %d, %v", c.Row, c.Level())
	}
}

// The cursor's row is always in the window, the head and the total too.
func TestCountsScroll(t *testing.T) {
	p := plainPen(t)
	c := brightdeskCounts()
	for _, row := range []int{7, 0, 4, 6} {
		c.Row, c.Column = row, 2
		lines := c.Draw(p, 80, 7)
		all := strings.Join(lines, "\n")
		if !strings.Contains(all, c.Rows[row].Name) || !strings.Contains(all, "total") || !strings.Contains(all, "over") {
			t.Errorf("row %d:\n%s", row, all)
		}
	}
}

// Parts of a row that is open are not counted twice.
func TestCountsTotal(t *testing.T) {
	sum := brightdeskCounts().total()
	if sum.Counts != [levels]int{8, 33, 6, 1, 0} || sum.Over != 1 || sum.NotAssessed != 1 {
		t.Errorf("total %+v", sum)
	}
}

// Only a cell that holds something and lies above the appetite is marked.
func TestOverAppetite(t *testing.T) {
	m := brightdeskMatrix()
	m.Here, m.Cursor, m.From, m.Low = Spot{}, Spot{}, Spot{}, Spot{}
	marks := func() int {
		return strings.Count(ansi.Strip(strings.Join(m.Draw(plainPen(t), 60, 19), "")), "!")
	}
	if n := marks(); n != 2 {
		t.Errorf("%d marks above M", n)
	}
	m.Appetite = model.VH
	if n := marks(); n != 0 {
		t.Errorf("%d marks above VH", n)
	}
	m.Appetite = model.Unrated
	if n := marks(); n != 0 {
		t.Errorf("%d marks without an appetite", n)
	}
}

func BenchmarkGrid(b *testing.B) {
	p := testPen(b, theme.Options{Name: "dark", Env: colourEnv})
	for name, draw := range map[string]func(){
		"matrix/80":  func() { brightdeskMatrix().Draw(p, 80, 19) },
		"matrix/120": func() { brightdeskMatrix().Draw(p, 80, 35) },
		"small":      func() { brightdeskMatrix().Draw(p, 39, 6) },
		"counts/80":  func() { brightdeskCounts().Draw(p, 80, 18) },
		"counts/120": func() { brightdeskCounts().Draw(p, 120, 36) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				draw()
			}
		})
	}
}

func BenchmarkOver(b *testing.B) {
	p := testPen(b, theme.Options{Name: "dark", Env: colourEnv})
	base := brightdeskTable(p).Draw(p, 120, 40)
	k := brightdeskPick()
	b.ReportAllocs()
	for b.Loop() {
		iw, ih := BoxInside(60, 16)
		p.Centre(base, p.Box(k.Title, k.Draw(p, iw, ih), 60, 16), 120, 40)
	}
}
