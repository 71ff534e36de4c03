package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"parry/model"
)

// A Problem is one thing that verify found: where, and what.
type Problem struct {
	Place string `json:"place"`
	Text  string `json:"text"`
}

// A Proof is what verify went through and what it found.
type Proof struct {
	Entries  int       `json:"entries"`
	Records  int       `json:"records"`
	Head     string    `json:"head"`
	Problems []Problem `json:"problems"`
}

// Verify walks the chain of the history, replays it, and compares the outcome
// with the head and the records in the file, byte for byte. With a head printed
// earlier (as Head writes it, or a hash), it also says whether that head is
// part of this history.
//
// It proves that no entry was changed, dropped from the middle or re-ordered
// relative to a head that is trusted already. It does not prove who wrote it.
func (w *Workspace) Verify(oldHead string) (Proof, error) {
	if w.engine != nil {
		p := newProver(oldHead)
		defer p.stop()
		err := w.eachStored(p.take)
		return p.finish(), err
	}
	var proof Proof
	err := readLive(w.path, func(r io.ReaderAt, size int64) error {
		p := newProver(oldHead)
		defer p.stop()
		_, err := walkFramed(r, size, p.take)
		proof = p.finish()
		return err
	})
	return proof, err
}

// eachStored hands every value of the history, the head and the records to visit as bbolt
// has them.
func (w *Workspace) eachStored(visit func(bucket string, key []byte, rev uint64, payload []byte) error) error {
	for _, bucket := range append([]string{bucketLog, bucketPart, bucketMeta}, recordBuckets()...) {
		err := w.engine.list(bucket, func(_ getter, key, value []byte) error {
			rev, payload, err := unframe(bucket, key, value)
			if err != nil {
				return fmt.Errorf("%s %q: %w", bucket, key, err)
			}
			return visit(bucket, key, rev, payload)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Prove is Verify for an answer, which asks again and again. A file that was found whole
// is not read again by the only parry that may write to it: what came since, it chained
// itself. anew reads it all the same.
func (w *Workspace) Prove(anew bool) (model.Proof, error) {
	if w.origin != nil { // what is proved is the file, and both have the same
		return w.origin.Prove(anew)
	}
	if p := w.proved; p != nil && !anew && (p.at == w.head || w.writable() == nil && len(p.Problems) == 0) {
		return p.Proof, nil
	}
	found, err := w.Verify("")
	if err != nil {
		return model.Proof{}, err
	}
	w.proved = found.of(w.head)
	return w.proved.Proof, nil
}

// of is the proof of the file as it was found at a head.
func (p Proof) of(at Head) *proved {
	found := &proved{at: at, Proof: model.Proof{Done: true}}
	for _, problem := range p.Problems {
		found.Problems = append(found.Problems, problem.Place+": "+problem.Text)
	}
	return found
}

// A proved is what was found of the file at a head.
type proved struct {
	model.Proof
	at Head
}

// A prover takes what a walk of the file brings, value by value, and replays the entries
// while the walk goes on. Of a record it keeps the SHA-256, which is its bytes for whoever
// compares. It wants the log before the parts of long entries, as the file has them.
type prover struct {
	replay
	entries chan logged
	work    sync.WaitGroup
	waiting []logged // from the first entry on whose parts are still to come
	stored  []byte   // the head as it is in the file
	records map[model.Kind][]recordSum
	asked   string // the head that was asked for, as it was written
	ended   bool
}

// A logged is an entry of the log; of a long one, as much as the parts so far have brought.
type logged struct {
	key, payload []byte
	parts, had   uint32 // how many there are and were; 0 for an entry in one piece
}

// A recordSum stands for a record as it is stored.
type recordSum struct {
	id  string
	rev uint64
	sum sum
}

// mostAhead is how many entries wait to be replayed: more than a walk brings meanwhile.
const mostAhead = 64

func newProver(oldHead string) *prover {
	p := &prover{entries: make(chan logged, mostAhead), records: map[model.Kind][]recordSum{}, asked: oldHead}
	p.state, p.oldHead = map[model.Key]replayed{}, strings.ToLower(strings.TrimSpace(oldHead))
	p.work.Go(func() {
		for e := range p.entries {
			p.step(e.key, e.payload)
		}
	})
	return p
}

// take sorts one value into its place; it keeps none of the bytes that it is given.
func (p *prover) take(bucket string, key []byte, rev uint64, payload []byte) error {
	switch {
	case bucket == bucketLog:
		p.entry(key, payload)
	case bucket == bucketPart:
		p.part(key, payload)
	case bucket == bucketMeta && string(key) == keyHead:
		p.stored = bytes.Clone(payload)
	case bucket != bucketMeta && bucket != bucketDraft:
		p.record(model.Key{Kind: model.Kind(bucket), ID: string(key)}, rev, sumOf(payload))
	}
	return nil
}

// entry has an entry replayed, once all before it are.
func (p *prover) entry(key, payload []byte) {
	e := logged{key: bytes.Clone(key)}
	if e.parts = partsOf(payload); e.parts == 0 || len(key) != seqSize {
		e.parts, e.payload = 0, bytes.Clone(payload)
	}
	p.waiting = append(p.waiting, e)
	p.pass(nil)
}

// mostRoom is how much room a long entry is given with its first part, before the others are
// seen. One whose parts are not there gets none: a page has room for a hundred of them.
const mostRoom = 16 << 20

// part adds a part to its entry, which is the first that waits if the parts are in order.
// Where one is missing, so is the rest, as for whoever reads the entry.
func (p *prover) part(key, payload []byte) {
	if len(key) != seqSize+4 {
		return
	}
	of, number := key[:seqSize], binary.BigEndian.Uint32(key[seqSize:])
	p.pass(of)
	if len(p.waiting) == 0 || !bytes.Equal(p.waiting[0].key, of) {
		return
	}
	if e := &p.waiting[0]; number == e.had && number < e.parts {
		if number == 0 && len(payload) == partSize {
			e.payload = make([]byte, 0, min(int(e.parts), mostRoom/partSize)*partSize)
		}
		e.payload, e.had = append(e.payload, payload...), e.had+1
	}
}

// pass sends on the entries that nothing more can come for: those before a long one, and
// long ones before the entry whose parts have begun to come.
func (p *prover) pass(begun []byte) {
	n := 0
	for n < len(p.waiting) && (p.waiting[n].parts == 0 || begun != nil && bytes.Compare(p.waiting[n].key, begun) < 0) {
		p.entries <- p.waiting[n]
		n++
	}
	if p.waiting = p.waiting[n:]; len(p.waiting) == 0 {
		p.waiting = nil
	}
}

func (p *prover) record(key model.Key, rev uint64, s sum) {
	p.records[key.Kind] = append(p.records[key.Kind], recordSum{key.ID, rev, s})
}

// stop lets the replay come to its end.
func (p *prover) stop() {
	if p.ended {
		return
	}
	p.ended = true
	for _, e := range p.waiting {
		p.entries <- e
	}
	close(p.entries)
	p.work.Wait()
}

// finish holds what the replay led to against the head and the records in the file.
func (p *prover) finish() Proof {
	p.stop()
	if p.stored != nil {
		p.compareHead(p.stored)
	}
	for _, kind := range model.Kinds {
		for _, rec := range p.records[kind] {
			p.compare(model.Key{Kind: kind, ID: rec.id}, rec)
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(p.state), func(a, b model.Key) int {
		return model.CompareIDs(a.ID, b.ID)
	}) {
		p.found(key.String(), "the history holds it, the register does not")
	}
	if p.oldHead != "" && !p.oldSeen {
		p.found("head "+p.asked, "is not part of this history: the register was rewritten since, or the head is of another one")
	}
	return p.proof
}

// A replay carries the state that the log leads to.
type replay struct {
	proof   Proof
	head    Head // after the entries so far
	state   map[model.Key]replayed
	oldHead string
	oldSeen bool
}

type replayed struct {
	sum sum
	seq uint64
}

// A sum is the SHA-256 of a record as it is encoded; the empty one stands for no record.
type sum [sha256.Size]byte

func sumOf(payload []byte) sum { return sha256.Sum256(payload) }

// UnmarshalCBOR reads the record into its sum.
func (s *sum) UnmarshalCBOR(payload []byte) error {
	*s = sumOf(payload)
	return nil
}

// A summedEntry is a logEntry of which the records were read into their sums: that of an
// import is as long as all that came in.
type summedEntry struct {
	logEntry
	Touched []summedTouch `cbor:"touched"`
}

// A summedTouch is a loggedTouch with the sums of its sides.
type summedTouch struct {
	Kind     string `cbor:"kind"`
	ID       string `cbor:"id"`
	Revision uint64 `cbor:"revision,omitempty"`
	Before   sum    `cbor:"before,omitempty"`
	After    sum    `cbor:"after,omitempty"`
}

// decodeSummed reads the entry that lies under a key of the log.
func decodeSummed(key, payload []byte) (e summedEntry, err error) {
	seq, err := seqOf(key)
	if err == nil {
		err = readEntry(seq, payload, &e, &e.Seq)
	}
	return e, err
}

func (r *replay) found(place, text string) {
	r.proof.Problems = append(r.proof.Problems, Problem{place, text})
}

// step checks one entry against the one before and takes over what it wrote.
func (r *replay) step(key, payload []byte) {
	r.proof.Entries++
	e, err := decodeSummed(key, payload)
	if err != nil {
		r.found("the history", err.Error())
		return
	}
	place := fmt.Sprintf("entry %d of the history", e.Seq)
	if next := r.head.Seq + 1; e.Seq != next {
		r.found(fmt.Sprintf("entry %d of the history", next), fmt.Sprintf("is missing: %d comes next", e.Seq))
	}
	if e.Prev != r.head.Hash {
		r.found(place, "does not follow from the one before: the chain is broken here")
	}
	if e.At < r.head.At {
		r.found(place, "is older than the one before")
	}
	for _, t := range e.Touched { // what the head goes by
		e.logEntry.Touched = append(e.logEntry.Touched, loggedTouch{Kind: t.Kind, ID: t.ID})
	}
	r.head = r.head.after(e.logEntry, hashOf(payload))
	r.oldSeen = r.oldSeen || r.matches()
	for _, t := range e.Touched {
		r.touch(place, e.Seq, t)
	}
}

// matches says whether the entry just taken is the head that was asked for.
func (r *replay) matches() bool {
	if r.oldHead == "" {
		return false
	}
	want := r.oldHead
	if n, hash, ok := strings.Cut(want, "-"); ok {
		if n != fmt.Sprint(r.head.Seq) {
			return false
		}
		want = hash
	}
	return len(want) >= 8 && strings.HasPrefix(fmt.Sprintf("%x", r.head.Hash), want)
}

func (r *replay) touch(place string, seq uint64, t summedTouch) {
	key := model.Key{Kind: model.Kind(t.Kind), ID: t.ID}
	was := r.state[key]
	if was.sum != t.Before || was.seq != t.Revision {
		r.found(place, "changes "+t.ID+" from something that it was not")
	}
	if t.After == (sum{}) {
		delete(r.state, key)
		return
	}
	r.state[key] = replayed{t.After, seq}
}

// compareHead holds the stored head against the end of the log, with all that
// it says of undo, redo and the next id.
func (r *replay) compareHead(payload []byte) {
	var h Head
	if err := decoding.Unmarshal(payload, &h); err != nil {
		r.found("the head", "cannot be read: "+err.Error())
		return
	}
	r.proof.Head = h.String()
	switch {
	case h.Seq != r.head.Seq || h.Hash != r.head.Hash:
		r.found("the head", fmt.Sprintf("says %s, the history ends at %s", h, r.head))
	case h != r.head:
		r.found("the head", "says something else than the history about undo, redo, the next id or the time")
	}
}

// compare holds a stored record against the replayed one.
func (r *replay) compare(key model.Key, rec recordSum) {
	r.proof.Records++
	want, ok := r.state[key]
	switch {
	case !ok:
		r.found(key.String(), "stands in the register, but no entry of the history made it")
	case want.sum != rec.sum:
		r.found(key.String(), fmt.Sprintf("is not what entry %d of the history made it", want.seq))
	case rec.rev != want.seq:
		r.found(key.String(), fmt.Sprintf("claims to stem from entry %d of the history, and stems from %d", rec.rev, want.seq))
	}
	delete(r.state, key)
}
