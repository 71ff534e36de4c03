package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"parry/model"
)

// history gathers the whole log.
func history(t testing.TB, w *Workspace) (all []Entry) {
	t.Helper()
	if err := w.History(func(e Entry) bool { all = append(all, e); return true }); err != nil {
		t.Fatal(err)
	}
	return all
}

// steps carries out "undo" and "redo", and adds a threat for any other word.
func steps(t testing.TB, w *Workspace, words string) {
	t.Helper()
	for _, word := range strings.Fields(words) {
		var err error
		switch word {
		case "undo":
			_, err = w.Undo()
		case "redo":
			_, err = w.Redo()
		default:
			_, err = w.Do(model.AddThreat(word))
		}
		if err != nil {
			t.Fatalf("%s of %q: %v", word, words, err)
		}
	}
}

func titles(w *Workspace) string {
	var all []string
	for _, t := range w.Register().Threats() {
		all = append(all, t.Title)
	}
	return strings.Join(all, " ")
}

// The history holds one entry for everything that was done, taken back or done
// again, oldest first; each knows who, when and what, and the hash of the one
// before is in it.
func TestHistoryHoldsEverythingInOrder(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{By: "ben"})
	steps(t, w, "a b undo redo undo c")
	want := []struct {
		label  string
		act    Act
		target uint64
	}{{"make the register", Did, 0}, {"add a", Did, 0}, {"add b", Did, 0}, {"add b", Undid, 3}, {"add b", Redid, 3}, {"add b", Undid, 3}, {"add c", Did, 0}}
	all := history(t, w)
	if len(all) != len(want) {
		t.Fatalf("%d entries", len(all))
	}
	ops := map[string]bool{}
	for i, e := range all {
		if got := want[i]; e.Seq != uint64(i+1) || e.Label != got.label || e.Act != got.act || e.Target != got.target {
			t.Errorf("entry %d is %d %q, act %d on %d", i+1, e.Seq, e.Label, e.Act, e.Target)
		}
		if by := []string{"ann", "ben"}[min(i, 1)]; e.By != by || e.At.IsZero() || len(e.Touched) != 1 {
			t.Errorf("entry %d: by %q at %s, touched %d", i+1, e.By, e.At, len(e.Touched))
		}
		if ops[e.Op] || e.Op == "" {
			t.Errorf("entry %d: operation %q is no name of its own", i+1, e.Op)
		}
		ops[e.Op] = true
	}
	if last := all[len(all)-1]; w.Head().Hash != last.Hash {
		t.Error("the head is not the hash of the last entry")
	}
	looking := open(t, path, Options{ReadOnly: true})
	if !reflect.DeepEqual(history(t, looking), all) {
		t.Error("who only looks sees another history")
	}
}

// Each entry's hash is the SHA-256 of its stored bytes, which hold the hash of
// the one before: anybody can recompute the chain.
func TestTheChainCanBeRecomputed(t *testing.T) {
	w := open(t, newRegister(t), Options{})
	steps(t, w, "a b undo")
	all, prev, n := history(t, w), [32]byte{}, 0
	err := w.eachEntry(func(key, payload []byte) error {
		e, err := decodeEntryAt(key, payload)
		if e.Prev != prev {
			t.Errorf("entry %d does not hold the hash of the one before", e.Seq)
		}
		prev = sha256.Sum256(payload)
		if all[n].Hash != prev {
			t.Errorf("entry %d has another hash", e.Seq)
		}
		n++
		return err
	})
	if err != nil || n != 4 {
		t.Fatal(n, err)
	}
}

// Reading the history ends when the reader has seen enough.
func TestHistoryStopsOnRequest(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	steps(t, w, "a b c")
	for _, w := range []*Workspace{w, open(t, path, Options{ReadOnly: true})} {
		n := 0
		if err := w.History(func(Entry) bool { n++; return n < 2 }); err != nil || n != 2 {
			t.Errorf("saw %d, %v", n, err)
		}
	}
}

// Undo and redo walk two piles, as people expect: a new edit forgets what could
// be redone, but never what can be undone.
func TestUndoAndRedoPiles(t *testing.T) {
	for _, c := range []struct{ steps, titles, undo, redo string }{
		{"", "", "", ""},
		{"a", "a", "add a", ""},
		{"a undo", "", "", "add a"},
		{"a b undo", "a", "add a", "add b"},
		{"a b undo undo", "", "", "add a"},
		{"a b undo undo redo", "a", "add a", "add b"},
		{"a b undo undo redo redo", "a b", "add b", ""},
		{"a b undo undo redo redo undo", "a", "add a", "add b"},
		{"a b undo c", "a c", "add c", ""},
		{"a b undo c undo", "a", "add a", "add c"},
		{"a b undo c undo undo", "", "", "add a"},
		{"a b c undo undo redo undo undo redo redo redo undo", "a b", "add b", "add c"},
	} {
		path := newRegister(t)
		w := open(t, path, Options{})
		steps(t, w, c.steps)
		for _, when := range []string{"at once", "after a restart"} {
			if titles(w) != c.titles || w.UndoLabel() != c.undo || w.RedoLabel() != c.redo {
				t.Errorf("%q %s: %q, undo %q, redo %q", c.steps, when, titles(w), w.UndoLabel(), w.RedoLabel())
			}
			w.Close()
			w = open(t, path, Options{})
		}
		verifyClean(t, w, "")
	}
}

// What made the register cannot be undone.
func TestTheFirstEntryStays(t *testing.T) {
	w := open(t, newRegister(t), Options{})
	for _, words := range []string{"", "a undo", "b c undo undo"} {
		steps(t, w, words)
		if _, err := w.Undo(); !errors.Is(err, ErrNothingToUndo) || w.UndoLabel() != "" {
			t.Errorf("after %q: %v, offers %q", words, err, w.UndoLabel())
		}
	}
	if w.Register().Settings().Name != "test" {
		t.Error("the settings are gone")
	}
}

// An id is never given twice, whatever was removed or taken back, also after a
// restart.
func TestIDsAreNeverGivenTwice(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	steps(t, w, "a b undo")
	do(t, w, model.RemoveThreats("T-001"))
	w.Close()
	w = open(t, path, Options{})
	if c := do(t, w, model.AddThreat("c")); c.Touched[0].Key.ID != "T-003" {
		t.Errorf("gave %s", c.Touched[0].Key.ID)
	}
	do(t, w, put(&model.Threat{ID: "T-4711", Title: "from a file"}), model.RemoveThreats("T-4711"))
	w.Close()
	w = open(t, path, Options{})
	if c := do(t, w, model.AddThreat("d")); c.Touched[0].Key.ID != "T-4712" {
		t.Errorf("gave %s after T-4711", c.Touched[0].Key.ID)
	}
	verifyClean(t, w, "")
}

// A change comes back from the history as it was made, and undo gives back the
// very record, with its old stamp of who and when.
func TestUndoGivesBackTheVeryRecord(t *testing.T) {
	path := withThreats(t, 3)
	clock := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	w := open(t, path, Options{By: "ben", Now: func() time.Time { return clock }})
	before := w.Register().Threat("T-002")
	c := do(t, w, model.SetFields("T-002", set("title", "other"), set("atlas", ""), set("current_likelihood", "L")))
	if after := w.Register().Threat("T-002"); after.UpdatedBy() != "ben" || after.UpdatedAt() != "2030-01-01T00:00:00Z" {
		t.Errorf("changed by %s at %s", after.UpdatedBy(), after.UpdatedAt())
	}
	if all := history(t, w); !reflect.DeepEqual(all[len(all)-1].Change, c) {
		t.Errorf("made %+v\nread %+v", c, all[len(all)-1].Change)
	}
	w.Close()
	w = open(t, path, Options{By: "cem"})
	if _, err := w.Undo(); err != nil || !reflect.DeepEqual(w.Register().Threat("T-002"), before) {
		t.Errorf("undo gave %+v, %v", w.Register().Threat("T-002"), err)
	}
	if _, err := w.Redo(); err != nil || !reflect.DeepEqual(w.Register().Threat("T-002"), c.Touched[0].After) {
		t.Errorf("redo gave %+v, %v", w.Register().Threat("T-002"), err)
	}
}

// However the clock jumps, the times in the log never decrease.
func TestTimeNeverGoesBack(t *testing.T) {
	start := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	clock, latest := start, start
	path := newRegister(t)
	for _, jump := range []time.Duration{time.Hour, -time.Hour, -10 * 365 * 24 * time.Hour, 100 * 365 * 24 * time.Hour, -200 * 365 * 24 * time.Hour, 0} {
		if clock = clock.Add(jump); clock.After(latest) {
			latest = clock
		}
		w := open(t, path, Options{Now: func() time.Time { return clock }})
		steps(t, w, "a b undo redo")
		w.Close()
	}
	w := open(t, path, Options{ReadOnly: true})
	all := history(t, w)
	if !slices.IsSortedFunc(all, func(a, b Entry) int { return a.At.Compare(b.At) }) {
		t.Error("the times are out of order")
	}
	if last := all[len(all)-1].At; last.Before(latest) || last.After(latest.Add(time.Second)) {
		t.Errorf("the last entry is of %s, the clock once stood at %s", last, latest)
	}
	verifyClean(t, w, "")
}

// A step may be of any size: it is kept in parts, undone and redone as one, and
// the small edits after it cost no more than before.
func TestALargeStep(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	steps(t, w, "first")
	const n = 200
	do(t, w, model.Edit{Label: "import", Do: func(d *model.Draft) error {
		for range n {
			d.Put(&model.Threat{ID: d.NewThreatID(), Title: "large", Review: model.Review{ReviewMore: &model.ReviewMore{Notes: strings.Repeat("x", 20<<10)}}})
		}
		return nil
	}})
	size := len(readAll(t, path))
	steps(t, w, "a b c d e f")
	if grown := len(readAll(t, path)) - size; grown > 1<<20 {
		t.Errorf("six small edits made the file %d bytes longer", grown)
	}
	steps(t, w, "undo undo undo undo undo undo undo")
	w.Close()
	w = open(t, path, Options{})
	if w.RedoLabel() != "import" || titles(w) != "first" {
		t.Errorf("undone, and there is %q, redo would %q", titles(w), w.RedoLabel())
	}
	steps(t, w, "redo")
	if w.Register().Len() != n+1 {
		t.Errorf("%d threats", w.Register().Len())
	}
	for _, w := range []*Workspace{w, open(t, path, Options{ReadOnly: true})} {
		verifyClean(t, w, "")
		if e := history(t, w)[2]; len(e.Touched) != n || e.Label != "import" {
			t.Errorf("entry 3 is %q and touched %d", e.Label, len(e.Touched))
		}
	}
}

// Entries of every length around the one where parts begin come back as they
// were.
func TestEntriesAroundThePartSize(t *testing.T) {
	for _, size := range []int{0, 1, partSize - 1, partSize, partSize + 1, 2 * partSize, 3*partSize - 1} {
		payload := bytes.Repeat([]byte{0xA1}, size)
		cells, err := entryCells(7, payload)
		if err != nil || (len(cells) > 1) != (size > partSize) {
			t.Fatalf("%d bytes make %d cells, %v", size, len(cells), err)
		}
		last := cells[len(cells)-1]
		got, err := wholeEntry(last.key, last.payload, func(key []byte) ([]byte, error) {
			i := slices.IndexFunc(cells, func(c cell) bool { return c.bucket == bucketPart && bytes.Equal(c.key, key) })
			if i < 0 {
				return nil, nil
			}
			return cells[i].payload, nil
		})
		if err != nil || !bytes.Equal(got, payload) || last.bucket != bucketLog || !bytes.Equal(last.key, seqKey(7)) {
			t.Errorf("%d bytes came back as %d, %v", size, len(got), err)
		}
	}
}

// What lies under an entry was done before it, whatever the entry says: who counts down the pile
// comes to its end.
func TestUnderComesToAnEnd(t *testing.T) {
	for _, under := range []uint64{4, 5} {
		path := forgedRegister(t)
		forge(t, path, func(f forger) {
			e := f.entry(4)
			e.Under = under
			f.write(bucketLog, seqKey(4), 4, e)
		})
		if w := open(t, path, Options{}); w.Head().Undo != 4 || w.Under(4) != 0 {
			t.Errorf("under entry %d lies %d", w.Head().Undo, w.Under(4))
		}
	}
}
