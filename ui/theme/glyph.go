package theme

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
