package library

import (
	"fmt"
	"slices"

	"parry/model"
)

// targets are the threats that c cites in: those that are marked in the register, else
// the one that the user is at. A mark outlives its threat, which an undo may take away.
func (s *Screen) targets() []string {
	gone := func(id string) bool { return s.bench.Register().Threat(id) == nil }
	if s.bench.Marked != nil && s.field == "" {
		if ids := slices.DeleteFunc(slices.Clone(s.bench.Marked()), gone); len(ids) > 0 {
			return ids
		}
	}
	if id := s.bench.Threat(); id != "" && !gone(id) {
		return []string{id}
	}
	return nil
}

// targetsTold names them.
func (s *Screen) targetsTold() string {
	switch ids := s.targets(); len(ids) {
	case 0:
		return "no threat was visited yet"
	case 1:
		return ids[0] + " " + s.bench.Register().Threat(ids[0]).Title
	default:
		return fmt.Sprintf("the %d marked threats", len(ids))
	}
}

func (s *Screen) cannotCite() string {
	at := s.here()
	switch {
	case s.bench.CannotEdit() != "":
		return s.bench.CannotEdit()
	case at == nil || at.entry == nil:
		return "this is a heading; go to an entry"
	case at.list.WhyNotCited(at.entry) != "":
		return at.list.WhyNotCited(at.entry)
	case len(s.targets()) == 0:
		return "no threat was visited yet; stand on one in the register first"
	}
	return ""
}

// cite makes the edit for the entry that is told of, in the threats that are meant.
func (s *Screen) cite(edit func([]string, *model.Catalogue, *model.Entry) model.Edit) {
	at := s.here()
	s.bench.Do(edit(s.targets(), at.list, at.entry))
	s.refresh()
}
