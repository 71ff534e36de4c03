package model

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// wideCatalogues cite what a large register holds: entries that every threat cites, and
// some that a part of them does.
func wideCatalogues() []*Catalogue {
	atlas := &Catalogue{ID: "atlas", Version: "5.6.0", Entries: []Entry{{ID: "AML.T0070", Kind: "technique"}, {ID: "AML.T0051", Kind: "technique"}}}
	llm := &Catalogue{ID: "owasp-llm", Version: "2025", Entries: []Entry{{ID: "LLM08:2025", Kind: "risk"}, {ID: "LLM01:2025", Kind: "risk"}}}
	aicm := &Catalogue{ID: "aicm", Version: "1.0.3"}
	for _, c := range Categories {
		aicm.Entries = append(aicm.Entries, Entry{ID: "category " + c.Value, Kind: "category", Name: c.Value})
	}
	for _, l := range Layers {
		aicm.Entries = append(aicm.Entries, Entry{ID: "layer " + l, Kind: "layer", Name: l})
	}
	return []*Catalogue{atlas, llm, aicm}
}

// turnEdits are edits of one threat, two of a kind so that each changes something: a word
// that nothing here goes by, another citation, another status.
var turnEdits = map[string]func(i int) Edit{
	"word": func(i int) Edit { return SetFields("T-007", Assignment{"notes", fmt.Sprint(i)}) },
	"citation": func(i int) Edit {
		return SetFields("T-007", Assignment{"atlas", []string{"AML.T0051", "AML.T0070"}[i%2]})
	},
	"status": func(i int) Edit { return SetFields("T-007", Assignment{"status", []string{"closed", "open"}[i%2]}) },
}

// BenchmarkCoverageFollows is what the coverage of three catalogues costs after an edit.
func BenchmarkCoverageFollows(b *testing.B) {
	lists := wideCatalogues()
	benchmarkFollowing(b, func(r *Register) {
		of := CoverageOf(r, "2026-11-16")
		for _, c := range lists {
			of.Of(c)
		}
	})
}

// BenchmarkCitationsFollow is what it costs after an edit to know who cites each entry.
func BenchmarkCitationsFollow(b *testing.B) {
	lists := wideCatalogues()
	benchmarkFollowing(b, func(r *Register) {
		by := CitedByOf(r)
		for _, c := range lists {
			of := by.Of(c)
			for i := range c.Entries {
				of.Count(i)
			}
		}
	})
}

func benchmarkFollowing(b *testing.B, look func(*Register)) {
	for _, n := range []int{100, 10_000, 100_000} {
		r := bigRegister(n)
		look(r)
		for _, what := range []string{"word", "citation", "status"} {
			b.Run(fmt.Sprintf("%d/%s", n, what), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					c, err := Plan(r, turnEdits[what](i), "bench", noon)
					if err != nil {
						b.Fatal(err)
					}
					r.Apply(c)
					look(r)
				}
			})
		}
	}
}

// citedWords are what references of threats and records are drawn from: with an edition and
// without, behind a catalogue, in small letters, of another edition, and of nothing.
var citedWords = map[string][]string{
	"atlas": {"AML.T0051", "aml.t0051", "ATLAS 5.6.0 AML.T0070", "AML.T0070", "nonsense"}, "owasp_llm": {"LLM01", "LLM01:2025", "LLM08:2025", "LLM08:2023"},
	"owasp_asi": {"ASI01", "ASI06:2026"}, "stride": {"T", "E"}, "category": {"Data poisoning", "Model theft", ""}, "other_categories": {"Data poisoning", "Model theft"},
	"layer": {"Model", "Application", ""}, "status": {"open", "closed", "accepted"}, "controls_in_place": {"a gate", ""}, "response": {"mitigate", "accept"},
	"evidence": {"EV-01 rules", "EV-02; ev-01", "EV-99", ""}, "current_likelihood": {"L", "VH", ""}, "current_impact": {"L", "VH"},
	"inherent_likelihood": {"H"}, "inherent_impact": {"H"}, "use": {"foreseeable misuse", ""},
}

// coverageSheets are records that stand behind threats or name entries.
var coverageSheets = []struct {
	kind   Kind
	id     string
	fields map[string][]string
}{
	{KindControl, "C-01", map[string][]string{"threats": {"T-001", "T-002; T-003", ""}, "state": {StateLive, StatePlanned, StateTested}, "builder": {"Ann"}, "tester": {"Ann", "Bea"}, "tested_on": {"2026-11-01"}, "evidence": {"EV-01", "EV-02; EV-77", ""}, "references": {"ATLAS 5.6.0 AML.T0051", "AML.M0001; LLM01", ""}}},
	{KindControl, "C-02", map[string][]string{"threats": {"T-002", "T-005"}, "state": {StateLive, StateRetired}, "evidence": {"EV-02"}}},
	{KindEvidence, "EV-01", map[string][]string{"where": {"vault", ""}, "expires": {"2026-11-20", "2026-01-01", ""}, "shows": {"AML.T0070", "C5:2020 OPS-18", ""}}},
	{KindEvidence, "EV-02", map[string][]string{"where": {"vault"}, "expires": {"2027-11-20", "2026-01-01"}}},
	{KindScope, "NS-1", map[string][]string{"entries": {"AML.M0001; AML.T0051", "LLM08"}, "why": {"not here"}, "by": {"Ada"}, "on": {"2026-11-01"}}},
	{KindAppetite, "", map[string][]string{"phase": {"Delivery"}, "level": {"L", "H"}}},
	{KindIncident, "IN-01", map[string][]string{"title": {"it happened"}, "match": {"new", ""}}},
	{KindAnswer, "", map[string][]string{"eu_ai_act": {"applies", "does not apply"}, "eu_ai_act_why": {"it decides nothing", ""}}},
}

func anySets(t *rapid.T, fields map[string][]string, most int) (sets []Assignment) {
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(slices.Sorted(maps.Keys(fields))), 1, min(most, len(fields)), rapid.ID).Draw(t, "fields") {
		sets = append(sets, Assignment{name, rapid.SampledFrom(fields[name]).Draw(t, name)})
	}
	return sets
}

// anyCitingEdit draws an edit of what cites or stands behind it; it may not fit.
func anyCitingEdit(t *rapid.T) Edit {
	id := rapid.SampledFrom([]string{"T-001", "T-002", "T-003", "T-004", "T-005"}).Draw(t, "id")
	of := rapid.SampledFrom(coverageSheets).Draw(t, "sheet")
	switch rapid.IntRange(0, 11).Draw(t, "what") {
	case 0:
		return AddThreat("another", anySets(t, citedWords, 3)...)
	case 1:
		return RemoveThreats(id)
	case 2:
		return RemoveSheet(of.kind, of.id)
	case 3, 4, 5:
		return WriteSheet(of.kind, of.id, anySets(t, of.fields, 9)...)
	case 6:
		return Rate(id, Current, toyMethod, Answers{"level": "L"})
	case 7, 8: // one thing alone
		return SetFields(id, anySets(t, map[string][]string{"status": citedWords["status"], "controls_in_place": citedWords["controls_in_place"]}, 1)...)
	}
	return SetFields(id, anySets(t, citedWords, 4)...)
}

// Who cites an entry and what stands behind it follow any edits, undone and done again too,
// whichever of both is asked for: what is told is what is counted anew.
func TestCitationsAndCoverageFollowEveryEdit(t *testing.T) {
	methods := Library{Methods: []Method{toyMethod}}.Shelf()
	lists := append(wideCatalogues(), atlasLike(), &methods[0],
		&Catalogue{ID: "eu-ai-act", Entries: []Entry{{ID: "Art. 9(2)", Kind: "paragraph"}, {ID: "Art. 9(2)(a)", Kind: "step", Parent: "Art. 9(2)"},
			{ID: "Art. 9(2)(b)", Kind: "step"}, {ID: "Art. 9(2)(c)", Kind: "step"}, {ID: "Art. 9(2)(d)", Kind: "step"}, {ID: "Art. 9(5)", Kind: "step"}}},
		&Catalogue{ID: "stride", Entries: []Entry{{ID: "T", Kind: "category"}, {ID: "E", Kind: "category"}}},
		&Catalogue{ID: "bsi", Entries: []Entry{{ID: "C5:2020 OPS-18", Kind: "criterion"}}})
	cites := func(r *Register) (told []string) {
		by := CitedByOf(r)
		for _, c := range lists {
			of := by.Of(c)
			for i := range c.Entries {
				told = append(told, fmt.Sprint(c.Entries[i].ID, of.By(i)))
			}
		}
		return told
	}
	rapid.Check(t, func(t *rapid.T) {
		shown := bigThreat(0)
		shown.Ownership.Evidence = "EV-01 rules; EV-02"
		bare, also := bigThreat(2), bigThreat(1)
		for _, one := range []*Threat{bare, also} {
			one.Ownership.Evidence, one.Response.ControlsInPlace = "", ""
		}
		r := registerOf(shown, also, bare)
		var done []Change
		for range rapid.IntRange(1, 8).Draw(t, "rounds") {
			var labels []string
			for range rapid.IntRange(0, 4).Draw(t, "edits") {
				if n := len(done); n > 0 && rapid.IntRange(0, 3).Draw(t, "undo") == 0 {
					back, err := done[n-1].Inverse(r)
					if err != nil {
						t.Fatal(err)
					}
					labels = append(labels, "undo "+back.Label)
					done = done[:n-1]
					if apply(r, back); rapid.Bool().Draw(t, "redo") {
						again, err := back.Inverse(r)
						if err != nil {
							t.Fatal(err)
						}
						done = append(done, apply(r, again))
						labels = append(labels, "redo")
					}
					continue
				}
				if c, err := Plan(r, anyCitingEdit(t), "tester", noon); err == nil {
					labels = append(labels, c.Label)
					done = append(done, apply(r, c))
				}
			}
			anew := NewRegister()
			anew.Load(r.All(), make([]uint64, len(r.All())), 1)
			if rapid.IntRange(0, 2).Draw(t, "cited by") > 0 {
				if got, want := cites(r), cites(anew); !slices.Equal(got, want) {
					t.Fatalf("after %v cited\n%v\nanew\n%v", labels, got, want)
				}
			}
			day := rapid.SampledFrom([]string{asOf, asOf, asOf, "2026-12-24"}).Draw(t, "day")
			of, fresh := CoverageOf(r, day), CoverageOf(anew, day)
			for _, c := range lists {
				if rapid.IntRange(0, 3).Draw(t, c.ID) == 0 {
					continue // nobody looks at it this time
				}
				if got, want := fmt.Sprintf("%+v", coverageTold(of.Of(c))), fmt.Sprintf("%+v", coverageTold(fresh.Of(c))); got != want {
					t.Fatalf("after %v, %s\n%s\nanew\n%s", labels, c.ID, got, want)
				}
			}
		}
	})
}

// coverageTold is all that a coverage says, for comparing.
func coverageTold(v *Coverage) (told []string) {
	told = append(told, fmt.Sprint(v.Tally, v.Groups, v.Applies, v.Why, v.Claims))
	for _, e := range v.Entries {
		scope := ""
		if e.Scope != nil {
			scope = fmt.Sprint(e.Scope.ID, e.Scope.Values)
		}
		e.Entry, e.Scope = &Entry{ID: e.ID}, nil
		told = append(told, fmt.Sprintf("%s %s %+v", e.ID, scope, struct {
			Rung     Rung
			Threats  []string
			Counts   [7]int
			Controls []string
			Awaited  []string
			Evidence []ShownBy
			Note     string
		}{e.Rung, e.Threats, [7]int{e.Live, e.Answered, e.Tested, e.Backed, e.InWords, e.Parts, e.Named}, e.Controls, e.Awaited, e.Evidence, e.Note}))
	}
	return told
}

// What was given out of who cites an entry stays as it was when the register goes on.
func TestCitationsGivenOutStay(t *testing.T) {
	r := newTestRegister(t)
	for range 3 {
		do(t, r, AddThreat("a", Assignment{"atlas", "AML.T0051"}))
	}
	was := CitationsOf(r).Of("AML.T0051")
	do(t, r, SetFields("T-002", Assignment{"atlas", ""}))
	now := CitationsOf(r).Of("AML.T0051")
	do(t, r, SetFields("T-001", Assignment{"atlas", ""}))
	last := CitationsOf(r).Of("AML.T0051")
	if got := fmt.Sprint(was, now, last); got != "[T-001 T-002 T-003] [T-001 T-003] [T-003]" {
		t.Error(got)
	}
}

// After an edit nobody goes through the register again.
func TestCitationsFollowWithoutAWalk(t *testing.T) {
	r := bigRegister(50)
	CitedByOf(r)
	CoverageOf(r, asOf)
	before := r.Walks()
	do(t, r, SetFields("T-007", Assignment{"atlas", "AML.T0051"}))
	if by := CitedByOf(r).Of(wideCatalogues()[0]).By(1); len(by) != 1 {
		t.Error(by)
	}
	CoverageOf(r, asOf).Of(wideCatalogues()[0])
	if n := r.Walks() - before; n != 0 {
		t.Errorf("%d walks", n)
	}
}
