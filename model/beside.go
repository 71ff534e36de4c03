package model

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Several methods may rate one state of a threat. One of them places it: its
// rating stands in Ratings and has the cell in the heatmap. The others stand
// beside it, one for each method, in the order of their ids.

// RatingBy gives what a method made of one state, wherever it stands; nil if
// it has not rated it. The rating is for reading only.
func (t *Threat) RatingBy(s State, method string) *Rating {
	if t.Ratings[s].Method == method && method != "" {
		return &t.Ratings[s]
	}
	for i, beside := 0, t.Beside(s); i < len(beside); i++ {
		if beside[i].Method == method {
			return &beside[i]
		}
	}
	return nil
}

// RatingsOf gives every rating of a state, the one that places it first.
func (t *Threat) RatingsOf(s State) []*Rating {
	var all []*Rating
	if t.Ratings[s].Method != "" {
		all = append(all, &t.Ratings[s])
	}
	for i, beside := 0, t.Beside(s); i < len(beside); i++ {
		all = append(all, &beside[i])
	}
	return all
}

// OtherRatings says what the methods beside the placing one make of a state, a
// text each: "9.8 Critical by cvss-3.1 3.1".
func (t *Threat) OtherRatings(s State) []string {
	texts := make([]string, len(t.Beside(s)))
	for i, r := range t.Beside(s) {
		texts[i] = r.Told() + " by " + r.Basis()
	}
	return texts
}

// takes says whether a rating by the method places the state: the register's
// own method does; another one only where no method's rating stands.
func (t *Threat) takes(s State, m Method, registers string) bool {
	placed := &t.Ratings[s]
	return m.Places && (m.ID == registers || placed.Method == m.ID || !placed.byMethod())
}

// waits says whether a rating that would take the place of another stays beside
// it for now: it is half way, and the other has its place. One in which
// somebody said "not known" is not half way.
func (t *Threat) waits(s State, m Method, a Answers, o Outcome) bool {
	placed := &t.Ratings[s]
	if placed.Method == m.ID || !placed.Placed() || o.Likelihood.Rated() && o.Impact.Rated() {
		return false
	}
	for _, value := range a {
		if value == NotKnown {
			return false
		}
	}
	return true
}

// put puts a method's new rating where it belongs. A rating of another method
// that it displaces moves beside it; its reasons stay with both.
func (t *Threat) put(s State, r Rating, places bool) {
	if places {
		if was := t.Ratings[s]; was.byMethod() && was.Method != r.Method {
			t.lay(s, was.aside())
		}
		t.setBeside(s, t.besideBut(s, r.Method))
		t.Ratings[s] = r
		return
	}
	t.lay(s, r)
}

// lay puts a rating beside, in the place of an older one by the same method.
func (t *Threat) lay(s State, r Rating) {
	beside := t.besideBut(s, r.Method)
	at, _ := slices.BinarySearchFunc(beside, r.Method, func(b Rating, id string) int { return strings.Compare(b.Method, id) })
	t.setBeside(s, slices.Insert(beside, at, r))
}

// besideBut gives the ratings beside without that of one method.
func (t *Threat) besideBut(s State, method string) []Rating {
	return slices.DeleteFunc(slices.Clone(t.Beside(s)), func(b Rating) bool { return b.Method == method })
}

func (t *Threat) setBeside(s State, beside []Rating) {
	nilIfEmpty(&beside)
	t.Change(func(m *ThreatMore) { m.Beside[s] = beside })
}

// A besideJSON is a rating beside as the field other_ratings holds it.
type besideJSON struct {
	State string `json:"state"`
	Rating
}

// besideText writes the ratings beside as one JSON array; "" if there are none.
func besideText(t *Threat) string {
	var all []besideJSON
	for _, s := range States {
		for _, r := range t.Beside(s) {
			all = append(all, besideJSON{s.String(), r})
		}
	}
	return compactJSON(all, len(all) == 0)
}

// setBeside reads what besideText wrote.
func setBeside(t *Threat, text string) error {
	var all []besideJSON
	if text != "" {
		if err := strictJSON(text, &all); err != nil {
			return fmt.Errorf("other_ratings: %w", err)
		}
	}
	t.Change(func(m *ThreatMore) { m.Beside = [3][]Rating{} })
	for _, one := range all {
		s, err := ParseState(one.State)
		if err != nil {
			return fmt.Errorf("other_ratings: %w", err)
		}
		if !one.byMethod() || t.RatingBy(s, one.Method) != nil {
			return fmt.Errorf("other_ratings: each needs a method of its own, and %q is none", one.Method)
		}
		one.Rating.tidy()
		t.lay(s, one.Rating)
	}
	return nil
}

func compactJSON(v any, empty bool) string {
	if empty {
		return ""
	}
	var b strings.Builder
	encode := json.NewEncoder(&b)
	encode.SetEscapeHTML(false)
	if err := encode.Encode(v); err != nil {
		return "" // only texts and numbers are in it
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func strictJSON(text string, v any) error {
	decode := json.NewDecoder(strings.NewReader(text))
	decode.DisallowUnknownFields()
	if err := decode.Decode(v); err != nil {
		return fmt.Errorf("is not the JSON that parry writes: %w", err)
	}
	if _, err := decode.Token(); err != io.EOF {
		return fmt.Errorf("something stands behind the JSON that parry writes")
	}
	return nil
}
