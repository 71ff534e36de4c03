package register

import (
	"slices"

	"parry/model"
	"parry/ui/theme"
	"parry/ui/widget"
)

// A row is one threat and what is worked out of it once: records never
// change, so a row holds as long as its threat is the one in the register.
type row struct {
	threat   *model.Threat
	key      string // what words are looked for in; "" until they are
	stamp    uint64 // tells the table that the row is another
	findings int
	standing model.Standing // in the order in force; nil where it is not yet known
}

// rows keeps up with the register: one walk after a change, and only threats
// that changed are looked at again.
type rows struct {
	screen   *Screen
	list     []row // in the order of the ids
	spare    []row
	version  uint64 // of the register
	stamp    uint64
	appetite model.Tolerance // that findings were counted by
	links    *model.Links    // that they were counted by
	stale    bool            // filter or order changed
	sorted   sorted          // the whole list in the order in force
	index    []int           // of the threats that the filter lets through, in order
	heads    []heading       // rows behind those of the list: headings of groups
}

func (r *rows) total() int { return len(r.list) }

// refresh brings rows, filter and order up to date, and opened threats too.
func (s *Screen) refresh() {
	register := s.bench.Register()
	if s.rows.version != register.Version() {
		s.rows.follow(register, s.bench.Grounds())
		s.rows.version, s.rows.stale = register.Version(), true
		if s.detail != nil && register.Threat(s.detail.id) == nil {
			s.detail = nil
		}
	}
	if s.rows.stale {
		s.rows.stale = false
		s.rows.sorted.sort(s.rows.list, s.orderWithin())
		s.rows.choose(s.filter.parsed)
		s.table.SetIndex(s.arrange(s.rows.index))
		s.table.Keep(s.bench.Threat()) // undo may have led elsewhere
	}
}

// follow makes the rows of the register as it is now. Both lists are in id
// order, so unchanged rows are found by walking them side by side. With another
// appetite, control or detection every row may have other findings.
func (r *rows) follow(register *model.Register, g model.Grounds) {
	threats := register.Threats()
	next, old := slices.Grow(r.spare[:0], len(threats)), r.list
	if g.Appetite != r.appetite || g.Links != r.links {
		r.appetite, r.links, old = g.Appetite, g.Links, nil
		r.sorted.forget()
	}
	r.sorted.begin(len(old))
	at := 0
	gone := func() {
		old[at] = row{} // a row that stays would hold its threat
		r.sorted.goes(at, -1)
		at++
	}
	for _, t := range threats {
		same := at < len(old) && old[at].threat == t
		for !same && at < len(old) && model.CompareIDs(old[at].threat.ID, t.ID) <= 0 {
			gone()
			same = at < len(old) && old[at].threat == t
		}
		if same {
			next = append(next, old[at])
			r.sorted.goes(at, len(next)-1)
			at++
			continue
		}
		r.stamp++
		r.sorted.comes(len(next))
		next = append(next, row{threat: t, stamp: r.stamp, findings: len(model.CheckThreat(t, g))})
	}
	for at < len(old) {
		gone()
	}
	if cap(r.spare) == cap(next) && len(r.spare) > len(next) {
		clear(r.spare[len(next):])
	}
	r.list, r.spare = next, old
	r.sorted.follow()
}

// choose puts the rows that the filter lets through into the index, in order.
func (r *rows) choose(f model.Filter) {
	all := len(r.list)
	r.index = slices.Grow(r.index[:0], all)[:all]
	type part struct{ from, passed int }
	var parts [mostShares]part
	inShares(all, func(share, from, to int) { parts[share] = part{from, r.chooseFrom(f, from, to)} })
	n := 0
	for _, p := range parts {
		n += copy(r.index[n:], r.index[p.from:p.from+p.passed])
	}
	r.index = r.index[:n]
}

// chooseFrom puts those of a part of the list at the beginning of the same part of the
// index, and says how many they are.
func (r *rows) chooseFrom(f model.Filter, from, to int) int {
	words, n := f.HasWords(), from
	for i := from; i < to; i++ {
		at := r.sorted.at(i)
		row := &r.list[at]
		if words && row.key == "" {
			row.key = model.SearchKey(row.threat)
		}
		if f.MatchKey(row.threat, row.key) {
			r.index[n] = at
			n++
		}
	}
	return n - from
}

// Key names the row by its threat, or as a heading.
func (r *rows) Key(i int) string {
	if i >= len(r.list) {
		return widget.Heading + r.heads[i-len(r.list)].value
	}
	return r.list[i].threat.ID
}

// Version changes when the threat does.
func (r *rows) Version(i int) uint64 {
	if i >= len(r.list) {
		h := r.heads[i-len(r.list)]
		v := uint64(h.count) << 1
		if h.shut {
			v++
		}
		return v
	}
	return r.list[i].stamp
}

// Cells fills in the columns.
func (r *rows) Cells(i int, cells []widget.Cell) {
	if i >= len(r.list) {
		r.heads[i-len(r.list)].cells(r.screen, cells)
		return
	}
	for c := range cells {
		cells[c] = r.screen.columns[c].cell(r.screen, &r.list[i])
	}
}

func problems(th *theme.Theme, n int) string {
	switch {
	case n == 0:
		return ""
	case n > 9:
		return "9" + th.Glyphs.Problem
	}
	return string(rune('0'+n)) + th.Glyphs.Problem
}
