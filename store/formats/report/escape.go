package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// md is text that may be written as it stands: our own words, or text that
// went through esc. A plain string is neither and does not compile.
type md string

// esc makes text from the register safe inside a line or a cell: Markdown acts
// on nothing in it, a terminal obeys nothing in it, and it stays on its line.
// Signs that have no power where they stand are left, so that the source reads
// well too: many readers never see it rendered.
func esc(text string) md {
	if isPlain(text) {
		return md(text)
	}
	return escAll(text)
}

func escAll(text string) md {
	if !isOneLine(text) {
		text = oneLine(text)
	}
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	from := 0 // what is not written yet begins here
	for at := range len(text) {
		c := text[at]
		if c >= utf8.RuneSelf {
			continue
		}
		if entity := entities[c]; entity != "" {
			b.WriteString(text[from:at])
			b.WriteString(entity)
			from = at + 1
		} else if !plain[c] && acts(text, at) {
			b.WriteString(text[from:at])
			b.WriteByte('\\')
			from = at
		}
	}
	b.WriteString(text[from:])
	return md(b.String())
}

// isOneLine says, without a second look at what is no ASCII, that oneLine would change
// nothing.
func isOneLine(text string) bool {
	before := byte(' ')
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c >= 0x7F || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return text == "" || before != ' '
}

// oneLine puts one blank for any run of white space, none at the ends, and
// U+FFFD for what is not seen or commands a terminal.
func oneLine(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	gap := false
	for _, r := range text {
		if unicode.IsSpace(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		if gap = false; hidden(r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

// entities are written where a backslash is not enough: \| ends the cell in
// some tables, \< and \& are not known to all.
var entities = [utf8.RuneSelf]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '|': "&#124;"}

// acts says whether the sign at this place of the text would be acted on, by
// CommonMark, GitHub or a common dialect.
func acts(text string, at int) bool {
	before, after := byte(' '), byte(' ')
	if at > 0 {
		before = text[at-1]
	}
	if at+1 < len(text) {
		after = text[at+1]
	}
	switch c := text[at]; c {
	case '\\', '`', '*', '[', ']', '{', '}', '#', '~', '^', '$', '@':
		return true
	case '_': // inside a word it does nothing
		return !isWord(before) || !isWord(after)
	case ':': // of an address or a :name:
		return after != ' ' && !(isDigit(before) && isDigit(after))
	case '(': // of a link
		return before == ']'
	case '!': // of an image
		return after == '['
	case '=': // of a ==mark==
		return before == '=' || after == '='
	case '.': // of an address that begins with www, and of a numbered list
		return strings.HasSuffix(strings.ToLower(text[max(0, at-3):at]), "www") || after == ' ' && onlyDigits(text[:at])
	case ')':
		return after == ' ' && onlyDigits(text[:at])
	case '-', '+': // of a list or a rule; our own words stand before, but for how long
		return at == 0
	}
	return false
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// onlyDigits says whether the text is a number short enough to number a list.
func onlyDigits(text string) bool {
	for _, c := range []byte(text) {
		if !isDigit(c) {
			return false
		}
	}
	return text != "" && len(text) < 10
}

// hidden says whether the rune commands a terminal or is not seen: controls,
// bidi, zero width, tags, private use, blank look-alikes.
func hidden(r rune) bool {
	if r < 0xA0 {
		return r < ' ' || r >= 0x7F
	}
	return unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp,
		unicode.Other_Default_Ignorable_Code_Point) || r == 0x2800 ||
		r >= 0xFE00 && r <= 0xFE0D || r >= 0xE0000 && r <= 0xE0FFF
}

// plain holds the bytes that nobody acts on anywhere in a line.
var plain = func() (is [256]bool) {
	for c := '0'; c <= 'z'; c++ {
		is[c] = isWord(byte(c))
	}
	for _, c := range " ,;'\"/?%" {
		is[c] = true
	}
	return is
}()

// isPlain says, without a second look at the doubtful, that esc would change
// nothing: most texts are so.
func isPlain(text string) bool {
	before := byte(' ')
	for i := range len(text) {
		c := text[i]
		if !plain[c] && c != '-' && c != '.' || c == ' ' && before == ' ' {
			return false
		}
		if c == '-' && i == 0 || c == '.' && (i < 10 || before == 'w' || before == 'W') {
			return false
		}
		before = c
	}
	return text == "" || before != ' '
}

// Escape is esc for other writers of Markdown.
func Escape(text string) string { return string(esc(text)) }
