// Package cvss is what the editions of CVSS share: scores in tenths, the
// severity bands of versions 3 and 4, and a declared score.
package cvss

import (
	"fmt"
	"strconv"
	"strings"

	"parry/model"
)

// A Score is a score in tenths: 98 is 9.8.
type Score int

// String writes the score with its decimal: 9.8, 9.0.
func (s Score) String() string { return strconv.Itoa(int(s)/10) + "." + strconv.Itoa(int(s)%10) }

// Points is the score as a number: the nearest one to it that there is.
func (s Score) Points() float64 { return float64(s) / 10 }

// Severity is the published band of the score.
func (s Score) Severity() string {
	switch {
	case s == 0:
		return "None"
	case s < 40:
		return "Low"
	case s < 70:
		return "Medium"
	case s < 90:
		return "High"
	}
	return "Critical"
}

// Severities holds the bands, lowest first.
func Severities() []string { return []string{"None", "Low", "Medium", "High", "Critical"} }

// Levels reads the bands as levels, to compare methods with each other.
func Levels() map[string]model.Level {
	levels := map[string]model.Level{}
	for i, name := range Severities() {
		levels[name] = model.Levels[i]
	}
	return levels
}

// AnswerDeclared is the answer, beside the metrics, that says which score
// somebody published with a vector.
const AnswerDeclared = "declared"

// A Declared is that score, if there is one.
type Declared struct {
	Given bool
	Score Score
}

// ReadDeclared reads the answer; problem says why it cannot.
func ReadDeclared(answer string) (d Declared, problem string) {
	if answer == "" {
		return d, ""
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(answer), 64)
	score := Score(f*10 + 0.5)
	if err != nil || !(f >= 0 && f <= 10) || score.Points() != f {
		return d, fmt.Sprintf("%s is %.40q; a score is a number from 0.0 to 10.0 with one decimal", AnswerDeclared, answer)
	}
	return Declared{true, score}, ""
}

// Against says in a sentence how the declared score differs from the base score
// and the headline; "" if it is the headline. Others are the further scores of
// the vector, by name; rounding says that a tenth less may come from computing
// in fractions of a machine, one more where that too may be.
func (d Declared) Against(base, headline Score, rounding func(off Score) bool, others ...Named) string {
	switch d.Score {
	case headline:
		return ""
	case base:
		return fmt.Sprintf("declared %s is the base score; with all that the vector says it is %s", d.Score, headline)
	}
	known := fmt.Sprintf("declared %s; the base score is %s", d.Score, base)
	for _, o := range others {
		if o.Score == d.Score {
			return fmt.Sprintf("%s, %s is the %s score", known, d.Score, o.Name)
		}
	}
	if rounding(d.Score - base) {
		return known + ": off by 0.1, as rounding in floating point gives"
	}
	return fmt.Sprintf("%s; no group of this vector gives %s", known, d.Score)
}

// A Named is a score of a vector under the name of its group.
type Named struct {
	Name  string
	Score Score
}
