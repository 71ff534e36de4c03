package model

import (
	"slices"
	"strings"
)

// Citations are the threats that cite entries of catalogues, by what their references name.
type Citations map[string][]string

// CitationsOf reads the references of every threat once.
func CitationsOf(r *Register) Citations {
	x := Citations{}
	for _, t := range r.Threats() {
		c := &t.Class
		for _, list := range [...][]string{c.ATLAS, c.OWASPLLM, c.OWASPASI(), c.STRIDE} {
			for _, reference := range list {
				name := bareReference(reference)
				if ids := x[name]; name != "" && (len(ids) == 0 || ids[len(ids)-1] != t.ID) {
					x[name] = append(ids, t.ID)
				}
			}
		}
		x.placed(t)
		x.rated(t)
	}
	return x
}

// rated takes a threat in under the methods that rated it.
func (x Citations) rated(t *Threat) {
	take := func(method string) {
		name := ratingsBy + method
		if ids := x[name]; method != "" && (len(ids) == 0 || ids[len(ids)-1] != t.ID) {
			x[name] = append(ids, t.ID)
		}
	}
	for s := range t.Ratings {
		take(t.Ratings[s].Method)
		beside := t.Beside(State(s))
		for i := range beside {
			take(beside[i].Method)
		}
	}
}

// ratingsBy begins what methods are taken in under; no reference can.
const ratingsBy = "RATED BY "

// placed takes a threat in under the values of AICM that it is classified by: the category
// "Data poisoning" is the entry "category Data poisoning".
func (x Citations) placed(t *Threat) {
	take := func(of map[string]string, value string) {
		name := of[value]
		if ids := x[name]; name != "" && (len(ids) == 0 || ids[len(ids)-1] != t.ID) {
			x[name] = append(ids, t.ID)
		}
	}
	c := &t.Class
	take(aicmValues.category, c.Category)
	for _, name := range c.OtherCategories() {
		take(aicmValues.category, name)
	}
	take(aicmValues.stage, c.Phase)
	take(aicmValues.activity, c.Activity)
	take(aicmValues.layer, c.Layer)
	for _, name := range c.Architecture {
		take(aicmValues.component, name)
	}
}

// aicmValues are the names of entries of the catalogue "aicm" by the values of their lists.
var aicmValues = func() (v struct{ category, stage, activity, layer, component map[string]string }) {
	named := func(kind string, names []string) map[string]string {
		of := make(map[string]string, len(names))
		for _, name := range names {
			of[name] = strings.ToUpper(kind + " " + name)
		}
		return of
	}
	v.category, v.stage = named("category", values(Categories)), named("stage", values(Phases))
	v.layer, v.component = named("layer", Layers[:]), named("component", values(architectures))
	v.activity = map[string]string{}
	for _, a := range Activities {
		v.activity[a.Name] = strings.ToUpper("activity " + a.Phase + "/" + a.Name)
	}
	return v
}()

// Of gives the threats that cite an entry, in the order of their ids; never nil. A
// reference may name its edition ("LLM01:2025") or not ("LLM01"); another edition than the
// entry's is another entry.
func (x Citations) Of(id string) []string {
	whole := strings.ToUpper(id)
	bare, _, _ := strings.Cut(whole, ":")
	cited := append([]string{}, x[whole]...)
	if bare != whole {
		cited = append(cited, x[bare]...)
		slices.SortFunc(cited, CompareIDs)
	}
	return slices.Compact(cited)
}

// bareReference is a reference without its catalogue and version: "ATLAS 5.6.0 AML.T0051"
// names AML.T0051.
func bareReference(reference string) string {
	return strings.ToUpper(reference[strings.LastIndexByte(reference, ' ')+1:])
}
