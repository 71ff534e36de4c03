package widget

import (
	"slices"
	"strings"

	"parry/ui/theme"
)

// Highlight marks words wherever they stand in a cell, in any case: what a search
// found. They are in lower case.
func (t *Table) Highlight(words []string) {
	if slices.Equal(words, t.words) {
		return
	}
	t.words = slices.Clone(words)
	t.look = tableLook{}
}

// Highlight marks words in a text that is painted with a look; the text is plain.
func (p Pen) Highlight(text string, words []string, look theme.Look) string {
	if len(words) == 0 {
		return look.Paint(text)
	}
	return look.Pre + markWords(text, words, p.Match, look) + look.Post
}

// markWords puts one look round each word in a text that has another look round
// it, which is taken up again behind the word.
func markWords(text string, words []string, match, around theme.Look) string {
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return text // a letter whose lower case is longer: places would differ
	}
	var b strings.Builder
	for at := 0; at < len(text); {
		from, to := nextWord(lower, at, words)
		if from < 0 {
			b.WriteString(text[at:])
			break
		}
		b.WriteString(text[at:from])
		b.WriteString(around.Post)
		b.WriteString(match.Paint(text[from:to]))
		b.WriteString(around.Pre)
		at = to
	}
	return b.String()
}

// nextWord finds the word that comes first from a place on, and of several that
// begin there the longest.
func nextWord(lower string, at int, words []string) (from, to int) {
	from = -1
	for _, word := range words {
		if word == "" {
			continue
		}
		i := strings.Index(lower[at:], word)
		if i < 0 {
			continue
		}
		if i += at; from < 0 || i < from || i == from && i+len(word) > to {
			from, to = i, i+len(word)
		}
	}
	return from, to
}
