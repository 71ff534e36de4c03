package model

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// matrixLike is a matrix in which the level is the smaller of the two sides.
func matrixLike() Matrix {
	m := Matrix{Name: "least"}
	for i, l := range Levels {
		for k, c := range Levels {
			m.Cells[i][k] = min(l, c)
		}
	}
	return m
}

// judged is a register with that matrix and an appetite of moderate.
func judged(threats ...*Threat) *Register {
	r := NewRegister()
	records := []Record{&Settings{Matrix: matrixLike(), Appetite: M}}
	for _, t := range threats {
		records = append(records, t)
	}
	r.Load(records, make([]uint64, len(records)), 1)
	return r
}

// A rating with a range stands where the case puts it; one that is sure, or that a person
// overrode, stands where it was put in every case.
func TestCasesOfARange(t *testing.T) {
	ranged := Rating{Likelihood: M, Impact: H, Level: M, Reckoning: &Reckoning{LowLikelihood: L, HighLikelihood: H, HighImpact: VH}}
	overridden := ranged
	overridden.Level = VH
	overridden.Reckon(func(p *Reckoning) { p.Override = "VH" })
	narrow := Rating{Likelihood: H, Impact: L, Level: L, Reckoning: &Reckoning{HighLikelihood: VH}}
	open := Rating{Reckoning: &Reckoning{LowLikelihood: L, HighLikelihood: H}, Impact: VH}
	for _, c := range []struct {
		name string
		r    Rating
		want [4]string // by Case
	}{
		{"ranged", ranged, [4]string{"MxH M", "LxH L", "HxVH H", "not assessed"}},
		{"overridden", overridden, [4]string{"MxH VH", "MxH VH", "MxH VH", "MxH VH"}},
		{"one level", narrow, [4]string{"HxL L", "HxL L", "VHxL L", "HxL L"}},
		{"no best answer", open, [4]string{"not assessed", "LxVH L", "HxVH H", "not assessed"}},
		{"sure", Rating{Likelihood: VL, Impact: VH, Level: VL}, [4]string{"VLxVH VL", "VLxVH VL", "VLxVH VL", "VLxVH VL"}},
	} {
		r := judged(rated("T-001", "Delivery", Current, c.r))
		for _, k := range Cases {
			h := HeatmapOf{By: ByPhase, State: Current, Case: k}.Map(r)
			if got := h.slots[0].place().String(); got != c.want[k] {
				t.Errorf("%s, %s: %s, want %s", c.name, k, got, c.want[k])
			}
		}
	}
}

// A phase or category may have an appetite line of its own: it holds instead of the
// register's, the stricter of the two where both have one, in the map and in rule Q9.
func TestAppetiteLines(t *testing.T) {
	at := func(id, phase, category string, l Level) *Threat {
		one := rated(id, phase, Current, Rating{Likelihood: l, Impact: l, Level: l})
		one.Class.Category = category
		return one
	}
	r := judged(at("T-001", "Delivery", "Data poisoning", M), at("T-002", "Delivery", "", M), at("T-003", "Deployment", "Data poisoning", H),
		at("T-004", "Deployment", "", H), at("T-005", "", "", H))
	above := func() string {
		var ids []string
		h := NewHeatmap(r, ByPhase, Current)
		for i := range h.Rows {
			for _, one := range h.Rows[i].Over() {
				ids = append(ids, one.ID)
			}
		}
		var found []string
		for _, f := range Check(r, NewGrounds(r, "2026-11-16", func() Library { return Library{} })) {
			if f.Rule == "Q9" {
				found = append(found, f.Threat)
			}
		}
		if len(ids) != len(found) {
			t.Errorf("the map has %v above, rule Q9 %v", ids, found)
		}
		return strings.Join(ids, " ")
	}
	expectWords := func(when, ids, words string) {
		t.Helper()
		if got := above(); got != ids {
			t.Errorf("%s: above are %s, want %s", when, got, ids)
		}
		if got := strings.Join(r.Tolerance().Words(), "; "); got != words {
			t.Errorf("%s: the line is %s, want %s", when, got, words)
		}
	}
	expectWords("one line", "T-003 T-004 T-005", "M")
	do(t, r, WriteSheet(KindAppetite, "", Assignment{"phase", "Delivery"}, Assignment{"level", "L"}))
	expectWords("delivery at low", "T-003 T-004 T-001 T-002 T-005", "M; Delivery L")
	do(t, r, WriteSheet(KindAppetite, "", Assignment{"category", "Data poisoning"}, Assignment{"level", "H"}))
	expectWords("poisoning at high", "T-004 T-001 T-002 T-005", "M; Delivery L; Data poisoning H")
	do(t, r, Tolerate(Unrated))
	expectWords("no line for the rest", "T-001 T-002", "Delivery L; Data poisoning H")
}

// An activity that nobody found a threat in is "not assessed" until somebody says who
// looked, when and why; half a statement, and one that has ended, counts for nothing.
func TestAttestationsCloseWhatIsNotAssessed(t *testing.T) {
	r := judged(rated("T-001", "Delivery", Current, Rating{}))
	looked := func(today string) string {
		row := HeatmapOf{By: ByPhase, State: Current, Today: today}.Map(r).Rows[0]
		return fmt.Sprintf("%d not assessed, %d attested %v", len(row.NotAssessed), len(row.Attested), row.Attested)
	}
	if got := looked("2026-11-16"); got != "5 not assessed, 0 attested []" {
		t.Fatal(got)
	}
	do(t, r, WriteSheet(KindAttestation, "", Assignment{"activity", "Data collection"}, Assignment{"by", "Ada"}, Assignment{"on", "2026-11-01"}))
	if got := looked("2026-11-16"); got != "5 not assessed, 0 attested []" {
		t.Errorf("without a reason: %s", got)
	}
	do(t, r, WriteSheet(KindAttestation, "AT-01", Assignment{"why", "nothing is collected: the data is bought"}, Assignment{"until", "2026-12-31"}))
	for day, want := range map[string]string{
		"2026-11-16": "4 not assessed, 1 attested [Data collection]",
		"2026-12-31": "4 not assessed, 1 attested [Data collection]",
		"2027-01-01": "5 not assessed, 0 attested []",
		"2026-10-31": "5 not assessed, 0 attested []",
	} {
		if got := looked(day); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}

// A map that follows its register through any edits is the map that is worked out anew.
func TestFollowingIsWorkingItOutAnew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRegister(t)
		of := HeatmapOf{By: Axis(rapid.IntRange(0, int(ByParty)).Draw(t, "axis")), State: Current, Case: rapid.SampledFrom(Cases[:]).Draw(t, "case"), Today: "2026-11-16"}
		h := of.Map(r)
		for range rapid.IntRange(1, 6).Draw(t, "rounds") {
			for range rapid.IntRange(0, 4).Draw(t, "edits") {
				mapEdit(t, r)
			}
			if !h.Follow(r) {
				h = of.Map(r)
			}
			fresh := of.Map(r)
			if got, want := fmt.Sprint(heatRows(h), ids(h.Unplaced), ids(h.threats), h.slots), fmt.Sprint(heatRows(fresh), ids(fresh.Unplaced), ids(fresh.threats), fresh.slots); got != want {
				t.Fatalf("got  %s\nwant %s", got, want)
			}
			if !reflect.DeepEqual(h.looked, fresh.looked) {
				t.Fatalf("activities %v, want %v", h.looked, fresh.looked)
			}
		}
	})
}

// mapEdit changes, adds or removes a threat, or draws a line.
func mapEdit(t *rapid.T, r *Register) {
	id := ThreatID(uint64(rapid.IntRange(1, 35).Draw(t, "id")))
	level := rapid.SampledFrom([]string{"VL", "M", "VH", ""})
	var e Edit
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		e = AddThreat("another", Assignment{"lifecycle_activity", "Training"})
	case 1:
		e = RemoveThreats(id)
	case 2:
		e = WriteSheet(KindAppetite, "", Assignment{"phase", "Delivery"}, Assignment{"level", "L"})
	default:
		e = SetFields(id, Assignment{"current_likelihood", level.Draw(t, "l")}, Assignment{"current_impact", level.Draw(t, "i")},
			Assignment{"lifecycle_phase", rapid.SampledFrom(append([]string{""}, axisRows[ByPhase]...)).Draw(t, "phase")})
	}
	c, err := Plan(r, e, "tester", time.Time{})
	if err != nil {
		return
	}
	r.Apply(c)
}

// What moved is told with where it was and is: between states, and where threats came
// and went.
func TestMovements(t *testing.T) {
	one := rated("T-001", "Delivery", Inherent, Rating{Likelihood: H, Impact: VH, Level: H})
	one.Ratings[Current] = Rating{Likelihood: M, Impact: VH, Level: M}
	two := rated("T-002", "Delivery", Inherent, Rating{Likelihood: H, Impact: H, Level: H})
	two.Ratings[Current] = two.Ratings[Inherent]
	three := rated("T-003", "Retirement", Inherent, Rating{Likelihood: VH, Impact: VH, Level: VH})
	r := judged(one, two, three)
	told := func(all []Movement) string {
		var lines []string
		for _, m := range all {
			lines = append(lines, fmt.Sprintf("%s %s>%s", m.ID, m.From, m.To))
		}
		return strings.Join(lines, "; ")
	}
	before, after := NewHeatmap(r, ByPhase, Inherent), NewHeatmap(r, ByPhase, Current)
	if got, want := told(Movements(before, after)), "T-001 HxVH H>MxVH M; T-003 VHxVH VH>not assessed"; got != want {
		t.Errorf("moved: %s, want %s", got, want)
	}
	levels, cells := after.Change(before, -1)
	if levels != [5]int{0, 0, 1, -1, -1} || cells[M.Index()][VH.Index()] != 1 || cells[VH.Index()][VH.Index()] != -1 {
		t.Errorf("levels changed by %v", levels)
	}
	other := judged(two, rated("T-004", "Delivery", Inherent, Rating{Likelihood: L, Impact: L, Level: L}))
	if got, want := told(Movements(before, NewHeatmap(other, ByPhase, Inherent))), "T-001 HxVH H>not assessed; T-003 VHxVH VH>not assessed; T-004 not assessed>LxL L"; got != want {
		t.Errorf("between registers: %s, want %s", got, want)
	}
}

// One step in likelihood or impact that would alter a level is told with the level and
// the place it would bring; an override is not moved by an answer.
func TestSensitivity(t *testing.T) {
	one := rated("T-001", "Delivery", Current, Rating{Likelihood: M, Impact: H, Level: M, Method: MethodImported})
	two := rated("T-002", "Delivery", Current, Rating{Likelihood: H, Impact: H, Level: H, Method: MethodImported})
	three := rated("T-003", "Delivery", Current, Rating{Likelihood: L, Impact: L, Level: VH, Reckoning: &Reckoning{Override: "VH"}})
	r := judged(one, two, three)
	var lines []string
	for _, s := range Sensitivity(r, Library{}, r.Threats(), Current) {
		lines = append(lines, s.Words())
	}
	expect(t, "flips", lines,
		"T-001: likelihood H instead of M would make it H, from place 3 to 2",
		"T-002: likelihood M instead of H would make it M, from place 2 to 3",
		"T-002: impact M instead of H would make it M, from place 2 to 3",
		"T-001: likelihood L instead of M would make it L, its place in the order stays")
}

// One edit updates a map at the cost of the edit, whatever the size; a new map costs a
// walk.
func BenchmarkHeatmapFollows(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		h := NewHeatmap(r, ByPhase, Current)
		id, levels := r.Threats()[r.Len()/2].ID, []string{"VL", "VH"}
		for i := 0; b.Loop(); i++ {
			c, err := Plan(r, SetFields(id, Assignment{"current_likelihood", levels[i%2]}), "tester", time.Time{})
			if err != nil {
				b.Fatal(err)
			}
			r.Apply(c)
			if !h.Follow(r) {
				b.Fatal("it starts again")
			}
		}
	})
}

// A plain scan of the threats' levels is what a map is measured against.
func BenchmarkPlainScan(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		var counts [6]int
		for b.Loop() {
			for _, t := range r.Threats() {
				counts[t.Ratings[Current].Level]++
			}
		}
	})
}

// Rows of activities carry a sign where TVM-13 asks for them: eighteen of twenty-two. A row
// without a threat is looked at only once each of its activities is attested.
func TestRowsSayWhatIsAskedAndLookedAt(t *testing.T) {
	r := judged(rated("T-001", "Delivery", Current, Rating{}))
	of := func(by Axis) *Heatmap { return HeatmapOf{By: by, State: Current, Today: asOf}.Map(r) }
	asked := 0
	for i := range of(ByActivity).Rows {
		asked += bit(strings.HasPrefix(of(ByActivity).Rows[i].Title(), "* "))
	}
	if asked != 18 {
		t.Errorf("%d are asked for", asked)
	}
	if got := of(ByPhase).Rows[0].Title(); got != "Preparation" {
		t.Error(got)
	}
	for _, a := range Activities {
		if a.Phase != "Preparation" {
			continue
		}
		if row := &of(ByPhase).Rows[0]; !row.Unlooked() {
			t.Errorf("looked at before %s is attested", a.Name)
		}
		do(t, r, WriteSheet(KindAttestation, "", Assignment{"activity", a.Name}, Assignment{"by", "Ada"}, Assignment{"on", asOf}, Assignment{"why", "all is bought"}))
	}
	if row := &of(ByPhase).Rows[0]; row.Unlooked() {
		t.Errorf("still unlooked: %v", row.NotAssessed)
	}
}
