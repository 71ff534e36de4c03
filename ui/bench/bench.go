// Package bench is what the screens share: the workspace they edit, the
// library they ask, the pen they draw with, and where the user is. Screens
// never talk to each other; they read the same register and go places.
//
//   - bench.go: Bench, and the one way to make an edit
//   - knowledge.go: what is known beside the register: methods, catalogues, cards, suggestions
//   - files.go: what reads and writes files for the screens
//   - action.go: Action, a key and what it does here
//   - place.go: where the user is, was, and goes next
//   - wish.go: which report or picture is wanted
//   - how.go: what an imported matrix says of the roles; past.go: the register as it was; outside.go: the user's own
//     editor; slow.go: work beside the program; keys.go: the user's own keys; present.go: what others
//     may see
package bench

import (
	"fmt"
	"strconv"
	"time"

	"parry/model"
	"parry/store"
	"parry/ui/widget"
)

// A Bench is handed to every screen when it is made. It is the frame's: what
// it says and where it goes shows in the next drawing.
type Bench struct {
	Work    *store.Workspace
	Pen     widget.Pen
	Today   string   // the ISO day that rules and clocks go by
	Fixed   bool     // somebody asked for that day: it holds for the past too
	Present bool     // others look on: names of people are hidden
	Keys    Keys     // the user's own
	Notices []string // what the user must be told at the start
	NoMouse bool     // the terminal keeps the mouse, to select text with
	Knowledge
	Files

	// Marked gives the threats that are marked in the register's table and shown there;
	// nil where there is none.
	Marked func() []string

	shelf   shelf
	said    Message
	clipped string // for the terminal's clipboard
	journey journey
	present *present // of the register of today while the past is on show; else nil
	turned  bool     // another register came on show
	errand  *Errand
	beside  beside
}

// A Message is the one line below the body: what happened, or why not.
type Message struct {
	Text    string
	Problem bool // something could not be done
	Undo    bool // u takes it back
}

// Register is the register as it is on disk.
func (b *Bench) Register() *model.Register { return b.Work.Register() }

// Do makes an edit: saved before it is shown. It says what was done, or why
// not, and answers whether it was.
func (b *Bench) Do(e model.Edit) bool {
	_, done := b.Make(e)
	return done
}

// Make is Do for who needs the change, such as the id of a new threat.
func (b *Bench) Make(e model.Edit) (model.Change, bool) {
	return b.made(b.Work.Do(e))
}

// Undo takes the last change back and says what it was.
func (b *Bench) Undo() { b.reverse("Undid: ", "U does it again", b.Work.Undo) }

// Redo does once more what the last undo took back.
func (b *Bench) Redo() { b.reverse("Did again: ", "u undoes it", b.Work.Redo) }

// CannotUndo says why nothing can be taken back, CannotRedo why nothing can be done again;
// "" if something can.
func (b *Bench) CannotUndo() string {
	return b.cannotGo(b.Work.Head().Undo, "there is nothing to undo")
}

// CannotRedo is CannotUndo for a redo.
func (b *Bench) CannotRedo() string {
	return b.cannotGo(b.Work.Head().Redo, "there is nothing to redo")
}

func (b *Bench) cannotGo(to uint64, nothing string) string {
	why := b.CannotEdit()
	if why == "" && to == 0 {
		why = nothing
	}
	return why
}

// UndoName names the step that an undo takes back, RedoName the one that a redo does.
func (b *Bench) UndoName() string { return b.ChangeText(b.Work.UndoLabel()) }

// RedoName names the step that a redo does again.
func (b *Bench) RedoName() string { return b.ChangeText(b.Work.RedoLabel()) }

func (b *Bench) reverse(word, then string, do func() (model.Change, error)) {
	c, err := do()
	if err != nil {
		b.Refuse("%v", err)
		return
	}
	b.Say("%s%s   %s", word, b.ChangeText(c.Label), then)
	for _, t := range c.Touched {
		if t.Key.Kind == model.KindThreat && t.After != nil {
			b.journey.threat = t.Key.ID
		}
	}
	b.warn()
}

// warn says what the disk did, where that matters more than the edit.
func (b *Bench) warn() {
	if w := b.Work.Warning(); w != "" && b.Work.ReadOnly() {
		b.Refuse("%s", w)
	}
}

// Say puts words on the message line.
func (b *Bench) Say(format string, args ...any) {
	b.said = Message{Text: fmt.Sprintf(format, args...)}
}

// Refuse says why something cannot be done, and what to do.
func (b *Bench) Refuse(format string, args ...any) {
	b.said = Message{Text: widget.Legible(fmt.Sprintf(format, args...)), Problem: true}
}

// Caution adds what looks wrong about what was just done.
func (b *Bench) Caution(text string) { b.said.Text += "; but " + text }

// Said is what stands on the message line.
func (b *Bench) Said() Message { return b.said }

// Hush clears the message line: the next key has been pressed.
func (b *Bench) Hush() { b.said = Message{} }

// Clip puts a text into the terminal's clipboard, after the key is done. Terminals
// may refuse it without a word.
func (b *Bench) Clip(text string) { b.clipped = text }

// Clipped is what goes into the clipboard, once; the frame asks.
func (b *Bench) Clipped() string {
	text := b.clipped
	b.clipped = ""
	return text
}

// CannotEdit says why nothing can be edited; "" if edits are possible.
func (b *Bench) CannotEdit() string {
	if b.present != nil {
		return "this is the register as it was; @ comes back to today"
	}
	if b.Work.ReadOnly() {
		return store.ErrReadOnly.Error()
	}
	return ""
}

// Day reads an ISO day; the zero time if it is none.
func Day(s string) time.Time {
	day, err := model.ParseDay(s)
	if err != nil {
		return time.Time{}
	}
	return day
}

// Days says how far a day is from today: "14d", "-3d", "today"; "" if one of them is
// no day.
func Days(today, day string) string {
	from, to := Day(today), Day(day)
	if from.IsZero() || to.IsZero() {
		return ""
	}
	if n := int(to.Sub(from).Hours() / 24); n != 0 {
		return strconv.Itoa(n) + "d"
	}
	return "today"
}
