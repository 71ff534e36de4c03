package model

import (
	"slices"
	"strings"
)

// CitedOf gives the threats that cite a catalogue's entry, in the order of their ids: none is
// an empty list, not nil.
func CitedOf(r *Register, id string) []string {
	cited := []string{}
	for _, t := range r.Threats() {
		c := &t.Class
		if slices.ContainsFunc([][]string{c.ATLAS, c.OWASPLLM, c.OWASPASI, c.STRIDE}, func(list []string) bool {
			return slices.ContainsFunc(list, func(text string) bool { return citesEntry(text, id) })
		}) {
			cited = append(cited, t.ID)
		}
	}
	return cited
}

// citesEntry says whether a reference names the entry: alone or after its catalogue and
// version ("ATLAS 5.6.0 AML.T0051"), with the edition or without it ("LLM01"). Another
// edition than the entry's is another entry.
func citesEntry(reference, id string) bool {
	if at := strings.LastIndexByte(reference, ' '); at >= 0 {
		reference = reference[at+1:]
	}
	bare, _, _ := strings.Cut(id, ":")
	return reference != "" && (strings.EqualFold(reference, id) || strings.EqualFold(reference, bare))
}
