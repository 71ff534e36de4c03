package intake

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// JSON reads one JSON value that fills the text. A member that stands twice in
// an object is refused: which of the two is meant, nobody can tell.
func JSON(text string) (*Node, error) {
	p := jsonParser{text: text, line: 1, doc: &document{}}
	p.space()
	n, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.at < len(p.text) {
		return nil, p.fault("something follows the end of the JSON")
	}
	return n, nil
}

// jsonParser goes through a text once. encoding/json would do, but knows no
// lines, takes members that stand twice, and is too slow for a whole register.
type jsonParser struct {
	text  string
	at    int
	line  int
	nodes int
	doc   *document
	maps  []map[string]bool // that are empty, to be used again

	names []string // of the members of all objects that are open, one behind the other
	items []*Node  // of all objects and lists that are open, likewise
	rooms struct { // for what comes: a file holds millions
		nodes room[Node]
		kids  room[kids]
		names room[string]
		items room[*Node]
		asked room[bool]
	}
}

// A room is for many things of one sort, and stays as long as one of them does.
type room[T any] struct{ whole, free []T }

// take takes n things of a room, and of a larger one where it is too small.
func (r *room[T]) take(n int) []T {
	const least, most = 128, 4096
	if len(r.free) < n {
		r.whole = make([]T, max(n, least, min(2*len(r.whole), most)))
		r.free = r.whole
	}
	first := r.free[:n:n]
	r.free = r.free[n:]
	return first
}

// again makes a room free: nobody has any more what was taken of it.
func (r *room[T]) again() {
	clear(r.whole[:len(r.whole)-len(r.free)])
	r.free = r.whole
}

// node gives a new one.
func (p *jsonParser) node() *Node {
	n := &p.rooms.nodes.take(1)[0]
	n.Line, n.doc = p.line, p.doc
	return n
}

// close gives a list or an object what came since it was opened.
func (p *jsonParser) close(n *Node, names, items int) {
	k := &p.rooms.kids.take(1)[0]
	k.items = p.rooms.items.take(len(p.items) - items)
	copy(k.items, p.items[items:])
	p.items = p.items[:items]
	if n.Sort == Object {
		k.names, k.asked = p.rooms.names.take(len(k.items)), p.rooms.asked.take(len(k.items))
		copy(k.names, p.names[names:])
		p.names = p.names[:names]
	}
	n.kids = k
}

func (p *jsonParser) fault(form string, args ...any) error {
	return &Fault{p.line, fmt.Sprintf(form, args...)}
}

// wrong says what stands where something else was expected.
func (p *jsonParser) wrong(expected string) error {
	if p.at >= len(p.text) {
		return p.fault("the file ends where %s is expected; it was cut, or is no JSON", expected)
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	return p.fault("%q stands where %s is expected; this is no JSON", r, expected)
}

func (p *jsonParser) space() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case '\n':
			p.line++
		case ' ', '\t', '\r':
		default:
			return
		}
		p.at++
	}
}

// next says whether the next sign is this one, and goes past it.
func (p *jsonParser) next(sign byte) bool {
	p.space()
	if p.at < len(p.text) && p.text[p.at] == sign {
		p.at++
		return true
	}
	return false
}

func (p *jsonParser) value(depth int) (*Node, error) {
	if depth > MaxDepth {
		return nil, p.fault("%s", tooDeep())
	}
	if p.nodes++; p.nodes > MaxNodes {
		return nil, p.fault("the file holds more than %d values; split it", MaxNodes)
	}
	if p.at >= len(p.text) {
		return nil, p.wrong("a value")
	}
	n := p.node()
	switch c := p.text[p.at]; {
	case c == '{':
		return n, p.object(n, depth)
	case c == '[':
		return n, p.list(n, depth)
	case c == '"':
		text, err := p.quoted()
		n.Sort, n.text = String, text
		return n, err
	case c == '-' || c >= '0' && c <= '9':
		n.Sort = Number
		return n, p.number(n)
	}
	for _, word := range [...]struct {
		text string
		sort Sort
	}{{"null", Null}, {"true", Bool}, {"false", Bool}} {
		if strings.HasPrefix(p.text[p.at:], word.text) {
			p.at += len(word.text)
			if n.Sort = word.sort; n.Sort == Bool {
				n.text = word.text
			}
			return n, nil
		}
	}
	return nil, p.wrong("a value")
}

func (p *jsonParser) object(n *Node, depth int) error {
	n.Sort, n.kids = Object, noKids
	p.at++
	if p.next('}') {
		return nil
	}
	names, items := len(p.names), len(p.items)
	seen := map[string]bool(nil)
	defer func() { p.again(seen) }()
	for {
		if p.space(); p.at >= len(p.text) || p.text[p.at] != '"' {
			return p.wrong(`a name in quotes`)
		}
		name, err := p.quoted()
		if err != nil {
			return err
		}
		if seen, err = p.once(seen, p.names[names:], name); err != nil {
			return err
		}
		if !p.next(':') {
			return p.wrong(`":"`)
		}
		p.space()
		p.names = append(p.names, name)
		member, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		if p.items = append(p.items, member); p.next('}') {
			p.close(n, names, items)
			return nil
		}
		if !p.next(',') {
			return p.wrong(`"," or "}"`)
		}
	}
}

// fewMembers is how many names are compared one by one before a map is made.
const fewMembers = 16

// once refuses a name that the object has already.
func (p *jsonParser) once(seen map[string]bool, names []string, name string) (map[string]bool, error) {
	twice := seen[name]
	if seen == nil {
		for _, have := range names {
			twice = twice || have == name
		}
		if len(names) >= fewMembers {
			seen = p.empty()
			for _, have := range names {
				seen[have] = true
			}
		}
	}
	if seen != nil {
		seen[name] = true
	}
	switch {
	case twice:
		return seen, p.fault("%q stands twice in the same object; keep one", Shown(name))
	case len(names) >= maxWide:
		return seen, p.fault("an object has more than %d members; split the file", maxWide)
	}
	return seen, nil
}

// empty gives a map to remember names in.
func (p *jsonParser) empty() map[string]bool {
	if last := len(p.maps) - 1; last >= 0 {
		m := p.maps[last]
		p.maps = p.maps[:last]
		return m
	}
	return map[string]bool{}
}

// again takes a map back; one that grew large is let go, as emptying it takes as long as it
// grew.
func (p *jsonParser) again(m map[string]bool) {
	const large = 1000
	if m != nil && len(m) < large {
		clear(m)
		p.maps = append(p.maps, m)
	}
}

func (p *jsonParser) list(n *Node, depth int) error {
	n.Sort, n.kids = List, noKids
	p.at++
	if p.next(']') {
		return nil
	}
	items := len(p.items)
	for {
		p.space()
		item, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		if p.items = append(p.items, item); p.next(']') {
			p.close(n, 0, items)
			return nil
		}
		if !p.next(',') {
			return p.wrong(`"," or "]"`)
		}
	}
}

// quoted reads a text in quotes. One without escapes is a part of the file's own
// text.
func (p *jsonParser) quoted() (string, error) {
	text, start, escaped := p.text, p.at, false
	for at := start + 1; at < len(text); at++ {
		c := text[at]
		if c >= ' ' && c != '"' && c != '\\' { // which is most of a file
			continue
		}
		switch c {
		case '"':
			if p.at = at + 1; !escaped {
				return text[start+1 : at], nil
			}
			return p.unescaped(text[start : at+1])
		case '\\':
			escaped = true
			at++
		default:
			return "", p.fault("a line break or control character stands inside a text in quotes; write it as \\n")
		}
	}
	return "", p.fault("the quote that opens a text is never closed")
}

func (p *jsonParser) unescaped(quoted string) (string, error) {
	text, ok := unescape(quoted[1 : len(quoted)-1])
	if ok {
		return text, nil
	}
	if err := json.Unmarshal([]byte(quoted), &text); err != nil {
		return "", p.fault(`a "\" in a text is followed by what JSON does not know`)
	}
	if strings.Contains(text, "\uFFFD") && halfSign(quoted) {
		p.doc.halves = append(p.doc.halves, p.line)
	}
	return text, nil
}

// unescape takes the escapes of one sign out of a text. What is spelled as \u, or is no
// escape, it leaves to the library.
func unescape(text string) (string, bool) {
	const signs, meant = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	var b strings.Builder
	b.Grow(len(text))
	for {
		before, after, more := strings.Cut(text, `\`)
		if b.WriteString(before); !more {
			return b.String(), utf8.ValidString(b.String())
		}
		if after == "" {
			return "", false
		}
		which := strings.IndexByte(signs, after[0])
		if which < 0 {
			return "", false
		}
		b.WriteByte(meant[which])
		text = after[1:]
	}
}

// halfSign says whether a text spells one half of a pair of UTF-16 without the other, as
// programs do that cut a text in the middle of a sign.
func halfSign(quoted string) bool {
	const high, low, end = 0xD800, 0xDC00, 0xE000
	for at := strings.IndexByte(quoted, '\\'); at >= 0 && at+1 < len(quoted); {
		unit, ok := escaped(quoted[at:])
		switch next, paired := escaped(quoted[min(at+6, len(quoted)):]); {
		case !ok || unit < high || unit >= end:
			at += 2
		case unit < low && paired && next >= low && next < end:
			at += 12
		default:
			return true
		}
		more := strings.IndexByte(quoted[min(at, len(quoted)):], '\\')
		if more < 0 {
			return false
		}
		at += more
	}
	return false
}

// escaped reads the number of a \u at the beginning of a text.
func escaped(text string) (unit uint64, ok bool) {
	if len(text) < 6 || text[:2] != `\u` {
		return 0, false
	}
	unit, err := strconv.ParseUint(text[2:6], 16, 16)
	return unit, err == nil
}

func (p *jsonParser) number(n *Node) error {
	start := p.at
	for p.at < len(p.text) && strings.IndexByte("+-.0123456789eE", p.text[p.at]) >= 0 {
		p.at++
	}
	n.text = p.text[start:p.at]
	if !json.Valid([]byte(n.text)) {
		return p.fault("%s is no number as JSON writes one", Shown(n.text))
	}
	return nil
}

// Walk reads an object that may be as large as a whole register: it hands over the
// members one by one, and the items of a member that is a list one by one, so that no
// more than one of them is held at a time: each is good until the call returns. The limit on
// values holds for each.
func Walk(text string, member func(name string, value *Node) error, item func(list string, value *Node) error) error {
	p := jsonParser{text: text, line: 1}
	p.space()
	if p.at >= len(p.text) || p.text[p.at] != '{' {
		return p.wrong(`"{"`)
	}
	p.at++
	seen := map[string]bool{}
	for first := true; !p.next('}'); first = false {
		if !first && !p.next(',') {
			return p.wrong(`"," or "}"`)
		}
		if p.space(); p.at >= len(p.text) || p.text[p.at] != '"' {
			return p.wrong("a name in quotes")
		}
		name, err := p.quoted()
		if err != nil {
			return err
		}
		if seen[name] {
			return p.fault("%q stands twice in the same object; keep one", Shown(name))
		}
		if seen[name] = true; !p.next(':') {
			return p.wrong(`":"`)
		}
		if p.space(); p.at < len(p.text) && p.text[p.at] == '[' {
			err = p.walkList(name, item)
		} else {
			err = p.hand(name, member)
		}
		if err != nil {
			return err
		}
	}
	if p.space(); p.at < len(p.text) {
		return p.fault("something follows the end of the JSON")
	}
	return nil
}

func (p *jsonParser) walkList(name string, item func(string, *Node) error) error {
	p.at++
	for first := true; !p.next(']'); first = false {
		if !first && !p.next(',') {
			return p.wrong(`"," or "]"`)
		}
		p.space()
		if err := p.hand(name, item); err != nil {
			return err
		}
	}
	return nil
}

// hand reads one value and hands it over.
func (p *jsonParser) hand(name string, to func(string, *Node) error) error {
	p.nodes, p.doc = 0, &document{}
	n, err := p.value(1)
	if err != nil {
		return err
	}
	err = to(name, n)
	r := &p.rooms
	r.nodes.again()
	r.kids.again()
	r.names.again()
	r.items.again()
	r.asked.again()
	return err
}
