package triage

// Spots are where things lie in the last drawing, for clicks.
type spots struct {
	answers []answerSpot
	stages  []stageSpot // in the second row
}

// An answerSpot is the lines and cells of an answer: by its place, the last being "not
// known".
type answerSpot struct {
	place    int
	from, to int // lines
	x, right int // cells
}

// A stageSpot is where the name of a step ends.
type stageSpot struct {
	stage stage
	end   int
}

func (s *spots) put(place, from, to, w int) {
	s.answers = append(s.answers, answerSpot{place, from, to, 0, w})
}

// shift moves the answers to where their column came to lie.
func (s *spots) shift(x, y int) {
	for i := range s.answers {
		a := &s.answers[i]
		a.x, a.right, a.from, a.to = a.x+x, a.right+x, a.from+y, a.to+y
	}
}

// Click gives the answer that was clicked, as its key would.
func (s *Screen) Click(x, y int) {
	for _, a := range s.spots.answers {
		if y < a.from || y >= a.to || x < a.x || x >= a.right {
			continue
		}
		if why := s.cannotAnswer(); why != "" {
			s.bench.Refuse("%s", why)
			return
		}
		s.option = a.place
		s.enter()
		return
	}
}

// ClickStatus goes to the step that was clicked.
func (s *Screen) ClickStatus(x int) {
	for _, at := range s.spots.stages {
		if x < at.end {
			if at.stage != s.stage {
				s.setStage(at.stage)
			}
			return
		}
	}
}
