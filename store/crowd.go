package store

import (
	"encoding/binary"
	"errors"
)

// A record within a list is a hundred bytes in memory, and one byte in a file where no field
// of it is set. What parry writes sets some in each: freeMembers may be shorter than
// leastMember, as the owners of the four layers are, where nobody set them.
const (
	freeMembers = 256
	leastMember = 8 // bytes
)

var errCrowded = errors.New("its lists hold records without content, as parry never writes them; a backup of the register may be whole: `parry restore`")

// crowded says whether the lists of an item hold so many members that are no text and no number
// for its length that reading it would take a hundred times its room. What is no CBOR is left to
// the decoder.
func crowded(item []byte) bool {
	c := crowd{rest: item}
	c.item(0, false)
	return c.members > freeMembers && c.members > freeMembers+(len(item)-len(c.rest))/leastMember
}

// A crowd counts the members of lists.
type crowd struct {
	rest    []byte
	members int
}

// item passes over one item; not ok at what is no CBOR of ours.
func (c *crowd) item(depth int, inList bool) (ok bool) {
	if len(c.rest) == 0 || depth > deepest {
		return false
	}
	major, n, size := c.rest[0]>>5, uint64(c.rest[0]&31), 1
	if n >= 24 {
		if n > 27 || len(c.rest) < 1+1<<(n-24) {
			return false
		}
		size += 1 << (n - 24)
		var wide [8]byte
		copy(wide[8-(size-1):], c.rest[1:size])
		n = binary.BigEndian.Uint64(wide[:])
	}
	c.rest = c.rest[size:]
	if inList && major > majorText {
		c.members++
	}
	switch major {
	case majorBytes, majorText:
		if n > uint64(len(c.rest)) {
			return false
		}
		c.rest = c.rest[n:]
	case majorMap:
		for ; n > 0; n-- {
			for range 2 { // a key and its value
				if !c.item(depth+1, false) {
					return false
				}
			}
		}
	case majorList:
		for ; n > 0; n-- {
			if !c.item(depth+1, true) {
				return false
			}
		}
	}
	return true
}
