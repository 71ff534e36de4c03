package ownership

import (
	"slices"

	"parry/model"
)

// A matrix is the ownership view of one version of the register, made in one
// walk.
type matrix struct {
	of      *model.Register
	version uint64
	today   string
	view    *model.OwnershipView

	judged uint64       // revision of the settings
	links  *model.Links // another one says that a record changed
	stamp  uint64       // grows with it, and with what is marked
	ids    int          // width of the longest id
	rows   int          // rows with findings
	wrong  int          // findings
}

// refresh brings rows and cursor up to date with the register.
func (s *Screen) refresh() {
	m, r := &s.matrix, s.bench.Register()
	if m.view == nil || m.of != r || m.version != r.Version() || m.today != s.bench.Today {
		stamp := m.stamp
		if m.links != r.Links() {
			stamp++
		}
		*m = newMatrix(r, s.bench.Today)
		m.links, m.stamp = r.Links(), stamp
		s.followed = ""
		s.reindex()
	}
	s.follow()
}

func newMatrix(r *model.Register, today string) matrix {
	m := matrix{of: r, version: r.Version(), today: today, view: model.NewOwnershipView(r, today), ids: leastID}
	_, m.judged = r.Get((&model.Settings{}).Key())
	for i := range m.view.Rows {
		m.ids = max(m.ids, len(m.view.Rows[i].Threat.ID))
	}
	m.ids = min(m.ids, mostID)
	last := ""
	for i := range m.view.Findings {
		f := &m.view.Findings[i]
		if f.Severity == model.SeverityInfo {
			continue
		}
		m.wrong++
		if f.Threat != last {
			m.rows++
			last = f.Threat
		}
	}
	return m
}

// reindex shows the rows that are asked for. The cursor stays on its threat,
// or where that was if it is no longer shown.
func (s *Screen) reindex() {
	view := s.matrix.view
	s.index = slices.Grow(s.index[:0], len(view.Rows))
	for i := range view.Rows {
		if !s.problems || weighty(view.Rows[i].Findings) > 0 {
			s.index = append(s.index, i)
		}
	}
	s.arrange()
	s.table.SetIndex(s.index)
	s.follow()
}

// follow takes the cursor to the threat that the user went to elsewhere, by
// undo or on another screen; once, as looking for a row that is not shown
// costs a walk of the index.
func (s *Screen) follow() {
	if id := s.bench.Threat(); id != s.followed {
		s.followed = id
		s.table.Keep(id)
	}
}

// weighty counts the findings that are a reason to act.
func weighty(fs []model.Finding) int {
	n := 0
	for i := range fs {
		if fs[i].Severity != model.SeverityInfo {
			n++
		}
	}
	return n
}

func hasRule(fs []model.Finding, rule string) bool {
	return slices.ContainsFunc(fs, func(f model.Finding) bool { return f.Rule == rule })
}
