package model

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// matrixI2 is table I-2 of NIST SP 800-30 r1.
var matrixI2 = Matrix{Name: "NIST SP 800-30 r1 I-2", Version: "1", Cells: [5][5]Level{
	{VL, VL, VL, L, L},
	{VL, L, L, L, M},
	{VL, L, M, M, H},
	{VL, L, M, H, VH},
	{VL, L, M, H, VH},
}}

var noon = time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)

// newTestRegister is an empty register judged by I-2 with the example's
// appetite.
func newTestRegister(t testing.TB) *Register {
	t.Helper()
	r := NewRegister()
	do(t, r, ChangeSettings("start", func(s *Settings) { s.Matrix, s.Appetite = matrixI2, M }))
	return r
}

// registerOf holds these threats as they are, under the ids they have.
func registerOf(threats ...*Threat) *Register {
	records := []Record{&Settings{Matrix: matrixI2, Appetite: M}}
	for _, t := range threats {
		records = append(records, t)
	}
	r := NewRegister()
	r.Load(records, make([]uint64, len(records)), 0)
	return r
}

// do plans and applies an edit that must work.
func do(t testing.TB, r *Register, e Edit) Change {
	t.Helper()
	c, err := Plan(r, e, "tester", noon)
	if err != nil {
		t.Fatalf("%s: %v", e.Label, err)
	}
	return apply(r, c)
}

// apply gives a change its place in the history, as the store does.
func apply(r *Register, c Change) Change {
	c.Seq = r.Version() + 1
	r.Apply(c)
	return c
}

// contents is a deep copy of all that a register holds, for comparing.
func contents(r *Register) map[Key]Record {
	all := map[Key]Record{}
	for _, rec := range r.All() {
		switch rec := rec.(type) {
		case *Threat:
			all[rec.Key()] = rec.Clone()
		case *Settings:
			s := *rec
			all[rec.Key()] = &s
		}
	}
	return all
}

func ids(ts []*Threat) string {
	var list []string
	for _, t := range ts {
		list = append(list, t.ID)
	}
	return strings.Join(list, " ")
}

// People count T-9 before T-10, and the order never leaves two ids undecided.
func TestIDsAreOrderedAsPeopleCount(t *testing.T) {
	inOrder := []string{"", "7", "A", "T-1", "T-01", "T-2", "T-9", "T-10", "T-010", "T-099", "T-100", "T-9999", "T-12345",
		"T-99999999999999999999", "T-100000000000000000000", "T-x", "X-1"}
	shuffled := slices.Clone(inOrder)
	slices.Reverse(shuffled)
	slices.SortFunc(shuffled, CompareIDs)
	// T-01 and T-1 are the same number: the bytes decide.
	want := slices.Clone(inOrder)
	want[3], want[4] = "T-01", "T-1"
	want[7], want[8] = "T-010", "T-10"
	if !slices.Equal(shuffled, want) {
		t.Errorf("order\n%q, want\n%q", shuffled, want)
	}
}

// The order is total: a list sorted by it can be searched by it.
func TestIDOrderIsTotal(t *testing.T) {
	id := rapid.StringMatching(`(T-|A)?[0-9]{0,4}(x|)[0-9]{0,3}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := id.Draw(t, "a"), id.Draw(t, "b"), id.Draw(t, "c")
		if CompareIDs(a, b) != -CompareIDs(b, a) {
			t.Errorf("%q and %q both come first", a, b)
		}
		if (CompareIDs(a, b) == 0) != (a == b) {
			t.Errorf("%q and %q share a place", a, b)
		}
		if CompareIDs(a, b) < 0 && CompareIDs(b, c) < 0 && CompareIDs(a, c) >= 0 {
			t.Errorf("%q, %q, %q go round", a, b, c)
		}
	})
}

// A register finds, orders and counts what it was loaded with, in whatever
// order the records came, and goes on counting behind them.
func TestLoadOrdersAndCounts(t *testing.T) {
	r := registerOf(&Threat{ID: "T-10"}, &Threat{ID: "AML-3"}, &Threat{ID: "T-9"})
	if got := ids(r.Threats()); got != "AML-3 T-9 T-10" {
		t.Errorf("order %s", got)
	}
	if r.Next() != 11 || r.Len() != 3 || r.Threat("T-9") == nil || r.Threat("T-1") != nil {
		t.Errorf("next %d, %d threats", r.Next(), r.Len())
	}
	r.Load(nil, nil, 40)
	if do(t, r, AddThreat("after a reload")); r.Threat("T-040") == nil {
		t.Errorf("the stored counter was not taken over: %s", ids(r.Threats()))
	}
}

// Whatever ids there are, and in whatever order they came and went, each is found with its
// own revision, and the list is in order.
func TestThreatsAreFoundWithTheirRevision(t *testing.T) {
	id := rapid.StringMatching(`(T-|T-|T-|A)[0-9]{0,3}x?[0-9]{0,2}`)
	rapid.Check(t, func(t *rapid.T) {
		r := NewRegister()
		want := map[string]uint64{}
		var records []Record
		var revisions []uint64
		for i, name := range rapid.SliceOfDistinct(id, rapid.ID).Draw(t, "loaded") {
			want[name] = uint64(i + 1)
			records, revisions = append(records, &Threat{ID: name}), append(revisions, uint64(i+1))
		}
		r.Load(records, revisions, 1)
		for seq := uint64(1000); seq < 1010; seq++ {
			name := id.Draw(t, "touched")
			touch := Touch{Key: Key{KindThreat, name}, After: &Threat{ID: name}}
			if want[name] = seq; rapid.Bool().Draw(t, "gone") {
				touch.After = nil
				delete(want, name)
			}
			r.Apply(Change{Seq: seq, Touched: []Touch{touch}})
		}
		for name, revision := range want {
			if rec, got := r.Get(Key{KindThreat, name}); got != revision || rec.Key().ID != name || r.Threat(name) != rec {
				t.Fatalf("%s is found as %v at revision %d, want %d", name, rec, got, revision)
			}
		}
		if !slices.IsSortedFunc(r.Threats(), compareThreats) || r.Len() != len(want) {
			t.Fatalf("%d threats in the order %s, want %d", r.Len(), ids(r.Threats()), len(want))
		}
		if name := id.Draw(t, "asked"); want[name] == 0 {
			if rec, revision := r.Get(Key{KindThreat, name}); rec != nil || revision != 0 {
				t.Fatalf("%s is found and is not there", name)
			}
		}
	})
}

// An id is given once: not again after its threat was removed, nor after its
// capture was undone, nor after a reload.
func TestIDsAreNeverGivenTwice(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("first"))
	second := do(t, r, AddThreat("second"))
	back, err := second.Inverse(r)
	if err != nil {
		t.Fatal(err)
	}
	apply(r, back)
	do(t, r, RemoveThreats("T-001"))
	if r.Len() != 0 {
		t.Fatalf("left: %s", ids(r.Threats()))
	}
	reloaded := NewRegister()
	reloaded.Load(r.All(), make([]uint64, len(r.All())), r.Next())
	for _, r := range []*Register{r, reloaded} {
		if do(t, r, AddThreat("third")); r.Threat("T-003") == nil {
			t.Errorf("given again: %s", ids(r.Threats()))
		}
	}
}

// A file cannot use the numbers up: after the farthest id, every new threat
// still gets one of its own, and it is not given again when it is removed.
func TestHostileIDsLeaveNumbersToGive(t *testing.T) {
	for _, far := range [][]string{{"T-999999999999"}, {"T-999999999999999999"}, {"T-9999999999999999999999"},
		{"T-999999999999", "T-1000000000001"}, {"T-1000000000002", "T-999999999999"}, {"T-"}, {"T-0"}, {"T--1"}} {
		r := newTestRegister(t)
		for _, id := range far {
			do(t, r, Merge("bring "+id, []Incoming{{Threat: &Threat{ID: id, Title: "far"}}}, &Merged{}))
		}
		given := map[string]bool{}
		for n := range 4 {
			c := do(t, r, AddThreat(fmt.Sprintf("number %d", n)))
			id := c.Touched[0].Key.ID
			if given[id] || slices.Contains(far, id) {
				t.Errorf("after %v: %s was given again", far, id)
			}
			given[id] = true
			do(t, r, RemoveThreats(id))
		}
		for _, id := range far {
			if one := r.Threat(id); one == nil || one.Title != "far" {
				t.Errorf("%s was written over", id)
			}
		}
	}
}

// Nothing that a copy holds is the original's: lists, claims and answers
// neither, so an edit of the copy cannot reach it.
func TestCloneSharesNothing(t *testing.T) {
	full := &Threat{}
	fill(reflect.ValueOf(full).Elem())
	c := full.Clone()
	if !reflect.DeepEqual(full, c) {
		t.Fatal("a copy differs from its original")
	}
	apart(t, "Threat", reflect.ValueOf(full).Elem(), reflect.ValueOf(c).Elem())
}

// fill sets every field, and puts one item into every list and map.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("q"), reflect.ValueOf("a"))
	case reflect.String:
		v.SetString("x")
	case reflect.Uint8:
		v.SetUint(3)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(3)
	case reflect.Float64:
		v.SetFloat(0.5)
	}
}

func apart(t *testing.T, path string, a, b reflect.Value) {
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			apart(t, path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i))
		}
	case reflect.Array:
		for i := range a.Len() {
			apart(t, fmt.Sprintf("%s[%d]", path, i), a.Index(i), b.Index(i))
		}
	case reflect.Slice, reflect.Map, reflect.Pointer:
		if a.Pointer() == b.Pointer() {
			t.Errorf("%s is shared", path)
		}
		if a.Kind() == reflect.Pointer {
			apart(t, path, a.Elem(), b.Elem())
		}
		if a.Kind() == reflect.Slice {
			apart(t, path+"[0]", a.Index(0), b.Index(0))
		}
	case reflect.String, reflect.Uint8, reflect.Bool, reflect.Int, reflect.Float64:
	default:
		t.Errorf("%s is a %s: say here how it is copied", path, a.Kind())
	}
}
