package register

import (
	"slices"

	"parry/model"
)

// mostFresh is how many changed rows are put where they belong one by one; of more, the
// list is sorted anew.
const mostFresh = 64

// sort brings the list into an order. Of one that it is in already only the rows are
// looked at that changed since.
func (r *rows) sort(o model.Order) {
	if !slices.Equal(r.order, o) {
		r.order, r.sorted = slices.Clone(o), nil
	}
	switch {
	case len(o) == 0:
		r.sorted = nil // the list is in the order of the ids
	case r.sorted == nil:
		r.sortAnew()
	default:
		r.place(r.fresh)
	}
	r.fresh = r.fresh[:0]
}

// standing gives what finds a row's standing in the order.
func (r *rows) standing() func(*row) model.Standing {
	findings := 0
	of := r.order.Standings(func(*model.Threat) int { return findings })
	return func(row *row) model.Standing {
		findings = row.findings
		return of(row.threat)
	}
}

func (r *rows) sortAnew() {
	standings := make([]model.Standing, len(r.list))
	inShares(len(r.list), func(_, from, to int) {
		standing := r.standing()
		for i := from; i < to; i++ {
			standings[i] = standing(&r.list[i])
			r.list[i].standing = standings[i]
		}
	})
	r.sorted = model.Sorted(standings)
}

// keepSorted follows the list: the rows of before keep their order where they are now.
// What is fresh is placed by the next sort.
func (r *rows) keepSorted() {
	if r.sorted == nil || len(r.fresh) > mostFresh {
		r.sorted = nil
		return
	}
	kept := r.sorted[:0]
	for _, at := range r.sorted {
		if now := r.moved[at]; now >= 0 {
			kept = append(kept, now)
		}
	}
	r.sorted = kept
}

// place puts rows where they belong.
func (r *rows) place(fresh []int) {
	standing := r.standing()
	for _, at := range fresh {
		r.list[at].standing = standing(&r.list[at])
		where, _ := slices.BinarySearchFunc(r.sorted, at, r.compare)
		r.sorted = slices.Insert(r.sorted, where, at)
	}
}

// compare compares two rows of the list, which is in the order of the ids.
func (r *rows) compare(a, b int) int {
	if c := r.list[a].standing.Compare(r.list[b].standing); c != 0 {
		return c
	}
	return a - b
}
