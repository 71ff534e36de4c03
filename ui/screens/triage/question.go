package triage

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// An answerRow is one answer that can be given; the last is "not known".
type answerRow struct {
	key, code, label, anchor string
	given                    bool
}

// An answerList is the answers of a question as they are to be drawn.
type answerList struct {
	rows  []answerRow
	code  int // the widest code
	label int // the widest label; 0 where label and anchor flow together
	text  int // the room for label and anchor

	all    int // the lines that all answers need in full
	enough int // those that do if only the one under the cursor is in full
}

// labelled is the width from which labels have a column of their own.
const labelled = 70

func answerRows(p widget.Pen, q step, w int) answerList {
	var list answerList
	for i, o := range q.Options {
		list.rows = append(list.rows, answerRow{fmt.Sprint(i + 1), o.Value, o.Label, o.Anchor, o.Value == q.answer})
	}
	list.rows = append(list.rows, answerRow{".", "", "not known", "nobody here can say; this side stays open", q.answer == model.NotKnown})
	for _, r := range list.rows {
		list.code = max(list.code, min(p.Width(widget.Clean(r.code)), 6))
		list.label = max(list.label, min(p.Width(widget.Clean(r.label)), 16))
	}
	if list.text = w - len(">* 1  ") - list.code - 2; w < labelled {
		list.label = 0
	}
	longest := 0
	for _, r := range list.rows {
		n := len(list.lines(p, r, unlimited))
		list.all += n
		longest = max(longest, n)
	}
	list.enough = len(list.rows) + longest - 1
	return list
}

// lines gives label and anchor of an answer in at most so many lines.
func (list answerList) lines(p widget.Pen, r answerRow, most int) []string {
	if list.label == 0 {
		text := r.label
		if r.anchor != "" {
			text += ", " + r.anchor
		}
		return cutLines(p, text, list.text, most)
	}
	lines := cutLines(p, r.anchor, list.text-list.label-2, most)
	for i := range lines {
		label := ""
		if i == 0 {
			label = r.label
		}
		lines[i] = p.Fit(label, list.label) + "  " + lines[i]
	}
	return lines
}

// unlimited is more lines than any window has.
const unlimited = 1 << 16

// answersPane is the answers in h lines: all in full if they fit, else the one
// under the cursor, so that what stands below never moves.
func (s *Screen) answersPane(c *column, q step, list answerList, h int) {
	at, from, end := s.under(q), 0, len(c.lines)+h
	spare := max(h-len(list.rows), 0)
	if len(list.rows) > h {
		from = max(0, min(at-h+1, len(list.rows)-h))
	}
	for i := from; i < len(list.rows) && len(c.lines) < end; i++ {
		most := 1
		switch {
		case list.all <= h:
			most = unlimited
		case i == at:
			most += spare
		}
		s.answerLines(c, list, list.rows[i], i == at, most)
	}
	if at == untouched && list.all > h {
		c.para(c.Dim, " ", q.Help, end-len(c.lines))
	}
	for len(c.lines) < end {
		c.blank()
	}
}

// answerLines draws one answer.
func (s *Screen) answerLines(c *column, list answerList, r answerRow, current bool, most int) {
	sign, mark := " ", " "
	if current {
		sign = c.Glyphs.Select
		s.lineY = len(c.lines)
	}
	if r.given {
		mark = c.Glyphs.Mark
	}
	head := sign + mark + " " + r.key + "  " + c.Fit(r.code, list.code) + "  "
	for i, text := range list.lines(c.Pen, r, most) {
		if i > 0 {
			head = strings.Repeat(" ", c.Width(head))
		}
		switch {
		case current:
			c.put(c.Selection, head+text)
		case r.given:
			c.put(c.Title, head+text)
		default:
			c.put(c.Text, head+text)
		}
	}
}

// questionPane is the question, its answers and the reason, in h lines. What
// it has room for beyond that are the help and every anchor in full.
func (s *Screen) questionPane(c *column, v *scene, h int) {
	q, ok := v.step(s.question)
	if !ok {
		c.para(c.Warning, " ", v.noMethod()+". Open it with the parry that rated it.", h)
		return
	}
	title := cutLines(c.Pen, q.Title, c.w-1, 2)
	help := c.Wrap(q.Help, c.w-1)
	list := answerRows(c.Pen, q, c.w)
	f := furnish(h-len(title), len(help), list)
	s.lineY = len(c.lines)
	for _, line := range title {
		c.put(c.Title, " "+line)
	}
	for _, line := range help[:f.help] {
		c.put(c.Dim, " "+line)
	}
	c.blanks(f.gap)
	if s.typed != nil || len(q.Options) == 0 {
		s.freePane(c, q, f.answers)
	} else {
		s.answersPane(c, q, list, f.answers)
	}
	c.blanks(f.gap)
	s.reasonPane(c, v, q, f.reason)
}

// A furnishing is how many lines each piece below the question's title gets.
// It does not depend on the cursor, so nothing moves while that does.
type furnishing struct{ help, gap, answers, reason int }

// furnish shares out h lines: the answers and a line of reason must be there;
// air, the help, the anchors in full and more of the reason may, in this
// order.
func furnish(h, help int, list answerList) furnishing {
	f := furnishing{answers: list.enough, reason: 1}
	room := h - f.answers - f.reason
	if room < 0 {
		f.answers = max(h-f.reason, 0)
		return f
	}
	if room >= 2 {
		f.gap = 1
		room -= 2
	}
	if room > help {
		f.help = help
		room -= help
	}
	more := min(room, max(list.all-f.answers, 0))
	f.answers += more
	f.reason += min(room-more, 5)
	return f
}

// freePane is an answer that is typed.
func (s *Screen) freePane(c *column, q step, h int) {
	end := len(c.lines) + h
	s.lineY = len(c.lines)
	switch {
	case s.typed != nil:
		s.lineX += s.typed.CursorX(c.Pen, c.w-2)
		c.painted(" " + s.typed.Draw(c.Pen, c.w-2))
		c.put(c.Dim, " enter saves it, esc leaves it as it was")
	case q.answer == model.NotKnown:
		c.put(c.Text, " not known")
	case q.answer == "":
		c.put(c.Dim, " no answer yet: enter opens the line, . says that it is not known")
	default:
		c.put(c.Text, " "+q.answer)
	}
	for len(c.lines) < end {
		c.blank()
	}
}

// reasonPane is why the side is rated so, or that nobody has said it.
func (s *Screen) reasonPane(c *column, v *scene, q step, most int) {
	text, _, side := s.reason(v, q.Question)
	if text == "" {
		c.put(c.Dim, fmt.Sprintf(" why this %s: nothing yet, w writes it", side))
		return
	}
	c.para(c.Text, " ", fmt.Sprintf("why this %s: %s", side, text), most)
}
