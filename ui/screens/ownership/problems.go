package ownership

import "parry/model"

// nextProblem goes to the next cell with a finding, row by row, and from the
// last to the first.
func (s *Screen) nextProblem() {
	s.refresh()
	n := s.table.Len()
	if s.matrix.wrong == 0 || n == 0 {
		s.bench.Refuse("no rule finds anything wrong with the ownership")
		return
	}
	at, _ := s.table.Row()
	if s.stopIn(at, s.table.Chosen()+1) {
		return
	}
	from := s.table.Cursor()
	for step := 1; step <= n; step++ {
		place := (from + step) % n
		s.table.Go(place)
		if at, _ := s.table.Row(); s.stopIn(at, 0) {
			if place <= from {
				s.bench.Say("on from the first threat")
			}
			return
		}
	}
}

// stopIn stands on the first cell of a row, from a column on, that has to do
// with a finding.
func (s *Screen) stopIn(row, from int) bool {
	for column := from; column < findings; column++ {
		if s.isStop(&s.matrix.view.Rows[row], column) {
			s.table.Choose(column)
			s.arrive()
			return true
		}
	}
	return false
}

// isStop says whether something can be put right in a column. What no column
// on the screen has to do with is put right from the id.
func (s *Screen) isStop(row *model.OwnershipRow, column int) bool {
	if weighty(row.Findings) == 0 {
		return false
	}
	if column != id {
		return s.visible(column) && partOf(row, column)
	}
	for other := title; other < findings; other++ {
		if s.visible(other) && partOf(row, other) {
			return false
		}
	}
	return true
}

// partOf says whether a column has to do with a finding of the row.
func partOf(row *model.OwnershipRow, column int) bool {
	if layer, ok := layerAt(column); ok {
		return weighty(row.Cell(layer)) > 0
	}
	switch column {
	case lead:
		return hasRule(row.Findings, "S4") || hasRule(row.Findings, "S9")
	case person:
		return hasRule(row.Findings, "S7")
	}
	return false
}

// visible says whether a column was on the screen in the last drawing; before
// the first all are.
func (s *Screen) visible(column int) bool {
	return column >= len(s.shown) || s.shown[column]
}
