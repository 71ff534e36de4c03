package model

import "strconv"

// An Outcome is what a method makes of answers. A method that does not speak
// of likelihood and impact leaves them Unrated rather than invent them.
type Outcome struct {
	Likelihood, Impact, Level Level
	Verdict
	Path     []string // each step, with the table row that decided
	Flags    []string // what a reader should doubt, in a sentence each
	Missing  []string // a sentence for each answer still needed
	Problems []string // a sentence for each answer that cannot be read
}

// A Verdict is what a method says in its own words, beside the five levels.
// What it does not speak of is left zero.
type Verdict struct {
	Outcome   string  `json:"outcome,omitempty"`   // what to do, in the publisher's word: out-of-cycle
	Severity  string  `json:"severity,omitempty"`  // how bad, in the publisher's word: Critical
	Scored    bool    `json:"scored,omitempty"`    // there is a Score; it may be 0
	Score     float64 `json:"score,omitempty"`     // on the publisher's scale
	Parts     []Score `json:"parts,omitempty"`     // the scores it is made of
	Vector    string  `json:"vector,omitempty"`    // the answers as the publisher writes them
	DueDays   int     `json:"due_days,omitempty"`  // calendar days to act in; 0 where none are set
	Forensics bool    `json:"forensics,omitempty"` // the traces have to be looked at too
}

// A Score is one named number of a verdict: base 9.8.
type Score struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// Complete says whether every question that matters was answered.
func (o Outcome) Complete() bool { return len(o.Missing) == 0 && len(o.Problems) == 0 }

// Word is what the outcome comes to in a word: what to do, else the level,
// else the severity; "" if nothing yet.
func (o Outcome) Word() string { return o.Verdict.word(o.Level) }

func (v Verdict) word(l Level) string {
	switch {
	case v.Outcome != "":
		return v.Outcome
	case l.Rated():
		return l.String()
	}
	return v.Severity
}

// Words gives the verdict as people say it: "9.8 Critical", "out-of-cycle", "High".
func (v Verdict) Words() string {
	switch {
	case v.Outcome != "":
		return v.Outcome
	case v.Scored && v.Severity != "":
		return ScoreText(v.Score) + " " + v.Severity
	case v.Scored:
		return ScoreText(v.Score)
	}
	return v.Severity
}

// ScoreText writes a score as it is published: 9.8, 4.375, and 9 as 9.0.
func ScoreText(score float64) string {
	text := strconv.FormatFloat(score, 'f', -1, 64)
	if score == float64(int(score)) {
		text += ".0"
	}
	return text
}
