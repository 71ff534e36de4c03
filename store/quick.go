package store

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"parry/model"
)

// Nearly all of a register are threats, and two thirds of a load was decoding them by
// reflection. A quick decodes a threat just as this parry writes it: the fields it knows,
// in the order of core-deterministic CBOR, each head in its shortest form. Whatever else
// it meets it gives up, and the strict decoder (decoding) begins anew and says what the
// bytes mean or why they are refused. So it never decides what is right: a threat that it
// takes is the very one that the strict decoder gives, which tests hold on generated
// threats, on damaged bytes and for each field.
//
// It is here how CBOR is read; quickthreat.go has the fields.
type quick struct {
	rest  []byte // what is still to be read
	texts *texts
	wrong bool // it met what it does not expect
}

// What the strict decoder allows at most, see decoding.
const (
	mostItems = 1 << 21
	mostPairs = 1 << 10
)

// CBOR begins each item with its major type, in the upper three bits, and a number.
const (
	majorNumber = 0
	majorBytes  = 2
	majorText   = 3
	majorList   = 4
	majorMap    = 5
)

// head reads the number of an item, which counts what follows it: no more than there are
// bytes left.
func (q *quick) head(major byte) int {
	if q.wrong || len(q.rest) == 0 || q.rest[0]>>5 != major {
		return q.giveUp()
	}
	n, size, least := uint64(q.rest[0]&31), 1, uint64(0)
	switch {
	case n < 24:
	case n == 24 && len(q.rest) > 1:
		n, size, least = uint64(q.rest[1]), 2, 24
	case n == 25 && len(q.rest) > 2:
		n, size, least = uint64(binary.BigEndian.Uint16(q.rest[1:])), 3, 1<<8
	case n == 26 && len(q.rest) > 4:
		n, size, least = uint64(binary.BigEndian.Uint32(q.rest[1:])), 5, 1<<16
	default:
		return q.giveUp()
	}
	q.rest = q.rest[size:]
	if n < least || n > uint64(len(q.rest)) && major != majorNumber {
		return q.giveUp()
	}
	return int(n)
}

func (q *quick) giveUp() int { q.wrong = true; return 0 }

// take reads n bytes that head has counted.
func (q *quick) take(n int) []byte {
	got := q.rest[:n]
	q.rest = q.rest[n:]
	return got
}

func (q *quick) text() string {
	raw := q.take(q.head(majorText))
	if !utf8.Valid(raw) {
		q.giveUp()
	}
	return q.texts.text(raw)
}

// id reads a text that no other threat has.
func (q *quick) id() string {
	raw := q.take(q.head(majorText))
	if !utf8.Valid(raw) {
		q.giveUp()
	}
	return q.texts.copied(raw)
}

func (q *quick) level() model.Level {
	n := q.head(majorNumber)
	if n > 0xFF {
		return model.Level(q.giveUp())
	}
	return model.Level(n)
}

// list reads texts; an empty one is never written.
func (q *quick) list() []string {
	start := q.rest
	n := q.head(majorList)
	if n == 0 || n > mostItems {
		q.giveUp()
		return nil
	}
	items := quick{rest: q.rest, texts: q.texts}
	for range n {
		q.take(q.head(majorText)) // to see where it ends
	}
	raw := start[:len(start)-len(q.rest)]
	if list := q.texts.list(raw); list != nil || q.wrong {
		return list
	}
	list := make([]string, n)
	for i := range list {
		list[i] = items.text()
	}
	if q.wrong = items.wrong; q.wrong {
		return nil
	}
	q.texts.keepList(raw, list)
	return list
}

func (q *quick) answers() model.Answers {
	answers := model.Answers{}
	f := q.fields()
	if f.left > mostPairs {
		q.giveUp()
	}
	for f.next() {
		question := q.texts.text(f.name)
		answers[question] = q.text()
	}
	return answers
}

// strict leaves one item to the strict decoder: what is rare, or holds numbers with a point.
func (q *quick) strict(v any) {
	if q.wrong {
		return
	}
	if crowded(q.rest) {
		q.giveUp()
		return
	}
	rest, err := decoding.UnmarshalFirst(q.rest, v)
	if err != nil {
		q.giveUp()
		return
	}
	q.rest = rest
}

// The fields of a record, one after the other.
type fields struct {
	q    *quick
	left int
	name []byte // of the field whose value comes next
}

func (q *quick) fields() fields { return fields{q: q, left: q.head(majorMap)} }

// next comes to the next field, whose name must be valid and follow that of the one before.
func (f *fields) next() bool {
	if f.q.wrong || f.left == 0 {
		return false
	}
	f.left--
	before := f.name
	f.name = f.q.take(f.q.head(majorText))
	if before != nil && !follows(f.name, before) || !utf8.Valid(f.name) {
		f.q.giveUp()
	}
	return !f.q.wrong
}

// follows says whether a name is written behind another: shorter ones come first.
func follows(name, before []byte) bool {
	if len(name) != len(before) {
		return len(name) > len(before)
	}
	return bytes.Compare(name, before) > 0
}

// unknown is a field that nobody here knows.
func (f *fields) unknown() { f.q.giveUp() }
