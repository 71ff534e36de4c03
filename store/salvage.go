package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"parry/model"
)

// A Salvaged is what was found in a damaged register, and what was not.
type Salvaged struct {
	Records int      // in the new register
	Entries int      // of the history, kept as they were
	Lost    []string // a sentence for each thing that could not be read
}

// Salvage reads what it can of a damaged register, which it never writes to, into a
// new one. It believes neither headers nor tree: each page is searched for values
// whose checksum is right, and of each the newest revision counts. The history is
// kept up to its first gap; what later entries and the records themselves tell is
// brought in by one entry at the end, so the new register verifies.
func Salvage(from, to string, o Options) (Salvaged, error) {
	s := &salvage{values: map[storedAt]found{}, log: map[uint64][]byte{}}
	f, size, err := openRegular(from)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return Salvaged{}, &told{fmt.Sprintf("there is no file %s to salvage; name one that is there", from), os.ErrNotExist}
	case err != nil:
		return Salvaged{}, opening(from, err)
	}
	defer f.Close()
	s.scan(f, size)
	if sealed, _ := Sealed(from); sealed {
		return Salvaged{}, fmt.Errorf("%s is an encrypted backup, of which nothing can be read page by page; `parry restore` opens it with its passphrase or identity", from)
	}
	if len(s.values) == 0 {
		return Salvaged{}, fmt.Errorf("nothing of a register was found in %s; restore a backup", from)
	}
	if _, err := os.Lstat(to); err == nil {
		return Salvaged{}, alreadyThere(to)
	}
	temp := tempName(to)
	defer os.Remove(temp)
	if err := s.write(temp, o.filled()); err != nil {
		return Salvaged{}, fmt.Errorf("cannot salvage %s into %s: %w", from, to, whyNot(err))
	}
	if err := nameNew(temp, to); errors.Is(err, os.ErrExist) {
		return Salvaged{}, alreadyThere(to)
	} else if err != nil {
		return Salvaged{}, fmt.Errorf("cannot salvage %s into %s: %w", from, to, cause(err))
	}
	return s.got, settleName(to)
}

func alreadyThere(path string) error {
	return &told{fmt.Sprintf("%s is already there and stays as it is; name another file with -o", path), os.ErrExist}
}

// A storedAt is where a value belongs.
type storedAt struct{ bucket, key string }

// A found is the newest value of a place.
type found struct {
	rev     uint64
	payload []byte
}

// A salvage is one reading of a damaged file.
type salvage struct {
	values map[storedAt]found
	log    map[uint64][]byte // whole entries
	work   int64             // bytes that may still be read or summed
	room   int64             // bytes of values that may still be kept: a file has no more than it is long
	row    []byte            // the page being read
	last   string            // the bucket of the value before: most likely this one's too
	got    Salvaged

	removed map[model.Key]uint64 // by which entry, as far as the history tells
}

func (s *salvage) lost(format string, args ...any) {
	s.got.Lost = append(s.got.Lost, fmt.Sprintf(format, args...))
}

// scan looks at every page as if it were a leaf. Pages that are none hold no value
// with a right checksum.
func (s *salvage) scan(r io.ReaderAt, size int64) {
	w := walk{r: r}
	_, err := w.headers(size)
	if d := (*Damage)(nil); errors.As(err, &d) {
		what := d.What
		if d.Foreign {
			what = "the register has no header any more"
		}
		s.lost("%s: what was written last may be missing, and then nothing below tells of it", what)
	}
	page := int64(w.pageSize)
	if page < minPageSize || page > maxPageSize || page&(page-1) != 0 {
		page = pageSizeOf(r, size)
	}
	s.pages(r, size, page)
}

// pages reads every page of a size. A file that is made to cost hours runs out of work, one that
// is made to fill the memory out of room.
func (s *salvage) pages(r io.ReaderAt, size, page int64) {
	s.work, s.room = 200*size+1<<30, size
	head := make([]byte, pageHead)
	for at := int64(0); at < size; at += page {
		if at+pageHead > size || readFull(r, head, at) != nil {
			s.lost("page %d could not be read", at/page)
			continue
		}
		if binary.LittleEndian.Uint16(head[8:]) != kindLeaf {
			continue
		}
		run := min((int64(binary.LittleEndian.Uint32(head[12:]))+1)*page, size-at, maxRun)
		if s.work -= run; s.work < 0 {
			s.lost("what begins at page %d and after was not looked at: so much of the file claims to be in several places that reading all would take hours or all memory", at/page)
			return
		}
		data := room(&s.row, uint64(run))
		if readFull(r, data, at) != nil {
			s.lost("page %d could not be read", at/page)
			continue
		}
		if bad := s.leaf("", treePage{id: uint64(at / page), kind: kindLeaf, count: int(binary.LittleEndian.Uint16(head[10:])), data: data}); bad > 0 {
			s.lost("page %d: %d values are damaged; where no other copy is named below, their content may be gone", at/page, bad)
		}
	}
}

// mostProbed is how much of a file is looked at to find out what it is, in bytes.
const mostProbed = 1 << 20

// pageSizeOf is the size of a file's pages where no header tells it: each page knows its
// number, and begins at so many times the size. A file from another machine may have
// other pages than this one's.
func pageSizeOf(r io.ReaderAt, size int64) int64 {
	votes, best := map[int64]int{}, int64(os.Getpagesize())
	head := make([]byte, pageHead)
	for at := int64(0); at+pageHead <= min(size, mostProbed); at += minPageSize {
		if readFull(r, head, at) != nil {
			continue
		}
		id, kind := binary.LittleEndian.Uint64(head), binary.LittleEndian.Uint16(head[8:])
		if id < 2 || id > uint64(at) || at%int64(id) != 0 || kind != kindLeaf && kind != kindBranch && kind != kindFreeList {
			continue
		}
		page := at / int64(id)
		if page < minPageSize || page > maxPageSize || page&(page-1) != 0 {
			continue
		}
		if votes[page]++; votes[page] > votes[best] {
			best = page
		}
	}
	return best
}

// holdsValues says whether a file without a header begins as a register all the same.
func holdsValues(r io.ReaderAt, size int64) bool {
	s := &salvage{values: map[storedAt]found{}}
	size = min(size, mostProbed)
	s.pages(r, size, pageSizeOf(r, size))
	return len(s.values) > 0
}

// leaf takes the values of a page, and counts those that are damaged.
func (s *salvage) leaf(bucket string, p treePage) (bad int) {
	for e := entriesOf(p); e.left > 0; {
		got, wrong := e.next()
		switch {
		case wrong != "":
			return bad + e.left + 1
		case got.kind == entryBucket && bucket != "":
			bad++ // parry puts none into another, and a file made of them would fill the stack
		case got.kind == entryBucket:
			if in := got.value; len(in) >= bucketHead+pageHead && binary.LittleEndian.Uint64(in) == 0 {
				data := in[bucketHead:]
				bad += s.leaf(string(got.key), treePage{kind: kindLeaf, count: int(binary.LittleEndian.Uint16(data[10:])), data: data, inline: true})
			}
		case !s.value(bucket, got.key, got.value):
			bad++
		}
	}
	return bad
}

// value takes a value whose checksum is right for some bucket.
func (s *salvage) value(bucket string, key, value []byte) bool {
	names := append([]string{s.last}, buckets...)
	if bucket != "" {
		names = []string{bucket}
	}
	for _, name := range names {
		if s.work -= int64(len(value)); s.work < 0 {
			return false
		}
		rev, payload, err := unframe(name, key, value)
		if err != nil {
			continue
		}
		s.last = name
		at := storedAt{name, string(key)}
		if was, ok := s.values[at]; !ok || rev > was.rev || rev == was.rev && len(payload) > len(was.payload) {
			if s.room -= int64(len(payload) - len(was.payload)); s.room < 0 {
				s.work = 0
				return false
			}
			s.values[at] = found{rev, bytes.Clone(payload)}
		}
		return true
	}
	return false
}

// entries puts the long entries of the log together.
func (s *salvage) entries() (last uint64) {
	part := func(key []byte) ([]byte, error) { return s.values[storedAt{bucketPart, string(key)}].payload, nil }
	for at, v := range s.values {
		last = max(last, v.rev)
		if at.bucket != bucketLog || len(at.key) != 8 {
			continue
		}
		seq := binary.BigEndian.Uint64([]byte(at.key))
		if whole, err := wholeEntry([]byte(at.key), v.payload, part); err == nil {
			if _, err := decodeEntry(seq, whole); err == nil {
				s.log[seq] = whole
			}
		}
	}
	return last
}

// write makes the new register: the sound beginning of the history, the records it
// leads to, and one entry more with all else that was found.
func (s *salvage) write(path string, o Options) error {
	last := s.entries()
	state, head, cells := s.beginning()
	s.got.Entries = int(head.Seq)
	newest := s.newest(state)
	s.missing(newest)
	s.behind(head.Seq, last)
	info := fileInfo{Schema: schemaVersion, Register: o.NewOp(), Created: o.Now().UnixNano()}
	var was fileInfo
	if decoding.Unmarshal(s.values[storedAt{bucketMeta, keyFile}].payload, &was) == nil && was.Register != "" {
		info.Register, info.Created = was.Register, was.Created
	}
	e, err := createEngine(path)
	if err != nil {
		return err
	}
	defer e.close()
	payload, err := encoding.Marshal(info)
	if err != nil {
		return err
	}
	cells = append(cells, cell{bucket: bucketMeta, key: []byte(keyFile), payload: payload})
	if head.Seq > 0 {
		if payload, err = encoding.Marshal(head); err != nil {
			return err
		}
		cells = append(cells, cell{bucket: bucketMeta, key: []byte(keyHead), put: head.Seq, payload: payload})
	}
	for at, v := range s.values {
		if at.bucket == bucketDraft {
			cells = append(cells, cell{bucket: bucketDraft, key: []byte(at.key), put: v.rev, payload: v.payload})
		}
	}
	if err := e.commit(cells, nobody); err != nil {
		return err
	}
	w := &Workspace{path: path, opts: o, info: info, engine: e, head: head, register: model.NewRegister()}
	all, revisions := records(state)
	w.register.Load(all, revisions, head.Next)
	s.got.Records = len(newest)
	at := w.now()
	c, err := model.Plan(w.register, s.rest(w.register, newest), o.By, at)
	if errors.Is(err, model.ErrNothing) {
		return nil
	}
	if err != nil {
		return err
	}
	for i, t := range c.Touched { // who changed a threat and when stays as it was
		if n, ok := newest[t.Key]; ok {
			c.Touched[i].After = n.rec
		}
	}
	_, err = w.save(c, logEntry{Under: head.Undo, At: at.UnixNano()})
	return err
}

// A salvagedRecord is a record, and the entry that wrote it; nil where that removed it.
type salvagedRecord struct {
	rec model.Record
	seq uint64
}

// beginning replays the history up to its first gap.
func (s *salvage) beginning() (state map[model.Key]salvagedRecord, head Head, cells []cell) {
	state = map[model.Key]salvagedRecord{}
	payloads := map[model.Key][]byte{}
	for {
		payload := s.log[head.Seq+1]
		if payload == nil {
			break
		}
		e, err := decodeEntry(head.Seq+1, payload)
		if err != nil || e.Prev != head.Hash {
			break
		}
		c, err := e.change()
		entry, errCells := entryCells(e.Seq, payload)
		if err != nil || errCells != nil {
			break
		}
		cells = append(cells, entry...)
		head = head.after(e, hashOf(payload))
		for i, t := range c.Touched {
			if t.After == nil {
				delete(state, t.Key)
				delete(payloads, t.Key)
				continue
			}
			state[t.Key], payloads[t.Key] = salvagedRecord{t.After, e.Seq}, e.Touched[i].After
		}
	}
	for key, r := range state {
		cells = append(cells, cell{bucket: string(key.Kind), key: []byte(key.ID), put: r.seq, payload: payloads[key]})
	}
	return state, head, cells
}

// newest is each record as the newest trace of it says, be it the record itself or
// an entry of the history behind the gap.
func (s *salvage) newest(state map[model.Key]salvagedRecord) map[model.Key]salvagedRecord {
	now := maps.Clone(state)
	for at, v := range s.values {
		key := model.Key{Kind: model.Kind(at.bucket), ID: at.key}
		if !slices.Contains(model.Kinds, key.Kind) {
			continue
		}
		rec, err := decodeRecord(key, v.payload)
		switch {
		case err != nil:
			s.lost("%v", err)
		case v.rev > now[key].seq:
			now[key] = salvagedRecord{rec, v.rev}
		}
	}
	removed := map[model.Key]uint64{}
	for seq, payload := range s.log {
		e, _ := decodeEntry(seq, payload)
		c, err := e.change()
		if err != nil {
			continue // the gap told of it
		}
		for _, t := range c.Touched {
			switch {
			case t.After == nil:
				removed[t.Key] = max(removed[t.Key], seq)
			case seq > now[t.Key].seq:
				now[t.Key] = salvagedRecord{t.After, seq}
			}
		}
	}
	for key, seq := range removed {
		if r, ok := now[key]; ok && r.seq < seq {
			delete(now, key)
		}
	}
	s.removed = removed
	return now
}

// missing names the threats of which no trace is left: numbers are given once and in
// order, so a number without a threat was removed, as an entry may tell, or is lost.
func (s *salvage) missing(newest map[model.Key]salvagedRecord) {
	known, last := map[uint64]bool{}, uint64(0)
	for key := range newest {
		if n, ok := model.ThreatNumber(key); ok {
			known[n], last = true, max(last, n)
		}
	}
	for key := range s.removed {
		if n, ok := model.ThreatNumber(key); ok {
			known[n], last = true, max(last, n)
		}
	}
	if last > mostNumbers {
		return // ids that somebody gave by hand
	}
	var gone []string
	for n := uint64(1); n <= last; n++ {
		if known[n] {
			continue
		}
		from := n
		for n < last && !known[n+1] {
			n++
		}
		if gone = append(gone, model.ThreatID(from)); n > from {
			gone[len(gone)-1] += " to " + model.ThreatID(n)
		}
	}
	for run := range slices.Chunk(gone, 20) {
		s.lost("of %s nothing was found: removed before, or lost", strings.Join(run, ", "))
	}
}

// mostNumbers is how many numbers are counted through.
const mostNumbers = 10_000_000

// behind tells of the entries behind the sound beginning, up to the last one that anything
// found stems from. A value may name any number as that, so what is missing is told in runs.
func (s *salvage) behind(sound, last uint64) {
	before := sound
	gone := func(until uint64) {
		switch {
		case until <= before:
		case until == before+1:
			s.lost("entry %d of the history could not be read", until)
		default:
			s.lost("entries %d to %d of the history could not be read", before+1, until)
		}
	}
	for _, seq := range slices.Sorted(maps.Keys(s.log)) {
		if seq <= sound {
			continue
		}
		gone(seq - 1)
		s.lost("entry %d of the history is not in the chain any more; what it did is in the records", seq)
		before = seq
	}
	gone(last)
}

// rest is the edit that brings in what the beginning of the history does not hold.
func (s *salvage) rest(r *model.Register, newest map[model.Key]salvagedRecord) model.Edit {
	return model.Edit{Label: "salvage what was found behind the sound part of the history", Do: func(d *model.Draft) error {
		for _, rec := range r.All() {
			if _, ok := newest[rec.Key()]; !ok {
				if err := d.Remove(rec.Key()); err != nil {
					return err
				}
			}
		}
		for _, key := range slices.SortedFunc(maps.Keys(newest), func(a, b model.Key) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), model.CompareIDs(a.ID, b.ID))
		}) {
			if _, has := r.Get(key); newest[key].seq > has {
				d.Put(newest[key].rec)
			}
		}
		return nil
	}}
}

// records gives records and their revisions in one order, as a register loads them.
func records(state map[model.Key]salvagedRecord) (all []model.Record, revisions []uint64) {
	for _, r := range state {
		all, revisions = append(all, r.rec), append(revisions, r.seq)
	}
	return all, revisions
}
