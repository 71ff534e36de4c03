package model

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"parry/store/trial"
)

// An answer that follows its register through any edits, of threats and of what names
// them, is the answer that is worked out anew; so are the findings.
func TestAnswersFollowEveryEdit(t *testing.T) {
	trial.Checks(t)
	text := func(v any) string {
		text, err := json.MarshalIndent(v, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	lib := Library{Methods: []Method{toyMethod}}
	rapid.Check(t, func(t *rapid.T) {
		cites := bigThreat(0)
		cites.Ownership.Evidence = "EV-01 curation rules"
		r := registerOf(anyOwnership(t, "T-002"), cites, bigThreat(3), bigThreat(4))
		var kept Answering
		for range rapid.IntRange(1, 8).Draw(t, "rounds") {
			var labels []string
			for range rapid.IntRange(0, 3).Draw(t, "edits") {
				e := anyEdit(t, r)
				if rapid.IntRange(0, 2).Draw(t, "of a sheet") > 0 {
					e = anySheetEdit(t)
				}
				if c, err := Plan(r, e, "tester", noon); err == nil {
					labels = append(labels, c.Label)
					apply(r, c)
				}
			}
			day := rapid.SampledFrom([]string{asOf, asOf, asOf, "2027-02-28"}).Draw(t, "day")
			anew := NewRegister()
			anew.Load(r.All(), make([]uint64, len(r.All())), 1)
			g, fresh := NewGrounds(r, day, func() Library { return lib }), NewGrounds(anew, day, func() Library { return lib })
			if got, want := text(Check(r, g)), text(Check(anew, fresh)); got != want {
				t.Fatalf("after %v findings\n%s\nanew\n%s", labels, got, want)
			}
			if got, want := text(NewOwnershipView(r, day).JSON(day)), text(NewOwnershipView(anew, day).JSON(day)); got != want {
				t.Fatalf("after %v owners\n%s\nanew\n%s", labels, got, want)
			}
			got, want := kept.Answer(r, g, lib, Proof{Done: true}), NewAnswer(anew, fresh, lib, Proof{Done: true})
			if got, want := text(got.JSON()), text(want.JSON()); got != want {
				t.Fatalf("after %v\n%s\nanew\n%s", labels, got, want)
			}
			if !reflect.DeepEqual(kept.tied, ties{kept.tied.shared, Ties(liveOf(r))}) {
				t.Fatalf("after %v %d are tied, anew %d", labels, kept.tied.n, Ties(liveOf(r)))
			}
		}
	})
}

func liveOf(r *Register) (live []*Threat) {
	for _, t := range r.Threats() {
		if !t.Gone() {
			live = append(live, t)
		}
	}
	return live
}

// sheetEdits are sheets that say something of threats, or of what threats are judged by,
// and values that change what they say.
var sheetEdits = []struct {
	kind   Kind
	fields map[string][]string
}{
	{KindControl, map[string][]string{"state": {StateLive, StatePlanned, StateRetired}, "builder": {"Ann", "Bea"}, "tester": {"Ann"}, "layer": {"Model", "Application"}, "due": {"2026-01-01", "2027-01-01"}}},
	{KindDetection, map[string][]string{"state": {"built", "none"}, "tested_on": {"2026-11-01", "2025-01-01"}, "result": {"failed", "passed"}}},
	{KindDecision, map[string][]string{"response": {"accept", "mitigate"}, "by": {"Ann", "Person 3"}, "on": {"2026-10-01"}, "until": {"2026-12-01", "2027-12-01"}, "authority": {"board", "risk owner"}}},
	{KindVulnerability, map[string][]string{"flaw": {"CVE-2026-1"}, "state": {"open", "fixed"}}},
	{KindParty, map[string][]string{"name": {"Ours", "Theirs"}, "roles": {"AP; OSP", "MP", "CSP"}, "assessed": {"yes"}, "contract": {"C-1", ""}}},
	{KindContact, map[string][]string{"party": {"P-01", "P-02"}, "channel": {"mail"}, "tested_on": {"2026-10-01"}}},
	{KindEvidence, map[string][]string{"title": {"rules"}, "expires": {"2026-01-01", "2027-01-01"}}},
	{KindAppetite, map[string][]string{"level": {"L", "H"}, "phase": {"Delivery", "Preparation"}}},
	{KindAttestation, map[string][]string{"check": {"E13"}, "category": {"Data poisoning"}, "why": {"none"}, "by": {"Ann"}, "on": {"2026-10-01"}}},
	{KindException, map[string][]string{"finding": {"S1/T-002/Model", "E9", "E9/T-002", "S7/T-002", "E10/T-001/Model", "S8/T-001"}, "why": {"soon"}, "by": {"Ann"}, "on": {"2026-10-01"}, "until": {"2026-12-31"}}},
	{KindSystem, map[string][]string{"name": {"one"}, "deployment": {"saas", "self-hosted"}}},
	{KindPolicy, map[string][]string{"approved_by": {"Ann"}, "h_review": {"1d", "90d"}}},
}

// anySheetEdit draws a sheet with some fields, for some threats; it may not fit.
func anySheetEdit(t *rapid.T) Edit {
	of := rapid.SampledFrom(sheetEdits).Draw(t, "sheet")
	kind, _ := SheetKindOf(of.kind)
	id := ""
	if kind.Prefix != "" {
		id = rapid.SampledFrom([]string{"", fmt.Sprintf("%s01", kind.Prefix)}).Draw(t, "sheet id")
	}
	if rapid.IntRange(0, 5).Draw(t, "remove") == 0 && id != "" {
		return RemoveSheet(of.kind, id)
	}
	var sets []Assignment
	for _, f := range kind.Fields {
		values := of.fields[f.Name]
		if f.Refers == KindThreat {
			values = []string{"T-002", "T-001; T-004", "T-005", ""}
		}
		if len(values) > 0 && rapid.IntRange(0, 3).Draw(t, "set "+f.Name) > 0 {
			sets = append(sets, Assignment{f.Name, rapid.SampledFrom(values).Draw(t, f.Name)})
		}
	}
	return WriteSheet(of.kind, id, sets...)
}
