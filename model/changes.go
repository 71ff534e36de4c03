package model

import "slices"

// Changes are what happened to the threats of a register since a version, for a view that
// keeps something of each of them.
type Changes struct {
	Anew   []int // places of the threats to be looked at again: they, or records that name them, are others
	Placed bool  // some came or went: what stood at a place may stand at another
}

// Changes gives what happened since a version; false if that is not known any more. What
// rules go by beside threats and the records that name them, is the view's to compare.
func (r *Register) Changes(since uint64) (c Changes, known bool) {
	traces, known := r.trail.after(since)
	if !known {
		return c, false
	}
	for _, one := range traces {
		c.Anew = one.shift(c.Anew)
		c.Placed = c.Placed || one.act == put || one.act == taken
	}
	slices.Sort(c.Anew)
	c.Anew = slices.Compact(c.Anew)
	return c, true
}

// shift brings places to where they are after the trace, and adds the one where it was
// made.
func (one trace) shift(places []int) []int {
	switch one.act {
	case taken:
		places = slices.DeleteFunc(places, func(at int) bool { return at == one.at })
		for i := range places {
			if places[i] > one.at {
				places[i]--
			}
		}
		return places
	case put:
		for i := range places {
			if places[i] >= one.at {
				places[i]++
			}
		}
	}
	return append(places, one.at)
}
