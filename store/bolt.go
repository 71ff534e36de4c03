package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// An engine is the one file under a workspace, in the five calls that any
// engine has: get, list, commit if the records still have the revisions they
// had, close; and open. This file alone calls bbolt.
type engine struct {
	db     *bolt.DB
	file   *os.File
	last   int    // the number of the last transaction in the file
	head   []byte // the framed head that it left; nil for none
	broken error  // a fault inside bbolt: its locks may be held for ever
}

var (
	// errHeld: another process has the file open for writing.
	errHeld = errors.New("the file is held by another process")
	// errMoved: a record is not at the revision that a commit expects.
	errMoved = errors.New("a record was changed in the file meanwhile")
)

// A refusedError is why a commit was given up before anything was written.
type refusedError struct{ error }

func (r refusedError) Unwrap() error { return r.error }

// openEngine opens a file for writing that the gate has walked and that is
// locked already. The file is the engine's from then on, even if it fails.
func openEngine(f *os.File) (*engine, error) {
	e := &engine{file: f}
	err := e.caught(func() (err error) {
		e.db, err = bolt.Open(f.Name(), 0o600, &bolt.Options{
			Timeout:         lockWait,
			FreelistType:    bolt.FreelistMapType,
			OpenFile:        handOver(f),
			InitialMmapSize: mapped(f),
		})
		if err != nil {
			return err
		}
		e.pace()
		return e.stand()
	})
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		err = errHeld
	case err == nil:
		return e, nil
	}
	_ = f.Close() // bbolt closed it, unless it broke
	return nil, err
}

// roomToGrow is how far a file may grow before bbolt must map it anew.
const roomToGrow = 256 << 20

// mapped is how much bbolt maps of a file from the beginning. It doubles a map that has
// become too small, and each time it copies all that a transaction holds: an import was
// copied eleven times. On Windows a file is as long as its map, so there it begins small.
func mapped(f *os.File) int {
	info, err := f.Stat()
	if err != nil || runtime.GOOS == "windows" {
		return 0
	}
	return int(min(max(2*info.Size(), roomToGrow), math.MaxInt32))
}

// pace lets a file that must grow do so by a part of its length, from a page's few to
// bbolt's usual step: bbolt itself goes by its map, and would make the smallest file as long as
// that.
func (e *engine) pace() {
	if info, err := e.file.Stat(); err == nil && runtime.GOOS != "windows" {
		e.db.AllocSize = int(growth(info.Size()))
	}
}

// growth is by how many bytes a file of a size grows at once.
func growth(size int64) int64 { return min(max(size/16, smallStep), largeStep) }

// The least and the most by which a file grows at once.
const (
	smallStep = 32 << 10
	largeStep = 16 << 20
)

// handOver makes bbolt take the very file that was locked and walked: were it
// to open the name again, another process could slip in between.
func handOver(f *os.File) func(string, int, os.FileMode) (*os.File, error) {
	return func(name string, flag int, mode os.FileMode) (*os.File, error) {
		given := f
		if f = nil; given != nil {
			return given, nil
		}
		return os.OpenFile(name, flag, mode)
	}
}

// createEngine makes a new file with its buckets; path must not exist.
func createEngine(path string) (*engine, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_ = f.Chmod(0o600) // whatever the umask leaves of it
	e, err := openEngine(f)
	if err != nil {
		return nil, err
	}
	err = e.caught(func() error {
		return e.db.Update(func(tx *bolt.Tx) error {
			for _, name := range buckets {
				if _, err := tx.CreateBucket([]byte(name)); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err == nil {
		err = e.caught(e.stand)
	}
	if err != nil {
		e.close()
		return nil, err
	}
	return e, nil
}

// stand takes note of what the file holds now: a commit goes on from there or not at all.
func (e *engine) stand() error {
	return e.db.View(func(tx *bolt.Tx) error {
		e.last, e.head = tx.ID(), headIn(tx)
		return nil
	})
}

// headIn gives a copy of the framed head.
func headIn(tx *bolt.Tx) []byte {
	b := tx.Bucket([]byte(bucketMeta))
	if b == nil {
		return nil
	}
	return slices.Clone(b.Get([]byte(keyHead)))
}

// A cell is one framed value on its way into the file; a nil payload removes
// the key.
type cell struct {
	bucket  string
	key     []byte
	expect  uint64 // the revision that must stand there now; 0 for none
	checked bool   // whether expect counts
	put     uint64 // the revision to write
	payload []byte
	room    []byte // payload behind frameHead bytes that are free: it is framed where it lies
}

// commit writes all cells in one synced transaction. A refusedError means that
// nothing was written, for instance because a checked cell has moved; after
// any other error the change may be in the file or not. reached hears how far it is,
// and an error of its own ends it before anything is written. Of a file that another
// program copied over this one bbolt would still believe its own list of free pages, and
// write over what that file needs: it is found here, and bbolt is not called again.
func (e *engine) commit(cells []cell, reached func(done, of int) error) error {
	return e.caught(func() error {
		e.pace()
		head := e.head
		err := e.db.Update(func(tx *bolt.Tx) error {
			if tx.ID() != e.last+1 || !bytes.Equal(headIn(tx), e.head) {
				e.broken = &copiedOverError{e.file.Name()}
				return e.broken
			}
			for i, c := range cells {
				if err := reached(i, len(cells)); err != nil {
					return refusedError{err}
				}
				b, err := bucketFor(tx, c.bucket)
				if err == nil {
					err = c.write(b)
				}
				if err != nil {
					return refusedError{err}
				}
			}
			head = headIn(tx)
			return nil
		})
		if err == nil {
			e.last, e.head = e.last+1, head
		}
		return resized(err)
	})
}

// resized gives a commit's error as it is, but where the file could not be made longer as
// what the system said: bbolt hands that on in words alone. It is before anything of the
// commit is written.
func resized(err error) error {
	if err == nil || !strings.HasPrefix(err.Error(), "file resize error: ") {
		return err
	}
	for _, full := range noRoom {
		if strings.HasSuffix(err.Error(), full.Error()) {
			return full
		}
	}
	return err
}

// bucketFor gives a bucket of the schema; a file of an older one may lack it.
func bucketFor(tx *bolt.Tx, name string) (*bolt.Bucket, error) {
	if b := tx.Bucket([]byte(name)); b != nil {
		return b, nil
	}
	if !slices.Contains(buckets, name) {
		return nil, fmt.Errorf("the register has no bucket %s", name)
	}
	return tx.CreateBucket([]byte(name))
}

func (c cell) write(b *bolt.Bucket) error {
	if c.bucket == bucketLog || c.bucket == bucketPart {
		b.FillPercent = 0.95 // keys only grow
	}
	if c.checked {
		rev, err := revisionAt(b, c)
		if err != nil {
			return err
		}
		if rev != c.expect {
			return fmt.Errorf("%w: %s %s", errMoved, c.bucket, c.key)
		}
	}
	if c.payload == nil {
		return b.Delete(c.key)
	}
	if c.room == nil {
		return b.Put(c.key, frame(c.bucket, c.key, c.put, c.payload))
	}
	return b.Put(c.key, frameInPlace(c.room, c.bucket, c.key, c.put))
}

func revisionAt(b *bolt.Bucket, c cell) (uint64, error) {
	value := b.Get(c.key)
	if value == nil {
		return 0, nil
	}
	rev, _, err := unframe(c.bucket, c.key, value)
	return rev, err
}

// get gives a copy of the payload under key; nil if there is none.
func (e *engine) get(bucket string, key []byte) (payload []byte, err error) {
	err = e.caught(func() error {
		return e.db.View(func(tx *bolt.Tx) error {
			payload, err = getIn(tx, bucket, key)
			return err
		})
	})
	return payload, err
}

// getIn is get within a transaction.
func getIn(tx *bolt.Tx, bucket string, key []byte) (payload []byte, err error) {
	b := tx.Bucket([]byte(bucket))
	if b == nil {
		return nil, nil
	}
	value := b.Get(key)
	if value == nil {
		return nil, nil
	}
	_, body, err := unframe(bucket, key, value)
	return append([]byte{}, body...), err
}

// A getter gives the payload of a key; nil if it is not there.
type getter func(bucket string, key []byte) ([]byte, error)

// list hands every framed value of a bucket to visit, in key order. What
// visit gets is valid only during the call. visit must not commit, nor read but by get: bbolt
// would wait for itself, the latter where an edit beside the program needs a larger map.
func (e *engine) list(bucket string, visit func(get getter, key, value []byte) error) error {
	return e.caught(func() error {
		return e.db.View(func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(bucket))
			if b == nil {
				return nil
			}
			get := func(bucket string, key []byte) ([]byte, error) { return getIn(tx, bucket, key) }
			return b.ForEach(func(key, value []byte) error { return visit(get, key, value) })
		})
	})
}

// copyTo writes the file as it is after the last commit.
func (e *engine) copyTo(out io.Writer) error {
	return e.caught(func() error {
		return e.db.View(func(tx *bolt.Tx) error {
			_, err := tx.WriteTo(out)
			return err
		})
	})
}

// compactTx is how many bytes of values one transaction of a compaction takes.
const compactTx = 64 << 20

// compactTo writes every value into an engine that has none.
func (e *engine) compactTo(fresh *engine) error {
	return e.caught(func() error {
		return fresh.caught(func() error {
			if err := bolt.Compact(fresh.db, e.db, compactTx); err != nil {
				return err
			}
			return fresh.stand()
		})
	})
}

// close lets the file and its lock go. A broken bbolt is left alone, as its
// own close might wait for ever.
func (e *engine) close() error {
	if e.broken != nil {
		return e.file.Close()
	}
	return e.caught(func() error { return e.db.Close() })
}

// A brokenError is a fault inside bbolt, which says to people only what follows from it.
type brokenError struct{ fault any }

func (b *brokenError) Error() string {
	return "the register's file was cut or changed by another program while it was open; close parry and run `parry verify`"
}

// A copiedOverError says that another program put other contents into the file while it was
// open. It is found before anything is written, so there is no edit that anybody is unsure of.
type copiedOverError struct{ path string }

func (c *copiedOverError) Error() string {
	return fmt.Sprintf("another program copied a file over %s while it was open here, and nothing was written to it; leave, and open what is there now", c.path)
}

// caught turns a fault in the memory map (another program cut the file while
// it was open) and a panic of bbolt into an error. From then on bbolt is not
// called again.
func (e *engine) caught(do func() error) (err error) {
	if e.broken != nil {
		return e.broken
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if fault := recover(); fault != nil {
			e.broken = &brokenError{fault}
			err = e.broken
		}
	}()
	return do()
}
