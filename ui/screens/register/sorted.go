package register

import (
	"slices"

	"parry/model"
)

// A sorted keeps the rows of a list in an order, each by its place in the list, which is in
// the order of the ids. It follows the list: begin, then goes and comes for each row, then
// follow; and the next sort looks only at rows that came since.
type sorted struct {
	order  model.Order // that standings are of
	places []int       // of all rows, in that order; nil where they are to be sorted anew
	moved  []int       // where the row at each place of before is now; -1 if it is gone
	fresh  []int       // places of the rows that came since it was sorted
}

// mostFresh is how many changed rows are put where they belong one by one; of more, the
// list is sorted anew.
const mostFresh = 64

// at gives the place of the i-th row in order.
func (s *sorted) at(i int) int {
	if s.places == nil {
		return i
	}
	return s.places[i]
}

// forget has the list sorted anew: what rows are sorted by is something else now.
func (s *sorted) forget() { s.places = nil }

// begin begins to follow a list that had so many rows.
func (s *sorted) begin(had int) {
	if s.places != nil { // else nobody asks where rows went
		s.moved = slices.Grow(s.moved[:0], had)[:had]
	}
}

// goes says where the row at a place is now; -1 if it is gone.
func (s *sorted) goes(from, to int) {
	if s.places != nil {
		s.moved[from] = to
	}
}

// comes says that a new row is at a place.
func (s *sorted) comes(at int) { s.fresh = append(s.fresh, at) }

// follow follows the list: the rows of before keep their order where they are now.
// What is fresh is placed by the next sort.
func (s *sorted) follow() {
	if s.places == nil || len(s.fresh) > mostFresh {
		s.places = nil
		return
	}
	kept := s.places[:0]
	for _, at := range s.places {
		if now := s.moved[at]; now >= 0 {
			kept = append(kept, now)
		}
	}
	s.places = kept
}

// sort brings the rows of a list into an order. Of one that they are in already only those
// are looked at that came since.
func (s *sorted) sort(list []row, o model.Order) {
	if !slices.Equal(s.order, o) {
		s.order, s.places = slices.Clone(o), nil
	}
	switch {
	case len(o) == 0:
		s.places = nil // the list is in the order of the ids
	case s.places == nil:
		s.sortAnew(list)
	default:
		s.placeFresh(list)
	}
	s.fresh = s.fresh[:0]
}

// standing gives what finds a row's standing in the order.
func (s *sorted) standing() func(*row) model.Standing {
	findings := 0
	of := s.order.Standings(func(*model.Threat) int { return findings })
	return func(row *row) model.Standing {
		findings = row.findings
		return of(row.threat)
	}
}

func (s *sorted) sortAnew(list []row) {
	standings := make([]model.Standing, len(list))
	inShares(len(list), func(_, from, to int) {
		standing := s.standing()
		for i := from; i < to; i++ {
			standings[i] = standing(&list[i])
			list[i].standing = standings[i]
		}
	})
	s.places = model.Sorted(standings)
}

// placeFresh puts the rows that came where they belong.
func (s *sorted) placeFresh(list []row) {
	standing := s.standing()
	compare := func(a, b int) int {
		if c := list[a].standing.Compare(list[b].standing); c != 0 {
			return c
		}
		return a - b
	}
	for _, at := range s.fresh {
		list[at].standing = standing(&list[at])
		where, _ := slices.BinarySearchFunc(s.places, at, compare)
		s.places = slices.Insert(s.places, where, at)
	}
}
