package model

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// A Near finds threats whose titles say nearly the same as a line, quickly enough
// to be asked at every key. It is filled from a register and follows it.
type Near struct {
	seen    *Register
	version uint64 // of the register, when it was followed last

	of     map[string]*Threat         // what was taken in, by id
	words  map[string][]string        // their words, by id
	having map[string]map[string]bool // ids by word
}

// Follow takes in what came, changed and went since the last time.
func (n *Near) Follow(r *Register) {
	if n.seen == r && n.version == r.Version() {
		return
	}
	n.seen, n.version = r, r.Version()
	if n.of == nil {
		n.of, n.words, n.having = map[string]*Threat{}, map[string][]string{}, map[string]map[string]bool{}
	}
	for _, t := range r.Threats() {
		if was := n.of[t.ID]; was == t || was != nil && was.Title == t.Title {
			n.of[t.ID] = t
			continue
		}
		n.drop(t.ID)
		n.of[t.ID], n.words[t.ID] = t, keyWords(t.Title)
		for _, word := range n.words[t.ID] {
			if n.having[word] == nil {
				n.having[word] = map[string]bool{}
			}
			n.having[word][t.ID] = true
		}
	}
	if len(n.of) == r.Len() {
		return
	}
	for id := range n.of {
		if r.Threat(id) == nil {
			n.drop(id)
		}
	}
}

func (n *Near) drop(id string) {
	for _, word := range n.words[id] {
		delete(n.having[word], id)
	}
	delete(n.of, id)
	delete(n.words, id)
}

// How much two titles must share to be called near: three words, and most of the
// shorter one's.
const (
	leastShared = 3
	nearShare   = 0.7
)

// mostLooks is how many times a threat may be looked at for one line. Words are
// asked the rarest first, and the rarest always: at any size what tells a line from
// others is what finds its like.
const mostLooks = 8_000

// Find gives the threat that a line is nearest to; nil if none is near.
func (n *Near) Find(line string) *Threat {
	words := keyWords(line)
	if len(words) < leastShared {
		return nil
	}
	rarest := slices.Clone(words)
	slices.SortFunc(rarest, func(a, b string) int { return cmp.Compare(len(n.having[a]), len(n.having[b])) })
	near, looks := map[string]bool{}, 0
	for _, word := range rarest {
		if looks += len(n.having[word]); looks > mostLooks && len(near) > 0 {
			break
		}
		for id := range n.having[word] {
			near[id] = true
		}
	}
	best, most := "", 0.0
	for id := range near {
		all := common(words, n.words[id])
		share := float64(all) / float64(min(len(words), len(n.words[id])))
		if all < leastShared || share < nearShare {
			continue
		}
		share += float64(all) / 1000 // of equals, the one that shares more
		if share > most || share == most && CompareIDs(id, best) < 0 {
			best, most = id, share
		}
	}
	return n.of[best]
}

func common(a, b []string) (n int) {
	for _, word := range a {
		if slices.Contains(b, word) {
			n++
		}
	}
	return n
}

// smallWords say nothing of what a threat is about.
var smallWords = map[string]bool{"the": true, "and": true, "for": true, "with": true, "from": true, "that": true, "this": true, "can": true,
	"are": true, "our": true, "their": true, "its": true, "into": true, "not": true, "has": true, "have": true, "which": true, "leads": true,
	"leading": true, "via": true, "any": true, "all": true, "was": true, "will": true, "when": true, "who": true, "they": true, "them": true}

// keyWords are the words of a text that tell it from others, each once, without
// the endings of number and time.
func keyWords(text string) []string {
	var words []string
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(word) < 3 || smallWords[word] {
			continue
		}
		if stem := stemOf(word); !slices.Contains(words, stem) {
			words = append(words, stem)
		}
	}
	return words
}

// stemOf cuts the commonest endings off longer words.
func stemOf(word string) string {
	for _, end := range []string{"ing", "ed", "es", "s"} {
		if stem, ok := strings.CutSuffix(word, end); ok && len(stem) >= 4 {
			return strings.TrimSuffix(stem, "e")
		}
	}
	return strings.TrimSuffix(word, "e")
}
