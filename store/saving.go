package store

import (
	"context"
	"errors"
	"fmt"
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

// BeginTry is Begin for an edit that is only tried, as Try does.
func (w *Workspace) BeginTry(e model.Edit) *Saving {
	return &Saving{w: w, edit: e, still: w.register.Still(), at: w.now(), dry: true}
}

// Run plans the edit and writes it, in one transaction: it is in the file as a whole or
// not at all. It reads nothing that the program changes meanwhile.
func (s *Saving) Run(ctx context.Context, told Told) {
	s.edit.Watch = func(done, of int) error {
		told(StepCompare, done, of)
		return ctx.Err()
	}
	if s.change, s.err = model.Plan(s.still, s.edit, s.w.opts.By, s.at); s.err != nil || s.dry {
		return
	}
	s.entry = logEntry{Under: s.w.head.Undo, At: s.at.UnixNano()}
	s.write(func(step string, done, of int) error {
		told(step, done, of)
		return ctx.Err()
	})
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
