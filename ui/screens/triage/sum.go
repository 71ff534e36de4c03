package triage

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// A thrift is what is left out of the sum for want of room.
type thrift struct {
	noFlips     bool // what would flip it
	noBeside    bool // what other methods say
	noSource    bool // who published the rule
	shortWishes bool // what is still open takes a line each
	noRepeats   bool // of the path, the lines that only repeat an answer
	noBasis     bool // what the rating rests on
	lastPath    bool // of the path, all but what decided
	noPath      bool // the rest of the path, if there is a doubt to read instead
}

// thrifts are tried in this order until the sum fits.
var thrifts = []thrift{
	{},
	{noFlips: true},
	{noFlips: true, noSource: true},
	{noFlips: true, shortWishes: true},
	{noFlips: true, noSource: true, shortWishes: true},
	{noFlips: true, noBeside: true, noSource: true, shortWishes: true},
	{noFlips: true, noBeside: true, noSource: true, shortWishes: true, noRepeats: true},
	{noFlips: true, noBeside: true, noSource: true, shortWishes: true, noRepeats: true, noBasis: true},
	{noFlips: true, noBeside: true, noSource: true, shortWishes: true, noRepeats: true, noBasis: true, lastPath: true},
	{noFlips: true, noBeside: true, noSource: true, shortWishes: true, noRepeats: true, noBasis: true, lastPath: true, noPath: true},
}

// sum is what the answers come to: the cell, where it was, the table rows that
// decided, what to doubt, what is still open, and the rule in force. A step
// that asks for plain fields has what they say.
func (s *Screen) sum(p widget.Pen, v *scene, w, h int) []string {
	if v.method.Rate == nil {
		return s.plainSum(p, v, w, h)
	}
	var c *column
	for _, less := range thrifts {
		c = &column{Pen: p, w: w}
		s.addUp(c, v, less)
		if len(c.lines) <= h {
			break
		}
	}
	return p.Page(c.lines, w, h)
}

func (s *Screen) addUp(c *column, v *scene, less thrift) {
	r := v.rating
	s.addResult(c, v)
	if line := s.notes(c.Pen, v); line != "" {
		c.painted(line)
	}
	if r.Override() != "" {
		c.para(c.Warning, c.Glyphs.Problem+" ", fmt.Sprintf("overridden from %s: %s", v.computed(), r.OverrideReason()), unlimited)
	}
	s.addPath(c, v, less)
	if r.Declared.Rated() && r.Declared != r.Level {
		c.para(c.Warning, c.Glyphs.Problem+" ", "the file it came from said level "+r.Declared.String(), unlimited)
	}
	most := unlimited
	if less.shortWishes {
		most = 1
	}
	for _, open := range v.wishes() {
		c.para(c.Dim, c.Glyphs.Unset+" ", open, most)
	}
	if !less.noBeside {
		s.addBeside(c, v, most)
	}
	if !less.noFlips {
		for _, line := range v.flips() {
			c.para(c.Dim, "~ ", line, most)
		}
	}
	s.addRule(c, v, less)
}

// addPath is the table rows that decided, and what to doubt.
func (s *Screen) addPath(c *column, v *scene, less thrift) {
	path := v.path(less.noRepeats)
	switch {
	case less.noPath && len(v.rating.Flags()) > 0:
		path = nil
	case less.lastPath:
		path = path[max(len(path)-2, 0):]
	}
	for _, line := range path {
		c.para(c.Text, "", line, unlimited)
	}
	for _, flag := range v.rating.Flags() {
		c.para(c.Warning, c.Glyphs.Problem+" ", flag, unlimited)
	}
}

// mostWishes is how many open answers are named; the rest is counted.
const mostWishes = 4

func (v *scene) wishes() []string {
	if open := v.outcome.Missing; len(open) > mostWishes {
		return append(append([]string{}, open[:mostWishes-1]...), fmt.Sprintf("and %d more", len(open)-mostWishes+1))
	}
	return v.outcome.Missing
}

// addBeside says what other methods make of the state, and where they disagree.
// An opinion takes at most some lines.
func (s *Screen) addBeside(c *column, v *scene, most int) {
	for _, line := range v.others() {
		c.para(c.Dim, "", "beside it: "+line, most)
	}
	for _, line := range v.disagreements() {
		c.para(c.Warning, c.Glyphs.Problem+" ", line, unlimited)
	}
}

// checks are the rules that speak of a step.
var checks = map[stage]func(*model.Threat, model.Grounds) []model.Finding{
	model.StepOwn:     model.CheckOwnership,
	model.StepRespond: model.CheckResponse,
	model.StepDecide:  model.CheckResponse,
}

// plainSum is what the fields of the step say, and what is wrong with them.
func (s *Screen) plainSum(p widget.Pen, v *scene, w, h int) []string {
	c := &column{Pen: p, w: w}
	switch {
	case s.stage == urgency && v.key.method != "":
		c.para(c.Warning, c.Glyphs.Problem+" ", v.noMethod(), unlimited)
	case s.stage == urgency:
		c.para(c.Text, " ", "No vulnerability is named: how soon to act follows from the level and from policy. m judges by analogy.", unlimited)
	}
	if find := checks[s.stage]; find != nil {
		for _, f := range find(v.threat, s.bench.Grounds()) {
			look := c.Warning
			if f.Severity == model.SeverityInfo {
				look = c.Dim
			}
			c.para(look, " "+c.Glyphs.Problem+" ", f.Rule+" "+f.Text, unlimited)
		}
	}
	if s.stage == model.StepDecide || s.stage == model.StepRespond {
		c.put(c.Text, fmt.Sprintf(" inherent %s, current %s, target %s", v.threat.Ratings[model.Inherent].Cell(),
			v.threat.Ratings[model.Current].Cell(), v.threat.Ratings[model.Target].Cell()))
	}
	s.addSuggested(c, v)
	for _, st := range v.steps {
		if st.answer == model.NoneFits {
			c.put(c.Text, c.Fit(" "+st.name(), 21)+" "+st.answer)
			continue
		}
		c.fact(v.threat, st.name(), st.field, 21)
	}
	return p.Page(c.lines, w, h)
}

// addRule says what the rating rests on, and which rule is in force.
func (s *Screen) addRule(c *column, v *scene, less thrift) {
	if basis := v.basis(); basis != "" && !less.noBasis {
		c.para(c.Dim, "", basis, unlimited)
	}
	if !less.noSource && v.method.Source != "" {
		c.blank()
		c.para(c.Dim, "", "rule: "+v.method.Source, unlimited)
	}
}

// addResult is what matters: the cell, or the verdict of a method that has none,
// and by when it wants something done.
func (s *Screen) addResult(c *column, v *scene) {
	r := v.rating
	said := r.Verdict().Words()
	switch {
	case r.Placed() || said == "" && v.method.Places:
		c.painted(s.result(c.Pen, v))
	case said == "" && r.Method == "" && v.outcome.Complete():
		c.para(c.Title, " ", "would be "+v.outcome.Words(), unlimited)
		c.para(c.Dim, " ", "give an answer to keep it", unlimited)
	case said == "":
		c.para(c.Title, c.Glyphs.NotAssessed+" ", "not judged yet", unlimited)
	default:
		if r.Override() != "" {
			said = r.Override() + ", in place of " + said
		}
		c.para(c.Title, " ", said, unlimited)
		if day, _ := model.DueBy(v.threat, *r); day != "" {
			c.para(c.Accent, " ", "due "+day, unlimited)
		}
	}
}

// result is the one line that matters.
func (s *Screen) result(p widget.Pen, v *scene) string {
	r := v.rating
	side := func(l model.Level) string {
		if !l.Rated() {
			return p.Glyphs.Unset
		}
		return l.String()
	}
	if !r.Placed() {
		return p.Title.Paint(fmt.Sprintf("%s not rated: likelihood %s impact %s", p.Glyphs.NotAssessed, side(r.Likelihood), side(r.Impact)))
	}
	sides := fmt.Sprintf("[X] likelihood %s x impact %s = ", side(r.Likelihood), side(r.Impact))
	return p.Title.Paint(sides) + p.Band(r.Level).Paint(" "+side(r.Level)+" ")
}

// notes say that the rating is over appetite, and where it was before.
func (s *Screen) notes(p widget.Pen, v *scene) string {
	var parts []string
	if v.above() {
		parts = append(parts, p.Error.Paint(fmt.Sprintf("%s over appetite %s", p.Glyphs.Problem, v.tolerance.For(v.threat))))
	}
	was := s.from[v.key.state]
	if v.places() && was.Rated() && was != spotOf(v.rating) {
		level := v.settings.Matrix.Level(was.Likelihood, was.Impact)
		parts = append(parts, p.Dim.Paint(fmt.Sprintf("(n) was %s x %s = %s", was.Likelihood, was.Impact, level)))
	}
	return strings.Join(parts, "  ")
}

// path is the steps that led to the rating; one that no method made has only
// the matrix. Terse leaves out the lines that only repeat an answer.
func (v *scene) path(terse bool) []string {
	r := v.rating
	if len(r.Path()) == 0 && r.Placed() && v.places() {
		m := v.settings.Matrix
		return []string{fmt.Sprintf("%s row %s, column %s: level %s", m.Name, r.Likelihood, r.Impact, r.Level)}
	}
	var lines []string
	for _, line := range r.Path() {
		if !terse || !v.repeats(line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// repeats says whether a line of the path begins as an answer does.
func (v *scene) repeats(line string) bool {
	for name, value := range v.rating.Answers() {
		if strings.HasPrefix(line, name+" "+value+" ") {
			return true
		}
	}
	return false
}

// basis says what the rating rests on, and how sure somebody was.
func (v *scene) basis() string {
	basis := v.rating.Basis()
	switch {
	case basis == "":
	case v.rating.Method == v.settings.Method && !v.approved:
		basis = "by " + basis + ", provisional"
	case v.rating.Answers() != nil:
		basis = "by " + basis
	}
	if v.rating.Confidence() != "" {
		basis += "; confidence " + v.rating.Confidence()
	}
	return strings.TrimPrefix(basis, "; ")
}
