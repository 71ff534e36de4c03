package store

import (
	"runtime"
	"sync"

	"parry/model"
)

// Decoding takes as long again as the walk that brings the records, so a
// crew decodes on all processors while the walk goes on.
type crew struct {
	batches []*batch
	filling *batch
	work    *sync.WaitGroup
	places  chan *texts // one for each processor
	rooms   chan []byte // of batches that were decoded
	sums    bool        // sum up each record as it is stored
	summed  []sum       // of all records, in their order
}

// A batch is some records of one kind, gathered and then decoded in one go.
type batch struct {
	kind    model.Kind
	data    []byte // keys and payloads, one behind the other
	cuts    []cut
	records []model.Record
	summed  []sum // if it is to sum up
	err     error
}

// A cut says where a record ends in the data of its batch.
type cut struct {
	key, end int
	revision uint64
}

// batchSize is large enough for a hand-over to cost nothing, and small enough
// for every processor to get its share of a small register.
const batchSize = 64 << 10

func newCrew() crew {
	processors := runtime.GOMAXPROCS(0)
	c := crew{work: &sync.WaitGroup{}, places: make(chan *texts, processors), rooms: make(chan []byte, processors)}
	for range cap(c.places) {
		c.places <- newTexts()
	}
	return c
}

// add takes a copy of a record as it is stored.
func (c *crew) add(kind model.Kind, key []byte, revision uint64, payload []byte) {
	size := len(key) + len(payload)
	if b := c.filling; b != nil && (b.kind != kind || len(b.data)+size > cap(b.data)) {
		c.send()
	}
	if c.filling == nil {
		c.filling = &batch{kind: kind, data: c.room(size)}
	}
	b := c.filling
	b.data = append(append(b.data, key...), payload...)
	end := len(b.data)
	b.cuts = append(b.cuts, cut{end - len(payload), end, revision})
}

// room gives room for a batch, that of one which was decoded if there is any.
func (c *crew) room(size int) []byte {
	if size <= batchSize {
		select {
		case room := <-c.rooms:
			return room
		default:
		}
	}
	return make([]byte, 0, max(batchSize, size))
}

// leave keeps the room of a batch that was decoded for the next.
func (c *crew) leave(b *batch) {
	select {
	case c.rooms <- b.data[:0]:
	default:
	}
	b.data = nil
}

// send lets a processor decode what was gathered; it waits for one to be free.
func (c *crew) send() {
	b := c.filling
	c.filling, c.batches = nil, append(c.batches, b)
	place := <-c.places
	c.work.Go(func() {
		b.decode(place, c.sums)
		c.leave(b)
		c.places <- place
	})
}

func (b *batch) decode(texts *texts, sums bool) {
	b.records = make([]model.Record, 0, len(b.cuts))
	start := 0
	for _, cut := range b.cuts {
		rec, err := decodeStored(b.kind, b.data[start:cut.key], b.data[cut.key:cut.end], texts)
		if err != nil {
			b.err = err
			return
		}
		if sums {
			b.summed = append(b.summed, sumOf(b.data[cut.key:cut.end]))
		}
		b.records, start = append(b.records, rec), cut.end
	}
}

// finish waits for all and gives the records in the order in which they came,
// or what is wrong with the first that cannot be decoded.
func (c *crew) finish() (records []model.Record, revisions []uint64, err error) {
	if c.filling != nil {
		c.send()
	}
	c.work.Wait()
	all := 0
	for _, b := range c.batches {
		all += len(b.cuts)
	}
	records, revisions = make([]model.Record, 0, all), make([]uint64, 0, all)
	for _, b := range c.batches {
		if b.err != nil {
			return nil, nil, b.err
		}
		records, c.summed = append(records, b.records...), append(c.summed, b.summed...)
		for _, cut := range b.cuts {
			revisions = append(revisions, cut.revision)
		}
	}
	return records, revisions, nil
}
