package model

import (
	"slices"
	"strings"
)

// spellings are the plain references by which people name the entries of a catalogue, each
// with the entry's place; -1 where one stands for two entries and so for none. An id is
// understood alone as well as behind its standard and edition, as far as it is then still
// one entry's: "8.8" and "A.8.8" are ISO 27001's, while "A.8.2" is in two standards.
func spellings(c *Catalogue) map[string]int {
	at := make(map[string]int, 4*len(c.Entries))
	for i := range c.Entries {
		for _, name := range spelled(c, &c.Entries[i]) {
			key := plainReference(name)
			if have, ok := at[key]; ok && have != i {
				at[key] = -1
				continue
			}
			at[key] = i
		}
	}
	return at
}

// spelled are the ways to name one entry.
func spelled(c *Catalogue, e *Entry) []string {
	names := []string{e.ID}
	if c.Cited != "" {
		names = append(names, c.Cited+" "+e.ID)
	}
	if bare, _, edition := strings.Cut(e.ID, ":"); edition && !strings.Contains(e.ID, " ") { // LLM01:2025
		names = append(names, bare)
	}
	switch c.ID {
	case "atlas":
		names = append(names, "ATLAS "+e.ID)
	case "nist-ai":
		names = append(names, "NIST "+e.ID, "NIST AI 600-1 "+e.ID, "NIST AI RMF "+e.ID, "NIST AI RMF 1.0 "+e.ID)
	case "eu-ai-act":
		number := strings.TrimPrefix(e.ID, "Art. ")
		names = append(names, number, "Art. "+number, "AI Act "+number, "EU AI Act "+number, "EU AI Act Art. "+number)
	case "bsi":
		standard, id, _ := strings.Cut(e.ID, " ")
		title, _, _ := strings.Cut(standard, ":")
		names = append(names, id, title+" "+id, "BSI "+e.ID)
	case "iso":
		names = append(names, spelledISO(e)...)
	}
	return names
}

// clauses27001 are numbers that ISO 27001:2022 gives to a clause of its body as well as, behind
// "A.", to a control: without the A they are the clause.
var clauses27001 = []string{"5.1", "5.2", "5.3", "6.1", "6.2", "6.3", "7.1", "7.2", "7.3", "7.4", "7.5", "8.1", "8.2", "8.3"}

// spelledISO are the ways to name a control of Annex A: "ISO 27001:2022 8.8" is A.8.8. Of ISO
// 42001 a number without the A is a clause.
func spelledISO(e *Entry) (names []string) {
	standard, id, _ := strings.Cut(e.ID, " ")
	number, _, _ := strings.Cut(standard, ":")
	bare := strings.TrimPrefix(id, "A.")
	for _, which := range []string{"", standard + " ", number + " ", number + ": ", "ISO " + standard + " ", "ISO " + number + " "} {
		names = append(names, which+id)
		if number == "27001" && !slices.Contains(clauses27001, bare) {
			names = append(names, which+bare)
		}
	}
	return names
}

// ReferenceTo names an entry with its standard and edition, as a record keeps it and the
// control cites it.
func ReferenceTo(c *Catalogue, e *Entry) string {
	switch c.ID {
	case "nist-ai":
		if e.Kind == "action" {
			return "NIST AI 600-1 " + e.ID
		}
		return "NIST AI RMF 1.0 " + e.ID
	case "eu-ai-act":
		return "EU AI Act " + strings.TrimPrefix(e.ID, "Art. ")
	case "iso":
		if e.ID == "27001:2022 A.8.8" {
			return "ISO 27001:2022 8.8" // as the control writes it
		}
		return "ISO " + e.ID
	}
	if c.Cited != "" && !strings.Contains(e.ID, ":") {
		return c.Cited + " " + e.ID
	}
	return e.ID
}
