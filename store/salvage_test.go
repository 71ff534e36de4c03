package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"parry/model"
	"parry/store/trial"
)

// salvaged writes data to a file, salvages it, and opens what came of it; the
// damaged file stays as it is, and the new register verifies.
func salvaged(t *testing.T, data []byte) (*Workspace, Salvaged) {
	t.Helper()
	dir := quickDir(t)
	from, to := filepath.Join(dir, "damaged.db"), filepath.Join(dir, "new.db")
	if err := os.WriteFile(from, data, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Salvage(from, to, Options{By: "ann"})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(readAll(t, from), data) {
		t.Error("the damaged file was changed")
	}
	w := open(t, to, Options{})
	verifyClean(t, w, "")
	return w, got
}

// Without headers everything is found again, removed records stay removed and the
// history is whole. Listed is that without them nobody knows whether the file was cut.
func TestSalvageWithoutHeaders(t *testing.T) {
	path := withThreats(t, 200)
	w := open(t, path, Options{})
	do(t, w, model.RemoveThreats("T-007"), model.SetFields("T-008", set("title", "changed")), put(fullThreat("T-201")))
	want, head := said(t, w.Register()), w.Head()
	w.Close()
	data := readAll(t, path)
	clear(data[:2*os.Getpagesize()])
	s, got := salvaged(t, data)
	if said(t, s.Register()) != want || s.Head() != head || len(got.Lost) != 1 || !strings.Contains(got.Lost[0], "both headers of the register are gone") {
		t.Errorf("head %s instead of %s, lost %q", s.Head(), head, got.Lost)
	}
}

// What is cut off a register takes the last edits with it, and what they replaced is
// still there: that is never given out as the register without a word.
func TestSalvageTellsOfACut(t *testing.T) {
	path := withThreats(t, 1)
	w := open(t, path, Options{})
	do(t, w, put(fullThreat("T-2")))
	want, head := said(t, w.Register()), w.Head()
	w.Close()
	whole, older := readAll(t, path), 0
	for size := len(whole) - 1; size > 3*os.Getpagesize(); size -= 500 {
		s, got := salvaged(t, whole[:size])
		if said(t, s.Register()) != want || s.Head().Seq < head.Seq {
			if older++; len(got.Lost) == 0 {
				t.Errorf("cut to %d of %d bytes: entry %d of %d, and nothing is said", size, len(whole), s.Head().Seq, head.Seq)
			}
		}
		s.Close()
	}
	if older == 0 {
		t.Error("no cut took anything: what is tried here proves nothing")
	}
}

// A register of a machine with larger pages is read in its own, though no header says
// how large they are.
func TestSalvageOfOtherPages(t *testing.T) {
	path := withThreats(t, 200)
	want := said(t, open(t, path, Options{ReadOnly: true}).Register())
	for _, size := range []int{1 << 10, 16 << 10, 64 << 10} {
		large := filepath.Join(quickDir(t), "large.db")
		from, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		to := gateOpen(t, large, size, false)
		if err := errors.Join(bolt.Compact(to, from, 0), to.Close(), from.Close()); err != nil {
			t.Fatal(err)
		}
		data := readAll(t, large)
		clear(data[:2*size])
		if _, _, err := gateLook(data); err == nil || !strings.Contains(err.Error(), "parry salvage") {
			t.Errorf("pages of %d: such a file is refused with %v", size, err)
		}
		s, _ := salvaged(t, data)
		if said(t, s.Register()) != want {
			t.Errorf("pages of %d: %d threats came back", size, s.Register().Len())
		}
		s.Close()
	}
}

// Files that are made to fill the stack or to cost hours do neither: buckets in buckets
// without end, and pages that all claim the rest of the file.
func TestSalvageOfHostileFiles(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(1 << 20)) // past it the program ends, beyond recover
	le := binary.LittleEndian
	leaf := func(b []byte, id uint64, over uint32) {
		le.PutUint64(b, id)
		le.PutUint16(b[8:], kindLeaf)
		le.PutUint16(b[10:], 1)
		le.PutUint32(b[12:], over)
	}
	const pages = 1024
	nested := make([]byte, pages*4096)
	leaf(nested[2*4096:], 2, pages-3)
	for at, left := 2*4096, len(nested)-2*4096; left > 200; {
		head := nested[at+pageHead:]
		le.PutUint32(head, entryBucket)
		le.PutUint32(head[4:], entryHead)
		le.PutUint32(head[8:], 1)
		left -= pageHead + entryHead + 1
		le.PutUint32(head[12:], uint32(left))
		head[entryHead] = 'b'
		at += pageHead + entryHead + 1 + bucketHead
		left -= bucketHead
		leaf(nested[at:], 0, 0)
	}
	greedy := make([]byte, pages*4096)
	for id := range uint64(pages) {
		leaf(greedy[id*4096:], id, pages-uint32(id)-1)
	}
	for name, data := range map[string][]byte{"nested": nested, "greedy": greedy} {
		s := &salvage{values: map[storedAt]found{}}
		s.scan(bytes.NewReader(data), int64(len(data)))
		if lost := strings.Join(s.got.Lost, "\n"); len(s.values) > 0 || !strings.Contains(lost, "no header") || name == "greedy" && !strings.Contains(lost, "was not looked at") {
			t.Errorf("%s: %d values, lost %.300s", name, len(s.values), lost)
		}
	}
}

// Values that all reach to the end of the file, each with a right checksum, do not fill the
// memory: a file holds no more than it is long.
func TestSalvageOfValuesInEachOther(t *testing.T) {
	le := binary.LittleEndian
	const pages, size = 1024, 1024
	data := make([]byte, pages*size)
	for id := pages - 1; id > 0; id-- { // the checksum of each is over those behind it
		page := data[id*size:]
		le.PutUint64(page, uint64(id))
		le.PutUint16(page[8:], kindLeaf)
		le.PutUint16(page[10:], 1)
		le.PutUint32(page[12:], uint32(pages-id-1))
		head, key := page[pageHead:], seqKey(uint64(id))
		value := head[entryHead+len(key):]
		le.PutUint32(head[4:], entryHead)
		le.PutUint32(head[8:], uint32(len(key)))
		le.PutUint32(head[12:], uint32(len(value)))
		copy(head[entryHead:], key)
		frameInPlace(value, bucketDraft, key, 1)
	}
	s := &salvage{values: map[storedAt]found{}}
	used := gateMemory(func() { s.pages(bytes.NewReader(data), int64(len(data)), size) })
	if used > 4<<20 || len(s.values) == 0 || !strings.Contains(strings.Join(s.got.Lost, " "), "was not looked at") {
		t.Errorf("%d values took %d MB, lost %q", len(s.values), used>>20, s.got.Lost)
	}
}

// With both headers and some pages of a register gone, the rest comes back: over several
// draws at least as many threats exact as promised, and what is lost is told.
func TestSalvageWithDestroyedPages(t *testing.T) {
	n, draws := 2000, trial.Of(5)
	if trial.Long() {
		n, draws = 10_000, 20
	}
	path := withThreats(t, n)
	w := open(t, path, Options{})
	want := map[string]*model.Threat{}
	for _, threat := range w.Register().Threats() {
		want[threat.ID] = threat
	}
	w.Close()
	whole := readAll(t, path)
	for _, c := range []struct{ percent, least float64 }{{0, 100}, {1, 98.9}, {5, 94}, {20, 78}} {
		sum := 0.0
		for draw := range draws {
			s, got := salvaged(t, withoutPages(whole, c.percent, uint64(draw)))
			exact := 0
			for _, threat := range s.Register().Threats() {
				if was := want[threat.ID]; was == nil {
					t.Errorf("%s was never there", threat.ID)
				} else if reflect.DeepEqual(was, threat) {
					exact++
				}
			}
			if exact < n && len(got.Lost) == 0 {
				t.Error("nothing is said of what was lost")
			}
			namesAllGone(t, s.Register(), want, got.Lost)
			s.Close()
			sum += 100 * float64(exact) / float64(n)
		}
		share := sum / float64(draws)
		t.Logf("%.0f %% of the pages destroyed: %.2f %% of %d threats exact, the mean of %d draws", c.percent, share, n, draws)
		if share < c.least && draws > 1 { // one draw may be an unlucky one
			t.Errorf("only %.2f %% came back", share)
		}
	}
}

// namesAllGone holds the list of what was lost to the threats that did not come back: it
// names each, alone or in a run.
func namesAllGone(t *testing.T, r *model.Register, want map[string]*model.Threat, lost []string) {
	t.Helper()
	named := map[uint64]bool{}
	most := uint64(0)
	for _, line := range lost {
		list, ok := strings.CutPrefix(strings.TrimSuffix(line, " nothing was found: removed before, or lost"), "of ")
		if !ok {
			continue
		}
		for _, run := range strings.Split(list, ", ") {
			from, to, several := strings.Cut(run, " to ")
			if !several {
				to = from
			}
			a, _ := model.ThreatNumber(model.Key{Kind: model.KindThreat, ID: from})
			b, _ := model.ThreatNumber(model.Key{Kind: model.KindThreat, ID: to})
			for n := a; n <= b; n++ {
				named[n] = true
			}
		}
	}
	for _, one := range r.Threats() {
		n, _ := model.ThreatNumber(one.Key())
		most = max(most, n)
	}
	for id, one := range want {
		n, _ := model.ThreatNumber(one.Key())
		if gone := r.Threat(id) == nil; n < most && gone != named[n] {
			t.Errorf("%s is gone: %v, and named: %v", id, gone, named[n])
		}
	}
}

// withoutPages gives a register without headers, and with noise in so many of its other
// pages.
func withoutPages(whole []byte, percent float64, draw uint64) []byte {
	size, data := os.Getpagesize(), bytes.Clone(whole)
	clear(data[:2*size])
	dice := rand.New(rand.NewPCG(draw, uint64(percent)))
	for at := 2 * size; at < len(data); at += size {
		if dice.Float64()*100 < percent {
			for i := range data[at : at+size] {
				data[at+i] = byte(dice.Uint32())
			}
		}
	}
	return data
}

// A gap in the history ends the part that is kept; what later entries did is still
// in the records, and the gap is named.
func TestSalvageBehindAGap(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	steps(t, w, "a b c d")
	want := said(t, w.Register())
	w.Close()
	data := readAll(t, path)
	payload := func() []byte {
		w := open(t, path, Options{ReadOnly: true})
		var body []byte
		_ = w.eachEntry(func(key, p []byte) error {
			if e, _ := decodeEntryAt(key, p); e.Seq == 3 {
				body = bytes.Clone(p)
			}
			return nil
		})
		return body
	}()
	for at := 0; ; { // every copy of the entry
		i := bytes.Index(data[at:], payload)
		if i < 0 {
			break
		}
		data[at+i] ^= 1
		at += i + 1
	}
	s, got := salvaged(t, data)
	if said(t, s.Register()) != want || got.Entries != 2 || len(got.Lost) == 0 {
		t.Errorf("entries %d, lost %q", got.Entries, got.Lost)
	}
}

// A record that claims to stem from an entry far behind all others is kept, and what is missing
// before that is told in a sentence and not in millions.
func TestSalvageOfARevisionThatIsMadeUp(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	steps(t, w, "a b")
	want := said(t, w.Register())
	w.Close()
	forge(t, path, func(f forger) {
		_, payload := f.get(threatBucket, []byte("T-001"))
		f.put(threatBucket, []byte("T-001"), 1<<20, bytes.Clone(payload))
	})
	s, got := salvaged(t, readAll(t, path))
	if lost := strings.Join(got.Lost, "\n"); said(t, s.Register()) != want || lost != "entries 4 to 1048576 of the history could not be read" {
		t.Errorf("%d records, lost %.300s", got.Records, lost)
	}
}

// What holds nothing of a register gives no register, and a file is never
// overwritten.
func TestSalvageOfNothing(t *testing.T) {
	dir := quickDir(t)
	from, to := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	noise := make([]byte, 40_000)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	if err := os.WriteFile(from, noise, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Salvage(from, to, Options{}); err == nil {
		t.Error("noise became a register")
	}
	if _, err := os.Stat(to); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, err := Salvage(newRegister(t), from, Options{}); !errors.Is(err, os.ErrExist) || !bytes.Equal(readAll(t, from), noise) {
		t.Errorf("a file was overwritten: %v", err)
	}
}

// No damage makes salvaging panic: it fails with a sentence, or what it makes
// verifies.
func TestSalvageOfFlippedRegisters(t *testing.T) {
	path := withThreats(t, 30)
	w := open(t, path, Options{})
	steps(t, w, "a b undo")
	w.Close()
	whole := readAll(t, path)
	trial.Each(t, "salvage of flipped bits", 60, 5000, func(t *trial.T) {
		data := bytes.Clone(whole)
		for range 1 + t.Dice.IntN(20) {
			data[t.Dice.IntN(len(data))] ^= 1 << t.Dice.IntN(8)
		}
		s, _ := salvaged(t.T, data)
		s.Close()
	})
}
