package intake

import (
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"parry/model"
)

// A Haul is what a format takes out of one file.
type Haul struct {
	Format string // the format's name, under which foreign ids are known
	Root   *Node
	In     []model.Incoming
	Notes  []model.Note
	full   bool // it was said that there are too many

	more     int  // notes that were only counted
	moreLost bool // one of them tells of something that could not be carried

	kept map[string]bool // names of what stays with the records
}

// Open reads a file that is one tree of JSON, or of YAML too where the format
// takes it, and has at most so many bytes.
func Open(r io.Reader, format string, yamlToo bool, most int64) (*Haul, error) {
	text, was, err := Text(r, most)
	if err != nil {
		return nil, err
	}
	read := JSON
	if yamlToo {
		read = Tree
	}
	root, err := read(text)
	if err != nil {
		return nil, err
	}
	h := &Haul{Format: format, Root: root}
	h.Encoding(was)
	return h, nil
}

// Encoding notes what a file was written in, where that is not UTF-8.
func (h *Haul) Encoding(was string) {
	if was != "" {
		h.Notes = append(h.Notes, model.Note{Place: "line 1", Text: "the file is " + was + ", and was read as that"})
	}
}

// mostNotes is how many things are told of one file; the others are counted.
const mostNotes = 20_000

// Note says something about a place in the file.
func (h *Haul) Note(n *Node, form string, args ...any) { h.say(n, false, form, args) }

// Lose says what could not be carried.
func (h *Haul) Lose(n *Node, form string, args ...any) { h.say(n, true, form, args) }

func (h *Haul) say(n *Node, lost bool, form string, args []any) {
	if len(h.Notes) >= mostNotes {
		h.more++
		h.moreLost = h.moreLost || lost
		return
	}
	h.Notes = append(h.Notes, model.Note{Place: n.Place(), Text: fmt.Sprintf(form, args...), Lost: lost})
}

// Place says where a node stands.
func (n *Node) Place() string {
	if n == nil {
		return "line 1"
	}
	return fmt.Sprintf("line %d", n.Line)
}

// Threat takes a threat over. What nobody asked for of its node stays with it.
func (h *Haul) Threat(n *Node, id string, t *model.Threat, fields ...model.ForeignField) {
	f := model.Foreign{Format: h.Format, ID: named(id, t.Title), Fields: append(fields, n.Left()...)}
	h.keep(f)
	if t.Title == "" {
		t.Title = "unnamed threat " + f.ID
	}
	if left := t.SetForeign(f); len(left) > 0 {
		h.Lose(n, "there is no room for its %s", Names(left))
	}
	h.take(model.Incoming{Threat: t, Place: n.Place()})
}

// Sheet takes another record over. What nobody asked for of its node stays with it.
func (h *Haul) Sheet(n *Node, kind model.Kind, id string, values map[string]string, fields ...model.ForeignField) {
	own := values["id"] // one that went out from parry
	delete(values, "id")
	s, err := model.NewSheet(kind, own, values)
	if err != nil {
		n.Fault("%s", err)
		return
	}
	f := model.Foreign{Format: h.Format, ID: named(id, s.Name()), Fields: append(fields, n.Left()...)}
	h.keep(f)
	if left := s.SetForeign(f); len(left) > 0 {
		h.Lose(n, "there is no room for its %s", Names(left))
	}
	h.take(model.Incoming{Other: s, Place: n.Place()})
}

// A Set is texts in the order in which they first came. A hostile file brings hundreds of
// thousands.
type Set struct {
	All  []string
	held map[string]bool
}

// Add adds a text that is not there yet.
func (s *Set) Add(text string) {
	if s.held[text] {
		return
	}
	if s.held == nil {
		s.held = map[string]bool{}
	}
	s.held[text] = true
	s.All = append(s.All, text)
}

// Full says whether the file has brought more records than one may.
func (h *Haul) Full() bool { return h.full }

// UntilFull gives nodes one by one, until the file has brought more records than one may: what
// follows then is not worth its time.
func (h *Haul) UntilFull(nodes []*Node) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for _, n := range nodes {
			if h.full || !yield(n) {
				return
			}
		}
	}
}

// take takes a record; one too many is a fault of the file, told once.
func (h *Haul) take(one model.Incoming) {
	if len(h.In) < MaxRecords {
		h.In = append(h.In, one)
	} else {
		h.Overfull()
	}
}

// Overfull says that the file brings more records than one may, once.
func (h *Haul) Overfull() {
	if !h.full {
		h.full = true
		h.Root.Fault("%s", TooMany(MaxRecords))
	}
}

func (h *Haul) keep(f model.Foreign) {
	if h.kept == nil {
		h.kept = map[string]bool{}
	}
	for _, one := range f.Fields {
		if len(h.kept) < mostKept {
			h.kept[one.Name] = true
		}
	}
}

// mostKept is how many names are counted of what stays with the records.
const mostKept = 1000

// keeps tells what stays with the records word for word, in one note.
func (h *Haul) keeps() []model.Note {
	if len(h.kept) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(h.kept))
	for i, name := range names {
		names[i] = Shown(name)
	}
	return []model.Note{{Place: "the file", Text: "these stay with their records, word for word: " + Names(names)}}
}

// Names tells names of somebody's file in a sentence: each as far as it can be read, and of
// very many how many more there are.
func Names(names []string) string {
	const most, long = 30, 60
	told := make([]string, 0, min(len(names), most)+1)
	for _, name := range names[:min(len(names), most)] {
		if runes := []rune(name); len(runes) > long {
			name = string(runes[:long]) + "…"
		}
		told = append(told, name)
	}
	if more := len(names) - len(told); more > 0 {
		told = append(told, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(told, ", ")
}

// named gives a record without an id one that stays the same: its name.
func named(id, name string) string {
	const most = 100
	if id = strings.Join(strings.Fields(id), " "); id != "" {
		return id
	}
	if id = strings.Join(strings.Fields(name), " "); len(id) > most {
		id = id[:most/2] + "…" + model.Mark(id)
	}
	if id == "" {
		return "-"
	}
	return strings.ToValidUTF8(id, "")
}

// Done gives all that was taken, with a note for each thing that was not.
func (h *Haul) Done() ([]model.Incoming, []model.Note, error) {
	if err := h.Root.Err(); err != nil {
		return nil, nil, err
	}
	if h.more > 0 {
		h.Notes = append(h.Notes, model.Note{Place: "the file", Text: fmt.Sprintf("%d more things like these; split the file to be told each", h.more), Lost: h.moreLost})
	}
	return h.In, slices.Concat(h.Notes, h.Root.Lost(), h.keeps()), nil
}

// Percent gives the level of a number from 0 to 100, by the steps of NIST SP 800-30
// r1: 0–4, 5–20, 21–79, 80–95, 96–100.
func Percent(n float64) model.Level {
	for i, above := range [...]float64{5, 21, 80, 96} {
		if n < above {
			return model.Levels[i]
		}
	}
	return model.VH
}

// OfPercent is a number in the middle of a level's step.
func OfPercent(l model.Level) int {
	if !l.Rated() {
		return 0
	}
	return [...]int{2, 13, 50, 88, 98}[l.Index()]
}
