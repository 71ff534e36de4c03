package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"parry/model"
)

// The file is one bbolt file. Every value in it is framed (frame.go) and holds
// core-deterministic CBOR:
//
//	meta      "file"      fileInfo: schema version, register id, creation time
//	          "head"      head: last log entry, its hash, undo and redo, next id
//	settings  "register"  model.Settings
//	framework id          model.Framework: a method that the register brings
//	edition   id          model.Edition: a catalogue that the register brings
//	snapshot  name        model.Snapshot: a name for a moment of the history
//	view      name        model.View: a saved way to look at the threats
//	each kind of model.SheetKinds: system, party, control, decision, …
//	          id          model.Sheet: facts that are no threat
//	parking   "K-01"      model.Parking: what was said and is no threat
//	workshop  "W-01"      model.Workshop: a meeting and its part of the history
//	threat    "T-001"     model.Threat
//	log       8-byte big-endian sequence → logEntry, one per change, hash-chained;
//	          of a long one only the number of its parts
//	part      sequence, 4-byte big-endian number → a part of a long entry
//	draft     name → text half typed when the terminal was closed; "table …" → how a
//	          table of other people was read
//
// A record's revision is the sequence of the log entry that wrote it. A change
// and its log entry lie in one transaction, so the records are always what the
// log says.
//
// A reader refuses fields that it does not know: whoever adds one to a stored
// record raises schemaVersion, so that an older parry never drops it. A file of
// an older schema is read as it is and takes the new number with its next edit:
//
//	1  the first
//	2  ratings beside each other, verdicts, overrides, parked steps; frameworks
//	3  levels behind the matrix and behind an override; snapshots, views, parking,
//	   workshops, sheets
//	4  sheets of eleven more kinds, from contacts to the conclusion; what traces
//	   showed, and the day that work was done
//	5  appetite lines of a phase or category, attestations, exceptions; where a claim was
//	   made, duties of partners upstream, the tuned part of a model
//	6  what was suggested and chosen, the answer and its overrides, what evidence shows
//	   and the hash of its file, attestations of the architecture and of a check
//	7  entries of catalogues that are not in scope; catalogues that were
//	   imported; what was suggested of a threat's class, what was chosen and why
const schemaVersion = 7

const (
	bucketMeta  = "meta"
	bucketLog   = "log"
	bucketPart  = "part"
	bucketDraft = "draft"

	keyFile = "file"
	keyHead = "head"
)

var buckets = append([]string{bucketMeta, bucketLog, bucketPart, bucketDraft}, recordBuckets()...)

// recordBuckets are those that hold records, one for each kind.
func recordBuckets() []string {
	names := make([]string, len(model.Kinds))
	for i, kind := range model.Kinds {
		names[i] = string(kind)
	}
	return names
}

// newRecord gives an empty record of the kind to decode into, nil for a bucket
// that holds no records. A new kind of record needs its line here.
func newRecord(kind model.Kind) model.Record {
	switch kind {
	case model.KindSettings:
		return &model.Settings{}
	case model.KindFramework:
		return &model.Framework{}
	case model.KindEdition:
		return &model.Edition{}
	case model.KindSnapshot:
		return &model.Snapshot{}
	case model.KindView:
		return &model.View{}
	case model.KindParking:
		return &model.Parking{}
	case model.KindWorkshop:
		return &model.Workshop{}
	case model.KindThreat:
		return &model.Threat{}
	}
	if _, ok := model.SheetKindOf(kind); ok {
		return &model.Sheet{}
	}
	return nil
}

// fileInfo is written once, when the register is made.
type fileInfo struct {
	Schema   uint64 `cbor:"schema"`
	Register string `cbor:"register"` // names the register in exports and backups
	Created  int64  `cbor:"created"`  // Unix nanoseconds
}

// A Head is where the history stands: what a report prints and an auditor
// compares.
type Head struct {
	Seq  uint64   `cbor:"seq"`
	Hash [32]byte `cbor:"hash"`
	Undo uint64   `cbor:"undo,omitempty"` // the entry that undo takes back; 0 for none
	Redo uint64   `cbor:"redo,omitempty"` // the undo entry that redo takes back
	Next uint64   `cbor:"next"`           // number of the next threat
	At   int64    `cbor:"at"`             // time of the last entry, Unix nanoseconds
}

// String gives the head as a report prints it: sequence and the hash's first
// 16 hexadecimal digits.
func (h Head) String() string { return fmt.Sprintf("%d-%x", h.Seq, h.Hash[:8]) }

// An Act says how an entry came about.
type Act uint8

// The acts.
const (
	Did Act = iota
	Undid
	Redid
)

// A logEntry is one change as it is kept. Its hash is the SHA-256 of its
// encoded bytes, which hold the hash of the entry before.
type logEntry struct {
	Seq     uint64        `cbor:"seq"`
	Prev    [32]byte      `cbor:"prev"`
	Op      string        `cbor:"op"`
	At      int64         `cbor:"at"` // Unix nanoseconds
	By      string        `cbor:"by"`
	Label   string        `cbor:"label"`
	Act     Act           `cbor:"act,omitempty"`
	Target  uint64        `cbor:"target,omitempty"`  // of an undo or redo: the entry that was done first
	Under   uint64        `cbor:"under,omitempty"`   // what undo would have taken back before this entry was done
	RedoWas uint64        `cbor:"redowas,omitempty"` // of an undo: the redo pile before it; of a redo: after it
	Touched []loggedTouch `cbor:"touched"`
}

// A loggedTouch is one record before and after, as encoded.
type loggedTouch struct {
	Kind     string          `cbor:"kind"`
	ID       string          `cbor:"id"`
	Revision uint64          `cbor:"revision,omitempty"`
	Before   cbor.RawMessage `cbor:"before,omitempty"`
	After    cbor.RawMessage `cbor:"after,omitempty"`

	room []byte // After behind the room for its frame; nil where it came from the file
}

// size is about how long an entry gets.
func (e *logEntry) size() int {
	n := 200 + len(e.By) + len(e.Label)
	for i := range e.Touched {
		t := &e.Touched[i]
		n += 40 + len(t.Kind) + len(t.ID) + len(t.Before) + len(t.After)
	}
	return n
}

var encoding = func() cbor.UserBufferEncMode {
	mode, err := cbor.CoreDetEncOptions().UserBufferEncMode()
	if err != nil {
		panic(err) // the options are constants
	}
	return mode
}()

// deepest is how deep values stand in each other at most.
const deepest = 16

var decoding = func() cbor.DecMode {
	mode, err := cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		UTF8:              cbor.UTF8RejectInvalid,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		MaxNestedLevels:   deepest,
		MaxArrayElements:  1 << 21,
		MaxMapPairs:       1 << 10,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
		FieldNameMatching: cbor.FieldNameMatchingCaseSensitive,
	}.DecMode()
	if err != nil {
		panic(err) // the options are constants
	}
	return mode
}()

// partSize is the longest entry that lies in the log itself. bbolt keeps up to
// four values of any length on one page and writes that page anew for each: an
// import's entry would be written again with each of the next edits.
const partSize = 64 << 10

// entryCells gives the cells of an entry: one, or its parts and their number.
func entryCells(seq uint64, payload []byte) ([]cell, error) {
	key := seqKey(seq)
	if len(payload) <= partSize {
		return []cell{{bucket: bucketLog, key: key, checked: true, put: seq, payload: payload}}, nil
	}
	var cells []cell
	for part := range slices.Chunk(payload, partSize) {
		cells = append(cells, cell{bucket: bucketPart, key: partKey(key, uint32(len(cells))), checked: true, put: seq, payload: part})
	}
	count, err := encoding.Marshal(len(cells))
	return append(cells, cell{bucket: bucketLog, key: key, checked: true, put: seq, payload: count}), err
}

// wholeEntry gives the bytes of an entry from what lies in the log under key. If a part
// is missing, so is the rest, and the entry cannot be decoded.
func wholeEntry(key, payload []byte, part func(key []byte) ([]byte, error)) (whole []byte, err error) {
	count := partsOf(payload)
	if count == 0 {
		return payload, nil
	}
	var parts [][]byte
	for i := range count {
		p, err := part(partKey(key, i))
		if err != nil {
			return nil, err
		}
		if p == nil {
			break
		}
		parts = append(parts, p)
	}
	return bytes.Join(parts, nil), nil
}

// partsOf says in how many parts an entry is kept; 0 for one that lies in the log itself.
// An entry is a map, the number of its parts a number.
func partsOf(payload []byte) (count uint32) {
	const number = 0 // the major type of CBOR, in the upper three bits
	if len(payload) == 0 || payload[0]>>5 != number || decoding.Unmarshal(payload, &count) != nil {
		return 0
	}
	return count
}

func partKey(key []byte, i uint32) []byte {
	return binary.BigEndian.AppendUint32(bytes.Clone(key), i)
}

// seqSize is the length of a key of the log.
const seqSize = 8

func seqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

// decodeRecord reads a record of a kind; the key it was found under must be
// its own.
func decodeRecord(key model.Key, payload []byte) (model.Record, error) {
	return decodeStored(key.Kind, []byte(key.ID), payload, nil)
}

// decodeStored is decodeRecord for one of many; texts keeps what comes again.
func decodeStored(kind model.Kind, id, payload []byte, texts *texts) (model.Record, error) {
	if kind == model.KindThreat {
		if t := quickThreat(payload, texts); t != nil && t.ID == string(id) {
			return t, nil
		}
	}
	return decodeStrictly(model.Key{Kind: kind, ID: string(id)}, payload)
}

func decodeStrictly(key model.Key, payload []byte) (model.Record, error) {
	rec := newRecord(key.Kind)
	if rec == nil {
		return nil, fmt.Errorf("there is no kind of record %q", key.Kind)
	}
	if crowded(payload) {
		return nil, fmt.Errorf("%s %s cannot be read: %w", key.Kind, key.ID, errCrowded)
	}
	if err := decoding.Unmarshal(payload, rec); err != nil {
		return nil, fmt.Errorf("%s %s cannot be read: %w", key.Kind, key.ID, err)
	}
	if rec.Key() != key {
		return nil, fmt.Errorf("%s %s holds the record of %s", key.Kind, key.ID, rec.Key())
	}
	return rec, nil
}

// stamp turns stored nanoseconds back into a time, always in UTC.
func stamp(nanos int64) time.Time { return time.Unix(0, nanos).UTC() }
