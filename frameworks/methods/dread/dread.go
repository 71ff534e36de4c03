// Package dread keeps scores by DREAD, which older threat models carry: damage,
// reproducibility, exploitability, affected users, discoverability.
//
// Its publisher gave it up, because two people seldom gave one threat the same
// numbers, and discoverability is disputed. It is here so that old scores can be
// kept, compared and done again; a new threat is better rated by another method.
// It speaks of no likelihood and no impact, so it leaves both open.
package dread

import (
	"fmt"
	"strconv"
	"strings"

	"parry/model"
)

// ID is the name that ratings made by this method carry.
const ID = "dread"

const version = "1"

// answerScale is the answer, no letter, that says how the letters were given.
const answerScale = "scale"

// The scales there are: 0 to 10 each and their mean, or 1 to 3 each and their
// sum.
const (
	scaleTen   = "0-10"
	scaleThree = "1-3"
)

// Method is DREAD as parry asks it.
func Method() model.Method {
	asked := questions()
	return model.Method{
		ID:         ID,
		Title:      "DREAD (for old scores)",
		Version:    version,
		Source:     "Microsoft, as in Howard and LeBlanc, Writing Secure Code, 2nd edition, 2002; given up by its publisher since",
		Questions:  asked,
		Rate:       func(a model.Answers) model.Outcome { return rate(asked, a) },
		Monotone:   true,
		Results:    []string{"Low", "Medium", "High", "Critical"},
		Severities: map[string]model.Level{"Low": model.L, "Medium": model.M, "High": model.H, "Critical": model.VH},
	}
}

var letters = []struct{ id, title, help, least, half, most string }{
	{"damage", "How much damage does it do?", "Once it has worked.", "none", "one user's data or a service for a while", "everything there is"},
	{"reproducibility", "How surely does it work again?", "Tried a second time, by somebody else.", "hardly ever, even for its finder", "with some steps, at some times", "every time"},
	{"exploitability", "How little does it take?", "Knowledge, tools, time.", "an expert, special tools, weeks", "a skilled person and tools that are about", "a browser and a sentence"},
	{"affected_users", "How many are hit?", "Of all who use it.", "nobody", "some, not all", "everybody"},
	{"discoverability", "How easily is it found?", "Disputed: many set it to 10 and leave it there.", "only with the source and much luck", "by watching and guessing", "it is plain to see, or public"},
}

func questions() []model.Question {
	var list []model.Question
	for _, l := range letters {
		q := model.Question{ID: l.id, Title: l.title, Whole: true,
			Help: l.help + " A whole number from 0 to 10; old scores from 1 to 3 are given with scale=1-3."}
		for n := range 11 {
			o := model.Option{Value: strconv.Itoa(n), Label: "between", Anchor: "between the words above and below"}
			switch n {
			case 0:
				o.Label, o.Anchor = "least", l.least
			case 5:
				o.Label, o.Anchor = "half", l.half
			case 10:
				o.Label, o.Anchor = "most", l.most
			}
			q.Options = append(q.Options, o)
		}
		list = append(list, q)
	}
	return list
}

func rate(asked []model.Question, a model.Answers) model.Outcome {
	a, problems := model.ReadAnswers(ID, asked, a, answerScale)
	scale := strings.TrimSpace(a[answerScale])
	if scale == "" {
		scale = scaleTen
	}
	values, more := numbers(asked, a, scale)
	if problems = append(problems, more...); len(problems) > 0 {
		return model.Outcome{Problems: problems}
	}
	o := model.Outcome{Missing: model.MissingAnswers(asked, a)}
	if len(o.Missing) > 0 {
		return o
	}
	sum := 0
	for _, n := range values {
		sum += n
	}
	o.Scored = true
	if scale == scaleThree {
		o.Score, o.Severity = float64(sum), ofSum(sum)
		o.Path = []string{fmt.Sprintf("sum of 1 to 3: %s = %d", plus(values), sum), "bands by convention, low 5-7, medium 8-11, high 12-15: " + o.Severity}
		return o
	}
	o.Score, o.Severity = float64(2*sum)/10, ofMean(sum, len(values))
	o.Path = []string{fmt.Sprintf("mean of 0 to 10: (%s)/5 = %s", plus(values), model.ScoreText(o.Score)),
		"bands by convention, below 4 low, below 7 medium, below 9 high, else critical: " + o.Severity}
	o.Flags = without(values[:4], sum-values[4], o.Severity)
	return o
}

// numbers gives the letters that are known, and what does not fit the scale.
func numbers(asked []model.Question, a model.Answers, scale string) (values []int, problems []string) {
	if scale != scaleTen && scale != scaleThree {
		return nil, []string{fmt.Sprintf("scale is %.40q; it takes %s or %s", scale, scaleTen, scaleThree)}
	}
	for _, q := range asked {
		n, err := strconv.Atoi(a[q.ID])
		if err != nil {
			continue
		}
		if scale == scaleThree && (n < 1 || n > 3) {
			problems = append(problems, fmt.Sprintf("%s is %d; on the scale 1-3 it takes 1, 2 or 3", q.ID, n))
		}
		values = append(values, n)
	}
	return values, problems
}

func ofSum(sum int) string {
	switch {
	case sum >= 12:
		return "High"
	case sum >= 8:
		return "Medium"
	}
	return "Low"
}

// ofMean compares sums, so that no mean is rounded across a band.
func ofMean(sum, n int) string {
	switch {
	case sum >= 9*n:
		return "Critical"
	case sum >= 7*n:
		return "High"
	case sum >= 4*n:
		return "Medium"
	}
	return "Low"
}

// without doubts a severity that hangs on discoverability.
func without(values []int, sum int, severity string) []string {
	if other := ofMean(sum, len(values)); other != severity {
		return []string{fmt.Sprintf("without discoverability, which is disputed, it would be %s instead of %s", other, severity)}
	}
	return nil
}

func plus(values []int) string {
	terms := make([]string, len(values))
	for i, n := range values {
		terms[i] = strconv.Itoa(n)
	}
	return strings.Join(terms, "+")
}
