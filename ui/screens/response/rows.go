package response

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// A row is one threat and what is worked out of it once.
type row struct {
	threat   *model.Threat
	stamp    uint64
	clock    *model.Clock // the one that matters next; nil if none runs
	reopened bool
	live     int // controls
	controls int
	noticed  string // whether a detection would notice it
	rank     uint64 // its place in the order
	overdue  int    // clocks that ran out
}

// presses says whether somebody must act.
func (r *row) presses() bool {
	return r.reopened || r.clock != nil && r.clock.Breached
}

// rows keeps up with the register: threats whose records did not change are not
// looked at again.
type rows struct {
	screen  *Screen
	list    []row
	index   []int
	version uint64
	stamp   uint64
	grounds model.Grounds
	policy  model.Policy
	stale   bool // the order is to be made again
	turned  bool // it is made, and another one than the table has
	of      *model.Register

	overdue, reopened int // clocks that ran out, and acceptances that ended
	records           int // clocks that ran out of what is no threat
}

// refresh brings the rows up to date.
func (s *Screen) refresh() {
	r, register := &s.rows, s.bench.Register()
	if r.version != register.Version() || r.list == nil {
		r.follow(register, s.bench.Grounds(), s.pressed)
		r.version = register.Version()
	}
	if r.stale {
		r.choose(s.pressed)
	}
	if r.stale || r.turned {
		r.stale, r.turned = false, false
		s.table.SetIndex(r.index)
		s.table.Keep(s.bench.Threat())
	}
}

// follow brings the rows to the register as it is now. On another day, with another
// policy or appetite every row may say something else.
func (r *rows) follow(register *model.Register, g model.Grounds, pressing bool) {
	policy := register.Policy()
	changes, known := register.Changes(r.version)
	known = known && r.list != nil && register == r.of && g.Today == r.grounds.Today && g.Appetite == r.grounds.Appetite && policy == r.policy
	r.of, r.grounds, r.policy = register, g, policy
	switch {
	case !known:
		r.again(register, nil, nil)
	case changes.Placed:
		r.again(register, r.list, changes.Anew)
	default:
		threats := register.Threats()
		for _, at := range changes.Anew {
			r.renew(at, threats[at], pressing)
		}
	}
	r.records = register.OverdueRecords(g)
}

// again makes all rows, but for those of old that still say what is so.
func (r *rows) again(register *model.Register, old []row, anew []int) {
	threats := register.Threats()
	next := make([]row, 0, len(threats))
	at := 0
	r.overdue, r.reopened, r.stale = 0, 0, true
	for i, t := range threats {
		for at < len(old) && model.CompareIDs(old[at].threat.ID, t.ID) < 0 {
			at++
		}
		_, changed := slices.BinarySearch(anew, i)
		if at < len(old) && old[at].threat == t && !changed {
			next = append(next, old[at])
		} else {
			next = append(next, r.make(t))
		}
		r.count(&next[i], 1)
	}
	r.list = next
}

// renew makes the row at a place again, and puts it where it belongs now.
func (r *rows) renew(at int, t *model.Threat, pressing bool) {
	was, now := r.list[at], r.make(t)
	r.count(&was, -1)
	r.count(&now, 1)
	r.list[at] = now
	if r.stale || was.rank == now.rank { // the rank says too whether it presses
		return
	}
	if i := slices.Index(r.index, at); i >= 0 {
		r.index = slices.Delete(r.index, i, i+1)
	}
	if now.presses() || !pressing {
		i, _ := slices.BinarySearchFunc(r.index, at, r.compare)
		r.index = slices.Insert(r.index, i, at)
	}
	r.turned = true
}

// count counts a row into the sums, or with -1 out.
func (r *rows) count(one *row, by int) {
	r.overdue += by * one.overdue
	if one.reopened {
		r.reopened += by
	}
}

func (r *rows) make(t *model.Threat) row {
	r.stamp++
	one := row{threat: t, stamp: r.stamp, reopened: t.AcceptanceExpired(r.grounds.Today), noticed: noticed(t, &r.grounds)}
	for _, c := range t.Clocks(&r.policy, r.grounds) {
		if c.Done == "" && one.clock == nil {
			one.clock = &c
		}
		if c.Overdue(r.grounds.Today) {
			one.overdue++
		}
	}
	for _, c := range r.grounds.Links.ToThreat(t.ID, model.KindControl) {
		switch {
		case c.Counts():
			one.live++
			one.controls++
		case c.Awaited():
			one.controls++
		}
	}
	one.rank = one.ranked()
	return one
}

// noticed says in a word whether a detection would notice the threat.
func noticed(t *model.Threat, g *model.Grounds) string {
	there, fired := t.Response.Detection != "", false
	for _, d := range g.Links.ToThreat(t.ID, model.KindDetection) {
		there = there || d.Get("state") != "none"
		fired = fired || d.Get("state") == "fired"
	}
	worked, failed := g.Tried(t)
	switch {
	case !there:
		return "none"
	case worked != "":
		return worked
	case fired:
		return "fired"
	case failed != "":
		return "failed"
	}
	return "untested"
}

// choose puts the rows into their order: what is open again, what presses, then by the
// next clock, the higher level first.
func (r *rows) choose(pressing bool) {
	r.index = r.index[:0]
	for i := range r.list {
		if !pressing || r.list[i].presses() {
			r.index = append(r.index, i)
		}
	}
	slices.SortFunc(r.index, r.compare)
}

// compare is the order of two places.
func (r *rows) compare(a, b int) int {
	return cmp.Or(cmp.Compare(r.list[a].rank, r.list[b].rank), cmp.Compare(a, b))
}

// ranked is the order of a row in one number, so that a hundred thousand are sorted
// between two frames: a bit each for what is neither open again nor pressing, the day
// of the next clock, and the level from above.
func (r *row) ranked() uint64 {
	const last = 1<<24 - 1 // after every day
	day := uint64(last)
	if r.clock != nil {
		if by := bench.Day(r.clock.By[:min(len(r.clock.By), len(time.DateOnly))]); !by.IsZero() {
			day = uint64(by.Unix() / (24 * 60 * 60))
		}
	}
	rank := day<<3 | uint64(model.VH-r.threat.Level())
	if !r.presses() {
		rank |= 1 << 40
	}
	if !r.reopened {
		rank |= 1 << 41
	}
	return rank
}

// Key names a threat by its id.
func (r *rows) Key(at int) string { return r.list[at].threat.ID }

// Version changes with the threat, the policy and the records.
func (r *rows) Version(at int) uint64 { return r.list[at].stamp }

// The columns.
const (
	columnID = iota
	columnLevel
	columnTitle
	columnNext
	columnDays
	columnResponse
	columnStatus
	columnControls
	columnDetection
)

func columns() []widget.Column {
	return []widget.Column{
		{Title: "ID", Width: 6, Priority: 9},
		{Title: "Target", Width: 6, Priority: 8},
		{Title: "Title", Width: 18, Best: 44, Flex: true},
		{Title: "Next", Width: 15, Best: 24, Priority: 7},
		{Title: "Days", Width: 6, Priority: 6, Right: true},
		{Title: "Response", Width: 8, Priority: 5},
		{Title: "Status", Width: 12, Priority: 2},
		{Title: "Live", Width: 4, Priority: 4, Right: true},
		{Title: "Detection", Width: 10, Priority: 3},
	}
}

// Cells tells one threat.
func (r *rows) Cells(at int, cells []widget.Cell) {
	p, one := r.screen.bench.Pen, &r.list[at]
	t := one.threat
	cells[columnID].Text = t.ID
	cells[columnLevel].Text = p.FromTo(t.Ratings[model.Current].Level, t.Ratings[model.Target].Level)
	if l := t.Level(); l.Rated() {
		cells[columnLevel].Look = p.Band(l)
	}
	cells[columnTitle].Text = t.Title
	cells[columnNext].Text, cells[columnDays].Text = one.next(r.grounds.Today)
	if one.presses() {
		cells[columnNext].Look, cells[columnDays].Look = p.Error, p.Error
		cells[columnDays].Text += p.Glyphs.Problem
	}
	cells[columnResponse].Text = t.Response.Kind
	if t.Response.Kind == "" {
		cells[columnResponse] = widget.Cell{Text: p.Glyphs.Unset, Look: p.Warning}
	}
	cells[columnStatus].Text = t.Status
	if one.controls > 0 {
		cells[columnControls].Text = fmt.Sprintf("%d/%d", one.live, one.controls)
	}
	cells[columnDetection].Text = one.noticed
	if one.noticed == "none" || one.noticed == "untested" || one.noticed == "failed" {
		cells[columnDetection].Look = p.Warning
	}
}

// next is what must happen next, and in how many days.
func (r *row) next(today string) (what, in string) {
	switch {
	case r.reopened:
		return "open again", bench.Days(today, r.threat.Decision.Expires())
	case r.clock == nil:
		return "", ""
	}
	return r.clock.What, bench.Days(today, r.clock.By)
}
