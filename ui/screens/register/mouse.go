package register

// Click stands on the row that was clicked, opens the one that the cursor is on, and
// sorts by the column whose title was clicked.
func (s *Screen) Click(x, y int) {
	if s.detail != nil {
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
