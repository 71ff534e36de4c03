package theme

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"parry/model"
)

// env is an environment written as the shell shows it.
func env(pairs ...string) func(string) string {
	return func(name string) string {
		for _, p := range pairs {
			if k, v, _ := strings.Cut(p, "="); k == name {
				return v
			}
		}
		return ""
	}
}

var modern = []string{"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=de_DE.UTF-8"}

func with(pairs ...string) func(string) string { return env(append(pairs, modern...)...) }

func mustNew(t *testing.T, o Options) *Theme {
	t.Helper()
	th, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// looks gives every look of a theme by the name of its role.
func looks(th *Theme) map[string]Look {
	all := map[string]Look{}
	v := reflect.ValueOf(*th)
	for i := range v.NumField() {
		if l, ok := v.Field(i).Interface, v.Field(i).Type() == reflect.TypeFor[Look](); ok {
			all[v.Type().Field(i).Name] = l().(Look)
		}
	}
	for _, l := range append([]model.Level{model.Unrated}, model.Levels[:]...) {
		all["Band "+l.Words()] = th.Band(l)
	}
	return all
}

// Without colour no colour sequence exists, whatever the theme, the terminal
// and the value of NO_COLOR; weight, line and reverse stay.
func TestNoColourMeansNoColour(t *testing.T) {
	plain := regexp.MustCompile(`^(\x1b\[[1247](;[1247])*m)?$`)
	for _, name := range append(Names(), "") {
		for _, o := range []Options{
			{Env: with("NO_COLOR=1")}, {Env: with("NO_COLOR=yes")}, {Env: with("NO_COLOR=0")},
			{Env: with("NO_COLOR=false", "CLICOLOR_FORCE=1")},
			{Color: "never", Env: with()},
			{Color: "auto", Env: env("TERM=dumb")},
			{Piped: true, Env: with()},
		} {
			o.Name = name
			th := mustNew(t, o)
			for role, l := range looks(th) {
				if !plain.MatchString(l.Pre) {
					t.Errorf("theme %q, profile %v: %s writes %q", name, th.Profile, role, l.Pre)
				}
			}
			if th.Profile >= colorprofile.ANSI {
				t.Errorf("theme %q: profile %v has colours", name, th.Profile)
			}
		}
	}
}

// The user's word beats the environment, the environment beats a guess.
func TestProfile(t *testing.T) {
	for _, c := range []struct {
		story string
		o     Options
		want  colorprofile.Profile
	}{
		{"a modern terminal", Options{Env: with()}, colorprofile.TrueColor},
		{"an empty NO_COLOR is not set", Options{Env: with("NO_COLOR=")}, colorprofile.TrueColor},
		{"NO_COLOR", Options{Env: with("NO_COLOR=please")}, colorprofile.ASCII},
		{"always beats NO_COLOR", Options{Color: "always", Env: with("NO_COLOR=1")}, colorprofile.TrueColor},
		{"256 colours", Options{Env: env("TERM=xterm-256color")}, colorprofile.ANSI256},
		{"16 colours", Options{Env: env("TERM=xterm")}, colorprofile.ANSI},
		{"tmux is not started to ask", Options{Env: env("TERM=tmux-256color", "TMUX=/tmp/x")}, colorprofile.ANSI256},
		{"dumb", Options{Env: env("TERM=dumb")}, colorprofile.NoTTY},
		{"never on dumb adds nothing", Options{Color: "never", Env: env("TERM=dumb")}, colorprofile.NoTTY},
		{"no terminal named", Options{}, colorprofile.NoTTY},
		{"a pipe", Options{Piped: true, Env: with()}, colorprofile.NoTTY},
		{"always into a pipe", Options{Color: "always", Piped: true, Env: with()}, colorprofile.TrueColor},
		{"always without a terminal", Options{Color: "always", Piped: true}, colorprofile.ANSI},
		{"mono", Options{Name: "mono", Env: with()}, colorprofile.ASCII},
		{"mono always is still mono", Options{Name: "mono", Color: "always", Env: with()}, colorprofile.ASCII},
	} {
		if got := mustNew(t, c.o).Profile; got != c.want {
			t.Errorf("%s: %v, want %v", c.story, got, c.want)
		}
	}
}

// Borders are plain where the locale, the console or wide glyphs ask for it.
func TestASCII(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		story string
		o     Options
		want  bool
	}{
		{"UTF-8", Options{Env: env("LANG=de_DE.UTF-8")}, false},
		{"utf8", Options{Env: env("LC_CTYPE=C.utf8")}, false},
		{"no locale at all", Options{}, true},
		{"the C locale", Options{Env: env("LANG=C")}, true},
		{"LC_ALL beats LANG", Options{Env: env("LC_ALL=POSIX", "LANG=en_US.UTF-8")}, true},
		{"an empty LC_ALL is not set", Options{Env: env("LC_ALL=", "LANG=en_US.UTF-8")}, false},
		{"latin 1", Options{Env: env("LANG=de_DE.ISO-8859-1")}, true},
		{"the Linux console", Options{Env: env("TERM=linux", "LANG=C.UTF-8")}, true},
		{"dumb", Options{Env: env("TERM=dumb", "LANG=C.UTF-8")}, true},
		{"Windows Terminal", Options{Env: env("WT_SESSION=1")}, false},
		{"two cells a border", Options{Env: env("RUNEWIDTH_EASTASIAN=1", "LANG=ja_JP.UTF-8")}, true},
		{"forced on", Options{ASCII: &yes, Env: env("LANG=C.UTF-8")}, true},
		{"forced off", Options{ASCII: &no, Env: env("TERM=linux")}, false},
	} {
		if got := mustNew(t, c.o).ASCII; got != c.want {
			t.Errorf("%s: %v, want %v", c.story, got, c.want)
		}
	}
}

// Every glyph fills the cell its drawing gives it, in both width rules, and
// the plain set is plain.
func TestGlyphs(t *testing.T) {
	for name, set := range map[string]Glyphs{"unicode": unicodeGlyphs, "ascii": asciiGlyphs} {
		for field, g := range glyphs(reflect.ValueOf(set)) {
			want := 1
			if field == "Arrow" {
				want = len([]rune(g))
			}
			if ansi.StringWidth(g) != want || ansi.StringWidthWc(g) != want {
				t.Errorf("%s %s %q is %d and %d cells wide", name, field, g,
					ansi.StringWidth(g), ansi.StringWidthWc(g))
			}
			if name == "ascii" && strings.ContainsFunc(g, func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("%s %q is not ASCII", field, g)
			}
		}
	}
}

func glyphs(v reflect.Value) map[string]string {
	all := map[string]string{}
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Struct {
			for k, g := range glyphs(f) {
				all["Border."+k] = g
			}
		} else {
			all[v.Type().Field(i).Name] = f.String()
		}
	}
	return all
}

// The theme that suits every background gives way to the right one once the
// terminal has told; a chosen theme stays.
func TestOn(t *testing.T) {
	auto := mustNew(t, Options{Env: with()})
	if auto.Name != "auto" || auto.On(true).Name != "dark" || auto.On(true).On(false).Name != "light" {
		t.Errorf("auto goes to %s and %s", auto.On(true).Name, auto.On(true).On(false).Name)
	}
	chosen := mustNew(t, Options{Name: "contrast", Env: with()})
	if chosen.On(true) != chosen {
		t.Error("a chosen theme was changed")
	}
}

// A wrong word is named together with the right ones.
func TestWrongOptions(t *testing.T) {
	for want, o := range map[string]Options{
		`no theme "blue"; use dark, light, contrast, safe, mono`: {Name: "blue"},
		`no colour mode "maybe"; use auto, always or never`:      {Color: "maybe"},
		`no theme "Dark"; use dark, light, contrast, safe, mono`: {Name: "Dark"},
		`no colour mode "ALWAYS"; use auto, always or never`:     {Color: "ALWAYS"},
	} {
		if _, err := New(o); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// The five bands stay five in every profile.
func TestBandsDiffer(t *testing.T) {
	for _, terminal := range []string{"TERM=xterm", "TERM=xterm-256color", "COLORTERM=truecolor"} {
		for _, name := range []string{"", "dark", "light", "contrast"} {
			th := mustNew(t, Options{Name: name, Env: env(terminal, "TERM=xterm")})
			seen := map[string]bool{}
			for _, l := range append([]model.Level{model.Unrated}, model.Levels[:]...) {
				seen[th.Band(l).Pre] = true
			}
			if len(seen) != 6 {
				t.Errorf("%s on %s: %d looks for six states", th.Name, terminal, len(seen))
			}
		}
	}
}

// Text can be read on its ground: WCAG contrast, in true colour and in 256.
func TestContrast(t *testing.T) {
	const onBlack, onWhite = 0x000000, 0xFFFFFF
	check := func(what string, text, ground int, least float64) {
		t.Helper()
		if c := contrastOf(text, ground); c < least {
			t.Errorf("%s: contrast %.1f, want %.1f", what, c, least)
		}
	}
	for i, b := range bands[1:] {
		check(fmt.Sprint("band ", i), b.fg.rgb, b.bg.rgb, 7)
		check(fmt.Sprint("band in 256 ", i), rgb256(b.fg.x256), rgb256(b.bg.x256), 6)
	}
	for name, p := range palettes {
		for _, s := range []style{p.dim, p.accent, p.ok, p.warning, p.error} {
			if s.fg == nil {
				continue
			}
			for _, c := range []int{s.fg.rgb, rgb256(s.fg.x256)} {
				what := fmt.Sprintf("%q %06X", name, c)
				switch name {
				case "dark":
					check(what, c, onBlack, 6)
					check(what+" on dark grey", c, 0x282828, 4.5)
				case "light":
					check(what, c, onWhite, 4.5)
				default:
					check(what, c, onBlack, 3.8)
					check(what, c, onWhite, 3.8)
				}
			}
		}
	}
}

func contrastOf(a, b int) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(rgb int) float64 {
	channel := func(shift int) float64 {
		c := float64(rgb>>shift&0xFF) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

// rgb256 gives the colour xterm's palette has at a place from 16 on.
func rgb256(n int) int {
	if n >= 232 {
		g := 8 + 10*(n-232)
		return g<<16 | g<<8 | g
	}
	steps := []int{0, 95, 135, 175, 215, 255}
	n -= 16
	return steps[n/36]<<16 | steps[n/6%6]<<8 | steps[n%6]
}

// Painting nothing writes nothing, and Append agrees with Paint.
func TestLook(t *testing.T) {
	l := Look{"\x1b[1m", "\x1b[m"}
	for _, s := range []string{"", "a", "two words"} {
		if got := string(l.Append(nil, s)); got != l.Paint(s) {
			t.Errorf("Append %q, Paint %q", got, l.Paint(s))
		}
	}
	if l.Paint("") != "" || (Look{}).Paint("a") != "a" {
		t.Error("an empty look or text was painted")
	}
}

// The golden files are the palette as a person can review it.
func TestPalette(t *testing.T) {
	for _, p := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.ANSI, colorprofile.ANSI256, colorprofile.TrueColor} {
		t.Run(p.String(), func(t *testing.T) {
			terminal := map[colorprofile.Profile][]string{
				colorprofile.ASCII: {"TERM=xterm", "NO_COLOR=1"}, colorprofile.ANSI: {"TERM=xterm"},
				colorprofile.ANSI256:   {"TERM=xterm-256color"},
				colorprofile.TrueColor: {"TERM=xterm", "COLORTERM=truecolor"},
			}[p]
			var out strings.Builder
			for _, name := range append([]string{""}, Names()...) {
				th := mustNew(t, Options{Name: name, Env: env(terminal...)})
				all := looks(th)
				roles := slices.Collect(func(yield func(string) bool) {
					for role := range all {
						if !yield(role) {
							return
						}
					}
				})
				slices.Sort(roles)
				for _, role := range roles {
					l := all[role]
					fmt.Fprintf(&out, "%-9s %-18s %s  %s\n", th.Name, role, l.Paint("Sample"), strconv.Quote(l.Pre))
				}
			}
			golden.RequireEqual(t, out.String())
		})
	}
}

// Where only ASCII is drawn, signs of texts have a neighbour there that is as wide;
// letters stay, and elsewhere all does.
func TestPlainSigns(t *testing.T) {
	for i := 0; i < len(neighbours); i += 2 {
		if a, b := ansi.StringWidth(neighbours[i]), ansi.StringWidth(neighbours[i+1]); a != b || neighbours[i+1] > "~" {
			t.Errorf("%q is %d wide and becomes %q, %d wide", neighbours[i], a, neighbours[i+1], b)
		}
	}
	const text = "Zoë’s T1–T17 “draft”…"
	for ascii, want := range map[bool]string{true: `Zoë's T1-T17 "draft"_`, false: text} {
		th, err := New(Options{Color: "never", ASCII: &ascii, Env: env()})
		if err != nil {
			t.Fatal(err)
		}
		if got := th.Plain(text); got != want {
			t.Errorf("ascii %v: %q", ascii, got)
		}
	}
}
