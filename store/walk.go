package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Bounds on what the walk accepts; each is far above what parry writes.
const (
	minPageSize = 1 << 10
	maxPageSize = 64 << 10
	maxFileSize = 64 << 30  // bytes; keeps the two page sets under 16 MiB
	maxRun      = 1 << 30   // bytes of one leaf with its overflow, and so of one value
	maxInnerRun = 256 << 10 // bytes of one branch, or of one leaf of bucket names
	maxKey      = 32 << 10  // bbolt's own limit
	maxDepth    = 32        // pages from the root to an entry
	maxBuckets  = 1000
	maxTx       = 1 << 62 // bbolt trips over its count of transactions beginning again at 0
)

// A walk is one reading of one file.
type walk struct {
	r     io.ReaderAt
	visit func(bucket string, key, value []byte) error

	pageSize uint64
	pages    uint64 // pages the file counts; ids run below it
	used     pageSet
	free     pageSet
	rows     [maxDepth][]byte // the page being read at each depth
	run      []byte           // the one large leaf, or free list, being read
	now      uint64           // the page whose values are being visited
	got      walked
}

// file walks everything. The free list comes first, so that the tree can be
// told from it.
func (w *walk) file(size int64) (walked, error) {
	h, err := w.headers(size)
	if err != nil {
		return w.got, err
	}
	w.used, w.free = newPageSet(h.pages), newPageSet(h.pages)
	w.used.add(0)
	w.used.add(1)
	if err := w.freeList(h.freeList, h.page); err != nil {
		return w.got, err
	}
	if err := w.tree(h.root, &span{from: h.page, top: true, bottom: new(int)}); err != nil {
		return w.got, err
	}
	if h.freeList == noFreeList {
		w.got.FreePages = int(h.pages - w.used.count())
	} else if id, ok := firstInNeither(w.used, w.free, h.pages); ok {
		return w.got, damagef(id, "is neither in use nor free")
	}
	return w.got, nil
}

// A span says where in the tree a page hangs, and which keys it may hold.
type span struct {
	from     uint64 // the page that points at it
	depth    int
	top      bool   // it is the root of the tree, or of a bucket: it may be empty
	inBucket bool   // it holds values; otherwise the names of buckets
	bucket   string // the bucket's name
	lo, hi   []byte // the first key is lo, all are below hi; nil is no bound
	bottom   *int   // one more than the depth of the tree's first leaf; 0 until it is reached
}

// tree walks page id and everything below.
func (w *walk) tree(id uint64, s *span) error {
	if s.depth >= maxDepth {
		return damagef(id, "lies more than %d levels deep", maxDepth)
	}
	// Only a leaf of values may be large: any other page is kept while those
	// below it are read.
	large := uint16(0)
	if s.inBucket {
		large = kindLeaf
	}
	p, err := w.load(id, s.from, &w.rows[s.depth], large)
	if err != nil {
		return err
	}
	switch p.kind {
	case kindBranch:
		return w.branch(p, s)
	case kindLeaf:
		return w.leaf(p, s)
	}
	return damagef(id, "should hold keys and is of kind %#x", p.kind)
}

// branch walks the children of a branch, each between its key and the next.
func (w *walk) branch(p treePage, s *span) error {
	if p.count < 2 {
		return damagef(p.id, "is a branch with %d children, too few", p.count)
	}
	below := *s
	below.from, below.depth, below.top = p.id, s.depth+1, false
	e := entriesOf(p)
	next, bad := e.nextIn(s)
	for bad == "" {
		child := next.child
		below.lo, below.hi = next.key, s.hi
		last := e.left == 0
		if !last {
			if next, bad = e.nextIn(s); bad != "" {
				break
			}
			below.hi = next.key
		}
		if err := w.tree(child, &below); err != nil {
			return err
		}
		if last {
			return w.fits(p, e.end)
		}
	}
	return damagef(p.id, "%s", bad)
}

// leaf walks the entries of a leaf: values in a bucket, buckets outside one.
func (w *walk) leaf(p treePage, s *span) error {
	// Any other count shows in where the first entry's key begins; 0 does not.
	if p.count == 0 && (!s.top || !allZero(p.data[pageHead:])) {
		return damagef(p.id, "is a leaf that has lost its entries")
	}
	if *s.bottom == 0 {
		*s.bottom = s.depth + 1
	}
	if *s.bottom != s.depth+1 {
		return damagef(p.id, "is a leaf at another depth than the first")
	}
	take := w.bucket
	if s.inBucket {
		take = w.value
	}
	e := entriesOf(p)
	for e.left > 0 {
		got, bad := e.nextIn(s)
		if bad != "" {
			return damagef(p.id, "%s", bad)
		}
		if err := take(p, s, got); err != nil {
			return err
		}
	}
	return w.fits(p, e.end)
}

// fits checks that a page is as long as its entries need, which is how bbolt
// cuts it.
func (w *walk) fits(p treePage, end uint64) error {
	have := uint64(len(p.data))
	if !p.inline {
		end = (end + w.pageSize - 1) &^ (w.pageSize - 1)
	}
	if end != have {
		return damagef(p.id, "is not as long as its entries need")
	}
	return nil
}

// value hands one value to the visitor.
func (w *walk) value(p treePage, s *span, e entry) error {
	if e.kind == entryBucket {
		return &Damage{
			Page: p.id,
			What: fmt.Sprintf("page %d holds a bucket %s inside the bucket %s, which parry never writes", p.id, quoted(e.key), quoted([]byte(s.bucket))),
			Hint: "the file is damaged or another program's: choose another, `parry restore` a backup, or `parry salvage` what is left",
		}
	}
	w.now = p.id
	if err := w.visit(s.bucket, e.key, e.value); err != nil {
		if d := (*Damage)(nil); errors.As(err, &d) {
			return err
		}
		return w.badValue(s.bucket, e.key, err)
	}
	w.got.Values++
	return nil
}

// badValue is the Damage of a value that the visitor refused.
func (w *walk) badValue(bucket string, key []byte, err error) error {
	d := damagef(w.now, "holds a wrong value for %s in the bucket %s: %v", quoted(key), quoted([]byte(bucket)), err)
	d.Err = err
	return d
}

// bucket walks one bucket. Its counter must be zero: parry does not use it, and
// no checksum would guard it.
func (w *walk) bucket(p treePage, s *span, e entry) error {
	if e.kind != entryBucket {
		return damagef(p.id, "holds a value outside of all buckets")
	}
	if len(e.value) < bucketHead {
		return damagef(p.id, "holds the bucket %s cut short", quoted(e.key))
	}
	root, counter := binary.LittleEndian.Uint64(e.value), binary.LittleEndian.Uint64(e.value[8:])
	if counter != 0 {
		return damagef(p.id, "counts in the bucket %s, which parry never does", quoted(e.key))
	}
	if len(w.got.Buckets) == maxBuckets {
		return damagef(p.id, "holds more than %d buckets", maxBuckets)
	}
	name := string(e.key)
	w.got.Buckets = append(w.got.Buckets, name)
	in := &span{from: p.id, depth: s.depth + 1, top: true, bottom: new(int), inBucket: true, bucket: name}
	if root == 0 {
		return w.inline(p.id, e.value[bucketHead:], in)
	}
	if len(e.value) != bucketHead {
		return damagef(p.id, "holds the bucket %s both here and elsewhere", quoted(e.key))
	}
	return w.tree(root, in)
}

// inline walks a bucket small enough to lie within the page that names it.
func (w *walk) inline(id uint64, data []byte, s *span) error {
	le := binary.LittleEndian
	if len(data) < pageHead || le.Uint64(data) != 0 || le.Uint16(data[8:]) != kindLeaf || le.Uint32(data[12:]) != 0 {
		return damagef(id, "holds the bucket %s without a proper leaf", quoted([]byte(s.bucket)))
	}
	return w.leaf(treePage{id: id, kind: kindLeaf, count: int(le.Uint16(data[10:])), data: data, inline: true}, s)
}

// quoted shows the start of a key; no byte of it can reach the terminal raw.
func quoted(key []byte) string {
	const most = 40
	if len(key) > most {
		return fmt.Sprintf("%+q…", key[:most])
	}
	return fmt.Sprintf("%+q", key)
}
