package model

import (
	"slices"
	"testing"
)

// A change is told record by record: what is new with all that it says, what was there
// with what differs, and no word of one of which only the marks of its file changed.
func TestChangeLines(t *testing.T) {
	was := &Threat{ID: "T-001", Title: "Old", Status: "open"}
	now := was.Clone()
	now.Title, now.Status = "New", ""
	marked := was.Clone()
	marked.SetForeign(Foreign{Format: "otm", ID: "1", Said: map[string]string{"title": "x"}})
	came := &Threat{ID: "T-002", Title: "Came\nin", Status: "draft"}
	came.SetForeign(Foreign{Format: "otm", ID: "2", Fields: []ForeignField{{"state", `"exposed"`}}})
	c := Change{Touched: []Touch{
		{Key: was.Key(), Before: was, After: now}, {Key: was.Key(), Before: was, After: marked}, {Key: came.Key(), After: came},
		{Key: Key{KindControl, "C-01"}, Before: &Sheet{Of: KindControl, ID: "C-01", Values: map[string]string{"name": "Lock", "state": "planned"}},
			After: &Sheet{Of: KindControl, ID: "C-01", Values: map[string]string{"name": "Lock", "state": "live"}}},
		{Key: was.Key(), Before: was},
	}}
	want := []string{
		"T-001  New   is there already:", "    title: Old → New", "    status: open → nothing",
		"T-002  Came\nin", "    status: draft", `    kept: state: "exposed"`,
		"C-01  control Lock   is there already:", "    state: planned → live",
		"threat T-001",
	}
	if got := c.Lines(9); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := c.Lines(1); len(got) != 4 || got[3] != "and 4 more" {
		t.Errorf("got %q", got)
	}
}
