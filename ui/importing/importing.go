// Package importing brings a file in, over any screen: which file, what is what in it
// where it is a table, what would come of it, and then whether.
//
//   - importing.go: the way through, and what is offered
//   - columns.go: which column of a table is which, and what its numbers mean
//
// Reading, trying and saving go beside the program: each says how far it is, and esc leaves
// it with nothing changed.
package importing

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/store"
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
	then  func() // where a text that was read leads back to; nil for out

	work   *bench.Slow // that is going on; nil if none is
	doing  string      // what it is
	saving bool        // what was left must come to its end
}

// An offer is a file that was read, and what would come of it.
type offer struct {
	path    string
	format  string
	mapping mapping.Mapping
	update  bool // ids of the register mean its threats
	known   bool // somebody agreed what is what in the table, now or the last time
	in      []model.Incoming
	notes   []model.Note
	merged  model.Merged
	change  model.Change
	tried   *store.Saving  // that found out what would come of it; nil where nothing need be tried
	filled  *bench.Filled  // the answers of a party, where the file is such a sheet
	brought *bench.Brought // the catalogue, where the file holds one
	differs string         // what it differs in, in numbers
	each    []string       // and each of it
}

func (o *offer) name() string { return filepath.Base(o.path) }

// Open asks for the file.
func (x *Box) Open(b *bench.Bench) {
	*x = Box{bench: b}
	x.popup.Ask(b, "Bring in which file?", "its path; the content tells what it is: "+strings.Join(formats.Read(), ", ")+", a hand-off sheet that a party filled in, or a catalogue: ATLAS.yaml, the AICM workbook", "", func(path string) {
		if path = strings.TrimSpace(path); path != "" {
			x.begin(&offer{path: path, mapping: mapping.Mapping{Trace: new(mapping.Trace)}})
		}
	})
}

// IsOpen says whether the box has the keys.
func (x *Box) IsOpen() bool { return x.popup.IsOpen() }

// Hangup keeps what is half typed: the terminal is going away.
func (x *Box) Hangup() { x.popup.Hangup() }

// Update gives a key, a click or a paste to the box. What was read leads back to where it
// was asked for.
func (x *Box) Update(msg tea.Msg) {
	x.popup.Update(msg)
	switch {
	case x.popup.IsOpen():
	case x.work != nil:
		x.leave()
	case x.then != nil:
		then := x.then
		x.then = nil
		then()
	}
}

// Actions are the box's keys, for the hints.
func (x *Box) Actions() []bench.Action {
	if x.work != nil {
		return []bench.Action{{Keys: []string{"esc"}, Label: "leave it"}}
	}
	return x.popup.Actions()
}

// Over draws the box over the lines of the screen.
func (x *Box) Over(base []string, w, h int) []string {
	if x.work != nil {
		x.popup.Read(x.doing, x.progress(), "")
	}
	return x.popup.Over(x.bench.Pen, base, w, h)
}

// Cursor is where the terminal's cursor stands in the last drawing.
func (x *Box) Cursor() (col, row int, ok bool) { return x.popup.Cursor() }

// beside does something beside the program while the box says how far it is.
func (x *Box) beside(doing string, ask func() *bench.Slow) {
	x.doing, x.saving, x.then = doing, false, nil
	x.work = ask()
	x.popup.Read(doing, x.progress(), "")
}

// ended says whether what goes on came to its end, and was not left before.
func (x *Box) ended(work *bench.Slow) bool {
	if x.work != work || work == nil {
		return false
	}
	x.work, x.popup = nil, popup.Popup{}
	return true
}

func (x *Box) progress() []string {
	lines := []string{"esc leaves it, and nothing is changed."}
	if at := x.work.At(); at != "" {
		lines = append([]string{at, ""}, lines...)
	}
	return lines
}

// leave leaves what goes on. What is being saved is seen to its end, which may be that it
// was saved all the same.
func (x *Box) leave() {
	x.work.Leave()
	if x.saving {
		x.popup.Read("Leaving it", x.progress(), "")
		return
	}
	x.work = nil
	x.bench.Say("left: nothing was changed")
}

// begin reads a file for the first time.
func (x *Box) begin(o *offer) {
	if !x.answers(o) {
		x.read(o)
	}
}

// read reads the file.
func (x *Box) read(o *offer) {
	var err error
	var work *bench.Slow
	x.beside("Reading "+o.name(), func() *bench.Slow {
		work = x.bench.Slowly(func(ctx context.Context, told store.Told) {
			if x.bench.Catalogue != nil && !o.isTable() {
				o.brought, err = x.bench.Catalogue(o.path)
			}
			if o.brought == nil && err == nil {
				o.format, o.in, o.notes, err = x.bench.Import(ctx, o.path, o.mapping, told)
			}
		}, func() {
			if x.ended(work) {
				x.was(o, err)
			}
		})
		return work
	})
}

// was goes on after a file was read.
func (x *Box) was(o *offer, err error) {
	switch {
	case o.brought != nil && err == nil:
		x.catalogue(o)
	case x.remembers(o):
		x.read(o)
	case errors.Is(err, mapping.ErrColumns), errors.Is(err, mapping.ErrScale) && !o.known, err == nil && o.fresh():
		x.columns(o, "")
	case errors.Is(err, mapping.ErrScale):
		x.askScale(o, err)
	case err != nil:
		x.cannot(err)
	default:
		x.try(o)
	}
}

// catalogue offers the catalogue that a file holds.
func (x *Box) catalogue(o *offer) {
	var err error
	o.format = o.brought.Title
	if o.differs, o.each, err = o.brought.Against(x.bench.Register()); err != nil {
		x.cannot(err)
		return
	}
	x.ask(o)
}

// cannot says why a file cannot come in.
func (x *Box) cannot(err error) {
	x.popup.Read("This cannot be brought in", append(formats.Sentences(err), "", "Nothing was changed."), "")
}

// try finds out what would come of the file.
func (x *Box) try(o *offer) {
	var work *bench.Slow
	x.beside("What would come of "+o.name(), func() *bench.Slow {
		work = x.bench.TrySlowly(o.edit(), func(tried *store.Saving, c model.Change, err error) {
			if !x.ended(work) {
				return
			}
			if err != nil && !errors.Is(err, model.ErrNothing) {
				x.bench.Refuse("%v", err)
				return
			}
			o.change, o.tried = c, tried
			x.ask(o)
		})
		return work
	})
}

// answers takes a file that is the filled-in sheet of a party, and says whether it is one.
func (x *Box) answers(o *offer) bool {
	if x.bench.Handoffs == nil {
		return false
	}
	filled, err := x.bench.Handoffs.Read(o.path)
	switch {
	case err != nil:
		x.cannot(err)
	case filled == nil:
		return false
	default:
		o.filled, o.format = filled, "answers of "+widget.Clean(filled.Party)
		x.ask(o)
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
	merge := model.Merge
	if o.update {
		merge = model.Update
	}
	return merge("import "+o.name(), o.in, &o.merged)
}

// What may be done with an offer.
const (
	take  = "take"
	turn  = "turn"
	rows  = "rows"
	which = "which"
	notes = "notes"
	leave = "leave"
)

// mostShown is how many records are shown one by one before they come in.
const mostShown = 200

// ask shows what would come in, and asks whether.
func (x *Box) ask(o *offer) {
	options := []widget.Option{{Value: take, Label: "bring it in", Explain: o.counts() + "; one step, u takes it back"}}
	if len(o.change.Touched) > 0 {
		options = append(options, widget.Option{Value: rows, Label: "see the records", Explain: "each as it would be in the register"})
	}
	switch {
	case o.update:
		options = append(options, widget.Option{Value: turn, Label: "beside, not over", Explain: "a threat whose id is taken comes in under an id of its own"})
	case o.merged.Taken > 0:
		options = append(options, widget.Option{Value: turn, Label: "over, not beside", Explain: fmt.Sprintf("%d have ids of threats that are here: what the file says of them counts then, as for a file that went out from here and was changed", o.merged.Taken)})
	}
	if o.isTable() {
		options = append(options, widget.Option{Value: which, Label: "which column is which", Explain: o.columnsAs()})
	}
	if o.isWorkbook() {
		options = append(options, widget.Option{Value: sheets, Label: "another sheet", Explain: o.sheetsAs()})
	}
	options = append(options,
		widget.Option{Value: notes, Label: "read the notes", Explain: o.noted()},
		widget.Option{Value: leave, Label: "leave it", Explain: "nothing changes"})
	x.then = nil
	x.popup.Pick(o.name()+": "+o.format, take, options, func(what string) { x.answer(o, what) })
}

func (x *Box) answer(o *offer, what string) {
	back := func() { x.ask(o) }
	switch what {
	case take:
		x.take(o)
	case rows:
		x.popup.Read("What would come in", o.change.Lines(mostShown), "")
		x.then = back
	case turn:
		o.update = !o.update
		x.try(o)
	case which:
		x.columns(o, "")
	case sheets:
		x.askSheet(o, back)
	case notes:
		x.popup.Read("What is to know about it", o.told(), "")
		x.then = back
	}
}

// take saves what was offered, and remembers how its table was read.
func (x *Box) take(o *offer) {
	var work *bench.Slow
	x.beside("Saving "+o.name(), func() *bench.Slow {
		then := func(done bool) {
			x.ended(work)
			if done && o.mapping.Said() && o.isTable() {
				_ = x.bench.Work.SaveDraft(o.mapping.Trace.Draft(), o.mapping.String()) // forgotten, it is asked again
			}
		}
		if o.tried != nil {
			work = x.bench.SaveSlowly(o.tried, then)
		} else {
			work = x.bench.DoSlowly(o.edit(), then)
		}
		return work
	})
	if x.saving = true; x.work == nil { // it was refused
		x.popup = popup.Popup{}
	}
}

// told are the notes, one a line.
func (o *offer) told() []string {
	var lines []string
	switch {
	case o.filled != nil:
		lines = o.filled.Told
	case o.brought != nil:
		lines = o.each
	}
	for _, n := range o.allNotes() {
		lines = append(lines, n.Place+": "+withoutFlags(n.Text))
	}
	if lines == nil {
		lines = []string{"There is nothing to note: all of it has its place."}
	}
	return lines
}

// withoutFlags is a note without the way out of the command line: here it is a choice.
func withoutFlags(text string) string {
	for _, from := range []string{"; --map ", ", --sheet "} {
		text, _, _ = strings.Cut(text, from)
	}
	return text
}

// allNotes are those of the reader, and of what would come of the file.
func (o *offer) allNotes() []model.Note { return slices.Concat(o.notes, o.merged.Notes) }

// noted says what reading the notes is good for.
func (o *offer) noted() string {
	if o.filled != nil {
		return fmt.Sprintf("%d: what each answer says, and which findings come and go", len(o.filled.Told))
	}
	if o.brought != nil {
		return fmt.Sprintf("%d: each entry that is new, changed or gone, what cites it, and what was wrong with the file", len(o.each))
	}
	return fmt.Sprintf("%d: what was changed to fit, what stays with its record, what is not taken", len(o.allNotes()))
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
		{len(m.Added), "new threats"}, {m.Alike, "of them with the title of another"}, {len(m.Updated), "threats brought up to date"},
		{m.Stands, "fields that say otherwise here, which stay"}, {len(m.Same), "threats that are there already"},
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
