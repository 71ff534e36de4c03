package store

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"parry/model"
)

// ErrPast: the workspace shows the register as it was; today's is another one.
var ErrPast = errors.New("this is the register as it was; leave that moment to change the register of today")

// At gives the register as it was after one entry of its history, for looking
// only. It is put together from the history alone, so it shows what was decided
// then whatever happened since; its own history ends there. The workspace that it
// came from must stay open while it is used.
func (w *Workspace) At(seq uint64) (*Workspace, error) {
	if seq == 0 || seq > w.head.Seq {
		return nil, fmt.Errorf("the history has no entry %d; it has 1 to %d", seq, w.head.Seq)
	}
	past := &Workspace{path: w.path, file: w.file, opts: w.opts, info: w.info, origin: w}
	past.opts.ReadOnly = true
	r := &rebuilding{records: map[model.Key]model.Record{}, revisions: map[model.Key]uint64{}}
	err := w.History(func(e Entry) bool {
		r.take(e.Change)
		past.head = Head{Seq: e.Seq, Hash: e.Hash, At: e.At.UnixNano()}
		return e.Seq < seq
	})
	if err != nil {
		return nil, err
	}
	if past.head.Seq != seq {
		return nil, fmt.Errorf("the history ends at entry %d; run `parry verify`", past.head.Seq)
	}
	past.register = r.register()
	past.head.Next = past.register.Next()
	return past, nil
}

// A rebuilding is the records that the history has led to so far.
type rebuilding struct {
	records   map[model.Key]model.Record
	revisions map[model.Key]uint64
	next      uint64
}

func (r *rebuilding) take(c model.Change) {
	for _, t := range c.Touched {
		if n, ok := model.ThreatNumber(t.Key); ok {
			r.next = max(r.next, n+1)
		}
		if t.After == nil {
			delete(r.records, t.Key)
			continue
		}
		r.records[t.Key], r.revisions[t.Key] = t.After, c.Seq
	}
}

func (r *rebuilding) register() *model.Register {
	records := make([]model.Record, 0, len(r.records))
	revisions := make([]uint64, 0, len(r.records))
	for key, rec := range r.records {
		records, revisions = append(records, rec), append(revisions, r.revisions[key])
	}
	made := model.NewRegister()
	made.Load(records, revisions, r.next)
	return made
}

// SameRegister says whether both were made as one register: copies of a file are,
// whatever was done to them since.
func (w *Workspace) SameRegister(other *Workspace) bool {
	return w.info.Register == other.info.Register
}

// Past says whether this is the register as it was, and when the last entry of
// it was made.
func (w *Workspace) Past() (time.Time, bool) { return stamp(w.head.At), w.origin != nil }

// Moment finds the entry of the history that a person means: "now", the name of a
// snapshot, the number of an entry, a day (its end, UTC) or a time as RFC 3339
// writes it. A moment before the first entry is an error.
func (w *Workspace) Moment(text string) (uint64, error) {
	text = strings.TrimSpace(text)
	if strings.EqualFold(text, "now") {
		return w.head.Seq, nil
	}
	if s := w.register.Snapshot(text); s != nil {
		return s.Seq, nil
	}
	if n, err := strconv.ParseUint(text, 10, 64); err == nil {
		if n == 0 || n > w.head.Seq {
			return 0, fmt.Errorf("the history has no entry %d; it has 1 to %d", n, w.head.Seq)
		}
		return n, nil
	}
	until, err := parseUntil(text)
	if err != nil {
		return 0, fmt.Errorf("%q is no moment: use a day such as 2026-11-16, a time, a number of `parry log`, now%s", text, w.snapshotNames())
	}
	return w.lastBefore(text, until)
}

// parseUntil gives the first instant that is no longer part of the moment.
func parseUntil(text string) (time.Time, error) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.AddDate(0, 0, 1), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	return at.Add(time.Second), err // log prints whole seconds
}

// lastBefore is the last entry made before an instant.
func (w *Workspace) lastBefore(text string, until time.Time) (uint64, error) {
	var found uint64
	var first time.Time
	err := w.History(func(e Entry) bool {
		if first.IsZero() {
			first = e.At
		}
		if !e.At.Before(until) {
			return false
		}
		found = e.Seq
		return true
	})
	if err == nil && found == 0 {
		err = fmt.Errorf("the register was begun on %s, after %s", first.Format(time.DateOnly), text)
	}
	return found, err
}

func (w *Workspace) snapshotNames() string {
	var names []string
	for _, s := range w.register.Snapshots() {
		names = append(names, s.Name)
	}
	if len(names) == 0 {
		return ""
	}
	return ", or a snapshot: " + strings.Join(names, ", ")
}
