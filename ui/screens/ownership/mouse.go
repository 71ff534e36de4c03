package ownership

// Click stands on the cell that was clicked, and edits the one that the cursor is on
// or opens its threat.
func (s *Screen) Click(x, y int) {
	place, column := s.table.At(x, y)
	if place < 0 || column < 0 {
		return
	}
	if place == s.table.Cursor() && column == s.table.Chosen() {
		if s.cannotEnter() == "" {
			s.enter()
		}
		return
	}
	s.table.Go(place)
	if s.visible(column) && column < findings {
		s.table.Choose(column)
	}
	s.arrive()
}
