package model

import "strings"

// Capture takes a line as people say it: each threat that it names becomes one,
// all as one step. One in the threat grammar gets its parts as well; its title is
// the whole line, so that no word is lost. The ids are known once it is done.
func Capture(line string, sets ...Assignment) Edit {
	parts := SplitLine(line)
	if len(parts) < 2 {
		return captureOne(strings.Trim(line, "; "), sets)
	}
	return captureAll(parts, sets)
}

// CaptureLines is Capture for several lines, all as one step.
func CaptureLines(lines []string, sets ...Assignment) Edit {
	var parts []string
	for _, line := range lines {
		parts = append(parts, SplitLine(line)...)
	}
	return captureAll(parts, sets)
}

func captureAll(parts []string, sets []Assignment) Edit {
	edits := make([]Edit, len(parts))
	for i, part := range parts {
		edits[i] = captureOne(part, sets)
	}
	return Edit{Label: AddThreats(parts).Label, Do: Together(edits...).Do}
}

func captureOne(line string, sets []Assignment) Edit {
	s, ok := ParseStatement(line)
	if !ok {
		return AddThreat(line, sets...)
	}
	for _, set := range s.assignments() {
		if !named(sets, set.Field) {
			sets = append(sets[:len(sets):len(sets)], set)
		}
	}
	return AddThreat(line, sets...)
}

// assignments gives the parts of a statement as fields.
func (s Statement) assignments() []Assignment {
	var sets []Assignment
	for _, set := range []Assignment{
		{"threat_source", s.Source}, {"prerequisites", s.Prerequisites}, {"threat_action", s.Action}, {"threat_impact", s.Impact},
		{"impacted_goal", JoinList(s.Goals, ";")}, {"impacted_assets", JoinList(s.Assets, "; ")},
	} {
		if set.Value != "" {
			sets = append(sets, set)
		}
	}
	return sets
}
