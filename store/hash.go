package store

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"parry/model"
)

// Hash is the SHA-256 over every record of the register in order: two
// registers that say the same have the same hash, whatever their history.
func (w *Workspace) Hash() (string, error) {
	sum := sha256.New()
	var first error
	for done := range encodedRuns(w.register.All()) {
		run := <-done
		sum.Write(run.data)
		first = cmp.Or(first, run.err)
		runs.Put(run)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), first
}

// An encodedRun is some records as Hash takes them, one behind the other.
type encodedRun struct {
	data    []byte
	payload []byte // of the record being encoded
	err     error
}

var runs = sync.Pool{New: func() any { return new(encodedRun) }}

func (run *encodedRun) encode(records []model.Record) (err error) {
	for _, rec := range records {
		if run.payload, err = appendRecord(run.payload[:0], rec); err != nil {
			return err
		}
		key := rec.Key()
		run.data = fmt.Appendf(run.data, "%s\x00%s\x00%d\x00", key.Kind, key.ID, len(run.payload))
		run.data = append(run.data, run.payload...)
	}
	return nil
}

// encodedRuns encodes records on all processors and gives the runs in their order.
func encodedRuns(records []model.Record) <-chan chan *encodedRun {
	begun := make(chan chan *encodedRun, runtime.GOMAXPROCS(0))
	go func() {
		for some := range slices.Chunk(records, runLength) {
			done := make(chan *encodedRun, 1)
			begun <- done
			go func() {
				run := runs.Get().(*encodedRun)
				run.data = run.data[:0]
				run.err = run.encode(some)
				done <- run
			}()
		}
		close(begun)
	}()
	return begun
}
