package csvfile

import (
	"strings"
	"unicode/utf8"
)

// Guard puts ' before a cell that a spreadsheet would take for a formula, so
// that it is shown instead of run (OWASP "CSV Injection", ASVS 1.2.10). A cell
// that already looks guarded gets one more, so that bare can tell ours.
func Guard(cell string) string {
	if runs(cell) {
		return "'" + cell
	}
	return cell
}

// bare takes off what guarded put on, and nothing else.
func bare(cell string) string {
	if strings.HasPrefix(cell, "'") && runs(cell) {
		return cell[1:]
	}
	return cell
}

// runs says whether the cell is a formula's first sign, with or without ' in
// front. The full-width signs count: some spreadsheets fold them.
func runs(cell string) bool {
	for cell != "" && cell[0] == '\'' {
		cell = cell[1:]
	}
	switch sign, _ := utf8.DecodeRuneInString(cell); sign {
	case '=', '+', '-', '@', '\t', '\r', '\n', 0, '＝', '＋', '－', '＠':
		return true
	}
	return false
}
