package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// A page writes Markdown line by line. Errors stay in the writer until the
// end, as bufio keeps them.
type page struct{ w *bufio.Writer }

func newPage(w io.Writer) page { return page{bufio.NewWriterSize(w, 64<<10)} }

// heading writes a heading with a blank line after it.
func (p page) heading(level int, title md) {
	p.w.WriteString(strings.Repeat("#", level))
	p.w.WriteByte(' ')
	p.w.WriteString(string(title))
	p.w.WriteString("\n\n")
}

// say writes a paragraph.
func (p page) say(text md) {
	p.w.WriteString(string(text))
	p.w.WriteString("\n\n")
}

// part writes one item of a list, which begins with its name; end closes the
// list.
func (p page) part(name, text md) {
	p.w.WriteString("- ")
	p.w.WriteString(string(name))
	p.w.WriteString(": ")
	p.w.WriteString(string(text))
	p.w.WriteByte('\n')
}

// end closes a list or a table.
func (p page) end() { p.w.WriteByte('\n') }

// maxColumns is what fits a page of Word and of paper.
const maxColumns = 6

// head begins a table.
func (p page) head(names ...md) {
	if len(names) > maxColumns {
		panic(fmt.Sprintf("a table of %d columns does not fit a page", len(names)))
	}
	p.row(names...)
	p.w.WriteByte('|')
	for _, name := range names {
		p.w.WriteString(" " + strings.Repeat("-", max(3, utf8.RuneCountInString(string(name)))) + " |")
	}
	p.w.WriteByte('\n')
}

// row writes one row; it has as many cells as the head has names.
func (p page) row(cells ...md) {
	p.w.WriteByte('|')
	for _, cell := range cells {
		p.w.WriteByte(' ')
		p.w.WriteString(string(cell))
		p.w.WriteString(" |")
	}
	p.w.WriteByte('\n')
}

// grid writes a table of our own short cells with its columns in line, so that
// it can be read as plain text as well.
func (p page) grid(rows ...[]md) {
	widths := slices.Repeat([]int{3}, len(rows[0])) // as short as the line under the head may be
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(string(cell)))
		}
	}
	for i, row := range rows {
		padded := make([]md, len(row))
		for j, cell := range row {
			padded[j] = cell + md(strings.Repeat(" ", widths[j]-utf8.RuneCountInString(string(cell))))
		}
		if i == 0 {
			p.head(padded...)
		} else {
			p.row(padded...)
		}
	}
	p.end()
}

// or gives the text of the register, or our word for a text that is missing.
func or(text string, otherwise md) md {
	if safe := esc(text); safe != "" {
		return safe
	}
	return otherwise
}

// code shows a hash so that it can be copied; anything else is mere text.
func code(text string) md {
	odd := func(r rune) bool { return r >= utf8.RuneSelf || !isWord(byte(r)) && !strings.ContainsRune(":._-+", r) }
	if text == "" {
		return "not given"
	}
	if strings.ContainsFunc(text, odd) {
		return esc(text)
	}
	return md("`" + text + "`")
}

// count writes a number with its noun: "1 threat", "38 threats".
func count(n int, noun md) md {
	if n == 1 {
		return md("1 " + noun)
	}
	return md(fmt.Sprintf("%d %ss", n, noun))
}

func joined(sep md, parts ...md) md {
	var b strings.Builder
	for i, part := range parts {
		if i > 0 {
			b.WriteString(string(sep))
		}
		b.WriteString(string(part))
	}
	return md(b.String())
}

// paragraphs gives the lines of a longer text, each of them safe.
func paragraphs(text string) []md {
	var lines []md
	for line := range strings.SplitSeq(text, "\n") {
		if safe := esc(line); safe != "" {
			lines = append(lines, safe)
		}
	}
	return lines
}
