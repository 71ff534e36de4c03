package register

import (
	"slices"
	"strings"

	"parry/model"
)

// An order is what the rows are sorted by, the first column before the next; the
// zero one is by id.
type order struct{ keys model.Order }

// mostKeys bounds it: nobody sees a sixth column decide.
const mostKeys = 5

// chosenColumn is the column that the keys for sorting act on; without one it is
// the level.
func (s *Screen) chosenColumn() string {
	if at := s.table.Chosen(); at >= 0 && at < len(s.columns) {
		return s.columns[at].name
	}
	return levelName
}

// sort orders by the chosen column alone.
func (s *Screen) sort() {
	s.setOrder(order{model.Order{{Column: s.chosenColumn()}}})
}

// sortAlso orders what is equal so far by the chosen column.
func (s *Screen) sortAlso() {
	name, keys := s.chosenColumn(), slices.Clone(s.order.keys)
	at := slices.IndexFunc(keys, func(k model.OrderKey) bool { return k.Column == name })
	switch {
	case at >= 0:
		keys[at].Down = !keys[at].Down
	case len(keys) == mostKeys:
		s.bench.Refuse("an order has at most %d columns; s begins another", mostKeys)
		return
	default:
		keys = append(keys, model.OrderKey{Column: name})
	}
	s.setOrder(order{keys})
}

// turn turns the first column round.
func (s *Screen) turn() {
	keys := slices.Clone(s.order.keys)
	if len(keys) == 0 {
		keys = []model.OrderKey{{Column: "id"}}
	}
	keys[0].Down = !keys[0].Down
	s.setOrder(order{keys})
}

func (s *Screen) setOrder(o order) {
	s.order = o
	s.showOrder()
	s.rows.stale = true
	s.refresh()
	s.bench.Say("sorted by %s", s.orderName())
}

// showOrder marks the column that sorts, if it is shown.
func (s *Screen) showOrder() {
	at, down := -1, false
	if len(s.order.keys) > 0 {
		at = slices.IndexFunc(s.columns, func(c column) bool { return c.name == s.order.keys[0].Column })
		down = s.order.keys[0].Down
	}
	s.table.Sort(at, down)
}

// orderName tells the order: "Level, then Due turned round".
func (s *Screen) orderName() string {
	if len(s.order.keys) == 0 {
		return "id"
	}
	var parts []string
	for _, key := range s.order.keys {
		name := key.Column
		if c, ok := columnOf(key.Column); ok {
			name = c.Title
		}
		if key.Down {
			name += " turned round"
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, ", then ")
}
