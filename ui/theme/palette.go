package theme

import (
	"fmt"
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// An ink is one colour in the three palettes terminals have. All three are
// chosen by hand: worked out, cream and orange become bright green and bright
// red in sixteen colours.
type ink struct {
	rgb  int // 0xRRGGBB
	x256 int
	x16  int // the SGR code as a text colour, 30–37 or 90–97; bold or faint where none is safe
}

// Stand-ins for a colour that sixteen cannot give: bright black, say, is the
// background itself in a well-known scheme.
const bold, faint = 1, 2

// A style is a look before it is known what the terminal can show.
type style struct {
	fg, bg                         *ink
	bold, faint, underline, invert bool
}

// A palette gives every role its style.
type palette struct {
	text, dim, accent, title, tab, tabActive, header, selection, cursor, mark,
	key, border, match, ok, warning, error style
	bands [6]style // by level, Unrated first
}

// The five bands are Paul Tol's "sunset": the smallest difference between any
// two is 31 ΔE in normal, protan, deutan and tritan sight, where green, yellow
// and red fall to 1. Both ends are dark, so grey print relies on the letter.
var (
	white = &ink{0xFFFFFF, 231, 97}
	black = &ink{0x000000, 16, 30}

	bandVL = &ink{0x364B9A, 25, 34}
	bandL  = &ink{0x98CAE1, 116, 36}
	bandM  = &ink{0xEAECCC, 230, 37}
	bandH  = &ink{0xFDB366, 215, 33}
	bandVH = &ink{0xA50026, 124, 31}
)

var bands = [6]style{
	{},
	{fg: white, bg: bandVL}, {fg: black, bg: bandL}, {fg: black, bg: bandM},
	{fg: black, bg: bandH}, {fg: white, bg: bandVH},
}

// palettes holds the themes by name. "" is for a background nobody knows: its
// colours lie half way between black and white.
var palettes = map[string]palette{
	"": coloured(inks{
		dim:     &ink{0x767676, 243, faint},
		accent:  &ink{0x0082D0, 32, bold},
		ok:      &ink{0x00875F, 29, 32},
		warning: &ink{0xAF5F00, 130, bold},
		error:   &ink{0xD70000, 160, 31},
	}),
	"dark": coloured(inks{
		dim:     &ink{0x9A9A9A, 246, faint},
		accent:  &ink{0x87AFFF, 111, 96},
		ok:      &ink{0x5FD787, 78, 92},
		warning: &ink{0xFFAF5F, 215, 93},
		error:   &ink{0xFF6F6F, 203, 91},
	}),
	"light": coloured(inks{
		dim:     &ink{0x5F5F5F, 59, faint},
		accent:  &ink{0x005FAF, 25, 34},
		ok:      &ink{0x006B2D, 22, 32},
		warning: &ink{0x875F00, 94, 35},
		error:   &ink{0xAF0000, 124, 31},
	}),
	"safe": coloured(inks{ // blue, brown, purple: told apart in every colour vision, on any background
		dim:     &ink{0x767676, 243, faint},
		accent:  &ink{0x0082D0, 32, bold},
		ok:      &ink{0x0082D0, 32, 34},
		warning: &ink{0xAF5F00, 130, bold},
		error:   &ink{0xC7338F, 162, 35},
	}),
	"contrast": contrast,
	"mono":     mono,
}

type inks struct{ dim, accent, ok, warning, error *ink }

// coloured is the shape the three everyday themes share.
func coloured(c inks) palette {
	return palette{
		dim: style{fg: c.dim}, border: style{fg: c.dim},
		accent: style{fg: c.accent}, title: style{bold: true},
		tab: style{fg: c.dim}, tabActive: style{bold: true, invert: true},
		header:    style{fg: c.dim, underline: true},
		selection: style{invert: true}, cursor: style{invert: true},
		mark: style{fg: c.accent, bold: true}, key: style{fg: c.accent, bold: true},
		match: style{bold: true, underline: true},
		ok:    style{fg: c.ok}, warning: style{fg: c.warning},
		error: style{fg: c.error, bold: true},
		bands: bands,
	}
}

// contrast has nothing faint: the terminal's own text colour, weight, lines
// and reverse, and colour only as a ground for the bands.
var contrast = palette{
	accent: style{bold: true}, title: style{bold: true, underline: true},
	tabActive: style{bold: true, invert: true},
	header:    style{bold: true, underline: true},
	selection: style{bold: true, invert: true}, cursor: style{invert: true},
	mark: style{bold: true}, key: style{bold: true},
	match:   style{bold: true, underline: true},
	ok:      style{bold: true},
	warning: style{bold: true, underline: true},
	error:   style{bold: true, invert: true},
	bands:   bands,
}

// mono is also what every theme becomes when no colour may be written.
var mono = palette{
	dim: style{faint: true}, border: style{faint: true},
	accent: style{bold: true}, title: style{bold: true},
	tab:       style{faint: true},
	tabActive: style{bold: true, invert: true},
	header:    style{underline: true},
	selection: style{invert: true}, cursor: style{invert: true},
	mark: style{bold: true}, key: style{bold: true},
	match:   style{bold: true, underline: true},
	warning: style{bold: true}, error: style{bold: true},
	bands: [6]style{{}, {}, {}, {}, {bold: true}, {bold: true, underline: true}},
}

// dress writes every role's look for the theme's profile.
func (t *Theme) dress(p palette) {
	for role, s := range map[*Look]style{
		&t.Text: p.text, &t.Dim: p.dim, &t.Accent: p.accent, &t.Title: p.title,
		&t.Tab: p.tab, &t.TabActive: p.tabActive, &t.Header: p.header,
		&t.Selection: p.selection, &t.Cursor: p.cursor, &t.Mark: p.mark,
		&t.Key: p.key, &t.Border: p.border, &t.Match: p.match,
		&t.OK: p.ok, &t.Warning: p.warning, &t.Error: p.error,
	} {
		*role = s.look(t.Profile)
	}
	for i, s := range p.bands {
		t.bands[i] = s.look(t.Profile)
	}
}

// look spells a style for a profile. Lip Gloss writes the sequences; the
// colours are already those that the profile has, so it need not guess.
func (s style) look(p colorprofile.Profile) Look {
	if p <= colorprofile.NoTTY {
		return Look{}
	}
	const text = "x"
	painted := s.lipgloss(p).Render(text)
	pre, post, _ := strings.Cut(painted, text)
	return Look{Pre: pre, Post: post}
}

func (s style) lipgloss(p colorprofile.Profile) lipgloss.Style {
	l := lipgloss.NewStyle().Bold(s.bold).Faint(s.faint).Underline(s.underline).Reverse(s.invert)
	if p <= colorprofile.ASCII {
		return l
	}
	if s.fg != nil {
		l = s.fg.ink(l, p, lipgloss.Style.Foreground)
	}
	if s.bg != nil {
		l = s.bg.ink(l, p, lipgloss.Style.Background)
	}
	return l
}

// ink puts the colour on a style, as text colour or as ground.
func (k *ink) ink(l lipgloss.Style, p colorprofile.Profile, put func(lipgloss.Style, color.Color) lipgloss.Style) lipgloss.Style {
	switch {
	case p == colorprofile.TrueColor:
		return put(l, lipgloss.Color(fmt.Sprintf("#%06X", k.rgb)))
	case p == colorprofile.ANSI256:
		return put(l, ansi.IndexedColor(k.x256))
	case k.x16 == bold:
		return l.Bold(true)
	case k.x16 == faint:
		return l.Faint(true)
	case k.x16 >= 90:
		return put(l, ansi.BasicColor(k.x16-90+8))
	}
	return put(l, ansi.BasicColor(k.x16-30))
}
