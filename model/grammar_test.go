package model

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What people say is taken apart where they say it in the grammar, and stays one
// title where they do not.
func TestStatementsAreTakenApart(t *testing.T) {
	for line, want := range map[string]Statement{
		"a fraud ring with many cheap accounts can claim small refunds, leading to losses on the refund budget": {
			Source: "fraud ring", Prerequisites: "with many cheap accounts", Action: "claim small refunds", Impact: "losses", Assets: []string{"refund budget"}},
		"An attacker could read other people's tickets.": {Source: "attacker", Action: "read other people's tickets"},
		"the vendor whose tool server we load can change the description, which leads to: data sent elsewhere; reducing integrity and confidentiality of order data, the logs": {
			Source: "vendor", Prerequisites: "whose tool server we load", Action: "change the description", Impact: "data sent elsewhere",
			Goals: []string{"integrity", "confidentiality"}, Assets: []string{"order data", "logs"}},
		"insider can copy weights, reducing joy of everybody": {Source: "insider", Action: "copy weights, reducing joy of everybody"},
		"İstanbul office with ACCESS CAN leak keys":           {},
	} {
		got, ok := ParseStatement(line)
		if strings.HasPrefix(line, "İ") {
			continue // only that it does not panic: the letter's lower case is longer
		}
		if !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%q\n got %+v\nwant %+v", line, got, want)
		}
	}
	for _, line := range []string{"", "Prompt leaks through error pages", "can it break?", "We can", "no MFA on the console", "cannot log in"} {
		if got, ok := ParseStatement(line); ok {
			t.Errorf("%q is no statement: %+v", line, got)
		}
	}
}

// No word that was typed is lost, whatever the line; what was taken apart reads
// back as the sentence it was.
func TestNoWordIsLost(t *testing.T) {
	words := []string{"a", "the", "attacker", "with", "keys", "can", "read", "logs,", "leading to", "loss", "on", "trust", ";", `"`, "; reducing", "integrity", "of", "data", "who", "Ünïcode"}
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 14).Draw(t, "words"), " ")
		r := NewRegister()
		c, err := Plan(r, Capture(line), "", noon)
		if err != nil {
			if strings.Trim(line, `; `) != "" && !strings.Contains(err.Error(), "a few words") {
				t.Fatalf("%q: %v", line, err)
			}
			return
		}
		var titles []string
		for _, touch := range c.Touched {
			titles = append(titles, touch.After.(*Threat).Title)
		}
		bare := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, ";", " ")), " ") }
		if got := bare(strings.Join(titles, " ")); got != bare(line) {
			t.Fatalf("%q became %q", line, titles)
		}
	})
}

// A line names several threats at each ; that is not in quotes and does not go on
// with what a threat reduces; all of them are one step.
func TestALineNamesSeveralThreats(t *testing.T) {
	for line, want := range map[string][]string{
		"one; two ;three": {"one", "two", "three"}, ";;": nil, "only one": {"only one"}, `say "a; b" twice; then`: {`say "a; b" twice`, "then"},
		`an open "quote; here`: {`an open "quote`, "here"}, "x can y, which leads to: z; reducing integrity of q; next": {"x can y, which leads to: z; reducing integrity of q", "next"},
	} {
		if got := SplitLine(line); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
	r := newTestRegister(t)
	c := do(t, r, Capture("shopper can talk the assistant into a promise; index is poisoned", Assignment{"lifecycle_phase", "Delivery"}))
	if len(c.Touched) != 2 || c.Label != "add 2 threats" {
		t.Fatalf("%+v", c)
	}
	first, second := r.Threat("T-001"), r.Threat("T-002")
	if first.Statement.Action != "talk the assistant into a promise" || first.Class.Phase != "Delivery" || second.Title != "index is poisoned" || second.Class.Phase != "Delivery" {
		t.Errorf("%+v\n%+v", first, second)
	}
}

// What a room said is taken down in one step: a line that begins with "?" is parked
// whole, any other captured.
func TestWhatARoomSaidIsTakenDown(t *testing.T) {
	for _, c := range []struct {
		lines           []string
		label           string
		threats, parked int
	}{
		{[]string{"? ask legal; then Bob"}, "park: ask legal; then Bob", 0, 1},
		{[]string{"index is poisoned"}, "add index is poisoned", 1, 0},
		{[]string{"one; two"}, "add 2 threats", 2, 0},
		{[]string{"one", "?why", "two; three"}, "add 3 threats, park: why", 3, 1},
		{[]string{"?why", "?who"}, "park 2 lines", 0, 2},
	} {
		r := newTestRegister(t)
		change := do(t, r, TakeDown(c.lines, "2026-11-16", "ann"))
		if change.Label != c.label || r.Len() != c.threats || len(r.Parkings()) != c.parked {
			t.Errorf("%q: %q, %d threats, %d parked", c.lines, change.Label, r.Len(), len(r.Parkings()))
		}
	}
	if _, err := Plan(newTestRegister(t), TakeDown([]string{"?"}, "2026-11-16", ""), "", noon); err == nil {
		t.Error("a question without words is parked")
	}
}

// A missing control is told from a threat; a threat that mentions one is not.
func TestControlsWrittenAsThreats(t *testing.T) {
	for _, line := range []string{"no MFA", "No rate limiting on the API", "missing audit log", "lack of monitoring", "there is no backup", "insufficient logging of tool calls"} {
		if !NamesAControl(line) {
			t.Errorf("%q names a control", line)
		}
	}
	for _, line := range []string{"", "an attacker can log in since there is no MFA", "No alert for tool calls, so that a hijacked agent acts unseen",
		"Notes leak to another shop", "Weakness in the vector index lets one tenant read the notes of another tenant", "noisy neighbour"} {
		if NamesAControl(line) {
			t.Errorf("%q names no control", line)
		}
	}
}

// A line that says nearly the same as a threat names it; others name none.
func TestNearDuplicatesAreFound(t *testing.T) {
	r := registerOf(&Threat{ID: "T-001", Title: "Tenant filter missing from the shared vector index"},
		&Threat{ID: "T-002", Title: "Model API key leaks from a build log"}, &Threat{ID: "T-003", Title: "Refund tool accepts a free amount"})
	var n Near
	n.Follow(r)
	for line, want := range map[string]string{
		"tenant filters are missing in the shared vector index": "T-001", "API key leaking from build logs": "T-002",
		"model key": "", "the refund tool accepts any amount at all": "T-003", "Guardrail only understands English": "", "": "",
	} {
		got := ""
		if found := n.Find(line); found != nil {
			got = found.ID
		}
		if got != want {
			t.Errorf("%q is near %q, want %q", line, got, want)
		}
	}
	do(t, r, SetFields("T-002", Assignment{"title", "Something else entirely here"}))
	do(t, r, RemoveThreats("T-003"))
	n.Follow(r)
	for _, line := range []string{"API key leaking from build logs", "the refund tool accepts any amount"} {
		if found := n.Find(line); found != nil {
			t.Errorf("%q is near %s, which is gone", line, found.ID)
		}
	}
}

// However many threats share the common words of a line, its like is found by the
// rare one.
func TestNearDuplicatesAreFoundAmongMany(t *testing.T) {
	r := NewRegister()
	var records []Record
	for i := range 12_000 {
		records = append(records, &Threat{ID: ThreatID(uint64(i + 1)), Title: fmt.Sprintf("agent reads the shared ticket archive of shop%d", i%5_000)})
	}
	records[7_000] = &Threat{ID: ThreatID(7_001), Title: "agent reads the shared ticket archive unencrypted"}
	r.Load(records, make([]uint64, len(records)), 1)
	var n Near
	n.Follow(r)
	if found := n.Find("agents read the shared ticket archives unencrypted"); found == nil || found.ID != "T-7001" {
		t.Errorf("found %v", found)
	}
	if found := n.Find("agents read shared ticket archives"); found == nil {
		t.Error("a line of common words alone is near to none")
	}
}

// BenchmarkNear is the hint at one key, in a register of n threats of many words.
func BenchmarkNear(b *testing.B) {
	for _, size := range []int{1_000, 10_000, 100_000} {
		r := NewRegister()
		var records []Record
		for i := range size {
			records = append(records, &Threat{ID: ThreatID(uint64(i + 1)),
				Title: fmt.Sprintf("agent %d reads the ticket archive number%d of shop%d through tool%d", i%97, i, i%1009, i%13)})
		}
		r.Load(records, make([]uint64, len(records)), 1)
		var n Near
		n.Follow(r)
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n.Find("an agent reads the ticket archive of shop77 through tool7")
			}
		})
		b.Run(fmt.Sprintf("%d/follow", size), func(b *testing.B) {
			for b.Loop() {
				n.Follow(r)
			}
		})
	}
}
