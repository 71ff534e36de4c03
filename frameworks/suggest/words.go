package suggest

import "strings"

// A word is one word of a text: as it was written, and what it is matched by.
type word struct{ said, stem string }

// words cuts a text into its words and leaves out those that carry nothing. Whatever is
// neither letter nor digit stands between words, so "fine-tuning" is two.
func words(text string) []word {
	var all []word
	for _, said := range strings.FieldsFunc(text, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r > 127)
	}) {
		lower := strings.ToLower(said)
		if len(lower) > 1 && !idle[lower] || lower >= "0" && lower <= "9" {
			all = append(all, word{said, stem(lower)})
		}
	}
	return all
}

// idle are words that carry nothing by themselves. What denies is not among them: that
// nobody decided is a threat of its own.
var idle = func() map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(`a an the of to in on at by for with and or is are be was were been that which it its this these
		those as from can could may might so into their our his her they he she we you i what how when who whom whose has have had
		do does did than then there them us if`) {
		all[w] = true
	}
	return all
}()

// stem takes the endings off a word, so that "poisoning", "poisoned" and "poisons" are
// one. It need not give a word, only the same for those that belong together.
func stem(w string) string {
	if len(w) <= 3 || w[0] >= '0' && w[0] <= '9' {
		return w
	}
	switch {
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		w = w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"):
		w = w[:len(w)-2]
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
		w = w[:len(w)-1]
	}
	for _, end := range []string{"ing", "ed"} {
		if root, ok := strings.CutSuffix(w, end); ok && len(root) >= 3 && strings.ContainsAny(root, "aeiouy") {
			w = root
			if n := len(w); n > 3 && w[n-1] == w[n-2] && w[n-1] != 's' && w[n-1] != 'l' {
				w = w[:n-1]
			}
			break
		}
	}
	for _, end := range []string{"ion", "ly"} {
		if root, ok := strings.CutSuffix(w, end); ok && len(root) >= 5 && (end == "ly" || strings.HasSuffix(root, "t") || strings.HasSuffix(root, "s")) {
			w = root
			break
		}
	}
	if len(w) > 4 && w[len(w)-1] == 'e' {
		w = w[:len(w)-1]
	}
	if n := len(w); n > 3 && w[n-1] == 'y' {
		w = w[:n-1] + "i"
	}
	return w
}
