package register

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/form"
	"parry/ui/subject"
	"parry/ui/widget"
)

// A detail is one threat opened: a form of all its fields.
type detail struct {
	id   string
	form *form.Form
}

// openDetail opens a threat.
func (s *Screen) openDetail(id string) {
	s.detail = &detail{id, form.New(s.bench, subject.OfThreats(s.bench, id))}
	s.detail.form.Words = s.sought
}

// sought are the words of the filter, to be marked.
func (s *Screen) sought() []string { return s.filter.parsed.Sought() }

// open shows the threat under the cursor field by field.
func (s *Screen) open() {
	if h := s.atHeading(); h != nil {
		s.toggleHeading(h)
		return
	}
	if id := s.here(); id != "" {
		s.openDetail(id)
		s.bench.SetThreat(id)
	}
}

func (s *Screen) detailActions() []bench.Action {
	d := s.detail
	if d.form.Typing() {
		return d.form.Actions()
	}
	fields := d.form.Actions()
	const first = 2 // of the form's keys, the two that edit
	return slices.Concat(fields[:first], []bench.Action{
		{Keys: []string{"enter", "t"}, Label: "triage", Help: "triage the threat", Do: s.triage},
		{Keys: []string{"H"}, Help: "the history of the threat", Do: s.history},
		{Keys: []string{"L"}, Label: "library", Help: "look up what the field can hold: c cites it, esc comes back", Why: s.noEntries, Do: s.lookUp},
		{Keys: []string{"n"}, Label: "capture", Help: "capture another threat", Why: s.bench.CannotEdit, Do: s.startCapture},
		{Keys: []string{"q", "esc", "left", "h", "backspace"}, Show: "q", Label: "back", Help: "back to the table", Do: func() { s.detail = nil }},
		{Keys: []string{"K"}, Help: "the threat before", Do: func() { s.other(-1) }},
		{Keys: []string{"J"}, Help: "the next threat", Do: func() { s.other(1) }},
	}, fields[first:])
}

// noEntries says why the field under the cursor cannot be looked up.
func (s *Screen) noEntries() string {
	if at, ok := s.detail.form.Field(); !ok || !model.HoldsEntries(at.Name) {
		return "this field holds no entries of a catalogue; go to category, phase, layer, STRIDE, ATLAS or OWASP"
	}
	return ""
}

// lookUp shows in the library what the field under the cursor can hold.
func (s *Screen) lookUp() {
	at, _ := s.detail.form.Field()
	s.bench.Go(bench.Place{Screen: bench.Library, Threat: s.detail.id, Field: at.Name})
}

// other opens a neighbour in the table and keeps the cursor's place.
func (s *Screen) other(by int) {
	at, from := s.table.Cursor()+by, s.table.Cursor()
	for s.table.Go(at); at >= 0 && at < s.table.Len() && strings.HasPrefix(s.table.Key(), widget.Heading); s.table.Go(at) {
		at += by
	}
	if at < 0 || at >= s.table.Len() {
		s.table.Go(from)
		s.bench.Refuse("there is no further threat that way")
		return
	}
	s.detail.id = s.table.Key()
	s.detail.form.Show(subject.OfThreats(s.bench, s.detail.id))
	s.follow()
}

func (s *Screen) detailStatus(w int) string {
	p := s.bench.Pen
	t := s.bench.Register().Threat(s.detail.id)
	if t == nil {
		return ""
	}
	n, of := s.detail.form.Place()
	place := fmt.Sprintf(" field %d of %d ", n, of)
	left := max(w-len(place), 0)
	return p.Title.Paint(p.Fit(" "+t.ID+"  "+t.Title, left)) + p.Dim.Paint(place)
}
