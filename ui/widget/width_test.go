package widget

import (
	"slices"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

var rulers = []Ruler{{}, {Clusters: true}, {Ellipsis: "~"}, {Clusters: true, Ellipsis: "~"}}

// The two rules disagree where terminals do.
func TestWidth(t *testing.T) {
	for _, c := range []struct {
		s                string
		points, clusters int
	}{
		{"", 0, 0},
		{"plain", 5, 5},
		{"日本語", 6, 6},
		{"e\u0301", 1, 1},
		{"😀", 2, 2},
		{"👍🏽", 4, 2},
		{"🇩🇪", 2, 2},
		{"नमस्ते", 4, 3},
		{"ｶﾞ", 2, 1},
		{"\x1b[31mred\x1b[m", 3, 3},
	} {
		if got := (Ruler{}).Width(c.s); got != c.points {
			t.Errorf("%q: %d code point cells, want %d", c.s, got, c.points)
		}
		if got := (Ruler{Clusters: true}).Width(c.s); got != c.clusters {
			t.Errorf("%q: %d cluster cells, want %d", c.s, got, c.clusters)
		}
	}
}

// The ruler follows the renderer's switch, which takes "off" for "I know it".
func TestClustersAfter(t *testing.T) {
	for v, want := range map[ansi.ModeSetting]bool{
		ansi.ModeNotRecognized: false, ansi.ModeSet: true, ansi.ModeReset: true,
		ansi.ModePermanentlySet: true, ansi.ModePermanentlyReset: false,
	} {
		if ClustersAfter(v) != want {
			t.Errorf("setting %d: %v", v, !want)
		}
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		s           string
		w           int
		left, right string
	}{
		{"abc", 5, "abc  ", "  abc"},
		{"abc", 3, "abc", "abc"},
		{"abcd", 3, "ab…", "ab…"},
		{"abcd", 1, "…", "…"},
		{"abcd", 0, "", ""},
		{"abcd", -1, "", ""},
		{"日本語", 5, "日本…", "日本…"},
		{"日本語", 4, "日… ", " 日…"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…", "e\u0301…"},
		{"a\nb\x1b[31m", 4, "a b ", " a b"},
		{"\u0301a", 3, "◌\u0301a ", " ◌\u0301a"},
		{"a\u0D4E", 4, "a\u0D4E◌ ", " a\u0D4E◌"},
	} {
		r := Ruler{}
		if got := r.Fit(c.s, c.w); got != c.left {
			t.Errorf("Fit(%q, %d) = %q, want %q", c.s, c.w, got, c.left)
		}
		if got := r.FitRight(c.s, c.w); got != c.right {
			t.Errorf("FitRight(%q, %d) = %q, want %q", c.s, c.w, got, c.right)
		}
	}
	if got := (Ruler{Ellipsis: "~"}).Cut("abcd", 3); got != "ab~" {
		t.Errorf("ASCII cut %q", got)
	}
}

// Whatever the text, a field fills exactly its cells, alone and in a line, by
// the ruler and on the renderer's own grid of cells.
func TestFitWild(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(rulers).Draw(t, "ruler")
		s, w := wildText().Draw(t, "text"), rapid.IntRange(-1, 40).Draw(t, "w")
		left, right := r.Fit(s, w), r.FitRight(s, w)
		exactly(t, r, left, w)
		exactly(t, r, right, w)
		exactly(t, r, "|"+left+" "+right+"|", 2*max(w, 0)+3)
		if n := r.Width(r.Cut(s, w)); n > max(w, 0) {
			t.Fatalf("Cut to %d is %d wide", w, n)
		}
		if again := r.Fit(left, w); again != left {
			t.Fatalf("fitting again gives %q, first %q", again, left)
		}
	})
}

// exactly fails unless the line is w cells wide, with nothing in it that could
// move the cursor.
func exactly(t interface {
	Helper()
	Fatalf(string, ...any)
}, r Ruler, line string, w int) {
	t.Helper()
	w = max(w, 0)
	if got := r.Width(line); got != w {
		t.Fatalf("line is %d cells wide, want %d: %q", got, w, line)
	}
	if plain := ansi.Strip(line); plain != Clean(plain) {
		t.Fatalf("line is not clean: %q", line)
	}
	screen := uv.NewScreenBuffer(w+8, 1)
	screen.Method = r.method()
	uv.NewStyledString(line+"\x1b[m▏").Draw(screen, screen.Bounds())
	if c := screen.CellAt(w, 0); c == nil || !strings.HasPrefix(c.Content, "▏") {
		t.Fatalf("the renderer does not end the line at %d: %q", w, line)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		s    string
		w    int
		want []string
	}{
		{"the quick brown fox", 10, []string{"the quick", "brown fox"}},
		{"exactly ten", 10, []string{"exactly", "ten"}},
		{"abcdefghij klm", 10, []string{"abcdefghij", "klm"}},
		{"abcdefghijklm", 5, []string{"abcde", "fghij", "klm"}},
		{"ab abcdefghijklm", 5, []string{"ab", "abcde", "fghij", "klm"}},
		{"one\n\ntwo", 10, []string{"one", "", "two"}},
		{"  - a list item that is long", 12, []string{"  - a list", "item that is", "long"}},
		{"trailing   ", 9, []string{"trailing"}},
		{"many     blanks here", 8, []string{"many", "blanks", "here"}},
		{"日本語のテキスト", 6, []string{"日本語", "のテキ", "スト"}},
		{"日本", 1, []string{"…", "…"}},
		{"", 10, []string{""}},
		{"a\x1b[31m\tb\r\nc", 10, []string{"a b", "c"}},
		{"anything", 0, nil},
	} {
		if got := (Ruler{}).Wrap(c.s, c.w); !slices.Equal(got, c.want) {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.s, c.w, got, c.want)
		}
	}
}

// No wrapped line is too wide, and no visible sign of an ordinary text is lost.
func TestWrapWild(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(rulers).Draw(t, "ruler")
		s, w := wildText().Draw(t, "text"), rapid.IntRange(-1, 40).Draw(t, "w")
		if rapid.Bool().Draw(t, "wide") {
			w += 130
		}
		lines := r.Wrap(s, w)
		for _, line := range lines {
			if r.Width(line) > w {
				t.Fatalf("%q is wider than %d", line, w)
			}
			exactly(t, r, r.Fit(line, w), w)
		}
		letters := func(s string) string {
			return strings.Map(func(r rune) rune {
				if strings.ContainsRune(" \n◌", r) {
					return -1
				}
				return r
			}, s)
		}
		widest := 16 * 8 // of one cluster, which is never torn
		if w >= widest && letters(strings.Join(lines, "")) != letters(CleanLines(s)) {
			t.Fatalf("%q lost something: %q", s, lines)
		}
	})
}

func TestSpan(t *testing.T) {
	red := "\x1b[31m"
	for _, c := range []struct {
		story, line string
		from, to    int
		want        string
	}{
		{"plain", "abcdef", 2, 4, "cd"},
		{"past the end", "abc", 2, 5, "c  "},
		{"beyond the end", "abc", 5, 7, "  "},
		{"nothing", "abc", 2, 2, ""},
		{"a look that began before", red + "abc\x1b[m", 1, 3, red + "bc\x1b[m"},
		{"a look that ended before", red + "a\x1b[mbc", 1, 3, "bc"},
		{"a look inside", "a" + red + "b\x1b[mc", 0, 3, "a" + red + "b\x1b[mc"},
		{"two looks in force", "\x1b[1m" + red + "ab\x1b[m", 1, 2, "\x1b[1m" + red + "b\x1b[m"},
		{"half a wide sign, left", "日本", 1, 4, " 本"},
		{"half a wide sign, right", "日本", 0, 3, "日 "},
		{"the middle of one sign", "日", 1, 2, " "},
		{"other sequences go", "a\x1b]8;;x\x1b\\b\x1b[2Jc", 0, 3, "abc"},
	} {
		if got := (Ruler{}).Span(c.line, c.from, c.to); got != c.want {
			t.Errorf("%s: %q, want %q", c.story, got, c.want)
		}
	}
}

// Cutting a painted line in two and putting it together again changes no cell.
func TestSpanWild(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(rulers).Draw(t, "ruler")
		line := ""
		for range rapid.IntRange(0, 4).Draw(t, "pieces") {
			look := rapid.SampledFrom([]string{"", "\x1b[31m", "\x1b[7m", "\x1b[1;4m"}).Draw(t, "look")
			text := r.Fit(wildText().Draw(t, "text"), rapid.IntRange(0, 12).Draw(t, "w"))
			if look == "" {
				line += text + " "
			} else {
				line += look + text + "\x1b[m"
			}
		}
		w := r.Width(line)
		at := rapid.IntRange(0, w).Draw(t, "at")
		left, right := r.Span(line, 0, at), r.Span(line, at, w)
		exactly(t, r, left, at)
		exactly(t, r, right, w-at)
		exactly(t, r, r.Clip(line, w+3), w+3)
		exactly(t, r, r.Clip(line, w/2), w/2)
	})
}

func BenchmarkFit(b *testing.B) {
	for name, s := range map[string]string{
		"pad":  "short",
		"cut":  "Agent tool runs attacker text from a wiki page",
		"wide": "社内ウィキのページから攻撃者の文章を実行する",
	} {
		for _, r := range rulers[:2] {
			rule := map[bool]string{false: "points", true: "clusters"}[r.Clusters]
			b.Run(name+"/"+rule, func(b *testing.B) {
				b.ReportAllocs()
				buf := make([]byte, 0, 256)
				for b.Loop() {
					buf = r.AppendFit(buf[:0], s, 30)
				}
			})
		}
	}
}

func BenchmarkWrap(b *testing.B) {
	s := strings.Repeat("Agent tool runs attacker text from a wiki page. ", 40)
	b.ReportAllocs()
	for b.Loop() {
		(Ruler{}).Wrap(s, 60)
	}
}
