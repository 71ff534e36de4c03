package model

import "slices"

// Follow brings the map to the register as it is now, and says whether it could: the
// same register, and not too many changes ago. It costs the threats that changed.
func (h *Heatmap) Follow(r *Register) bool {
	if h.of != r || r.digests == nil || h.version < r.asides {
		return false
	}
	traces, known := r.trail.after(h.version)
	if !known {
		return false
	}
	var changed []int // places of threats to be counted again, in the list as it is after the traces so far
	for _, one := range traces {
		changed = h.follow(one, changed)
	}
	slices.Sort(changed)
	for _, at := range slices.Compact(changed) {
		h.recount(r, at)
	}
	h.version, h.Total = r.version, r.Len()
	if len(traces) > 0 {
		h.finish()
	}
	return true
}

// Version is the register's that the map is true for.
func (h *Heatmap) Version() uint64 { return h.version }

// nowhere is the slot of a threat that is not counted yet.
const nowhere = slot(mostActivities-1) << 8

// follow does to the map's own list what was done to the register's.
func (h *Heatmap) follow(one trace, changed []int) []int {
	switch one.act {
	case taken:
		h.take(one.at)
		h.threats, h.slots = slices.Delete(h.threats, one.at, one.at+1), slices.Delete(h.slots, one.at, one.at+1)
	case put:
		h.threats, h.slots = slices.Insert(h.threats, one.at, nil), slices.Insert(h.slots, one.at, nowhere)
	}
	return one.shift(changed)
}

// take takes the threat at a place out of the counts.
func (h *Heatmap) take(at int) {
	t, was := h.threats[at], h.slots[at]
	if was == nowhere {
		return
	}
	h.count(was, -1)
	h.looked[rowOf(axisRows[ByActivity], t.Class.Activity)]--
	if !was.level().Rated() {
		if i, found := slices.BinarySearchFunc(h.Unplaced, t.ID, byID); found {
			h.Unplaced = slices.Delete(h.Unplaced, i, i+1)
		}
	}
	h.slots[at] = nowhere
}

// recount counts the threat that stands at a place now.
func (h *Heatmap) recount(r *Register, at int) {
	h.take(at)
	t, d := r.threats[at], &r.digests[at]
	if !d.made {
		*d = newDigest(t)
	}
	now := h.place(d)
	h.threats[at], h.slots[at] = t, now
	h.count(now, 1)
	h.looked[d.rows[ByActivity]]++
	if !now.level().Rated() {
		i, _ := slices.BinarySearchFunc(h.Unplaced, t.ID, byID)
		h.Unplaced = slices.Insert(h.Unplaced, i, t)
	}
}

func byID(t *Threat, id string) int { return CompareIDs(t.ID, id) }
