package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math/bits"
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

// The two headers.

// A header is what one of the two header pages says.
type header struct {
	page     uint64
	magic    bool // it begins as a header does
	sound    bool // bbolt would believe it
	whole    bool // sound, and the page around it is as bbolt writes it
	version  uint32
	summed   bool // its checksum is right, whatever else is not
	pageSize uint64
	root     uint64
	freeList uint64
	pages    uint64
	tx       uint64
}

// parseHeader reads a header; b holds headerSize bytes from the start of page id.
func parseHeader(b []byte, id uint64) header {
	le, body := binary.LittleEndian, b[pageHead:]
	sum := fnv.New64a()
	sum.Write(body[:56])
	h := header{
		page:     id,
		magic:    le.Uint32(body) == 0xED0CDAED,
		version:  le.Uint32(body[4:]),
		summed:   le.Uint64(body[56:]) == sum.Sum64(),
		pageSize: uint64(le.Uint32(body[8:])),
		root:     le.Uint64(body[16:]),
		freeList: le.Uint64(body[32:]),
		pages:    le.Uint64(body[40:]),
		tx:       le.Uint64(body[48:]),
	}
	h.sound = h.magic && h.version == 2 && h.summed
	// Behind the kind come count and overflow, both zero in a header.
	h.whole = h.sound && le.Uint64(b) == id && le.Uint64(b[8:]) == kindHeader
	return h
}

// readHeader reads the header at an offset; a file too short for one has none.
func (w *walk) readHeader(at, size int64, id uint64) (header, error) {
	var b [headerSize]byte
	if at+headerSize > size {
		return header{}, nil
	}
	if err := readFull(w.r, b[:], at); err != nil {
		return header{}, readFailed(id, err)
	}
	return parseHeader(b[:], id), nil
}

// headers finds the header that bbolt would go by and checks what it says. It
// must come to bbolt's own choice, or bbolt would open a tree nobody walked.
func (w *walk) headers(size int64) (header, error) {
	if size > maxFileSize {
		return header{}, notRegister(fmt.Sprintf("the file has %d GiB, more than any register", size>>30))
	}
	first, err := w.readHeader(0, size, 0)
	if err != nil {
		return header{}, err
	}
	w.pageSize = first.pageSize
	if !first.sound {
		if w.pageSize, err = w.findSecond(first, size); err != nil {
			return header{}, err
		}
	}
	if s := w.pageSize; s < minPageSize || s > maxPageSize || bits.OnesCount64(s) != 1 {
		return header{}, damagedFile("the header of the register gives a page size of %d bytes", s)
	}
	second, err := w.readHeader(int64(w.pageSize), size, 1)
	if err != nil {
		return header{}, err
	}
	if second.sound && second.pageSize != w.pageSize {
		return header{}, damagedFile("the two headers of the register differ in their page size")
	}
	return w.choose(first, second, size)
}

// findSecond looks for the second header without the first one's page size, in
// the order in which bbolt does, and returns the page size it gives.
func (w *walk) findSecond(first header, size int64) (uint64, error) {
	seen := []header{first}
	for at := int64(minPageSize); at <= maxPageSize; at *= 2 {
		h, err := w.readHeader(at, size, 1)
		if err != nil {
			return 0, err
		}
		if h.sound && h.pageSize != uint64(at) {
			return 0, damagedFile("the second header of the register lies at the wrong place")
		}
		if h.sound {
			return h.pageSize, nil
		}
		seen = append(seen, h)
	}
	return 0, w.noHeader(seen, size)
}

// noHeader says what a file is in which no header is sound.
func (w *walk) noHeader(seen []header, size int64) error {
	for _, h := range seen {
		if h.magic && h.summed {
			return notRegister(fmt.Sprintf("the file has format %d of bbolt, and parry reads format 2", h.version))
		}
	}
	for _, h := range seen {
		if h.magic {
			return damagedFile("both headers of the register are damaged")
		}
	}
	start := make([]byte, min(size, maxPageSize))
	if err := readFull(w.r, start, 0); err != nil {
		return readFailed(0, err)
	}
	if allZero(start) {
		return damagedFile("the file begins with zeros where a register has its header")
	}
	if len(start) < headerSize && len(start) >= pageHead+4 && binary.LittleEndian.Uint32(start[pageHead:]) == 0xED0CDAED {
		return damagedFile("the register was cut off after %d bytes", size)
	}
	if bytes.HasPrefix(start, []byte(ageMagic)) {
		return &Damage{What: "this is an encrypted backup", Hint: "`parry restore` puts what is in it in a register's place", Foreign: true}
	}
	if holdsValues(w.r, size) {
		return damagedFile("both headers of the register are gone")
	}
	return notRegister("this is not a parry register")
}

// choose takes the newer of the sound headers and checks its numbers.
func (w *walk) choose(first, second header, size int64) (header, error) {
	h := first
	if !first.sound || second.sound && second.tx > first.tx {
		h = second
	}
	switch {
	case !first.whole && !second.whole:
		return h, damagedFile("both headers of the register are damaged")
	case h.pages > uint64(size)/w.pageSize:
		return h, damagedFile("the register was cut off: it has %d bytes, and its header counts %d pages of %d", size, h.pages, w.pageSize)
	case h.pages < 4, h.root < 2 || h.root >= h.pages:
		return h, damagef(h.page, "is a header that names no tree")
	case h.freeList != noFreeList && (h.freeList < 2 || h.freeList >= h.pages):
		return h, damagef(h.page, "is a header that names a free list outside the file")
	case h.tx >= maxTx:
		return h, damagef(h.page, "is a header that counts %d transactions", h.tx)
	}
	w.pages = h.pages
	w.got.Pages, w.got.TxID = int(h.pages), h.tx
	w.got.OneHeader, w.got.NoFreeList = !first.whole || !second.whole, h.freeList == noFreeList
	return h, nil
}

// Pages.

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

// freeList reads the list of free pages. It must be in order: bbolt looks for
// neighbours in it.
func (w *walk) freeList(id, from uint64) error {
	if id == noFreeList {
		return nil
	}
	p, err := w.load(id, from, &w.run, kindFreeList)
	if err != nil {
		return err
	}
	if p.kind != kindFreeList {
		return damagef(id, "should be the free list and is something else")
	}
	ids, count := p.data[pageHead:], uint64(p.count)
	if p.count == 0xFFFF {
		count, ids = binary.LittleEndian.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		return damagef(id, "is a free list that claims more entries than it has room for")
	}
	for before := uint64(1); count > 0; count-- {
		free := binary.LittleEndian.Uint64(ids)
		if free <= before || free >= w.pages {
			return damagef(id, "is a free list with page %d out of order", free)
		}
		if w.used.has(free) {
			return damagef(id, "is a free list that lists itself")
		}
		w.free.add(free)
		w.got.FreePages++
		before, ids = free, ids[8:]
	}
	return nil
}

// The tree.

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

// Entries.

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

// A pageSet is a set of page ids, one bit each.
type pageSet []uint64

func newPageSet(pages uint64) pageSet { return make(pageSet, (pages+63)/64) }
func (s pageSet) add(id uint64)       { s[id/64] |= 1 << (id % 64) }
func (s pageSet) has(id uint64) bool  { return s[id/64]&(1<<(id%64)) != 0 }
func (s pageSet) count() (n uint64) {
	for _, word := range s {
		n += uint64(bits.OnesCount64(word))
	}
	return n
}

// firstInNeither returns the lowest id below pages that is in neither set.
func firstInNeither(a, b pageSet, pages uint64) (uint64, bool) {
	for i := range a {
		if missing := ^(a[i] | b[i]); missing != 0 {
			id := uint64(i)*64 + uint64(bits.TrailingZeros64(missing))
			return id, id < pages
		}
	}
	return 0, false
}
