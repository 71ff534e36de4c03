package triage

import (
	"fmt"

	"parry/model"
	"parry/ui/theme"
	"parry/ui/widget"
)

// facts are what is worth knowing while rating, by field.
var facts = []struct{ word, field string }{
	{"phase", "lifecycle_phase"},
	{"activity", "lifecycle_activity"},
	{"category", "category"},
	{"layer", "layer"},
	{"exposed", "exposure"},
	{"automatable", "automatable"},
	{"exploitation", "exploitation"},
	{"KEV", "kev"},
	{"CVE or such", "vuln_id"},
}

// knownPane is the left column: the ratings, the steps, and what is known.
func (s *Screen) knownPane(p widget.Pen, v *scene, w, h int) []string {
	c := &column{Pen: p, w: w}
	c.put(c.Header, " rating")
	for _, state := range model.States {
		text := fmt.Sprintf("%-9s %s", state, v.threat.Ratings[state].Cell())
		if v.threat.Ratings[state].Override() != "" {
			text += " set"
		}
		s.current(c, state == s.state && s.stage == rate, text)
	}
	c.blank()
	c.put(c.Header, fmt.Sprintf(" questions, %d open", v.open()))
	name := 0
	for _, st := range v.steps {
		name = max(name, min(c.Width(st.name()), w/2))
	}
	for _, st := range v.steps {
		s.current(c, st.ID == s.question, c.Fit(st.name(), name)+"  "+st.said(p))
	}
	c.blank()
	c.put(c.Header, " known")
	for _, f := range facts {
		c.fact(v.threat, f.word, f.field, 13)
	}
	if sentence := v.threat.Statement.Sentence(); sentence != "" {
		c.blank()
		c.para(c.Text, " ", sentence, h-len(c.lines))
	}
	return p.Page(c.lines, w, h)
}

// current is a line with the cursor's sign if it is the one in hand.
func (s *Screen) current(c *column, here bool, text string) {
	sign, look := " ", c.Text
	if here {
		sign, look = c.Glyphs.Select, c.Title
	}
	c.put(look, sign+" "+text)
}

// said is the answer of a step in words.
func (st step) said(p widget.Pen) string {
	switch {
	case st.spared:
		return "- as a whole"
	case st.answer == "":
		return p.Glyphs.Unset
	case st.answer == model.NotKnown:
		return "not known"
	}
	for _, o := range st.Options {
		if o.Value == st.answer && o.Label != o.Value {
			return o.Value + " " + o.Label
		}
	}
	return st.answer
}

// fact is one thing known, or that nobody has said it, behind its name in so
// many cells.
func (c *column) fact(t *model.Threat, word, field string, wide int) {
	f, ok := model.FieldNamed(field)
	if !ok {
		return
	}
	value, look := f.Get(t), theme.Look{}
	if value == "" {
		value, look = c.Glyphs.Unset, c.Dim
	}
	head := c.Fit(" "+word, wide) + " "
	for i, line := range c.hang(head, value, 2) {
		if i > 0 {
			head = c.Fit("", wide+1)
		}
		c.painted(c.Dim.Paint(head) + look.Paint(line))
	}
}
