package model

import "slices"

// A digest is what the views need of one threat, in a few bytes. Visiting each
// of 100,000 threats takes tens of milliseconds, as every field is another miss
// of the cache; reading their digests takes one. As a threat never changes in
// place, its digest stays true until Apply puts another in its place.
type digest struct {
	rows       [len(axisNames)]uint8 // by Axis: the place in its list, or the place after the last
	sides      [len(States)]sides    // by State
	owners     [len(Layers)]uint8    // by layer: the place in Owners, or the place after the last
	lacksLead  uint8                 // a bit for each layer
	uninformed uint8                 // a bit for each layer

	checked  bool
	findings []Finding // on the register's checkedOn day, once checked
}

// sides are a rating as a heatmap sees it.
type sides struct{ likelihood, impact, level Level }

func newDigest(t *Threat) digest {
	var d digest
	for axis := range d.rows {
		d.rows[axis] = uint8(rowOf(axisRows[axis], Axis(axis).of(t)))
	}
	for s := range d.sides {
		r := &t.Ratings[s]
		d.sides[s] = sides{r.Likelihood, r.Impact, r.Level}
	}
	for layer := range d.owners {
		d.owners[layer] = uint8(ownerIndex(t.Ownership.Layers[layer].Value))
		if t.Ownership.LacksLead(layer) {
			d.lacksLead |= 1 << layer
		}
		if t.Ownership.Uninformed(layer) {
			d.uninformed |= 1 << layer
		}
	}
	return d
}

// digested gives the digests of threats, in the same places. They are made
// when a view first asks; from then on place keeps them.
func (r *Register) digested() []digest {
	if r.digests == nil {
		r.digests = make([]digest, len(r.threats))
		for i, t := range r.threats {
			r.digests[i] = newDigest(t)
		}
	}
	return r.digests
}

// digest follows place: the threat at i was replaced, put in or taken out.
func (r *Register) digest(i int, after *Threat, found bool) {
	switch {
	case after == nil:
		r.digests = slices.Delete(r.digests, i, i+1)
	case found:
		r.digests[i] = newDigest(after)
	default:
		r.digests = slices.Insert(r.digests, i, newDigest(after))
	}
}

// checked gives the digests with the findings of a day. Only threats that were
// not yet checked on it are looked at.
func (r *Register) checked(today string) []digest {
	digests := r.digested()
	if r.checkedOn != today {
		r.checkedOn = today
		for i := range digests {
			digests[i].checked = false
		}
	}
	for i := range digests {
		if d := &digests[i]; !d.checked {
			d.checked, d.findings = true, CheckOwnership(r.threats[i], today)
		}
	}
	return digests
}
