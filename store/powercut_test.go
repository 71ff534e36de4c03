package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"parry/model"
	"parry/store/trial"
)

// An image is the bytes of a register after an edit, and where its history stood.
type image struct {
	data []byte
	head Head
}

// images are a register after each of some edits, small and large, with what was large
// removed again so that pages come free and are used anew.
func images(t *testing.T) []image {
	path := withThreats(t, 40)
	w := open(t, path, Options{})
	defer w.Close()
	all := []image{{readAll(t, path), w.Head()}}
	for n := range 24 {
		id := model.ThreatID(uint64(1 + n))
		size := []int{20, 400, 9000, 60_000}[n%4]
		edits := []model.Edit{
			model.SetFields(id, set("notes", string(bytes.Repeat([]byte{byte('a' + n)}, size)))),
			model.SetFields(id, set("notes", "short again")),
			model.AddThreat(fmt.Sprint("threat ", n)),
		}
		do(t, w, edits[n%3])
		all = append(all, image{readAll(t, path), w.Head()})
	}
	return all
}

// Where the power goes during an edit, the register is as before it, or as after it once
// the header with the new state is whole: bbolt writes the pages in whatever order the
// disk likes, waits, and then writes one header.
func TestPowerCuts(t *testing.T) {
	t.Parallel()
	all := images(t)
	trial.Each(t, "power cuts", 3000, 100_000, func(t *trial.T) {
		n := t.Dice.IntN(len(all) - 1)
		before, after := all[n], all[n+1]
		cut, how := cutPower(t, before.data, after.data)
		path := filepath.Join(quickDir(t), "register.db")
		if err := os.WriteFile(path, cut, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := Open(path, Options{})
		if err != nil {
			t.Fatalf("edit %d, %s: %v", n, how, err)
		}
		defer w.Close()
		t.Count(how, 1)
		switch w.Head() {
		case before.head:
		case after.head:
			t.Count("as after the edit", 1)
			if how != tornHeader {
				t.Errorf("edit %d, %s: the edit is there before its header", n, how)
			}
		default:
			t.Errorf("edit %d, %s: neither before nor after", n, how)
		}
		if t.N%10 == 0 { // the whole history is read; opening walked and decoded all records
			verifyClean(t, w, "")
		}
	})
}

const (
	someSectors = "with some sectors written"
	grownOnly   = "grown and cut back"
	tornHeader  = "with a torn header"
)

// cutPower gives a state that the disk may be left in between two images.
func cutPower(t *trial.T, before, after []byte) (cut []byte, how string) {
	page := os.Getpagesize()
	switch t.Dice.IntN(8) {
	case 0:
		cut, how = bytes.Clone(before), grownOnly // the new length was not kept, the pages that fit were
		writeSectors(t, cut[2*page:], after[2*page:], 2)
	case 1, 2, 3, 4:
		cut, how = grown(before, len(after)), someSectors
		writeSectors(t, cut[2*page:], after[2*page:], 1+t.Dice.IntN(8))
	default:
		cut, how = grown(before, len(after)), tornHeader
		copy(cut[2*page:], after[2*page:])
		newest := 0
		if bytes.Equal(before[:page], after[:page]) {
			newest = page
		}
		torn := t.Dice.IntN(headerSize + 8)
		if t.Dice.IntN(8) == 0 {
			torn = t.Dice.IntN(page + 1)
		}
		copy(cut[newest:newest+torn], after[newest:])
	}
	return cut, how
}

func grown(data []byte, size int) []byte {
	return append(bytes.Clone(data), make([]byte, max(0, size-len(data)))...)
}

// writeSectors writes about one in so many of the sectors that differ.
func writeSectors(t *trial.T, to, from []byte, oneIn int) {
	for at := 0; at+512 <= min(len(to), len(from)); at += 512 {
		if t.Dice.IntN(oneIn) == 0 {
			copy(to[at:at+512], from[at:])
		}
	}
}

// A disk that says it wrote and did not, of a real register: a page of one moment in
// another one. It is found at the opening, or by the history at the latest.
func TestLyingDisks(t *testing.T) {
	t.Parallel()
	all := images(t)
	page := os.Getpagesize()
	trial.Each(t, "writes that a disk only claimed", 300, 5000, func(t *trial.T) {
		n := 1 + t.Dice.IntN(len(all)-1)
		was, now := all[n-1], all[n]
		changed := changedPages(was.data, now.data, page)
		at := changed[t.Dice.IntN(len(changed))] * page
		data := bytes.Clone(now.data)
		copy(data[at:at+page], was.data[at:])
		path := filepath.Join(quickDir(t), "register.db")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := Open(path, Options{ReadOnly: true})
		if err != nil {
			t.Count("refused at the opening", 1)
			return
		}
		proof, err := w.Verify("")
		switch {
		case err != nil || len(proof.Problems) > 0:
			t.Count("found by the history", 1)
		case w.Head() == was.head && at < 2*page:
			t.Count("as before the edit, whole", 1) // its header never came: an honest disk can leave this
		case w.Head() == now.head:
			t.Count("a page that nothing stands on", 1)
		default:
			t.Errorf("edit %d, page %d: neither moment and nothing said", n, at/page)
		}
	})
}

// changedPages are the numbers of the pages that both have and that differ.
func changedPages(a, b []byte, size int) (changed []int) {
	for at := 0; at+size <= min(len(a), len(b)); at += size {
		if !bytes.Equal(a[at:at+size], b[at:at+size]) {
			changed = append(changed, at/size)
		}
	}
	return changed
}
