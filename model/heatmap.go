package model

import (
	"fmt"
	"slices"
)

// An Axis says what the rows of a heatmap stand for.
type Axis uint8

// The axes there are: main category and main layer only, so that every threat
// stands in one row.
const (
	ByPhase Axis = iota
	ByActivity
	ByCategory
	ByLayer
	ByParty // the role that answers for the threat's main layer
)

var axisNames = [...]string{"phase", "activity", "category", "layer", "party"}

func (a Axis) String() string { return axisNames[a] }

// ParseAxis reads an axis's name.
func ParseAxis(name string) (Axis, error) {
	i := slices.Index(axisNames[:], name)
	if i < 0 {
		return ByPhase, fmt.Errorf("%q is no heatmap axis; use %s", name, orList(axisNames[:]))
	}
	return Axis(i), nil
}

// NotClassified names the row of the threats that the axis cannot place.
const NotClassified = "not classified"

// A Heatmap counts the threats by row and level, as one state rates them. A
// state that was not rated leaves its threat unplaced: none stands in for
// another, so the counts and Unplaced together are all threats.
type Heatmap struct {
	HeatmapOf
	Appetite Tolerance
	Total    int // all threats, placed or not
	Rows     []HeatRow
	Unplaced []*Threat // in id order

	threats []*Threat
	slots   []slot              // where each of threats stands
	looked  [mostActivities]int // by the place of the activity: threats in it
	version uint64              // of the register
	of      *Register
	matrix  Matrix
	all     []HeatRow // Rows, and the one of what is not classified though it be empty
}

// A HeatmapOf says which map is wanted.
type HeatmapOf struct {
	By    Axis
	State State
	Case  Case
	Today string // ISO day, by which attestations hold; none hold on ""
}

// mostActivities is one more than there are.
const mostActivities = 32

// A HeatRow is one row of the map. Every name of the axis has its row, in the
// order of its list; NotClassified comes last, and only if a threat needs it.
type HeatRow struct {
	Name        string
	Counts      [5]int   // by level, VL..VH
	AboveAt     [5]int   // of those, above the appetite
	Above       int      // all of them
	Threats     int      // all of the row, placed or not: 0 means that nobody looked
	NotAssessed []string // of a phase: the activities without any threat; of an activity: itself, if it has none
	Attested    []string // activities that somebody looked at, and found no threat in

	cells, above [5][5]int
	at           int
	of           *Heatmap
}

// A slot is where a threat stands: row, level and cell in one number, and a bit that
// says whether it is above the appetite. Level 0 is unplaced.
type slot uint16

// aboveLine is the bit.
const aboveLine slot = 1 << 15

func newSlot(row int, level, likelihood, impact Level) slot {
	return slot(row<<8 | int(level)<<5 | likelihood.Index()*5 + impact.Index())
}

func (s slot) level() Level { return Level(s >> 5 & 7) }

func (s slot) row() int { return int(s &^ aboveLine >> 8) }

func (s slot) cell() (likelihood, impact int) { return int(s & 31 / 5), int(s & 31 % 5) }

// NewHeatmap computes the map of what was rated, in one walk of the register.
func NewHeatmap(r *Register, by Axis, s State) *Heatmap { return HeatmapOf{By: by, State: s}.Map(r) }

// Map computes the map in one walk of the register.
func (of HeatmapOf) Map(r *Register) *Heatmap {
	h := &Heatmap{HeatmapOf: of, Appetite: r.Tolerance(), Total: r.Len(), of: r, version: r.version, matrix: r.Settings().Matrix}
	h.threats = make([]*Threat, 0, h.Total)
	h.slots = make([]slot, 0, h.Total)
	h.all = make([]HeatRow, len(axisRows[of.By])+1)
	for t, d := range r.walk() {
		at := h.place(d)
		h.threats, h.slots = append(h.threats, t), append(h.slots, at)
		h.count(at, 1)
		if !at.level().Rated() {
			h.Unplaced = append(h.Unplaced, t)
		}
		h.looked[d.rows[ByActivity]]++
	}
	h.finish()
	return h
}

// place says where a threat stands.
func (h *Heatmap) place(d *digest) slot {
	row := int(d.rows[h.By])
	likelihood, impact, level := h.Case.of(&d.sides[h.State], &h.matrix)
	if !likelihood.Rated() || !impact.Rated() || !level.Rated() {
		return slot(row << 8)
	}
	at := newSlot(row, level, likelihood, impact)
	if line := h.Appetite.at(int(d.rows[ByPhase]), int(d.rows[ByCategory])); line.Rated() && level > line {
		at |= aboveLine
	}
	return at
}

// count adds a threat to its row, or with -1 takes it out.
func (h *Heatmap) count(at slot, by int) {
	row := &h.all[at.row()]
	row.Threats += by
	if !at.level().Rated() {
		return
	}
	level := at.level().Index()
	likelihood, impact := at.cell()
	row.Counts[level] += by
	row.cells[likelihood][impact] += by
	if at&aboveLine != 0 {
		row.Above += by
		row.AboveAt[level] += by
		row.above[likelihood][impact] += by
	}
}

// finish names the rows and says what nobody has looked at.
func (h *Heatmap) finish() {
	h.name(axisRows[h.By])
	for i := range h.all {
		h.all[i].NotAssessed, h.all[i].Attested = nil, nil
	}
	switch h.By {
	case ByPhase, ByActivity:
		h.notAssessed()
	case ByCategory:
		h.unlooked()
	}
}

// name gives the rows their names and leaves the last one out if nothing needs it.
func (h *Heatmap) name(names []string) {
	for i := range h.all {
		row := &h.all[i]
		row.Name, row.at, row.of = NotClassified, i, h
		if i < len(names) {
			row.Name = names[i]
		}
	}
	h.Rows = h.all
	if last := len(h.all) - 1; h.all[last].Threats == 0 {
		h.Rows = h.all[:last]
	}
}

// Title is the name of the row; an activity has a sign before it if TVM-13 asks for it.
func (row *HeatRow) Title() string {
	if row.of == nil || row.of.By != ByActivity || row.Name == NotClassified {
		return row.Name
	}
	if row.at < len(Activities) && Activities[row.at].TVM13 {
		return "* " + row.Name
	}
	return "  " + row.Name
}

// Unlooked says that the row holds no threat and nobody says that there is none.
func (row *HeatRow) Unlooked() bool { return row.Threats == 0 && len(row.NotAssessed) > 0 }

// Unrated is how many of the row's threats the state did not rate.
func (row *HeatRow) Unrated() int {
	n := row.Threats
	for _, count := range row.Counts {
		n -= count
	}
	return n
}

// notAssessed names the activities without a threat in their phase's row, or each in its
// own: attested by somebody, or not.
func (h *Heatmap) notAssessed() {
	for i, a := range Activities {
		if h.looked[i] > 0 {
			continue
		}
		at := i
		if h.By == ByPhase {
			at = rowOf(axisRows[ByPhase], a.Phase)
		}
		h.all[at].unlooked("activity", a.Name)
	}
}

// unlooked names the categories without a threat.
func (h *Heatmap) unlooked() {
	for i := range h.all {
		if row := &h.all[i]; row.Threats == 0 && row.Name != NotClassified {
			row.unlooked("category", row.Name)
		}
	}
}

func (row *HeatRow) unlooked(field, name string) {
	if row.of.of.Attested(field, name, row.of.Today) != nil {
		row.Attested = append(row.Attested, name)
		return
	}
	row.NotAssessed = append(row.NotAssessed, name)
}

// axisRows are the names of each axis in their order.
var axisRows = [...][]string{
	ByPhase:    values(Phases),
	ByActivity: values(activityChoices()),
	ByCategory: values(Categories),
	ByLayer:    Layers[:],
	ByParty:    Roles[:],
}

// of gives the threat's value on the axis.
func (a Axis) of(t *Threat) string {
	switch a {
	case ByActivity:
		return t.Class.Activity
	case ByCategory:
		return t.Class.Category
	case ByLayer:
		return t.Class.Layer
	case ByParty:
		return t.Ownership.Answers(t.Class.Layer)
	}
	return t.Class.Phase
}

// rowOf gives the place of a value, or the place after the last.
func rowOf(names []string, value string) int {
	for i, name := range names {
		if name == value {
			return i
		}
	}
	return len(names)
}

// Totals adds up the counts of all rows.
func (h *Heatmap) Totals() [5]int { return h.add(func(row *HeatRow) [5]int { return row.Counts }) }

// TotalsAbove adds up what is above the appetite.
func (h *Heatmap) TotalsAbove() [5]int {
	return h.add(func(row *HeatRow) [5]int { return row.AboveAt })
}

func (h *Heatmap) add(of func(*HeatRow) [5]int) (sum [5]int) {
	for i := range h.Rows {
		for l, n := range of(&h.Rows[i]) {
			sum[l] += n
		}
	}
	return sum
}

// Cells counts the row's threats by likelihood (rows, VL..VH) and impact
// (columns, VL..VH).
func (row *HeatRow) Cells() [5][5]int { return row.cells }

// AboveIn counts those that are above the appetite, as Cells does.
func (row *HeatRow) AboveIn() [5][5]int { return row.above }

// Over gives the row's threats that are above the appetite, in id order.
func (row *HeatRow) Over() []*Threat {
	return row.pick(row.Above, func(s slot) bool { return s.row() == row.at && s&aboveLine != 0 })
}

// Cell gives the threats of one cell in id order. The slice is the caller's,
// to Rank or to cut.
func (row *HeatRow) Cell(likelihood, impact Level) []*Threat {
	if !likelihood.Rated() || !impact.Rated() {
		return nil
	}
	cell := newSlot(row.at, Unrated, likelihood, impact)
	return row.pick(row.cells[likelihood.Index()][impact.Index()], func(s slot) bool {
		return s.level().Rated() && s&^(7<<5|aboveLine) == cell
	})
}

// At gives the row's threats of one level, as Cell does.
func (row *HeatRow) At(l Level) []*Threat {
	if !l.Rated() {
		return nil
	}
	return row.pick(row.Counts[l.Index()], func(s slot) bool {
		return s.row() == row.at && s.level() == l
	})
}

func (row *HeatRow) pick(n int, stands func(slot) bool) []*Threat {
	if n == 0 {
		return nil
	}
	picked := make([]*Threat, 0, n)
	for i, s := range row.of.slots {
		if stands(s) {
			picked = append(picked, row.of.threats[i])
		}
	}
	return picked
}
