// Package store keeps a register in one file, so that what was shown was
// saved: every edit is on disk, with its line of history, before the register
// in memory takes it.
//
//   - workspace.go: open, close, do, undo, redo
//   - saving.go: one edit on its way into the file, beside the program if it is long
//   - create.go: a new file, safely
//   - schema.go, frame.go: what the file looks like
//   - quick.go, scribe.go: threats, read and written without reflection
//   - bolt.go: the only file that calls bbolt
//   - gate.go, walk.go, load.go, crew.go: the bounded walk before bbolt may open
//     a file, and what it reads on the way
//   - lock.go: one writer, and who it is
//   - unsure.go: an edit of which a failed disk left nobody sure
//   - backup.go, writefile.go: copies and other files, whole or not at all
//   - sealed.go: encrypted backups; the only file that calls age
//   - compact.go, salvage.go: the register written anew, from a sound file and
//     from a damaged one
//   - history.go, verify.go: the chained log of changes, and its proof
package store

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"parry/model"
)

// Options say how a workspace is opened.
type Options struct {
	ReadOnly bool             // look only: takes no lock, waits for nobody
	By       string           // who makes the edits
	Now      func() time.Time // the clock; nil for the machine's
	NewOp    func() string    // names operations; nil for random names
	Backups  bool             // make a backup before the first edit of a day
	Prove    bool             // prove the file in the walk that reads it; see Prove
}

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
	ErrReadOnly = errors.New("the register is open for reading only")
	// ErrNothingToUndo and ErrNothingToRedo: the history ends there.
	ErrNothingToUndo = errors.New("nothing to undo")
	ErrNothingToRedo = errors.New("nothing to redo")
	// ErrSaving: an edit is being saved beside the program.
	ErrSaving = errors.New("an edit is being saved; wait for it, or leave it")
)

// Open opens a register. A file that is damaged, foreign, of a newer schema or
// held by another process is refused with a sentence that says so.
func Open(path string, o Options) (*Workspace, error) {
	w := &Workspace{path: path, opts: o.filled()}
	open := w.openForWriting
	if o.ReadOnly {
		open = w.openForReading
	}
	if err := open(); err != nil {
		return nil, opening(path, err)
	}
	return w, nil
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewOp == nil {
		o.NewOp = rand.Text
	}
	o.By = valid(o.By)
	return o
}

// opening adds what was tried to an error of opening.
func opening(path string, err error) error {
	var h *HeldError
	switch {
	case errors.As(err, &h):
		return err
	case errors.Is(err, os.ErrNotExist):
		return &told{fmt.Sprintf("there is no register at %s; `parry init` makes one", path), os.ErrNotExist}
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		if f, _, reading := openRegular(path); reading == nil {
			f.Close()
			return &told{fmt.Sprintf("cannot open %s: you may not write to it; --read-only looks at it", path), err}
		}
		return &told{fmt.Sprintf("cannot open %s: you may not read it; ask whose it is, or name another register", path), err}
	}
	return fmt.Errorf("cannot open %s: %w", path, err)
}

// A told error says it all in its own words; the cause is for errors.Is.
type told struct {
	text  string
	cause error
}

func (t *told) Error() string { return t.text }
func (t *told) Unwrap() error { return t.cause }

func (w *Workspace) openForReading() error {
	if err := w.read(); err != nil {
		return err
	}
	if target, err := filepath.EvalSymlinks(w.path); err == nil {
		return w.settle(target)
	}
	return nil
}

func (w *Workspace) read() error {
	return readLive(w.path, func(r io.ReaderAt, size int64) error {
		l, err := load(r, size, w.opts.Prove)
		if err == nil {
			w.adopt(l)
		}
		return err
	})
}

// openForWriting walks and decodes the file under its lock, and hands the same
// open file to bbolt.
func (w *Workspace) openForWriting() error {
	f, err := openLocked(w.path)
	if err != nil {
		return w.heldOr(err)
	}
	l, err := loadAll(f, w.opts.Prove)
	if err != nil {
		f.Close()
		return err
	}
	if w.engine, err = openEngine(f); err != nil {
		return w.heldOr(err)
	}
	w.file = f.Name()
	w.adopt(l)
	if err := w.sameHead(); err != nil {
		w.engine.close()
		return err
	}
	w.word = writeOwner(w.file, w.opts.Now())
	sweep(w.file, time.Now())
	if err := w.settle(w.file); err != nil {
		w.Close()
		return err
	}
	return nil
}

func loadAll(f *os.File, prove bool) (*loaded, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return load(f, info.Size(), prove)
}

func (w *Workspace) heldOr(err error) error {
	if errors.Is(err, errHeld) {
		return held(w.path)
	}
	return err
}

// sameHead makes sure that nobody wrote between the walk and bbolt's own lock,
// which are apart on systems without flock.
func (w *Workspace) sameHead() error {
	payload, err := w.engine.get(bucketMeta, []byte(keyHead))
	if err != nil {
		return err
	}
	var now Head
	if err := decoding.Unmarshal(payload, &now); err != nil {
		return err
	}
	if now != w.head {
		return fmt.Errorf("another parry wrote to it this very moment; try again")
	}
	return nil
}

func (w *Workspace) adopt(l *loaded) {
	w.info, w.head, w.register, w.drafts = l.info, l.head, l.register, l.drafts
	if l.prover != nil {
		w.proved = l.prover.finish().of(l.head)
	}
	if l.walked.OneHeader {
		w.warning = "one of the file's two header pages is damaged: the last edit may be missing; compare with `parry log`, then make any edit to mend it"
	}
}

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

// encodeTouches encodes touches on all processors.
func encodeTouches(touches []model.Touch) ([]loggedTouch, error) {
	all, wrong := make([]loggedTouch, len(touches)), make([]error, len(touches))
	share := max(1, (len(touches)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	var work sync.WaitGroup
	for from := 0; from < len(touches); from += share {
		encode := func() {
			e := encoder{blind: texts{blind: true}}
			for i := from; i < min(from+share, len(touches)); i++ {
				all[i], wrong[i] = e.touch(touches[i])
			}
		}
		if len(touches) == 1 { // as most edits are
			encode()
			continue
		}
		work.Go(encode)
	}
	work.Wait()
	return all, cmp.Or(wrong...)
}

// An encoder encodes touches, in room that it uses again.
type encoder struct {
	text  []byte
	back  model.Threat
	blind texts
}

// touch encodes both sides of a touch. What is written is read back first: a record that the
// decoder refuses would lock everybody out.
func (e *encoder) touch(t model.Touch) (logged loggedTouch, err error) {
	logged = loggedTouch{Kind: string(t.Key.Kind), ID: t.Key.ID, Revision: t.Revision}
	if t.Before != nil {
		if e.text, err = appendRecord(e.text[:0], t.Before); err == nil {
			logged.Before = bytes.Clone(e.text)
		}
	}
	if t.After != nil && err == nil {
		if e.text, err = appendRecord(append(e.text[:0], make([]byte, frameHead)...), t.After); err == nil {
			logged.room = bytes.Clone(e.text)
			logged.After = logged.room[frameHead:]
			err = e.readable(t.Key, logged.After)
		}
	}
	if err != nil {
		err = fmt.Errorf("cannot write %s: %w", t.Key, err)
	}
	return logged, err
}

// readable says whether a record can be read back.
func (e *encoder) readable(key model.Key, payload []byte) error {
	if key.Kind == model.KindThreat {
		e.back = model.Threat{}
		q := quick{rest: payload, texts: &e.blind}
		if q.threat(&e.back); !q.wrong && len(q.rest) == 0 && e.back.ID == key.ID {
			return nil
		}
	}
	_, err := decodeStrictly(key, payload)
	return err
}

// A passedEntry is a logEntry of which the records are passed over: they were read back
// one by one.
type passedEntry struct {
	logEntry
	Touched []struct {
		Kind     string `cbor:"kind"`
		ID       string `cbor:"id"`
		Revision uint64 `cbor:"revision,omitempty"`
		Before   passed `cbor:"before,omitempty"`
		After    passed `cbor:"after,omitempty"`
	} `cbor:"touched"`
}

type passed struct{}

func (*passed) UnmarshalCBOR([]byte) error { return nil }

func encodeEntry(e logEntry) ([]byte, error) {
	payload, err := appendEntry(make([]byte, 0, e.size()), &e)
	if err == nil {
		var back passedEntry
		err = readEntry(e.Seq, payload, &back, &back.Seq)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot write %q to the history: %w", e.Label, err)
	}
	return payload, nil
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

// Hash is the SHA-256 over every record of the register in order: two
// registers that say the same have the same hash, whatever their history.
func (w *Workspace) Hash() (string, error) {
	sum := sha256.New()
	var first error
	for done := range encodedRuns(w.register.All()) {
		run := <-done
		sum.Write(run.data)
		first = cmp.Or(first, run.err)
		runs.Put(run)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), first
}

// An encodedRun is some records as Hash takes them, one behind the other.
type encodedRun struct {
	data    []byte
	payload []byte // of the record being encoded
	err     error
}

var runs = sync.Pool{New: func() any { return new(encodedRun) }}

// runLength is how many records are encoded in one go.
const runLength = 256

// encodedRuns encodes records on all processors and gives the runs in their order.
func encodedRuns(records []model.Record) <-chan chan *encodedRun {
	begun := make(chan chan *encodedRun, runtime.GOMAXPROCS(0))
	go func() {
		for some := range slices.Chunk(records, runLength) {
			done := make(chan *encodedRun, 1)
			begun <- done
			go func() {
				run := runs.Get().(*encodedRun)
				run.data = run.data[:0]
				run.err = run.encode(some)
				done <- run
			}()
		}
		close(begun)
	}()
	return begun
}

func (run *encodedRun) encode(records []model.Record) (err error) {
	for _, rec := range records {
		if run.payload, err = appendRecord(run.payload[:0], rec); err != nil {
			return err
		}
		key := rec.Key()
		run.data = fmt.Appendf(run.data, "%s\x00%s\x00%d\x00", key.Kind, key.ID, len(run.payload))
		run.data = append(run.data, run.payload...)
	}
	return nil
}

// Draft gives the text that was left half typed under a name.
func (w *Workspace) Draft(name string) string { return w.drafts[name] }

// SaveDraft keeps half-typed text across a closed terminal; "" forgets it.
// Drafts are no edits: they have no history.
func (w *Workspace) SaveDraft(name, text string) error {
	if err := w.writable(); err != nil {
		return err
	}
	if w.drafts[name] == text {
		return nil
	}
	c := cell{bucket: bucketDraft, key: []byte(name)}
	if text != "" {
		c.payload = []byte(text)
	}
	if err := w.commit([]cell{c}, nobody); err != nil {
		return w.judge(err, "keep what was typed", unsure{})
	}
	w.drafts[name] = text
	return nil
}

// Try plans an edit and saves nothing: what a dry run needs.
func (w *Workspace) Try(e model.Edit) error {
	_, err := model.Plan(w.register, e, w.opts.By, w.now())
	return err
}
