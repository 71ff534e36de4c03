package store

import (
	"fmt"

	"parry/model"
)

// A Glimpse is an entry of the history as far as it is shown: who, when and what, and the
// first of the records that it touched. An import may have touched ten thousand, of which
// a list shows none and a page a few.
type Glimpse struct {
	model.Change // Touched is cut
	Act          Act
	Target       uint64 // of an undo or redo: the entry that was done first
	Total        int    // how many records it touched
}

// Glimpse gives an entry with at most so many of the records that it touched. It reads
// no more of the file than it gives.
func (w *Workspace) Glimpse(seq uint64, most int) (Glimpse, error) {
	switch {
	case seq == 0 || seq > w.head.Seq:
		return Glimpse{}, fmt.Errorf("the history has no entry %d; it has 1 to %d", seq, w.head.Seq)
	case w.origin != nil:
		return w.origin.Glimpse(seq, most)
	case w.engine == nil:
		return w.heldGlimpse(seq, most)
	}
	e, total, err := w.glimpse(seq, most)
	if err != nil {
		return Glimpse{}, err
	}
	c, err := e.change()
	return Glimpse{c, e.Act, e.Target, total}, err
}

// mostHeld is how many records of an entry are kept in memory for who only looks.
const mostHeld = 50

// heldGlimpse keeps the history in memory, for who only looks has no index of it. Of an
// entry that shall be seen further than it is kept, the history is read once more.
func (w *Workspace) heldGlimpse(seq uint64, most int) (Glimpse, error) {
	if w.glimpses == nil {
		err := w.History(func(e Entry) bool {
			w.glimpses = append(w.glimpses, e.Glimpse(mostHeld))
			return e.Seq < w.head.Seq
		})
		if err != nil {
			w.glimpses = nil
			return Glimpse{}, err
		}
	}
	if seq > uint64(len(w.glimpses)) {
		return Glimpse{}, fmt.Errorf("the history ends at entry %d; run `parry verify`", len(w.glimpses))
	}
	g := w.glimpses[seq-1]
	if most <= mostHeld || g.Total <= mostHeld {
		return g.cut(most), nil
	}
	e, err := w.Entry(seq)
	return e.Glimpse(most), err
}

// Glimpse gives the entry with at most so many records.
func (e Entry) Glimpse(most int) Glimpse {
	return Glimpse{e.Change, e.Act, e.Target, len(e.Touched)}.cut(most)
}

// cut lets go of the records behind so many.
func (g Glimpse) cut(most int) Glimpse {
	g.Touched = append([]model.Touch(nil), g.Touched[:min(most, len(g.Touched))]...)
	return g
}

// glimpse reads the beginning of an entry, part by part until it has seen enough. What
// it cannot make out the strict decoder reads in full, and says what is wrong.
func (w *Workspace) glimpse(seq uint64, most int) (e logEntry, total int, err error) {
	payload, err := w.engine.get(bucketLog, seqKey(seq))
	if err != nil {
		return e, 0, err
	}
	count := partsOf(payload)
	if count == 0 {
		if e, total, ok := readGlimpse(payload, most); ok && e.Seq == seq {
			return e, total, nil
		}
	}
	var read []byte
	for i := range count {
		part, err := w.storedPart(partKey(seqKey(seq), i))
		if err != nil {
			return e, 0, err
		}
		if part == nil { // nor are those behind it there, however many the entry counts
			break
		}
		read = append(read, part...)
		if wanted := i + 1; wanted&i != 0 && wanted != count {
			continue // each look takes in twice as many parts as the last
		}
		if e, total, ok := readGlimpse(read, most); ok && e.Seq == seq {
			return e, total, nil
		}
	}
	e, err = w.entry(seq)
	if total = len(e.Touched); total > most {
		e.Touched = e.Touched[:most]
	}
	return e, total, err
}

// readGlimpse reads an entry as this parry writes it, up to so many records; not ok if it
// meets anything else, or if the bytes end before.
func readGlimpse(data []byte, most int) (e logEntry, total int, ok bool) {
	q := quick{rest: data}
	fields := q.head(majorMap)
	for range fields {
		var name string
		next := func(into any) bool {
			if q.wrong {
				return false
			}
			rest, err := decoding.UnmarshalFirst(q.rest, into)
			q.rest = rest
			return err == nil
		}
		if !next(&name) {
			return e, 0, false
		}
		into, known := e.fields()[name]
		switch {
		case known:
			if !next(into) {
				return e, 0, false
			}
		case name == "touched": // the last
			total = q.head(majorList)
			for range min(total, most) {
				var t loggedTouch
				if !next(&t) {
					return e, 0, false
				}
				e.Touched = append(e.Touched, t)
			}
			return e, total, !q.wrong
		default:
			return e, 0, false
		}
	}
	return e, 0, false
}

// fields are where the fields of an entry go, but for what it touched.
func (e *logEntry) fields() map[string]any {
	return map[string]any{"seq": &e.Seq, "prev": &e.Prev, "op": &e.Op, "at": &e.At, "by": &e.By, "label": &e.Label,
		"act": &e.Act, "target": &e.Target, "under": &e.Under, "redowas": &e.RedoWas}
}
