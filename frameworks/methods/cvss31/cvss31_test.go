package cvss31

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parry/frameworks/cvss"
	"parry/model"
	"parry/store/trial"
)

// shared is where the published vectors lie, seen from this package.
const shared = "../../../../shared/data"

// cases are vectors with their three scores, some of each kind: the rest of the
// published ones are read where they lie.
var cases = []struct {
	vector                        string
	base, temporal, environmental string
}{
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "9.8", "9.8", "9.8"},
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "10.0", "10.0", "10.0"},
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "0.0", "0.0", "0.0"},
	{"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:H/A:H", "8.3", "8.3", "8.4"},
	{"CVSS:3.1/AV:A/AC:H/PR:H/UI:N/S:C/C:H/I:L/A:N/E:H/RL:U/RC:R/CR:M/IR:L/AR:H/MAV:N/MAC:L/MPR:L/MI:L/MA:N", "6.2", "6.0", "7.8"},
	{"CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H/E:P/RL:U/RC:C", "6.7", "6.3", "6.3"},
	{"CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:N/E:H/RL:O/RC:C/CR:H/IR:H/AR:H/MAV:N/MAC:L/MPR:L/MUI:N/MS:C/MC:H/MI:H/MA:H", "9.3", "8.9", "9.5"},
	{"CVSS:3.0/AV:L/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N/MAV:A/MAC:L/MPR:N/MUI:N/MS:U/MC:L/MI:N/MA:N", "4.6", "4.6", "4.3"},
}

// of reads a vector and scores it.
func of(tb testing.TB, vector string) scores {
	tb.Helper()
	a, err := readVector(questions(), vector)
	if err != nil {
		tb.Fatalf("%s: %v", vector, err)
	}
	by, _ := edition(a[answerVersion])
	return score(by, a)
}

func (s scores) told() string {
	return s.base.String() + " " + s.temporal.String() + " " + s.environmental.String()
}

// The scores of well-known vectors of every kind.
func TestKnownScores(t *testing.T) {
	for _, c := range cases {
		if got := of(t, c.vector).told(); got != c.base+" "+c.temporal+" "+c.environmental {
			t.Errorf("%s: %s, want %s %s %s", c.vector, got, c.base, c.temporal, c.environmental)
		}
	}
}

// Every published and every agreed vector of 3.0 and 3.1 has its three scores.
func TestEveryVector(t *testing.T) {
	total := 0
	for _, name := range []string{"vectors_simple3.txt", "vectors_simple31.txt", "vectors_cvsslib3.txt", "vectors_calculator3.txt", "agreed-random-v31.tsv"} {
		f, err := os.Open(filepath.Join(shared, "cvss", name))
		if err != nil {
			t.Skipf("the published vectors are not here: %v", err)
		}
		for lines := bufio.NewScanner(f); lines.Scan(); {
			parts := strings.FieldsFunc(lines.Text(), func(r rune) bool { return strings.ContainsRune(" \t(),", r) })
			vector, numbers := parts[0], parts[len(parts)-3:]
			for i, n := range numbers {
				score, err := strconv.ParseFloat(n, 64)
				if err != nil {
					t.Fatalf("%s: %s", name, lines.Text())
				}
				numbers[i] = fmt.Sprintf("%.1f", score+0)
			}
			if got, want := of(t, vector).told(), strings.Join(numbers, " "); got != strings.ReplaceAll(want, "-0.0", "0.0") {
				t.Errorf("%s: %s: %s, want %s", name, vector, got, want)
			}
			total++
		}
		f.Close()
	}
	t.Logf("%d vectors", total)
}

// exact scores by fractions of whole numbers, straight from the specification:
// a second way to the same scores.
func exact(by equations, a model.Answers) (base, temporal, environmental int) {
	w := func(name, letter string) *big.Rat { return big.NewRat(weights[name][letter], 100) }
	one := big.NewRat(1, 1)
	mul := func(xs ...*big.Rat) *big.Rat {
		p := big.NewRat(1, 1)
		for _, x := range xs {
			p.Mul(p, x)
		}
		return p
	}
	get := func(name, prefix string) string {
		if v := a["M"+name]; prefix == "M" && v != "" {
			return v
		}
		return a[name]
	}
	or1 := func(name, letter string) *big.Rat {
		if letter == "" {
			return one
		}
		return w(name, letter)
	}
	up := func(x *big.Rat) int {
		if by == v31 {
			n := new(big.Rat).Mul(x, big.NewRat(100_000, 1))
			n.Add(n, big.NewRat(1, 2))
			whole := new(big.Int).Quo(n.Num(), n.Denom())
			return int((whole.Int64() + 9_999) / 10_000)
		}
		n := new(big.Rat).Mul(x, big.NewRat(10, 1))
		whole, rest := new(big.Int).QuoRem(n.Num(), n.Denom(), new(big.Int))
		if rest.Sign() > 0 {
			return int(whole.Int64()) + 1
		}
		return int(whole.Int64())
	}
	side := func(prefix string) int {
		left := big.NewRat(1, 1)
		for i, name := range []string{"C", "I", "A"} {
			x := w("C", get(name, prefix))
			if prefix == "M" {
				x = mul(x, or1("CR", a[[]string{"CR", "IR", "AR"}[i]]))
			}
			left.Mul(left, new(big.Rat).Sub(one, x))
		}
		sub := new(big.Rat).Sub(one, left)
		if most := big.NewRat(915, 1000); prefix == "M" && sub.Cmp(most) > 0 {
			sub = most
		}
		changed := get("S", prefix) == "C"
		impact := mul(big.NewRat(642, 100), sub)
		pr := w("PR", get("PR", prefix))
		if changed {
			power, scaled := 15, new(big.Rat).Set(sub)
			if prefix == "M" && by == v31 {
				power, scaled = 13, mul(sub, big.NewRat(9731, 10_000))
			}
			x := new(big.Rat).Sub(scaled, big.NewRat(2, 100))
			p := big.NewRat(325, 100)
			for range power {
				p.Mul(p, x)
			}
			impact = mul(big.NewRat(752, 100), new(big.Rat).Sub(sub, big.NewRat(29, 1000)))
			impact.Sub(impact, p)
			pr = big.NewRat(changedPR[get("PR", prefix)], 100)
		}
		if impact.Sign() <= 0 {
			return 0
		}
		sum := mul(big.NewRat(822, 100), w("AV", get("AV", prefix)), w("AC", get("AC", prefix)), pr, w("UI", get("UI", prefix)))
		sum.Add(sum, impact)
		if changed {
			sum.Mul(sum, big.NewRat(108, 100))
		}
		if ten := big.NewRat(10, 1); sum.Cmp(ten) > 0 {
			sum = ten
		}
		return up(sum)
	}
	times := func(tenths int) int {
		return up(mul(big.NewRat(int64(tenths), 10), or1("E", a["E"]), or1("RL", a["RL"]), or1("RC", a["RC"])))
	}
	base = side("")
	return base, times(base), times(side("M"))
}

// any gives answers to all base metrics and, by chance, to others.
func any(chance *rand.Rand, asked []model.Question, optional float64) model.Answers {
	a := model.Answers{}
	for _, q := range asked {
		if !q.Optional || chance.Float64() < optional {
			a[q.ID] = q.Options[chance.IntN(len(q.Options))].Value
		}
	}
	return a
}

// The whole numbers give what fractions give: for every set of base metrics in
// both editions, and for many of all metrics.
func TestAgreesWithFractions(t *testing.T) {
	if trial.Raced() {
		t.Skip("it works with numbers alone, one after the other")
	}
	asked, n := questions(), 0
	check := func(a model.Answers) {
		for _, by := range []equations{v31, v30} {
			s := score(by, a)
			base, temporal, environmental := exact(by, a)
			if int(s.base) != base || int(s.temporal) != temporal || int(s.environmental) != environmental {
				t.Errorf("%s: %s, by fractions %d %d %d", writeVector(by, a), s.told(), base, temporal, environmental)
			}
			n++
		}
	}
	for a := range everyBase(asked) {
		check(a)
	}
	chance := rand.New(rand.NewPCG(3, 1))
	for range 4_000 {
		check(any(chance, asked, 0.7))
	}
	t.Logf("%d vectors", n)
}

// everyBase gives all 2,592 sets of base metrics.
func everyBase(asked []model.Question) func(yield func(model.Answers) bool) {
	return func(yield func(model.Answers) bool) {
		var walk func(a model.Answers, i int) bool
		walk = func(a model.Answers, i int) bool {
			if asked[i].Optional {
				return yield(a)
			}
			for _, o := range asked[i].Options {
				if !walk(a.With(asked[i].ID, o.Value), i+1) {
					return false
				}
			}
			return true
		}
		walk(nil, 0)
	}
}

// Raising a base metric never lowers the score, in any of the 2,592 sets. With
// all metrics it may: the power that a changed scope takes away is the reason
// why the method does not call itself monotone.
func TestBaseNeverFalls(t *testing.T) {
	asked := questions()
	for a := range everyBase(asked) {
		for _, q := range asked[:8] {
			to := q.At(q.Place(a[q.ID]) + 1)
			if to == "" {
				continue
			}
			if was, now := score(v31, a).base, score(v31, a.With(q.ID, to)).base; now < was {
				t.Errorf("%s, %s to %s: from %d to %d", writeVector(v31, a), q.ID, to, was, now)
			}
		}
	}
}

// rows reads a CSV file of real vectors.
func rows(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "vulnrichment", name))
	if err != nil {
		t.Skipf("the published vectors are not here: %v", err)
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

// Of every real vector the declared score is the base score, but for those that
// are known to declare another.
func TestRealVectorsDeclareTheirBase(t *testing.T) {
	others := map[string]bool{}
	for _, row := range rows(t, "declared-vs-computed.csv") {
		others[row["vectorString"]] = true
	}
	total := 0
	for _, name := range []string{"cvss30-vectors.csv", "cvss31-vectors.csv"} {
		for _, row := range rows(t, name) {
			total++
			d, problem := cvss.ReadDeclared(row["baseScore"])
			if s := of(t, row["vectorString"]); problem != "" || d.Score != s.base && !others[row["vectorString"]] {
				t.Errorf("%s %s: declared %s, computed %s", row["cve"], row["vectorString"], row["baseScore"], s.told())
			}
		}
	}
	t.Logf("%d vectors", total)
}

// Every declared score that is not the base score is explained, as it was
// found to be.
func TestDeclaredIsExplained(t *testing.T) {
	words := map[string]string{"equals-temporal": " is the temporal score", "equals-environmental": " is the environmental score",
		"float-rounding": "off by 0.1", "other": "no group of this vector gives"}
	total := 0
	for _, row := range rows(t, "declared-vs-computed.csv") {
		if strings.HasPrefix(row["vectorString"], "CVSS:4") {
			continue
		}
		total++
		d, _ := cvss.ReadDeclared(row["declared_baseScore"])
		s := of(t, row["vectorString"])
		said := withoutHeadline(s).doubt(d)
		if !strings.Contains(said, words[row["kind"]]) || !strings.Contains(said, "the base score is "+s.base.String()) {
			t.Errorf("%s %s, declared %s: %s, known as %s", row["cve"], row["vectorString"], row["declared_baseScore"], said, row["kind"])
		}
	}
	t.Logf("%d rows", total)
}

// withoutHeadline lets a declared score be compared with the base score even
// where it is that of the fullest group.
func withoutHeadline(s scores) scores {
	s.hasTemporal, s.hasEnvironmental = false, false
	return s
}

// What is said of a declared score, in each case.
func TestDeclaredInWords(t *testing.T) {
	m := Method()
	for _, c := range []struct{ vector, declared, want string }{
		{"AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C", "7.9", ""},
		{"AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C", "8.8", "declared 8.8 is the base score; with all that the vector says it is 7.9"},
		{"AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "9.8", ""},
		{"AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "9.7", "declared 9.7; the base score is 9.8: off by 0.1, as rounding in floating point gives"},
		{"AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "5", "declared 5.0; the base score is 9.8; no group of this vector gives 5.0"},
		{"AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:H/A:H", "8.4", "declared 8.4; the base score is 8.3, 8.4 is the environmental score"},
	} {
		a, err := m.Vector(c.vector)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(m.Rate(a.With("declared", c.declared)).Flags, "|"); got != c.want {
			t.Errorf("%s declared %s: %q, want %q", c.vector, c.declared, got, c.want)
		}
	}
	for _, bad := range []string{"ten", "11", "-1", "9.85", "NaN"} {
		a, _ := m.Vector(cases[0].vector)
		if o := m.Rate(a.With("declared", bad)); len(o.Problems) != 1 || o.Scored {
			t.Errorf("declared %s: %+v", bad, o)
		}
	}
}

// The headline is the score of the fullest group that is given, the others
// stand beside it, and the path tells how.
func TestHeadlineIsTheFullestGroup(t *testing.T) {
	m := Method()
	for vector, want := range map[string]string{
		"AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H":                         "8.8 High base 8.8",
		"AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C":           "7.9 High base 8.8 temporal 7.9",
		"AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H/E:X/CR:X":                "8.8 High base 8.8",
		"AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/MC:N/MI:L/MA:N": "3.9 Low base 8.8 temporal 7.9 environmental 3.9",
	} {
		a, err := m.Vector(vector)
		if err != nil {
			t.Fatal(err)
		}
		o := m.Rate(a)
		got := o.Words()
		for _, p := range o.Parts {
			got += " " + p.Name + " " + model.ScoreText(p.Value)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", vector, got, want)
		}
	}
	a, _ := m.Vector("CVSS:3.0/S:C/AV:N/AC:L/PR:N/UI:R/C:L/I:L/A:N/E:F")
	o := m.Rate(a)
	want := []string{"by the CVSS 3.0 equations", "impact 2.7268, exploitability 2.8353, scope changed", "base score 6.1",
		"temporal score 6.0: base x E 0.97 x RL 1 x RC 1", "severity of 6.0: Medium"}
	if !slices.Equal(o.Path, want) || o.Vector != "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N/E:F" {
		t.Errorf("%s: %q", o.Vector, o.Path)
	}
}

// A vector of another version is refused with the method that reads it.
func TestOtherVersionsAreRefused(t *testing.T) {
	for vector, want := range map[string]string{
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N": "the vector is of CVSS 4.0; score it by cvss-4.0",
		"AV:N/AC:L/Au:N/C:P/I:P/A:P":                                      "the vector is of CVSS 2; 3.0 and 3.1 are read here",
		"CVSS:2.0/AV:N":                                                   `the vector is of CVSS "2.0"; 3.0 and 3.1 are read here`,
	} {
		if _, err := readVector(questions(), vector); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", vector, err, want)
		}
	}
}

// Whatever is read as a vector, writing it and reading it again gives the same
// scores; nothing makes the reader panic.
func FuzzVector(f *testing.F) {
	for _, c := range cases {
		f.Add(c.vector)
	}
	f.Add("CVSS:3.1/AV:X/AV:N//")
	f.Add("cvss:3.0/av:n/ac:l/pr:n/ui:n/s:u/c:h/i:h/a:h/e:x")
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

// BenchmarkVectorAndRate is one vector read and scored.
func BenchmarkVectorAndRate(b *testing.B) {
	m := Method()
	for i := range b.N {
		a, _ := m.Vector(cases[i%len(cases)].vector)
		m.Rate(a)
	}
}
