package csvfile

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"parry/model"
	"parry/store/mapping"
)

// A layout is how a text is cut into a table.
type layout struct {
	text   string // without a line before the table that only names the separator
	line   int    // on which the text begins
	sep    byte   // between cells
	at     int    // where the header begins in text
	header []string
}

// mostAbove is how many lines may stand above the header: a title, names of groups.
const mostAbove = 20

// separators are what may stand between cells, the likelier first.
const separators = ",;\t|"

// named is the line with which a spreadsheet says what stands between cells.
var named = regexp.MustCompile(`^"?(?i:sep)=([^\n\r"])"?\r?\n`)

// layoutOf finds the header of a table of threats among the first lines. Where there is
// none, it is the first line.
func layoutOf(text string) layout {
	l := layout{text: text, line: 1}
	seps := separators
	if said := named.FindStringSubmatch(text); said != nil && said[1][0] < utf8.RuneSelf {
		l.text, l.line, seps = text[len(said[0]):], 2, said[1]
	}
	l.sep, l.header = cutFirst(l.text, seps)
	if l.isTable() || mayBeTree(l.text) {
		return l
	}
	above := filled(l.header)
	at := 0
	for range mostAbove {
		end := strings.IndexByte(l.text[at:], '\n')
		if end < 0 {
			break
		}
		at += end + 1
		below := l
		below.at = at
		below.sep, below.header = cutFirst(l.text[at:], seps)
		n := filled(below.header)
		if n > max(above, 1) && (isForeign(below.header) || n > 2 && isHeader(below.header)) {
			return below
		}
		if above = max(above, n); len(l.header) < 2 && len(below.header) > 1 {
			l.sep = below.sep // a title has nothing to cut
			l.header = firstRow(l.text, l.sep)
		}
	}
	return l
}

func (l layout) isTable() bool { return isHeader(l.header) || isForeign(l.header) }

// mayBeTree says whether a text begins as JSON, XML or YAML do: what looks like a header
// below is none.
func mayBeTree(text string) bool {
	trimmed := strings.TrimSpace(text)
	return trimmed == "" || strings.ContainsRune("{[<%", rune(trimmed[0])) || strings.HasPrefix(trimmed, "---")
}

// longHeader is as far as the end of a header is looked for.
const longHeader = 64 << 10

// cutFirst cuts the first row by the separator that makes the most cells of it.
func cutFirst(text, seps string) (sep byte, cells []string) {
	text = text[:min(len(text), longHeader)]
	sep = seps[0]
	for _, one := range []byte(seps) {
		if row := firstRow(text, one); len(row) > len(cells) {
			sep, cells = one, row
		}
	}
	return sep, cells
}

// firstRow gives the cells of the first row; nil if it cannot be cut.
func firstRow(text string, sep byte) []string {
	cells, _, err := newRows(text, sep).next(nil)
	if err != nil {
		return nil
	}
	return cells
}

func filled(cells []string) (n int) {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// all are the rows of the table and of what stands above it.
func (l layout) all() *rows {
	r := newRows(l.text, l.sep)
	r.line = l.line
	return r
}

// table are the rows from the header on.
func (l layout) table() *rows {
	r := newRows(l.text[l.at:], l.sep)
	r.line = l.line + strings.Count(l.text[:l.at], "\n")
	return r
}

// above tells what stands above the header.
func (l layout) above() []model.Note {
	said := strings.FieldsFunc(l.text[:l.at], func(r rune) bool { return r == '\n' || r == '\r' || r == rune(l.sep) })
	return mapping.NotTaken("line 1", said)
}
