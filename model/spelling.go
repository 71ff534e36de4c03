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
	case "aicm":
		names = append(names, spelledAICM(c, e)...)
	case "atlas":
		names = append(names, "ATLAS "+e.ID)
	case "nist-ai":
		names = append(names, "NIST "+e.ID, "AI 600-1 "+e.ID, "NIST AI 600-1 "+e.ID, "AI RMF "+e.ID, "NIST AI RMF "+e.ID, "NIST AI RMF 1.0 "+e.ID)
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

// spelledAICM are the ways to name an entry of the matrix with its edition: a release that
// mends one keeps the ids, and what another edition calls it is known, so that citations
// that were migrated are still found.
func spelledAICM(c *Catalogue, e *Entry) (names []string) {
	add := func(edition, id string) {
		for _, mended := range []string{"", ".0", ".1", ".2", ".3"} {
			names = append(names, "AICM "+minor(edition)+mended+" "+id)
		}
	}
	if c.Version != "" {
		add(c.Version, e.ID)
	}
	for _, f := range e.Facts {
		if edition, ok := strings.CutPrefix(f.Name, "in "); ok {
			add(edition, f.Value)
		}
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

// calledAs are the plain references by which records name what the answer refers to: as it is
// written there, and in each way in which coverage knows the entry, so that both count alike.
func calledAs(reference string) []string {
	names := []string{plainReference(reference)}
	catalogue, entry := referredTo(reference)
	if entry == "" {
		return names
	}
	for _, name := range spelled(&Catalogue{ID: catalogue}, &Entry{ID: entry}) {
		names = append(names, plainReference(name))
	}
	return names
}

// referredTo gives the catalogue and the id of the entry that the answer refers to; "" where
// it is no entry of a catalogue that parry ships, as a clause of ISO is none.
func referredTo(reference string) (catalogue, id string) {
	if reference == nistRange {
		return "", ""
	}
	if number, ok := strings.CutPrefix(reference, "ISO 27001:2022 "); ok && !slices.Contains(clauses27001, number) {
		return "iso", "27001:2022 A." + strings.TrimPrefix(number, "A.")
	}
	if number, ok := strings.CutPrefix(reference, "ISO 42001:2023 A."); ok {
		return "iso", "42001:2023 A." + number
	}
	if number, ok := strings.CutPrefix(reference, actPrefix); ok {
		return "eu-ai-act", "Art. " + number
	}
	if action, ok := strings.CutPrefix(reference, "NIST AI 600-1 "); ok {
		return "nist-ai", action
	}
	if strings.HasPrefix(reference, "AIC4 ") || strings.HasPrefix(reference, "C5:2020 ") {
		return "bsi", reference
	}
	return "", ""
}

// namesOne says whether one of the references that a record gives is among these.
func namesOne(given, names []string) bool {
	return slices.ContainsFunc(given, func(name string) bool {
		plain := plainReference(name)
		return plain != "" && slices.Contains(names, plain)
	})
}
