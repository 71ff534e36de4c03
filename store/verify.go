package store

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

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
	r := replay{state: map[model.Key]replayed{}, oldHead: strings.ToLower(strings.TrimSpace(oldHead))}
	places := append([]string{bucketLog, bucketMeta}, recordBuckets()...)
	if err := w.eachValue(places, r.take); err != nil {
		return r.proof, err
	}
	for _, key := range slices.SortedFunc(maps.Keys(r.state), func(a, b model.Key) int {
		return model.CompareIDs(a.ID, b.ID)
	}) {
		r.found(key.String(), "the history holds it, the register does not")
	}
	if r.oldHead != "" && !r.oldSeen {
		r.found("head "+oldHead, "is not part of this history: the register was rewritten since, or the head is of another one")
	}
	return r.proof, nil
}

// Prove is Verify for an answer, which asks again and again. A file that was found whole
// is not read again by the only parry that may write to it: what came since, it chained
// itself. anew reads it all the same.
func (w *Workspace) Prove(anew bool) (model.Proof, error) {
	if p := w.proved; p != nil && !anew && (p.at == w.head || w.writable() == nil && len(p.Problems) == 0) {
		return p.Proof, nil
	}
	found, err := w.Verify("")
	if err != nil {
		return model.Proof{}, err
	}
	p := &proved{at: w.head, Proof: model.Proof{Done: true}}
	for _, problem := range found.Problems {
		p.Problems = append(p.Problems, problem.Place+": "+problem.Text)
	}
	w.proved = p
	return p.Proof, nil
}

// A proved is what was found of the file at a head.
type proved struct {
	model.Proof
	at Head
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
	payload []byte
	seq     uint64
}

func (r *replay) found(place, text string) {
	r.proof.Problems = append(r.proof.Problems, Problem{place, text})
}

// take sorts one value into its place. The log comes first.
func (r *replay) take(bucket string, key []byte, rev uint64, payload []byte) error {
	switch {
	case bucket == bucketLog:
		r.step(key, payload)
	case bucket != bucketMeta:
		r.compare(model.Key{Kind: model.Kind(bucket), ID: string(key)}, rev, payload)
	case string(key) == keyHead:
		return r.compareHead(payload)
	}
	return nil
}

// step checks one entry against the one before and takes over what it wrote.
func (r *replay) step(key, payload []byte) {
	r.proof.Entries++
	e, err := decodeEntryAt(key, payload)
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
	r.head = r.head.after(e, hashOf(payload))
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

func (r *replay) touch(place string, seq uint64, t loggedTouch) {
	key := model.Key{Kind: model.Kind(t.Kind), ID: t.ID}
	was := r.state[key]
	if !bytes.Equal(was.payload, t.Before) || was.seq != t.Revision {
		r.found(place, "changes "+t.ID+" from something that it was not")
	}
	if t.After == nil {
		delete(r.state, key)
		return
	}
	r.state[key] = replayed{t.After, seq}
}

// compareHead holds the stored head against the end of the log, with all that
// it says of undo, redo and the next id.
func (r *replay) compareHead(payload []byte) error {
	var h Head
	if err := decoding.Unmarshal(payload, &h); err != nil {
		return fmt.Errorf("the head of the history cannot be read: %w", err)
	}
	r.proof.Head = h.String()
	switch {
	case h.Seq != r.head.Seq || h.Hash != r.head.Hash:
		r.found("the head", fmt.Sprintf("says %s, the history ends at %s", h, r.head))
	case h != r.head:
		r.found("the head", "says something else than the history about undo, redo, the next id or the time")
	}
	return nil
}

// compare holds a stored record against the replayed one.
func (r *replay) compare(key model.Key, rev uint64, payload []byte) {
	r.proof.Records++
	want, ok := r.state[key]
	switch {
	case !ok:
		r.found(key.String(), "stands in the register, but no entry of the history made it")
	case !bytes.Equal(want.payload, payload):
		r.found(key.String(), fmt.Sprintf("is not what entry %d of the history made it", want.seq))
	case rev != want.seq:
		r.found(key.String(), fmt.Sprintf("claims to stem from entry %d of the history, and stems from %d", rev, want.seq))
	}
	delete(r.state, key)
}
