package widget

import (
	"fmt"
	"strings"
	"testing"
)

// A list and its story fill the window to the cell, whatever its size, and the story is told
// where it lies.
func TestListAndStory(t *testing.T) {
	p := plainPen(t)
	fill := func(sign string, w, h int) []string {
		lines := make([]string, h)
		for i := range lines {
			lines[i] = strings.Repeat(sign, w)
		}
		return lines
	}
	for w := 1; w < 200; w += 7 {
		for h := range 40 {
			var lay Place
			lines := p.ListAndStory(w, h, Story{Right: w / 3, Below: 7}, func(w, h int) []string { return fill("l", w, h) },
				func(at Place) []string { lay = at; return fill("s", at.W, at.H) })
			size := fmt.Sprintf("%d x %d", w, h)
			if len(lines) != h {
				t.Fatalf("%s: %d lines", size, len(lines))
			}
			for y, line := range lines {
				if p.Width(line) != w {
					t.Fatalf("%s: line %d has %d cells", size, y, p.Width(line))
				}
				inside := lay.W > 0 && y >= lay.Y && y < lay.Y+lay.H
				if inside != strings.Contains(line, "s") || inside && strings.Index(p.Span(line, lay.X, w), "s") != 0 {
					t.Fatalf("%s: the story is said to lie at %v, line %d is %q", size, lay, y, line)
				}
			}
			if told := lay.W > 0; told != (w >= Wide || h >= leastBoth) && h > 0 {
				t.Fatalf("%s: the story is told: %v", size, told)
			}
		}
	}
}
