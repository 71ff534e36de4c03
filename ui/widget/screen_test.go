package widget

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"parry/model"
	"parry/ui/theme"
)

// brightdesk is the register of the sketches, and two rows that mean harm.
type brightdesk struct{ pen Pen }

var brightdeskRows = [][]string{
	{"T-016", "H", "!", "Agent tool runs attacker text from a wiki page", "Deployment", "OSP-AP", "3d !"},
	{"T-010", "H", "!", "Poisoned document changes answers to customers", "Delivery", "AP", "9d"},
	{"T-021", "M", "", "Key for the model gateway in the client bundle", "Deployment", "OSP", "14d"},
	{"T-007", "M", "", "System prompt leaks through error pages", "Deployment", "AP", "30d"},
	{"T-023", "M", "~", "Cross-tenant cache shows another customer", "Delivery", "CSP-MP", "30d"},
	{"T-002", "M", "", "社内ウィキのページから攻撃者の文章を実行するエージェント", "Deployment", "MP", "- ?"},
	{"T-029", "M", "", "Denial of wallet \x1b[31mby long\x1b]0;owned\x07 prompts\u202E", "Delivery", "AP", "60d"},
	{"T-003", "L", "", "Unreviewed plug-in asks for wide scopes", "Deployment", "AP", "90d"},
	{"T-018", "L", "", "Größere Trainingsdaten enthalten persönliche Angaben über Kunden", "Preparation", "MP", "90d"},
	{"T-025", "L", "", "Retired model 👍🏽 still reachable", "Retirement", "CSP", "- ?"},
	{"T-001", "VL", "", "Style drift after fine-tuning", "Evaluation", "AP", "-"},
}

func (b brightdesk) Key(row int) string     { return brightdeskRows[row][0] }
func (b brightdesk) Version(row int) uint64 { return 1 }
func (b brightdesk) Cells(row int, c []Cell) {
	for i, s := range brightdeskRows[row] {
		c[i].Text = s
	}
	level, _ := model.ParseLevel(brightdeskRows[row][1])
	c[1].Look = b.pen.Band(level)
	c[2].Look = b.pen.Error
	c[5].Look = b.pen.Dim
}

func brightdeskTable(p Pen) *Table {
	columns := registerColumns()
	columns[0].Width, columns[6].Right = 6, false
	t := NewTable(brightdesk{p}, columns...)
	t.Empty = "No threat matches stage=Deployment level>=H. Esc clears the filter, n captures a new threat."
	t.SetIndex(everyRow(len(brightdeskRows)))
	t.Sort(1, true)
	t.Choose(4)
	t.Go(1)
	t.Mark()
	t.Go(2)
	t.Mark()
	t.Go(0)
	return t
}

func brightdeskCounts() *Counts {
	return &Counts{Appetite: model.M, Row: 3, Column: 2, Note: "in 38 threats", Rows: []CountRow{
		{Name: "Preparation", Fold: Shut, Counts: [levels]int{1, 3, 2}, Note: "Data collection"},
		{Name: "Development", Fold: Shut, Counts: [levels]int{1, 3, 0, 1}, Over: 1, Note: "Supply chain"},
		{Name: "Evaluation", Fold: Shut, Counts: [levels]int{1, 3}},
		{Name: "Deployment", Fold: Open, Counts: [levels]int{0, 6, 3}, NotAssessed: 1},
		{Name: "Orchestration", Depth: 1, Counts: [levels]int{0, 2, 3}},
		{Name: "AI applications", Depth: 1, Counts: [levels]int{0, 4}, NotAssessed: 1},
		{Name: "Delivery", Fold: Shut, Counts: [levels]int{2, 16, 1}, Note: "Continuous improvement"},
		{Name: "Retirement", Fold: Shut, Counts: [levels]int{3, 2}, Note: "Archiving"},
	}}
}

func brightdeskMatrix() *Matrix {
	m := &Matrix{
		Appetite: model.M, Cursor: Spot{model.H, model.VH},
		Here: Spot{model.M, model.VH}, From: Spot{model.L, model.M},
		Low: Spot{model.L, model.H}, High: Spot{model.M, model.VH},
	}
	counts := [levels][levels]int{{4, 3}, {1, 9, 6, 1}, {2, 4, 3}, {0, 0, 2, 1, 1}, {0, 1}}
	bands := [levels]string{"VL VL VL L L", "VL L L L M", "VL L M M H", "VL L M H VH", "VL L M H VH"}
	for i, row := range bands {
		for j, code := range strings.Fields(row) {
			level, _ := model.ParseLevel(code)
			m.Cells[i][j] = MatrixCell{Count: counts[i][j], Level: level}
		}
	}
	m.Cells[3][4].Change, m.Cells[1][2].Change = 1, -2
	return m
}

func brightdeskPick() *Pick {
	return NewPick("Owner of the Orchestrated layer", "OSP-AP",
		Option{"OSP", "OSP", "Orchestrated service provider: runs the layer alone and answers for every tool, prompt and store in it, whoever asked for them"},
		Option{"AP", "AP", "Application provider"},
		Option{"OSP-AP", "OSP-AP", "shared: needs a lead"},
		Option{"NA", "not applicable", "needs a reason"},
		Option{"", "not set", "listed as a gap"})
}

var brightdeskHints = []Hint{
	{"enter", "open"}, {"/", "filter"}, {"space", "mark"}, {"e", "edit"}, {"s", "sort"},
	{"E", "editor"}, {"c", "columns"}, {"v", "views"}, {"x", "export"}, {"p", "pane"}, {":", "commands"},
}

// screens are the drawings a person must be able to read.
var screens = map[string]func(p Pen, w, h int) []string{
	"table": func(p Pen, w, h int) []string { return brightdeskTable(p).Draw(p, w, h/2) },
	"empty": func(p Pen, w, h int) []string {
		t := brightdeskTable(p)
		t.SetIndex(nil)
		return t.Draw(p, w, 6)
	},
	"beside": func(p Pen, w, h int) []string {
		note := p.Page(p.Wrap("Agent tool runs attacker text from a wiki page\n\ninherent VH 5x5\ncurrent  H  4x5", w/3-3), w/3-3, 14)
		return p.Beside(brightdeskTable(p).Draw(p, w-w/3, 14), note)
	},
	"counts": func(p Pen, w, h int) []string { return brightdeskCounts().Draw(p, w, h-6) },
	"changes": func(p Pen, w, h int) []string {
		c := brightdeskCounts()
		c.Rows[1].Change = [levels]int{0, -1, 0, 1}
		c.Column = NotAssessedColumn
		return c.Draw(p, w, h)
	},
	"matrix": func(p Pen, w, h int) []string {
		m := brightdeskMatrix()
		lw := min(w-20, 72)
		rest := w - 3 - lw
		return p.Beside(m.Draw(p, lw, h-5), p.Page(m.Legend(p, rest), rest, h-5))
	},
	"small": func(p Pen, w, h int) []string { return brightdeskMatrix().Draw(p, w/2-1, 6) },
	"pick": func(p Pen, w, h int) []string {
		k := brightdeskPick()
		k.Go(0)
		iw, ih := BoxInside(60, 16)
		lines, _ := p.Centre(brightdeskTable(p).Draw(p, w, h), p.Box(k.Title, k.Draw(p, iw, ih), 60, 16), w, h)
		return lines
	},
	"narrowed": func(p Pen, w, h int) []string {
		k := brightdeskPick()
		for _, r := range "provider" {
			k.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		iw, ih := BoxInside(w/2, 12)
		return p.Box(k.Title, k.Draw(p, iw, ih), w/2, 12)
	},
	"line": func(p Pen, w, h int) []string {
		full, empty, long := NewLine(" why: "), NewLine(" why: "), NewLine(" why: ")
		empty.Placeholder = "what you saw, and where"
		full.SetValue("2 tries seen in the gateway log since August")
		long.SetValue(strings.Repeat("2 tries seen in the gateway log. ", 6))
		return []string{full.Draw(p, w), empty.Draw(p, w), long.Draw(p, w)}
	},
	"hints": func(p Pen, w, h int) []string {
		var s Hints
		return []string{s.Draw(p, brightdeskHints, w), p.Fit("", w), s.Draw(p, nil, w)}
	},
}

var windows = []struct{ w, h int }{{80, 24}, {120, 40}}

var terminals = map[string]func(string) string{
	"colour": colourEnv,
	"nocolor": func(s string) string {
		return map[string]string{"TERM": "xterm", "LANG": "C.UTF-8", "NO_COLOR": "1"}[s]
	},
	"ascii": func(string) string { return "" },
}

// The golden files are the widgets as an analyst sees them. A bar at the end
// of each line shows its width.
func TestScreens(t *testing.T) {
	for name, draw := range screens {
		for terminal, env := range terminals {
			for _, win := range windows {
				t.Run(fmt.Sprintf("%s-%d-%s", name, win.w, terminal), func(t *testing.T) {
					p := testPen(t, theme.Options{Env: env})
					if terminal == "colour" {
						p = NewPen(p.On(true), false)
					}
					lines := draw(p, win.w, win.h)
					golden.RequireEqual(t, strings.Join(lines, "|\n")+"|\n")
				})
			}
		}
	}
}

// Without colour no screen holds a colour; a terminal nobody named gets no
// escape sequence at all, and plain borders.
func TestScreensWithoutColour(t *testing.T) {
	sgr := regexp.MustCompile(`\x1b\[([0-9;]*)m`)
	for name, draw := range screens {
		for _, line := range draw(testPen(t, theme.Options{Env: terminals["nocolor"]}), 120, 40) {
			for _, m := range sgr.FindAllStringSubmatch(line, -1) {
				if strings.Trim(m[1], "1247;") != "" {
					t.Errorf("%s: colour %q", name, m[1])
				}
			}
		}
		for _, line := range draw(testPen(t, theme.Options{}), 120, 40) {
			if strings.ContainsAny(line, "\x1b…·─│┌▲▼") {
				t.Errorf("%s is not plain: %q", name, line)
			}
		}
	}
}

// Whatever the text and the window, every widget draws exactly the window and
// never panics.
func TestWidgetsWild(t *testing.T) {
	pens := []Pen{}
	for _, env := range terminals {
		th, _ := theme.New(theme.Options{Env: env})
		pens = append(pens, NewPen(th, false), NewPen(th, true))
	}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(pens).Draw(t, "pen")
		w, h := rapid.IntRange(0, 130).Draw(t, "w"), rapid.IntRange(0, 45).Draw(t, "h")
		if rapid.Bool().Draw(t, "tiny") {
			w, h = w%7, h%4
		}
		text := func() string { return wildText().Draw(t, "text") }
		name := rapid.SampledFrom([]string{"table", "counts", "matrix", "pick", "over", "line", "hints", "beside"}).Draw(t, "widget")
		page(t, p, wild(t, name, p, w, h, text), w, h)
	})
}

// page fails unless the lines are exactly w × h.
func page(t *rapid.T, p Pen, lines []string, w, h int) {
	if len(lines) != h {
		t.Fatalf("%d lines, want %d", len(lines), h)
	}
	for _, line := range lines {
		exactly(t, p.Ruler, line, w)
	}
}

func wild(t *rapid.T, name string, p Pen, w, h int, text func() string) []string {
	number := func(most int) int { return rapid.IntRange(0, most).Draw(t, "n") }
	level := func() model.Level { return model.Level(number(6)) }
	switch name {
	case "table":
		return wildTable(t, p, text).Draw(p, w, h)
	case "counts":
		c := &Counts{Appetite: level(), Row: number(9), Column: number(8) - 1, Note: text()}
		for range number(9) {
			c.Rows = append(c.Rows, CountRow{Name: text(), Note: text(), Depth: number(2), Fold: Fold(number(2)),
				Counts: [levels]int{number(9), number(99), number(100_000)}, Change: [levels]int{number(1)}, Over: number(99)})
		}
		lines := c.Draw(p, w, h)
		c.Move(number(20)-10, number(20)-10)
		c.At(number(130), number(40))
		if c.Level() > model.VH {
			t.Fatalf("on level %d", c.Level())
		}
		return lines
	case "matrix":
		m := &Matrix{Appetite: level(), Cursor: Spot{level(), level()}, Here: Spot{level(), level()}, Low: Spot{level(), level()}, High: Spot{level(), level()}}
		m.Cells[number(4)][number(4)] = MatrixCell{Count: number(1_000_000), Level: level(), Change: number(9) - 4}
		page(t, p, m.Legend(p, w), w, len(m.Legend(p, w)))
		return m.Draw(p, w, h)
	case "pick":
		k := NewPick(text(), text(), Option{text(), text(), text()}, Option{text(), "", text()}, Option{})
		for range number(4) {
			k.Update(rapid.SampledFrom(wildKeys).Draw(t, "key"))
		}
		iw, ih := BoxInside(w, h)
		return p.Box(k.Title, k.Draw(p, iw, ih), w, h)
	case "over":
		base := wildTable(t, p, text).Draw(p, w, h)
		box := p.Box(text(), []string{p.Fit(text(), 20)}, number(140), number(50))
		lines, at := p.Over(base, box, number(300)-150, number(100)-50, w, h)
		if at.X < 0 || at.Y < 0 || at.X+at.W > w || at.Y+at.H > h {
			t.Fatalf("overlay at %+v", at)
		}
		return lines
	case "beside":
		left, right := w/2, max(w-w/2-3, 0)
		if w-w/2 < 3 {
			return p.Page(nil, w, h)
		}
		return p.Beside(wildTable(t, p, text).Draw(p, left, h), p.Page(p.Wrap(text(), right), right, h))
	case "line":
		l := NewLine(text())
		l.Placeholder = text()
		for range number(6) {
			l.Update(rapid.SampledFrom(wildKeys).Draw(t, "key"))
			l.Update(tea.PasteMsg{Content: text()})
			if x := l.CursorX(p, w); x < 0 || x > max(w-1, 0) {
				t.Fatalf("cursor at %d of %d", x, w)
			}
		}
		return p.Page([]string{l.Draw(p, w)}, w, h)
	}
	var s Hints
	line := s.Draw(p, []Hint{{text(), text()}, {"e", "edit"}}, w)
	exactly(t, p.Ruler, line, w)
	return p.Page([]string{line}, w, h)
}

// wildKeys are the keys that do something in a field or a list.
var wildKeys = func() (keys []tea.Msg) {
	for _, code := range []rune{tea.KeyLeft, tea.KeyRight, tea.KeyUp, tea.KeyDown, tea.KeyHome, tea.KeyEnd,
		tea.KeyPgUp, tea.KeyPgDown, tea.KeyBackspace, tea.KeyDelete, tea.KeyEnter, tea.KeyEscape, tea.KeyTab} {
		for _, mod := range []tea.KeyMod{0, tea.ModAlt, tea.ModCtrl} {
			keys = append(keys, tea.KeyPressMsg{Code: code, Mod: mod})
		}
	}
	for _, code := range "abdefhkunpvwA" {
		keys = append(keys, tea.KeyPressMsg{Code: code, Mod: tea.ModCtrl}, tea.KeyPressMsg{Code: code, Mod: tea.ModAlt},
			tea.KeyPressMsg{Code: code, Text: string(code)})
	}
	return append(keys, tea.KeyPressMsg{Code: ' ', Text: " "}, tea.KeyPressMsg{Text: "\u0301"}, tea.WindowSizeMsg{})
}()

// wildTable has rows of any text in columns of any shape.
func wildTable(t *rapid.T, p Pen, text func() string) *Table {
	number := func(most int) int { return rapid.IntRange(0, most).Draw(t, "n") }
	l := &wildRows{}
	var columns []Column
	for range number(6) {
		columns = append(columns, Column{Title: text(), Width: number(20), Priority: number(3), Flex: number(2) == 0, Right: number(1) == 0})
	}
	for range number(8) {
		var row []string
		for range columns {
			row = append(row, text())
		}
		l.rows = append(l.rows, row)
	}
	tab := NewTable(l, columns...)
	tab.Empty = text()
	tab.SetIndex(everyRow(len(l.rows)))
	tab.Sort(number(5)-1, number(1) == 0)
	tab.Choose(number(5) - 1)
	for range number(4) {
		tab.Move(Move(number(int(End))))
		tab.Mark()
		tab.Draw(p, number(130), number(40))
	}
	return tab
}

type wildRows struct{ rows [][]string }

func (r *wildRows) Key(row int) string     { return fmt.Sprint("T-", row) }
func (r *wildRows) Version(row int) uint64 { return 0 }
func (r *wildRows) Cells(row int, c []Cell) {
	for i, s := range r.rows[row] {
		c[i] = Cell{s, theme.Look{Pre: "\x1b[31m", Post: "\x1b[m"}}
	}
}
