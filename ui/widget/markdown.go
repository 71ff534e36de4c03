package widget

import "strings"

// Markdown makes a text stand for itself in a line or table cell of Markdown: it is
// cleaned, and nothing in it is markup.
func Markdown(s string) string {
	var b strings.Builder
	for _, r := range Clean(s) {
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
