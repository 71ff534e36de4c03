package model

// KindException is the kind of findings that somebody accepted for a time.
const KindException Kind = "exception"

// Exceptions are the findings that are accepted on a day, by their ids.
type Exceptions struct {
	today string
	of    map[string]*Sheet
}

// Exceptions gives those that are in force on a day. A record counts if it says which
// finding, why, who approved it and until when, and only from its day to its end: after
// that the finding stands again by itself.
func (r *Register) Exceptions(today string) *Exceptions {
	if r.excepted != nil && r.exceptedAt == r.sheets && r.excepted.today == today {
		return r.excepted
	}
	x := &Exceptions{today, map[string]*Sheet{}}
	for _, s := range r.Sheets(KindException) {
		if s.exempts(today) {
			x.of[s.Get("finding")] = s
		}
	}
	r.excepted, r.exceptedAt = x, r.sheets
	return x
}

func (s *Sheet) exempts(today string) bool {
	on, until := s.Get("on"), s.Get("until")
	return s.Get("finding") != "" && s.Get("why") != "" && s.Get("by") != "" && on != "" && on <= today && until != "" && today <= until
}

// Of gives the record that accepts a finding; nil if none does.
func (x *Exceptions) Of(id string) *Sheet {
	if x == nil {
		return nil
	}
	return x.of[id]
}

// split takes the findings that are accepted out.
func (x *Exceptions) split(fs []Finding) (standing, accepted []Finding) {
	if x == nil || len(x.of) == 0 {
		return fs, nil
	}
	for _, f := range fs {
		if x.of[f.ID] != nil {
			accepted = append(accepted, f)
			continue
		}
		standing = append(standing, f)
	}
	return standing, accepted
}

// AcceptFinding accepts a finding for a time: why, by whom, and until which day.
func AcceptFinding(f Finding, why, by, on, until string) Edit {
	e := WriteSheet(KindException, "", Assignment{"finding", f.ID}, Assignment{"why", why}, Assignment{"by", by}, Assignment{"on", on}, Assignment{"until", until})
	e.Label = "accept the finding " + f.ID + " until " + until
	return e
}
