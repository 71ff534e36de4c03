package bench

import (
	"time"

	"parry/store"
)

// A present is what is kept of today while the past is on show.
type present struct {
	work  *store.Workspace
	today string
}

// LookBack shows the register as it was after an entry of its history, on every
// screen, until Return. Its clocks go by the day of that moment, unless a day was
// asked for or the register has one.
func (b *Bench) LookBack(seq uint64) bool {
	from := b.Work
	if b.present != nil {
		from = b.present.work
	}
	past, err := from.At(seq)
	if err != nil {
		b.Refuse("%v", err)
		return false
	}
	if b.present == nil {
		b.present = &present{b.Work, b.Today}
	}
	b.Work, b.turned = past, true
	if at, _ := past.Past(); !b.Fixed && past.Register().Settings().AsOf == "" {
		b.Today = at.Format(time.DateOnly)
	}
	return true
}

// Return shows the register of today again; false if it is on show.
func (b *Bench) Return() bool {
	if b.present == nil {
		return false
	}
	b.Work, b.Today, b.present, b.turned = b.present.work, b.present.today, nil, true
	return true
}

// Past says whether the past is on show.
func (b *Bench) Past() bool { return b.present != nil }

// Turned says, once, that another register came on show: what was worked out of
// the one before is of no use.
func (b *Bench) Turned() bool {
	turned := b.turned
	b.turned = false
	return turned
}
