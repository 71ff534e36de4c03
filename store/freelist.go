package store

import (
	"encoding/binary"
	"math/bits"
)

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
