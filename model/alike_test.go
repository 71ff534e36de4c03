package model

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A title that another threat has, but for case, blanks and signs, is told, and both stay.
// A threat without an id that the register holds just so is that threat.
func TestAlikeTitles(t *testing.T) {
	r := newTestRegister(t)
	rows := func(titles ...string) []Incoming {
		var all []map[string]string
		for _, title := range titles {
			all = append(all, map[string]string{"title": title})
		}
		return incoming(t, all...)
	}
	m := brought(t, r, rows("Key leaks", "key  LEAKS!", "Other", "Other", "…"))
	expect(t, "first", append(noteTexts(m), fmt.Sprint(m.Alike)),
		`line 3: "key  LEAKS!" has nearly the same title as T-001, "Key leaks"; both are kept`,
		`line 5: "Other" has the same title as T-003; both are kept`, "2")
	var again Merged
	if _, err := Plan(r, Merge("", rows("Key leaks", "key  LEAKS!", "Other", "Other", "…"), &again), "me", noon); err != ErrNothing {
		t.Errorf("the same rows again: %v %+v", err, again)
	}
	m = brought(t, r, rows("Other", "Other", "Other"))
	expect(t, "a third", append(m.Same, m.Added...), "T-003", "T-004", "T-006")
	var many []string
	for range mostAlike + 5 {
		many = append(many, "other.")
	}
	m = brought(t, r, rows(many...))
	if last := m.Notes[len(m.Notes)-1].Text; len(m.Notes) != mostAlike+1 || last != "5 more have the title of another threat; all are kept" {
		t.Errorf("%d notes, the last %q", len(m.Notes), last)
	}
}

// A long id, or one that all the world uses, means the same whatever its title is now.
func TestStrongIDs(t *testing.T) {
	for _, c := range []struct {
		f    Foreign
		same bool
	}{
		{Foreign{Format: "threatcomposer", ID: "782adefc-b480-4e8f-83ee-64f6d680df0a"}, true}, {Foreign{Format: "cve", ID: "CVE-2026-1"}, true},
		{Foreign{Format: "otm", ID: "55"}, false}, {Foreign{Format: "xlsx", ID: "1"}, false},
	} {
		r := newTestRegister(t)
		for _, title := range []string{"Key leaks", "Doors stand open"} {
			one := &Threat{Title: title}
			one.SetForeign(c.f)
			brought(t, r, []Incoming{{Threat: one}})
		}
		if got := r.Len() == 1; got != c.same {
			t.Errorf("%+v: %d threats", c.f, r.Len())
		}
	}
}

// tableRows are threats of a table, by the ids there.
func tableRows(t *testing.T, rows ...[2]string) (in []Incoming) {
	t.Helper()
	for i, row := range rows {
		one := &Threat{Title: row[1]}
		one.SetForeign(Foreign{Format: "csv", ID: row[0]})
		in = append(in, Incoming{Threat: one, Place: fmt.Sprint("line ", i+2)})
	}
	return in
}

// The numbers of two tables are not taken for each other, and each table finds its own
// threats when it comes again, be they reworded there or renamed here. What is no longer
// in a file that came again is told.
func TestTwoTables(t *testing.T) {
	r := newTestRegister(t)
	brought(t, r, tableRows(t, [2]string{"1", "Key leaks from the build"}, [2]string{"2", "Model drifts over time"}))
	other := tableRows(t, [2]string{"1", "Refunds are granted to fraudsters"}, [2]string{"2", "Training data vanish"})
	m := brought(t, r, other)
	expect(t, "the other table", append(noteTexts(m), m.Added...),
		`line 2: 1 came before as T-001, "Key leaks from the build", and is "Refunds are granted to fraudsters" here: taken for another threat, and both are kept`,
		`line 3: 2 came before as T-002, "Model drifts over time", and is "Training data vanish" here: taken for another threat, and both are kept`, "T-003", "T-004")
	var again Merged
	if _, err := Plan(r, Merge("", other, &again), "me", noon); err != ErrNothing || len(again.Same) != 2 {
		t.Errorf("the other table again: %v %+v", err, again)
	}
	third := tableRows(t, [2]string{"1", "Cards are stolen"}, [2]string{"1", "Lights go out"}, [2]string{"1", "Cards are stolen"})
	brought(t, r, third)
	if _, err := Plan(r, Merge("", third, &again), "me", noon); err != ErrNothing || len(again.Same) != 3 || r.Len() != 7 {
		t.Errorf("a number that stands three times: %v %d threats %+v", err, r.Len(), again)
	}
	do(t, r, RemoveThreats("T-005", "T-006", "T-007"))
	do(t, r, SetFields("T-001", Assignment{"title", "Credentials escape"}))
	m = brought(t, r, tableRows(t, [2]string{"1", "Key leaks from the build"}, [2]string{"2", "The model drifts slowly"}))
	expect(t, "the first, changed", append(noteTexts(m), m.Same[0], m.Updated[0]),
		`line 3: T-002: title was "Model drifts over time", is now "The model drifts slowly"`,
		"the file: 2 records that came from such a file before are not in this one, and stay: T-003, T-004", "T-001", "T-002")
}

// A control that is no longer in its file is told too.
func TestGoneFromTheFile(t *testing.T) {
	r := newTestRegister(t)
	file := foreignFile(t, "live", map[string]string{"title": "x"})
	brought(t, r, file)
	m := brought(t, r, append(file[1:], incoming(t, map[string]string{"title": "more"})...))
	expect(t, "notes", noteTexts(m), "the file: 1 records that came from such a file before are not in this one, and stay: C-01")
}

// Whatever is changed here, in the file or in both between two readings: what only the
// file changed is taken and told, what was changed here stands, and is told where the file
// says otherwise now.
func TestAFileAgainAndAgain(t *testing.T) {
	values := map[string][]string{
		"title": {"Key leaks", "Key leaks out", "Key leaks, again"}, "threat_source": {"", "a", "b"}, "status": {"", "open", "closed"}, "owner_person": {"", "Ada", "Bo"},
		"due": {"", "2027-01-01", "2027-02-02"}, "impacted_assets": {"", "x", "x; y"}, "notes": {"", "one\ntwo", "[from Bob today]"}, "controls_planned": {"", "=1", "\u2028"},
	}
	rapid.Check(t, func(t *rapid.T) {
		format := rapid.SampledFrom([]string{"csv", "otm"}).Draw(t, "format")
		drawn := func(name string) map[string]string {
			all := map[string]string{}
			for _, field := range slices.Sorted(maps.Keys(values)) {
				all[field] = rapid.SampledFrom(values[field]).Draw(t, name+" "+field)
			}
			return all
		}
		file := func(says map[string]string) []Incoming {
			one := new(Threat)
			for _, name := range slices.Sorted(maps.Keys(says)) {
				f, _ := FieldNamed(name)
				if err := f.Load(one, says[name]); err != nil {
					t.Fatal(err)
				}
			}
			one.SetForeign(Foreign{Format: format, ID: "7", Fields: []ForeignField{{"kept", `"v"`}}})
			return []Incoming{{Threat: one}}
		}
		r := NewRegister()
		step := func(e Edit) {
			if c, err := Plan(r, e, "me", noon); err == nil {
				c.Seq = r.Version() + 1
				r.Apply(c)
			} else if !errors.Is(err, ErrNothing) {
				t.Fatal(err)
			}
		}
		first, here, then := drawn("first"), map[string]string{}, drawn("then")
		var m Merged
		step(Merge("", file(first), &m))
		for _, field := range slices.Sorted(maps.Keys(values)) {
			if here[field] = first[field]; rapid.Bool().Draw(t, "changed") {
				here[field] = rapid.SampledFrom(values[field]).Draw(t, "here "+field)
				step(SetFields("T-001", Assignment{field, here[field]}))
			}
		}
		step(Merge("", file(then), &m))
		if r.Len() != 1 {
			t.Fatalf("%d threats: %q", r.Len(), noteTexts(m))
		}
		x := r.Threat("T-001")
		if x.Foreign().ID != "7" || x.Foreign().Get("kept") != `"v"` {
			t.Fatalf("it comes from %+v", x.Foreign())
		}
		for field := range values {
			f, _ := FieldNamed(field)
			got := f.Get(x)
			if field == "notes" {
				got = x.OwnNotes()
			}
			want, told := here[field], false
			switch {
			case then[field] == first[field] || then[field] == here[field]:
			case here[field] == first[field]:
				want, told = then[field], true
			default:
				told = true
			}
			was := slices.ContainsFunc(noteTexts(m), func(n string) bool { return strings.Contains(n, " "+field+" ") })
			if got != want || was != told {
				t.Fatalf("%s was %q, here %q, then %q: got %q, told %v: %q", field, first[field], here[field], then[field], got, was, noteTexts(m))
			}
		}
		if _, err := Plan(r, Merge("", file(then), &m), "me", noon); !errors.Is(err, ErrNothing) {
			t.Fatalf("the same file again: %v %q", err, noteTexts(m))
		}
	})
}
