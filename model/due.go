package model

import (
	"fmt"
	"time"
)

// DueBy is the day by which a rating wants something done, counted in calendar
// days from the day the threat was identified, and how it was counted. "" where
// the method sets no time, or nobody said when the threat was identified.
func DueBy(t *Threat, r Rating) (day, how string) {
	days := r.Verdict().DueDays
	if days == 0 || r.Override() != "" {
		return "", ""
	}
	identified, err := ParseDay(t.Response.Identified)
	if err != nil {
		return "", ""
	}
	day = identified.AddDate(0, 0, days).Format(time.DateOnly)
	how = fmt.Sprintf("%d calendar days from %s, the day it was identified", days, t.Response.Identified)
	if r.Verdict().Forensics {
		how += "; the traces are to be looked at too"
	}
	return day, how
}
