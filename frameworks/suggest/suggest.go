// Package suggest reads the text of a threat and says how it may be classified: category,
// phase, activity, layer, ATLAS techniques, OWASP and STRIDE ids, each with the words that
// speak for it. It proposes; a person decides. The same text gives the same answer always.
//
//   - words.tsv: classes of words that say the same to an analyst; rules.tsv: words that
//     speak for an id where they stand together; both our own (SOURCE.md).
//   - crosswalk.tsv: which ids of the published lists belong to a category.
//   - words.go cuts a text into words, lists.go reads the lists, evidence.go finds what
//     speaks for what, suggest.go lets the crosswalk carry it on and puts it in order.
package suggest

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"parry/model"
)

// How the parts of a threat count: what it is called and what is done say most about
// what it is; what comes of it says least.
const (
	ofTitle, ofAction, ofPrerequisites, ofSource, ofImpact, ofAssets = 1, 1, 0.8, 0.6, 0.6, 0.3
)

// How much the crosswalk carries over, and from which strength on an id is worth naming.
var (
	toCategory       = 0.5  // from a technique to its category
	listCarry        = 0.35 // from an OWASP id to its category
	toFamily         = 0.4  // from a technique to what it is part of, and to its parts
	toTechnique      = 0.12 // from a category to its techniques
	elsewhere        = 0.4  // what a technique loses whose category is not the one
	typically        = 0.8  // the most that a technique gets for being typical of a category
	failure          = 0.8  // what it takes more to name one where things go wrong by themselves
	toList           = 0.45 // from a category to the ids of other lists
	least            = 0.8
	leastTechnique   = 1.6 // below it no technique is named at all
	leastTold        = 0.4
	againstTechnique = 0.55 // how much of what speaks for none counts against every technique
	most             = 5
)

// New gives the classifier for a library: names of entries are its catalogues'.
func New(lib model.Library) model.Classifier {
	names := catalogue{map[string]string{}, map[string]int{}}
	for _, id := range []string{"atlas", "owasp-llm", "owasp-asi", "stride"} {
		if c, ok := lib.Catalogue(id); ok {
			for _, e := range c.Entries {
				names.of[e.ID] = e.Name
				if e.Kind == "case study" {
					for _, l := range e.Links {
						names.cases[l.To]++
					}
				}
			}
		}
	}
	return func(t *model.Threat) []model.Hints { return classify(partsOf(t), names) }
}

// A catalogue is what is taken from the library's: the names of entries, and in how many
// published cases a technique was used.
type catalogue struct {
	of    map[string]string
	cases map[string]int
}

// partsOf takes a threat apart. A title that repeats its statement counts once: the words
// of both stand in the same place.
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

func classify(parts []part, names catalogue) []model.Hints {
	l := load()
	found := l.find(parts)
	c := carried{l, found}
	category := c.categories()
	all := []model.Hints{{Field: "category", Hints: pick(category, most, least, nil)}}
	activity := c.own("activity")
	all = append(all,
		model.Hints{Field: "lifecycle_phase", Hints: pick(phases(activity), 3, least, nil)},
		model.Hints{Field: "lifecycle_activity", Hints: pick(activity, most, least, nil)},
		model.Hints{Field: "layer", Hints: pick(c.own("layer"), 3, least, nil)})
	techniques, none := c.techniques(category, names)
	all = append(all, model.Hints{Field: "atlas", Hints: pick(techniques, most, leastTold, names.of), None: none})
	for _, list := range []struct {
		field, axis string
		of          func(crossing) []string
	}{
		{"owasp_llm", "llm", func(x crossing) []string { return x.llm }},
		{"owasp_asi", "asi", func(x crossing) []string { return x.asi }},
		{"stride", "stride", func(x crossing) []string { return x.stride }},
	} {
		all = append(all, model.Hints{Field: list.field, Hints: pick(c.listed(list.axis, list.of, category), 3, 1.2, names.of)})
	}
	return all
}

// pick puts hints in order and keeps the strongest; equal ones stand in the order of their
// values, so that the answer is always the same.
func pick(all []model.Hint, most int, least float64, names map[string]string) []model.Hint {
	all = slices.DeleteFunc(slices.Clone(all), func(h model.Hint) bool { return h.Score < least })
	slices.SortFunc(all, func(a, b model.Hint) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Value, b.Value))
	})
	all = all[:min(most, len(all))]
	for i := range all {
		all[i].Name, all[i].Score = names[all[i].Value], float64(int(all[i].Score*100+0.5))/100
	}
	return all
}

// A carried is what was found, on its way through the crosswalk.
type carried struct {
	*lists
	found []evidence // by target
}

// own gives what the text itself says on an axis.
func (c carried) own(axis string) []model.Hint {
	var all []model.Hint
	for i, t := range c.targets {
		if e := c.found[i]; t.axis == axis && e.score > 0 {
			all = append(all, model.Hint{Value: t.id, Score: e.score, Why: e.words() + " " + e.verb() + " for it"})
		}
	}
	return all
}

// of gives what the text says for one id.
func (c carried) of(axis, id string) evidence {
	for i, t := range c.targets {
		if t.axis == axis && t.id == id {
			return c.found[i]
		}
	}
	return evidence{}
}

// categories are strengthened by the strongest technique and the strongest OWASP id that
// the crosswalk has for each.
func (c carried) categories() []model.Hint {
	var all []model.Hint
	for _, x := range c.walk {
		own := c.of("category", x.category)
		h := model.Hint{Value: x.category, Score: own.score}
		if own.score > 0 {
			h.Why = own.words() + " " + own.verb() + " for it"
		}
		if id, e := c.strongest("technique", c.techniquesOf(x)); e.score > 0 {
			h.Score += toCategory * e.score
			h.Why = join(h.Why, e.words()+" "+e.verb()+" for "+id+", which the crosswalk links to it")
		}
		if id, e := c.strongest("llm", x.llm); e.score > 0 {
			h.Score += listCarry * e.score
			if own.score <= 0 {
				h.Why = join(h.Why, e.words()+" "+e.verb()+" for "+id+", which the crosswalk links to it")
			}
		}
		all = append(all, h)
	}
	return all
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// strongest is the id that the text says most for.
func (c carried) strongest(axis string, ids []string) (id string, best evidence) {
	for _, one := range ids {
		if e := c.of(axis, one); e.score > best.score {
			id, best = one, e
		}
	}
	return id, best
}

// techniquesOf gives the techniques of a category: those that the crosswalk names, and
// parts of them that it does not place elsewhere.
func (c carried) techniquesOf(x crossing) []string {
	var all []string
	for _, t := range c.targets {
		if t.axis == "technique" && slices.Contains(c.placed(t.id), x.category) {
			all = append(all, t.id)
		}
	}
	return all
}

// placed gives the categories of a technique.
func (c carried) placed(id string) []string {
	for {
		var in []string
		for _, x := range c.walk {
			if slices.Contains(x.technique, id) {
				in = append(in, x.category)
			}
		}
		parent := id[:min(len(id), len("AML.T0000"))]
		if in != nil || id == parent {
			return in
		}
		id = parent
	}
}

// techniques come in two questions. Does somebody act on purpose, so that one can fit at
// all? Then which: those that the text tells, lifted by family and category, and behind them
// what the crosswalk has for the category and published cases used most. why says so where
// none fits.
func (c carried) techniques(category []model.Hint, names catalogue) (all []model.Hint, why string) {
	strength, best := map[string]float64{}, model.Hint{}
	for _, h := range category {
		strength[h.Value] = h.Score
		if h.Score > best.Score {
			best = h
		}
	}
	told := 0.0
	for i, t := range c.targets {
		if t.axis != "technique" {
			continue
		}
		e := c.found[i]
		h := model.Hint{Value: t.id, Score: max(e.score, 0)}
		if e.score > 0 {
			h.Why = e.words() + " " + e.verb() + " for it"
		}
		if id, kin := c.family(t.id); kin.score > 0 && e.score >= 0 {
			h.Score += toFamily * kin.score
			if e.score <= 0 {
				h.Why = kin.words() + " " + kin.verb() + " for " + id + ", which is of one family with it"
			}
		}
		in, home := c.placed(t.id), ""
		for _, one := range in {
			if home == "" || strength[one] > strength[home] {
				home = one
			}
		}
		if h.Score > 0 && home != "" && strength[home] >= least {
			h.Score += toTechnique * min(strength[home], 2*h.Score)
			h.Why += "; the crosswalk has it under " + home
		}
		if best.Score > 0 && home != "" {
			h.Score *= 1 - elsewhere*(1-strength[home]/best.Score)
		}
		told = max(told, h.Score)
		if home != "" && best.Score > 0 && strength[home] >= least {
			if typical := typically * strength[home] / best.Score * usage(names.cases[t.id]); typical > 0 {
				h.Score += typical
				if h.Why == "" {
					h.Why = fmt.Sprintf("the crosswalk has it under %s, and %s", home, cases(names.cases[t.id]))
				}
			}
		}
		if h.Score > 0 {
			all = append(all, h)
		}
	}
	none := c.of("none", "none")
	sure := told - againstTechnique*max(min(none.score, 6), -3)
	if unmeant[best.Value] {
		sure -= failure
	}
	switch {
	case sure >= leastTechnique:
		return all, ""
	case none.words() != "":
		return nil, none.words() + " " + none.verb() + " of something that nobody does on purpose: no technique may fit"
	}
	return nil, "no technique is told by these words: that none fits is an answer too"
}

// unmeant are the categories of what mostly goes wrong without an attacker.
var unmeant = map[string]bool{"Model/Service failure": true, "Loss of governance/compliance": true}

// usage is how much it says that published cases used a technique: 1 for twenty of them.
func usage(cases int) float64 { return math.Log(1+float64(cases)) / math.Log(21) }

func cases(n int) string {
	if n == 1 {
		return "a published case used it"
	}
	return fmt.Sprintf("%d published cases used it", n)
}

// family is the strongest of what a technique is part of, or has as its parts.
func (c carried) family(id string) (strongest string, best evidence) {
	parent, _, part := strings.Cut(id[len("AML."):], ".")
	for i, t := range c.targets {
		if t.axis != "technique" || t.id == id || c.found[i].score <= best.score {
			continue
		}
		if part && t.id == "AML."+parent || !part && strings.HasPrefix(t.id, id+".") {
			strongest, best = t.id, c.found[i]
		}
	}
	return strongest, best
}

// listed are the ids of a published list, strengthened by the categories that the
// crosswalk has them for.
func (c carried) listed(axis string, of func(crossing) []string, category []model.Hint) []model.Hint {
	var all []model.Hint
	for i, t := range c.targets {
		if t.axis != axis {
			continue
		}
		e := c.found[i]
		h := model.Hint{Value: t.id, Score: e.score}
		if e.score > 0 {
			h.Why = e.words() + " " + e.verb() + " for it"
		}
		best := model.Hint{}
		for k, x := range c.walk {
			if slices.Contains(of(x), t.id) && category[k].Score > best.Score {
				best = category[k]
			}
		}
		if best.Score >= least {
			h.Score += toList * best.Score
			h.Why = join(h.Why, "the crosswalk links it to "+best.Value)
		}
		all = append(all, h)
	}
	return all
}

// phases are those of the activities: the strongest of each counts, and half the next.
func phases(activities []model.Hint) []model.Hint {
	var all []model.Hint
	for _, p := range model.Phases {
		h := model.Hint{Value: p.Value}
		var next float64
		for _, a := range activities {
			switch {
			case model.PhaseOf(a.Value) != p.Value:
			case a.Score > h.Score:
				next, h.Score, h.Why = h.Score, a.Score, a.Value+": "+a.Why
			case a.Score > next:
				next = a.Score
			}
		}
		h.Score += next / 2
		all = append(all, h)
	}
	return all
}
