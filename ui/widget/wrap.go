package widget

import "strings"

// Wrap cleans s, keeps its line breaks, and breaks lines wider than w cells
// between words; a word wider than a line is broken where it must be. Lines
// are not padded and end in no spaces. Wrap once per width and keep the
// result: drawing is then a window on the lines.
func (r Ruler) Wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	var lines []string
	for para := range strings.SplitSeq(CleanLines(s), "\n") {
		lines = r.wrap(lines, stand(para), w)
	}
	return lines
}

// wrap adds the lines of one paragraph.
func (r Ruler) wrap(lines []string, para string, w int) []string {
	start, width := 0, 0    // of the line being filled
	brk, resume := 0, 0     // the last place to break it, and where it goes on
	emit := func(end int) { // a line is para[start:end]
		lines = append(lines, r.Cut(strings.TrimRight(para[start:end], " "), w))
	}
	for i := 0; i < len(para); {
		size, cells := r.next(para[i:])
		switch {
		case para[i:i+size] == " ":
			if resume != i {
				brk = i
			}
			resume = i + 1
		case width+cells > w && strings.TrimLeft(para[start:max(brk, start)], " ") != "":
			emit(brk)
			start, i = resume, resume
			width, brk = 0, 0
			continue
		case width+cells > w && i > start:
			emit(i)
			start, width, brk = i, 0, 0
			continue
		}
		width += cells
		i += size
	}
	emit(len(para))
	return lines
}
