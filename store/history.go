package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"parry/model"
)

// An Entry is one line of the history: a change, how it came about, and its
// hash in the chain.
type Entry struct {
	model.Change
	Act    Act
	Target uint64 // of an undo or redo: the entry that was done first
	Hash   [32]byte
}

// entry reads one entry of the log.
func (w *Workspace) entry(seq uint64) (logEntry, error) {
	e, _, err := w.hashedEntry(seq)
	return e, err
}

func (w *Workspace) hashedEntry(seq uint64) (e logEntry, hash [32]byte, err error) {
	payload, err := w.engine.get(bucketLog, seqKey(seq))
	if err == nil && payload == nil {
		err = fmt.Errorf("the history has no entry %d; run `parry verify`", seq)
	}
	if err == nil {
		payload, err = wholeEntry(seqKey(seq), payload, w.storedPart)
	}
	if err != nil {
		return e, hash, err
	}
	e, err = decodeEntry(seq, payload)
	return e, hashOf(payload), err
}

func decodeEntry(seq uint64, payload []byte) (logEntry, error) {
	var e logEntry
	err := readEntry(seq, payload, &e, &e.Seq)
	return e, err
}

// readEntry reads an entry, whose number must be the one that it lies under.
func readEntry(seq uint64, payload []byte, e any, own *uint64) error {
	if err := decoding.Unmarshal(payload, e); err != nil {
		return fmt.Errorf("entry %d of the history cannot be read: %w", seq, err)
	}
	if *own != seq {
		return fmt.Errorf("entry %d of the history calls itself %d", seq, *own)
	}
	return nil
}

// change turns an entry back into the change that it logged.
func (e logEntry) change() (model.Change, error) {
	c := model.Change{Seq: e.Seq, Op: e.Op, Label: e.Label, By: e.By, At: stamp(e.At)}
	for _, t := range e.Touched {
		touch := model.Touch{Key: model.Key{Kind: model.Kind(t.Kind), ID: t.ID}, Revision: t.Revision}
		var err error
		if touch.Before, err = decodeSide(touch.Key, t.Before); err != nil {
			return c, fmt.Errorf("entry %d of the history: %w", e.Seq, err)
		}
		if touch.After, err = decodeSide(touch.Key, t.After); err != nil {
			return c, fmt.Errorf("entry %d of the history: %w", e.Seq, err)
		}
		c.Touched = append(c.Touched, touch)
	}
	return c, nil
}

// decodeSide gives a nil interface for a side that was not there.
func decodeSide(key model.Key, payload []byte) (model.Record, error) {
	if payload == nil {
		return nil, nil
	}
	return decodeRecord(key, payload)
}

// errStop ends a walk of the log early.
var errStop = errors.New("enough")

// History hands every entry to visit, oldest first, until visit says false.
// Visit must not edit: the log is being read. The history of a register as it was
// ends with that moment.
func (w *Workspace) History(visit func(Entry) bool) error {
	if w.origin != nil {
		return w.origin.History(func(e Entry) bool { return e.Seq <= w.head.Seq && visit(e) })
	}
	err := w.eachEntry(func(key, payload []byte) error {
		e, err := decodeEntryAt(key, payload)
		if err != nil {
			return err
		}
		c, err := e.change()
		if err != nil {
			return err
		}
		if !visit(Entry{Change: c, Act: e.Act, Target: e.Target, Hash: hashOf(payload)}) {
			return errStop
		}
		return nil
	})
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

// Entry gives one entry of the history: at once while the register is open for
// writing, after reading the history up to it while it is not.
func (w *Workspace) Entry(seq uint64) (Entry, error) {
	switch {
	case seq == 0 || seq > w.head.Seq:
		return Entry{}, fmt.Errorf("the history has no entry %d; it has 1 to %d", seq, w.head.Seq)
	case w.origin != nil:
		return w.origin.Entry(seq)
	case w.engine == nil:
		return w.walkedEntry(seq)
	}
	e, hash, err := w.hashedEntry(seq)
	if err != nil {
		return Entry{}, err
	}
	c, err := e.change()
	return Entry{Change: c, Act: e.Act, Target: e.Target, Hash: hash}, err
}

// walkedEntry reads the history up to an entry, for who only looks has no index of it.
func (w *Workspace) walkedEntry(seq uint64) (found Entry, err error) {
	err = w.History(func(e Entry) bool {
		found = e
		return e.Seq < seq
	})
	if err == nil && found.Seq != seq {
		err = fmt.Errorf("the history ends at entry %d; run `parry verify`", found.Seq)
	}
	return found, err
}

// decodeEntryAt reads the entry that lies under a key of the log.
func decodeEntryAt(key, payload []byte) (logEntry, error) {
	seq, err := seqOf(key)
	if err != nil {
		return logEntry{}, err
	}
	return decodeEntry(seq, payload)
}

func seqOf(key []byte) (uint64, error) {
	if len(key) != seqSize {
		return 0, fmt.Errorf("the history holds the key %x, which is no number", key)
	}
	return binary.BigEndian.Uint64(key), nil
}

// A stored is one value of the log as it is handed out.
type stored struct{ key, payload []byte }

// eachEntry hands every entry of the log to visit, put together from its parts: through bbolt
// where the file is open for writing, else by one walk of the file as it is now. What visit
// gets is valid only during the call.
func (w *Workspace) eachEntry(visit func(key, payload []byte) error) error {
	if w.engine == nil {
		return w.eachGathered(visit)
	}
	return w.engine.list(bucketLog, func(get getter, key, value []byte) error {
		_, payload, err := unframe(bucketLog, key, value)
		if err != nil {
			return fmt.Errorf("%s %q: %w", bucketLog, key, err)
		}
		if payload, err = wholeEntry(key, payload, func(key []byte) ([]byte, error) { return get(bucketPart, key) }); err != nil {
			return err
		}
		return visit(key, payload)
	})
}

func (w *Workspace) storedPart(key []byte) ([]byte, error) { return w.engine.get(bucketPart, key) }

func (w *Workspace) eachGathered(visit func(key, payload []byte) error) error {
	entries, parts, err := w.gather()
	if err != nil {
		return err
	}
	part := func(key []byte) ([]byte, error) { return parts[string(key)], nil }
	for _, e := range entries {
		if e.payload, err = wholeEntry(e.key, e.payload, part); err != nil {
			return err
		}
		if err := visit(e.key, e.payload); err != nil {
			return err
		}
	}
	return nil
}

// gather reads the log and the parts of its long entries from a file that somebody else may be
// writing. A reading that a writer crossed is done again, so none is handed out before it is
// known to hold.
func (w *Workspace) gather() (entries []stored, parts map[string][]byte, err error) {
	err = readLive(w.path, func(r io.ReaderAt, size int64) error {
		entries, parts = entries[:0], map[string][]byte{}
		_, err := walkFramed(r, size, func(bucket string, key []byte, _ uint64, payload []byte) error {
			switch bucket {
			case bucketLog:
				entries = append(entries, stored{bytes.Clone(key), bytes.Clone(payload)})
			case bucketPart:
				parts[string(key)] = bytes.Clone(payload)
			}
			return nil
		})
		return err
	})
	return entries, parts, err
}
