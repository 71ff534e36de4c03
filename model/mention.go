package model

import (
	"regexp"
	"slices"
	"strings"
)

// A Mention is a place where a record names an entry of a catalogue by its id and, if it
// says so, its edition: "AICM 1.0.3 TVM-13".
type Mention struct {
	Key     Key
	Field   string
	Text    string // as it is written
	Edition string // "" if it names none
	ID      string
	Part    string // what follows the id: ".1" of a question
	Listed  bool   // it is a citation and nothing else: an item of a list, or the whole field
	Frozen  bool   // parry keeps the field, or the record is closed: it says what was then
}

// Mentions finds every place that names an entry of the moves' catalogue. An id without the
// catalogue's name counts only where it is a whole item of a list and an id of the moves.
func Mentions(r *Register, moves *Moves) (all []Mention) {
	full := regexp.MustCompile(`(?i:\b` + regexp.QuoteMeta(moves.Catalogue) + `)\s+(?:[vV]?(\d+(?:\.\d+)+)\s+)?([A-Z]&?[A-Z]{1,2}-\d{2})(\.\d+)?\b`)
	bare := regexp.MustCompile(`^([A-Z]&?[A-Z]{1,2}-\d{2})(\.\d+)?$`)
	known := map[string]bool{}
	for _, m := range moves.List {
		known[m.Old], known[m.New] = true, true
	}
	scan := func(at Mention, text string, list bool) {
		if text == "" {
			return
		}
		if !list {
			for _, m := range full.FindAllStringSubmatch(text, -1) {
				at.Text, at.Edition, at.ID, at.Part, at.Listed = m[0], m[1], m[2], m[3], m[0] == text
				all = append(all, at)
			}
			return
		}
		for _, item := range SplitList(text) {
			one := at
			if m := full.FindStringSubmatch(item); m != nil {
				one.Text, one.Edition, one.ID, one.Part, one.Listed = item, m[1], m[2], m[3], m[0] == item
				all = append(all, one)
			} else if m := bare.FindStringSubmatch(item); m != nil && known[m[1]] {
				one.Text, one.ID, one.Part, one.Listed = item, m[1], m[2], true
				all = append(all, one)
			}
		}
	}
	for _, rec := range r.All() {
		switch rec := rec.(type) {
		case *Threat:
			for i := range Fields {
				f := &Fields[i]
				if f.Sort == Text || f.Sort == LongText || f.Sort == List {
					scan(Mention{Key: rec.Key(), Field: f.Name, Frozen: f.Derived || f.Hidden}, f.Get(rec), f.Sort == List)
				}
			}
		case *Sheet:
			k, _ := SheetKindOf(rec.Of)
			for _, f := range k.Fields {
				if (f.Sort == Text || f.Sort == LongText || f.Sort == List) && f.Refers == "" {
					scan(Mention{Key: rec.Key(), Field: f.Name, Frozen: f.Kept || rec.Frozen() != nil}, rec.Get(f.Name), f.Sort == List)
				}
			}
		}
	}
	return all
}

// MentionedBy gives the records that name an entry of an edition, by its id; never nil. One
// that says no edition may mean it.
func MentionedBy(mentions []Mention, edition, id string) []string {
	ids := []string{}
	for _, m := range mentions {
		if strings.EqualFold(m.ID, id) && (m.Edition == "" || minor(m.Edition) == minor(edition)) && !slices.Contains(ids, m.Key.ID) {
			ids = append(ids, m.Key.ID)
		}
	}
	return ids
}
