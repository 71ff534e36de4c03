package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/fnv"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"parry/store/trial"
)

// gateFile reports whether bbolt may open the file at path: a regular file with
// a sound tree in which every value carries its right frame. An error is a
// *Damage, or the operating system's if the file could not be opened. Nobody may
// write to the file meanwhile; hold its lock.
func gateFile(path string) (walked, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return walked{}, err
	}
	defer f.Close()
	return walkFramed(f, size, nil)
}

// walkFile reads the whole file of the given size and calls visit for every
// value of every bucket, in the order of buckets and keys. What visit is given
// is only good until it returns. An error is a *Damage; one that visit returned
// is inside it.
func walkFile(r io.ReaderAt, size int64, visit func(bucket string, key, value []byte) error) (walked, error) {
	w := walk{r: r, visit: visit}
	return w.file(size)
}

// A gateSample is a sound register as bytes, and what is in it.
type gateSample struct {
	name    string
	data    []byte // up to the last page in use; bbolt's spare room is cut off
	content string
	info    walked
}

// gateStep is one transaction of a register's making.
type gateStep func(tx *bolt.Tx) error

// gatePuts writes the entries from to to of a bucket, framed, with payloads of size bytes.
func gatePuts(bucket string, from, to, size int) gateStep {
	return func(tx *bolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists([]byte(bucket))
		for i := from; i < to && err == nil; i++ {
			key, payload := gateKey(i), bytes.Repeat([]byte{byte(i), byte(tx.ID())}, size/2)
			err = b.Put(key, frame(bucket, key, uint64(tx.ID()), payload))
		}
		return err
	}
}

// gateDeletes removes every step-th entry from from to to of a bucket.
func gateDeletes(bucket string, from, to, step int) gateStep {
	return func(tx *bolt.Tx) error {
		for i := from; i < to; i += step {
			if err := tx.Bucket([]byte(bucket)).Delete(gateKey(i)); err != nil {
				return err
			}
		}
		return nil
	}
}

func gateKey(i int) []byte { return fmt.Appendf(nil, "T-%06d", i) }

// gateOpen opens a register as the store would, but without waiting for the disk.
func gateOpen(t testing.TB, path string, pageSize int, noFreeList bool) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{
		Timeout: time.Second, NoSync: true, NoGrowSync: true, PageSize: pageSize,
		NoFreelistSync: noFreeList, FreelistType: bolt.FreelistMapType,
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// gateMake makes a register, one transaction a step, and returns its path.
func gateMake(t testing.TB, pageSize int, noFreeList bool, steps ...gateStep) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "register.db")
	db := gateOpen(t, path, pageSize, noFreeList)
	defer db.Close()
	for _, step := range steps {
		if err := db.Update(step); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// gateSamples returns one register of each shape that bbolt gives a file.
func gateSamples(t testing.TB) []gateSample {
	many := []gateStep{gatePuts("threats", 0, 400, 150), gatePuts("assets", 0, 90, 40), gateDeletes("threats", 0, 400, 3)}
	for i := range 5 {
		many = append(many, gatePuts("threats", 60*i, 60*i+20, 130))
	}
	paths := []struct{ name, path string }{
		{"empty", gateMake(t, 4096, false)},
		{"empty buckets", gateMake(t, 4096, false, gatePuts("a", 0, 0, 0), gatePuts("b", 0, 0, 0))},
		{"inline buckets", gateMake(t, 4096, false, gatePuts("meta", 0, 3, 20), gatePuts("threats", 0, 2, 100))},
		{"several pages", gateMake(t, 4096, false, gatePuts("threats", 0, 60, 1000), gatePuts("log", 0, 30, 200))},
		{"three levels", gateMake(t, 1024, false, many...)},
		{"large values", gateMake(t, 4096, false, gatePuts("threats", 0, 5, 20_000), gatePuts("threats", 2, 3, 90_000))},
		{"large pages", gateMake(t, 64<<10, false, gatePuts("threats", 0, 200, 1000), gateDeletes("threats", 50, 90, 1))},
		{"no free list", gateMake(t, 1024, true, many...)},
		{"all deleted", gateMake(t, 1024, false, gatePuts("threats", 0, 300, 90), gateDeletes("threats", 0, 300, 1))},
	}
	var all []gateSample
	for _, p := range paths {
		all = append(all, gateLoad(t, p.name, p.path))
	}
	return append(all, gateBackup(t, paths[4].path))
}

// gateLoad reads a register that must be sound.
func gateLoad(t testing.TB, name, path string) gateSample {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content, info, err := gateLook(data)
	if err != nil || info.OneHeader {
		t.Fatalf("%s: sound register refused: %v %+v", name, err, info)
	}
	return gateSample{name, data[:info.Pages*gatePageSize(data)], content, info}
}

// gateBackup is a hot copy, whose two headers bbolt writes differently.
func gateBackup(t testing.TB, path string) gateSample {
	t.Helper()
	db := gateOpen(t, path, 0, false)
	defer db.Close()
	copied := filepath.Join(t.TempDir(), "backup.db")
	if err := db.View(func(tx *bolt.Tx) error { return tx.CopyFile(copied, 0o600) }); err != nil {
		t.Fatal(err)
	}
	return gateLoad(t, "backup", copied)
}

func gatePageSize(data []byte) int { return int(binary.LittleEndian.Uint32(data[24:])) }

// A gateDigest stands for all keys and values with their buckets, in order, and
// for the number of buckets.
type gateDigest struct{ hash.Hash }

func (d gateDigest) add(parts ...[]byte) {
	for _, part := range parts {
		binary.Write(d, binary.LittleEndian, uint32(len(part)))
		d.Write(part)
	}
}

func (d gateDigest) of(buckets int) string {
	return fmt.Sprintf("%d buckets %x", buckets, d.Sum(nil))
}

// gateLook is what the gate sees in data. It stops the test if that takes 5 s.
func gateLook(data []byte) (string, walked, error) {
	alarm := time.AfterFunc(5*time.Second, func() { panic("the walk took more than 5 s") })
	defer alarm.Stop()
	d := gateDigest{sha256.New()}
	info, err := walkFile(bytes.NewReader(data), int64(len(data)), func(bucket string, key, value []byte) error {
		d.add([]byte(bucket), key, value)
		_, _, err := unframe(bucket, key, value)
		return err
	})
	return d.of(len(info.Buckets)), info, err
}

// gateBolt is what bbolt's own cursors see.
func gateBolt(t testing.TB, db *bolt.DB) string {
	t.Helper()
	d, buckets := gateDigest{sha256.New()}, 0
	err := db.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			buckets++
			return b.ForEach(func(k, v []byte) error { d.add(name, k, v); return nil })
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return d.of(buckets)
}

// gateHolds checks the promise of a file that the gate let pass: bbolt sees in it
// what the walk saw, can edit it, and leaves a file that passes again.
func gateHolds(t testing.TB, data []byte, content string) {
	t.Helper()
	path := filepath.Join(quickDir(t), "passed.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	db := gateOpen(t, path, 0, false)
	if got := gateBolt(t, db); got != content {
		t.Errorf("bbolt sees %s\nthe walk saw %s", got, content)
	}
	err := db.Update(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			first, _ := b.Cursor().First()
			if err := b.Delete(first); first != nil && err != nil {
				return err
			}
			return gatePuts(string(name), 100, 130, 300)(tx)
		})
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Errorf("a file that passed cannot be edited: %v", err)
	}
	if _, err := gateFile(path); err != nil {
		t.Errorf("after an edit the file does not pass: %v", err)
	}
}

// gateRefused checks that an error is one sentence that names a fault and a way out.
func gateRefused(t testing.TB, err error) {
	t.Helper()
	var d *Damage
	if !errors.As(err, &d) || d.What == "" || d.Hint == "" {
		t.Fatalf("refused without a reason: %#v", err)
	}
	for _, r := range err.Error() {
		if r < ' ' || r == 0x7f || r == '\ufffd' {
			t.Fatalf("sentence with control characters: %q", err)
		}
	}
}

// gateRefusedOrSame checks that damaged data is refused, reported, or means the
// same; and that bbolt can live with what was not refused.
func gateRefusedOrSame(t testing.TB, was gateSample, damaged []byte, how string) (refused bool) {
	t.Helper()
	content, info, err := gateLook(damaged)
	switch {
	case err != nil:
		gateRefused(t, err)
		return true
	case info.OneHeader:
		gateHolds(t, damaged, content)
		return true
	case content != was.content && !info.NoFreeList: // without it the gate promises less
		t.Errorf("%s, %s: accepted with other content", was.name, how)
	}
	gateHolds(t, damaged, content)
	return false
}

// Every shape of file that bbolt writes passes, and can be edited after.
func TestGatePassesSoundRegisters(t *testing.T) {
	for _, s := range gateSamples(t) {
		gateHolds(t, s.data, s.content)
		if s.info.Values == 0 && s.name != "empty" && s.name != "empty buckets" && s.name != "all deleted" {
			t.Errorf("%s: no values seen", s.name)
		}
	}
}

// A value of 70 MiB passes, and so does the file without it: with more than 65,535
// free pages bbolt writes their list in another form.
func TestGatePassesAVeryLongFreeList(t *testing.T) {
	path := gateMake(t, 1024, false, gatePuts("threats", 0, 20, 100), gatePuts("log", 0, 1, 70<<20))
	if info, err := gateFile(path); err != nil || info.Values != 21 {
		t.Fatal(info, err)
	}
	db := gateOpen(t, path, 0, false)
	if err := errors.Join(db.Update(gateDeletes("log", 0, 1, 1)), db.Close()); err != nil {
		t.Fatal(err)
	}
	if info, err := gateFile(path); err != nil || info.FreePages <= 0xFFFF {
		t.Error(info, err)
	}
}

// Whatever was put and deleted in however many transactions, the walk sees what
// bbolt's cursors see, and the figures are right.
func TestWalkSeesWhatBboltSees(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(dir, "register.db")
		os.Remove(path)
		db := gateOpen(t, path, rapid.SampledFrom([]int{1024, 4096}).Draw(rt, "page size"), rapid.Bool().Draw(rt, "no free list"))
		defer db.Close()
		for range rapid.IntRange(1, 8).Draw(rt, "transactions") {
			if err := db.Update(gateRandomStep(rt)); err != nil {
				rt.Fatal(err)
			}
		}
		data, _ := os.ReadFile(path)
		content, info, err := gateLook(data)
		if err != nil {
			rt.Fatal(err)
		}
		if want := gateBolt(t, db); content != want {
			rt.Fatalf("the walk saw %s\nbbolt sees %s", content, want)
		}
		db.View(func(tx *bolt.Tx) error {
			if tx.ID() != int(info.TxID) || int(tx.Size())/gatePageSize(data) != info.Pages || info.OneHeader {
				rt.Fatalf("transaction %d, size %d, walked %+v", tx.ID(), tx.Size(), info)
			}
			return nil
		})
		if stats := db.Stats(); info.FreePages != stats.FreePageN+stats.PendingPageN {
			rt.Fatalf("%d free pages seen, bbolt has %d and %d", info.FreePages, stats.FreePageN, stats.PendingPageN)
		}
	})
}

// gateRandomStep draws a transaction of puts and deletes, in runs so that trees
// grow and shrink by whole pages, with the odd long key or large value.
func gateRandomStep(rt *rapid.T) gateStep {
	return func(tx *bolt.Tx) error {
		for range rapid.IntRange(1, 5).Draw(rt, "runs") {
			bucket := rapid.SampledFrom([]string{"assets", "log", "threats"}).Draw(rt, "bucket")
			from, n := rapid.IntRange(0, 300).Draw(rt, "from"), rapid.IntRange(0, 200).Draw(rt, "n")
			b, err := tx.CreateBucketIfNotExists([]byte(bucket))
			switch rapid.IntRange(0, 6).Draw(rt, "what") {
			case 0, 1:
				err = errors.Join(err, gatePuts(bucket, from, from+n, rapid.SampledFrom([]int{0, 40, 250}).Draw(rt, "size"))(tx))
			case 2, 3, 4:
				err = errors.Join(err, gateDeletes(bucket, from, from+n, rapid.IntRange(1, 3).Draw(rt, "step"))(tx))
			case 5:
				key := append(gateKey(from), bytes.Repeat([]byte("k"), n*10)...)
				err = errors.Join(err, b.Put(key, frame(bucket, key, 1, make([]byte, n*40))))
			case 6:
				err = errors.Join(err, tx.DeleteBucket([]byte(bucket)))
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// bbolt falls back to the older header without a word, and the last edit is gone.
// So no bit of either header may change unreported.
func TestEveryBitOfBothHeadersIsWatched(t *testing.T) {
	path := gateMake(t, 4096, false, gatePuts("threats", 0, 40, 300))
	before := gateLoad(t, "before", path)
	db := gateOpen(t, path, 0, false)
	if err := errors.Join(db.Update(gatePuts("threats", 7, 8, 310)), db.Close()); err != nil {
		t.Fatal(err)
	}
	after := gateLoad(t, "after", path)
	newest := int(after.info.TxID % 2)
	trial.Each(t, "header bits", 2*headerSize*8, 2*headerSize*8, func(t *trial.T) {
		page, bit := t.N/(headerSize*8), t.N%(headerSize*8)
		damaged := bytes.Clone(after.data)
		damaged[page*4096+bit/8] ^= 1 << (bit % 8)
		content, info, err := gateLook(damaged)
		switch {
		case err == nil && !info.OneHeader:
			t.Fatalf("header %d, bit %d changed and nothing said", page, bit)
		case err == nil && content != after.content && (page != newest || content != before.content):
			t.Fatalf("header %d, bit %d: content of neither edit", page, bit)
		case err == nil && bit%32 == 3:
			gateHolds(t, damaged, content)
		}
	})
}

// Without a sound header nothing is believed, and the sentence tells a damaged
// register from a file that never was one.
func TestBothHeadersGone(t *testing.T) {
	data := gateLoad(t, "", gateMake(t, 4096, false, gatePuts("threats", 0, 40, 300))).data
	for name, c := range map[string]struct {
		damage func(g gateBytes)
		want   string
	}{
		"flipped":      {func(g gateBytes) { g[60]++; g[4096+60]++ }, "both headers of the register are damaged"},
		"one is left":  {func(g gateBytes) { g[60]++; clear(g[4096:4200]) }, "both headers of the register are damaged"},
		"zeros":        {func(g gateBytes) { clear(g) }, "begins with zeros"},
		"other magic":  {func(g gateBytes) { g[16]++; g[4096+16]++ }, "not a parry register"},
		"version 3":    {func(g gateBytes) { g[20], g[4096+20] = 3, 3; g.seal() }, "format 3 of bbolt"},
		"swapped":      {func(g gateBytes) { swapPages(g, 4096) }, "both headers of the register are damaged"},
		"page size 0":  {func(g gateBytes) { g.u32(0, 24, 0); g.seal() }, "page size of 0 bytes"},
		"huge pages":   {func(g gateBytes) { g.u32(0, 24, 1<<17); g.seal() }, "page size of 131072 bytes"},
		"odd pages":    {func(g gateBytes) { g.u32(0, 24, 5000); g.seal() }, "page size of 5000 bytes"},
		"two sizes":    {func(g gateBytes) { g.u32(1, 24, 8192); g.seal() }, "differ in their page size"},
		"moved second": {func(g gateBytes) { g[60]++; copy(g[2048:], g[4096:4200]) }, "lies at the wrong place"},
		"no tree":      {func(g gateBytes) { g.headers(32, 0) }, "names no tree"},
		"root outside": {func(g gateBytes) { g.headers(32, 1<<40) }, "names no tree"},
		"no pages":     {func(g gateBytes) { g.headers(56, 0) }, "names no tree"},
		"endless":      {func(g gateBytes) { g.headers(56, 1<<63) }, "was cut off"},
		"endless past": {func(g gateBytes) { g.headers(64, noFreeList) }, "counts 18446744073709551615 transactions"},
		"list outside": {func(g gateBytes) { g.headers(48, 1<<40) }, "free list outside the file"},
	} {
		g := gateBytes(bytes.Clone(data))
		c.damage(g)
		_, _, err := gateLook(g)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func swapPages(data []byte, size int) {
	first := bytes.Clone(data[:size])
	copy(data, data[size:2*size])
	copy(data[size:], first)
}

// A changed bit in a page that is in use is refused, or lay where nothing is.
func TestFlippedBitsAreFound(t *testing.T) {
	samples := gateSamples(t)
	trial.Each(t, "flipped bits", 2000, 20_000, func(t *trial.T) {
		dice := t.Dice
		s := samples[dice.IntN(len(samples))]
		live := gateBytes(s.data).pages(t, 0)
		page, size := live[dice.IntN(len(live))], gatePageSize(s.data)
		bit := dice.IntN(size * 8)
		damaged := bytes.Clone(s.data)
		damaged[page*size+bit/8] ^= 1 << (bit % 8)
		if gateRefusedOrSame(t, s, damaged, fmt.Sprintf("page %d, bit %d", page, bit)) {
			t.Count("refused or reported", 1)
		}
	})
}

// Damage to the numbers that hold the tree together, where one bit does most:
// flipped bits, and wrong numbers that could be right.
func TestWrongNumbersInPageHeadsAreFound(t *testing.T) {
	samples := gateSamples(t)
	trial.Each(t, "wrong page heads", 300, 20_000, func(t *trial.T) {
		dice := t.Dice
		s := samples[dice.IntN(len(samples))]
		live := gateBytes(s.data).pages(t, 0)
		page, size := live[dice.IntN(len(live))], gatePageSize(s.data)
		damaged := bytes.Clone(s.data)
		head := damaged[page*size:][:pageHead+3*entryHead]
		for range 1 + dice.IntN(2) {
			if dice.IntN(2) == 0 {
				head[dice.IntN(len(head))] ^= 1 << dice.IntN(8)
			} else {
				binary.LittleEndian.PutUint32(head[4*dice.IntN(len(head)/4):], uint32(dice.IntN(s.info.Pages+2)))
			}
		}
		gateRefusedOrSame(t, s, damaged, fmt.Sprintf("head of page %d", page))
	})
}

// Headers with wrong numbers and right checksums, as only malice makes them, may
// show another tree of the same file, but one that bbolt can live with.
func TestForgedHeadersDoNoHarm(t *testing.T) {
	samples := gateSamples(t)
	trial.Each(t, "forged headers", 300, 20_000, func(t *trial.T) {
		dice := t.Dice
		s := samples[dice.IntN(len(samples))]
		forged := gateBytes(bytes.Clone(s.data))
		field := []int{24, 32, 48, 56, 64}[dice.IntN(5)] // page size, root, free list, pages, transaction
		value := []uint64{uint64(dice.IntN(s.info.Pages + 2)), noFreeList, 1 << dice.IntN(64)}[dice.IntN(3)]
		forged.u64(dice.IntN(2), field, value)
		forged.seal()
		if content, _, err := gateLook(forged); err == nil {
			gateHolds(t, forged, content)
			t.Count("passed", 1)
		} else {
			gateRefused(t, err)
		}
	})
}

// A file that was cut off anywhere is refused; bbolt would die of it.
func TestTruncatedRegistersAreRefused(t *testing.T) {
	for _, s := range gateSamples(t) {
		for at := 0; at < len(s.data); at += 512 {
			for _, size := range []int{at - 1, at, at + 1, at + 80} {
				if size < 0 || size >= len(s.data) {
					continue
				}
				_, _, err := gateLook(s.data[:size])
				if err == nil {
					t.Fatalf("%s: accepted with %d of %d bytes", s.name, size, len(s.data))
				}
				gateRefused(t, err)
			}
		}
	}
}

// Wherever a file is cut, and whatever fills the rest of its last sector.
func TestCutAnywhere(t *testing.T) {
	samples := gateSamples(t)
	trial.Each(t, "truncations", 200, 5000, func(t *trial.T) {
		s := samples[t.Dice.IntN(len(samples))]
		cut := bytes.Clone(s.data[:t.Dice.IntN(len(s.data))])
		if rest := len(cut) % 512; rest > 0 && t.Dice.IntN(2) == 0 {
			cut = append(cut, make([]byte, 512-rest)...)
		}
		if len(cut) >= len(s.data) {
			return // no byte is missing
		}
		if _, _, err := gateLook(cut); err == nil {
			t.Fatalf("%s: accepted with %d of %d bytes", s.name, len(cut), len(s.data))
		} else {
			gateRefused(t, err)
		}
	})
}

// A page written to the place of another is refused, or fell on a free page.
func TestMisplacedPagesAreFound(t *testing.T) {
	samples := gateSamples(t)
	trial.Each(t, "misplaced pages", 200, 5000, func(t *trial.T) {
		dice := t.Dice
		s := samples[dice.IntN(len(samples))]
		size := gatePageSize(s.data)
		from, to := dice.IntN(len(s.data)/size), dice.IntN(len(s.data)/size)
		damaged := bytes.Clone(s.data)
		copy(damaged[to*size:(to+1)*size], s.data[from*size:])
		gateRefusedOrSame(t, s, damaged, fmt.Sprintf("page %d over page %d", from, to))
	})
}

// A disk that lost the write of a page leaves an older page in its place. It may
// be sound by itself, so this is the limit of the gate: what it lets pass holds
// no value that was not once written at that very place. Whether it is the
// latest, only the history can tell.
func TestLostPagesBringBackNothingForeign(t *testing.T) {
	var moments []gateSample
	written := map[string]bool{}
	path := gateMake(t, 1024, false, gatePuts("threats", 0, 300, 100))
	for i := range 25 {
		db := gateOpen(t, path, 0, false)
		step := gatePuts("threats", 11*i, 11*i+5, 90+i)
		if i%4 == 3 {
			step = gateDeletes("threats", 10*i, 10*i+6, 1)
		}
		if err := errors.Join(db.Update(step), db.Close()); err != nil {
			t.Fatal(err)
		}
		s := gateLoad(t, fmt.Sprintf("moment %d", i), path)
		moments = append(moments, s)
		gateEach(s.data, func(place string) { written[place] = true })
	}
	trial.Each(t, "lost pages", 300, 5000, func(t *trial.T) {
		dice := t.Dice
		old := dice.IntN(len(moments) - 1)
		now := moments[old+1+dice.IntN(len(moments)-1-old)]
		damaged := bytes.Clone(now.data)
		at := gateDiffering(dice, moments[old].data, damaged)
		copy(damaged[at:at+1024], moments[old].data[at:])
		content, info, err := gateLook(damaged)
		if err != nil {
			gateRefused(t, err)
			return
		}
		gateHolds(t, damaged, content)
		gateEach(damaged, func(place string) {
			if !written[place] {
				t.Errorf("%s with a page of moment %d: holds %.20q, never written", now.name, old, place)
			}
		})
		if t.Count("passed", 1); content != now.content && !info.OneHeader {
			t.Count("passed with older content", 1)
		}
	})
}

// gateDiffering is the offset of some page of 1 KiB that is not the same in both.
func gateDiffering(dice *rand.Rand, a, b []byte) int {
	for {
		at := 1024 * dice.IntN(min(len(a), len(b))/1024)
		if !bytes.Equal(a[at:at+1024], b[at:at+1024]) {
			return at
		}
	}
}

func gateEach(data []byte, see func(place string)) {
	walkFile(bytes.NewReader(data), int64(len(data)), func(bucket string, key, value []byte) error {
		see(bucket + "\x00" + string(key) + "\x00" + string(value))
		return nil
	})
}

// gateBytes is a register being damaged on purpose.
type gateBytes []byte

func (g gateBytes) page(id int) []byte         { return g[id*gatePageSize(g):] }
func (g gateBytes) u16(id, at int, v uint16)   { binary.LittleEndian.PutUint16(g.page(id)[at:], v) }
func (g gateBytes) u32(id, at int, v uint32)   { binary.LittleEndian.PutUint32(g.page(id)[at:], v) }
func (g gateBytes) u64(id, at int, v uint64)   { binary.LittleEndian.PutUint64(g.page(id)[at:], v) }
func (g gateBytes) get16(id, at int) uint16    { return binary.LittleEndian.Uint16(g.page(id)[at:]) }
func (g gateBytes) get64(id, at int) uint64    { return binary.LittleEndian.Uint64(g.page(id)[at:]) }
func (g gateBytes) headers(at int, v uint64)   { g.u64(0, at, v); g.u64(1, at, v); g.seal() }
func (g gateBytes) put(id, at int, b []byte)   { copy(g.page(id)[at:], b) }
func (g gateBytes) get32(id, at int) uint32    { return binary.LittleEndian.Uint32(g.page(id)[at:]) }
func (g gateBytes) key(id, entry int) (at int) { return g.data(id, entry) }

// data is where the key of a leaf's or branch's entry begins in its page.
func (g gateBytes) data(id, entry int) int {
	head, pos := pageHead+entry*entryHead, 4
	if g.get16(id, 8) == kindBranch {
		pos = 0
	}
	return head + int(g.get32(id, head+pos))
}

// seal makes the checksums of both headers right again.
func (g gateBytes) seal() {
	for _, at := range []int{0, 1 << 10, 4 << 10, 64 << 10} {
		if len(g) < at+headerSize || binary.LittleEndian.Uint32(g[at+16:]) != 0xED0CDAED {
			continue
		}
		sum := fnv.New64a()
		sum.Write(g[at+16 : at+72])
		binary.LittleEndian.PutUint64(g[at+72:], sum.Sum64())
	}
}

// pages lists the pages in use of one kind, or of every kind if it is 0.
func (g gateBytes) pages(t testing.TB, kind uint16) (ids []int) {
	t.Helper()
	w := walk{r: bytes.NewReader(g), visit: func(string, []byte, []byte) error { return nil }}
	if _, err := w.file(int64(len(g))); err != nil {
		t.Fatal(err)
	}
	for id := range int(w.pages) {
		if w.used.has(uint64(id)) && (kind == 0 || id > 1 && g.get64(id, 0) == uint64(id) && g.get16(id, 8) == kind) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Each way in which a page can lie has its own sentence, and none takes long.
func TestLiesInTheTreeAreNamed(t *testing.T) {
	deep := gateSamples(t)[4]
	g := gateBytes(deep.data)
	list := g.pages(t, kindFreeList)[0]
	root := int(g.get64(int(deep.info.TxID%2), 32))
	leaves, branches := g.pages(t, kindLeaf), g.pages(t, kindBranch)
	leaf, branch := leaves[len(leaves)-1], 0
	for _, id := range branches { // one right above leaves
		if g.get16(int(g.get64(id, 24)), 8) == kindLeaf {
			branch = id
		}
	}
	free, beforeFree := int(g.get64(list, 24)), 0
	for i := range int(g.get16(list, 10)) {
		if before := int(g.get64(list, 16+8*i)) - 1; slices.Contains(leaves, before) {
			beforeFree = before
		}
	}
	for leaf == root || g.get16(leaf, 10) < 3 {
		leaves = leaves[:len(leaves)-1]
		leaf = leaves[len(leaves)-1]
	}
	for name, c := range map[string]struct {
		lie  func(g gateBytes)
		want string
	}{
		"self":            {func(g gateBytes) { g.u64(branch, 24, uint64(branch)) }, fmt.Sprintf("page %d of the register points at itself", branch)},
		"cycle":           {func(g gateBytes) { g.u64(branch, 24, uint64(root)) }, "used twice"},
		"shared child":    {func(g gateBytes) { g.u64(branch, 40, g.get64(branch, 24)) }, "used twice"},
		"header as child": {func(g gateBytes) { g.u64(branch, 24, 1) }, "points at page 1, which is outside the tree"},
		"outside":         {func(g gateBytes) { g.u64(branch, 24, 1<<50) }, "which is outside the tree"},
		"free child":      {func(g gateBytes) { g.u64(branch, 24, uint64(free)) }, "in use and listed as free"},
		"list as child":   {func(g gateBytes) { g.u64(branch, 24, uint64(list)) }, "used twice"},
		"wrong id":        {func(g gateBytes) { g.u64(leaf, 0, 3<<40) }, "calls itself page"},
		"no kind":         {func(g gateBytes) { g.u16(leaf, 8, 0) }, "is of kind 0x0"},
		"two kinds":       {func(g gateBytes) { g.u16(leaf, 8, 3) }, "is of kind 0x3"},
		"list in tree":    {func(g gateBytes) { g.u16(leaf, 8, kindFreeList) }, "is of kind 0x10"},
		"many entries":    {func(g gateBytes) { g.u16(leaf, 10, 0xFFFF) }, "more entries than room"},
		"no entries":      {func(g gateBytes) { g.u16(leaf, 10, 0) }, "a leaf that has lost its entries"},
		"no children":     {func(g gateBytes) { g.u16(branch, 10, 0) }, "branch with 0 children"},
		"one child":       {func(g gateBytes) { g.u16(branch, 10, 1) }, "branch with 1 children"},
		"fewer entries":   {func(g gateBytes) { g.u16(leaf, 10, g.get16(leaf, 10)-1) }, "out of its place"},
		"past the end":    {func(g gateBytes) { g.u32(leaf, 12, 1<<31) }, "past the end of the file"},
		"over a free one": {func(g gateBytes) { g.u32(beforeFree, 12, 1) }, "in use and listed as free"},
		"overlap":         {func(g gateBytes) { g.u32(leaf, 16+16+4, g.get32(leaf, 16+16+4)-1) }, "out of its place"},
		"no key":          {func(g gateBytes) { g.u32(leaf, 16+8, 0) }, "key of 0 bytes"},
		"long key":        {func(g gateBytes) { g.u32(leaf, 16+8, 1<<30) }, "key of 1073741824 bytes"},
		"long value":      {func(g gateBytes) { g.u32(leaf, 16+12, 1<<31) }, "runs past its end"},
		"odd entry":       {func(g gateBytes) { g.u32(leaf, 16, 6) }, "unknown kind 0x6"},
		"nested bucket":   {func(g gateBytes) { g.u32(leaf, 16, 1) }, "inside the bucket"},
		"loose value":     {func(g gateBytes) { g.u32(root, 16, 0) }, "outside of all buckets"},
		"counting":        {func(g gateBytes) { g.u64(root, g.data(root, 0)+len("assets")+8, 1) }, "counts in the bucket \"assets\""},
		"cut bucket":      {func(g gateBytes) { g.u32(root, 16+12, 9) }, "the bucket \"assets\" cut short"},
		"half a bucket":   {func(g gateBytes) { g.u64(root, g.data(root, 0)+len("assets"), 0) }, "without a proper leaf"},
		"wrong order":     {func(g gateBytes) { g.put(leaf, g.key(leaf, 1), []byte("A")) }, "keys out of order"},
		"wrong first key": {func(g gateBytes) { g.put(leaf, g.key(leaf, 0), []byte("S")) }, "does not begin with the key its parent"},
		"key of another":  {func(g gateBytes) { g.put(leaf, g.key(leaf, int(g.get16(leaf, 10))-1), []byte("U")) }, ""},
		"other value":     {func(g gateBytes) { g.page(leaf)[g.key(leaf, 0)+30]++ }, "holds a wrong value for \"T-"},
		"list of nothing": {func(g gateBytes) { g.u16(list, 10, 0) }, "neither in use nor free"},
		"list too long":   {func(g gateBytes) { g.u16(list, 10, 0xFFFE) }, "more entries than it has room for"},
		"list far longer": {func(g gateBytes) { g.u16(list, 10, 0xFFFF); g.u64(list, 16, 1<<61) }, "more entries than it has room for"},
		"list is no list": {func(g gateBytes) { g.u16(list, 8, kindLeaf) }, "should be the free list"},
		"list not in order": {func(g gateBytes) {
			a := g.get64(list, 16)
			g.u64(list, 16, g.get64(list, 24))
			g.u64(list, 24, a)
		}, "out of order"},
		"list of the used": {func(g gateBytes) { g.u16(list, 10, 1); g.u64(list, 16, uint64(leaf)) }, "in use and listed as free"},
		"list of itself":   {func(g gateBytes) { g.u16(list, 10, 1); g.u64(list, 16, uint64(list)) }, "lists itself"},
		"list of headers":  {func(g gateBytes) { g.u64(list, 16, 1) }, "page 1 out of order"},
	} {
		lying := gateBytes(bytes.Clone(g))
		c.lie(lying)
		_, _, err := gateLook(lying)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
			continue
		}
		gateRefused(t, err)
	}
}

// gateRaw makes a file from nothing: two headers, then pages from page 2 on,
// without a free list. Root is page 2.
func gateRaw(pages int) gateBytes {
	g := make(gateBytes, (2+pages)*1024)
	for id := range 2 {
		binary.LittleEndian.PutUint32(g[24:], 1024)
		g.u64(id, 0, uint64(id))
		g.u16(id, 8, kindHeader)
		for at, v := range map[int]uint32{16: 0xED0CDAED, 20: 2, 24: 1024, 32: 2, 56: uint32(2 + pages), 64: uint32(id)} {
			g.u32(id, at, v)
		}
		g.u64(id, 48, noFreeList)
	}
	for id := 2; id < 2+pages; id++ {
		g.u64(id, 0, uint64(id))
	}
	g.seal()
	return g
}

// A tree that only goes down ends at the depth limit, not with the stack.
func TestDeepTreesEnd(t *testing.T) {
	g := gateRaw(60)
	for id := 2; id < 62; id++ {
		g.u16(id, 8, kindBranch)
		g.u16(id, 10, 2)
		for i, key := range []byte{'a', byte(255 - id)} {
			head := pageHead + i*entryHead
			g.u32(id, head, uint32(pageHead+2*entryHead+i-head))
			g.u32(id, head+4, 1)
			g.u64(id, head+8, uint64(id+1+i))
			g.page(id)[pageHead+2*entryHead+i] = key
		}
	}
	if _, _, err := gateLook(g); err == nil || !strings.Contains(err.Error(), "levels deep") {
		t.Error(err)
	}
}

// The number of buckets is bounded: their names are kept.
func TestTooManyBucketsAreRefused(t *testing.T) {
	path := gateMake(t, 4096, false, func(tx *bolt.Tx) (err error) {
		for i := 0; i <= maxBuckets && err == nil; i++ {
			_, err = tx.CreateBucket(gateKey(i))
		}
		return err
	})
	if _, err := gateFile(path); err == nil || !strings.Contains(err.Error(), "more than 1000 buckets") {
		t.Error(err)
	}
}

// A gateSparse is a file of holes behind some bytes.
type gateSparse struct {
	data []byte
	size int64
}

func (s gateSparse) ReadAt(b []byte, at int64) (int, error) {
	clear(b)
	if at < int64(len(s.data)) {
		copy(b, s.data[at:])
	}
	return len(b), nil
}

// A small file that claims to be huge costs neither memory nor time.
func TestClaimsOfSizeCostNothing(t *testing.T) {
	const pages = 40 << 20 // of 1 KiB: 40 GiB
	g := gateRaw(1)
	g.u16(2, 8, kindLeaf)
	g.u32(2, 12, pages-10)
	g.headers(56, pages)
	used := gateMemory(func() {
		_, err := walkFile(gateSparse{g, pages << 10}, pages<<10, nil)
		if err == nil || !strings.Contains(err.Error(), "more than parry ever writes") {
			t.Error(err)
		}
	})
	if used > 20<<20 {
		t.Errorf("%d bytes", used)
	}
	if _, err := walkFile(gateSparse{g, 1 << 60}, 1<<60, nil); err == nil {
		t.Error("a file of 2^60 bytes passes")
	}
}

// Walking a register needs far less memory than the register is long.
func TestWalkNeedsLittleMemory(t *testing.T) {
	path := gateMake(t, 4096, false, gatePuts("threats", 0, 5000, 1100))
	var info walked
	used := gateMemory(func() { info, _ = gateFile(path) })
	if info.Values != 5000 || used > 64<<10 {
		t.Errorf("%d bytes for %d values on %d pages", used, info.Values, info.Pages)
	}
}

// gateMemory is how many bytes f takes from the heap.
func gateMemory(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// A gateFailing is a disk with one bad place.
type gateFailing struct {
	io.ReaderAt
	bad int64
	err error
}

func (f gateFailing) ReadAt(b []byte, at int64) (int, error) {
	if at <= f.bad && f.bad < at+int64(len(b)) {
		return 0, f.err
	}
	return f.ReaderAt.ReadAt(b, at)
}

// A page that the disk cannot read is named, and the disk's own error kept.
func TestUnreadablePagesAreNamed(t *testing.T) {
	bad := errors.New("input/output error")
	for _, s := range gateSamples(t) {
		size := gatePageSize(s.data)
		for _, page := range gateBytes(s.data).pages(t, 0) {
			_, err := walkFramed(gateFailing{bytes.NewReader(s.data), int64(page * size), bad}, int64(len(s.data)), nil)
			if !errors.Is(err, bad) {
				t.Errorf("%s, page %d: %v", s.name, page, err)
			}
			gateRefused(t, err)
		}
		_, err := walkFramed(gateFailing{bytes.NewReader(s.data), 0, nil}, int64(len(s.data)), nil)
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s, a disk that gives less than asked for: %v", s.name, err)
		}
		_, err = walkFramed(bytes.NewReader(s.data[:len(s.data)-1]), int64(len(s.data)), nil)
		if err != nil {
			gateRefused(t, err) // the file shrank while it was read
		}
	}
}

// What the visitor says about a value comes back with the value's place.
func TestVisitorsErrorKeepsItsPlace(t *testing.T) {
	s, bad := gateSamples(t)[3], errors.New("it has no title")
	_, err := walkFile(bytes.NewReader(s.data), int64(len(s.data)), func(bucket string, key, _ []byte) error {
		if bucket == "threats" && string(key) == "T-000007" {
			return bad
		}
		return nil
	})
	if !errors.Is(err, bad) || !strings.Contains(err.Error(), `holds a wrong value for "T-000007" in the bucket "threats": it has no title; `) {
		t.Error(err)
	}
}

// Each thing that is no register is told so in its own words, and nothing hangs.
func TestWhatIsNoRegister(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	file := func(name string, data []byte) {
		if err := os.WriteFile(at(name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	noise := make([]byte, 50_000)
	for i, dice := 0, rand.New(rand.NewPCG(1, 1)); i < len(noise); i++ {
		noise[i] = byte(dice.Uint32())
	}
	sound, err := os.ReadFile(gateMake(t, 4096, false, gatePuts("threats", 0, 3, 100)))
	if err != nil {
		t.Fatal(err)
	}
	file("empty", nil)
	file("noise", noise)
	file("text", []byte("# Threats\n"))
	file("zeros", make([]byte, 40_000))
	file("short", sound[:50])
	file("headless", sound[:5000])
	file("foreign", gateForeign(t, func(b *bolt.Bucket) error { return b.Put([]byte("kind"), []byte("note")) }))
	file("nested", gateForeign(t, func(b *bolt.Bucket) error { _, err := b.CreateBucket([]byte("in")); return err }))
	file("counting", gateForeign(t, func(b *bolt.Bucket) error { _, err := b.NextSequence(); return err }))
	for _, c := range []struct {
		path, want string
		foreign    bool
	}{
		{dir, "this is a directory", true},
		{os.DevNull, "this is a device", true},
		{at("empty"), "the file is empty", true},
		{at("noise"), "this is not a parry register", true},
		{at("text"), "this is not a parry register", true},
		{at("zeros"), "begins with zeros", false},
		{at("short"), "was cut off after 50 bytes", false},
		{at("headless"), "was cut off: it has 5000 bytes", false},
		{at("foreign"), "the database of another program", true},
		{at("nested"), "holds a bucket \"in\" inside the bucket \"notes\"", false},
		{at("counting"), "counts in the bucket \"notes\"", false},
	} {
		_, err := gateFile(c.path)
		var d *Damage
		if !errors.As(err, &d) || !strings.Contains(d.What, c.want) || d.Foreign != c.foreign {
			t.Errorf("%s: %v, want %q", filepath.Base(c.path), err, c.want)
		}
	}
	if _, err := gateFile(at("nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
}

// gateForeign is another program's database.
func gateForeign(t *testing.T, fill func(*bolt.Bucket) error) []byte {
	path := gateMake(t, 4096, false, func(tx *bolt.Tx) error {
		b, err := tx.CreateBucket([]byte("notes"))
		return errors.Join(err, fill(b))
	})
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A pipe whose other end nobody opened is refused at once.
func TestPipesDoNotHang(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := exec.Command("mkfifo", path).Run(); err != nil {
		t.Skip("no pipes here: ", err)
	}
	if _, err := gateFile(path); err == nil || !strings.Contains(err.Error(), "pipe (FIFO)") {
		t.Error(err)
	}
}

// A link to a register is followed and the register named; other links are errors.
func TestLinksAreResolved(t *testing.T) {
	dir := t.TempDir()
	path := gateMake(t, 4096, false, gatePuts("threats", 0, 3, 100))
	for name, target := range map[string]string{"link": path, "chain": "link", "dangling": "nowhere", "loop": "loop", "folder": dir} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip("no links here: ", err)
		}
	}
	want, err := filepath.EvalSymlinks(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"link", "chain"} {
		if got, err := gateFile(filepath.Join(dir, name)); err != nil || got.Values != 3 {
			t.Errorf("%s: %+v %v", name, got, err)
		}
		f, _, err := openRegular(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if f.Name() != want {
			t.Errorf("%s leads to %s, want %s", name, f.Name(), want)
		}
		f.Close()
	}
	for _, name := range []string{"dangling", "loop", "folder"} {
		if _, err := gateFile(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s passes", name)
		} else if name == "loop" && !strings.Contains(err.Error(), "name the file that is meant") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every value comes out of its frame as it went in, with its revision.
func TestWalkFramedHandsOnWhatWasFramed(t *testing.T) {
	path := gateMake(t, 4096, false, gatePuts("threats", 0, 40, 100), gatePuts("threats", 7, 8, 50))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	_, err = walkFramed(bytes.NewReader(data), int64(len(data)), func(bucket string, key []byte, rev uint64, payload []byte) error {
		tx, size := byte(2), 100
		if seen == 7 {
			tx, size = 3, 50
		}
		want := bytes.Repeat([]byte{byte(seen), tx}, size/2)
		if bucket != "threats" || !bytes.Equal(key, gateKey(seen)) || rev != uint64(tx) || !bytes.Equal(payload, want) {
			t.Errorf("%s %s %d %x", bucket, key, rev, payload)
		}
		seen++
		return nil
	})
	if err != nil || seen != 40 {
		t.Error(seen, err)
	}
}

// One wrong value among good ones is damage, not another program's file.
func TestOneWrongValueIsDamage(t *testing.T) {
	for _, which := range []int{0, 7, 39} {
		path := gateMake(t, 4096, false, gatePuts("threats", 0, 40, 100), func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("threats")).Put(gateKey(which), frame("threats", gateKey(5), 1, nil))
		})
		_, err := gateFile(path)
		var d *Damage
		if !errors.As(err, &d) || d.Foreign || !errors.Is(err, errFrameSum) || !strings.Contains(d.What, string(gateKey(which))) {
			t.Errorf("value %d: %v", which, err)
		}
	}
}

// Whatever the bytes are, the walk ends, says why it refused, and says the same
// again. That bbolt can live with what passes is for the tests above: its own
// code would draw the fuzzer away from ours.
func FuzzWalk(f *testing.F) {
	for _, steps := range [][]gateStep{
		{gatePuts("threats", 0, 3, 20)},
		{gatePuts("threats", 0, 12, 150), gatePuts("log", 0, 2, 1500), gateDeletes("threats", 0, 12, 3)},
	} {
		s := gateLoad(f, "seed", gateMake(f, 1024, false, steps...))
		f.Add(s.data, true)
	}
	f.Add([]byte(gateRaw(3)), false)
	f.Fuzz(func(t *testing.T, data []byte, seal bool) {
		if len(data) > 1<<20 {
			t.Skip()
		}
		if seal { // or hardly a changed file would get past its headers
			data = bytes.Clone(data)
			gateBytes(data).seal()
		}
		content, info, err := gateLook(data)
		if err != nil {
			gateRefused(t, err)
		}
		again, infoAgain, errAgain := gateLook(data)
		if content != again || info.TxID != infoAgain.TxID || fmt.Sprint(err) != fmt.Sprint(errAgain) {
			t.Errorf("first %+v %v, then %+v %v", info, err, infoAgain, errAgain)
		}
	})
}

// BenchmarkGate is the price of opening: a register as imported, and the same
// after a fifth of it was edited, which scatters its pages.
func BenchmarkGate(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		steps := []gateStep{}
		for i := 0; i < n; i += 5000 {
			steps = append(steps, gatePuts("threats", i, i+5000, 1100))
		}
		path := gateMake(b, 4096, false, steps...)
		b.Run(fmt.Sprintf("imported/%d", n), func(b *testing.B) { benchGate(b, path, n) })
		db := gateOpen(b, path, 4096, false)
		for i := range 50 {
			if err := db.Update(func(tx *bolt.Tx) error { return gateScatter(tx, i, n) }); err != nil {
				b.Fatal(err)
			}
		}
		db.Close()
		b.Run(fmt.Sprintf("edited/%d", n), func(b *testing.B) { benchGate(b, path, n) })
	}
}

func gateScatter(tx *bolt.Tx, round, n int) error {
	dice := rand.New(rand.NewPCG(uint64(round), 0))
	for range n / 250 {
		i := dice.IntN(n)
		if err := gatePuts("threats", i, i+1, 1100)(tx); err != nil {
			return err
		}
	}
	return nil
}

func benchGate(b *testing.B, path string, n int) {
	b.ReportAllocs()
	for b.Loop() {
		if info, err := gateFile(path); err != nil || info.Values != n {
			b.Fatal(info, err)
		}
	}
}
