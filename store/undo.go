package store

import (
	"fmt"

	"parry/model"
)

// Undo takes back the last change that is not taken back yet; it works across
// restarts. The change it answers with is the undo itself.
func (w *Workspace) Undo() (model.Change, error) {
	if err := w.writable(); err != nil {
		return model.Change{}, err
	}
	if w.head.Undo == 0 {
		return model.Change{}, ErrNothingToUndo
	}
	done, err := w.entry(w.head.Undo)
	if err != nil {
		return model.Change{}, err
	}
	c, err := done.change()
	if err != nil {
		return model.Change{}, err
	}
	back, err := c.Inverse(w.register)
	if err != nil {
		return model.Change{}, fmt.Errorf("cannot undo %q: %w", done.Label, err)
	}
	return w.save(back, logEntry{Act: Undid, Target: done.Seq, Under: done.Under, RedoWas: w.head.Redo, At: w.now().UnixNano()})
}

// Redo does once more what the last undo took back; any other edit since has
// made it forget.
func (w *Workspace) Redo() (model.Change, error) {
	if err := w.writable(); err != nil {
		return model.Change{}, err
	}
	if w.head.Redo == 0 {
		return model.Change{}, ErrNothingToRedo
	}
	undid, err := w.entry(w.head.Redo)
	if err != nil {
		return model.Change{}, err
	}
	done, err := w.entry(undid.Target)
	if err != nil {
		return model.Change{}, err
	}
	c, err := done.change()
	if err != nil {
		return model.Change{}, err
	}
	again, err := c.Again(w.register)
	if err != nil {
		return model.Change{}, fmt.Errorf("cannot redo %q: %w", done.Label, err)
	}
	return w.save(again, logEntry{Act: Redid, Target: done.Seq, Under: done.Under, RedoWas: undid.RedoWas, At: w.now().UnixNano()})
}

// Under gives the entry that undo takes back once this one, which must be one of
// those, was taken back; 0 if none.
func (w *Workspace) Under(seq uint64) uint64 {
	if w.engine == nil {
		return 0
	}
	e, _, err := w.glimpse(seq, 0)
	if err != nil || e.Under >= seq { // of a file that was made so: who goes down the pile comes to its end
		return 0
	}
	return e.Under
}

// UndoLabel says what undo would take back; "" if nothing.
func (w *Workspace) UndoLabel() string { return w.labelAt(w.head.Undo, false) }

// RedoLabel says what redo would do again; "" if nothing.
func (w *Workspace) RedoLabel() string { return w.labelAt(w.head.Redo, true) }

func (w *Workspace) labelAt(seq uint64, undid bool) string {
	if seq == 0 || w.engine == nil {
		return ""
	}
	e, _, err := w.glimpse(seq, 0)
	if err == nil && undid {
		e, _, err = w.glimpse(e.Target, 0)
	}
	if err != nil {
		return ""
	}
	return e.Label
}

// after says what undo and redo mean once the entry is in. Doing puts an entry
// on the undo pile and forgets redo; undoing moves the top of one pile to the
// other; redoing moves it back. The piles are chains through the log: an entry
// knows what lay under it. The first entry made the register and is the ground
// that undo stands on.
func (h Head) after(e logEntry, hash [32]byte) Head {
	now := Head{Seq: e.Seq, Hash: hash, Next: nextAfter(h.Next, e.Touched), At: e.At}
	switch {
	case e.Act == Undid:
		now.Undo, now.Redo = e.Under, e.Seq
	case e.Act == Redid:
		now.Undo, now.Redo = e.Target, e.RedoWas
	case e.Seq > 1:
		now.Undo = e.Seq
	}
	return now
}

// nextAfter is the number of the next threat once the keys are in use. It asks
// an empty register: how far a key moves the counter is the model's rule.
func nextAfter(next uint64, touched []loggedTouch) uint64 {
	keys := make([]model.Touch, len(touched))
	for i, t := range touched {
		keys[i].Key = model.Key{Kind: model.Kind(t.Kind), ID: t.ID}
	}
	counter := model.NewRegister()
	counter.Load(nil, nil, next)
	counter.Apply(model.Change{Touched: keys})
	return counter.Next()
}
