package nist80030

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parry/model"
)

// The two tables once more as NIST prints them: the row VH on top, columns
// from VL to VH.
const (
	publishedG5 = `
		VH:  L  M  H  VH VH
		H:   L  M  M  H  VH
		M:   L  L  M  M  H
		L:   VL L  L  M  M
		VL:  VL VL L  L  L`
	publishedI2 = `
		VH:  VL L  M  H  VH
		H:   VL L  M  H  VH
		M:   VL L  M  M  H
		L:   VL L  L  L  M
		VL:  VL VL VL L  L`
)

// rated rates answers as they are written: "initiation=M; adverse=H".
func rated(t *testing.T, text string) model.Outcome {
	t.Helper()
	a, err := model.ParseAnswers(text)
	if err != nil {
		t.Fatal(err)
	}
	return Method().Rate(a)
}

func expect(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s\n got %q\nwant %q", what, got, want)
	}
}

// printed reads a table in the published layout.
func printed(t *testing.T, text string) grid {
	t.Helper()
	var g grid
	rows := strings.Split(strings.TrimSpace(text), "\n")
	if len(rows) != 5 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, row := range rows {
		name, cells, _ := strings.Cut(strings.TrimSpace(row), ":")
		if want := model.Levels[4-i].String(); name != want {
			t.Fatalf("row %d is %s, want %s", i, name, want)
		}
		if n := len(strings.Fields(cells)); n != 5 {
			t.Fatalf("row %s has %d cells", name, n)
		}
		for j, cell := range strings.Fields(cells) {
			g[4-i][j] = level(t, cell)
		}
	}
	return g
}

func level(t *testing.T, s string) model.Level {
	t.Helper()
	l, err := model.ParseLevel(s)
	if err != nil || !l.Rated() {
		t.Fatalf("%q is no level", s)
	}
	return l
}

func everyCell(visit func(row, column model.Level)) {
	for _, row := range model.Levels {
		for _, column := range model.Levels {
			visit(row, column)
		}
	}
}

// All 25 cells of G-5 come out of the answers as published, adversary or not.
func TestG5AsPublished(t *testing.T) {
	want := printed(t, publishedG5)
	everyCell(func(starts, harms model.Level) {
		for _, who := range []string{"yes", "no"} {
			o := rated(t, fmt.Sprintf("initiation=%s; adverse=%s; adversarial=%s", starts, harms, who))
			if o.Likelihood != want.at(starts, harms) {
				t.Errorf("G-5 %s × %s: %s, want %s", starts, harms, o.Likelihood, want.at(starts, harms))
			}
		}
	})
}

// All 25 cells of I-2 come out of the answers as published, and the matrix
// that a register takes over is the same table.
func TestI2AsPublished(t *testing.T) {
	want := printed(t, publishedI2)
	if got := Matrix(); got.Name != "NIST SP 800-30 I-2" || got.Version != "r1" || got.Cells != want {
		t.Errorf("matrix %+v", got)
	}
	everyCell(func(likely, bad model.Level) {
		o := rated(t, fmt.Sprintf("likelihood=%s; impact=%s", likely, bad))
		if o.Level != want.at(likely, bad) {
			t.Errorf("I-2 %s × %s: %s, want %s", likely, bad, o.Level, want.at(likely, bad))
		}
	})
}

// Every way through both tables is the one table after the other.
func TestBothTablesInARow(t *testing.T) {
	first, second := printed(t, publishedG5), printed(t, publishedI2)
	everyCell(func(starts, harms model.Level) {
		for _, bad := range model.Levels {
			o := rated(t, fmt.Sprintf("initiation=%s; adverse=%s; impact=%s", starts, harms, bad))
			if want := second.at(first.at(starts, harms), bad); o.Level != want || !o.Complete() {
				t.Errorf("%s %s %s: %s (missing %q, problems %q), want %s", starts, harms, bad, o.Level, o.Missing, o.Problems, want)
			}
		}
	})
}

// publication is the layout of a machine-readable extraction of the tables.
type publication struct {
	G5    publishedTable `json:"G-5 overall likelihood"`
	I2    publishedTable `json:"I-2 level of risk"`
	Bands map[string]struct {
		Range [2]int `json:"range"`
	} `json:"semi-quantitative"`
	Frequencies map[string]string `json:"G-3 annual frequency (non-adversarial)"`
}

type publishedTable struct {
	Order []string            `json:"order"`
	Table map[string][]string `json:"table"`
}

func loadPublication(t *testing.T) publication {
	t.Helper()
	file := filepath.Join("..", "..", "..", "..", "shared", "data", "nist", "sp800-30r1-tables.json")
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("no extraction to compare with at %s", file)
	}
	if err != nil {
		t.Fatal(err)
	}
	var p publication
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// Both tables agree cell by cell with an extraction made by others, where one
// lies beside the repository.
func TestTablesAgreeWithAnExtraction(t *testing.T) {
	p := loadPublication(t)
	for _, c := range []struct {
		name string
		ours grid
		them publishedTable
	}{{"G-5", g5, p.G5}, {"I-2", i2, p.I2}} {
		if len(c.them.Table) != 5 || len(c.them.Order) != 5 {
			t.Fatalf("%s: %d rows, %d columns", c.name, len(c.them.Table), len(c.them.Order))
		}
		for row, cells := range c.them.Table {
			for j, cell := range cells {
				ours := c.ours.at(level(t, row), level(t, c.them.Order[j]))
				if ours != level(t, cell) {
					t.Errorf("%s %s × %s: %s, they have %s", c.name, row, c.them.Order[j], ours, cell)
				}
			}
		}
	}
}

// The number bands in the anchors agree with the extraction too.
func TestBandsAgreeWithAnExtraction(t *testing.T) {
	p := loadPublication(t)
	plain := strings.NewReplacer(" and ", " ", "less than ", "<", "more than ", ">", " to ", "-", " a year", "")
	for _, step := range model.Levels {
		name := title(step.Words())
		r := p.Bands[name].Range
		if want := fmt.Sprintf("%d-%d", r[0], r[1]); bands[step.Index()] != want {
			t.Errorf("band %s is %s, they have %s", step, bands[step.Index()], want)
		}
		theirs := plain.Replace(p.Frequencies[name])
		if theirs == "<1 >0.1" {
			theirs = "0.1-1"
		}
		if ours := plain.Replace(frequencies[step.Index()]); ours != theirs {
			t.Errorf("frequency %s is %s, they have %s", step, ours, theirs)
		}
	}
}

func title(words string) string {
	parts := strings.Fields(words)
	for i, p := range parts {
		parts[i] = strings.ToUpper(p[:1]) + p[1:]
	}
	return strings.Join(parts, " ")
}

// The bands are the half-numeric scale without a gap, from 0 to 100.
func TestBandsHaveNoGap(t *testing.T) {
	next := 0
	for _, band := range bands {
		low, high, _ := strings.Cut(band, "-")
		if low != strconv.Itoa(next) {
			t.Errorf("band %s does not begin at %d", band, next)
		}
		last, err := strconv.Atoi(high)
		if err != nil {
			t.Fatal(err)
		}
		next = last + 1
	}
	if next != 101 {
		t.Errorf("the bands end at %d", next-1)
	}
}

// The seven cells of G-5 above their row are flagged, and no other.
func TestSevenCellsAreFlagged(t *testing.T) {
	above := []string{"H VH", "M VH", "L H", "L VH", "VL M", "VL H", "VL VH"}
	found := 0
	everyCell(func(starts, harms model.Level) {
		o := rated(t, fmt.Sprintf("initiation=%s; adverse=%s", starts, harms))
		want := slices.Contains(above, fmt.Sprintf("%s %s", starts, harms))
		if got := len(o.Flags) == 1; got != want || len(o.Flags) > 1 {
			t.Errorf("%s × %s: flags %q", starts, harms, o.Flags)
		}
		found += len(o.Flags)
	})
	if found != len(above) {
		t.Errorf("%d cells flagged", found)
	}
}

// A flag says what "never above initiation" would give, as far as answered.
func TestFlagSaysWhatTheCapWouldGive(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{
			"initiation=L; adverse=H",
			`G-5 gives likelihood M, above initiation L, although harm cannot be likelier than its start; "never above initiation" would give likelihood L`,
		},
		{
			"initiation=L; adverse=H; impact=VH",
			`G-5 gives likelihood M, above initiation L, although harm cannot be likelier than its start; "never above initiation" would give likelihood L and level M instead of H`,
		},
		{
			"initiation=H; adverse=VH; impact=VH; adversarial=no",
			`G-5 gives likelihood VH, above occurrence H, although harm cannot be likelier than its start; "never above occurrence" would give likelihood H and the same level VH`,
		},
	} {
		expect(t, c.text, rated(t, c.text).Flags, []string{c.want})
	}
	if flags := rated(t, "likelihood=H; impact=VH").Flags; len(flags) != 0 {
		t.Errorf("a likelihood as given was flagged: %q", flags)
	}
}

// In 14 cells G-5 lies above the smaller of its two answers: it is no minimum.
func TestFourteenCellsExceedTheSmaller(t *testing.T) {
	n := 0
	everyCell(func(starts, harms model.Level) {
		if g5.at(starts, harms) > min(starts, harms) {
			n++
		}
	})
	if n != 14 {
		t.Errorf("%d cells", n)
	}
}

// I-2 does not tell likelihood H from VH.
func TestI2RowsHighAndVeryHighAreTheSame(t *testing.T) {
	if i2[model.H.Index()] != i2[model.VH.Index()] {
		t.Error("rows H and VH differ")
	}
}

// No answer, made one step higher, ever lowers a likelihood or a level.
func TestTablesNeverFall(t *testing.T) {
	for name, g := range map[string]grid{"G-5": g5, "I-2": i2} {
		everyCell(func(row, column model.Level) {
			if row < model.VH && g.at(row+1, column) < g.at(row, column) {
				t.Errorf("%s falls from row %s, column %s", name, row, column)
			}
			if column < model.VH && g.at(row, column+1) < g.at(row, column) {
				t.Errorf("%s falls from column %s, row %s", name, column, row)
			}
		})
	}
}

// The path names each answer, its table, and the cell that decided.
func TestPaths(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"initiation=M; adverse=H; impact=VH", []string{
			"initiation M (G-2)", "adverse H (G-4)", "G-5 row M, column H: likelihood M",
			"impact VH (H-3)", "I-2 row M, column VH: level H",
		}},
		{"initiation=M; adverse=H; impact=VH; adversarial=no", []string{
			"occurrence M (G-3)", "adverse H (G-4)", "G-5 row M, column H: likelihood M",
			"impact VH (H-3)", "I-2 row M, column VH: level H",
		}},
		{"likelihood=L; impact=H", []string{
			"likelihood L (as given)", "impact H (H-3)", "I-2 row L, column H: level L",
		}},
		{"likelihood=H; initiation=M", []string{
			"initiation M (G-2)", "likelihood H (as given)", "adverse is still open: G-5 not read",
		}},
		{"likelihood=H; adverse=M; initiation=.; adversarial=no", []string{
			"adverse M (G-4)", "likelihood H (as given)", `initiation is "not known": G-5 not read`,
		}},
		{"likelihood=M; initiation=M; adverse=H", []string{
			"initiation M (G-2)", "adverse H (G-4)", "G-5 row M, column H: likelihood M",
			"likelihood M (as given, the same)",
		}},
		{"adverse=VL", []string{"adverse VL (G-4)"}},
		{"", nil},
	} {
		expect(t, c.text, rated(t, c.text).Path, c.want)
	}
}

// A likelihood given as a whole stands where only one half was answered.
func TestLikelihoodStandsForAnOpenHalf(t *testing.T) {
	o := rated(t, "likelihood=H; initiation=L; impact=M")
	if o.Likelihood != model.H || o.Level != model.M || !o.Complete() || len(o.Flags) != 0 {
		t.Errorf("%+v", o)
	}
}

// One side alone is told; the other stays open and there is no level.
func TestOneSideIsTold(t *testing.T) {
	o := rated(t, "impact=VH")
	if o.Impact != model.VH || o.Likelihood.Rated() || o.Level.Rated() || o.Complete() {
		t.Errorf("impact alone: %+v", o)
	}
	o = rated(t, "initiation=M; adverse=H")
	if o.Likelihood != model.M || o.Impact.Rated() || o.Level.Rated() || o.Complete() {
		t.Errorf("likelihood alone: %+v", o)
	}
}

// What is missing is said answer by answer, with what it takes.
func TestMissing(t *testing.T) {
	const (
		initiationMissing = "initiation is missing: how likely somebody starts it (VL, L, M, H or VH)"
		adverseMissing    = "adverse is missing: how likely harm follows once it starts (VL, L, M, H or VH)"
		impactMissing     = "impact is missing: how bad the harm is (VL, L, M, H or VH)"
	)
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{initiationMissing, adverseMissing, impactMissing}},
		{"initiation=M; impact=H", []string{adverseMissing}},
		{"adverse=M; impact=H", []string{initiationMissing}},
		{"adverse=M; impact=H; adversarial=no", []string{"initiation is missing: how often it happens (VL, L, M, H or VH)"}},
		{"likelihood=H", []string{impactMissing}},
		{"likelihood=; impact= ", []string{initiationMissing, adverseMissing, impactMissing}},
		{"initiation=.; adverse=.; impact=.", []string{
			`initiation is answered "not known"; still open: how likely somebody starts it (VL, L, M, H or VH)`,
			`adverse is answered "not known"; still open: how likely harm follows once it starts (VL, L, M, H or VH)`,
			`impact is answered "not known"; still open: how bad the harm is (VL, L, M, H or VH)`,
		}},
		{"likelihood=.; impact=H", []string{
			`likelihood is answered "not known"; still open: how likely harm is, all in all (VL, L, M, H or VH)`,
		}},
		{"likelihood=.; initiation=M; impact=H", []string{
			`likelihood is answered "not known"; still open: how likely harm is, all in all (VL, L, M, H or VH)`,
			adverseMissing,
		}},
		{"likelihood=.; initiation=M; adverse=H; impact=H", nil},
		{"likelihood=H; initiation=.; impact=H", nil},
	} {
		o := rated(t, c.text)
		expect(t, c.text, o.Missing, c.want)
		expect(t, c.text, o.Problems, nil)
		if o.Level.Rated() != (c.want == nil) {
			t.Errorf("%s: level %s", c.text, o.Level)
		}
	}
}

// What cannot be read is said by name and value, all of it at once, and rates
// nothing.
func TestProblems(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"imapct=H; initiation=M; adverse=H", []string{
			`there is no answer "imapct"; did you mean impact? nist-800-30 takes initiation, adverse, impact, likelihood, adversarial`,
		}},
		{"weather=H; initiation=M; adverse=H; impact=H", []string{
			`there is no answer "weather"; nist-800-30 takes initiation, adverse, impact, likelihood, adversarial`,
		}},
		{"likelihood=M; impact=seven", []string{
			`impact is "seven"; it takes VL, L, M, H or VH, or . for "not known"`,
		}},
		{"likelihood=M; impact=H; adversarial=perhaps", []string{
			`adversarial is "perhaps"; it takes yes or no`,
		}},
		{"initiation=M; adverse=H; likelihood=VH; impact=H", []string{
			"likelihood VH contradicts initiation M and adverse H, which give M by G-5; leave out one or the other",
		}},
		{"initiation=0; adverse=\x1b[31m; impact=H", []string{
			`adverse is "\x1b[31m"; it takes VL, L, M, H or VH, or . for "not known"`,
			`initiation is "0"; it takes VL, L, M, H or VH, or . for "not known"`,
		}},
	} {
		o := rated(t, c.text)
		expect(t, c.text, o.Problems, c.want)
		if o.Likelihood.Rated() || o.Impact.Rated() || o.Level.Rated() || len(o.Path) > 0 || o.Complete() {
			t.Errorf("%s rated: %+v", c.text, o)
		}
	}
}

// An answer that cannot be read is a problem and not missing as well.
func TestUnreadableIsNotMissing(t *testing.T) {
	expect(t, "impact", rated(t, "impact=seven; likelihood=M").Missing, nil)
	expect(t, "likelihood", rated(t, "likelihood=seven; impact=M").Missing, nil)
	expect(t, "initiation", rated(t, "initiation=seven; impact=M").Missing,
		[]string{"adverse is missing: how likely harm follows once it starts (VL, L, M, H or VH)"})
}

// Somebody who misspells a name is told the one that was meant.
func TestNearest(t *testing.T) {
	for word, want := range map[string]string{
		"imapct": "impact", "Impact": "impact", "init": "initiation",
		"adversaria": "adversarial", "likelyhood": "likelihood", "x": "", "owner": "", "": "",
		strings.Repeat("impact", 1000): "",
	} {
		if got := model.Nearest(word, names); got != want {
			t.Errorf("%.20q means %q, want %q", word, got, want)
		}
	}
}

// Answers count in any spelling people use.
func TestSpellings(t *testing.T) {
	for i, spellings := range [][]string{
		{"VL", "vl", "very low", "very_low", "Very-Low", " Very  Low "},
		{"L", "low", "LOW"},
		{"M", "moderate", "Medium", "\tm\n"},
		{"H", "high"},
		{"VH", "very high", "very_high", "VERY HIGH"},
	} {
		for _, s := range spellings {
			o := rate(model.Answers{likelihood: s, impact: s, adversarial: " No "})
			if want := model.Levels[i]; o.Likelihood != want || o.Impact != want {
				t.Errorf("%q: %s × %s %q", s, o.Likelihood, o.Impact, o.Problems)
			}
		}
	}
}

// A rating that came in or was typed seeds its two sides; one made here, its
// answers; another method's, its sides if it has both.
func TestSeed(t *testing.T) {
	given := model.Answers{initiation: "M", adverse: "H", impact: "."}
	for _, c := range []struct {
		name string
		from model.Rating
		want string
	}{
		{"nothing", model.Rating{}, ""},
		{"imported", model.Rating{Likelihood: vh, Impact: l, Method: model.MethodImported}, "impact=L;likelihood=VH"},
		{"typed", model.Rating{Impact: l, Method: model.MethodEntered}, "impact=L"},
		{"its own", model.Rating{Likelihood: m, Method: ID, Reckoning: &model.Reckoning{Answers: given}}, given.String()},
		{"its own, answers lost", model.Rating{Likelihood: m, Impact: h, Method: ID}, "impact=H;likelihood=M"},
		{"another's", model.Rating{Likelihood: m, Impact: h, Method: "owasp-rr", Reckoning: &model.Reckoning{Answers: model.Answers{"size": "9"}}}, "impact=H;likelihood=M"},
		{"another's, half", model.Rating{Likelihood: m, Method: "owasp-rr"}, ""},
	} {
		got := Method().Seed(c.from)
		if got == nil || got.String() != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	Method().Seed(model.Rating{Method: ID, Reckoning: &model.Reckoning{Answers: given}})[initiation] = "VL"
	if given[initiation] != "M" {
		t.Error("a seed shares its answers with the rating")
	}
}

// A seed rates to where its rating stood.
func TestSeedRatesTheSame(t *testing.T) {
	everyCell(func(likely, bad model.Level) {
		o := rate(seed(model.Rating{Likelihood: likely, Impact: bad, Method: model.MethodImported}))
		if o.Likelihood != likely || o.Impact != bad || !o.Complete() {
			t.Errorf("%s × %s became %+v", likely, bad, o)
		}
	})
}

// Adversaries are asked about attempts by table G-2, everything else about
// occurrences by G-3, with the yearly numbers beside the words.
func TestQuestionsFitTheThreat(t *testing.T) {
	for _, c := range []struct {
		adversarial bool
		table, band string
	}{{true, "Table G-2.", "21-79: "}, {false, "Table G-3.", "1 to 10 a year: "}} {
		var ids []string
		for _, q := range Method().Asked(c.adversarial) {
			ids = append(ids, q.ID)
		}
		expect(t, "asked", ids, []string{initiation, adverse, impact})
		q, _ := Method().Question(initiation, c.adversarial)
		if !strings.HasSuffix(q.Help, c.table) || !strings.HasPrefix(q.Options[2].Anchor, c.band) {
			t.Errorf("adversarial %v: %s / %s", c.adversarial, q.Help, q.Options[2].Anchor)
		}
	}
}
