package decisiontable

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
)

// A Rule is a table as people are asked it: the table that decides, the tables
// that some of its inputs follow from, and the words of the questions.
type Rule struct {
	ID, Title, Source string

	Decides Table
	Behind  []Table // the outcome of each is an input of Decides
	Words   map[string]Words
	Facts   func(*model.Threat) model.Answers
	// Then completes the verdict of a row, as with days to act in, and may add
	// a line to the path; nil where the outcome is all there is.
	Then func(outcome string) (v model.Verdict, line string)
}

// Words are how a point is asked; what is left empty is taken from the table.
type Words struct {
	ID          string // where the point's own name is not what it is called
	Title, Help string
	Anchors     []string   // of the values, lowest first
	Also        [][]string // other spellings of the values, lowest first
	Names       []string   // other names of the question
	Field       string     // the threat's own field that holds the same
}

// Method makes a method of a table alone, in its own words, for a table that
// somebody brings. It is refused if some combination has no row, or several.
func (t Table) Method() (model.Method, error) {
	if t.slug() == "" {
		return model.Method{}, fmt.Errorf("the table %.60q has no letter a-z or digit in its namespace and key to be called by", t)
	}
	return Rule{ID: t.slug(), Title: t.Name, Source: "decision table " + t.String() + ", as imported", Decides: t}.Method()
}

// slug names a table as a method: cisa-dt-bod2604.
func (t Table) slug() string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(t.Namespace+"-"+t.Key), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}

// Method makes the method of a rule.
func (r Rule) Method() (model.Method, error) {
	monotone := true
	for _, t := range append([]Table{r.Decides}, r.Behind...) {
		proof := t.Prove()
		if !proof.Total() {
			return model.Method{}, fmt.Errorf("%s cannot decide every case: %s", t, strings.Join(t.Check(), "; "))
		}
		monotone = monotone && proof.Monotone()
	}
	asked := r.questions()
	return model.Method{
		ID: r.ID, Title: r.Title, Version: r.Decides.Version, Source: r.Source,
		Questions: asked,
		Rate:      func(a model.Answers) model.Outcome { return r.rate(asked, a) },
		Facts:     r.Facts,
		Judges:    model.JudgesVulnerabilities,
		Monotone:  monotone,
		Results:   r.Decides.Outcome.words(),
	}, nil
}

func (p Point) words() []string {
	words := make([]string, len(p.Values))
	for i, v := range p.Values {
		words[i] = v.Word()
	}
	return words
}

// behind finds the table that a point follows from.
func (r Rule) behind(p Point) (Table, bool) {
	for _, t := range r.Behind {
		if t.Outcome.ID() == p.ID() {
			return t, true
		}
	}
	return Table{}, false
}

// questions asks the inputs in their order; in place of one that follows from
// others, those, and itself on request.
func (r Rule) questions() []model.Question {
	var asked, whole []model.Question
	for _, p := range r.Decides.Inputs {
		t, ok := r.behind(p)
		if !ok {
			asked = append(asked, r.question(p))
			continue
		}
		q := r.question(p)
		for _, from := range t.Inputs {
			asked = append(asked, r.question(from))
			q.Instead = append(q.Instead, r.id(from))
		}
		whole = append(whole, q)
	}
	return append(asked, whole...)
}

// id is what the answer to a point is called.
func (r Rule) id(p Point) string {
	if id := r.Words[p.ID()].ID; id != "" {
		return id
	}
	return p.ID()
}

func (r Rule) question(p Point) model.Question {
	w := r.Words[p.ID()]
	q := model.Question{ID: r.id(p), Title: w.Title, Help: w.Help, Also: w.Names, Field: w.Field}
	if q.Title == "" {
		q.Title = p.Name + "?"
	}
	if q.Help == "" {
		q.Help = orElse(p.Definition, p.Name) + " (" + p.String() + ")"
	}
	for i, v := range p.Values {
		o := model.Option{Value: v.Word(), Label: v.Word(), Anchor: orElse(v.Definition, v.Name), Also: []string{v.Key}}
		if i < len(w.Anchors) {
			o.Anchor = w.Anchors[i]
		}
		if i < len(w.Also) {
			o.Also = append(o.Also, w.Also[i]...)
		}
		q.Options = append(q.Options, o)
	}
	return q
}

func orElse(text, otherwise string) string {
	if strings.TrimSpace(text) == "" {
		return otherwise
	}
	return text
}

// A reading is the answers on their way through the tables.
type reading struct {
	Rule
	asked    []model.Question
	answers  model.Answers
	path     []string
	missing  []string
	problems []string
}

// rate finds the row. The lines of the path are stored and compared when a
// rating is done again, so other words are another version.
func (r Rule) rate(asked []model.Question, a model.Answers) model.Outcome {
	c := reading{Rule: r, asked: asked}
	c.answers, c.problems = model.ReadAnswers(r.ID, asked, a)
	in := make([]int, len(r.Decides.Inputs))
	for k, p := range r.Decides.Inputs {
		in[k] = c.input(p)
	}
	if len(c.problems) > 0 {
		return model.Outcome{Problems: c.problems, Missing: c.missing}
	}
	o := model.Outcome{Path: c.path, Missing: c.missing}
	if slices.Contains(in, -1) {
		return o
	}
	row := r.Decides.find(in)
	o.Verdict.Outcome = r.Decides.out(row)
	o.Path = append(o.Path, fmt.Sprintf("%s %s row %d (%s): %s",
		r.Decides.Key, r.Decides.Version, row, c.told(r.Decides, in), o.Verdict.Outcome))
	if r.Then != nil {
		outcome, line := o.Verdict.Outcome, ""
		o.Verdict, line = r.Then(outcome)
		if o.Verdict.Outcome = outcome; line != "" {
			o.Path = append(o.Path, line)
		}
	}
	return o
}

// input gives the place of an input's value, -1 while it is not known.
func (c *reading) input(p Point) int {
	t, derived := c.behind(p)
	if !derived {
		c.missing = append(c.missing, model.MissingAnswers(c.questions(c.id(p)), c.answers)...)
		return c.place(p)
	}
	said, in := c.place(p), make([]int, len(t.Inputs))
	for k, from := range t.Inputs {
		in[k] = c.place(from)
	}
	if slices.Contains(in, -1) {
		return c.whole(p, t, said)
	}
	row := t.find(in)
	line := fmt.Sprintf("%s %s row %d (%s): %s %s", t.Key, t.Version, row, c.told(t, in), c.id(p), t.out(row))
	if said >= 0 && said != t.Rows[row].Out {
		c.problems = append(c.problems, fmt.Sprintf("%s %s contradicts %s; leave out one or the other", c.id(p), p.Values[said].Word(), line))
	}
	c.path = append(c.path, line)
	return t.Rows[row].Out
}

// whole takes the answer given in place of several, or says what is missing.
func (c *reading) whole(p Point, t Table, said int) int {
	if said >= 0 {
		c.path = append(c.path, fmt.Sprintf("%s %s (as given)", c.id(p), p.Values[said].Word()))
		return said
	}
	var halves []string
	given := false
	for _, from := range t.Inputs {
		halves = append(halves, c.id(from))
		given = given || c.answers[c.id(from)] != ""
	}
	if c.answers[c.id(p)] == model.NotKnown && !given {
		halves = []string{c.id(p)}
	}
	c.missing = append(c.missing, model.MissingAnswers(c.questions(halves...), c.answers)...)
	return -1
}

// place is the place of an answer among a point's values, -1 if there is none.
func (c *reading) place(p Point) int { return slices.Index(p.words(), c.answers[c.id(p)]) }

// questions finds questions by their ids.
func (c *reading) questions(ids ...string) []model.Question {
	var found []model.Question
	for _, q := range c.asked {
		if slices.Contains(ids, q.ID) {
			found = append(found, q)
		}
	}
	return found
}

// told tells the values of a row under the names of the questions.
func (c *reading) told(t Table, in []int) string {
	parts := make([]string, len(in))
	for k, p := range t.Inputs {
		parts[k] = c.id(p) + " " + p.Values[in[k]].Word()
	}
	return strings.Join(parts, ", ")
}
