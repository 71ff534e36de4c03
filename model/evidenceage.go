package model

// An EvidenceAge is the threats whose evidence of ownership is so old, or so near its end.
type EvidenceAge struct {
	Name    string
	Threats []string // ids
}

// EvidenceAges groups the threats by what shows that their owners do their part: none,
// expired, ending within 90 days, good for longer, and without an end. A threat stands in
// the first that holds for any of its layers.
func EvidenceAges(r *Register, today string) []EvidenceAge {
	ages := []EvidenceAge{{Name: "no evidence"}, {Name: "expired"}, {Name: "ends within 90 days"}, {Name: "good for longer"}, {Name: "no end is written down"}}
	soon, _ := daysAfter(today, 90)
	for _, t := range r.Threats() {
		at := t.Ownership.evidenceAge(today, soon)
		ages[at].Threats = append(ages[at].Threats, t.ID)
	}
	return ages
}

// evidenceAge is the place among EvidenceAges.
func (o *Ownership) evidenceAge(today, soon string) int {
	const none, expired, ending, good, endless = 0, 1, 2, 3, 4
	worst, some := endless, false
	look := func(evidence, expires string) {
		if evidence == "" {
			return
		}
		some = true
		switch {
		case expires == "":
		case expires < today:
			worst = min(worst, expired)
		case expires <= soon:
			worst = min(worst, ending)
		default:
			worst = min(worst, good)
		}
	}
	look(o.Evidence, o.Expires())
	for i := range o.Layers {
		look(o.Layers[i].Evidence(), o.Layers[i].Expires())
	}
	if !some {
		return none
	}
	return worst
}
