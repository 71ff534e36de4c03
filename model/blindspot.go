package model

// A BlindSpots is how many threats stand in each pair of a lifecycle phase and a
// category, and the worst of them. A pair without any is a blind spot, or was looked at
// by somebody who says so. The counts are all threats.
type BlindSpots struct {
	State      State
	Phases     []string // rows; NotClassified is the last, only if it is needed
	Categories []string // columns, likewise
	Cells      [][]BlindCell
	Attested   []bool // by category: somebody looked and found nothing in any phase
	Empty      int    // pairs that hold nothing, of the classified ones
}

// A BlindCell is one pair.
type BlindCell struct {
	Count int
	Worst Level // in the state; Unrated if none is rated
	Above int   // above the appetite, in the state
}

// NewBlindSpots computes the map in one walk of the register.
func NewBlindSpots(r *Register, s State, today string) *BlindSpots {
	b := &BlindSpots{State: s}
	b.Phases = append(append(b.Phases, axisRows[ByPhase]...), NotClassified)
	b.Categories = append(append(b.Categories, axisRows[ByCategory]...), NotClassified)
	b.Cells = make([][]BlindCell, len(b.Phases))
	for i := range b.Cells {
		b.Cells[i] = make([]BlindCell, len(b.Categories))
	}
	line := r.Tolerance()
	for _, d := range r.walk() {
		phase, category := int(d.rows[ByPhase]), int(d.rows[ByCategory])
		c, level := &b.Cells[phase][category], d.sides[s].level
		c.Count++
		c.Worst = max(c.Worst, level)
		if most := line.at(phase, category); most.Rated() && level > most {
			c.Above++
		}
	}
	b.trim()
	for _, name := range b.Categories {
		b.Attested = append(b.Attested, r.Attested("category", name, today) != nil)
	}
	for i, row := range b.Cells {
		for k, c := range row {
			if c.Count == 0 && !b.Void(i, k) {
				b.Empty++
			}
		}
	}
	return b
}

// Void says that a pair is none of a phase and a category: nobody need look there.
func (b *BlindSpots) Void(phase, category int) bool {
	return b.Phases[phase] == NotClassified || b.Categories[category] == NotClassified
}

// Open counts the blind spots that no attestation closes.
func (b *BlindSpots) Open() (n int) {
	for i, row := range b.Cells {
		for k, c := range row {
			if c.Count == 0 && !b.Void(i, k) && !b.Attested[k] {
				n++
			}
		}
	}
	return n
}

// trim leaves out the row and the column of what is not classified, if they are empty.
func (b *BlindSpots) trim() {
	last, wide := len(b.Phases)-1, len(b.Categories)-1
	row, column := 0, 0
	for k := range b.Categories {
		row += b.Cells[last][k].Count
	}
	for i := range b.Phases {
		column += b.Cells[i][wide].Count
	}
	if row == 0 {
		b.Phases, b.Cells = b.Phases[:last], b.Cells[:last]
	}
	if column == 0 {
		b.Categories = b.Categories[:wide]
		for i := range b.Cells {
			b.Cells[i] = b.Cells[i][:wide]
		}
	}
}

// Threats gives those of a pair, in the order of their ids.
func (b *BlindSpots) Threats(r *Register, phase, category int) []*Threat {
	var all []*Threat
	rows, columns := len(axisRows[ByPhase]), len(axisRows[ByCategory])
	if b.Phases[phase] != NotClassified {
		rows = phase
	}
	if b.Categories[category] != NotClassified {
		columns = category
	}
	for t, d := range r.walk() {
		if int(d.rows[ByPhase]) == rows && int(d.rows[ByCategory]) == columns {
			all = append(all, t)
		}
	}
	return all
}

// JSON gives the map in the shape that `parry heatmap --blind --json` prints.
func (b *BlindSpots) JSON(asOf string) any {
	type pair struct {
		Phase    string `json:"phase"`
		Category string `json:"category"`
		Count    int    `json:"count"`
		Worst    string `json:"worst"`
		Above    int    `json:"above_appetite"`
	}
	pairs, attested := []pair{}, []string{}
	for i, row := range b.Cells {
		for k, c := range row {
			pairs = append(pairs, pair{b.Phases[i], b.Categories[k], c.Count, c.Worst.String(), c.Above})
		}
	}
	for k, yes := range b.Attested {
		if yes {
			attested = append(attested, b.Categories[k])
		}
	}
	return struct {
		Schema   string   `json:"schema"`
		AsOf     string   `json:"as_of"`
		State    string   `json:"state"`
		Pairs    []pair   `json:"pairs"`
		Empty    int      `json:"empty"`
		Attested []string `json:"attested_categories"`
	}{Schema, asOf, b.State.String(), pairs, b.Empty, attested}
}
