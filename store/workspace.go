// Package store keeps a register in one file, so that what was shown was
// saved: every edit is on disk, with its line of history, before the register
// in memory takes it.
//
//   - workspace.go, open.go, create.go: the register in one file: used, opened,
//     made new, safely
//   - saving.go, encoder.go: one edit on its way into the file, beside the program
//     if it is long
//   - undo.go, draft.go: what was done, taken back; what was half typed
//   - schema.go, frame.go: what the file looks like
//   - quick.go, scribe.go: threats, read and written without reflection; the fields
//     stand in quickthreat.go and scribethreat.go; texts.go: their texts, in one room;
//     crowd.go: values that would take a hundred times their room
//   - bolt.go: the only file that calls bbolt
//   - gate.go, walk.go, load.go, crew.go: the bounded walk before bbolt may open
//     a file, and what it reads on the way; page.go, header.go, freelist.go: the
//     parts of the file that it goes through
//   - lock.go, shared.go: one writer, and who it is; who else may read the file
//   - unsure.go: an edit of which a failed disk left nobody sure
//   - ownname.go: the names beside a register that are parry's own
//   - backup.go, writefile.go: copies and other files, whole or not at all; sweep.go: the
//     halves that a killed parry left
//   - sealed.go: encrypted backups; the only file that calls age
//   - compact.go, salvage.go: the register written anew, from a sound file and
//     from a damaged one
//   - history.go, glimpse.go, moment.go: the chained log of changes, its beginnings
//     as they are listed, and the register as it was
//   - verify.go, hash.go, evidencefile.go: the proof of the history, of a register, and
//     of the files that evidence names
package store

import (
	"errors"
	"os"
	"strings"
	"time"

	"parry/model"
)

// A Workspace is a register in one file: every edit is saved before it is
// shown. It is not safe for use by several goroutines at once.
type Workspace struct {
	path     string // as it was asked for
	file     string // with links resolved
	opts     Options
	info     fileInfo
	engine   *engine  // nil when read-only
	word     *os.File // left for others while the file is held; may be nil
	register *model.Register
	head     Head
	drafts   map[string]string
	warning  string
	poison   error      // why nothing more is saved
	saving   *Saving    // an edit that is being saved beside the program; else nil
	origin   *Workspace // of the register as it was: today's; else nil
	glimpses []Glimpse  // of the history, where it is looked at without an engine; nil until then
	proved   *proved    // nil until somebody asked
	unsure   string     // beside this file lies a note of an edit that may not have been saved; "" if none
}

var (
	// ErrReadOnly: the workspace was opened for looking only.
	ErrReadOnly = errors.New("the register is open for reading only; leave, and start parry without --read-only to change it")
	// ErrNothingToUndo and ErrNothingToRedo: the history ends there.
	ErrNothingToUndo = errors.New("nothing to undo")
	ErrNothingToRedo = errors.New("nothing to redo")
	// ErrSaving: an edit is being saved beside the program.
	ErrSaving = errors.New("an edit is being saved; wait for it, or leave it")
)

// Close lets the file go. The workspace is of no use afterwards.
func (w *Workspace) Close() error {
	if w.engine == nil {
		return nil
	}
	if w.word != nil && stillAt(w.word) { // else it is another's
		_ = os.Remove(ownerPath(w.file))
	}
	w.word.Close()
	err := w.engine.close()
	w.engine, w.opts.ReadOnly = nil, true
	return err
}

// Register is the register as it is on disk.
func (w *Workspace) Register() *model.Register { return w.register }

// Path is the file that was opened.
func (w *Workspace) Path() string { return w.path }

// ReadOnly says whether edits are refused.
func (w *Workspace) ReadOnly() bool { return w.opts.ReadOnly || w.poison != nil }

// Head is where the history stands.
func (w *Workspace) Head() Head { return w.head }

// Warning is what the user must know about the file; "" if it is sound.
func (w *Workspace) Warning() string { return w.warning }

// By is who makes the edits.
func (w *Workspace) By() string { return w.opts.By }

// Do carries out an edit: planned, saved, then shown. If it fails, the
// register in memory is as before.
func (w *Workspace) Do(e model.Edit) (model.Change, error) {
	if err := w.writable(); err != nil {
		return model.Change{}, err
	}
	at := w.now()
	c, err := model.Plan(w.register, e, w.opts.By, at)
	if err != nil {
		return model.Change{}, err
	}
	return w.saveAfter(e.Before, c, logEntry{Under: w.head.Undo, At: at.UnixNano()})
}

// Try plans an edit and saves nothing: what a dry run needs.
func (w *Workspace) Try(e model.Edit) error {
	_, err := model.Plan(w.register, e, w.opts.By, w.now())
	return err
}

func (w *Workspace) writable() error {
	switch {
	case w.origin != nil:
		return ErrPast
	case w.poison != nil:
		return w.poison
	case w.opts.ReadOnly:
		return ErrReadOnly
	case w.saving != nil:
		return ErrSaving
	}
	return nil
}

// now is the time of the next entry: never before that of the last, whatever
// the clock does.
func (w *Workspace) now() time.Time {
	return stamp(max(w.opts.Now().UnixNano(), w.head.At+1))
}

// valid makes a text storable: what is no UTF-8 in it is replaced.
func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
