package model

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Snapshot is a name for a moment of the register: what it was after one entry
// of its history. The history holds all else.
type Snapshot struct {
	Name string `json:"name"`
	Seq  uint64 `json:"seq"` // the entry after which the register was so
	Day  string `json:"day"` // on which it was named, ISO
	By   string `json:"by,omitempty"`
	Note string `json:"note,omitempty"`
}

// Key is the name in lower case: names differ by more than the case of letters.
func (s *Snapshot) Key() Key { return Key{KindSnapshot, strings.ToLower(s.Name)} }

// Snapshots gives all snapshots in the order of their names.
func (r *Register) Snapshots() []*Snapshot { return othersOf[*Snapshot](r) }

// Snapshot finds one by its name in any case; nil if there is none.
func (r *Register) Snapshot(name string) *Snapshot {
	s, _ := r.records[Key{KindSnapshot, strings.ToLower(strings.TrimSpace(name))}].record.(*Snapshot)
	return s
}

// mostName bounds the name of a thing that people look for by its name, in bytes.
const mostName = 80

// TakeSnapshot names a moment. A name that is taken is refused: what a report
// cites must stay what it was.
func TakeSnapshot(s Snapshot) Edit {
	s.Name = strings.TrimSpace(s.Name)
	return Edit{Label: "take the snapshot " + short(s.Name), Do: func(d *Draft) error {
		if err := snapshotName(s.Name); err != nil {
			return err
		}
		for _, text := range []string{s.Note, s.By, s.Day} {
			if err := checkText("the snapshot", text); err != nil {
				return err
			}
		}
		if have, ok := d.Get(s.Key()).(*Snapshot); ok && have != nil {
			return fmt.Errorf("there is a snapshot %s already, of entry %d; choose another name", have.Name, have.Seq)
		}
		d.Put(&s)
		return nil
	}}
}

// FinalSnapshot names the moment of a final report by its day, with a number after it where
// the day has one already. seq is the entry that the report is about.
func FinalSnapshot(r *Register, seq uint64, day, by string) Snapshot {
	name := "report " + day
	for n := 2; r.Snapshot(name) != nil; n++ {
		name = fmt.Sprintf("report %s %d", day, n)
	}
	return Snapshot{Name: name, Seq: seq, Day: day, By: by, Note: "a final report was written"}
}

// snapshotName refuses what could be taken for something else, or not be typed.
func snapshotName(name string) error {
	switch {
	case name == "" || len(name) > mostName || !utf8.ValidString(name):
		return fmt.Errorf("a snapshot needs a name of at most %d bytes", mostName)
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) || r == '/' || r == '\\' }):
		return fmt.Errorf("the snapshot's name %q holds a sign that cannot be typed, or that paths are made of", name)
	case strings.EqualFold(name, "now") || strings.Trim(name, "0123456789-: ") == "":
		return fmt.Errorf("the snapshot's name %q would be taken for a moment; add a word to it", name)
	}
	return nil
}

// DropSnapshot forgets a name; the history keeps the moment.
func DropSnapshot(name string) Edit {
	return Edit{Label: "drop the snapshot " + short(name), Do: func(d *Draft) error {
		key := Key{KindSnapshot, strings.ToLower(strings.TrimSpace(name))}
		if d.Get(key) == nil {
			return fmt.Errorf("there is no snapshot %s; `parry snapshot` lists them", name)
		}
		return d.Remove(key)
	}}
}
