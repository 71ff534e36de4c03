package suggest

import (
	"cmp"
	"slices"
	"strings"
)

// A part is a piece of a threat's text, and how much it counts.
type part struct {
	text   string
	weight float64
}

// A place is where an atom stands: from word number at, n words long.
type place struct {
	at, n int
	trust float64
}

// A match is a rule that holds: where its words stand, in the order of the text, and how
// much they say.
type match struct {
	places [4]place
	n      int
	score  float64
}

// An evidence is all that the text says for one target, the strongest first.
type evidence struct {
	score   float64
	matches []match
	text    []word
}

// gap stands between parts, in words: what is said of one thing in two parts is near, but
// less so.
const gap = 2

// Of a text that goes on and on the beginning is read, and of a word that comes again and
// again the first places: who writes a threat cannot make parry think for long.
const mostWords, mostPlaces = 1000, 40

// fading is what each further match counts of the one before it: words that say the same
// again add little.
const fading = 0.6

// find looks for everything in the text, by target.
func (l *lists) find(parts []part) []evidence {
	text, weights := lay(parts)
	where := make([][]place, l.count)
	var there []atom
	for at := range text {
		key := ""
		for n := 1; n <= 3 && at+n <= len(text) && text[at+n-1].stem != ""; n++ {
			if n > 1 {
				key += " "
			}
			key += text[at+n-1].stem
			for _, a := range l.atoms[key] {
				if where[a.atom] == nil {
					there = append(there, a.atom)
				}
				if len(where[a.atom]) < mostPlaces {
					where[a.atom] = append(where[a.atom], place{at, n, a.trust})
				}
			}
		}
	}
	found := make([]evidence, len(l.targets))
	for _, a := range there {
		for _, i := range l.begin[a] {
			if m, ok := l.rules[i].match(where, weights); ok {
				e := &found[l.rules[i].target]
				e.matches = append(e.matches, m)
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
func lay(parts []part) (text []word, weights []float64) {
	for _, p := range parts {
		if p.text == "" {
			continue
		}
		all := words(p.text)
		for _, w := range all[:min(len(all), max(mostWords-len(text), 0))] {
			text, weights = append(text, w), append(weights, p.weight)
		}
		for range gap {
			text, weights = append(text, word{}), append(weights, 0)
		}
	}
	return text, weights
}

// match says whether all of a rule's words stand together, and takes where they say most.
func (r rule) match(where [][]place, weights []float64) (best match, ok bool) {
	for _, a := range r.atoms {
		if len(where[a]) == 0 {
			return match{}, false
		}
	}
	for _, p := range where[r.atoms[0]] {
		m := match{n: 1}
		m.places[0] = p
		for _, a := range r.atoms[1:] {
			near, found := m.nearest(where[a])
			if !found {
				break
			}
			m.places[m.n] = near
			m.n++
		}
		if m.n < len(r.atoms) {
			continue
		}
		m.score = r.weight * m.closeness(r.loose) * m.weigh(weights)
		if m.score != 0 && (!ok || abs(m.score) > abs(best.score)) {
			best, ok = m, true
		}
	}
	slices.SortFunc(best.places[:best.n], func(a, b place) int { return cmp.Compare(a.at, b.at) })
	return best, ok
}

func abs(f float64) float64 { return max(f, -f) }

// nearest is the place that stands closest to those taken already and shares no word
// with them.
func (m *match) nearest(all []place) (best place, found bool) {
	low, high := m.reach()
	least := 0
	for _, p := range all {
		if slices.ContainsFunc(m.places[:m.n], func(t place) bool { return p.at < t.at+t.n && t.at < p.at+p.n }) {
			continue
		}
		if span := max(high, p.at+p.n) - min(low, p.at); !found || span < least {
			best, found, least = p, true, span
		}
	}
	return best, found
}

// reach is from which word to which the places go.
func (m *match) reach() (low, high int) {
	low = m.places[0].at
	for _, p := range m.places[:m.n] {
		low, high = min(low, p.at), max(high, p.at+p.n)
	}
	return low, high
}

// closeness is how much words count that stand apart: all of it with at most two words
// between them, nothing over ten, or over five where the rule is loose.
func (m *match) closeness(loose bool) float64 {
	low, high := m.reach()
	apart := high - low
	for _, p := range m.places[:m.n] {
		apart -= p.n
	}
	switch {
	case apart <= 2:
		return 1
	case apart <= 5:
		return 0.8
	case apart <= 10 && !loose:
		return 0.5
	}
	return 0
}

// weigh is how much the words count: by the part they stand in, and how sure they are.
func (m *match) weigh(weights []float64) float64 {
	sum := 0.0
	for _, p := range m.places[:m.n] {
		sum += weights[p.at] * p.trust
	}
	return sum / float64(m.n)
}

// add sums the matches up. Rules that rest on words of a stronger one add nothing.
func (e *evidence) add() {
	slices.SortFunc(e.matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(abs(b.score), abs(a.score)), cmp.Compare(b.score, a.score), slices.CompareFunc(a.places[:a.n], b.places[:b.n], func(x, y place) int {
			return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.n, y.n))
		}))
	})
	kept := e.matches[:0]
	fades := map[bool]float64{true: 1, false: 1} // for and against
	for _, m := range e.matches {
		if slices.ContainsFunc(kept, func(k match) bool { return k.score*m.score > 0 && k.covers(m) }) {
			continue
		}
		kept = append(kept, m)
		e.score += m.score * fades[m.score > 0]
		fades[m.score > 0] *= fading
	}
	e.matches = kept
}

// covers says whether every word of another match is in this one.
func (m *match) covers(other match) bool {
	for _, o := range other.places[:other.n] {
		if !slices.ContainsFunc(m.places[:m.n], func(p place) bool { return o.at >= p.at && o.at+o.n <= p.at+p.n }) {
			return false
		}
	}
	return true
}

// says quotes the words of the two strongest matches and tells what they speak for; ""
// where nothing does.
func (e *evidence) says(what string) string {
	var said []string
	for _, m := range e.matches {
		if q := e.quote(m); m.score > 0 && len(said) < 2 && !slices.Contains(said, q) {
			said = append(said, q)
		}
	}
	switch {
	case e.score <= 0 || len(said) == 0:
		return ""
	case len(said) == 1:
		return said[0] + " speaks " + what
	}
	return said[0] + " and " + said[1] + " speak " + what
}

// quote gives the words of a match as they were written.
func (e *evidence) quote(m match) string {
	var b strings.Builder
	end := 0
	for i, p := range m.places[:m.n] {
		switch {
		case i > 0 && p.at > end:
			b.WriteString(" … ")
		case i > 0:
			b.WriteString(" ")
		}
		for k := range p.n {
			if k > 0 {
				b.WriteString(" ")
			}
			b.WriteString(e.text[p.at+k].said)
		}
		end = p.at + p.n
	}
	return "“" + b.String() + "”"
}
