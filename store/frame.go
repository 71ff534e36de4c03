package store

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// bbolt keeps no checksum over its data pages, so every value of every bucket
// carries its own:
//
//	byte   0        4                 12
//	       ┌────────┬─────────────────┬──────────────────┐
//	       │ CRC-32C│ revision        │ payload …        │   numbers big-endian
//	       └────────┴─────────────────┴──────────────────┘
//	           ▲
//	           └─ over  bucket 00 key 00 revision payload
//
// The sum takes in bucket and key, so a value that turns up at another place is
// as wrong as one whose bytes changed. A bucket's name holds no zero byte.
const frameHead = 12 // bytes before the payload

var (
	// errFrameShort: the value cannot even hold the head of a frame.
	errFrameShort = errors.New("it is too short to carry a checksum")
	// errFrameSum: bucket, key, revision or payload is not what was written.
	errFrameSum = errors.New("its checksum does not match")
)

// frame returns payload as it is stored under key in bucket.
func frame(bucket string, key []byte, rev uint64, payload []byte) []byte {
	return appendFrame(make([]byte, 0, frameHead+len(payload)), bucket, key, rev, payload)
}

// appendFrame appends the frame to dst. Payload must not lie in dst's spare room.
func appendFrame(dst []byte, bucket string, key []byte, rev uint64, payload []byte) []byte {
	start := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	dst = binary.BigEndian.AppendUint64(dst, rev)
	dst = append(dst, payload...)
	binary.BigEndian.PutUint32(dst[start:], frameSum(bucket, key, dst[start+4:]))
	return dst
}

// frameInPlace frames what lies behind frameHead free bytes of value.
func frameInPlace(value []byte, bucket string, key []byte, rev uint64) []byte {
	binary.BigEndian.PutUint64(value[4:], rev)
	binary.BigEndian.PutUint32(value, frameSum(bucket, key, value[4:]))
	return value
}

// unframe checks a stored value and returns what is in it. Payload is a part of
// value, not a copy.
func unframe(bucket string, key, value []byte) (rev uint64, payload []byte, err error) {
	if len(value) < frameHead {
		return 0, nil, errFrameShort
	}
	if binary.BigEndian.Uint32(value) != frameSum(bucket, key, value[4:]) {
		return 0, nil, errFrameSum
	}
	return binary.BigEndian.Uint64(value[4:]), value[frameHead:], nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// frameSum is the CRC-32C of a value's place and body (revision and payload).
func frameSum(bucket string, key, body []byte) uint32 {
	sum := frameSumText(0, bucket)
	sum = frameSumText(sum, "\x00")
	sum = crc32.Update(sum, castagnoli, key)
	sum = frameSumText(sum, "\x00")
	return crc32.Update(sum, castagnoli, body)
}

// frameSumText adds a short text to sum. It goes byte by byte because handing
// the text to crc32 would put a copy of it on the heap for every value.
func frameSumText(sum uint32, text string) uint32 {
	sum = ^sum
	for i := range len(text) {
		sum = castagnoli[byte(sum)^text[i]] ^ sum>>8
	}
	return ^sum
}
