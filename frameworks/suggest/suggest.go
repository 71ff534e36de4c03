// Package suggest reads the text of a threat and says how it may be classified: category,
// phase, activity, layer, ATLAS techniques, OWASP and STRIDE ids, each with the words that
// speak for it. It proposes; a person decides. The same text always gives the same answer.
//
//   - words.tsv: classes of words that say the same to an analyst; rules.tsv: words that
//     speak for an id where they stand together; both our own (SOURCE.md).
//   - crosswalk.tsv: which ids of the published lists belong to a category.
//   - words.go cuts a text into words, lists.go reads the lists, evidence.go finds what
//     speaks for what, carry.go lets the crosswalk carry it on, suggest.go puts it in order.
package suggest

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"parry/model"
)

// How the parts of a threat count: what it is called and what is done say most about
// what it is; what comes of it says less.
const (
	ofTitle, ofAction, ofPrerequisites, ofSource, ofImpact, ofAssets = 1, 1, 0.8, 0.6, 0.6, 0.3
)

// From which strength on a hint is worth showing, and how many.
const (
	least       = 0.8
	leastListed = 1.2 // of an OWASP or STRIDE id: its category alone does not do
	leastTold   = 0.4 // of a technique, once it is sure that one fits
	most, few   = 5, 3
)

// New gives the classifier for a library, whose catalogues name the entries.
func New(lib model.Library) model.Classifier { return load().classifier(lib) }

func (l *lists) classifier(lib model.Library) model.Classifier {
	known := catalogue{names: map[string]string{}, cases: map[string]int{}}
	for _, id := range []string{"atlas", "owasp-llm", "owasp-asi", "stride"} {
		c, ok := lib.Catalogue(id)
		if !ok {
			continue
		}
		for _, e := range c.Entries {
			known.names[e.ID] = e.Name
			if e.Kind != "case study" {
				continue
			}
			for _, l := range e.Links {
				known.cases[l.To]++
			}
		}
	}
	return func(t *model.Threat) []model.Hints { return l.classify(partsOf(t), known) }
}

// A catalogue is what is taken from the library's: the names of entries, and in how many
// published cases a technique was used.
type catalogue struct {
	names map[string]string
	cases map[string]int
}

// partsOf takes a threat apart. A title that is the whole statement counts once.
func partsOf(t *model.Threat) []part {
	s, title := t.Statement, t.Title
	if parsed, ok := model.ParseStatement(title); ok && (s.Action == "" || s.Action == parsed.Action) {
		s, title = parsed, ""
	}
	return []part{
		{title, ofTitle},
		{s.Source, ofSource},
		{s.Prerequisites, ofPrerequisites},
		{s.Action, ofAction},
		{s.Impact, ofImpact},
		{strings.Join(s.Assets, " "), ofAssets},
	}
}

// classify gives the hints in the order of model.ClassifiedFields.
func (l *lists) classify(parts []part, known catalogue) []model.Hints {
	c := carrier{l, l.find(parts), known}
	categories, activities := c.categories(), c.own("activity")
	techniques, none := c.techniques(categories)
	return []model.Hints{
		{Field: "category", Hints: c.pick(categories, most, least)},
		{Field: "lifecycle_phase", Hints: c.pick(phases(activities), few, least)},
		{Field: "lifecycle_activity", Hints: c.pick(activities, most, least)},
		{Field: "layer", Hints: c.pick(c.own("layer"), few, least)},
		{Field: "atlas", Hints: c.pick(techniques, most, leastTold), None: none},
		{Field: "owasp_llm", Hints: c.pick(c.listed("llm", categories), few, leastListed)},
		{Field: "owasp_asi", Hints: c.pick(c.listed("asi", categories), few, leastListed)},
		{Field: "stride", Hints: c.pick(c.listed("stride", categories), few, leastListed)},
	}
}

// A lead is a hint on its way; its reason is put into words only if it is shown.
type lead struct {
	value string
	score float64
	why   func() string
}

// pick keeps the strongest leads; equal ones stand in the order of their values.
func (c carrier) pick(all []lead, most int, least float64) []model.Hint {
	all = slices.DeleteFunc(slices.Clone(all), func(l lead) bool { return l.score < least })
	slices.SortFunc(all, func(a, b lead) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.value, b.value))
	})
	hints := []model.Hint{} // never nil: JSON says []
	for _, l := range all[:min(most, len(all))] {
		hints = append(hints, model.Hint{Value: l.value, Name: c.known.names[l.value], Why: l.why(), Score: math.Round(l.score*100) / 100})
	}
	return hints
}
