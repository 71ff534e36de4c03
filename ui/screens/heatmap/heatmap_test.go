package heatmap

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"parry/model"
	"parry/store/trial"
	"parry/ui/bench"
	"parry/ui/theme"
	"parry/ui/widget"
)

// The counts of the example stand on the screen, as they were worked out by
// hand: current, then inherent.
func TestExampleCounts(t *testing.T) {
	s := openExample(t)
	s.Sees("state: current", "above M is over appetite", "as of 2026-11-16", "38 threats")
	s.rows([]string{
		"Preparation 1 VL 3 L 2 M · · · 1 Data collection",
		"Development 1 VL 3 L · [1]!H · 1 1 Supply Chain",
		"Evaluation 1 VL 3 L · · · · ·",
		"Deployment · 6 L 3 M · · · ·",
		"Delivery 2 VL 6 L 1 M · · · 1 Continuous improvem…",
		"Retirement 3 VL 2 L · · · · 1 Archiving",
		"total 8 23 6 1 0 1 4 38 threats",
	})
	s.Press("i", "i")
	s.Sees("state: inherent")
	s.rows([]string{
		"Preparation · 1 L 2 M 3 !H · 3 1 Data collection",
		"Development · 1 L 2 M [2]!H · 2 1 Supply Chain",
		"Evaluation · 1 L 2 M 1 !H · 1 ·",
		"Deployment · · 6 M 1 !H 2 !VH 3 ·",
		"Delivery 1 VL 1 L 5 M 2 !H · 2 1 Continuous improvem…",
		"Retirement 1 VL 1 L 3 M · · · 1 Archiving",
		"total 2 5 20 9 2 11 4 38 threats",
	})
}

// A state that nobody rated says so, and how to leave it.
func TestUnratedState(t *testing.T) {
	s := openExample(t)
	s.Press("i")
	s.Sees("state: target", "38 unrated", "0 of 38 rated", "No threat has a target rating yet: i changes the state.")
	s.Press("!")
	if got, want := s.passing(s.goal()), 38; got != want {
		t.Errorf("! lists %d, want %d", got, want)
	}
	s.Press("i", "i", "!")
	if got, want := s.Said(), "! every threat has a current rating"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}

// The 5 × 5 map of a phase is reached from its row, tab goes through the
// phases and all of them, and m comes back to the row.
func TestSquare(t *testing.T) {
	s := openExample(t)
	s.Press("down", "down", "left", "m")
	s.Sees("[5 x 5]  Deployment", "Deployment, likelihood H x impact M is M: 1 threat", "5 VH │", "over appetite")
	s.Press("down", "right")
	s.Sees("likelihood M x impact H is M: 2 threats")
	s.Press("tab")
	s.Sees("[5 x 5]  Delivery")
	s.Press("tab", "tab")
	s.Sees("[5 x 5]  all phases", "All phases, likelihood M x impact H is M: 2 threats")
	s.Press("shift+tab", "M")
	s.Sees("[Lifecycle]", "Retirement, M: 0 threats")
	s.Press("tab")
	if got, want := s.Said(), "! tab: this map shows every row; m turns to the 5 x 5 maps"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}

// Enter goes to the register with the filter of the cell.
func TestEnter(t *testing.T) {
	s := openExample(t)
	for _, story := range []struct{ keys, filter, said string }{
		{"enter", `lifecycle_phase="Development" current_risk=H`, ""},
		{"right enter", "", "! no threat there"},
		{"right enter", `lifecycle_phase="Development" current_risk>M`, ""},
		{"right enter", "", "no threat yet for: Supply Chain; a attests that somebody looked"},
		{"down enter", "", "! every activity of Evaluation has a threat"},
		{"up home m enter", `lifecycle_phase="Development" current_likelihood=M current_impact=VH`, ""},
		{"i i tab tab tab tab tab enter", `inherent_likelihood=M inherent_impact=VH`, ""},
	} {
		s.Press(strings.Fields(story.keys)...)
		if got := s.goal(); got != story.filter {
			t.Errorf("%s: filter %q, want %q", story.keys, got, story.filter)
		}
		if got := s.Said(); got != story.said {
			t.Errorf("%s: said %q, want %q", story.keys, got, story.said)
		}
	}
}

// awkward are threats that are easily lost: without a phase, half rated, with
// a level and no likelihood, with a title that attacks the terminal.
func awkward(tb testing.TB) []model.Incoming {
	tb.Helper()
	in := incoming(tb)[:12]
	in = append(in,
		model.Incoming{Threat: &model.Threat{Title: "no phase"}},
		model.Incoming{Threat: &model.Threat{Title: "\x1b]0;gotcha\x07rated,\nno phase \u202e",
			Ratings: [3]model.Rating{{Likelihood: model.H, Impact: model.VH}, {Likelihood: model.M, Impact: model.VH}}}},
		model.Incoming{Threat: &model.Threat{Title: "half", Class: model.Class{Phase: "Delivery"},
			Ratings: [3]model.Rating{{Likelihood: model.H}, {Impact: model.M}, {Likelihood: model.L}}}},
		model.Incoming{Threat: &model.Threat{Title: "a level only", Class: model.Class{Phase: "Deployment"},
			Ratings: [3]model.Rating{{Method: "ssvc", Declared: model.H}, {Method: "ssvc", Declared: model.M}}}})
	return in
}

// Each cell of each map in each state is as many threats as it says, and the
// filter that enter gives finds just these.
func TestEveryCellIsItsThreats(t *testing.T) {
	for name, in := range map[string][]model.Incoming{"example": incoming(t), "awkward": awkward(t)} {
		s := open(t, settings(), in)
		for state := range model.States {
			s.screen.state = model.State(state)
			h := s.screen.look()
			placed := 0
			for _, c := range everyCell(s.Bench.Register(), h) {
				n := s.check(name, c)
				if c.row != allPhases && !c.view.grid() && c.level().Rated() {
					placed += n
				}
			}
			if placed+len(h.Unplaced) != h.Total {
				t.Errorf("%s, %s: %d placed + %d unplaced, want %d", name, h.State, placed, len(h.Unplaced), h.Total)
			}
		}
	}
}

func everyCell(r *model.Register, h *model.Heatmap) []cell {
	var cells []cell
	for row := allPhases; row < len(h.Rows); row++ {
		for column := 0; column <= widget.OverColumn && row != allPhases; column++ {
			cells = append(cells, cell{r: r, heat: h, view: lifecycle, row: row, column: column})
		}
		for _, likelihood := range model.Levels {
			for _, impact := range model.Levels {
				cells = append(cells, cell{r: r, heat: h, view: square, row: row, spot: widget.Spot{Likelihood: likelihood, Impact: impact}})
			}
		}
	}
	return cells
}

// check compares count, list and filter of a cell.
func (s *session) check(name string, c cell) int {
	s.Helper()
	var ids, found []string
	for _, t := range c.threats() {
		ids = append(ids, t.ID)
	}
	expr, err := c.filter()
	if err != nil {
		s.Fatal(err)
	}
	f, err := model.Parse(expr)
	if err != nil {
		s.Fatalf("%s: %v", expr, err)
	}
	for _, t := range s.Bench.Register().Threats() {
		if f.Match(t) {
			found = append(found, t.ID)
		}
	}
	slices.Sort(ids)
	slices.Sort(found)
	if len(ids) != c.count() || !slices.Equal(ids, found) {
		s.Errorf("%s, %s (%s): counts %d, lists %v, the filter %s finds %v", name, c.name(), c.heat.State, c.count(), ids, expr, found)
	}
	return c.count()
}

// Threats that the map cannot place are listed by "!", the half rated too.
func TestUnplaced(t *testing.T) {
	s := open(t, settings(), awkward(t)[:15])
	s.Sees("13 of 15 rated", "not classified", "2 unrated")
	s.Press("!")
	if got, want := s.passing(s.goal()), 2; got != want {
		t.Errorf("! lists %d, want %d", got, want)
	}
}

// The few that the screen shows are the first that Rank gives, in its order.
func TestFirst(t *testing.T) {
	s := openMany(t, 700)
	all := slices.Clone(s.Bench.Register().Threats())
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	ranked := slices.Clone(all)
	model.Rank(ranked)
	for _, n := range []int{0, 1, 2, 3, 7, 36, 699, 700, 900} {
		if got := first(all, n); !slices.Equal(got, ranked[:min(n, 700)]) {
			t.Errorf("the first %d are not those of Rank", n)
		}
	}
}

// The list says how many threats the cell has, which come first and why, and
// how many more there are.
func TestList(t *testing.T) {
	s := openExample(t)
	s.Press("home", "right", "down", "down")
	s.Sees("Deployment, L: 6 threats", "T-023  Exploited flaw", "current level L; urgency immediate; exposure open")
	s = openMany(t, 700)
	s.Sees("threats", "more: enter lists them")
}

// An edit shows at the next drawing, for one walk of the register; drawing
// again and moving cost none.
func TestOneWalkAfterAChange(t *testing.T) {
	s := openExample(t)
	s.Text()
	walks := func() int { return s.Bench.Register().Walks() }
	for _, keys := range []string{"down", "m", "right", "tab", "M"} {
		before := walks()
		s.Press(keys)
		s.Text()
		if walks() != before {
			t.Errorf("%s walked the register", keys)
		}
	}
	before := walks()
	s.Bench.Do(model.SetFields("T-010", model.Assignment{Field: "current_likelihood", Value: "L"}))
	s.Sees("total         8     23      7      0")
	if n := walks() - before; n > 1 {
		t.Errorf("%d walks after a change, want at most 1", n)
	}
	s.Bench.Undo()
	s.Sees("total         8     23      6      1")
}

// The terminal's own cursor stands on the number between the brackets.
func TestCursor(t *testing.T) {
	s := openExample(t)
	for _, size := range [][2]int{{80, 20}, {120, 36}, {60, 12}, {80, 36}} {
		s.W, s.H = size[0], size[1]
		for _, key := range []string{"m", "right", "down", "M", "end", "left", "home"} {
			s.Press(key)
			x, y, ok := s.screen.Cursor()
			if !ok && s.W > 60 {
				t.Errorf("%s at %v: no cursor", key, size)
			}
			if line := []rune(strings.Split(s.Text(), "\n")[y+1]); ok && line[x-1] != '[' {
				t.Errorf("%s at %v: the cursor is at %d,%d of %q", key, size, x, y, string(line))
			}
		}
	}
}

// Nothing is to be mapped in an empty register, and it says what to do.
func TestEmptyRegister(t *testing.T) {
	s := open(t, settings(), nil)
	s.Sees("No threat is in the register yet", "n captures")
	s.Press("right", "enter", "m", "tab", "i", "enter")
	if got := s.goal(); got != "" {
		t.Errorf("went to %q", got)
	}
}

// Without an appetite nothing is over it.
func TestNoAppetite(t *testing.T) {
	plain := settings()
	plain.Appetite = model.Unrated
	s := open(t, plain, incoming(t))
	s.Sees("no appetite set", "over: no appetite is set")
	s.Press("end", "left", "enter")
	if got, want := s.Said(), "! no threat there"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}

// Whatever is pressed at whatever size, every drawing is whole and shows no
// text that a terminal would obey.
func TestAnyKeyAnySize(t *testing.T) {
	s := open(t, settings(), awkward(t))
	dice := rand.New(rand.NewPCG(5, 6))
	var keys []string
	for _, a := range s.screen.Actions() {
		keys = append(keys, a.Keys...)
	}
	for range trial.Of(3000) {
		s.W, s.H = dice.IntN(200), dice.IntN(60)
		s.Press(keys[dice.IntN(len(keys))])
		if dice.IntN(20) == 0 {
			s.Bench.Do(model.AddThreat(fmt.Sprintf("new %d", dice.IntN(1000))))
		}
		if dice.IntN(20) == 0 {
			s.Bench.Undo()
		}
		s.screen.Status(s.W)
		lines := s.screen.Draw(s.W, s.H)
		if len(lines) != s.H {
			t.Fatalf("%d lines, want %d", len(lines), s.H)
		}
		for _, line := range lines {
			if w := s.Bench.Pen.Width(line); w != s.W {
				t.Fatalf("%d cells, want %d: %q", w, s.W, line)
			}
			if strings.ContainsAny(line, "\n\a\u202e") {
				t.Fatalf("not cleaned: %q", line)
			}
		}
	}
}

// Where the terminal has no UTF-8 nothing else is written.
func TestASCII(t *testing.T) {
	s := openExample(t)
	plain := true
	look, err := theme.New(theme.Options{Name: "mono", ASCII: &plain})
	if err != nil {
		t.Fatal(err)
	}
	s.Bench.Pen = widget.NewPen(look, false)
	for _, key := range []string{"m", "i", "m", "end", "m", "m", "m", "b", "esc", "w"} {
		s.Press(key)
		for _, size := range [][2]int{{80, 20}, {120, 36}} {
			s.W, s.H = size[0], size[1]
			if text := s.Text(); strings.ContainsFunc(text, func(r rune) bool { return r > '~' }) {
				t.Errorf("after %s:\n%s", key, text)
			}
		}
	}
}

// The screen as a person sees it.
func TestScreens(t *testing.T) {
	for _, size := range [][2]int{{80, 20}, {120, 36}, {60, 12}} {
		for _, story := range []struct{ name, keys string }{
			{"lifecycle", "down down left"}, {"inherent", "i i end left"}, {"target", "i"},
			{"square", "m"}, {"all", "i i m shift+tab shift+tab"}, {"not-assessed", "end"},
			{"six", "m m"}, {"blind", "m m m"}, {"category", "m m m m"}, {"party", "M M"}, {"activity", "o"}, {"moved", "b down enter m"},
		} {
			t.Run(story.name+"-"+sized(size[0], size[1]), func(t *testing.T) {
				s := openExample(t)
				s.W, s.H = size[0], size[1]
				s.Press(strings.Fields(story.keys)...)
				golden.RequireEqual(t, s.Text())
			})
		}
	}
}

// The maps in true colour, in sixteen colours and in letters alone: number and level stand
// in every cell of each.
func TestEveryLook(t *testing.T) {
	looks := map[string]theme.Options{
		"colour":  {Color: "always", Env: from("TERM=xterm-256color", "COLORTERM=truecolor", "LANG=en_US.UTF-8")},
		"sixteen": {Color: "always", Env: from("TERM=xterm", "LANG=en_US.UTF-8")},
		"letters": {Color: "never", Env: from("TERM=vt100", "LANG=C")},
	}
	for name, options := range looks {
		look, err := theme.New(options)
		if err != nil {
			t.Fatal(err)
		}
		for _, size := range [][2]int{{80, 20}, {100, 26}, {120, 36}, {200, 56}} {
			for _, story := range []struct{ name, keys string }{{"lifecycle", "i i"}, {"six", "i i m m"}, {"blind", "i i m m m"}} {
				t.Run(story.name+"-"+name+"-"+sized(size[0], size[1]), func(t *testing.T) {
					s := openExample(t)
					s.Bench.Pen = widget.NewPen(look, false)
					s.W, s.H = size[0], size[1]
					s.Press(strings.Fields(story.keys)...)
					golden.RequireEqual(t, []byte(strings.Join(s.screen.Draw(s.W, s.H), "\n")))
				})
			}
		}
	}
}

// from is an environment.
func from(pairs ...string) func(string) string {
	return func(name string) string {
		for _, pair := range pairs {
			if value, ok := strings.CutPrefix(pair, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

// The frame can come back to where the screen is.
func TestPlace(t *testing.T) {
	s := openExample(t)
	s.Bench.SetThreat("T-007")
	s.Press("m")
	if got, want := s.screen.Place(), (bench.Place{Screen: bench.Heatmap, Threat: "T-007"}); got != want {
		t.Errorf("place %+v, want %+v", got, want)
	}
	s.screen.Enter(s.screen.Place())
	s.Sees("[5 x 5]")
	if s.screen.Back() || s.screen.Typing() {
		t.Error("there is nothing to go back from or to type into")
	}
}

func BenchmarkAfterAChange(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		s := openMany(b, n)
		s.W, s.H = 120, 36
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.screen.maps = maps{} // as reading another register would
				s.screen.Draw(s.W, s.H)
			}
		})
	}
}

func BenchmarkMove(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		for _, square := range []bool{false, true} {
			s := openMany(b, n)
			s.W, s.H = 120, 36
			if square {
				s.Press("m", "shift+tab", "shift+tab")
			}
			keys := []string{"left", "left", "left", "right", "right", "right"}
			at := 0
			b.Run(fmt.Sprintf("%d/square=%v", n, square), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					s.Press(keys[at%len(keys)])
					at++
				}
			})
		}
	}
}
