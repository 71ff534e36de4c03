// Package theme holds the looks of the program, by meaning. It is the only
// folder that names a colour: a screen says Error or Band(H), never red.
//
//	theme.go    New, Theme, Options: which looks and glyphs this terminal gets
//	look.go     Look, the ready pair of escape sequences round a text
//	palette.go  the colours of each theme, and the one place they are spelled
//	glyph.go    borders, marks and arrows, in Unicode and in ASCII
//
// The promise: without colour (NO_COLOR, --color never, mono) not one colour
// sequence is written, and nothing on the screen depends on colour to be
// understood.
package theme

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"parry/model"
)

// Options say what the user asked for and where the output goes. The zero
// value asks for nothing: everything then comes from Env.
type Options struct {
	// Name is one of Names, or "" for the theme that is readable on a dark
	// and on a light background.
	Name string
	// Color is "auto" (or ""), "always" or "never". Always beats NO_COLOR.
	Color string
	// ASCII forces the plain glyphs on or off; nil asks the locale.
	ASCII *bool
	// Piped says that the output is no terminal: nothing is styled unless
	// Color is "always".
	Piped bool
	// Env looks up an environment variable, as os.Getenv does. Nil means an
	// empty environment, so a test sees the same looks everywhere.
	Env func(string) string
}

// A Theme is the looks and glyphs of one terminal. It is never changed once
// made, so screens and widgets share one pointer.
type Theme struct {
	// Name is the theme in force: "auto", "dark", "light", "contrast", "safe", "mono".
	Name string
	// Profile is what the looks were written for. Hand it to
	// tea.WithColorProfile, or the renderer guesses again: it reads
	// NO_COLOR=yes as "colour, please" and asks tmux by starting it.
	Profile colorprofile.Profile
	// ASCII says that Glyphs are the plain ones.
	ASCII  bool
	Glyphs Glyphs

	Text, Dim      Look // body text, and what may be overlooked
	Accent, Title  Look // what leads the eye; a heading
	Tab, TabActive Look // a screen's name in the first row
	Header         Look // the head of a table
	Selection      Look // the row or cell under the cursor, always with Glyphs.Select
	Cursor         Look // the place in a text field
	Mark           Look // a marked row, always with Glyphs.Mark
	Key            Look // a key in hints and help
	Border         Look
	Match          Look // what a search found
	OK, Warning    Look
	Error          Look

	bands   [len(model.Levels) + 1]Look
	options Options
}

// Names lists the themes a user can choose, in the order help shows them.
func Names() []string { return []string{"dark", "light", "contrast", "safe", "mono"} }

// New makes the theme for the options. The error names the option that is
// wrong and what it could be.
func New(o Options) (*Theme, error) {
	if o.Env == nil {
		o.Env = func(string) string { return "" }
	}
	paint, ok := palettes[o.Name]
	if !ok {
		return nil, fmt.Errorf("no theme %q; use %s", o.Name, strings.Join(Names(), ", "))
	}
	switch o.Color {
	case "", "auto", "always", "never":
	default:
		return nil, fmt.Errorf("no colour mode %q; use auto, always or never", o.Color)
	}
	t := &Theme{Name: o.Name, Profile: profile(o), ASCII: ascii(o), options: o}
	if o.Name == "" {
		t.Name = "auto"
	}
	t.Glyphs = unicodeGlyphs
	if t.ASCII {
		t.Glyphs = asciiGlyphs
	}
	if t.Profile <= colorprofile.ASCII {
		paint = mono
	}
	t.dress(paint)
	return t, nil
}

// On gives the theme for the background the terminal has told of
// (tea.BackgroundColorMsg.IsDark). A theme the user chose by name stays.
func (t *Theme) On(dark bool) *Theme {
	if t.options.Name != "" {
		return t
	}
	o := t.options
	o.Name = "light"
	if dark {
		o.Name = "dark"
	}
	on, err := New(o)
	if err != nil { // the options made a theme before, and both names exist
		return t
	}
	on.options.Name = "" // the terminal may tell of another background later
	return on
}

// Band is the look of a level. Unrated has a look of its own, unlike VL.
func (t *Theme) Band(l model.Level) Look {
	if !l.Rated() {
		l = model.Unrated
	}
	return t.bands[l]
}

// profileNames are the variables colorprofile reads. NO_COLOR is not among
// them: the library takes only a boolean, the rule is "any value".
var profileNames = []string{
	"TERM", "COLORTERM", "WT_SESSION", "GOOGLE_CLOUD_SHELL", "CLICOLOR",
	"CLICOLOR_FORCE", "ConEmuANSI", "ANSICON", "ANSICON_VER",
}

// profile decides how many colours may be written. ASCII means attributes
// only; NoTTY means not even those.
func profile(o Options) colorprofile.Profile {
	var env []string
	for _, name := range profileNames {
		if v := o.Env(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	found := colorprofile.Env(env)
	switch {
	case o.Color == "always":
		found = max(found, colorprofile.ANSI)
	case o.Piped:
		return colorprofile.NoTTY
	case o.Color == "never", o.Env("NO_COLOR") != "":
		found = min(found, colorprofile.ASCII)
	}
	if o.Name == "mono" {
		found = min(found, colorprofile.ASCII)
	}
	return found
}

// ascii decides whether borders and arrows must be plain: no UTF-8 in the
// locale, a console font without them, or a terminal where they take two
// cells each and would push every border out of line.
func ascii(o Options) bool {
	if o.ASCII != nil {
		return *o.ASCII
	}
	if term := o.Env("TERM"); term == "linux" || term == "dumb" {
		return true
	}
	if wide, err := strconv.ParseBool(o.Env("RUNEWIDTH_EASTASIAN")); err == nil && wide {
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(o.Env(name)); v != "" {
			return !strings.Contains(v, "utf-8") && !strings.Contains(v, "utf8")
		}
	}
	return o.Env("WT_SESSION") == "" // Windows Terminal sets no locale and is UTF-8
}
