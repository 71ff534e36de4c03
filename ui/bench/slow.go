package bench

import (
	"context"
	"errors"
	"sync/atomic"

	"parry/model"
	"parry/store"
)

// A Slow is work that takes longer than a key may, such as reading a file. It runs beside
// the program: it may touch nothing that is shown, and the register only by what the
// store offers for that. What comes after it comes with the program again.
type Slow struct {
	run   func(context.Context, store.Told)
	done  func()
	ctx   context.Context
	left  context.CancelFunc
	ended chan struct{}
	begun atomic.Bool // or never to begin
	at    store.Progress
	saves bool // the register must not be closed before it has ended
}

// beside is the work beside the program.
type beside struct {
	asked   *Slow // that has not begun
	running *Slow // the last that was asked for, until the program ends
}

// Slowly asks for work to be done beside the program, and for what follows.
func (b *Bench) Slowly(run func(context.Context, store.Told), done func()) *Slow {
	s := &Slow{run: run, done: done, ended: make(chan struct{})}
	s.ctx, s.left = context.WithCancel(context.Background())
	b.beside = beside{s, s}
	return s
}

// Slow is what Slowly asked for, once; the frame runs it.
func (b *Bench) Slow() *Slow {
	s := b.beside.asked
	b.beside.asked = nil
	return s
}

// Run does the work, unless the program ended before it could begin.
func (s *Slow) Run() {
	if s.begun.Swap(true) {
		return
	}
	defer close(s.ended)
	defer s.left()
	s.run(s.ctx, s.at.Told)
}

// Done does what follows.
func (s *Slow) Done() { s.done() }

// Ended says whether the work is done.
func (s *Slow) Ended() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// Leave asks the work to end before it is done; what follows comes all the same.
func (s *Slow) Leave() { s.left() }

// At says in words how far the work is; "" at first.
func (s *Slow) At() string { return s.at.String() }

// Still leaves the work that is going on, and waits where it writes to the register: the
// program ends, and the file is closed next.
func (b *Bench) Still() {
	if b.beside.running == nil {
		return
	}
	b.beside.running.Leave()
	if begun := b.beside.running.begun.Swap(true); begun && b.beside.running.saves {
		<-b.beside.running.ended
	}
	b.beside.running = nil
}

// TrySlowly plans an edit beside the program and saves nothing. Then gets what the edit
// would change, and what SaveSlowly saves.
func (b *Bench) TrySlowly(e model.Edit, then func(*store.Saving, model.Change, error)) *Slow {
	s := b.Work.BeginTry(e)
	return b.Slowly(s.Run, func() {
		c, err := s.Done()
		then(s, c, err)
	})
}

// SaveSlowly is DoSlowly for an edit that was tried: it is saved as it was tried, unless the
// register has changed since.
func (b *Bench) SaveSlowly(tried *store.Saving, then func(done bool)) *Slow {
	return b.saving(then)(b.Work.BeginTried(tried))
}

// DoSlowly is Do for an edit of thousands of records: it is saved beside the program, and
// nothing else meanwhile. Then hears whether it was; nil where it could not begin.
func (b *Bench) DoSlowly(e model.Edit, then func(done bool)) *Slow {
	return b.saving(then)(b.Work.Begin(e))
}

func (b *Bench) saving(then func(done bool)) func(*store.Saving, error) *Slow {
	return func(s *store.Saving, err error) *Slow {
		if err != nil {
			b.Refuse("%v", err)
			then(false)
			return nil
		}
		slow := b.Slowly(s.Run, func() {
			_, done := b.made(s.Done())
			then(done)
		})
		slow.saves = true
		return slow
	}
}

// made says what became of an edit.
func (b *Bench) made(c model.Change, err error) (model.Change, bool) {
	switch {
	case errors.Is(err, model.ErrNothing):
		b.Say("nothing changed: it already says so")
		return c, false
	case errors.Is(err, context.Canceled):
		b.Say("left: nothing was changed")
		return c, false
	case err != nil:
		b.Refuse("%v", err)
		return c, false
	}
	b.said = Message{Text: b.ChangeText(c.Label), Undo: true}
	b.warn()
	return c, true
}
