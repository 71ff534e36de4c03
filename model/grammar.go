package model

import (
	"slices"
	"strings"
	"unicode"
)

// The threat grammar, as people say it in a room:
//
//	a SOURCE with PREREQUISITES can ACTION, leading to IMPACT on ASSET
//
// A line that does not follow it stays a line: nothing is guessed.

// canWords stand between who and what; the first one counts.
var canWords = []string{" can ", " could ", " may ", " might "}

// impactWords begin what it leads to, the longest first.
var impactWords = []string{", which leads to: ", ", which leads to ", ", leading to ", " leading to ", ", resulting in ",
	" resulting in ", ", so that ", ", causing "}

// goalWords begin what it reduces; they end the impact.
var goalWords = []string{"; reducing ", ", reducing ", "; impairing ", ", impairing ", ", negatively impacting "}

// leadWords begin the prerequisites, after who it is.
var leadWords = []string{"with", "without", "who", "whose", "able", "holding", "having", "when", "while", "because", "during", "after",
	"before", "once", "finding", "reaching", "handling", "using", "signed", "logged", "inside", "from", "in", "on", "at"}

// goals are the words of what a threat reduces, as they are written in a sentence.
var goals = []string{"confidentiality", "integrity", "availability", "accountability", "authenticity", "privacy", "safety", "fairness"}

// ParseStatement reads a line in the threat grammar; false if it says no more
// than a title does.
func ParseStatement(line string) (s Statement, ok bool) {
	line = strings.TrimRight(strings.TrimSpace(line), ".")
	at, word := firstOf(line, canWords)
	if at <= 0 {
		return s, false
	}
	s.Source, s.Prerequisites = splitSource(line[:at])
	rest := strings.TrimSpace(line[at+len(word):])
	if s.Source == "" || rest == "" {
		return Statement{}, false
	}
	rest, s.Goals, s.Assets = splitGoals(rest)
	at, word = firstOf(rest, impactWords)
	if at < 0 {
		s.Action = rest
		return s, true
	}
	s.Action, s.Impact = strings.TrimSpace(rest[:at]), strings.TrimSpace(rest[at+len(word):])
	if at := strings.LastIndex(s.Impact, " on "); at > 0 && s.Assets == nil {
		s.Impact, s.Assets = s.Impact[:at], []string{bareNoun(s.Impact[at+len(" on "):])}
	}
	return s, s.Action != ""
}

// firstOf finds the word that comes first, in any case; of words that begin at one
// place the one that stands first in the list.
func firstOf(text string, words []string) (at int, found string) {
	lower, at := strings.ToLower(text), -1
	if len(lower) != len(text) {
		lower = text // a letter whose other case is longer: places would differ
	}
	for _, word := range words {
		if i := strings.Index(lower, word); i >= 0 && (at < 0 || i < at) {
			at, found = i, word
		}
	}
	return at, found
}

// splitSource cuts who it is from what they need for it.
func splitSource(subject string) (source, prerequisites string) {
	words := strings.Fields(subject)
	for i, word := range words {
		if i > 0 && slices.Contains(leadWords, strings.ToLower(word)) {
			return bareNoun(strings.Join(words[:i], " ")), strings.Join(words[i:], " ")
		}
	}
	return bareNoun(strings.Join(words, " ")), ""
}

// bareNoun leaves the article out.
func bareNoun(text string) string {
	text = strings.TrimSpace(text)
	for _, article := range []string{"a ", "an ", "the "} {
		if len(text) > len(article) && strings.EqualFold(text[:len(article)], article) {
			return strings.TrimSpace(text[len(article):])
		}
	}
	return text
}

// splitGoals takes "; reducing integrity and privacy of the index, the logs" off
// the end. Goals that are none of the known ones stay where they are.
func splitGoals(text string) (rest string, reduced, assets []string) {
	at, word := firstOf(text, goalWords)
	if at < 0 {
		return text, nil, nil
	}
	tail := text[at+len(word):]
	what, of, has := strings.Cut(tail, " of ")
	for _, goal := range strings.FieldsFunc(strings.ReplaceAll(what, " and ", ","), func(r rune) bool { return r == ',' }) {
		goal = strings.ToLower(strings.TrimSpace(goal))
		if !slices.Contains(goals, goal) {
			return text, nil, nil
		}
		reduced = append(reduced, goal)
	}
	if has {
		for asset := range strings.SplitSeq(of, ", ") {
			assets = append(assets, bareNoun(asset))
		}
	}
	return text[:at], reduced, assets
}

// SplitLine cuts a line into the threats that it names: at every ; that is not
// inside quotes and does not go on with what a threat reduces.
func SplitLine(line string) []string {
	var parts []string
	from, quoted := 0, false
	for i, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ';' && !quoted && !goesOn(line[i:]):
			parts = append(parts, line[from:i])
			from = i + 1
		}
	}
	if quoted { // a quote that nobody closed holds nothing together
		return splitPlain(line)
	}
	return trimmed(append(parts, line[from:]))
}

func goesOn(rest string) bool {
	at, _ := firstOf(rest, goalWords)
	return at == 0
}

func splitPlain(line string) []string { return trimmed(strings.Split(line, ";")) }

func trimmed(parts []string) []string {
	kept := parts[:0]
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			kept = append(kept, part)
		}
	}
	return kept
}

// The six parts of the grammar by their letters, in its order.
const Grammar = "SPAIGA"

// GrammarWords name the parts.
var GrammarWords = [len(Grammar)]string{"source", "prerequisites", "action", "impact", "goal", "asset"}

// Filled says which parts of the grammar a statement has. Source, prerequisites
// and action guide what to do about it, impact, goal and asset how much it
// matters.
func (s Statement) Filled() [len(Grammar)]bool {
	return [len(Grammar)]bool{s.Source != "", s.Prerequisites != "", s.Action != "", s.Impact != "", len(s.Goals) > 0, len(s.Assets) > 0}
}

// missingControl begins a line that names a control that is not there.
var missingControl = []string{"no ", "missing ", "lack of ", "lacking ", "absence of ", "absent ", "insufficient ", "inadequate ",
	"weak ", "there is no ", "we have no ", "we don't have ", "not enough ", "without "}

// NamesAControl says whether a line names a missing control where a threat is
// asked for: it says what is not there, and not what can happen because of it.
func NamesAControl(line string) bool {
	lower := strings.ToLower(strings.TrimSpace(line))
	if at, _ := firstOf(lower, canWords); at > 0 {
		return false
	}
	if at, _ := firstOf(lower, impactWords); at > 0 {
		return false
	}
	return slices.ContainsFunc(missingControl, func(start string) bool { return strings.HasPrefix(lower, start) }) &&
		len(strings.FieldsFunc(lower, unicode.IsSpace)) <= 8
}
