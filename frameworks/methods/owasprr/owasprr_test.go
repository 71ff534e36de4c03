package owasprr

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parry/model"

	"pgregory.net/rapid"
)

var (
	likelihoods = []string{"skill_level", "motive", "opportunity", "size", "ease_of_discovery", "ease_of_exploit", "awareness", "intrusion_detection"}
	technicals  = []string{"loss_of_confidentiality", "loss_of_integrity", "loss_of_availability", "loss_of_accountability"}
	businesses  = []string{"financial_damage", "reputation_damage", "non_compliance", "privacy_violation"}
)

func fill(a model.Answers, names []string, values ...int) model.Answers {
	for i, name := range names {
		a = a.With(name, strconv.Itoa(values[i]))
	}
	return a
}

// The published example: likelihood 4.375, technical impact 7.25, business
// impact 2.25; High by the technical impact, Low by the business impact, which
// counts as it is known.
func TestPublishedExample(t *testing.T) {
	a := fill(nil, likelihoods, 5, 2, 7, 1, 3, 6, 9, 2)
	o := rate(questions(), fill(a, technicals, 9, 7, 5, 8))
	if o.Severity != "High" || o.Level != model.H || o.Likelihood != model.M || o.Impact != model.H {
		t.Errorf("by the technical impact: %+v", o)
	}
	want := []string{
		"likelihood (5+2+7+1+3+6+9+2)/8 = 4.375: MEDIUM",
		"technical impact (9+7+5+8)/4 = 7.25: HIGH",
		"severity, impact HIGH and likelihood MEDIUM: High, level H",
	}
	if !slices.Equal(o.Path, want) {
		t.Errorf("path %q", o.Path)
	}
	o = rate(questions(), fill(fill(a, technicals, 9, 7, 5, 8), businesses, 1, 2, 1, 5))
	if o.Severity != "Low" || o.Level != model.L || o.Impact != model.L {
		t.Errorf("by the business impact: %+v", o)
	}
	scores := []model.Score{{Name: "likelihood_score", Value: 4.375}, {Name: "technical_impact_score", Value: 7.25}, {Name: "business_impact_score", Value: 2.25}}
	if !slices.Equal(o.Parts, scores) {
		t.Errorf("parts %v", o.Parts)
	}
	if alone := rate(questions(), fill(a, businesses, 1, 2, 1, 5)); alone.Severity != "Low" || !alone.Complete() {
		t.Errorf("by the business impact alone: %+v", alone)
	}
}

// A business impact that is not known in full does not count, and it is said
// so.
func TestHalfABusinessImpactDoesNotCount(t *testing.T) {
	a := fill(fill(nil, likelihoods, 5, 2, 7, 1, 3, 6, 9, 2), technicals, 9, 7, 5, 8)
	o := rate(questions(), a.With("financial_damage", "1").With("privacy_violation", "3").With("non_compliance", model.NotKnown))
	if o.Severity != "High" || !slices.Contains(o.Path, "2 of 4 factors of the business impact are known: the technical impact counts") {
		t.Errorf("%+v", o)
	}
}

// spread gives n whole numbers from 0 to 9 with the sum.
func spread(sum, n int) []int {
	values := make([]int, n)
	for i := range values {
		values[i] = min(9, sum)
		sum -= values[i]
	}
	return values
}

// The bands change exactly at a mean of 3 and of 6: every sum of eight and of
// four falls where its mean does.
func TestBandsChangeAtThreeAndSix(t *testing.T) {
	for _, side := range []struct {
		names []string
		level func(model.Outcome) model.Level
	}{
		{likelihoods, func(o model.Outcome) model.Level { return o.Likelihood }},
		{technicals, func(o model.Outcome) model.Level { return o.Impact }},
		{businesses, func(o model.Outcome) model.Level { return o.Impact }},
	} {
		n := len(side.names)
		for sum := range 9*n + 1 {
			want := model.L
			switch {
			case sum >= 6*n:
				want = model.H
			case sum >= 3*n:
				want = model.M
			}
			if got := side.level(rate(questions(), fill(nil, side.names, spread(sum, n)...))); got != want {
				t.Errorf("%s … sum %d of %d: %s, want %s", side.names[0], sum, n, got, want)
			}
		}
	}
}

// All nine cells of the severity table, and each level they stand at.
func TestSeverityTable(t *testing.T) {
	table := map[string][3]string{ // by impact; likelihood LOW, MEDIUM, HIGH
		"HIGH": {"Medium M", "High H", "Critical VH"}, "MEDIUM": {"Low L", "Medium M", "High H"}, "LOW": {"Note VL", "Low L", "Medium M"},
	}
	for i, impact := range []string{"LOW", "MEDIUM", "HIGH"} {
		for k := range 3 {
			n := []int{0, 4, 9}
			a := fill(fill(nil, likelihoods, slices.Repeat([]int{n[k]}, 8)...), technicals, slices.Repeat([]int{n[i]}, 4)...)
			o := rate(questions(), a)
			if got := o.Severity + " " + o.Level.String(); got != table[impact][k] {
				t.Errorf("impact %s, likelihood %d: %s, want %s", impact, n[k], got, table[impact][k])
			}
			if by := Matrix().Level(o.Likelihood, o.Impact); by != o.Level {
				t.Errorf("impact %s, likelihood %d: the matrix says %s", impact, n[k], by)
			}
		}
	}
	m := Matrix()
	for i := range m.Cells {
		for k := range m.Cells[i] {
			if i > 0 && m.Cells[i][k] < m.Cells[i-1][k] || k > 0 && m.Cells[i][k] < m.Cells[i][k-1] {
				t.Errorf("the matrix falls at %d, %d", i, k)
			}
		}
	}
}

// Whatever is answered, the rating is that of the means computed in fractions.
func TestAgreesWithFractions(t *testing.T) {
	band := func(values []int) int {
		sum := new(big.Rat)
		for _, v := range values {
			sum.Add(sum, big.NewRat(int64(v), int64(len(values))))
		}
		switch {
		case sum.Cmp(big.NewRat(3, 1)) < 0:
			return 0
		case sum.Cmp(big.NewRat(6, 1)) < 0:
			return 1
		}
		return 2
	}
	names := [3][3]string{{"Note", "Low", "Medium"}, {"Low", "Medium", "High"}, {"Medium", "High", "Critical"}}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(n int) []int { return rapid.SliceOfN(rapid.IntRange(0, 9), n, n).Draw(t, "values") }
		l, c, b := draw(8), draw(4), draw(4)
		a := fill(fill(nil, likelihoods, l...), technicals, c...)
		impact := c
		if rapid.Bool().Draw(t, "business known") {
			a, impact = fill(a, businesses, b...), b
		}
		if o := rate(questions(), a); o.Severity != names[band(impact)][band(l)] {
			t.Errorf("%s: %+v", a, o)
		}
	})
}

// Every published number is among the answers with words of its own, and the
// published limits and table are ours.
func TestPublishedNumbersAreOffered(t *testing.T) {
	text, err := os.ReadFile("../../../../shared/data/owasp-risk-rating/owasp-risk-rating.json")
	if err != nil {
		t.Skipf("the published numbers are not here: %v", err)
	}
	var published struct {
		Factors  map[string]map[string]map[string]string
		Severity struct{ HIGH, MEDIUM, LOW []string }
	}
	if err := json.Unmarshal(text, &published); err != nil {
		t.Fatal(err)
	}
	looked := 0
	for _, group := range published.Factors {
		for name, numbers := range group {
			i := slices.IndexFunc(factors, func(f factor) bool { return f.id == name || slices.Contains(f.also, name) })
			if i < 0 {
				t.Errorf("nothing is asked of %s", name)
				continue
			}
			var have []string
			for _, a := range factors[i].anchors {
				have = append(have, strconv.Itoa(a.value))
			}
			for n := range numbers {
				looked++
				if !slices.Contains(have, n) {
					t.Errorf("%s does not offer %s", name, n)
				}
			}
			if len(have) != len(numbers) {
				t.Errorf("%s offers %v, published are %d", name, have, len(numbers))
			}
		}
	}
	for i, row := range [][]string{published.Severity.LOW, published.Severity.MEDIUM, published.Severity.HIGH} {
		for k, name := range row {
			if severities[i][k].name != name {
				t.Errorf("row %d column %d is %s, published %s", i, k, severities[i][k].name, name)
			}
		}
	}
	t.Logf("%d numbers", looked)
}

// A number outside of the scale, or half a number, is no answer.
func TestOnlyWholeNumbersFromZeroToNine(t *testing.T) {
	for _, bad := range []string{"-1", "10", "4.5", "high", ""} {
		o := rate(questions(), model.Answers{"skill": bad})
		if (bad != "") != (len(o.Problems) == 1) || bad != "" && !strings.HasPrefix(o.Problems[0], fmt.Sprintf("skill_level is %q; it takes a whole number from 0 to 9", bad)) {
			t.Errorf("%q: %+v", bad, o)
		}
	}
}
