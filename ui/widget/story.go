package widget

import "strings"

// Wide is from where a list and the story of its row stand side by side.
const Wide = 110

// leastBoth is the height from which there is room for a story under the list.
const leastBoth = 16

// A Story is how much room a screen gives to what is told of the row under the cursor.
type Story struct {
	Right int // cells beside the list, in a wide window
	Below int // rows under it, in a narrow one
}

// ListAndStory lays both out in h lines of w cells: side by side, or the story in the
// lowest rows under a rule; where the window is too low for both there is the list alone.
// What is drawn is exactly as large as it is asked for; the story is told where it lies.
func (p Pen) ListAndStory(w, h int, room Story, list func(w, h int) []string, story func(at Place) []string) []string {
	switch {
	case w >= Wide:
		return p.Beside(list(w-room.Right-3, h), p.Page(story(Place{w - room.Right, 0, room.Right, h}), room.Right, h))
	case h >= leastBoth:
		lines := append(make([]string, 0, h), list(w, h-room.Below-1)...)
		lines = append(lines, p.Border.Paint(strings.Repeat(p.Glyphs.Rule, max(w, 0))))
		return append(lines, p.Page(story(Place{0, h - room.Below, w, room.Below}), w, room.Below)...)
	}
	return list(w, h)
}
