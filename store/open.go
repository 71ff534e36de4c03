package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
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

// opening adds what was tried to an error of opening.
func opening(path string, err error) error {
	var h *HeldError
	switch {
	case errors.As(err, &h):
		return err
	case errors.Is(err, os.ErrNotExist) && isLink(path):
		return &told{leadsNowhere(path).Error(), os.ErrNotExist}
	case errors.Is(err, os.ErrNotExist):
		next := "`parry init` makes one"
		if back := bringBack(path); back != "" {
			next = back + ", and `parry init` would make an empty one"
		}
		return &told{fmt.Sprintf("there is no register at %s; %s", path, next), os.ErrNotExist}
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		if f, _, reading := openRegular(path); reading == nil {
			f.Close()
			return &told{fmt.Sprintf("cannot open %s: you may not write to it; --read-only looks at it", path), err}
		}
		return &told{fmt.Sprintf("cannot open %s: you may not read it; ask whose it is, or name another register", path), err}
	}
	if back := bringBack(path); back != "" && errors.As(err, new(*Damage)) {
		return fmt.Errorf("cannot open %s: %w; %s", path, err, back)
	}
	return fmt.Errorf("cannot open %s: %w", path, err)
}

// bringBack spells the command that puts the newest of the daily backups in the place of a
// register; "" if there is none.
func bringBack(register string) string {
	file := register
	if target, err := filepath.EvalSymlinks(register); err == nil {
		file = target
	}
	newest := ""
	names, _ := os.ReadDir(BackupFolder(file)) // in order, so the latest day comes last
	for _, f := range names {
		if _, daily := dayOf(f.Name()); daily && f.Type().IsRegular() {
			newest = filepath.Join(BackupFolder(file), f.Name())
		}
	}
	if newest == "" {
		return ""
	}
	return fmt.Sprintf("`parry -r %s restore %s` puts its newest backup there", shellWord(register), shellWord(newest))
}

func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode().Type() == os.ModeSymlink
}

// leadsNowhere is the error for a link without a file behind it: on a disk that is not there
// now perhaps, and a register in the link's own place would be another one.
func leadsNowhere(link string) error {
	to := "itself"
	if target, err := os.Readlink(link); err == nil && target != filepath.Base(link) {
		to = target
	}
	return fmt.Errorf("%s is a link to %s, where there is no file; bring that back, a disk that is not mounted perhaps, or remove the link", link, to)
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
