package model

// A Movement is a threat that does not stand where it stood.
type Movement struct {
	ID, Title string
	From, To  Place
	FromRow   string // of the map; "" where the threat was not there
	ToRow     string // "" where it is gone
	fromRow   int
	toRow     int
}

// A Place is a cell and its level; the zero Place is that of what is not rated.
type Place struct{ Likelihood, Impact, Level Level }

// Placed says whether it is a cell.
func (p Place) Placed() bool { return p.Level.Rated() }

// String writes the place as "HxVH VH".
func (p Place) String() string {
	if !p.Placed() {
		return "not assessed"
	}
	return p.Likelihood.String() + "x" + p.Impact.String() + " " + p.Level.String()
}

// Where says where a threat stands in a state.
func (t *Threat) Where(s State) Place {
	r := &t.Ratings[s]
	if !r.Placed() {
		return Place{}
	}
	return Place{r.Likelihood, r.Impact, r.Level}
}

func (s slot) place() Place {
	if !s.level().Rated() {
		return Place{}
	}
	likelihood, impact := s.cell()
	return Place{Levels[likelihood], Levels[impact], s.level()}
}

// Movements gives the threats that stand elsewhere in one map than in another, in the
// order of their ids: two states of a register, two moments, or two cases. Both maps
// must be of one axis.
func Movements(before, after *Heatmap) []Movement {
	var all []Movement
	i, k := 0, 0
	for i < len(before.threats) || k < len(after.threats) {
		order := 0
		switch {
		case i == len(before.threats):
			order = 1
		case k == len(after.threats):
			order = -1
		case before.threats[i] != after.threats[k]:
			order = CompareIDs(before.threats[i].ID, after.threats[k].ID)
		}
		m := Movement{fromRow: -1, toRow: -1}
		if order <= 0 {
			m.left(before, i)
			i++
		}
		if order >= 0 {
			m.came(after, k)
			k++
		}
		if m.From != m.To || m.FromRow != m.ToRow {
			all = append(all, m)
		}
	}
	return all
}

func (m *Movement) left(h *Heatmap, i int) {
	s := h.slots[i]
	m.ID, m.Title, m.From, m.fromRow, m.FromRow = h.threats[i].ID, h.threats[i].Title, s.place(), s.row(), h.all[s.row()].Name
}

func (m *Movement) came(h *Heatmap, i int) {
	s := h.slots[i]
	m.ID, m.Title, m.To, m.toRow, m.ToRow = h.threats[i].ID, h.threats[i].Title, s.place(), s.row(), h.all[s.row()].Name
}

// Change counts how many more threats each cell of a row holds than in another map, or
// with -1 how many fewer; row -1 is all of them.
func (h *Heatmap) Change(before *Heatmap, row int) (levels [5]int, cells [5][5]int) {
	add := func(m *Heatmap, by int) {
		for i := range m.all {
			if row >= 0 && i != row {
				continue
			}
			for l, n := range m.all[i].Counts {
				levels[l] += by * n
			}
			for l := range m.all[i].cells {
				for c, n := range m.all[i].cells[l] {
					cells[l][c] += by * n
				}
			}
		}
	}
	add(h, 1)
	add(before, -1)
	return levels, cells
}
