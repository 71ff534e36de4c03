package model

// KindScope is the kind of statements that entries of catalogues are not in scope.
const KindScope Kind = "scope"

// scopeFields are the fields of the record "scope".
var scopeFields = []SheetField{
	{Name: "entries", Title: "Entries that are not in scope, each with its edition", Sort: List},
	{Name: "why", Title: "Not in scope, because", Sort: LongText},
	{Name: "by", Title: "Assessor who says so"}, {Name: "on", Title: "On", Sort: Date}, {Name: "until", Title: "Holds until", Sort: Date},
	{Name: "evidence", Title: "Evidence", Sort: List, Refers: KindEvidence},
}

// Outside gives the statement by which an entry is not in scope on a day: the first that
// says who, when and why, by id; nil if there is none. The entry is named as the control
// cites it: "NIST AI 600-1 MG-1.3-001".
func (r *Register) Outside(reference, today string) *Sheet {
	names := calledAs(reference)
	for _, s := range r.Sheets(KindScope) {
		if s.attests(today) && namesOne(s.List("entries"), names) {
			return s
		}
	}
	return nil
}
