package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

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
