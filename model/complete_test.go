package model

import (
	"slices"
	"strings"
	"testing"
)

// What may stand at the end of a filter: names, then values with what they mean,
// also values that occur, quoted where they must be.
func TestFiltersAreCompleted(t *testing.T) {
	r := registerOf(&Threat{ID: "T-001", Ownership: Ownership{Person: "Head of Support"}}, &Threat{ID: "T-002", Ownership: Ownership{Person: "Ada"}, Ratings: [3]Rating{{Method: "nist-800-30"}}})
	for _, story := range []struct{ expr, first, explain string }{
		{"pha", "phase:", "Phase"}, {"leak -pha", "leak -phase:", "Phase"}, {"phase:depl", "phase:Deployment", ""},
		{"phase:delivery,ret", "phase:delivery,Retirement", ""}, {"level>=", "level>=VL", "very low"}, {"level>=h", "level>=H", "high"},
		{"owner:", "owner:Ada", ""}, {"owner:he", `owner:"Head of Support"`, ""}, {`owner:"head of`, `owner:"Head of Support"`, ""},
		{"due<end", `due<"end of month"`, ""}, {"status:tr", "status:treated", ""},
		{"inherent=", "inherent=VL", "very low"}, {"inh", "inherent:", ""}, {"method:ni", "method:nist-800-30", ""},
	} {
		all := Complete(story.expr, r)
		if len(all) == 0 || all[0].Expr != story.first || !strings.Contains(all[0].Explain, story.explain) {
			t.Errorf("%q: %+v, want %q", story.expr, all, story.first)
			continue
		}
		for _, one := range all {
			if _, err := ParseOn(one.Expr, "2026-11-16"); err != nil && !strings.HasSuffix(one.Expr, ":") {
				t.Errorf("%q is completed to %q: %v", story.expr, one.Expr, err)
			}
		}
	}
	for _, expr := range []string{"nosuch:", `"free`, "phase:zzz", "owner:zzz"} {
		if all := Complete(expr, r); len(all) > 0 {
			t.Errorf("%q: %+v", expr, all)
		}
	}
}

// The fields in which words stand are named; those a term leaves out are not.
func TestWordsAreFoundInFields(t *testing.T) {
	f, err := Parse(`index -logs "shared vector" phase:delivery`)
	if err != nil {
		t.Fatal(err)
	}
	one := &Threat{ID: "T-001", Title: "Index is poisoned", Review: Review{ReviewMore: &ReviewMore{Notes: "the SHARED vector store", Triggers: []string{"logs"}}}}
	if got := f.Found(one); !slices.Equal(got, []string{"title", "notes"}) {
		t.Errorf("found in %v", got)
	}
	if got := f.Sought(); !slices.Equal(got, []string{"index", "shared vector"}) {
		t.Errorf("looks for %v", got)
	}
}
