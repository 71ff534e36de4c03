package model

import (
	"slices"
	"strings"
	"testing"
)

// atlasLike is a small catalogue with a tactic, techniques, a part of one and a mitigation.
func atlasLike() *Catalogue {
	in := []Link{{Kind: "tactic", To: "AML.TA0001"}}
	return &Catalogue{ID: "atlas", Version: "5.6.0", Cited: "ATLAS 5.6.0", Entries: []Entry{
		{ID: "AML.TA0001", Kind: "tactic", Name: "Staging"},
		{ID: "AML.T0001", Kind: "technique", Name: "One", Links: in},
		{ID: "AML.T0002", Kind: "technique", Name: "Two", Links: in},
		{ID: "AML.T0002.000", Kind: "technique", Name: "Two, part", Parent: "AML.T0002"},
		{ID: "AML.M0001", Kind: "mitigation", Name: "Wall"},
		{ID: "AML.CS0001", Kind: "case study", Name: "It happened"},
	}}
}

func entryOf(t *testing.T, r *Register, c *Catalogue, today, id string) *Covered {
	t.Helper()
	v := CoverageOf(r, today).Of(c)
	i := slices.IndexFunc(v.Entries, func(e Covered) bool { return e.ID == id })
	if i < 0 {
		t.Fatalf("%s is not looked at", id)
	}
	return &v.Entries[i]
}

// An entry climbs from rung to rung with what is put on record, and down again when evidence
// runs out; nothing is evidenced without a record that is named.
func TestEntriesClimbTheLadder(t *testing.T) {
	const today = "2026-11-16"
	r, c := newTestRegister(t), atlasLike()
	stands := func(id string, rung Rung, says string) {
		t.Helper()
		e := entryOf(t, r, c, today, id)
		if e.Rung != rung || e.Says() != says {
			t.Errorf("%s: %s, %q; want %s, %q", id, e.Rung, e.Says(), rung, says)
		}
	}
	write := func(kind Kind, id string, sets ...string) {
		t.Helper()
		var list []Assignment
		for _, set := range sets {
			name, value, _ := strings.Cut(set, "=")
			list = append(list, Assignment{name, value})
		}
		do(t, r, WriteSheet(kind, id, list...))
	}
	stands("AML.T0001", Unnamed, "nothing names it")
	do(t, r, AddThreat("a", Assignment{"atlas", "AML.T0001; AML.T0002.000"}))
	do(t, r, AddThreat("b", Assignment{"atlas", "AML.T0001"}))
	stands("AML.T0001", Considered, "considered: cited; 0 of 2 threats have a live control")
	stands("AML.T0002", Unnamed, "nothing names it, but 1 of its 1 parts")

	write(KindControl, "C-01", "name=Filter", "threats=T-001", "state=planned", "builder=Eve", "tester=Eve", "tested_on=2026-11-01")
	stands("AML.T0001", Considered, "considered: cited; 0 of 2 threats have a live control")
	write(KindControl, "C-01", "state=live")
	stands("AML.T0001", Considered, "considered: cited; 1 of 2 threats have a live control") // the weakest threat counts
	do(t, r, SetFields("T-002", Assignment{"controls_in_place", "a gate"}))
	stands("AML.T0001", Treated, "treated: 2 of 2 threats have a live control, 1 of them in words only")
	do(t, r, SetFields("T-002", Assignment{"status", "closed"}))
	stands("AML.T0001", Treated, "treated: 1 of 1 threat has a live control")
	write(KindControl, "C-01", "state=tested")
	stands("AML.T0001", Treated, "treated: 1 of 1 threat has a live control") // its builder tested it
	write(KindControl, "C-01", "tester=eve")
	stands("AML.T0001", Treated, "treated: 1 of 1 threat has a live control") // in small letters too
	write(KindControl, "C-01", "tester=Mallory", "tested_on=")
	stands("AML.T0001", Treated, "treated: 1 of 1 threat has a live control") // nobody wrote when
	write(KindControl, "C-01", "tested_on=2026-11-01")
	stands("AML.T0001", Tried, "tested: 1 of 1 threat has a control that was tested")

	write(KindControl, "C-01", "evidence=EV-77")
	stands("AML.T0001", Tried, "tested: 1 of 1 threat has a control that was tested") // no record has that id
	if e := entryOf(t, r, c, today, "AML.T0001"); !slices.Equal(e.Evidence, []ShownBy{{"EV-77", EvidenceMissing, false}}) {
		t.Error(e.Evidence)
	}
	write(KindEvidence, "EV-77", "title=Test report", "expires=2026-11-16")
	stands("AML.T0001", Shown, "evidenced: EV-77 (unproven)")
	write(KindEvidence, "EV-77", "where=vault 7")
	stands("AML.T0001", Shown, "evidenced: EV-77")
	if e := entryOf(t, r, c, "2026-11-17", "AML.T0001"); e.Rung != Tried || e.Evidence[0].State != EvidenceExpired {
		t.Errorf("a day later: %s, %v", e.Rung, e.Evidence)
	}

	// What no threat can cite is met by the control that names it.
	stands("AML.M0001", Unnamed, "nothing names it")
	write(KindControl, "C-02", "name=Wall", "references=ATLAS 5.5.0 AML.M0001", "state=planned")
	stands("AML.M0001", Considered, "considered: a control that is not live names it")
	write(KindControl, "C-02", "state=live")
	stands("AML.M0001", Treated, "treated: a live control names it")
	write(KindEvidence, "EV-78", "title=Photo", "where=vault", "shows=AML.M0001")
	stands("AML.M0001", Shown, "evidenced: EV-78")
	write(KindEvidence, "EV-78", "expires=2026-11-15")
	stands("AML.M0001", Treated, "treated: a live control names it")
	write(KindEvidence, "EV-78", "expires=")

	v := CoverageOf(r, today).Of(c)
	if got := v.Tally.String(); v.Tally.Sum() != 4 || got != "3 evidenced, 1 not named" {
		t.Errorf("%d: %s", v.Tally.Sum(), got)
	}
	if len(v.Groups) != 2 || v.Groups[0].Name != "Staging" || v.Groups[0].Tally.Sum() != 3 || v.Groups[1].Name != "mitigation" {
		t.Errorf("%+v", v.Groups)
	}
}

// What the assessor puts out of scope says why, and is named all the same if something names
// it; a statement without a reason, or past its end, is none.
func TestOutOfScopeIsSaidAndSigned(t *testing.T) {
	r, c := newTestRegister(t), atlasLike()
	write := func(sets ...Assignment) { t.Helper(); do(t, r, WriteSheet(KindScope, "NS-1", sets...)) }
	write(Assignment{"entries", "ATLAS 5.6.0 AML.T0001; AML.M0001"}, Assignment{"by", "Ada"}, Assignment{"on", "2026-11-01"})
	if e := entryOf(t, r, c, "2026-11-16", "AML.T0001"); e.Rung != Unnamed {
		t.Error("without a reason:", e.Says())
	}
	write(Assignment{"why", "no model is open"}, Assignment{"until", "2026-12-31"})
	if e := entryOf(t, r, c, "2026-11-16", "AML.T0001"); e.Rung != OutOfIt || e.Says() != "not in scope, because no model is open" {
		t.Error(e.Says())
	}
	if e := entryOf(t, r, c, "2027-01-01", "AML.T0001"); e.Rung != Unnamed {
		t.Error("past its end:", e.Says())
	}
	do(t, r, AddThreat("a", Assignment{"atlas", "AML.T0001"}))
	if e := entryOf(t, r, c, "2026-11-16", "AML.T0001"); e.Rung != Considered || !strings.Contains(e.Note, "NS-1 says that it is not in scope") {
		t.Error(e.Says(), e.Note)
	}
}

// People write an id alone or behind its standard; what could be two entries is none.
func TestSpellingsOfReferences(t *testing.T) {
	iso := &Catalogue{ID: "iso", Entries: []Entry{{ID: "27001:2022 A.8.8", Kind: "control"}, {ID: "27001:2022 A.8.2", Kind: "control"}, {ID: "42001:2023 A.8.2", Kind: "control"}, {ID: "42001:2023 A.6.2.6", Kind: "control"}}}
	act := &Catalogue{ID: "eu-ai-act", Entries: []Entry{{ID: "Art. 9(2)", Kind: "paragraph"}, {ID: "Art. 9(2)(a)", Kind: "step", Parent: "Art. 9(2)"}}}
	nist := &Catalogue{ID: "nist-ai", Entries: []Entry{{ID: "MANAGE 1.3", Kind: "subcategory"}, {ID: "MG-1.3-001", Kind: "action", Parent: "MANAGE 1.3"}}}
	bsi := &Catalogue{ID: "bsi", Entries: []Entry{{ID: "C5:2020 OPS-18", Kind: "criterion"}, {ID: "AIC4 SR-02", Kind: "criterion"}}}
	aicm := &Catalogue{ID: "aicm", Version: "1.0.3", Cited: "AICM 1.0.3", Entries: []Entry{{ID: "TVM-13", Kind: "control", Facts: []Fact{{"in 1.1.0", "TVM-10"}}}, {ID: "TVM-10", Kind: "control"}}}
	newer := &Catalogue{ID: "aicm", Version: "1.1.1", Cited: "AICM 1.1.1", Entries: []Entry{{ID: "TVM-10", Kind: "control", Facts: []Fact{{"in 1.0.3", "TVM-13"}}}, {ID: "TVM-13", Kind: "control"}}}
	for _, of := range []struct {
		c         *Catalogue
		name, hit string
	}{
		{iso, "ISO 27001:2022 8.8", "27001:2022 A.8.8"}, {iso, "ISO/IEC 27001:2022 A.8.8", "27001:2022 A.8.8"}, {iso, "8.8", "27001:2022 A.8.8"}, {iso, "27001: 8.8", "27001:2022 A.8.8"},
		{iso, "A.8.2", ""}, {iso, "27001 8.2", ""}, {iso, "42001 A.8.2", "42001:2023 A.8.2"}, {iso, "ISO 42001:2023 A.6.2.6", "42001:2023 A.6.2.6"}, {iso, "27001:2013 A.8.8", ""},
		{act, "EU AI Act 9(2)", "Art. 9(2)"}, {act, "9(2)(a)", "Art. 9(2)(a)"}, {act, "Art. 9(2)(A)", "Art. 9(2)(a)"},
		{nist, "NIST AI 600-1 MG-1.3-001", "MG-1.3-001"}, {nist, "mg-1.3-001", "MG-1.3-001"}, {nist, "NIST AI RMF MANAGE 1.3", "MANAGE 1.3"},
		{bsi, "C5:2020 OPS-18", "C5:2020 OPS-18"}, {bsi, "OPS-18", "C5:2020 OPS-18"}, {bsi, "C5:2026 OPS-18", ""}, {bsi, "AIC4 SR-02", "AIC4 SR-02"},
		{aicm, "AICM 1.0.3 TVM-13", "TVM-13"}, {aicm, "TVM-13", "TVM-13"}, {aicm, "AICM 1.1.0 TVM-13", ""},
		{aicm, "AICM 1.1.0 TVM-10", "TVM-13"}, {aicm, "AICM 1.0 TVM-10", "TVM-10"}, {aicm, "AICM 2.0.0 TVM-10", ""}, // migrated, and found still
		{newer, "AICM 1.1.0 TVM-10", "TVM-10"}, {newer, "AICM 1.0.3 TVM-13", "TVM-10"}, {newer, "AICM 1.1.1 TVM-13", "TVM-13"}, {newer, "AICM 1.0.3 TVM-10", ""},
	} {
		r := newTestRegister(t)
		do(t, r, WriteSheet(KindEvidence, "EV-1", Assignment{"title", "x"}, Assignment{"shows", of.name}))
		hit := ""
		v := CoverageOf(r, "2026-11-16").Of(of.c)
		for i := range v.Entries {
			if v.Entries[i].Rung == Shown {
				hit += v.Entries[i].ID
			}
		}
		if hit != of.hit {
			t.Errorf("%q names %q, want %q", of.name, hit, of.hit)
		}
	}
}

// What the answer calls evidenced, coverage does too, however the record names it; and what
// one of them does not understand, the other does not either.
func TestAnswerAndCoverageCountAlike(t *testing.T) {
	for _, of := range []struct {
		reference, catalogue, entry string
		named, not                  []string
	}{
		{"ISO 27001:2022 8.8", "iso", "27001:2022 A.8.8", []string{"ISO 27001:2022 8.8", "27001:2022 A.8.8", "ISO/IEC 27001:2022 A.8.8", "a.8.8", "8.8", "27001: 8.8"}, []string{"ISO 27002:2022 8.8", "8"}},
		{"ISO 42001:2023 A.6.2.6", "iso", "42001:2023 A.6.2.6", []string{"42001:2023 A.6.2.6", "ISO 42001 A.6.2.6", "A.6.2.6"}, []string{"ISO 42001:2023 6.2.6"}},
		{"EU AI Act 9(2)", "eu-ai-act", "Art. 9(2)", []string{"EU AI Act 9(2)", "Art. 9(2)", "EU AI Act Art. 9(2)", "9(2)"}, []string{"Art. 9(2)(a)", "EU AI Act"}},
		{"NIST AI 600-1 MG-1.3-001", "nist-ai", "MG-1.3-001", []string{"NIST AI 600-1 MG-1.3-001", "AI 600-1 MG-1.3-001", "MG-1.3-001"}, []string{"MG-1.3", "MG-1.3-002"}},
		{"AIC4 SR-02", "bsi", "AIC4 SR-02", []string{"AIC4 SR-02", "BSI AIC4 SR-02", "SR-02"}, []string{"02"}},
		{"C5:2020 OPS-18", "bsi", "C5:2020 OPS-18", []string{"C5:2020 OPS-18", "BSI C5:2020 OPS-18", "C5 OPS-18", "OPS-18"}, []string{"C5:2026 OPS-18"}},
	} {
		c := &Catalogue{ID: of.catalogue, Entries: []Entry{{ID: of.entry, Kind: "action"}}}
		for _, name := range slices.Concat(of.named, of.not) {
			r := newTestRegister(t)
			do(t, r, WriteSheet(KindEvidence, "EV-1", Assignment{"title", "x"}, Assignment{"shows", name}))
			answers, covers := len(r.Shown(of.reference, "2026-11-16")) > 0, CoverageOf(r, "2026-11-16").Of(c).Tally[Shown] > 0
			if want := slices.Contains(of.named, name); answers != want || covers != want {
				t.Errorf("%q as %s: the answer %t, coverage %t, want %t", name, of.reference, answers, covers, want)
			}
		}
	}
}

// The Act's page says what the assessor says, claims the part on security only, and tells what
// the register has without calling it evidenced; where it does not apply, that takes a reason.
func TestThePageOfTheAct(t *testing.T) {
	act := &Catalogue{ID: "eu-ai-act", Entries: []Entry{{ID: "Art. 9(2)", Kind: "paragraph"}, {ID: "Art. 9(2)(a)", Kind: "step", Parent: "Art. 9(2)"}}}
	r := newTestRegister(t)
	do(t, r, AddThreat("a", Assignment{"category", "Data poisoning"}))
	page := func() *Coverage { return CoverageOf(r, "2026-11-16").Of(act) }
	if v := page(); v.Applying() != "unknown" || !strings.Contains(v.Claims, "security only") || v.Entries[1].Rung != Unnamed || v.Entries[1].Note != "the register has 1 live threats in 1 of 9 categories" {
		t.Errorf("%s, %+v", v.Applying(), v.Entries[1])
	}
	do(t, r, WriteSheet(KindAnswer, "", Assignment{"eu_ai_act", "does not apply"}))
	if v := page(); v.Applying() != "does not apply, and nobody says why" || v.Tally[OutOfIt] != 0 {
		t.Error(v.Applying(), v.Tally)
	}
	do(t, r, WriteSheet(KindAnswer, "", Assignment{"eu_ai_act_why", "it decides nothing about people"}))
	if v := page(); v.Tally[OutOfIt] != 2 || v.Entries[0].Says() != "does not apply" {
		t.Error(v.Tally, v.Entries[0].Says())
	}
}

// Coverage is worked out once for a version of the register and a day, in one walk, whatever
// is asked for afterwards.
func TestCoverageWalksOnce(t *testing.T) {
	r, c := bigRegisters[100](), atlasLike()
	before := r.Walks()
	for range 3 {
		CoverageOf(r, "2026-11-16").Of(c)
	}
	if n := r.Walks() - before; n != 1 {
		t.Errorf("%d walks", n)
	}
	kept := CoverageOf(r, "2026-11-16")
	if CoverageOf(r, "2026-11-16") != kept || CoverageOf(r, "2026-11-17") == kept {
		t.Error("it is not kept for the day")
	}
}

func BenchmarkCoverage(b *testing.B) {
	c := atlasLike()
	sizes(b, func(b *testing.B, r *Register) {
		for range b.N {
			r.cited, r.covered = nil, nil
			CoverageOf(r, "2026-11-16").Of(c)
		}
	})
}
