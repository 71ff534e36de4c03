package library

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// rows are what the list shows: catalogues, their groups and entries as a tree, or what
// was found.
type rows struct {
	screen *Screen
	turned map[string]bool // headings that were opened or shut, see isOpen
	stale  bool
	stamp  uint64 // tells the table that rows look otherwise
	list   []row
	flat   bool // what was found is shown, without headings
}

// A row is a heading or an entry.
type row struct {
	key   string
	depth int
	list  *model.Catalogue
	kind  string       // of the entry, or of the group; "" on a catalogue
	entry *model.Entry // nil on a heading
	pad   int          // the room of ids in the group
	open  bool
	n, of int // below a heading: cited, and all; of an entry: records that cite it
}

// refresh follows the register and makes the list anew where that or what is wanted of it
// is another.
func (s *Screen) refresh() {
	r := &s.rows
	turned := s.shelf.follow(s.bench.Register(), s.library)
	if !turned && !r.stale {
		return
	}
	r.stale = false
	r.stamp++
	r.list = r.list[:0]
	if flat := s.query != ""; flat != r.flat {
		r.flat = flat
		s.table.SetColumns(columns(flat)...)
	}
	if r.flat {
		r.found()
	} else {
		r.tree()
	}
	s.table.Highlight(s.sought())
	index := make([]int, len(r.list))
	for i := range index {
		index[i] = i
	}
	s.table.SetIndex(index)
	if turned && s.reading {
		s.again()
	}
}

func (s *Screen) library() model.Library {
	if s.bench.Gather == nil { // a screen on its own
		return model.Library{}
	}
	return s.bench.Library()
}

// wanted says whether an entry is among those that are asked for.
func (s *Screen) wanted(list *model.Catalogue, e *model.Entry) bool {
	return s.holds(list, e) && (s.only == all || (s.only == onlyCited) == (s.shelf.cited[e] > 0))
}

// holds says whether the field that is looked up can hold an entry; any can where none is.
func (s *Screen) holds(list *model.Catalogue, e *model.Entry) bool {
	field, _ := list.HeldIn(e)
	return s.field == "" || field == s.field
}

func (r *rows) found() {
	s := r.screen
	for _, f := range model.Find(s.shelf.lists, s.query) {
		if s.wanted(f.Catalogue, f.Entry) {
			r.list = append(r.list, r.entry(f.Catalogue, f.Entry, 0, 0))
		}
	}
}

// cited counts the rows that somebody cites.
func (r *rows) cited() (n int) {
	for i := range r.list {
		n += min(r.list[i].n, 1)
	}
	return n
}

func (r *rows) tree() {
	s := r.screen
	for i := range s.shelf.lists {
		list := &s.shelf.lists[i]
		groups := r.groups(list)
		if len(groups) == 0 {
			continue
		}
		head := row{key: listKey(list), list: list, open: r.isOpen(listKey(list))}
		head.n, head.of = s.count(list, "")
		r.list = append(r.list, head)
		if !head.open {
			continue
		}
		for _, g := range groups {
			depth := 1
			if len(groups) > 1 || kinds(list) > 1 {
				g.head.open, depth = r.isOpen(g.head.key), 2
				r.list = append(r.list, g.head)
				if !g.head.open {
					continue
				}
			}
			r.below(g, depth)
		}
	}
}

// A group is the entries of one kind.
type group struct {
	head    row
	entries []*model.Entry
}

// groups gives the kinds of a catalogue in the order in which they come, with the entries
// that are wanted; how many are cited is told of all.
func (r *rows) groups(list *model.Catalogue) []group {
	var groups []group
	at := map[string]int{}
	for k := range list.Entries {
		e := &list.Entries[k]
		if !r.screen.wanted(list, e) {
			continue
		}
		i, ok := at[e.Kind]
		if !ok {
			i = len(groups)
			at[e.Kind] = i
			groups = append(groups, group{head: row{key: listKey(list) + "/" + e.Kind, depth: 1, list: list, kind: e.Kind}})
		}
		groups[i].entries = append(groups[i].entries, e)
	}
	for i := range groups {
		groups[i].head.n, groups[i].head.of = r.screen.count(list, groups[i].head.kind)
	}
	return groups
}

// count says how many entries of a kind are cited, of how many; of every kind for "". For
// a field it counts what that can hold.
func (s *Screen) count(list *model.Catalogue, kind string) (n, of int) {
	for k := range list.Entries {
		if e := &list.Entries[k]; (kind == "" || e.Kind == kind) && s.holds(list, e) {
			n, of = n+min(s.shelf.cited[e], 1), of+1
		}
	}
	return n, of
}

func kinds(list *model.Catalogue) int {
	seen := map[string]bool{}
	for k := range list.Entries {
		seen[list.Entries[k].Kind] = true
	}
	return len(seen)
}

// widestID is the most room that ids get before the names; the rest of a longer one pushes
// its name on.
const widestID = 18

// below adds the entries of a group, a part of another one set in.
func (r *rows) below(g group, depth int) {
	pad, here := 0, map[string]bool{}
	for _, e := range g.entries {
		pad, here[e.ID] = max(pad, len(e.ID)), true
	}
	pad = min(pad, widestID)
	for _, e := range g.entries {
		deeper := 0
		if here[e.Parent] {
			deeper = 1
		}
		r.list = append(r.list, r.entry(g.head.list, e, depth+deeper, pad))
	}
}

func (r *rows) entry(list *model.Catalogue, e *model.Entry, depth, pad int) row {
	return row{key: listKey(list) + "/" + e.Kind + "/" + e.ID, depth: depth, list: list, kind: e.Kind, entry: e, pad: pad, n: r.screen.shelf.cited[e]}
}

// listKey names one edition of a catalogue. The register may bring the one that parry has.
func listKey(list *model.Catalogue) string { return list.ID + " " + list.Version + " " + list.Own }

// isOpen says whether a heading shows what is below it. Of all catalogues only those do
// that were opened; where little is left, those that were not shut.
func (r *rows) isOpen(key string) bool {
	return r.turned[r.mode()+key] != (r.mode() != "")
}

// turn opens or shuts a heading, for what is asked for now.
func (r *rows) turn(key string) {
	key = r.mode() + key
	r.turned[key], r.stale = !r.turned[key], true
}

// mode names what is asked for, where little is left of the catalogues.
func (r *rows) mode() string {
	switch {
	case r.screen.field != "":
		return "field "
	case r.screen.only == onlyCited:
		return "cited "
	}
	return ""
}

// reveal opens what a row lies below.
func (r *rows) reveal(at row) {
	for _, key := range [...]string{listKey(at.list), listKey(at.list) + "/" + at.kind} {
		if key != at.key && !r.isOpen(key) {
			r.turn(key)
		}
	}
}

// over is the key of the heading over a row; its own where there is none.
func (r *rows) over(at int) string {
	for i := at; i >= 0; i-- {
		if r.list[i].entry == nil && r.list[i].depth < r.list[at].depth {
			return r.list[i].key
		}
	}
	return r.list[at].key
}

// Key names a row for good.
func (r *rows) Key(at int) string { return r.list[at].key }

// Version changes with each making of the list.
func (r *rows) Version(int) uint64 { return r.stamp }

// The columns.
const (
	columnWhat = iota
	columnIn
	columnCited
)

func columns(flat bool) []widget.Column {
	in := 0
	if flat {
		in = 9
	}
	return []widget.Column{
		{Title: "Entry", Width: 24, Flex: true},
		{Title: "In", Width: in, Priority: 1},
		{Title: "Cited", Width: 10, Priority: 2, Right: true},
	}
}

// Cells are one row in words.
func (r *rows) Cells(i int, cells []widget.Cell) {
	p, at := r.screen.bench.Pen, &r.list[i]
	indent := strings.Repeat("  ", at.depth)
	switch {
	case at.entry != nil:
		cells[columnWhat].Text = indent + entryName(at.entry, at.pad)
		cells[columnIn].Text, cells[columnIn].Look = at.list.ID, p.Dim
		if at.n > 0 {
			cells[columnCited].Text, cells[columnCited].Look = fmt.Sprint(at.n), p.Accent
		}
		return
	case at.kind == "":
		cells[columnWhat].Text, cells[columnWhat].Look = indent+r.sign(at)+at.list.Title+", "+at.list.Version, p.Title
		if at.list.Own != "" {
			cells[columnWhat].Text += ", imported"
		}
	default:
		cells[columnWhat].Text, cells[columnWhat].Look = indent+r.sign(at)+at.kind, p.Accent
	}
	cells[columnCited].Text = fmt.Sprintf("%d of %d", at.n, at.of)
}

func (r *rows) sign(at *row) string {
	if at.open {
		return r.screen.bench.Pen.Glyphs.Open + " "
	}
	return r.screen.bench.Pen.Glyphs.Shut + " "
}

// entryName is id and name of an entry; the name alone where the id says it too.
func entryName(e *model.Entry, pad int) string {
	if strings.HasSuffix(e.ID, e.Name) && e.ID != e.Name {
		return e.Name
	}
	if e.ID == e.Name {
		return e.ID
	}
	return fmt.Sprintf("%-*s  %s", pad, e.ID, e.Name)
}
