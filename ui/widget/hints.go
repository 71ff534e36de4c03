package widget

// A Hint names a key and what it does here.
type Hint struct{ Key, Label string }

// hintHelp is on every last row: help that nobody can find does not exist.
var hintHelp = Hint{"?", "help"}

// Hints is the last row of the screen: the keys of this place, the most
// important first, as many as fit, and always "? help".
type Hints struct {
	x      int
	places []hintPlace
}

// A hintPlace is where a hint was drawn.
type hintPlace struct {
	key      string
	from, to int
}

// Draw gives the row in exactly w cells. A hint that does not fit is left out,
// and shorter ones after it still get their chance.
func (s *Hints) Draw(p Pen, hints []Hint, w int) string {
	s.x, s.places = 0, s.places[:0]
	line := ""
	for _, h := range hints {
		if h.Key != hintHelp.Key {
			line += s.add(p, h, w-2-p.Width(hintHelp.text()))
		}
	}
	help := s.add(p, hintHelp, w)
	if help == "" { // too narrow for the word
		help = p.Key.Paint(hintHelp.Key)
	}
	return p.Clip(line+help, max(w, 0))
}

// Row is the same without help: for the foot of an overlay, and while a field
// has the keys and would take the question mark.
func (s *Hints) Row(p Pen, hints []Hint, w int) string {
	s.x, s.places = 0, s.places[:0]
	line := ""
	for _, h := range hints {
		line += s.add(p, h, w)
	}
	return p.Clip(line, max(w, 0))
}

func (h Hint) text() string { return Clean(h.Key + " " + h.Label) }

// add draws a hint after what is there, if it ends before cell w.
func (s *Hints) add(p Pen, h Hint, w int) string {
	gap := min(s.x, 1) + 1
	end := s.x + gap + p.Width(h.text())
	if end > w {
		return ""
	}
	s.places = append(s.places, hintPlace{h.Key, s.x + gap, end})
	s.x = end
	return spaces(gap) + p.Key.Paint(Clean(h.Key)) + " " + Clean(h.Label)
}

// At gives the key of the hint at a cell of the last drawing.
func (s *Hints) At(x int) (key string, ok bool) {
	for _, h := range s.places {
		if x >= h.from && x < h.to {
			return h.key, true
		}
	}
	return "", false
}
