package cvss4

import (
	"bufio"
	"encoding/csv"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocvss40 "github.com/pandatix/go-cvss/40"

	"parry/frameworks/cvss"
	"parry/model"
)

// shared is where the published vectors lie, seen from this package.
const shared = "../../../../shared/data"

// cases are vectors with their scores, some of each kind: the rest of the
// published ones are read where they lie. The last one lies half way between
// two tenths.
var cases = []struct{ vector, score, nomenclature string }{
	{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", "10.0", "CVSS-B"},
	{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "9.3", "CVSS-B"},
	{"CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:L/SC:N/SI:N/SA:N", "5.3", "CVSS-B"},
	{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N/E:A", "0.0", "CVSS-BT"},
	{"CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:P", "5.9", "CVSS-BT"},
	{"CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/CR:H/IR:H/AR:M", "7.2", "CVSS-BE"},
	{"CVSS:4.0/AV:A/AC:H/AT:N/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:N/SA:L/E:A/CR:H/AR:L/MPR:L/MUI:N/MVC:L/MVA:L/MSI:L/MSA:S", "8.6", "CVSS-BTE"},
	{"CVSS:4.0/AV:A/AC:H/AT:N/PR:H/UI:A/VC:H/VI:N/VA:L/SC:L/SI:H/SA:H/E:U/CR:H/IR:L/AR:L/MAV:L/MPR:L/MVC:N/MSC:N/MSI:N", "0.2", "CVSS-BTE"},
	{"CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/S:N/AU:N/R:A/V:D/RE:L/U:Clear", "7.3", "CVSS-B"},
	{"CVSS:4.0/AV:N/AC:L/AT:P/PR:H/UI:A/VC:N/VI:H/VA:L/SC:N/SI:N/SA:L", "5.7", "CVSS-B"},
}

func of(tb testing.TB, vector string) scores {
	tb.Helper()
	a, err := readVector(questions(), vector)
	if err != nil {
		tb.Fatalf("%s: %v", vector, err)
	}
	return scoresOf(a)
}

// The scores of vectors of every kind.
func TestKnownScores(t *testing.T) {
	for _, c := range cases {
		if s := of(t, c.vector); s.full.score.String() != c.score || s.nomenclature() != c.nomenclature {
			t.Errorf("%s: %s %s, want %s %s", c.vector, s.full.score, s.nomenclature(), c.score, c.nomenclature)
		}
	}
}

// published gives the lines of a published file, split.
func published(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "cvss", name))
	if err != nil {
		t.Skipf("the published vectors are not here: %v", err)
	}
	defer f.Close()
	var lines [][]string
	for scan := bufio.NewScanner(f); scan.Scan(); {
		parts := strings.FieldsFunc(scan.Text(), func(r rune) bool { return strings.ContainsRune(" \t(),", r) })
		if len(parts) > 1 && strings.HasPrefix(parts[0], "CVSS:") {
			lines = append(lines, parts)
		}
	}
	return lines
}

// Every published and every agreed vector has its score, and the groups that
// it is said to be made of.
func TestEveryVector(t *testing.T) {
	total := 0
	for _, name := range []string{"vectors_simple4.txt", "vectors_supplemental4.txt", "vectors_security4.txt", "vectors_threat4.txt", "agreed-random-v4.tsv"} {
		for _, parts := range published(t, name) {
			total++
			want := parts[len(parts)-1]
			s := of(t, parts[0])
			if strings.HasSuffix(name, ".tsv") {
				want = parts[1]
				if s.nomenclature() != parts[2] {
					t.Errorf("%s: %s, want %s", parts[0], s.nomenclature(), parts[2])
				}
			}
			if s.full.score.String() != want {
				t.Errorf("%s: %s: %s, want %s", name, parts[0], s.full.score, want)
			}
		}
	}
	t.Logf("%d vectors", total)
}

// Where implementations differ by a tenth, the exact score lies half way and is
// rounded up; what the others say is known too, to explain it.
func TestDisputedVectors(t *testing.T) {
	lines := published(t, "disputed-rounding-v4.tsv")
	told := 0
	for _, parts := range lines {
		s := of(t, parts[0])
		if s.full.score.String() != parts[1] || !halfWay(s.full) {
			t.Errorf("%s: %s, want %s; half way: %v", parts[0], s.full.score, parts[1], halfWay(s.full))
		}
		if s.full.inFloats().String() == parts[2] {
			told++
		}
	}
	if len(lines) != 28 || told < 26 { // the order of adding up differs from program to program
		t.Errorf("%d vectors, want 28; in floating point %d come out as others have them", len(lines), told)
	}
}

// halfWay says whether the exact score lies half way between two tenths.
func halfWay(r result) bool { return r.num*2%r.den == 0 && r.num*2/r.den%2 == 1 }

// exact scores by fractions along the road of the specification: all highest
// vectors of the macro vector are looked through for one that is nowhere below
// the setting. It shows that the sums of the tables say the same.
func exact(t *testing.T, s *setting) cvss.Score {
	t.Helper()
	if s.harmless() {
		return 0
	}
	m := s.macro()
	distances := func(places []int, highest []string) int {
		for _, h := range highest {
			sum, ok := 0, true
			for i, p := range places {
				d := steps(p, s[p]) - steps(p, h[i])
				ok = ok && d >= 0
				sum += d
			}
			if ok {
				return sum
			}
		}
		t.Fatalf("%s has no highest vector above %s", m, s[:])
		return 0
	}
	top := big.NewRat(int64(m.score()), 1)
	sum, n := new(big.Rat), int64(0)
	add := func(next macro, ok bool, gone, depth int) {
		if !ok {
			return
		}
		n++
		way := new(big.Rat).Sub(top, big.NewRat(int64(next.score()), 1))
		sum.Add(sum, way.Mul(way, big.NewRat(int64(gone), int64(depth))))
	}
	at := func(change func(*macro)) macro { next := m; change(&next); return next }
	highest1 := [][]string{{"NNN"}, {"ANN", "NLN", "NNP"}, {"PNN", "ALP"}}
	highest2 := [][]string{{"LN"}, {"LP", "HN"}}
	highestPair := [][]string{{"HHHHHH"}, {"HHLMMH", "HHHMMM"}, {"LHHHHH", "HLHHHH"},
		{"HLHMHM", "HLLMHH", "LHHHMM", "LHLHMH", "LLHHHM"}, {"LLLHHH"}}
	highest4 := [][]string{{"HSS"}, {"HHH"}, {"LLL"}}
	if m.eq1 < 2 {
		add(at(func(m *macro) { m.eq1++ }), true, distances([]int{av, pr, ui}, highest1[m.eq1]), depth1[m.eq1])
	}
	if m.eq2 < 1 {
		add(at(func(m *macro) { m.eq2++ }), true, distances([]int{ac, at_(), 0}[:2], highest2[m.eq2]), depth2[m.eq2])
	}
	next := map[int]int{pair01: pair11, pair10: pair11, pair11: pair21}
	lower, ok := next[m.pair]
	if m.pair == pair00 {
		ok, lower = true, pair01
		if at(func(m *macro) { m.pair = pair10 }).score() > at(func(m *macro) { m.pair = pair01 }).score() {
			lower = pair10
		}
	}
	if ok {
		add(at(func(m *macro) { m.pair = lower }), true, distances([]int{vc, vi, va, cr, ir, ar}, highestPair[m.pair]), depthPair[m.pair])
	}
	if m.eq4 < 2 {
		add(at(func(m *macro) { m.eq4++ }), true, distances([]int{sc, si, sa}, highest4[m.eq4]), depth4[m.eq4])
	}
	if m.eq5 < 2 {
		add(at(func(m *macro) { m.eq5++ }), true, 0, 1)
	}
	if n > 0 {
		top.Sub(top, sum.Quo(sum, big.NewRat(n, 1)))
	}
	top.Add(top, big.NewRat(1, 2))
	return cvss.Score(new(big.Int).Quo(top.Num(), top.Denom()).Int64())
}

// at_ is the metric AT, under a name that at does not hide.
func at_() int { return at }

func anySetting(chance *rand.Rand) setting {
	var s setting
	for place, letters := range [metricCount]string{"PLAN", "HL", "PN", "HLN", "APN", "NLH", "NLH", "NLH", "NLH", "NLHS", "NLHS", "UPA", "LMH", "LMH", "LMH"} {
		s[place] = letters[chance.IntN(len(letters))]
	}
	return s
}

// The sums of the tables give what the highest vectors of the specification
// give, in fractions.
func TestAgreesWithFractions(t *testing.T) {
	chance := rand.New(rand.NewPCG(4, 0))
	for range 30_000 {
		s := anySetting(chance)
		if got, want := s.score().score, exact(t, &s); got != want {
			t.Fatalf("%s: %s, by fractions %s", s[:], got, want)
		}
	}
}

// Another implementation gives the same, but for vectors that lie half way
// between two tenths, where it is a tenth lower by computing in floating point.
func TestAgreesWithAnother(t *testing.T) {
	chance := rand.New(rand.NewPCG(40, 40))
	asked, ties := questions(), 0
	for range 5_000 {
		a := model.Answers{}
		for _, q := range asked {
			if !q.Optional || chance.IntN(3) == 0 {
				a[q.ID] = q.Options[chance.IntN(len(q.Options))].Value
			}
		}
		other, err := gocvss40.ParseVector(writeVector(a))
		if err != nil {
			t.Fatalf("%s: %v", writeVector(a), err)
		}
		s := scoresOf(a)
		if got, want := s.full.score.Points(), other.Score(); got != want {
			if ties++; !halfWay(s.full) || want > got {
				t.Errorf("%s: %v, the other says %v", writeVector(a), got, want)
			}
		}
	}
	t.Logf("%d half way", ties)
}

// Raising one metric never lowers the score: of every setting that is drawn,
// every metric. All 15,116,544 settings were gone through once; that takes half
// a minute.
func TestNeverFalls(t *testing.T) {
	orders := [metricCount]string{"PLAN", "HL", "PN", "HLN", "APN", "NLH", "NLH", "NLH", "NLH", "NLHS", "NLHS", "UPA", "LMH", "LMH", "LMH"}
	chance := rand.New(rand.NewPCG(5, 5))
	falls := 0
	for range 40_000 {
		s := anySetting(chance)
		was := s.score().score
		for place, order := range orders {
			if i := strings.IndexByte(order, s[place]); i+1 < len(order) {
				raised := s
				raised[place] = order[i+1]
				if raised.score().score < was {
					falls++
				}
			}
		}
	}
	if (falls == 0) != Method().Monotone {
		t.Errorf("%d falls, and monotone is %v", falls, Method().Monotone)
	}
}

// words are SSVC's names of the values of the metrics, in the order of steps.
var words = map[int][]string{
	av: {"network", "adjacent", "local", "physical"}, ac: {"low", "high"}, at: {"none", "present"}, pr: {"none", "low", "high"}, ui: {"none", "passive", "active"},
	vc: {"high", "low", "none"}, vi: {"high", "low", "none"}, va: {"high", "low", "none"},
	sc: {"", "high", "low", "negligible"}, si: {"safety", "high", "low", "negligible"}, sa: {"safety", "high", "low", "negligible"},
	e: {"attacked", "proof-of-concept", "unreported"}, cr: {"high", "medium", "low"}, ir: {"high", "medium", "low"}, ar: {"high", "medium", "low"},
}

var stepLetters = map[int]string{av: "NALP", ac: "LH", at: "NP", pr: "NLH", ui: "NPA", vc: "HLN", vi: "HLN", va: "HLN", sc: "SHLN", si: "SHLN", sa: "SHLN", e: "APU", cr: "HML", ir: "HML", ar: "HML"}

// table reads one of the SSVC tables about CVSS.
func table(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "ssvc/csv/cvss", name))
	if err != nil {
		t.Skipf("the published tables are not here: %v", err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines[1:]
}

// SSVC publishes the equivalence classes of CVSS 4.0 as tables: each of their
// rows falls into the class that it falls into here.
func TestClassesAreThoseOfSSVC(t *testing.T) {
	classes := []struct {
		file   string
		places []int
		level  func(*setting) int
		names  []string // of the levels, 0 first
	}{
		{"cvss_v4_equivalence_set_1_1_0_0.csv", []int{av, pr, ui}, (*setting).eq1, []string{"high", "medium", "low"}},
		{"cvss_v4_equivalence_set_2_1_0_0.csv", []int{ac, at}, (*setting).eq2, []string{"high", "low"}},
		{"cvss_v4_equivalence_set_3_1_0_0.csv", []int{vc, vi, va}, func(s *setting) int { return pairs[s.pair()][0] }, []string{"high", "medium", "low"}},
		{"cvss_v4_equivalence_set_4_1_0_0.csv", []int{sc, si, sa}, (*setting).eq4, []string{"high", "medium", "low"}},
		{"cvss_v4_equivalence_set_5_1_0_0.csv", []int{e}, func(s *setting) int { return s.macro().eq5 }, []string{"high", "medium", "low"}},
		{"cvss_v4_equivalence_set_6_1_0_0.csv", []int{cr, vc, ir, vi, ar, va}, func(s *setting) int { return pairs[s.pair()][1] }, []string{"high", "low"}},
	}
	rows := 0
	for _, c := range classes {
		for _, line := range table(t, c.file) {
			rows++
			s := setting{'N', 'L', 'N', 'N', 'N', 'H', 'H', 'H', 'N', 'N', 'N', 'A', 'H', 'H', 'H'}
			for i, place := range c.places {
				k := slices.Index(words[place], line[i+1])
				if k < 0 {
					t.Fatalf("%s row %s: what is %q?", c.file, line[0], line[i+1])
				}
				s[place] = stepLetters[place][k]
			}
			if got := c.names[c.level(&s)]; got != line[len(line)-1] {
				t.Errorf("%s row %s %v: %s, want %s", c.file, line[0], line[1:], got, line[len(line)-1])
			}
		}
	}
	t.Logf("%d rows", rows)
}

// SSVC also publishes the severity of each combination of classes: that of the
// published score of its macro vector.
func TestSeveritiesAreThoseOfSSVC(t *testing.T) {
	three := []string{"high", "medium", "low"}
	two := []string{"high", "low"}
	compared := 0
	for _, line := range table(t, "cvss_v4_0_qualitative_severity_ratings_4_0_0.csv") {
		pair := [2]int{slices.Index(three, line[3]), slices.Index(two, line[6])}
		m := macro{eq1: slices.Index(three, line[1]), eq2: slices.Index(two, line[2]), pair: slices.Index(pairs[:], pair),
			eq4: slices.Index(three, line[4]), eq5: slices.Index(three, line[5])}
		if m.pair < 0 {
			continue // a pair that no vector has
		}
		compared++
		if got := strings.ToLower(cvss.Score(m.score()).Severity()); got != line[7] {
			t.Errorf("row %s, macro vector %s: %s, want %s", line[0], m, got, line[7])
		}
	}
	if compared != 270 {
		t.Errorf("%d macro vectors, want 270", compared)
	}
}

// real reads a CSV file about real vulnerabilities.
func real(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "vulnrichment", name))
	if err != nil {
		t.Skipf("the real vectors are not here: %v", err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		all = append(all, row)
	}
	return all
}

// Of every real vector the declared score is the base score, or that of all its
// metrics, or it is known to be another; and those are explained as what they
// are.
func TestRealVectors(t *testing.T) {
	kinds := map[string]string{}
	for _, row := range real(t, "declared-vs-computed.csv") {
		kinds[row["vectorString"]+" "+row["declared_baseScore"]] = row["kind"]
	}
	total, explained := 0, 0
	for _, row := range real(t, "cvss4-vectors.csv") {
		total++
		s := of(t, row["vectorString"])
		d, problem := cvss.ReadDeclared(row["baseScore"])
		if problem != "" {
			t.Fatal(problem)
		}
		said := s.doubt(d)
		switch kind := kinds[row["vectorString"]+" "+row["baseScore"]]; {
		case kind == "float-rounding" && strings.Contains(said, "off by 0.1"):
			explained++
		case kind == "other" && strings.Contains(said, "no group of this vector gives"):
			explained++
		case kind != "" || d.Score != s.base.score && d.Score != s.full.score:
			t.Errorf("%s %s declares %s, computed %s, known as %q: %q", row["cve"], row["vectorString"], row["baseScore"], s.full.score, kind, said)
		}
	}
	if explained != 3 {
		t.Errorf("%d declared scores explained, want 3", explained)
	}
	t.Logf("%d vectors", total)
}

// The headline is the score of all that is given, the groups stand beside it,
// and the path tells how it came about.
func TestPathTellsHow(t *testing.T) {
	m := Method()
	a, err := m.Vector("AV:A/AC:H/AT:N/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:N/SA:L/E:P/CR:M/IR:M/AR:M/S:P/RE:L")
	if err != nil {
		t.Fatal(err)
	}
	o := m.Rate(a)
	want := []string{"CVSS-BTE", "macro vector 110111: 7.0", "minus the mean distance 49/60: 6.2", "base score alone 7.3", "beside the score: S:P/RE:L", "severity of 6.2: Medium"}
	if len(o.Path) != len(want) || o.Path[0] != want[0] || o.Path[4] != want[4] {
		t.Errorf("path %q", o.Path)
	}
	var parts []string
	for _, p := range o.Parts {
		parts = append(parts, p.Name)
	}
	if !slices.Equal(parts, []string{"base", "threat", "environmental"}) || o.Parts[2].Value != o.Score || !strings.HasPrefix(o.Vector, "CVSS:4.0/AV:A/") {
		t.Errorf("%+v", o)
	}
}

// A vector of another version is refused with the method that reads it.
func TestOtherVersionsAreRefused(t *testing.T) {
	for vector, want := range map[string]string{
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H": "the vector is of CVSS 3.1; score it by cvss-3.1",
		"CVSS:3.0/AV:N":              "the vector is of CVSS 3.0; score it by cvss-3.1",
		"AV:N/AC:L/Au:N/C:P/I:P/A:P": "the vector is of CVSS 2; 4.0 is read here",
		"CVSS:5.0/AV:N":              `the vector is of CVSS "5.0"; 4.0 is read here`,
	} {
		if _, err := readVector(questions(), vector); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", vector, err, want)
		}
	}
}

// Whatever is read as a vector, writing it and reading it again gives the same
// score; nothing makes the reader panic.
func FuzzVector(f *testing.F) {
	for _, c := range cases {
		f.Add(c.vector)
	}
	f.Add("CVSS:4.0/AV:N/E:X/MSI:S")
	f.Add("cvss:4.0/av:n/u:amber")
	m := Method()
	f.Fuzz(func(t *testing.T, text string) {
		a, err := m.Vector(text)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x1b\n\x00") {
				t.Errorf("%q", err)
			}
			return
		}
		o := m.Rate(a)
		if !o.Scored {
			return
		}
		b, err := m.Vector(o.Vector)
		if err != nil {
			t.Fatalf("%s: %v", o.Vector, err)
		}
		if again := m.Rate(b); again.Score != o.Score || again.Vector != o.Vector {
			t.Errorf("%s scores %v, read again %v", o.Vector, o.Score, again.Score)
		}
	})
}

// BenchmarkVectorAndRate is one vector read and scored, with its path.
func BenchmarkVectorAndRate(b *testing.B) {
	m := Method()
	for i := range b.N {
		a, _ := m.Vector(cases[i%len(cases)].vector)
		m.Rate(a)
	}
}

// BenchmarkScore is a vector that is read already, scored.
func BenchmarkScore(b *testing.B) {
	sets := make([]setting, 64)
	chance := rand.New(rand.NewPCG(1, 2))
	for i := range sets {
		sets[i] = anySetting(chance)
	}
	for i := range b.N {
		sets[i%len(sets)].score()
	}
}

// BenchmarkAnother is another implementation on the vectors of
// BenchmarkVectorAndRate: it reads and scores, and tells no path.
func BenchmarkAnother(b *testing.B) {
	for i := range b.N {
		v, err := gocvss40.ParseVector(cases[i%len(cases)].vector)
		if err != nil {
			b.Fatal(err)
		}
		_ = strconv.FormatFloat(v.Score(), 'f', 1, 64)
	}
}
