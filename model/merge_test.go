package model

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// incoming makes threats of "field=value" lists, as a reader of files does.
func incoming(t testing.TB, threats ...map[string]string) []Incoming {
	t.Helper()
	var in []Incoming
	for i, fields := range threats {
		one := Incoming{Threat: &Threat{}, Place: fmt.Sprintf("line %d", i+2)}
		for name, v := range fields {
			f, ok := FieldNamed(name)
			if !ok {
				t.Fatal(name)
			}
			if err := f.Load(one.Threat, v); err != nil {
				t.Fatal(err)
			}
		}
		in = append(in, one)
	}
	return in
}

// brought merges threats into a register and gives what was reported.
func brought(t testing.TB, r *Register, in []Incoming) Merged {
	t.Helper()
	var report Merged
	do(t, r, Merge("import test.csv", in, &report))
	return report
}

func noteTexts(m Merged) []string {
	var texts []string
	for _, n := range m.Notes {
		texts = append(texts, n.Place+": "+n.Text)
	}
	return texts
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s\n%q, want\n%q", what, got, want)
	}
}

// The whole of a file comes in as one step: free ids as written, threats
// without one under new ids that the file does not use further down.
func TestMergeKeepsFreeIDs(t *testing.T) {
	r := newTestRegister(t)
	m := brought(t, r, incoming(t,
		map[string]string{"title": "no id"},
		map[string]string{"id": "T-001", "title": "first"},
		map[string]string{"id": "T-007", "title": "seventh"},
		map[string]string{"id": "RISK-3", "title": "foreign"},
	))
	expect(t, "added", m.Added, "T-008", "T-001", "T-007", "RISK-3")
	expect(t, "notes", noteTexts(m))
	if got := ids(r.Threats()); got != "RISK-3 T-001 T-007 T-008" || r.Next() != 9 {
		t.Errorf("register %s, next %d", got, r.Next())
	}
}

// What is taken by another threat is not written over: the newcomer gets an id
// of its own, and the report says which.
func TestMergeGivesWayWhereAnIDIsTaken(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("mine"))
	m := brought(t, r, incoming(t,
		map[string]string{"id": "T-001", "title": "theirs"},
		map[string]string{"id": "T-038", "title": "last", "parent": "T-001", "related": "T-038;T-001;T-040"},
		map[string]string{"id": "T-038", "title": "another last"},
	))
	expect(t, "added", m.Added, "T-039", "T-038", "T-040")
	expect(t, "notes", noteTexts(m),
		"line 2: T-001 is taken by another threat: comes in as T-039",
		"line 4: T-038 is taken by another threat: comes in as T-040",
		"line 3: T-038: its reference to T-001 now says T-039",
		"line 3: T-038: its reference to T-001 now says T-039")
	if r.Threat("T-001").Title != "mine" || r.Threat("T-039").Title != "theirs" {
		t.Error("the register's own threat was written over")
	}
	if got := r.Threat("T-038").Review; got.Parent() != "T-039" || !slices.Equal(got.Related(), []string{"T-038", "T-039", "T-040"}) {
		t.Errorf("references %+v", got)
	}
	if m.Notes[0].ID != "T-039" {
		t.Errorf("the note speaks of %s", m.Notes[0].ID)
	}
}

// A file that is brought a second time changes nothing, though the stamps
// differ, and a row that stands twice in a file comes in once.
func TestMergeTwiceIsMergeOnce(t *testing.T) {
	r := newTestRegister(t)
	file := incoming(t,
		map[string]string{"id": "T-001", "title": "a", "inherent_likelihood": "H", "inherent_impact": "H", "inherent_risk": "H"},
		map[string]string{"id": "T-002", "title": "b", "current_risk": "M"},
		map[string]string{"id": "T-001", "title": "a", "inherent_likelihood": "H", "inherent_impact": "H", "inherent_risk": "H"},
	)
	m := brought(t, r, file)
	expect(t, "added", m.Added, "T-001", "T-002")
	expect(t, "same", m.Same, "T-001")
	file[0].Threat.Stamp(func(p *Stamps) { p.UpdatedAt = "2020-01-01T00:00:00Z"; p.CreatedBy = "somebody" })
	if _, err := Plan(r, Merge("again", file, &m), "", noon); err != ErrNothing {
		t.Errorf("the second time: %v", err)
	}
	expect(t, "same", m.Same, "T-001", "T-002", "T-001")
	expect(t, "added", m.Added)
}

// What was rated by an older matrix comes back as what it is: its own export
// is not another threat.
func TestMergeKnowsAnOlderMatrix(t *testing.T) {
	r := newTestRegister(t)
	file := incoming(t, map[string]string{"id": "T-001", "inherent_likelihood": "H", "inherent_impact": "M", "inherent_risk": "M"})
	brought(t, r, file)
	do(t, r, ChangeSettings("stricter", func(s *Settings) { s.Matrix.Cells[H.Index()][M.Index()] = VH }))
	var m Merged
	if _, err := Plan(r, Merge("again", file, &m), "", noon); err != ErrNothing {
		t.Errorf("the second time: %v, %+v", err, m)
	}
}

// Likelihood and impact of a file are rated by the register's matrix; where
// the file's own level says otherwise both are kept, and said.
func TestMergeRatesByTheMatrix(t *testing.T) {
	r := newTestRegister(t)
	m := brought(t, r, incoming(t,
		map[string]string{"id": "T-010", "inherent_likelihood": "H", "inherent_impact": "M", "inherent_risk": "M"},
		map[string]string{"id": "T-012", "inherent_likelihood": "H", "inherent_impact": "M", "inherent_risk": "H"},
		map[string]string{"id": "T-013", "current_risk": "VH", "current_likelihood": "L"},
		map[string]string{"id": "T-014", "target_risk": "L", "inherent_likelihood": "VL", "inherent_impact": "VL"},
	))
	expect(t, "notes", noteTexts(m),
		"line 3: T-012: the file says inherent risk H, the matrix says M; both are kept",
		"line 4: T-013: the file says current risk VH without both likelihood and impact; it is kept as the file's word",
		"line 5: T-014: the file says target risk L without both likelihood and impact; it is kept as the file's word")
	for id, want := range map[string]Rating{
		"T-010": {Likelihood: H, Impact: M, Level: M, Method: MethodImported},
		"T-012": {Likelihood: H, Impact: M, Level: M, Method: MethodImported, Declared: H},
	} {
		if got := r.Threat(id).Ratings[Inherent]; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
	if got := r.Threat("T-014").Ratings; got[Target].Declared != L || got[Target].Level.Rated() || got[Target].Method != "" || got[Inherent].Level != VL {
		t.Errorf("T-014: %+v", got)
	}
}

// A level that a reader took for granted is still only the file's word.
func TestMergeDoubtsALevelWithoutSides(t *testing.T) {
	r := newTestRegister(t)
	one := &Threat{ID: "T-001", Title: "x"}
	one.Ratings[Current].Level = H
	m := brought(t, r, []Incoming{{Threat: one, Place: "line 2"}})
	expect(t, "notes", noteTexts(m),
		"line 2: T-001: the file says current risk H without both likelihood and impact; it is kept as the file's word")
	if got := r.Threat("T-001").Ratings[Current]; got.Level.Rated() || got.Declared != H {
		t.Errorf("%+v", got)
	}
}

// What a method rated without likelihood and impact comes back with its level,
// its answers and its path.
func TestMergeKeepsAMethodsOwnLevel(t *testing.T) {
	r := newTestRegister(t)
	m := brought(t, r, incoming(t, map[string]string{"id": "T-001", "title": "x", "inherent_risk": "VH",
		"inherent_method": "cvss-4.0", "inherent_method_version": "4.0", "inherent_answers": "AV=N;AC=L", "inherent_path": "base 9.3"}))
	expect(t, "notes", noteTexts(m))
	want := Rating{Level: VH, Method: "cvss-4.0", Reckoning: &Reckoning{Version: "4.0", Answers: Answers{"AV": "N", "AC": "L"}, Path: []string{"base 9.3"}}}
	if got := r.Threat("T-001").Ratings[Inherent]; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// The edit leaves the incoming threats as they are, so it can be tried first
// and carried out after, with the same report.
func TestMergeCanBeTriedFirst(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("mine"))
	in := incoming(t, map[string]string{"id": "T-001", "title": "theirs"}, map[string]string{"title": "new", "parent": "T-001"})
	var tried Merged
	e := Merge("import", in, &tried)
	if _, err := Plan(r, e, "", noon); err != nil {
		t.Fatal(err)
	}
	first := tried
	do(t, r, e)
	if !reflect.DeepEqual(first, tried) || in[0].Threat.ID != "T-001" || in[1].Threat.ID != "" || in[1].Threat.Review.Parent() != "T-001" {
		t.Errorf("tried %+v, done %+v", first, tried)
	}
}

// One undo takes a whole file out again.
func TestMergeIsOneStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := registerOf(&Threat{ID: "T-001", Title: "a"}, &Threat{ID: "T-003", Title: "c"})
		before := contents(r)
		id := rapid.SampledFrom([]string{"", "T-001", "T-002", "T-003", "T-9", "X"})
		var in []Incoming
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			in = append(in, Incoming{Threat: &Threat{ID: id.Draw(t, "id"), Title: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "title")}})
		}
		var report Merged
		c, err := Plan(r, Merge("import", in, &report), "", noon)
		if got := len(report.Added) + len(report.Same); got != len(in) {
			t.Fatalf("%d rows became %d", len(in), got)
		}
		if err == ErrNothing {
			return
		}
		apply(r, c)
		if r.Len() != 2+len(report.Added) || r.Threat("T-001").Title != "a" {
			t.Fatalf("%d threats after %d were added", r.Len(), len(report.Added))
		}
		back, err := c.Inverse(r)
		if err != nil {
			t.Fatal(err)
		}
		apply(r, back)
		if got := contents(r); !reflect.DeepEqual(got, before) {
			t.Errorf("left behind: %v", got)
		}
	})
}

func BenchmarkMerge(b *testing.B) {
	in := make([]Incoming, 10_000)
	for i := range in {
		in[i] = Incoming{Threat: bigThreat(i)}
	}
	b.ReportAllocs()
	for b.Loop() {
		var report Merged
		do(b, newTestRegister(b), Merge("import", in, &report))
	}
}
