package model

import (
	"fmt"
	"strings"
)

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

// TakeDown is what a room said, a line each, all as one step. A line that begins with
// "?" is parked whole, under the day and who said it; any other is captured.
func TakeDown(lines []string, day, by string, sets ...Assignment) Edit {
	var parked []Edit
	var parts []string
	for _, line := range lines {
		if said, ok := strings.CutPrefix(strings.TrimSpace(line), "?"); ok {
			parked = append(parked, ParkIt(said, day, by))
			continue
		}
		parts = append(parts, SplitLine(line)...)
	}
	switch {
	case len(lines) == 1 && len(parked) == 1:
		return parked[0]
	case len(lines) == 1:
		return Capture(lines[0], sets...)
	case len(parked) == 0:
		return captureAll(parts, sets)
	}
	label := parked[0].Label
	if n := len(parked); n > 1 {
		label = fmt.Sprintf("park %d lines", n)
	}
	if len(parts) > 0 {
		captured := captureAll(parts, sets)
		label, parked = captured.Label+", "+label, append(parked, captured)
	}
	return Edit{Label: label, Do: Together(parked...).Do}
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
