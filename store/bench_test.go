package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"parry/model"
)

// sizes are how many threats there are.
var sizes = []int{20, 1_000, 10_000, 100_000}

// onDisk makes a register of n threats where syncing costs what it costs.
func onDisk(b *testing.B, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "register.db")
	if err := Create(path, makeEdit(), Options{}); err != nil {
		b.Fatal(err)
	}
	fill(b, path, n, fullThreat)
	return path
}

// retitle is a small edit of one of n threats, another each time.
func retitle(i, n int) model.Edit {
	return model.SetFields(model.ThreatID(uint64(1+i*7919%n)), set("title", fmt.Sprint("title ", i)))
}

// BenchmarkDo is one small edit, saved; "x-raw" is how often as long that takes
// as a bare bbolt transaction with values of the same size, "p99-ms" what 99 in 100
// stay under.
func BenchmarkDo(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			path := onDisk(b, n)
			w := open(b, path, Options{})
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				begun := time.Now()
				do(b, w, retitle(i, n))
				took = append(took, time.Since(begun))
			}
			each := b.Elapsed() / time.Duration(b.N)
			w.Close()
			slices.Sort(took)
			b.ReportMetric(took[(len(took)-1)*99/100].Seconds()*1000, "p99-ms")
			b.ReportMetric(float64(each)/float64(rawCommit(b, path, n)), "x-raw")
		})
	}
}

// rawCommit is how long bbolt alone takes for a record, an entry and a head.
func rawCommit(b *testing.B, path string, n int) time.Duration {
	b.Helper()
	var entry, head []byte
	forge(b, path, func(f forger) {
		_, last := f.get(bucketLog, seqKey(f.head().Seq))
		entry = frame(bucketLog, seqKey(1), 1, last)
		head = frame(bucketMeta, []byte(keyHead), 1, make([]byte, 80))
	})
	db, err := bolt.Open(path, 0o600, &bolt.Options{FreelistType: bolt.FreelistMapType})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	record := make([]byte, 1350)
	const rounds = 200
	start := time.Now()
	for i := range rounds {
		err := db.Update(func(tx *bolt.Tx) error {
			log := tx.Bucket([]byte(bucketLog))
			log.FillPercent = 0.95
			id := []byte(model.ThreatID(uint64(1 + i*7919%n)))
			if err := tx.Bucket([]byte(threatBucket)).Put(id, record); err != nil {
				return err
			}
			if err := log.Put(seqKey(uint64(1e6+i)), entry); err != nil {
				return err
			}
			return tx.Bucket([]byte(bucketMeta)).Put([]byte(keyHead), head)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start) / rounds
}

// BenchmarkImport is one edit of 10,000 threats in a new register, as an import makes it.
func BenchmarkImport(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		onDisk(b, 10_000)
	}
}

// BenchmarkUndo takes one edit back and does it again, in turn.
func BenchmarkUndo(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := open(b, onDisk(b, n), Options{})
			do(b, w, retitle(0, n))
			undone := false
			for b.Loop() {
				move := w.Undo
				if undone {
					move = w.Redo
				}
				if _, err := move(); err != nil {
					b.Fatal(err)
				}
				undone = !undone
			}
		})
	}
}

// BenchmarkOpen is the whole way from a file to a register that can be edited:
// lock, walk, checksums, decoding, bbolt; "x-raw" is how often as long that takes as bbolt
// alone to open the file and go over every value.
func BenchmarkOpen(b *testing.B) {
	for _, n := range sizes {
		path := withThreats(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w, err := Open(path, Options{})
				if err != nil {
					b.Fatal(err)
				}
				w.Close()
			}
			b.ReportMetric(float64(b.Elapsed()/time.Duration(b.N))/float64(rawScan(b, path)), "x-raw")
		})
	}
}

// rawScan is how long bbolt alone takes to open a file and go over every value.
func rawScan(b *testing.B, path string) time.Duration {
	b.Helper()
	const rounds = 20
	start := time.Now()
	for range rounds {
		db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
		if err != nil {
			b.Fatal(err)
		}
		values := 0
		err = db.View(func(tx *bolt.Tx) error {
			return tx.ForEach(func(_ []byte, bucket *bolt.Bucket) error {
				return bucket.ForEach(func(_, _ []byte) error { values++; return nil })
			})
		})
		if err := errors.Join(err, db.Close()); err != nil || values == 0 {
			b.Fatal(values, err)
		}
	}
	return time.Since(start) / rounds
}

// BenchmarkOpenProved is opening to look at what rests on a proof of the file.
func BenchmarkOpenProved(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		path := withThreats(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w, err := Open(path, Options{ReadOnly: true, Prove: true})
				if err != nil {
					b.Fatal(err)
				}
				w.Close()
			}
		})
	}
}

// BenchmarkHash is the hash of a register, as every report prints it.
func BenchmarkHash(b *testing.B) {
	w := open(b, withThreats(b, 10_000), Options{ReadOnly: true})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Hash(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoad is the walk and the decoding alone.
func BenchmarkLoad(b *testing.B) {
	path := withThreats(b, 10_000)
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	b.ReportAllocs()
	for b.Loop() {
		if l, err := loadAll(f, false); err != nil || l.register.Len() != 10_000 {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecode is one threat of about 1 KB.
func BenchmarkDecode(b *testing.B) {
	threat := fullThreat("T-001")
	payload, err := encoding.Marshal(threat)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(payload)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decodeRecord(threat.Key(), payload); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerify proves the history of a register of 10,000 threats.
func BenchmarkVerify(b *testing.B) {
	w := open(b, withThreats(b, 10_000), Options{})
	for b.Loop() {
		verifyClean(b, w, "")
	}
}

// An edit costs what it touches, whatever the size of the register: it copies
// neither the register nor a list of it.
func TestAnEditCostsWhatItTouches(t *testing.T) {
	cost := func(n int) (allocations, bytes float64) {
		path := newRegister(t)
		fill(t, path, n, func(id string) *model.Threat { return &model.Threat{ID: id, Title: "a threat of few words"} })
		w := open(t, path, Options{})
		i := 0
		edit := func() { do(t, w, retitle(i, n)); i++ }
		for range 20 {
			edit()
		}
		const rounds = 100
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range rounds {
			edit()
		}
		runtime.ReadMemStats(&after)
		return float64(after.Mallocs-before.Mallocs) / rounds, float64(after.TotalAlloc-before.TotalAlloc) / rounds
	}
	fewAllocations, fewBytes := cost(100)
	allocations, bytes := cost(10_000)
	t.Logf("%.0f allocations of %.0f bytes in all at 100 threats, %.0f of %.0f at 10,000", fewAllocations, fewBytes, allocations, bytes)
	if allocations > 1.5*fewAllocations || bytes > fewBytes+40_000 {
		t.Error("an edit grows with the register")
	}
}
