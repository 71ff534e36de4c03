package store

import (
	"bytes"
	"cmp"
	"fmt"
	"runtime"
	"sync"

	"parry/model"
)

// runLength is how many records are encoded in one go.
const runLength = 256

// encodeTouches encodes touches on all processors.
func encodeTouches(touches []model.Touch) ([]loggedTouch, error) {
	all, wrong := make([]loggedTouch, len(touches)), make([]error, len(touches))
	share := max(1, (len(touches)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	var work sync.WaitGroup
	for from := 0; from < len(touches); from += share {
		encode := func() {
			e := encoder{blind: texts{blind: true}}
			for i := from; i < min(from+share, len(touches)); i++ {
				all[i], wrong[i] = e.touch(touches[i])
			}
		}
		if len(touches) == 1 { // as most edits are
			encode()
			continue
		}
		work.Go(encode)
	}
	work.Wait()
	return all, cmp.Or(wrong...)
}

// An encoder encodes touches, in room that it uses again.
type encoder struct {
	text  []byte
	back  model.Threat
	blind texts
}

// touch encodes both sides of a touch. What is written is read back first: a record that the
// decoder refuses would lock everybody out.
func (e *encoder) touch(t model.Touch) (logged loggedTouch, err error) {
	logged = loggedTouch{Kind: string(t.Key.Kind), ID: t.Key.ID, Revision: t.Revision}
	if t.Before != nil {
		if e.text, err = appendRecord(e.text[:0], t.Before); err == nil {
			logged.Before = bytes.Clone(e.text)
		}
	}
	if t.After != nil && err == nil {
		if e.text, err = appendRecord(append(e.text[:0], make([]byte, frameHead)...), t.After); err == nil {
			logged.room = bytes.Clone(e.text)
			logged.After = logged.room[frameHead:]
			err = e.readable(t.Key, logged.After)
		}
	}
	if err != nil {
		err = fmt.Errorf("cannot write %s: %w", t.Key, err)
	}
	return logged, err
}

// readable says whether a record can be read back.
func (e *encoder) readable(key model.Key, payload []byte) error {
	if key.Kind == model.KindThreat {
		e.back = model.Threat{}
		q := quick{rest: payload, texts: &e.blind}
		if q.threat(&e.back); !q.wrong && len(q.rest) == 0 && e.back.ID == key.ID {
			return nil
		}
	}
	_, err := decodeStrictly(key, payload)
	return err
}

func encodeEntry(e logEntry) ([]byte, error) {
	payload, err := appendEntry(make([]byte, 0, e.size()), &e)
	if err == nil {
		var back passedEntry
		err = readEntry(e.Seq, payload, &back, &back.Seq)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot write %q to the history: %w", e.Label, err)
	}
	return payload, nil
}

// A passedEntry is a logEntry of which the records are passed over: they were read back
// one by one.
type passedEntry struct {
	logEntry
	Touched []struct {
		Kind     string `cbor:"kind"`
		ID       string `cbor:"id"`
		Revision uint64 `cbor:"revision,omitempty"`
		Before   passed `cbor:"before,omitempty"`
		After    passed `cbor:"after,omitempty"`
	} `cbor:"touched"`
}

type passed struct{}

func (*passed) UnmarshalCBOR([]byte) error { return nil }
