package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"parry/model"
)

// A forger changes a register through bbolt, as somebody with write access and
// patience would: every frame it writes carries the right checksum.
type forger struct {
	t  testing.TB
	tx *bolt.Tx
}

// forge lets change loose on the file.
func forge(t testing.TB, path string, change func(f forger)) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockWait})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(func(tx *bolt.Tx) error {
		change(forger{t, tx})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (f forger) get(bucket string, key []byte) (rev uint64, payload []byte) {
	f.t.Helper()
	rev, payload, err := unframe(bucket, key, f.tx.Bucket([]byte(bucket)).Get(key))
	if err != nil {
		f.t.Fatal(err)
	}
	return rev, payload
}

func (f forger) put(bucket string, key []byte, rev uint64, payload []byte) {
	f.t.Helper()
	if err := f.tx.Bucket([]byte(bucket)).Put(key, frame(bucket, key, rev, payload)); err != nil {
		f.t.Fatal(err)
	}
}

func (f forger) delete(bucket string, key []byte) {
	f.t.Helper()
	if err := f.tx.Bucket([]byte(bucket)).Delete(key); err != nil {
		f.t.Fatal(err)
	}
}

// write puts a value in its encoding.
func (f forger) write(bucket string, key []byte, rev uint64, value any) {
	f.t.Helper()
	payload, err := encoding.Marshal(value)
	if err != nil {
		f.t.Fatal(err)
	}
	f.put(bucket, key, rev, payload)
}

func (f forger) entry(seq uint64) logEntry {
	f.t.Helper()
	_, payload := f.get(bucketLog, seqKey(seq))
	whole, _ := wholeEntry(seqKey(seq), payload, func(key []byte) ([]byte, error) {
		_, part := f.get(bucketPart, key)
		return part, nil
	})
	e, err := decodeEntry(seq, whole)
	if err != nil {
		f.t.Fatal(err)
	}
	return e
}

func (f forger) head() (h Head) {
	f.t.Helper()
	_, payload := f.get(bucketMeta, []byte(keyHead))
	if err := decoding.Unmarshal(payload, &h); err != nil {
		f.t.Fatal(err)
	}
	return h
}

func (f forger) threat(id string) (rev uint64, t *model.Threat) {
	f.t.Helper()
	rev, payload := f.get(string(model.KindThreat), []byte(id))
	rec, err := decodeRecord(model.Key{Kind: model.KindThreat, ID: id}, payload)
	if err != nil {
		f.t.Fatal(err)
	}
	return rev, rec.(*model.Threat)
}

// forgedRegister is a register of six entries and two threats: T-001 was last
// changed by entry 4, T-002 made by entry 3. Entry 5 is kept in parts.
func forgedRegister(t testing.TB) string {
	t.Helper()
	path := newRegister(t)
	w := open(t, path, Options{})
	steps(t, w, "one two")
	do(t, w, model.SetFields("T-001", set("title", "changed")))
	do(t, w, model.AddThreat("three", set("notes", strings.Repeat("x", 60<<10)), set("evidence", strings.Repeat("x", 60<<10)), set("detection", strings.Repeat("x", 60<<10))))
	steps(t, w, "undo")
	w.Close()
	return path
}

const threatBucket = string(model.KindThreat)

// A forgery is a change behind the history's back, and the place and text of the
// first problem that verify must find then.
type forgery struct {
	change func(f forger)
	want   string
}

var forgeries = map[string]forgery{
	"an entry was rewritten": {func(f forger) {
		e := f.entry(3)
		e.By = "somebody else"
		f.write(bucketLog, seqKey(3), 3, e)
	}, "entry 4 of the history: does not follow"},
	"the last entry was rewritten": {func(f forger) {
		e := f.entry(6)
		e.Label = "nothing happened"
		f.write(bucketLog, seqKey(6), 6, e)
	}, "the head: says 6-"},
	"an entry says that another value was there before": {func(f forger) {
		e := f.entry(4)
		e.Touched[0].Before = e.Touched[0].After
		f.write(bucketLog, seqKey(4), 4, e)
	}, "entry 4 of the history: changes T-001 from something"},
	"an entry says that it changed another version": {func(f forger) {
		e := f.entry(4)
		e.Touched[0].Revision = 1
		f.write(bucketLog, seqKey(4), 4, e)
	}, "entry 4 of the history: changes T-001 from something"},
	"an entry was dropped": {func(f forger) { f.delete(bucketLog, seqKey(3)) },
		"entry 3 of the history: is missing: 4 comes next"},
	"the first entry was dropped": {func(f forger) { f.delete(bucketLog, seqKey(1)) },
		"entry 1 of the history: is missing: 2 comes next"},
	"the tail was cut": {func(f forger) { f.delete(bucketLog, seqKey(6)) },
		"the head: says 6-"},
	"two entries were swapped": {func(f forger) {
		three, four := f.entry(3), f.entry(4)
		three.Seq, four.Seq = 4, 3
		f.write(bucketLog, seqKey(3), 3, four)
		f.write(bucketLog, seqKey(4), 4, three)
	}, "entry 3 of the history: does not follow"},
	"an entry was put in": {func(f forger) {
		e := f.entry(6)
		e.Seq = 7
		f.write(bucketLog, seqKey(7), 7, e)
	}, "entry 7 of the history: does not follow"},
	"an entry lies under another's number": {func(f forger) { f.write(bucketLog, seqKey(3), 3, f.entry(2)) },
		"the history: entry 3 of the history calls itself 2"},
	"an entry is no entry": {func(f forger) { f.put(bucketLog, seqKey(3), 3, []byte("nothing")) },
		"the history: entry 3 of the history cannot be read"},
	"a key is no number": {func(f forger) { f.write(bucketLog, []byte("last"), 3, f.entry(3)) },
		"the history: the history holds the key 6c617374"},
	"a part of a long entry was dropped": {func(f forger) { f.delete(bucketPart, partKey(seqKey(5), 1)) },
		"the history: entry 5 of the history cannot be read"},
	"a part of a long entry was changed": {func(f forger) {
		_, part := f.get(bucketPart, partKey(seqKey(5), 1))
		f.put(bucketPart, partKey(seqKey(5), 1), 5, bytes.Replace(part, []byte("xxx"), []byte("xyx"), 1))
	}, "entry 6 of the history: does not follow"},
	"the parts of a long entry are no number": {func(f forger) { f.write(bucketLog, seqKey(5), 5, 1<<40) },
		"the history: entry 5 of the history cannot be read"},
	"the clock went back": {func(f forger) {
		e := f.entry(6)
		e.At -= int64(1e18)
		f.write(bucketLog, seqKey(6), 6, e)
	}, "entry 6 of the history: is older"},
	"a record was changed": {func(f forger) {
		rev, threat := f.threat("T-001")
		threat.Title = "harmless"
		f.write(threatBucket, []byte("T-001"), rev, threat)
	}, "T-001: is not what entry 4 of the history made it"},
	"a record's revision was changed": {func(f forger) {
		_, threat := f.threat("T-002")
		f.write(threatBucket, []byte("T-002"), 2, threat)
	}, "T-002: claims to stem from entry 2"},
	"a record was taken out": {func(f forger) { f.delete(threatBucket, []byte("T-002")) },
		"T-002: the history holds it, the register does not"},
	"a record was put in": {func(f forger) { f.write(threatBucket, []byte("T-900"), 3, fullThreat("T-900")) },
		"T-900: stands in the register, but no entry"},
	"the settings were changed": {func(f forger) {
		f.write(string(model.KindSettings), []byte("register"), 1, &model.Settings{Name: "x"})
	}, "register: is not what entry 1"},
	"the head was set back": {func(f forger) {
		h := f.head()
		h.Seq = 5
		f.write(bucketMeta, []byte(keyHead), 5, h)
	}, "the head: says 5-"},
	"the head's hash was changed": {func(f forger) {
		h := f.head()
		h.Hash[31] ^= 1
		f.write(bucketMeta, []byte(keyHead), 6, h)
	}, "the head: says 6-"},
	"undo was turned elsewhere": {func(f forger) {
		h := f.head()
		h.Undo = 2
		f.write(bucketMeta, []byte(keyHead), 6, h)
	}, "the head: says something else"},
	"ids would be given again": {func(f forger) {
		h := f.head()
		h.Next--
		f.write(bucketMeta, []byte(keyHead), 6, h)
	}, "the head: says something else"},
}

// Whatever is changed behind the history's back, verify names it: entries,
// records and the head, even where every checksum was made right.
func TestVerifyFindsEveryForgery(t *testing.T) {
	for name, c := range forgeries {
		t.Run(name, func(t *testing.T) {
			path := forgedRegister(t)
			forge(t, path, c.change)
			for _, readOnly := range []bool{false, true} {
				w := open(t, path, Options{ReadOnly: readOnly})
				proof, err := w.Verify("")
				if err != nil || len(proof.Problems) == 0 {
					t.Fatalf("nothing found: %v", err)
				}
				first := proof.Problems[0]
				if got := first.Place + ": " + first.Text; !strings.HasPrefix(got, c.want) {
					t.Errorf("read-only %t: found %q", readOnly, got)
				}
				w.Close()
				w = open(t, path, Options{ReadOnly: readOnly, Prove: true})
				if kept := w.proved; kept == nil || !slices.Equal(kept.Problems, proof.of(w.Head()).Problems) {
					t.Errorf("read-only %t: on the way in it was found that %v", readOnly, kept)
				}
				w.Close()
			}
		})
	}
}

// A sound register is proved from end to end, and the proof says how much that
// was.
func TestVerifyCountsWhatItProved(t *testing.T) {
	path := forgedRegister(t)
	w := open(t, path, Options{})
	got := verifyClean(t, w, "")
	if got.Entries != 6 || got.Records != 3 || got.Head != w.Head().String() {
		t.Errorf("%+v", got)
	}
}

// A head printed earlier is found in the history that it was printed from, in
// each form in which it may have been written down, and in no other.
func TestVerifyKnowsOldHeads(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	steps(t, w, "a b")
	old := w.Head()
	steps(t, w, "c undo")
	hash := fmt.Sprintf("%x", old.Hash)
	for _, head := range []string{old.String(), hash, strings.ToUpper(hash), "3-" + hash, hash[:16], " " + old.String() + "\n", w.Head().String()} {
		verifyClean(t, w, head)
	}
	other := open(t, newRegister(t), Options{})
	steps(t, other, "a b")
	foreign := other.Head()
	flipped := old
	flipped.Hash[0] ^= 1
	for _, head := range []string{foreign.String(), fmt.Sprintf("%x", foreign.Hash), flipped.String(), "2-" + hash[:16], "3-", "3", hash[:4], "yesterday", hash + "00"} {
		proof, err := w.Verify(head)
		if err != nil || len(proof.Problems) != 1 || !strings.Contains(proof.Problems[0].Text, "not part of this history") {
			t.Errorf("head %q: %+v, %v", head, proof.Problems, err)
		}
	}
}

// A file of a later schema is named as such, whatever else is in it, and left
// as it was.
func TestANewerSchemaIsNamed(t *testing.T) {
	newer := fileInfo{Schema: schemaVersion + 1, Register: "r", Created: 1}
	for name, change := range map[string]func(f forger){
		"only the number": func(f forger) { f.write(bucketMeta, []byte(keyFile), 0, newer) },
		"more about the file": func(f forger) {
			f.write(bucketMeta, []byte(keyFile), 0, map[string]any{"schema": 2, "flavour": "new"})
		},
		"a new kind of record before all others": func(f forger) {
			f.write(bucketMeta, []byte(keyFile), 0, newer)
			f.bucket("aardvark")
			f.write("aardvark", []byte("A-1"), 1, map[string]any{"id": "A-1"})
		},
		"something new about the register": func(f forger) {
			f.write(bucketMeta, []byte(keyFile), 0, newer)
			f.put(bucketMeta, []byte("already"), 0, []byte{1})
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := forgedRegister(t)
			forge(t, path, change)
			refusedAndLeft(t, path, func(err error) bool { return strings.Contains(err.Error(), ErrNewer.Error()) })
		})
	}
}

func (f forger) bucket(name string) {
	f.t.Helper()
	if _, err := f.tx.CreateBucket([]byte(name)); err != nil {
		f.t.Fatal(err)
	}
}

// refusedAndLeft opens a file both ways, and expects the same refusal and the
// same bytes.
func refusedAndLeft(t *testing.T, path string, right func(error) bool) {
	t.Helper()
	before := string(readAll(t, path))
	for _, readOnly := range []bool{false, true} {
		w, err := Open(path, Options{ReadOnly: readOnly})
		if err == nil {
			w.Close()
			t.Errorf("read-only %t: opened", readOnly)
		} else if !right(err) {
			t.Errorf("read-only %t: %v", readOnly, err)
		}
	}
	if string(readAll(t, path)) != before {
		t.Error("the file was changed")
	}
}

// unknowns are things in a file that no parry of this schema wrote, and what the
// refusal must name.
var unknowns = map[string]forgery{
	"a field": {func(f forger) {
		f.write(threatBucket, []byte("T-001"), 4, map[string]any{"id": "T-001", "titel": "x"})
	}, "T-001 cannot be read"},
	"a field in other letters": {func(f forger) {
		f.write(threatBucket, []byte("T-001"), 4, map[string]any{"id": "T-001", "Title": "x"})
	}, "T-001 cannot be read"},
	"a field twice": {func(f forger) {
		f.put(threatBucket, []byte("T-001"), 4, []byte("\xa2\x62id\x65T-001\x62id\x65T-001"))
	}, "T-001 cannot be read"},
	"text that is none": {func(f forger) {
		f.put(threatBucket, []byte("T-001"), 4, []byte("\xa2\x62id\x65T-001\x65title\x61\xff"))
	}, "T-001 cannot be read"},
	"something behind the record": {func(f forger) {
		_, payload := f.get(threatBucket, []byte("T-001"))
		f.put(threatBucket, []byte("T-001"), 4, append([]byte(nil), append(payload, 0)...))
	}, "T-001 cannot be read"},
	"a record under another's id": {func(f forger) { f.write(threatBucket, []byte("T-001"), 4, fullThreat("T-002")) },
		"holds the record of T-002"},
	"a kind of record": {func(f forger) {
		f.bucket("aardvark")
		f.write("aardvark", []byte("A-1"), 1, map[string]any{"id": "A-1"})
	}, `no kind of record "aardvark"`},
	"something about the register": {func(f forger) { f.put(bucketMeta, []byte("mood"), 0, []byte{1}) },
		`"mood"`},
	"a field of the head": {func(f forger) {
		f.write(bucketMeta, []byte(keyHead), 6, map[string]any{"seq": 6, "mood": 1})
	}, "head"},
	"no head": {func(f forger) { f.delete(bucketMeta, []byte(keyHead)) },
		"does not say where its history stands"},
}

// What this parry does not know it refuses: a field that was dropped in
// silence would be gone with the next edit.
func TestUnknownThingsAreRefused(t *testing.T) {
	for name, c := range unknowns {
		t.Run(name, func(t *testing.T) {
			path := forgedRegister(t)
			forge(t, path, c.change)
			refusedAndLeft(t, path, func(err error) bool {
				return strings.Contains(err.Error(), c.want) && strings.Contains(err.Error(), "parry salvage")
			})
		})
	}
}

// The database of another program is called what it is, and nothing is written
// to it.
func TestAnotherProgramsDatabaseIsForeign(t *testing.T) {
	for name, fill := range map[string]func(tx *bolt.Tx) error{
		"empty": func(*bolt.Tx) error { return nil },
		"values of its own": func(tx *bolt.Tx) error {
			b, err := tx.CreateBucket([]byte("widgets"))
			if err == nil {
				err = b.Put([]byte("name"), []byte("a value with no checksum at all"))
			}
			return err
		},
		"our names, not our values": func(tx *bolt.Tx) error {
			b, err := tx.CreateBucket([]byte(bucketMeta))
			if err == nil {
				err = b.Put([]byte(keyFile), []byte("a value with no checksum at all"))
			}
			return err
		},
		"framed, but no register": func(tx *bolt.Tx) error {
			b, err := tx.CreateBucket([]byte(bucketDraft))
			if err == nil {
				err = b.Put([]byte("x"), frame(bucketDraft, []byte("x"), 0, []byte("x")))
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := otherDatabase(t, fill)
			refusedAndLeft(t, path, func(err error) bool {
				return strings.Contains(err.Error(), "other program") || strings.Contains(err.Error(), "another program")
			})
		})
	}
}

func otherDatabase(t *testing.T, fill func(tx *bolt.Tx) error) string {
	t.Helper()
	path := filepath.Join(quickDir(t), "other.db")
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Update(fill); err != nil {
		t.Fatal(err)
	}
	return path
}

// A register whose newest header page is damaged opens with a warning, and any
// edit mends it.
func TestOneDamagedHeaderIsSaid(t *testing.T) {
	path := forgedRegister(t)
	data := readAll(t, path)
	older, newer := 0, 4096
	if tx := func(at int) byte { return data[at+64] }; tx(0) > tx(4096) {
		older, newer = newer, older
	}
	data[newer+40] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	w := open(t, path, Options{})
	if !strings.Contains(w.Warning(), "the last edit may be missing") || w.Head().Seq != 5 {
		t.Fatalf("warning %q, head %s", w.Warning(), w.Head())
	}
	steps(t, w, "again")
	w.Close()
	w = open(t, path, Options{})
	if w.Warning() != "" {
		t.Errorf("after an edit still: %s", w.Warning())
	}
	verifyClean(t, w, "")
}

// Who asks for the proof when a register is opened has it at once, of long entries and
// short ones, and the file is not walked again for it.
func TestAFileIsProvedOnTheWayIn(t *testing.T) {
	path := forgedRegister(t)
	for _, readOnly := range []bool{true, false} {
		w := open(t, path, Options{ReadOnly: readOnly, Prove: true})
		kept := w.proved
		if p, err := w.Prove(false); err != nil || kept == nil || w.proved != kept || !p.Done || len(p.Problems) > 0 || kept.at != w.Head() {
			t.Errorf("read-only %t: %+v, %v", readOnly, p, err)
		}
		past, err := w.At(2)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := past.Prove(false); err != nil || w.proved != kept {
			t.Errorf("read-only %t: the register as it was is of the same file: %v", readOnly, err)
		}
		w.Close()
	}
}

// A proof is kept: a file that was found whole is not read again by the only parry that
// may write to it. Asked anew it is read, and a later asking says what was found.
func TestAProofIsKept(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	steps(t, w, "a b")
	if p, err := w.Prove(false); err != nil || !p.Done || len(p.Problems) > 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	kept := w.proved
	steps(t, w, "c")
	if _, err := w.Prove(false); err != nil || w.proved != kept {
		t.Errorf("the file was read again after an edit of ours: %v", err)
	}
	if _, err := w.Prove(true); err != nil || w.proved == kept || w.proved.at != w.Head() {
		t.Errorf("asked anew it was not read: %v", err)
	}
	w.proved.Problems = []string{"the history is torn"}
	if p, _ := w.Prove(false); len(p.Problems) != 1 {
		t.Errorf("a problem was forgotten: %v", p)
	}
	steps(t, w, "d")
	if p, _ := w.Prove(false); len(p.Problems) != 0 {
		t.Errorf("a file with a problem was not read again after an edit: %v", p)
	}
}

// Entries that count parts which are not there take no room for them.
func TestProvingEntriesWithoutTheirParts(t *testing.T) {
	const entries = 100
	count, err := encoding.Marshal(uint32(1<<32 - 1))
	if err != nil {
		t.Fatal(err)
	}
	used := gateMemory(func() {
		p := newProver("")
		for seq := range uint64(entries) {
			p.entry(seqKey(seq+1), count)
		}
		if found := p.finish().Problems; len(found) != entries {
			t.Errorf("found %v", found)
		}
	})
	if used > 1<<20 {
		t.Errorf("it took %d MB", used>>20)
	}
}
