package history

// Click stands on the entry that was clicked, and reads the one that the cursor is
// on.
func (s *Screen) Click(x, y int) {
	place, _ := s.table.At(x, y)
	switch {
	case place < 0:
	case place == s.table.Cursor():
		s.read()
	default:
		s.table.Go(place)
	}
}
