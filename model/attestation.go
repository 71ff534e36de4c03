package model

// KindAttestation is the kind of statements that somebody looked and found nothing.
const KindAttestation Kind = "attestation"

// Attested gives who looked at an activity, or at a category, and found no threat
// there: the first statement that says who, when and why, by id; nil if there is none.
// A statement counts until the day it ends. today is an ISO day.
func (r *Register) Attested(field, value, today string) *Sheet {
	for _, s := range r.Sheets(KindAttestation) {
		if value != "" && s.Get(field) == value && s.attests(today) {
			return s
		}
	}
	return nil
}

// attestedCheck gives the newest statement that a check finds nothing to look at; nil if there
// is none.
func (r *Register) attestedCheck(id, today string) (newest *Sheet) {
	for _, s := range r.Sheets(KindAttestation) {
		if s.Get("check") == id && s.attests(today) && (newest == nil || s.Get("on") > newest.Get("on")) {
			newest = s
		}
	}
	return newest
}

// attests says whether a statement is whole and stands on a day.
func (s *Sheet) attests(today string) bool {
	until := s.Get("until")
	return s.Get("by") != "" && s.Get("on") != "" && s.Get("why") != "" && s.Get("on") <= today && (until == "" || today <= until)
}
