package model

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// toyMethod answers with the level it is told, so that an edit has a path to
// keep.
var toyMethod = Method{ID: "toy", Version: "1", Places: true, Rate: func(a Answers) Outcome {
	l, err := ParseLevel(a["level"])
	if err != nil {
		return Outcome{Problems: []string{err.Error()}}
	}
	return Outcome{Likelihood: l, Impact: l, Level: l, Path: []string{"level=" + l.String()}}
}}

// anyEdit draws an edit that may or may not fit the register.
func anyEdit(t *rapid.T, r *Register) Edit {
	id := rapid.SampledFrom([]string{"T-001", "T-002", "T-003", "T-004", "X-1"}).Draw(t, "id")
	switch rapid.IntRange(0, 7).Draw(t, "kind") {
	case 0:
		return AddThreat(rapid.StringN(0, 60, -1).Draw(t, "title"), anyAssignment(t))
	case 1, 2, 3:
		return SetFields(id, anyAssignment(t), anyAssignment(t))
	case 4:
		return RemoveThreats(id)
	case 5:
		return CopyRating(id, rapid.SampledFrom(States[:]).Draw(t, "from"), rapid.SampledFrom(States[:]).Draw(t, "to"))
	case 6:
		return Rate(id, rapid.SampledFrom(States[:]).Draw(t, "state"), toyMethod,
			Answers{"level": rapid.SampledFrom([]string{"", "L", "VH", "?"}).Draw(t, "answer")})
	}
	in := Incoming{Threat: &Threat{ID: id, Title: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "incoming")}}
	return Merge("merge", []Incoming{in, {Threat: &Threat{Title: "new"}}}, &Merged{})
}

func anyAssignment(t *rapid.T) Assignment {
	f := rapid.SampledFrom(Fields).Draw(t, "field")
	return Assignment{f.Name, anyValue(t, f)}
}

// Whatever an edit does, planning it leaves the register as it was, its
// inverse gives everything back, and doing it again does the same again.
func TestEveryEditCanBeTakenBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := registerOf(&Threat{ID: "T-001", Title: "one"}, &Threat{ID: "T-002", Title: "two"})
		for range rapid.IntRange(1, 6).Draw(t, "edits") {
			before := contents(r)
			c, err := Plan(r, anyEdit(t, r), "tester", noon)
			if !reflect.DeepEqual(contents(r), before) {
				t.Fatal("planning changed the register")
			}
			if err != nil {
				continue
			}
			c = apply(r, c)
			after := contents(r)
			back, err := c.Inverse(r)
			if err != nil {
				t.Fatalf("%s cannot be taken back: %v", c.Label, err)
			}
			back = apply(r, back)
			if got := contents(r); !reflect.DeepEqual(got, before) {
				t.Fatalf("%s was taken back to\n%v, want\n%v", c.Label, got, before)
			}
			again, err := c.Again(r)
			if err != nil {
				t.Fatalf("%s cannot be done again: %v", back.Label, err)
			}
			apply(r, again)
			if got := contents(r); !reflect.DeepEqual(got, after) {
				t.Fatalf("%s done again gives\n%v, want\n%v", c.Label, got, after)
			}
		}
	})
}

// Every touch carries the revision its record must still have.
func TestChangeSaysWhatItStandsOn(t *testing.T) {
	r := newTestRegister(t)
	first := do(t, r, AddThreat("one"))
	if got := first.Touched[0]; got.Revision != 0 || got.Before != nil {
		t.Errorf("a new threat stands on revision %d, %v", got.Revision, got.Before)
	}
	second, err := Plan(r, SetFields("T-001", Assignment{"title", "uno"}), "tester", noon)
	if err != nil {
		t.Fatal(err)
	}
	if got := second.Touched[0]; got.Revision != first.Seq || got.Before.(*Threat).Title != "one" {
		t.Errorf("stands on revision %d, %v; want %d", got.Revision, got.Before, first.Seq)
	}
}

// An edit that leaves everything as it is makes no line in the history.
func TestNothingToChange(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("one", Assignment{"layer", "model"}))
	_, err := Plan(r, SetFields("T-001", Assignment{"layer", "Model"}), "tester", noon)
	if !errors.Is(err, ErrNothing) {
		t.Errorf("error %v, want %v", err, ErrNothing)
	}
}

// A change is stamped with who and when; who captured it stays.
func TestEditsAreStamped(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("one"))
	c, err := Plan(r, SetFields("T-001", Assignment{"title", "uno"}), "second", noon.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	apply(r, c)
	got := r.Threat("T-001")
	if got.CreatedBy() != "tester" || got.CreatedAt() != "2026-11-16T12:00:00Z" || got.UpdatedBy() != "second" || got.UpdatedAt() != "2026-11-17T12:00:00Z" {
		t.Errorf("created %s by %s, updated %s by %s", got.CreatedAt(), got.CreatedBy(), got.UpdatedAt(), got.UpdatedBy())
	}
}

// A change is not taken back over the head of a later one.
func TestInverseRefusesWhatChangedSince(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("one"))
	c := do(t, r, SetFields("T-001", Assignment{"title", "two"}))
	do(t, r, SetFields("T-001", Assignment{"layer", "PI"}))
	if _, err := c.Inverse(r); err == nil || !strings.Contains(err.Error(), "T-001 was changed since") {
		t.Errorf("error %v", err)
	}
	if _, err := c.Again(r); err == nil {
		t.Error("it was done again where it had not been taken back")
	}
}

// One edit costs the same in a register of any size.
func TestEditCostDoesNotGrow(t *testing.T) {
	cost := func(n int) float64 {
		r := bigRegister(n)
		NewOwnershipView(r, asOf) // what the views keep is kept up too
		titles, i := [2]string{"a", "b"}, 0
		return testing.AllocsPerRun(200, func() {
			i++
			do(t, r, SetFields("T-050", Assignment{"title", titles[i%2]}))
		})
	}
	if small, large := cost(100), cost(10_000); large > small+1 {
		t.Errorf("%v allocations at 10,000 threats, %v at 100", large, small)
	}
}

func BenchmarkPlanApply(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		for i := 0; b.Loop(); i++ {
			do(b, r, SetFields("T-050", Assignment{"title", fmt.Sprint("title ", i)}))
		}
	})
}

// Ids of other records count up, whatever was asked for before, and one that is removed is
// free again.
func TestNewIDs(t *testing.T) {
	r := NewRegister()
	_, err := Plan(r, Edit{Do: func(d *Draft) error {
		give := func(want string) {
			if id := d.newID(KindParking, "K-"); id != want {
				t.Errorf("got %s, want %s", id, want)
			}
		}
		give("K-01")
		give("K-01") // nobody put it
		for _, id := range []string{"K-01", "K-02", "K-03", "K-05"} {
			d.Put(&Parking{ID: id})
		}
		give("K-04")
		d.Put(&Parking{ID: "K-04"})
		give("K-06")
		if err := d.Remove(Key{KindParking, "K-02"}); err != nil {
			return err
		}
		give("K-02")
		return nil
	}}, "me", noon)
	if err != nil {
		t.Fatal(err)
	}
}
