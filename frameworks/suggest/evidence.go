package suggest

import (
	"slices"
	"strings"
)

// A part is a piece of a threat's text, and how much it counts.
type part struct {
	text   string
	weight float64
}

// A place is where an atom stands: at word number at, n words long.
type place struct {
	at, n int
	trust float64
}

// A match is a rule that holds: which words, and how much they say.
type match struct {
	places []place
	score  float64
}

// An evidence is all that speaks for one target, the strongest first.
type evidence struct {
	score   float64
	matches []match
	text    []word
}

// gap stands between parts, in words: what is said of the same thing in two parts is
// still near, but less so.
const gap = 2

// fading is what each further match counts of the one before it: words that say the same
// again add little.
var fading = 0.6

// find looks for everything in the text, by target.
func (l *lists) find(parts []part) []evidence {
	text, weights := l.lay(parts)
	where := map[atom][]place{}
	for at := range text {
		key := ""
		for n := 1; n <= 3 && at+n <= len(text) && text[at+n-1].stem != ""; n++ {
			if n > 1 {
				key += " "
			}
			key += text[at+n-1].stem
			for _, a := range l.atoms[key] {
				where[a.atom] = append(where[a.atom], place{at, n, a.trust})
			}
		}
	}
	found := make([]evidence, len(l.targets))
	for a, places := range where {
		for _, i := range l.ofAtom[a] {
			if m, ok := l.rules[i].match(places, where, weights); ok {
				t := l.rules[i].target
				found[t].matches = append(found[t].matches, m)
			}
		}
	}
	for i := range found {
		found[i].text = text
		found[i].add()
	}
	return found
}

// lay puts the parts one behind the other, with empty words between them.
func (l *lists) lay(parts []part) (text []word, weights []float64) {
	for _, p := range parts {
		for _, w := range words(p.text) {
			text, weights = append(text, w), append(weights, p.weight)
		}
		if len(text) > 0 && p.text != "" {
			for range gap {
				text, weights = append(text, word{}), append(weights, 0)
			}
		}
	}
	return text, weights
}

// match says whether all of a rule's atoms stand together, and takes the place where they
// stand closest.
func (r rule) match(first []place, where map[atom][]place, weights []float64) (best match, ok bool) {
	for _, a := range r.atoms[1:] {
		if len(where[a]) == 0 {
			return match{}, false
		}
	}
	for _, p := range first {
		places := []place{p}
		for _, a := range r.atoms[1:] {
			near, found := nearest(where[a], places)
			if !found {
				places = nil
				break
			}
			places = append(places, near)
		}
		if places == nil {
			continue
		}
		if score := r.weight * r.closeness(places) * weigh(places, weights); score != 0 && (!ok || abs(score) > abs(best.score)) {
			best, ok = match{places, score}, true
		}
	}
	return best, ok
}

func abs(f float64) float64 { return max(f, -f) }

// nearest is the place that stands closest to those taken already and shares no word
// with them.
func nearest(all, taken []place) (best place, found bool) {
	least := 0
	for _, p := range all {
		if slices.ContainsFunc(taken, func(t place) bool { return p.at < t.at+t.n && t.at < p.at+p.n }) {
			continue
		}
		if d := span(append(slices.Clone(taken), p)); !found || d < least {
			best, found, least = p, true, d
		}
	}
	return best, found
}

// span is over how many words some places reach.
func span(places []place) int {
	low, high := places[0].at, 0
	for _, p := range places {
		low, high = min(low, p.at), max(high, p.at+p.n)
	}
	return high - low
}

// closeness is how much words count that stand apart: all of it with at most two words
// between them, nothing over a dozen.
func (r rule) closeness(places []place) float64 {
	n := 0
	for _, p := range places {
		n += p.n
	}
	switch apart := span(places) - n; {
	case apart <= 2:
		return 1
	case apart <= 5:
		return 0.8
	case apart <= 10 && !r.loose:
		return 0.5
	}
	return 0
}

// weigh is how much the words count: by the part they stand in, and how sure they are.
func weigh(places []place, weights []float64) float64 {
	sum := 0.0
	for _, p := range places {
		sum += weights[p.at] * p.trust
	}
	return sum / float64(len(places))
}

// add sums the matches up. Several rules that rest on the same words are one.
func (e *evidence) add() {
	slices.SortStableFunc(e.matches, func(a, b match) int {
		switch {
		case abs(a.score) != abs(b.score):
			if abs(a.score) > abs(b.score) {
				return -1
			}
			return 1
		}
		return slices.CompareFunc(a.places, b.places, func(x, y place) int {
			if x.at != y.at {
				return x.at - y.at
			}
			return x.n - y.n
		})
	})
	var kept []match
	fade, against := 1.0, 1.0
	for _, m := range e.matches {
		if slices.ContainsFunc(kept, func(k match) bool { return covers(k.places, m.places) && k.score*m.score > 0 }) {
			continue
		}
		kept = append(kept, m)
		if m.score > 0 {
			e.score += m.score * fade
			fade *= fading
		} else {
			e.score += m.score * against
			against *= fading
		}
	}
	e.matches = kept
}

// covers says whether every word of one match is in the other.
func covers(all, some []place) bool {
	for _, s := range some {
		if !slices.ContainsFunc(all, func(p place) bool { return s.at >= p.at && s.at+s.n <= p.at+p.n }) {
			return false
		}
	}
	return true
}

// words quotes what speaks for it, of the two strongest matches.
func (e evidence) words() string {
	var said []string
	for _, m := range e.matches {
		if m.score > 0 && len(said) < 2 {
			if q := e.quote(m); !slices.Contains(said, q) {
				said = append(said, q)
			}
		}
	}
	return strings.Join(said, ", ")
}

// verb goes with words.
func (e evidence) verb() string {
	if strings.Contains(e.words(), "”, “") {
		return "speak"
	}
	return "speaks"
}

// quote gives the words of a match as they were written.
func (e evidence) quote(m match) string {
	places := slices.Clone(m.places)
	slices.SortFunc(places, func(a, b place) int { return a.at - b.at })
	var b strings.Builder
	end := -1
	for _, p := range places {
		switch {
		case end < 0:
		case p.at > end:
			b.WriteString(" … ")
		default:
			b.WriteString(" ")
		}
		for i := range p.n {
			if i > 0 {
				b.WriteString(" ")
			}
			b.WriteString(e.text[p.at+i].said)
		}
		end = p.at + p.n
	}
	return "“" + b.String() + "”"
}
