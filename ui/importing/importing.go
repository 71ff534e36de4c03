// Package importing brings a file in, over any screen: which file, what its numbers
// mean where it is a table, what would come of it, and then whether.
package importing

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/store/formats"
	"parry/store/mapping"
	"parry/ui/bench"
	"parry/ui/popup"
	"parry/ui/widget"
)

// A Box is shut at first. It gets every key while it is open.
type Box struct {
	bench *bench.Bench
	popup popup.Popup
	offer *offer // what would come in; nil until a file was read

	reading *offer // the file that is being read; nil if none is
}

// An offer is a file that was read, and what would come of it.
type offer struct {
	path    string
	format  string
	mapping mapping.Mapping
	in      []model.Incoming
	notes   []model.Note
	merged  model.Merged
	filled  *bench.Filled  // the answers of a party, where the file is such a sheet
	brought *bench.Brought // the catalogue, where the file holds one
	differs string         // what it differs in, in numbers
	told    []string       // and each of it
}

// Open asks for the file.
func (x *Box) Open(b *bench.Bench) {
	x.bench, x.offer = b, nil
	x.popup.Ask(b, "Bring in which file?", "its path; the content tells what it is: "+strings.Join(formats.Read(), ", ")+", a hand-off sheet that a party filled in, or a catalogue: ATLAS.yaml, the AICM workbook", "", func(path string) {
		if path = strings.TrimSpace(path); path != "" {
			x.read(&offer{path: path, mapping: mapping.Mapping{Trace: new(mapping.Trace)}})
		}
	})
}

// IsOpen says whether the box has the keys.
func (x *Box) IsOpen() bool { return x.popup.IsOpen() }

// Hangup keeps what is half typed: the terminal is going away.
func (x *Box) Hangup() { x.popup.Hangup() }

// Update gives a key or paste to the box. Notes that were read lead back to the
// question.
func (x *Box) Update(msg tea.Msg) {
	x.popup.Update(msg)
	switch {
	case x.popup.IsOpen():
	case x.reading != nil:
		x.reading = nil
		x.bench.Say("left: nothing was changed")
	case x.offer != nil:
		x.ask()
	}
}

// Actions are the box's keys, for the hints.
func (x *Box) Actions() []bench.Action { return x.popup.Actions() }

// Over draws the box over the lines of the screen.
func (x *Box) Over(base []string, w, h int) []string {
	return x.popup.Over(x.bench.Pen, base, w, h)
}

// Cursor is where the terminal's cursor stands in the last drawing.
func (x *Box) Cursor() (col, row int, ok bool) { return x.popup.Cursor() }

// read reads the file beside the program: a large one takes seconds. Whoever leaves
// meanwhile leaves the register as it was.
func (x *Box) read(o *offer) {
	if x.answers(o) {
		return
	}
	x.offer, x.reading = nil, o
	x.popup.Read("Reading "+filepath.Base(o.path), []string{"A large file takes a while. esc leaves it; nothing is changed before you say so."}, "")
	var err error
	x.bench.Slowly(func() {
		if x.bench.Catalogue != nil {
			o.brought, err = x.bench.Catalogue(o.path)
		}
		if o.brought == nil && err == nil {
			o.format, o.in, o.notes, err = x.bench.Import(o.path, o.mapping)
		}
	}, func() {
		if x.reading == o {
			x.reading = nil
			x.was(o, err)
		}
	})
}

// was goes on after a file was read: what would come of it is tried.
func (x *Box) was(o *offer, err error) {
	x.popup = popup.Popup{}
	switch {
	case o.brought != nil && err == nil:
		o.format = o.brought.Title
		if o.differs, o.told, err = o.brought.Against(x.bench.Register()); err == nil {
			x.offer = o
			x.ask()
			return
		}
		x.refuse(err)
		return
	case x.remembers(o):
		x.read(o)
		return
	case errors.Is(err, mapping.ErrScale):
		x.askScale(o, err)
		return
	case err != nil:
		x.refuse(err)
		return
	}
	err = x.bench.Work.Try(o.edit())
	if err != nil && !errors.Is(err, model.ErrNothing) {
		x.bench.Refuse("%v", err)
		return
	}
	o.notes = append(o.notes, o.merged.Notes...)
	x.offer = o
	x.ask()
}

// refuse says why a file cannot come in.
func (x *Box) refuse(err error) {
	x.popup.Read("This cannot be brought in", append(formats.Sentences(err), "", "Nothing was changed."), "")
}

// remembers says whether the register remembers how this table was read, and nobody
// said anything else of it yet.
func (x *Box) remembers(o *offer) bool {
	trace := o.mapping.Trace
	if o.mapping.Said() || trace.Key == "" {
		return false
	}
	said := x.bench.Work.Draft(trace.Draft())
	o.mapping = mapping.Remembered(said)
	o.mapping.Trace = trace
	return o.mapping.Said()
}

// answers takes a file that is the filled-in sheet of a party, and says whether it is one.
func (x *Box) answers(o *offer) bool {
	if x.bench.Handoffs == nil {
		return false
	}
	filled, err := x.bench.Handoffs.Read(o.path)
	switch {
	case err != nil:
		x.refuse(err)
	case filled == nil:
		return false
	default:
		o.filled, o.format = filled, "answers of "+widget.Clean(filled.Party)
		x.offer = o
		x.ask()
	}
	return true
}

func (o *offer) edit() model.Edit {
	switch {
	case o.filled != nil:
		return o.filled.Edit
	case o.brought != nil:
		return o.brought.Edit
	}
	return model.Merge("import "+filepath.Base(o.path), o.in, &o.merged)
}

// askScale asks what the numbers of a table mean.
func (x *Box) askScale(o *offer, why error) {
	var options []widget.Option
	for _, s := range mapping.Scales {
		options = append(options, widget.Option{Value: string(s), Label: string(s), Explain: s.Means()})
	}
	said, _, _ := strings.Cut(why.Error(), ";")
	x.popup.Pick("What do its numbers mean? "+said, "", options, func(scale string) {
		o.mapping.Scale = mapping.Scale(scale)
		x.read(o)
	})
}

// What may be done with an offer.
const (
	take  = "take"
	notes = "notes"
	leave = "leave"
)

// ask shows what would come in, and asks whether.
func (x *Box) ask() {
	o := x.offer
	options := []widget.Option{
		{Value: take, Label: "bring it in", Explain: o.counts() + "; one step, u takes it back"},
		{Value: notes, Label: "read the notes", Explain: o.noted()},
		{Value: leave, Label: "leave it", Explain: "nothing changes"},
	}
	x.popup.Pick(filepath.Base(o.path)+": "+o.format, take, options, x.answer)
}

func (x *Box) answer(what string) {
	o := x.offer
	switch what {
	case take:
		x.offer = nil
		if x.bench.Do(o.edit()) && o.mapping.Said() && o.mapping.Trace.Key != "" {
			_ = x.bench.Work.SaveDraft(o.mapping.Trace.Draft(), o.mapping.String()) // forgotten, it is asked again
		}
	case notes:
		var lines []string
		switch {
		case o.filled != nil:
			lines = o.filled.Told
		case o.brought != nil:
			lines = o.told
		}
		for _, n := range o.notes {
			lines = append(lines, n.Place+": "+n.Text)
		}
		if lines == nil {
			lines = []string{"There is nothing to note: all of it has its place."}
		}
		x.popup.Read("What is to know about it", lines, "")
	default:
		x.offer = nil
	}
}

// noted says what reading the notes is good for.
func (o *offer) noted() string {
	if o.filled != nil {
		return fmt.Sprintf("%d: what each answer says, and which findings come and go", len(o.filled.Told))
	}
	if o.brought != nil {
		return fmt.Sprintf("%d: each entry that is new, changed or gone, what cites it, and what was wrong with the file", len(o.told))
	}
	return fmt.Sprintf("%d: what was changed to fit, what stays with its record, what is not taken", len(o.notes))
}

// counts tells what would come of the file, in numbers.
func (o *offer) counts() string {
	if o.filled != nil {
		return fmt.Sprintf("%d answers become claims; no owner changes", o.filled.Answers)
	}
	if o.brought != nil {
		return o.differs
	}
	m := &o.merged
	var parts []string
	for _, of := range []struct {
		count int
		what  string
	}{
		{len(m.Added), "new threats"}, {len(m.Updated), "threats brought up to date"}, {len(m.Same), "threats that are there already"},
		{m.Others.Added, "other new records"}, {m.Others.Updated, "other records brought up to date"}, {m.Others.Same, "other records that are there already"},
	} {
		if of.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", of.count, of.what))
		}
	}
	if parts == nil {
		return "it holds no threat and no other record"
	}
	return strings.Join(parts, ", ")
}
