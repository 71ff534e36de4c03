package suggest

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"testing"

	"go.yaml.in/yaml/v4"

	"parry/model"
)

// A casestudy is one of ATLAS's own, as its file tells it.
type casestudy struct {
	ID        string
	Procedure []struct{ Technique, Description string }
}

// casestudies reads them from the publisher's file, or skips the test where it is absent.
func casestudies(t testing.TB) []casestudy {
	t.Helper()
	text, err := os.ReadFile("../../../shared/data/atlas/ATLAS.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the published file is not there: ATLAS.yaml")
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []casestudy `yaml:"case-studies"`
	}
	if err := yaml.Load(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

// A stepTally counts the steps of case studies whose technique is among the first five, of
// which one of its family is, and some technique of its case.
type stepTally struct{ steps, exact, family, ofCase int }

func measureSteps(all []casestudy, classify model.Classifier) (n stepTally) {
	for _, c := range all {
		var used []string
		for _, s := range c.Procedure {
			used = append(used, s.Technique)
		}
		for _, s := range c.Procedure {
			hints := techniquesOf(classify(&model.Threat{Title: s.Description}))
			n.steps++
			near := func(h model.Hint) bool { return family(h.Value) == family(s.Technique) }
			if has(hints, 5, s.Technique) {
				n.exact++
			}
			if slices.ContainsFunc(hints, near) {
				n.family++
			}
			if has(hints, 5, used...) {
				n.ofCase++
			}
		}
	}
	return n
}

// family is the technique that another one is part of, or itself.
func family(id string) string { return id[:min(len(id), len("AML.T0000"))] }

func techniquesOf(all []model.Hints) []model.Hint {
	i := slices.IndexFunc(all, func(h model.Hints) bool { return h.Field == "atlas" })
	return all[i].Hints
}

// The steps of published cases are told by people who never saw our lists, and nothing was
// tried on them. Each has one technique: it is among the first five for half of them at least.
func TestStepsOfPublishedCases(t *testing.T) {
	n := measureSteps(casestudies(t), New(library()))
	t.Logf("of %d steps the technique is among the first five in %d, one of its family in %d, one of its case in %d", n.steps, n.exact, n.family, n.ofCase)
	if n.steps != 449 || 2*n.exact < n.steps {
		t.Error("that is less than half of 449")
	}
}

// BenchmarkStepsOfPublishedCases reads each step and prints how often, of 100, its own technique
// is among the first five, one of its family, one of its case.
func BenchmarkStepsOfPublishedCases(b *testing.B) {
	all, classify := casestudies(b), New(library())
	var n stepTally
	for b.Loop() {
		n = measureSteps(all, classify)
	}
	for unit, hits := range map[string]int{"technique-%": n.exact, "family-%": n.family, "case-%": n.ofCase} {
		b.ReportMetric(100*float64(hits)/float64(n.steps), unit)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n.steps), "µs/step")
}

// BenchmarkSuggest classifies the invented threats, one after the other.
func BenchmarkSuggest(b *testing.B) {
	all, classify := invented(b, "invented3.tsv"), New(library())
	for i := 0; b.Loop(); i++ {
		classify(all[i%len(all)].threat)
	}
}
