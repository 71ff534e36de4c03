package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"parry/model"
)

// A scribe writes threats: what quick.go reads, and byte for byte what the library writes by
// reflection (encoding), at a fifth of the time. That counts where thousands are written at
// once, and where a register is hashed. The fields of each record stand in the order of
// core-deterministic CBOR: shorter names first, those of one length by their letters.
//
// It is here how CBOR is written; scribethreat.go has the fields.
type scribe struct {
	text []byte
	err  error // of the library, where it was asked
}

// appendRecord appends a record as it is stored.
func appendRecord(dst []byte, rec model.Record) ([]byte, error) {
	if t, ok := rec.(*model.Threat); ok && t != nil {
		s := scribe{text: dst}
		s.record().threat(t)
		return s.text, s.err
	}
	b := bytes.NewBuffer(dst)
	err := encoding.MarshalToBuffer(rec, b)
	return b.Bytes(), err
}

// head begins an item: its major type, and how much it holds.
func (s *scribe) head(major byte, n int) { s.number(major, uint64(n)) }

// number writes the number of an item in the shortest form.
func (s *scribe) number(major byte, n uint64) {
	major <<= 5
	switch {
	case n < 24:
		s.text = append(s.text, major|byte(n))
	case n < 1<<8:
		s.text = append(s.text, major|24, byte(n))
	case n < 1<<16:
		s.text = binary.BigEndian.AppendUint16(append(s.text, major|25), uint16(n))
	case n < 1<<32:
		s.text = binary.BigEndian.AppendUint32(append(s.text, major|26), uint32(n))
	default:
		s.text = binary.BigEndian.AppendUint64(append(s.text, major|27), n)
	}
}

func (s *scribe) say(text string) {
	s.head(majorText, len(text))
	s.text = append(s.text, text...)
}

// mostFields is how many fields one record can have here: their number stands in the one
// byte that begins it.
const mostFields = 23

// A scribed record is being written; its head counts the fields as they come.
type scribed struct {
	*scribe
	at int // of its head
}

func (s *scribe) record() scribed {
	s.text = append(s.text, majorMap<<5)
	return scribed{s, len(s.text) - 1}
}

// name begins a field.
func (r scribed) name(name string) {
	r.text[r.at]++
	r.say(name)
}

func (r scribed) words(name, text string) {
	if text != "" {
		r.name(name)
		r.say(text)
	}
}

func (r scribed) level(name string, l model.Level) {
	if l != 0 {
		r.name(name)
		r.number(majorNumber, uint64(l))
	}
}

func (r scribed) list(name string, list []string) {
	if len(list) == 0 {
		return
	}
	r.name(name)
	r.head(majorList, len(list))
	for _, text := range list {
		r.say(text)
	}
}

func (r scribed) answers(name string, answers model.Answers) {
	if len(answers) == 0 {
		return
	}
	questions := make([]string, 0, 16)
	for question := range answers {
		questions = append(questions, question)
	}
	slices.SortFunc(questions, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	r.name(name)
	r.head(majorMap, len(questions))
	for _, question := range questions {
		r.say(question)
		r.say(answers[question])
	}
}

// rare leaves a field to the library: what few threats have, or holds numbers with a point.
func (r scribed) rare(name string, v any) {
	r.name(name)
	raw, err := encoding.Marshal(v)
	r.text = append(r.text, raw...)
	r.err = cmp.Or(r.err, err)
}

// appendEntry appends a line of the history as it is stored. What was touched stands last in
// it, by the order of names, so the library writes all that is before that.
func appendEntry(dst []byte, e *logEntry) ([]byte, error) {
	const none = 0xf6 // null, which the library writes for no list
	bare := *e
	bare.Touched = nil
	before, err := encoding.Marshal(bare)
	if err != nil || e.Touched == nil {
		return append(dst, before...), err
	}
	if before[len(before)-1] != none {
		panic("a line of the history does not end with what was touched")
	}
	s := scribe{text: append(dst, before[:len(before)-1]...)}
	s.head(majorList, len(e.Touched))
	for i := range e.Touched {
		s.record().touch(&e.Touched[i])
	}
	return s.text, nil
}

func (r scribed) touch(t *loggedTouch) {
	r.name("id")
	r.say(t.ID)
	r.name("kind")
	r.say(t.Kind)
	if len(t.After) > 0 {
		r.name("after")
		r.text = append(r.text, t.After...)
	}
	if len(t.Before) > 0 {
		r.name("before")
		r.text = append(r.text, t.Before...)
	}
	if t.Revision != 0 {
		r.name("revision")
		r.number(majorNumber, t.Revision)
	}
}
