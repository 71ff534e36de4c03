package ownership

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// A grouping is what the rows are ordered by, before their ids.
type grouping uint8

const (
	byThreat grouping = iota
	byPhase
	byCategory
	byParty
	byLevel
)

var groupNames = [...]string{"threat", "phase", "category", "party", "level"}

// nextGroup orders the rows by the next thing.
func (s *Screen) nextGroup() {
	s.group = (s.group + 1) % grouping(len(groupNames))
	s.refresh()
	s.followed = ""
	s.reindex()
	s.bench.Say("by %s", groupNames[s.group])
}

// groupOf is the group that a row stands in.
func (s *Screen) groupOf(row *model.OwnershipRow) string {
	t := row.Threat
	switch s.group {
	case byPhase:
		return t.Class.Phase
	case byCategory:
		return t.Class.Category
	case byParty:
		return t.Ownership.Answers(t.Class.Layer)
	case byLevel:
		return t.Level().String()
	}
	return ""
}

// arrange puts the rows on show into the order of their groups.
func (s *Screen) arrange() {
	if s.group == byThreat {
		return
	}
	rows := s.matrix.view.Rows
	if s.group == byParty {
		place := func(at int) int {
			role := rows[at].Threat.Ownership.Answers(rows[at].Threat.Class.Layer)
			return cmp.Or(slices.Index(model.Roles[:], role)+1, len(model.Roles)+1)
		}
		slices.SortStableFunc(s.index, func(a, b int) int { return place(a) - place(b) })
	} else {
		column := [...]string{byPhase: "lifecycle_phase", byCategory: "category", byLevel: "level"}[s.group]
		standing := model.Order{{Column: column}}.Standings(nil)
		standings := make([]model.Standing, len(s.index))
		for i, at := range s.index {
			standings[i] = standing(rows[at].Threat)
		}
		came := slices.Clone(s.index)
		for i, at := range model.Sorted(standings) {
			s.index[i] = came[at]
		}
	}
	s.sizes = map[string]int{}
	for _, at := range s.index {
		s.sizes[s.groupOf(&rows[at])]++
	}
}

// readSums tells the matrix added up: by layer, by role with the parties that play it, by
// the age of evidence, and what is accepted.
func (s *Screen) readSums() {
	s.refresh()
	view, r := s.matrix.view, s.bench.Register()
	lines := []string{"By layer"}
	for _, l := range view.Layers {
		lines = append(lines, fmt.Sprintf("  %-12s  unset %d, shared without a lead %d, findings %d", l.Layer, l.Unset, l.WithoutLead, l.Findings))
	}
	lines = append(lines, "", "By role, and who plays it")
	for _, role := range view.Roles {
		lines = append(lines, fmt.Sprintf("  %-4s %s: %s in %s, %s on them, highest current level %s", role.Role, s.players(role.Role), number(role.Cells, "cell"), number(role.Rows, "threat"),
			number(role.Findings, "finding"), cmp.Or(role.Highest.String(), "none")))
	}
	lines = append(lines, "", "By age of evidence")
	for _, e := range model.EvidenceAges(r, s.bench.Today) {
		lines = append(lines, fmt.Sprintf("  %-26s %s", e.Name, number(len(e.Threats), "threat")+ids(e.Threats)))
	}
	if fs, by := model.Accepted(r, s.bench.Grounds()); len(fs) > 0 {
		lines = append(lines, "", "Accepted for a time")
		for i, f := range fs {
			lines = append(lines, fmt.Sprintf("  %s  until %s, by %s: %s", f.ID, by[i].Get("until"), s.bench.Person(by[i].Get("by")), widget.Clean(by[i].Get("why"))))
		}
	}
	lines = append(lines, "", "What differs from TVM-13's own ownership, for information")
	for _, d := range model.BaselineDiffs(r) {
		lines = append(lines, fmt.Sprintf("  %-12s %-7s %s", d.Layer, d.Value, number(len(d.Threats), "threat")))
	}
	for _, f := range model.Informed(r) {
		if f.Rule == "S13" {
			lines = append(lines, "  "+f.ID+"  "+f.Text)
		}
	}
	s.popup.Read("Who answers for how much", lines, "s")
}

// players are the parties that play a role.
func (s *Screen) players(role string) string {
	var names []string
	for _, p := range s.bench.Register().Sheets(model.KindParty) {
		if slices.Contains(p.List("roles"), role) {
			names = append(names, widget.Clean(p.Name()))
		}
	}
	if len(names) == 0 {
		return "(no party on record)"
	}
	return "(" + strings.Join(names, ", ") + ")"
}

// ids names a few threats.
func ids(all []string) string {
	const few = 5
	if len(all) == 0 {
		return ""
	}
	text := " (" + strings.Join(all[:min(few, len(all))], ", ")
	if len(all) > few {
		text += ", …"
	}
	return text + ")"
}
