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
		for _, list := range [...][]string{c.ATLAS, c.OWASPLLM, c.OWASPASI, c.STRIDE} {
			for _, reference := range list {
				name := bareReference(reference)
				if ids := x[name]; name != "" && (len(ids) == 0 || ids[len(ids)-1] != t.ID) {
					x[name] = append(ids, t.ID)
				}
			}
		}
	}
	return x
}

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
