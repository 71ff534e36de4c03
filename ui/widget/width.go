package widget

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// A Ruler measures, cuts and pads text in terminal cells, by the rule the
// renderer follows at this moment. The zero Ruler counts code points, as
// wcwidth does, and cuts with "…".
//
// Two rules live in one program. Bubble Tea's renderer counts code points
// until the terminal reports that it knows mode 2027 (Unicode core), then
// counts grapheme clusters; Lip Gloss always counts clusters. With mixed
// scripts the columns drift by up to five cells. So widgets use only a Ruler,
// and the app hands the report on:
//
//	case tea.ModeReportMsg:
//		if msg.Mode == ansi.ModeUnicodeCore {
//			pen = widget.NewPen(pen.Theme, widget.ClustersAfter(msg.Value))
//		}
//
// Bubble Tea asks for the report by itself at start (tea.go, "Query for
// synchronized updates"), in terminals it thinks able; no answer means code
// points.
//
// Cut, Fit, FitRight and Wrap clean the text first and want it without
// styles. Width and Clip take lines that are already painted.
type Ruler struct {
	Clusters bool   // count grapheme clusters, not code points
	Ellipsis string // what marks a cut; "" means "…"
}

// ClustersAfter says whether the renderer counts clusters once the terminal
// has reported this setting for mode 2027: set, or off and so switched on by
// the renderer, or always on.
func ClustersAfter(v ansi.ModeSetting) bool {
	return v == ansi.ModeReset || v == ansi.ModeSet || v == ansi.ModePermanentlySet
}

// Width is the number of cells of s, not counting escape sequences.
func (r Ruler) Width(s string) int {
	if n := asciiLen(s); n == len(s) {
		return n
	}
	return r.method().StringWidth(s)
}

// Cut cleans s and shortens it to at most w cells, the last being the
// ellipsis if anything was lost.
func (r Ruler) Cut(s string, w int) string {
	head, tail, _ := r.cut(s, w)
	return head + tail
}

// Fit cleans s, cuts it, and pads it on the right to exactly w cells.
func (r Ruler) Fit(s string, w int) string {
	if len(s) == w && asciiLen(s) == w {
		return s
	}
	return string(r.AppendFit(make([]byte, 0, len(s)+max(w, 0)), s, w))
}

// FitRight is Fit with the padding on the left: for numbers.
func (r Ruler) FitRight(s string, w int) string {
	return string(r.AppendFitRight(make([]byte, 0, len(s)+max(w, 0)), s, w))
}

// AppendFit adds Fit(s, w) to dst, as append does.
func (r Ruler) AppendFit(dst []byte, s string, w int) []byte {
	head, tail, n := r.cut(s, w)
	return appendSpaces(append(append(dst, head...), tail...), w-n)
}

// AppendFitRight adds FitRight(s, w) to dst, as append does.
func (r Ruler) AppendFitRight(dst []byte, s string, w int) []byte {
	head, tail, n := r.cut(s, w)
	return append(append(appendSpaces(dst, w-n), head...), tail...)
}

// cut gives what stays of the cleaned text, the ellipsis if some did not, and
// the width of both.
func (r Ruler) cut(s string, w int) (head, tail string, width int) {
	if w <= 0 {
		return "", "", 0
	}
	ascii := asciiLen(s) == len(s)
	if ascii && len(s) <= w {
		return s, "", len(s)
	}
	tail, room := r.tail(w)
	if ascii {
		return s[:room], tail, w
	}
	s = stand(Clean(s))
	end, endWidth := 0, 0 // where to cut, should it become too wide
	for i := 0; i < len(s); {
		size, cells := r.next(s[i:])
		if width += cells; width > w {
			return s[:end], tail, endWidth + w - room
		}
		i += size
		if width <= room {
			end, endWidth = i, width
		}
	}
	return s, "", width
}

// tail is the ellipsis and the room it leaves of w cells; there is none where
// it would not fit.
func (r Ruler) tail(w int) (string, int) {
	tail := r.Ellipsis
	if tail == "" {
		tail = "…"
	}
	if n := r.Width(tail); n <= w {
		return tail, w - n
	}
	return "", w
}

// next gives the bytes and cells of the first cluster of s. Text is cut only
// between clusters in both rules, so an accent never loses its letter.
func (r Ruler) next(s string) (size, cells int) {
	if isASCII(s[0]) && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return 1, 1
	}
	cluster, cells := ansi.FirstGraphemeCluster(s, r.method())
	return len(cluster), cells
}

func isASCII(b byte) bool { return b-' ' <= '~'-' ' }

// standIn is what a mark without a letter is written on, as in grammars.
const standIn = "◌"

// stand gives a leading mark a base, and a trailing prefix sign a successor.
// Without one they would join the space or border beside the field, and the
// line would measure less than the sum of its fields.
func stand(s string) string {
	if s == "" || asciiLen(s) == len(s) {
		return s
	}
	if _, n := utf8.DecodeRuneInString(s); n > 1 && joinTogether(" ", s[:n]) {
		s = standIn + s
	}
	if _, n := utf8.DecodeLastRuneInString(s); n > 1 && joinTogether(s[len(s)-n:], " ") {
		s += standIn
	}
	return s
}

// joinTogether says whether a terminal that counts clusters draws b in the
// cell of a. Both are single runes.
func joinTogether(a, b string) bool {
	cluster, _ := ansi.FirstGraphemeCluster(a+b, ansi.GraphemeWidth)
	return len(cluster) > len(a)
}

func (r Ruler) method() ansi.Method {
	if r.Clusters {
		return ansi.GraphemeWidth
	}
	return ansi.WcWidth
}

const blanks = "                                                                                "

func appendSpaces(dst []byte, n int) []byte {
	for ; n > len(blanks); n -= len(blanks) {
		dst = append(dst, blanks...)
	}
	if n > 0 {
		dst = append(dst, blanks[:n]...)
	}
	return dst
}

func spaces(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(blanks):
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}
