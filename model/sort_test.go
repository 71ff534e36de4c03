package model

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
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
		o.Sort(sorted, Grounds{Today: "2026-11-16"})
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

// What a column measures compares as the values themselves do, and what is empty is last.
func TestMeasuresCompareAsTheirValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, -1, 10, 9, math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64}))
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		write := func(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) }
		if got, want := measureNumber(write(a)).compare(measureNumber(write(b))), cmp.Compare(a, b); got != want {
			t.Errorf("%g with %g: %d, want %d", a, b, got, want)
		}
		id := rapid.StringMatching(`(T-|TX|X-1-)?[0-9]{0,4}(a|-)?[0-9]{0,12}`)
		x, y := id.Draw(t, "id"), id.Draw(t, "other id")
		if got, want := measureID(x).compare(measureID(y)), CompareIDs(x, y); got != want {
			t.Errorf("%q with %q: %d, want %d", x, y, got, want)
		}
		text := rapid.OneOf(rapid.StringMatching(`[aAbB ]{1,12}`), rapid.StringN(1, 20, 60))
		x, y = text.Draw(t, "text"), text.Draw(t, "other text")
		if got, want := measureText(x).compare(measureText(y)), strings.Compare(strings.ToLower(x), strings.ToLower(y)); got != want {
			t.Errorf("%q with %q: %d, want %d", x, y, got, want)
		}
		if got := measureText(x).turnedRound().compare(measureText(y).turnedRound()); got != -measureText(x).compare(measureText(y)) {
			t.Errorf("%q with %q turned round: %d", x, y, got)
		}
		if measureText(x).compare(measureText("")) >= 0 || measureNumber(write(a)).compare(measureNumber("much")) >= 0 {
			t.Error("what is empty does not come last")
		}
	})
}
