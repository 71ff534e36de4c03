package theme

import "strings"

// Glyphs are the signs the program draws with. Every one is a single cell
// wide in both width rules, except Arrow, which is two in ASCII.
type Glyphs struct {
	Ellipsis string // a text that was cut
	None     string // nothing here: a count of zero, a field that does not apply
	Arrow    string // from … to
	Up, Down string // sort order, and movement of a rating
	Bullet   string
	Bar      string // between two panes
	Rule     string // one cell of a horizontal line

	Select      string // the row under the cursor
	Mark        string // a marked row
	Problem     string // over appetite, or a finding
	Unset       string // nobody has filled this in
	NotAssessed string
	Hatch       string // fills a place that nobody has looked at
	Open, Shut  string // a group that is unfolded, folded

	Border Border
}

// A Border is the eleven pieces of a frame with inner lines.
type Border struct {
	Horizontal, Vertical                       string
	TopLeft, TopRight, BottomLeft, BottomRight string
	Left, Right, Top, Bottom                   string // where an inner line meets the frame
	Cross                                      string
}

var unicodeGlyphs = Glyphs{
	Ellipsis: "…", None: "·", Arrow: "→", Up: "▲", Down: "▼", Bullet: "•",
	Bar: "│", Rule: "─",
	Select: ">", Mark: "*", Problem: "!", Unset: "?", NotAssessed: "~", Hatch: "░",
	Open: "-", Shut: "+",
	Border: Border{
		Horizontal: "─", Vertical: "│",
		TopLeft: "┌", TopRight: "┐", BottomLeft: "└", BottomRight: "┘",
		Left: "├", Right: "┤", Top: "┬", Bottom: "┴", Cross: "┼",
	},
}

var asciiGlyphs = Glyphs{
	Ellipsis: "_", None: ".", Arrow: "->", Up: "^", Down: "v", Bullet: "-",
	Bar: "|", Rule: "-",
	Select: ">", Mark: "*", Problem: "!", Unset: "?", NotAssessed: "~", Hatch: "/",
	Open: "-", Shut: "+",
	Border: Border{
		Horizontal: "-", Vertical: "|",
		TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+",
		Left: "+", Right: "+", Top: "+", Bottom: "+", Cross: "+",
	},
}

// neighbours are signs of texts and the one of ASCII that says the same in as many cells.
var neighbours = []string{
	"–", "-", "—", "-", "‐", "-", "‑", "-", "−", "-", "‘", "'", "’", "'", "“", `"`, "”", `"`, "„", `"`, "…", "_",
	"×", "x", "·", ".", "•", "-", "→", ">", "←", "<", "↑", "^", "↓", "v", "≤", "<", "≥", ">", "°", "o", "\u00a0", " ",
}

var toASCII = strings.NewReplacer(neighbours...)

// Plain gives a drawn frame without the signs that ASCII has a neighbour for, where the
// theme is ASCII. Letters stay what they are: a name is not misspelt.
func (t *Theme) Plain(frame string) string {
	if !t.ASCII {
		return frame
	}
	return toASCII.Replace(frame)
}
