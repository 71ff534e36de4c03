package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"parry/model"
)

// many are threats that a file brings.
func many(n int) []model.Incoming {
	in := make([]model.Incoming, n)
	for i := range in {
		in[i] = model.Incoming{Threat: &model.Threat{Title: fmt.Sprint("threat ", i)}}
	}
	return in
}

// An edit that is saved beside the program is heard of step by step, can be looked past
// meanwhile, and is there as a whole when it is done.
func TestSavingBesideTheProgram(t *testing.T) {
	w := open(t, newRegister(t), Options{Backups: true})
	var report model.Merged
	s, err := w.Begin(model.Merge("import", many(500), &report))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(model.AddThreat("in between")); !errors.Is(err, ErrSaving) {
		t.Errorf("an edit in between: %v", err)
	}
	if err := w.SaveDraft("a", "b"); !errors.Is(err, ErrSaving) {
		t.Errorf("a draft in between: %v", err)
	}
	var steps []string
	last := 0
	s.Run(t.Context(), func(step string, done, of int) {
		if !slices.Contains(steps, step) {
			steps, last = append(steps, step), 0
		}
		if done < last || done > of {
			t.Errorf("%s: %d of %d after %d", step, done, of, last)
		}
		last = done
		if w.Register().Len() != 0 {
			t.Error("it shows before it is done")
		}
	})
	c, err := s.Done()
	if err != nil || len(c.Touched) != 500 || w.Register().Len() != 500 || w.Head().Seq != c.Seq {
		t.Fatalf("%v, %d touched, %d there", err, len(c.Touched), w.Register().Len())
	}
	if want := []string{StepCompare, StepPrepare, StepCopy, StepWrite}; !slices.Equal(steps, want) {
		t.Errorf("steps %q", steps)
	}
	if _, err := w.Undo(); err != nil || w.Register().Len() != 0 {
		t.Errorf("undo: %v", err)
	}
}

// Whoever leaves it at any step leaves the file as it was, and can go on working.
func TestSavingIsLeft(t *testing.T) {
	for _, at := range []string{StepCompare, StepPrepare, StepCopy, StepWrite} {
		for _, middle := range []int{0, 250} {
			w := open(t, newRegister(t), Options{Backups: true})
			before := w.Head()
			ctx, leave := context.WithCancel(t.Context())
			var report model.Merged
			s, err := w.Begin(model.Merge("import", many(500), &report))
			if err != nil {
				t.Fatal(err)
			}
			s.Run(ctx, func(step string, done, of int) {
				if step == at && done >= min(middle, of) {
					leave()
				}
			})
			if _, err := s.Done(); !errors.Is(err, context.Canceled) {
				t.Errorf("left at %s: %v", at, err)
			}
			if w.Register().Len() != 0 || w.Head() != before || w.ReadOnly() || w.sameHead() != nil {
				t.Errorf("left at %s: %d threats, head %v", at, w.Register().Len(), w.Head())
			}
			if _, err := w.Do(model.AddThreat("afterwards")); err != nil {
				t.Errorf("after it was left at %s: %v", at, err)
			}
		}
	}
}

// A try plans beside the program and saves nothing, where nothing may be saved too.
func TestTryBesideTheProgram(t *testing.T) {
	w := open(t, newRegister(t), Options{Backups: true})
	before := w.Head()
	var report model.Merged
	s := w.BeginTry(model.Merge("import", many(3), &report))
	s.Run(t.Context(), func(string, int, int) {})
	if c, err := s.Done(); err != nil || len(c.Touched) != 3 || len(report.Added) != 3 || w.Head() != before || w.Register().Len() != 0 {
		t.Errorf("%v, %+v", err, report)
	}
	if _, err := w.Do(model.AddThreat("x")); err != nil {
		t.Error(err)
	}
}

// What was tried is saved as it was, and worked out once: anew only if the register has changed
// since. It is stamped with the time at which it is saved.
func TestWhatWasTriedIsWorkedOutOnce(t *testing.T) {
	at := time.Now().UTC().Truncate(time.Second).Add(time.Hour) // after the register was made: time never goes back in it
	w := open(t, newRegister(t), Options{Now: func() time.Time { return at }})
	run := func(s *Saving) model.Change {
		t.Helper()
		s.Run(t.Context(), noTold)
		c, err := s.Done()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, changed := range []bool{false, true} {
		count := 0
		edit := model.AddThreat(fmt.Sprint("changed ", changed))
		do := edit.Do
		edit.Do = func(d *model.Draft) error { count++; return do(d) }
		tried := w.BeginTry(edit)
		seen := run(tried)
		want, id := 1, seen.Touched[0].Key.ID
		if changed {
			id = "T-003" // the one before is taken then
			if _, err := w.Do(model.AddThreat("between")); err != nil {
				t.Fatal(err)
			}
			want = 2
		}
		at = at.Add(time.Hour)
		s, err := w.BeginTried(tried)
		if err != nil {
			t.Fatal(err)
		}
		saved := run(s)
		if count != want || saved.Touched[0].Key.ID != id {
			t.Errorf("changed %v: worked out %d times, saved %s", changed, count, saved.Touched[0].Key.ID)
		}
		x := w.Register().Threat(id)
		if now := at.Format(time.RFC3339); x.UpdatedAt() != now || x.CreatedAt() != now || !saved.At.Equal(at) {
			t.Errorf("changed %v: stamped %s and %s at %s", changed, x.CreatedAt(), x.UpdatedAt(), now)
		}
		if was := seen.Touched[0].After.(*model.Threat); was.UpdatedAt() == x.UpdatedAt() {
			t.Error("what was seen was stamped anew in place")
		}
	}
	if err := w.sameHead(); err != nil {
		t.Error(err)
	}
}

func noTold(string, int, int) {}
