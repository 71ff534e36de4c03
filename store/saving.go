package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"parry/model"
)

// A Saving is one edit on its way into the file. Do makes one and is done with it; an
// edit of thousands of records takes seconds, and goes beside the program:
//
//	s, err := w.Begin(edit)    // with the program
//	s.Run(ctx, told)           // anywhere; ctx ends it, and nothing is in the file then
//	change, err := s.Done()    // with the program again: the register takes the change
//
// From Begin to Done nothing else is saved.
type Saving struct {
	w      *Workspace
	edit   model.Edit
	still  *model.Register // the register as it was at Begin
	at     time.Time
	reason string // for a copy of the file before
	dry    bool   // plan only

	base    *model.Register // that the edit is planned for, and its version then
	version uint64
	planned *model.Planned // what came of the edit, where it was tried

	change   model.Change
	entry    logEntry
	info     fileInfo
	head     Head
	warnings []string
	err      error // before anything was written
	failed   error // of the disk
}

// The steps that Run tells of.
const (
	StepCompare = "comparing with the register"
	StepPrepare = "preparing what is to be saved"
	StepCopy    = "copying the register first"
	StepWrite   = "saving"
)

// Told hears which step a Saving is at, and how far: done of so many records; 0 of 0
// where that cannot be counted.
type Told func(step string, done, of int)

// A Progress hears how far something is, and says so in words to whoever asks meanwhile.
type Progress struct{ at atomic.Pointer[reached] }

type reached struct {
	step     string
	done, of int
}

// Told hears it. It is called for each of thousands of records, and makes no words.
func (p *Progress) Told(step string, done, of int) { p.at.Store(&reached{step, done, of}) }

func (p *Progress) String() string {
	switch at := p.at.Load(); {
	case at == nil:
		return ""
	case at.of == 0:
		return at.step
	default:
		return fmt.Sprintf("%s: %d of %d", at.step, at.done, at.of)
	}
}

// nobody hears how far something is, and lets it go on.
func nobody(int, int) error { return nil }

func noStep(string, int, int) error { return nil }

// Begin makes ready to carry out an edit beside the program.
func (w *Workspace) Begin(e model.Edit) (*Saving, error) {
	if err := w.writable(); err != nil {
		return nil, err
	}
	w.saving = &Saving{w: w, edit: e, still: w.register.Still(), at: w.now(), reason: e.Before}
	return w.saving, nil
}

// BeginTried is Begin for an edit that was tried, and that asks for no time itself: what came
// of it is saved as it was, and not worked out once more, unless the register has changed since.
func (w *Workspace) BeginTried(tried *Saving) (*Saving, error) {
	s, err := w.Begin(tried.edit)
	if err == nil && tried.base == w.register && tried.version == w.register.Version() {
		s.planned = tried.planned
	}
	return s, err
}

// BeginTry is Begin for an edit that is only tried, as Try does.
func (w *Workspace) BeginTry(e model.Edit) *Saving {
	return &Saving{w: w, edit: e, still: w.register.Still(), at: w.now(), dry: true, base: w.register, version: w.register.Version()}
}

// Run plans the edit and writes it, in one transaction: it is in the file as a whole or
// not at all. It reads nothing that the program changes meanwhile.
func (s *Saving) Run(ctx context.Context, told Told) {
	s.edit.Watch = func(done, of int) error {
		told(StepCompare, done, of)
		return ctx.Err()
	}
	if s.change, s.err = s.plan(); s.err != nil || s.dry {
		return
	}
	s.entry = logEntry{Under: s.w.head.Undo, At: s.at.UnixNano()}
	s.write(func(step string, done, of int) error {
		told(step, done, of)
		return ctx.Err()
	})
}

// plan carries the edit out on a draft, if it was not tried before. What a try came to is kept.
func (s *Saving) plan() (model.Change, error) {
	by := s.w.opts.By
	if !s.dry && s.planned == nil {
		return model.Plan(s.still, s.edit, by, s.at)
	}
	if s.planned == nil {
		p, err := model.Outline(s.still, s.edit, by, s.at)
		if err != nil {
			return model.Change{}, err
		}
		s.planned = &p
	}
	return s.planned.Stamped(by, s.at), nil
}

// Done shows what was saved: the register takes the change. If nothing was, it is as
// before, and the error says why; context.Canceled if it was left.
func (s *Saving) Done() (model.Change, error) {
	if s.dry {
		return s.change, s.err
	}
	s.w.saving = nil
	return s.show()
}

// write writes the change and its entry in one transaction. reached may end it until
// then.
func (s *Saving) write(reached func(step string, done, of int) error) {
	w, c := s.w, &s.change
	s.entry.Seq, s.entry.Prev, s.entry.Op = w.head.Seq+1, w.head.Hash, w.opts.NewOp()
	c.Label = valid(c.Label)
	s.entry.By, s.entry.Label = w.opts.By, c.Label
	cells, head, err := w.compose(&s.entry, *c, func(done, of int) error { return reached(StepPrepare, done, of) })
	if s.err = err; err != nil {
		return
	}
	raised, info, err := w.raise()
	if s.err = err; err != nil {
		return
	}
	s.head, s.info = head, info
	if s.err = reached(StepCopy, 0, 0); s.err != nil {
		return
	}
	s.copies(raised != nil)
	s.failed = w.commit(append(cells, raised...), func(done, of int) error { return reached(StepWrite, done, of) })
	if s.failed == nil {
		c.Seq, c.Op, c.By, c.At = s.entry.Seq, s.entry.Op, s.entry.By, stamp(s.entry.At)
	}
}

// copies copies the file before it is written to, where that is due.
func (s *Saving) copies(raised bool) {
	reason := s.reason
	if raised {
		reason = beforeMigration
	}
	for _, warning := range []string{s.w.backUpDay(), s.w.backUpFor(reason)} {
		if warning != "" {
			s.warnings = append(s.warnings, warning)
		}
	}
}

// show takes over what write came to.
func (s *Saving) show() (model.Change, error) {
	w := s.w
	for _, warning := range s.warnings {
		if w.warning == "" {
			w.warning = warning
		}
	}
	switch {
	case s.err != nil:
		return model.Change{}, s.err
	case errors.As(s.failed, new(refusedError)) && errors.Is(s.failed, context.Canceled):
		return model.Change{}, context.Canceled
	case s.failed != nil:
		return model.Change{}, w.judge(s.failed, fmt.Sprintf("save %q", s.entry.Label), unsure{s.entry.Op, s.entry.Label, stamp(s.entry.At)})
	}
	w.info = s.info
	w.register.Apply(s.change)
	w.head = s.head
	w.settled()
	return s.change, nil
}

// save writes the change and its entry in one transaction, then applies it.
func (w *Workspace) save(c model.Change, e logEntry) (model.Change, error) {
	return w.saveAfter("", c, e)
}

// saveAfter is save after a copy of the file, if a reason for one is named. A change
// that is refused before costs none.
func (w *Workspace) saveAfter(reason string, c model.Change, e logEntry) (model.Change, error) {
	s := Saving{w: w, reason: reason, change: c, entry: e}
	s.write(noStep)
	return s.show()
}

// compose encodes a change into the cells of its transaction and the head that
// stands after it.
func (w *Workspace) compose(e *logEntry, c model.Change, reached func(done, of int) error) ([]cell, Head, error) {
	cells := make([]cell, 0, len(c.Touched)+2)
	e.Touched = make([]loggedTouch, 0, len(c.Touched))
	for some := range slices.Chunk(c.Touched, runLength) {
		if err := reached(len(cells), len(c.Touched)); err != nil {
			return nil, Head{}, err
		}
		all, err := encodeTouches(some)
		if err != nil {
			return nil, Head{}, err
		}
		for _, logged := range all {
			cells = append(cells, cell{bucket: logged.Kind, key: []byte(logged.ID),
				checked: true, expect: logged.Revision, put: e.Seq, payload: logged.After, room: logged.room})
		}
		e.Touched = append(e.Touched, all...)
	}
	payload, err := encodeEntry(*e)
	if err != nil {
		return nil, Head{}, err
	}
	entry, err := entryCells(e.Seq, payload)
	if err != nil {
		return nil, Head{}, err
	}
	head := w.head.after(*e, hashOf(payload))
	headPayload, err := encoding.Marshal(head)
	if err != nil {
		return nil, Head{}, err
	}
	cells = append(append(cells, entry...),
		cell{bucket: bucketMeta, key: []byte(keyHead), checked: true, expect: w.head.Seq, put: e.Seq, payload: headPayload})
	return cells, head, nil
}

// raise gives the cell that lets a file of an older schema take the number of
// this one, in the transaction of the first edit that may need it.
func (w *Workspace) raise() ([]cell, fileInfo, error) {
	info := w.info
	if info.Schema >= schemaVersion {
		return nil, info, nil
	}
	info.Schema = schemaVersion
	payload, err := encoding.Marshal(info)
	return []cell{{bucket: bucketMeta, key: []byte(keyFile), payload: payload}}, info, err
}

// commit writes the cells while nobody copies the file. Who does not come to an
// end, stopped in the middle perhaps, is waited for once. A file that stands no longer
// under its name would take them, and be gone when it is closed.
func (w *Workspace) commit(cells []cell, reached func(done, of int) error) error {
	if !stillAt(w.engine.file) {
		return refusedError{fmt.Errorf("%s was moved, removed or replaced while it was open here; put it back, or leave and open what is there now", w.engine.file.Name())}
	}
	if w.word == nil {
		return w.engine.commit(cells, reached)
	}
	if !giveQuiet(w.word) {
		w.word.Close()
		w.word = nil
		return w.engine.commit(cells, reached)
	}
	defer unlock(w.word)
	return w.engine.commit(cells, reached)
}

// judge decides what a failed commit means, and says it. bbolt may report an
// error after the change is in the file, so the file is asked. Where the disk
// failed, what it holds is anybody's guess: nothing more is saved then. Even
// if the change can be read now, nobody knows whether it is still there after
// a power cut, so it does not count as saved: it is noted, and settled when the
// register is opened next.
func (w *Workspace) judge(cause error, what string, u unsure) error {
	var refused refusedError
	switch {
	case errors.As(cause, &refused):
		return fmt.Errorf("cannot %s: %w", what, cause)
	case isFull(cause) && w.sameHead() == nil:
		return fmt.Errorf("cannot %s: the disk is full; make room and do it again: %w", what, cause)
	}
	if errors.As(cause, new(*copiedOverError)) {
		w.poison = fmt.Errorf("cannot %s: %w", what, cause)
		w.warning = w.poison.Error()
		return w.poison
	}
	next := "and open the register again"
	if u.Op != "" && w.file != "" { // a file that is only being made has nobody who could open it
		u.note(w.file)
		next += fmt.Sprintf(": it says whether operation %s is there", u.Op)
	}
	if broken := (*brokenError)(nil); errors.As(cause, &broken) {
		w.poison = fmt.Errorf("cannot %s: %w; nothing more is saved", what, cause)
		if u.Op != "" {
			w.poison = fmt.Errorf("%w, and whoever opens it next is told whether operation %s is there", w.poison, u.Op)
		}
		w.warning = w.poison.Error()
		return w.poison
	}
	w.poison = fmt.Errorf("cannot %s (%w): nothing more is saved; close parry, check the disk, %s", what, cause, next)
	w.warning = w.poison.Error()
	return w.poison
}
