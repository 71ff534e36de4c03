package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Filter lets threats through. All its terms must hold; the zero Filter lets
// all through. In its language
//
//	phase:deployment level>=H role:MP due<2027-01-01 -status:closed "free text"
//
// a word is looked for in all text of a threat, FIELD:VALUE in one field: a
// value of a closed list by its beginning, other text by any part. = compares
// whole values, != is its opposite, < <= > >= order levels, dates and numbers.
// a,b is either; ? is empty, * is not; - turns a term round; quotes hold
// blanks together. Case never counts.
type Filter struct {
	terms []term
	words []word
	sets  []Assignment
}

// A term is one FIELD:VALUE.
type term struct {
	not   bool
	holds func(*Threat) bool
}

// A word is looked for in the search key, so it is in lower case.
type word struct {
	not  bool
	text string
}

// Empty says whether the filter lets everything through.
func (f Filter) Empty() bool { return len(f.terms) == 0 && len(f.words) == 0 }

// HasWords says whether the filter needs a search key.
func (f Filter) HasWords() bool { return len(f.words) > 0 }

// Match says whether the filter lets the threat through.
func (f Filter) Match(t *Threat) bool {
	if !f.fields(t) {
		return false
	}
	return len(f.words) == 0 || f.inKey(SearchKey(t))
}

// MatchKey is Match for who keeps the threat's SearchKey, which is most of
// the cost of a word.
func (f Filter) MatchKey(t *Threat, key string) bool { return f.inKey(key) && f.fields(t) }

func (f Filter) fields(t *Threat) bool {
	for i := range f.terms {
		if f.terms[i].holds(t) == f.terms[i].not {
			return false
		}
	}
	return true
}

func (f Filter) inKey(key string) bool {
	for i := range f.words {
		if strings.Contains(key, f.words[i].text) == f.words[i].not {
			return false
		}
	}
	return true
}

// Sets gives the field values that the filter in force implies for a new
// threat: phase, activity, category and layer, where a plain term leaves one
// value only.
func (f Filter) Sets() []Assignment { return slices.Clone(f.sets) }

// Words gives a filter that takes the expression as plain words, for one that
// does not parse.
func Words(expr string) Filter {
	var f Filter
	for _, w := range strings.Fields(expr) {
		if w = strings.Trim(w, `"`); w != "" {
			f.words = append(f.words, word{text: lower(w)})
		}
	}
	return f
}

// searched are the fields in which words are looked for: the id, all free
// text, and what places the threat. Words such as open or yes stand in too
// many other fields to be worth finding.
var searched = func() []Field {
	var fs []Field
	for _, f := range Fields {
		switch f.Name {
		case "lifecycle_phase", "lifecycle_activity", "category", "other_categories", "layer", "id":
			fs = append(fs, f)
			continue
		}
		if free := f.Sort == Text || f.Sort == LongText || f.Sort == List; free && !f.Derived {
			fs = append(fs, f)
		}
	}
	return fs
}()

// SearchKey gives the text of a threat in lower case, for MatchKey. It changes
// with the threat.
func SearchKey(t *Threat) string {
	key := make([]byte, 0, 1024)
	for i := range searched {
		if f := &searched[i]; f.items != nil {
			for _, item := range f.items(t) {
				key = appendLower(key, item)
			}
		} else if text := f.get(t); text != "" {
			key = appendLower(key, text)
		}
	}
	return string(key)
}

// appendLower puts a text in lower case behind the key, and an end no word can
// cross.
func appendLower(key []byte, text string) []byte {
	start := len(key)
	key = append(key, text...)
	for i, c := range key[start:] {
		if c >= utf8.RuneSelf {
			key = append(key[:start], lower(text)...)
			break
		}
		key[start+i] = lowerByte(c)
	}
	return append(key, 0)
}

// lower is the one way in which case is taken off, so that both sides of a
// comparison agree. It may change the length in bytes.
func lower(s string) string { return strings.Map(unicode.ToLower, s) }

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// containsFold says whether a text holds a part that is already in lower case.
func containsFold(text, part string) bool {
	if !isASCII(text) {
		return strings.Contains(lower(text), part)
	}
	for i := 0; i+len(part) <= len(text); i++ {
		if beginsFold(text[i:], part) {
			return true
		}
	}
	return false
}

// equalFold says whether a text is what is already in lower case.
func equalFold(text, whole string) bool {
	if !isASCII(text) {
		return lower(text) == whole
	}
	return len(text) == len(whole) && beginsFold(text, whole)
}

// beginsFold is for ASCII that is at least as long as the part.
func beginsFold(text, part string) bool {
	for i := range len(part) {
		if lowerByte(text[i]) != part[i] {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
