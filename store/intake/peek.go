package intake

import (
	"regexp"
	"strings"
)

// A Glance is what the beginning of a file shows of its two upper levels: the names
// of members, "summary" and "summary.title", each with its text where it is a short
// scalar that was seen.
type Glance map[string]string

// Has says whether all of these names were seen.
func (g Glance) Has(names ...string) bool {
	for _, name := range names {
		if _, ok := g[name]; !ok {
			return false
		}
	}
	return true
}

// Any says whether one of these names was seen.
func (g Glance) Any(names ...string) bool {
	for _, name := range names {
		if g.Has(name) {
			return true
		}
	}
	return false
}

// Peek glances at a file that is JSON, or YAML where it begins so, and may be cut
// anywhere. The items of a list at the top count as the top.
func Peek(head []byte) Glance {
	text := Head(head)
	switch trimmed := strings.TrimSpace(text); {
	case strings.HasPrefix(trimmed, "{"), strings.HasPrefix(trimmed, "["):
		return peekJSON(trimmed)
	default:
		return peekYAML(text)
	}
}

// peeking goes over the signs of a JSON text without minding whether they fit.
type peeking struct {
	seen   Glance
	path   []string // of each object or list that is open: the name it stands under
	object []bool
	name   string // of the member that comes
	named  bool
}

func peekJSON(text string) Glance {
	p := peeking{seen: Glance{}}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			end := endOfText(text, i)
			if end < 0 {
				return p.seen
			}
			p.word(text[i+1:end], text[end+1:])
			i = end
		case c == '{' || c == '[':
			p.path, p.object = append(p.path, p.name), append(p.object, c == '{')
			p.named = false
		case c == '}' || c == ']':
			if len(p.path) > 0 {
				p.path, p.object = p.path[:len(p.path)-1], p.object[:len(p.object)-1]
			}
			p.named = false
		case c == ',':
			p.named = false
		case p.named && (c == '-' || c >= '0' && c <= '9' || c == 't' || c == 'f'):
			end := i + strings.IndexAny(text[i:]+",", ",}] \r\n\t")
			p.value(text[i:end])
			i = end - 1
		}
	}
	return p.seen
}

// endOfText gives the place of the quote that closes the one at start.
func endOfText(text string, start int) int {
	for i := start + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// word takes a text in quotes: a name if a colon follows, else a value.
func (p *peeking) word(text, rest string) {
	open := len(p.object)
	if !p.named && open > 0 && p.object[open-1] && strings.HasPrefix(strings.TrimLeft(rest, " \t\r\n"), ":") {
		p.name, p.named = text, true
		p.value("")
		return
	}
	if p.named {
		p.value(text)
		p.named = false
	}
}

// value remembers what the member says, if it stands high enough.
func (p *peeking) value(text string) {
	objects, under := 0, ""
	for i, object := range p.object {
		if object {
			objects++
			if objects == 2 && i > 0 && !p.object[i-1] && i > 1 {
				return // in a list under the top: not one of its own members
			}
		}
	}
	if objects == 2 {
		under = p.path[len(p.path)-1] + "."
	}
	if objects < 1 || objects > 2 || len(text) > maxShown {
		return
	}
	if name := under + p.name; p.seen[name] == "" {
		p.seen[name] = text
	}
}

var yamlMember = regexp.MustCompile(`(?m)^("?[A-Za-z_][\w-]*"?):(?:[ \t]+["']?([^"'#\r\n]{0,60}))?`)

// peekYAML sees the upper level only.
func peekYAML(text string) Glance {
	seen := Glance{}
	for _, m := range yamlMember.FindAllStringSubmatch(text, -1) {
		seen[strings.Trim(m[1], `"`)] = strings.TrimSpace(m[2])
	}
	return seen
}
