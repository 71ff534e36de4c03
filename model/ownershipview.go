package model

// An OwnershipView is the matrix of who answers for what: a row per threat in
// id order, a column per layer, and what the rules say about it.
type OwnershipView struct {
	Rows     []OwnershipRow
	Findings []Finding // by threat, rule, layer
	Layers   [4]LayerSummary
	Roles    []RoleSummary // the five roles in their order
}

// An OwnershipRow is one threat with what is wrong about its ownership.
type OwnershipRow struct {
	Threat   *Threat
	Findings []Finding // by rule, layer
}

// A LayerSummary adds up one column.
type LayerSummary struct {
	Layer       string
	Owners      [len(Owners)]int // cells by value, in the order of Owners
	Unset       int
	WithoutLead int // shared, and none of the sharing roles leads
	Findings    int // as the cells show them: see OwnershipRow.Cell
}

// A RoleSummary adds up what one role answers for.
type RoleSummary struct {
	Role     string
	Cells    int   // cells it holds, alone or shared
	Rows     int   // threats in which it holds a cell
	Findings int   // on those threats
	Highest  Level // the highest current level among them; Unrated if none was rated
}

// Owner gives the owner value of a layer.
func (row *OwnershipRow) Owner(layer int) Owner { return row.Threat.Ownership.Layers[layer].Value }

// Lead gives the lead in force on a layer: the layer's own, else the threat's.
func (row *OwnershipRow) Lead(layer int) string { return row.Threat.Ownership.LeadOn(layer) }

// Cell gives the findings that a cell has a part in: its own, S4 where it is
// shared and not led, S6 where the customer holds it and was not told.
func (row *OwnershipRow) Cell(layer int) []Finding {
	var fs []Finding
	for _, f := range row.Findings {
		if row.Threat.Ownership.hasPart(f, layer) {
			fs = append(fs, f)
		}
	}
	return fs
}

// NewOwnershipView computes the matrix in one walk of the register. today is
// an ISO day.
func NewOwnershipView(r *Register, today string) *OwnershipView {
	v := &OwnershipView{Findings: make([]Finding, 0, r.found)}
	v.Rows = make([]OwnershipRow, 0, r.Len())
	v.Roles = make([]RoleSummary, len(Roles))
	for i := range v.Layers {
		v.Layers[i].Layer = Layers[i]
	}
	for i := range v.Roles {
		v.Roles[i].Role = Roles[i]
	}
	owners := ownerGroundsOf(r, today)
	asked := r.askOwned(today, &owners)
	for t, d := range r.walk() {
		findings, _ := owners.excepted.split(d.ownedOn(t, today, &owners, asked))
		v.Findings = append(v.Findings, findings...)
		v.Rows = append(v.Rows, OwnershipRow{t, findings})
		v.add(d, findings)
	}
	r.found = len(v.Findings)
	return v
}

// add counts a row into the sums of its layers and roles.
func (v *OwnershipView) add(d *digest, findings []Finding) {
	var cells [len(Roles)]int
	for i := range v.Layers {
		layer, at := &v.Layers[i], d.owners[i]
		layer.Findings += d.findingsOn(i, findings)
		layer.WithoutLead += int(d.lacksLead >> i & 1)
		if int(at) == len(Owners) {
			continue // a value from outside the list
		}
		layer.Owners[at]++
		if Owners[at] == Unset {
			layer.Unset++
		}
		for role := range cells {
			cells[role] += int(heldBy[at] >> role & 1)
		}
	}
	for role, n := range cells {
		if n > 0 {
			v.Roles[role].take(d, n, len(findings))
		}
	}
}

// findingsOn counts the findings that a cell has a part in.
func (d *digest) findingsOn(layer int, findings []Finding) (n int) {
	for i := range findings {
		switch f := &findings[i]; f.Rule {
		case "S4":
			n += int(d.lacksLead >> layer & 1)
		case "S6":
			n += int(d.uninformed >> layer & 1)
		default:
			if f.Layer == Layers[layer] || f.Layer == TunedLayer && layer == LayerIndex(ModelLayer) {
				n++
			}
		}
	}
	return n
}

func (s *RoleSummary) take(d *digest, cells, findings int) {
	s.Cells += cells
	s.Rows++
	s.Findings += findings
	s.Highest = max(s.Highest, d.sides[Current].level)
}

// heldBy has a bit for each role that holds an owner value, by ownerIndex.
var heldBy = func() (held [len(Owners)]uint8) {
	for i, o := range Owners {
		for role, name := range Roles {
			if o.Holds(name) {
				held[i] |= 1 << role
			}
		}
	}
	return held
}()

// ownerIndex gives the place of a value in Owners, or the place after the last.
func ownerIndex(o Owner) int {
	for i, have := range Owners {
		if have == o {
			return i
		}
	}
	return len(Owners)
}

type matrixJSON struct {
	Schema  string          `json:"schema"`
	AsOf    string          `json:"as_of"`
	Rows    []matrixRowJSON `json:"rows"`
	Layers  layersJSON      `json:"layers"`
	Parties []roleJSON      `json:"parties"`
}

type matrixRowJSON struct {
	Threat   string    `json:"threat"`
	Cells    cellsJSON `json:"cells"`
	Findings []string  `json:"findings"` // all of the row, those of its cells too
}

// cellsJSON and layersJSON name the layers as fields to keep their order.
type cellsJSON struct{ PI, Model, Orchestrated, Application cellJSON }

type layersJSON struct{ PI, Model, Orchestrated, Application layerJSON }

type cellJSON struct {
	Value    Owner    `json:"value"`
	Lead     string   `json:"lead"`
	Findings []string `json:"findings"`
}

type layerJSON struct {
	Owners      map[Owner]int `json:"owners"`
	Unset       int           `json:"unset"`
	WithoutLead int           `json:"shared_without_lead"`
	Findings    int           `json:"findings"`
}

type roleJSON struct {
	Role     string `json:"role"`
	Cells    int    `json:"cells"`
	Rows     int    `json:"threats"`
	Findings int    `json:"findings"`
	Highest  Level  `json:"highest_level"`
}

// JSON gives the matrix in the shape that `parry ssrm --json` prints.
func (v *OwnershipView) JSON(asOf string) any {
	j := matrixJSON{Schema: Schema, AsOf: asOf, Rows: make([]matrixRowJSON, len(v.Rows)), Parties: make([]roleJSON, len(v.Roles))}
	for i := range v.Rows {
		row := &v.Rows[i]
		j.Rows[i] = matrixRowJSON{row.Threat.ID,
			cellsJSON{row.cellJSON(0), row.cellJSON(1), row.cellJSON(2), row.cellJSON(3)}, findingIDs(row.Findings)}
	}
	l := &v.Layers
	j.Layers = layersJSON{l[0].json(), l[1].json(), l[2].json(), l[3].json()}
	for i, s := range v.Roles {
		j.Parties[i] = roleJSON(s)
	}
	return j
}

func (row *OwnershipRow) cellJSON(layer int) cellJSON {
	return cellJSON{row.Owner(layer), row.Lead(layer), findingIDs(row.Cell(layer))}
}

func (s *LayerSummary) json() layerJSON {
	owners := make(map[Owner]int, len(Owners))
	for i, o := range Owners {
		if o != Unset {
			owners[o] = s.Owners[i]
		}
	}
	return layerJSON{owners, s.Unset, s.WithoutLead, s.Findings}
}

// findingIDs is never nil, so that JSON has an array.
func findingIDs(fs []Finding) []string {
	ids := make([]string, len(fs))
	for i, f := range fs {
		ids[i] = f.ID
	}
	return ids
}
