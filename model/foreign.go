package model

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Foreign is where a record came from, and what its file said that no field of
// ours holds. It goes out again with the same format. The records have no field
// of their own for it: a threat keeps it at the end of its notes, a sheet among
// its references, in a form that people can read. Who writes notes or references anew
// writes his own, and these stay.
type Foreign struct {
	Format string // the format's name; "" for a record that was made here
	ID     string // in that file, never ""
	Fields []ForeignField
	Said   map[string]string // field → mark of what the file said last, see Mark

	said string // Said as it is kept, where that was written already
}

// A ForeignField is what a file said under a name, as JSON.
type ForeignField struct{ Name, Value string }

// Get gives what a foreign field says, as JSON; "" if it is not there.
func (f Foreign) Get(name string) string {
	for _, one := range f.Fields {
		if one.Name == name {
			return one.Value
		}
	}
	return ""
}

// foreignSaid is the name under which the marks are kept.
const foreignSaid = "said"

// Mark is short for a text, to tell whether a file says something else than it
// did before: 1 in 16 million is taken for another.
func Mark(text string) string {
	return string(appendMark(nil, text))
}

// appendMark appends the mark of a text. It sums up by FNV-1a; hash/fnv would want a copy of
// the text.
func appendMark(to []byte, text string) []byte {
	const offset, prime = 2166136261, 16777619
	sum := uint32(offset)
	for i := range len(text) {
		sum = (sum ^ uint32(text[i])) * prime
	}
	return strconv.AppendUint(to, uint64(sum>>8), 36)
}

// foreignHead begins the part of the notes that holds what is foreign.
const foreignHead = "[from "

// Foreign says where the threat came from.
func (t *Threat) Foreign() Foreign {
	_, f := splitForeign(t.Review.Notes())
	return f
}

// OwnNotes are the notes that people wrote.
func (t *Threat) OwnNotes() string {
	own, _ := splitForeign(t.Review.Notes())
	return own
}

// SetForeign keeps with the threat where it came from, and gives the names of
// what there was no room for.
func (t *Threat) SetForeign(f Foreign) (left []string) {
	return t.keepNotes(t.OwnNotes(), f)
}

// stayFrom keeps where the threat came from, if its notes were written anew without it:
// else its file would bring it in once more, and take its links along.
func (t *Threat) stayFrom(came Foreign) error {
	if format, _ := t.From(); came.Format == "" || format != "" {
		return nil
	}
	if left := t.SetForeign(came); len(left) > 0 {
		return fmt.Errorf("notes: beside them there is no room for what is kept of the file that %s came from; write less", t.ID)
	}
	return nil
}

// keepNotes keeps what people wrote, and what is foreign behind it.
func (t *Threat) keepNotes(own string, f Foreign) (left []string) {
	t.Review.Change(func(m *ReviewMore) { m.Notes, left = joinForeign(own, f) })
	return left
}

// From says only in which format the threat came, and its id there.
func (t *Threat) From() (format, id string) {
	at := foreignAt(t.Review.Notes())
	if at < 0 {
		return "", ""
	}
	head, _, _ := strings.Cut(t.Review.Notes()[at:], "\n")
	format, id, _ = strings.Cut(strings.TrimPrefix(head, foreignHead), " ")
	return format, strings.TrimSuffix(id, "]")
}

// foreignFormats are those of other programs' files. What begins as such a part and names
// none of them is a line that somebody wrote.
var foreignFormats = map[string]bool{"csv": true, "xlsx": true, "threatcomposer": true, "threatdragon": true, "tmlibrary": true,
	"otm": true, "threagile": true, "cve": true, "navigator": true}

// foreignAt gives where the part begins that holds what is foreign; -1 if there is none.
func foreignAt(notes string) int {
	for at := strings.LastIndex(notes, foreignHead); at >= 0; at = strings.LastIndex(notes[:at], foreignHead) {
		if at > 0 && notes[at-1] != '\n' {
			continue
		}
		head, _, _ := strings.Cut(notes[at:], "\n")
		format, id, _ := strings.Cut(strings.TrimPrefix(head, foreignHead), " ")
		if foreignFormats[format] && strings.HasSuffix(id, "]") {
			return at
		}
	}
	return -1
}

// splitForeign takes the part that holds what is foreign off the notes. Lines
// that people wrote below it stay theirs.
func splitForeign(notes string) (own string, f Foreign) {
	at := foreignAt(notes)
	if at < 0 {
		return notes, f
	}
	head, rest, _ := strings.Cut(notes[at:], "\n")
	format, id, _ := strings.Cut(strings.TrimPrefix(head, foreignHead), " ")
	f = Foreign{Format: format, ID: strings.TrimSuffix(id, "]")}
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		name, value, ok := strings.Cut(line, " = ")
		if !ok || !validJSON(value) {
			break
		}
		f.keep(name, value)
		rest = after
	}
	own = strings.TrimSuffix(notes[:at], "\n")
	if rest != "" {
		own = strings.TrimPrefix(own+"\n"+rest, "\n")
	}
	return own, f
}

// keep takes one field over; the marks are set apart.
func (f *Foreign) keep(name, value string) {
	if name == foreignSaid && json.Unmarshal([]byte(value), &f.Said) == nil {
		return
	}
	f.Fields = append(f.Fields, ForeignField{name, value})
}

// kept gives the fields as they are kept, the marks among them.
func (f Foreign) kept() []ForeignField {
	switch {
	case f.said != "":
		return append(slices.Clip(f.Fields), ForeignField{foreignSaid, f.said})
	case len(f.Said) == 0:
		return f.Fields
	}
	return append(slices.Clip(f.Fields), ForeignField{foreignSaid, marks(f.Said)})
}

// validJSON is json.Valid without a copy of what is a text without escapes, as most values are.
func validJSON(value string) bool {
	if last := len(value) - 1; last > 0 && value[0] == '"' && value[last] == '"' && isPlain(value[1:last]) {
		return true
	}
	return json.Valid([]byte(value))
}

// isPlain says whether a text stands between quotes as it is.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// marks writes the marks as JSON, by name. Names and marks are letters and digits, which need
// no quoting; others are left to the library.
func marks(said map[string]string) string {
	names := make([]string, 0, 64)
	for name, mark := range said {
		if !unquoted(name) || !unquoted(mark) {
			text, _ := json.Marshal(said) // sorted by name; texts always can be
			return string(text)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	b := make([]byte, 0, 32*len(names)+2)
	for i, name := range names {
		open := byte(',')
		if i == 0 {
			open = '{'
		}
		b = append(append(append(b, open, '"'), name...), `":"`...)
		b = append(append(b, said[name]...), '"')
	}
	return string(append(b, '}'))
}

// unquoted says whether a text is of letters, digits and low lines alone.
func unquoted(text string) bool {
	for _, c := range []byte(text) {
		if c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

func joinForeign(own string, f Foreign) (notes string, left []string) {
	if f.Format == "" {
		return own, nil
	}
	kept, marked, room := f.kept(), f.said != "", len(own)+len(foreignHead)+len(f.Format)+len(f.ID)+3
	for _, one := range kept {
		room += len(one.Name) + len(one.Value) + 4
	}
	var b strings.Builder
	b.Grow(min(room, MaxText+len(own)))
	b.WriteString(own)
	if own != "" {
		b.WriteByte('\n')
	}
	for _, part := range []string{foreignHead, f.Format, " ", oneLine(f.ID), "]"} {
		b.WriteString(part)
	}
	for i, one := range kept {
		name := strings.ReplaceAll(oneLine(one.Name), " = ", "=")
		valid := marked && i == len(kept)-1 || validJSON(one.Value) // the marks were just written
		if b.Len()+len(name)+len(one.Value)+4 > MaxText || !valid || strings.Contains(one.Value, "\n") {
			left = append(left, one.Name)
			continue
		}
		b.WriteByte('\n')
		b.WriteString(name)
		b.WriteString(" = ")
		b.WriteString(one.Value)
	}
	return b.String(), left
}

// oneLine puts a text on one line.
func oneLine(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return text // which is most
	}
	return strings.Join(strings.Fields(text), " ")
}

// Foreign says where the sheet came from: its references hold "format id", and
// "format.name=value" for the rest.
func (s *Sheet) Foreign() Foreign {
	var f Foreign
	for _, item := range s.List("references") {
		head, rest, ok := strings.Cut(item, " ")
		switch format, named := strings.CutPrefix(head, "from:"); {
		case !ok:
		case named && foreignFormats[format]:
			f = Foreign{Format: format, ID: rest}
		case f.Format != "" && head == f.Format:
			if name, value, ok := strings.Cut(rest, " = "); ok && json.Valid([]byte(value)) {
				f.keep(name, value)
			}
		}
	}
	return f
}

// OwnReferences are those that people wrote.
func (s *Sheet) OwnReferences() string {
	c := Sheet{Of: s.Of, ID: s.ID, Values: map[string]string{"references": s.Get("references")}}
	c.SetForeign(Foreign{})
	return c.Get("references")
}

// stayFrom keeps where the sheet came from, if its references were written anew.
func (s *Sheet) stayFrom(came Foreign) error {
	if came.Format == "" || s.Foreign().Format != "" {
		return nil
	}
	if left := s.SetForeign(came); len(left) > 0 {
		return fmt.Errorf("references: beside them there is no room for what is kept of the file that %s came from; write less", s.ID)
	}
	return nil
}

// SetForeign keeps with the sheet where it came from, and gives the names of what
// there was no room for.
func (s *Sheet) SetForeign(f Foreign) (left []string) {
	had := s.Foreign()
	var items []string
	for _, item := range s.List("references") {
		head, _, _ := strings.Cut(item, " ")
		if had.Format == "" || head != "from:"+had.Format && head != had.Format {
			items = append(items, item)
		}
	}
	if f.Format != "" {
		const between = "; "
		items = append(items, "from:"+f.Format+" "+oneLine(f.ID))
		size := len(JoinList(items, between))
		for _, one := range f.kept() {
			next := f.Format + " " + strings.ReplaceAll(oneLine(one.Name), " = ", "=") + " = " + one.Value
			longer := size + len(between) + len(JoinList([]string{next}, between))
			if longer > MaxText || !json.Valid([]byte(one.Value)) {
				left = append(left, one.Name)
				continue
			}
			items, size = append(items, next), longer
		}
	}
	if s.Values == nil {
		s.Values = map[string]string{}
	}
	if s.Values["references"] = JoinList(items, "; "); len(items) == 0 {
		delete(s.Values, "references")
	}
	return left
}
