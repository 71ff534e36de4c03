package model

import (
	"slices"
	"testing"
)

// Any record says in which fields it changed: threats by their table, sheets by
// their values, others by their names; what came or went has no field on one side.
func TestChangesOfAnyRecord(t *testing.T) {
	for _, story := range []struct {
		before, after Record
		want          []FieldChange
	}{
		{&Threat{ID: "T-001", Title: "a"}, &Threat{ID: "T-001", Title: "b", Stamps: &Stamps{UpdatedBy: "x"}}, []FieldChange{{"title", "a", "b"}}},
		{nil, &Threat{ID: "T-001", Title: "a"}, []FieldChange{{"id", "", "T-001"}, {"title", "", "a"}}},
		{&Sheet{Of: KindParty, ID: "P-01", Values: map[string]string{"name": "x", "roles": "AP"}}, &Sheet{Of: KindParty, ID: "P-01", Values: map[string]string{"name": "y"}},
			[]FieldChange{{"name", "x", "y"}, {"roles", "AP", ""}}},
		{&Settings{Name: "a", Appetite: M}, &Settings{Name: "a", Appetite: H}, []FieldChange{{"appetite", "M", "H"}}},
		{&View{Name: "v", Columns: []string{"id"}}, nil, []FieldChange{{"columns", `["id"]`, ""}, {"name", "v", ""}}},
		{&Parking{ID: "K-01", Text: "a"}, &Parking{ID: "K-01", Text: "a", Answer: "b"}, []FieldChange{{"answer", "", "b"}}},
	} {
		if got := RecordChanges(story.before, story.after); !slices.Equal(got, story.want) {
			t.Errorf("%+v to %+v: %+v, want %+v", story.before, story.after, got, story.want)
		}
	}
}
