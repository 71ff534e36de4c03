package main

import (
	"bufio"
	"fmt"
	"strings"

	"parry/ui/widget"
)

// A table is rows of text, the first one the heading.
type table [][]string

// widest is where a column is cut when it is printed for people.
const widest = 60

// printTable prints the rows aligned, or as a Markdown table. Every cell is
// cleaned: it may hold text from anywhere.
func (a *app) printTable(t table, markdown bool) error {
	out := bufio.NewWriter(a.out)
	if markdown {
		writeMarkdown(out, t)
		return out.Flush()
	}
	ruler := widget.Ruler{}
	widths := make([]int, len(t[0]))
	for i, row := range t {
		for j, cell := range row {
			cell = ruler.Cut(widget.Clean(cell), widest)
			t[i][j] = cell
			widths[j] = max(widths[j], ruler.Width(cell))
		}
	}
	for _, row := range t {
		var line strings.Builder
		for j, cell := range row {
			line.WriteString(ruler.Fit(cell, widths[j]))
			line.WriteString("  ")
		}
		fmt.Fprintln(out, strings.TrimRight(line.String(), " "))
	}
	return out.Flush()
}

func writeMarkdown(out *bufio.Writer, t table) {
	for i, row := range t {
		out.WriteString("|")
		for _, cell := range row {
			fmt.Fprintf(out, " %s |", escapeMarkdown(widget.Clean(cell)))
		}
		out.WriteString("\n")
		if i == 0 {
			out.WriteString(strings.Repeat("|---", len(row)) + "|\n")
		}
	}
}

// escapeMarkdown makes a text stand for itself in a table cell.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case strings.ContainsRune("\\`*_{}[]()#+!|~", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
