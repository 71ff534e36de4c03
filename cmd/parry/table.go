package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
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
			fmt.Fprintf(out, " %s |", widget.Markdown(cell))
		}
		out.WriteString("\n")
		if i == 0 {
			out.WriteString(strings.Repeat("|---", len(row)) + "|\n")
		}
	}
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// writeCSV writes rows that parry made itself.
func writeCSV(out io.Writer, t table) error {
	w := csv.NewWriter(out)
	if err := w.WriteAll(t); err != nil {
		return err
	}
	return w.Error()
}
