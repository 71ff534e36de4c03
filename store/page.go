package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// What the walk reads, all numbers little-endian (bbolt writes in the order of the
// machine; files of big-endian machines are refused):
//
//	page      id 8 │ kind 2 │ count 2 │ overflow 4 │ … overflow more pages follow
//	header    page │ magic 4 │ version 4 │ page size 4 │ flags 4 │ root 8 │ counter 8
//	               │ free list 8 │ pages 8 │ transaction 8 │ FNV-64a of these 8
//	branch    page │ count × (pos 4 │ key size 4 │ child 8)                  │ keys
//	leaf      page │ count × (kind 4 │ pos 4 │ key size 4 │ value size 4)    │ keys, values
//	free list page │ count × id 8; count FFFF: the first 8 bytes are the count
//	bucket    a leaf value: root 8 │ counter 8, and a whole leaf if root is 0
//
// Pages 0 and 1 are headers, written in turn; pos counts from its own entry.
const (
	pageHead   = 16                 // bytes of a page before its entries
	entryHead  = 16                 // bytes of an entry before its key
	bucketHead = 16                 // bytes of a bucket before its inline leaf
	headerSize = pageHead + 56 + 8  // bytes of a header page that mean something
	noFreeList = 0xFFFFFFFFFFFFFFFF // stands for the free list when there is none

	kindBranch   = 0x01
	kindLeaf     = 0x02
	kindHeader   = 0x04
	kindFreeList = 0x10
	entryBucket  = 0x01 // the kind of a leaf entry that is a bucket
)

// A treePage is a page as it was read. Nothing in it has been checked but that
// it is where it says, and of one of the kinds it may be.
type treePage struct {
	id     uint64
	kind   uint16
	count  int
	data   []byte // the page and its overflow
	inline bool   // it is a bucket's leaf inside page id
}

// load reads page id, to which the page from points, and claims it and its
// overflow. Row is where the page goes; pages of the kind large may go on for
// more than a few of them.
func (w *walk) load(id, from uint64, row *[]byte, large uint16) (treePage, error) {
	if err := w.claim(id, from); err != nil {
		return treePage{}, err
	}
	data := room(row, w.pageSize)
	if err := w.read(data, id); err != nil {
		return treePage{}, err
	}
	le := binary.LittleEndian
	p := treePage{id: id, kind: le.Uint16(data[8:]), count: int(le.Uint16(data[10:])), data: data}
	if own := le.Uint64(data); own != id {
		return p, damagef(id, "calls itself page %d", own)
	}
	over, limit := uint64(le.Uint32(data[12:])), uint64(maxInnerRun)
	if p.kind == large {
		limit = maxRun
	}
	if over == 0 {
		return p, nil
	}
	return w.loadRun(p, over, row, limit)
}

// loadRun reads a page again with its overflow.
func (w *walk) loadRun(p treePage, over uint64, row *[]byte, limit uint64) (treePage, error) {
	size := (over + 1) * w.pageSize
	if over >= w.pages-p.id {
		return p, damagef(p.id, "claims to go on for %d pages, past the end of the file", over)
	}
	if size > limit {
		return p, damagef(p.id, "claims to go on for %d pages, more than parry ever writes", over)
	}
	for id := p.id + 1; id <= p.id+over; id++ {
		if err := w.claim(id, p.id); err != nil {
			return p, err
		}
	}
	if size > maxInnerRun {
		row = &w.run // one large run at a time, or the depth would multiply it
	}
	p.data = room(row, size)
	return p, w.read(p.data, p.id)
}

// claim takes a page for the page that points at it; none is taken twice.
func (w *walk) claim(id, from uint64) error {
	switch {
	case id == from:
		return damagef(id, "points at itself")
	case id < 2 || id >= w.pages:
		return damagef(from, "points at page %d, which is outside the tree", id)
	case w.free.has(id):
		return damagef(id, "is in use and listed as free")
	case w.used.has(id):
		return damagef(id, "is used twice, the second time by page %d", from)
	}
	w.used.add(id)
	return nil
}

// read fills b from the start of page id.
func (w *walk) read(b []byte, id uint64) error {
	if err := readFull(w.r, b, int64(id*w.pageSize)); err != nil {
		return readFailed(id, err)
	}
	return nil
}

// readFull is ReadAt, for which the end of the file behind the last byte asked
// for is no error.
func readFull(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == nil {
		err = io.ErrUnexpectedEOF
	}
	return err
}

func readFailed(id uint64, err error) error {
	d := damagef(id, "could not be read (%v)", err)
	d.Err = err
	return d
}

func allZero(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }

// room returns size bytes of *row, made longer if need be.
func room(row *[]byte, size uint64) []byte {
	if uint64(cap(*row)) < size {
		*row = make([]byte, size)
	}
	return (*row)[:size]
}

// An entry is one item of a branch or a leaf.
type entry struct {
	kind  uint32 // of a leaf's entry: entryBucket or 0
	child uint64 // of a branch's entry
	key   []byte
	value []byte // of a leaf's entry
}

// entries reads the items of a page one after the other. Each must begin where
// the one before ended, as bbolt packs them: entries that overlap would let a
// small file cost hours.
type entries struct {
	page   treePage
	left   int
	head   uint64 // where the next entry's head is
	end    uint64 // where the keys and values read so far end
	before []byte // the key read last
}

func entriesOf(p treePage) entries {
	return entries{page: p, left: p.count, head: pageHead, end: uint64(pageHead + p.count*entryHead)}
}

// nextIn returns the next entry, whose key must follow the last one and lie
// within s; or what is wrong with it.
func (e *entries) nextIn(s *span) (entry, string) {
	got, bad := e.next()
	switch {
	case bad != "":
		return got, bad
	case e.before != nil && bytes.Compare(e.before, got.key) >= 0:
		return got, "has its keys out of order"
	case e.before == nil && s.lo != nil && !bytes.Equal(got.key, s.lo):
		return got, "does not begin with the key its parent has for it"
	case s.hi != nil && bytes.Compare(got.key, s.hi) >= 0:
		return got, "holds a key that belongs on a later page"
	}
	e.before = got.key
	return got, ""
}

// next returns the next entry, or what is wrong with it. There must be one left.
func (e *entries) next() (got entry, bad string) {
	le, data := binary.LittleEndian, e.page.data
	if e.end > uint64(len(data)) {
		return got, "has more entries than room"
	}
	head, at := data[e.head:e.head+entryHead], e.head
	e.head += entryHead
	e.left--
	var pos, keySize, valueSize uint64
	if e.page.kind == kindLeaf {
		got.kind = le.Uint32(head)
		pos, keySize, valueSize = uint64(le.Uint32(head[4:])), uint64(le.Uint32(head[8:])), uint64(le.Uint32(head[12:]))
	} else {
		pos, keySize = uint64(le.Uint32(head)), uint64(le.Uint32(head[4:]))
		got.child = le.Uint64(head[8:])
	}
	switch {
	case at+pos != e.end:
		return got, "has an entry out of its place"
	case keySize == 0 || keySize > maxKey:
		return got, fmt.Sprintf("has a key of %d bytes", keySize)
	case keySize+valueSize > uint64(len(data))-e.end:
		return got, "has an entry that runs past its end"
	case got.kind != 0 && got.kind != entryBucket:
		return got, fmt.Sprintf("has an entry of unknown kind %#x", got.kind)
	}
	mid := e.end + keySize
	got.key = data[e.end:mid:mid]
	e.end = mid + valueSize
	got.value = data[mid:e.end:e.end]
	return got, ""
}
