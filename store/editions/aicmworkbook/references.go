package aicmworkbook

import (
	"regexp"
	"strings"
)

var (
	isoStandard = regexp.MustCompile(`^(?:ISO(?:/IEC)?\s*)?(42001|27001|27002)(?::20\d\d)?\s*[:\-–]?\s*`)
	isoNumber   = regexp.MustCompile(`(?:\b([AB])\.)?\b(\d{1,2}(?:\.\d{1,2})+)\b`)
	bsiCriteria = regexp.MustCompile(`(?:\b(?:AI)?(C[45])\b[\s:-]*)?\b([A-Z]{2,4}-\d{2})\b`)
	actPlace    = regexp.MustCompile(`\b(Article|Annex|Recital|Section)\s+(\d+|[IVX]+)((?:\s*\([^)]*\))*)`)
	actGap      = regexp.MustCompile(`\)\s+\(`)
	nistAction  = regexp.MustCompile(`\b(?:GV|MP|MS|MG)-\d+\.\d+-\d{3}\b|\b(?:GOVERN|MAP|MEASURE|MANAGE) \d+\.\d+\b`)
	nistTo      = regexp.MustCompile(`^\s*(?:to|through|–)\s+$`)
)

// references are what a cell of a mapping refers to, in the words that facts use. A cell
// that says "No Mapping" refers to nothing.
func references(framework, cell string) []string {
	if strings.EqualFold(oneLine(cell), "no mapping") {
		return nil
	}
	switch framework {
	case "ISO":
		return isoReferences(cell)
	case "BSI":
		return bsiReferences(cell)
	case "EU AI Act":
		return actReferences(cell)
	case "NIST AI 600-1":
		return nistReferences(cell)
	}
	var lines []string
	for line := range strings.Lines(cell) {
		if line = oneLine(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// isoReferences reads a line for each control: "27001: 8.8 …"; "?" is a standard that the
// line does not begin with.
func isoReferences(cell string) (refs []string) {
	for line := range strings.Lines(cell) {
		line = strings.TrimSpace(line)
		standard := "?"
		if m := isoStandard.FindStringSubmatch(line); m != nil {
			standard, line = m[1], line[len(m[0]):]
		}
		for _, m := range isoNumber.FindAllStringSubmatch(line, -1) {
			number := m[2]
			if m[1] != "" {
				number = m[1] + "." + number
			}
			refs = append(refs, standard+":"+number)
		}
	}
	return refs
}

func bsiReferences(cell string) (refs []string) {
	for _, m := range bsiCriteria.FindAllStringSubmatch(cell, -1) {
		ref := m[2]
		if m[1] != "" {
			ref = m[1] + ":" + ref
		}
		refs = append(refs, ref)
	}
	return refs
}

func actReferences(cell string) (refs []string) {
	for _, m := range actPlace.FindAllStringSubmatch(oneLine(cell), -1) {
		ref := m[1] + " " + m[2]
		if part := strings.TrimSpace(m[3]); part != "" {
			ref += " " + actGap.ReplaceAllString(part, ")(")
		}
		refs = append(refs, ref)
	}
	return refs
}

// nistReferences reads actions and subcategories; "to" between two is a range.
func nistReferences(cell string) (refs []string) {
	end := 0
	for _, at := range nistAction.FindAllStringIndex(cell, -1) {
		id := cell[at[0]:at[1]]
		if last := len(refs) - 1; last >= 0 && nistTo.MatchString(cell[end:at[0]]) {
			refs[last] += ".." + id
		} else {
			refs = append(refs, id)
		}
		end = at[1]
	}
	return refs
}
