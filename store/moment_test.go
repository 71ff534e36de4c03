package store

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parry/model"
)

// A moment is named by a day (to its end), a time, an entry, a snapshot or now;
// anything else, and a time before the register was begun, is told.
func TestMoments(t *testing.T) {
	clock := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	o := Options{By: "ann", Now: func() time.Time { return clock }}
	path := filepath.Join(quickDir(t), "r.db")
	if err := Create(path, makeEdit(), o); err != nil {
		t.Fatal(err)
	}
	w, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, day := range []int{16, 17, 19} {
		clock = time.Date(2026, 11, day, 23, 59, 59, 500, time.UTC)
		if _, err := w.Do(model.AddThreat("one more")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Do(model.TakeSnapshot(model.Snapshot{Name: "Board 3", Seq: 3, Day: "2026-11-19"})); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]uint64{
		"now": 5, " NOW ": 5, "1": 1, "4": 4, "board 3": 3, "Board 3": 3,
		"2026-11-16": 2, "2026-11-17": 3, "2026-11-18": 3, "2026-11-19": 5, "2030-01-01": 5,
		"2026-11-17T23:59:58Z": 2, "2026-11-17T23:59:59Z": 3, "2026-11-18T00:59:59+01:00": 3,
	} {
		if got, err := w.Moment(text); err != nil || got != want {
			t.Errorf("%q is entry %d, %v; want %d", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"0": "has no entry 0; it has 1 to 5", "6": "has no entry 6; it has 1 to 5",
		"2026-11-15": "the register was begun on 2026-11-16, after 2026-11-15",
		"yesterday":  `"yesterday" is no moment: use a day such as 2026-11-16, a time, a number of ` + "`parry log`, now, or a snapshot: Board 3",
		"":           "is no moment", "2026-13-01": "is no moment",
	} {
		if got, err := w.Moment(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is entry %d, %v; want %q", text, got, err, want)
		}
	}
	if _, err := w.At(9); err == nil {
		t.Error("an entry that is not there yet")
	}
	past, err := w.At(2)
	if at, isPast := past.Past(); err != nil || !isPast || at.Day() != 16 || past.Register().Len() != 1 {
		t.Errorf("%v %v %v", at, isPast, err)
	}
	if _, isPast := w.Past(); isPast {
		t.Error("today is past")
	}
}

// A name that a report may cite is never given twice, is told from a moment, and
// can be typed.
func TestSnapshotNames(t *testing.T) {
	path := filepath.Join(quickDir(t), "r.db")
	if err := Create(path, makeEdit(), Options{}); err != nil {
		t.Fatal(err)
	}
	w, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	take := func(name string) error {
		_, err := w.Do(model.TakeSnapshot(model.Snapshot{Name: name, Seq: 1, Day: "2026-11-16"}))
		return err
	}
	if err := take(" 2026-Q4 "); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"2026-q4": "there is a snapshot 2026-Q4 already, of entry 1", "": "needs a name", "now": "would be taken for a moment",
		"2026-11-16": "would be taken for a moment", "12": "would be taken for a moment", "a/b": "cannot be typed", "a\x1bb": "cannot be typed",
		strings.Repeat("x", 81): "at most 80 bytes",
	} {
		if err := take(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", name, err, want)
		}
	}
	if _, err := w.Do(model.DropSnapshot("2026-Q5")); err == nil || !strings.Contains(err.Error(), "there is no snapshot 2026-Q5") {
		t.Errorf("%v", err)
	}
	if _, err := w.Do(model.DropSnapshot("2026-q4")); err != nil || w.Register().Snapshot("2026-Q4") != nil {
		t.Errorf("%v", err)
	}
}
