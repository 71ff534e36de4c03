package model

import (
	"fmt"
	"slices"
	"strings"
)

// RecordFindings are what records say about the threats that rest on them:
//
//	R1  an assumption is false, and a threat that falls with it was not looked at since
//	R2  evidence has expired, and threats or records cite it
//	R3  a vulnerability that nobody will fix has no reason, or nobody watches it
func RecordFindings(r *Register, today string) []Finding {
	var fs []Finding
	for _, s := range r.Sheets(KindAssumption) {
		fs = append(fs, r1(r, s)...)
	}
	for _, s := range r.Sheets(KindEvidence) {
		if end := s.Get("expires"); end != "" && end < today {
			if by := r.CitedBy(s); len(by) > 0 {
				fs = append(fs, onSheet("R2", SeverityMedium, s, fmt.Sprintf("It expired on %s, and %s rest on it; ask for a newer one.", end, someOfThem(by))))
			}
		}
	}
	for _, s := range r.Sheets(KindVulnerability) {
		if s.Get("state") == "unfixed" && (s.Get("why") == "" || s.Get("watched_by") == "") {
			fs = append(fs, onSheet("R3", SeverityMedium, s, orElse(s.Get("component"), s.Name())+" will not be fixed; write why, and who watches it."))
		}
	}
	return fs
}

func r1(r *Register, s *Sheet) []Finding {
	if s.Get("state") != "false" {
		return nil
	}
	var open []string
	for _, id := range s.List("if_false") {
		if t := r.Threat(id); t != nil && (s.Get("checked_on") == "" || t.Review.LastAt() < s.Get("checked_on")) {
			open = append(open, id)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return []Finding{onSheet("R1", SeverityHigh, s, fmt.Sprintf("It does not hold, and %s were not looked at since; review them.", someOfThem(open)))}
}

// CitedBy gives the ids of the records that name a sheet, and of the threats whose
// words cite its id: evidence, assumptions and assets by their id or name.
func (r *Register) CitedBy(s *Sheet) []string {
	var ids []string
	for _, t := range r.threats {
		if t.cites(s) {
			ids = append(ids, t.ID)
		}
	}
	for _, by := range r.Links().To(s.Key(), "") {
		ids = append(ids, by.ID)
	}
	return ids
}

// cites says whether the words of a threat cite a sheet.
func (t *Threat) cites(s *Sheet) bool {
	is := func(item string) bool { return strings.EqualFold(item, s.ID) || strings.EqualFold(item, s.Name()) }
	switch s.Of {
	case KindAsset:
		return slices.ContainsFunc(t.Statement.Assets, is)
	case KindAssumption:
		return slices.ContainsFunc(t.Review.Assumptions(), is)
	case KindIncident:
		return slices.ContainsFunc(t.Response.Incidents(), is)
	case KindEvidence:
		o := &t.Ownership
		return holdsWord(o.Evidence, s.ID) || slices.ContainsFunc(o.Layers[:], func(l LayerOwner) bool { return holdsWord(l.Evidence(), s.ID) })
	}
	return false
}

// holdsWord says whether a text holds an id as a word of its own, in any case.
func holdsWord(text, id string) bool {
	lower, id := strings.ToLower(text), strings.ToLower(id)
	part := func(b byte) bool { return b == '-' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' }
	for at := 0; ; {
		i := strings.Index(lower[at:], id)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(id)
		if (from == 0 || !part(lower[from-1])) && (to == len(lower) || !part(lower[to])) {
			return true
		}
		at = from + 1
	}
}

// DoubtsOf are the doubts about a sheet, and the names in it that no record has.
func (r *Register) DoubtsOf(s *Sheet, today string) []Doubt {
	doubts := s.Doubts(today)
	k, _ := SheetKindOf(s.Of)
	for _, f := range k.Fields {
		for _, id := range s.List(f.Name) {
			if rec, _ := r.Get(Key{f.Refers, id}); f.Refers != "" && rec == nil {
				doubts = append(doubts, Doubt{f.Name, fmt.Sprintf("there is no %s %s", f.Refers, id)})
			}
		}
	}
	if s.Of == KindIncident && s.Get("match") != "new" && s.Get("match") != "" && !r.knewOf(s) {
		doubts = append(doubts, Doubt{"match", "its threats were identified after it was noticed, so it is not counted as known before"})
	}
	return doubts
}
