package model

import (
	"iter"
	"slices"
)

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

	made     bool
	owned    reckoned // S1 to S9, S11, S12, S14
	answered reckoned // Q1 to Q13, D6, D7
}

// sides are a rating as a heatmap sees it, with the corners of what is plausible.
type sides struct {
	likelihood, impact, level Level
	low, high                 [2]Level // likelihood, impact; as rated where no range is known
	ranged, overridden        bool
}

func newSides(r *Rating) sides {
	side := sides{likelihood: r.Likelihood, impact: r.Impact, level: r.Level, overridden: r.Override() != ""}
	side.low, side.high, side.ranged = r.Range()
	return side
}

func newDigest(t *Threat) digest {
	d := digest{made: true}
	for axis := range d.rows {
		d.rows[axis] = uint8(rowOf(axisRows[axis], Axis(axis).of(t)))
	}
	for s := range d.sides {
		d.sides[s] = newSides(&t.Ratings[s])
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

// walk goes through the register once: every threat in id order, with its
// digest. Views come by no other way, so Walks counts what they cost. Digests
// are made on the first walk; from then on place keeps them.
func (r *Register) walk() iter.Seq2[*Threat, *digest] {
	return func(yield func(*Threat, *digest) bool) {
		r.walks++
		if r.digests == nil {
			r.digests = make([]digest, len(r.threats))
		}
		for i, t := range r.threats {
			d := &r.digests[i]
			if !d.made {
				*d = newDigest(t)
			}
			if !yield(t, d) {
				return
			}
		}
	}
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

// A reckoned is what rules found on one threat, and when they were asked.
type reckoned struct {
	asked    uint32 // as an asking counts; 0 before the first
	findings []Finding
}

// An asking counts on what grounds rules were asked, so that what they found is kept
// as long as the grounds are the same. The sheets that name a threat are no part of them:
// where one of those changes, the threat is asked anew; see regard.
type asking struct {
	on    askedOn
	count uint32
}

// askedOn is all that rules on one threat go by beside the threat and the sheets that name
// it.
type askedOn struct {
	today      string
	appetite   Tolerance
	accepts    acceptTerms
	linked     bool // whether they see sheets at all
	deployment Deployment
	chain      *chain
}

// turn turns to the grounds of a check, which sees these sheets, and gives their number.
func (a *asking) turn(r *Register, on askedOn, links *Links) uint32 {
	on.linked = links != nil
	if a.count == 0 || a.on != on || on.linked && links != r.Links() {
		a.on = on
		a.count++
	}
	return a.count
}

// askOwned turns to the grounds of the rules about owners.
func (r *Register) askOwned(today string, g *ownerGrounds) uint32 {
	return r.owned.turn(r, askedOn{today: today, deployment: g.deployment, chain: g.chain}, g.links)
}

// askAnswered turns to those of the rules about rating, response and review.
func (r *Register) askAnswered(g *Grounds) uint32 {
	return r.answered.turn(r, askedOn{today: g.Today, appetite: g.Appetite, accepts: g.accepts}, g.Links)
}

// ownedOn gives the findings on who owns the threat, accepted ones too, worked out once a
// day and change.
func (d *digest) ownedOn(t *Threat, today string, g *ownerGrounds, asked uint32) []Finding {
	if d.owned.asked != asked {
		d.owned = reckoned{asked, ownershipFindings(nil, t, today, g)}
	}
	return d.owned.findings
}

// answeredOn gives the findings on rating, response and review in the same way.
func (d *digest) answeredOn(t *Threat, g *Grounds, asked uint32) []Finding {
	if d.answered.asked != asked {
		d.answered = reckoned{asked, responseFindings(nil, t, g)}
	}
	return d.answered.findings
}
