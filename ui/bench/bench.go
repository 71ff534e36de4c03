// Package bench is what the screens share: the workspace they edit, the
// library they ask, the pen they draw with, and where the user is. Screens
// never talk to each other; they read the same register and go places.
//
//   - bench.go: Bench, and the one way to make an edit
//   - action.go: Action, a key and what it does here
//   - place.go: where the user is, was, and goes next
//   - wish.go: which report or picture is wanted
//   - how.go: what an imported matrix says of the roles; past.go: the register as it was; outside.go: the user's own
//     editor; slow.go: work beside the program; keys.go: the user's own keys; present.go: what others
//     may see
package bench

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"time"

	"parry/model"
	"parry/store"
	"parry/store/mapping"
	"parry/ui/widget"
)

// A Bench is handed to every screen when it is made. It is the frame's: what
// it says and where it goes shows in the next drawing.
type Bench struct {
	Work *store.Workspace
	// Gather gives the library as a register has it: what parry ships, and what
	// the register brings itself.
	Gather  func(*model.Register) model.Library
	Pen     widget.Pen
	Today   string   // the ISO day that rules and clocks go by
	Present bool     // others look on: names of people are hidden
	Keys    Keys     // the user's own
	Notices []string // what the user must be told at the start
	NoMouse bool     // the terminal keeps the mouse, to select text with
	Fixed   bool     // somebody asked for that day: it holds for the past too
	// Reports writes reports; nil if there is no folder for them.
	Reports *Reports
	// Exports write what is on show for other programs; nil if there is no folder for them.
	Exports *Exports
	// Pictures writes heatmaps; nil if there is no folder for them.
	Pictures *Pictures
	// Handoffs write what a party answers for and read its answers; nil if there is no
	// folder for them.
	Handoffs *Handoffs
	// Framework reads the file of a table or a matrix that makes a method of its
	// own, and answers with the edit that brings it in and what to know about
	// it; nil if files cannot be read.
	Framework func(path string) (model.Edit, model.Method, []string, error)

	// Catalogue reads the file of a published catalogue; nil without an error for a file
	// that holds none. It looks at no register, so it may run beside the program. Nil if files
	// cannot be read.
	Catalogue func(path string) (*Brought, error)

	// Import reads a file of another program, and answers with the title of its format;
	// nil if files cannot be read. It may be called beside the program.
	Import func(ctx context.Context, path string, m mapping.Mapping, told store.Told) (format string, in []model.Incoming, notes []model.Note, err error)

	// Editor makes the command that edits a text outside parry, and what reads the
	// text back; nil if there is none.
	Editor func(text string) (*exec.Cmd, func() (string, error), error)
	// Cards are the prompt cards, in the order of their deck; nil if there are none.
	Cards []model.Card
	// Controls gives the controls that are worth a thought for a threat; nil if there are none.
	Controls func(model.Library, *model.Threat) []model.Suggestion
	// Classifier makes what suggests how a threat is classified, by the names of a
	// library; nil if nothing does.
	Classifier func(model.Library) model.Classifier
	// Minutes writes the draft of a workshop's minutes beside the register and
	// answers with its full path; nil if it cannot.
	Minutes func(*model.Workshop) (string, error)

	// Marked gives the threats that are marked in the register's table and shown there;
	// nil where there is none.
	Marked func() []string

	library  model.Library
	own      []*model.Framework // that the library was gathered with
	editions []*model.Edition   // likewise
	gathered bool
	classify model.Classifier // of the library
	said     Message
	goal     *Place
	trail    trail
	threat   string
	present  *present // of the register of today while the past is on show; else nil
	errand   *Errand
	slow     *Slow  // asked for
	running  *Slow  // the last that was
	clipped  string // for the terminal's clipboard
	turned   bool   // another register came on show
}

// A Brought is a catalogue that a file holds, before it comes in.
type Brought struct {
	Title string // what it is, with its version
	Edit  model.Edit
	// Against says what is new, changed and gone against the edition that a register uses: in
	// numbers, and each of it with what cites it and what was wrong with the file.
	Against func(*model.Register) (counts string, told []string, err error)
}

// A Message is the one line below the body: what happened, or why not.
type Message struct {
	Text    string
	Problem bool // something could not be done
	Undo    bool // u takes it back
}

// Register is the register as it is on disk.
func (b *Bench) Register() *model.Register { return b.Work.Register() }

// Library is what the register can be rated by and cites, gathered anew when a method or
// a catalogue of its own came or went.
func (b *Bench) Library() model.Library {
	r := b.Register()
	own, editions := r.Frameworks(), r.Editions()
	if !b.gathered || !slices.Equal(own, b.own) || !slices.Equal(editions, b.editions) {
		b.library, b.own, b.editions, b.gathered = b.Gather(r), own, editions, true
		b.classify = nil
	}
	return b.library
}

// Hints suggest how a threat is classified, by field; nothing where nothing suggests.
func (b *Bench) Hints(t *model.Threat) map[string]model.Hints {
	if b.Classifier == nil {
		return nil
	}
	lib := b.Library()
	if b.classify == nil {
		b.classify = b.Classifier(lib)
	}
	all := map[string]model.Hints{}
	for _, h := range b.classify(t) {
		all[h.Field] = h
	}
	return all
}

// Suggested are the controls that are worth a thought for a threat.
func (b *Bench) Suggested(t *model.Threat) []model.Suggestion {
	if b.Controls == nil {
		return nil
	}
	return b.Controls(b.Library(), t)
}

// Grounds are what rules go by today.
func (b *Bench) Grounds() model.Grounds {
	return model.NewGrounds(b.Register(), b.Today, func() model.Library {
		if b.Gather == nil { // a screen on its own
			return model.Library{}
		}
		return b.Library()
	})
}

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
			b.threat = t.Key.ID
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

// Threat is the id of the threat the user is at; "" at the start.
func (b *Bench) Threat() string { return b.threat }

// SetThreat remembers the threat the user is at, across screens.
func (b *Bench) SetThreat(id string) { b.threat = id }

// CannotEdit says why nothing can be edited; "" if edits are possible.
func (b *Bench) CannotEdit() string {
	if b.present != nil {
		return "this is the register as it was; @ comes back to today"
	}
	if b.Work.ReadOnly() {
		return "the register is open for reading only"
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
