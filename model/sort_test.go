package model

import (
	"slices"
	"strings"
	"testing"
)

// What the first column does not tell apart, the next does, and at the end the id:
// an order is total, so two exports have the same lines.
func TestOrderOfSeveralColumns(t *testing.T) {
	threats := []*Threat{
		{ID: "T-001", Status: "open", Response: Response{Due: "2026-12-01"}}, {ID: "T-002", Status: "closed"},
		{ID: "T-003", Status: "open", Response: Response{Due: "2026-11-01"}}, {ID: "T-004", Status: "open"}, {ID: "T-010", Status: "closed"},
	}
	for text, want := range map[string]string{
		"": "1 2 3 4 10", "status": "1 3 4 2 10", "status,due": "3 1 4 2 10", "-status, -due": "2 10 4 1 3", "due,-id": "3 1 10 4 2", " Status ,id": "1 3 4 2 10",
	} {
		o, err := ParseOrder(text)
		if err != nil {
			t.Fatal(err)
		}
		sorted := slices.Clone(threats)
		slices.Reverse(sorted)
		slices.SortFunc(sorted, o.Sorter(Grounds{Today: "2026-11-16"}))
		var got []string
		for _, x := range sorted {
			got = append(got, strings.TrimLeft(strings.TrimPrefix(x.ID, "T-"), "0"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
		if again, err := ParseOrder(o.String()); err != nil || !slices.Equal(again, o) {
			t.Errorf("%q is written %q", text, o)
		}
	}
	for text, want := range map[string]string{"colour": `there is no field "colour"`, "id,title,level,due,phase,status": "at most 5 columns"} {
		if _, err := ParseOrder(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
