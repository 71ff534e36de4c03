package register

import (
	"slices"
	"strconv"

	"parry/model"
	"parry/ui/bench"
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
}

// rows keeps up with the register: one walk after a change, and only threats
// that changed are looked at again.
type rows struct {
	screen  *Screen
	list    []row
	spare   []row
	version uint64 // of the register
	stamp   uint64
	stale   bool // filter or order changed
	index   []int
}

func (r *rows) total() int { return len(r.list) }

// refresh brings rows, filter and order up to date, and opened threats too.
func (s *Screen) refresh() {
	register := s.bench.Register()
	if s.rows.version != register.Version() {
		s.rows.follow(register, s.bench.Today)
		s.rows.version, s.rows.stale = register.Version(), true
		if s.detail != nil && register.Threat(s.detail.id) == nil {
			s.detail = nil
		}
	}
	if s.rows.stale {
		s.rows.stale = false
		s.rows.choose(s.filter.parsed)
		s.rows.sort(s.order)
		s.table.SetIndex(s.rows.index)
		s.table.Keep(s.bench.Threat()) // undo may have led elsewhere
	}
}

// follow makes the rows of the register as it is now. Both lists are in id
// order, so unchanged rows are found by walking them side by side.
func (r *rows) follow(register *model.Register, today string) {
	threats := register.Threats()
	next, old := slices.Grow(r.spare[:0], len(threats)), r.list
	at := 0
	for _, t := range threats {
		same := at < len(old) && old[at].threat == t
		for !same && at < len(old) && model.CompareIDs(old[at].threat.ID, t.ID) <= 0 {
			at++
			same = at < len(old) && old[at].threat == t
		}
		if same {
			next = append(next, old[at])
			at++
			continue
		}
		r.stamp++
		next = append(next, row{threat: t, stamp: r.stamp, findings: len(model.CheckOwnership(t, today))})
	}
	r.list, r.spare = next, old
}

// choose puts the rows that the filter lets through into the index.
func (r *rows) choose(f model.Filter) {
	r.index = r.index[:0]
	words := f.HasWords()
	for i := range r.list {
		row := &r.list[i]
		if words && row.key == "" {
			row.key = model.SearchKey(row.threat)
		}
		if f.MatchKey(row.threat, row.key) {
			r.index = append(r.index, i)
		}
	}
}

func (r *rows) sort(o order) {
	if !o.set {
		return
	}
	compare := r.comparison(o.column)
	slices.SortStableFunc(r.index, func(a, b int) int {
		if o.down {
			a, b = b, a
		}
		return compare(&r.list[a], &r.list[b])
	})
}

// comparison is the order of a column: findings from many to few, the others as
// their field sorts everywhere.
func (r *rows) comparison(column int) func(a, b *row) int {
	if column == findingsColumn {
		return func(a, b *row) int { return b.findings - a.findings }
	}
	compare, err := model.Comparison(sortFields[column])
	if err != nil {
		panic(err) // the names are constants, and a test sorts by each
	}
	return func(a, b *row) int { return compare(a.threat, b.threat) }
}

// days says how far a day is from today: "14d", "-3d", "today".
func days(today, day string) string {
	from, to := bench.Day(today), bench.Day(day)
	if from.IsZero() || to.IsZero() {
		return ""
	}
	if n := int(to.Sub(from).Hours() / 24); n != 0 {
		return strconv.Itoa(n) + "d"
	}
	return "today"
}

// The columns, and the fields they sort by.
const (
	levelColumn    = 1
	findingsColumn = 2
	dueColumn      = 10
)

func columns() []widget.Column {
	return []widget.Column{
		{Title: "ID", Width: 6, Priority: 10},
		{Title: "Level", Width: 6, Priority: 9},
		{Title: "!", Width: 2, Priority: 7},
		{Title: "Title", Width: 24, Flex: true},
		{Title: "Phase", Width: 11, Priority: 8},
		{Title: "Category", Width: 16, Priority: 2},
		{Title: "Layer", Width: 12, Priority: 1},
		{Title: "Owner", Width: 12, Priority: 6},
		{Title: "Response", Width: 8, Priority: 3},
		{Title: "SLA", Width: 12, Priority: 0},
		{Title: "Due", Width: 6, Priority: 5, Right: true},
		{Title: "Status", Width: 12, Priority: 4},
	}
}

var sortFields = []string{"id", "level", "", "title", "phase", "category", "layer", "owner", "response", "sla_class", "due", "status"}

// Key names the row by its threat.
func (r *rows) Key(i int) string { return r.list[i].threat.ID }

// Version changes when the threat does.
func (r *rows) Version(i int) uint64 { return r.list[i].stamp }

// Cells fills in the columns.
func (r *rows) Cells(i int, cells []widget.Cell) {
	row := &r.list[i]
	t, p := row.threat, r.screen.bench.Pen
	texts := [...]string{
		t.ID, levels(p.Theme, t), problems(p.Theme, row.findings), t.Title, t.Class.Phase, t.Class.Category,
		t.Class.Layer, t.Ownership.Person, t.Response.Kind, t.Response.SLAClass, days(r.screen.bench.Today, t.Response.Due), t.Status,
	}
	for c, text := range texts {
		cells[c].Text = text
	}
	if l := t.Level(); l.Rated() {
		cells[levelColumn].Look = p.Band(l)
	}
	cells[2].Look = p.Warning
	if t.Late(r.screen.bench.Today) {
		cells[dueColumn].Text += p.Glyphs.Problem
		cells[dueColumn].Look = p.Error
	}
	if t.Ownership.Person == "" {
		cells[7] = widget.Cell{Text: p.Glyphs.Unset, Look: p.Warning}
	}
}

// levels writes inherent → current; what is not assessed is "~".
func levels(th *theme.Theme, t *model.Threat) string {
	show := func(l model.Level) string {
		if !l.Rated() {
			return th.Glyphs.NotAssessed
		}
		return l.String()
	}
	return show(t.Ratings[model.Inherent].Level) + th.Glyphs.Arrow + show(t.Ratings[model.Current].Level)
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
