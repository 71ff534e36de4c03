package model

import (
	"cmp"
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
)

var axisNames = [...]string{"phase", "activity", "category", "layer"}

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
	By       Axis
	State    State
	Appetite Level // the highest tolerated level; Unrated if none was set
	Total    int   // all threats, placed or not
	Rows     []HeatRow
	Unplaced []*Threat // in id order

	threats []*Threat
	slots   []slot // where each of threats stands
}

// A HeatRow is one row of the map. Every name of the axis has its row, in the
// order of its list; NotClassified comes last, and only if a threat needs it.
type HeatRow struct {
	Name        string
	Counts      [5]int   // by level, VL..VH
	Above       int      // of those, above the appetite
	Threats     int      // all of the row, placed or not: 0 means that nobody looked
	NotAssessed []string // of a phase: the activities without any threat; of an activity: itself, if it has none

	cells [5][5]int
	at    int
	of    *Heatmap
}

// A slot is where a threat stands: row, level and cell in one number. Level 0
// is unplaced.
type slot uint16

func newSlot(row int, level, likelihood, impact Level) slot {
	return slot(row<<8 | int(level)<<5 | likelihood.Index()*5 + impact.Index())
}

func (s slot) level() Level { return Level(s >> 5 & 7) }

// NewHeatmap computes the map in one walk of the register.
func NewHeatmap(r *Register, by Axis, s State) *Heatmap {
	settings := r.Settings()
	h := &Heatmap{By: by, State: s, Appetite: settings.Appetite}
	h.Total = r.Len()
	h.threats = make([]*Threat, 0, h.Total)
	h.slots = make([]slot, 0, h.Total)
	h.Rows = make([]HeatRow, len(axisRows[by])+1)
	var looked uint32 // a bit for each activity that has a threat
	for t, d := range r.walk() {
		at := h.count(int(d.rows[by]), d.sides[s], settings.Matrix)
		h.threats, h.slots = append(h.threats, t), append(h.slots, at)
		if !at.level().Rated() {
			h.Unplaced = append(h.Unplaced, t)
		}
		looked |= 1 << d.rows[ByActivity]
	}
	h.name(axisRows[by])
	switch by {
	case ByPhase:
		h.notAssessed(looked)
	case ByActivity:
		h.empty()
	}
	return h
}

// count adds a threat to its row and says where it stands.
func (h *Heatmap) count(at int, rating sides, matrix Matrix) slot {
	row := &h.Rows[at]
	row.Threats++
	if !rating.likelihood.Rated() || !rating.impact.Rated() {
		return slot(at << 8)
	}
	level := rating.level
	if !level.Rated() {
		level = matrix.Level(rating.likelihood, rating.impact)
	}
	if !level.Rated() {
		return slot(at << 8)
	}
	row.Counts[level.Index()]++
	row.cells[rating.likelihood.Index()][rating.impact.Index()]++
	if h.Appetite.Rated() && level > h.Appetite {
		row.Above++
	}
	return newSlot(at, level, rating.likelihood, rating.impact)
}

// name gives the rows their names and drops the last one if nothing needs it.
func (h *Heatmap) name(names []string) {
	for i := range h.Rows {
		row := &h.Rows[i]
		row.Name, row.at, row.of = NotClassified, i, h
		if i < len(names) {
			row.Name = names[i]
		}
	}
	if last := len(h.Rows) - 1; h.Rows[last].Threats == 0 {
		h.Rows = h.Rows[:last]
	}
}

// empty names the activities that no threat stands in: nobody looked there.
func (h *Heatmap) empty() {
	for i := range h.Rows {
		if row := &h.Rows[i]; row.Threats == 0 {
			row.NotAssessed = []string{row.Name}
		}
	}
}

// Unrated is how many of the row's threats the state did not rate.
func (row *HeatRow) Unrated() int {
	n := row.Threats
	for _, count := range row.Counts {
		n -= count
	}
	return n
}

func (h *Heatmap) notAssessed(looked uint32) {
	for i, a := range Activities {
		if looked&(1<<i) != 0 {
			continue
		}
		row := &h.Rows[slices.IndexFunc(Phases, func(c Choice) bool { return c.Value == a.Phase })]
		row.NotAssessed = append(row.NotAssessed, a.Name)
	}
}

// axisRows are the names of each axis in their order.
var axisRows = [...][]string{
	ByPhase:    values(Phases),
	ByActivity: values(activityChoices()),
	ByCategory: values(Categories),
	ByLayer:    Layers[:],
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
func (h *Heatmap) Totals() [5]int {
	var sum [5]int
	for i := range h.Rows {
		for l, n := range h.Rows[i].Counts {
			sum[l] += n
		}
	}
	return sum
}

// Cells counts the row's threats by likelihood (rows, VL..VH) and impact
// (columns, VL..VH).
func (row *HeatRow) Cells() [5][5]int { return row.cells }

// Cell gives the threats of one cell in id order. The slice is the caller's,
// to Rank or to cut.
func (row *HeatRow) Cell(likelihood, impact Level) []*Threat {
	if !likelihood.Rated() || !impact.Rated() {
		return nil
	}
	cell := newSlot(row.at, Unrated, likelihood, impact)
	return row.pick(row.cells[likelihood.Index()][impact.Index()], func(s slot) bool {
		return s.level().Rated() && s&^(7<<5) == cell
	})
}

// At gives the row's threats of one level, as Cell does.
func (row *HeatRow) At(l Level) []*Threat {
	if !l.Rated() {
		return nil
	}
	return row.pick(row.Counts[l.Index()], func(s slot) bool {
		return int(s>>8) == row.at && s.level() == l
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

// Rank orders threats by what to talk about first: level (the current one,
// else the inherent), urgency class, exposure, the longest known, id. What
// nobody said comes after what somebody did.
func Rank(ts []*Threat) { slices.SortFunc(ts, compareRank) }

func compareRank(a, b *Threat) int {
	return cmp.Or(
		cmp.Compare(b.Level(), a.Level()),
		cmp.Compare(urgencyRank(a.Response.SLAClass), urgencyRank(b.Response.SLAClass)),
		cmp.Compare(exposureRank(a.Urgency.Exposure), exposureRank(b.Urgency.Exposure)),
		compareSet(a.Response.Identified, b.Response.Identified),
		CompareIDs(a.ID, b.ID),
	)
}

// urgencyRank counts from the most urgent class.
func urgencyRank(class string) int { return rowOf(urgencies, class) }

// exposureRank counts from the widest exposure.
func exposureRank(exposure string) int { return rowOf(widest, exposure) }

var (
	urgencies = values(slaClasses)
	widest    = reversed(values(exposures))
)

func reversed(names []string) []string {
	slices.Reverse(names)
	return names
}

// compareSet orders texts, the empty one last.
func compareSet(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(len(b), len(a))
	}
	return cmp.Compare(a, b)
}

// WhyHere says what gives a threat its place in Rank's order.
func WhyHere(t *Threat) string {
	said := func(value, before, after, otherwise string) string {
		if value == "" {
			return otherwise
		}
		return before + value + after
	}
	level := said(t.Ratings[Current].Level.String(), "current level ", "",
		said(t.Ratings[Inherent].Level.String(), "inherent level ", ", current not assessed", "not assessed"))
	return level + "; " + said(t.Response.SLAClass, "urgency ", "", "no urgency class") +
		"; " + said(t.Urgency.Exposure, "exposure ", "", "exposure not said") +
		"; " + said(t.Response.Identified, "identified ", "", "no date identified")
}
