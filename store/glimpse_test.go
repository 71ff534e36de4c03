package store

import (
	"reflect"
	"testing"

	"parry/model"
	"parry/store/trial"
)

// A glimpse is the entry itself, cut: of small steps and of one in many parts, while the
// register is written, only looked at, or shown as it was.
func TestAGlimpseIsTheEntryCut(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	n := 3_000 // in some tens of parts
	if trial.Raced() {
		n = 600
	}
	do(t, w, model.Edit{Label: "import", Do: func(d *model.Draft) error {
		for range n {
			d.Put(fullThreat(d.NewThreatID()))
		}
		return nil
	}})
	do(t, w, model.SetFields("T-007", set("title", "after the import")))
	if _, err := w.Undo(); err != nil {
		t.Fatal(err)
	}
	look := func(name string, w *Workspace) {
		for seq := uint64(1); seq <= w.Head().Seq; seq++ {
			whole, err := w.Entry(seq)
			if err != nil {
				t.Fatal(err)
			}
			for _, most := range []int{0, 1, 40, mostHeld, mostHeld + 1, 500, n, 2 * n} {
				g, err := w.Glimpse(seq, most)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if want := whole.Glimpse(most); !reflect.DeepEqual(g, want) {
					t.Errorf("%s: of entry %d with at most %d records %d of %d are seen", name, seq, most, len(g.Touched), g.Total)
				}
				if w.engine == nil {
					continue
				}
				if _, _, ok := readGlimpse(beginning(t, w, seq), 0); !ok {
					t.Errorf("%s: entry %d is not known by its beginning", name, seq)
				}
			}
		}
		if _, err := w.Glimpse(w.Head().Seq+1, 0); err == nil {
			t.Errorf("%s: there is a glimpse of what never was", name)
		}
	}
	look("written", w)
	if label := w.RedoLabel(); label == "" {
		t.Error("what redo would do has no name")
	}
	then, err := w.At(w.Head().Seq - 1)
	if err != nil {
		t.Fatal(err)
	}
	look("as it was", then)
	w.Close()
	look("only looked at", open(t, path, Options{ReadOnly: true}))
}

// beginning is what lies in the first parts of an entry.
func beginning(t *testing.T, w *Workspace, seq uint64) []byte {
	t.Helper()
	payload, err := w.engine.get(bucketLog, seqKey(seq))
	if err == nil && partsOf(payload) > 0 {
		payload, err = w.storedPart(partKey(seqKey(seq), 0))
	}
	if err != nil {
		t.Fatal(err)
	}
	return payload
}

// An entry that counts parts which are not there is not looked for part by part.
func TestAGlimpseOfAnEntryWithoutItsParts(t *testing.T) {
	path := forgedRegister(t)
	forge(t, path, func(f forger) { f.write(bucketLog, seqKey(4), 4, 1<<20) })
	w := open(t, path, Options{})
	used := gateMemory(func() {
		if label := w.UndoLabel(); label != "" {
			t.Errorf("it is called %q", label)
		}
	})
	if used > 1<<20 {
		t.Errorf("it took %d MB", used>>20)
	}
}
