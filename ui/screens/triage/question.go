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
	mark                     string // before the key: given, in the range, as the last threat
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

func (s *Screen) answerRows(p widget.Pen, v *scene, q step, w int) answerList {
	var list answerList
	for i := range q.Options {
		list.rows = append(list.rows, s.answerRow(p, v, q, i))
	}
	list.rows = append(list.rows, lastRow(p, q))
	for _, r := range list.rows {
		list.code = max(list.code, min(p.Width(widget.Clean(r.code)), codeWidth(q)))
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

// answerRow is an option with what is known of it: that it is given, lies in a
// range that is, or was the answer of the last threat.
func (s *Screen) answerRow(p widget.Pen, v *scene, q step, place int) answerRow {
	o := q.Options[place]
	row := answerRow{key: keyOf(q, place), code: o.Value, label: o.Label, anchor: o.Anchor, mark: " ", given: q.given(o.Value)}
	if o.Label == o.Value {
		row.label = "" // a field's value is its own label
	}
	if row.key == o.Value {
		row.code = "" // so is a number
	}
	last, repeats := s.ditto(v, q)
	r, ranged := model.ParseSpan(q.answer)
	within := ranged && q.Place(o.Value) >= q.Place(r.Low) && q.Place(o.Value) <= q.Place(r.High)
	switch {
	case row.given:
		row.mark = p.Glyphs.Mark
	case within, s.span != nil && o.Value == s.span.low:
		row.mark = "-"
	case repeats && o.Value == best(last.value):
		row.mark = `"`
		row.anchor = strings.TrimSuffix("as "+last.threat+": "+row.anchor, ": ")
	}
	if rank := q.rank(o.Value); rank > 0 {
		if !row.given {
			row.mark = "+"
		}
		row.anchor = q.suggested(rank, row.anchor)
	}
	if row.given && v.offered(q) {
		row.anchor = "(as the threat itself says) " + row.anchor
	}
	return row
}

// codeWidth is the most that the answers themselves take: a field's are words.
func codeWidth(q step) int {
	if q.field != "" {
		return 30
	}
	return 16
}

// keyOf is the digit that gives an option: its place, or itself where numbers
// are the answers.
func keyOf(q step, place int) string {
	switch {
	case q.Whole && len(q.Options[place].Value) == 1:
		return q.Options[place].Value
	case q.Whole || place >= 9:
		return " "
	}
	return fmt.Sprint(place + 1)
}

// lastRow is the answer that nobody knows, or what stands in its place.
func lastRow(p widget.Pen, q step) answerRow {
	row := answerRow{key: ".", label: "not known", anchor: "nobody here can say; this side stays open", mark: " ", given: q.answer == model.NotKnown}
	switch {
	case q.field != "":
		row.label, row.anchor = "", "leave it as it is"
	case q.Optional:
		row.label, row.anchor, row.given = "not defined", "left out of the score", q.answer == ""
	}
	if row.given {
		row.mark = p.Glyphs.Mark
	}
	return row
}

// lines gives label and anchor of an answer in at most so many lines.
func (list answerList) lines(p widget.Pen, r answerRow, most int) []string {
	if list.label == 0 {
		text := r.label
		if r.anchor != "" {
			text = strings.TrimPrefix(text+", "+r.anchor, ", ")
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
		from := len(c.lines)
		s.answerLines(c, list, list.rows[i], i == at, most)
		s.spots.put(i, from, len(c.lines), c.w)
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
	sign := " "
	if current {
		sign = c.Glyphs.Select
		s.lineY = len(c.lines)
	}
	head := sign + r.mark + " " + r.key + "  " + c.Fit(r.code, list.code) + "  "
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
		text := v.noMethod() + "."
		if v.named != "" {
			text += " Open it with the parry that rated it, or choose another method with m."
		}
		c.para(c.Warning, " ", text, h)
		return
	}
	title := cutLines(c.Pen, s.titleOf(v, q, c.w), c.w-1, 2)
	help := c.Wrap(q.Help, c.w-1)
	list := s.answerRows(c.Pen, v, q, c.w)
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

// titleOf is the question, with what the state counts where no line of its own
// says it.
func (s *Screen) titleOf(v *scene, q step, w int) string {
	if s.stage != rate || !v.method.Places || q.field != "" || w < labelled {
		return q.Title
	}
	words := stateWords[v.key.state]
	return q.Title + " " + strings.ToUpper(words[:1]) + words[1:] + "."
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
	case q.answer == "" && q.field != "":
		c.put(c.Dim, " nothing yet: enter opens the line")
	case q.answer == "":
		c.put(c.Dim, " no answer yet: enter opens the line, . says that it is not known")
	default:
		c.para(c.Text, " ", q.answer, max(end-len(c.lines), 1))
	}
	for len(c.lines) < end {
		c.blank()
	}
}

// reasonPane is why the side is rated so, or that nobody has said it.
func (s *Screen) reasonPane(c *column, v *scene, q step, most int) {
	if s.stage != rate {
		return
	}
	text, _, side := s.reason(v, q.Question)
	if text == "" {
		c.put(c.Dim, fmt.Sprintf(" why this %s: nothing yet, w writes it", side))
		return
	}
	c.para(c.Text, " ", fmt.Sprintf("why this %s: %s", side, text), most)
}
