package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math/bits"
)

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
