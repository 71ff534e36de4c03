package register

import "parry/ui/widget"

// Click stands on the row that was clicked, opens the one that the cursor is on, and
// sorts by the column whose title was clicked. In an open threat it goes to a field.
func (s *Screen) Click(x, y int) {
	if s.detail != nil {
		s.detail.form.Click(y)
		return
	}
	place, column := s.table.At(x, y)
	switch {
	case y == 0 && column >= 0:
		s.table.Choose(column)
		if len(s.order.keys) > 0 && s.order.keys[0].Column == s.columns[column].name {
			s.turn()
			return
		}
		s.sort()
	case place < 0:
	case place == s.table.Cursor():
		s.open()
	default:
		s.table.Go(place)
		s.follow()
	}
}

// Wheel rolls through the rows while a filter is typed: arrows would bring back the
// filters of before.
func (s *Screen) Wheel(by int) bool {
	if s.filter.line == nil {
		return false
	}
	to := widget.Down
	if by < 0 {
		to, by = widget.Up, -by
	}
	for range by {
		s.move(to)
	}
	return true
}
