package intake

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"parry/model"
)

// A Sort says what a node is.
type Sort uint8

// The sorts of node.
const (
	Null Sort = iota
	Bool
	Number
	String
	List
	Object
)

var sortNames = [...]string{"nothing", "yes or no", "a number", "text", "a list", "an object"}

func (s Sort) String() string { return sortNames[s] }

// A Node is one value of a file. A nil node is one that is not there: every
// method may be asked of it.
type Node struct {
	Sort  Sort
	whole bool   // it was taken with all that is in it
	Line  int    // from 1
	text  string // of a scalar, as it was meant: without quotes
	doc   *document
	*kids // of a list or an object: most nodes are neither, and a file may hold millions
}

type kids struct {
	next  int      // where the last member that was asked for stands, and one: mostly the next is asked for next
	names []string // of an object, in the order of the file
	items []*Node
	asked []bool // of an object: which members were
}

// noKids are those of all lists and objects with nothing in them.
var noKids = &kids{}

// document collects what is wrong with the values of a file.
type document struct {
	faults []error
	long   []*Node // texts that no field can hold
	halves []int   // lines with half of a sign
}

// maxFaults is how many sentences one file gives.
const maxFaults = 20

// Fault says that this node cannot be taken; Err tells them all.
func (n *Node) Fault(form string, args ...any) {
	switch count := len(n.doc.faults); {
	case count < maxFaults:
		n.doc.faults = append(n.doc.faults, &Fault{n.Line, fmt.Sprintf(form, args...)})
	case count == maxFaults:
		n.doc.faults = append(n.doc.faults, errors.New("and more like these"))
	}
}

// Err joins what could not be taken of the whole file.
func (n *Node) Err() error { return errors.Join(n.doc.faults...) }

// place gives where a member stands; -1 if the object has none of that name.
func (k *kids) place(name string) int {
	if k.next < len(k.names) && k.names[k.next] == name {
		k.next++
		return k.next - 1
	}
	i := slices.Index(k.names, name)
	if i >= 0 {
		k.next = i + 1
	}
	return i
}

// Get gives a member of an object, nil if it has none of that name.
func (n *Node) Get(name string) *Node {
	if n == nil || n.Sort != Object {
		return nil
	}
	i := n.place(name)
	if i < 0 {
		return nil
	}
	n.asked[i] = true
	return n.items[i]
}

// Named is Get for many names: it gives the member of each, nil where there is none. An object
// that has them in their order is gone through once.
func (n *Node) Named(names []string) []*Node {
	members, at := make([]*Node, len(names)), 0
	if !n.Is(Object) {
		return members
	}
	for i, name := range names {
		if at < len(n.names) && n.names[at] == name {
			members[i], n.asked[at] = n.items[at], true
			at++
		}
	}
	if at == len(n.names) {
		return members // there are no others
	}
	for i, name := range names {
		if members[i] == nil {
			members[i] = n.Get(name)
		}
	}
	return members
}

// Has says whether an object has a member that is not null, without taking it.
func (n *Node) Has(name string) bool {
	if n == nil || n.Sort != Object {
		return false
	}
	i := n.place(name)
	return i >= 0 && n.items[i].Sort != Null
}

// Is says whether the node is there and of this sort.
func (n *Node) Is(s Sort) bool { return n != nil && n.Sort == s }

// Str gives a member as text: a number and a truth value as they are written. A
// list or an object there is left for Left to find.
func (n *Node) Str(name string) string {
	if n == nil || n.Sort != Object {
		return ""
	}
	i := n.place(name)
	if i < 0 || n.items[i].Sort > String {
		return ""
	}
	n.asked[i] = true
	return n.items[i].Text()
}

// Text is what a scalar says. A text that no field can hold is not taken: Lost
// names it.
func (n *Node) Text() string {
	if n == nil || n.Sort > String {
		return ""
	}
	if len(n.text) > model.MaxText {
		n.doc.long = append(n.doc.long, n)
		return ""
	}
	return n.text
}

// Full is what a scalar says; a text that no field can hold is an error.
func (n *Node) Full() (string, error) {
	if len(n.text) > model.MaxText {
		return "", fmt.Errorf("the text is longer than %d KiB: shorten it, or move a part to another field", model.MaxText>>10)
	}
	return n.text, nil
}

// Empty says whether a node says nothing: null, "", [] and {}.
func (n *Node) Empty() bool { return n == nil || n.silent() }

// Items gives the items of a member that is a list. One that is something else is
// left for Left to find.
func (n *Node) Items(name string) []*Node {
	if n == nil || n.Sort != Object {
		return nil
	}
	i := n.place(name)
	if i < 0 || n.items[i].Sort != List {
		return nil
	}
	n.asked[i] = true
	return n.items[i].items
}

// All gives the items of a list.
func (n *Node) All() []*Node {
	if !n.Is(List) {
		return nil
	}
	return n.items
}

// Strs gives the texts of a member that is a list of texts; a member with
// something else in it is left for Left to find.
func (n *Node) Strs(name string) []string {
	if n == nil || n.Sort != Object {
		return nil
	}
	i := n.place(name)
	if i < 0 || n.items[i].Sort != List {
		return nil
	}
	var texts []string
	for _, item := range n.items[i].items {
		if item.Sort > String {
			return nil
		}
		texts = append(texts, item.Text())
	}
	n.asked[i] = true
	return texts
}

// Names gives the names of an object's members.
func (n *Node) Names() []string {
	if !n.Is(Object) {
		return nil
	}
	return n.names
}

// Left gives what nobody asked for of an object, as JSON, and takes it: whoever
// asks keeps it. Members that say nothing are not among them.
func (n *Node) Left() []model.ForeignField {
	if !n.Is(Object) {
		return nil
	}
	var left []model.ForeignField
	for i, name := range n.names {
		if item := n.items[i]; !n.asked[i] && !item.silent() {
			left = append(left, model.ForeignField{Name: name, Value: item.JSON()})
			n.asked[i] = true
		}
	}
	return left
}

// silent says whether a value says nothing: null, "", [] and {}.
func (n *Node) silent() bool {
	switch n.Sort {
	case Null:
		return true
	case String:
		return n.text == ""
	case List, Object:
		return len(n.items) == 0
	}
	return false
}

// JSON gives the node as it stands in a line, and takes it with all that is in it.
func (n *Node) JSON() string {
	if n == nil {
		return "null"
	}
	n.whole = true
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n *Node) write(b *strings.Builder) {
	switch n.Sort {
	case Null:
		b.WriteString("null")
	case Bool, Number:
		b.WriteString(n.text)
	case String:
		b.WriteString(Quote(n.text))
	case List:
		b.WriteByte('[')
		for i, item := range n.items {
			if i > 0 {
				b.WriteByte(',')
			}
			item.write(b)
		}
		b.WriteByte(']')
	case Object:
		b.WriteByte('{')
		for i, item := range n.items {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(Quote(n.names[i]))
			b.WriteByte(':')
			item.write(b)
		}
		b.WriteByte('}')
	}
}

// Quote writes a text as JSON does, without the escapes that only HTML needs.
func Quote(text string) string {
	var b strings.Builder
	encode := json.NewEncoder(&b)
	encode.SetEscapeHTML(false)
	_ = encode.Encode(text) // a string always can be
	return strings.TrimSuffix(b.String(), "\n")
}

// Ignore says that the members of these names are nothing to carry.
func (n *Node) Ignore(names ...string) {
	for _, name := range names {
		if member := n.Get(name); member != nil {
			member.whole = true
		}
	}
}

// Lost gives a note for each member of the file that nobody asked for, those of
// the same name in the same kind of place together.
func (n *Node) Lost() []model.Note {
	l := losses{at: map[string]int{}}
	l.walk(n, make([]string, 0, 2*MaxDepth))
	notes := make([]model.Note, len(l.list), len(l.list)+len(n.doc.long)+1)
	for _, long := range n.doc.long {
		notes = append(notes, model.Note{Place: long.Place(), Lost: true,
			Text: fmt.Sprintf("a text is longer than %d KiB and was not taken: %s", model.MaxText>>10, Shown(long.text[:4*maxShown]))})
	}
	for i, one := range l.list {
		values := "its value was"
		if one.count > 1 {
			values = fmt.Sprintf("its %d values were", one.count)
		}
		notes[i] = model.Note{Place: fmt.Sprintf("line %d", one.line), Lost: true, Text: fmt.Sprintf("%s: %s not taken", one.path, values)}
	}
	return append(notes, n.Halves()...)
}

// Halves tells the texts of the file in which half of a sign stands: what the other half was,
// nobody can tell.
func (n *Node) Halves() []model.Note {
	if len(n.doc.halves) == 0 {
		return nil
	}
	text := "half of a sign stands in a text, such as \\ud83d alone; � was read in its place"
	if more := len(n.doc.halves) - 1; more > 0 {
		text += fmt.Sprintf(", and in %d texts further down", more)
	}
	return []model.Note{{Place: fmt.Sprintf("line %d", n.doc.halves[0]), Lost: true, Text: text}}
}

// A loss is what was not taken under one path.
type loss struct {
	path        string
	line, count int
}

type losses struct {
	list []loss
	at   map[string]int // path → its place in the list
}

// mostLosses is how many paths are told one by one.
const mostLosses = 200

// walk goes through what was asked for; under are the names it stands under, joined only
// where something was lost.
func (l *losses) walk(n *Node, under []string) {
	if n.whole || n.kids == nil {
		return
	}
	for i, item := range n.items {
		if n.Sort == List {
			l.walk(item, append(under, "[]"))
			continue
		}
		switch {
		case n.asked[i]:
			l.walk(item, append(under, ".", n.names[i]))
		case !item.silent():
			path := strings.Join(append(under, ".", n.names[i]), "")
			l.add(Shown(strings.TrimPrefix(path, ".")), item.Line)
		}
	}
}

func (l *losses) add(path string, line int) {
	at, known := l.at[path]
	if !known && len(l.list) >= mostLosses {
		path = "(many more)"
		at, known = l.at[path]
	}
	if known {
		l.list[at].count++
		return
	}
	l.at[path] = len(l.list)
	l.list = append(l.list, loss{path, line, 1})
}

// maxShown is how much of a text from a file is repeated in a sentence, in runes.
const maxShown = 60

// Shown makes text from a file short enough for a sentence.
func Shown(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > maxShown {
		return string(runes[:maxShown-1]) + "…"
	}
	return text
}

// Each hands over every scalar below a node with the names of the members it stands
// under, and takes none of them. The names are good only during the call.
func (n *Node) Each(see func(path []string, scalar *Node)) { n.each(make([]string, 0, MaxDepth), see) }

func (n *Node) each(path []string, see func([]string, *Node)) {
	switch {
	case n == nil:
	case n.kids == nil:
		see(path, n)
	default:
		for i, item := range n.items {
			under := path
			if n.Sort == Object {
				under = append(path, n.names[i])
			}
			item.each(under, see)
		}
	}
}
