// Package nist80030 rates a threat by NIST SP 800-30 Rev. 1: that it starts
// and that harm follows give the likelihood (table G-5), likelihood and impact
// give the level (table I-2).
//
//   - tables.go: the two tables and the number bands
//   - questions.go: what is asked, with anchors in our own words
//   - nist80030.go: from answers as they came to an outcome
//
// Answers that cannot be read rate nothing at all; answers that are not there
// yet leave only their own side open.
package nist80030

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"parry/model"
)

// ID is the name that ratings made by this method carry.
const ID = "nist-800-30"

const version = "r1"

// The answers there are. The last one is no question: it says whether
// initiation means an attempt (yes, the default) or an occurrence (no).
const (
	initiation  = "initiation"
	adverse     = "adverse"
	impact      = "impact"
	likelihood  = "likelihood"
	adversarial = "adversarial"
)

var names = []string{initiation, adverse, impact, likelihood, adversarial}

const steps = "VL, L, M, H or VH"

// Method is SP 800-30 as parry asks it.
func Method() model.Method {
	matrix := Matrix()
	return model.Method{
		ID:        ID,
		Title:     "NIST SP 800-30 Rev. 1",
		Version:   version,
		Source:    "NIST SP 800-30 Rev. 1, Guide for Conducting Risk Assessments, September 2012, tables G-2 to G-5, H-3 and I-2",
		Questions: questions(),
		Rate:      rate,
		Context:   context,
		Seed:      seed,
		Places:    true,
		Monotone:  true,
		Results:   []string{"VL", "L", "M", "H", "VH"},
		Matrix:    &matrix,
	}
}

// context tells whether somebody acts on purpose; that somebody does goes
// without saying.
func context(t *model.Threat) model.Answers {
	if t.IsAdversarial() {
		return model.Answers{adversarial: ""}
	}
	return model.Answers{adversarial: "no"}
}

func rate(a model.Answers) model.Outcome {
	c, problems := read(a)
	if len(problems) > 0 {
		return model.Outcome{Missing: c.missing(), Problems: problems}
	}
	overall := c.overall()
	return model.Outcome{
		Likelihood: overall,
		Impact:     c.impact.level,
		Level:      i2.at(overall, c.impact.level),
		Path:       c.path(),
		Flags:      c.flags(),
		Missing:    c.missing(),
	}
}

// seed starts from what a rating already says. Answers of this method come
// back as they were given. What was typed or imported gives the sides it has;
// another method's rating counts only once it has both.
func seed(r model.Rating) model.Answers {
	a := model.Answers{}
	if r.Method == ID && len(r.Answers()) > 0 {
		maps.Copy(a, r.Answers())
		return a
	}
	byHand := r.Method == "" || r.Method == model.MethodEntered || r.Method == model.MethodImported
	if !byHand && !r.Placed() {
		return a
	}
	return a.With(likelihood, r.Likelihood.String()).With(impact, r.Impact.String())
}

// An answer is one of the five steps, or the reason why it is none. Its zero
// value was not given.
type answer struct {
	level      model.Level
	notKnown   bool
	unreadable bool
}

func (a answer) given() bool { return a.level.Rated() || a.notKnown || a.unreadable }

// A reading is what answers say, whatever way they were spelt.
type reading struct {
	initiation, adverse, likelihood, impact answer
	occurrence                              bool // nobody starts it on purpose
}

// read gives every problem at once, in the order of the answers' names.
func read(a model.Answers) (reading, []string) {
	var c reading
	var problems []string
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if problem := c.take(name, strings.TrimSpace(a[name])); problem != "" {
			problems = append(problems, problem)
		}
	}
	if problem := c.contradiction(); problem != "" {
		problems = append(problems, problem)
	}
	return c, problems
}

func (c *reading) take(name, value string) (problem string) {
	switch name {
	case initiation:
		c.initiation, problem = readLevel(name, value)
	case adverse:
		c.adverse, problem = readLevel(name, value)
	case impact:
		c.impact, problem = readLevel(name, value)
	case likelihood:
		c.likelihood, problem = readLevel(name, value)
	case adversarial:
		c.occurrence, problem = readNo(name, value)
	default:
		problem = unknown(name)
	}
	return problem
}

func readLevel(name, value string) (answer, string) {
	if value == model.NotKnown {
		return answer{notKnown: true}, ""
	}
	level, err := model.ParseLevel(value)
	if err != nil {
		return answer{unreadable: true},
			fmt.Sprintf("%s is %.40q; it takes %s, or %s for \"not known\"", name, value, steps, model.NotKnown)
	}
	return answer{level: level}, ""
}

// readNo says whether the value is "no"; where nobody knows, it is not.
func readNo(name, value string) (bool, string) {
	switch strings.ToLower(value) {
	case "no":
		return true, ""
	case "yes", "", model.NotKnown:
		return false, ""
	}
	return false, fmt.Sprintf("%s is %.40q; it takes yes or no", name, value)
}

func unknown(name string) string {
	meant := ""
	if near := model.Nearest(name, names); near != "" {
		meant = " did you mean " + near + "?"
	}
	return fmt.Sprintf("there is no answer %.40q;%s %s takes %s", name, meant, ID, strings.Join(names, ", "))
}

func (c reading) contradiction() string {
	computed, said := c.computed(), c.likelihood.level
	if !computed.Rated() || !said.Rated() || computed == said {
		return ""
	}
	return fmt.Sprintf("likelihood %s contradicts initiation %s and adverse %s, which give %s by G-5; leave out one or the other",
		said, c.initiation.level, c.adverse.level, computed)
}

func (c reading) computed() model.Level { return g5.at(c.initiation.level, c.adverse.level) }

func (c reading) overall() model.Level {
	if computed := c.computed(); computed.Rated() {
		return computed
	}
	return c.likelihood.level
}

// start names what initiation stands for, and its table.
func (c reading) start() (word, table string) {
	if c.occurrence {
		return "occurrence", "G-3"
	}
	return "initiation", "G-2"
}

// path tells each step. Its lines are stored and compared when a rating is
// re-performed, so other words are another version of the method.
func (c reading) path() []string {
	path := c.likelihoodPath()
	bad := c.impact.level
	if bad.Rated() {
		path = append(path, fmt.Sprintf("impact %s (H-3)", bad))
	}
	if level := i2.at(c.overall(), bad); level.Rated() {
		path = append(path, fmt.Sprintf("I-2 row %s, column %s: level %s", c.overall(), bad, level))
	}
	return path
}

func (c reading) likelihoodPath() []string {
	var path []string
	starts, harms, said := c.initiation.level, c.adverse.level, c.likelihood.level
	if starts.Rated() {
		word, table := c.start()
		path = append(path, fmt.Sprintf("%s %s (%s)", word, starts, table))
	}
	if harms.Rated() {
		path = append(path, fmt.Sprintf("adverse %s (G-4)", harms))
	}
	computed := c.computed()
	switch {
	case computed.Rated():
		path = append(path, fmt.Sprintf("G-5 row %s, column %s: likelihood %s", starts, harms, computed))
		if said.Rated() {
			path = append(path, fmt.Sprintf("likelihood %s (as given, the same)", said))
		}
	case said.Rated():
		path = append(path, fmt.Sprintf("likelihood %s (as given)", said))
		path = append(path, c.left()...)
	}
	return path
}

// left says which half of G-5 is open where the other was answered but a
// likelihood given as a whole stands.
func (c reading) left() []string {
	if !c.initiation.given() && !c.adverse.given() {
		return nil
	}
	var lines []string
	for _, half := range []struct {
		name string
		answer
	}{{initiation, c.initiation}, {adverse, c.adverse}} {
		switch {
		case half.notKnown:
			lines = append(lines, half.name+" is \"not known\": G-5 not read")
		case !half.level.Rated():
			lines = append(lines, half.name+" is still open: G-5 not read")
		}
	}
	return lines
}

// flags doubts the cells of G-5 that lie above their row: that harm comes
// about cannot be likelier than that it starts.
func (c reading) flags() []string {
	starts, computed := c.initiation.level, c.computed()
	if computed <= starts || !computed.Rated() {
		return nil
	}
	word, _ := c.start()
	text := fmt.Sprintf("G-5 gives likelihood %s, above %s %s, although harm cannot be likelier than its start; \"never above %s\" would give likelihood %s",
		computed, word, starts, word, starts)
	level, capped := i2.at(computed, c.impact.level), i2.at(starts, c.impact.level)
	switch {
	case !level.Rated():
	case capped == level:
		text += fmt.Sprintf(" and the same level %s", level)
	default:
		text += fmt.Sprintf(" and level %s instead of %s", capped, level)
	}
	return []string{text}
}

// missing says what is still to be answered. What cannot be read is not
// missing: it is a problem already.
func (c reading) missing() []string {
	var lines []string
	if !c.overall().Rated() && !c.likelihood.unreadable {
		lines = c.missingLikelihood()
	}
	return append(lines, wanted(impact, "how bad the harm is", c.impact)...)
}

// missingLikelihood asks for the two halves, unless the whole was asked for
// instead and nobody knew it.
func (c reading) missingLikelihood() []string {
	var lines []string
	if c.likelihood.notKnown {
		lines = wanted(likelihood, "how likely harm is, all in all", c.likelihood)
		if !c.initiation.given() && !c.adverse.given() {
			return lines
		}
	}
	start := "how likely somebody starts it"
	if c.occurrence {
		start = "how often it happens"
	}
	lines = append(lines, wanted(initiation, start, c.initiation)...)
	return append(lines, wanted(adverse, "how likely harm follows once it starts", c.adverse)...)
}

func wanted(name, asks string, a answer) []string {
	switch {
	case a.notKnown:
		return []string{fmt.Sprintf("%s is answered \"not known\"; still open: %s (%s)", name, asks, steps)}
	case !a.given():
		return []string{fmt.Sprintf("%s is missing: %s (%s)", name, asks, steps)}
	}
	return nil
}
