package widget

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Clean makes text from outside safe to show on one line. Imported titles,
// file names, pasted text, environment and error messages that quote any of
// them go through here before they reach a terminal, a log or an error.
//
// Invalid bytes become U+FFFD, escape sequences go with everything they carry
// (one that never ends takes the rest of the text), line ends and tabs become
// a space, and whatever is left that a terminal obeys or a reader cannot see
// is removed: control and format characters (bidi, zero width, tags, soft
// hyphen), private use, blank look-alikes, variation selectors, and every
// combining mark after the second in a row.
//
// Cleaning twice changes nothing more. Text that is already clean is returned
// as it is, without a copy. The trap: joiners go too, so some emoji fall apart
// into their members, and Persian and Indic shaping suffers.
func Clean(s string) string { return clean(s, false) }

// CleanLines is Clean for notes: it keeps line breaks, and \r\n becomes \n.
func CleanLines(s string) string { return clean(s, true) }

// Legible is CleanLines for a sentence that quotes a name: what a terminal would obey or a
// reader not see is written out, as \x1b or \u202e. Cleaned away, a sequence that never ends
// would take the rest of the sentence with it, which is the way out.
func Legible(s string) string {
	if isClean(s, true) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch size := utf8.RuneLen(r); {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n' || unicode.IsPrint(r):
			b.WriteString(s[i : i+size])
		default:
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
	}
	return CleanLines(b.String())
}

// HasHidden says whether s holds something its reader would not see, or a
// terminal would obey: evidence worth a warning. Line ends, tabs and the
// invisible parts of ordinary emoji and scripts are no evidence.
func HasHidden(s string) bool {
	if isPlain(s) {
		return false
	}
	var w window
	for i, r := range s {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(s[i:])
		}
		next, _ := utf8.DecodeRuneInString(s[i+size:])
		if w.hides(r, next, size) {
			return true
		}
	}
	return false
}

// isPlain says whether s is printable ASCII in lines, as nearly all texts are.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c-' ' > '~'-' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// A window is the little that must be remembered of the runes before.
type window struct {
	before rune // the rune before, whatever it was
	marks  int  // combining marks since the last other rune
}

// hides says whether the rune is more than innocent layout, and moves on.
func (w *window) hides(r, next rune, size int) bool {
	before := w.before
	w.before = r
	fate := judge(r)
	switch {
	case fate == mark:
		w.marks++
		return w.marks > maxMarks
	case fate == keep:
		w.marks = 0
		return r == utf8.RuneError && size == 1
	case r == '\r':
		return next != '\n' // alone, it writes the rest over the line
	case fate == space, fate == newline:
		return false
	case r == 0xFE0E || r == 0xFE0F: // text or emoji look of one sign
		return before < ' ' || judge(before) == drop
	case r == 0x200C || r == 0x200D: // joiners
		return !joins(before)
	}
	return true
}

// joins says whether a joiner is at home after the rune: between the parts of
// an emoji, and in the scripts from Hebrew on, which are shaped by it.
func joins(r rune) bool {
	return r == 0xFE0F || unicode.In(r, unicode.So, unicode.Sk) ||
		r >= 0x0590 && unicode.In(r, unicode.L, unicode.M)
}

// maxMarks is how many combining marks may follow each other: enough for
// Vietnamese and Thai, too few to paint over the lines above.
const maxMarks = 2

// What becomes of a rune.
type fate uint8

const (
	keep fate = iota
	drop
	space
	newline
	mark // kept while there are few of them
)

// judge is the rule for one valid rune.
func judge(r rune) fate {
	switch {
	case r >= ' ' && r < 0x7F:
		return keep
	case r == '\n':
		return newline
	case r == '\t', r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
		return space
	case r < 0xA0: // C0, DEL, C1
		return drop
	case r < 0x300:
		if r == 0xAD { // soft hyphen
			return drop
		}
		return keep
	case r >= 0x370 && r <= 0x482, r >= 0x3041 && r <= 0x3096, r >= 0x30A1 && r <= 0x30FA,
		r >= 0x3400 && r <= 0x9FFF, r >= 0xAC00 && r <= 0xD7A3:
		return keep // Greek, Cyrillic, Kana, Han, Hangul: most of what people write
	case unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Variation_Selector,
		unicode.Other_Default_Ignorable_Code_Point) || r == 0x2800:
		return drop // the last two hold the Hangul fillers, tags and blank Braille
	case unicode.Is(unicode.M, r):
		return mark
	}
	return keep
}

func clean(s string, lines bool) string {
	if isClean(s, lines) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = ansi.Strip(s) // before runes are dropped, or "]52;c;…" stays as litter
	out := make([]byte, 0, len(s))
	marks := 0
	for i, r := range s {
		f := judge(r)
		switch {
		case r == '\r' && strings.HasPrefix(s[i+1:], "\n"), f == drop:
			continue
		case f == mark:
			if marks++; marks > maxMarks {
				continue
			}
		default:
			marks = 0
		}
		if f == space || f == newline && !lines {
			r = ' '
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

// isClean says whether clean would return s unchanged.
func isClean(s string, lines bool) bool {
	i := asciiLen(s)
	for marks := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			return false
		}
		switch f := judge(r); {
		case f == mark:
			if marks++; marks > maxMarks {
				return false
			}
		case f == keep, f == newline && lines:
			marks = 0
		default:
			return false
		}
		i += size
	}
	return true
}

// asciiLen is the length of the printable ASCII that s begins with.
func asciiLen(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i]-' ' > '~'-' ' {
			return i
		}
	}
	return len(s)
}
