package model

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// exampleRegister is the example as a file brings it, or skips the test.
func exampleRegister(t testing.TB) *Register {
	t.Helper()
	rows := exampleRows(t)
	byColumn := map[string]Field{}
	for _, f := range Fields {
		byColumn[f.CSVName()] = f
	}
	var in []Incoming
	for i, row := range rows[1:] {
		one := Incoming{Threat: &Threat{}, Place: fmt.Sprintf("line %d", i+2)}
		for c, column := range rows[0] {
			if err := byColumn[column].Load(one.Threat, row[c]); err != nil {
				t.Fatalf("%s: %v", one.Place, err)
			}
		}
		in = append(in, one)
	}
	r := newTestRegister(t)
	if m := brought(t, r, in); len(m.Added) != 38 || len(m.Notes) != 0 {
		t.Fatalf("the example came in as %d threats with notes %v", len(m.Added), m.Notes)
	}
	return r
}

// heatRows writes a map as "name: VL L M H VH, above N | not assessed".
func heatRows(h *Heatmap) []string {
	var lines []string
	for _, row := range h.Rows {
		c := row.Counts
		line := fmt.Sprintf("%s: %d %d %d %d %d, above %d", row.Name, c[0], c[1], c[2], c[3], c[4], row.Above)
		for _, a := range row.NotAssessed {
			line += " | " + a
		}
		lines = append(lines, line)
	}
	return lines
}

// The example's two maps are those that were counted by hand.
func TestHeatmapOfTheExample(t *testing.T) {
	r := exampleRegister(t)
	expect(t, "current", heatRows(NewHeatmap(r, ByPhase, Current)),
		"Preparation: 1 3 2 0 0, above 0 | Data collection",
		"Development: 1 3 0 1 0, above 1 | Supply Chain",
		"Evaluation: 1 3 0 0 0, above 0",
		"Deployment: 0 6 3 0 0, above 0",
		"Delivery: 2 6 1 0 0, above 0 | Continuous improvement",
		"Retirement: 3 2 0 0 0, above 0 | Archiving")
	expect(t, "inherent", heatRows(NewHeatmap(r, ByPhase, Inherent)),
		"Preparation: 0 1 2 3 0, above 3 | Data collection",
		"Development: 0 1 2 2 0, above 2 | Supply Chain",
		"Evaluation: 0 1 2 1 0, above 1",
		"Deployment: 0 0 6 1 2, above 3",
		"Delivery: 1 1 5 2 0, above 2 | Continuous improvement",
		"Retirement: 1 1 3 0 0, above 0 | Archiving")
	if h := NewHeatmap(r, ByPhase, Target); len(h.Unplaced) != 38 || h.Totals() != [5]int{} {
		t.Errorf("target: %d unplaced, %v", len(h.Unplaced), h.Totals())
	}
	layers := NewHeatmap(r, ByLayer, Inherent)
	for i, want := range []int{6, 8, 13, 11} {
		if layers.Rows[i].Threats != want {
			t.Errorf("%s: %d threats, want %d", layers.Rows[i].Name, layers.Rows[i].Threats, want)
		}
	}
}

// rated is a threat with one rating, for maps.
func rated(id, phase string, s State, r Rating) *Threat {
	t := &Threat{ID: id, Class: Class{Phase: phase}}
	t.Ratings[s] = r
	return t
}

// No state stands in for another: a threat counts where the state asked for
// has both sides, and is listed as unplaced otherwise.
func TestUnratedIsUnplacedAndNeverLow(t *testing.T) {
	r := registerOf(
		rated("T-001", "Delivery", Inherent, Rating{Likelihood: H, Impact: H, Level: H}),
		rated("T-002", "Delivery", Current, Rating{Likelihood: VL, Impact: VL, Level: VL}),
		rated("T-003", "Delivery", Current, Rating{Likelihood: M}),
		rated("T-004", "Delivery", Current, Rating{Level: VH}), // a method without sides
		&Threat{ID: "T-005"})
	h := NewHeatmap(r, ByPhase, Current)
	if got := ids(h.Unplaced); got != "T-001 T-003 T-004 T-005" || h.Totals() != [5]int{1, 0, 0, 0, 0} {
		t.Errorf("unplaced %s, counts %v", got, h.Totals())
	}
}

// Sides without a level get it from the register's matrix; without a matrix
// the threat is unplaced.
func TestHeatmapAsksTheMatrixForAMissingLevel(t *testing.T) {
	one := rated("T-001", "Delivery", Current, Rating{Likelihood: H, Impact: VH})
	if h := NewHeatmap(registerOf(one), ByPhase, Current); h.Totals() != [5]int{0, 0, 0, 0, 1} || h.Rows[4].Above != 1 {
		t.Errorf("counts %v, above %d", h.Totals(), h.Rows[4].Above)
	}
	bare := NewRegister()
	bare.Load([]Record{one}, []uint64{1}, 2)
	if h := NewHeatmap(bare, ByPhase, Current); len(h.Unplaced) != 1 || h.Totals() != [5]int{} {
		t.Errorf("without a matrix: %d unplaced, %v", len(h.Unplaced), h.Totals())
	}
}

// Where nobody set an appetite, nothing is above it.
func TestNoAppetiteNothingAbove(t *testing.T) {
	r := registerOf(rated("T-001", "Delivery", Current, Rating{Likelihood: VH, Impact: VH, Level: VH}))
	if h := NewHeatmap(r, ByPhase, Current); h.Rows[4].Above != 1 {
		t.Errorf("appetite M: %d above", h.Rows[4].Above)
	}
	do(t, r, ChangeSettings("drop the appetite", func(s *Settings) { s.Appetite = Unrated }))
	if h := NewHeatmap(r, ByPhase, Current); h.Rows[4].Above != 0 {
		t.Errorf("no appetite: %d above", h.Rows[4].Above)
	}
}

// Every name of the axis has its row; what the axis cannot place stands in a
// last row that is there only for it, in every state.
func TestNotClassifiedComesLastAndOnlyWhenNeeded(t *testing.T) {
	classified := rated("T-001", "Delivery", Current, Rating{Likelihood: H, Impact: H, Level: H})
	for axis, rows := range map[Axis]int{ByPhase: 6, ByActivity: 22, ByCategory: 9, ByLayer: 4} {
		if h := NewHeatmap(registerOf(), axis, Current); len(h.Rows) != rows {
			t.Errorf("%s of nothing has %d rows", axis, len(h.Rows))
		}
	}
	odd := rated("T-002", "Somewhere", Current, Rating{Likelihood: L, Impact: L, Level: L})
	for _, s := range States {
		h := NewHeatmap(registerOf(classified, odd), ByPhase, s)
		if last := h.Rows[len(h.Rows)-1]; len(h.Rows) != 7 || last.Name != NotClassified || last.Threats != 1 {
			t.Errorf("%s: %d rows, the last %s with %d threats", s, len(h.Rows), last.Name, last.Threats)
		}
	}
	h := NewHeatmap(registerOf(classified, odd), ByPhase, Current)
	if got := ids(h.Rows[6].At(L)); got != "T-002" {
		t.Errorf("not classified holds %q", got)
	}
}

// An activity is looked at as soon as one threat stands in it, whatever that
// threat is rated and in whichever phase it was put.
func TestActivityIsAssessedByExistence(t *testing.T) {
	one := &Threat{ID: "T-001", Class: Class{Activity: "Archiving"}}
	h := NewHeatmap(registerOf(one), ByPhase, Current)
	expect(t, "Retirement", h.Rows[5].NotAssessed, "Data deletion", "Model disposal")
	if got := len(h.Rows[1].NotAssessed); got != 4 {
		t.Errorf("Development lists %d activities", got)
	}
	if h := NewHeatmap(registerOf(one), ByLayer, Current); h.Rows[0].NotAssessed != nil {
		t.Errorf("a layer lists activities: %v", h.Rows[0].NotAssessed)
	}
}

// anyRegister draws threats that are rated and classified in every half way.
func anyRegister(t *rapid.T) *Register {
	level := rapid.SampledFrom([]Level{Unrated, VL, L, M, H, VH})
	name := func(axis Axis) string {
		return rapid.SampledFrom(append([]string{"", "nowhere"}, axisRows[axis]...)).Draw(t, axis.String())
	}
	var threats []*Threat
	for i := range rapid.IntRange(0, 30).Draw(t, "threats") {
		one := &Threat{ID: ThreatID(uint64(i + 1))}
		one.Class = Class{Phase: name(ByPhase), Activity: name(ByActivity), Category: name(ByCategory), Layer: name(ByLayer)}
		for s := range one.Ratings {
			one.Ratings[s] = Rating{Likelihood: level.Draw(t, "likelihood"), Impact: level.Draw(t, "impact"), Level: level.Draw(t, "level"),
				Reckoning: &Reckoning{LowLikelihood: level.Draw(t, "low likelihood"), HighImpact: level.Draw(t, "high impact")}}
		}
		threats = append(threats, one)
	}
	return registerOf(threats...)
}

// Whatever is asked, every threat is counted once or unplaced once, and the
// cells of a row are its counts seen otherwise.
func TestHeatmapLosesNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRegister(t)
		filter, err := Parse(rapid.SampledFrom([]string{"phase:delivery", "inherent_level>=M", "-category:?"}).Draw(t, "filter"))
		if err != nil {
			t.Fatal(err)
		}
		part := r.Only(slices.DeleteFunc(slices.Clone(r.Threats()), func(one *Threat) bool { return !filter.Match(one) }))
		for _, r := range []*Register{r, part} {
			for _, axis := range []Axis{ByPhase, ByActivity, ByCategory, ByLayer, ByParty} {
				for _, s := range States {
					for _, c := range Cases {
						losesNobody(t, HeatmapOf{By: axis, State: s, Case: c}.Map(r), r.Len())
					}
				}
			}
			for _, s := range States {
				n, blind := 0, NewBlindSpots(r, s, "")
				for i, row := range blind.Cells {
					for k, c := range row {
						if got := len(blind.Threats(r, i, k)); got != c.Count {
							t.Fatalf("%s, %s: %d threats, %d counted", blind.Phases[i], blind.Categories[k], got, c.Count)
						}
						n += c.Count
					}
				}
				if n != r.Len() {
					t.Fatalf("blind spots count %d of %d threats", n, r.Len())
				}
			}
		}
	})
}

func losesNobody(t *rapid.T, h *Heatmap, all int) {
	seen := len(h.Unplaced)
	for i := range h.Rows {
		seen += countRow(t, &h.Rows[i])
	}
	if seen != all || h.Total != all {
		t.Fatalf("by %s, %s, %s: %d of %d threats", h.By, h.State, h.Case, seen, all)
	}
}

// countRow checks a row against itself and gives the threats it places.
func countRow(t *rapid.T, row *HeatRow) (n int) {
	byLevel, byCell := 0, 0
	for i, l := range Levels {
		at := row.At(l)
		if len(at) != row.Counts[i] {
			t.Fatalf("%s at %s: %d threats, %d counted", row.Name, l, len(at), row.Counts[i])
		}
		byLevel += len(at)
		for j, impact := range Levels {
			cell := row.Cell(l, impact)
			if len(cell) != row.Cells()[i][j] {
				t.Fatalf("%s, %s x %s: %d threats, %d counted", row.Name, l, impact, len(cell), row.Cells()[i][j])
			}
			byCell += len(cell)
		}
	}
	over := 0
	for i, above := range row.AboveIn() {
		for k, n := range above {
			if over += n; n > row.Cells()[i][k] {
				t.Fatalf("%s: %d above in a cell of %d", row.Name, n, row.Cells()[i][k])
			}
		}
	}
	if over != row.Above || len(row.Over()) != row.Above {
		t.Fatalf("%s: %d above, %d in its cells, %d listed", row.Name, row.Above, over, len(row.Over()))
	}
	if byLevel != byCell || row.Threats < byLevel || row.At(Unrated) != nil || row.Cell(Unrated, H) != nil {
		t.Fatalf("%s: %d by level, %d by cell, %d threats", row.Name, byLevel, byCell, row.Threats)
	}
	return byLevel
}

// A view walks the register once, whatever it shows.
func TestViewsWalkTheRegisterOnce(t *testing.T) {
	r := registerOf(bigThreat(0), bigThreat(1))
	for name, view := range map[string]func(){
		"heatmap":   func() { NewHeatmap(r, ByPhase, Current).JSON("") },
		"ownership": func() { NewOwnershipView(r, "2026-11-16").JSON("") },
		"check":     func() { Check(r, Grounds{Today: "2026-11-16"}) },
	} {
		before := r.Walks()
		if view(); r.Walks() != before+1 {
			t.Errorf("%s walks %d times", name, r.Walks()-before)
		}
	}
}

// A view stays what it was while the register goes on.
func TestHeatmapOutlivesTheNextEdit(t *testing.T) {
	r := registerOf(rated("T-001", "Delivery", Current, Rating{Likelihood: H, Impact: H, Level: H}),
		rated("T-002", "Delivery", Current, Rating{Likelihood: H, Impact: H, Level: H}))
	h := NewHeatmap(r, ByPhase, Current)
	do(t, r, RemoveThreats("T-001"))
	if got := ids(h.Rows[4].At(H)); got != "T-001 T-002" {
		t.Errorf("the old map shows %s", got)
	}
}

// Inside a cell the order is: level, urgency, exposure, oldest decision, longest known,
// id; and what nobody said comes last, but for the decision.
func TestRankAndItsReasons(t *testing.T) {
	at := func(id string, current, inherent Level, class, exposure, identified string) *Threat {
		one := rated(id, "", Current, Rating{Level: current})
		one.Ratings[Inherent].Level = inherent
		one.Response.SLAClass, one.Urgency.Exposure, one.Response.Identified = class, exposure, identified
		return one
	}
	decided := func(id, on string) *Threat {
		one := at(id, H, VH, "scheduled", "open", "2020-01-01")
		one.Decision.Date = on
		return one
	}
	inOrder := []*Threat{
		at("T-9", VH, VH, "", "", ""),
		at("T-8", Unrated, H, "immediate", "small", ""),
		at("T-7", H, VH, "out-of-cycle", "open", "2026-01-01"),
		at("T-6", H, VH, "out-of-cycle", "controlled", "2025-01-01"),
		at("T-5", H, VH, "scheduled", "open", "2026-01-01"),
		at("T-10", H, VH, "scheduled", "open", "2026-01-01"),
		at("T-4", H, VH, "scheduled", "open", "2026-02-01"),
		at("T-3", H, VH, "scheduled", "open", ""),
		decided("T-12", "2026-03-01"),
		decided("T-11", "2026-04-01"),
		at("T-2", H, VH, "", "open", "2020-01-01"),
		at("T-1", Unrated, Unrated, "immediate", "open", "2020-01-01"),
	}
	shuffled := slices.Clone(inOrder)
	slices.Reverse(shuffled)
	Rank(shuffled)
	if got, want := ids(shuffled), ids(inOrder); got != want {
		t.Errorf("order %s, want %s", got, want)
	}
	byID := slices.SortedFunc(slices.Values(inOrder), compareThreats)
	for n := range len(inOrder) + 2 {
		if got, want := ids(Highest(byID, n)), ids(inOrder[:min(n, len(inOrder))]); got != want {
			t.Errorf("the highest %d are %s, want %s", n, got, want)
		}
	}
	if Rank(byID); ids(byID) != ids(inOrder) {
		t.Errorf("in the order of their ids before, %s", ids(byID))
	}
	if n := Ties(inOrder); n != 2 {
		t.Errorf("%d are tied", n)
	}
	if got, want := strings.Join(Ranks(inOrder), " "), "1 2 3 4 =5 =5 7 8 9 10 11 12"; got != want {
		t.Errorf("places %s, want %s", got, want)
	}
	for i, want := range map[int]string{
		3:  "current level H; urgency out-of-cycle; exposure controlled; not decided; identified 2025-01-01",
		1:  "inherent level H, current not assessed; urgency immediate; exposure small; not decided; no date identified",
		11: "not assessed; urgency immediate; exposure open; not decided; identified 2020-01-01",
	} {
		if got := WhyHere(inOrder[i]); got != want {
			t.Errorf("why here: %s, want %s", got, want)
		}
	}
}

// The JSON of a map keeps its shape: five counts, 5×5 cells, arrays that are
// empty rather than null.
func TestHeatmapJSON(t *testing.T) {
	r := registerOf(rated("T-002", "Delivery", Current, Rating{Likelihood: H, Impact: VH, Level: VH}), &Threat{ID: "T-001"})
	got, err := json.Marshal(NewHeatmap(r, ByLayer, Current).JSON("2026-11-16"))
	if err != nil {
		t.Fatal(err)
	}
	empty := `"cells":[[0,0,0,0,0],[0,0,0,0,0],[0,0,0,0,0],[0,0,0,0,0],[0,0,0,0,0]],"above_appetite":0,"not_assessed":[]}`
	want := `{"schema":"parry/1","as_of":"2026-11-16","by":"layer","state":"current","rows":[` +
		`{"name":"PI","counts":{"VL":0,"L":0,"M":0,"H":0,"VH":0},` + empty + `,` +
		`{"name":"Model","counts":{"VL":0,"L":0,"M":0,"H":0,"VH":0},` + empty + `,` +
		`{"name":"Orchestrated","counts":{"VL":0,"L":0,"M":0,"H":0,"VH":0},` + empty + `,` +
		`{"name":"Application","counts":{"VL":0,"L":0,"M":0,"H":0,"VH":0},` + empty + `,` +
		`{"name":"not classified","counts":{"VL":0,"L":0,"M":0,"H":0,"VH":1},"cells":[[0,0,0,0,0],[0,0,0,0,0],[0,0,0,0,0],[0,0,0,0,1],[0,0,0,0,0]],"above_appetite":1,"not_assessed":[]}` +
		`],"unplaced":["T-001"]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	none, _ := json.Marshal(NewHeatmap(registerOf(), ByPhase, Target).JSON(""))
	if !json.Valid(none) || !slices.Contains([]string{`"unplaced":[]}`}, string(none[len(none)-len(`"unplaced":[]}`):])) {
		t.Errorf("of nothing: %s", none)
	}
}

// Axes and states are named the same way out and in.
func TestAxisAndStateNamesComeBack(t *testing.T) {
	for _, a := range []Axis{ByPhase, ByActivity, ByCategory, ByLayer, ByParty} {
		if got, err := ParseAxis(a.String()); err != nil || got != a {
			t.Errorf("%s: %v, %v", a, got, err)
		}
	}
	for _, s := range States {
		if got, err := ParseState(s.String()); err != nil || got != s {
			t.Errorf("%s: %v, %v", s, got, err)
		}
	}
	if _, err := ParseAxis("stride"); err == nil || err.Error() != `"stride" is no heatmap axis; use phase, activity, category, layer or party` {
		t.Errorf("error %v", err)
	}
	if s, err := ParseState("residual"); err != nil || s != Current {
		t.Errorf("residual is %v, %v", s, err)
	}
}

func BenchmarkHeatmap(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		for b.Loop() {
			NewHeatmap(r, ByPhase, Current)
		}
	})
}

func BenchmarkHeatmapByActivity(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		for b.Loop() {
			NewHeatmap(r, ByActivity, Inherent)
		}
	})
}
