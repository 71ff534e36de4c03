package report

import (
	"fmt"
	"slices"
	"strings"

	"parry/ui/widget"
)

// namesRedacted is the redaction that takes the names of people out.
const namesRedacted = "names"

// refresh makes the text anew if the register or the wish is another, and wraps it.
func (s *Screen) refresh(w int) {
	wish := s.wish
	if s.bench.Present { // others look on
		wish.Redact = append(slices.Clone(wish.Redact), namesRedacted)
	}
	wished := fmt.Sprint(wish.Audience, "/", wish.Party, "/", wish.Redact)
	version := s.bench.Register().Version()
	if s.text == "" || s.version != version || s.wished != wished {
		s.version, s.wished, s.width = version, wished, 0
		s.text, s.wrong = "There is no report here.", nil
		if s.bench.Reports != nil {
			s.text, s.wrong = s.bench.Reports.Text(wish)
		}
		if s.wrong != nil {
			s.text = s.wrong.Error()
		}
	}
	if s.width != w {
		s.width, s.lines = w, nil
		for line := range strings.SplitSeq(s.text, "\n") {
			s.lines = append(s.lines, wrapped(s.bench.Pen, line, w)...)
		}
	}
}

// wrapped breaks a line of Markdown; what goes on is set in, so that a table row reads
// as one.
func wrapped(p widget.Pen, line string, w int) []string {
	if line == "" {
		return []string{""}
	}
	lines := p.Wrap(line, max(w-2, 1))
	for i := 1; i < len(lines); i++ {
		lines[i] = "  " + lines[i]
	}
	return lines
}

// Status says which report is shown.
func (s *Screen) Status(w int) string {
	p := s.bench.Pen
	whom, out, format := "everybody", "nothing taken out", "Markdown"
	if s.wish.Audience != "" {
		whom = s.wish.Audience
	}
	if s.wish.Party != "" {
		whom += ", the part of " + s.wish.Party
	}
	if len(s.wish.Redact) > 0 {
		out = "without " + strings.Join(s.wish.Redact, ", ")
	}
	if s.wish.HTML {
		format = "HTML (this is its text)"
	}
	s.refresh(w)
	right := fmt.Sprintf(" line %d of %d ", min(s.top+1, len(s.lines)), len(s.lines))
	return p.Dim.Paint(p.Fit(" for "+whom+"   "+out+"   as "+format, max(w-len(right), 0))) + p.Text.Paint(p.Fit(right, min(len(right), w)))
}

// Draw gives the report as it will be written.
func (s *Screen) Draw(w, h int) []string {
	s.refresh(w)
	p := s.bench.Pen
	s.page = max(h-1, 1)
	s.top = max(0, min(s.top, len(s.lines)-h))
	lines := make([]string, 0, h)
	for _, line := range s.lines[s.top:min(s.top+h, len(s.lines))] {
		look := p.Text
		switch {
		case strings.HasPrefix(line, "#"):
			look = p.Accent
		case strings.HasPrefix(line, "| --"):
			look = p.Dim
		case s.wrong != nil:
			look = p.Error
		}
		lines = append(lines, look.Paint(p.Fit(line, w)))
	}
	lines = s.records.Over(p.Page(lines, w, h), w, h)
	lines = s.popup.Over(p, lines, w, h)
	if s.some != nil {
		bw := min(w, max(60, w*2/3))
		iw, _ := widget.BoxInside(bw, 0)
		bh := min(h, s.some.Height(p, iw)+2)
		_, ih := widget.BoxInside(bw, bh)
		var place widget.Place
		lines, place = p.Centre(lines, p.Box(s.some.Title, s.some.Draw(p, iw, ih), bw, bh), w, h)
		s.some.Lies(place)
	}
	return lines
}
