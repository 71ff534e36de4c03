package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A markup takes the XML of a part apart, piece by piece, as encoding/xml does with RawToken:
// what that takes, this takes, with the same pieces (a test and a fuzz target hold it to that).
// It needs a sixth of the time, and a sheet may hold hundreds of megabytes.
type markup struct {
	from    io.Reader
	room    []byte
	at, end int // of what was read and not yet taken
	line    int // of the byte at counted, from 1
	counted int // how far in the room line breaks were counted: they are asked for only where something is wrong
	over    bool

	name   string // of the element that begins or ends, without its prefix
	attrs  []attribute
	text   []byte // good until the next piece
	closed bool   // the element that began ends at once
}

type attribute struct {
	prefixed bool
	name     []byte
	value    []byte // as it is written
}

// A piece is what comes next.
type piece uint8

const (
	nothing  piece = iota // the part is over
	begins                // an element
	ends                  // an element
	says                  // a text
	directed              // a document type, or what looks like one
)

// longestPiece is how long one text or tag may be: many times what a cell holds.
const longestPiece = 4 << 20

func newMarkup(from io.Reader) *markup {
	return &markup{from: from, room: make([]byte, 64<<10), line: 1}
}

// lineNow is the line of the next byte, from 1.
func (m *markup) lineNow() int {
	m.line += bytes.Count(m.room[m.counted:m.at], []byte{'\n'})
	m.counted = m.at
	return m.line
}

var errBroken = errors.New("the XML is broken")

func broken(form string, args ...any) error {
	return fmt.Errorf("%w: %s", errBroken, fmt.Sprintf(form, args...))
}

// more reads on, and says whether there was anything.
func (m *markup) more() (bool, error) {
	if m.over {
		return false, nil
	}
	if m.end == len(m.room) {
		if m.at > 0 {
			m.lineNow()
			m.end = copy(m.room, m.room[m.at:m.end])
			m.at, m.counted = 0, 0
		} else {
			if len(m.room) >= longestPiece {
				return false, broken("one piece of it is longer than %d MiB", longestPiece>>20)
			}
			m.room = append(m.room, make([]byte, len(m.room))...)
		}
	}
	n, err := m.from.Read(m.room[m.end:])
	m.end += n
	if err == io.EOF {
		m.over, err = true, nil
	}
	return n > 0 || !m.over, err
}

// until gives how far a mark is from here; -1 if the part ends before it.
func (m *markup) until(mark string) (int, error) {
	looked := 0
	for {
		if i := bytes.Index(m.room[m.at+looked:m.end], []byte(mark)); i >= 0 {
			return looked + i, nil
		}
		looked = max(0, m.end-m.at-len(mark)+1)
		if more, err := m.more(); err != nil || !more {
			return -1, err
		}
	}
}

// has makes sure that so many bytes are there, if the part is as long.
func (m *markup) has(n int) error {
	for m.end-m.at < n {
		if more, err := m.more(); err != nil || !more {
			return err
		}
	}
	return nil
}

// take gives the next n bytes, and goes past them.
func (m *markup) take(n int) []byte {
	taken := m.room[m.at : m.at+n]
	m.at += n
	return taken
}

// next comes to the next piece.
func (m *markup) next() (piece, error) {
	if m.closed {
		m.closed = false
		return ends, nil
	}
	for {
		if err := m.has(2); err != nil {
			return nothing, err
		}
		ahead := m.room[m.at:m.end]
		switch {
		case len(ahead) == 0:
			return nothing, nil
		case ahead[0] != '<':
			return m.words()
		case len(ahead) == 1:
			return nothing, broken("it ends in the middle of a tag")
		case ahead[1] == '?':
			if err := m.instruction(); err != nil {
				return nothing, err
			}
		case ahead[1] == '!':
			if kind, err := m.aside(); err != nil || kind != nothing {
				return kind, err
			}
		case ahead[1] == '/':
			return m.closing()
		default:
			return m.opening()
		}
	}
}

// words takes a text.
func (m *markup) words() (piece, error) {
	n, err := m.until("<")
	if err != nil {
		return nothing, err
	}
	if n < 0 {
		n = m.end - m.at
	}
	m.text, err = meaning(m.take(n))
	return says, err
}

// past takes all up to a mark and the mark, and gives what is before it.
func (m *markup) past(mark, what string) ([]byte, error) {
	n, err := m.until(mark)
	if err == nil && n < 0 {
		err = broken("%s does not end", what)
	}
	if err != nil {
		return nil, err
	}
	return m.take(n + len(mark))[:n], nil
}

// instruction passes over one, which may say how the part is written.
func (m *markup) instruction() error {
	m.take(2)
	text, err := m.past("?>", "an instruction")
	if err != nil {
		return err
	}
	if said, ok := bytes.CutPrefix(text, []byte("xml ")); ok {
		_, after, _ := strings.Cut(string(said), "encoding=")
		if len(after) > 1 && (after[0] == '"' || after[0] == '\'') {
			coding, _, whole := strings.Cut(after[1:], after[:1])
			if whole && coding != "" && !strings.EqualFold(coding, "utf-8") {
				return broken("it is written in %.20q; save the sheet as CSV", coding)
			}
		}
	}
	return nil
}

// aside passes over a comment, and takes what else begins with an exclamation mark.
func (m *markup) aside() (piece, error) {
	const comment, literal = "<!--", "<![CDATA["
	if err := m.has(len(literal)); err != nil {
		return nothing, err
	}
	switch ahead := m.room[m.at:m.end]; {
	case bytes.HasPrefix(ahead, []byte(comment)):
		m.take(len(comment))
		_, err := m.past("-->", "a comment")
		return nothing, err
	case bytes.HasPrefix(ahead, []byte(literal)):
		m.take(len(literal))
		text, err := m.past("]]>", "a text")
		if err != nil {
			return nothing, err
		}
		m.text, err = plainly(lineFeeds(text))
		return says, err
	}
	return directed, nil
}

func (m *markup) closing() (piece, error) {
	m.take(2)
	text, err := m.past(">", "a tag")
	if err != nil {
		return nothing, err
	}
	m.name, err = local(trimmed(text))
	return ends, err
}

// opening takes a tag that begins an element. It ends with the first ">" outside of quotes.
func (m *markup) opening() (piece, error) {
	if end := bytes.IndexByte(m.room[m.at:m.end], '>'); end > 0 && m.usual(m.room[m.at+1:m.at+end]) {
		m.at += end + 1
		return begins, nil
	}
	quote, i := byte(0), 1
	for {
		for ; m.at+i < m.end; i++ {
			switch c := m.room[m.at+i]; {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '>':
				return m.tag(m.take(i + 1)[1:i])
			}
		}
		more, err := m.more()
		if err != nil {
			return nothing, err
		}
		if !more {
			return nothing, broken("a tag does not end")
		}
	}
}

// usual takes a tag apart that is written as programs write them: <c r="A1" t="inlineStr">. It
// says whether it could; what it leaves, tag takes.
func (m *markup) usual(text []byte) bool {
	closed := len(text) > 0 && text[len(text)-1] == '/'
	if closed {
		text = text[:len(text)-1]
	}
	n := letters(text)
	if n == 0 {
		return false
	}
	name, attrs := text[:n], m.attrs[:0]
	for rest := text[n:]; len(rest) > 0; {
		if rest[0] != ' ' {
			return false
		}
		n := letters(rest[1:]) + 1
		a := attribute{name: rest[1:n]}
		if n < len(rest) && rest[n] == ':' && n > 1 {
			before := n + 1
			n = before + letters(rest[before:])
			a.prefixed, a.name = true, rest[before:n]
		}
		if len(a.name) == 0 || n+1 >= len(rest) || rest[n] != '=' || rest[n+1] != '"' {
			return false
		}
		from := n + 2
		for n = from; n < len(rest) && rest[n] != '"'; n++ {
			if c := rest[n]; c < ' ' || c > '~' || c == '<' || c == '&' {
				return false
			}
		}
		if n == len(rest) {
			return false
		}
		a.value, rest = rest[from:n], rest[n+1:]
		attrs = append(attrs, a)
	}
	m.attrs, m.closed = attrs, closed
	if m.name = known(name); m.name == "" {
		m.name = string(name)
	}
	return true
}

// letters counts the letters and digits at the beginning of a text.
func letters(text []byte) int {
	for i, c := range text {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return i
		}
	}
	return len(text)
}

// tag takes what stands in a tag apart.
func (m *markup) tag(text []byte) (piece, error) {
	if len(text) > 0 && text[len(text)-1] == '/' {
		m.closed, text = true, text[:len(text)-1]
	}
	n := 0
	for n < len(text) && !blank(text[n]) {
		n++
	}
	var err error
	if m.name, err = local(text[:n]); err != nil {
		return nothing, err
	}
	m.attrs = m.attrs[:0]
	for rest := unblanked(text[n:]); len(rest) > 0; rest = unblanked(rest) {
		name, after, ok := bytes.Cut(rest, []byte{'='})
		after = unblanked(after)
		if !ok || len(after) == 0 || after[0] != '"' && after[0] != '\'' {
			return nothing, broken("an attribute has no value in quotes")
		}
		end := bytes.IndexByte(after[1:], after[0])
		if end < 0 {
			return nothing, broken("the value of an attribute does not end")
		}
		a := attribute{value: after[1 : end+1]}
		if bytes.IndexByte(a.value, '<') >= 0 {
			return nothing, broken("a tag stands in the value of an attribute")
		}
		if a.prefixed, a.name, err = parted(trimmed(name)); err != nil {
			return nothing, err
		}
		if a.value, err = meaning(a.value); err != nil {
			return nothing, err
		}
		m.attrs = append(m.attrs, a)
		rest = after[end+2:]
	}
	return begins, nil
}

func blank(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// unblanked leaves blanks at the beginning out.
func unblanked(text []byte) []byte {
	for len(text) > 0 && blank(text[0]) {
		text = text[1:]
	}
	return text
}

// trimmed leaves blanks at the end out.
func trimmed(text []byte) []byte {
	for len(text) > 0 && blank(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

// attr gives the value of an attribute, whatever its prefix; "" if there is none.
func (m *markup) attr(name string) string { return string(m.value(name)) }

// value is attr without a copy: it is good until the next piece.
func (m *markup) value(name string) []byte {
	for i := range m.attrs {
		if string(m.attrs[i].name) == name {
			return m.attrs[i].value
		}
	}
	return nil
}

// parted takes the prefix off a name.
func parted(name []byte) (prefixed bool, local []byte, err error) {
	colon, odd := -1, len(name) == 0
	for i, c := range name {
		switch c {
		case ':':
			odd = odd || colon >= 0
			colon = i
		case '<', '>', '&', '"', '\'', '=', '/', ' ', '\t', '\r', '\n':
			odd = true
		}
	}
	switch {
	case odd:
		return false, nil, broken("%.20q is no name", name)
	case colon <= 0 || colon == len(name)-1:
		return false, name, nil
	}
	return true, name[colon+1:], nil
}

// local is the name of an element without its prefix. Those of cells are no new text each.
func local(text []byte) (string, error) {
	if name := known(text); name != "" {
		return name, nil
	}
	_, name, err := parted(text)
	if err != nil {
		return "", err
	}
	if often := known(name); often != "" {
		return often, nil
	}
	return string(name), nil
}

// known is the name of an element that sheets have by the thousand; "" for others.
func known(name []byte) string {
	switch string(name) {
	case "c":
		return "c"
	case "is":
		return "is"
	case "t":
		return "t"
	case "v":
		return "v"
	case "row":
		return "row"
	case "si":
		return "si"
	case "f":
		return "f"
	case "r":
		return "r"
	case "rPr":
		return "rPr"
	}
	return ""
}

// meaning is what a text says: with its entities, and one line feed for a line break.
func meaning(text []byte) ([]byte, error) {
	if text = lineFeeds(text); bytes.IndexByte(text, '&') < 0 {
		return plainly(text)
	}
	said := make([]byte, 0, len(text))
	for {
		before, rest, found := bytes.Cut(text, []byte{'&'})
		said = append(said, before...)
		if !found {
			return plainly(said)
		}
		name, after, ok := bytes.Cut(rest[:min(len(rest), 40)], []byte{';'})
		if !ok {
			return nil, broken("an entity does not end")
		}
		var err error
		if said, err = entity(said, string(name)); err != nil {
			return nil, err
		}
		text = rest[len(rest[:min(len(rest), 40)])-len(after):]
	}
}

// entity appends what an entity stands for: no part declares its own.
func entity(to []byte, name string) ([]byte, error) {
	switch name {
	case "lt":
		return append(to, '<'), nil
	case "gt":
		return append(to, '>'), nil
	case "amp":
		return append(to, '&'), nil
	case "quot":
		return append(to, '"'), nil
	case "apos":
		return append(to, '\''), nil
	}
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(digits, "x"); ok {
			digits, base = hex, 16
		}
		if n, err := strconv.ParseUint(digits, base, 32); err == nil && n <= utf8.MaxRune {
			return utf8.AppendRune(to, rune(n)), nil
		}
	}
	return nil, broken("%q is unknown", "&"+name+";")
}

// lineFeeds makes line breaks one sign.
func lineFeeds(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte{'\n'}), []byte{'\r'}, []byte{'\n'})
}

// plainly holds a text to what XML can hold.
func plainly(text []byte) ([]byte, error) {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' && c != '\r' {
				return nil, broken("it holds the control character %#02x", c)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 || r == 0xFFFE || r == 0xFFFF {
			return nil, broken("it holds what is no UTF-8")
		}
		i += size
	}
	return text, nil
}
