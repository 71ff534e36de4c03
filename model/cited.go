package model

import (
	"slices"
	"strings"
)

// Citations are the threats that cite entries of catalogues, by what their references name.
// Every threat is taken in a dozen times, so a name is looked up once for it.
type Citations map[string]*citers

// citers are the threats that cite one thing, in the order of their ids.
type citers struct{ ids []string }

// take adds a threat, once.
func (c *citers) take(id string) {
	if n := len(c.ids); n == 0 || c.ids[n-1] != id {
		c.ids = append(c.ids, id)
	}
}

// CitationsOf reads the references of every threat once.
func CitationsOf(r *Register) Citations {
	x := Citations{}
	placed, rated := placesIn(x), map[string]*citers{}
	for _, t := range r.Threats() {
		c := &t.Class
		for _, list := range [...][]string{c.ATLAS, c.OWASPLLM, c.OWASPASI(), c.STRIDE} {
			for _, reference := range list {
				if name := bareReference(reference); name != "" {
					x.under(name).take(t.ID)
				}
			}
		}
		placed.take(t)
		for s := range t.Ratings {
			x.rated(rated, t.Ratings[s].Method, t.ID)
			beside := t.Beside(State(s))
			for i := range beside {
				x.rated(rated, beside[i].Method, t.ID)
			}
		}
	}
	return x
}

// under gives what is taken in under a name.
func (x Citations) under(name string) *citers {
	c := x[name]
	if c == nil {
		c = &citers{}
		x[name] = c
	}
	return c
}

// rated takes a threat in under the method that rated it; known holds those that came.
func (x Citations) rated(known map[string]*citers, method, id string) {
	if method == "" {
		return
	}
	c := known[method]
	if c == nil {
		c = x.under(ratingsBy + method)
		known[method] = c
	}
	c.take(id)
}

// ratingsBy begins what methods are taken in under; no reference can.
const ratingsBy = "RATED BY "

// places take threats in under the values of AICM that they are classified by: the category
// "Data poisoning" is the entry "category Data poisoning".
type places struct{ category, stage, activity, layer, component map[string]*citers }

func placesIn(x Citations) (p places) {
	named := func(kind string, names []string) map[string]*citers {
		of := make(map[string]*citers, len(names))
		for _, name := range names {
			of[name] = x.under(strings.ToUpper(kind + " " + name))
		}
		return of
	}
	p.category, p.stage = named("category", values(Categories)), named("stage", values(Phases))
	p.layer, p.component = named("layer", Layers[:]), named("component", values(architectures))
	p.activity = map[string]*citers{}
	for _, a := range Activities {
		p.activity[a.Name] = x.under(strings.ToUpper("activity " + a.Phase + "/" + a.Name))
	}
	return p
}

func (p *places) take(t *Threat) {
	take := func(of map[string]*citers, value string) {
		if c := of[value]; c != nil {
			c.take(t.ID)
		}
	}
	c := &t.Class
	take(p.category, c.Category)
	for _, name := range c.OtherCategories() {
		take(p.category, name)
	}
	take(p.stage, c.Phase)
	take(p.activity, c.Activity)
	take(p.layer, c.Layer)
	for _, name := range c.Architecture {
		take(p.component, name)
	}
}

// Of gives the threats that cite an entry, in the order of their ids; never nil. A
// reference may name its edition ("LLM01:2025") or not ("LLM01"); another edition than the
// entry's is another entry.
func (x Citations) Of(id string) []string {
	return slices.Clone(x.shared(id))
}

// shared is Of, for who only reads it and soon; never nil.
func (x Citations) shared(id string) []string {
	whole := strings.ToUpper(id)
	bare, _, _ := strings.Cut(whole, ":")
	with, without := x[whole], x[bare]
	switch {
	case with == nil && (without == nil || bare == whole):
		return []string{}
	case with == nil:
		return without.ids
	case without == nil || bare == whole:
		return with.ids
	}
	both := slices.Concat(with.ids, without.ids)
	slices.SortFunc(both, CompareIDs)
	return slices.Compact(both)
}

// bareReference is a reference without its catalogue and version: "ATLAS 5.6.0 AML.T0051"
// names AML.T0051.
func bareReference(reference string) string {
	return strings.ToUpper(reference[strings.LastIndexByte(reference, ' ')+1:])
}

// Names says whether a reference names an entry: with its catalogue before it and with its
// edition behind it, or without.
func Names(reference, id string) bool {
	bare := bareReference(reference)
	without, _, _ := strings.Cut(id, ":")
	return strings.EqualFold(bare, id) || strings.EqualFold(bare, without)
}
