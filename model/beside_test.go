package model

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// ours is the method of the register in these tests.
var ours = twoSided("ours", "1")

func ratedBy(t *testing.T) *Register {
	t.Helper()
	r := newTestRegister(t)
	do(t, r, JudgeBy(ours))
	do(t, r, AddThreat("one"))
	return r
}

// Several methods rate one state side by side. The register's own places it,
// whoever came first; another places it only where none does.
func TestMethodsStandSideBySide(t *testing.T) {
	other, flaw := twoSided("theirs", "2"), seesaw()
	r := ratedBy(t)
	one := mustPlan(t, r, Rate("T-001", Inherent, other, Answers{"likely": "H", "bad": "H"}))
	if one.Ratings[Inherent].Method != "theirs" || len(one.Beside(Inherent)) != 0 {
		t.Fatalf("alone: %+v", one.Ratings[Inherent])
	}
	one = mustPlan(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "M", "bad": "H"}))
	if one.Ratings[Inherent].Cell() != "M x H = M" || one.Beside(Inherent)[0].Cell() != "H x H = H" {
		t.Fatalf("the register's own: %+v beside %+v", one.Ratings[Inherent], one.Beside(Inherent))
	}
	do(t, r, Rate("T-001", Inherent, flaw, Answers{"tilt": "half way", "automatable": "true"}))
	one = mustPlan(t, r, Rate("T-001", Inherent, other, Answers{"likely": "VH", "bad": "VH"}))
	var methods []string
	for _, rating := range one.RatingsOf(Inherent) {
		methods = append(methods, rating.Method)
	}
	if !slices.Equal(methods, []string{"ours", "seesaw", "theirs"}) || one.RatingBy(Inherent, "theirs").Level != VH {
		t.Errorf("side by side %v: %+v", methods, one.Beside(Inherent))
	}
	if got := one.RatingBy(Inherent, "seesaw"); got.Level.Rated() || got.Likelihood.Rated() || got.Told() != "go" {
		t.Errorf("a method without levels: %+v", got)
	}
	if one.RatingBy(Current, "theirs") != nil {
		t.Error("one state stands in for another")
	}
	one = mustPlan(t, r, Unrate("T-001", Inherent, "ours"))
	if one.Ratings[Inherent].Placed() || len(one.Beside(Inherent)) != 2 {
		t.Errorf("taken back: %+v", one.Ratings[Inherent])
	}
}

// An answer that is a fact about the threat is kept in its own field too; what
// is planned for the target is no fact yet.
func TestFactsAreKeptInTheirField(t *testing.T) {
	r := ratedBy(t)
	one := mustPlan(t, r, Rate("T-001", Target, seesaw(), Answers{"tilt": "left", "automatable": "yes"}))
	if one.Urgency.Automatable != "" {
		t.Error("the target's answer became a fact")
	}
	one = mustPlan(t, r, Rate("T-001", Current, seesaw(), Answers{"tilt": "left", "automatable": "TRUE"}))
	if one.Urgency.Automatable != "yes" {
		t.Errorf("automatable is %q", one.Urgency.Automatable)
	}
	flags := one.RatingBy(Current, "seesaw").Flags()
	if len(flags) != 1 || !strings.HasPrefix(flags[0], "by analogy") {
		t.Errorf("a threat without a vulnerability: %q", flags)
	}
	do(t, r, SetFields("T-001", Assignment{"vuln_id", "CVE-1"}))
	one = mustPlan(t, r, Rate("T-001", Current, seesaw(), Answers{"tilt": "right", "automatable": "yes"}))
	if flags := one.RatingBy(Current, "seesaw").Flags(); len(flags) != 0 {
		t.Errorf("with one: %q", flags)
	}
}

// Spans are kept as they were said and cover cells; once all is sure they
// cover none.
func TestSpansCoverCells(t *testing.T) {
	r := ratedBy(t)
	one := mustPlan(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "L..M..H", "bad": "H"})).Ratings[Inherent]
	if one.Cell() != "M x H = M" || one.LowLikelihood() != L || one.HighLikelihood() != H || one.LowImpact() != H || one.Answers()["likely"] != "L..M..H" {
		t.Errorf("spanned %+v", one)
	}
	if _, differ := Reperform(r, Library{Methods: []Method{ours}}); len(differ) > 0 {
		t.Errorf("done again: %v", differ)
	}
	one = mustPlan(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "M", "bad": "H"})).Ratings[Inherent]
	if one.LowLikelihood().Rated() || one.HighImpact().Rated() {
		t.Errorf("sure %+v", one)
	}
}

// An override stands in place of the level, with its reason; what the method
// said can still be read and done again, and comes back when it is taken away.
func TestOverridesStandBesideThePath(t *testing.T) {
	r := ratedBy(t)
	lib := Library{Methods: []Method{ours, seesaw()}}
	if _, err := Plan(r, Override("T-001", Inherent, ours, "VH", "so"), "", noon); err == nil {
		t.Error("nothing was rated, and was overridden")
	}
	do(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "M", "bad": "M"}))
	for _, bad := range [][2]string{{"VH", "  "}, {"huge", "so"}} {
		if _, err := Plan(r, Override("T-001", Inherent, ours, bad[0], bad[1]), "", noon); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	one := mustPlan(t, r, Override("T-001", Inherent, ours, "very high", "the regulator asked")).Ratings[Inherent]
	if one.Level != VH || one.ComputedLevel(matrixI2) != M || one.OverrideReason() != "the regulator asked" || len(one.Path()) == 0 {
		t.Errorf("overridden %+v", one)
	}
	one = mustPlan(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "M", "bad": "H"})).Ratings[Inherent]
	if one.Level != VH || one.Override() != "VH" {
		t.Errorf("answered again: %+v", one)
	}
	if done, differ := Reperform(r, lib); done != 1 || len(differ) > 0 {
		t.Errorf("done again %d: %v", done, differ)
	}
	copied := mustPlan(t, r, CopyRating("T-001", Inherent, Current)).Ratings[Current]
	if copied.Level != M || copied.Override() != "" {
		t.Errorf("copied %+v", copied)
	}
	one = mustPlan(t, r, Override("T-001", Inherent, ours, "", "")).Ratings[Inherent]
	if one.Level != M || one.Override() != "" || one.OverrideReason() != "" {
		t.Errorf("taken away %+v", one)
	}
	do(t, r, Rate("T-001", Inherent, seesaw(), Answers{"tilt": "left", "automatable": "no"}))
	if _, err := Plan(r, Override("T-001", Inherent, seesaw(), "H", "so"), "", noon); err == nil || !strings.Contains(err.Error(), "use wait or go") {
		t.Errorf("a level for an outcome: %v", err)
	}
	if got := mustPlan(t, r, Override("T-001", Inherent, seesaw(), "GO", "so")).RatingBy(Inherent, "seesaw"); got.Word() != "go" {
		t.Errorf("an outcome: %+v", got)
	}
}

// Another default method, or another version of it, is an edit on record. What
// was rated before keeps its method, version and level.
func TestChangingTheMethodIsOnRecord(t *testing.T) {
	r := ratedBy(t)
	before := mustPlan(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "M", "bad": "H"})).Ratings[Inherent]
	strict := twoSided("strict", "7")
	cells := matrixI2
	cells.Name = "strict"
	for i := range cells.Cells {
		for k := range cells.Cells[i] {
			cells.Cells[i][k] = VH
		}
	}
	strict.Matrix = &cells
	c := do(t, r, JudgeBy(strict))
	if s := r.Settings(); c.Label != "rate by strict 7 from now on" || s.Method != "strict" || s.MethodVersion != "7" || s.Matrix.Name != "strict" || s.Approved {
		t.Errorf("%s: %+v", c.Label, s)
	}
	if now := r.Threat("T-001").Ratings[Inherent]; now.Level != before.Level || now.Method != "ours" {
		t.Errorf("the old rating became %+v", now)
	}
	one := mustPlan(t, r, Rate("T-001", Inherent, strict, Answers{"likely": "L", "bad": "L"}))
	if one.Ratings[Inherent].Level != VH || one.Beside(Inherent)[0].Level != before.Level {
		t.Errorf("rated by the new one: %+v beside %+v", one.Ratings[Inherent], one.Beside(Inherent))
	}
	newer := strict
	newer.Version = "8"
	c = do(t, r, Rate("T-001", Current, newer, Answers{"likely": "L", "bad": "L"}))
	if r.Settings().MethodVersion != "7" || len(c.Touched) != 1 {
		t.Errorf("rating changed what the register is judged by: %+v, touched %d", r.Settings(), len(c.Touched))
	}
	_, differ := Reperform(r, Library{Methods: []Method{newer}})
	if len(differ) != 2 || differ[0].Text != "rated by strict 7, today it is 8" || !strings.Contains(differ[1].Text, "ours 1, which is not here") {
		t.Errorf("done again: %v", differ)
	}
}

// Disagreement is said in words: of sizes by steps, of urgencies only where
// they lie near opposite ends, and never of one against the other.
func TestDisagreementIsSaid(t *testing.T) {
	flaw := Method{ID: "score", Judges: JudgesVulnerabilities, Severities: map[string]Level{"Critical": VH}, Results: []string{"Critical"}}
	late := Method{ID: "late", Results: []string{"defer", "soon", "now"}}
	lib := Library{Methods: []Method{ours, flaw, late, seesaw()}}
	one := &Threat{ID: "T-001"}
	one.Ratings[Inherent] = Rating{Method: "ours", Likelihood: M, Impact: M, Level: M}
	one.lay(Inherent, Rating{Method: "score", Reckoning: &Reckoning{Verdict: Verdict{Severity: "Critical", Scored: true, Score: 9.8}}})
	one.lay(Inherent, Rating{Method: "late", Reckoning: &Reckoning{Verdict: Verdict{Outcome: "defer"}}})
	one.lay(Inherent, Rating{Method: "seesaw", Reckoning: &Reckoning{Verdict: Verdict{Outcome: "go"}}})
	want := []string{
		"ours says M, score says 9.8 Critical: 2 steps apart; one judges the flaw, the other the threat, so say why they differ",
		"late says defer, seesaw says go: near opposite ends of their scales",
	}
	if got := Disagreements(one, Inherent, lib); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	one.lay(Inherent, Rating{Method: "seesaw", Reckoning: &Reckoning{Verdict: Verdict{Outcome: "go"}, Override: "wait", OverrideReason: "so"}})
	if got := Disagreements(one, Inherent, lib); len(got) != 1 {
		t.Errorf("after the override: %q", got)
	}
}

// A parked step stands in the threat until it is taken up; no other step goes
// with it.
func TestParkingKeepsTheStep(t *testing.T) {
	r := ratedBy(t)
	do(t, r, Park("T-001", StepOwn, true))
	if one := mustPlan(t, r, Park("T-001", StepRate, true)); !slices.Equal(one.Parked(), []string{"own", "rate"}) {
		t.Errorf("parked %v", one.Parked())
	}
	if one := mustPlan(t, r, Park("T-001", StepOwn, false)); !slices.Equal(one.Parked(), []string{"rate"}) {
		t.Errorf("taken up %v", one.Parked())
	}
	if _, err := Plan(r, Park("T-001", "lunch", true), "", noon); err == nil {
		t.Error("lunch is a step")
	}
}

// A rating that waited beside and takes the place brings what was said of it,
// and takes over what was said of the state where nothing is said of itself.
func TestReasonsComeWithTheRatingThatTakesThePlace(t *testing.T) {
	r := ratedBy(t)
	do(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "M", "bad": "H"}))
	do(t, r, SetFields("T-001", Assignment{"likelihood_rationale", "seen twice"}, Assignment{"inherent_impact_legal", "H"}))
	theirs := twoSided("theirs", "2")
	do(t, r, JudgeBy(theirs))
	do(t, r, Rate("T-001", Inherent, theirs, Answers{"likely": "L", "bad": "H"}))
	do(t, r, SetFields("T-001", Assignment{"likelihood_rationale", "seen once"}, Assignment{"impact_rationale", "one client"}))
	do(t, r, JudgeBy(ours))
	one := mustPlan(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "H", "bad": "H"})).Ratings[Inherent]
	if one.Method != "ours" || one.LikelihoodReason() != "seen twice" || one.ImpactReason() != "one client" || one.ImpactOn()[4] != H {
		t.Errorf("%+v", one)
	}
}

// The register's matrix gives the level only to the rating that places a threat:
// one that is displaced says again what its method says.
func TestDisplacedRatingSpeaksForItself(t *testing.T) {
	strict := twoSided("strict", "1")
	strict.Matrix = allOf(VH)
	r := ratedBy(t)
	do(t, r, JudgeBy(strict))
	one := mustPlan(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "M", "bad": "H"})).Ratings[Inherent]
	if one.Level != VH || one.OwnLevel != M || len(one.Path()) != 2 {
		t.Fatalf("placed by another's matrix: %+v", one)
	}
	moved := mustPlan(t, r, Rate("T-001", Inherent, strict, Answers{"likely": "L", "bad": "L"})).Beside(Inherent)[0]
	if moved.Level != M || moved.OwnLevel != Unrated || len(moved.Path()) != 1 {
		t.Errorf("displaced: %+v", moved)
	}
	if _, differ := Reperform(r, Library{Methods: []Method{ours, strict}}); len(differ) != 0 {
		t.Errorf("done again: %v", differ)
	}
}

func allOf(l Level) *Matrix {
	m := Matrix{Name: "all " + l.String(), Version: "1"}
	for i := range m.Cells {
		for k := range m.Cells[i] {
			m.Cells[i][k] = l
		}
	}
	return &m
}

// Taking an override away brings back what was computed on that day, though the
// register is judged by another matrix today and the method is a newer one.
func TestOverridesNeverAskTheMethodAgain(t *testing.T) {
	r := ratedBy(t)
	was := mustPlan(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "M", "bad": "H"})).Ratings[Inherent]
	do(t, r, Override("T-001", Inherent, ours, "VL", "insured"))
	newer := twoSided("ours", "2")
	newer.Matrix = allOf(VH)
	newer.Rate = func(Answers) Outcome { return Outcome{Problems: []string{"no such answers"}} }
	do(t, r, JudgeBy(newer))
	over := mustPlan(t, r, Override("T-001", Inherent, newer, "H", "the auditor asked")).Ratings[Inherent]
	if over.Level != H || over.Computed != was.Level || over.Version() != "1" || !slices.Equal(over.Path(), was.Path()) {
		t.Errorf("overridden again: %+v", over)
	}
	back := mustPlan(t, r, Override("T-001", Inherent, newer, "", "")).Ratings[Inherent]
	if !reflect.DeepEqual(back, was) {
		t.Errorf("and back\n got %+v\nwant %+v", back, was)
	}
}

// What people said of a state stays with it when its numbers are copied over,
// and an override is never lost to a copy.
func TestCopyTakesTheMethodsWordOnly(t *testing.T) {
	r := ratedBy(t)
	do(t, r, Rate("T-001", Inherent, ours, Answers{"likely": "M", "bad": "H"}))
	do(t, r, SetFields("T-001", Assignment{"confidence", "low"}, Assignment{"inherent_impact_legal", "H"}))
	do(t, r, SetFields("T-001", Assignment{"current_confidence", "high"}, Assignment{"current_impact_money", "L"}))
	copied := mustPlan(t, r, CopyRating("T-001", Inherent, Current)).Ratings[Current]
	if copied.Confidence() != "high" || copied.ImpactOn() != [impactSides]Level{1: L} || copied.Cell() != "M x H = M" {
		t.Errorf("%+v", copied)
	}
	do(t, r, Override("T-001", Current, ours, "VL", "insured"))
	if _, err := Plan(r, CopyRating("T-001", Inherent, Current), "", noon); err == nil || !strings.Contains(err.Error(), "overridden to VL; take that away first") {
		t.Errorf("an override was copied over: %v", err)
	}
}

// A version of a framework says one thing, the register's own cannot go, and a
// newer one of it is what the register is judged by from then on.
func TestFrameworksOfTheRegister(t *testing.T) {
	r := ratedBy(t)
	own := twoSided("house", "1")
	own.Matrix = allOf(L)
	file := Framework{ID: "house", Form: FormMatrix, Version: "1", Body: `{"a": 1}`}
	c := do(t, r, ImportFramework(file, own))
	if c.Label != "import house 1" || r.Settings().Method != "ours" {
		t.Errorf("%s; judged by %s", c.Label, r.Settings().Method)
	}
	file.Body = `{"a":1}`
	if _, err := Plan(r, ImportFramework(file, own), "", noon); err != nil && err != ErrNothing {
		t.Errorf("the same in another layout: %v", err)
	}
	file.Body = `{"a":2}`
	if _, err := Plan(r, ImportFramework(file, own), "", noon); err == nil || !strings.Contains(err.Error(), "house 1 is here already and says otherwise") {
		t.Errorf("another body under the same version: %v", err)
	}
	do(t, r, JudgeBy(own))
	if _, err := Plan(r, RemoveFramework("house"), "", noon); err == nil || !strings.Contains(err.Error(), "the register is rated by house") {
		t.Errorf("removed the register's own: %v", err)
	}
	file.Version, own.Version, own.Matrix = "2", "2", allOf(H)
	c = do(t, r, ImportFramework(file, own))
	if s := r.Settings(); c.Label != "import house 2, and rate by it from now on" || s.MethodVersion != "2" || s.Matrix.Cells[0][0] != H || len(c.Touched) != 2 {
		t.Errorf("%s: %+v", c.Label, r.Settings())
	}
	do(t, r, JudgeBy(ours))
	do(t, r, RemoveFramework("house"))
}

// A method without likelihood and impact places nothing, so no register is
// rated by it.
func TestRegisterIsRatedByAMethodThatPlaces(t *testing.T) {
	r := ratedBy(t)
	if _, err := Plan(r, JudgeBy(seesaw()), "", noon); err == nil || !strings.Contains(err.Error(), "speaks of no likelihood and impact") {
		t.Errorf("%v", err)
	}
}
